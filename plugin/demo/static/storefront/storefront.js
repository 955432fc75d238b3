// Draws a serum page from the JSON API. No framework, no build: read it from top to bottom.

const api = document.documentElement.dataset.api;
const asked = new URLSearchParams(location.search);
const main = document.getElementById("main");

// The storefront's own words; all that is said about the serum comes from the API.
const WORDS = {
  en: {
    add: "Add to cart", routine: "Add the whole routine", how: "How to use it",
    pairs: "To layer over it", size: "Size", cart: "To the cart", what: "What it is",
    noPrice: "The price is not available at the moment.", wait: "One moment…",
    again: "The notice has changed. Please read it, then add again.",
    failed: "That did not work. Please try again.", none: "This serum is not here.",
  },
  de: {
    add: "In den Warenkorb", routine: "Die ganze Routine in den Warenkorb", how: "Anwendung",
    pairs: "Darüber", size: "Größe", cart: "Zum Warenkorb", what: "Was es ist",
    noPrice: "Der Preis ist im Moment nicht verfügbar.", wait: "Einen Moment …",
    again: "Der Hinweis hat sich geändert. Bitte lesen Sie ihn, dann versuchen Sie es noch einmal.",
    failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    none: "Dieses Serum gibt es hier nicht.",
  },
  ar: {
    add: "أضف إلى السلة", routine: "أضف الروتين كاملًا", how: "طريقة الاستخدام",
    pairs: "ما يوضع فوقه", size: "الحجم", cart: "إلى السلة", what: "ما هو",
    noPrice: "السعر غير متاح حاليًا.", wait: "لحظة…",
    again: "تغيّر التنبيه. يُرجى قراءته ثم المحاولة مرة أخرى.",
    failed: "لم ينجح ذلك. يُرجى المحاولة مرة أخرى.", none: "هذا السيروم غير موجود هنا.",
  },
};
let words = WORDS.en;

// --- asking -------------------------------------------------------------------------------------

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// Whoever is told to wait waits as long as the answer says, then sends the same again.
async function ask(path, options = {}, tries = 3) {
  let response;
  try {
    response = await fetch(api + path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (tries <= 1) throw error;
    await pause(1);
    return ask(path, options, tries - 1);
  }
  const busy = [409, 429, 503].includes(response.status) && response.headers.has("Retry-After");
  if (busy && tries > 1) {
    await pause(Math.min(Number(response.headers.get("Retry-After")) || 1, 30));
    return ask(path, options, tries - 1);
  }
  return response;
}

async function read(path) {
  const response = await ask(path);
  if (!response.ok) throw Object.assign(new Error(path), { status: response.status });
  return response.json();
}

// One key for a click, however often it has to be sent: it goes into the cart once.
async function post(path, body) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
  const cart = await read("/cart");
  if (cart.token) headers[cart.token.header] = cart.token.value;
  const response = await ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, document: await response.json() };
}

// --- drawing ------------------------------------------------------------------------------------

function draw(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.flat(Infinity).filter((one) => one !== null && one !== ""));
  return made;
}

// Rich text is clean already; this copies the elements it may have, and drops anything else.
const RICH = new Set(["P", "BR", "STRONG", "EM", "UL", "OL", "LI", "A"]);
function rich(html) {
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.textContent];
    const inside = [...node.childNodes].flatMap(copy);
    if (!RICH.has(node.nodeName)) return inside;
    const link = node.nodeName === "A" && /^(https?|mailto):/.test(node.href) ? { href: node.href } : {};
    return [draw(node.nodeName.toLowerCase(), link, inside)];
  };
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes].flatMap(copy);
}

function price(offer) {
  if (!offer || !offer.price) return [draw("span", { class: "small" }, words.noPrice)];
  return [
    offer.compare_at ? draw("del", { class: "small" }, offer.compare_at.text) : null,
    draw("strong", {}, offer.price.text),
    offer.lowest_30_days ? draw("span", { class: "small" }, offer.lowest_30_days.text) : null,
    offer.unit_price ? draw("span", { class: "small" }, offer.unit_price.text) : null,
    draw("span", { class: "small" }, offer.availability_text),
  ];
}

function drawNotice(notice) {
  return draw("section", { class: "notice", id: "notice", "data-notice": notice.id, lang: notice.locale, dir: notice.direction, tabindex: "-1", "aria-labelledby": "notice-heading" },
    draw("h2", { id: "notice-heading" }, notice.heading),
    notice.items.map((one) => [draw("h3", {}, one.heading), draw("p", {}, one.text)]));
}

function drawSizes(page) {
  const offers = new Map(page.offers.variants.map((one) => [one.sku, one.offer]));
  return draw("fieldset", { class: "sizes" }, draw("legend", {}, words.size),
    page.variants.map((one) => draw("label", { class: "size" },
      draw("input", { type: "radio", name: "size", value: one.sku, checked: one.sku === page.offers.selected }),
      draw("span", {}, one.name, one.name === one.content.text ? "" : draw("span", { class: "small" }, one.content.text)),
      draw("span", { class: "size__price" }, price(offers.get(one.sku))))));
}

