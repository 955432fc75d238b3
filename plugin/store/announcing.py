"""Finds what has come about since it was last looked, from the publications themselves."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..core.page import FACTS
from ..core.webhooks import Change
from ..core.webhooks import EventKind
from .models import CancellationRow
from .models import PageRow
from .models import PublicationRow
from .models import RevisionRow
from .webhook_rows import AnnouncementRow
from .webhook_rows import EventRow

BEGINS, ENDS = "begins", "ends"

Edge: t.TypeAlias = tuple[int, str]
"""A publication's id, and which of its two moments."""


def changes_of_pages(
    connection: Connection, at: dt.datetime, since: dt.datetime
) -> list[tuple[Change, list[Edge]]]:
    """Find what began or ended and was not announced; one change per page and kind.

    :param connection: inside a transaction that nobody else looks in at the same time.
    :param at: the moment, in UTC.
    :param since: what came about before is passed over.
    """
    begun = _edges(connection, BEGINS, PublicationRow.begins, at, since)
    ended = _edges(connection, ENDS, PublicationRow.ends, at, since, *_showed_to_its_end())
    groups: dict[tuple[EventKind, bool, str], list[tuple[sa.Row[t.Any], str]]] = {}
    for edge, rows in ((BEGINS, begun), (ENDS, ended)):
        for row in rows:
            shown = edge == BEGINS and row.revision_id is not None
            groups.setdefault((_kind(row, edge), shown, row.slug), []).append((row, edge))
    found = []
    for (kind, shown, slug), members in groups.items():
        change = Change(
            kind,
            max(row.moment for row, _ in members),
            slug,
            tuple(dict.fromkeys(row.part for row, _ in members)),
            _markets(connection, members[0][0].page_id, at),
            shown,
        )
        found.append((change, [(row.id, edge) for row, edge in members]))
    return sorted(found, key=lambda one: one[0].at)


def last_notices(connection: Connection) -> dict[str, str]:
    """Give the ids of the safety notices that were last announced, by locale.

    :param connection: to read with.
    """
    ids = connection.scalars(
        sa.select(EventRow.notice_id)
        .where(EventRow.kind == EventKind.NOTICE_CHANGED.value, EventRow.notice_id.is_not(None))
        .order_by(EventRow.id)
    )
    return {locale_of(id): id for id in ids if id is not None}


def locale_of(notice: str) -> str:
    """Give the locale of a notice by its id."""
    return notice.partition(".")[0]


def _edges(
    connection: Connection,
    edge: str,
    moment: sa.orm.InstrumentedAttribute[t.Any],
    at: dt.datetime,
    since: dt.datetime,
    *further: sa.ColumnElement[bool],
) -> cabc.Sequence[sa.Row[t.Any]]:
    announced = sa.exists().where(
        AnnouncementRow.publication_id == PublicationRow.id, AnnouncementRow.edge == edge
    )
    cancelled = sa.exists().where(CancellationRow.publication_id == PublicationRow.id)
    return connection.execute(
        sa.select(
            PageRow.slug,
            PublicationRow.id,
            PublicationRow.page_id,
            PublicationRow.part,
            PublicationRow.revision_id,
            PublicationRow.begins,
            PublicationRow.at,
            moment.label("moment"),
        )
        .join(PageRow, PageRow.id == PublicationRow.page_id)
        .where(moment <= at, moment >= since, ~announced, ~cancelled, *further)
        .order_by(moment, PublicationRow.id)
    ).all()


def _showed_to_its_end() -> tuple[sa.ColumnElement[bool], ...]:
    later = sa.orm.aliased(PublicationRow, name="later")
    cancelled = sa.exists().where(CancellationRow.publication_id == later.id)
    taken_over = sa.exists().where(
        later.page_id == PublicationRow.page_id,
        later.part == PublicationRow.part,
        later.begins <= PublicationRow.ends,
        sa.or_(
            later.begins > PublicationRow.begins,
            sa.and_(later.begins == PublicationRow.begins, later.id > PublicationRow.id),
        ),
        ~cancelled,
    )
    return PublicationRow.revision_id.is_not(None), ~taken_over


def _kind(row: sa.Row[t.Any], edge: str) -> EventKind:
    if edge == ENDS or row.begins > row.at:
        return EventKind.SCHEDULE_DUE
    return EventKind.UNPUBLISHED if row.revision_id is None else EventKind.PUBLISHED


def _markets(connection: Connection, page_id: int, at: dt.datetime) -> tuple[str, ...]:
    # The last two, because a page may have left a market, where it has to be purged too.
    contents = connection.scalars(
        sa.select(RevisionRow.content)
        .join(PublicationRow, PublicationRow.revision_id == RevisionRow.id)
        .where(
            PublicationRow.page_id == page_id,
            PublicationRow.part == FACTS,
            PublicationRow.begins <= at,
        )
        .order_by(PublicationRow.begins.desc(), PublicationRow.id.desc())
        .limit(2)
    )
    return tuple(sorted({code for content in contents for code in content["markets"]}))
