"""A storefront of one static page, in a real browser, from the API alone."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

import pytest
from api_examples import demo_shop
from browser import axe
from browser import PageAt
from fakes import StoppedClock
from flask import Flask
from flask import request
from mounted import a_mounted_shop
from playwright.sync_api import expect
from playwright.sync_api import Page
from playwright.sync_api import Route
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for

WIDTHS = [(360, 740), (1280, 900)]


@pytest.fixture(name="app")
def _app() -> cabc.Iterator[Flask]:
    with demo_shop() as app:
        yield app


@pytest.fixture(name="base")
def _base(app: Flask, serve: cabc.Callable[[t.Any], str]) -> str:
    return f"{serve(app)}/storefront/"


def shown(page: Page, address: str) -> Page:
    """Open the storefront and wait until it has drawn."""
    page.goto(address)
    page.wait_for_selector("article.serum")
    return page


@pytest.mark.parametrize(("width", "height"), WIDTHS)
@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_the_page_is_drawn_from_the_api(
    base: str, page_at: PageAt, locale: str, width: int, height: int
) -> None:
    """All of it is there, in its language and direction, and nothing sticks out.

    :param locale: the locale.
    :param width: of the window.
    :param height: of the window.
    """
    page = shown(page_at(width, height), f"{base}?page=meridian-duo&locale={locale}")
    assert page.locator("html").get_attribute("lang") == locale
    assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    notice = notice_for(locale)
    said = page.locator("#notice").inner_text()
    for one in notice.items:
        assert one.heading in said
        assert one.text in said
    assert page.locator(".steps").count() == 2
    assert page.locator(".steps").first.locator("li").count() == 7
    assert page.locator(".slot").count() == 2
    assert page.locator(".pair").count() >= 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []


def test_the_notice_stands_before_the_button(base: str, page_at: PageAt) -> None:
    """Nobody reaches a button, by eye or by keyboard, without passing the notice."""
    page = shown(page_at(390, 800), f"{base}?page=meridian-duo")
    notice = page.locator("#notice").bounding_box()
    for button in page.locator("main button").all():
        box = button.bounding_box()
        assert notice is not None
        assert box is not None
        assert box["y"] >= notice["y"] + notice["height"]


def test_things_go_into_the_cart(base: str, page_at: PageAt) -> None:
    """The serum, a companion and the whole routine are in the shop's own cart afterwards."""
    page = shown(page_at(1280, 900), f"{base}?page=meridian-duo")
    said = page.locator(".said")
    page.get_by_role("radio").nth(1).check()
    page.locator("#add").click()
    expect(said).to_contain_text("is in your cart.")
    page.locator("#add-routine").click()
    expect(said.locator("[data-status=added]")).to_have_count(3)
    said.get_by_role("link").click()
    page.wait_for_url("**/cart/eu")
    words = page.locator("main").inner_text()
    assert "Meridian Duo" in words
    assert "Sunscreen" in words


def test_a_notice_that_changed_is_shown_before_anything_goes_in(base: str, page_at: PageAt) -> None:
    """With an old notice on the page the shopper gets the current one, and asks again."""
    page = shown(page_at(390, 800), f"{base}?page=meridian-duo")
    page.evaluate("document.getElementById('notice').dataset.notice = 'en.0.000000000000'")
    page.locator("#add").click()
    expect(page.locator(".said")).to_contain_text("The notice has changed.")
    assert page.locator("#notice").get_attribute("data-notice") == notice_for("en").id
    expect(page.locator("#notice")).to_be_focused()
    page.locator("#add").click()
    expect(page.locator(".said")).to_contain_text("is in your cart.")


def test_who_is_told_to_wait_waits_and_sends_the_same_again(
    app: Flask, base: str, page_at: PageAt
) -> None:
    """A 429 is honoured: the same key is sent again after ``Retry-After``, and adds once."""
    keys: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(
        lambda: (
            keys.append(request.headers["Idempotency-Key"]) if request.method == "POST" else None
        )
    )
    refused: list[str] = []

    def once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route.request.headers["idempotency-key"])
        route.fulfill(status=429, headers={"Retry-After": "1"}, json={"title": "Too many"})

    page = shown(page_at(390, 800), f"{base}?page=meridian-duo")
    page.route("**/cart/lines*", once)
    page.locator("#add").click()
    expect(page.locator(".said")).to_contain_text("is in your cart.")
    assert keys == refused


def test_a_serum_that_is_not_there_is_said_so(base: str, page_at: PageAt) -> None:
    """An unknown page is told in words."""
    page = page_at(390, 800)
    page.goto(f"{base}?page=nothing-here")
    expect(page.get_by_role("alert")).to_have_text("This serum is not here.")


STOREFRONT = """<!doctype html>
<html lang="en"><title>Somebody's shop</title>
<body style="margin:0"><header id="own">Words of the storefront's own.</header><main></main>
<script type="module">
const answer = await fetch(new URLSearchParams(location.search).get("fragment"));
const [, address] = answer.headers.get("Link").match(/<([^>]+)>; rel="stylesheet"/);
const style = Object.assign(document.createElement("link"), {
  rel: "stylesheet", href: address, crossOrigin: "anonymous",
});
style.addEventListener("load", () => document.body.classList.add("styled"));
document.head.append(style);
document.querySelector("main").innerHTML = await answer.text();
</script>"""


def test_a_fragment_is_styled_on_another_origin(
    serve: cabc.Callable[[t.Any], str],
    page_at: PageAt,
    sqlite_engine: Engine,
    clock: StoppedClock,
    market_eu: Market,
) -> None:
    """A storefront elsewhere shows our markup by our style, and its own words stay as they are."""
    elsewhere = Flask("elsewhere")
    elsewhere.add_url_rule("/", "page", lambda: STOREFRONT)
    origin = serve(elsewhere)
    host = Flask("host")
    host.config["SERUM_API_ORIGINS"] = (origin,)
    shop = serve(a_mounted_shop(sqlite_engine, clock, market_eu, app=host).app)
    page = page_at(360, 740)
    fragment = f"{shop}/serums/api/v1/pages/aurelia-duo/fragments/page"
    page.goto(f"{origin}/?fragment={fragment}")
    own = "getComputedStyle(document.getElementById('own')).font"
    before = page.evaluate(own)
    page.wait_for_selector("body.styled main .serum #serum-notice")
    expect(page.locator(".serum").first).to_have_css("background-color", "rgb(250, 247, 242)")
    expect(page.locator("#serum-notice")).to_be_visible()
    expect(page.locator(".serum-steps").first).to_have_css("list-style-type", "none")
    assert page.evaluate(own) == before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []


def test_the_documentation_page_is_readable(base: str, page_at: PageAt) -> None:
    """The API's own page needs no other host, and fits a phone."""
    page = page_at(360, 740)
    page.goto(base.replace("/storefront/", "/serums/api/v1/docs"))
    assert page.locator("#notice-not-shown").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # All sections of a kind are made alike; axe takes half a minute for all of them.
    page.evaluate(
        """const shown = ["list_pages", "publish", "ask_override", "problems", "schemas"];
        for (const one of document.querySelectorAll("main > section"))
            if (!shown.includes(one.id)) one.remove();
        for (const one of document.querySelectorAll("section > section:nth-of-type(n+4)"))
            one.remove();"""
    )
    assert page.locator("main > section").count() == 5
    assert axe(page) == []
