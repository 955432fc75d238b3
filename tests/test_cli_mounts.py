"""Which mount a command works on, where an app has several."""

from __future__ import annotations

import collections.abc as cabc
import json

import click
import pytest
from databases import opened
from databases import SqliteFiles
from factories import a_record
from flask import Flask
from hosts import a_host
from hosts import EU
from hosts import Till
from hosts import US
from sqlalchemy.engine import Engine
from test_cli import Command

from flask_serum import FlaskSerum
from flask_serum.cli import serum_commands
from flask_serum.core.access import Actor
from flask_serum.web.mount import Mounts

ADA = Actor("ada", frozenset({"admin"}))
OF_ALL_MOUNTS = {"upgrade", "check", "doctor", "schema"}
LISTED = "serum (market eu, at /serums), us (market us, at /us/serums)"


def an_app(one: Engine, other: Engine) -> Flask:
    app = a_host()
    FlaskSerum(app, market=EU, db=one, offers=Till().offers)
    FlaskSerum(app, market=US, db=other, offers=Till().offers, name="us", url_prefix="/us/serums")
    return app


def bring_in(app: Flask, mount: str, slug: str) -> None:
    mounts: Mounts = app.extensions["serum"]
    mounts[mount].publishing.import_record(ADA, a_record(slug=slug))


@pytest.fixture(name="apart")
def _apart(sqlite_files: SqliteFiles) -> cabc.Iterator[Command]:
    with opened(sqlite_files.url()) as one, opened(sqlite_files.url()) as other:
        app = an_app(one, other)
        bring_in(app, "serum", "here")
        bring_in(app, "us", "there")
        yield Command(app)


def commands(group: click.Group, names: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, (*names, name))
        elif name not in OF_ALL_MOUNTS:
            found.append((*names, name))
    return found


COMMANDS = commands(serum_commands)


def test_every_command_that_touches_a_mount_takes_one() -> None:
    """Those that do not are those that look at all of them."""
    for names in COMMANDS:
        command: click.Command = serum_commands
        for name in names:
            assert isinstance(command, click.Group)
            command = command.commands[name]
        assert "--mount" in {text for one in command.params for text in one.opts}, names
    assert len(COMMANDS) > 15


@pytest.mark.parametrize(
    ("which", "slug"),
    [
        ("serum", "here"),
        ("us", "there"),
        ("eu", "here"),
        ("/serums", "here"),
        ("/us/serums", "there"),
    ],
)
def test_a_mount_is_chosen(apart: Command, which: str, slug: str) -> None:
    """By its name, by its market, or by where it is; the command works in its database.

    :param which: what is given.
    :param slug: the only page there.
    """
    assert list(apart.told("pages", "--mount", which)) == [slug]


@pytest.mark.parametrize("which", ["", "eu ", "uk", "/", "/us"])
def test_there_is_no_such_mount(apart: Command, which: str) -> None:
    """An unknown one is told, with those that there are.

    :param which: what is given.
    """
    said = apart.bad("pages", "--mount", which)
    assert f"There is no mount {which!r}." in said
    assert LISTED in said


def test_several_databases_need_a_name(apart: Command) -> None:
    """Nothing is written into a database that nobody named."""
    said = apart.bad("unpublish", "here")
    assert "several databases; name one by --mount" in said
    assert LISTED in said
    assert LISTED in json.loads(apart("pages", "--json").stdout)["error"]
    assert apart("claims", "--page", "here").exit_code == 2


def test_a_market_that_is_mounted_twice(sqlite_files: SqliteFiles, sqlite_engine: Engine) -> None:
    """A word that fits mounts over several databases chooses none; a mount's own name does."""
    with opened(sqlite_files.url()) as other:
        app = an_app(sqlite_engine, other)
        FlaskSerum(app, market=EU, db=other, offers=Till().offers, name="b2b", url_prefix="/b2b")
        bring_in(app, "b2b", "theirs")
        serum = Command(app)
        assert "name one by its name" in serum.bad("pages", "--mount", "eu")
        assert list(serum.told("pages", "--mount", "b2b")) == ["theirs"]
        # A name goes before a market that is called the same.
        assert list(serum.told("pages", "--mount", "us")) == ["theirs"]


def test_one_database_needs_no_name(sqlite_engine: Engine) -> None:
    """Where all mounts share one, commands do the same in each."""
    app = an_app(sqlite_engine, sqlite_engine)
    bring_in(app, "us", "shared")
    serum = Command(app)
    assert list(serum.told("pages")) == ["shared"]
    assert serum.told("pages", "--mount", "us") == serum.told("pages")


def test_webhooks_are_those_of_the_mount(apart: Command) -> None:
    """Endpoints, tokens and what is told of are kept apart as their databases are."""
    made = apart.told("webhooks", "add", "https://cache.example/", "--mount", "us")
    assert made["url"] == "https://cache.example/"
    assert apart.good("webhooks", "list", "--mount", "eu") == "Nobody is told of anything.\n"
    assert "cache.example" in apart.good("webhooks", "list", "--mount", "us")
    apart.good("token", "create", "tool", "--scope", "read", "--mount", "us")
    assert apart.good("token", "list", "--mount", "eu") == "There are no tokens.\n"
