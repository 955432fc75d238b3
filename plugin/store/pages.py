"""The page store over a database."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import datetime as dt
import typing as t

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ..core.clock import SystemClock
from ..core.errors import NoticeUnavailable
from ..core.errors import PageNotFound
from ..core.errors import RevisionNotFound
from ..core.notice import Notice
from ..core.page import FACTS
from ..core.page import Part
from ..core.ports import Clock
from ..core.ports import HistoryEntry
from ..core.ports import PageState
from ..core.ports import Publication
from ..core.ports import Revision
from ..core.ports import SnapshotCodec
from .connections import Connections
from .connections import insert_new
from .decoding import RememberingCodec
from .history import add_to_history
from .history import read_history
from .models import EpochRow
from .models import in_utc
from .models import PageRow
from .models import RevisionRow
from .publications import add_publication
from .publications import cancel_publication
from .rows import hold_latest
from .rows import hold_page
from .rows import load_part
from .rows import page_id_of
from .rows import raise_epoch
from .rows import raise_latest
from .standing import read_contents
from .standing import read_states
from .standing import states_query
from .trash import put_into_trash
from .trash import take_out_of_trash


class SqlPageStore:
    """Keeps pages in a database; fulfils :class:`~flask_serum.core.ports.PageStore`.

    :param engine: the engine, or a callable that gives it when it is first needed.
    :param codec: turns parts into JSON and back.
    :param clock: tells when a publication was decided.
    """

    def __init__(
        self,
        engine: Engine | cabc.Callable[[], Engine],
        codec: SnapshotCodec,
        clock: Clock | None = None,
    ) -> None:
        self._connections = Connections(engine)
        self._codec = RememberingCodec(codec)
        self._clock = clock or SystemClock()

    @property
    def connections(self) -> Connections:
        """What this store reads and writes with; whoever shares it joins its transactions."""
        return self._connections

    @contextlib.contextmanager
    def transaction(self) -> cabc.Iterator[None]:
        """Make what is written inside stand together or not at all.

        Inside another transaction it is a part of that one, which can fail alone.
        """
        with self._connections.transaction():
            yield

    def page(self, slug: str, at: dt.datetime) -> PageState | None:
        """Give a page as it stands at a moment, in one query."""
        pages = sa.select(PageRow.id, PageRow.slug).where(PageRow.slug == slug)
        return next(iter(self._states(pages, at)), None)

    def pages(
        self, at: dt.datetime, *, after: str = "", limit: int | None = None
    ) -> list[PageState]:
        """List pages as they stand at a moment, by slug, in one query.

        :param at: the moment, aware.
        :param after: the slug to go on after.
        :param limit: how many at most; ``None`` for all.
        """
        pages = sa.select(PageRow.id, PageRow.slug).order_by(PageRow.slug).limit(limit)
        return self._states(pages.where(PageRow.slug > after), at)

    def epoch(self) -> int:
        """Give the number that every publication raises, in one query."""
        with self._connections.reading() as connection:
            return connection.scalar(sa.select(EpochRow.number)) or 0

    def hold(self, slug: str) -> None:
        """Let others publish a page only once this transaction has ended."""
        with self._connections.reading() as connection:
            hold_page(connection, slug)

    def add_page(self, slug: str, *, author: str, at: dt.datetime) -> None:
        """Make an empty page; do nothing where it exists."""
        with self._connections.transaction() as connection:
            insert_new(connection, PageRow, slug=slug, created_at=in_utc(at), created_by=author)

    def add_revision(
        self,
        slug: str,
        part: str,
        content: Part,
        *,
        expected: int,
        author: str,
        at: dt.datetime,
        reverted_from: int | None = None,
    ) -> Revision:
        """Save a snapshot.

        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param content: the whole part.
        :param expected: the number of the revision that the change was made from; ``0`` for none.
        :param author: who saves.
        :param at: when, aware.
        :param reverted_from: the number of the revision that is brought back, if one is.
        :return: the revision, with the content as it will be read.
        :raises DocumentInvalid: if the codec does not take the content.
        :raises PageNotFound: if there is no such page.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        # What the codec would not read back is refused now, not when a shopper comes.
        kept = load_part(self._codec, part, self._codec.dump(content))
        saved = Revision(slug, part, expected + 1, kept, author, in_utc(at), reverted_from)
        with self._connections.transaction() as connection:
            page_id = page_id_of(connection, slug)
            raise_latest(connection, page_id, part, expected)
            connection.execute(
                sa.insert(RevisionRow).values(
                    page_id=page_id,
                    part=part,
                    number=saved.number,
                    content=self._codec.dump(kept),
                    author=author,
                    at=saved.at,
                    reverted_from=reverted_from,
                )
            )
        return saved

    def revision(self, slug: str, part: str, number: int | None = None) -> Revision:
        """Give a revision; the latest one where no number is given.

        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if there is no such revision.
        """
        found = next(self._revisions(slug, part, number, limit=1), None)
        if found is None:
            raise RevisionNotFound(slug, part, number)
        return found

    def contents(
        self, wanted: cabc.Collection[tuple[str, str, int]]
    ) -> dict[tuple[str, str, int], Part]:
        """Give what revisions say, in one query; see :meth:`.PageStore.contents`."""
        with self._connections.reading() as connection:
            return read_contents(connection, wanted, self._codec)

    def revisions(
        self, slug: str, part: str, *, before: int | None = None, limit: int | None = None
    ) -> list[Revision]:
        """List the revisions of a part, newest first; see :meth:`.PageStore.revisions`.

        :raises PageNotFound: if there is no such page.
        """
        return list(self._revisions(slug, part, limit=limit, before=before))

    def publish(
        self,
        slug: str,
        publication: Publication,
        notice: Notice | None,
        *,
        expected: int | None = None,
    ) -> Publication:
        """Add a publication, and raise the epoch; see :meth:`.PageStore.publish`.

        :raises NoticeUnavailable: if the notice is missing, or is not the one named.
        """
        part, number = publication.part, publication.revision
        if part == FACTS or number is None:
            notice = None
        elif notice is None or notice.id != publication.notice_id:
            raise NoticeUnavailable(part, "copy is published under the notice that it names.")
        with self._connections.transaction() as connection:
            if expected is not None:
                hold_latest(connection, page_id_of(connection, slug), part, expected)
            return add_publication(connection, slug, publication, notice, self._clock.now())

    def cancel(
        self,
        slug: str,
        part: str,
        number: int,
        *,
        author: str,
        at: dt.datetime,
        expected: int | None = None,
    ) -> Publication:
        """Cancel what is upcoming, and raise the epoch; see :meth:`.PageStore.cancel`."""
        with self._connections.transaction() as connection:
            if expected is not None:
                hold_latest(connection, page_id_of(connection, slug), part, expected)
            return cancel_publication(connection, slug, part, number, author, at)

    def trash(self, slug: str, *, author: str, at: dt.datetime) -> bool:
        """Put a page into the trash; everything of it stays kept.

        :param slug: the page.
        :param author: who does.
        :param at: when, aware.
        :return: whether it was not there yet.
        :raises PageNotFound: if there is no such page.
        """
        with self._connections.transaction() as connection:
            raise_epoch(connection)
            return put_into_trash(connection, page_id_of(connection, slug), author, at)

    def restore(self, slug: str) -> bool:
        """Take a page out of the trash.

        :param slug: the page.
        :return: whether it was there.
        :raises PageNotFound: if there is no such page.
        """
        with self._connections.transaction() as connection:
            raise_epoch(connection)
            return take_out_of_trash(connection, page_id_of(connection, slug))

    def history(
        self, slug: str, *, part: str = "", before: int | None = None, limit: int | None = None
    ) -> list[HistoryEntry]:
        """List what was done to a page, newest first; see :meth:`.PageStore.history`.

        :raises PageNotFound: if there is no such page.
        """
        with self._connections.reading() as connection:
            return read_history(connection, slug, part, before, limit)

    def record(self, entry: HistoryEntry) -> None:
        """Add an entry to the history.

        :raises PageNotFound: if there is no such page.
        """
        with self._connections.transaction() as connection:
            add_to_history(connection, page_id_of(connection, entry.slug), entry)

    def _states(self, pages: sa.Select[*tuple[t.Any, ...]], at: dt.datetime) -> list[PageState]:
        moment = in_utc(at)
        with self._connections.reading() as connection:
            rows = connection.execute(states_query(pages, moment)).all()
        return read_states(rows, moment, self._codec)

    def _revisions(
        self,
        slug: str,
        part: str,
        number: int | None = None,
        limit: int | None = None,
        before: int | None = None,
    ) -> cabc.Iterator[Revision]:
        joined = [RevisionRow.page_id == PageRow.id, RevisionRow.part == part]
        if number is not None:
            joined.append(RevisionRow.number == number)
        if before is not None:
            joined.append(RevisionRow.number < before)
        with self._connections.reading() as connection:
            rows = connection.execute(
                sa.select(PageRow.slug, RevisionRow)
                .outerjoin(RevisionRow, sa.and_(*joined))
                .where(PageRow.slug == slug)
                .order_by(RevisionRow.number.desc())
                .limit(limit)
            ).all()
        if not rows:
            raise PageNotFound(slug)
        return (self._revision(row) for row in rows if row.id is not None)

    def _revision(self, row: sa.Row[*tuple[t.Any, ...]]) -> Revision:
        content = self._codec.load(row.part, row.content)
        return Revision(
            row.slug, row.part, row.number, content, row.author, row.at, row.reverted_from
        )
