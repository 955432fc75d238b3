"""Whether a page may go out: the one place that every way to the public passes."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from . import completeness
from . import page as pages
from .errors import PageIncomplete
from .errors import PageTrashed
from .errors import Problem
from .gates import ClaimsGate
from .market import Market
from .objections import Inspection
from .page import Copy
from .page import FACTS
from .page import Facts
from .page import Record
from .ports import Clock
from .ports import PageStore
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


class RevisionGate(t.Protocol):
    """A check that a revision has to pass on its way to the public."""

    def __call__(self, revision: Revision) -> list[Problem]:
        """Give the problems that forbid publishing; none where it may go out.

        :param revision: what is to be published.
        """


class Readiness:
    """Looks a page over before it goes out.

    :param store: where pages are kept.
    :param clock: tells the time.
    :param markets: callable that gives the markets that are mounted.
    :param gates: further checks of the page.
    :param revision_gates: checks of single revisions.
    :param claims: the check of what copy claims.
    """

    def __init__(
        self,
        store: PageStore,
        clock: Clock,
        markets: cabc.Callable[[], cabc.Sequence[Market]],
        gates: cabc.Sequence[Gate] = (),
        revision_gates: cabc.Sequence[RevisionGate] = (),
        claims: ClaimsGate | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._markets = markets
        self._gates = tuple(gates)
        self._revision_gates = tuple(revision_gates)
        self._claims = claims

    def check(self, slug: str, revisions: cabc.Sequence[Revision]) -> Inspection:
        """Check the page as it would be: what is wanted, together with what is live beside it.

        :param slug: the page.
        :param revisions: what is to be published.
        :return: what was found and does not stop it.
        :raises PageTrashed: if the page is in the trash.
        :raises PageIncomplete: if it lacks what it must have, or a gate stops it.
        """
        now = self._clock.now()
        wanted = {one.part: one.content for one in revisions}
        state = self._store.page(slug, now)
        if state is not None and state.trashed:
            raise PageTrashed(slug)
        live = {
            part: one.content
            for part, one in (state.parts if state else {}).items()
            if one.content is not None and is_live(one, now)
        }
        facts = (live | dict(wanted)).get(FACTS) or self._store.revision(slug, FACTS).content
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
        for check in self._revision_gates:
            problems += [problem for one in revisions for problem in check(one)]
        found = self._claims.outgoing(slug, wanted) if self._claims is not None else Inspection()
        problems += found.problems
        if problems:
            raise PageIncomplete(dict.fromkeys(problems))
        return found
