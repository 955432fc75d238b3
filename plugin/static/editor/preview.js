// Shows the real page beside the form, made by the server from what is being written. A click on a
// part of the page goes to its field; a field that is being written is shown in the page.

const FIELD = "data-serum-field";
const MARK = "outline:3px solid #2f7d5b;outline-offset:4px;border-radius:4px";

export function previewing(form) {
  const frame = document.querySelector("[data-frame]");
  const said = document.querySelector("[data-preview-said]");
  const room = frame.parentElement;
  let width = 390;
  let dark = false;
  let timer = 0;
  let last = null;

  function fit() {
    const scale = Math.min(1, room.clientWidth / width);
    Object.assign(frame.style, {
      width: `${width}px`,
      height: `${room.clientHeight / scale}px`,
      transform: `scale(${scale})`,
      marginInlineStart: `${Math.max(0, (room.clientWidth - width * scale) / 2)}px`,
    });
  }

  function paint() {
    const scheme = dark ? "dark" : "light";
    frame.style.colorScheme = scheme;
    const page = frame.contentDocument?.documentElement;
    if (page) page.style.colorScheme = scheme;
  }

  function show(html) {
    const there = frame.contentDocument;
    if (!there?.body) return;
    // By the frame's own parser: what stands in the page is under the page's policy, not under ours.
    const page = new frame.contentWindow.DOMParser().parseFromString(html, "text/html");
    const open = [...there.querySelectorAll("details")].map((one) => one.open);
    const strips = [...there.querySelectorAll(".serum-gallery__strip")].map((one) => one.scrollLeft);
    if (styles(there) !== styles(page)) there.head.replaceWith(there.importNode(page.head, true));
    there.body.replaceWith(there.importNode(page.body, true));
    there.documentElement.lang = page.documentElement.lang;
    there.documentElement.dir = page.documentElement.dir;
    there.querySelectorAll("details").forEach((one, at) => { one.open = open[at] ?? one.open; });
    there.querySelectorAll(".serum-gallery__strip").forEach((one, at) => { one.scrollLeft = strips[at] ?? 0; });
    paint();
    mark(last, false);
  }

  async function refresh() {
    let response;
    try {
      response = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!response.ok) throw new Error(response.status);
    } catch {
      said.textContent = "The preview can’t be made at the moment.";
      return;
    }
    const left = response.headers.get("X-Serum-Left-Out");
    show(await response.text());
    said.textContent = left ? `As it was, until it is whole: ${left}.` : "";
  }

  function mark(name, scroll) {
    const there = frame.contentDocument;
    if (!there?.body) return;
    for (const one of there.querySelectorAll("[data-serum-marked]")) {
      one.removeAttribute("data-serum-marked");
      one.style.cssText = "";
    }
    last = name;
    if (!name) return;
    const key = `${form.elements["serum_part"].value}:${name}`;
    const exact = there.querySelector(`[${FIELD}="${CSS.escape(key)}"]`);
    const near = exact ?? [...there.querySelectorAll(`[${FIELD}]`)].find((one) => root(one.getAttribute(FIELD)) === root(key));
    if (!near) return;
    near.setAttribute("data-serum-marked", "");
    near.style.cssText = MARK;
    // Not by scrollIntoView: that would scroll the form too, away under the writer's hands.
    const [view, place] = [there.defaultView, near.getBoundingClientRect()];
    if (scroll && (place.top < 0 || place.bottom > view.innerHeight)) {
      view.scrollTo({ top: view.scrollY + place.top - view.innerHeight / 4, behavior: "instant" });
    }
  }

  function listen() {
    const there = frame.contentDocument;
    if (!there) return;
    there.addEventListener("click", (event) => {
      if (event.target.closest("a, button")) event.preventDefault();
      const place = event.target.closest(`[${FIELD}]`);
      if (event.target.closest("#serum-notice")) return go(document.getElementById("f-notice"));
      if (!place) return;
      const [part, ...rest] = place.getAttribute(FIELD).split(":");
      if (part === form.elements["serum_part"].value) go(fieldOf(form, rest.join(":")));
      else said.textContent = part === "facts" ? "That stands in the facts." : "That stands in the copy.";
    });
    there.addEventListener("submit", (event) => event.preventDefault());
    paint();
  }

  for (const button of document.querySelectorAll("[data-width]")) {
    button.addEventListener("click", () => {
      width = Number(button.dataset.width);
      for (const one of document.querySelectorAll("[data-width]")) one.setAttribute("aria-pressed", String(one === button));
      fit();
    });
  }
  const darkButton = document.querySelector("[data-dark]");
  dark = matchMedia("(prefers-color-scheme: dark)").matches;
  darkButton.setAttribute("aria-pressed", String(dark));
  darkButton.addEventListener("click", () => {
    dark = !dark;
    darkButton.setAttribute("aria-pressed", String(dark));
    paint();
  });
  form.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-rich]")?.querySelector("textarea") ?? event.target;
    if (field.name && !field.name.startsWith("serum_")) mark(field.name, true);
  });
  frame.addEventListener("load", listen);
  new ResizeObserver(fit).observe(room);
  fit();
  listen();
  if (form.hasAttribute("data-kept")) refresh();

  return {
    changed() {
      clearTimeout(timer);
      if (room.clientWidth) timer = setTimeout(refresh, 350);
    },
  };
}

const styles = (page) => [...page.head.querySelectorAll("style, link")].map((one) => one.outerHTML).join();

const root = (key) => key.replace(/(\[\d+\])?\.[a-z_]+(\.[a-z_]+)?$/, "$1");

function fieldOf(form, name) {
  const field = form.elements[name] ?? document.getElementById(`f-${name.replace(/[^A-Za-z0-9_]+/g, "-")}`);
  const one = field instanceof RadioNodeList ? field[0] : field;
  return one?.closest("[data-rich]")?.querySelector(".rich__words") ?? one;
}

function go(field) {
  if (!field) return;
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}
