"""Wall-clock times, and what is shown when."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from flask_serum.core.calendar import changes_between
from flask_serum.core.calendar import moments_of
from flask_serum.core.calendar import month_of
from flask_serum.core.calendar import offset_of
from flask_serum.core.calendar import Span
from flask_serum.core.calendar import spans_of
from flask_serum.core.calendar import told
from flask_serum.core.ports import PageState
from flask_serum.core.ports import PartState
from flask_serum.core.ports import Publication

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
HOUR = dt.timedelta(hours=1)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("local", "moments"),
    [
        ("2027-03-01T09:00", ["2027-03-01T08:00"]),
        ("2027-07-01T09:00", ["2027-07-01T07:00"]),
        ("2027-03-28T02:30", []),
        ("2027-03-28T03:00", ["2027-03-28T01:00"]),
        ("2027-10-31T02:30", ["2027-10-31T00:30", "2027-10-31T01:30"]),
        ("2027-10-31T03:00", ["2027-10-31T02:00"]),
    ],
)
def test_wall_clock(local: str, moments: list[str]) -> None:
    """A time is a moment; none where clocks skip it, and two where they show it twice."""
    assert moments_of(dt.datetime.fromisoformat(local), BERLIN) == tuple(map(utc, moments))


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)))
def test_every_moment_has_its_time(moment: dt.datetime) -> None:
    """What a clock shows at a moment leads back to that moment."""
    moment = moment.replace(tzinfo=dt.UTC)
    local = moment.astimezone(BERLIN).replace(tzinfo=None)
    assert moment in moments_of(local, BERLIN)


def test_told() -> None:
    """A moment is written with the name of its zone and the distance from UTC at that moment."""
    assert told(NOON, BERLIN) == "1 March 2027, 13:00 (Europe/Berlin, UTC+01:00)"
    assert told(NOON, BERLIN, named=False) == "1 March 2027, 13:00 (UTC+01:00)"
    assert offset_of(utc("2027-07-01"), BERLIN) == "UTC+02:00"
    assert offset_of(NOON, KOLKATA) == "UTC+05:30"


def test_month() -> None:
    """A month begins and ends at midnight of its zone, over a change of clocks too."""
    assert month_of(2027, 3, BERLIN) == (utc("2027-02-28T23:00"), utc("2027-03-31T22:00"))
    assert month_of(2027, 12, BERLIN)[1] == utc("2027-12-31T23:00")
    for year, month in ((2027, 13), (2027, 0), (0, 1), (9999, 12), (-4, 1)):
        with pytest.raises(ValueError, match=r"month|year"):
            month_of(year, month, BERLIN)


def a_publication(
    begins: int, ends: int | None = None, revision: int | None = 1, id: int = 1
) -> Publication:
    until = NOON + ends * HOUR if ends is not None else None
    return Publication("en", revision, NOON + begins * HOUR, until, author="Pia", id=id)


@pytest.mark.parametrize(
    ("publications", "spans"),
    [
        ([], []),
        ([a_publication(0)], [(1, 0, None)]),
        ([a_publication(0, 2)], [(1, 0, 2), (None, 2, None)]),
        ([a_publication(0), a_publication(3, 4, 2)], [(1, 0, 3), (2, 3, 4), (None, 4, None)]),
        ([a_publication(0, 2), a_publication(3)], [(1, 0, 2), (None, 2, 3), (1, 3, None)]),
        ([a_publication(0, 9), a_publication(3)], [(1, 0, 3), (1, 3, None)]),
        ([a_publication(0, 3), a_publication(3)], [(1, 0, 3), (1, 3, None)]),
        (
            [a_publication(0), a_publication(3), a_publication(3, None, 2)],
            [(1, 0, 3), (2, 3, None)],
        ),
        ([a_publication(0, None, None)], [(None, 0, None)]),
    ],
)
def test_spans(
    publications: list[Publication], spans: list[tuple[int | None, int, int | None]]
) -> None:
    """One thing is shown after the other: each until it ends or the next one begins."""
    first, rest = (publications[0], publications[1:]) if publications else (None, [])
    state = PartState(3, first, None, tuple(rest))
    found = [
        (
            one.revision,
            (one.begins - NOON) // HOUR,
            (one.ends - NOON) // HOUR if one.ends is not None else None,
        )
        for one in spans_of("en", state)
    ]
    assert found == spans


def test_changes() -> None:
    """What changes in a stretch of time is listed, soonest first, with its first moment."""
    state = PartState(2, a_publication(-5), None, (a_publication(1, 3, 2, 7), a_publication(9)))
    changes = changes_between([PageState("a", {"en": state})], NOON, NOON + 9 * HOUR)
    assert [(one.slug, one.at, one.span) for one in changes] == [
        ("a", NOON + HOUR, Span("en", 2, NOON + HOUR, NOON + 3 * HOUR, 7, "Pia")),
        ("a", NOON + 3 * HOUR, Span("en", None, NOON + 3 * HOUR, NOON + 9 * HOUR)),
    ]
