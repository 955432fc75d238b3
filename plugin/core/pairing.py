"""Complementary products: which moisturizer and which sunscreen go over a serum.

Pinned ones come first, in the merchant's order. Then a rule that gives the same answer for the
same shop: what is in stock before what is low, back-ordered or still to come, the lower price
first, and the SKU where nothing else decides. What is left out is told with its reason, so that
an empty place can be explained.
"""

from __future__ import annotations

import collections.abc as cabc
import enum
from dataclasses import dataclass

from .offer import Availability
from .offer import Offer
from .offer import Role
from .offer import Shelf
from .page import Facts


class Why(enum.StrEnum):
    """Why a product is shown."""

    PINNED = "pinned"
    SAME_ROLE = "same_role"


class WhyNot(enum.StrEnum):
    """Why a product is not shown."""

    OUT_OF_STOCK = "out_of_stock"
    NO_PRICE = "no_price"
    PRICE_IS_ZERO = "price_is_zero"
    NOT_PUBLISHED = "not_published"
    IS_THE_SERUM = "is_the_serum"
    IN_CART = "in_cart"
    UNKNOWN_TO_SHOP = "unknown_to_shop"
    OTHER_ROLE = "other_role"
    OTHER_CURRENCY = "other_currency"
    ENOUGH = "enough"


@dataclass(frozen=True)
class Pair:
    """A product to layer over the serum.

    :param offer: what the shop says of it.
    :param why: why it is shown.
    """

    offer: Offer
    why: Why


@dataclass(frozen=True)
class Slot:
    """One place in the routine for a companion.

    :param role: what belongs there.
    :param pairs: what is shown, in order; may be empty, and the guidance stays.
    :param left_out: SKUs that were looked at and not taken, with the reason.
    """

    role: Role
    pairs: tuple[Pair, ...]
    left_out: tuple[tuple[str, WhyNot], ...] = ()


_RANK = {
    Availability.IN_STOCK: 0,
    Availability.LOW_STOCK: 1,
    Availability.BACK_ORDER: 2,
    Availability.PRE_ORDER: 3,
}


def fill_slots(facts: Facts, shelf: Shelf, *, currency: str, most: int) -> tuple[Slot, ...]:
    """Choose the companions for each role that the routine layers.

    :param facts: the page's facts: its routine, its pins, its own SKUs.
    :param shelf: the shop's answer.
    :param currency: the market's; a price in another one is another market's.
    :param most: how many to show per role, at least 1.
    """
    return tuple(
        _fill(role, facts, shelf, currency=currency, most=most) for role in facts.regimen.roles
    )


def _fill(role: Role, facts: Facts, shelf: Shelf, *, currency: str, most: int) -> Slot:
    pinned = facts.companions.get(role, ())
    others: dict[str, Offer] = {}
    for one in sorted(shelf.companions.get(role, ()), key=_order):
        others.setdefault(one.sku, one)
    candidates: list[tuple[str, Offer | None, Why]] = [
        (sku, shelf.offers.get(sku), Why.PINNED) for sku in pinned
    ]
    candidates += [(sku, one, Why.SAME_ROLE) for sku, one in others.items() if sku not in pinned]
    own = frozenset(variant.sku for variant in facts.variants)
    pairs: list[Pair] = []
    left_out: list[tuple[str, WhyNot]] = []
    for sku, offer, why in candidates:
        reason = _reason_against(offer, role, own, shelf.in_cart, currency)
        if reason is None and len(pairs) >= most:
            reason = WhyNot.ENOUGH
        if reason is not None:
            left_out.append((sku, reason))
        elif offer is not None:
            pairs.append(Pair(offer, why))
    return Slot(role, tuple(pairs), tuple(left_out))


def _reason_against(
    offer: Offer | None,
    role: Role,
    own: cabc.Container[str],
    in_cart: cabc.Container[str],
    currency: str,
) -> WhyNot | None:
    if offer is None:
        return WhyNot.UNKNOWN_TO_SHOP
    checks = (
        (offer.sku in own, WhyNot.IS_THE_SERUM),
        (offer.role is not None and offer.role is not role, WhyNot.OTHER_ROLE),
        (not offer.published, WhyNot.NOT_PUBLISHED),
        (not offer.availability.sells, WhyNot.OUT_OF_STOCK),
        (offer.price is None, WhyNot.NO_PRICE),
        (offer.price is not None and offer.price.amount == 0, WhyNot.PRICE_IS_ZERO),
        (offer.price is not None and offer.price.currency != currency, WhyNot.OTHER_CURRENCY),
        (offer.sku in in_cart, WhyNot.IN_CART),
    )
    return next((reason for applies, reason in checks if applies), None)


def _order(offer: Offer) -> tuple[object, ...]:
    price = offer.price
    return (_RANK.get(offer.availability, 9), price is None, price and price.amount, offer.sku)
