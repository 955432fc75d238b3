"""One pass: finds what has come about, and sends what is due."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import json
import random
import typing as t
from dataclasses import dataclass

from ..core.ports import Clock
from ..core.webhooks import Attempt
from ..core.webhooks import Change
from ..core.webhooks import Delivery
from ..core.webhooks import DeliveryState
from ..core.webhooks import EventKind
from ..core.webhooks import next_step
from ..core.webhooks import WebhookStore

# Longer than sending takes, so that nobody takes over what is still on its way.
_LEASE = dt.timedelta(minutes=2)


class Sender(t.Protocol):
    """Sends one delivery once."""

    def __call__(self, delivery: Delivery, now: dt.datetime) -> Attempt:
        """Send it, and tell what became of it.

        :param delivery: what to send where.
        :param now: aware.
        """


@dataclass(frozen=True)
class Pass:
    """What one pass did.

    :param events: how many events it found.
    :param outcomes: what became of each delivery that was due.
    """

    events: int
    outcomes: tuple[tuple[Delivery, Attempt, DeliveryState], ...]


def deliver(
    store: WebhookStore,
    clock: Clock,
    send: Sender,
    *,
    notices: cabc.Iterable[str],
    tags: cabc.Callable[[Change], cabc.Iterable[str]],
    chance: random.Random | None = None,
) -> Pass:
    """Make one pass.

    :param store: where webhooks are kept.
    :param clock: tells the time.
    :param send: sends one delivery once.
    :param notices: ids of the safety notices as they are now, one per locale.
    :param tags: gives the cache tags to purge after a change.
    :param chance: makes the pauses uneven.
    """
    chance = chance or random.Random()

    def compose(event: str, change: Change) -> str:
        return body_of(event, change, tags(change))

    events = store.collect(clock.now(), notices, compose)
    outcomes = []
    # What fails in this pass is due in a later one, even if the clock stands still.
    while (delivery := store.claim(now := clock.now(), now + _LEASE)) is not None:
        attempt = send(delivery, now)
        state, due = next_step(attempt, delivery.attempts + 1, chance)
        store.settle(delivery.id, attempt, state, due)
        outcomes.append((delivery, attempt, state))
    return Pass(events, tuple(outcomes))


def body_of(event: str, change: Change, tags: cabc.Iterable[str]) -> str:
    """Write what is sent: it names what has changed, and says nothing of what it says now.

    :param event: the event's id.
    :param change: what has come about.
    :param tags: the cache tags to purge.
    """
    document: dict[str, t.Any] = {
        "id": event,
        "event": change.kind.value,
        "at": change.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
    }
    if change.kind is EventKind.NOTICE_CHANGED:
        document["notices"] = list(change.notices)
    else:
        document |= {
            "slug": change.slug,
            "parts": list(change.parts),
            "shown": change.shown,
            "markets": list(change.markets),
        }
    document["cache_tags"] = list(tags)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
