"""``flask serum …``: prints for people, ``--json`` for programs, an exit status for scripts."""

from __future__ import annotations

import json
import typing as t
from importlib.resources import files

import click
from flask import current_app
from flask.cli import with_appcontext

from . import doctor as doctors
from .cli_claims import claims_command
from .cli_claims import tell_remarks
from .cli_frame import command_actor
from .cli_frame import engines
from .cli_frame import json_option
from .cli_frame import on_a_mount
from .cli_frame import told_plainly
from .cli_overrides import override_commands
from .cli_tokens import token_commands
from .cli_webhooks import webhook_commands
from .core.errors import SerumError
from .core.page import FACTS
from .core.visibility import state_of
from .store import migrate
from .web.documents import read_document
from .web.documents import write_document
from .web.mount import Mount


def _each_once(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object.")
    return found


@click.group("serum")
def serum_commands() -> None:
    """Product pages for nitric oxide serums."""


serum_commands.add_command(claims_command)
serum_commands.add_command(override_commands)
serum_commands.add_command(token_commands)
serum_commands.add_command(webhook_commands)


@serum_commands.command("upgrade")
@with_appcontext
@told_plainly
def upgrade_command() -> None:
    """Make or update the plugin's tables."""
    for source in engines():
        before = migrate.current(source())
        migrate.upgrade(source())
        after = migrate.current(source())
        click.echo(f"{after} is in place." if before == after else f"{before or 'empty'} → {after}")


@serum_commands.command("check")
@json_option
@with_appcontext
@told_plainly
def check_command(as_json: bool) -> None:
    """Tell whether the tables are as the code needs them."""
    problems = [one for source in engines() for one in migrate.check(source())]
    if as_json:
        click.echo(json.dumps({"problems": problems}, indent=2))
    else:
        click.echo("\n".join(problems) or "The tables are as they should be.")
    raise SystemExit(1 if problems else 0)


@serum_commands.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--publish", is_flag=True, help="Publish the page in all its locales too.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def import_command(
    mount: Mount, file: t.BinaryIO, publish: bool, dry_run: bool, as_json: bool
) -> None:
    """Bring a page in from a JSON FILE ("-" reads standard input)."""
    try:
        data = json.loads(file.read().decode("utf-8-sig"), object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        name = getattr(file, "name", "standard input")
        raise SerumError(f"{name} is no JSON: {error}") from error
    outcome = mount.publishing.import_record(
        command_actor(), read_document(data), publish=publish, dry_run=dry_run
    )
    if as_json:
        found = {
            "slug": outcome.slug,
            "created": outcome.created,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "published": outcome.published,
            "dry_run": dry_run,
            "remarks": [{"path": one.path, "message": one.message} for one in outcome.remarks],
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
    tell_remarks(outcome.remarks)
    if dry_run:
        click.echo("Nothing was written (--dry-run).")


@serum_commands.command("export")
@click.argument("slug")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-")
@with_appcontext
@told_plainly
@on_a_mount
def export_command(mount: Mount, slug: str, output: t.TextIO) -> None:
    """Write the latest revision of page SLUG as JSON."""
    document = write_document(mount.publishing.record(slug))
    output.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


@serum_commands.command("pages")
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def pages_command(mount: Mount, as_json: bool) -> None:
    """List the pages, and where each of their parts stands."""
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
@told_plainly
@on_a_mount
def publish_command(mount: Mount, slug: str, parts: tuple[str, ...]) -> None:
    """Show the latest revision of page SLUG to shoppers."""
    chosen = parts or (FACTS, *mount.publishing.record(slug).copy)
    latest = {part: mount.store.revision(slug, part).number for part in chosen}
    for publication in mount.publishing.publish_together(command_actor(), slug, latest):
        click.echo(f"{slug}: {publication.part} shows revision {publication.revision}")
        tell_remarks(publication.remarks)


@serum_commands.command("unpublish")
@click.argument("slug")
@click.option("--part", default=FACTS, help="A locale; the whole page if none is given.")
@with_appcontext
@told_plainly
@on_a_mount
def unpublish_command(mount: Mount, slug: str, part: str) -> None:
    """Take page SLUG off the public; its revisions stay."""
    mount.publishing.unpublish(command_actor(), slug, part)
    click.echo(f"{slug}: {part} is not shown any more")


@serum_commands.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a page document."""
    click.echo((files("flask_serum.web") / "page.schema.json").read_text("utf-8"), nl=False)


@serum_commands.command("doctor")
@json_option
@with_appcontext
@told_plainly
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
    raise SystemExit(1 if problems else 0)
