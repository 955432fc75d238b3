"""The rules of a routine, each with the path of the field that breaks it."""

from __future__ import annotations

import dataclasses
import typing as t
from decimal import Decimal

import pytest
from factories import a_regimen
from factories import an_amount
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.core.offer import Role
from flask_serum.core.regimen import Action
from flask_serum.core.regimen import Amount
from flask_serum.core.regimen import Area
from flask_serum.core.regimen import check_regimen
from flask_serum.core.regimen import Duration
from flask_serum.core.regimen import LONGEST_WAIT
from flask_serum.core.regimen import Measure
from flask_serum.core.regimen import Regimen
from flask_serum.core.regimen import Step
from flask_serum.core.regimen import TimeOfDay

MORNING = (TimeOfDay.MORNING,)
EVENING = (TimeOfDay.EVENING,)
CLEANSE, DISPENSE, MIX, APPLY, WAIT, CREAM, SUNSCREEN = range(7)
BOTH = ("A", "B")


def told(regimen: Regimen, chambers: tuple[str, ...] = BOTH) -> set[str]:
    """Check a routine, and give its problems as lines."""
    return {str(problem) for problem in check_regimen(regimen, chambers)}


def changed(at: int, **fields: t.Any) -> Regimen:
    """Make the whole routine with one step changed."""
    steps = list(a_regimen().steps)
    steps[at] = dataclasses.replace(steps[at], **fields)
    return a_regimen(steps=tuple(steps))


def without(*gone: int) -> Regimen:
    """Make the whole routine without some steps."""
    kept = [step for at, step in enumerate(a_regimen().steps) if at not in gone]
    return a_regimen(steps=tuple(kept))


def inserted(at: int, step: Step) -> Regimen:
    """Make the whole routine with one more step."""
    steps = list(a_regimen().steps)
    steps.insert(at, step)
    return a_regimen(steps=tuple(steps))


def test_a_whole_routine() -> None:
    """A routine of cleansing, serum, wait, moisturizer and sunscreen is well."""
    assert told(a_regimen()) == set()


def test_one_chamber() -> None:
    """A serum of one chamber has nothing to mix."""
    amounts = (an_amount("A"),)
    steps = list(without(MIX).steps)
    steps[DISPENSE] = dataclasses.replace(steps[DISPENSE], amounts=amounts)
    regimen = a_regimen(steps=tuple(steps))
    assert told(regimen, ("A",)) == set()
    mixing = changed(DISPENSE, amounts=amounts)
    assert told(mixing, ("A",)) == {
        "steps[2].action: There is nothing to mix: the product has one chamber."
    }


@pytest.mark.parametrize(
    "regimen",
    [
        without(CLEANSE),
        without(CREAM),
        changed(MIX, duration=None),
        changed(WAIT, duration=Duration(60, 60)),
        changed(WAIT, duration=Duration(1, LONGEST_WAIT)),
        changed(
            DISPENSE, amounts=tuple(Amount(key, Decimal("0.5"), Measure.MILLILITRE) for key in BOTH)
        ),
        changed(CREAM, times=EVENING),
        a_regimen(ease_in_weeks=0),
        a_regimen(ease_in_weeks=12),
        a_regimen(
            steps=tuple(dataclasses.replace(step, times=MORNING) for step in a_regimen().steps)
        ),
    ],
)
def test_routines_that_are_well(regimen: Regimen) -> None:
    """Cleansing, a moisturizer, and an evening are the merchant's to leave out."""
    assert told(regimen) == set()


def test_evening_alone() -> None:
    """A serum for the evening alone needs no sunscreen step."""
    steps = (dataclasses.replace(step, times=EVENING) for step in without(SUNSCREEN).steps)
    assert told(a_regimen(steps=tuple(steps))) == set()


def test_no_steps() -> None:
    """A routine has steps."""
    assert told(Regimen(())) == {"steps: A routine needs its steps."}


@pytest.mark.parametrize("weeks", [-1, 13])
def test_ease_in(weeks: int) -> None:
    """Easing in takes 0 to 12 weeks."""
    assert told(a_regimen(ease_in_weeks=weeks)) == {"ease_in_weeks: Weeks to ease in are 0 to 12."}


