"""Tokens for machines: what they may do, how long, and what is kept of them."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import itertools
import threading

import pytest
import sqlalchemy as sa
from databases import statements
from fakes import NOON
from fakes import StoppedClock
from sqlalchemy.engine import Engine

from flask_serum.core.access import Action
from flask_serum.core.access import ROLES
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import TokenRefused
from flask_serum.core.tokens import authenticate
from flask_serum.core.tokens import hash_of
from flask_serum.core.tokens import new_token
from flask_serum.core.tokens import Scope
from flask_serum.core.tokens import SCOPES
from flask_serum.core.tokens import Token
from flask_serum.core.tokens import TokenStore
from flask_serum.store.tokens import SqlTokens

DAY = dt.timedelta(days=1)
SLUG = "aurelia-duo"


class MemoryTokens:
    """Fulfils ``TokenStore`` in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Token, str]] = {}

    def add(self, token: Token, sha256: str) -> None:
        """Keep a token."""
        self.kept[token.id] = (token, sha256)

    def find(self, id: str) -> tuple[Token, str] | None:
        """Give a token and its hash."""
        return self.kept.get(id)

    def all(self) -> list[Token]:
        """List all tokens, the newest first."""
        tokens = (token for token, _ in self.kept.values())
        return sorted(
            sorted(tokens, key=lambda one: one.id), key=lambda one: -one.made_at.timestamp()
        )

    def revoke(self, id: str, at: dt.datetime) -> bool:
        """Revoke a token."""
        return self._set(id, "revoked_at", at)

    def note_use(self, id: str, at: dt.datetime) -> None:
        """Keep when a token was used."""
        token = self.kept[id][0]
        if token.used_at is None or at - token.used_at >= dt.timedelta(minutes=1):
            self._set(id, "used_at", at, again=True)

    def _set(self, id: str, name: str, at: dt.datetime, *, again: bool = False) -> bool:
        found = self.kept.get(id)
        if found is None or (not again and getattr(found[0], name) is not None):
            return False
        self.kept[id] = (Token(**{**vars(found[0]), name: at}), found[1])
        return True


@pytest.fixture(name="store", params=["memory", "sqlite", "postgresql"])
def _store(request: pytest.FixtureRequest) -> TokenStore:
    if request.param == "memory":
        return MemoryTokens()
    name = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    return SqlTokens(request.getfixturevalue(name))


def made(
    store: TokenStore | None = None,
    *scopes: Scope,
    role: str = "publisher",
    page: str = "",
    now: dt.datetime = NOON,
    life: dt.timedelta = 90 * DAY,
) -> tuple[Token, str]:
    token, text = new_token(
        "build server", role, scopes or (Scope.READ,), life=life, now=now, made_by="mira", page=page
    )
    if store is not None:
        store.add(token, hash_of(text))
    return token, text


def test_shape() -> None:
    """A token is known where it turns up, holds its id, and is never the same twice."""
    token, text = made()
    assert text.startswith(f"serum_{token.id}_")
    assert len(text.removeprefix(f"serum_{token.id}_")) == 43
    assert made()[1] != text
    assert text not in repr(token)
    assert len(hash_of(text)) == 64


def test_round_trip(store: TokenStore) -> None:
    """What is kept of a token comes back as it was."""
    token, text = made(store, Scope.PREVIEW, Scope.WRITE, page=SLUG)
    assert store.find(token.id) == (token, hash_of(text))
    assert store.find("nothing") is None


def test_listed_newest_first(store: TokenStore) -> None:
    """All tokens are listed, revoked and expired ones too."""
    tokens = [made(store, now=NOON + at * DAY)[0] for at in range(3)]
    store.revoke(tokens[0].id, NOON)
    assert [one.id for one in store.all()] == [one.id for one in tokens[::-1]]


def test_the_token_itself_is_not_kept(engine: Engine) -> None:
    """No column holds the token; only its hash."""
    _, text = made(SqlTokens(engine))
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM serum_token")).one()
    assert text.rpartition("_")[2] not in str(tuple(row))
    assert hash_of(text) in tuple(row)


def test_authenticates(store: TokenStore, clock: StoppedClock) -> None:
    """Who brings the token is its actor, by its name and id."""
    token, text = made(store)
    found = authenticate(store, text, clock.now())
    assert found.id == token.id
    assert found.actor.name == f"build server (token {token.id})"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "x",
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.replace("serum_", "serum_0", 1),
        lambda text: "serum_000000000000_" + text[-43:],
        lambda text: text.upper(),
        lambda text: text + "\n",
        lambda text: "ü" * 70,
        lambda text: "x" * 100_000,
    ],
)
def test_unknown_tokens(
    store: TokenStore, clock: StoppedClock, spoil: cabc.Callable[[str], str]
) -> None:
    """What is not the whole token, letter by letter, gives nothing, and says no more than that.

    :param spoil: makes another text of a token.
    """
    _, text = made(store)
    with pytest.raises(TokenRefused, match=r"^There is no such token\.$"):
        authenticate(store, spoil(text), clock.now())


