"""The routine in JSON: typed steps for machines, with the sentence that the page says."""

from __future__ import annotations

import typing as t

from marshmallow import fields

from ...core.offer import Role
from ...core.regimen import Action
from ...core.regimen import Area
from ...core.regimen import Measure
from ...core.regimen import Step
from ...core.regimen import TimeOfDay
from ..printable import StepView
from .operation import Document
from .shown import Shown

Json: t.TypeAlias = dict[str, t.Any]


class StepAmountSchema(Document):
    """How much comes from one chamber."""

    chamber = fields.String(required=True)
    quantity = fields.String(
        required=True, metadata={"description": "Exact.", "pattern": r"^[0-9]+(\.[0-9]+)?$"}
    )
    measure = fields.String(required=True, metadata={"enum": [one.value for one in Measure]})


class StepDurationSchema(Document):
    """How long something takes, in seconds."""

    minimum = fields.Integer(required=True)
    maximum = fields.Integer(required=True)


class RoutineStepSchema(Document):
    """One thing to do."""

    id = fields.String(required=True, metadata={"description": "Stays with the step."})
    number = fields.Integer(required=True, metadata={"description": "Counts from 1."})
    kind = fields.String(
        required=True,
        metadata={
            "description": "The action, or the role of what is layered; chooses a drawing.",
            "enum": [*(one.value for one in Action), *(one.value for one in Role.companions())],
        },
    )
    action = fields.String(required=True, metadata={"enum": [one.value for one in Action]})
    amounts = fields.List(
        fields.Nested(StepAmountSchema),
        required=True,
        metadata={"description": "Equal from every chamber; of `dispense` alone."},
    )
    duration = fields.Nested(StepDurationSchema, required=True, allow_none=True)
    areas = fields.List(
        fields.String(metadata={"enum": [one.value for one in Area]}), required=True
    )
    role = fields.String(
        required=True,
        allow_none=True,
        metadata={"enum": [*(one.value for one in Role.companions()), None]},
    )
    title = fields.String(required=True, metadata={"description": "A word or two."})
    sentence = fields.String(
        required=True, metadata={"description": "What to do, in the locale asked for."}
    )
    note = fields.String(
        required=True, metadata={"description": "The shop's words under it, or empty."}
    )


class TimeSchema(Document):
    """The steps of one time of day."""

    time = fields.String(required=True, metadata={"enum": [one.value for one in TimeOfDay]})
    title = fields.String(required=True)
    steps = fields.List(
        fields.Nested(RoutineStepSchema), required=True, metadata={"description": "In order."}
    )


class EasingInSchema(Document):
    """How a new user begins."""

    weeks = fields.Integer(required=True)
    text = fields.String(required=True, metadata={"description": "A sentence, or empty."})


class RoutineSchema(Document):
    """How the serum is used."""

    frequency = fields.String(required=True, metadata={"description": "How often; a sentence."})
    easing_in = fields.Nested(EasingInSchema, required=True)
    times = fields.List(
        fields.Nested(TimeSchema), required=True, metadata={"description": "Morning first."}
    )


def routine_document(shown: Shown) -> Json:
    """Give the routine as JSON.

    :param shown: the page.
    """
    context, regimen = shown.context, shown.data.facts.regimen
    return {
        "frequency": context.frequency,
        "easing_in": {"weeks": regimen.ease_in_weeks, "text": context.easing_in},
        "times": [
            {
                "time": routine.time,
                "title": routine.title,
                "steps": [
                    _step(step, view)
                    for step, view in zip(
                        regimen.at(TimeOfDay(routine.time)), routine.steps, strict=True
                    )
                ],
            }
            for routine in context.routines
        ],
    }


def _step(step: Step, view: StepView) -> Json:
    duration = step.duration
    return {
        "id": step.id,
        "number": view.number,
        "kind": view.kind,
        "action": step.action.value,
        "amounts": [
            {
                "chamber": one.chamber,
                "quantity": f"{one.quantity.normalize():f}",
                "measure": one.measure.value,
            }
            for one in step.amounts
        ],
        "duration": (
            {"minimum": duration.minimum, "maximum": duration.maximum} if duration else None
        ),
        "areas": [one.value for one in step.areas],
        "role": step.role.value if step.role else None,
        "title": view.title,
        "sentence": view.sentence,
        "note": view.note,
    }
