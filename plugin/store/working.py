"""Working copies and presence, in tables of their own that may be changed and cleared."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ..core.ports import Revision
from ..core.ports import SnapshotCodec
from ..core.working import Earlier
from ..core.working import WorkingCopy
from .connections import Connections
from .models import in_utc
from .models import PageRow
from .models import PartRow
from .models import RevisionRow
from .rows import page_id_of
from .working_rows import give_up
from .working_rows import others
from .working_rows import PresenceRow
from .working_rows import put
from .working_rows import WorkingCopyRow

_LATE = dt.timedelta(days=1)
"""For how long words that come late are told from new ones."""


class SqlWorkbench:
    """Keeps them in a database; fulfils :class:`~flask_serum.core.working.Workbench`.

    :param engine: the engine, or a callable that gives it when it is first needed.
    :param codec: reads revisions.
    """

    def __init__(self, engine: Engine | cabc.Callable[[], Engine], codec: SnapshotCodec) -> None:
        self._connections = Connections(engine)
        self._codec = codec

    def latest(self, slug: str = "") -> list[Revision]:
        """Give the latest revision of every part, in one query.

        :param slug: of one page; ``""`` for all pages.
        """
        query = (
            sa.select(
                PageRow.slug,
                RevisionRow.part,
                RevisionRow.number,
                RevisionRow.content,
                RevisionRow.author,
                RevisionRow.at,
                RevisionRow.reverted_from,
            )
            .join(PartRow, PartRow.page_id == PageRow.id)
            .join(
                RevisionRow,
                sa.and_(
                    RevisionRow.page_id == PartRow.page_id,
                    RevisionRow.part == PartRow.part,
                    RevisionRow.number == PartRow.latest,
                ),
            )
            .order_by(PageRow.slug, RevisionRow.part)
        )
        if slug:
            query = query.where(PageRow.slug == slug)
        with self._connections.reading() as connection:
            return [
                Revision(
                    row.slug,
                    row.part,
                    row.number,
                    self._codec.load(row.part, row.content),
                    row.author,
                    row.at,
                    row.reverted_from,
                )
                for row in connection.execute(query)
            ]

    def keep(self, copy: WorkingCopy, after: Earlier | None = None) -> bool:
        """Keep a working copy in place of the last one of its sheet.

        Words that were on their way while their sheet was saved are not kept: they began from a
        revision before the one that :meth:`drop` was told. Other sheets of the author's that say
        the very same go.

        :param copy: the words; they get a mark of their own.
        :param after: what the sheet was opened with; it goes where it is unchanged since.
        :return: whether they are kept.
        :raises PageNotFound: if there is no such page.
        """
        row, fields = WorkingCopyRow, [list(pair) for pair in copy.fields]
        key = {"part": copy.part, "author": copy.author, "sheet": copy.sheet}
        values = {
            "base": copy.base,
            "fields": fields,
            "at": in_utc(copy.at),
            "mark": secrets.token_hex(8),
        }
        with self._connections.transaction() as connection:
            page_id = page_id_of(connection, copy.slug)
            if not put(connection, row, page_id, key, values, row.base <= copy.base):
                return False
            give_up(connection, page_id, key, after)
            for one in connection.execute(others(page_id, key)):
                if (one.base, one.fields) == (copy.base, fields):
                    give_up(connection, page_id, key, Earlier(one.sheet, one.mark))
            return True

    def kept(self, author: str, slug: str, part: str) -> list[WorkingCopy]:
        """List somebody's working copies of a part, newest first.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        """
        row = WorkingCopyRow
        query = (
            sa.select(row.base, row.fields, row.at, row.sheet, row.mark)
            .join(PageRow, PageRow.id == row.page_id)
            .where(PageRow.slug == slug, row.part == part, row.author == author)
            .order_by(row.at.desc(), row.sheet)
        )
        with self._connections.reading() as connection:
            found = connection.execute(query).all()
        return [
            WorkingCopy(
                slug,
                part,
                author,
                one.base,
                tuple((name, text) for name, text in one.fields),
                one.at,
                one.sheet,
                one.mark,
            )
            for one in found
            if one.fields
        ]

    def unsaved(self, author: str, slug: str) -> frozenset[str]:
        """Name the parts of a page that somebody has words for which are not saved.

        :param author: whose.
        :param slug: the page.
        """
        row = WorkingCopyRow
        query = (
            sa.select(row.part, row.fields)
            .join(PageRow, PageRow.id == row.page_id)
            .where(PageRow.slug == slug, row.author == author)
        )
        with self._connections.reading() as connection:
            return frozenset(part for part, fields in connection.execute(query) if fields)

    def drop(
        self,
        author: str,
        slug: str,
        part: str,
        base: int,
        sheet: str = "",
        after: Earlier | None = None,
    ) -> None:
        """Remove the working copy of a sheet, if there is one.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param base: the number of the revision that the author goes on from.
        :param sheet: the name of the form.
        :param after: what the sheet was opened with; it goes where it is unchanged since.
        :raises PageNotFound: if there is no such page.
        """
        now = dt.datetime.now(dt.UTC)
        key = {"part": part, "author": author, "sheet": sheet}
        # The row stays a while, without words, to tell what comes late.
        gone = {"base": base, "fields": [], "at": now, "mark": secrets.token_hex(8)}
        with self._connections.transaction() as connection:
            page_id = page_id_of(connection, slug)
            put(connection, WorkingCopyRow, page_id, key, gone)
            give_up(connection, page_id, key, after)
            for one in connection.execute(others(page_id, key)):
                if not one.fields and one.at < now - _LATE:
                    give_up(connection, page_id, key, Earlier(one.sheet, one.mark))

    def note_presence(self, author: str, slug: str, part: str, at: dt.datetime) -> None:
        """Note that somebody has a part open.

        :param author: who.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param at: when.
        :raises PageNotFound: if there is no such page.
        """
        key = {"part": part, "author": author}
        with self._connections.transaction() as connection:
            page_id = page_id_of(connection, slug)
            put(connection, PresenceRow, page_id, key, {"at": in_utc(at)})

    def present(self, slug: str, part: str, since: dt.datetime) -> list[str]:
        """List who had a part open at a moment or later, by name.

        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param since: the moment.
        """
        row = PresenceRow
        query = (
            sa.select(row.author)
            .join(PageRow, PageRow.id == row.page_id)
            .where(PageRow.slug == slug, row.part == part, row.at >= in_utc(since))
            .order_by(row.author)
        )
        with self._connections.reading() as connection:
            return list(connection.scalars(query))
