"""Single rows that saving and publishing look up, compare and raise."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..core.errors import DocumentInvalid
from ..core.errors import PageNotFound
from ..core.errors import RevisionConflict
from ..core.notice import Notice
from ..core.page import FACTS
from ..core.page import Part
from ..core.ports import SnapshotCodec
from .connections import insert_new
from .models import EPOCH_ID
from .models import EpochRow
from .models import NoticeRow
from .models import PageRow
from .models import PartRow
from .models import RevisionRow


def load_part(codec: SnapshotCodec, part: str, data: cabc.Mapping[str, t.Any]) -> Part:
    """Read a part that is to be saved.

    :raises DocumentInvalid: with paths from the page's root, if the codec does not take it.
    """
    try:
        return codec.load(part, data)
    except DocumentInvalid as error:
        prefix = FACTS if part == FACTS else f"copy.{part}"
        raise DocumentInvalid(one.under(prefix) for one in error.problems) from error


def page_id_of(connection: Connection, slug: str) -> int:
    """Give a page's id.

    :raises PageNotFound: if there is no such page.
    """
    found = connection.scalar(sa.select(PageRow.id).where(PageRow.slug == slug))
    if found is None:
        raise PageNotFound(slug)
    return found


def revision_id_of(connection: Connection, page_id: int, part: str, number: int) -> int | None:
    """Give a revision's id, or ``None`` where there is no such revision."""
    return connection.scalar(
        sa.select(RevisionRow.id).where(
            RevisionRow.page_id == page_id, RevisionRow.part == part, RevisionRow.number == number
        )
    )


def raise_latest(connection: Connection, page_id: int, part: str, expected: int) -> None:
    """Count a part's latest number up, in one statement, if it is still the expected one.

    :raises RevisionConflict: if it is not.
    """
    mine = (PartRow.page_id == page_id, PartRow.part == part)
    if expected == 0:
        raised = insert_new(connection, PartRow, page_id=page_id, part=part, latest=1)
    else:
        raised = (
            connection.execute(
                sa.update(PartRow)
                .where(*mine, PartRow.latest == expected)
                .values(latest=expected + 1)
            ).rowcount
            == 1
        )
    if not raised:
        latest = connection.scalar(sa.select(PartRow.latest).where(*mine))
        raise RevisionConflict(part, expected, latest or 0)


def hold_page(connection: Connection, slug: str) -> None:
    """Let others publish a page only once the transaction has ended.

    Saving a part goes on meanwhile. SQLite has one transaction that writes at a time anyway.

    :param connection: inside a transaction.
    :param slug: the page.
    """
    held = sa.select(PageRow.id).where(PageRow.slug == slug).with_for_update(key_share=True)
    connection.execute(held).all()


def hold_latest(connection: Connection, page_id: int, part: str, expected: int) -> None:
    """Keep a part's latest number as it is until the transaction ends.

    :param connection: inside a transaction.
    :param page_id: the page.
    :param part: ``"facts"`` or a locale.
    :param expected: what the number has to be.
    :raises RevisionConflict: if it is another.
    """
    mine = (PartRow.page_id == page_id, PartRow.part == part)
    held = connection.execute(
        sa.update(PartRow).where(*mine, PartRow.latest == expected).values(latest=PartRow.latest)
    )
    if held.rowcount != 1:
        latest = connection.scalar(sa.select(PartRow.latest).where(*mine))
        raise RevisionConflict(part, expected, latest or 0)


def keep_notice(connection: Connection, notice: Notice) -> None:
    """Keep a notice's whole text, once."""
    insert_new(
        connection,
        NoticeRow,
        id=notice.id,
        locale=notice.locale,
        version=notice.version,
        sha256=notice.sha256,
        text=notice.text,
    )


def raise_epoch(connection: Connection) -> None:
    """Tell caches that what shoppers see has changed."""
    raised = connection.execute(sa.update(EpochRow).values(number=EpochRow.number + 1))
    if raised.rowcount == 0:
        insert_new(connection, EpochRow, id=EPOCH_ID, number=1)
