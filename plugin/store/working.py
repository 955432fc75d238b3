"""Working copies and presence, in tables of their own that may be changed and cleared."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.ports import Revision
from ..core.ports import SnapshotCodec
from ..core.working import WorkingCopy
from .connections import Connections
from .connections import insert_new
from .models import Base
from .models import Id
from .models import in_utc
from .models import PageRow
from .models import PartRow
from .models import RevisionRow
from .rows import page_id_of


class WorkingCopyRow(Base):
    """A form as somebody left it; one per author and part."""

    __tablename__ = "serum_working_copy"

    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(primary_key=True)
    base: Mapped[int] = mapped_column(sa.Integer())
    fields: Mapped[list[list[str]]] = mapped_column(sa.JSON())
    at: Mapped[dt.datetime]


class PresenceRow(Base):
    """When somebody last had a part open."""

    __tablename__ = "serum_presence"

    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]


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

    def keep(self, copy: WorkingCopy) -> bool:
        """Keep a working copy in place of the author's last one of that part.

        Words that were on their way while their author saved are not kept: they began from a
        revision before the one that :meth:`drop` was told.

        :param copy: the words.
        :return: whether they are kept.
        :raises PageNotFound: if there is no such page.
        """
        kept = {
            "base": copy.base,
            "fields": [list(pair) for pair in copy.fields],
            "at": in_utc(copy.at),
        }
        newer = WorkingCopyRow.base <= copy.base
        return self._put(WorkingCopyRow, copy.slug, copy.part, copy.author, kept, newer)

    def find(self, author: str, slug: str, part: str) -> WorkingCopy | None:
        """Give somebody's working copy of a part, or ``None``.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        """
        row = WorkingCopyRow
        query = (
            sa.select(row.base, row.fields, row.at)
            .join(PageRow, PageRow.id == row.page_id)
            .where(PageRow.slug == slug, row.part == part, row.author == author)
        )
        with self._connections.reading() as connection:
            found = connection.execute(query).one_or_none()
        if found is None or not found.fields:
            return None
        fields = tuple((name, text) for name, text in found.fields)
        return WorkingCopy(slug, part, author, found.base, fields, found.at)

    def drop(self, author: str, slug: str, part: str, base: int) -> None:
        """Remove somebody's working copy of a part, if there is one.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param base: the number of the revision that the author goes on from.
        :raises PageNotFound: if there is no such page.
        """
        # The row stays, without words, to tell what comes late.
        gone = {"base": base, "fields": [], "at": dt.datetime.now(dt.UTC)}
        self._put(WorkingCopyRow, slug, part, author, gone)

    def note_presence(self, author: str, slug: str, part: str, at: dt.datetime) -> None:
        """Note that somebody has a part open.

        :param author: who.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param at: when.
        :raises PageNotFound: if there is no such page.
        """
        self._put(PresenceRow, slug, part, author, {"at": in_utc(at)})

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

    def _put(
        self,
        row: type[WorkingCopyRow | PresenceRow],
        slug: str,
        part: str,
        author: str,
        values: cabc.Mapping[str, object],
        *only: sa.ColumnElement[bool],
    ) -> bool:
        with self._connections.transaction() as connection:
            page_id = page_id_of(connection, slug)
            if insert_new(connection, row, page_id=page_id, part=part, author=author, **values):
                return True
            mine = (row.page_id == page_id, row.part == part, row.author == author)
            done = connection.execute(sa.update(row).where(*mine, *only).values(**values))
            return done.rowcount == 1
