"""Which database to use: whatever a host gives, as a callable that gives the engine."""

from __future__ import annotations

import collections.abc as cabc
import inspect
import sqlite3
import typing as t
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.pool import StaticPool

from ..core.errors import ConfigInvalid
from .connections import DIALECTS


class Extension(t.Protocol):
    """What of a Flask-SQLAlchemy or Flask-SQLAlchemy-Lite instance is used."""

    @property
    def engine(self) -> Engine:
        """The engine of the current application."""


Database: t.TypeAlias = Engine | URL | str | cabc.Callable[[], Engine] | Extension
"""What a host may give as its database."""

_REMEDY = (
    "Give an Engine, a database URL, a callable that gives an Engine, or your Flask-SQLAlchemy"
    " object."
)


@dataclass(frozen=True, eq=False)
class EngineSource:
    """Gives an engine when it is called.

    :param get: gives the engine; with a Flask-SQLAlchemy object, inside an application context.
    :param own: the engine, where it is the plugin's own, made from a URL.
    """

    get: cabc.Callable[[], Engine]
    own: Engine | None = None

    def __call__(self) -> Engine:
        """Give the engine."""
        return self.get()

    def dispose(self) -> None:
        """Close the connections of the plugin's own engine; a host's is left alone."""
        if self.own is not None:
            self.own.dispose()


@t.overload
def engine_source(database: None, *, key: str = ...) -> None: ...


@t.overload
def engine_source(database: Database, *, key: str = ...) -> EngineSource: ...


def engine_source(database: Database | None, *, key: str = "db") -> EngineSource | None:
    """Find out how to come by the engine.

    :param database: what the host gave; ``None`` for nothing.
    :param key: the setting or argument it was given as, for errors.
    :raises ConfigInvalid: if it can't be used. For what is called later, the call raises it.
    """
    if database is None:
        return None
    if isinstance(database, Engine):
        engine = _supported(database, key)
        return EngineSource(lambda: engine)
    if isinstance(database, str | URL):
        own = engine_from_url(database, key=key)
        return EngineSource(lambda: own, own)
    if not isinstance(database, type):
        for way in (_from_extension, _from_callable):
            get = way(database)
            if get is not None:
                return EngineSource(_checked(get, key))
    raise ConfigInvalid(key, f"{database!r} is no database. {_REMEDY}")


def engine_from_url(url: str | URL, *, key: str = "SERUM_DATABASE_URI") -> Engine:
    """Make an engine of the plugin's own.

    :param url: as in ``sqlite:////srv/shop/serum.db`` or ``postgresql://user:pass@host/shop``.
    :param key: the setting or argument it was given as, for errors.
    :raises ConfigInvalid: if it is no URL, or of a database that is not supported or installed.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigInvalid(
            key,
            f"{str(url)!r} is no database URL; write it as in 'sqlite:////srv/shop/serum.db' or"
            " 'postgresql://user:password@host/shop'.",
        ) from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in DIALECTS:
        raise ConfigInvalid(
            key, f"{parsed.get_backend_name()!r} is not supported; use SQLite or PostgreSQL."
        )
    try:
        return _make(parsed)
    except (NoSuchModuleError, ImportError) as error:
        raise ConfigInvalid(
            key,
            f"the driver of {parsed.drivername!r} can't be loaded ({error}); for PostgreSQL"
            " install 'Flask-Serum[postgresql]'.",
        ) from error


def _make(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    in_memory = url.database in (None, "", ":memory:")
    if in_memory:
        # Each connection to memory would be a database of its own.
        engine = sa.create_engine(
            url, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        engine = sa.create_engine(url)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: t.Any, _: object) -> None:
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}").close()
    try:
        connection.execute("PRAGMA journal_mode = WAL").close()
    except sqlite3.OperationalError as error:
        # SQLite doesn't always wait for this lock. The mode is the file's: who has the lock now
        # is switching it, or a later connection will; both modes work.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise


def _from_extension(database: t.Any) -> cabc.Callable[[], object] | None:
    # Looked up on the class: outside an application context the properties themselves raise.
    def has(name: str) -> bool:
        return inspect.getattr_static(database, name, None) is not None

    if has("sync_engine"):
        return None
    if has("engine"):
        return lambda: database.engine
    if has("engines"):
        return lambda: _default(database.engines)
    if has("get_engine"):
        return lambda: database.get_engine()
    return None


def _from_callable(database: object) -> cabc.Callable[[], object] | None:
    return database if callable(database) else None


def _default(engines: cabc.Mapping[str | None, Engine]) -> Engine | None:
    return engines.get("default", engines.get(None))


def _checked(get: cabc.Callable[[], object], key: str) -> cabc.Callable[[], Engine]:
    return lambda: _supported(get(), key)


def _supported(engine: object, key: str) -> Engine:
    if not isinstance(engine, Engine):
        raise ConfigInvalid(key, f"it gave {engine!r}, which is no Engine. {_REMEDY}")
    if engine.dialect.name not in DIALECTS:
        raise ConfigInvalid(
            key, f"{engine.dialect.name!r} is not supported; use SQLite or PostgreSQL."
        )
    return engine
