"""Connections to the database: short ones to read, and transactions that join one another."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import contextvars
import threading
import typing as t

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Engine

from ..core.errors import StoreNotReady
from .models import Base

DIALECTS = ("sqlite", "postgresql")
"""The databases that the plugin works on."""

_MISSING = frozenset({"42P01", "42703"})  # PostgreSQL: undefined table, undefined column


class Connections:
    """Hands out connections of one engine.

    A transaction belongs to the thread and the context that opened it; whoever reads or writes
    there meanwhile joins it.

    :param engine: the engine, or a callable that gives it when it is first needed.
    """

    def __init__(self, engine: Engine | cabc.Callable[[], Engine]) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """The engine, as it is at this moment."""
        return self._engine if isinstance(self._engine, Engine) else self._engine()

    @contextlib.contextmanager
    def reading(self) -> cabc.Iterator[Connection]:
        """Give a connection to read with: the open transaction's, or a short one.

        :raises StoreNotReady: if tables are missing.
        """
        joined = self._open()
        if joined is not None:
            with explained():
                yield joined
            return
        with explained(), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def transaction(self) -> cabc.Iterator[Connection]:
        """Make what is written inside stand together or not at all.

        Inside another transaction it is a part of that one, which can fail alone.

        :raises StoreNotReady: if tables are missing.
        """
        outer = self._open()
        if outer is not None:
            with explained(), outer.begin_nested():
                yield outer
            return
        with explained(), self.engine.connect() as connection, connection.begin():
            if connection.dialect.name == "sqlite":
                _wait_for_writers(connection)
            mine = (threading.get_ident(), connection)
            token = _OPEN.set({**_OPEN.get({}), self: mine})
            try:
                yield connection
            finally:
                _OPEN.reset(token)

    def _open(self) -> Connection | None:
        thread, connection = _OPEN.get({}).get(self, (None, None))
        return connection if thread == threading.get_ident() else None


# The open connections of this context, with the thread each belongs to: a context can be copied
# into another thread, a connection can't.
_OPEN: contextvars.ContextVar[cabc.Mapping[Connections, tuple[int, Connection]]] = (
    contextvars.ContextVar("flask_serum_transactions")
)


@contextlib.contextmanager
def explained() -> cabc.Iterator[None]:
    """Turn the database's error about a missing table into one that says what to do.

    :raises StoreNotReady: if the statements inside meet no such table or column.
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
        told = str(error.orig).splitlines()[0]
        if state in _MISSING or told.startswith(("no such table", "no such column")):
            raise StoreNotReady(
                f"The database lacks what Flask-Serum needs ({told}); run 'flask serum upgrade'."
            ) from error
        raise


def insert_new(connection: Connection, row: type[Base], **values: t.Any) -> bool:
    """Insert a row unless there is one with the same key.

    :param connection: inside a transaction.
    :param row: the model.
    :param values: by column.
    :return: whether the row is new.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(row).values(values).on_conflict_do_nothing().inline()
    done = connection.execute(statement, execution_options={"preserve_rowcount": True})
    return done.rowcount == 1


def _wait_for_writers(connection: Connection) -> None:
    # A transaction that reads before it writes is refused at once when another one wrote
    # meanwhile; one that writes first waits its turn.
    connection.exec_driver_sql("UPDATE serum_epoch SET number = number WHERE id = 0")
