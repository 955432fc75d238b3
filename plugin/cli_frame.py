"""What every command stands in: plain errors, who acts, and the mounts it works on."""

from __future__ import annotations

import collections.abc as cabc
import functools
import getpass
import json
import typing as t

import click
from sqlalchemy.exc import SQLAlchemyError

from .core.access import Actor
from .core.errors import DocumentInvalid
from .core.errors import SerumError
from .store.engine import EngineSource
from .web.mount import Mount
from .web.mount import mounts

F = t.TypeVar("F", bound=cabc.Callable[..., t.Any])

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


def any_mount() -> Mount:
    """Give a mount, for what is the same in all of them.

    :raises SerumError: if nothing is mounted.
    """
    engines()
    return next(iter(mounts().values()))
