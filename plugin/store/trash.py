"""The trash over a database: a row for each page that is in it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from .connections import insert_new
from .models import Base
from .models import Id
from .models import in_utc


class TrashRow(Base):
    """Says that a page is in the trash; the page itself stays as it is."""

    __tablename__ = "serum_trash"

    page_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("serum_page.id"), primary_key=True, autoincrement=False
    )
    author: Mapped[str]
    at: Mapped[dt.datetime]


def put_into_trash(connection: Connection, page_id: int, author: str, at: dt.datetime) -> bool:
    """Put a page into the trash.

    :param connection: inside a transaction.
    :param page_id: the page.
    :param author: who does.
    :param at: when, aware.
    :return: whether it was not there yet.
    """
    return insert_new(connection, TrashRow, page_id=page_id, author=author, at=in_utc(at))


def take_out_of_trash(connection: Connection, page_id: int) -> bool:
    """Take a page out of the trash.

    :param connection: inside a transaction.
    :param page_id: the page.
    :return: whether it was there.
    """
    return connection.execute(sa.delete(TrashRow).where(TrashRow.page_id == page_id)).rowcount == 1
