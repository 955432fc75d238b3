"""What whole pages claim, live and in their drafts, whatever their number in a few queries."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
from dataclasses import dataclass
from functools import cached_property

from ...core.objections import Inspection
from ...core.objections import Objection
from ...core.overrides import Step
from ...core.page import Record
from ...core.ports import PageState
from .verdicts import not_checked
from .verdicts import Verdict
from .verdicts import verdicts_of
from .visiting import Visit

FILTERS = {
    "live": "Live, and no longer passing",
    "draft": "Can’t be published",
    "overridden": "With overrides",
    "asked": "Override waits for a second person",
}
"""What the list of pages can be narrowed to, by the value of its field."""


@dataclass(frozen=True)
class PageClaims:
    """What a page claims.

    :param live: what was found in what is live or scheduled.
    :param latest: what was found in its latest revisions.
    :param asked: how many of its overrides wait for a second person.
    """

    live: Inspection = dataclasses.field(default_factory=Inspection)
    latest: Inspection = dataclasses.field(default_factory=Inspection)
    asked: int = 0

    @cached_property
    def failing(self) -> list[Verdict]:
        """What is live or scheduled, and no longer passes."""
        return verdicts_of(Inspection(stopping=self.live.stopping))

    @cached_property
    def draft(self) -> list[Verdict]:
        """What was found in the latest revisions, but for what is live and no longer passes."""
        told = {one.claim for one in self.live.stopping}

        def new(listed: tuple[Objection, ...]) -> tuple[Objection, ...]:
            return tuple(one for one in listed if one.claim not in told)

        found = self.latest
        return verdicts_of(Inspection(new(found.stopping), warnings=new(found.warnings)))

    @cached_property
    def let(self) -> list[Verdict]:
        """What overrides let through, in what is live or in the latest revisions."""
        found = dict.fromkeys((*self.live.overridden, *self.latest.overridden))
        return verdicts_of(Inspection(overridden=tuple(found)))

    @property
    def overrides(self) -> int:
        """How many overrides let something through."""
        return len({claim for one in self.let for claim in one.claims.values()})

    @cached_property
    def unchecked(self) -> dict[str, str]:
        """What could not be checked, by part or field."""
        return not_checked(self.live) | not_checked(self.latest)

    def shows(self, wanted: str) -> bool:
        """Tell whether a page belongs in a narrowed list.

        :param wanted: of :data:`FILTERS`; anything else narrows nothing.
        """
        there = {
            "live": bool(self.failing),
            "draft": bool(self.latest.stopping),
            "overridden": self.overrides > 0,
            "asked": self.asked > 0,
        }
        return there.get(wanted, True)


def claims_of_pages(
    visit: Visit, pages: cabc.Sequence[PageState], records: cabc.Mapping[str, Record | None]
) -> dict[str, PageClaims]:
    """Tell what pages claim.

    :param visit: by whom.
    :param pages: as they stand now.
    :param records: the latest revisions of each; ``None`` where it has no facts.
    """
    gate, listed = visit.mount.claims, visit.mount.overriding.everywhere(visit.actor)
    holding = {
        slug: frozenset(one.asked.claim for one in overrides if one.holds)
        for slug, overrides in listed.items()
    }
    live = gate.standing_of(pages, holding)
    found = {}
    for page in pages:
        slug, latest = page.slug, Inspection()
        record = records.get(slug)
        if record is not None:
            copies, known = list(record.copy.items()), holding.get(slug, frozenset())
            latest = gate.inspect(slug, [record.facts], copies, overridden=known)
        asked = sum(one.step is Step.ASKED for one in listed.get(slug, ()))
        found[slug] = PageClaims(live[slug], latest, asked)
    return found
