"""Marshmallow fields for what a page document holds."""

from __future__ import annotations

import re
import typing as t
import unicodedata
from decimal import Decimal as PyDecimal

from marshmallow import fields
from marshmallow import validate
from marshmallow import ValidationError

from ..core import locale as locales
from . import rich_text

LONGEST_LINE = 300
LONGEST_TEXT = 20_000


class Line(fields.String):
    """One line of plain text: trimmed, in Unicode NFC, without control characters.

    :param longest: how many characters it may have.
    """

    def __init__(self, *, longest: int = LONGEST_LINE, **rest: t.Any) -> None:
        checks = [validate.Length(max=longest, error=f"At most {longest} characters.")]
        if rest.get("required"):
            checks.append(validate.Length(min=1, error="Must not be empty."))
        given = rest.pop("validate", None)
        super().__init__(validate=[*checks, *([given] if given else [])], **rest)

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        text = unicodedata.normalize("NFC", text)
        text = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
        return " ".join(text.split())


class Prose(Line):
    """Plain text of some sentences."""

    def __init__(self, *, longest: int = 2_000, **rest: t.Any) -> None:
        super().__init__(longest=longest, **rest)


class RichText(fields.String):
    """Rich text; cleaned on the way in."""

    def __init__(self, **rest: t.Any) -> None:
        limit = validate.Length(max=LONGEST_TEXT, error=f"At most {LONGEST_TEXT} characters.")
        super().__init__(validate=limit, **rest)

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        return rich_text.clean(unicodedata.normalize("NFC", text))


class Address(Line):
    """The address of a picture: absolute with http or https, or from the site's root."""

    _GOOD = re.compile(r"(https?://[^\s<>\"'\\]+|/[^/\s<>\"'\\][^\s<>\"'\\]*)", re.I)

    def __init__(self, **rest: t.Any) -> None:
        super().__init__(longest=2_000, validate=self._check, **rest)

    def _check(self, value: str) -> None:
        if not self._GOOD.fullmatch(value):
            raise ValidationError("Give an address that begins with https://, http:// or /.")


class Amount(fields.Decimal):
    """An exact number, written as text in JSON so that no reader makes a float of it."""

    def __init__(self, **rest: t.Any) -> None:
        super().__init__(as_string=True, **rest)

    def _serialize(self, value: t.Any, attr: str | None, obj: t.Any, **rest: t.Any) -> t.Any:
        if isinstance(value, PyDecimal):
            plain = f"{value:f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        return super()._serialize(value, attr, obj, **rest)


class Locale(fields.String):
    """A BCP 47 tag in its usual spelling."""

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> str:
        try:
            return locales.normalise(super()._deserialize(value, attr, data, **rest))
        except ValueError as error:
            raise ValidationError(str(error)) from error