ONE_STEP: list[tuple[int, dict[str, t.Any], str]] = [
    (MIX, {"id": "cleanse"}, "steps[2].id: Step id 'cleanse' stands twice."),
    (CREAM, {"times": ()}, "steps[5].times: Say when: morning, evening, or both."),
    (
        APPLY,
        {"amounts": (an_amount(),)},
        "steps[3].amounts: Amounts belong to 'dispense', not to 'apply'.",
    ),
    (APPLY, {"areas": ()}, "steps[3].areas: Say where it is applied: face, neck, décolleté."),
    (
        CREAM,
        {"areas": (Area.FACE,)},
        "steps[5].areas: Areas belong to 'apply', not to 'layer'.",
    ),
    (CREAM, {"role": None}, "steps[5].role: Say what is layered: moisturizer or sunscreen."),
    (CREAM, {"role": Role.SERUM}, "steps[5].role: Say what is layered: moisturizer or sunscreen."),
    (
        MIX,
        {"role": Role.SERUM},
        "steps[2].role: A role belongs to 'layer', not to 'mix'.",
    ),
    (WAIT, {"duration": None}, "steps[4].duration: Say how long to wait, in seconds."),
    (
        APPLY,
        {"duration": Duration(5, 10)},
        "steps[3].duration: A duration belongs to 'wait' and 'mix', not to apply.",
    ),
    (
        WAIT,
        {"duration": Duration(120, 60)},
        "steps[4].duration: The minimum of 120 s is more than the maximum of 60 s; swap them.",
    ),
    (WAIT, {"duration": Duration(0, 60)}, "steps[4].duration: A duration is 1 to 3600 seconds."),
    (WAIT, {"duration": Duration(60, 3601)}, "steps[4].duration: A duration is 1 to 3600 seconds."),
    (
        DISPENSE,
        {"amounts": ()},
        "steps[1].amounts: Say how much comes from chamber A, B.",
    ),
    (
        DISPENSE,
        {"amounts": (an_amount("A"),)},
        "steps[1].amounts: Say how much comes from chamber B.",
    ),
    (
        DISPENSE,
        {"amounts": (an_amount("A"), an_amount("B"), an_amount("A"))},
        "steps[1].amounts: A chamber stands twice.",
    ),
    (
        DISPENSE,
        {"amounts": (an_amount("A"), an_amount("B"), an_amount("C"))},
        "steps[1].amounts[2].chamber: The product has no chamber 'C'.",
    ),
    (
        DISPENSE,
        {"amounts": (an_amount("A", "1"), an_amount("B", "2"))},
        "steps[1].amounts: The chambers must give equal amounts;"
        " make quantity and measure the same.",
    ),
    (
        DISPENSE,
        {"amounts": (an_amount("A"), Amount("B", Decimal(1), Measure.DROP))},
        "steps[1].amounts: The chambers must give equal amounts;"
        " make quantity and measure the same.",
    ),
]


@pytest.mark.parametrize(("at", "fields", "problem"), ONE_STEP)
def test_rules_of_one_step(at: int, fields: dict[str, t.Any], problem: str) -> None:
    """A step that breaks a rule is the only problem, and its field is named."""
    assert told(changed(at, **fields)) == {problem}


@pytest.mark.parametrize("quantity", ["0", "-1", "20.5", "NaN", "Infinity"])
def test_amounts_that_are_none(quantity: str) -> None:
    """An amount is more than nothing and no handful, for each chamber."""
    regimen = changed(DISPENSE, amounts=tuple(an_amount(key, quantity) for key in BOTH))
    assert {
        f"steps[1].amounts[{at}].quantity: An amount is more than 0 and at most 20."
        for at in range(2)
    } <= told(regimen)


