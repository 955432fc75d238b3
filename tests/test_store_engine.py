"""Whatever a host gives as its database is taken, or refused with what to give instead."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import sqlite3
import typing as t
from pathlib import Path

import flask
import flask_sqlalchemy
import flask_sqlalchemy_lite
import pytest
import sqlalchemy as sa
from databases import disposing
from sqlalchemy.engine import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import DeclarativeBase

from flask_serum.core.errors import ConfigInvalid
from flask_serum.store.engine import engine_from_url
from flask_serum.store.engine import engine_source
from flask_serum.store.engine import EngineSource


@pytest.fixture(name="host_engine")
def _host_engine() -> cabc.Iterator[Engine]:
    with disposing(sa.create_engine("sqlite://")) as engine:
        yield engine


def test_nothing() -> None:
    """No database given is no database."""
    assert engine_source(None) is None


def test_engine(host_engine: Engine) -> None:
    """A host's engine is used as it is, and never closed by the plugin."""
    source = engine_source(host_engine)
    assert source() is host_engine
    assert source.own is None
    pool = host_engine.pool
    source.dispose()
    assert host_engine.pool is pool


@pytest.mark.parametrize("shape", [str, sa.make_url])
def test_url(tmp_path: Path, shape: cabc.Callable[[str], str | URL]) -> None:
    """A URL gives one engine of the plugin's own, with foreign keys switched on."""
    source = engine_source(shape(f"sqlite:///{tmp_path / 'serum.db'}"))
    assert source() is source.own
    with source().connect() as connection:
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
    source.dispose()


def test_file_in_use(tmp_path: Path) -> None:
    """A file that somebody writes to can be opened; its journal changes when they are done."""
    path = tmp_path / "serum.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE").close()
        with disposing(engine_from_url(f"sqlite:///{path}?timeout=0")) as engine:
            engine.connect().close()
    with disposing(engine_from_url(f"sqlite:///{path}")) as engine, engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"


def test_what_is_no_database(tmp_path: Path) -> None:
    """A file that is no database is not taken for a locked one."""
    path = tmp_path / "serum.db"
    path.write_text("a shopping list, and no database at all" * 40)
    with (
        disposing(engine_from_url(f"sqlite:///{path}")) as engine,
        pytest.raises(DatabaseError, match="not a database"),
    ):
        engine.connect()


def test_memory_is_one_database() -> None:
    """Every connection to SQLite in memory sees the same tables."""
    source = engine_source("sqlite://")
    with source().begin() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")
    with source().begin() as connection:
        connection.exec_driver_sql("INSERT INTO one VALUES (1)")
    source.dispose()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_driver(scheme: str) -> None:
    """A PostgreSQL URL that names no driver gets the one the plugin brings."""
    engine = engine_from_url(f"{scheme}://shop:secret@localhost/shop")
    assert engine.driver == "psycopg"
    engine.dispose()


def test_callable(host_engine: Engine) -> None:
    """A callable is asked each time, and not before."""
    asked: list[Engine] = []

    def give() -> Engine:
        asked.append(host_engine)
        return host_engine

    source = engine_source(give)
    assert not asked
    assert source() is host_engine
    assert len(asked) == 1


def test_flask_sqlalchemy() -> None:
    """A Flask-SQLAlchemy object gives the current application's engine."""

    class Base(DeclarativeBase):
        pass

    db = flask_sqlalchemy.SQLAlchemy(model_class=Base)
    source = engine_source(db)
    app = flask.Flask("host")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    with app.app_context():
        assert source() is db.engine
        db.engine.dispose()


def test_flask_sqlalchemy_lite() -> None:
    """A Flask-SQLAlchemy-Lite object gives the current application's engine."""
    db = flask_sqlalchemy_lite.SQLAlchemy()
    source = engine_source(db)
    app = flask.Flask("host")
    app.config["SQLALCHEMY_ENGINES"] = {"default": "sqlite://"}
    db.init_app(app)
    with app.app_context():
        assert source() is db.engine
        db.engine.dispose()


class WithEngines:
    """An extension that only lists its engines."""

    def __init__(self, **engines: Engine) -> None:
        self._engines = engines

    @property
    def engines(self) -> dict[str | None, Engine]:
        """The engines by name."""
        return {name if name != "none" else None: one for name, one in self._engines.items()}


class WithMethod:
    """An extension of the old kind."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get_engine(self) -> Engine:
        """Give the engine."""
        return self._engine


def test_other_extensions(host_engine: Engine) -> None:
    """Extensions that list engines, or have a method for it, are understood."""
    for given in (
        WithEngines(default=host_engine),
        WithEngines(none=host_engine),
        WithMethod(host_engine),
    ):
        source = engine_source(t.cast("t.Any", given))
        assert isinstance(source, EngineSource)
        assert source() is host_engine


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ("not a url", "SERUM_DATABASE_URI: 'not a url' is no database URL; write it as in"),
        ("mysql+pymysql://localhost/shop", "'mysql' is not supported; use SQLite or PostgreSQL"),
        ("sqlite+nothing://", "the driver of 'sqlite\\+nothing' can't be loaded"),
        (42, "42 is no database. Give an Engine, a database URL, a callable"),
        (Engine, "is no database. Give an Engine"),
        ({"default": "sqlite://"}, "is no database. Give an Engine"),
    ],
)
def test_refused(given: t.Any, match: str) -> None:
    """What can't be used is refused at once, with the setting's name and what to give."""
    with pytest.raises(ConfigInvalid, match=match):
        engine_source(given, key="SERUM_DATABASE_URI")


def test_refused_when_called() -> None:
    """What a callable gives is looked at when it is called."""
    source = engine_source(t.cast("t.Any", lambda: "sqlite://"))
    with pytest.raises(ConfigInvalid, match="db: it gave 'sqlite://', which is no Engine"):
        source()


def test_password_is_not_told() -> None:
    """An error about a URL does not repeat its password."""
    with pytest.raises(ConfigInvalid, match="not supported") as caught:
        engine_source("mysql://shop:secret@localhost/shop")
    assert "secret" not in str(caught.value)
