"""The tables of working copies and presence, and how single rows of them come and go."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.working import Earlier
from .connections import insert_new
from .models import Base
from .models import Id


class WorkingCopyRow(Base):
    """A form as somebody left it; one per author, part and form that was opened."""

    __tablename__ = "serum_working_copy"

    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(primary_key=True)
    sheet: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str]
    base: Mapped[int] = mapped_column(sa.Integer())
    fields: Mapped[list[list[str]]] = mapped_column(sa.JSON())
    at: Mapped[dt.datetime]


class PresenceRow(Base):
    """When somebody last had a part open."""

    __tablename__ = "serum_presence"

    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]


def put(
    connection: Connection,
    row: type[WorkingCopyRow | PresenceRow],
    page_id: int,
    key: cabc.Mapping[str, str],
    values: cabc.Mapping[str, object],
    *only: sa.ColumnElement[bool],
) -> bool:
    """Write a row, new or in place of the one with its key.

    :param connection: inside a transaction.
    :param row: the model.
    :param page_id: of the page.
    :param key: the rest of the key.
    :param values: of the other columns.
    :param only: what a row that is there must fulfil to be replaced.
    :return: whether it was written.
    """
    if insert_new(connection, row, page_id=page_id, **key, **values):
        return True
    mine = [row.page_id == page_id, *(getattr(row, name) == one for name, one in key.items())]
    return connection.execute(sa.update(row).where(*mine, *only).values(**values)).rowcount == 1


def others(
    page_id: int, key: cabc.Mapping[str, str]
) -> sa.Select[str, str, int, list[list[str]], dt.datetime]:
    """Select the other sheets of an author's for one part.

    :param page_id: of the page.
    :param key: part, author and sheet.
    """
    row = WorkingCopyRow
    return sa.select(row.sheet, row.mark, row.base, row.fields, row.at).where(
        row.page_id == page_id,
        row.part == key["part"],
        row.author == key["author"],
        row.sheet != key["sheet"],
    )


def give_up(
    connection: Connection, page_id: int, key: cabc.Mapping[str, str], one: Earlier | None
) -> None:
    """Remove another sheet's words, where they still have the mark that was read.

    :param connection: inside a transaction.
    :param page_id: of the page.
    :param key: part, author and the sheet that stays.
    :param one: the other sheet, or ``None``.
    """
    if one is None or one.sheet == key["sheet"]:
        return
    row = WorkingCopyRow
    connection.execute(
        sa.delete(row).where(
            row.page_id == page_id,
            row.part == key["part"],
            row.author == key["author"],
            row.sheet == one.sheet,
            row.mark == one.mark,
        )
    )
