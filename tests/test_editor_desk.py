"""The screens of history, schedule, translation, review and links in a real browser."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import threading
import typing as t

import pytest
from browser import axe
from browser import PageAt
from factories import a_copy
from factories import a_facts
from factories import SLUG
from fakes import StoppedClock
from playwright.sync_api import Page
from signed_in import an_editor
from signed_in import EDITOR
from signed_in import PEOPLE
from signed_in import SignedIn
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.page import FACTS

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PAGE = f"/pages/{SLUG}"

SCREENS = (
    *(f"{PAGE}/history?part=en", f"{PAGE}/compare/en", f"{PAGE}/compare/facts"),
    *(f"{PAGE}/schedule", f"{PAGE}/schedule/en", f"{PAGE}/on-date?at=2027-03-05T10:00"),
    *(f"{PAGE}/on-date?at=2027-10-31T02:30", f"{PAGE}/on-date?at=2027-03-28T02:30"),
    *(f"{PAGE}/translate/de", f"{PAGE}/translate/ar", f"{PAGE}/translate/en"),
    *(f"{PAGE}/review?part=en", f"{PAGE}/review?part=facts", f"{PAGE}/links", f"{PAGE}/copy"),
    *(f"{PAGE}/trash", f"{PAGE}/", "/calendar", "/translations", "/reviews", "/import", "/trash"),
)


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    """A page with something on every screen."""
    editor = an_editor(sqlite_engine, clock, market_eu)
    mount, writer, publisher = editor.shop.mount, PEOPLE["writer"], PEOPLE["publisher"]
    newer = a_copy(title="Newer", summary="<Newer> & newer.", benefits=("Smooth.",))
    mount.publishing.save_draft(writer, SLUG, "en", newer, expected=1)
    mount.publishing.save_draft(writer, SLUG, FACTS, a_facts(pao_months=9), expected=1)
    begins = clock.now() + dt.timedelta(days=3)
    ends = begins + dt.timedelta(days=9)
    mount.publishing.publish(publisher, SLUG, "en", begins=begins, ends=ends)
    mount.reviewing.ask(writer, SLUG, "en", 2, "Please look.")
    said = mount.reviewing.comment(publisher, SLUG, "en", 2, "Says who?", path="summary")
    assert said.id is not None
    mount.reviewing.comment(writer, SLUG, "en", 2, "A study.", thread=said.id)
    settled = mount.reviewing.comment(publisher, SLUG, "en", 2, "Fine.", path="title")
    assert settled.id is not None
    mount.reviewing.settle(writer, SLUG, "en", settled.id, resolved=True)
    mount.links.make(writer, SLUG, "en", pinned=True, days=7)
    mount.copying.copy(writer, SLUG, "thrown-away")
    mount.trashing.trash(publisher, "thrown-away")
    return editor


Serve = cabc.Callable[["WSGIApplication"], str]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide", "phone"])
def test_axe(editor: SignedIn, serve: Serve, page_at: PageAt, width: int, dark: bool) -> None:
    """Axe finds nothing on any screen, and none is wider than its window."""
    base, page = serve(editor.shop.app) + EDITOR, page_at(width, 900, dark=dark)
    for screen in SCREENS:
        page.goto(base + screen)
        assert axe(page) == [], screen
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (screen, wide)


def test_axe_where_something_is_wrong(editor: SignedIn, serve: Serve, page_at: PageAt) -> None:
    """Axe finds nothing where a screen says what is wrong, either."""
    base, page = serve(editor.shop.app) + EDITOR, page_at(1280, 900)
    for screen, form, fields in (
        (f"{PAGE}/copy", "main form", {"new_slug": "No slug"}),
        (f"{PAGE}/schedule/en", "main form", {"begins": "2027-10-31T02:30"}),
        (f"{PAGE}/links", "form.panel", {"days": "99"}),
        (f"{PAGE}/translate/de", "form.translation", {"title": "x" * 300}),
        ("/import", "main form", {"document": '{"facts": {}}'}),
    ):
        page.goto(base + screen)
        for name, value in fields.items():
            page.fill(f'[name="{name}"]', value)
        page.locator(form).evaluate("form => form.requestSubmit()")
        page.locator(".summary").wait_for()
        assert axe(page) == [], screen


def test_axe_on_shown_pages(editor: SignedIn, serve: Serve, page_at: PageAt) -> None:
    """Axe finds nothing on the page as it is on a date, and as a link shows it."""
    base, page = serve(editor.shop.app), page_at(390, 900)
    _, secret = editor.shop.mount.links.make(PEOPLE["writer"], SLUG, "de", pinned=False, days=1)
    for address in (f"{EDITOR}{PAGE}/as-of/en", f"/serums/preview/{secret}"):
        page.goto(base + address)
        assert axe(page) == [], address


def tab_to(page: Page, name: str) -> None:
    """Go on by the tab key until something with that name has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement; return (e.getAttribute('aria-label')"
            " || e.labels?.[0]?.textContent || e.textContent || '').trim(); }"
        )
        if found.startswith(name):
            return
    raise AssertionError(f"The tab key never comes to {name!r}.")


