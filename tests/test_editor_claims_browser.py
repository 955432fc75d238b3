"""Claims while they are written, in a real browser: underlined, explained, reworded."""

from __future__ import annotations

import collections.abc as cabc
import re

import factories
import pytest
from browser import axe
from browser import PageAt
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import Desk
from editing import PAGE
from fakes import StoppedClock
from flask import Flask
from playwright.sync_api import expect
from playwright.sync_api import Locator
from playwright.sync_api import Page
from playwright.sync_api import Route
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market

Serve = cabc.Callable[[Flask], str]
Open = cabc.Callable[..., Page]

HIGHLIGHTED = "[...(CSS.highlights.get('claim-stops') ?? [])].map(one => one.toString())"
SAME_LINES = """one => {
  const over = one.nextElementSibling;
  return ["scrollHeight", "clientWidth", "scrollTop"].every((each) => one[each] === over[each]);
}"""


@pytest.fixture(name="desk")
def _desk(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> Desk:
    record = factories.a_record(facts=factories.a_facts(markets=("eu",)))
    return a_desk(a_shop(sqlite_engine, clock, market_eu, record=record), "ben")


@pytest.fixture(name="open_")
def _open(desk: Desk, page_at: PageAt, serve: Serve) -> Open:
    base = serve(desk.shop.app)

    def open_(path: str = COPY, *, javascript: bool = True, width: int = 1440) -> Page:
        page = page_at(width, 900, javascript=javascript)
        page.context.set_extra_http_headers({"X-Who": "ada:admin"})
        page.goto(f"{base}{path}")
        return page

    return open_


def _slot(page: Page, field: str) -> Locator:
    return page.locator(f"[data-claims-of='{field}']")


def _marked(page: Page, field: str) -> list[str]:
    return page.locator(f"[name='{field}'] ~ .mirror .marked").all_inner_texts()


def test_a_claim_is_underlined_explained_and_reworded_by_keyboard(open_: Open, desk: Desk) -> None:
    """While words are typed they are underlined; a key press rewords them, and one undoes it."""
    page = open_()
    title, told = page.locator("[name=title]"), page.locator("[data-claims-told]")
    expect(page.locator("[data-claims-state]")).to_contain_text("Claims: nothing found. Rules en")
    title.press("ControlOrMeta+a")
    page.keyboard.type("😀 Duo heals eczema")
    slot = _slot(page, "title")
    expect(slot).to_contain_text("“heals eczema” can’t be published in the EU.")
    assert _marked(page, "title") == ["heals eczema"]
    expect(title).to_be_focused()
    expect(told).to_contain_text("2 can’t be published")
    described = (title.get_attribute("aria-describedby") or "").split()
    assert "f-title-claim-2" in described
    assert axe(page) == []
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(slot.get_by_role("button", name="a cosmetic for skin that feels dry")).to_be_focused()
    page.keyboard.press("Enter")
    expect(title).to_have_value("😀 Duo a cosmetic for skin that feels dry")
    expect(title).to_be_focused()
    expect(told).to_have_text(re.compile("Replaced by|nothing found"))
    expect(slot).to_be_hidden()
    assert "claim" not in (title.get_attribute("aria-describedby") or "")
    page.keyboard.press("ControlOrMeta+z")
    expect(title).to_have_value("😀 Duo heals eczema")
    expect(slot).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.type("My ")
    assert _marked(page, "title") == ["heals eczema"]

    _rich_text_is_underlined_and_never_changed(page, desk)


def _rich_text_is_underlined_and_never_changed(page: Page, desk: Desk) -> None:
    """A claim that is half bold is highlighted as it stands, and reworded as one step."""
    words = page.locator("#f-what_it_is-words")
    words.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" It kills ")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type("bac")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type("teria fast.")
    slot = _slot(page, "what_it_is")
    expect(slot).to_contain_text("“kills bacteria” can’t be published")
    (highlighted,) = page.evaluate(HIGHLIGHTED)  # the title's are no highlights
    assert re.sub("[\u200b\u00a0 ]+", " ", highlighted).replace(" t", "t") == "kills bacteria"
    kept = page.locator("#f-what_it_is").input_value()
    assert "<span" not in kept
    assert words.evaluate("one => one.querySelectorAll('span, mark').length") == 0
    expect(slot).to_contain_text("Say instead of “It kills bacteria fast.”:")
    slot.get_by_role("button").first.click()
    expect(words).to_contain_text("Cleanses skin and leaves it feeling fresh.")
    expect(words).to_contain_text("fresh skin.")
    expect(words).not_to_contain_text("fast")
    expect(words).not_to_contain_text("It cleanses")
    expect(words).to_be_focused()
    expect(slot).to_be_hidden()
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator("#f-what_it_is")).to_have_value(kept)
    expect(slot).to_be_visible()
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator(".message")).to_contain_text("Saved as revision 2")
    assert "kills <strong>bac</strong>teria fast." in desk.copy().what_it_is.replace("\u00a0", " ")
    words.evaluate("(one, html) => one.squire.setHTML(html)", "<p>One<br>Heals eczema<br>Two</p>")
    words.press("x")
    words.press("Backspace")
    slot.get_by_role("button", name="skin that feels dry").click()
    expect(page.locator("#f-what_it_is")).to_have_value(
        "<p>One<br>A cosmetic for skin that feels dry<br>Two</p>"
    )


