"""What every command stands in: plain errors, who acts, and the mounts it works on."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import functools
import getpass
import json
import re
import typing as t

import click
from flask import current_app
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from .core.access import Actor
from .core.errors import DocumentInvalid
from .core.errors import SerumError
from .store.engine import EngineSource
from .store.pages import SqlPageStore
from .web.mount import Mount
from .web.mount import mounts

F = t.TypeVar("F", bound=cabc.Callable[..., t.Any])

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

json_option = click.option("--json", "as_json", is_flag=True, help="Print for programs.")


def told_plainly(command: F) -> F:
    """Turn errors of the plugin and the database into a message and exit status 1."""

    @functools.wraps(command)
    def run(*args: t.Any, **options: t.Any) -> t.Any:
        try:
            return command(*args, **options)
        except (SerumError, SQLAlchemyError) as error:
            if options.get("as_json"):
                problems = error.problems if isinstance(error, DocumentInvalid) else ()
                found = [{"path": one.path, "message": one.message} for one in problems]
                click.echo(json.dumps({"error": str(error), "problems": found}, indent=2))
                raise SystemExit(1) from error
            raise click.ClickException(str(error)) from error

    return t.cast(F, run)


def span(_1: click.Context, _2: click.Parameter, value: str) -> dt.timedelta:
    """Read how long: a callback of options, for values such as ``90d``.

    :param value: minutes, hours, days or weeks.
    :raises click.BadParameter: if it is none of them.
    """
    written = re.fullmatch(r"([1-9][0-9]{0,5})([mhdw])", value)
    if written is None:
        raise click.BadParameter(f"{value!r}: write minutes, hours, days or weeks, as in '90d'.")
    return dt.timedelta(**{_UNITS[written.group(2)]: int(written.group(1))})


def command_actor() -> Actor:
    """Give who runs the command: they have the database's password, and so may do everything."""
    try:
        name = getpass.getuser()
    except OSError:
        name = "unknown"
    return Actor(f"{name} (command line)", frozenset({"admin"}))


def engines() -> list[EngineSource]:
    """Give the databases of all mounts.

    :raises SerumError: if nothing is mounted.
    """
    found = list(mounts().databases.values())
    if not found:
        raise SerumError("Nothing is mounted: FlaskSerum(app, market=...).")
    return found


def on_a_mount(command: F) -> F:
    """Give a command ``--mount``, and the mount that it names as its first argument.

    :param command: takes the mount, and then its own arguments and options.
    """

    @click.option(
        "--mount",
        "which",
        metavar="MOUNT",
        help="Name, market or URL prefix of a mount; needed where they have several databases.",
    )
    @functools.wraps(command)
    def run(*args: t.Any, which: str | None, **options: t.Any) -> t.Any:
        return command(_chosen(which), *args, **options)

    return t.cast(F, run)


def beside(mount: Mount) -> list[Mount]:
    """Give the mounts that share a mount's database, itself among them.

    :param mount: the mount.
    """
    mine = database_of(mount)
    return [one for one in mounts().values() if database_of(one) is mine]


def database_of(mount: Mount) -> Engine:
    """Give the database that a mount keeps its pages in.

    :param mount: the mount.
    """
    return t.cast(SqlPageStore, mount.store).connections.engine


def _chosen(which: str | None) -> Mount:
    engines()
    there = list(mounts().values())
    if which is None:
        named, why = there, "The mounts of this app have several databases; name one by --mount."
    else:
        named = [one for one in there if which in (one.name, one.market.code, _prefix(one))]
        named = [one for one in named if one.name == which] or named
        why = f"Several mounts are {which!r}, over several databases; name one by its name."
    if not named:
        raise SerumError(f"There is no mount {which!r}. {_listed(there)}")
    # What commands do is the same in all mounts over one database.
    if len({id(database_of(one)) for one in named}) > 1:
        raise SerumError(f"{why} {_listed(there)}")
    return named[0]


def _prefix(mount: Mount) -> str:
    rule = next(current_app.url_map.iter_rules(f"{mount.name}.listing")).rule
    return rule.rstrip("/") or "/"


def _listed(there: cabc.Iterable[Mount]) -> str:
    each = (f"{one.name} (market {one.market.code}, at {_prefix(one)})" for one in there)
    return f"There is {', '.join(each)}."
