// The merchant's editor works without this; with it, it saves by itself, shows the page while it is
// written, and has fields for rich text.
import { readClaims } from "./editor/claims.js";
import { keepWords } from "./editor/keeping.js";
import { arrange } from "./editor/lists.js";
import { previewing } from "./editor/preview.js";
import { comingBack } from "./editor/returning.js";
import { richFields } from "./editor/rich.js";
import { counters, found } from "./editor/telling.js";
import { forgetSent } from "./editor/waiting.js";

document.documentElement.classList.add("has-script");

forgetSent();

document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

const summary = document.querySelector("[data-summary]");
if (summary) summary.focus();

const translation = document.querySelector("[data-translation]");
if (translation && !translation.querySelector("fieldset.plain").disabled) {
  const keeping = keepWords(translation);
  richFields(translation);
  const reading = readClaims(translation);
  const written = () => {
    counters(translation);
    keeping.changed();
    reading.changed();
  };
  translation.addEventListener("input", written);
  if (keeping.broughtBack) written();
  else counters(translation);
}

const form = document.querySelector("[data-writing]");
if (form) {
  const enabled = !form.querySelector("fieldset.plain").disabled;
  counters(form);
  found(form);
  if (enabled) {
    const keeping = keepWords(form);
    richFields(form);
    const preview = previewing(form);
    const reading = readClaims(form);
    arrange(form, () => {
      richFields(form);
      counters(form);
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    form.addEventListener("input", () => {
      counters(form);
      found(form);
      keeping.changed();
      preview.changed();
      reading.changed();
    });
    if (keeping.broughtBack) form.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    previewing(form);
  }
}

comingBack();