def test_what_is_shown_is_never_about_other_words(open_: Open) -> None:
    """An answer about words that have changed marks nothing; one that never came is told."""
    page, waiting = open_(), list[Route]()
    title, benefits = page.locator("[name=title]"), page.locator("[name=benefits]")
    state = page.locator("[data-claims-state]")
    expect(page.locator("#f-what_it_is-words")).to_be_visible()
    page.clock.install(time="2027-03-01T12:00:00")
    page.clock.pause_at("2027-03-01T13:00:00")  # from now on, a pause in typing is over when told
    page.route("**/claims", lambda route: waiting.append(route))
    title.fill("Heals eczema")
    benefits.fill("Feels light.\n\nRemoves wrinkles")
    asked = _next(page, waiting)
    title.fill("Eczema-free, heals")
    asked.continue_()
    expect(page.locator("[name=benefits] ~ .mirror .marked")).to_have_text(["Removes wrinkles"])
    assert _marked(page, "title") == []
    expect(_slot(page, "title")).to_be_hidden()
    _next(page, waiting).abort()
    expect(state).to_contain_text("your last words could not be checked just now")
    page.unroute("**/claims")
    line = "This one heals the wounds of your skin, for you and for this. " * 5
    title.fill(line[:110])
    benefits.fill(f"{line}\n\n" * 12)
    page.clock.run_for(1000)
    expect(state).to_contain_text("can’t be published")
    _lies_on_its_words(page)


def _next(page: Page, waiting: list[Route]) -> Route:
    """Let the pause after typing pass, and give the question that is asked then."""
    page.clock.run_for(1000)
    for _ in range(1000):
        if waiting:
            return waiting.pop()
        page.wait_for_timeout(20)
    raise AssertionError("Nobody asks what the words claim.")


def _lies_on_its_words(page: Page) -> None:
    """Find the underlined layer to break its lines, and to be scrolled, as the field is."""
    for name in ("title", "benefits"):
        field = page.locator(f"[name={name}]")
        expect(page.locator(f"[name={name}] ~ .mirror .marked").first).to_be_attached()
        field.press("ControlOrMeta+End")
        field.evaluate("one => one.scrollTop = 9999")
        page.wait_for_function(SAME_LINES, arg=field.element_handle())


def test_right_to_left(open_: Open, desk: Desk) -> None:
    """On a phone, words from the right are underlined where they stand."""
    line = "This one heals the wounds of your skin, for you and for this. "
    desk.save(f"{PAGE}parts/ar", **_arabic(line))
    _lies_on_its_words(open_(f"{PAGE}parts/ar", width=390))


def _arabic(line: str) -> dict[str, str]:
    return {
        "title": line,
        "product_type": "x",
        "summary": "x",
        "what_it_is": "x",
        "benefits": f"{line * 4}\n\n" * 12,
    }


def test_overrides_without_a_script(open_: Open, desk: Desk) -> None:
    """A claim is reworded, and another one let through, with no script; axe finds nothing."""
    desk.save(title="Duo heals you", benefits="Feels light.\nRemoves wrinkles for good.")
    page = open_(javascript=False)
    page.get_by_role("button", name="Softens the look of fine lines").click()
    expect(page.locator("[name=benefits]")).to_be_focused()
    expect(page.locator("[name=benefits]")).to_have_value(
        "Feels light.\nSoftens the look of fine lines by hydrating."
    )
    page.goto(page.url.replace("parts/en", "overrides"))
    page.locator("summary", has_text="Ask for an override").first.click()
    page.get_by_label("Why it may be said").first.fill("We hold the authority's letter on it.")
    page.get_by_role("button", name="Ask for the override").first.click()
    expect(page.locator(".message")).to_contain_text("Somebody else has to confirm it")
    looking = open_(f"{PAGE}overrides", width=390)
    looking.context.set_extra_http_headers({"X-Who": "ben:admin"})
    looking.reload()
    for one in looking.locator("summary").all():
        one.click()
    assert axe(looking) == []
    assert looking.evaluate("document.documentElement.scrollWidth") == 390