function drawRoutine(routine) {
  return draw("section", { "aria-labelledby": "how" },
    draw("h2", { id: "how" }, words.how),
    draw("p", { class: "quiet" }, [routine.frequency, routine.easing_in.text].filter(Boolean).join(" ")),
    draw("div", { class: "columns" }, routine.times.map((time) => draw("section", {},
      draw("h3", {}, time.title),
      draw("ol", { class: "steps" }, time.steps.map((step) => draw("li", {},
        draw("strong", {}, step.title), draw("p", {}, step.sentence),
        step.note ? draw("p", { class: "small" }, step.note) : null)))))));
}

function drawPairs(page, buy) {
  return draw("section", { "aria-labelledby": "pairs" },
    draw("h2", { id: "pairs" }, words.pairs),
    draw("div", { class: "columns" }, page.pairs.map((slot) => draw("section", { class: "slot" },
      draw("h3", {}, slot.title), draw("p", {}, slot.guidance),
      slot.pairs.map((one) => draw("div", { class: "pair", "data-sku": one.sku },
        one.image ? draw("img", { src: one.image, alt: "", width: 80, height: 100, loading: "lazy" }) : draw("span"),
        draw("div", {},
          draw("p", {}, one.name, one.content ? draw("span", { class: "small" }, one.content) : ""),
          draw("p", {}, price(one.offer)), draw("p", { class: "small" }, one.why.text),
          one.offer.sells ? draw("button", { class: "button button--quiet", type: "button", "aria-label": `${words.add}: ${one.name}`, onclick: (event) => buy(event.currentTarget, [{ sku: one.sku, quantity: 1 }]) }, words.add) : null)))))));
}

// --- the page -----------------------------------------------------------------------------------

async function show() {
  const market = await read("/market");
  const tags = market.locales.map((one) => one.tag);
  const locale = tags.includes(asked.get("locale")) ? asked.get("locale") : tags[0];
  const chosen = market.locales.find((one) => one.tag === locale);
  words = WORDS[locale.split("-")[0]] || WORDS.en;
  Object.assign(document.documentElement, { lang: locale, dir: chosen.direction });
  const slug = asked.get("page") || (await read("/pages?limit=1&fields=slug")).pages[0].slug;
  document.getElementById("languages").append(...market.locales.map((one) => draw("a",
    { href: `?page=${encodeURIComponent(slug)}&locale=${one.tag}`, lang: one.tag, "aria-current": one.tag === locale && "true" }, one.name)));
  const page = await read(`/pages/${encodeURIComponent(slug)}?locale=${locale}&expand=routine,pairs,offers`);
  document.title = page.seo.title;
  const said = draw("div", { class: "said", role: "status" });
  let notice = drawNotice(page.notice);

  async function send(button, path, body) {
    button.disabled = true;
    said.replaceChildren(draw("p", {}, words.wait));
    try {
      // The id of the notice that stands on the page now is the proof that it was shown.
      const { status, document: found } = await post(`${path}?locale=${locale}`, { notice: notice.dataset.notice, ...body });
      if (status === 200) {
        said.replaceChildren(...found.lines.map((one) => draw("p", { "data-status": one.status }, one.text)),
          draw("p", {}, found.cart_url ? draw("a", { href: found.cart_url }, words.cart) : ""));
      } else if (found.notice) {
        const changed = drawNotice(found.notice);
        notice.replaceWith(changed);
        notice = changed;
        said.replaceChildren(draw("p", {}, words.again));
        notice.focus();
      } else {
        said.replaceChildren(draw("p", {}, words.failed));
      }
    } catch {
      said.replaceChildren(draw("p", {}, words.failed));
    }
    button.disabled = false;
  }
  const buy = (button, lines) => send(button, "/cart/lines", { page: slug, lines });
  const size = () => main.querySelector("[name=size]:checked").value;
  const sells = page.offers.variants.some((one) => one.offer && one.offer.sells) && market.cart;
  const picture = page.images[0];
  const copy = { lang: page.locale.served, dir: page.locale.direction };

  main.replaceChildren(draw("article", { class: "serum" },
    draw("div", { class: "first" },
      picture ? draw("img", { src: picture.url, alt: picture.alt, width: picture.width, height: picture.height }) : null,
      draw("div", {},
        page.locale.fallback ? draw("p", { class: "small" }, page.locale.text) : null,
        draw("p", { class: "kind", ...copy }, `${page.brand} · ${page.product_type}`),
        draw("h1", copy, page.title), draw("p", { class: "lead", ...copy }, page.summary),
        drawSizes(page))),
    notice,
    page.extra_warnings.length ? draw("ul", copy, page.extra_warnings.map((one) => draw("li", {}, one))) : null,
    draw("div", {},
      sells ? draw("button", { class: "button", id: "add", type: "button", onclick: (event) => buy(event.currentTarget, [{ sku: size(), quantity: 1 }]) }, words.add) : draw("p", {}, words.noPrice),
      " ",
      sells ? draw("button", { class: "button button--quiet", id: "add-routine", type: "button", onclick: (event) => send(event.currentTarget, `/pages/${encodeURIComponent(slug)}/routine/cart`, { sku: size() }) }, words.routine) : null,
      said),
    draw("section", { "aria-labelledby": "what", ...copy }, draw("h2", { id: "what", lang: locale, dir: chosen.direction }, words.what), rich(page.what_it_is), rich(page.why_mixed)),
    drawRoutine(page.routine),
    drawPairs(page, buy)));
}

show().catch((error) => {
  main.replaceChildren(draw("p", { role: "alert" }, error.status === 404 ? words.none : words.failed));
});
