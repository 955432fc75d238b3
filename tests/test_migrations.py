"""Tables come and go by migrations, beside a host's own."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import databases
import flask
import flask_migrate
import flask_sqlalchemy
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from flask_serum.core.errors import StoreNotReady
from flask_serum.store import migrate


def tables(engine: Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


def leftovers(engine: Engine) -> list[str]:
    """List the triggers and functions of ours that a database holds."""
    if engine.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            " UNION SELECT proname FROM pg_proc WHERE proname LIKE 'serum%'"
        )
    with engine.connect() as connection:
        return list(connection.scalars(sa.text(query)))


def test_up_down_and_up_again(empty_engine: Engine) -> None:
    """From nothing to the newest, back to nothing, and up again."""
    assert migrate.current(empty_engine) is None
    for _ in range(2):
        migrate.upgrade(empty_engine)
        assert migrate.current(empty_engine) == migrate.head()
        assert tables(empty_engine) == {*migrate.metadata().tables, migrate.VERSION_TABLE}
        assert leftovers(empty_engine)
        migrate.downgrade(empty_engine, "base")
        assert migrate.current(empty_engine) is None
        assert tables(empty_engine) == {migrate.VERSION_TABLE}
        assert leftovers(empty_engine) == []


def test_step_by_step(empty_engine: Engine) -> None:
    """Each migration can be taken back alone."""
    migrate.upgrade(empty_engine)
    while migrate.current(empty_engine) is not None:
        migrate.downgrade(empty_engine, "-1")
        migrate.upgrade(empty_engine, "+1")
        migrate.downgrade(empty_engine, "-1")
    migrate.upgrade(empty_engine)
    assert migrate.check(empty_engine) == []


def test_upgrade_twice(engine: Engine) -> None:
    """Upgrading what is up to date changes nothing."""
    migrate.upgrade(engine)
    assert not migrate.pending(engine)
    assert migrate.check(engine) == []


def test_models_equal_migrations(engine: Engine) -> None:
    """What the migrations make is what the models say."""
    assert migrate.check(engine) == []


def test_constraints_equal_migrations(engine: Engine) -> None:
    """The checks of the models are in the database, by name."""
    found, wanted = set(), set()
    inspector = sa.inspect(engine)
    for table in migrate.metadata().sorted_tables:
        found |= {one["name"] for one in inspector.get_check_constraints(table.name)}
        wanted |= {one.name for one in table.constraints if isinstance(one, sa.CheckConstraint)}
    assert found == wanted


def test_every_table_has_our_prefix() -> None:
    """Every table starts with the prefix that the README names."""
    assert all(migrate.is_ours(name) for name in migrate.metadata().tables)
    assert migrate.is_ours(migrate.VERSION_TABLE)
    assert not migrate.is_ours("orders")
    assert not migrate.is_ours(None)


def test_check_names_what_has_not_run(empty_engine: Engine) -> None:
    """An empty database is told each migration that has not run, and the command."""
    assert migrate.pending(empty_engine)
    told = migrate.check(empty_engine)
    assert told[0].startswith("Migration 0001 (Pages, their revisions")
    assert all("run 'flask serum upgrade'" in line for line in told)
    with pytest.raises(StoreNotReady, match=r"Migration 0001 .* has not run"):
        migrate.require_current(empty_engine)


def test_check_finds_a_difference(engine: Engine) -> None:
    """A table that lost a column is found."""
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE serum_page DROP COLUMN created_by"))
    (told,) = migrate.check(engine)
    assert "differs from the models" in told
    assert "created_by" in told
    migrate.require_current(engine)


def test_newer_database(engine: Engine) -> None:
    """A database that a newer version migrated is told as such, and left alone."""
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999'"))
    (told,) = migrate.check(engine)
    assert "'9999'" in told
    assert "newer one" in told
    with pytest.raises(CommandError, match="9999"):
        migrate.upgrade(engine)


def test_failing_migration_leaves_nothing(empty_engine: Engine) -> None:
    """An upgrade that fails midway leaves the database as it was."""
    if empty_engine.dialect.name == "sqlite":
        clash = "CREATE TABLE serum_history (id INTEGER)"
    else:
        clash = "CREATE SEQUENCE serum_history"
    with empty_engine.begin() as connection:
        connection.execute(sa.text(clash))
    before = tables(empty_engine)
    with pytest.raises(sa.exc.DBAPIError, match="serum_history"):
        migrate.upgrade(empty_engine)
    assert tables(empty_engine) == before
    assert migrate.current(empty_engine) is None


def test_threads_upgrade_at_once(empty_engine: Engine) -> None:
    """Threads of one process that upgrade at once don't get into each other's way."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            migrate.upgrade(empty_engine)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert migrate.check(empty_engine) == []


