"""The trash: a page in it is shown nowhere, and everything of it is kept."""

from __future__ import annotations

import collections.abc as cabc

from . import access
from .access import Action
from .access import Actor
from .changes import Changes
from .errors import PageNotFound
from .page import FACTS
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageStore
from .readiness import Readiness
from .signals import page_restored
from .signals import page_trashed
from .signals import page_unpublished
from .versions import check_latest
from .visibility import is_live


class Trashing:
    """The services of the trash.

    :param store: where pages are kept.
    :param clock: tells the time.
    """

    def __init__(self, store: PageStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._changes = Changes(store, clock, Readiness(store, clock, tuple))

    def trash(
        self, actor: Actor | None, slug: str, *, expected: cabc.Mapping[str, int] | None = None
    ) -> bool:
        """Put a page into the trash: take down what is live, and cancel what is upcoming.

        :param actor: who does.
        :param slug: the page.
        :param expected: the number of each part's latest revision for the actor; ``None`` where
            that does not matter.
        :return: whether it was not there yet.
        :raises NotAllowed: if the actor may not.
        :raises PageNotFound: if there is no such page.
        :raises RevisionConflict: if another revision of a part has become the latest meanwhile.
        """
        actor = access.require(actor, Action.TRASH, slug)
        now = self._clock.now()
        with self._store.transaction():
            done = self._store.trash(slug, author=actor.name, at=now)
            check_latest(self._store.page(slug, now), expected)
            taken = self._take_down(actor, slug) if done else []
            if done:
                self._store.record(HistoryEntry(slug, FACTS, "trashed", None, actor.name, now))
        self._tell(actor, slug, taken)
        if done:
            page_trashed.send(self, slug=slug, actor=actor.name)
        return done

    def restore(
        self, actor: Actor | None, slug: str, *, expected: cabc.Mapping[str, int] | None = None
    ) -> bool:
        """Take a page out of the trash, as a draft: nothing is published by it.

        :param actor: who does.
        :param slug: the page.
        :param expected: as in :meth:`trash`.
        :return: whether it was there.
        :raises NotAllowed: if the actor may not.
        :raises PageNotFound: if there is no such page.
        :raises RevisionConflict: if another revision of a part has become the latest meanwhile.
        """
        actor = access.require(actor, Action.TRASH, slug)
        now = self._clock.now()
        with self._store.transaction():
            done = self._store.restore(slug)
            check_latest(self._store.page(slug, now), expected)
            # Somebody may have published in the moment in which it was thrown away.
            taken = self._take_down(actor, slug) if done else []
            if done:
                self._store.record(HistoryEntry(slug, FACTS, "restored", None, actor.name, now))
        self._tell(actor, slug, taken)
        if done:
            page_restored.send(self, slug=slug, actor=actor.name)
        return done

    def _take_down(self, actor: Actor, slug: str) -> list[str]:
        now = self._clock.now()
        page = self._store.page(slug, now)
        if page is None:
            raise PageNotFound(slug)
        taken = [
            part for part, state in page.parts.items() if state.upcoming or is_live(state, now)
        ]
        for part in taken:
            self._changes.unpublish(actor, slug, part)
        return taken

    def _tell(self, actor: Actor, slug: str, taken: list[str]) -> None:
        for part in taken:
            page_unpublished.send(self, slug=slug, part=part, revision=None, actor=actor.name)
