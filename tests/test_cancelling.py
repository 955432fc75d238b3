"""What is upcoming can be cancelled and moved, and the history still only grows."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt

import pytest
import sqlalchemy as sa
from factories import a_copy
from factories import a_facts
from factories import SLUG
from fakes import MemoryPageStore
from fakes import StoppedClock
from sqlalchemy.engine import Engine

from flask_serum.core.access import Actor
from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import PublicationNotFound
from flask_serum.core.errors import RevisionConflict
from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.ports import PageStore
from flask_serum.core.ports import PartState
from flask_serum.core.ports import Publication
from flask_serum.core.ports import SnapshotCodec
from flask_serum.core.publishing import Publishing
from flask_serum.core.signals import page_published
from flask_serum.core.signals import publication_cancelled
from flask_serum.store.pages import SqlPageStore

PUBLISHER = Actor("Pia", frozenset({"publisher"}))
WRITER = Actor("Wim", frozenset({"writer"}))
HOUR = dt.timedelta(hours=1)
TICK = dt.timedelta(microseconds=1)


@pytest.fixture(name="store", params=["memory", "sqlite", "postgresql"])
def _store(request: pytest.FixtureRequest, codec: SnapshotCodec, clock: StoppedClock) -> PageStore:
    if request.param == "memory":
        return MemoryPageStore()
    name = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    return SqlPageStore(request.getfixturevalue(name), codec, clock)


@pytest.fixture(name="publishing")
def _publishing(store: PageStore, clock: StoppedClock, market_eu: Market) -> Publishing:
    publishing = Publishing(store, clock, lambda: [market_eu])
    publishing.save_draft(PUBLISHER, SLUG, FACTS, a_facts(), expected=0)
    publishing.save_draft(PUBLISHER, SLUG, "en", a_copy(title="One"), expected=0)
    publishing.save_draft(PUBLISHER, SLUG, "en", a_copy(title="Two"), expected=1)
    publishing.publish(PUBLISHER, SLUG, "en", revision=1)
    return publishing


def english(store: PageStore, at: dt.datetime) -> PartState:
    page = store.page(SLUG, at)
    assert page is not None
    return page.parts["en"]


def later(publishing: Publishing, clock: StoppedClock, hours: int = 1) -> int:
    begins = clock.now() + hours * HOUR
    publication = publishing.publish(PUBLISHER, SLUG, "en", revision=2, begins=begins)
    assert publication.id is not None
    return publication.id


def test_each_publication_has_an_id(
    store: PageStore, publishing: Publishing, clock: StoppedClock
) -> None:
    """What publishing gives back is named as the store names it."""
    number = later(publishing, clock)
    (upcoming,) = english(store, clock.now()).upcoming
    assert upcoming.id == number


def test_cancelled_never_begins(
    store: PageStore, publishing: Publishing, clock: StoppedClock
) -> None:
    """What was cancelled is not upcoming and never begins; what is live goes on."""
    before = english(store, clock.now())
    number = later(publishing, clock)
    cancelled = publishing.cancel(PUBLISHER, SLUG, "en", number)
    assert (cancelled.revision, cancelled.id) == (2, number)
    assert english(store, clock.now()) == before
    assert english(store, clock.advance(hours=2)) == before


def test_cancelling_uncovers_what_was_upcoming_before(
    store: PageStore, publishing: Publishing, clock: StoppedClock
) -> None:
    """Of several that are upcoming only the one that is named goes."""
    first, second = later(publishing, clock, 1), later(publishing, clock, 2)
    publishing.cancel(PUBLISHER, SLUG, "en", first)
    assert [one.id for one in english(store, clock.now()).upcoming] == [second]
    assert english(store, clock.advance(hours=1)).content == a_copy(title="One")
    assert english(store, clock.advance(hours=1)).content == a_copy(title="Two")


def test_what_has_begun_stays(
    store: PageStore, publishing: Publishing, clock: StoppedClock
) -> None:
    """From its first microsecond on a publication can't be cancelled."""
    number = later(publishing, clock)
    clock.advance(hours=1)
    with pytest.raises(PublicationNotFound, match="it has begun"):
        publishing.cancel(PUBLISHER, SLUG, "en", number)
    assert english(store, clock.now()).content == a_copy(title="Two")


def test_until_the_last_moment(
    store: PageStore, publishing: Publishing, clock: StoppedClock
) -> None:
    """A microsecond before it begins it can still be cancelled."""
    number = later(publishing, clock)
    clock.time += HOUR - TICK
    publishing.cancel(PUBLISHER, SLUG, "en", number)
    clock.time += TICK
    assert english(store, clock.now()).content == a_copy(title="One")


def test_only_once_and_only_its_own(publishing: Publishing, clock: StoppedClock) -> None:
    """A second time, of another part, of no page, or by an unknown id, nothing is cancelled."""
    number = later(publishing, clock)
    with pytest.raises(PublicationNotFound, match=f"no upcoming publication {number} of 'de'"):
        publishing.cancel(PUBLISHER, SLUG, "de", number)
    with pytest.raises(PageNotFound, match="nothing"):
        publishing.cancel(PUBLISHER, "nothing", "en", number)
    with pytest.raises(PublicationNotFound, match="no upcoming publication 999"):
        publishing.cancel(PUBLISHER, SLUG, "en", 999)
    publishing.cancel(PUBLISHER, SLUG, "en", number)
    with pytest.raises(PublicationNotFound, match="was cancelled"):
        publishing.cancel(PUBLISHER, SLUG, "en", number)


