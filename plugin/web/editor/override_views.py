"""A page's claims and overrides, ready to be shown, with what may be done about each."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re
from dataclasses import dataclass

from ...core.access import Action
from ...core.objections import as_read
from ...core.objections import Inspection
from ...core.overrides import is_same_person
from ...core.overrides import Override
from ...core.overrides import OverrideEvent
from ...core.overrides import Step
from .moments import written
from .naming import part_name
from .problems import Trouble
from .verdicts import field_of
from .verdicts import places
from .verdicts import Verdict
from .verdicts import verdicts_of
from .visiting import Visit

DONE = {
    Step.ASKED: "asked for it",
    Step.CONFIRMED: "confirmed it",
    Step.REFUSED: "refused it",
    Step.WITHDRAWN: "withdrew it",
}
"""What somebody did about an override, in words."""


@dataclass(frozen=True)
class Claimed:
    """A passage, with the field that it stands in.

    :param verdict: what follows from it.
    :param id: names it on the screen; empty for a further passage of the same field and rule.
    :param field: the field.
    :param part: what the part is called that it is in.
    :param url: of the field's form, at the field.
    :param askable: the jurisdictions in which an override may be asked for.
    :param waiting: how those stand that were asked for.
    """

    verdict: Verdict
    id: str
    field: Trouble
    part: str
    url: str
    askable: tuple[str, ...]
    waiting: str


@dataclass(frozen=True)
class Shown:
    """An override, ready to be shown.

    :param id: names it on the screen.
    :param override: the override.
    :param field: the field that its words stood in.
    :param words: what it lets through, or would.
    :param place: where it holds, or would.
    :param applies: whether the page still says those words and the rule still stops them.
    :param steps: what was done: who, what, when, and why.
    :param answers: what the one who looks may do about it.
    :param own: whether that one asked for it.
    """

    id: str
    override: Override
    field: Trouble
    words: str
    place: str
    applies: bool
    steps: tuple[tuple[str, str, str, str], ...]
    answers: tuple[str, ...]
    own: bool


def claim_id(path: str, rule: str) -> str:
    """Name a claim on the screen.

    :param path: of the field.
    :param rule: the rule's id.
    """
    return "ask-" + re.sub(r"[^A-Za-z0-9]+", "-", f"{path} {rule}")


def claims_shown(
    visit: Visit, slug: str, found: Inspection, listed: cabc.Sequence[Override]
) -> list[Claimed]:
    """Show what was found in a page.

    :param visit: by whom.
    :param slug: the page.
    :param found: what the checker found.
    :param listed: the page's overrides.
    """
    made: list[Claimed] = []
    for one in verdicts_of(found):
        claimed = _claimed(visit, slug, one, listed)
        # One override is about all passages of a field that a rule speaks to.
        if claimed.id in {each.id for each in made}:
            claimed = dataclasses.replace(claimed, id="", askable=())
        made.append(claimed)
    return made


def _claimed(visit: Visit, slug: str, one: Verdict, listed: cabc.Iterable[Override]) -> Claimed:
    field = field_of(one.path)
    asked = {each.asked.claim for each in listed if each.step is Step.ASKED}
    waiting = [place for place in one.stops if one.claims[place] in asked]
    return Claimed(
        verdict=one,
        id=claim_id(one.path, one.rule),
        field=field,
        part=part_name(one.part),
        url=visit.url("part", slug=slug, part=field.part, _anchor=field.anchor),
        askable=tuple(place for place in one.stops if place not in waiting),
        waiting=places(waiting) if waiting else "",
    )


def override_shown(visit: Visit, one: Override, applies: bool) -> Shown:
    """Show an override.

    :param visit: by whom.
    :param one: the override.
    :param applies: as in :class:`Shown`.
    """
    own = is_same_person(visit.actor.name, one.asked.author)
    answers: tuple[str, ...] = ()
    if visit.may(Action.OVERRIDE, one.asked.slug):
        if one.step is Step.ASKED:
            answers = ("withdraw",) if own else ("confirm", "refuse")
        elif one.step is Step.CONFIRMED:
            answers = ("withdraw",)
    return Shown(
        id=f"override-{one.id}",
        override=one,
        field=field_of(one.asked.claim.path),
        words=as_read(one.asked.excerpt),
        place=f"{part_name(one.asked.claim.part)}, in {places([one.asked.claim.jurisdiction])}",
        applies=applies,
        steps=tuple(_step(visit, each) for each in (one.asked, *one.answers)),
        answers=answers,
        own=own,
    )


def _step(visit: Visit, event: OverrideEvent) -> tuple[str, str, str, str]:
    return event.author, DONE[event.step], written(event.at, visit.mount.market), event.reason
