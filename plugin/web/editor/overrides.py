"""The claims of a page, market by market, and the overrides that let some of them through."""

from __future__ import annotations

import collections.abc as cabc

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.errors import Problem
from ...core.objections import Inspection
from ...core.overrides import Step
from ...core.overriding import LONGEST_REASON
from ...core.overriding import SHORTEST_REASON
from ...core.page import FACTS
from ...core.page import Facts
from ..mount import mounts
from .override_views import claim_id
from .override_views import claims_shown
from .override_views import override_shown
from .problems import Trouble
from .standing import page_of
from .standing import title_of
from .verdicts import by_market
from .verdicts import in_words
from .verdicts import not_checked
from .verdicts import places
from .visiting import needs
from .visiting import Visit

_NAMES = {
    "reason": "The reason",
    "jurisdiction": "Where",
    "path": "The claim",
    "id": "The override",
}

ANSWERS = {"confirm": Step.CONFIRMED, "refuse": Step.REFUSED, "withdraw": Step.WITHDRAWN}
"""What the buttons of an override send."""


@needs(Action.READ)
def overrides(visit: Visit, slug: str) -> ResponseReturnValue:
    """Show what a page claims, and its overrides.

    :param visit: by whom.
    :param slug: the page.
    """
    return _shown(visit, slug)


@needs(Action.OVERRIDE)
def ask_override(visit: Visit, slug: str) -> ResponseReturnValue:
    """Ask that a claim be let through.

    :param visit: by whom.
    :param slug: the page.
    """
    page_of(visit, slug)
    form = request.form
    path, rule, reason = (form.get(name, "") for name in ("path", "rule", "reason"))
    where = form.getlist("jurisdiction")
    try:
        visit.mount.overriding.ask_in_each(visit.actor, slug, path, rule, where, reason)
    except DocumentInvalid as error:
        return _shown(visit, slug, error.problems, claim_id(path, rule))
    return visit.go("overrides", slug=slug, told="override-asked", _anchor="overrides")


@needs(Action.OVERRIDE)
def answer_override(visit: Visit, slug: str, number: int) -> ResponseReturnValue:
    """Confirm, refuse or withdraw an override.

    :param visit: by whom.
    :param slug: the page.
    :param number: the override's id.
    """
    page_of(visit, slug)
    step = ANSWERS.get(request.form.get("answer", ""))
    overriding, reason = visit.mount.overriding, request.form.get("reason", "")
    try:
        if step is Step.CONFIRMED:
            overriding.confirm(visit.actor, slug, number)
        elif step is Step.REFUSED:
            overriding.refuse(visit.actor, slug, number, reason)
        elif step is Step.WITHDRAWN:
            overriding.withdraw(visit.actor, slug, number, reason)
        else:
            raise DocumentInvalid([Problem("answer", "Choose what to do about it.")])
    except DocumentInvalid as error:
        return _shown(visit, slug, error.problems, f"override-{number}")
    return visit.go("overrides", slug=slug, told=f"override-{step}", _anchor="overrides")


def _shown(
    visit: Visit, slug: str, problems: cabc.Sequence[Problem] = (), at: str = ""
) -> ResponseReturnValue:
    page, mount = page_of(visit, slug), visit.mount
    latest, live = mount.claims.latest(slug), mount.claims.standing(slug)
    listed = mount.overriding.all(visit.actor, slug)
    facts = mount.store.revision(slug, FACTS).content
    assert isinstance(facts, Facts)
    markets = {one.market.code: one.market for one in mounts().values()}
    sold = [markets[code] for code in facts.markets if code in markets]
    there = {one.claim for found in (latest, live) for one in (*found.stopping, *found.overridden)}
    found = claims_shown(visit, slug, latest, listed)
    overridden = [override_shown(visit, one, one.asked.claim in there) for one in reversed(listed)]
    shown = {one.id for one in found if one.askable} | {one.id for one in overridden if one.answers}
    at = at if at in shown else "homeless"
    return visit.show(
        "serum/editor/overrides.html",
        title=("Please look at this: " if problems else "") + f"Claims, {title_of(visit, page)}",
        slug=slug,
        parts=page.parts,
        status=422 if problems else 200,
        heading=title_of(visit, page),
        markets=[(one.title, *in_words(seen)) for one, seen in by_market(latest, sold)],
        unchecked=[
            text for path, text in not_checked(latest).items() if path.startswith("facts.markets")
        ],
        sold=bool(facts.markets),
        live=claims_shown(visit, slug, Inspection(stopping=live.stopping), listed),
        found=found,
        overrides=overridden,
        homeless=request.form.get("reason", "") if problems and at == "homeless" else "",
        troubles=[
            Trouble("", at, _NAMES.get(one.path, "The override"), one.message) for one in problems
        ],
        at=at,
        typed=request.form if problems else {},
        may_override=visit.may(Action.OVERRIDE, slug),
        shortest=SHORTEST_REASON,
        longest=LONGEST_REASON,
        versions=mount.checker.versions,
        places=places,
    )
