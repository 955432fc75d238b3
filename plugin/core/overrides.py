"""Overrides: two people who answer for compliance let one claim through, for exactly its words.

One asks and gives a reason, another one confirms. It holds while the field's text and the rule
are what they were, in that jurisdiction alone. What was done is never changed or removed.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import enum
import typing as t
from dataclasses import dataclass
from dataclasses import replace

from .objections import Claim


class Step(enum.StrEnum):
    """What somebody did about an override."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class OverrideEvent:
    """One thing that was done about an override; it never changes.

    :param slug: the page.
    :param claim: what is overridden.
    :param step: what was done.
    :param author: who.
    :param at: when, in UTC.
    :param reason: why.
    :param excerpt: the words that the rule found.
    :param version: the version of the rules.
    :param revision: the revision of the part that the words were read in.
    :param request: the id of the event that it answers; ``None`` where it asks.
    :param id: what the log names it by; ``None`` before it is kept.
    """

    slug: str
    claim: Claim
    step: Step
    author: str
    at: dt.datetime
    reason: str
    excerpt: str
    version: str
    revision: int
    request: int | None = None
    id: int | None = None


class OverrideLog(t.Protocol):
    """Keeps what was done about overrides; it joins the page store's transactions."""

    def add(self, event: OverrideEvent) -> OverrideEvent:
        """Keep an event, and give it with its id.

        :param event: what was done; a request is confirmed, refused and withdrawn at most once.
        :raises PageNotFound: if there is no such page.
        :raises DocumentInvalid: if the same was done about the request already.
        """

    def events(self, slug: str | None = None) -> list[OverrideEvent]:
        """List what was done about overrides, oldest first.

        :param slug: the only page; ``None`` for all.
        """


@dataclass(frozen=True)
class Override:
    """How an override stands.

    :param asked: what was asked for.
    :param answers: what was done about it since, oldest first.
    """

    asked: OverrideEvent
    answers: tuple[OverrideEvent, ...] = ()

    @property
    def id(self) -> int:
        """The id of the request."""
        return self.asked.id or 0

    @property
    def step(self) -> Step:
        """How it stands; what was refused or withdrawn stays so."""
        steps = {one.step for one in self.answers}
        last = (Step.WITHDRAWN, Step.REFUSED, Step.CONFIRMED)
        return next((one for one in last if one in steps), Step.ASKED)

    @property
    def holds(self) -> bool:
        """Whether the claim is let through: somebody else has confirmed it."""
        return self.step is Step.CONFIRMED and not any(
            is_same_person(one.author, self.asked.author)
            for one in self.answers
            if one.step is Step.CONFIRMED
        )


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's, however they are written and wherever they act.

    :param one: a name.
    :param other: a name.
    """
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold().removesuffix(" (command line)")


def overrides_of(events: cabc.Iterable[OverrideEvent]) -> list[Override]:
    """Put events together to overrides, in the order they were asked for.

    :param events: oldest first.
    """
    found: dict[int, Override] = {}
    for one in events:
        if one.request is None and one.id is not None:
            found[one.id] = Override(one)
        elif one.request in found and one.request is not None:
            before = found[one.request]
            found[one.request] = replace(before, answers=(*before.answers, one))
    return list(found.values())


def overridden(log: OverrideLog, slug: str) -> frozenset[Claim]:
    """Give what was overridden on a page.

    :param log: where overrides are kept.
    :param slug: the page.
    """
    return frozenset(one.asked.claim for one in overrides_of(log.events(slug)) if one.holds)
