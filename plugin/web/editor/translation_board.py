"""The board of translations: every page in every locale, and what is to be done there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.page import FACTS
from ...core.ports import PageState
from ...core.translating import Translation
from ...core.translation import FieldState
from ...core.visibility import state_of
from .naming import part_name
from .sending import number_in
from .standing import title_of
from .visiting import needs
from .visiting import Visit

PER_SCREEN = 30
"""How many pages one screen shows."""


@dataclass(frozen=True)
class Cell:
    """A page in one locale.

    :param part: the locale.
    :param state: where it stands; empty where it was never written.
    :param source: the locale it is translated from; empty for the source itself.
    :param stale: how many fields have another source by now.
    :param missing: how many fields are not translated.
    :param url: of the side-by-side screen, or of the form for the source.
    """

    part: str
    state: str
    source: str
    stale: int
    missing: int
    url: str


@needs(Action.READ)
def board(visit: Visit) -> ResponseReturnValue:
    """Show every page in every locale of the market.

    :param visit: by whom.
    """
    now, parts = visit.mount.clock.now(), visit.mount.market.locales
    pages = [
        one
        for one in visit.mount.store.pages(now)
        if not one.trashed and FACTS in one.parts and visit.may(Action.READ, one.slug)
    ]
    begin = number_in(request.args.get("from")) or 0
    shown = pages[begin : begin + PER_SCREEN]
    standings = visit.mount.translating.board(visit.actor, shown, parts)
    return visit.show(
        "serum/editor/translations.html",
        title="Translations",
        locales=[(tag, part_name(tag)) for tag in parts],
        rows=[
            (
                one.slug,
                title_of(visit, one),
                [_cell(visit, one, each) for each in standings[one.slug]],
            )
            for one in shown
        ],
        later=begin + PER_SCREEN if begin + PER_SCREEN < len(pages) else 0,
    )


def _cell(visit: Visit, page: PageState, one: Translation) -> Cell:
    state = page.parts.get(one.part)
    endpoint = "translate" if one.source else "part"
    return Cell(
        one.part,
        state_of(state, visit.mount.clock.now()).value if state else "",
        one.source or "",
        len(one.paths(FieldState.STALE)),
        len(one.paths(FieldState.MISSING)),
        visit.url(endpoint, slug=page.slug, part=one.part),
    )
