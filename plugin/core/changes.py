"""The changes a page can undergo, each with its checks and its entry in the history.

They are made inside a transaction that :class:`~flask_serum.core.publishing.Publishing` opens,
for an actor whose permission it has checked.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t
from dataclasses import dataclass

from . import completeness
from . import page as pages
from .access import Actor
from .errors import DocumentInvalid
from .errors import PageIncomplete
from .errors import Problem
from .errors import RevisionNotFound
from .market import Market
from .notice import notice_for
from .page import Copy
from .page import FACTS
from .page import Facts
from .page import Part
from .page import Record
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageState
from .ports import PageStore
from .ports import Publication
from .ports import Revision
from .visibility import is_live


class Gate(t.Protocol):
    """A check that a page has to pass on its way to the public."""

    def __call__(self, record: Record, market: Market, locale: str) -> list[Problem]:
        """Give the problems that forbid publishing; none where it may go out.

        :param record: the page as shoppers would see it.
        :param market: a market it is sold in.
        :param locale: the locale that goes out; ``""`` where only the facts do.
        """


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, or would do.

    :param slug: the page.
    :param created: whether the page is new.
    :param changed: the parts that got a new revision.
    :param unchanged: the parts that stand as they were.
    :param published: the parts that were published.
    """

    slug: str
    created: bool
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    published: tuple[str, ...]


class Changes:
    """Writes changes to a store.

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
        self._markets = markets
        self._gates = tuple(gates)

    def facts(self, slug: str) -> Facts:
        """Give the latest facts of a page.

        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if it has no facts.
        """
        content = self._store.revision(slug, FACTS).content
        if not isinstance(content, Facts):
            raise RevisionNotFound(slug, FACTS)
        return content

    def save(
        self,
        actor: Actor,
        slug: str,
        part: str,
        content: Part,
        expected: int,
        reverted_from: int | None = None,
    ) -> Revision:
        """Save a part; the arguments are those of :meth:`.Publishing.save_draft`.

        :raises DocumentInvalid: if the part breaks a rule.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        now = self._clock.now()
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
    ) -> Publication:
        """Publish a part; the arguments are those of :meth:`.Publishing.publish`.

        :raises PageIncomplete: if the page lacks what it must have.
        :raises NoticeUnavailable: if there is no reviewed notice in the locale.
        """
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
        self._check_ready(slug, {part: revision.content})
        return self._write_publication(actor, revision, begins, ends)

    def _write_publication(
        self, actor: Actor, revision: Revision, begins: dt.datetime, ends: dt.datetime | None
    ) -> Publication:
        slug, part, number = revision.slug, revision.part, revision.number
        notice = None if part == FACTS else notice_for(part)
        publication = Publication(
            part, number, begins, ends, notice.id if notice else "", actor.name
        )
        self._store.publish(slug, publication, notice)
        now = self._clock.now()
        verb = "published" if begins <= now else "scheduled"
        self._store.record(HistoryEntry(slug, part, verb, number, actor.name, now))
        return publication

    def _check_ready(self, slug: str, wanted: cabc.Mapping[str, Part]) -> None:
        """Check the page as it would be: what is wanted, together with what is live beside it."""
        now = self._clock.now()
        state = self._store.page(slug, now)
        live = {
            part: one.content
            for part, one in (state.parts if state else {}).items()
            if one.content is not None and is_live(one, now)
        }
        facts = (live | dict(wanted)).get(FACTS) or self.facts(slug)
        assert isinstance(facts, Facts)
        copies = {
            part: content
            for part, content in (live | dict(wanted)).items()
            if isinstance(content, Copy) and (FACTS in wanted or part in wanted)
        }
        markets = [one for one in self._markets() if one.code in facts.markets]
        problems: list[Problem] = []
        if FACTS in wanted:
            problems += [p for one in markets for p in completeness.missing_facts(facts, one)]
        for tag, copy in copies.items():
            problems += [one.under(f"copy.{tag}") for one in pages.check_copy(copy, facts)]
            problems += completeness.missing_copy(copy, facts, tag)
        record = Record(facts, copies)
        for market in markets:
            for gate in self._gates:
                for locale in copies or [""]:
                    problems += gate(record, market, locale)
        if problems:
            raise PageIncomplete(dict.fromkeys(problems))

    def bring_in(self, actor: Actor, record: Record, *, publish: bool) -> ImportOutcome:
        """Save what differs in a whole record; see :meth:`.Publishing.import_record`."""
        slug, now = record.facts.slug, self._clock.now()
        before = self._store.page(slug, now)
        parts: dict[str, Part] = {FACTS: record.facts, **record.copy}
        changed: list[str] = []
        unchanged: list[str] = []
        published: list[str] = []
        for part, content in parts.items():
            state = before.parts.get(part) if before else None
            latest = state.latest if state else 0
            if latest and self._store.revision(slug, part).content == content:
                unchanged.append(part)
            else:
                self.save(actor, slug, part, content, latest)
                changed.append(part)
        if publish:
            published = [
                part for part in parts if part in changed or not _shows_latest(before, part)
            ]
            revisions = [self._store.revision(slug, part) for part in published]
            if revisions:
                self._check_ready(slug, {one.part: one.content for one in revisions})
            for revision in revisions:
                self._write_publication(actor, revision, now, None)
        return ImportOutcome(
            slug, before is None, tuple(changed), tuple(unchanged), tuple(published)
        )


def _shows_latest(page: PageState | None, part: str) -> bool:
    state = page.parts.get(part) if page else None
    if state is None or state.publication is None:
        return False
    return state.publication.revision == state.latest and state.publication.ends is None
