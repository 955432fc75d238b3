"""The list of pages: where each stands, what it lacks, who wrote last."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from ...core import locale as locales
from ...core.access import Action
from ...core.offer import Shelf
from ...core.page import Copy
from ...core.page import FACTS
from ...core.page import Facts
from ...core.page import Record
from ...core.ports import PageState
from ...core.ports import Revision
from ...core.visibility import State
from ...core.visibility import state_of
from ..mount import mounts
from ..reading import shop_query
from .moments import written
from .naming import part_name
from .page_claims import claims_of_pages
from .page_claims import FILTERS
from .page_claims import PageClaims
from .readiness import in_short
from .readiness import lacks
from .review import reviews_of
from .sending import number_in
from .visiting import needs
from .visiting import Visit

PER_SCREEN = 30
"""How many pages one screen shows."""

LOOKED_FOR = ("q", "state", "locale", "market", "claims")
"""What the list can be narrowed by."""


@dataclass(frozen=True)
class PartState:
    """Where a part stands, ready to be shown.

    :param part: ``"facts"`` or a locale.
    :param label: what it is called.
    :param state: its state; empty where it was never written.
    :param url: of its form.
    """

    part: str
    label: str
    state: str
    url: str


@dataclass(frozen=True)
class Row:
    """A page in the list.

    :param slug: the page.
    :param title: in the market's first locale that has one.
    :param locale: the title's.
    :param url: of its overview.
    :param parts: the facts, then each locale.
    :param lacks: what it lacks and claims: the kind, and a few words.
    :param claims: address of its claims.
    :param author: who wrote last.
    :param at: when.
    """

    slug: str
    title: str
    locale: str
    url: str
    parts: tuple[PartState, ...]
    lacks: tuple[tuple[str, str], ...]
    claims: str
    author: str
    at: str


@needs(Action.READ)
def pages(visit: Visit) -> ResponseReturnValue:
    """List the pages.

    :param visit: by whom.
    """
    wanted = {key: request.args.get(key, "").strip() for key in LOOKED_FOR}
    now = visit.mount.clock.now()
    latest = by_page(visit.mount.workbench.latest())
    found = [
        state
        for state in visit.mount.store.pages(now)
        if not state.trashed
        and visit.may(Action.READ, state.slug)
        and _matches(visit, state, latest, wanted)
    ]
    at = number_in(request.args.get("from")) or 0
    narrowed = wanted["claims"] in FILTERS
    read = found if narrowed else found[at : at + PER_SCREEN]
    records = {one.slug: record_of(latest.get(one.slug, {})) for one in read}
    claims = claims_of_pages(visit, read, records)
    if narrowed:
        found = [one for one in found if claims[one.slug].shows(wanted["claims"])]
    shown = found[at : at + PER_SCREEN]
    facts = [record.facts for one in shown if (record := records[one.slug]) is not None]
    shelf = _shelf(visit, facts)
    links = {
        "earlier": visit.url("pages", **wanted, **{"from": max(at - PER_SCREEN, 0)}) if at else "",
        "later": (
            visit.url("pages", **wanted, **{"from": at + PER_SCREEN})
            if at + PER_SCREEN < len(found)
            else ""
        ),
    }
    return visit.show(
        "serum/editor/pages.html",
        title="Pages",
        rows=[
            _row(visit, one, latest, records[one.slug], shelf, claims[one.slug]) for one in shown
        ],
        wanted=wanted,
        reviews=reviews_of(visit, shown),
        states=list(State),
        filters=FILTERS,
        locales=[(tag, part_name(tag)) for tag in visit.locales()],
        markets=sorted({one.market.code: one.market.title for one in mounts().values()}.items()),
        count=len(found),
        links=links,
        can_publish=visit.may(Action.PUBLISH),
        can_unpublish=visit.may(Action.UNPUBLISH),
        can_make=visit.may(Action.SAVE),
    )


def by_page(revisions: cabc.Iterable[Revision]) -> dict[str, dict[str, Revision]]:
    """Sort latest revisions by page and part.

    :param revisions: one per part.
    """
    found: dict[str, dict[str, Revision]] = {}
    for one in revisions:
        found.setdefault(one.slug, {})[one.part] = one
    return found


def record_of(parts: cabc.Mapping[str, Revision]) -> Record | None:
    """Put a page's latest revisions together; ``None`` where it has no facts.

    :param parts: by part.
    """
    facts = parts[FACTS].content if FACTS in parts else None
    if not isinstance(facts, Facts):
        return None
    copies = {part: one.content for part, one in parts.items() if isinstance(one.content, Copy)}
    return Record(facts, copies)


def part_states(visit: Visit, state: PageState) -> tuple[PartState, ...]:
    """Say where each part of a page stands: the facts, then each locale.

    :param visit: by whom.
    :param state: the page.
    """
    now = visit.mount.clock.now()
    return tuple(
        PartState(
            part,
            part_name(part),
            state_of(state.parts[part], now).value if part in state.parts else "",
            visit.url("part", slug=state.slug, part=part),
        )
        for part in (FACTS, *visit.locales(state.parts))
    )


def _shelf(visit: Visit, facts: list[Facts]) -> Shelf:
    if not facts:
        return Shelf()
    return visit.mount.shop.look_up(shop_query(visit.mount, visit.mount.market.locales[0], facts))


def _matches(
    visit: Visit,
    state: PageState,
    latest: cabc.Mapping[str, cabc.Mapping[str, Revision]],
    wanted: cabc.Mapping[str, str],
) -> bool:
    now = visit.mount.clock.now()
    parts = latest.get(state.slug, {})
    facts = parts[FACTS].content if FACTS in parts else None
    sold_in = facts.markets if isinstance(facts, Facts) else ()
    if wanted["market"] and wanted["market"] not in sold_in:
        return False
    looked_at = {
        part: one
        for part, one in state.parts.items()
        if not wanted["locale"] or part == wanted["locale"]
    }
    if wanted["locale"] and not looked_at:
        return False
    states = {state_of(one, now).value for one in looked_at.values()}
    if wanted["state"] and wanted["state"] not in states:
        return False
    words = [state.slug, facts.brand if isinstance(facts, Facts) else ""]
    words += [one.content.title for one in parts.values() if isinstance(one.content, Copy)]
    return wanted["q"].casefold() in "\n".join(words).casefold()


def _row(
    visit: Visit,
    state: PageState,
    latest: cabc.Mapping[str, cabc.Mapping[str, Revision]],
    record: Record | None,
    shelf: Shelf,
    claims: PageClaims,
) -> Row:
    revisions = latest.get(state.slug, {})
    market = visit.mount.market
    last = max(revisions.values(), key=lambda one: one.at, default=None)
    copies = record.copy if record else {}
    tags = (*market.locales, *map(locales.language, market.locales), *copies)
    tag = next((one for one in tags if one in copies), "")
    return Row(
        slug=state.slug,
        title=copies[tag].title if tag else state.slug,
        locale=tag,
        url=visit.url("overview", slug=state.slug),
        parts=part_states(visit, state),
        lacks=in_short(lacks(record, market, shelf, claims), claims) if record else (),
        claims=visit.url("overrides", slug=state.slug),
        author=last.author if last else "",
        at=written(last.at, market) if last else "",
    )
