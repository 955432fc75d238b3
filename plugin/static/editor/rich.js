// Turns text areas into fields with bold, italic, lists and links. What is pasted is cleaned to just
// these; the server cleans it again.
import Squire from "../vendor/squire.mjs";

const KEEP = { B: "b", STRONG: "b", I: "i", EM: "i", P: "p", DIV: "p", UL: "ul", OL: "ol", LI: "li", A: "a", BR: "br" };
const BLOCKS = /^(H[1-6]|BLOCKQUOTE|PRE|SECTION|ARTICLE|TD|TH|TR)$/;
const DROP = /^(SCRIPT|STYLE|TEMPLATE|TITLE|META|LINK|IFRAME|OBJECT|SVG|MATH)$/i;

export function richFields(form) {
  for (const place of form.querySelectorAll("[data-rich]:not([data-ready])")) make(place, form);
}

function make(place, form) {
  const area = place.querySelector("textarea");
  const label = place.querySelector("label");
  place.dataset.ready = "";
  if (area.matches("[aria-invalid]")) place.classList.add("is-wrong");
  const words = document.createElement("div");
  words.className = "rich__words";
  label.id = `${area.id}-label`;
  for (const [name, value] of Object.entries({
    role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, lang: area.lang, dir: area.dir,
  })) words.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) words.setAttribute(name, area.getAttribute(name));
  }
  words.id = `${area.id}-words`;
  const bar = document.createElement("div");
  bar.className = "rich__bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `Looks of “${place.dataset.label}”`);
  area.before(bar, words);
  area.hidden = true;
  label.addEventListener("click", () => words.focus());

  const editor = new Squire(words, { blockTag: "P", sanitizeToDOMFragment: cleaned, addLinks: false });
  words.squire = editor;
  editor.setHTML(area.dataset.html || "");
  // Tab moves on, as in any other field; lists are not nested.
  for (const key of ["Tab", "Shift-Tab"]) editor.setKeyHandler(key, null);
  editor.setKeyHandler("Shift-Enter", (_, event, range) => {
    event.preventDefault();
    editor.splitBlock(true, range);
    // A line break that ends a block is shown, and written behind, only where another one follows.
    const { startContainer, startOffset } = editor.getSelection();
    const last = startContainer.childNodes[startOffset - 1];
    if (last?.nodeName === "BR" && !last.nextSibling) last.after(document.createElement("br"));
  });
  let before = editor.getHTML();
  area.addEventListener("serum:set", () => {
    editor.setHTML(area.dataset.html);
    before = editor.getHTML();
  });
  editor.addEventListener("input", () => {
    if (editor.getHTML() === before) return;  // it was only set up
    before = editor.getHTML();
    area.value = before
      .replace(/<(p|div)>(\s|&nbsp;|<br>)*<\/\1>/g, "")
      .replace(/&nbsp;(?=<)|(?<=>)&nbsp;/g, " ")  // the browser's own, at the edge of what is bold
      .replace(/(<br>)+(?=<\/(?:p|li)>|$)/g, "");
    area.dataset.html = area.value;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  const buttons = [
    ["B", "Bold", "B", () => (editor.hasFormat("B") ? editor.removeBold() : editor.bold())],
    ["I", "Italic", "I", () => (editor.hasFormat("I") ? editor.removeItalic() : editor.italic())],
    ["•", "List of points", "UL", () => (editor.hasFormat("UL") ? editor.removeList() : editor.makeUnorderedList())],
    ["1.", "Numbered list", "OL", () => (editor.hasFormat("OL") ? editor.removeList() : editor.makeOrderedList())],
    ["Link", "Link", "A", () => link(editor, bar, words)],
  ].map(([text, name, tag, run]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--small", textContent: text });
    if (text !== name) button.setAttribute("aria-label", name);
    button.title = name;
    button.setAttribute("aria-pressed", "false");
    button.tabIndex = text === "B" ? 0 : -1;
    button.addEventListener("click", () => { run(); tell(); });
    bar.append(button);
    return [button, tag];
  });
  // One stop for Tab; arrows go from button to button.
  bar.addEventListener("keydown", (event) => {
    const all = buttons.map(([button]) => button);
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });
  const tell = () => {
    for (const [button, tag] of buttons) button.setAttribute("aria-pressed", String(editor.hasFormat(tag)));
  };
  editor.addEventListener("pathChange", tell);
  editor.addEventListener("select", tell);
}

function link(editor, bar, words) {
  if (editor.hasFormat("A")) return editor.removeLink();
  bar.parentElement.querySelector(".rich__link")?.remove();
  const range = editor.getSelection();
  const box = document.createElement("div");
  box.className = "rich__link";
  const id = `${words.id}-link`;
  box.innerHTML = '<div class="field"><label></label><input type="url" placeholder="https://"></div>'
    + '<button type="button" class="button button--small">Set the link</button><button type="button" class="button button--small">Leave it</button>';
  const [label, input, set, leave] = box.querySelectorAll("label, input, button");
  label.textContent = "Address of the link";
  label.htmlFor = input.id = id;
  const close = () => { box.remove(); words.focus(); };
  const apply = () => {
    const address = input.value.trim();
    close();
    editor.setSelection(range);
    if (/^(https?:|mailto:)/i.test(address)) editor.makeLink(address);
  };
  set.addEventListener("click", apply);
  leave.addEventListener("click", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target === input) { event.preventDefault(); apply(); }
  });
  for (const type of ["input", "change"]) box.addEventListener(type, (event) => event.stopPropagation());
  bar.after(box);
  input.focus();
}

function cleaned(html) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const target = document.createDocumentFragment();
  copy(source, target);
  return target;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(document.createTextNode(node.data));
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROP.test(node.nodeName)) {
      const name = KEEP[node.nodeName] ?? (BLOCKS.test(node.nodeName) ? "p" : null);
      const holds = name === "p" && node.querySelector("p, div, ul, ol, h1, h2, h3, table, li");
      if (!name || holds) {
        copy(node, to);
        continue;
      }
      const made = document.createElement(name);
      if (name === "a") {
        const address = node.getAttribute("href") ?? "";
        if (!/^(https?:|mailto:)/i.test(address)) { copy(node, to); continue; }
        made.setAttribute("href", address);
      }
      copy(node, made);
      to.append(made);
    }
  }
}
