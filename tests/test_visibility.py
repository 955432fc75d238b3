"""The one rule for what shoppers see."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import a_copy
from factories import a_facts
from factories import SLUG
from fakes import NOON
from hypothesis import given
from hypothesis import strategies as st

from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.page import Part
from flask_serum.core.ports import PageState
from flask_serum.core.ports import PartState
from flask_serum.core.ports import Publication
from flask_serum.core.visibility import is_live
from flask_serum.core.visibility import State
from flask_serum.core.visibility import state_of
from flask_serum.core.visibility import visible

HOUR = dt.timedelta(hours=1)


def shown(
    part: str = "en",
    *,
    content: Part | None = None,
    latest: int = 1,
    revision: int | None = 1,
    begins: dt.datetime = NOON - HOUR,
    ends: dt.datetime | None = None,
    upcoming: tuple[Publication, ...] = (),
) -> PartState:
    """Make a part that is live, as the store would give it."""
    if content is None:
        content = a_facts() if part == FACTS else a_copy(title=f"In {part}")
    return PartState(
        latest,
        Publication(part, revision, begins, ends),
        content if revision is not None else None,
        upcoming,
    )


def a_page(*locales: str, **parts: PartState) -> PageState:
    return PageState(SLUG, {FACTS: shown(FACTS), **{tag: shown(tag) for tag in locales}, **parts})


SOON = Publication("en", 2, NOON + HOUR)


@pytest.mark.parametrize(
    ("part", "state"),
    [
        (PartState(1), State.DRAFT),
        (PartState(1, upcoming=(SOON,)), State.SCHEDULED),
        (shown(), State.LIVE),
        (shown(upcoming=(SOON,)), State.LIVE),
        (shown(latest=2), State.LIVE_AND_DRAFT),
        (shown(ends=NOON + HOUR), State.LIVE),
        (shown(ends=NOON), State.EXPIRED),
        (shown(ends=NOON, upcoming=(SOON,)), State.SCHEDULED),
        (shown(revision=None), State.UNPUBLISHED),
        (shown(revision=None, upcoming=(SOON,)), State.SCHEDULED),
    ],
)
def test_states(part: PartState, state: State) -> None:
    """A part is named by what shoppers see of it now, then by what comes, then by what was."""
    assert state_of(part, NOON) is state


@pytest.mark.parametrize(
    ("begins", "ends", "live"),
    [
        (NOON, None, True),
        (NOON + dt.timedelta(microseconds=1), None, False),
        (NOON - HOUR, NOON, False),
        (NOON - HOUR, NOON + dt.timedelta(microseconds=1), True),
    ],
)
def test_edges(begins: dt.datetime, ends: dt.datetime | None, live: bool) -> None:
    """The beginning belongs to a publication, and the end does not."""
    assert is_live(shown(begins=begins, ends=ends), NOON) is live


def test_whole_page(market_eu: Market) -> None:
    """A page whose facts and copy are live is seen in the locale that was asked for."""
    page = visible(a_page("en", "de"), market_eu, "de", NOON)
    assert page is not None
    assert page.copy.title == "In de"
    assert (page.requested, page.locale, page.fell_back) == ("de", "de", False)
    assert page.locales == ("en", "de")
    assert page.revisions == (1, 1)


def test_nothing_without_facts(market_eu: Market) -> None:
    """Copy alone shows nothing, and neither do facts alone."""
    assert visible(PageState(SLUG, {"en": shown()}), market_eu, "en", NOON) is None
    assert visible(PageState(SLUG, {FACTS: shown(FACTS)}), market_eu, "en", NOON) is None
    assert visible(PageState(SLUG), market_eu, "en", NOON) is None


def test_other_market(market_eu: Market) -> None:
    """A page that is not sold in the market is not seen there."""
    elsewhere = a_page("en", facts=shown(FACTS, content=a_facts(markets=("us",))))
    assert visible(elsewhere, market_eu, "en", NOON) is None


def test_locale_of_another_market(market_us: Market) -> None:
    """Copy in a locale that the market does not have is never shown, not even to stand in."""
    assert visible(a_page("en-GB", "de"), market_us, "en-US", NOON) is None


def test_copy_of_a_language(market_us: Market) -> None:
    """Copy in a language is copy in each of its regions that has none of its own."""
    page = visible(a_page("en", "de"), market_us, "en-US", NOON)
    assert page is not None
    assert (page.copy.title, page.locale, page.locales) == ("In en", "en-US", ("en-US",))
    own = visible(a_page("en", "en-US"), market_us, "en-US", NOON)
    assert own is not None
    assert own.copy.title == "In en-US"


@pytest.mark.parametrize(
    ("live", "asked", "stands_in", "title"),
    [
        (("en", "de", "de-AT"), "de-AT", "de-AT", "In de-AT"),
        (("en", "de"), "de-AT", "de-AT", "In de"),
        (("en", "de-AT"), "de", "de-AT", "In de-AT"),
        (("en", "fr"), "de", "en", "In en"),
        (("fr",), "de", "fr", "In fr"),
    ],
)
def test_fallback(live: tuple[str, ...], asked: str, stands_in: str, title: str) -> None:
    """Where a locale has no copy its language stands in, then the market's own order."""
    market = Market("eu", ("EU",), "EUR", ("en", "de", "de-AT", "fr"))
    page = visible(a_page(*live), market, asked, NOON)
    assert page is not None
    assert (page.requested, page.locale) == (asked, stands_in)
    assert page.copy.title == title
    assert page.fell_back is (asked != stands_in)


