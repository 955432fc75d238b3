"""Preview links over a database: hashes of their secrets, never the secrets."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.links import PreviewLink
from .connections import Connections
from .models import Base
from .models import Id
from .models import in_utc
from .models import PageRow
from .rows import page_id_of


class PreviewLinkRow(Base):
    """A link that shows a page to whoever has it; only its revocation is written later."""

    __tablename__ = "serum_preview_link"
    __table_args__ = (
        sa.UniqueConstraint("sha256"),
        sa.CheckConstraint("length(sha256) = 64", name="has_hash"),
        sa.Index(None, "page_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"))
    locale: Mapped[str]
    sha256: Mapped[str]
    facts: Mapped[int | None] = mapped_column(sa.Integer())
    copy: Mapped[int | None] = mapped_column(sa.Integer())
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]
    ends: Mapped[dt.datetime]
    revoked_by: Mapped[str]
    revoked_at: Mapped[dt.datetime | None]


class SqlLinkStore:
    """Keeps preview links in a database; fulfils :class:`~flask_serum.core.links.LinkStore`.

    :param connections: those of the page store, whose transactions it joins.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, link: PreviewLink, secret_hash: str) -> PreviewLink:
        """Keep a link, and give it with its id.

        :param link: what is known of it.
        :param secret_hash: SHA-256 of its secret, in hexadecimal.
        :raises PageNotFound: if there is no such page.
        """
        with self._connections.transaction() as connection:
            made = connection.execute(
                sa.insert(PreviewLinkRow).values(
                    page_id=page_id_of(connection, link.slug),
                    locale=link.locale,
                    sha256=secret_hash,
                    facts=link.facts,
                    copy=link.copy,
                    made_by=link.made_by,
                    made_at=in_utc(link.made_at),
                    ends=in_utc(link.ends),
                    revoked_by="",
                    revoked_at=None,
                )
            )
        assert made.inserted_primary_key is not None
        return replace(
            link,
            made_at=in_utc(link.made_at),
            ends=in_utc(link.ends),
            id=made.inserted_primary_key[0],
        )

    def find(self, secret_hash: str) -> PreviewLink | None:
        """Give the link of a secret, whether it opens or not."""
        found = self._read(_LINKS.where(PreviewLinkRow.sha256 == secret_hash))
        return found[0] if found else None

    def of(self, slug: str) -> list[PreviewLink]:
        """List the links to a page, newest first."""
        return self._read(_LINKS.where(PageRow.slug == slug))

    def revoke(self, slug: str, number: int, *, author: str, at: dt.datetime) -> bool:
        """Note who revoked a link, and when, unless somebody did before.

        :param slug: the page.
        :param number: the link's id.
        :param author: who.
        :param at: when, aware.
        :return: whether there is such a link.
        """
        with self._connections.transaction() as connection:
            mine = sa.select(PageRow.id).where(PageRow.slug == slug).scalar_subquery()
            there = (PreviewLinkRow.id == number, PreviewLinkRow.page_id == mine)
            connection.execute(
                sa.update(PreviewLinkRow)
                .where(*there, PreviewLinkRow.revoked_at.is_(None))
                .values(revoked_by=author, revoked_at=in_utc(at))
            )
            return connection.scalar(sa.select(PreviewLinkRow.id).where(*there)) is not None

    def _read(self, query: sa.Select[*tuple[t.Any, ...]]) -> list[PreviewLink]:
        with self._connections.reading() as connection:
            rows = connection.execute(query.order_by(PreviewLinkRow.id.desc())).all()
        return [_link(row) for row in rows]


_LINKS = sa.select(PageRow.slug, PreviewLinkRow).join(PageRow, PageRow.id == PreviewLinkRow.page_id)


def _link(row: sa.Row[t.Any]) -> PreviewLink:
    return PreviewLink(
        row.slug,
        row.locale,
        row.facts,
        row.copy,
        row.made_by,
        row.made_at,
        row.ends,
        row.revoked_by,
        row.revoked_at,
        row.id,
    )
