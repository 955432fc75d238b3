"""The gate that copy passes on its way to the public, and what a checker of copy has against it.

What may be said depends on the jurisdiction, so a page is checked for those of every market that
shows it. Nothing opens this gate but an override of the very words it is shut by.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t

from . import locale as locales
from .errors import PageNotFound
from .market import Market
from .objections import Claim
from .objections import Inspection
from .objections import Objection
from .page import Copy
from .page import FACTS
from .page import Facts
from .page import Part
from .page import Record
from .ports import Clock
from .ports import PageState
from .ports import PageStore
from .visibility import is_live


class Checker(t.Protocol):
    """Reads a page as an authority would."""

    def __call__(self, record: Record, markets: cabc.Sequence[Market]) -> list[Objection]:
        """Give what stands against a page in the markets that show it.

        :param record: the page.
        :param markets: those it is sold in.
        """


def shown_in(part: str, market: Market) -> bool:
    """Tell whether a market can show a locale's copy.

    :param part: the locale.
    :param market: the market.
    """
    return any(part in (tag, locales.language(tag)) for tag in market.locales)


class ClaimsGate:
    """Checks pages against the rules for what a cosmetic may say.

    :param store: where pages are kept.
    :param clock: tells the time.
    :param markets: callable that gives the markets that are mounted.
    :param check: the checker.
    :param overridden: callable that gives what was overridden on a page.
    """

    def __init__(
        self,
        store: PageStore,
        clock: Clock,
        markets: cabc.Callable[[], cabc.Sequence[Market]],
        check: Checker,
        overridden: cabc.Callable[[str], cabc.Collection[Claim]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._markets = markets
        self._check = check
        self._overridden = overridden

    def outgoing(self, slug: str, wanted: cabc.Mapping[str, Part]) -> Inspection:
        """Check what is to go out, as it will stand beside what is live and what is scheduled.

        :param slug: the page.
        :param wanted: the parts that are to go out.
        :raises PageNotFound: if there is no such page.
        """
        now = self._clock.now()
        state = self._state(slug, now)
        live = _live(state, now)
        facts = [one for one in (live | dict(wanted)).values() if isinstance(one, Facts)]
        if not facts:
            facts = [t.cast(Facts, self._store.revision(slug, FACTS).content)]
        chosen = live | dict(wanted) if FACTS in wanted else wanted
        copies = [(tag, one) for tag, one in chosen.items() if isinstance(one, Copy)]
        for part, one in self._upcoming(state):
            if isinstance(one, Facts):
                facts.append(one)
            elif FACTS in wanted:
                copies.append((part, one))
        return self.inspect(slug, facts, copies)

    def standing(self, slug: str, only: Market | None = None) -> Inspection:
        """Check what is live or scheduled, against the rules as they are today.

        :param slug: the page.
        :param only: the only market to check it for; ``None`` for all that it is sold in.
        :raises PageNotFound: if there is no such page.
        """
        now = self._clock.now()
        return self._standing(self._state(slug, now), now, only, None)

    def standing_of(
        self,
        pages: cabc.Iterable[PageState],
        overridden: cabc.Mapping[str, cabc.Collection[Claim]],
    ) -> dict[str, Inspection]:
        """Check what is live or scheduled of several pages, as :meth:`standing` does, by page.

        At most one query is made, whatever the number of pages.

        :param pages: as they stand now.
        :param overridden: what was overridden, by page.
        """
        now, listed = self._clock.now(), list(pages)
        known = self._store.contents([one for state in listed for one in _scheduled(state)])
        return {
            state.slug: self._standing(state, now, None, known, overridden.get(state.slug, ()))
            for state in listed
        }

    def latest(self, slug: str) -> Inspection:
        """Check the latest revision of every part.

        :param slug: the page.
        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if it has no facts yet.
        """
        state = self._state(slug, self._clock.now())
        facts = t.cast(Facts, self._store.revision(slug, FACTS).content)
        copies = [
            (part, t.cast(Copy, self._store.revision(slug, part).content))
            for part in state.parts
            if part != FACTS
        ]
        return self.inspect(slug, [facts], copies)

    def inspect(
        self,
        slug: str,
        facts: cabc.Sequence[Facts],
        copies: cabc.Sequence[tuple[str, Copy]],
        only: Market | None = None,
        overridden: cabc.Collection[Claim] | None = None,
    ) -> Inspection:
        """Check copy beside each of the facts that it will stand beside.

        :param slug: the page, whose overrides hold; ``""`` for one that is not in the store.
        :param facts: the facts; each says where the page is sold.
        :param copies: copy, with its locale; a locale may come more than once.
        :param only: the only market to check it for; ``None`` for all that it is sold in.
        :param overridden: the page's overrides that hold, where they are known already.
        """
        if only is not None:
            copies = [(tag, one) for tag, one in copies if shown_in(tag, only)]
        together = dict(copies)
        apart = [{tag: one} for tag, one in copies if together[tag] != one]
        found: dict[Objection, None] = {}
        for at, one in enumerate(facts):
            if one in facts[:at]:
                continue
            mounted = {market.code: market for market in self._markets()}
            if only is None:
                unknown = [code for code in one.markets if code not in mounted]
                found |= dict.fromkeys(map(_not_mounted, unknown))
            markets = [
                market
                for code, market in mounted.items()
                if code in one.markets and (only is None or market == only)
            ]
            for copy in (together, *apart):
                found |= dict.fromkeys(self._check(Record(one, copy), markets))
        return self._sorted(slug, list(found), overridden)

    def _standing(
        self,
        state: PageState,
        now: dt.datetime,
        only: Market | None,
        known: cabc.Mapping[tuple[str, str, int], Part] | None,
        overridden: cabc.Collection[Claim] | None = None,
    ) -> Inspection:
        parts = [*_live(state, now).items(), *self._upcoming(state, known)]
        facts = [one for _, one in parts if isinstance(one, Facts)]
        if state.trashed or not facts:
            return Inspection()
        copies = [(tag, one) for tag, one in parts if isinstance(one, Copy)]
        return self.inspect(state.slug, facts, copies, only, overridden)

    def _sorted(
        self, slug: str, found: list[Objection], overridden: cabc.Collection[Claim] | None
    ) -> Inspection:
        blocking = [one for one in found if one.blocks]
        if overridden is None:
            overridden = self._overridden(slug) if slug and blocking else ()
        return Inspection(
            stopping=tuple(one for one in blocking if one.claim not in overridden),
            overridden=tuple(one for one in blocking if one.claim in overridden),
            warnings=tuple(one for one in found if one.checked and not one.blocks),
            unchecked=tuple(one for one in found if not one.checked),
        )

    def _state(self, slug: str, now: dt.datetime) -> PageState:
        state = self._store.page(slug, now)
        if state is None:
            raise PageNotFound(slug)
        return state

    def _upcoming(
        self,
        state: PageState,
        known: cabc.Mapping[tuple[str, str, int], Part] | None = None,
    ) -> list[tuple[str, Part]]:
        listed = _scheduled(state)
        if known is None:
            known = self._store.contents(listed)
        return [(one[1], known[one]) for one in listed]


def _scheduled(state: PageState) -> list[tuple[str, str, int]]:
    return [
        (state.slug, part, one.revision)
        for part, standing in state.parts.items()
        for one in standing.upcoming
        if one.revision is not None
    ]


def _not_mounted(market: str) -> Objection:
    return Objection(
        Claim("facts.markets", "not-checked", "", "", ""),
        blocks=False,
        reason=f"Not checked for market {market!r}, which is not mounted here.",
        source="",
        checked=False,
    )


def _live(state: PageState, now: dt.datetime) -> dict[str, Part]:
    return {
        part: one.content
        for part, one in state.parts.items()
        if one.content is not None and is_live(one, now)
    }