TOGETHER: list[tuple[str, Regimen, str]] = [
    (
        "no dispensing",
        without(DISPENSE),
        "steps: The evening routine lacks its 'dispense' step.",
    ),
    ("no mixing", without(MIX), "steps: The morning routine lacks its 'mix' step."),
    ("no applying", without(APPLY), "steps: The morning routine lacks its 'apply' step."),
    (
        "no wait",
        without(WAIT),
        "steps: The evening routine layers over the serum without a wait.",
    ),
    (
        "no sunscreen",
        without(SUNSCREEN),
        "steps: The morning routine ends with sunscreen; add that step.",
    ),
    (
        "no mixing in the evening",
        changed(MIX, times=MORNING),
        "steps: The evening routine lacks its 'mix' step.",
    ),
    (
        "two waits",
        inserted(WAIT, Step("pause", Action.WAIT, duration=Duration(5, 5))),
        "steps: The morning routine has more than one 'wait' step.",
    ),
    (
        "two cleansings in the evening",
        inserted(CLEANSE, Step("wash", Action.CLEANSE, times=EVENING)),
        "steps: The evening routine has more than one 'cleanse' step.",
    ),
    (
        "two moisturizers",
        inserted(CREAM, Step("balm", Action.LAYER, role=Role.MOISTURIZER)),
        "steps: The morning routine layers the same thing twice.",
    ),
    (
        "sunscreen before moisturizer",
        a_regimen(steps=tuple(a_regimen().steps[at] for at in (0, 1, 2, 3, 4, 6, 5))),
        "steps[5]: Sunscreen is the last step of the morning; move it down.",
    ),
    (
        "sunscreen in the evening",
        changed(SUNSCREEN, times=(TimeOfDay.MORNING, TimeOfDay.EVENING)),
        "steps[6].times: Sunscreen is for the morning only; take the evening out.",
    ),
    (
        "waiting before applying",
        a_regimen(steps=tuple(a_regimen().steps[at] for at in (0, 1, 2, 4, 3, 5, 6))),
        "steps[4]: 'apply' can't come after 'wait' in the morning; move it up.",
    ),
    (
        "no time of day at all",
        a_regimen(steps=tuple(dataclasses.replace(one, times=()) for one in a_regimen().steps)),
        "steps: No step has a time of day.",
    ),
]


@pytest.mark.parametrize(
    ("regimen", "problem"), [pytest.param(*one[1:], id=one[0]) for one in TOGETHER]
)
def test_rules_of_all_steps(regimen: Regimen, problem: str) -> None:
    """What is wrong with the steps together is told for the time of day it is wrong in."""
    assert problem in told(regimen)


@settings(deadline=None)
@given(order=st.permutations(range(7)))
def test_shuffled_routines_are_found_out(order: list[int]) -> None:
    """The steps of a routine have one order, and every other one is found out."""
    steps = tuple(a_regimen().steps[at] for at in order)
    assert (told(a_regimen(steps=steps)) == set()) == (order == sorted(order))


STEPS = st.builds(
    Step,
    id=st.sampled_from("abc"),
    action=st.sampled_from(Action),
    times=st.sampled_from([(), MORNING, EVENING, MORNING + EVENING]),
    amounts=st.lists(
        st.builds(Amount, st.sampled_from("ABC"), st.decimals(allow_nan=False)), max_size=3
    ).map(tuple),
    duration=st.none() | st.builds(Duration, st.integers(), st.integers()),
    areas=st.lists(st.sampled_from(Area), max_size=2).map(tuple),
    role=st.none() | st.sampled_from(Role),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(STEPS, max_size=6).map(tuple),
    weeks=st.integers(),
    chambers=st.sampled_from([(), ("A",), BOTH]),
)
def test_any_routine(steps: tuple[Step, ...], weeks: int, chambers: tuple[str, ...]) -> None:
    """Whatever the steps, problems are told once each, with a path and what to do."""
    problems = check_regimen(Regimen(steps, weeks), chambers)
    assert len(set(problems)) == len(problems)
    for problem in problems:
        assert problem.path == "ease_in_weeks" or problem.path.startswith("steps")
        assert problem.message.endswith(".")


def test_steps_of_a_time_of_day() -> None:
    """The evening leaves out what is for the morning alone, and keeps the order."""
    regimen = a_regimen()
    assert [step.id for step in regimen.at(TimeOfDay.EVENING)] == [
        *("cleanse", "dispense", "mix", "apply", "wait", "cream")
    ]
    assert regimen.at(TimeOfDay.MORNING) == regimen.steps
    assert regimen.times == (TimeOfDay.MORNING, TimeOfDay.EVENING)


def test_roles_of_a_routine() -> None:
    """The roles that are layered come once each, in the order they go on."""
    assert a_regimen().roles == (Role.MOISTURIZER, Role.SUNSCREEN)
    twice = (*a_regimen().steps, Step("balm", Action.LAYER, role=Role.MOISTURIZER))
    assert Regimen(twice).roles == (Role.MOISTURIZER, Role.SUNSCREEN)
