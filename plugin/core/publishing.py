"""Save, publish, unpublish, revert.

Permission, change, history entry and signal are in one place, so that an editor, an API, the
command line and a script behave alike. Signals are sent after the transaction has ended well.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt

from blinker import Namespace

from . import access
from . import page as pages
from .access import Action
from .access import Actor
from .changes import Changes
from .changes import Gate
from .changes import ImportOutcome
from .errors import DocumentInvalid
from .errors import PageNotFound
from .market import Market
from .page import Copy
from .page import FACTS
from .page import Part
from .page import Record
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageStore
from .ports import Publication
from .ports import Revision

_signals = Namespace()

# Each is sent with the Publishing object as sender and: slug, part, revision (a number, or None
# where nothing is shown any more), actor (a name).
draft_saved = _signals.signal("serum-draft-saved")
page_published = _signals.signal("serum-page-published")
page_unpublished = _signals.signal("serum-page-unpublished")


class Publishing:
    """The services that change pages.

    :param store: where pages are kept.
    :param clock: tells the time.
    :param markets: callable that gives the markets that are mounted.
    :param gates: further checks on the way to the public.
    """

    def __init__(
        self,
        store: PageStore,
        clock: Clock,
        markets: cabc.Callable[[], cabc.Sequence[Market]],
        gates: cabc.Sequence[Gate] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._changes = Changes(store, clock, markets, gates)

    def save_draft(
        self, actor: Actor | None, slug: str, part: str, content: Part, *, expected: int
    ) -> Revision:
        """Save a part of a page as a draft; make the page where there is none.

        Nothing that shoppers see changes.

        :param actor: who saves.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param content: the whole part.
        :param expected: the number of the revision the change was made from; ``0`` for none.
        :raises NotAllowed: if the actor may not.
        :raises DocumentInvalid: if the part breaks a rule.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.SAVE)
        with self._store.transaction():
            revision = self._changes.save(actor, slug, part, content, expected)
        draft_saved.send(self, slug=slug, part=part, revision=revision.number, actor=actor.name)
        return revision

    def publish(
        self,
        actor: Actor | None,
        slug: str,
        part: str,
        *,
        revision: int | None = None,
        begins: dt.datetime | None = None,
        ends: dt.datetime | None = None,
    ) -> Publication:
        """Show a revision of a part to shoppers, now or from a later moment on.

        :param actor: who publishes.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param revision: its number; the latest one where none is given.
        :param begins: aware time; now where none is given, and never before now.
        :param ends: aware time; no end where none is given.
        :raises NotAllowed: if the actor may not.
        :raises PageIncomplete: if the page lacks what it must have.
        :raises NoticeUnavailable: if there is no reviewed notice in the locale.
        :raises RevisionNotFound: if there is no such revision.
        """
        actor = access.require(actor, Action.PUBLISH)
        with self._store.transaction():
            publication = self._changes.publish(actor, slug, part, revision, begins, ends)
        page_published.send(
            self, slug=slug, part=part, revision=publication.revision, actor=actor.name
        )
        return publication

    def unpublish(self, actor: Actor | None, slug: str, part: str) -> Publication:
        """Take a part off the public from now on; its revisions stay.

        :param actor: who unpublishes.
        :param slug: the page.
        :param part: a locale; ``"facts"`` takes the page down in every locale.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if the page has no such part.
        """
        actor = access.require(actor, Action.UNPUBLISH)
        now = self._clock.now()
        publication = Publication(part, None, now, None, "", actor.name)
        with self._store.transaction():
            self._store.revision(slug, part)
            self._store.publish(slug, publication, None)
            self._store.record(HistoryEntry(slug, part, "unpublished", None, actor.name, now))
        page_unpublished.send(self, slug=slug, part=part, revision=None, actor=actor.name)
        return publication

    def revert(
        self, actor: Actor | None, slug: str, part: str, number: int, *, expected: int
    ) -> Revision:
        """Bring back an old revision's content as a new draft; nothing is published.

        :param actor: who reverts.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param number: the old revision.
        :param expected: the number of the revision that is the latest for the actor.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if there is no such revision.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.SAVE)
        with self._store.transaction():
            old = self._store.revision(slug, part, number)
            revision = self._changes.save(
                actor, slug, part, old.content, expected, reverted_from=number
            )
        draft_saved.send(self, slug=slug, part=part, revision=revision.number, actor=actor.name)
        return revision

    def import_record(
        self,
        actor: Actor | None,
        record: Record,
        *,
        publish: bool = False,
        dry_run: bool = False,
    ) -> ImportOutcome:
        """Bring a whole page in: all of it or, where anything is wrong, nothing.

        A part that is already what the record says gets no new revision, so that importing twice
        is the same as importing once.

        :param actor: who imports.
        :param record: the page.
        :param publish: whether its parts also go live.
        :param dry_run: whether to only say what would be done.
        :raises NotAllowed: if the actor may not.
        :raises DocumentInvalid: if a part breaks a rule.
        :raises PageIncomplete: if it is to be published and lacks what it must have.
        """
        actor = access.require(actor, Action.SAVE)
        if publish:
            access.require(actor, Action.PUBLISH)
        problems = [one.under(FACTS) for one in pages.check_facts(record.facts)] + [
            one.under(f"copy.{tag}")
            for tag, copy in record.copy.items()
            for one in pages.check_copy(copy, record.facts)
        ]
        if problems:
            raise DocumentInvalid(problems)
        try:
            with self._store.transaction():
                outcome = self._changes.bring_in(actor, record, publish=publish)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            return outcome
        for part in outcome.changed:
            number = self._store.revision(outcome.slug, part).number
            draft_saved.send(self, slug=outcome.slug, part=part, revision=number, actor=actor.name)
        for part in outcome.published:
            number = self._store.revision(outcome.slug, part).number
            page_published.send(
                self, slug=outcome.slug, part=part, revision=number, actor=actor.name
            )
        return outcome

    def record(self, slug: str) -> Record:
        """Give the latest revisions of all parts of a page, as it would be exported.

        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if it has no facts yet.
        """
        state = self._store.page(slug, self._clock.now())
        if state is None:
            raise PageNotFound(slug)
        facts = self._changes.facts(slug)
        copies = {}
        for part in sorted(state.parts):
            content = self._store.revision(slug, part).content
            if isinstance(content, Copy):
                copies[part] = content
        return Record(facts, copies)


class _DryRun(Exception):
    """Rolls an import back."""