def test_moved(store: PageStore, publishing: Publishing, clock: StoppedClock) -> None:
    """What is moved shows the same revision at another time, even if a newer one was saved."""
    number = later(publishing, clock)
    publishing.save_draft(PUBLISHER, SLUG, "en", a_copy(title="Three"), expected=2)
    begins = clock.now() + 3 * HOUR
    moved = publishing.move(
        PUBLISHER, SLUG, "en", number, begins=begins, ends=begins + HOUR, expected=3
    )
    assert (moved.revision, moved.begins, moved.ends) == (2, begins, begins + HOUR)
    assert english(store, clock.now()).upcoming == (moved,)
    assert english(store, clock.advance(hours=1)).content == a_copy(title="One")
    assert english(store, clock.advance(hours=2)).content == a_copy(title="Two")


def test_a_move_that_fails_cancels_nothing(
    store: PageStore, publishing: Publishing, clock: StoppedClock
) -> None:
    """Moving is one step: what can't be scheduled anew stays where it was."""
    number = later(publishing, clock)
    with pytest.raises(Exception, match="must come after"):
        publishing.move(PUBLISHER, SLUG, "en", number, ends=clock.now())
    assert [one.id for one in english(store, clock.now()).upcoming] == [number]


def test_the_version_is_checked(
    store: PageStore, publishing: Publishing, clock: StoppedClock
) -> None:
    """Whoever decided from an older revision is refused, whatever they decide."""
    number, begins = later(publishing, clock), clock.now() + HOUR
    decisions: list[cabc.Callable[[], object]] = [
        lambda: publishing.publish(PUBLISHER, SLUG, "en", expected=1),
        lambda: publishing.publish(PUBLISHER, SLUG, "en", begins=begins, expected=1),
        lambda: publishing.unpublish(PUBLISHER, SLUG, "en", expected=1),
        lambda: publishing.cancel(PUBLISHER, SLUG, "en", number, expected=1),
        lambda: publishing.move(PUBLISHER, SLUG, "en", number, begins=begins, expected=1),
    ]
    for decide in decisions:
        with pytest.raises(RevisionConflict, match="the latest is 2"):
            decide()
    state = english(store, clock.now())
    assert (state.content, len(state.upcoming)) == (a_copy(title="One"), 1)


def test_only_publishers_cancel(publishing: Publishing, clock: StoppedClock) -> None:
    """A writer and a guest cancel and move nothing."""
    number = later(publishing, clock)
    for actor in (WRITER, None):
        with pytest.raises(NotAllowed, match="may not publish"):
            publishing.cancel(actor, SLUG, "en", number)
        with pytest.raises(NotAllowed, match="may not publish"):
            publishing.move(actor, SLUG, "en", number)


def test_history_and_signals(store: PageStore, publishing: Publishing, clock: StoppedClock) -> None:
    """Cancelling and moving stand in the history, and are told."""
    heard: list[tuple[str, int | None]] = []

    def hear_cancelled(sender: Publishing, revision: int | None, **_: object) -> None:
        heard.append(("cancelled", revision))

    def hear_published(sender: Publishing, revision: int | None, **_: object) -> None:
        heard.append(("published", revision))

    number = later(publishing, clock)
    with (
        publication_cancelled.connected_to(hear_cancelled),
        page_published.connected_to(hear_published),
    ):
        moved = publishing.move(PUBLISHER, SLUG, "en", number, begins=clock.now() + 2 * HOUR)
        assert moved.id is not None
        publishing.cancel(PUBLISHER, SLUG, "en", moved.id)
    assert heard == [("cancelled", 2), ("published", 2), ("cancelled", 2)]
    assert [one.verb for one in store.history(SLUG)][:4] == [
        "cancelled",
        "scheduled",
        "cancelled",
        "scheduled",
    ]


def test_cancellations_are_only_added(
    engine: Engine, codec: SnapshotCodec, clock: StoppedClock
) -> None:
    """The database refuses to change or remove a cancellation, and the publication stays."""
    store = SqlPageStore(engine, codec, clock)
    store.add_page(SLUG, author="mira", at=clock.now())
    store.add_revision(SLUG, FACTS, a_facts(), expected=0, author="mira", at=clock.now())
    kept = store.publish(SLUG, Publication(FACTS, 1, clock.now() + HOUR), None)
    assert kept.id is not None
    epoch = store.epoch()
    store.cancel(SLUG, FACTS, kept.id, author="mira", at=clock.now())
    assert store.epoch() == epoch + 1
    for statement in (
        "UPDATE serum_cancellation SET author = 'x'",
        "DELETE FROM serum_cancellation",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="refused"), engine.begin() as connection:
            connection.execute(sa.text(statement))
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM serum_publication")) == 1
