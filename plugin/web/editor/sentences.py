"""The shopper's sentence for each step of a form, in the words that the page will say."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from ...core.access import Action
from ...core.page import Facts
from ...core.regimen import Action as Doing
from ...core.regimen import Step
from ..catalogues import catalogue_for
from ..schemas import StepSchema
from ..wording import Wording
from . import facts_form
from .answers import as_json
from .form_tree import entries
from .form_tree import read
from .form_tree import Tree
from .sending import fields_sent
from .visiting import needs
from .visiting import Visit


@dataclass(frozen=True)
class StepView:
    """A step of the form, as the shopper reads it.

    :param id: the step's.
    :param kind: of its drawing.
    :param title: in a word or two; empty where it can't be said yet.
    :param sentence: what to do.
    """

    id: str
    kind: str
    title: str
    sentence: str


@needs(Action.SAVE)
def sentences(visit: Visit, slug: str) -> ResponseReturnValue:
    """Say the steps of a form of facts.

    :param visit: by whom.
    :param slug: the page.
    """
    tree = read(fields_sent(visit.mount))
    views = step_views(tree, None, visit.mount.market.default_locale)
    return as_json({"steps": [vars(one) for one in views]})


def step_views(tree: Tree, facts: Facts | None, locale: str) -> list[StepView]:
    """Say each step: of the form where it has steps, of the facts elsewhere.

    :param tree: of a form.
    :param facts: the page's, for a form of copy.
    :param locale: to say them in.
    """
    wording = Wording(catalogue_for(locale))
    if "regimen" not in tree:
        steps = facts.regimen.steps if facts else ()
        return [_view(one, one.id, wording) for one in steps]
    typed = facts_form.from_form(tree)["regimen"]["steps"]
    given = entries(tree.get("regimen"), "steps")
    return [
        _view(_read(one), str(two.get("id", "")), wording)
        for one, two in zip(typed, given, strict=True)
    ]


def routine(facts: Facts, locale: str) -> list[str]:
    """Say the routine of facts, a step a line, each with its times of day.

    :param facts: the facts.
    :param locale: to say them in.
    """
    steps = facts.regimen.steps
    return [
        f"{at}. {view.sentence} ({', '.join(step.times)})"
        for at, (step, view) in enumerate(zip(steps, step_views({}, facts, locale), strict=True), 1)
    ]


def _read(data: dict[str, t.Any]) -> Step | None:
    try:
        step = t.cast(Step, StepSchema().load(data))
    except ValidationError:
        return None
    lacking = {
        Doing.DISPENSE: not step.amounts,
        Doing.APPLY: not step.areas,
        Doing.WAIT: step.duration is None,
        Doing.LAYER: step.role is None,
    }
    return None if lacking.get(step.action, False) else step


def _view(step: Step | None, id: str, wording: Wording) -> StepView:
    if step is None:
        return StepView(id, "cleanse", "", "This step is not whole yet.")
    kind = step.role.value if step.role else step.action.value
    return StepView(id, kind, wording.step_title(step), wording.step(step))
