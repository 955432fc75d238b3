"""What a price is, what it was, and the lowest price before a reduction."""

from __future__ import annotations

import datetime as dt
import random
import typing as t
from decimal import Decimal

import pytest
from fakes import NOON
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.core.offer import Money
from flask_serum.shops.price_history import current_price
from flask_serum.shops.price_history import CurrentPrice
from flask_serum.shops.price_history import Kind
from flask_serum.shops.price_history import lowest_before
from flask_serum.shops.price_history import PricePoint

History: t.TypeAlias = tuple[tuple[float, str], ...]
REGULAR = Kind.REGULAR
REDUCED = Kind.REDUCED


def a_history(*points: tuple[float, str]) -> list[PricePoint]:
    """Make a history of days ago and amounts; an amount with a minus before it is reduced."""
    return [
        PricePoint(
            euros(amount.lstrip("-")),
            NOON - dt.timedelta(days=days),
            REDUCED if amount.startswith("-") else REGULAR,
        )
        for days, amount in points
    ]


def euros(amount: str) -> Money:
    """Make euros."""
    return Money(Decimal(amount), "EUR")


CASES: dict[str, tuple[History, tuple[str | None, str | None, str | None]]] = {
    "no price": ((), (None, None, None)),
    "only a price to come": (((-1, "80"),), (None, None, None)),
    "a regular price": (((90, "80"),), ("80", None, None)),
    "a regular price that fell": (((90, "80"), (5, "70")), ("70", None, None)),
    "a reduction": (((90, "80"), (5, "-60")), ("60", "80", "80")),
    "a reduction that begins now": (((90, "80"), (0, "-60")), ("60", "80", "80")),
    "a reduction to come": (((90, "80"), (-5, "-60")), ("80", None, None)),
    "a reduction that has ended": (((90, "80"), (50, "-60"), (5, "80")), ("80", None, None)),
    "a reduction that has run long": (((400, "80"), (300, "-60")), ("60", "80", "80")),
    "a lower price within the 30 days": (
        ((90, "80"), (20, "70"), (12, "80"), (5, "-60")),
        ("60", "80", "70"),
    ),
    "a lower price before the 30 days": (
        ((90, "65"), (36, "80"), (5, "-60")),
        ("60", "80", "80"),
    ),
    "a lower price that still stood when the 30 days began": (
        ((90, "65"), (34.5, "80"), (5, "-60")),
        ("60", "80", "65"),
    ),
    "a lower price that ended just when the 30 days began": (
        ((90, "65"), (35, "80"), (5, "-60")),
        ("60", "80", "80"),
    ),
    "a long reduction counts the 30 days before it alone": (
        ((400, "50"), (330, "80"), (200, "-60")),
        ("60", "80", "80"),
    ),
    "a price raised, then cut below what it was": (
        ((90, "80"), (10, "120"), (5, "-60")),
        ("60", "120", "80"),
    ),
    "a price raised, then cut to what it was": (
        ((90, "80"), (10, "120"), (5, "-80")),
        ("80", None, None),
    ),
    "a price raised, then cut to more than it was": (
        ((90, "80"), (10, "120"), (5, "-100")),
        ("100", None, None),
    ),
    "a reduction that is increased": (
        ((90, "80"), (15, "-70"), (5, "-60")),
        ("60", "80", "70"),
    ),
    "a reduction that is increased after more than 30 days": (
        ((90, "80"), (40, "-70"), (5, "-60")),
        ("60", "80", "70"),
    ),
    "a reduction that is taken back in part": (
        ((90, "80"), (15, "-60"), (5, "-70")),
        ("70", None, None),
    ),
    "a second reduction soon after the first": (
        ((90, "80"), (25, "-60"), (20, "80"), (5, "-70")),
        ("70", None, None),
    ),
    "a second reduction long after the first": (
        ((200, "80"), (100, "-60"), (90, "80"), (5, "-70")),
        ("70", "80", "80"),
    ),
    "the same reduction said again": (
        ((90, "80"), (50, "-60"), (5, "-60")),
        ("60", "80", "80"),
    ),
    "a reduction of a product that was never sold before": (((5, "-60"),), ("60", None, None)),
    "a product younger than 30 days": (((20, "80"), (5, "-60")), ("60", "80", "80")),
    "a reduction that reduces nothing": (((90, "80"), (5, "-80")), ("80", None, None)),
    "a price replaced at the moment it was to begin": (
        ((90, "80"), (20, "10"), (20, "75"), (5, "-60")),
        ("60", "75", "75"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_current_price(name: str) -> None:
    """A reduction states the last regular price and the lowest of the 30 days before it."""
    history, (price, compare_at, lowest) = CASES[name]
    expected = price and CurrentPrice(
        euros(price),
        euros(compare_at) if compare_at else None,
        euros(lowest) if lowest else None,
    )
    assert current_price(a_history(*history), NOON) == expected


def test_lowest_before() -> None:
    """The lowest price of the 30 days before any moment can be asked for, reduced or not."""
    history = a_history((90, "80"), (20, "70"), (12, "-65"), (5, "60"))
    assert lowest_before(history, NOON - dt.timedelta(days=5)) == euros("65")
    assert lowest_before(history, NOON - dt.timedelta(days=30)) == euros("80")
    assert lowest_before(history, NOON - dt.timedelta(days=200)) is None


AMOUNTS = st.sampled_from(["50", "60", "70", "80", "-50", "-60", "-70", "-80"])


@settings(deadline=None)
@given(
    points=st.lists(
        st.tuples(st.integers(-40, 120), AMOUNTS), max_size=8, unique_by=lambda point: point[0]
    ),
    seed=st.randoms(use_true_random=False),
)
def test_any_history(points: list[tuple[int, str]], seed: random.Random) -> None:
    """Whatever the history, and however it is listed, only true reductions are announced."""
    history = a_history(*points)
    current = current_price(history, NOON)
    shuffled = list(history)
    seed.shuffle(shuffled)
    assert current_price(shuffled, NOON) == current
    if current is None:
        assert all(point.valid_from > NOON for point in history)
        return
    assert (current.compare_at is None) == (current.lowest_30_days is None)
    if current.compare_at is not None and current.lowest_30_days is not None:
        assert current.price.amount < current.lowest_30_days.amount
        assert current.lowest_30_days.amount <= max(point.price.amount for point in history)
