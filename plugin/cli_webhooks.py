"""``flask serum webhooks …``: who is told of changes, and what became of telling them."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.util
import json
import secrets
import time
import typing as t

import click
from flask.cli import with_appcontext

from .cli_frame import beside
from .cli_frame import command_actor
from .cli_frame import database_of
from .cli_frame import json_option
from .cli_frame import on_a_mount
from .cli_frame import span
from .cli_frame import told_plainly
from .core.errors import SerumError
from .core.notice import notice_for
from .core.webhooks import Attempt
from .core.webhooks import Change
from .core.webhooks import Delivery
from .core.webhooks import DeliveryState
from .core.webhooks import Endpoint
from .core.webhooks import EventKind
from .store.webhooks import SqlWebhooks
from .web.cache_tags import notice_tag
from .web.cache_tags import tags_to_purge
from .web.mount import Mount
from .webhooks.delivering import deliver
from .webhooks.delivering import Pass
from .webhooks.delivering import Sender
from .webhooks.targets import check_url


@click.group("webhooks")
def webhook_commands() -> None:
    """Who is told when shoppers come to see something else."""


@webhook_commands.command("add")
@click.argument("url")
@click.option(
    "--event",
    "events",
    type=click.Choice([one.value for one in EventKind]),
    multiple=True,
    help="What to tell; everything if none is given.",
)
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def add_command(mount: Mount, url: str, events: tuple[str, ...], as_json: bool) -> None:
    """Tell URL of changes from now on, and print the secret that signs what is sent."""
    check_url(url, private=mount.settings.webhook_private_targets)
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    kinds = tuple(EventKind(one) for one in dict.fromkeys(events))
    endpoint = _store(mount).add(
        Endpoint(0, url, secret, kinds, mount.clock.now(), command_actor().name)
    )
    if as_json:
        click.echo(json.dumps({"id": endpoint.id, "url": url, "secret": secret}, indent=2))
        return
    click.echo(secret)
    click.echo(f"This signs what endpoint {endpoint.id} gets. It is not shown again.", err=True)


@webhook_commands.command("list")
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def list_command(mount: Mount, as_json: bool) -> None:
    """List who is told of what."""
    found = [
        {
            "id": one.id,
            "url": one.url,
            "events": [kind.value for kind in one.events or tuple(EventKind)],
            "made_at": one.made_at.isoformat(),
            "made_by": one.made_by,
        }
        for one in _store(mount).endpoints()
    ]
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for each in found:
        click.echo(f"{each['id']}  {each['url']}: {', '.join(t.cast('list[str]', each['events']))}")
    if not found:
        click.echo("Nobody is told of anything.")


@webhook_commands.command("remove")
@click.argument("id", type=int)
@with_appcontext
@told_plainly
@on_a_mount
def remove_command(mount: Mount, id: int) -> None:
    """Tell the endpoint ID nothing any more."""
    if not _store(mount).remove(id, mount.clock.now()):
        raise SerumError(f"There is no endpoint {id}.")
    click.echo(f"{id} is told nothing any more.")


@webhook_commands.command("deliver")
@click.option("--watch", is_flag=True, help="Go on until stopped.")
@click.option("--every", type=click.FloatRange(0.1, 3600), default=5.0, show_default=True)
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def deliver_command(mount: Mount, watch: bool, every: float, as_json: bool) -> None:
    """Send what is due; end with status 1 where something was not taken."""
    send = _sender(mount)
    while True:
        done = _deliver(mount, send)
        _tell(done, as_json, quiet=watch)
        if not watch:
            raise SystemExit(any(not attempt.arrived for _, attempt, _ in done.outcomes))
        time.sleep(every)


@webhook_commands.command("log")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def log_command(mount: Mount, limit: int, as_json: bool) -> None:
    """List what was sent, the newest first."""
    found = _store(mount).log(limit)
    if as_json:
        told = [
            {
                **_told(delivery),
                "attempts": [
                    {"at": one.at.isoformat(), "status": one.status, "problem": one.problem}
                    for one in attempts
                ],
            }
            for delivery, attempts in found
        ]
        click.echo(json.dumps(told, indent=2))
        return
    for delivery, attempts in found:
        click.echo(f"{delivery.id}  {delivery.state}: {delivery.kind} to {delivery.url}")
        for one in attempts:
            click.echo(f"    {one.at:%Y-%m-%d %H:%M:%S} {one.problem or one.status}")
    if not found:
        click.echo("Nothing was sent yet.")


@webhook_commands.command("replay")
@click.argument("id", type=int)
@with_appcontext
@told_plainly
@on_a_mount
def replay_command(mount: Mount, id: int) -> None:
    """Send delivery ID again with the next pass, whatever became of it."""
    if not _store(mount).replay(id, mount.clock.now()):
        raise SerumError(f"There is no delivery {id} to an endpoint that is still told.")
    click.echo(f"{id} is due again; 'flask serum webhooks deliver' sends it.")


@webhook_commands.command("prune")
@click.option(
    "--older-than",
    "age",
    callback=span,
    required=True,
    help="What is over for longer, in minutes, hours, days or weeks, as in '30d'.",
)
@click.option("--dry-run", is_flag=True, help="Only count what would be forgotten.")
@json_option
@with_appcontext
@told_plainly
@on_a_mount
def prune_command(mount: Mount, age: dt.timedelta, dry_run: bool, as_json: bool) -> None:
    """Forget deliveries that are over, with their attempts; what is still to be sent stays."""
    before = mount.clock.now() - age
    pruned = _store(mount).prune(before, dry_run=dry_run)
    if as_json:
        found = {"before": before.isoformat(), **vars(pruned), "dry_run": dry_run}
        click.echo(json.dumps(found, indent=2))
        return
    done = "Would be forgotten (--dry-run)" if dry_run else "Forgotten"
    click.echo(f"{done}: deliveries {pruned.deliveries}, attempts {pruned.attempts}.")


def _store(mount: Mount) -> SqlWebhooks:
    return SqlWebhooks(functools.partial(database_of, mount))


def _sender(mount: Mount) -> Sender:
    if importlib.util.find_spec("httpcore") is None:
        raise SerumError("Sending needs httpcore: pip install 'Flask-Serum[webhooks]'.")
    from .webhooks.sending import send

    return functools.partial(send, private=mount.settings.webhook_private_targets)


def _deliver(mount: Mount, send: Sender) -> Pass:
    markets = [one.market for one in beside(mount)]
    locales = sorted({tag for market in markets for tag in market.locales})
    codes = [market.code for market in markets]

    def tags(change: Change) -> tuple[str, ...]:
        if change.kind is EventKind.NOTICE_CHANGED:
            return tuple(notice_tag(one.partition(".")[0]) for one in change.notices)
        return tags_to_purge(change.slug, codes)

    notices = dict.fromkeys(notice_for(tag).id for tag in locales)
    return deliver(_store(mount), mount.clock, send, notices=notices, tags=tags)


def _tell(done: Pass, as_json: bool, *, quiet: bool) -> None:
    if as_json:
        outcomes = [
            {**_told(delivery), "state": state.value, "status": one.status, "problem": one.problem}
            for delivery, one, state in done.outcomes
        ]
        click.echo(json.dumps({"events": done.events, "deliveries": outcomes}, indent=2))
        return
    for delivery, one, state in done.outcomes:
        click.echo(f"{delivery.id}  {state}: {delivery.kind} to {delivery.url}{_why(one)}")
    if not done.outcomes and not quiet:
        click.echo("Nothing was due.")


def _why(attempt: Attempt) -> str:
    return f" ({attempt.problem})" if attempt.problem else ""


def _told(delivery: Delivery) -> dict[str, t.Any]:
    return {
        "id": delivery.id,
        "event_id": delivery.event,
        "event": delivery.kind.value,
        "url": delivery.url,
        "state": delivery.state.value,
        "due": delivery.due.isoformat() if delivery.state is DeliveryState.WAITING else None,
    }
