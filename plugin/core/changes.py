"""The changes a page can undergo, each with its checks and its entry in the history.

They are made inside a transaction that :class:`~flask_serum.core.publishing.Publishing` opens,
for an actor whose permission it has checked.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
from dataclasses import replace

from . import page as pages
from .access import Actor
from .errors import DocumentInvalid
from .errors import PageNotFound
from .errors import PageTrashed
from .errors import Problem
from .errors import RevisionNotFound
from .notice import notice_for
from .objections import Inspection
from .page import Copy
from .page import FACTS
from .page import Facts
from .page import Part
from .page import Record
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageStore
from .ports import Publication
from .ports import Revision
from .readiness import Readiness
from .translating import Translating
from .translation import Translated


class Changes:
    """Writes changes to a store.

    :param store: where pages are kept.
    :param clock: tells the time.
    :param readiness: the checks on the way to the public.
    :param translating: keeps what translations were made from, with each save.
    """

    def __init__(
        self,
        store: PageStore,
        clock: Clock,
        readiness: Readiness,
        translating: Translating | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._readiness = readiness
        self._translating = translating

    def facts(self, slug: str) -> Facts:
        """Give the latest facts of a page.

        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if it has no facts.
        """
        content = self._store.revision(slug, FACTS).content
        if not isinstance(content, Facts):
            raise RevisionNotFound(slug, FACTS)
        return content

    def record(self, slug: str) -> Record:
        """Give the latest revisions of all parts of a page.

        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if it has no facts yet.
        """
        state = self._store.page(slug, self._clock.now())
        if state is None:
            raise PageNotFound(slug)
        facts = self.facts(slug)
        copies = {}
        for part in sorted(state.parts):
            content = self._store.revision(slug, part).content
            if isinstance(content, Copy):
                copies[part] = content
        return Record(facts, copies)

    def save(
        self,
        actor: Actor,
        slug: str,
        part: str,
        content: Part,
        expected: int,
        reverted_from: int | None = None,
        translated: Translated | None = None,
    ) -> Revision:
        """Save a part; the arguments are those of :meth:`.Publishing.save_draft`.

        :raises DocumentInvalid: if the part breaks a rule.
        :raises PageTrashed: if the page is in the trash.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        now = self._clock.now()
        page = self._store.page(slug, now)
        if page is not None and page.trashed:
            raise PageTrashed(slug)
        there = page.parts[part].latest if page is not None and part in page.parts else 0
        old = self._store.revision(slug, part).content if there else None
        if isinstance(content, Facts):
            problems = [one.under(FACTS) for one in pages.check_facts(content)]
            if content.slug != slug:
                problems.append(Problem("facts.slug", f"This page's slug is {slug!r}."))
            self._store.add_page(slug, author=actor.name, at=now)
        else:
            problems = [
                one.under(f"copy.{part}") for one in pages.check_copy(content, self.facts(slug))
            ]
        if (part == FACTS) != isinstance(content, Facts):
            problems.append(Problem(part, "The content is of another part."))
        if problems:
            raise DocumentInvalid(problems)
        revision = self._store.add_revision(
            slug,
            part,
            content,
            expected=expected,
            author=actor.name,
            at=now,
            reverted_from=reverted_from,
        )
        if self._translating is not None and part != FACTS:
            before = old if isinstance(old, Copy) else None
            self._translating.note(revision, before, translated)
        verb = "saved" if reverted_from is None else "reverted"
        self._store.record(HistoryEntry(slug, part, verb, revision.number, actor.name, now))
        return revision

    def publish(
        self,
        actor: Actor,
        slug: str,
        part: str,
        number: int | None,
        begins: dt.datetime | None,
        ends: dt.datetime | None,
        expected: int | None = None,
    ) -> Publication:
        """Publish a part; the arguments are those of :meth:`.Publishing.publish`.

        :raises PageIncomplete: if the page lacks what it must have.
        :raises NoticeUnavailable: if there is no reviewed notice in the locale.
        """
        # Of two parts that go out at one moment, the second is checked beside the first.
        self._store.hold(slug)
        now = self._clock.now()
        moments = {"begins": begins, "ends": ends}
        naive = [name for name, one in moments.items() if one is not None and one.tzinfo is None]
        if naive:
            raise DocumentInvalid(
                Problem(name, "Give the time with its zone, as in 2026-03-01T09:00+01:00.")
                for name in naive
            )
        begins = max(begins or now, now)
        if ends is not None and ends <= begins:
            raise DocumentInvalid([Problem("ends", "The end must come after the beginning.")])
        revision = self._store.revision(slug, part, number)
        found = self._readiness.check(slug, [revision])
        return self.write_publication(actor, revision, begins, ends, found, expected)

    def publish_together(
        self, actor: Actor, slug: str, numbers: cabc.Mapping[str, int]
    ) -> list[Publication]:
        """Publish several parts as one; see :meth:`.Publishing.publish_together`."""
        self._store.hold(slug)
        now = self._clock.now()
        revisions = [self._store.revision(slug, part, numbers[part]) for part in numbers]
        found = self._readiness.check(slug, revisions)
        return [self.write_publication(actor, one, now, None, found) for one in revisions]

    def unpublish(
        self, actor: Actor, slug: str, part: str, expected: int | None = None
    ) -> Publication:
        """Take a part down; the arguments are those of :meth:`.Publishing.unpublish`."""
        now = self._clock.now()
        self._store.revision(slug, part)
        publication = Publication(part, None, now, None, "", actor.name)
        kept = self._store.publish(slug, publication, None, expected=expected)
        self._store.record(HistoryEntry(slug, part, "unpublished", None, actor.name, now))
        # What was still to come would bring back by itself what was just taken down.
        for one in self.upcoming(slug, part):
            assert one.id is not None
            self.cancel(actor, slug, part, one.id)
        return kept

    def upcoming(self, slug: str, part: str) -> tuple[Publication, ...]:
        """List what is scheduled for a part, soonest first."""
        state = self._store.page(slug, self._clock.now())
        return state.parts[part].upcoming if state is not None and part in state.parts else ()

    def cancel(
        self, actor: Actor, slug: str, part: str, number: int, expected: int | None = None
    ) -> Publication:
        """Cancel what is upcoming; the arguments are those of :meth:`.Publishing.cancel`."""
        now = self._clock.now()
        cancelled = self._store.cancel(
            slug, part, number, author=actor.name, at=now, expected=expected
        )
        self._store.record(
            HistoryEntry(slug, part, "cancelled", cancelled.revision, actor.name, now)
        )
        return cancelled

    def write_publication(
        self,
        actor: Actor,
        revision: Revision,
        begins: dt.datetime,
        ends: dt.datetime | None,
        found: Inspection,
        expected: int | None = None,
    ) -> Publication:
        """Show a revision that was checked.

        :param actor: who publishes.
        :param revision: what is shown.
        :param begins: from when, aware.
        :param ends: until when, aware; ``None`` for no end.
        :param found: what the check found.
        :param expected: as in :meth:`.Publishing.publish`.
        """
        slug, part, number = revision.slug, revision.part, revision.number
        notice = None if part == FACTS else notice_for(part)
        publication = Publication(
            part, number, begins, ends, notice.id if notice else "", actor.name
        )
        publication = self._store.publish(slug, publication, notice, expected=expected)
        now = self._clock.now()
        verb = "published" if begins <= now else "scheduled"
        for told in (verb, *found.verbs(part)):
            self._store.record(HistoryEntry(slug, part, told, number, actor.name, now))
        return replace(publication, remarks=found.remarks(part))
