"""Brings our tables up to date, and keeps out of a host's own migrations.

Alembic is configured in code and handed a connection. Our revisions have a version table of
their own, so that they stand beside a host's in one database.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import importlib
import threading
import typing as t
from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Engine

from ..core.errors import StoreNotReady
from .models import Base
from .models import PREFIX

VERSION_TABLE = "serum_alembic_version"
"""The table that tells which of our migrations have run."""

_MODELS = (
    ".models",
    ".catalog",
    ".idempotency",
    ".tokens",
    ".webhook_rows",
    ".working_rows",
    ".links",
    ".reviews",
    ".translations",
    ".trash",
    ".overrides",
)

# Any number, the same in every process: who has this lock in PostgreSQL migrates.
_LOCK = 0x5E4000A1

# Alembic keeps the migration that runs in its modules, so one process can run one at a time.
_RUNNING = threading.Lock()


def is_ours(name: str | None) -> bool:
    """Tell whether a table is one of the plugin's."""
    return name is not None and name.startswith(PREFIX)


def include_name(name: str | None, kind: str, parents: cabc.Mapping[t.Any, t.Any]) -> bool:
    """Keep the plugin's tables out of a host's autogenerate, which would drop them.

    For a host's ``env.py``: ``context.configure(..., include_name=include_name)``.

    :param name: of what was found in the database.
    :param kind: ``"table"``, ``"column"``, ``"schema"``...
    :param parents: names of what it is in.
    """
    return not (kind == "table" and is_ours(name))


def include_ours(name: str | None, kind: str, parents: cabc.Mapping[t.Any, t.Any]) -> bool:
    """Keep everything but the plugin's tables out of the plugin's own autogenerate."""
    return kind != "table" or (is_ours(name) and name != VERSION_TABLE)


def metadata() -> sa.MetaData:
    """Give the metadata with the tables of every module that has models."""
    for module in _MODELS:
        importlib.import_module(module, __package__)
    return Base.metadata


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to a revision, all or none; processes wait for one another.

    :param engine: the database.
    :param revision: how far.
    """
    with _alone(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take migrations back down to a revision, all or none.

    :param engine: the database.
    :param revision: how far; ``"base"`` removes everything the plugin keeps.
    """
    with _alone(engine) as connection:
        command.downgrade(_config(connection), revision)


def current(engine: Engine) -> str | None:
    """Give the revision the database is at; ``None`` before the first."""
    with engine.connect() as connection:
        return _current(connection)


def head() -> str:
    """Give the newest revision that the code knows."""
    newest = _scripts().get_current_head()
    assert newest is not None
    return newest


def pending(engine: Engine) -> bool:
    """Tell whether the database is not at the newest revision."""
    return current(engine) != head()


def check(engine: Engine) -> list[str]:
    """Find what parts the database from what the code needs.

    :param engine: the database.
    :return: a line per migration that has not run or, where all have, per difference from the
        models; empty if all is well.
    """
    with engine.connect() as connection:
        at, scripts = _current(connection), _scripts()
        try:
            scripts.get_revision(at or "base")
        except CommandError:
            return [
                f"The database is at revision {at!r}, which this version of Flask-Serum does not"
                " know; install the version that made it, or a newer one."
            ]
        missing = list(scripts.iterate_revisions("head", at or "base"))
        if missing:
            return [
                f"Migration {one.revision} ({one.doc}) has not run; run 'flask serum upgrade'."
                for one in reversed(missing)
            ]
        return [
            f"The database differs from the models: {difference!r}"
            for difference in compare_metadata(_context(connection), metadata())
        ]


def require_current(engine: Engine) -> None:
    """Do nothing if all migrations have run.

    :raises StoreNotReady: if one has not.
    """
    if pending(engine):
        raise StoreNotReady("\n".join(check(engine)))


@contextlib.contextmanager
def _alone(engine: Engine) -> cabc.Iterator[Connection]:
    with _RUNNING, engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        elif not getattr(connection.connection.driver_connection, "in_transaction", False):
            # Python's driver begins a transaction for rows alone, not for tables.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _config(connection: Connection) -> Config:
    config = _settings()
    config.attributes["connection"] = connection
    return config


def _settings() -> Config:
    config = Config()
    where = str(files("flask_serum.migrations"))
    config.set_main_option("script_location", where.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_settings())


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE, "include_name": include_ours}
    )


def _current(connection: Connection) -> str | None:
    return _context(connection).get_current_revision()
