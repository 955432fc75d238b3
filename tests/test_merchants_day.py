"""A merchant's day in a real browser, by keyboard alone: no mouse, and no step that needs one."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import re

from browser import axe
from browser import PageAt
from factories import SLUG
from fakes import StoppedClock
from flask import Flask
from flask import redirect
from flask import request
from flask import session
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader
from keyboard import Keyboard
from mounted import a_mounted_shop
from mounted import MountedShop
from playwright.sync_api import expect
from sqlalchemy.engine import Engine

from flask_serum.core.access import Actor
from flask_serum.core.market import Market

EDITOR = "/serums/editor/"
ROLES = {"Wim": "writer", "Pia": "publisher"}
WIDE = (1440, 900)


def a_host_with_a_door() -> Flask:
    """Make a shop whose merchants sign in by their name."""
    app = Flask("host")
    app.secret_key = "only for tests"
    app.jinja_loader = DictLoader({})

    @app.route("/login", methods=["GET", "POST"])
    def login() -> ResponseReturnValue:
        if request.method == "POST":
            session["name"] = request.form["name"]
            return redirect(EDITOR)
        return (
            "<!doctype html><title>Shop</title><form method=post><label>Name"
            " <input name=name></label> <button>Sign in</button></form>"
        )

    return app


def who() -> Actor | None:
    """Say who is signed in at that shop."""
    name = session.get("name")
    return Actor(name, frozenset({ROLES[name]})) if name in ROLES else None


class Day:
    """One shop, and what its shoppers read.

    :param shop: the shop.
    :param base: where it is served.
    :param page_at: opens a browser.
    """

    def __init__(self, shop: MountedShop, base: str, page_at: PageAt) -> None:
        self.shop, self.base, self._page_at = shop, base, page_at

    def sign_in(self, name: str) -> Keyboard:
        """Sit somebody down at the list of pages."""
        hand = Keyboard(self._page_at(*WIDE))
        hand.page.goto(f"{self.base}{EDITOR}")
        hand.write(hand.find("textbox", "Name"), name)
        hand.page.keyboard.press("Enter")
        expect(hand.find("heading", "Pages")).to_be_visible()
        expect(hand.page.locator(".top__who")).to_contain_text(name)
        return hand

    def read(self, locale: str = "") -> str:
        """Read the page as a shopper."""
        return self.shop.words(f"/serums/{locale + '/' if locale else ''}{SLUG}")


def test_a_merchants_day(
    sqlite_engine: Engine,
    clock: StoppedClock,
    market_eu: Market,
    page_at: PageAt,
    serve: cabc.Callable[[Flask], str],
) -> None:
    """Write, see, ask, approve, publish, translate, schedule, clash, look back: by keyboard."""
    app = a_host_with_a_door()
    shop = a_mounted_shop(
        sqlite_engine, clock, market_eu, app=app, who=who, login=lambda: redirect("/login")
    )
    day = Day(shop, serve(app), page_at)
    before = day.read()
    wim, pia = day.sign_in("Wim"), day.sign_in("Pia")
    _writes(day, wim)
    assert day.read() == before
    _asks(wim)
    _approves(pia)
    assert day.read() == before
    _publishes(day, pia)
    _translates(day, wim, pia)
    _schedules(day, pia, clock)
    _clashes(day, wim, pia)
    _looks_back(day, wim)


def _writes(day: Day, wim: Keyboard) -> None:
    """A field, a word in bold, a step that is added and moved; the preview follows."""
    page = wim.page
    wim.follow("Aurelia Duo Serum")
    wim.skip_to("the content")
    wim.follow("Open English")
    wim.go_to(wim.find("textbox", "What it is"))
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" It is ")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type("light")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type(" on skin.")
    expect(wim.preview.locator("strong", has_text="light")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(wim.find("button", "Italic", "[data-label='What it is']")).to_be_focused()
    title = wim.find("textbox", "Title needed")
    wim.write(title, "Aurelia by Wim")
    expect(wim.preview.locator("h1")).to_have_text("Aurelia by Wim")
    expect(page.locator("[data-state]")).to_contain_text("Kept for you")
    wim.save()
    expect(wim.told).to_contain_text("Saved as revision 2")
    expect(title).to_be_focused()
    wim.follow("Facts", ".tabs")
    wim.go_to(wim.find("button", "Add a step"))
    page.keyboard.press("Enter")
    action = page.locator("[name='regimen.steps[7].action']")
    expect(action).to_be_focused()
    page.keyboard.type("Layer")
    expect(page.locator("[data-step-title]").nth(7)).to_have_text("Moisturizer")
    for place in ("regimen.steps[7].times", "regimen.steps[5].times"):
        value = "morning" if "7" in place else "evening"
        wim.go_to(page.locator(f"[name='{place}'][value={value}]"))
        page.keyboard.press("Space")
    for button, after in (("8 up", "7 up"), ("7 up", "6 up"), ("6 down", "7 down")):
        wim.go_to(wim.find("button", f"Move step {button}"))
        page.keyboard.press("Enter")
        expect(wim.find("button", f"Move step {after}")).to_be_focused()
    expect(page.locator("[data-step-title]").nth(6)).to_have_text("Moisturizer")
    wim.write(page.locator("[name='regimen.steps[4].duration.minimum']"), "30")
    expect(page.locator("[data-step-sentence]").nth(4)).to_contain_text("Wait 30 to 120 seconds")
    wim.save()
    expect(wim.told).to_contain_text("Saved as revision 2")


def _asks(wim: Keyboard) -> None:
    """The writer asks for a review of both parts, and may not publish."""
    expect(wim.find("button", "Publish…")).to_have_count(0)
    wim.follow("Review", ".tabs")
    for part in ("Facts", "English"):
        if part == "English":
            wim.follow(part, ".choice")
        expect(wim.find("heading", f"Review: {part}")).to_be_visible()
        wim.skip_to("asking and deciding")
        wim.write(wim.find("textbox", "What the reviewers should know"), f"Please look: {part}.")
        wim.press("Ask for a review of revision 2")
        expect(wim.told).to_have_text("A review is asked for.")
    expect(wim.find("button", "Approve")).to_have_count(0)


def _approves(pia: Keyboard) -> None:
    """The publisher finds it under the reviews, says a word on a field, and approves."""
    page = pia.page
    pia.follow("Reviews", "nav")
    pia.follow("Aurelia by Wim, English")
    expect(page.locator("#t-title")).to_contain_text("Aurelia by Wim")
    pia.go_to(page.locator("#t-title summary"))
    page.keyboard.press("Enter")
    pia.write(pia.find("textbox", "Your comment on Title"), "Lovely name.")
    pia.press("Comment", "#t-title")
    expect(page.locator("#t-title")).to_contain_text("Lovely name.")
    pia.press("Approve")
    expect(pia.told).to_have_text("Approved.")
    pia.follow("Facts", ".choice")
    pia.skip_to("asking and deciding")
    pia.press("Approve")
    expect(pia.told).to_have_text("Approved.")


def _publishes(day: Day, pia: Keyboard) -> None:
    """Shoppers read the words once they are published, and not before."""
    pia.follow("Overview", ".tabs")
    for part in ("Facts", "English"):
        expect(pia.find("checkbox", f"Publish {part}")).to_be_checked()
    pia.press("Publish what is ticked")
    expect(pia.told).to_contain_text("Published: Facts, English")
    page = day.read()
    assert "Aurelia by Wim" in page
    assert "It is light on skin." in page
    assert "Wait 30 to 120 seconds" in page
    assert "Aurelia by Wim" not in day.read("de")


def _translates(day: Day, wim: Keyboard, pia: Keyboard) -> None:
    """The writer translates what has changed; the publisher lets German go live alone."""
    page = wim.page
    wim.follow("Translations", "nav")
    wim.follow("Translate: Aurelia by Wim, German")
    expect(page.locator(".message").first).to_contain_text("English has changed in 2 fields")
    wim.write(wim.find("textbox", "Title needed"), "Aurelia von Wim")
    wim.go_to(wim.find("checkbox", "Still right as it is: What it is"))
    page.keyboard.press("Space")
    expect(page.locator("[data-state]")).to_contain_text("Kept for you")
    wim.save()
    expect(page.locator(".message--success").last).to_contain_text("Every field is up to date")
    assert "Aurelia von Wim" not in day.read("de")
    pia.follow("Translations", "nav")
    pia.follow("Translate: Aurelia by Wim, German")
    pia.skip_to("saving")
    pia.follow("Publish or schedule German alone")
    pia.press("Publish or schedule", "main")
    expect(pia.told).to_have_text("Published: German.")
    assert "Aurelia von Wim" in day.read("de")


def _schedules(day: Day, pia: Keyboard, clock: StoppedClock) -> None:
    """A change is written, waits for its day, and stands in the calendar."""
    page = pia.page
    pia.follow("English", ".tabs")
    pia.write(pia.find("textbox", "Title needed"), "Aurelia in spring")
    page.keyboard.press("Enter")
    expect(pia.told).to_contain_text("Saved as revision 3")
    pia.follow("Schedule", ".tabs")
    pia.follow("Schedule English")
    pia.go_to(page.locator("[name=begins]"))
    page.keyboard.type("03202027")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("0900AM")
    expect(page.locator("[name=begins]")).to_have_value("2027-03-20T09:00")
    pia.press("Publish or schedule", "main")
    expect(pia.told).to_have_text("Scheduled: English.")
    pia.follow("Calendar", "nav")
    expect(page.locator("tr", has_text="Saturday 20")).to_contain_text("English shows revision 3")
    assert "Aurelia in spring" not in day.read()
    now = clock.time
    clock.time = dt.datetime(2027, 3, 20, 8, 0, tzinfo=dt.UTC)
    assert "Aurelia in spring" in day.read()
    clock.time = now


def _clashes(day: Day, wim: Keyboard, pia: Keyboard) -> None:
    """Two write the same field: who saves second sees both, and chooses."""
    wim.follow("English", ".tabs")
    pia.follow("Pages", "nav")
    pia.follow("English")
    pia.write(pia.find("textbox", "Title needed"), "Aurelia by Pia")
    pia.save()
    wim.write(wim.find("textbox", "Summary needed"), "Wim's summary.")
    wim.write(wim.find("textbox", "Title needed"), "Aurelia, Wim's again")
    wim.save()
    expect(wim.find("heading", "Choose what stays")).to_be_visible()
    expect(wim.page.locator(".clash")).to_contain_text("Aurelia by Pia")
    assert axe(wim.page) == []
    wim.go_to(wim.page.locator("[type=radio]").first)
    wim.page.keyboard.press("ArrowDown")
    expect(wim.page.locator("[value=theirs]")).to_be_checked()
    wim.press("Save with this choice")
    expect(wim.told).to_contain_text("together with what Pia changed")
    expect(wim.find("textbox", "Title needed")).to_have_value("Aurelia by Pia")
    expect(wim.find("textbox", "Summary needed")).to_have_value("Wim's summary.")
    assert "Aurelia by Pia" not in day.read()


def _looks_back(day: Day, wim: Keyboard) -> None:
    """What was before is found, compared, and brought back as a draft."""
    live = day.read()
    page = wim.page
    wim.follow("History", ".tabs")
    expect(wim.find("heading", re.compile("History of"))).to_be_visible()
    wim.go_to(page.locator("[name=old]:checked"))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(wim.find("radio", "Compare revision 2")).to_be_checked()
    wim.press("Compare the two")
    expect(wim.find("heading", "English: revision 2 and revision 5")).to_be_visible()
    expect(page.locator(".difference", has_text="Title").locator("ins")).to_contain_text("Pia")
    wim.press("Bring back revision 2, as a draft")
    expect(wim.told).to_contain_text("Brought back as revision 6, a draft")
    assert day.read() == live
    wim.follow("English", ".tabs")
    expect(wim.find("textbox", "Title needed")).to_have_value("Aurelia by Wim")
