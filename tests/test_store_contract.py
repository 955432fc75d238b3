"""What every page store promises: in memory, on SQLite, and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import typing as t

import pytest
from factories import a_copy
from factories import a_facts
from factories import SLUG
from fakes import MemoryPageStore
from fakes import StoppedClock

from flask_serum.core import notice
from flask_serum.core.errors import NoticeUnavailable
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import RevisionConflict
from flask_serum.core.errors import RevisionNotFound
from flask_serum.core.page import FACTS
from flask_serum.core.ports import HistoryEntry
from flask_serum.core.ports import PageState
from flask_serum.core.ports import PageStore
from flask_serum.core.ports import PartState
from flask_serum.core.ports import Publication
from flask_serum.core.ports import Revision
from flask_serum.core.ports import SnapshotCodec
from flask_serum.store.pages import SqlPageStore

ENGLISH = notice.compose("en")


@pytest.fixture(name="store", params=["memory", "sqlite", "postgresql"])
def _store(request: pytest.FixtureRequest, codec: SnapshotCodec) -> PageStore:
    if request.param == "memory":
        return MemoryPageStore()
    name = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    return SqlPageStore(request.getfixturevalue(name), codec)


def save(store: PageStore, part: str = FACTS, *, expected: int = 0, **fields: t.Any) -> Revision:
    at = StoppedClock().now()
    store.add_page(SLUG, author="mira", at=at)
    content = a_facts(**fields) if part == FACTS else a_copy(**fields)
    return store.add_revision(SLUG, part, content, expected=expected, author="mira", at=at)


def show(
    store: PageStore,
    part: str,
    revision: int | None,
    begins: dt.datetime,
    ends: dt.datetime | None = None,
) -> Publication:
    with_notice = part != FACTS and revision is not None
    publication = Publication(
        part, revision, begins, ends, ENGLISH.id if with_notice else "", "mira"
    )
    store.publish(SLUG, publication, ENGLISH if with_notice else None)
    return publication


def part_of(store: PageStore, part: str, at: dt.datetime) -> PartState:
    page = store.page(SLUG, at)
    assert page is not None
    return page.parts[part]


def test_unknown_page(store: PageStore, clock: StoppedClock) -> None:
    """A page that was never made is None to read, and an error to write to or list from."""
    assert store.page("nothing", clock.now()) is None
    assert store.pages(clock.now()) == []
    entry = HistoryEntry("nothing", FACTS, "saved", 1, "mira", clock.now())
    for call in (
        lambda: store.revision("nothing", FACTS),
        lambda: store.revisions("nothing", FACTS),
        lambda: store.history("nothing"),
        lambda: store.record(entry),
        lambda: store.publish("nothing", Publication(FACTS, None, clock.now()), None),
        lambda: store.add_revision(
            "nothing", FACTS, a_facts(), expected=0, author="mira", at=clock.now()
        ),
    ):
        with pytest.raises(PageNotFound, match="no serum page 'nothing'"):
            call()


def test_add_page_twice(store: PageStore, clock: StoppedClock) -> None:
    """Making a page that exists changes nothing."""
    save(store)
    store.add_page(SLUG, author="other", at=clock.now())
    assert part_of(store, FACTS, clock.now()).latest == 1


def test_empty_page(store: PageStore, clock: StoppedClock) -> None:
    """A page without parts is there, and has none."""
    store.add_page(SLUG, author="mira", at=clock.now())
    assert store.page(SLUG, clock.now()) == PageState(SLUG, {})
    with pytest.raises(RevisionNotFound, match="no revision of 'en'"):
        store.revision(SLUG, "en")
    assert store.revisions(SLUG, "en") == []
    assert store.history(SLUG) == []


@pytest.mark.parametrize("part", [FACTS, "de-AT"])
def test_round_trip(store: PageStore, clock: StoppedClock, part: str) -> None:
    """A snapshot comes back as it was saved, with who and when to the microsecond."""
    at = clock.now() + dt.timedelta(microseconds=123_456)
    content = a_facts() if part == FACTS else a_copy(title="Für Dich – ✨ 'zwei' Gele")
    store.add_page(SLUG, author="mira", at=at)
    saved = store.add_revision(
        SLUG, part, content, expected=0, author="Mirà", at=at, reverted_from=None
    )
    assert saved == Revision(SLUG, part, 1, content, "Mirà", at)
    assert store.revision(SLUG, part) == saved
    assert store.revision(SLUG, part, 1) == saved


def test_times_are_moments(store: PageStore, clock: StoppedClock) -> None:
    """A time of another zone is the same moment, and comes back in UTC."""
    save(store)
    there = clock.now().astimezone(dt.timezone(dt.timedelta(hours=13)))
    show(store, FACTS, 1, there)
    shown = part_of(store, FACTS, clock.now()).publication
    assert shown is not None
    assert shown.begins == clock.now()
    assert part_of(store, FACTS, clock.now() - dt.timedelta(microseconds=1)).publication is None


def test_naive_times_are_refused(store: PageStore) -> None:
    """A time without a zone is refused, to read with and to write with."""
    naive = dt.datetime(2027, 3, 1)
    save(store)
    with pytest.raises(ValueError, match="no time zone"):
        store.page(SLUG, naive)
    with pytest.raises(ValueError, match="no time zone"):
        store.add_revision(SLUG, FACTS, a_facts(), expected=1, author="mira", at=naive)
    assert len(store.revisions(SLUG, FACTS)) == 1


def test_revisions_count_up(store: PageStore) -> None:
    """Revisions are numbered per part, listed newest first, and the newest is the latest."""
    save(store, "en", title="One")
    save(store, "en", expected=1, title="Two")
    save(store, "de", title="Eins")
    assert [one.number for one in store.revisions(SLUG, "en")] == [2, 1]
    assert store.revision(SLUG, "en").content == a_copy(title="Two")
    assert store.revision(SLUG, "en", 1).content == a_copy(title="One")
    assert store.revision(SLUG, "de").number == 1
    with pytest.raises(RevisionNotFound, match="no revision 3 of 'en'"):
        store.revision(SLUG, "en", 3)


@pytest.mark.parametrize("expected", [0, 1, 3, -1])
def test_stale_write(store: PageStore, expected: int) -> None:
    """A write that was not made from the latest revision is refused, and says which that is."""
    save(store, "en")
    save(store, "en", expected=1)
    with pytest.raises(RevisionConflict, match="the latest is 2") as caught:
        save(store, "en", expected=expected)
    assert (caught.value.part, caught.value.expected, caught.value.latest) == ("en", expected, 2)
    assert len(store.revisions(SLUG, "en")) == 2


def test_first_write_from_something(store: PageStore) -> None:
    """A first write that names a revision is refused: there is none."""
    with pytest.raises(RevisionConflict, match="the latest is 0"):
        save(store, "en", expected=1)
    assert store.revisions(SLUG, "en") == []


def test_reverted_from_is_kept(store: PageStore, clock: StoppedClock) -> None:
    """A revision remembers the one whose content it brings back."""
    save(store, "en")
    store.add_revision(
        SLUG, "en", a_copy(), expected=1, author="mira", at=clock.now(), reverted_from=1
    )
    assert store.revision(SLUG, "en").reverted_from == 1


def test_draft_shows_nothing(store: PageStore, clock: StoppedClock) -> None:
    """A saved part has a latest number, and no content to show."""
    save(store)
    assert part_of(store, FACTS, clock.now()) == PartState(latest=1)


def test_published_part(store: PageStore, clock: StoppedClock) -> None:
    """A published part shows that revision, with its publication, and not the newer draft."""
    save(store, "en", title="Live")
    save(store, "en", expected=1, title="Draft")
    publication = show(store, "en", 1, clock.now())
    assert part_of(store, "en", clock.now()) == PartState(2, publication, a_copy(title="Live"))


def test_schedule_is_exact(store: PageStore, clock: StoppedClock) -> None:
    """A publication shows from its first microsecond to the last before its end."""
    save(store, "en")
    begins, ends = clock.now(), clock.now() + dt.timedelta(hours=1)
    publication = show(store, "en", 1, begins, ends)
    tick = dt.timedelta(microseconds=1)
    assert part_of(store, "en", begins - tick) == PartState(1, upcoming=(publication,))
    assert part_of(store, "en", begins).content == a_copy()
    assert part_of(store, "en", ends - tick).content == a_copy()
    assert part_of(store, "en", ends) == PartState(1, publication, None)


def test_last_begun_counts(store: PageStore, clock: StoppedClock) -> None:
    """The publication that began last counts, in whatever order they were decided."""
    save(store, "en", title="One")
    save(store, "en", expected=1, title="Two")
    later = show(store, "en", 2, clock.now() + dt.timedelta(hours=2))
    last = show(store, "en", None, clock.now() + dt.timedelta(hours=3))
    first = show(store, "en", 1, clock.now())
    assert part_of(store, "en", clock.now()) == PartState(
        2, first, a_copy(title="One"), (later, last)
    )
    assert part_of(store, "en", clock.advance(hours=2)) == PartState(
        2, later, a_copy(title="Two"), (last,)
    )
    assert part_of(store, "en", clock.advance(hours=1)) == PartState(2, last, None)


def test_same_moment(store: PageStore, clock: StoppedClock) -> None:
    """Of two publications that begin at one moment, the one decided last counts."""
    save(store, "en", title="One")
    save(store, "en", expected=1, title="Two")
    show(store, "en", 2, clock.now())
    last = show(store, "en", 1, clock.now())
    assert part_of(store, "en", clock.now()) == PartState(2, last, a_copy(title="One"))


def test_ended_stays_ended(store: PageStore, clock: StoppedClock) -> None:
    """What was shown before does not come back when a publication ends."""
    save(store, "en")
    show(store, "en", 1, clock.now())
    show(store, "en", 1, clock.advance(hours=1), clock.now() + dt.timedelta(hours=1))
    assert part_of(store, "en", clock.advance(hours=5)).content is None


def test_unknown_revision_is_not_published(store: PageStore, clock: StoppedClock) -> None:
    """A revision that is not there, or is another part's, can't be published."""
    save(store, "en")
    save(store, "en", expected=1)
    save(store, "de")
    with pytest.raises(RevisionNotFound, match="no revision 2 of 'de'"):
        show(store, "de", 2, clock.now())
    assert part_of(store, "de", clock.now()) == PartState(1)


@pytest.mark.parametrize("named", ["", ENGLISH.id, "en.9.000000000000"])
def test_copy_needs_its_notice(store: PageStore, clock: StoppedClock, named: str) -> None:
    """Copy can't be published without the notice that it names."""
    save(store, "en")
    given = None if named == ENGLISH.id else ENGLISH
    with pytest.raises(NoticeUnavailable, match="the notice that it names"):
        store.publish(SLUG, Publication("en", 1, clock.now(), notice_id=named), given)
    assert part_of(store, "en", clock.now()).publication is None


