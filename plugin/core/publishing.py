"""Save, publish, unpublish, revert.

Permission, change, history entry and signal are in one place, so that an editor, an API, the
command line and a script behave alike. Signals are sent after the transaction has ended well.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt

from . import access
from .access import Action
from .access import Actor
from .changes import Changes
from .gates import ClaimsGate
from .importing import Importing
from .importing import ImportOutcome
from .market import Market
from .page import Part
from .page import Record
from .ports import Clock
from .ports import PageStore
from .ports import Publication
from .ports import Revision
from .readiness import Gate
from .readiness import Readiness
from .readiness import RevisionGate
from .scheduling import Scheduling
from .signals import draft_saved
from .signals import page_published
from .signals import page_unpublished
from .signals import publication_cancelled
from .translating import Translating
from .translation import Translated


class Publishing(Scheduling):
    """The services that change pages.

    :param store: where pages are kept.
    :param clock: tells the time.
    :param markets: callable that gives the markets that are mounted.
    :param gates: further checks on the way to the public.
    :param revision_gates: checks of single revisions on the same way.
    :param translating: keeps what translations were made from, with each save.
    :param claims: the check of what copy claims; the extension always gives it.
    """

    def __init__(
        self,
        store: PageStore,
        clock: Clock,
        markets: cabc.Callable[[], cabc.Sequence[Market]],
        gates: cabc.Sequence[Gate] = (),
        revision_gates: cabc.Sequence[RevisionGate] = (),
        translating: Translating | None = None,
        claims: ClaimsGate | None = None,
    ) -> None:
        readiness = Readiness(store, clock, markets, gates, revision_gates, claims)
        super().__init__(store, Changes(store, clock, readiness, translating))
        self._importing = Importing(store, clock, markets, self._changes, readiness)

    def save_draft(
        self,
        actor: Actor | None,
        slug: str,
        part: str,
        content: Part,
        *,
        expected: int,
        translated: Translated | None = None,
    ) -> Revision:
        """Save a part of a page as a draft; make the page where there is none.

        Nothing that shoppers see changes.

        :param actor: who saves.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param content: the whole part.
        :param expected: the number of the revision the change was made from; ``0`` for none.
        :param translated: what a translator had before them; the source's latest revision, where
            none is given.
        :raises NotAllowed: if the actor may not.
        :raises PageTrashed: if the page is in the trash.
        :raises DocumentInvalid: if the part breaks a rule.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.SAVE, slug)
        with self._store.transaction():
            revision = self._changes.save(
                actor, slug, part, content, expected, translated=translated
            )
        self._tell(draft_saved, actor, slug, part, revision.number)
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
        expected: int | None = None,
    ) -> Publication:
        """Show a revision of a part to shoppers, now or from a later moment on.

        :param actor: who publishes.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param revision: its number; the latest one where none is given.
        :param begins: aware time; now where none is given, and never before now.
        :param ends: aware time; no end where none is given.
        :param expected: the number of the part's latest revision for the actor; ``None`` where
            that does not matter.
        :raises NotAllowed: if the actor may not.
        :raises PageIncomplete: if the page lacks what it must have.
        :raises NoticeUnavailable: if there is no reviewed notice in the locale.
        :raises RevisionNotFound: if there is no such revision.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.PUBLISH, slug)
        with self._store.transaction():
            publication = self._changes.publish(actor, slug, part, revision, begins, ends, expected)
        self._tell(page_published, actor, slug, part, publication.revision)
        return publication

    def publish_together(
        self, actor: Actor | None, slug: str, revisions: cabc.Mapping[str, int]
    ) -> list[Publication]:
        """Show revisions of several parts to shoppers, now: all of them or, if one may not, none.

        They are looked at as one page, so that facts and copy that need each other can go out.

        :param actor: who publishes.
        :param slug: the page.
        :param revisions: the number of the revision, by part.
        :raises NotAllowed: if the actor may not.
        :raises PageIncomplete: if the page lacks what it must have.
        :raises NoticeUnavailable: if there is no reviewed notice in a locale.
        :raises RevisionNotFound: if there is no such revision.
        """
        actor = access.require(actor, Action.PUBLISH, slug)
        with self._store.transaction():
            publications = self._changes.publish_together(actor, slug, revisions)
        for one in publications:
            self._tell(page_published, actor, slug, one.part, one.revision)
        return publications

    def unpublish(
        self, actor: Actor | None, slug: str, part: str, *, expected: int | None = None
    ) -> Publication:
        """Take a part off the public from now on, and cancel what is upcoming for it.

        Its revisions stay.

        :param actor: who unpublishes.
        :param slug: the page.
        :param part: a locale; ``"facts"`` takes the page down in every locale.
        :param expected: as in :meth:`publish`.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if the page has no such part.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.UNPUBLISH, slug)
        with self._store.transaction():
            cancelled = self._changes.upcoming(slug, part)
            publication = self._changes.unpublish(actor, slug, part, expected)
        self._tell(page_unpublished, actor, slug, part, None)
        for one in cancelled:
            self._tell(publication_cancelled, actor, slug, part, one.revision)
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
        actor = access.require(actor, Action.SAVE, slug)
        with self._store.transaction():
            old = self._store.revision(slug, part, number)
            revision = self._changes.save(
                actor, slug, part, old.content, expected, reverted_from=number
            )
        self._tell(draft_saved, actor, slug, part, revision.number)
        return revision

    def import_record(
        self,
        actor: Actor | None,
        record: Record,
        *,
        publish: bool = False,
        dry_run: bool = False,
        expected: cabc.Mapping[str, int] | None = None,
    ) -> ImportOutcome:
        """Bring a whole page in: all of it or, where anything is wrong, nothing.

        A part that is already what the record says gets no new revision, so that importing twice
        is the same as importing once.

        :param actor: who imports.
        :param record: the page.
        :param publish: whether its parts also go live.
        :param dry_run: whether to only say what would be done.
        :param expected: the number of each part's latest revision for the actor, ``0`` for those
            it does not name; ``None`` where that does not matter.
        :raises NotAllowed: if the actor may not.
        :raises DocumentInvalid: if a part breaks a rule.
        :raises PageIncomplete: if it is to be published and lacks what it must have.
        :raises RevisionConflict: if another revision of a part has become the latest meanwhile.
        """
        actor = access.require(actor, Action.SAVE, record.facts.slug)
        if publish:
            access.require(actor, Action.PUBLISH, record.facts.slug)
        outcome = self._importing.run(
            actor, record, publish=publish, dry_run=dry_run, expected=expected
        )
        if dry_run:
            return outcome
        for signal, parts in ((draft_saved, outcome.changed), (page_published, outcome.published)):
            for part in parts:
                number = self._store.revision(outcome.slug, part).number
                self._tell(signal, actor, outcome.slug, part, number)
        return outcome

    def record(self, slug: str) -> Record:
        """Give the latest revisions of all parts of a page, as it would be exported.

        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if it has no facts yet.
        """
        return self._changes.record(slug)
