"""One page at a glance: where each part stands, what it lacks, what can be published."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ...core.access import Action
from ...core.errors import NoticeUnavailable
from ...core.errors import PageIncomplete
from ...core.errors import PageNotFound
from ...core.errors import PageTrashed
from ...core.offer import Shelf
from ...core.page import FACTS
from ...core.ports import PartState
from ...core.ports import Revision
from ...core.translation import source_of
from ...core.visibility import is_live
from ...core.visibility import state_of
from ..addresses import Addresses
from ..mount import mounts
from ..reading import shop_query
from .messages import Message
from .messages import with_remarks
from .moments import written
from .naming import part_name
from .page_claims import claims_of_pages
from .pages import by_page
from .pages import record_of
from .problems import Trouble
from .problems import trouble
from .readiness import Lack
from .readiness import lacks
from .review import reviews_of
from .sending import number_in
from .visiting import needs
from .visiting import Visit


@dataclass(frozen=True)
class PartView:
    """A part of the page, ready to be shown.

    :param part: ``"facts"`` or a locale.
    :param name: what it is called.
    :param state: its state; empty where it was never written.
    :param url: of its form.
    :param number: of its latest revision; ``0`` for none.
    :param saved: who saved that, and when.
    :param shown: what shoppers see of it, in a sentence; empty for nothing.
    :param live: whether shoppers see it.
    :param pending: whether its latest revision is not what shoppers see.
    :param preview: address of its preview; empty for the facts.
    :param public: its address for shoppers; empty where they see nothing.
    """

    part: str
    name: str
    state: str
    url: str
    number: int
    saved: str
    shown: str
    live: bool
    pending: bool
    preview: str
    public: str


@needs(Action.READ)
def overview(visit: Visit, slug: str) -> ResponseReturnValue:
    """Show a page at a glance.

    :param visit: by whom.
    :param slug: the page.
    """
    return show_overview(visit, slug)


@needs(Action.PUBLISH)
def publish(visit: Visit, slug: str) -> ResponseReturnValue:
    """Publish the parts that were chosen, as the merchant saw them, all or none.

    :param visit: by whom.
    :param slug: the page.
    """
    chosen = {
        part: number
        for part in request.form.getlist("part")
        if (number := number_in(request.form.get(f"revision:{part}"))) is not None
    }
    if not chosen:
        said = Message("problem", "Choose at least one part to publish.")
        return show_overview(visit, slug, said=[said], status=422)
    try:
        done = visit.mount.publishing.publish_together(visit.actor, slug, chosen)
    except PageIncomplete as error:
        found = [trouble(one) for one in error.problems]
        return show_overview(visit, slug, troubles=found, status=409)
    except NoticeUnavailable as error:
        return show_overview(visit, slug, said=[Message("problem", str(error))], status=409)
    names = ",".join(part_name(part) for part in chosen)
    told = with_remarks("published", done)
    return visit.go("overview", slug=slug, told=told, names=names)


@needs(Action.UNPUBLISH)
def unpublish(visit: Visit, slug: str) -> ResponseReturnValue:
    """Take a part down; the facts take the whole page down.

    :param visit: by whom.
    :param slug: the page.
    """
    part = request.form.get("part", "")
    visit.mount.publishing.unpublish(visit.actor, slug, part)
    name = "the whole page" if part == FACTS else part_name(part)
    return visit.go("overview", slug=slug, told="unpublished", names=name)


def show_overview(
    visit: Visit,
    slug: str,
    *,
    troubles: cabc.Sequence[Trouble] = (),
    said: cabc.Sequence[Message] = (),
    status: int = 200,
) -> Response:
    """Show a page at a glance.

    :param visit: by whom.
    :param slug: the page.
    :param troubles: what keeps it from being published.
    :param said: messages for the top.
    :param status: of HTTP.
    :raises PageNotFound: if there is no such page.
    """
    mount = visit.mount
    state = mount.store.page(slug, mount.clock.now())
    if state is None:
        raise PageNotFound(slug)
    if state.trashed:
        raise PageTrashed(slug)
    revisions = by_page(mount.workbench.latest(slug)).get(slug, {})
    record = record_of(revisions)
    claims = claims_of_pages(visit, [state], {slug: record})[slug]
    found: list[Lack] = []
    if record is not None:
        tag = mount.market.default_locale
        shelf = mount.shop.look_up(shop_query(mount, tag, [record.facts])) or Shelf()
        found = lacks(record, mount.market, shelf, claims)
    copies = record.copy if record else {}
    title = next((copies[tag].title for tag in mount.market.locales if tag in copies), slug)
    parts = (FACTS, *visit.locales(state.parts))
    markets = [one.market for one in mounts().values()]
    return visit.show(
        "serum/editor/overview.html",
        title=title if not troubles else f"Not published yet: {title}",
        slug=slug,
        parts=state.parts,
        said=said,
        status=status,
        heading=title,
        views=[
            _view(visit, slug, part, state.parts.get(part), revisions.get(part)) for part in parts
        ],
        reviews=reviews_of(visit, [state]),
        unsaved=mount.workbench.unsaved(visit.actor.name, slug),
        translated=[one for one in parts if source_of(one, state.parts, markets)],
        troubles=troubles,
        lacks=found,
        failing=len(claims.failing),
        asked=claims.asked,
        may_publish=visit.may(Action.PUBLISH, slug),
        may_unpublish=visit.may(Action.UNPUBLISH, slug),
        place=lambda one: visit.url("part", slug=slug, part=one.part, _anchor=one.anchor),
    )


def _view(
    visit: Visit, slug: str, part: str, state: PartState | None, latest: Revision | None
) -> PartView:
    mount = visit.mount
    now, market = mount.clock.now(), mount.market
    live = state is not None and is_live(state, now)
    there = state.publication if state else None
    shown = ""
    if live and there is not None:
        shown = f"Revision {there.revision}, since {written(there.begins, market)}"
        if there.ends is not None:
            shown += f", until {written(there.ends, market)}"
    for one in state.upcoming if state else ():
        what = f"revision {one.revision}" if one.revision else "nothing"
        shown += f"{'. ' if shown else ''}From {written(one.begins, market)}: {what}"
    return PartView(
        part=part,
        name=part_name(part),
        state=state_of(state, now).value if state else "",
        url=visit.url("part", slug=slug, part=part),
        number=latest.number if latest else 0,
        saved=f"{latest.author}, {written(latest.at, market)}" if latest else "",
        shown=shown,
        live=live,
        pending=latest is not None
        and not (live and there is not None and there.revision == latest.number),
        preview="" if part == FACTS else visit.url("preview", slug=slug, locale=part),
        public=(
            Addresses(mount).page(slug, part)
            if live and part != FACTS and part in market.locales
            else ""
        ),
    )
