"""What only a database can promise: few queries, rules that hold whatever the code does."""

from __future__ import annotations

import asyncio
import collections.abc as cabc
import contextlib
import datetime as dt
import re
import threading

import databases
import pytest
import sqlalchemy as sa
from factories import a_copy
from factories import a_facts
from factories import SLUG
from fakes import NOON
from fakes import StoppedClock
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from flask_serum.core import notice
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import RevisionConflict
from flask_serum.core.errors import StoreNotReady
from flask_serum.core.page import FACTS
from flask_serum.core.ports import HistoryEntry
from flask_serum.core.ports import Publication
from flask_serum.core.ports import SnapshotCodec
from flask_serum.store import migrate
from flask_serum.store.models import in_utc
from flask_serum.store.models import NoticeRow
from flask_serum.store.models import PageRow
from flask_serum.store.models import PublicationRow
from flask_serum.store.models import RevisionRow
from flask_serum.store.models import UtcDateTime
from flask_serum.store.pages import SqlPageStore
from flask_serum.store.standing import states_query

ENGLISH = notice.compose("en")
LOCALES = ("en", "de", "ar")


@pytest.fixture(name="store")
def _store(engine: Engine, codec: SnapshotCodec, clock: StoppedClock) -> SqlPageStore:
    return SqlPageStore(engine, codec, clock)


def fill(store: SqlPageStore, slug: str = SLUG, at: dt.datetime = NOON) -> None:
    """Publish facts and copy in three locales, each with a draft and a schedule beside it."""
    with store.transaction():
        store.add_page(slug, author="mira", at=at)
        for part in (FACTS, *LOCALES):
            content = a_facts(slug=slug) if part == FACTS else a_copy()
            named = "" if part == FACTS else ENGLISH.id
            for number in (1, 2):
                store.add_revision(slug, part, content, expected=number - 1, author="mira", at=at)
            for hours in (-1, 0, 5):
                begins = at + dt.timedelta(hours=hours)
                store.publish(slug, Publication(part, 1, begins, notice_id=named), ENGLISH)
        store.record(HistoryEntry(slug, FACTS, "published", 1, "mira", at))


@contextlib.contextmanager
def refused(match: str) -> cabc.Iterator[None]:
    with pytest.raises(DBAPIError, match=match):
        yield


def test_one_query_for_a_page(store: SqlPageStore, engine: Engine) -> None:
    """A page costs one query, whatever the number of its locales, drafts and schedules."""
    fill(store)
    with databases.statements(engine) as seen:
        page = store.page(SLUG, NOON)
    assert len(seen) == 1
    assert page is not None
    assert {part: len(state.upcoming) for part, state in page.parts.items()} == dict.fromkeys(
        (FACTS, *LOCALES), 1
    )


@pytest.mark.parametrize("number", [1, 3])
def test_one_query_for_all_pages(store: SqlPageStore, engine: Engine, number: int) -> None:
    """A list of pages costs one query, whatever their number."""
    for at in range(number):
        fill(store, f"serum-{at}")
    with databases.statements(engine) as seen:
        pages = store.pages(NOON)
    assert len(seen) == 1
    assert len(pages) == number


def test_one_query_for_a_revision(store: SqlPageStore, engine: Engine) -> None:
    """A revision costs one query, and so does a page that is not there."""
    fill(store)
    with databases.statements(engine) as seen:
        store.revision(SLUG, "de")
        store.page("nothing", NOON)
    assert len(seen) == 2


def test_drafts_are_not_even_read(store: SqlPageStore, engine: Engine) -> None:
    """What is not shown at the moment does not leave the database."""
    fill(store)
    store.publish(SLUG, Publication("en", None, NOON), None)
    with engine.connect() as connection:
        rows = connection.execute(
            states_query(sa.select(PageRow.id, PageRow.slug), NOON - dt.timedelta(days=9))
        ).all()
    assert rows
    assert all(row.content is None for row in rows)


def test_epoch_rises_with_publications(store: SqlPageStore) -> None:
    """Each publication raises the epoch, and a draft does not."""
    store.add_page(SLUG, author="mira", at=NOON)
    store.add_revision(SLUG, FACTS, a_facts(), expected=0, author="mira", at=NOON)
    assert store.epoch() == 0
    store.publish(SLUG, Publication(FACTS, 1, NOON), None)
    assert store.epoch() == 1
    store.publish(SLUG, Publication(FACTS, None, NOON), None)
    assert store.epoch() == 2


def test_epoch_row_comes_back(store: SqlPageStore, engine: Engine) -> None:
    """An epoch whose row was lost starts anew."""
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM serum_epoch"))
    assert store.epoch() == 0
    fill(store)
    assert store.epoch() > 0


