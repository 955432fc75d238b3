"""A page store with the services around it: in memory, on SQLite, and on PostgreSQL."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

import pytest
from editorial_fakes import MemoryLinkStore
from editorial_fakes import MemoryReviewLog
from editorial_fakes import MemorySourceLog
from factories import a_copy
from factories import a_facts
from factories import SLUG
from fakes import MemoryPageStore
from fakes import StoppedClock

from flask_serum.core.access import Actor
from flask_serum.core.copying import Copying
from flask_serum.core.links import LinkStore
from flask_serum.core.links import PreviewLinks
from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.ports import PageState
from flask_serum.core.ports import PageStore
from flask_serum.core.ports import SnapshotCodec
from flask_serum.core.publishing import Publishing
from flask_serum.core.reviewing import Reviewing
from flask_serum.core.reviews import ReviewLog
from flask_serum.core.translating import Translating
from flask_serum.core.translation import SourceLog
from flask_serum.core.trashing import Trashing
from flask_serum.store.links import SqlLinkStore
from flask_serum.store.pages import SqlPageStore
from flask_serum.store.reviews import SqlReviewLog
from flask_serum.store.translations import SqlSourceLog

WRITER = Actor("Wim", frozenset({"writer"}))
PUBLISHER = Actor("Pia", frozenset({"publisher"}))
COMPLIANCE = Actor("Cleo", frozenset({"compliance"}))
ADMIN = Actor("Ada", frozenset({"admin"}))


@dataclass
class Desk:
    """A store, and the services over it.

    :param store: of pages.
    :param reviews: of reviews.
    :param links: of preview links.
    :param sources: of what translations were made from.
    :param clock: what they read the time from.
    :param market: the only one.
    :param review_required: whether a revision has to be approved before it goes out.
    """

    store: PageStore
    reviews: ReviewLog
    links: LinkStore
    sources: SourceLog
    clock: StoppedClock
    market: Market
    review_required: bool = False

    @property
    def reviewing(self) -> Reviewing:
        """The services of review."""
        return Reviewing(self.store, self.reviews, self.clock)

    @property
    def translating(self) -> Translating:
        """What says how translations stand."""
        return Translating(self.store, self.sources, self.clock, lambda: [self.market])

    @property
    def previewing(self) -> PreviewLinks:
        """The services of preview links."""
        return PreviewLinks(self.store, self.links, self.clock)

    @property
    def trashing(self) -> Trashing:
        """The services of the trash."""
        return Trashing(self.store, self.clock)

    @property
    def copying(self) -> Copying:
        """What copies pages."""
        return Copying(self.store, self.clock, lambda: [self.market], self.translating)

    @property
    def publishing(self) -> Publishing:
        """The services that change pages."""
        gates = [self.reviewing.check_approved] if self.review_required else []
        return Publishing(
            self.store,
            self.clock,
            lambda: [self.market],
            revision_gates=gates,
            translating=self.translating,
        )

    def page(self, slug: str = SLUG) -> PageState:
        """Give a page as it stands now."""
        page = self.store.page(slug, self.clock.now())
        assert page is not None
        return page

    def verbs(self, slug: str = SLUG) -> list[tuple[str, str, int | None]]:
        """Give the history, oldest first."""
        return [(one.part, one.verb, one.revision) for one in self.store.history(slug)[::-1]]

    def write(self, part: str = "en", expected: int = 0, **fields: t.Any) -> int:
        """Save a part."""
        content = a_facts() if part == FACTS else a_copy(**fields)
        saved = self.publishing.save_draft(WRITER, SLUG, part, content, expected=expected)
        return saved.number


def a_desk(name: str, request: pytest.FixtureRequest, market: Market) -> Desk:
    """Make a desk with a page of facts and English copy, both drafts.

    :param name: ``memory``, ``sqlite`` or ``postgresql``.
    :param request: gives the databases.
    :param market: the only one.
    """
    clock: StoppedClock = request.getfixturevalue("clock")
    codec: SnapshotCodec = request.getfixturevalue("codec")
    if name == "memory":
        memory = MemoryPageStore()
        reviews, links = MemoryReviewLog(memory), MemoryLinkStore(memory)
        desk = Desk(memory, reviews, links, MemorySourceLog(memory), clock, market)
    else:
        engine = request.getfixturevalue({"sqlite": "sqlite_engine"}.get(name, "postgres_engine"))
        store = SqlPageStore(engine, codec, clock)
        shared = store.connections
        desk = Desk(
            store, SqlReviewLog(shared), SqlLinkStore(shared), SqlSourceLog(shared), clock, market
        )
    desk.write(FACTS)
    desk.write("en")
    return desk