def test_expires(store: TokenStore, clock: StoppedClock) -> None:
    """A token gives nothing from the moment on that it was made to expire."""
    token, text = made(store, life=DAY)
    authenticate(store, text, token.expires_at - dt.timedelta(microseconds=1))
    with pytest.raises(TokenRefused, match="is expired"):
        authenticate(store, text, token.expires_at)


def test_revoked(store: TokenStore, clock: StoppedClock) -> None:
    """A token is revoked once, at once, and for ever."""
    token, text = made(store)
    assert store.revoke(token.id, clock.now())
    assert not store.revoke(token.id, clock.advance(days=1))
    assert not store.revoke("nothing", clock.now())
    with pytest.raises(TokenRefused, match="is revoked"):
        authenticate(store, text, clock.now())
    assert store.all()[0].revoked_at == NOON


def test_last_use_is_kept_once_a_minute(store: TokenStore, clock: StoppedClock) -> None:
    """However often a token is used, its last use is written at most once a minute."""
    token, text = made(store)

    def used_at() -> dt.datetime | None:
        found = store.find(token.id)
        assert found is not None
        return found[0].used_at

    assert used_at() is None
    authenticate(store, text, clock.now())
    assert used_at() == NOON
    authenticate(store, text, clock.advance(seconds=59))
    assert used_at() == NOON
    authenticate(store, text, clock.advance(seconds=1))
    assert used_at() == clock.now()


def test_use_costs_one_query(engine: Engine, clock: StoppedClock) -> None:
    """Within the minute a token is read, and nothing is written."""
    store = SqlTokens(engine)
    _, text = made(store)
    authenticate(store, text, clock.now())
    with statements(engine) as seen:
        authenticate(store, text, clock.now())
    assert [one.split()[0] for one in seen] == ["SELECT"]


def test_many_at_once(engine: Engine) -> None:
    """Many workers that use a token at once write its use once."""
    store = SqlTokens(engine)
    token, text = made(store)
    moments = [NOON + dt.timedelta(milliseconds=at) for at in range(4)]
    threads = [
        threading.Thread(target=authenticate, args=(store, text, moment)) for moment in moments
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = store.find(token.id)
    assert found is not None
    assert found[0].used_at in moments


@pytest.mark.parametrize(("role", "scope"), [*itertools.product(ROLES, Scope)])
def test_no_more_than_role_and_scope(role: str, scope: Scope) -> None:
    """A token may do what its role and its scope both give, on its pages, and nothing else.

    :param role: its role.
    :param scope: its only scope.
    """
    if not SCOPES[scope] <= ROLES[role]:
        with pytest.raises(DocumentInvalid, match="take another role"):
            made(None, scope, role=role, page=SLUG)
        return
    actor = made(None, scope, role=role, page=SLUG)[0].actor
    assert {one for one in Action if actor.may(one, SLUG)} == SCOPES[scope] & ROLES[role]
    assert not [one for one in Action if actor.may(one, "another") or actor.may(one)]


def test_scopes_add_up() -> None:
    """Several scopes give what each of them gives."""
    actor = made(None, Scope.WRITE, Scope.PUBLISH)[0].actor
    assert actor.may(Action.SAVE, SLUG)
    assert actor.may(Action.PUBLISH, "another")
    assert not actor.may(Action.APPROVE, SLUG)


def test_no_scope_decides_for_people() -> None:
    """Claims are let through and revisions approved by people, whatever a machine's token has."""
    actor = made(None, Scope.READ, Scope.WRITE, Scope.PUBLISH, role="admin")[0].actor
    assert {one for one in Action if not actor.may(one, SLUG)} == {
        Action.OVERRIDE,
        Action.APPROVE,
        Action.COMMENT,
    }


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, "what the token is for"),
        ({"name": "x" * 81}, "what the token is for"),
        ({"name": "two\nlines"}, "what the token is for"),
        ({"role": "king"}, "no role 'king'"),
        ({"scopes": ()}, "at least one of read"),
        ({"scopes": (Scope.PREVIEW,)}, "for one page"),
        ({"page": "No Slug"}, "no slug"),
        ({"life": dt.timedelta(seconds=59)}, "from a minute"),
        ({"life": dt.timedelta(days=367)}, "to 366 days"),
        ({"role": "writer", "scopes": (Scope.PUBLISH,)}, "a writer may not publish"),
    ],
)
def test_what_makes_no_sense(fields: dict[str, object], problem: str) -> None:
    """A token that could not be used, or not be taken back in time, is not made.

    :param fields: what is asked for otherwise.
    :param problem: what is told.
    """
    usual: dict[str, object] = {"name": "n", "role": "publisher", "scopes": (Scope.READ,)}
    asked = {**usual, "life": DAY, "now": NOON, "made_by": "mira", **fields}
    with pytest.raises(DocumentInvalid, match=problem):
        new_token(**asked)  # type: ignore[arg-type]
