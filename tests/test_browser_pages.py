"""The pages in a real browser: for everyone, on a phone, in print, without scripts."""

from __future__ import annotations

import collections.abc as cabc
import gzip
import re
import typing as t
from pathlib import Path

import brotli
import pytest
import themes
from browser import axe
from browser import PageAt
from flask import Flask

from flask_serum.core.notice import notice_for
from flask_serum.demo.app import create_app
from flask_serum.demo.seeding import seed
from flask_serum.web.notice_guard import notice_markup
from flask_serum.web.notice_guard import NoticeDropped
from flask_serum.web.notice_guard import with_notice

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Serve: t.TypeAlias = cabc.Callable[["WSGIApplication"], str]

PATHS = (
    "/serums/meridian-duo",
    "/serums/de/meridian-duo",
    "/serums/ar/meridian-duo",
    "/us/serums/meridian-duo",
    "/serums/meridian-night",
    "/serums/ar/meridian-night",
    "/serums/",
)


def demo(tmp_path: Path, *, framed: bool) -> Flask:
    """Make the demo shop with its pages."""
    app = create_app(tmp_path / "demo.sqlite", secret_key="test", framed=framed)
    seed(app)
    return app


@pytest.fixture(name="plain")
def _plain(serve: Serve, tmp_path: Path) -> cabc.Iterator[str]:
    app = demo(tmp_path, framed=False)
    yield serve(app)
    app.extensions["demo_shop"][0].dispose()


@pytest.fixture(name="framed")
def _framed(serve: Serve, tmp_path: Path) -> cabc.Iterator[str]:
    app = demo(tmp_path, framed=True)
    yield serve(app)
    app.extensions["demo_shop"][0].dispose()


@pytest.mark.parametrize(
    ("width", "dark"), [(1280, False), (1280, True), (320, False), (320, True)]
)
def test_axe_finds_nothing(plain: str, page_at: PageAt, width: int, dark: bool) -> None:
    """Every page of the default theme, light and dark, wide and at 320 pixels."""
    page = page_at(width, 800, dark=dark)
    for path in PATHS:
        page.goto(plain + path)
        assert axe(page) == [], path


def test_axe_finds_nothing_in_the_shops_frame(framed: str, page_at: PageAt) -> None:
    """The demo's own pages and the serum page inside its frame."""
    page = page_at(390, 800)
    for path in ("/", "/serums/meridian-duo", "/cart/eu"):
        page.goto(framed + path)
        assert axe(page) == [], path


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_has_to_be_scrolled_sideways(plain: str, page_at: PageAt, width: int) -> None:
    """The page is never wider than the screen, in either direction of writing."""
    page = page_at(width, 800)
    for path in PATHS:
        page.goto(plain + path)
        wide = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide[0] <= wide[1], path


def test_larger_text_fits(plain: str, page_at: PageAt) -> None:
    """At twice the text size, nothing is cut off sideways."""
    page = page_at(640, 800)
    page.goto(f"{plain}/serums/de/meridian-duo")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 640


def test_nothing_moves_while_the_page_loads(plain: str, page_at: PageAt) -> None:
    """The layout does not shift."""
    page = page_at(390, 800)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        "for (const one of list.getEntries()) window.shift += one.value"
        "}).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(f"{plain}/serums/meridian-duo", wait_until="networkidle")
    assert page.evaluate("window.shift") == 0


def test_a_page_weighs_less_than_14_kb(tmp_path: Path) -> None:
    """Compressed with its style and drawings: in English by gzip, in every locale by Brotli.

    Brotli's quality 5 is what servers use on the fly.
    """
    app = demo(tmp_path, framed=False)
    for path in PATHS:
        html = app.test_client().get(path).data
        assert len(brotli.compress(html, quality=5)) < 14_000, path
        if "/de/" not in path and "/ar/" not in path:
            assert len(gzip.compress(html, 6)) < 14_000, path
    app.extensions["demo_shop"][0].dispose()


def test_the_page_asks_for_pictures_alone(plain: str, page_at: PageAt) -> None:
    """One request for the page, then its pictures: no style sheet, no script, no font."""
    kinds: list[str] = []
    page = page_at(1280, 900)
    page.on("request", lambda request: kinds.append(request.resource_type))
    page.goto(f"{plain}/serums/meridian-duo", wait_until="networkidle")
    assert kinds[0] == "document"
    assert set(kinds[1:]) == {"image"}


def test_a_shopper_without_scripts_buys_the_routine(framed: str, page_at: PageAt) -> None:
    """From the page to the cart, with nothing but links and forms."""
    page = page_at(390, 800, javascript=False)
    page.goto(f"{framed}/serums/meridian-duo")
    page.get_by_role("link", name=re.compile("Travel size")).click()
    page.get_by_role("spinbutton").first.fill("2")
    page.get_by_role("button", name="Add to cart").first.click()
    assert page.url.endswith("/cart/eu")
    page.goto(f"{framed}/serums/meridian-duo")
    page.get_by_role("button", name="Add the whole routine").click()
    assert page.url.endswith("/cart/eu")
    words = page.locator("main").inner_text()
    for expected in ("Meridian Duo Serum", "SPF"):
        assert expected in words


def test_a_message_is_read_out(framed: str, page_at: PageAt) -> None:
    """What went wrong stands in an alert, with the page around it."""
    page = page_at(390, 800, javascript=False)
    page.goto(f"{framed}/serums/meridian-duo?serum_result=MD-30:out_of_stock:0")
    assert (
        "is out of stock" in page.get_by_role("alert").or_(page.get_by_role("status")).inner_text()
    )


@pytest.mark.parametrize("path", ["/serums/meridian-duo", "/serums/ar/meridian-duo"])
def test_the_how_to_and_the_notice_print_on_one_page(
    plain: str, page_at: PageAt, path: str
) -> None:
    """What is needed at the washbasin is one sheet of A4."""
    page = page_at(1280, 900)
    page.goto(plain + path)
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    assert page.locator("#serum-notice").is_visible()
    for step in page.locator(".serum-step").all():
        assert step.is_visible()


def test_everything_is_reached_by_keyboard(plain: str, page_at: PageAt) -> None:
    """Tab by tab from the top: the button is reached, and the focus is always to be seen."""
    page = page_at(1280, 900)
    page.goto(f"{plain}/serums/meridian-duo")
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "(() => { const one = document.activeElement; const style = getComputedStyle(one);"
            "return [one.innerText || one.name || '', style.outlineStyle, style.boxShadow] })()"
        )
        assert focus[1] != "none" or focus[2] != "none", focus
        if focus[0].strip() == "Add to cart":
            return
    raise AssertionError("The button is not reached.")


def test_bad_themes_show_the_notice_in_the_browser(page_at: PageAt) -> None:
    """A browser, which knows nothing of the guard, shows the whole notice on every mended page."""
    notice = notice_for("en")
    page = page_at(800, 600, javascript=True)
    for what, html in themes.bad_themes(str(notice_markup(notice))).items():
        try:
            mended = with_notice(html, notice, {themes.CART})
        except NoticeDropped:
            assert what == "frames"
            continue
        page.set_content(mended)
        shown = page.locator("#serum-notice")
        assert shown.count() == 1, what
        assert shown.is_visible(), what
        assert " ".join(shown.inner_text().split()) == " ".join(notice.text.split()), what
