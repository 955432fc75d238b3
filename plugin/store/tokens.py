"""Tokens over a database: hashes of them, never the tokens."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.tokens import Scope
from ..core.tokens import Token
from ..core.tokens import USE_IS_NOTED_EVERY
from .connections import Connections
from .models import Base
from .models import in_utc


class TokenRow(Base):
    """A token that a machine signs in with."""

    __tablename__ = "serum_token"
    __table_args__ = (sa.CheckConstraint("length(sha256) = 64", name="has_hash"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(sa.JSON())
    page: Mapped[str]
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str]
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    used_at: Mapped[dt.datetime | None]


class SqlTokens:
    """Keeps tokens in a database; fulfils :class:`~flask_serum.core.tokens.TokenStore`.

    :param engine: the engine, or a callable that gives it when it is first needed.
    """

    def __init__(self, engine: Engine | cabc.Callable[[], Engine]) -> None:
        self._connections = Connections(engine)

    def add(self, token: Token, sha256: str) -> None:
        """Keep a token.

        :param token: what is known of it.
        :param sha256: hash of the token itself.
        """
        with self._connections.transaction() as connection:
            connection.execute(
                sa.insert(TokenRow).values(
                    id=token.id,
                    sha256=sha256,
                    name=token.name,
                    role=token.role,
                    scopes=[one.value for one in token.scopes],
                    page=token.page,
                    made_at=token.made_at,
                    made_by=token.made_by,
                    expires_at=token.expires_at,
                )
            )

    def find(self, id: str) -> tuple[Token, str] | None:
        """Give a token and its hash, or ``None``.

        :param id: the token's id.
        """
        with self._connections.reading() as connection:
            row = connection.execute(sa.select(TokenRow).where(TokenRow.id == id)).one_or_none()
        return (_token(row), row.sha256) if row else None

    def all(self) -> list[Token]:
        """List all tokens, the newest first."""
        newest = sa.select(TokenRow).order_by(TokenRow.made_at.desc(), TokenRow.id)
        with self._connections.reading() as connection:
            return [_token(row) for row in connection.execute(newest)]

    def revoke(self, id: str, at: dt.datetime) -> bool:
        """Revoke a token; tell whether it was there and not revoked before.

        :param id: the token's id.
        :param at: when, aware.
        """
        with self._connections.transaction() as connection:
            revoked = connection.execute(
                sa.update(TokenRow)
                .where(TokenRow.id == id, TokenRow.revoked_at.is_(None))
                .values(revoked_at=in_utc(at))
            )
        return revoked.rowcount == 1

    def note_use(self, id: str, at: dt.datetime) -> None:
        """Keep when a token was used, once a minute however many use it at once.

        :param id: the token's id.
        :param at: when, aware.
        """
        before = in_utc(at) - USE_IS_NOTED_EVERY
        with self._connections.transaction() as connection:
            connection.execute(
                sa.update(TokenRow)
                .where(
                    TokenRow.id == id,
                    sa.or_(TokenRow.used_at.is_(None), TokenRow.used_at <= before),
                )
                .values(used_at=in_utc(at))
            )


def _token(row: sa.Row[*tuple[t.Any, ...]]) -> Token:
    return Token(
        id=row.id,
        name=row.name,
        role=row.role,
        scopes=tuple(Scope(one) for one in row.scopes),
        page=row.page,
        made_at=row.made_at,
        made_by=row.made_by,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )
