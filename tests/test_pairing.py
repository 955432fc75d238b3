"""Which moisturizer and which sunscreen go over a serum, and why not another."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from factories import a_companion
from factories import a_facts
from factories import a_regimen
from factories import a_step
from factories import SKU
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.core.offer import Availability
from flask_serum.core.offer import Money
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role
from flask_serum.core.offer import Shelf
from flask_serum.core.page import Facts
from flask_serum.core.pairing import fill_slots
from flask_serum.core.pairing import Slot
from flask_serum.core.pairing import Why
from flask_serum.core.pairing import WhyNot
from flask_serum.core.regimen import Action
from flask_serum.core.regimen import Regimen

CREAM = Role.MOISTURIZER


def euros(amount: str) -> Money:
    """Make euros."""
    return Money(Decimal(amount), "EUR")


def pinning(*skus: str) -> Facts:
    """Make facts that pin moisturizers."""
    return a_facts(companions={CREAM: skus})


def the_slot(facts: Facts, *offers: Offer, most: int = 2, in_cart: tuple[str, ...] = ()) -> Slot:
    """Fill the moisturizer's place from what a shop has of that role."""
    shelf = Shelf(
        offers={one.sku: one for one in offers if one.sku in facts.skus},
        companions={CREAM: offers},
        in_cart=frozenset(in_cart),
    )
    slots = fill_slots(facts, shelf, currency="EUR", most=most)
    return next(slot for slot in slots if slot.role is CREAM)


def shown(slot: Slot) -> list[str]:
    """List the SKUs that are shown."""
    return [pair.offer.sku for pair in slot.pairs]


def test_pinned_come_first() -> None:
    """Pinned products come first in the merchant's order, whatever they cost."""
    offers = (
        a_companion(sku="CHEAP", price=euros("1.00")),
        a_companion(sku="A", price=euros("90.00")),
        a_companion(sku="B", price=euros("80.00"), availability=Availability.LOW_STOCK),
    )
    slot = the_slot(pinning("B", "A"), *offers, most=3)
    assert [(pair.offer.sku, pair.why) for pair in slot.pairs] == [
        ("B", Why.PINNED),
        ("A", Why.PINNED),
        ("CHEAP", Why.SAME_ROLE),
    ]


def test_the_rule() -> None:
    """In stock before low, back order and pre-order; then the lower price; then the SKU."""
    offers = (
        a_companion(sku="PRE", price=euros("1"), availability=Availability.PRE_ORDER),
        a_companion(sku="BACK", price=euros("1"), availability=Availability.BACK_ORDER),
        a_companion(sku="LOW", price=euros("1"), availability=Availability.LOW_STOCK),
        a_companion(sku="DEAR", price=euros("30")),
        a_companion(sku="B", price=euros("20")),
        a_companion(sku="A", price=euros("20")),
    )
    slot = the_slot(pinning(), *offers, most=9)
    assert shown(slot) == ["A", "B", "DEAR", "LOW", "BACK", "PRE"]


LEFT_OUT = [
    ({"availability": Availability.OUT_OF_STOCK}, WhyNot.OUT_OF_STOCK),
    ({"availability": Availability.DISCONTINUED}, WhyNot.OUT_OF_STOCK),
    ({"availability": Availability.UNKNOWN}, WhyNot.OUT_OF_STOCK),
    ({"price": None}, WhyNot.NO_PRICE),
    ({"price": euros("0.00")}, WhyNot.PRICE_IS_ZERO),
    ({"published": False}, WhyNot.NOT_PUBLISHED),
    ({"price": Money(Decimal("24.00"), "USD")}, WhyNot.OTHER_CURRENCY),
    ({"role": Role.SUNSCREEN}, WhyNot.OTHER_ROLE),
    ({"sku": SKU}, WhyNot.IS_THE_SERUM),
    ({"sku": "IN-CART"}, WhyNot.IN_CART),
]


@pytest.mark.parametrize(("fields", "why_not"), LEFT_OUT)
def test_left_out(fields: dict[str, object], why_not: WhyNot) -> None:
    """What can't be sold beside the serum is not shown, and the reason is told."""
    offer = Offer(**{**vars(a_companion(sku="CREAM")), **fields})
    slot = the_slot(pinning(), offer, in_cart=("IN-CART",))
    assert (slot.pairs, slot.left_out) == ((), ((offer.sku, why_not),))


