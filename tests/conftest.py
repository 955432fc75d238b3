"""Fixtures for every subject: databases, a stopped clock, two markets."""

from __future__ import annotations

import collections.abc as cabc
import contextlib

import databases
import pytest
from bytecode import SharedBytecode
from fakes import StoppedClock
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.ports import SnapshotCodec
from flask_serum.web.documents import RecordCodec

pytest_plugins = ["browser"]

# The machine may be busy: rules are asserted, seconds are not.
settings.register_profile(
    "rules",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("rules")

# Compiling the templates is most of what the first page of an app costs.
Flask.jinja_options = {"bytecode_cache": SharedBytecode()}


@pytest.fixture(name="clock")
def _clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(name="market_eu")
def _market_eu() -> Market:
    return Market(
        code="eu",
        jurisdictions=("EU",),
        currency="EUR",
        locales=("en", "de", "ar"),
        time_zone="Europe/Berlin",
    )


@pytest.fixture(name="market_us")
def _market_us() -> Market:
    return Market(
        code="us",
        jurisdictions=("US",),
        currency="USD",
        locales=("en-US",),
        time_zone="America/New_York",
    )


@pytest.fixture(name="codec")
def _codec() -> SnapshotCodec:
    return RecordCodec()


@pytest.fixture(name="sqlite_files", scope="session")
def _sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteFiles:
    return databases.SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(name="postgres", scope="session")
def _postgres() -> cabc.Iterator[databases.PostgresDatabases]:
    with databases.postgres_running() as server:
        yield server


@pytest.fixture(name="database_url", params=["sqlite", "postgresql"])
def _database_url(request: pytest.FixtureRequest) -> cabc.Iterator[str]:
    """URL of a database with our tables: once on SQLite, once on PostgreSQL."""
    with _url(request, empty=False) as url:
        yield url


@pytest.fixture(name="empty_url", params=["sqlite", "postgresql"])
def _empty_url(request: pytest.FixtureRequest) -> cabc.Iterator[str]:
    """URL of a database without tables: once on SQLite, once on PostgreSQL."""
    with _url(request, empty=True) as url:
        yield url


@pytest.fixture(name="engine")
def _engine(database_url: str) -> cabc.Iterator[Engine]:
    """A database with our tables: once on SQLite, once on PostgreSQL."""
    with databases.opened(database_url) as engine:
        yield engine


@pytest.fixture(name="empty_engine")
def _empty_engine(empty_url: str) -> cabc.Iterator[Engine]:
    """A database without tables: once on SQLite, once on PostgreSQL."""
    with databases.opened(empty_url) as engine:
        yield engine


@pytest.fixture(name="sqlite_engine")
def _sqlite_engine(sqlite_files: databases.SqliteFiles) -> cabc.Iterator[Engine]:
    """An SQLite file with our tables."""
    with databases.opened(sqlite_files.url()) as engine:
        yield engine


@pytest.fixture(name="postgres_engine")
def _postgres_engine(postgres: databases.PostgresDatabases) -> cabc.Iterator[Engine]:
    """A PostgreSQL database with our tables."""
    with postgres.url() as url, databases.opened(url) as engine:
        yield engine


@contextlib.contextmanager
def _url(request: pytest.FixtureRequest, *, empty: bool) -> cabc.Iterator[str]:
    if request.param == "sqlite":
        files: databases.SqliteFiles = request.getfixturevalue("sqlite_files")
        yield files.empty_url() if empty else files.url()
    else:
        server: databases.PostgresDatabases = request.getfixturevalue("postgres")
        with server.empty_url() if empty else server.url() as url:
            yield url
