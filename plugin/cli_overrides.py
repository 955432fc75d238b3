"""``flask serum claims-override …``: two people let one claim through, for exactly its words."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from .cli_frame import command_actor
from .cli_frame import json_option
from .cli_frame import on_a_mount
from .cli_frame import told_plainly
from .core.overrides import Override
from .web.mount import Mount


@click.group("claims-override")
def override_commands() -> None:
    """Let a claim through that the gate stops; it takes two people."""


_reason_option = click.option(
    "--reason", required=True, help="Why, in 20 characters or more; it is kept for ever."
)


@override_commands.command("ask")
@click.argument("slug")
@click.argument("path")
@click.argument("rule")
@click.argument("jurisdiction", type=click.Choice(["US", "EU", "UK"], case_sensitive=False))
@_reason_option
@with_appcontext
@told_plainly
@on_a_mount
def ask_command(
    mount: Mount, slug: str, path: str, rule: str, jurisdiction: str, reason: str
) -> None:
    """Ask for the claim that RULE stops in field PATH of page SLUG.

    PATH, RULE and JURISDICTION are as 'flask serum claims --page SLUG' prints them.
    """
    overriding = mount.overriding
    asked = overriding.ask(command_actor(), slug, path, rule, jurisdiction.upper(), reason)
    click.echo(f"{_line(asked)}\nSomebody else has to confirm it.")


@override_commands.command("confirm")
@click.argument("slug")
@click.argument("id", type=int)
@with_appcontext
@told_plainly
@on_a_mount
def confirm_command(mount: Mount, slug: str, id: int) -> None:
    """Confirm override ID of page SLUG, which somebody else asked for."""
    click.echo(_line(mount.overriding.confirm(command_actor(), slug, id)))


@override_commands.command("refuse")
@click.argument("slug")
@click.argument("id", type=int)
@_reason_option
@with_appcontext
@told_plainly
@on_a_mount
def refuse_command(mount: Mount, slug: str, id: int, reason: str) -> None:
    """Refuse override ID of page SLUG."""
    click.echo(_line(mount.overriding.refuse(command_actor(), slug, id, reason)))


@override_commands.command("withdraw")
@click.argument("slug")
@click.argument("id", type=int)
@_reason_option
@with_appcontext
@told_plainly
@on_a_mount
def withdraw_command(mount: Mount, slug: str, id: int, reason: str) -> None:
    """Take override ID of page SLUG back; what is live stays until it is taken down."""
    click.echo(_line(mount.overriding.withdraw(command_actor(), slug, id, reason)))


@override_commands.command("list")
@click.argument("slug")
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def list_command(mount: Mount, slug: str, as_json: bool) -> None:
    """List the overrides of page SLUG, and who did what."""
    found = mount.overriding.all(command_actor(), slug)
    if as_json:
        click.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(_line(one))
        for event in (one.asked, *one.answers):
            reason = f": {event.reason}" if event.reason else ""
            click.echo(f"    {event.step} by {event.author}, {event.at:%Y-%m-%d %H:%M} UTC{reason}")


def _line(one: Override) -> str:
    claim = one.asked.claim
    return (
        f"{one.id} {one.step}: {claim.path}, {claim.rule} ({claim.jurisdiction}):"
        f" “{one.asked.excerpt}”"
    )


def _as_json(one: Override) -> dict[str, object]:
    claim = one.asked.claim
    return {
        "id": one.id,
        "step": one.step.value,
        "holds": one.holds,
        "path": claim.path,
        "rule": claim.rule,
        "version": one.asked.version,
        "jurisdiction": claim.jurisdiction,
        "excerpt": one.asked.excerpt,
        "text_sha256": claim.text_sha256,
        "revision": one.asked.revision,
        "events": [
            {
                "step": event.step.value,
                "author": event.author,
                "at": event.at.isoformat(),
                "reason": event.reason,
            }
            for event in (one.asked, *one.answers)
        ],
    }
