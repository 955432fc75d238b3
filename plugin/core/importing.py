"""Bringing whole pages in: all of a page or, where anything is wrong, nothing."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from . import page as pages
from .access import Actor
from .changes import Changes
from .errors import DocumentInvalid
from .errors import Problem
from .errors import RevisionConflict
from .market import Market
from .objections import Inspection
from .page import FACTS
from .page import Part
from .page import Record
from .ports import Clock
from .ports import PageState
from .ports import PageStore
from .readiness import Readiness
from .translation import source_of


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, or would do.

    :param slug: the page.
    :param created: whether the page is new.
    :param changed: the parts that got a new revision.
    :param unchanged: the parts that stand as they were.
    :param published: the parts that were published.
    :param remarks: what did not stop that, and has to be known.
    """

    slug: str
    created: bool
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    published: tuple[str, ...]
    remarks: tuple[Problem, ...] = ()


class Importing:
    """Saves what differs in a whole record.

    :param store: where pages are kept.
    :param clock: tells the time.
    :param markets: callable that gives the markets that are mounted.
    :param changes: writes the parts.
    :param readiness: the checks on the way to the public.
    """

    def __init__(
        self,
        store: PageStore,
        clock: Clock,
        markets: cabc.Callable[[], cabc.Sequence[Market]],
        changes: Changes,
        readiness: Readiness,
    ) -> None:
        self._store = store
        self._clock = clock
        self._markets = markets
        self._changes = changes
        self._readiness = readiness

    def run(
        self,
        actor: Actor,
        record: Record,
        *,
        publish: bool,
        dry_run: bool,
        expected: cabc.Mapping[str, int] | None = None,
    ) -> ImportOutcome:
        """Bring a record in, in a transaction; see :meth:`.Publishing.import_record`."""
        check_record(record)
        try:
            with self._store.transaction():
                outcome = self.bring_in(actor, record, publish=publish, expected=expected)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            pass
        return outcome

    def bring_in(
        self,
        actor: Actor,
        record: Record,
        *,
        publish: bool,
        expected: cabc.Mapping[str, int] | None = None,
    ) -> ImportOutcome:
        """Save what differs, inside a transaction; see :meth:`.Publishing.import_record`."""
        slug = record.facts.slug
        if publish:
            self._store.hold(slug)
        now = self._clock.now()
        before = self._store.page(slug, now)
        # What others are translated from goes first, so that they are made from this very text.
        tags = sorted(
            record.copy, key=lambda tag: bool(source_of(tag, record.copy, self._markets()))
        )
        parts: dict[str, Part] = {FACTS: record.facts, **{tag: record.copy[tag] for tag in tags}}
        changed: list[str] = []
        unchanged: list[str] = []
        published: list[str] = []
        remarks: list[Problem] = []
        for part, content in parts.items():
            state = before.parts.get(part) if before else None
            latest = state.latest if state else 0
            if expected is not None and expected.get(part, 0) != latest:
                raise RevisionConflict(part, expected.get(part, 0), latest)
            if latest and self._store.revision(slug, part).content == content:
                unchanged.append(part)
            else:
                self._changes.save(actor, slug, part, content, latest)
                changed.append(part)
        if publish:
            published = [
                part for part in parts if part in changed or not _shows_latest(before, part)
            ]
            revisions = [self._store.revision(slug, part) for part in published]
            found = self._readiness.check(slug, revisions) if revisions else Inspection()
            for revision in revisions:
                remarks += self._changes.write_publication(
                    actor, revision, now, None, found
                ).remarks
        return ImportOutcome(
            slug,
            before is None,
            tuple(changed),
            tuple(unchanged),
            tuple(published),
            tuple(dict.fromkeys(remarks)),
        )


def check_record(record: Record) -> None:
    """Check all parts of a record, each alone and together.

    :param record: the page.
    :raises DocumentInvalid: with a problem per field.
    """
    problems = [one.under(FACTS) for one in pages.check_facts(record.facts)] + [
        one.under(f"copy.{tag}")
        for tag, copy in record.copy.items()
        for one in pages.check_copy(copy, record.facts)
    ]
    if problems:
        raise DocumentInvalid(problems)


def _shows_latest(page: PageState | None, part: str) -> bool:
    state = page.parts.get(part) if page else None
    if state is None or state.publication is None:
        return False
    return state.publication.revision == state.latest and state.publication.ends is None


class _DryRun(Exception):
    """Rolls an import back."""
