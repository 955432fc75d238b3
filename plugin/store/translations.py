"""What translations were made from, over a database."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.translation import SourceMark
from .connections import Connections
from .models import Base
from .models import Id
from .models import in_utc
from .models import PageRow
from .rows import page_id_of


class TranslationSourceRow(Base):
    """From which revisions of its source each field of a translation was made; only added."""

    __tablename__ = "serum_translation_source"
    __table_args__ = (sa.Index(None, "page_id", "part"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"))
    part: Mapped[str]
    source: Mapped[str]
    numbers: Mapped[dict[str, int]] = mapped_column(sa.JSON())
    author: Mapped[str]
    at: Mapped[dt.datetime]


class SqlSourceLog:
    """Keeps marks in a database; fulfils :class:`~flask_serum.core.translation.SourceLog`.

    :param connections: those of the page store, whose transactions it joins.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def mark(self, mark: SourceMark) -> None:
        """Keep a mark; the last one of a part counts.

        :param mark: what a translation was made from.
        :raises PageNotFound: if there is no such page.
        """
        with self._connections.transaction() as connection:
            connection.execute(
                sa.insert(TranslationSourceRow).values(
                    page_id=page_id_of(connection, mark.slug),
                    part=mark.part,
                    source=mark.source,
                    numbers=dict(mark.numbers),
                    author=mark.author,
                    at=in_utc(mark.at),
                )
            )

    def marks(self, slug: str | None = None) -> dict[tuple[str, str], SourceMark]:
        """Give the last mark of each part that has one, by slug and part.

        :param slug: the only page; ``None`` for all.
        """
        row = TranslationSourceRow
        last = sa.select(sa.func.max(row.id)).group_by(row.page_id, row.part)
        query = (
            sa.select(PageRow.slug, row)
            .join(PageRow, PageRow.id == row.page_id)
            .where(row.id.in_(last))
        )
        if slug is not None:
            query = query.where(PageRow.slug == slug)
        with self._connections.reading() as connection:
            rows = connection.execute(query).all()
        return {
            (one.slug, one.part): SourceMark(
                one.slug, one.part, one.source, one.numbers, one.author, one.at
            )
            for one in rows
        }
