"""Copies a page: a draft under a new slug, with nothing live and nothing scheduled."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses

from . import access
from .access import Action
from .access import Actor
from .changes import Changes
from .errors import DocumentInvalid
from .errors import PageTrashed
from .errors import Problem
from .importing import Importing
from .importing import ImportOutcome
from .market import Market
from .page import check_facts
from .page import FACTS
from .page import Record
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageStore
from .readiness import Readiness
from .signals import draft_saved
from .translating import Translating
from .versions import check_latest


class Copying:
    """The service that copies pages.

    :param store: where pages are kept.
    :param clock: tells the time.
    :param markets: callable that gives the markets that are mounted.
    :param translating: keeps what translations were made from.
    """

    def __init__(
        self,
        store: PageStore,
        clock: Clock,
        markets: cabc.Callable[[], cabc.Sequence[Market]],
        translating: Translating | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        readiness = Readiness(store, clock, markets)
        self._changes = Changes(store, clock, readiness, translating)
        self._importing = Importing(store, clock, markets, self._changes, readiness)

    def copy(
        self,
        actor: Actor | None,
        slug: str,
        new_slug: str,
        *,
        expected: cabc.Mapping[str, int] | None = None,
    ) -> ImportOutcome:
        """Save the latest revisions of all parts of a page as the drafts of a new one.

        :param actor: who copies; they need to be allowed to read the one, and to edit the other.
        :param slug: the page that is copied.
        :param new_slug: the copy's.
        :param expected: the number of each part's latest revision for the actor; ``None`` where
            that does not matter.
        :raises NotAllowed: if the actor may not.
        :raises PageNotFound: if there is no such page, or it is in the trash.
        :raises RevisionNotFound: if it has no facts yet.
        :raises DocumentInvalid: if the slug is taken, or can't be one.
        :raises RevisionConflict: if another revision of a part has become the latest meanwhile.
        """
        actor = access.require(actor, Action.READ, slug)
        access.require(actor, Action.SAVE, new_slug)
        now = self._clock.now()
        with self._store.transaction():
            page = self._store.page(slug, now)
            if page is not None and page.trashed:
                raise PageTrashed(slug)
            check_latest(page, expected)
            record = self._changes.record(slug)
            facts = dataclasses.replace(record.facts, slug=new_slug)
            problems = [one.under(FACTS) for one in check_facts(facts)]
            # Databases refuse some of what is no slug.
            if not problems and self._store.page(new_slug, now) is not None:
                problems.append(Problem("facts.slug", f"There is a page {new_slug!r} already."))
            if problems:
                raise DocumentInvalid(problems)
            outcome = self._importing.bring_in(
                actor, Record(facts, record.copy), publish=False, expected={}
            )
            self._store.record(
                HistoryEntry(new_slug, FACTS, f"copied from {slug}", 1, actor.name, now)
            )
        for part in outcome.changed:
            draft_saved.send(self, slug=new_slug, part=part, revision=1, actor=actor.name)
        return outcome
