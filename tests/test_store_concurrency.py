"""No update is lost: two writers, two connections, any order."""

from __future__ import annotations

import itertools
import threading
import typing as t
from dataclasses import replace

import pytest
from factories import a_copy
from fakes import MemoryPageStore
from fakes import NOON
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from flask_serum.core.errors import RevisionConflict
from flask_serum.core.page import Copy
from flask_serum.core.ports import PageStore
from flask_serum.core.ports import Revision
from flask_serum.core.ports import SnapshotCodec
from flask_serum.store.pages import SqlPageStore

FIELDS = ("title", "product_type", "summary", "storage", "seo_title", "seo_description")
SLUGS = (f"page-{number}" for number in itertools.count())


def latest(store: PageStore, slug: str) -> tuple[int, Copy]:
    revision = store.revision(slug, "en")
    assert isinstance(revision.content, Copy)
    return revision.number, revision.content


def save(store: PageStore, slug: str, content: Copy, expected: int) -> Revision:
    return store.add_revision(slug, "en", content, expected=expected, author="mira", at=NOON)


def start(store: PageStore) -> str:
    slug = next(SLUGS)
    store.add_page(slug, author="mira", at=NOON)
    save(store, slug, a_copy(), 0)
    return slug


class Writer:
    """Reads a page, changes one field, and saves from the version that was read."""

    def __init__(self, store: PageStore, slug: str) -> None:
        self.store, self.slug = store, slug
        self.number, self.content = latest(store, slug)

    def write(self, **change: t.Any) -> bool:
        """Save; on a conflict read again and give up this time."""
        content = replace(self.content, **change)
        try:
            self.number = save(self.store, self.slug, content, self.number).number
        except RevisionConflict:
            self.number, self.content = latest(self.store, self.slug)
            return False
        self.content = content
        return True


ORDERS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(FIELDS)), max_size=25)


def check_no_field_is_lost(store: PageStore, order: list[tuple[int, str]]) -> None:
    slug = start(store)
    writers = [Writer(store, slug) for _ in range(3)]
    wanted: dict[str, str] = {}
    accepted = 1
    for at, (who, name) in enumerate(order):
        if writers[who].write(**{name: f"word {at}"}):
            wanted[name] = f"word {at}"
            accepted += 1
    number, content = latest(store, slug)
    assert {name: getattr(content, name) for name in wanted} == wanted
    assert number == accepted
    assert [one.number for one in store.revisions(slug, "en")] == [*range(accepted, 0, -1)]


@given(ORDERS)
def test_no_field_is_lost_in_memory(order: list[tuple[int, str]]) -> None:
    """However three writers take turns, no accepted change is lost and no number is skipped."""
    check_no_field_is_lost(MemoryPageStore(), order)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=ORDERS)
def test_no_field_is_lost(
    engine: Engine, codec: SnapshotCodec, order: list[tuple[int, str]]
) -> None:
    """However three writers take turns, no accepted change is lost and no number is skipped."""
    check_no_field_is_lost(SqlPageStore(engine, codec), order)


def test_writers_at_once(engine: Engine, codec: SnapshotCodec) -> None:
    """Writers in several threads, each trying until it is accepted, all keep their field."""
    store = SqlPageStore(engine, codec)
    slug = start(store)
    together = threading.Barrier(len(FIELDS))
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            writer = Writer(store, slug)
            together.wait()
            for round_ in range(4):
                while not writer.write(**{name: f"{name} {round_}"}):
                    pass
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in FIELDS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    number, content = latest(store, slug)
    assert [getattr(content, name) for name in FIELDS] == [f"{name} 3" for name in FIELDS]
    assert number == 1 + 4 * len(FIELDS)
    assert [one.number for one in store.revisions(slug, "en")] == [*range(number, 0, -1)]


@pytest.mark.parametrize("expected", [0, 1])
def test_second_writer_waits_and_is_refused(
    engine: Engine, codec: SnapshotCodec, expected: int
) -> None:
    """While one transaction has saved and not ended, another one waits, and then is refused."""
    store = SqlPageStore(engine, codec)
    slug = start(store)
    if expected == 0:
        slug = next(SLUGS)
        store.add_page(slug, author="mira", at=NOON)
    outcome: list[object] = []

    def late() -> None:
        try:
            outcome.append(save(store, slug, a_copy(title="Late"), expected))
        except RevisionConflict as error:
            outcome.append(error)

    thread = threading.Thread(target=late)
    with store.transaction():
        save(store, slug, a_copy(title="First"), expected)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join()
    assert [str(one) for one in outcome] == [str(RevisionConflict("en", expected, expected + 1))]
    assert latest(store, slug) == (expected + 1, a_copy(title="First"))


def test_second_writer_goes_on_after_rollback(engine: Engine, codec: SnapshotCodec) -> None:
    """A writer that waited for a transaction that failed is accepted."""
    store = SqlPageStore(engine, codec)
    slug = start(store)
    thread = threading.Thread(target=save, args=(store, slug, a_copy(title="Late"), 1))

    def fail() -> None:
        save(store, slug, a_copy(title="First"), 1)
        thread.start()
        thread.join(0.3)
        raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"), store.transaction():
        fail()
    thread.join()
    assert latest(store, slug) == (2, a_copy(title="Late"))


def test_same_page_made_at_once(engine: Engine, codec: SnapshotCodec) -> None:
    """Making one page from two threads at once makes it once."""
    store = SqlPageStore(engine, codec)
    together = threading.Barrier(4)
    failures: list[BaseException] = []

    def make() -> None:
        try:
            together.wait()
            store.add_page("new", author="mira", at=NOON)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert [page.slug for page in store.pages(NOON)] == ["new"]
