"""The tables pages are kept in.

They have a ``MetaData`` of their own, so that a host's naming convention, base class and
migrations don't meet them. Revisions, publications, cancellations, history and notices are only
ever added: triggers, which the migrations make, refuse to change or remove them.
"""

from __future__ import annotations

import datetime as dt
import typing as t

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

PREFIX = "serum_"
"""What the name of each of our tables starts with."""

EPOCH_ID = 1
"""The id of the only row of :class:`EpochRow`."""

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts up by itself only in a column of its own INTEGER type.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# PostgreSQL would sort by the database's language: hyphens last, and lists in another order.
Slug = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def in_utc(moment: dt.datetime) -> dt.datetime:
    """Give a moment in UTC.

    :param moment: an aware time.
    :raises ValueError: if it is naive.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone; give an aware time, as a Clock does.")
    return moment.astimezone(dt.UTC)


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """An aware moment, kept in UTC to the microsecond; databases compare it as a moment."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        """Bring a moment into the shape the database keeps."""
        if value is None:
            return None
        moment = in_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        """Read a moment back, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """Base of all our tables."""

    metadata = sa.MetaData(naming_convention=_NAMES)
    type_annotation_map: t.ClassVar[dict[t.Any, t.Any]] = {
        dt.datetime: UtcDateTime(),
        str: sa.String(),
    }


class PageRow(Base):
    """A page; what it says is in its revisions."""

    __tablename__ = "serum_page"
    __table_args__ = (sa.UniqueConstraint("slug"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(Slug)
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str]


class PartRow(Base):
    """The number of a part's latest revision; a save compares it and sets it in one statement."""

    __tablename__ = "serum_part"

    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    latest: Mapped[int] = mapped_column(sa.Integer())


class RevisionRow(Base):
    """A whole snapshot of a part, as JSON."""

    __tablename__ = "serum_revision"
    __table_args__ = (sa.UniqueConstraint("page_id", "part", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"))
    part: Mapped[str]
    number: Mapped[int] = mapped_column(sa.Integer())
    content: Mapped[dict[str, t.Any]] = mapped_column(sa.JSON())
    author: Mapped[str]
    at: Mapped[dt.datetime]
    reverted_from: Mapped[int | None] = mapped_column(sa.Integer())


class NoticeRow(Base):
    """The whole text of a safety notice that something was published under."""

    __tablename__ = "serum_notice"
    __table_args__ = (
        sa.CheckConstraint("length(text) > 0 AND length(sha256) = 64", name="has_text"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    locale: Mapped[str]
    version: Mapped[int] = mapped_column(sa.Integer())
    sha256: Mapped[str]
    text: Mapped[str] = mapped_column(sa.Text())


class PublicationRow(Base):
    """What shoppers see of a part from a moment on; nothing where there is no revision."""

    __tablename__ = "serum_publication"
    __table_args__ = (
        sa.CheckConstraint(
            "revision_id IS NULL OR part = 'facts' OR notice_id IS NOT NULL", name="has_notice"
        ),
        sa.CheckConstraint("ends IS NULL OR ends > begins", name="ends_after_begins"),
        sa.Index(None, "page_id", "part", "begins"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"))
    part: Mapped[str]
    revision_id: Mapped[int | None] = mapped_column(Id, sa.ForeignKey("serum_revision.id"))
    begins: Mapped[dt.datetime]
    ends: Mapped[dt.datetime | None]
    notice_id: Mapped[str | None] = mapped_column(sa.ForeignKey("serum_notice.id"))
    author: Mapped[str]
    at: Mapped[dt.datetime]


class CancellationRow(Base):
    """Says that a publication shall not begin; made before it would, and only once."""

    __tablename__ = "serum_cancellation"

    publication_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("serum_publication.id"), primary_key=True, autoincrement=False
    )
    author: Mapped[str]
    at: Mapped[dt.datetime]


class HistoryRow(Base):
    """Who did what, when."""

    __tablename__ = "serum_history"
    __table_args__ = (sa.Index(None, "page_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"))
    part: Mapped[str]
    verb: Mapped[str]
    revision: Mapped[int | None] = mapped_column(sa.Integer())
    author: Mapped[str]
    at: Mapped[dt.datetime]


class EpochRow(Base):
    """One row with a number that every publication raises; caches read it."""

    __tablename__ = "serum_epoch"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(sa.Integer(), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Id)
