// Adds, moves and removes entries of a list without leaving the page: the server arranges the form,
// as it does without a script, and the list takes the place of the old one. Steps can be dragged.

const HEADER = { Accept: "text/html" };

export function arrange(form, done) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=serum_do]");
    if (!button || !button.value.includes(".")) return;
    event.preventDefault();
    order(form, button.value, done);
  });
  dragging(form, done);
  sentences(form);
}

async function order(form, value, done) {
  const path = value.replace(/(\[\d+\])?\.(add|remove|up|down|to\[\d+\])$/, "");
  const data = new URLSearchParams(new FormData(form));
  data.set("serum_do", value);
  let page;
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: HEADER });
    if (!response.ok) throw new Error(response.status);
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    // The form goes the way it goes without a script; the browser's own error page is the worst.
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: "serum_do", value });
    form.append(hidden);
    form.submit();
    return;
  }
  const old = form.querySelector(`[data-list="${path}"]`);
  const fresh = page.querySelector(`[data-list="${path}"]`);
  old.replaceWith(fresh);
  const at = Number(/\[(\d+)\]\.(?:up|down|remove|to)/.exec(value)?.[1] ?? -1);
  const entries = [...fresh.querySelectorAll("[data-entry]")];
  if (value.endsWith(".add")) {
    entries.at(-1)?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  } else if (value.endsWith(".remove")) {
    (entries[Math.min(at, entries.length - 1)]?.querySelector(".moves button:not(:disabled)") ?? fresh.querySelector("button"))?.focus();
  } else {
    const to = value.endsWith(".up") ? at - 1 : value.endsWith(".down") ? at + 1 : Number(/to\[(\d+)\]/.exec(value)?.[1]);
    const moved = entries[to];
    const same = moved?.querySelector(`button[value$="${value.endsWith(".up") ? ".up" : ".down"}"]`);
    (same && !same.disabled ? same : moved?.querySelector(".moves button:not(:disabled)"))?.focus();
  }
  done();
}

function dragging(form, done) {
  let dragged = null;
  const entryOf = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".step");
  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    event.preventDefault();
    dragged = grip.closest(".step");
    dragged.classList.add("is-dragged");
    grip.setPointerCapture(event.pointerId);
  });
  form.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    for (const one of form.querySelectorAll(".is-target")) one.classList.remove("is-target");
    const over = entryOf(event);
    if (over && over !== dragged) over.classList.add("is-target");
  });
  const drop = (event) => {
    if (!dragged) return;
    const steps = [...form.querySelectorAll(".step")];
    const [from, to] = [steps.indexOf(dragged), steps.indexOf(entryOf(event))];
    for (const one of steps) one.classList.remove("is-target", "is-dragged");
    dragged = null;
    if (event.type === "pointerup" && to >= 0 && to !== from) order(form, `regimen.steps[${from}].to[${to}]`, done);
  };
  form.addEventListener("pointerup", drop);
  form.addEventListener("pointercancel", drop);
}

// The shopper's sentence of each step, in the server's words.
function sentences(form) {
  if (!form.querySelector("[data-step-sentence]")) return;
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const response = await fetch(form.dataset.sentences, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Serum-Editor": "1" },
      }).catch(() => null);
      if (!response?.ok) return;
      const { steps } = await response.json();
      const cards = form.querySelectorAll(".step");
      steps.forEach((step, at) => {
        const card = cards[at];
        if (!card) return;
        card.querySelector("[data-step-sentence]").textContent = step.sentence;
        if (step.title) card.querySelector("[data-step-title]").textContent = step.title;
        card.querySelector("use")?.setAttribute("href", `#serum-draw-${step.kind}`);
      });
    }, 350);
  });
}
