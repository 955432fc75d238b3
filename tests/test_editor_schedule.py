"""Scheduling on the screen: in the market's zone, over changes of clocks, moved and cancelled."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from factories import a_copy
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from signed_in import an_editor
from signed_in import PEOPLE
from signed_in import SignedIn
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.ports import Publication

PAGE = f"/pages/{SLUG}"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    editor = an_editor(sqlite_engine, clock, market_eu)
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, "en", a_copy(title="Newer"), expected=1
    )
    return editor


def upcoming(editor: SignedIn, part: str = "en") -> tuple[Publication, ...]:
    page = editor.shop.mount.store.page(SLUG, editor.shop.clock.now())
    assert page is not None
    return page.parts[part].upcoming


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_from_to(editor: SignedIn) -> None:
    """What is typed is a time in the market's zone; it is shown with the zone and the offset."""
    done = editor.post(
        f"{PAGE}/schedule/en", number="2", begins="2027-03-05T09:00", ends="2027-04-01T00:00"
    )
    words = editor.follow(done)
    assert "Scheduled: English." in words
    assert "From (Europe/Berlin)" in words
    assert "5 March 2027, 09:00 (UTC+01:00) 1 April 2027, 00:00 (UTC+02:00) revision 2 Ada" in words
    assert "1 April 2027, 00:00 (UTC+02:00) no end nothing" in words
    (made,) = upcoming(editor)
    assert (made.revision, made.begins, made.ends) == (
        2,
        utc("2027-03-05T08:00"),
        utc("2027-03-31T22:00"),
    )
    assert "Aurelia Duo Serum" in editor.shop.get()
    editor.shop.clock.time = utc("2027-03-05T08:00")
    assert "Newer" in editor.shop.get()


def test_now(editor: SignedIn) -> None:
    """Without a beginning it begins at once; other languages stay as they are."""
    editor.post(f"{PAGE}/schedule/en", number="2", begins="", ends="")
    assert "Newer" in editor.shop.get()
    assert "Newer" not in editor.shop.get(f"/serums/de/{SLUG}")


def test_the_revision_is_pinned(editor: SignedIn) -> None:
    """What is saved after it was scheduled does not go out by that."""
    editor.post(f"{PAGE}/schedule/en", number="1", begins="2027-03-05T09:00")
    assert [one.revision for one in upcoming(editor)] == [1]
    editor.post(f"{PAGE}/schedule/en", 422, number="9", begins="2027-03-05T09:00")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"begins": "2027-03-28T02:30"}, "so it does not exist on that day"),
        ({"begins": "2027-10-31T02:30"}, "so it comes twice on that day"),
        ({"begins": "2027-02-28T09:00"}, "That time has passed"),
        ({"begins": "tomorrow"}, "Give a day and a time"),
        ({"begins": "2027-03-05T09:00Z"}, "Give a day and a time"),
        ({"begins": "9999-12-31T23:59"}, "Give a day and a time"),
        ({"begins": "0001-01-01T00:00"}, "Give a day and a time"),
        ({"begins": "2027-03-05T09:00", "ends": "2027-03-05T08:00"}, "must come after"),
        ({"begins": "2027-03-05T09:00", "ends": "2027-03-28T02:30"}, "does not exist"),
    ],
)
def test_times_that_can_not_be(editor: SignedIn, fields: dict[str, str], message: str) -> None:
    """Such a time is refused beside its field, and the form comes back whole."""
    answer = editor.post(f"{PAGE}/schedule/en", 422, number="1", **fields)
    assert message in answer.text
    assert "Not scheduled" in answer.text
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in answer.text
    assert re.search(r'<option value="1" selected>', answer.text)
    assert upcoming(editor) == ()


