// Keeps what is written: at once in this browser, a moment later on the server. What had not
// reached the server is put back when the form is opened again, by the same person.

const PAUSE = 900;
const POLL = 15000;
const SENT = "serum-sent";
const HEADER = { "X-Serum-Editor": "1" };

export function keepWords(form) {
  const place = `serum-words:${form.dataset.actor}:${location.pathname}`;
  const state = form.querySelector("[data-state]");
  const presence = document.querySelector("[data-presence]");
  const offline = document.querySelector("[data-offline]");
  let timer = 0;
  let dirty = false;
  let sending = false;
  let leaving = false;
  let aborting = new AbortController();

  const words = () => {
    const data = new FormData(form);
    const token = form.querySelector("input[type=hidden]").name;
    return [...data.entries()].filter(([name]) => name !== token && name !== "serum_part");
  };
  const remember = () => {
    try {
      localStorage.setItem(place, JSON.stringify(words()));
    } catch {
      // A full or forbidden storage: the server still keeps the words.
    }
  };
  const forget = () => localStorage.removeItem(place);

  function warn(text) {
    offline.textContent = text;
    offline.hidden = !text;
  }

  function signedOut() {
    warn("You have been signed out. Your words are kept in this browser. ");
    const link = document.createElement("a");
    link.href = form.dataset.login;
    link.target = "_blank";
    link.textContent = "Sign in again in a new tab";
    offline.append(link, ", then go on writing here.");
  }

  function told(answer) {
    const others = answer.others ?? [];
    let text = others.length ? `${others.join(", ")} ${others.length > 1 ? "have" : "has"} this open too.` : "";
    const base = Number(form.elements["serum_base"].value);
    if (answer.latest > base) {
      text += ` ${answer.by} has saved revision ${answer.latest} meanwhile; it is brought together with yours when you save.`;
    }
    text = text.trim();
    if (presence.textContent !== text) presence.textContent = text;
    presence.hidden = !text;
  }

  async function send(withWords) {
    if (sending || leaving) return;
    sending = true;
    const was = dirty;
    if (withWords) dirty = false;
    const data = new URLSearchParams(new FormData(form));
    if (!withWords) {
      for (const name of [...data.keys()]) {
        if (name !== form.querySelector("input[type=hidden]").name && name !== "serum_base") data.delete(name);
      }
    }
    try {
      const response = await fetch(form.dataset.keep, {
        method: "POST", body: data, headers: HEADER, signal: aborting.signal,
      });
      const answer = await response.json();
      if (response.status === 403 && answer.problem === "signed-out") {
        dirty = was;
        signedOut();
      } else if (!response.ok) {
        dirty = was;
        warn("The server did not keep your words just now; they are kept in this browser. Save, to send them again.");
      } else {
        warn("");
        told(answer);
        if (withWords && !dirty) {
          forget();
          state.textContent = answer.kept ? `Kept for you, ${answer.at}; not saved as a revision yet` : "";
        }
      }
    } catch {
      dirty = was;
      if (!leaving) warn("There is no connection. Your words are kept in this browser, and sent when it is back.");
    } finally {
      sending = false;
      if (withWords && dirty) schedule(PAUSE * 4);
    }
  }

  function schedule(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => send(true), pause);
  }

  function changed() {
    dirty = true;
    remember();
    state.textContent = "Not saved yet";
    schedule(PAUSE);
  }

  form.addEventListener("focusout", () => { if (dirty) schedule(150); });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    remember();
    sessionStorage.setItem(SENT, place);
    leaving = true;
    aborting.abort();  // what is sent now goes with the form itself
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
    aborting = new AbortController();
  });
  window.addEventListener("online", () => { if (dirty) send(true); });
  document.querySelector("[data-discard]")?.addEventListener("submit", forget);
  setInterval(() => send(dirty), POLL);
  send(false);

  return { changed, broughtBack: putBack(form, place) };
}

// Whatever screen follows a save: what it says was done need not wait in the browser.
export function forgetSent() {
  if (!new URLSearchParams(location.search).has("told")) return;
  const place = sessionStorage.getItem(SENT);
  if (place) localStorage.removeItem(place);
  sessionStorage.removeItem(SENT);
}

// After a save the server shows what it has; only what it never got is newer than that.
function putBack(form, place) {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(place));
  } catch {
    kept = null;
  }
  const told = new URLSearchParams(location.search).get("told");
  if (!kept || told || document.querySelector("[data-summary]")) {
    localStorage.removeItem(place);
    return false;
  }
  const byName = new Map();
  for (const [name, value] of kept) byName.set(name, [...(byName.get(name) ?? []), value]);
  const names = [...new Set([...new FormData(form).keys()])].filter((name) => name !== "serum_base");
  const same = names.every((name) => {
    const now = new FormData(form).getAll(name).join("\n");
    return !byName.has(name) || byName.get(name).join("\n") === now;
  });
  if (same) {
    localStorage.removeItem(place);
    return false;
  }
  for (const field of form.elements) {
    if (!field.name || (field.name.startsWith("serum_") && field.name !== "serum_base")) continue;
    if (field.type === "checkbox") {
      field.checked = (byName.get(field.name) ?? []).includes(field.value);
    } else if (byName.has(field.name)) {
      field.value = byName.get(field.name)[0];
      if (field.dataset.html !== undefined) field.dataset.html = field.value;
    }
  }
  const note = document.createElement("p");
  note.className = "message message--note";
  note.setAttribute("role", "status");
  note.textContent = "Your words that had not reached the server were put back from this browser. They are not saved yet.";
  const homeless = kept.filter(([name, value]) => value.trim() && !form.elements[name]);
  if (homeless.length) {
    note.append(" These have no field any more: ");
    for (const [, value] of homeless) {
      const words = document.createElement("q");
      words.textContent = value;
      note.append(words, " ");
    }
  }
  form.before(note);
  return true;
}
