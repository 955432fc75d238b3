"""Checks everything a gateway says before a page may show it."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import decimal
import itertools
import typing as t

from ..core.offer import Availability
from ..core.offer import Money
from ..core.offer import Offer
from ..core.offer import Role
from ..core.offer import Shelf
from ..core.offer import ShopQuery
from .untrusted_text import is_code
from .untrusted_text import plain_text
from .untrusted_text import safe_url

HIGHEST_PRICE = decimal.Decimal(10**9)
LONGEST_NAME = 200
LONGEST_CONTENT = 60
LONGEST_SKU = 200
MOST_IN_CART = 1000

Report: t.TypeAlias = cabc.Callable[[str, str], None]
"""Is told what was dropped: of which SKU, and why."""

_COUNTED = frozenset({Availability.IN_STOCK, Availability.LOW_STOCK})


class _LyingError(Exception):
    """An offer can't be used; the message says why."""


def check_shelf(shelf: object, query: ShopQuery, report: Report) -> Shelf:
    """Keep of an answer what was asked for and can be true.

    :param shelf: what the gateway gave.
    :param query: what it was asked.
    :param report: is told what was dropped.
    """
    if not isinstance(shelf, Shelf) or shelf.available is not True:
        report("", "the shop says it can't be asked" if isinstance(shelf, Shelf) else "no Shelf")
        return Shelf(available=False)
    asked = set(query.skus)
    for sku in itertools.islice(shelf.offers, MOST_IN_CART):
        if sku not in asked:
            report(_shown(sku), "an offer that was not asked for")
    read = (
        (sku, check_offer(shelf.offers[sku], sku, query.currency, report))
        for sku in query.skus
        if sku in shelf.offers
    )
    return Shelf(
        offers={sku: offer for sku, offer in read if offer is not None},
        companions={
            role: tuple(_companions(shelf.companions.get(role, ()), role, query, report))
            for role in query.roles
        },
        in_cart=frozenset(
            str(sku)
            for sku in itertools.islice(shelf.in_cart, MOST_IN_CART)
            if isinstance(sku, str)
        ),
    )


def _companions(
    offers: cabc.Iterable[object], role: Role, query: ShopQuery, report: Report
) -> cabc.Iterator[Offer]:
    seen: set[str] = set()
    for raw in itertools.islice(offers, query.limit * 4):
        sku = getattr(raw, "sku", None)
        offer = check_offer(raw, sku, query.currency, report)
        if offer is None or offer.sku in seen or len(seen) >= query.limit:
            continue
        if offer.role not in (None, role):
            report(offer.sku, f"is a {offer.role}, and was given as a {role}")
            continue
        seen.add(offer.sku)
        yield dataclasses.replace(offer, role=role)


def check_offer(offer: object, sku: object, currency: str, report: Report) -> Offer | None:
    """Make a trustworthy offer of what was given, or none where its price can't be true.

    Text is made plain, addresses that a page must not carry are dropped, and a product that is
    said to be in stock with none left is out of stock.

    :param offer: what the gateway gave.
    :param sku: what it was asked for.
    :param currency: the market's.
    :param report: is told what was dropped.
    """
    try:
        return _checked(offer, sku, currency, report)
    except _LyingError as error:
        report(_shown(sku), str(error))
    except Exception as error:
        report(_shown(sku), f"can't be read: {error!r}")
    return None


def _checked(offer: object, sku: object, currency: str, report: Report) -> Offer:
    if not isinstance(offer, Offer):
        raise _LyingError(f"is a {type(offer).__name__}, not an Offer")
    if not isinstance(sku, str) or not is_code(sku, LONGEST_SKU) or offer.sku != sku:
        raise _LyingError(f"bears the SKU {_shown(offer.sku)}")
    sku = "".join(sku)
    if not isinstance(offer.published, bool):
        raise _LyingError(f"published is {offer.published!r:.80}")
    availability, quantity = _stock(offer, sku, report)
    compare_at, lowest = _reduction(offer, sku, currency, report)
    return Offer(
        sku,
        price=_price(offer.price, currency),
        availability=availability,
        name=_text(offer.name, LONGEST_NAME, "name", sku, report),
        compare_at=compare_at,
        lowest_30_days=lowest,
        quantity=quantity,
        url=_address(offer.url, "url", sku, report),
        image=_address(offer.image, "image", sku, report),
        role=_role(offer.role),
        published=offer.published,
        content=_text(offer.content, LONGEST_CONTENT, "content", sku, report),
    )


def _price(price: object, currency: str) -> Money | None:
    if price is None:
        return None
    if not isinstance(price, Money) or not isinstance(price.amount, decimal.Decimal):
        raise _LyingError(f"the price {price!r:.80} is no Money with a Decimal")
    if price.currency != currency:
        raise _LyingError(f"the price is in {_shown(price.currency)}, not in {currency}")
    if not (price.amount.is_finite() and 0 <= price.amount < HIGHEST_PRICE):
        raise _LyingError(f"the price {price.amount!s:.80} can't be true")
    return Money(decimal.Decimal(price.amount), currency).rounded()


def _reduction(
    offer: Offer, sku: str, currency: str, report: Report
) -> tuple[Money | None, Money | None]:
    try:
        return _price(offer.compare_at, currency), _price(offer.lowest_30_days, currency)
    except _LyingError as error:
        report(sku, f"shown without its reduction: {error}")
        return None, None


def _stock(offer: Offer, sku: str, report: Report) -> tuple[Availability, int | None]:
    if offer.availability not in list(Availability):
        raise _LyingError(f"the availability {offer.availability!r:.80} is none")
    availability, quantity = Availability(offer.availability), offer.quantity
    if quantity is not None and (not isinstance(quantity, int) or isinstance(quantity, bool)):
        report(sku, f"the quantity {quantity!r:.80} is no whole number")
        return availability, None
    if quantity is not None and quantity <= 0 and availability in _COUNTED:
        report(sku, f"is said to be in stock with {quantity:d} left")
        availability = Availability.OUT_OF_STOCK
    if quantity is not None and quantity < 0:
        report(sku, "the quantity is less than nothing")
        return availability, None
    return availability, quantity


def _role(role: object) -> Role | None:
    if role is None or role in list(Role):
        return None if role is None else Role(t.cast(str, role))
    raise _LyingError(f"the role {role!r:.80} is none")


def _text(value: object, longest: int, field: str, sku: str, report: Report) -> str:
    if not isinstance(value, str):
        report(sku, f"the {field} is a {type(value).__name__}, not a str")
        return ""
    return plain_text("".join(value), longest)


def _address(value: object, field: str, sku: str, report: Report) -> str:
    if isinstance(value, str) and safe_url(value):
        return "".join(value)
    report(sku, f"the {field} is no address for a page: {value!r:.80}")
    return ""


def _shown(value: object) -> str:
    return plain_text(str(value), 80) if isinstance(value, str) else f"a {type(value).__name__}"