def test_facts_have_no_notice(store: PageStore, clock: StoppedClock) -> None:
    """Facts are published without a notice, whatever is handed in."""
    save(store)
    store.publish(SLUG, Publication(FACTS, 1, clock.now(), notice_id=ENGLISH.id), ENGLISH)
    shown = part_of(store, FACTS, clock.now()).publication
    assert shown is not None
    assert shown.notice_id == ""


def test_parts_are_apart(store: PageStore, clock: StoppedClock) -> None:
    """Publishing one part touches no other, and no other page."""
    save(store)
    save(store, "en")
    save(store, "de")
    store.add_page("another", author="mira", at=clock.now())
    store.add_revision("another", "en", a_copy(), expected=0, author="mira", at=clock.now())
    show(store, "en", 1, clock.now())
    page = store.page(SLUG, clock.now())
    assert page is not None
    assert {part for part, state in page.parts.items() if state.content} == {"en"}
    assert store.page("another", clock.now()) == PageState("another", {"en": PartState(1)})


def test_pages(store: PageStore, clock: StoppedClock) -> None:
    """Pages are listed by slug, letter by letter, each as `page` gives it."""
    slugs = ["b-2", "b", "a-b", "ab", "b2", "a"]
    for slug in slugs:
        store.add_page(slug, author="mira", at=clock.now())
        store.add_revision(
            slug, FACTS, a_facts(slug=slug), expected=0, author="mira", at=clock.now()
        )
        store.publish(slug, Publication(FACTS, 1, clock.now()), None)
    listed = store.pages(clock.now())
    assert [one.slug for one in listed] == sorted(slugs)
    assert listed == [store.page(slug, clock.now()) for slug in sorted(slugs)]
    assert [one.slug for one in store.pages(clock.now(), limit=2)] == ["a", "a-b"]
    assert [one.slug for one in store.pages(clock.now(), after="a-b", limit=2)] == ["ab", "b"]
    assert store.pages(clock.now(), after="b2") == []
    assert store.pages(clock.now(), limit=0) == []


