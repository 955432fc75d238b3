// Words that have not reached the server wait in this browser, each form's under a key of its own.
// Those of the same tab are put back by themselves; those of another tab are offered.

const PREFIX = "serum-words:";
const SENT = "serum-sent";
const TAB = "serum-tab";
const SAVED = ["saved", "merged", "unchanged", "checked"];
const CARRIED = ["serum_base", "serum_source"];

const attempt = (run) => {
  try {
    return run();
  } catch {
    return null;  // full or forbidden storage: the server still keeps the words
  }
};
const random = () => [...crypto.getRandomValues(new Uint32Array(3))].map((one) => one.toString(36)).join("");
const tab = attempt(() => {
  const name = sessionStorage.getItem(TAB) ?? random();
  sessionStorage.setItem(TAB, name);
  return name;
});
const told = () => new URLSearchParams(location.search).get("told");
const ours = (name) => name.startsWith("serum_") && name !== "serum_checked";

export function waitingWords(form) {
  const subject = `${PREFIX}${form.dataset.actor}:${form.dataset.keep}:`;
  const sheet = () => form.elements["serum_sheet"].value;
  const place = () => subject + sheet();
  const token = form.querySelector("input[type=hidden]").name;

  const words = () => [...new FormData(form).entries()]
    .filter(([name, value]) => typeof value === "string" && name !== token)
    .map(([name, value]) => {
      const html = form.elements[name]?.dataset?.html;
      return html === undefined ? [name, value] : [name, value, html];
    });
  const remember = () => attempt(() => {
    localStorage.setItem(place(), JSON.stringify({ tab, at: Date.now(), words: words() }));
  });
  const forget = () => attempt(() => localStorage.removeItem(place()));
  const read = (key) => attempt(() => ({ key, ...JSON.parse(localStorage.getItem(key)) }));
  const all = () => (attempt(() => Object.keys(localStorage)) ?? [])
    .filter((key) => key.startsWith(subject))
    .map(read)
    .filter((one) => Array.isArray(one?.words))
    .sort((one, two) => two.at - one.at);

  // A form that goes on under another name leaves the words of its old one where they are.
  function begin() {
    const name = random();
    for (const one of document.querySelectorAll("input[name=serum_sheet]")) one.value = name;
    continues("");
  }

  function continues(after) {
    for (const one of document.querySelectorAll("input[name=serum_after]")) one.value = after;
  }

  function says(kept) {
    const data = new FormData(form);
    const by = grouped(kept);
    return [...new Set([...data.keys(), ...by.keys()])].every((name) => {
      if (ours(name) || name === token) return true;
      const there = by.get(name)?.map(([value]) => value) ?? [];
      return there.join("\n") === data.getAll(name).join("\n");
    });
  }

  function put(one) {
    const by = grouped(one.words);
    // The server may show words of another tab; only those that these went on from give way to them.
    const after = form.elements["serum_after"].value;
    if (after.split(" ")[0] !== one.key.slice(subject.length)) continues(by.get("serum_after")?.[0][0] ?? "");
    for (const name of CARRIED) {
      const value = by.get(name)?.[0][0];
      if (value && form.elements[name]) form.elements[name].value = value;
    }
    for (const field of form.elements) {
      if (!field.name || ours(field.name) || field.name === token) continue;
      if (field.type === "checkbox") {
        field.checked = (by.get(field.name) ?? []).some(([value]) => value === field.value);
      } else if (by.has(field.name)) {
        const [value, html] = by.get(field.name)[0];
        if (field.value === value) continue;
        field.value = value;
        if (field.dataset.html === undefined) continue;
        field.dataset.html = html ?? value;
        field.dispatchEvent(new Event("serum:set"));
      }
    }
    const homeless = one.words.filter(([name, value]) => {
      const carried = name === "serum_source" || !name.startsWith("serum_");
      return carried && value.trim() && !form.elements[name];
    });
    for (const [name, value] of homeless) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    remember();
    attempt(() => localStorage.removeItem(one.key));
    return homeless.filter(([name]) => name !== "serum_source").map(([, value]) => value);
  }

  function putBack() {
    const there = all().filter((one) => {
      if (one.key === place() || !says(one.words)) return true;
      localStorage.removeItem(one.key);
      return false;
    });
    const quiet = told() || document.querySelector("[data-summary]");
    const mine = quiet ? undefined : there.find((one) => one.tab === tab);
    for (const one of there.filter((each) => each !== mine && each.key !== place())) offer(one);
    if (!mine) return false;
    const homeless = put(mine);
    note("Your words that had not reached the server were put back from this browser. They are not saved yet.", homeless);
    return true;
  }

  function offer(one) {
    const place = note(`In this browser there are words of ${new Date(one.at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}, from another tab, that never reached the server. `, []);
    const button = (text, run) => {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", className: "button button--small", textContent: text });
      made.addEventListener("click", () => {
        place.remove();
        run(read(one.key));
        form.querySelector("input:not([type=hidden]), textarea, .rich__words")?.focus();
      });
      place.append(made, " ");
    };
    button("Put them into the form", (now) => {
      if (!now?.words) return note("They have reached the server meanwhile.", []);
      begin();
      const homeless = put(now);
      if (homeless.length) note("They were put in.", homeless);
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    button("Throw them away", () => attempt(() => localStorage.removeItem(one.key)));
    addEventListener("storage", (event) => {
      if (event.key === one.key && event.newValue === null) place.remove();
    });
  }

  function note(text, homeless) {
    const made = document.createElement("p");
    made.className = "message message--note";
    made.setAttribute("role", "status");
    made.textContent = text;
    if (homeless.length) {
      made.append(" These have no field on this screen; they are kept with the others: ");
      for (const value of homeless) {
        const quoted = document.createElement("q");
        quoted.textContent = value;
        made.append(quoted, " ");
      }
    }
    form.before(made);
    return made;
  }

  const leave = () => attempt(() => {
    remember();
    sessionStorage.setItem(SENT, place());
  });
  return { remember, forget, leave, begin, putBack, token };
}

// Whatever screen follows a save: what it says was done, or shows again, need not wait here.
export function forgetSent() {
  const place = attempt(() => sessionStorage.getItem(SENT));
  if (!place || !(SAVED.includes(told()) || document.querySelector("[data-summary]"))) return;
  attempt(() => localStorage.removeItem(place));
  attempt(() => sessionStorage.removeItem(SENT));
}

function grouped(words) {
  const found = new Map();
  for (const [name, ...rest] of words) found.set(name, [...(found.get(name) ?? []), rest]);
  return found;
}