@pytest.mark.parametrize(
    "table", ["serum_revision", "serum_publication", "serum_history", "serum_notice"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_history_only_grows(
    store: SqlPageStore, engine: Engine, table: str, statement: str
) -> None:
    """The database refuses to change or remove what is kept for good."""
    fill(store)
    column = "text" if table == "serum_notice" else "author"
    with refused(f"{table}: (UPDATE|DELETE) refused"), engine.begin() as connection:
        connection.execute(sa.text(statement.format(table, column, "'somebody'")))


def test_history_is_not_truncated(
    postgres_engine: Engine, codec: SnapshotCodec, clock: StoppedClock
) -> None:
    """PostgreSQL's TRUNCATE is refused like any other removal."""
    fill(SqlPageStore(postgres_engine, codec, clock))
    with refused("TRUNCATE refused"), postgres_engine.begin() as connection:
        connection.execute(sa.text("TRUNCATE serum_history"))


def test_no_copy_without_notice(store: SqlPageStore, engine: Engine) -> None:
    """The database refuses a locale's publication that names no notice; a take-down needs none."""
    fill(store)
    with engine.begin() as connection:
        revision = connection.execute(
            sa.select(RevisionRow.page_id, RevisionRow.id).where(RevisionRow.part == "en")
        ).first()
        assert revision is not None
        values = {
            "page_id": revision.page_id,
            "part": "en",
            "begins": NOON,
            "author": "mallory",
            "at": NOON,
        }
        connection.execute(sa.insert(PublicationRow).values(**values, revision_id=None))
    with refused("has_notice"), engine.begin() as connection:
        connection.execute(sa.insert(PublicationRow).values(**values, revision_id=revision.id))


@pytest.mark.parametrize("named", ["", "en.1.unheard"])
def test_no_copy_under_unknown_notice(store: SqlPageStore, database_url: str, named: str) -> None:
    """The database refuses a notice that it does not hold, foreign keys switched on or off."""
    fill(store)
    with (
        databases.disposing(sa.create_engine(database_url)) as host,
        refused("no such notice|notice_id"),
        host.begin() as connection,
    ):
        connection.execute(
            sa.text(
                "INSERT INTO serum_publication"
                " (page_id, part, revision_id, begins, notice_id, author, at)"
                " SELECT page_id, part, revision_id, begins, :named, author, at"
                " FROM serum_publication WHERE part = 'en'"
            ),
            {"named": named},
        )


def test_notice_has_text(engine: Engine) -> None:
    """The database refuses a notice without text."""
    with refused("has_text"), engine.begin() as connection:
        connection.execute(
            sa.insert(NoticeRow).values(id="en.1", locale="en", version=1, sha256="", text="")
        )


def test_notice_is_kept_whole(store: SqlPageStore, engine: Engine) -> None:
    """The notice that copy went out under is kept with its whole text, once."""
    fill(store)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(NoticeRow)).all()
    assert [(row.id, row.text, row.sha256) for row in rows] == [
        (ENGLISH.id, ENGLISH.text, ENGLISH.sha256)
    ]


def test_end_comes_after_beginning(store: SqlPageStore) -> None:
    """The database refuses a publication that ends when it begins."""
    fill(store)
    with refused("ends_after_begins"):
        store.publish(SLUG, Publication(FACTS, 1, NOON, NOON), None)


def test_one_epoch(engine: Engine) -> None:
    """The database refuses a second epoch."""
    with refused("one_row"), engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO serum_epoch (id, number) VALUES (2, 0)"))


def test_decided_at(store: SqlPageStore, engine: Engine, clock: StoppedClock) -> None:
    """A publication remembers when it was decided, by the clock."""
    fill(store)
    with engine.connect() as connection:
        assert set(connection.scalars(sa.select(PublicationRow.at))) == {clock.now()}


@pytest.mark.parametrize("part", [FACTS, "en"])
def test_unreadable_content_is_refused(store: SqlPageStore, part: str) -> None:
    """What could not be read back is not saved, and each problem has its path in the page."""
    store.add_page(SLUG, author="mira", at=NOON)
    content = a_facts(brand="") if part == FACTS else a_copy(title="")
    where = "facts.brand" if part == FACTS else "copy.en.title"
    with pytest.raises(DocumentInvalid, match=re.escape(f"{where}: Must not be empty")):
        store.add_revision(SLUG, part, content, expected=0, author="mira", at=NOON)
    assert store.revisions(SLUG, part) == []


def test_content_is_cleaned_on_the_way_in(store: SqlPageStore, engine: Engine) -> None:
    """What is saved, given back and read is the clean content, whoever wrote it."""
    store.add_page(SLUG, author="mira", at=NOON)
    dirty = a_copy(what_it_is="<p>Gel<script>alert(1)</script></p>")
    saved = store.add_revision(SLUG, "en", dirty, expected=0, author="mira", at=NOON)
    assert saved.content == a_copy(what_it_is="<p>Gel</p>")
    assert store.revision(SLUG, "en") == saved
    with engine.connect() as connection:
        kept = connection.scalar(sa.select(RevisionRow.content))
    assert kept is not None
    assert kept["what_it_is"] == "<p>Gel</p>"


def test_missing_tables(empty_engine: Engine, codec: SnapshotCodec, clock: StoppedClock) -> None:
    """Without tables, reading and writing tell which command makes them."""
    store = SqlPageStore(empty_engine, codec, clock)
    for call in (
        lambda: store.page(SLUG, NOON),
        lambda: store.pages(NOON),
        lambda: store.history(SLUG),
        lambda: store.add_page(SLUG, author="mira", at=NOON),
        store.epoch,
    ):
        with pytest.raises(StoreNotReady, match="run 'flask serum upgrade'"):
            call()


def test_other_errors_stay(store: SqlPageStore, engine: Engine) -> None:
    """An error that is not about our tables is told as it is."""
    with refused("nonsense"), store.transaction(), store._connections.reading() as connection:
        connection.exec_driver_sql("SELECT nonsense()")


def test_late_engine(sqlite_engine: Engine, codec: SnapshotCodec) -> None:
    """A callable is asked for the engine when it is needed, and not before."""
    asked = []

    def give() -> Engine:
        asked.append(True)
        return sqlite_engine

    store = SqlPageStore(give, codec)
    assert not asked
    assert store.pages(NOON) == []
    assert asked == [True]


def test_connections_are_given_back(store: SqlPageStore, engine: Engine) -> None:
    """Neither reading, nor writing, nor failing keeps a connection."""
    fill(store)
    store.pages(NOON)
    with pytest.raises(RevisionConflict, match="latest is 2"):
        store.add_revision(SLUG, "en", a_copy(), expected=0, author="mira", at=NOON)
    assert isinstance(engine.pool, sa.pool.QueuePool)
    assert engine.pool.checkedout() == 0


def test_plain_host_engine(database_url: str, codec: SnapshotCodec, clock: StoppedClock) -> None:
    """A host's own engine works as it is, and is left as it was."""
    with databases.disposing(sa.create_engine(database_url)) as host:
        fill(SqlPageStore(host, codec, clock))
        if host.dialect.name == "sqlite":
            with host.connect() as connection:
                assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 0


def test_host_that_begins_itself(
    sqlite_files: databases.SqliteFiles, codec: SnapshotCodec, clock: StoppedClock
) -> None:
    """A host's SQLite engine that emits its own BEGIN works too."""
    host = sa.create_engine(sqlite_files.url())

    @sa.event.listens_for(host, "connect")
    def _connect(connection: object, _: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]

    @sa.event.listens_for(host, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    with databases.disposing(host):
        store = SqlPageStore(host, codec, clock)
        fill(store)
        assert store.page(SLUG, NOON) is not None
        migrate.downgrade(host, "base")
        migrate.upgrade(host)
        assert store.pages(NOON) == []


def test_transaction_is_the_threads_own(store: SqlPageStore) -> None:
    """Another thread does not join a transaction, even with a copy of its context."""

    async def elsewhere() -> list[object]:
        return list(await asyncio.to_thread(store.pages, NOON))

    fill(store, "kept")
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.extend(store.pages(NOON)))
    with store.transaction():
        store.add_page("mine", author="mira", at=NOON)
        thread.start()
        thread.join()
        copied = asyncio.run(elsewhere())
    assert [page.slug for page in store.pages(NOON)] == ["kept", "mine"]
    assert len(seen) == len(copied) == 1


def test_slug_of_any_length(store: SqlPageStore) -> None:
    """No column cuts a name short."""
    slug = "-".join(["serum"] * 60)
    store.add_page(slug, author="mira", at=NOON)
    assert [page.slug for page in store.pages(NOON)] == [slug]


def test_moments_need_a_zone(sqlite_engine: Engine) -> None:
    """The column type refuses a naive time, and leaves nothing as nothing."""
    with pytest.raises(ValueError, match="has no time zone"):
        in_utc(dt.datetime(2027, 1, 1))
    kind = UtcDateTime()
    assert kind.process_bind_param(None, sqlite_engine.dialect) is None
    assert kind.process_result_value(None, sqlite_engine.dialect) is None
