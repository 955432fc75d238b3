"""What is sent to the cart, and what comes back."""

from __future__ import annotations

import typing as t

from marshmallow import fields
from marshmallow import validate
from marshmallow import validates_schema
from marshmallow import ValidationError

from ...core.offer import LineStatus
from ..fields import Line
from .operation import Body
from .operation import Document

_MOST_LINES = 8
_LONGEST = 200
_SHOWN = {
    "description": "The id of the safety notice that the shopper has seen, in any of the market's"
    " locales. Without it: 428.",
}


class WholeNumber(fields.Integer):
    """A number without a fraction, and no text that means one."""

    def __init__(self, **rest: t.Any) -> None:
        super().__init__(strict=True, **rest)

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return int(super()._deserialize(value, attr, data, **rest) or 0)


def _quantity() -> WholeNumber:
    return WholeNumber(
        load_default=1,
        validate=validate.Range(1, 100, error="Give a whole number from 1 on."),
        metadata={"description": "At most `most_per_line` of `GET market`."},
    )


class CartLineSchema(Body):
    """What to add, and how much of it."""

    sku = Line(required=True, longest=_LONGEST)
    quantity = _quantity()


class CartLinesBody(Body):
    """Lines to add, all from what one page offers."""

    notice = Line(load_default="", longest=_LONGEST, metadata=_SHOWN)
    page = Line(
        required=True, longest=_LONGEST, metadata={"description": "Slug of the page they are on."}
    )
    lines = fields.List(
        fields.Nested(CartLineSchema),
        required=True,
        validate=validate.Length(1, _MOST_LINES, error=f"Give 1 to {_MOST_LINES} lines."),
    )

    @validates_schema
    def each_once(self, data: dict[str, t.Any], **_: t.Any) -> None:
        """Refuse a SKU that stands twice."""
        skus = [one.get("sku") for one in data.get("lines", [])]
        twice = {
            at: {"sku": ["It stands twice; give one line with the whole quantity."]}
            for at, sku in enumerate(skus)
            if skus.index(sku) != at
        }
        if twice:
            raise ValidationError({"lines": twice})


class RoutineCartBody(Body):
    """The whole routine: a size of the serum, and the first companion of each role."""

    notice = Line(load_default="", longest=_LONGEST, metadata=_SHOWN)
    sku = Line(
        load_default="",
        longest=_LONGEST,
        metadata={"description": "The size; the one that the page opens with where none is given."},
    )
    quantity = _quantity()


class LineResultSchema(Document):
    """What became of a line."""

    sku = fields.String(required=True)
    requested = fields.Integer(required=True)
    added = fields.Integer(required=True)
    status = fields.String(required=True, metadata={"enum": [one.value for one in LineStatus]})
    text = fields.String(required=True, metadata={"description": "A sentence for the shopper."})


class CartResultSchema(Document):
    """What became of all lines."""

    complete = fields.Boolean(
        required=True, metadata={"description": "Whether all of it went into the cart."}
    )
    lines = fields.List(
        fields.Nested(LineResultSchema), required=True, metadata={"description": "In order."}
    )
    cart_url = fields.String(
        required=True, metadata={"description": "The shop's cart, whole; or empty."}
    )


class CartTokenSchema(Document):
    """The token that the host's own protection asks for."""

    header = fields.String(required=True, metadata={"description": "The header to send it in."})
    value = fields.String(required=True)


class CartSchema(Document):
    """How things get into the cart here."""

    open = fields.Boolean(
        required=True, metadata={"description": "Whether the plugin can put things into it."}
    )
    url = fields.String(
        required=True, metadata={"description": "The shop's cart, whole; or empty."}
    )
    most_per_line = fields.Integer(required=True)
    token = fields.Nested(
        CartTokenSchema,
        required=True,
        allow_none=True,
        metadata={"description": "`null` where the shop asks for none."},
    )