def test_history(store: PageStore, clock: StoppedClock) -> None:
    """History gives back what was recorded, newest first."""
    save(store)
    entries = [
        HistoryEntry(SLUG, FACTS, "saved", 1, "mira", clock.now()),
        HistoryEntry(SLUG, "en", "unpublished", None, "tom", clock.now()),
    ]
    for entry in entries:
        store.record(entry)
    assert store.history(SLUG) == entries[::-1]


def test_history_a_few_at_a_time(store: PageStore, clock: StoppedClock) -> None:
    """It goes on after an entry, whatever was added since, and can be that of one part."""
    save(store)
    for number, part in enumerate((FACTS, "en", FACTS, "en", FACTS), start=1):
        store.record(HistoryEntry(SLUG, part, "saved", number, "mira", clock.now()))
    first = store.history(SLUG, limit=2)
    assert [one.revision for one in first] == [5, 4]
    store.record(HistoryEntry(SLUG, FACTS, "saved", 6, "mira", clock.now()))
    rest = store.history(SLUG, before=first[-1].id)
    assert [one.revision for one in rest] == [3, 2, 1]
    assert store.history(SLUG, before=rest[-1].id) == []
    found = store.history(SLUG, part=FACTS, before=first[-1].id, limit=1)
    assert [one.revision for one in found] == [3]
    assert store.history(SLUG, part="de") == []
    with pytest.raises(PageNotFound):
        store.history("nothing", part=FACTS, before=1, limit=1)