@pytest.mark.parametrize(
    "hidden",
    [
        PartState(3),
        PartState(1, upcoming=(SOON,)),
        shown("de", ends=NOON),
        shown("de", revision=None),
        shown("de", begins=NOON + HOUR),
    ],
)
def test_hidden_copy_is_not_offered(market_eu: Market, hidden: PartState) -> None:
    """A draft, scheduled, expired or taken-down locale is neither shown nor listed."""
    page = visible(a_page("en", de=hidden), market_eu, "de", NOON)
    assert page is not None
    assert (page.locale, page.locales) == ("en", ("en",))


@pytest.mark.parametrize(
    "hidden", [PartState(3), shown(FACTS, ends=NOON), shown(FACTS, revision=None)]
)
def test_hidden_facts_hide_the_page(market_eu: Market, hidden: PartState) -> None:
    """Facts that are not live hide the page in every locale."""
    assert visible(a_page("en", "de", facts=hidden), market_eu, "en", NOON) is None


def test_parts_that_are_mixed_up(market_eu: Market) -> None:
    """Copy where facts belong, or facts where copy belongs, show nothing."""
    assert visible(a_page("en", facts=shown(content=a_copy())), market_eu, "en", NOON) is None
    assert visible(a_page(en=shown(content=a_facts())), market_eu, "en", NOON) is None


def test_changed(market_eu: Market) -> None:
    """A page changed when the newest of what it shows began."""
    page = visible(a_page(en=shown(begins=NOON, latest=4, revision=3)), market_eu, "en", NOON)
    assert page is not None
    assert page.changed == NOON
    assert page.revisions == (1, 3)


MINUTES = st.integers(-3, 3)
PARTS = st.builds(
    lambda begins, length, revision, part: shown(
        part,
        begins=NOON + dt.timedelta(minutes=begins),
        ends=length and NOON + dt.timedelta(minutes=begins + length),
        revision=revision,
    ),
    MINUTES,
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 2),
    st.just("en"),
)


@given(PARTS, MINUTES)
def test_seen_exactly_while_live(part: PartState, minute: int) -> None:
    """A page is seen at a moment exactly when its copy is live at that moment."""
    now = NOON + dt.timedelta(minutes=minute)
    market = Market("eu", ("EU",), "EUR", ("en",))
    page = visible(a_page(en=part), market, "en", now)
    assert (page is not None) is is_live(part, now)
    assert (state_of(part, now) in (State.LIVE, State.LIVE_AND_DRAFT)) is is_live(part, now)
