"""Tokens that machines sign in with: what they may do, how long, and on which pages.

A token is shown once, when it is made; only a hash of it is kept. It is 256 random bits, so that
a plain hash of it can't be turned around.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import hmac
import re
import secrets
import typing as t
from dataclasses import dataclass

from .access import Action
from .access import Actor
from .access import ROLES
from .errors import DocumentInvalid
from .errors import Problem
from .errors import TokenRefused
from .page import SLUG

PREFIX = "serum"
"""What every token starts with, so that it is known where it turns up."""

LONGEST_LIFE = dt.timedelta(days=366)
USE_IS_NOTED_EVERY = dt.timedelta(minutes=1)

_WRITTEN = re.compile(rf"{PREFIX}_([0-9a-f]{{12}})_([A-Za-z0-9_-]{{43}})")


class Scope(enum.StrEnum):
    """A kind of work that a token is made for."""

    READ = "read"
    WRITE = "write"
    PUBLISH = "publish"
    PREVIEW = "preview"


_READING = frozenset({Action.READ, Action.PREVIEW})

SCOPES: dict[Scope, frozenset[Action]] = {
    Scope.READ: _READING,
    Scope.WRITE: _READING | {Action.SAVE, Action.SHARE},
    Scope.PUBLISH: _READING | {Action.PUBLISH, Action.UNPUBLISH, Action.TRASH},
    Scope.PREVIEW: frozenset({Action.PREVIEW}),
}
"""What each scope gives, where the role gives it too.

None lets a claim through or approves a revision: that takes people, not their machines.
"""


@dataclass(frozen=True)
class Token:
    """A token as it is kept.

    :param id: names it in lists and in the history; a part of the token itself.
    :param name: what it is for.
    :param role: a name from :data:`~flask_serum.core.access.ROLES`.
    :param scopes: what it is limited to.
    :param page: the slug of the only page it is for; ``""`` for all.
    :param made_at: when it was made.
    :param made_by: who made it.
    :param expires_at: from when on it gives nothing.
    :param revoked_at: when it was revoked, if it was.
    :param used_at: when it was last used, to the minute; ``None`` for never.
    """

    id: str
    name: str
    role: str
    scopes: tuple[Scope, ...]
    page: str
    made_at: dt.datetime
    made_by: str
    expires_at: dt.datetime
    revoked_at: dt.datetime | None = None
    used_at: dt.datetime | None = None

    @property
    def actor(self) -> Actor:
        """Who acts when the token is used."""
        return Actor(
            f"{self.name} (token {self.id})",
            frozenset({self.role}),
            frozenset().union(*(SCOPES[one] for one in self.scopes)),
            frozenset({self.page}) if self.page else None,
        )

    def state(self, now: dt.datetime) -> str:
        """Say in a word how it stands: ``active``, ``expired`` or ``revoked``.

        :param now: aware.
        """
        if self.revoked_at is not None:
            return "revoked"
        return "active" if now < self.expires_at else "expired"


class TokenStore(t.Protocol):
    """A place to keep tokens in."""

    def add(self, token: Token, sha256: str) -> None:
        """Keep a token.

        :param token: what is known of it.
        :param sha256: hash of the token itself.
        """

    def find(self, id: str) -> tuple[Token, str] | None:
        """Give a token and its hash, or ``None``.

        :param id: the token's id.
        """

    def all(self) -> list[Token]:
        """List all tokens, the newest first."""

    def revoke(self, id: str, at: dt.datetime) -> bool:
        """Revoke a token; tell whether it was there and not revoked before.

        :param id: the token's id.
        :param at: when, aware.
        """

    def note_use(self, id: str, at: dt.datetime) -> None:
        """Keep when a token was used.

        :param id: the token's id.
        :param at: when, aware.
        """


def new_token(
    name: str,
    role: str,
    scopes: tuple[Scope, ...],
    *,
    life: dt.timedelta,
    now: dt.datetime,
    made_by: str,
    page: str = "",
) -> tuple[Token, str]:
    """Make a token.

    :param name: what it is for.
    :param role: a name from :data:`~flask_serum.core.access.ROLES`.
    :param scopes: what it is limited to; at least one.
    :param life: how long it lives.
    :param now: aware.
    :param made_by: who makes it.
    :param page: the slug of the only page it is for; ``""`` for all.
    :return: what is kept of it, and the token itself, which nobody can give a second time.
    :raises DocumentInvalid: if what is asked for makes no sense.
    """
    problems = list(_problems(name, role, scopes, life, page))
    if problems:
        raise DocumentInvalid(problems)
    id = secrets.token_hex(6)
    text = f"{PREFIX}_{id}_{secrets.token_urlsafe(32)}"
    token = Token(id, name, role, tuple(dict.fromkeys(scopes)), page, now, made_by, now + life)
    return token, text


def hash_of(text: str) -> str:
    """Give the hash that is kept of a token.

    :param text: the token itself.
    """
    return hashlib.sha256(text.encode()).hexdigest()


def authenticate(store: TokenStore, text: str, now: dt.datetime) -> Token:
    """Give the token that somebody brings, and note that it was used.

    :param store: where tokens are kept.
    :param text: what was brought.
    :param now: aware.
    :raises TokenRefused: if it is unknown, has expired, or was revoked.
    """
    written = _WRITTEN.fullmatch(text)
    found = store.find(written.group(1)) if written else None
    if found is None or not hmac.compare_digest(found[1], hash_of(text)):
        raise TokenRefused("There is no such token.")
    token = found[0]
    state = token.state(now)
    if state != "active":
        raise TokenRefused(f"The token {token.id} is {state}.")
    if token.used_at is None or now - token.used_at >= USE_IS_NOTED_EVERY:
        store.note_use(token.id, now)
    return token


def _problems(
    name: str, role: str, scopes: tuple[Scope, ...], life: dt.timedelta, page: str
) -> t.Iterator[Problem]:
    if not name.strip() or len(name) > 80 or not name.isprintable():
        yield Problem("name", "Say in up to 80 characters what the token is for.")
    if role not in ROLES:
        yield Problem("role", f"There is no role {role!r}; there are {', '.join(ROLES)}.")
    if not scopes:
        yield Problem("scope", f"Name at least one of {', '.join(Scope)}.")
    for scope in scopes:
        lacking = SCOPES[scope] - ROLES.get(role, SCOPES[scope])
        if lacking:
            verbs = ", ".join(sorted(lacking))
            yield Problem("scope", f"{scope}: a {role} may not {verbs}; take another role.")
    if Scope.PREVIEW in scopes and not page:
        yield Problem("page", "A token to preview with is for one page: name its slug.")
    if page and not SLUG.fullmatch(page):
        yield Problem("page", f"{page!r} is no slug, as in 'meridian-duo'.")
    if not dt.timedelta(minutes=1) <= life <= LONGEST_LIFE:
        yield Problem("expires", f"Choose from a minute to {LONGEST_LIFE.days} days.")
