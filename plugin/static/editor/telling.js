// Counts characters, and shows how a search result may look.

export function counters(form) {
  for (const place of form.querySelectorAll("[data-count]")) {
    const field = document.getElementById(place.dataset.count);
    if (!field) continue;
    const good = Number(place.dataset.good);
    const most = Number(place.dataset.most);
    const count = [...field.value].length;
    const limit = good ? `about ${good}` : `at most ${most}`;
    place.textContent = `${count} of ${limit} characters`;
    place.classList.toggle("is-over", count > (good || most));
  }
}

export function found(form) {
  const title = form.querySelector("[data-found-title]");
  if (!title) return;
  const value = (name) => form.elements[name]?.value.trim() ?? "";
  title.textContent = value("seo_title") || `${value("title")} · ${title.dataset.brand}`;
  form.querySelector("[data-found-text]").textContent =
    value("seo_description") || value("summary");
}
