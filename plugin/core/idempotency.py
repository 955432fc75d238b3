"""Answers that are kept, so that a request sent twice is done once.

A caller names a request by a key of its own. Who sends the same key again gets the answer of the
first time; a request that has not ended, or another one under the same key, is told apart.
"""

from __future__ import annotations

import datetime as dt
import enum
import typing as t
from dataclasses import dataclass

KEPT_FOR = dt.timedelta(hours=24)
"""How long an answer is kept; after that its key is forgotten."""

GIVEN_UP_AFTER = dt.timedelta(minutes=2)
"""How long a request may run before its key may be taken by another."""


class Taken(enum.Enum):
    """What became of the wish to run a request under a key."""

    FIRST = "first"
    RUNNING = "running"
    OTHER = "other"
    DONE = "done"


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was first given.

    :param status: HTTP status.
    :param body: the document.
    """

    status: int
    body: t.Any


@dataclass(frozen=True)
class Claim:
    """What became of a key.

    :param taken: how it stands.
    :param answer: the one to give again, where the request is done.
    """

    taken: Taken
    answer: KeptAnswer | None = None


class AnswerStore(t.Protocol):
    """A place to keep answers in. All times are aware, in UTC."""

    def claim(self, scope: str, key: str, fingerprint: str, at: dt.datetime) -> Claim:
        """Take a key for a request that is about to run.

        Of two that come at once one is the first.

        :param scope: of mount and endpoint; a key means something within it alone.
        :param key: the caller's.
        :param fingerprint: hash of the request, which tells another one under the same key.
        :param at: now.
        """

    def keep(self, scope: str, key: str, answer: KeptAnswer) -> None:
        """Keep the answer of a request that has ended."""

    def release(self, scope: str, key: str) -> None:
        """Give a key back, where nothing was done under it."""
