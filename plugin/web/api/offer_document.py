"""Prices and stock in JSON: exact amounts as text, and the words that the page prints."""

from __future__ import annotations

import typing as t

from marshmallow import fields

from ...core.ingredients import Content
from ...core.ingredients import unit_price
from ...core.offer import Availability
from ...core.offer import Money
from ...core.offer import Offer
from ..printable import OfferView
from .operation import Document
from .shown import Shown

Json: t.TypeAlias = dict[str, t.Any]


class MoneySchema(Document):
    """An amount of money."""

    amount = fields.String(
        required=True,
        metadata={
            "description": "In major units, exact; text, so that no reader makes a float of it.",
            "pattern": r"^[0-9]+(\.[0-9]+)?$",
        },
    )
    currency = fields.String(
        required=True, metadata={"description": "ISO 4217.", "pattern": "^[A-Z]{3}$"}
    )
    text = fields.String(
        required=True, metadata={"description": "As the page prints it in the locale asked for."}
    )


class UnitPriceSchema(MoneySchema):
    """A price per 100 ml or 100 g."""

    per = fields.String(required=True, metadata={"enum": ["100 ml", "100 g"]})


class OfferSchema(Document):
    """What the shop asks for something at this moment, and whether it has it."""

    price = fields.Nested(
        MoneySchema,
        required=True,
        allow_none=True,
        metadata={"description": "`null` where the shop gives none."},
    )
    compare_at = fields.Nested(
        MoneySchema,
        required=True,
        allow_none=True,
        metadata={"description": "The price before a reduction, where it may be announced."},
    )
    lowest_30_days = fields.Nested(
        MoneySchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "The lowest price of the 30 days before the reduction (Directive"
            " 98/6/EC, Article 6a); show its text with the reduction."
        },
    )
    unit_price = fields.Nested(
        UnitPriceSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Where the market asks for one (Directive 98/6/EC, Article 3)."},
    )
    availability = fields.String(
        required=True, metadata={"enum": [one.value for one in Availability]}
    )
    availability_text = fields.String(required=True)
    sells = fields.Boolean(
        required=True, metadata={"description": "Whether it can go into the cart now."}
    )


class VariantOfferSchema(Document):
    """The offer of a size."""

    sku = fields.String(required=True)
    offer = fields.Nested(
        OfferSchema,
        required=True,
        allow_none=True,
        metadata={"description": "`null` where the shop can't say, or does not know it."},
    )


class OffersSchema(Document):
    """The offers of a page's sizes."""

    shop_available = fields.Boolean(
        required=True,
        metadata={"description": "Whether the shop could be asked. The guidance stays either way."},
    )
    currency = fields.String(required=True, metadata={"description": "The market's. ISO 4217."})
    selected = fields.String(
        required=True,
        metadata={"description": "SKU of the size the page opens with: the first that sells."},
    )
    variants = fields.List(fields.Nested(VariantOfferSchema), required=True)


def offers_document(shown: Shown) -> Json:
    """Give the offers of a page's sizes as JSON.

    :param shown: the page.
    """
    data = shown.data
    return {
        "shop_available": data.shelf.available,
        "currency": data.market.currency,
        "selected": data.variant.sku,
        "variants": [
            {
                "sku": variant.sku,
                "offer": offer_document(shown, view.offer, data.offer(view.sku), variant.content),
            }
            for variant, view in zip(data.facts.variants, shown.context.variants, strict=True)
        ],
    }


def offer_document(
    shown: Shown, view: OfferView | None, offer: Offer | None, content: Content | None = None
) -> Json | None:
    """Give an offer as JSON; ``None`` where there is none.

    :param shown: the page it is on.
    :param view: what the page prints of it; what it leaves out is left out here.
    :param offer: the amounts.
    :param content: net content, where there is a price per 100 ml.
    """
    if view is None or offer is None:
        return None
    unit = None
    if view.unit_price and offer.price is not None and content is not None:
        per = unit_price(offer.price, content)
        unit = {**_money(shown, per, view.unit_price), "per": f"100 {content.unit}"}
    return {
        "price": _money(shown, offer.price, view.price) if offer.price else None,
        "compare_at": (
            _money(shown, offer.compare_at, view.compare_at)
            if offer.compare_at and view.compare_at
            else None
        ),
        "lowest_30_days": (
            _money(shown, offer.lowest_30_days, view.lowest_30_days)
            if offer.lowest_30_days and view.lowest_30_days
            else None
        ),
        "unit_price": unit,
        "availability": view.availability,
        "availability_text": view.availability_text,
        "sells": view.sells,
    }


def money_document(money: Money, text: str) -> Json:
    """Give an amount as JSON.

    :param money: rounded to the currency's decimals here.
    :param text: as it is printed.
    """
    return {
        "amount": f"{money.rounded().amount:f}",
        "currency": money.currency,
        "text": text,
    }


def _money(shown: Shown, money: Money, text: str) -> Json:
    return money_document(money, text or shown.composer.words.money(money))
