"""The one rule for what a shopper may see.

Pages, lists, pairs, carts, the sitemap and every other surface ask here.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from . import locale as locales
from .market import Market
from .page import Copy
from .page import FACTS
from .page import Facts
from .ports import PageState
from .ports import PartState


class State(enum.StrEnum):
    """Where a part of a page stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    LIVE_AND_DRAFT = "live + draft"
    EXPIRED = "expired"
    UNPUBLISHED = "unpublished"


@dataclass(frozen=True)
class VisiblePage:
    """What a shopper sees of a page.

    :param facts: the live facts.
    :param copy: the live copy.
    :param requested: the locale of the URL: the notice, the steps and the plugin's own words are
        in this one.
    :param locale: the locale the copy is in; another one than `requested` where it fell back.
    :param locales: every locale of the market in which the copy is live.
    :param changed: when the newest of the publications shown began.
    :param revisions: the numbers of the revisions shown: of the facts, and of the copy.
    """

    facts: Facts
    copy: Copy
    requested: str
    locale: str
    locales: tuple[str, ...]
    changed: dt.datetime
    revisions: tuple[int, int]

    @property
    def fell_back(self) -> bool:
        """Whether the copy is in another locale than the one asked for."""
        return self.locale != self.requested


def state_of(part: PartState, now: dt.datetime) -> State:
    """Name the state of a part.

    :param part: as the store gave it for `now`.
    :param now: aware, in UTC.
    """
    publication = part.publication
    if is_live(part, now):
        assert publication is not None
        return State.LIVE if publication.revision == part.latest else State.LIVE_AND_DRAFT
    if part.upcoming:
        return State.SCHEDULED
    if publication is None:
        return State.DRAFT
    return State.UNPUBLISHED if publication.revision is None else State.EXPIRED


def is_live(part: PartState, now: dt.datetime) -> bool:
    """Tell whether a part is shown at a moment."""
    publication = part.publication
    return (
        publication is not None
        and publication.revision is not None
        and part.content is not None
        and publication.begins <= now
        and (publication.ends is None or now < publication.ends)
    )


def visible(
    page: PageState, market: Market, requested: str, now: dt.datetime
) -> VisiblePage | None:
    """Say what a shopper of a market sees of a page, or ``None`` for nothing.

    :param page: as the store gave it for `now`.
    :param market: the market of the mount.
    :param requested: the locale of the URL, one of the market's.
    :param now: aware, in UTC.
    """
    facts_part = page.parts.get(FACTS)
    if page.trashed or facts_part is None or not is_live(facts_part, now):
        return None
    facts = facts_part.content
    if not isinstance(facts, Facts) or market.code not in facts.markets:
        return None
    live: dict[str, PartState] = {}
    for tag in market.locales:
        # Copy in "en" is copy in "en-US" too, where that has none of its own.
        for part in (page.parts.get(tag), page.parts.get(locales.language(tag))):
            if part is not None and is_live(part, now):
                live[tag] = part
                break
    chosen = next((tag for tag in locales.chain(requested, market.locales) if tag in live), None)
    if chosen is None:
        return None
    copy = live[chosen].content
    if not isinstance(copy, Copy):
        return None
    shown = [one for one in (facts_part.publication, live[chosen].publication) if one is not None]
    return VisiblePage(
        facts=facts,
        copy=copy,
        requested=requested,
        locale=chosen,
        locales=tuple(live),
        changed=max(one.begins for one in shown),
        revisions=(shown[0].revision or 0, shown[1].revision or 0),
    )
