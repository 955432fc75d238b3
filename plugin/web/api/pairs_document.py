"""What goes over the serum, in JSON: guidance, products with their offers, and why."""

from __future__ import annotations

import typing as t

from marshmallow import fields

from ...core.offer import Role
from ...core.pairing import Slot
from ...core.pairing import Why
from ...core.pairing import WhyNot
from .offer_document import offer_document
from .offer_document import OfferSchema
from .operation import Document
from .shown import Shown

Json: t.TypeAlias = dict[str, t.Any]

_REASONS = {
    WhyNot.OUT_OF_STOCK: "The shop has none.",
    WhyNot.NO_PRICE: "The shop gives no price.",
    WhyNot.PRICE_IS_ZERO: "Its price is zero.",
    WhyNot.NOT_PUBLISHED: "The shop does not show it.",
    WhyNot.IS_THE_SERUM: "It is this serum itself.",
    WhyNot.IN_CART: "It is in the shopper's cart already.",
    WhyNot.UNKNOWN_TO_SHOP: "The shop does not know it.",
    WhyNot.OTHER_ROLE: "It is something else in the routine.",
    WhyNot.OTHER_CURRENCY: "Its price is in another currency than the market's.",
    WhyNot.ENOUGH: "Enough are shown already.",
}
_HIDDEN = frozenset({WhyNot.NOT_PUBLISHED, WhyNot.UNKNOWN_TO_SHOP})


class WhySchema(Document):
    """Why a product is shown."""

    reason = fields.String(required=True, metadata={"enum": [one.value for one in Why]})
    text = fields.String(required=True)


class PairSchema(Document):
    """A product to layer over the serum."""

    sku = fields.String(required=True)
    name = fields.String(required=True)
    content = fields.String(required=True, metadata={"description": "As in `50 ml`, or empty."})
    why = fields.Nested(WhySchema, required=True)
    url = fields.String(
        required=True, metadata={"description": "Its page in the shop, whole; or empty."}
    )
    image = fields.String(required=True, metadata={"description": "A picture, whole; or empty."})
    offer = fields.Nested(OfferSchema, required=True)


class LeftOutSchema(Document):
    """A product that was looked at and not taken."""

    sku = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "`null` for what the shop does not show, unless who calls may read"
            " drafts."
        },
    )
    reason = fields.String(required=True, metadata={"enum": [one.value for one in WhyNot]})
    text = fields.String(required=True, metadata={"description": "In English, for developers."})


class SlotSchema(Document):
    """A place in the routine for a companion."""

    role = fields.String(required=True, metadata={"enum": [one.value for one in Role.companions()]})
    title = fields.String(required=True)
    guidance = fields.String(
        required=True,
        metadata={"description": "Where it goes; stays when there is nothing to sell."},
    )
    pairs = fields.List(
        fields.Nested(PairSchema), required=True, metadata={"description": "May be empty."}
    )
    left_out = fields.List(
        fields.Nested(LeftOutSchema), metadata={"description": "Only with `explain=1`."}
    )


def pairs_document(shown: Shown, *, explain: bool = False, tell_hidden: bool = False) -> list[Json]:
    """Give the companions as JSON, a place for each role.

    :param shown: the page.
    :param explain: whether to say what was left out, and why.
    :param tell_hidden: whether to name what the shop does not show, too.
    """
    addresses = shown.composer.addresses
    documents = []
    for slot, view in zip(shown.data.slots, shown.context.slots, strict=True):
        document: Json = {
            "role": view.role,
            "title": view.title,
            "guidance": view.guidance,
            "pairs": [
                {
                    "sku": one.sku,
                    "name": one.name,
                    "content": one.content,
                    "why": {"reason": pair.why.value, "text": one.why},
                    "url": addresses.whole(one.url) if one.url else "",
                    "image": addresses.whole(one.image) if one.image else "",
                    "offer": offer_document(shown, one.offer, pair.offer),
                }
                for pair, one in zip(slot.pairs, view.pairs, strict=True)
            ],
        }
        if explain:
            document["left_out"] = _left_out(slot, tell_hidden)
        documents.append(document)
    return documents


def _left_out(slot: Slot, tell_hidden: bool) -> list[Json]:
    return [
        {
            "sku": sku if tell_hidden or why not in _HIDDEN else None,
            "reason": why.value,
            "text": _REASONS[why],
        }
        for sku, why in slot.left_out
    ]
