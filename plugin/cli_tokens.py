"""``flask serum token …``: tokens that machines sign in to the JSON API with."""

from __future__ import annotations

import datetime as dt
import json
import typing as t

import click
from flask.cli import with_appcontext

from .cli_frame import command_actor
from .cli_frame import json_option
from .cli_frame import on_a_mount
from .cli_frame import span
from .cli_frame import told_plainly
from .core.access import ROLES
from .core.errors import SerumError
from .core.tokens import hash_of
from .core.tokens import new_token
from .core.tokens import Scope
from .core.tokens import Token
from .web.mount import Mount


@click.group("token")
def token_commands() -> None:
    """Tokens that machines sign in to the JSON API with."""


@token_commands.command("create")
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), default="writer", show_default=True)
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([one.value for one in Scope]),
    multiple=True,
    required=True,
    help="What it is limited to; give several where it needs several.",
)
@click.option("--page", default="", help="Slug of the only page it is for.")
@click.option("--expires", "life", callback=span, default="90d", show_default=True)
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def create_command(
    mount: Mount,
    name: str,
    role: str,
    scopes: tuple[str, ...],
    page: str,
    life: dt.timedelta,
    as_json: bool,
) -> None:
    """Make a token for NAME, and print it: nothing can print it again."""
    token, text = new_token(
        name,
        role,
        tuple(Scope(one) for one in scopes),
        life=life,
        now=mount.clock.now(),
        made_by=command_actor().name,
        page=page,
    )
    mount.tokens.add(token, hash_of(text))
    if as_json:
        click.echo(json.dumps({"token": text, **_told(token, "active")}, indent=2))
        return
    click.echo(text)
    click.echo(
        f"This is {token.id}. Keep it now: it is not shown again. It expires on"
        f" {token.expires_at:%Y-%m-%d %H:%M} UTC.",
        err=True,
    )


@token_commands.command("list")
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def list_command(mount: Mount, as_json: bool) -> None:
    """List all tokens, also those that give nothing any more."""
    now = mount.clock.now()
    found = [_told(token, token.state(now)) for token in mount.tokens.all()]
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for one in found:
        where = f" on {one['page']}" if one["page"] else ""
        click.echo(
            f"{one['id']}  {one['state']:8} {one['name']}: {one['role']},"
            f" {'+'.join(one['scopes'])}{where}; expires {one['expires_at'][:10]},"
            f" last used {(one['used_at'] or 'never')[:16]}"
        )
    if not found:
        click.echo("There are no tokens.")


@token_commands.command("revoke")
@click.argument("id")
@with_appcontext
@told_plainly
@on_a_mount
def revoke_command(mount: Mount, id: str) -> None:
    """Revoke the token ID; it gives nothing from now on."""
    if not mount.tokens.revoke(id, mount.clock.now()):
        raise SerumError(f"There is no token {id!r} that was not revoked before.")
    click.echo(f"{id} is revoked.")


def _told(token: Token, state: str) -> dict[str, t.Any]:
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "scopes": [one.value for one in token.scopes],
        "page": token.page,
        "state": state,
        "made_at": token.made_at.isoformat(),
        "made_by": token.made_by,
        "expires_at": token.expires_at.isoformat(),
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
        "used_at": token.used_at.isoformat() if token.used_at else None,
    }
