"""Reviews over a database: a row for each thing that was said."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.reviews import Kind
from ..core.reviews import ReviewEvent
from ..core.reviews import STEPS
from .connections import Connections
from .models import Base
from .models import Id
from .models import in_utc
from .models import PageRow
from .rows import page_id_of


class ReviewRow(Base):
    """One thing that was said or done in a review; only ever added."""

    __tablename__ = "serum_review"
    __table_args__ = (sa.Index(None, "page_id", "part"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"))
    part: Mapped[str]
    revision: Mapped[int] = mapped_column(sa.Integer())
    kind: Mapped[str]
    author: Mapped[str]
    at: Mapped[dt.datetime]
    path: Mapped[str]
    thread: Mapped[int | None] = mapped_column(Id, sa.ForeignKey("serum_review.id"))
    text: Mapped[str] = mapped_column(sa.Text())


class SqlReviewLog:
    """Keeps reviews in a database; fulfils :class:`~flask_serum.core.reviews.ReviewLog`.

    :param connections: those of the page store, whose transactions it joins.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, event: ReviewEvent) -> ReviewEvent:
        """Keep an event, and give it with its id.

        :param event: what was said.
        :raises PageNotFound: if there is no such page.
        """
        with self._connections.transaction() as connection:
            made = connection.execute(
                sa.insert(ReviewRow).values(
                    page_id=page_id_of(connection, event.slug),
                    part=event.part,
                    revision=event.revision,
                    kind=event.kind.value,
                    author=event.author,
                    at=in_utc(event.at),
                    path=event.path,
                    thread=event.thread,
                    text=event.text,
                )
            )
        assert made.inserted_primary_key is not None
        return replace(event, at=in_utc(event.at), id=made.inserted_primary_key[0])

    def events(self, slug: str, part: str) -> list[ReviewEvent]:
        """List what was said about a part, oldest first."""
        return self._read(_EVENTS.where(PageRow.slug == slug, ReviewRow.part == part))

    def latest(self, slug: str | None = None) -> dict[tuple[str, str], ReviewEvent]:
        """Give the last of the steps of each part that has one, by slug and part.

        :param slug: the only page; ``None`` for all.
        """
        last = (
            sa.select(sa.func.max(ReviewRow.id))
            .where(ReviewRow.kind.in_([one.value for one in STEPS]))
            .group_by(ReviewRow.page_id, ReviewRow.part)
        )
        query = _EVENTS.where(ReviewRow.id.in_(last))
        if slug is not None:
            query = query.where(PageRow.slug == slug)
        return {(one.slug, one.part): one for one in self._read(query)}

    def _read(self, query: sa.Select[*tuple[t.Any, ...]]) -> list[ReviewEvent]:
        with self._connections.reading() as connection:
            rows = connection.execute(query.order_by(ReviewRow.id)).all()
        return [_event(row) for row in rows]


_EVENTS = sa.select(PageRow.slug, ReviewRow).join(PageRow, PageRow.id == ReviewRow.page_id)


def _event(row: sa.Row[t.Any]) -> ReviewEvent:
    return ReviewEvent(
        row.slug,
        row.part,
        row.revision,
        Kind(row.kind),
        row.author,
        row.at,
        row.path,
        row.thread,
        row.text,
        row.id,
    )
