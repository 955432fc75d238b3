"""How pages stand at a moment, read in one query whatever their number."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import itertools
import operator
import typing as t

import sqlalchemy as sa

from ..core.ports import PageState
from ..core.ports import PartState
from ..core.ports import Publication
from ..core.ports import SnapshotCodec
from .models import PartRow
from .models import PublicationRow
from .models import RevisionRow


def states_query(pages: sa.Select[*tuple[t.Any, ...]], at: dt.datetime) -> sa.Select[t.Any]:
    """Select, per page and part, the publications that began last, and those that have not begun.

    A row's content is there only where it is shown at the moment.

    :param pages: selects the ``id`` and ``slug`` of the pages.
    :param at: aware, in UTC.
    """
    page = pages.subquery("page")
    earlier = sa.orm.aliased(PublicationRow, name="earlier")
    began_last = (
        sa.select(sa.func.max(earlier.begins))
        .where(
            earlier.page_id == PartRow.page_id, earlier.part == PartRow.part, earlier.begins <= at
        )
        .correlate(PartRow)
        .scalar_subquery()
    )
    moment = sa.literal(at, PublicationRow.begins.type)
    shown = sa.and_(
        PublicationRow.begins <= at,
        sa.or_(PublicationRow.ends.is_(None), PublicationRow.ends > at),
    )
    return (
        sa.select(
            page.c.slug,
            PartRow.part,
            PartRow.latest,
            PublicationRow.id,
            PublicationRow.begins,
            PublicationRow.ends,
            PublicationRow.notice_id,
            PublicationRow.author,
            RevisionRow.number,
            sa.case((shown, RevisionRow.content)).label("content"),
        )
        .select_from(page)
        .outerjoin(PartRow, PartRow.page_id == page.c.id)
        .outerjoin(
            PublicationRow,
            sa.and_(
                PublicationRow.page_id == PartRow.page_id,
                PublicationRow.part == PartRow.part,
                PublicationRow.begins >= sa.func.coalesce(began_last, moment),
            ),
        )
        .outerjoin(RevisionRow, RevisionRow.id == PublicationRow.revision_id)
        .order_by(page.c.slug, PartRow.part, PublicationRow.begins, PublicationRow.id)
    )


def read_states(
    rows: cabc.Iterable[sa.Row[*tuple[t.Any, ...]]], at: dt.datetime, codec: SnapshotCodec
) -> list[PageState]:
    """Put the rows of :func:`states_query` together.

    :param rows: in the query's order.
    :param at: the moment they were asked for.
    :param codec: reads the content.
    """
    return [
        PageState(
            slug,
            {
                part: _part_state(list(of_part), at, codec)
                for part, of_part in itertools.groupby(of_page, operator.attrgetter("part"))
                if part is not None
            },
        )
        for slug, of_page in itertools.groupby(rows, operator.attrgetter("slug"))
    ]


def _part_state(
    rows: cabc.Sequence[sa.Row[*tuple[t.Any, ...]]], at: dt.datetime, codec: SnapshotCodec
) -> PartState:
    decided = [row for row in rows if row.id is not None]
    begun = [row for row in decided if row.begins <= at]
    current = begun[-1] if begun else None
    return PartState(
        latest=rows[0].latest,
        publication=_publication(current) if current else None,
        content=(
            codec.load(current.part, current.content) if current and current.content else None
        ),
        upcoming=tuple(_publication(row) for row in decided if row.begins > at),
    )


def _publication(row: sa.Row[*tuple[t.Any, ...]]) -> Publication:
    return Publication(row.part, row.number, row.begins, row.ends, row.notice_id or "", row.author)