def test_with_the_keyboard(editor: SignedIn, serve: Serve, page_at: PageAt) -> None:
    """A revision is compared and brought back, and a comment written, by keys alone."""
    base, page = serve(editor.shop.app) + EDITOR, page_at(1280, 900)
    page.goto(f"{base}{PAGE}/history?part=en")
    tab_to(page, "Compare the two")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/en**")
    tab_to(page, "Bring back revision 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**told=reverted**")
    assert editor.shop.mount.store.revision(SLUG, "en").reverted_from == 1
    page.goto(f"{base}{PAGE}/review?part=en")
    tab_to(page, "Comment on Title")
    page.keyboard.press("Enter")
    tab_to(page, "Your comment on Title")
    page.keyboard.type("Shorter?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**told=commented**")
    assert page.get_by_text("Shorter?").is_visible()


def test_without_javascript(editor: SignedIn, serve: Serve, page_at: PageAt) -> None:
    """A translation is saved, a time is chosen that comes twice, and a link is made."""
    base, page = serve(editor.shop.app) + EDITOR, page_at(1280, 900, javascript=False)
    page.goto(f"{base}{PAGE}/translate/de")
    page.fill('[name="title"]', "Neuer")
    page.fill('[name="faq[0].answer"]', "Nein.\n\n- Eins\n- Zwei")
    page.get_by_role("button", name="Save draft").last.click()
    saved = editor.shop.mount.store.revision(SLUG, "de").content
    assert getattr(saved, "title", "") == "Neuer"
    page.goto(f"{base}{PAGE}/schedule/de")
    page.fill('[name="begins"]', "2027-10-31T02:30")
    page.get_by_role("button", name="Schedule").click()
    page.get_by_label("the second time (UTC+01:00)").check()
    page.get_by_role("button", name="Schedule").click()
    assert page.get_by_text("Scheduled: German.").is_visible()
    page.goto(f"{base}{PAGE}/links")
    page.get_by_role("button", name="Make the link").click()
    page.goto(page.locator("#made").input_value())
    assert page.get_by_role("complementary", name="About this preview").is_visible()
    assert page.locator("#serum-notice").is_visible()


def test_rich_text_beside_its_source(editor: SignedIn, serve: Serve, page_at: PageAt) -> None:
    """Rich text is written as in the page's own form, and is kept as it was where untouched."""
    copy = a_copy(what_it_is="<p>One <strong>bold</strong> word.</p>")
    editor.shop.mount.publishing.save_draft(PEOPLE["writer"], SLUG, "de", copy, expected=1)
    base, page = serve(editor.shop.app) + EDITOR, page_at(1280, 900)
    page.goto(f"{base}{PAGE}/translate/de")
    page.get_by_role("textbox", name="Why it is mixed").fill("Anders.")
    page.get_by_role("button", name="Save draft").last.click()
    page.wait_for_url("**told=saved**")
    saved = editor.shop.mount.store.revision(SLUG, "de").content
    assert getattr(saved, "what_it_is", "") == copy.what_it_is
    assert getattr(saved, "why_mixed", "") == "<p>Anders.</p>"


def test_two_save_at_once(editor: SignedIn) -> None:
    """Of two who decide about different fields at the same time, neither loses a word."""
    token = editor.token()
    started = threading.Barrier(2)

    def translate(title: str, storage: str) -> None:
        client = editor.shop.app.test_client()
        client.set_cookie("session", session)
        fields = {**whole, "title": title, "storage": storage, **token}
        started.wait()
        client.post(f"{EDITOR}{PAGE}/translate/de", data=fields)

    cookie = editor.client.get_cookie("session")
    assert cookie is not None
    session = cookie.value
    was = a_copy(title="Aurelia Duo-Serum")
    whole = {
        "serum_base": "1",
        "serum_source": "2",
        **{name: getattr(was, name) for name in ("product_type", "summary", "what_it_is")},
    }
    both = [
        threading.Thread(target=translate, args=("Von Ada", was.storage)),
        threading.Thread(target=translate, args=(was.title, "Von Eva")),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    saved = editor.shop.mount.store.revision(SLUG, "de")
    assert saved.number == 3
    assert getattr(saved.content, "title", "") == "Von Ada"
    assert getattr(saved.content, "storage", "") == "Von Eva"
