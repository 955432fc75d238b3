"""Webhooks: what other systems are told when shoppers come to see something else.

What is told is read off the publications, which stand in the same transaction as the change, so
that no change is missed and nobody waits for somebody else's server.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import enum
import random
import typing as t
from dataclasses import dataclass


class EventKind(enum.StrEnum):
    """What happened."""

    PUBLISHED = "page.published"
    UNPUBLISHED = "page.unpublished"
    SCHEDULE_DUE = "page.schedule_due"
    NOTICE_CHANGED = "notice.changed"


class DeliveryState(enum.StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


MOST_ATTEMPTS = 8
"""How often a delivery is tried before it is given up: over about a day."""

_FIRST_PAUSE = dt.timedelta(seconds=30)
_LONGEST_PAUSE = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Endpoint:
    """Somebody who wants to be told.

    :param id: what the store names it by; ``0`` before it is kept.
    :param url: where to send.
    :param secret: signs what is sent.
    :param events: what they want to be told; nothing for everything.
    :param made_at: when it was added; nothing from before is told.
    :param made_by: who added it.
    """

    id: int
    url: str
    secret: str
    events: tuple[EventKind, ...]
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class Change:
    """Something that has come about, to be told once to each endpoint.

    :param kind: what happened.
    :param at: when it came about, in UTC.
    :param slug: the page; ``""`` where it is about all of them.
    :param parts: the parts of the page: ``"facts"`` and locales.
    :param markets: codes of the markets the page is or was sold in.
    :param shown: whether the parts are shown from now on.
    :param notices: ids of the safety notices that have changed.
    """

    kind: EventKind
    at: dt.datetime
    slug: str = ""
    parts: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    shown: bool = True
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivery:
    """One event on its way to one endpoint.

    :param id: what the store names it by.
    :param event: the event's id, the same for every endpoint and every attempt.
    :param kind: what happened.
    :param url: where to send.
    :param secret: signs what is sent; ``""`` where the endpoint was removed.
    :param body: what to send.
    :param state: where it stands.
    :param attempts: how often it was tried since it was made or replayed.
    :param due: when to try next.
    """

    id: int
    event: str
    kind: EventKind
    url: str
    secret: str
    body: str
    state: DeliveryState
    attempts: int
    due: dt.datetime


@dataclass(frozen=True)
class Attempt:
    """What became of sending once.

    :param at: when, in UTC.
    :param status: the HTTP status that came back; ``None`` where none did.
    :param problem: what went wrong; ``""`` where nothing did.
    :param pause: how long the endpoint asks to be left alone, in seconds.
    """

    at: dt.datetime
    status: int | None = None
    problem: str = ""
    pause: int = 0

    @property
    def arrived(self) -> bool:
        """Whether the endpoint has taken it."""
        return not self.problem and self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the endpoint says that it wants nothing any more."""
        return self.status == 410


@dataclass(frozen=True)
class Pruned:
    """What was taken out of the log of deliveries, or would be.

    :param deliveries: how many of them.
    :param attempts: how many attempts at them.
    """

    deliveries: int
    attempts: int


class WebhookStore(t.Protocol):
    """A place to keep endpoints, events and deliveries in."""

    def add(self, endpoint: Endpoint) -> Endpoint:
        """Keep an endpoint; give it back with its id."""

    def endpoints(self) -> list[Endpoint]:
        """List the endpoints that were not removed, the oldest first."""

    def remove(self, id: int, at: dt.datetime) -> bool:
        """Remove an endpoint and its secret; what it was sent stays in the log.

        :param id: the endpoint's.
        :param at: when, aware.
        :return: whether it was there.
        """

    def collect(
        self,
        at: dt.datetime,
        notices: cabc.Iterable[str],
        compose: cabc.Callable[[str, Change], str],
    ) -> int:
        """Make deliveries of everything that came about and was not told yet.

        :param at: the moment, aware.
        :param notices: ids of the safety notices as they are now, one per locale.
        :param compose: writes what is sent, from the event's id and the change.
        :return: how many events there are.
        """

    def claim(self, at: dt.datetime, until: dt.datetime) -> Delivery | None:
        """Give a delivery that is due, and keep it from others for a while.

        :param at: the moment, aware.
        :param until: from when on another may take it, should this one never settle it.
        """

    def settle(
        self, id: int, attempt: Attempt, state: DeliveryState, due: dt.datetime | None
    ) -> None:
        """Keep what became of a delivery.

        :param id: the delivery's.
        :param attempt: what was tried.
        :param state: where the delivery stands now.
        :param due: when to try next; ``None`` for never.
        """

    def replay(self, id: int, at: dt.datetime) -> bool:
        """Make a delivery due again, whatever became of it.

        :param id: the delivery's.
        :param at: when, aware.
        :return: whether it is there, and its endpoint was not removed.
        """

    def log(self, limit: int) -> list[tuple[Delivery, tuple[Attempt, ...]]]:
        """List deliveries, the newest first, each with its attempts, the oldest first.

        :param limit: how many at most.
        """

    def prune(self, before: dt.datetime, *, dry_run: bool = False) -> Pruned:
        """Forget deliveries that are over, with their attempts; what waits is never forgotten.

        What was told stays known, so that it is not told again.

        :param before: aware; what came about, or was tried last, at that moment or later stays.
        :param dry_run: whether to only count.
        """


def next_step(
    attempt: Attempt, attempts: int, chance: random.Random
) -> tuple[DeliveryState, dt.datetime | None]:
    """Say where a delivery stands after an attempt, and when to try again.

    The pause grows fourfold each time; chance makes it up to half longer, so that what failed
    together does not come back together.

    :param attempt: what was tried.
    :param attempts: how often it was tried, with this one.
    :param chance: makes the pauses uneven.
    """
    if attempt.arrived:
        return DeliveryState.DELIVERED, None
    if attempt.gone or attempts >= MOST_ATTEMPTS:
        return DeliveryState.DEAD, None
    pause = min(_FIRST_PAUSE * 4 ** (attempts - 1) * chance.uniform(1, 1.5), _LONGEST_PAUSE)
    asked = min(dt.timedelta(seconds=attempt.pause), _LONGEST_PAUSE)
    return DeliveryState.WAITING, attempt.at + max(pause, asked)
