"""Stand-ins for where reviews, preview links and the marks of translations are kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fakes import MemoryPageStore

from flask_serum.core.links import PreviewLink
from flask_serum.core.reviews import ReviewEvent
from flask_serum.core.reviews import STEPS
from flask_serum.core.translation import SourceMark


class MemoryReviewLog:
    """Fulfils ``ReviewLog`` in memory.

    :param store: knows the pages.
    """

    def __init__(self, store: MemoryPageStore) -> None:
        self._store = store
        self._events: list[ReviewEvent] = []

    def add(self, event: ReviewEvent) -> ReviewEvent:
        """Keep an event."""
        self._store.history(event.slug)
        self._events.append(replace(event, id=len(self._events) + 1))
        return self._events[-1]

    def events(self, slug: str, part: str) -> list[ReviewEvent]:
        """List what was said about a part."""
        return [one for one in self._events if (one.slug, one.part) == (slug, part)]

    def latest(self, slug: str | None = None) -> dict[tuple[str, str], ReviewEvent]:
        """Give the last step of each part."""
        return {
            (one.slug, one.part): one
            for one in self._events
            if one.kind in STEPS and slug in (None, one.slug)
        }


class MemoryLinkStore:
    """Fulfils ``LinkStore`` in memory.

    :param store: knows the pages.
    """

    def __init__(self, store: MemoryPageStore) -> None:
        self._store = store
        self._links: dict[str, PreviewLink] = {}

    def add(self, link: PreviewLink, secret_hash: str) -> PreviewLink:
        """Keep a link."""
        self._store.history(link.slug)
        self._links[secret_hash] = replace(link, id=len(self._links) + 1)
        return self._links[secret_hash]

    def find(self, secret_hash: str) -> PreviewLink | None:
        """Give the link of a secret."""
        return self._links.get(secret_hash)

    def of(self, slug: str) -> list[PreviewLink]:
        """List the links to a page."""
        return [one for one in self._links.values() if one.slug == slug][::-1]

    def revoke(self, slug: str, number: int, *, author: str, at: dt.datetime) -> bool:
        """Note who revoked a link."""
        for key, one in self._links.items():
            if (one.slug, one.id) == (slug, number):
                if one.revoked_at is None:
                    self._links[key] = replace(one, revoked_by=author, revoked_at=at)
                return True
        return False


class MemorySourceLog:
    """Fulfils ``SourceLog`` in memory.

    :param store: knows the pages.
    """

    def __init__(self, store: MemoryPageStore) -> None:
        self._store = store
        self._marks: list[SourceMark] = []

    def mark(self, mark: SourceMark) -> None:
        """Keep a mark."""
        self._store.history(mark.slug)
        self._marks.append(mark)

    def marks(self, slug: str | None = None) -> dict[tuple[str, str], SourceMark]:
        """Give the last mark of each part."""
        return {(one.slug, one.part): one for one in self._marks if slug in (None, one.slug)}
