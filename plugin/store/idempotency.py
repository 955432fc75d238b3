"""Answers that are kept in a database, by the key that a caller gave its request."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.idempotency import Claim
from ..core.idempotency import GIVEN_UP_AFTER
from ..core.idempotency import KEPT_FOR
from ..core.idempotency import KeptAnswer
from ..core.idempotency import Taken
from .connections import Connections
from .connections import insert_new
from .models import Base
from .models import in_utc


class AnswerRow(Base):
    """A request under a key, and its answer once it has ended."""

    __tablename__ = "serum_answer"
    __table_args__ = (sa.Index("ix_serum_answer_at", "at"),)

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    at: Mapped[dt.datetime]
    status: Mapped[int | None] = mapped_column(sa.Integer())
    body: Mapped[t.Any] = mapped_column(sa.JSON(), nullable=True)


class SqlAnswers:
    """Keeps answers in a database; fulfils :class:`~flask_serum.core.idempotency.AnswerStore`.

    Each call is a short transaction of its own, so that two requests at once see each other.

    :param engine: the engine, or a callable that gives it when it is first needed.
    """

    def __init__(self, engine: Engine | cabc.Callable[[], Engine]) -> None:
        self._connections = Connections(engine)

    def claim(self, scope: str, key: str, fingerprint: str, at: dt.datetime) -> Claim:
        """Take a key for a request that is about to run.

        :param scope: of mount and endpoint.
        :param key: the caller's.
        :param fingerprint: hash of the request.
        :param at: now.
        """
        moment = in_utc(at)
        with self._connections.transaction() as connection:
            _forget(connection, moment)
            values = {"scope": scope, "key": key, "fingerprint": fingerprint, "at": moment}
            if insert_new(connection, AnswerRow, **values):
                return Claim(Taken.FIRST)
            row = connection.execute(
                sa.select(AnswerRow.fingerprint, AnswerRow.status, AnswerRow.body).where(
                    *_is(scope, key)
                )
            ).one_or_none()
        if row is None:
            return Claim(Taken.RUNNING)
        if row.fingerprint != fingerprint:
            return Claim(Taken.OTHER)
        if row.status is None:
            return Claim(Taken.RUNNING)
        return Claim(Taken.DONE, KeptAnswer(row.status, row.body))

    def keep(self, scope: str, key: str, answer: KeptAnswer) -> None:
        """Keep the answer of a request that has ended."""
        with self._connections.transaction() as connection:
            connection.execute(
                sa.update(AnswerRow)
                .where(*_is(scope, key))
                .values(status=answer.status, body=answer.body)
            )

    def release(self, scope: str, key: str) -> None:
        """Give a key back, where nothing was done under it."""
        with self._connections.transaction() as connection:
            connection.execute(
                sa.delete(AnswerRow).where(*_is(scope, key), AnswerRow.status.is_(None))
            )


def _is(scope: str, key: str) -> tuple[sa.ColumnElement[bool], ...]:
    return AnswerRow.scope == scope, AnswerRow.key == key


def _forget(connection: Connection, now: dt.datetime) -> None:
    given_up = sa.and_(AnswerRow.status.is_(None), AnswerRow.at < now - GIVEN_UP_AFTER)
    connection.execute(sa.delete(AnswerRow).where(sa.or_(AnswerRow.at < now - KEPT_FOR, given_up)))