def test_revisions_a_few_at_a_time(store: PageStore) -> None:
    """They go on after a number."""
    for expected in range(4):
        save(store, expected=expected)
    assert [one.number for one in store.revisions(SLUG, FACTS, limit=2)] == [4, 3]
    assert [one.number for one in store.revisions(SLUG, FACTS, before=3, limit=5)] == [2, 1]
    assert store.revisions(SLUG, FACTS, before=1) == []


def test_contents(store: PageStore, clock: StoppedClock) -> None:
    """What revisions of several pages say is given at once; what is not there is left out."""
    there = [(SLUG, "en", 1), (SLUG, FACTS, 1), (SLUG, "en", 2)]
    for slug, part, number in there:
        store.add_page(slug, author="mira", at=clock.now())
        content = a_facts() if part == FACTS else a_copy(title=f"Title {number}")
        store.add_revision(slug, part, content, expected=number - 1, author="mira", at=clock.now())
    wanted = [*there[1:], (SLUG, "en", 3), (SLUG, "de", 1), ("nothing", "en", 1)]
    assert store.contents(wanted) == {
        (SLUG, FACTS, 1): a_facts(),
        (SLUG, "en", 2): a_copy(title="Title 2"),
    }
    assert store.contents([]) == {}


def test_transaction_fails_whole(store: PageStore, clock: StoppedClock) -> None:
    """What was written inside a transaction that fails was never there."""
    save(store)

    def write() -> None:
        save(store, expected=1)
        save(store, "en")
        show(store, FACTS, 1, clock.now())
        store.add_page("another", author="mira", at=clock.now())
        store.record(HistoryEntry(SLUG, FACTS, "saved", 2, "mira", clock.now()))
        raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"), store.transaction():
        write()
    assert store.pages(clock.now()) == [PageState(SLUG, {FACTS: PartState(1)})]
    assert store.history(SLUG) == []


def test_transaction_reads_its_own(store: PageStore, clock: StoppedClock) -> None:
    """Inside a transaction, reading sees what was written there."""
    with store.transaction():
        save(store, "en")
        assert part_of(store, "en", clock.now()) == PartState(1)
        assert store.revision(SLUG, "en").content == a_copy()
    assert part_of(store, "en", clock.now()) == PartState(1)


def test_nested_transaction_joins(store: PageStore, clock: StoppedClock) -> None:
    """What an inner transaction wrote is undone with the outer one."""

    def write() -> None:
        with store.transaction():
            save(store)
        raise RuntimeError("outer")

    with pytest.raises(RuntimeError, match="outer"), store.transaction():
        write()
    assert store.pages(clock.now()) == []


def test_nested_transaction_fails_alone(store: PageStore, clock: StoppedClock) -> None:
    """An inner transaction that fails takes only its own writes with it."""

    def write() -> None:
        save(store, "en")
        save(store, expected=0)

    with store.transaction():
        save(store)
        with pytest.raises(RevisionConflict, match="latest is 1"), store.transaction():
            write()
    page = store.page(SLUG, clock.now())
    assert page == PageState(SLUG, {FACTS: PartState(1)})


def test_goes_on_after_conflict(store: PageStore) -> None:
    """A refused write inside a transaction does not spoil what follows."""
    with store.transaction():
        save(store)
        with pytest.raises(RevisionConflict, match="latest is 1"):
            save(store, expected=0)
        save(store, expected=1)
    assert [one.number for one in store.revisions(SLUG, FACTS)] == [2, 1]
