"""``flask serum …``: prints for people, ``--json`` for programs, an exit status for scripts."""

from __future__ import annotations

import collections.abc as cabc
import functools
import getpass
import json
import sys
import typing as t
from importlib.resources import files

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from . import doctor as doctors
from .core.access import Actor
from .core.errors import DocumentInvalid
from .core.errors import SerumError
from .core.page import FACTS
from .core.visibility import state_of
from .store import migrate
from .store.engine import EngineSource
from .web.mount import Mount
from .web.mount import mounts
from .web.schemas import read_document
from .web.schemas import write_document

F = t.TypeVar("F", bound=cabc.Callable[..., t.Any])


def _told_plainly(command: F) -> F:
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


def _actor() -> Actor:
    try:
        name = getpass.getuser()
    except OSError:
        name = "unknown"
    return Actor(f"{name} (command line)", frozenset({"admin"}))


def _engines() -> list[EngineSource]:
    found = list(mounts().databases.values())
    if not found:
        raise SerumError("Nothing is mounted: FlaskSerum(app, market=...).")
    return found


def _any_mount() -> Mount:
    _engines()
    return next(iter(mounts().values()))


def _each_once(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object.")
    return found


json_option = click.option("--json", "as_json", is_flag=True, help="Print for programs.")


@click.group("serum")
def serum_commands() -> None:
    """Product pages for nitric oxide serums."""


@serum_commands.command("upgrade")
@with_appcontext
@_told_plainly
def upgrade_command() -> None:
    """Make or update the plugin's tables."""
    for source in _engines():
        before = migrate.current(source())
        migrate.upgrade(source())
        after = migrate.current(source())
        click.echo(f"{after} is in place." if before == after else f"{before or 'empty'} → {after}")


@serum_commands.command("check")
@json_option
@with_appcontext
@_told_plainly
def check_command(as_json: bool) -> None:
    """Tell whether the tables are as the code needs them."""
    problems = [one for source in _engines() for one in migrate.check(source())]
    if as_json:
        click.echo(json.dumps({"problems": problems}, indent=2))
    else:
        click.echo("\n".join(problems) or "The tables are as they should be.")
    raise SystemExit(bool(problems))


@serum_commands.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--publish", is_flag=True, help="Publish the page in all its locales too.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@json_option
@with_appcontext
@_told_plainly
def import_command(file: t.BinaryIO, publish: bool, dry_run: bool, as_json: bool) -> None:
    """Bring a page in from a JSON FILE ("-" reads standard input)."""
    try:
        data = json.loads(file.read().decode("utf-8-sig"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise SerumError(f"{file.name} is no JSON: {error}") from error
    outcome = _any_mount().publishing.import_record(
        _actor(), read_document(data), publish=publish, dry_run=dry_run
    )
    if as_json:
        found = {
            "slug": outcome.slug,
            "created": outcome.created,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "published": outcome.published,
            "dry_run": dry_run,
        }
        click.echo(json.dumps(found, indent=2))
        return
    click.echo(f"{outcome.slug}: {'new' if outcome.created else 'known'} page")
    for label, parts in (
        ("saved", outcome.changed),
        ("as it was", outcome.unchanged),
        ("published", outcome.published),
    ):
        if parts:
            click.echo(f"  {label}: {', '.join(parts)}")
    if dry_run:
        click.echo("Nothing was written (--dry-run).")


@serum_commands.command("export")
@click.argument("slug")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-")
@with_appcontext
@_told_plainly
def export_command(slug: str, output: t.TextIO) -> None:
    """Write the latest revision of page SLUG as JSON."""
    document = write_document(_any_mount().publishing.record(slug))
    output.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


@serum_commands.command("pages")
@json_option
@with_appcontext
@_told_plainly
def pages_command(as_json: bool) -> None:
    """List the pages, and where each of their parts stands."""
    mount = _any_mount()
    now = mount.clock.now()
    found = {
        page.slug: {part: state_of(state, now).value for part, state in sorted(page.parts.items())}
        for page in mount.store.pages(now)
    }
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for slug, parts in found.items():
        click.echo(f"{slug}: " + ", ".join(f"{part} {state}" for part, state in parts.items()))


@serum_commands.command("publish")
@click.argument("slug")
@click.option("--part", "parts", multiple=True, help="'facts' or a locale; all if none is given.")
@with_appcontext
@_told_plainly
def publish_command(slug: str, parts: tuple[str, ...]) -> None:
    """Show the latest revision of page SLUG to shoppers."""
    publishing = _any_mount().publishing
    chosen = parts or (FACTS, *publishing.record(slug).copy)
    for part in chosen:
        publication = publishing.publish(_actor(), slug, part)
        click.echo(f"{slug}: {part} shows revision {publication.revision}")


@serum_commands.command("unpublish")
@click.argument("slug")
@click.option("--part", default=FACTS, help="A locale; the whole page if none is given.")
@with_appcontext
@_told_plainly
def unpublish_command(slug: str, part: str) -> None:
    """Take page SLUG off the public; its revisions stay."""
    _any_mount().publishing.unpublish(_actor(), slug, part)
    click.echo(f"{slug}: {part} is not shown any more")


@serum_commands.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a page document."""
    click.echo((files("flask_serum.web") / "page.schema.json").read_text("utf-8"), nl=False)


@serum_commands.command("doctor")
@json_option
@with_appcontext
@_told_plainly
def doctor_command(as_json: bool) -> None:
    """Say what is wrong with the mounts; exit with 1 where anything is."""
    found = doctors.examine(current_app._get_current_object())  # type: ignore[attr-defined]
    problems = [one for one in found if one.problem]
    if as_json:
        click.echo(json.dumps([vars(one) for one in found], indent=2))
    else:
        for one in found:
            click.echo(f"{'✗' if one.problem else '·'} [{one.mount}] {one.about}: {one.message}")
        click.echo(f"{len(problems)} to put right." if problems else "All is well.")
    sys.exit(bool(problems))
