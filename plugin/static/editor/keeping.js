// Keeps what is written: at once in this browser, a moment later on the server.
import { waitingWords } from "./waiting.js";

const PAUSE = 900;
const POLL = 15000;
const HEADER = { "X-Serum-Editor": "1" };

export function keepWords(form) {
  const waiting = waitingWords(form);
  const [state, presence, mine, offline] = ["state", "presence", "mine", "offline"].map((one) => document.querySelector(`[data-${one}]`));
  const discard = document.querySelector("[data-discard]");
  let timer = 0;
  let dirty = false;
  let sending = false;
  let leaving = false;
  let renewed = false;
  let aborting = new AbortController();

  function warn(text) {
    if (offline.textContent !== text) offline.textContent = text;
    offline.hidden = !text;
  }

  function signedOut(text) {
    warn(`${text} Your words are kept in this browser. `);
    const link = document.createElement("a");
    Object.assign(link, { href: form.dataset.login, target: "_blank", textContent: "Sign in again in a new tab" });
    offline.append(link, ", then go on writing here.");
  }

  function told(answer) {
    const others = answer.others ?? [];
    let text = others.length ? `${others.join(", ")} ${others.length > 1 ? "have" : "has"} this open too.` : "";
    const base = Number(form.elements["serum_base"].value);
    if (answer.latest > base) {
      text += ` ${answer.by} has saved revision ${answer.latest} meanwhile; it is brought together with yours when you save.`;
    }
    say(presence, text.trim());
    elsewhere(answer.mine ?? []);
  }

  // Words of the same person that this form does not hold, each a step away.
  function elsewhere(sheets) {
    const names = sheets.map(([at, name]) => `${at} ${name}`).join();
    if (!sheets.length || mine.dataset.shown === names) {
      mine.hidden = !sheets.length;
      return;
    }
    mine.dataset.shown = names;
    mine.textContent = "You have other words here that are not saved, from another tab or device; they are not written over: ";
    sheets.forEach(([at, name], number) => {
      const link = document.createElement("a");
      Object.assign(link, { href: `?sheet=${name}`, textContent: `those of ${at}` });
      mine.append(number ? ", " : "", link);
    });
    mine.hidden = false;
  }

  // A form that is open for long outlives its token, and a session; the words go on all the same.
  async function renew() {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector(`input[type=hidden][name="${waiting.token}"]`);
    const who = page.querySelector("form[data-actor]")?.dataset.actor;
    if (!fresh || !who) return signedOut("You have been signed out.");
    if (who !== form.dataset.actor) return signedOut(`You are signed in as ${who} now, and these words are ${form.dataset.actor}’s.`);
    for (const one of document.querySelectorAll(`input[name="${waiting.token}"]`)) one.value = fresh.value;
  }

  async function send(withWords) {
    if (sending || leaving) return;
    sending = true;
    const was = dirty;
    let pause = PAUSE * 4;
    if (withWords) dirty = false;
    const data = new URLSearchParams(new FormData(form));
    if (!withWords) {
      for (const name of [...data.keys()]) {
        if (name !== waiting.token && !name.startsWith("serum_")) data.delete(name);
      }
    }
    try {
      const response = await fetch(form.dataset.keep, {
        method: "POST", body: data, headers: HEADER, signal: aborting.signal,
      });
      const text = await response.text();
      const answer = /json/.test(response.headers.get("Content-Type") ?? "") ? JSON.parse(text) : {};
      // A host may send whoever is signed out to a screen of its own, which is no answer.
      if (answer.problem === "signed-out" || (response.ok && !("kept" in answer))) {
        dirty = was;
        signedOut("You have been signed out.");
      } else if (!response.ok) {
        dirty = was;
        warn("The server did not keep your words just now; they are kept in this browser. Save, to send them again.");
        if (!renewed && [400, 403].includes(response.status)) {
          renewed = true;
          pause = 0;
          await renew();
        }
      } else {
        renewed = false;
        warn("");
        told(answer);
        if (answer.late) {  // saved from here before, and written on after going back
          waiting.begin();
          dirty = true;
        } else if (withWords && !dirty) {
          waiting.forget();
          state.textContent = answer.kept ? `Kept for you, ${answer.at}; not saved as a revision yet` : "";
          if (discard) discard.hidden = !answer.kept;
        }
      }
    } catch (error) {
      dirty = was || dirty;
      if (leaving || error.name === "AbortError") return;
      warn("There is no connection. Your words are kept in this browser, and sent when it is back.");
      state.textContent = dirty ? "Kept in this browser alone: no connection" : "No connection";
    } finally {
      sending = false;
      if (withWords && dirty) schedule(pause);
    }
  }

  function schedule(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => send(dirty), pause);
  }

  function changed() {
    dirty = true;
    waiting.remember();
    state.textContent = "Not saved yet";
    schedule(PAUSE);
  }

  function goodbye() {
    leaving = true;
    aborting.abort();  // what is sent now goes with the form itself
    clearTimeout(timer);
  }

  addEventListener("keydown", (event) => {
    if (event.key !== "s" || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("focusout", () => { if (dirty) schedule(150); });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    waiting.leave();
    goodbye();
  });
  discard?.addEventListener("submit", () => {
    waiting.forget();
    goodbye();
  });
  // What is on its way when the page is left waits here, for the next screen; or goes out later,
  // where the page stayed after all.
  window.addEventListener("beforeunload", () => {
    aborting.abort();
    aborting = new AbortController();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
    aborting = new AbortController();
  });
  window.addEventListener("online", () => { if (dirty) send(true); });
  setInterval(() => send(dirty), POLL);
  send(false);

  const broughtBack = waiting.putBack();
  // Once it was told, a reload need not tell it again, and shows the words that came after.
  if (new URLSearchParams(location.search).has("told")) history.replaceState(history.state, "", location.pathname + location.hash);
  return { changed, broughtBack };
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}
