// After a form was sent and its screen has come back, the focus is where it was: who saves from a
// field goes on writing in it, and who presses a button in a long list is still there.

const KEY = "serum-focus";

export function comingBack() {
  let was;
  try {
    was = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
  } catch {
    was = null;
  }
  addEventListener("submit", remember);
  if (was?.path !== location.pathname || location.hash || document.querySelector("[data-summary]")) return;
  const places = was.id ? [document.getElementById(was.id)] : [...document.querySelectorAll(was.place)];
  const place = places.find((one) => one && one.getAttribute("tabindex") !== "-1" && !one.disabled && one.checkVisibility());
  if (place) place.focus();
  else document.querySelector("main")?.focus({ preventScroll: true });
}

function remember(event) {
  const one = document.activeElement;
  if (!one || one === document.body || event.submitter?.formTarget === "_blank") return;
  const action = one.form?.getAttribute("action") ?? "";
  const place = one.name && `[action="${CSS.escape(action)}"] [name="${CSS.escape(one.name)}"][value="${CSS.escape(one.value)}"]`;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, id: one.id, place: place || "main" }));
  } catch {
    // Without storage the screen begins at its top, as it does without a script.
  }
}
