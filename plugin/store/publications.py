"""Publications are added, and cancelled before they begin; neither is ever taken back."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..core.errors import PublicationNotFound
from ..core.errors import RevisionNotFound
from ..core.notice import Notice
from ..core.ports import Publication
from .connections import insert_new
from .models import CancellationRow
from .models import in_utc
from .models import PublicationRow
from .models import RevisionRow
from .rows import keep_notice
from .rows import page_id_of
from .rows import raise_epoch
from .rows import revision_id_of
from .standing import publication_of


def add_publication(
    connection: Connection,
    slug: str,
    publication: Publication,
    notice: Notice | None,
    at: dt.datetime,
) -> Publication:
    """Add a publication, and raise the epoch.

    :param connection: inside a transaction.
    :param slug: the page.
    :param publication: what is shown from when on.
    :param notice: the notice it names, if it needs one.
    :param at: when it was decided, aware.
    :return: the publication with its id.
    :raises PageNotFound: if there is no such page.
    :raises RevisionNotFound: if the revision is not there.
    """
    part, number = publication.part, publication.revision
    page_id, revision_id = page_id_of(connection, slug), None
    if number is not None:
        revision_id = revision_id_of(connection, page_id, part, number)
        if revision_id is None:
            raise RevisionNotFound(slug, part, number)
    if notice is not None:
        keep_notice(connection, notice)
    made = connection.execute(
        sa.insert(PublicationRow).values(
            page_id=page_id,
            part=part,
            revision_id=revision_id,
            begins=in_utc(publication.begins),
            ends=publication.ends and in_utc(publication.ends),
            notice_id=notice.id if notice else None,
            author=publication.author,
            at=in_utc(at),
        )
    )
    raise_epoch(connection)
    assert made.inserted_primary_key is not None
    return replace(
        publication, notice_id=notice.id if notice else "", id=made.inserted_primary_key[0]
    )


def cancel_publication(
    connection: Connection, slug: str, part: str, number: int, author: str, at: dt.datetime
) -> Publication:
    """Say that a publication that has not begun shall not, and raise the epoch.

    :param connection: inside a transaction.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param number: the publication's id.
    :param author: who cancels it.
    :param at: when, aware.
    :return: the publication.
    :raises PageNotFound: if there is no such page.
    :raises PublicationNotFound: if it has begun, was cancelled, or never was.
    """
    found = _upcoming(connection, page_id_of(connection, slug), part, number, in_utc(at))
    if found is None or not insert_new(
        connection, CancellationRow, publication_id=found.id, author=author, at=in_utc(at)
    ):
        raise PublicationNotFound(slug, part, number)
    raise_epoch(connection)
    return publication_of(found)


def _upcoming(
    connection: Connection, page_id: int, part: str, number: int, at: dt.datetime
) -> sa.Row[*tuple[t.Any, ...]] | None:
    return connection.execute(
        sa.select(
            PublicationRow.id,
            PublicationRow.part,
            PublicationRow.begins,
            PublicationRow.ends,
            PublicationRow.notice_id,
            PublicationRow.author,
            RevisionRow.number,
        )
        .outerjoin(RevisionRow, RevisionRow.id == PublicationRow.revision_id)
        .where(
            PublicationRow.id == number,
            PublicationRow.page_id == page_id,
            PublicationRow.part == part,
            PublicationRow.begins > at,
        )
    ).one_or_none()
