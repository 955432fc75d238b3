"""The history over a database: an entry for each thing that was done to a page; only ever added."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..core.errors import PageNotFound
from ..core.ports import HistoryEntry
from .models import HistoryRow
from .models import in_utc
from .models import PageRow


def read_history(
    connection: Connection, slug: str, part: str, before: int | None, limit: int | None
) -> list[HistoryEntry]:
    """List what was done to a page, newest first.

    :param connection: to read with.
    :param slug: the page.
    :param part: the only part; ``""`` for all of them.
    :param before: the id of the entry to go on after; ``None`` begins with the newest.
    :param limit: how many at most; ``None`` for all.
    :raises PageNotFound: if there is no such page.
    """
    joined = [HistoryRow.page_id == PageRow.id]
    if part:
        joined.append(HistoryRow.part == part)
    if before is not None:
        joined.append(HistoryRow.id < before)
    rows = connection.execute(
        sa.select(PageRow.slug, HistoryRow)
        .outerjoin(HistoryRow, sa.and_(*joined))
        .where(PageRow.slug == slug)
        .order_by(HistoryRow.id.desc())
        .limit(limit)
    ).all()
    if not rows:
        raise PageNotFound(slug)
    return [
        HistoryEntry(row.slug, row.part, row.verb, row.revision, row.author, row.at, row.id)
        for row in rows
        if row.id is not None
    ]


def add_to_history(connection: Connection, page_id: int, entry: HistoryEntry) -> None:
    """Add an entry.

    :param connection: inside a transaction.
    :param page_id: the page.
    :param entry: what was done.
    """
    connection.execute(
        sa.insert(HistoryRow).values(
            page_id=page_id,
            part=entry.part,
            verb=entry.verb,
            revision=entry.revision,
            author=entry.author,
            at=in_utc(entry.at),
        )
    )
