// Tells beside each field what its words claim, while they are written. The server reads them a
// moment after the last key, as the whole page would be with them; what it says is shown only
// where the words still are those that it read.
import { surfaceOf } from "./claims-marks.js";

const PAUSE = 450;
const HEADER = { "X-Serum-Editor": "1" };

export function readClaims(form) {
  const state = form.querySelector("[data-claims-state]");
  const told = form.querySelector("[data-claims-told]");
  const known = new WeakMap();  // slot: what is shown of it
  let timer = 0;
  let asking = null;
  if (!state) return { changed() {} };

  const slots = () => [...form.querySelectorAll("[data-claims-of]")];

  function shown(slot) {
    let one = known.get(slot);
    if (!one) {
      const surface = surfaceOf(form, slot);
      one = { surface, marks: JSON.parse(slot.dataset.marks), html: slot.innerHTML, signs: surface?.signs() ?? "" };
      known.set(slot, one);
      surface?.paint(one.marks);
    }
    return one;
  }

  function say(text) {
    if (told.textContent !== text) told.textContent = text;
  }

  // A mark stays with its words where others have changed; where its own did, it goes.
  function follow(slot) {
    const one = shown(slot);
    if (!one.surface || !one.marks.length) return;
    const now = one.surface.signs();
    one.marks = moved(one.marks, [...one.signs], [...now]);
    one.signs = now;
    one.surface.paint(one.marks);
  }

  function put(slot, html, marks) {
    const one = shown(slot);
    slot.dataset.marks = JSON.stringify(marks);
    one.marks = marks;
    one.signs = one.surface?.signs() ?? "";
    one.surface?.paint(marks);
    if (one.html === html) return;
    const held = slot.contains(document.activeElement) ? document.activeElement : null;
    const key = held?.value ?? held?.getAttribute("href");
    one.html = html;
    slot.innerHTML = html;
    slot.hidden = !html;
    if (held) {
      const again = [...slot.querySelectorAll("button, a")].find((each) => (each.value || each.getAttribute("href")) === key);
      (again ?? one.surface?.words)?.focus();
    }
    const ids = [...slot.querySelectorAll(".claim__said")].map((each) => each.id);
    for (const field of new Set([one.surface?.field, one.surface?.words])) describe(field, ids);
  }

  async function ask() {
    asking?.abort();
    const mine = asking = new AbortController();
    const sent = new Map(slots().map((slot) => [slot, shown(slot).surface?.signs() ?? ""]));
    let answer;
    try {
      const response = await fetch(form.dataset.claims, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: HEADER, signal: mine.signal,
      });
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch {
      if (mine === asking && !mine.signal.aborted) {
        state.textContent = "Claims: your last words could not be checked just now.";
        say(state.textContent);
      }
      return;
    }
    if (mine !== asking) return;
    for (const [slot, signs] of sent) {
      const field = answer.fields[slot.dataset.claimsOf];
      if (slot.isConnected && (shown(slot).surface?.signs() ?? "") === signs) {
        put(slot, field?.html ?? "", field ? JSON.parse(field.marks) : []);
      }
    }
    if (state.innerHTML !== answer.state) state.innerHTML = answer.state;
    say(state.querySelector(".claims-state__said").textContent);
  }

  function changed() {
    for (const slot of slots()) follow(slot);
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-words]");
    if (!button) return;
    event.preventDefault();
    const slot = button.closest("[data-claims-of]");
    const { marks, surface } = shown(slot);
    const mark = marks.find(([, , , , id]) => id === button.dataset.claim);
    if (mark && surface?.put(replaced(mark), button.dataset.words)) {
      say(`Replaced by “${button.dataset.words}”. Undo takes it back.`);
    } else {
      say("These words have changed since, so nothing was replaced.");
      changed();
    }
  });

  for (const slot of slots()) shown(slot);
  return { changed };
}

function moved(marks, before, now) {
  let head = 0;
  while (head < before.length && head < now.length && before[head] === now[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, now.length) - head;
  while (tail < most && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const by = now.length - before.length;
  return marks.flatMap(([first, last, ...rest]) => {
    if (last <= head) return [[first, last, ...rest]];
    return first >= before.length - tail ? [[first + by, last + by, ...rest]] : [];
  });
}

// What a rewording takes the place of: it is told from where the claim in it stands, and so moves
// with it.
function replaced([first, , , , , back, signs]) {
  return [first - back, first - back + [...signs].length, signs];
}

function describe(field, ids) {
  if (!field) return;
  const kept = (field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((id) => id && !/-claim-\d+$/.test(id));
  const all = [...kept, ...ids].join(" ");
  if (all) field.setAttribute("aria-describedby", all);
  else field.removeAttribute("aria-describedby");
}
