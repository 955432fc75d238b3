"""Tokens on the command line: made, shown once, listed, revoked."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from fakes import StoppedClock
from mounted import a_mounted_shop
from mounted import MountedShop
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.tokens import authenticate


@pytest.fixture(name="mounted")
def _mounted(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


def run(mounted: MountedShop, *words: str) -> Result:
    return mounted.app.test_cli_runner().invoke(args=["serum", "token", *words])


def test_shown_once(mounted: MountedShop) -> None:
    """Making a token prints it alone on standard output; no command prints it again."""
    made = run(mounted, "create", "build server", "--scope", "write", "--expires", "12w")
    assert made.exit_code == 0, made.output
    text = made.stdout.strip()
    assert authenticate(mounted.mount.tokens, text, mounted.clock.now()).name == "build server"
    assert "not shown again" in made.stderr
    assert "2027-05-24 12:00 UTC" in made.stderr
    for again in (run(mounted, "list"), run(mounted, "list", "--json")):
        assert text.rpartition("_")[2] not in again.output


def test_listed(mounted: MountedShop) -> None:
    """The list says of each token what it may do, until when, and when it was last used."""
    assert run(mounted, "list").output == "There are no tokens.\n"
    words = ("--scope", "preview", "--page", "aurelia-duo", "--expires", "1h", "--json")
    made = json.loads(run(mounted, "create", "reviewer", *words).output)
    assert authenticate(mounted.mount.tokens, made["token"], mounted.clock.now())
    (found,) = json.loads(run(mounted, "list", "--json").output)
    assert found["scopes"] == ["preview"]
    assert found["page"] == "aurelia-duo"
    assert found["used_at"] == "2027-03-01T12:00:00+00:00"
    assert found["made_by"].endswith("(command line)")
    line = run(mounted, "list").output
    assert f"{made['id']}  active   reviewer: writer, preview on aurelia-duo" in line
    mounted.clock.advance(hours=1)
    assert "expired" in run(mounted, "list").output


def test_revoked(mounted: MountedShop) -> None:
    """A token is revoked by its id; what is not there is told, with status 1."""
    made = json.loads(run(mounted, "create", "x", "--scope", "read", "--json").output)
    assert run(mounted, "revoke", made["id"]).output == f"{made['id']} is revoked.\n"
    assert "revoked" in run(mounted, "list").output
    again = run(mounted, "revoke", made["id"])
    assert again.exit_code == 1
    assert "There is no token" in again.output


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("create", "x"), 2, "--scope"),
        (("create", "x", "--scope", "everything"), 2, "everything"),
        (("create", "x", "--scope", "read", "--role", "king"), 2, "king"),
        (("create", "x", "--scope", "read", "--expires", "soon"), 2, "as in '90d'"),
        (("create", "x", "--scope", "read", "--expires", "2000d"), 1, "to 366 days"),
        (("create", "x", "--scope", "preview"), 1, "for one page"),
        (("create", "x", "--scope", "publish"), 1, "a writer may not publish"),
    ],
)
def test_refused(mounted: MountedShop, words: tuple[str, ...], status: int, told: str) -> None:
    """What makes no sense is refused, and says what to do.

    :param words: the command.
    :param status: its exit status.
    :param told: what it says.
    """
    result = run(mounted, *words)
    assert (result.exit_code, told in result.output) == (status, True), result.output
    assert mounted.mount.tokens.all() == []
