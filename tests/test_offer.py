"""Money and offers."""

from __future__ import annotations

import typing as t
from decimal import Decimal

import pytest
from factories import a_money
from factories import an_offer
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.core.offer import Availability
from flask_serum.core.offer import Money
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role


@pytest.mark.parametrize("amount", [89.0, 89, "89.00", None])
def test_money_is_a_decimal(amount: t.Any) -> None:
    """An amount is a Decimal, above all never a float."""
    with pytest.raises(TypeError, match="A price is a Decimal"):
        Money(amount, "EUR")


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "sNaN", "Infinity", "-Infinity"])
def test_money_is_finite_and_not_negative(amount: str) -> None:
    """An amount is a number of at least nothing."""
    with pytest.raises(ValueError, match="finite and not negative"):
        Money(Decimal(amount), "EUR")


@pytest.mark.parametrize("currency", ["", "eur", "EU", "EURO", "E1R", "EU ", "ÄÖÜ", "€", "123"])
def test_currency_is_a_code(currency: str) -> None:
    """A currency is three capital letters."""
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), currency)


@pytest.mark.parametrize(
    ("currency", "decimals"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3)]
)
def test_minor_units(currency: str, decimals: int) -> None:
    """Each currency has its own number of decimals (ISO 4217)."""
    assert a_money("1", currency).minor_units == decimals


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("89", "EUR", "89.00"),
        ("0.005", "EUR", "0.01"),
        ("0.004", "EUR", "0.00"),
        ("38.23529411764706", "EUR", "38.24"),
        ("1250.5", "JPY", "1251"),
        ("1250.4", "JPY", "1250"),
        ("3.1255", "KWD", "3.126"),
        ("3.1", "KWD", "3.100"),
    ],
)
def test_rounding(amount: str, currency: str, rounded: str) -> None:
    """Amounts are rounded to the currency's decimals, halves up."""
    assert str(a_money(amount, currency).rounded().amount) == rounded


AMOUNTS = st.decimals(0, 10**9, places=4)


@settings(deadline=None)
@given(amount=AMOUNTS, currency=st.sampled_from(["EUR", "JPY", "KWD"]))
def test_rounding_any_amount(amount: Decimal, currency: str) -> None:
    """Rounding moves an amount by half a minor unit at most, and only once."""
    money = Money(amount, currency)
    rounded = money.rounded()
    assert abs(rounded.amount - amount) <= Decimal(1).scaleb(-money.minor_units) / 2
    assert rounded.rounded() == rounded


def test_arithmetic() -> None:
    """Money is multiplied by numbers and added within one currency."""
    assert a_money("24.90") * 3 == a_money("74.70")
    assert a_money("24.90") * Decimal("0.5") == a_money("12.45")
    assert a_money("24.90") + a_money("0.10") == a_money("25.00")
    with pytest.raises(ValueError, match="Can't add USD to EUR"):
        a_money("1") + a_money("1", "USD")
    with pytest.raises(ValueError, match="not negative"):
        a_money("1") * -1


def test_equal_amounts() -> None:
    """Amounts are equal by their value, and not by how they are written."""
    assert a_money("89.00") == a_money("89")
    assert a_money("89.00") != a_money("89.00", "USD")


@pytest.mark.parametrize("availability", Availability)
def test_what_sells(availability: Availability) -> None:
    """In stock, low, back order and pre-order may be put into a cart, and nothing else."""
    sells = {"in_stock", "low_stock", "back_order", "pre_order"}
    assert availability.sells == (availability in sells)
    assert an_offer(availability=availability).sells == availability.sells


@pytest.mark.parametrize("fields", [{"published": False}, {"price": None}])
def test_what_does_not_sell(fields: dict[str, t.Any]) -> None:
    """What is not shown, or has no price, can't be bought."""
    assert not an_offer(**fields).sells


def test_an_offer_knows_nothing_by_itself() -> None:
    """An offer of which nothing is known does not sell."""
    offer = Offer("SERUM")
    assert (offer.sells, offer.reduced, offer.availability) == (False, False, "unknown")


@pytest.mark.parametrize(
    ("price", "compare_at", "reduced"),
    [
        (a_money("60"), a_money("80"), True),
        (a_money("80"), a_money("80.00"), False),
        (a_money("90"), a_money("80"), False),
        (a_money("60"), a_money("80", "USD"), False),
        (a_money("60"), None, False),
        (None, a_money("80"), False),
    ],
)
def test_reduced(price: Money | None, compare_at: Money | None, reduced: bool) -> None:
    """A price is reduced where it is below the one compared with, in the same currency."""
    assert an_offer(price=price, compare_at=compare_at).reduced is reduced


def test_companion_roles() -> None:
    """Moisturizer and sunscreen are layered over the serum, in this order."""
    assert Role.companions() == (Role.MOISTURIZER, Role.SUNSCREEN)