@pytest.mark.parametrize(
    ("fields", "why_not"), [one for one in LEFT_OUT if one[1] is not WhyNot.IS_THE_SERUM]
)
def test_pinned_ones_are_left_out_too(fields: dict[str, object], why_not: WhyNot) -> None:
    """A pin shows nothing that can't be sold; another product takes its place."""
    offer = Offer(**{**vars(a_companion(sku="CREAM")), **fields})
    slot = the_slot(pinning(offer.sku), offer, a_companion(sku="BALM"), in_cart=("IN-CART",))
    assert shown(slot) == ["BALM"]
    assert slot.left_out == ((offer.sku, why_not),)


def test_pinned_and_unknown_to_the_shop() -> None:
    """A pinned product that the shop does not know is told apart."""
    slot = the_slot(pinning("GONE"))
    assert slot == Slot(CREAM, (), (("GONE", WhyNot.UNKNOWN_TO_SHOP),))


def test_no_more_than_asked_for() -> None:
    """No more are shown than the page has room for; the others are told to be enough."""
    offers = [a_companion(sku=f"C-{at}") for at in range(4)]
    slot = the_slot(pinning(), *offers, most=2)
    assert shown(slot) == ["C-0", "C-1"]
    assert slot.left_out == (("C-2", WhyNot.ENOUGH), ("C-3", WhyNot.ENOUGH))


def test_never_twice() -> None:
    """A product that is pinned, or that the shop lists twice, is shown once."""
    cream, balm = a_companion(sku="CREAM"), a_companion(sku="BALM")
    slot = the_slot(pinning("CREAM"), cream, balm, balm, cream, most=9)
    assert shown(slot) == ["CREAM", "BALM"]


def test_a_place_stays_where_nothing_sells() -> None:
    """Each role of the routine has its place, and keeps it when nothing is sold."""
    slots = fill_slots(a_facts(), Shelf(available=False), currency="EUR", most=2)
    assert [(slot.role, slot.pairs) for slot in slots] == [
        (Role.MOISTURIZER, ()),
        (Role.SUNSCREEN, ()),
    ]


def test_only_roles_of_the_routine() -> None:
    """A role that the routine does not layer has no place, even if something is pinned."""
    layer = a_step("cream", Action.LAYER, role=Role.MOISTURIZER)
    facts = a_facts(regimen=a_regimen(steps=(layer,)))
    assert [slot.role for slot in fill_slots(facts, Shelf(), currency="EUR", most=1)] == [CREAM]
    assert fill_slots(a_facts(regimen=Regimen(())), Shelf(), currency="EUR", most=1) == ()


OFFERS = st.builds(
    a_companion,
    role=st.sampled_from([CREAM, CREAM, CREAM, Role.SUNSCREEN]),
    sku=st.sampled_from(["A", "B", "C", "D", "E", "F", SKU]),
    name=st.sampled_from(["One", "Other"]),
    price=st.one_of(
        st.none(),
        st.builds(
            Money,
            st.sampled_from([Decimal(0), Decimal(9), Decimal(12)]),
            st.sampled_from(["EUR", "EUR", "USD"]),
        ),
    ),
    availability=st.sampled_from(Availability),
    published=st.sampled_from([True, True, False]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    offers=st.lists(OFFERS, max_size=7, unique_by=lambda offer: offer.sku),
    pinned=st.lists(st.sampled_from("ABCDE"), unique=True, max_size=3),
    in_cart=st.sets(st.sampled_from("ABCDEF"), max_size=2),
    most=st.integers(1, 4),
    seed=st.randoms(use_true_random=False),
)
def test_any_shelf(
    offers: list[Offer], pinned: list[str], in_cart: set[str], most: int, seed: random.Random
) -> None:
    """The choice does not depend on the shop's order, sells, and explains what it left out."""
    facts = pinning(*pinned)
    known = {one.sku: one for one in offers if one.sku in pinned}

    def choose(listed: list[Offer]) -> Slot:
        shelf = Shelf(known, {CREAM: tuple(listed)}, frozenset(in_cart))
        return fill_slots(facts, shelf, currency="EUR", most=most)[0]

    slot = choose(offers)
    shuffled = list(offers)
    seed.shuffle(shuffled)
    assert choose(shuffled) == slot
    assert len(slot.pairs) <= most
    assert len(set(shown(slot))) == len(slot.pairs)
    for pair in slot.pairs:
        assert pair.offer.sells
        assert pair.offer.role is CREAM
        assert pair.offer.sku not in {SKU, *in_cart}
        assert pair.offer.price is not None
        assert pair.offer.price.amount > 0
        assert pair.offer.price.currency == "EUR"
    told = {sku for sku, _ in slot.left_out}
    assert told | set(shown(slot)) == {one.sku for one in offers} | set(pinned)
    assert told.isdisjoint(shown(slot))
    first = [sku for sku in pinned if sku in shown(slot)]
    assert shown(slot)[: len(first)] == first
