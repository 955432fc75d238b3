"""How pages stand at a moment, read in one query whatever their number."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import itertools
import operator
import typing as t

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..core.page import Part
from ..core.ports import PageState
from ..core.ports import PartState
from ..core.ports import Publication
from ..core.ports import SnapshotCodec
from .models import CancellationRow
from .models import PageRow
from .models import PartRow
from .models import PublicationRow
from .models import RevisionRow
from .trash import TrashRow


def states_query(pages: sa.Select[*tuple[t.Any, ...]], at: dt.datetime) -> sa.Select[t.Any]:
    """Select, per page and part, the publications that began last, and those that have not begun.

    What was cancelled counts for neither.

    A row's content is there only where it is shown at the moment.

    :param pages: selects the ``id`` and ``slug`` of the pages.
    :param at: aware, in UTC.
    """
    page = pages.subquery("page")
    earlier = sa.orm.aliased(PublicationRow, name="earlier")
    began_last = (
        sa.select(sa.func.max(earlier.begins))
        .where(
            earlier.page_id == PartRow.page_id,
            earlier.part == PartRow.part,
            earlier.begins <= at,
            ~_cancelled(earlier.id),
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
            sa.and_(TrashRow.at.is_not(None), TrashRow.at <= at).label("trashed"),
        )
        .select_from(page)
        .outerjoin(TrashRow, TrashRow.page_id == page.c.id)
        .outerjoin(PartRow, PartRow.page_id == page.c.id)
        .outerjoin(
            PublicationRow,
            sa.and_(
                PublicationRow.page_id == PartRow.page_id,
                PublicationRow.part == PartRow.part,
                PublicationRow.begins >= sa.func.coalesce(began_last, moment),
                ~_cancelled(PublicationRow.id),
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
    found = []
    for slug, grouped in itertools.groupby(rows, operator.attrgetter("slug")):
        of_page = list(grouped)
        parts = {
            part: _part_state(list(of_part), at, codec)
            for part, of_part in itertools.groupby(of_page, operator.attrgetter("part"))
            if part is not None
        }
        found.append(PageState(slug, parts, bool(of_page[0].trashed)))
    return found


def read_contents(
    connection: Connection, wanted: cabc.Collection[tuple[str, str, int]], codec: SnapshotCodec
) -> dict[tuple[str, str, int], Part]:
    """Read what revisions say, in one query.

    :param connection: to read with.
    :param wanted: page, part and number of each.
    :param codec: reads the content.
    """
    if not wanted:
        return {}
    named = sa.tuple_(PageRow.slug, RevisionRow.part, RevisionRow.number)
    rows = connection.execute(
        sa.select(PageRow.slug, RevisionRow.part, RevisionRow.number, RevisionRow.content)
        .join(RevisionRow, RevisionRow.page_id == PageRow.id)
        .where(named.in_(sorted(wanted)))
    )
    return {
        (row.slug, row.part, row.number): codec.load(row.part, row.content) for row in rows.all()
    }


def _part_state(
    rows: cabc.Sequence[sa.Row[*tuple[t.Any, ...]]], at: dt.datetime, codec: SnapshotCodec
) -> PartState:
    decided = [row for row in rows if row.id is not None]
    begun = [row for row in decided if row.begins <= at]
    current = begun[-1] if begun else None
    return PartState(
        latest=rows[0].latest,
        publication=publication_of(current) if current else None,
        content=(
            codec.load(current.part, current.content) if current and current.content else None
        ),
        upcoming=tuple(publication_of(row) for row in decided if row.begins > at),
    )


def publication_of(row: sa.Row[*tuple[t.Any, ...]]) -> Publication:
    """Read a publication.

    :param row: with the number of the revision as ``number``.
    """
    return Publication(
        row.part, row.number, row.begins, row.ends, row.notice_id or "", row.author, row.id
    )


def _cancelled(publication: t.Any) -> sa.Exists:
    return sa.exists().where(CancellationRow.publication_id == publication)
