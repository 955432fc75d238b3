"""What is said in a review, and how the review stands because of it.

What was said is never changed or removed.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import enum
import typing as t
from dataclasses import dataclass
from dataclasses import replace


class Kind(enum.StrEnum):
    """What somebody did in a review."""

    ASKED = "asked"
    APPROVED = "approved"
    CHANGES = "changes"
    COMMENTED = "commented"
    RESOLVED = "resolved"
    REOPENED = "reopened"


STEPS = (Kind.ASKED, Kind.APPROVED, Kind.CHANGES)
"""The kinds that say how a review stands; the others are about single comments."""


class ReviewState(enum.StrEnum):
    """How the review of a part stands."""

    NONE = "not reviewed"
    WAITING = "waiting for review"
    APPROVED = "approved"
    CHANGES = "changes requested"
    OUTDATED = "changed since review"


@dataclass(frozen=True)
class ReviewEvent:
    """One thing that was said or done in a review; it never changes.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param revision: the number of the revision it is about.
    :param kind: what it is.
    :param author: who.
    :param at: when, in UTC.
    :param path: the field it is about; empty for the whole part.
    :param thread: the id of the comment that began the thread; ``None`` where it begins one.
    :param text: plain text.
    :param id: what the log names it by; ``None`` before it is kept.
    """

    slug: str
    part: str
    revision: int
    kind: Kind
    author: str
    at: dt.datetime
    path: str = ""
    thread: int | None = None
    text: str = ""
    id: int | None = None


class ReviewLog(t.Protocol):
    """Keeps what was said in reviews; it joins the page store's transactions."""

    def add(self, event: ReviewEvent) -> ReviewEvent:
        """Keep an event, and give it with its id.

        :raises PageNotFound: if there is no such page.
        """

    def events(self, slug: str, part: str) -> list[ReviewEvent]:
        """List what was said about a part, oldest first."""

    def latest(self, slug: str | None = None) -> dict[tuple[str, str], ReviewEvent]:
        """Give the last of :data:`STEPS` of each part that has one, by slug and part.

        :param slug: the only page; ``None`` for all.
        """


@dataclass(frozen=True)
class Thread:
    """A comment on a field, and the answers to it.

    :param comments: the first one, then the answers.
    :param resolved: whether it is settled.
    """

    comments: tuple[ReviewEvent, ...]
    resolved: bool

    @property
    def id(self) -> int:
        """The id of the first comment."""
        return self.comments[0].id or 0

    @property
    def path(self) -> str:
        """The field it is about; empty for the whole part."""
        return self.comments[0].path


def standing_of(event: ReviewEvent | None, latest: int) -> ReviewState:
    """Say how the review of a part stands.

    :param event: the last of :data:`STEPS`, if there is one.
    :param latest: the number of the part's latest revision.
    """
    if event is None:
        return ReviewState.NONE
    if event.kind is Kind.ASKED:
        return ReviewState.WAITING
    if event.revision != latest:
        return ReviewState.OUTDATED
    return ReviewState.APPROVED if event.kind is Kind.APPROVED else ReviewState.CHANGES


def threads_of(events: cabc.Iterable[ReviewEvent]) -> list[Thread]:
    """Put comments together to threads, in the order they were begun.

    :param events: of one part, oldest first.
    """
    found: dict[int, Thread] = {}
    for one in events:
        if one.kind is Kind.COMMENTED and one.thread is None and one.id is not None:
            found[one.id] = Thread((one,), False)
        elif one.thread in found and one.thread is not None:
            before = found[one.thread]
            if one.kind is Kind.COMMENTED:
                found[one.thread] = replace(before, comments=(*before.comments, one))
            else:
                found[one.thread] = replace(before, resolved=one.kind is Kind.RESOLVED)
    return list(found.values())
