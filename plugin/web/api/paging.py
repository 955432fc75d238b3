"""Lists that come a page at a time: how many, from where on, and where the next ones are."""

from __future__ import annotations

from urllib.parse import quote
from urllib.parse import urlencode

from flask import request
from marshmallow import fields
from marshmallow import validate

from ...core.page import SLUG
from ..addresses import Addresses
from .operation import Call

BY_SLUG = SLUG.pattern
BY_NUMBER = "[1-9][0-9]{0,17}"
"""What a cursor looks like."""


def limit_of(usual: int, most: int) -> fields.Integer:
    """Make the parameter that says how many to give at once.

    :param usual: how many, where it is not given.
    :param most: how many can be asked for.
    """
    error = f"Give a whole number from 1 to {most}."
    return fields.Integer(
        load_default=usual,
        validate=validate.Range(1, most, error=error),
        error_messages={"invalid": error},
        metadata={"description": "How many at once, at most."},
    )


def cursor_of(pattern: str) -> fields.String:
    """Make the parameter that says where to go on.

    :param pattern: of a cursor.
    """
    return fields.String(
        load_default="",
        validate=validate.Regexp(
            rf"({pattern})?\Z", error="Take it from `next` of the answer before."
        ),
        metadata={
            "description": "Where to go on: `next` of the answer before.",
            "pattern": f"^({pattern})?$",
        },
    )


def some() -> validate.Length:
    """Make the check of a filter: one that is given and says nothing would give everything."""
    return validate.Length(min=1, error="Give a value, or leave it out.")


def next_of() -> fields.String:
    """Make the field of an answer that tells where to go on."""
    return fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The cursor to go on with; `null` at the end."},
    )


def next_link(call: Call, cursor: str | None) -> dict[str, str]:
    """Give the header that leads to the next answer of a list.

    :param call: asked for this one.
    :param cursor: of the next; ``None`` where there is none.
    """
    if cursor is None:
        return {}
    given = request.args.to_dict() | {"cursor": cursor}
    address = Addresses(call.mount).whole(f"{request.script_root}{quote(request.path)}")
    return {"Link": f'<{address}?{urlencode(given)}>; rel="next"'}
