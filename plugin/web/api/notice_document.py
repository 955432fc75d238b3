"""The safety notice in JSON: whole in every answer that shows a page."""

from __future__ import annotations

import typing as t

from marshmallow import fields

from ...core import locale as locales
from ...core.notice import Notice
from .operation import Document


class NoticeItemSchema(Document):
    """One point of the notice."""

    key = fields.String(required=True, metadata={"description": "The same in every locale."})
    heading = fields.String(required=True)
    text = fields.String(required=True)


class NoticeSchema(Document):
    """The safety notice. Show all of it, in these words, before anything that adds to the cart."""

    id = fields.String(
        required=True,
        metadata={
            "description": "Names it, down to every letter; adding to the cart needs it.",
            "pattern": r"^[a-z]{2,3}\.[0-9]+\.[0-9a-f]{12}$",
        },
    )
    version = fields.Integer(
        required=True, metadata={"description": "Raised with each change of its meaning."}
    )
    locale = fields.String(required=True, metadata={"description": "The language it is in."})
    direction = fields.String(required=True, metadata={"enum": ["ltr", "rtl"]})
    heading = fields.String(required=True)
    items = fields.List(
        fields.Nested(NoticeItemSchema), required=True, metadata={"description": "In order."}
    )
    text = fields.String(
        required=True, metadata={"description": "All of it as plain text, a line each."}
    )
    sha256 = fields.String(
        required=True,
        metadata={"description": "Hash of `text` in UTF-8.", "pattern": "^[0-9a-f]{64}$"},
    )


def notice_document(notice: Notice) -> dict[str, t.Any]:
    """Give the notice as JSON.

    :param notice: in the locale of the request.
    """
    return {
        "id": notice.id,
        "version": notice.version,
        "locale": notice.locale,
        "direction": locales.direction(notice.locale),
        "heading": notice.heading,
        "items": [
            {"key": one.key, "heading": one.heading, "text": one.text} for one in notice.items
        ],
        "text": notice.text,
        "sha256": notice.sha256,
    }
