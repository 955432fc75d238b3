"""The routine: typed steps, and the rules that hold for them together.

The sentences shoppers read are made from these steps, so that a routine typed once reads the
same on the page, in JSON, in JSON-LD, in print, and in every locale.
"""

from __future__ import annotations

import collections.abc as cabc
import enum
import itertools
from dataclasses import dataclass
from decimal import Decimal

from .errors import Problem
from .offer import Role

LONGEST_WAIT = 3600


class TimeOfDay(enum.StrEnum):
    """When a step is done."""

    MORNING = "morning"
    EVENING = "evening"


class Action(enum.StrEnum):
    """What is done in a step."""

    CLEANSE = "cleanse"
    DISPENSE = "dispense"
    MIX = "mix"
    APPLY = "apply"
    WAIT = "wait"
    LAYER = "layer"


class Area(enum.StrEnum):
    """Where a serum goes."""

    FACE = "face"
    NECK = "neck"
    DECOLLETE = "decollete"


class Measure(enum.StrEnum):
    """What an amount is counted in."""

    PRESS = "press"
    DROP = "drop"
    MILLILITRE = "ml"


@dataclass(frozen=True)
class Amount:
    """How much comes from one chamber.

    :param chamber: the chamber's key.
    :param quantity: more than nothing.
    :param measure: what the quantity is counted in.
    """

    chamber: str
    quantity: Decimal
    measure: Measure = Measure.PRESS


@dataclass(frozen=True)
class Duration:
    """How long something takes.

    :param minimum: seconds.
    :param maximum: seconds.
    """

    minimum: int
    maximum: int


@dataclass(frozen=True)
class Step:
    """One thing to do.

    :param id: stays with the step through all revisions; unique within the routine.
    :param action: what is done.
    :param times: when; at least one.
    :param amounts: per chamber; for ``dispense`` alone.
    :param duration: for ``wait``, and for ``mix`` where it matters.
    :param areas: for ``apply`` alone.
    :param role: what goes on; for ``layer`` alone.
    """

    id: str
    action: Action
    times: tuple[TimeOfDay, ...] = (TimeOfDay.MORNING, TimeOfDay.EVENING)
    amounts: tuple[Amount, ...] = ()
    duration: Duration | None = None
    areas: tuple[Area, ...] = ()
    role: Role | None = None