@pytest.mark.parametrize(("which", "moment"), [("1", "00:30"), ("2", "01:30")])
def test_a_time_that_comes_twice(editor: SignedIn, which: str, moment: str) -> None:
    """Where a clock shows a time twice, the form asks which, and takes the one that is chosen."""
    asked = editor.post(f"{PAGE}/schedule/en", 422, number="2", begins="2027-10-31T02:30").text
    assert "the first time (UTC+02:00)" in asked
    assert "the second time (UTC+01:00)" in asked
    editor.post(f"{PAGE}/schedule/en", number="2", begins="2027-10-31T02:30", begins_which=which)
    assert [one.begins for one in upcoming(editor)] == [utc(f"2027-10-31T{moment}")]
    (made,) = upcoming(editor)
    form = editor.get(f"{PAGE}/schedule/en/{made.id}")
    assert f'value="{which}" checked' in form


def test_moving(editor: SignedIn) -> None:
    """What is moved begins at its new time and not at its old one; both stay in the history."""
    editor.post(f"{PAGE}/schedule/en", number="2", begins="2027-03-05T09:00")
    (made,) = upcoming(editor)
    form = editor.get(f"{PAGE}/schedule/en/{made.id}")
    assert 'name="begins" value="2027-03-05T09:00"' in form
    done = editor.post(f"{PAGE}/schedule/en/{made.id}", begins="2027-03-06T10:00", ends="")
    assert "English has another time now" in editor.follow(done)
    assert [(one.revision, one.begins) for one in upcoming(editor)] == [
        (2, utc("2027-03-06T09:00"))
    ]
    verbs = [one.verb for one in editor.shop.mount.store.history(SLUG)[:3]]
    assert verbs == ["scheduled", "cancelled", "scheduled"]


def test_moving_fails_whole(editor: SignedIn) -> None:
    """A move to a time that can't be leaves everything as it was."""
    editor.post(f"{PAGE}/schedule/en", number="2", begins="2027-03-05T09:00")
    (made,) = upcoming(editor)
    editor.post(
        f"{PAGE}/schedule/en/{made.id}", 422, begins="2027-03-06T10:00", ends="2027-03-06T09:00"
    )
    assert upcoming(editor) == (made,)


def test_cancelling(editor: SignedIn) -> None:
    """What is cancelled never begins; nothing else changes."""
    editor.post(f"{PAGE}/schedule/en", number="2", begins="2027-03-05T09:00")
    (made,) = upcoming(editor)
    assert "Cancel what begins on 5 March" in editor.words(f"{PAGE}/schedule")
    done = editor.post(f"{PAGE}/schedule/en/{made.id}/cancel")
    assert "Cancelled for English" in editor.follow(done)
    assert upcoming(editor) == ()
    editor.shop.clock.time = utc("2027-03-09T00:00")
    assert "Newer" not in editor.shop.get()


def test_too_late(editor: SignedIn) -> None:
    """What has begun, or was cancelled, is neither moved nor cancelled, and one is told."""
    editor.post(f"{PAGE}/schedule/en", number="2", begins="2027-03-05T09:00")
    (made,) = upcoming(editor)
    editor.shop.clock.time = utc("2027-03-05T08:00")
    for path in (f"{PAGE}/schedule/en/{made.id}/cancel", f"{PAGE}/schedule/en/{made.id}"):
        answer = editor.post(path, 409, begins="2027-03-09T09:00")
        assert "That has begun meanwhile" in answer.text
    assert "That has begun meanwhile" in editor.words(f"{PAGE}/schedule/de/{made.id}", 409)


def test_what_a_page_lacks(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> None:
    """A page that is not ready is not scheduled, and each problem leads to its field."""
    editor = an_editor(sqlite_engine, clock, market_eu, record=a_record())
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, "en", a_copy(why_mixed="", alt_texts={}), expected=1
    )
    answer = editor.post(f"{PAGE}/schedule/en", 422, number="2", begins="2027-03-05T09:00")
    assert f'href="/serums/editor{PAGE}/parts/en#f-why_mixed"' in answer.text
    assert upcoming(editor) == ()


def test_taking_down_cancels(editor: SignedIn) -> None:
    """Taking a language down cancels what is scheduled for it, so that it does not come back."""
    editor.post(f"{PAGE}/schedule/en", number="2", begins="2027-03-05T09:00")
    editor.post(f"{PAGE}/unpublish", part="en")
    assert upcoming(editor) == ()
