"""Reads an offer from the shapes that hosts have at hand: ours, a mapping, or any object."""

from __future__ import annotations

import collections.abc as cabc
import decimal
import typing as t

from ..core.errors import ShopAnswerInvalid
from ..core.offer import Availability
from ..core.offer import Money
from ..core.offer import Offer
from ..core.offer import Role

OfferLike: t.TypeAlias = Offer | cabc.Mapping[str, t.Any] | object
"""An :class:`Offer`; or a mapping or an object with ``price`` and, where the host has them,
``currency``, ``stock``, ``available``, ``back_order``, ``name``, ``url``, ``image`` or ``images``,
``compare_at``, ``lowest_30_days``, ``role``, ``published`` and ``content``."""


def read_offer(sku: str, raw: OfferLike, currency: str) -> Offer:
    """Make an offer of what a host gave.

    :param sku: the variant it was given for.
    :param raw: what was given.
    :param currency: the market's; it is taken where a price names none of its own.
    :raises ShopAnswerInvalid: if it is no offer, or a field of it can't be read.
    """
    if isinstance(raw, Offer):
        return raw
    if not (("price" in raw) if isinstance(raw, cabc.Mapping) else hasattr(raw, "price")):
        raise ShopAnswerInvalid(f"{sku!r} has no price; give None where the shop asks none.")
    named = _field(raw, "currency")
    currency = currency if named is None else _code(named)
    stock = _stock(sku, _first(raw, "stock", "quantity"))
    role = _field(raw, "role")
    published = _field(raw, "published")
    return Offer(
        sku,
        price=_money(sku, _field(raw, "price"), currency),
        availability=_availability(sku, raw, stock),
        name=_text(_first(raw, "name", "title")),
        compare_at=_money(sku, _field(raw, "compare_at"), currency),
        lowest_30_days=_money(sku, _field(raw, "lowest_30_days"), currency),
        quantity=stock,
        url=_text(_field(raw, "url")),
        image=_picture(raw),
        role=None if role is None else _role(sku, role),
        published=published is None or bool(published),
        content=_text(_field(raw, "content")),
    )


def sku_of(raw: OfferLike) -> str:
    """Give the SKU that an offer names itself; ``""`` where it names none."""
    return _text(_field(raw, "sku"))


def _field(raw: object, name: str) -> t.Any:
    if isinstance(raw, cabc.Mapping):
        return raw.get(name)
    return getattr(raw, name, None)


def _first(raw: object, *names: str) -> t.Any:
    return next((one for one in (_field(raw, name) for name in names) if one is not None), None)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _code(value: object) -> str:
    return str(getattr(value, "code", value))


def _money(sku: str, value: object, currency: str) -> Money | None:
    if value is None or isinstance(value, Money):
        return value
    amount = _field(value, "amount")
    if amount is not None:
        named = _field(value, "currency")
        return _money(sku, amount, currency if named is None else _code(named))
    if isinstance(value, bool) or not isinstance(value, decimal.Decimal | int | str):
        raise ShopAnswerInvalid(
            f"{sku!r} has the price {value!r}; give a Decimal, an int or a str, never a float."
        )
    try:
        return Money(decimal.Decimal(value), currency)
    except (ValueError, decimal.DecimalException) as error:
        raise ShopAnswerInvalid(
            f"{sku!r} has the price {value!r} {currency}: {error or 'that is no number'}"
        ) from error


def _stock(sku: str, value: t.Any) -> int | None:
    if value is None:
        return None
    number = isinstance(value, int | decimal.Decimal) and not isinstance(value, bool)
    if not number or value % 1 != 0:
        raise ShopAnswerInvalid(f"{sku!r} has the stock {value!r}; give an int, or None.")
    return max(int(value), 0)


def _availability(sku: str, raw: object, stock: int | None) -> Availability:
    given = _field(raw, "availability")
    if given is not None:
        try:
            return Availability(given)
        except ValueError as error:
            raise ShopAnswerInvalid(
                f"{sku!r} has the availability {given!r}; give one of {', '.join(Availability)}."
            ) from error
    available = _field(raw, "available")
    if available is not None and not available:
        return Availability.OUT_OF_STOCK
    if stock == 0:
        return Availability.BACK_ORDER if _field(raw, "back_order") else Availability.OUT_OF_STOCK
    return Availability.IN_STOCK


def _role(sku: str, value: object) -> Role:
    try:
        return Role(t.cast(str, value))
    except ValueError as error:
        raise ShopAnswerInvalid(
            f"{sku!r} has the role {value!r}; give one of {', '.join(Role)}."
        ) from error


def _picture(raw: object) -> str:
    image = _field(raw, "image")
    if image is None:
        image = next(iter(_field(raw, "images") or ()), None)
    return _text(getattr(image, "url", image))
