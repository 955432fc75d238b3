// Underlines passages of a field without touching what is written: over a text field lies a layer
// with the same words, unseen, that is underlined; in rich text the browser's own highlights do it.
// A passage is counted in signs that can be seen, as the server counts them: whole characters,
// whatever spaces, lines and elements stand between them.

const UNSEEN = " \t\n\r\f\v\u00a0\u200b\ufeff";
const KINDS = ["let", "doubt", "stops"];
const surfaces = new WeakMap();  // field: its surface
const painted = new Map();  // words of a rich field: ranges by kind

export function surfaceOf(form, slot) {
  const named = form.elements[slot.dataset.claimsOf];
  const field = named instanceof RadioNodeList ? named[0] : named;
  if (!field || field.type === "hidden") return null;
  const words = document.getElementById(`${field.id}-words`);
  if (!surfaces.has(field)) surfaces.set(field, words ? rich(field, words) : plain(field));
  return surfaces.get(field);
}

function counted(text, at = 0) {
  const found = [];
  for (const sign of text) {
    if (!UNSEEN.includes(sign)) found.push({ sign, start: at, end: at + sign.length });
    at += sign.length;
  }
  return found;
}

const joined = (found) => found.map((one) => one.sign).join("");

// Where a mark is, or nothing where other words stand there.
function passage(found, [first, last, signs]) {
  const there = found.slice(first, last);
  return there.length && joined(there) === signs ? [there[0], there.at(-1)] : null;
}

function plain(field) {
  let layer = null;
  const signs = () => joined(counted(field.value));

  function follow() {
    if (layer) Object.assign(layer, { scrollTop: field.scrollTop, scrollLeft: field.scrollLeft });
  }

  function make() {
    layer = document.createElement("div");
    layer.className = `mirror mirror--${field.localName}`;
    layer.setAttribute("aria-hidden", "true");
    layer.dir = field.dir;
    layer.lang = field.lang;
    field.after(layer);
    for (const type of ["scroll", "keyup", "click", "blur", "select"]) field.addEventListener(type, follow);
  }

  function paint(marks) {
    const text = field.value;
    const found = counted(text);
    const kinds = new Array(text.length).fill(-1);
    for (const mark of marks) {
      const there = passage(found, mark);
      if (!there) continue;
      for (let at = there[0].start; at < there[1].end; at += 1) kinds[at] = Math.max(kinds[at], KINDS.indexOf(mark[3]));
    }
    if (!layer && kinds.every((kind) => kind < 0)) return;
    if (!layer) make();
    const inner = document.createElement("span");
    for (let start = 0, end = 0; start < text.length; start = end) {
      while (end < text.length && kinds[end] === kinds[start]) end += 1;
      const piece = text.slice(start, end);
      if (kinds[start] < 0) {
        inner.append(piece);
      } else {
        const mark = document.createElement("span");
        mark.className = `marked marked--${KINDS[kinds[start]]}`;
        mark.textContent = piece;
        inner.append(mark);
      }
    }
    inner.append("\u200b");
    layer.replaceChildren(inner);
    follow();
  }

  function put(mark, words) {
    const there = passage(counted(field.value), mark);
    if (!there) return false;
    field.focus();
    field.setSelectionRange(there[0].start, there[1].end);
    // This is what the browser's undo knows of; where it does nothing, the words go in without it.
    if (!document.execCommand("insertText", false, words)) {
      field.setRangeText(words, there[0].start, there[1].end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return true;
  }

  return { field, words: field, signs, paint, put };
}

function rich(field, words) {
  function found() {
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    const listed = [];
    while (walker.nextNode()) {
      for (const one of counted(walker.currentNode.data)) listed.push({ ...one, node: walker.currentNode });
    }
    return listed;
  }

  function range(listed, mark) {
    const there = passage(listed, mark);
    if (!there) return null;
    const made = document.createRange();
    made.setStart(there[0].node, there[0].start);
    made.setEnd(there[1].node, there[1].end);
    return made;
  }

  function paint(marks) {
    if (!globalThis.Highlight) return;
    const listed = found();
    painted.set(words, marks.map((mark) => [mark[3], range(listed, mark)]).filter(([, one]) => one));
    for (const one of painted.keys()) if (!one.isConnected) painted.delete(one);
    const all = [...painted.values()].flat();
    KINDS.forEach((kind, at) => {
      const highlight = new Highlight(...all.filter(([its]) => its === kind).map(([, one]) => one));
      highlight.priority = at;
      CSS.highlights.set(`claim-${kind}`, highlight);
    });
  }

  function put(mark, text) {
    const made = range(found(), mark);
    if (!made) return false;
    takeIn(made, words);
    words.focus();
    words.squire.saveUndoState(made);
    if (blockOf(made.startContainer) !== blockOf(made.endContainer)) {
      const place = document.createElement("p");
      place.textContent = text;
      words.squire.setSelection(made);
      words.squire.insertHTML(place.innerHTML);
      return true;
    }
    // Within one block by hand: as HTML, it would take a line break with it that stands before it.
    made.deleteContents();
    made.insertNode(document.createTextNode(text));
    made.collapse(false);
    words.squire.setSelection(made);
    return true;
  }

  return { field, words, signs: () => joined(found()), paint, put };
}

function blockOf(node) {
  return (node.closest ? node : node.parentNode).closest("p, li, div");
}

// Takes in bold and the like that begins or ends just where a passage does and is wholly in it.
function takeIn(range, words) {
  const inline = (node) => node !== words && getComputedStyle(node).display === "inline";
  let node = range.startContainer;
  while (!node.previousSibling && !(node === range.startContainer && range.startOffset) && inline(node.parentNode)
    && range.comparePoint(node.parentNode, node.parentNode.childNodes.length) <= 0) {
    node = node.parentNode;
    range.setStartBefore(node);
  }
  node = range.endContainer;
  while (!node.nextSibling && !(node === range.endContainer && range.endOffset < node.length) && inline(node.parentNode)
    && range.comparePoint(node.parentNode, 0) >= 0) {
    node = node.parentNode;
    range.setEndAfter(node);
  }
}
