"""The calendar, and the page as shoppers see it on a date."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import a_copy
from factories import SLUG
from fakes import StoppedClock
from signed_in import an_editor
from signed_in import EDITOR
from signed_in import PEOPLE
from signed_in import SignedIn
from sqlalchemy.engine import Engine

from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for

PAGE = f"/pages/{SLUG}"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    editor = an_editor(sqlite_engine, clock, market_eu)
    publishing = editor.shop.mount.publishing
    publishing.save_draft(PEOPLE["writer"], SLUG, "en", a_copy(title="Newer"), expected=1)
    begins = clock.now() + dt.timedelta(days=3)
    publishing.publish(
        PEOPLE["publisher"], SLUG, "en", begins=begins, ends=begins + dt.timedelta(days=30)
    )
    return editor


def test_month(editor: SignedIn) -> None:
    """A month lists what changes for shoppers in it, in the market's time, with the offset."""
    words = editor.words("/calendar")
    assert "March 2027" in words
    assert "Times are those of Europe/Berlin" in words
    assert f"Thursday 4 13:00 (UTC+01:00) Newer /{SLUG} English shows revision 2 Pia" in words
    later = editor.words("/calendar?month=2027-04")
    assert f"Saturday 3 14:00 (UTC+02:00) Newer /{SLUG} English is not shown any more" in later
    assert "Nothing changes in May 2027" in editor.words("/calendar?month=2027-05")


@pytest.mark.parametrize("month", ["", "2027-13", "soon", "0000-01", "9999-12", "2027-3"])
def test_a_month_that_is_none(editor: SignedIn, month: str) -> None:
    """What is no month shows this one."""
    assert "March 2027" in editor.words(f"/calendar?month={month}")


def test_months_go_on(editor: SignedIn) -> None:
    """Each month leads to the one before and the one after, over the year's end too."""
    html = editor.get("/calendar?month=2027-12")
    assert "month=2027-11" in html
    assert "month=2028-01" in html
    assert "month=2026-12" in editor.get("/calendar?month=2027-01")


def test_what_was_cancelled_is_not_there(editor: SignedIn) -> None:
    """Cancelled publications, and pages in the trash, change nothing for shoppers."""
    editor.post(f"{PAGE}/unpublish", part="en")
    assert "shows revision 2" not in editor.words("/calendar")
    editor.post(f"{PAGE}/trash")
    assert SLUG not in editor.words("/calendar")


def test_pages_one_may_not_read(editor: SignedIn) -> None:
    """The calendar leaves out what one may not read."""
    admin = frozenset({"admin"})
    editor.actor = Actor("Eve", admin, can=lambda actor, action, slug: not slug)
    assert SLUG not in editor.words("/calendar")


@pytest.mark.parametrize(
    ("at", "title"),
    [
        ("2027-03-03T10:00", "Aurelia Duo Serum"),
        ("2027-03-04T13:00", "Newer"),
        ("2027-05-01T00:00", None),
        ("2027-02-01T00:00", None),
    ],
)
def test_on_a_date(editor: SignedIn, at: str, title: str | None) -> None:
    """The page is shown as it is live at a moment; before and after that there is none."""
    for part in ("de",):
        editor.post(f"{PAGE}/unpublish", part=part)
    words = editor.words(f"{PAGE}/on-date?at={at}&locale=en")
    if title is None:
        assert "shoppers see no such page" in words
        return
    assert "shoppers see this page" in words
    html = editor.get(f"{PAGE}/on-date?at={at}&locale=en")
    address = html.split('<iframe class="seen" src="')[1].split('"')[0].replace("&amp;", "&")
    seen = editor.client.get(address)
    assert "<h1" in seen.text
    assert title in seen.text


def test_the_page_itself(editor: SignedIn) -> None:
    """It is the real page with its notice; it says what it is, sells nothing, and is not kept."""
    answer = editor.client.get(f"{EDITOR}{PAGE}/as-of/en?at=2027-03-04T12:00:00Z")
    assert answer.status_code == 200
    assert "As shoppers see it on 4 March 2027, 13:00 (Europe/Berlin, UTC+01:00)" in answer.text
    assert notice_for("en").id in answer.text
    assert 'id="serum-notice"' in answer.text
    assert 'method="post"' not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]


def test_another_size_on_the_same_date(editor: SignedIn) -> None:
    """Choosing a size stays on the date."""
    answer = editor.client.get(f"{EDITOR}{PAGE}/as-of/en?at=2027-03-04T12:00:00Z")
    assert "as-of/en?at=2027-03-04T12%3A00%3A00Z&amp;variant=" in answer.text or (
        "as-of/en?at=2027-03-04T12:00:00Z&amp;variant=" in answer.text
    )


@pytest.mark.parametrize("at", ["2027-03-28T02:30", "2027-10-31T02:30", "soon"])
def test_dates_that_can_not_be(editor: SignedIn, at: str) -> None:
    """A time that does not exist, or comes twice, is told beside its field."""
    assert "field__error" in editor.get(f"{PAGE}/on-date?at={at}", 422)


def test_nothing_to_see(editor: SignedIn) -> None:
    """A locale, a page or a moment without a page is told as such."""
    assert "No page" in editor.words(f"{PAGE}/as-of/fr", 404)
    assert "No page" in editor.words(f"{PAGE}/as-of/en?at=2020-01-01T00:00:00Z", 404)
    editor.get("/pages/nothing/as-of/en", 404)
    editor.get("/pages/nothing/on-date", 404)