def test_processes_upgrade_at_once(empty_url: str) -> None:
    """Workers that start at once and upgrade wait for one another."""
    program = (
        "import sys\n"
        "from flask_serum.store import migrate\n"
        "from flask_serum.store.engine import engine_from_url\n"
        "engine = engine_from_url(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "migrate.upgrade(engine)\n"
        "engine.dispose()\n"
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", program, empty_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = [worker.communicate(timeout=60) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], told
    with databases.opened(empty_url) as engine:
        assert migrate.check(engine) == []


class HostBase(DeclarativeBase):
    """Base of a host's models, with a naming convention of its own."""

    metadata = sa.MetaData(naming_convention={"pk": "host_pk_%(table_name)s"})


class Order(HostBase):
    """A host's table."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)


def proposals(engine: Engine, include_name: object = None) -> str:
    """Give what a host's autogenerate would do."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": include_name})
        return repr(compare_metadata(context, HostBase.metadata))


def test_host_would_drop_our_tables(engine: Engine) -> None:
    """Without the hook a host's autogenerate drops our tables; with it, it sees none of them."""
    HostBase.metadata.create_all(engine)
    for table in (*migrate.metadata().tables, migrate.VERSION_TABLE):
        assert f"('remove_table', Table({table!r}" in proposals(engine)
    assert proposals(engine, migrate.include_name) == "[]"


def test_ours_does_not_see_the_hosts(engine: Engine) -> None:
    """The plugin's check is not moved by a host's tables."""
    HostBase.metadata.create_all(engine)
    assert migrate.check(engine) == []


@pytest.mark.filterwarnings("ignore:'get_engine' is deprecated:DeprecationWarning")
def test_beside_flask_migrate(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Flask-Migrate host in the same database keeps its history, and we keep ours."""
    # The env.py that Flask-Migrate writes would set up logging for the whole process.
    monkeypatch.setattr("logging.config.fileConfig", lambda *_: None)
    db = flask_sqlalchemy.SQLAlchemy(model_class=HostBase)
    app = flask.Flask("host")
    app.config["SQLALCHEMY_DATABASE_URI"] = empty_url
    db.init_app(app)
    folder = tmp_path / "migrations"
    flask_migrate.Migrate(app, db, directory=str(folder), include_name=migrate.include_name)
    with app.app_context(), databases.disposing(db.engine):
        migrate.upgrade(db.engine)
        flask_migrate.init()
        flask_migrate.migrate(message="orders")
        flask_migrate.upgrade()
        (written,) = (folder / "versions").glob("*.py")
        assert "orders" in written.read_text()
        assert "serum" not in written.read_text()
        assert {"orders", "alembic_version", migrate.VERSION_TABLE} <= tables(db.engine)
        flask_migrate.downgrade(revision="base")
        assert migrate.check(db.engine) == []
        flask_migrate.upgrade()
        migrate.downgrade(db.engine, "base")
        assert "orders" in tables(db.engine)
        migrate.upgrade(db.engine)
        assert migrate.check(db.engine) == []