@dataclass(frozen=True)
class Regimen:
    """The steps of a serum, for morning and evening.

    :param steps: in the order they are done.
    :param ease_in_weeks: how many weeks a new user keeps to once a day; ``0`` for none.
    """

    steps: tuple[Step, ...]
    ease_in_weeks: int = 0

    def at(self, time: TimeOfDay) -> tuple[Step, ...]:
        """Give the steps of one time of day, in order."""
        return tuple(step for step in self.steps if time in step.times)

    @property
    def times(self) -> tuple[TimeOfDay, ...]:
        """The times of day that have steps, morning first."""
        return tuple(time for time in TimeOfDay if self.at(time))

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that are layered over the serum, in order."""
        found = (step.role for step in self.steps if step.role is not None)
        return tuple(dict.fromkeys(found))


def check_regimen(regimen: Regimen, chambers: cabc.Collection[str]) -> list[Problem]:
    """Find what is wrong with a routine, each step alone and all together.

    Sunscreen comes last and only in the morning: the order of the American Academy of
    Dermatology, on which the page's guidance rests.

    :param regimen: the routine.
    :param chambers: the keys of the product's chambers.
    :return: problems with paths as in ``steps[2].duration``; empty if all is well.
    """
    problems = []
    if not regimen.steps:
        return [Problem("steps", "A routine needs its steps.")]
    if not 0 <= regimen.ease_in_weeks <= 12:
        problems.append(Problem("ease_in_weeks", "Weeks to ease in are 0 to 12."))
    ids = [step.id for step in regimen.steps]
    for at, step in enumerate(regimen.steps):
        if ids.index(step.id) != at:
            problems.append(Problem(f"steps[{at}].id", f"Step id {step.id!r} stands twice."))
        problems += [one.under(f"steps[{at}]") for one in _check_step(step, chambers)]
    for time in TimeOfDay:
        problems += _check_order(regimen, time, chambers)
    if TimeOfDay.MORNING not in regimen.times and TimeOfDay.EVENING not in regimen.times:
        problems.append(Problem("steps", "No step has a time of day."))
    return list(dict.fromkeys(problems))


def _check_step(step: Step, chambers: cabc.Collection[str]) -> cabc.Iterator[Problem]:
    name = step.action.value
    if not step.times:
        yield Problem("times", "Say when: morning, evening, or both.")
    if step.action is Action.DISPENSE:
        yield from _check_amounts(step.amounts, chambers)
    elif step.amounts:
        yield Problem("amounts", f"Amounts belong to 'dispense', not to {name!r}.")
    if step.action is Action.APPLY and not step.areas:
        yield Problem("areas", "Say where it is applied: face, neck, décolleté.")
    if step.action is not Action.APPLY and step.areas:
        yield Problem("areas", f"Areas belong to 'apply', not to {name!r}.")
    if step.action is Action.LAYER and step.role not in Role.companions():
        yield Problem("role", "Say what is layered: moisturizer or sunscreen.")
    if step.action is not Action.LAYER and step.role is not None:
        yield Problem("role", f"A role belongs to 'layer', not to {name!r}.")
    if step.role is Role.SUNSCREEN and TimeOfDay.EVENING in step.times:
        yield Problem("times", "Sunscreen is for the morning only; take the evening out.")
    if step.action is Action.MIX and len(chambers) < 2:
        yield Problem("action", "There is nothing to mix: the product has one chamber.")
    yield from _check_duration(step)


def _check_amounts(
    amounts: cabc.Sequence[Amount], chambers: cabc.Collection[str]
) -> cabc.Iterator[Problem]:
    given = [amount.chamber for amount in amounts]
    for at, amount in enumerate(amounts):
        if amount.chamber not in chambers:
            yield Problem(
                f"amounts[{at}].chamber", f"The product has no chamber {amount.chamber!r}."
            )
        if not amount.quantity.is_finite() or not 0 < amount.quantity <= 20:
            yield Problem(f"amounts[{at}].quantity", "An amount is more than 0 and at most 20.")
        elif amount.measure is not Measure.MILLILITRE and amount.quantity % 1:
            yield Problem(f"amounts[{at}].quantity", "Presses and drops are whole numbers.")
    if len(set(given)) != len(given):
        yield Problem("amounts", "A chamber stands twice.")
    missing = [key for key in chambers if key not in given]
    if missing:
        yield Problem("amounts", f"Say how much comes from chamber {', '.join(missing)}.")
    if len({(amount.quantity, amount.measure) for amount in amounts}) > 1:
        yield Problem(
            "amounts", "The chambers must give equal amounts; make quantity and measure the same."
        )


def _check_duration(step: Step) -> cabc.Iterator[Problem]:
    if step.duration is None:
        if step.action is Action.WAIT:
            yield Problem("duration", "Say how long to wait, in seconds.")
        return
    if step.action not in (Action.WAIT, Action.MIX):
        yield Problem("duration", f"A duration belongs to 'wait' and 'mix', not to {step.action}.")
    if step.duration.minimum > step.duration.maximum:
        yield Problem(
            "duration",
            f"The minimum of {step.duration.minimum} s is more than the maximum of"
            f" {step.duration.maximum} s; swap them.",
        )
    if step.duration.minimum < 1 or step.duration.maximum > LONGEST_WAIT:
        yield Problem("duration", f"A duration is 1 to {LONGEST_WAIT} seconds.")


_BEFORE = {
    Action.CLEANSE: 0,
    Action.DISPENSE: 1,
    Action.MIX: 2,
    Action.APPLY: 3,
    Action.WAIT: 4,
    Action.LAYER: 5,
}


def _check_order(
    regimen: Regimen, time: TimeOfDay, chambers: cabc.Collection[str]
) -> cabc.Iterator[Problem]:
    steps = [(at, step) for at, step in enumerate(regimen.steps) if time in step.times]
    if not steps:
        return
    actions = [step.action for _, step in steps]
    wanted = [Action.DISPENSE, Action.APPLY]
    if len(chambers) > 1:
        wanted.insert(1, Action.MIX)
    for action in wanted:
        if action not in actions:
            yield Problem("steps", f"The {time} routine lacks its {action.value!r} step.")
    for action in (Action.CLEANSE, Action.DISPENSE, Action.MIX, Action.APPLY, Action.WAIT):
        if actions.count(action) > 1:
            yield Problem("steps", f"The {time} routine has more than one {action.value!r} step.")
    for (_, before), (at, step) in itertools.pairwise(steps):
        if _BEFORE[before.action] > _BEFORE[step.action]:
            yield Problem(
                f"steps[{at}]",
                f"{step.action.value!r} can't come after {before.action.value!r} in the {time};"
                " move it up.",
            )
    roles = [(at, step.role) for at, step in steps if step.role is not None]
    if len({role for _, role in roles}) != len(roles):
        yield Problem("steps", f"The {time} routine layers the same thing twice.")
    for at, role in roles:
        if role is Role.SUNSCREEN and at != steps[-1][0]:
            yield Problem(
                f"steps[{at}]", "Sunscreen is the last step of the morning; move it down."
            )
    if roles and Action.WAIT not in actions:
        yield Problem("steps", f"The {time} routine layers over the serum without a wait.")
    if time is TimeOfDay.MORNING and Role.SUNSCREEN not in [role for _, role in roles]:
        yield Problem("steps", "The morning routine ends with sunscreen; add that step.")
