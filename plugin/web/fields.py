"""Marshmallow fields for what a page document holds."""

from __future__ import annotations

import collections.abc as cabc
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


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValidationError("It holds half a character; write it anew.") from error
    return text


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
        text = _whole(super()._deserialize(value, attr, data, **rest))
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
        text = _whole(super()._deserialize(value, attr, data, **rest))
        if len(text) > LONGEST_TEXT:  # before it is cleaned too: that takes its time
            raise ValidationError(f"At most {LONGEST_TEXT} characters.")
        return rich_text.clean(text)


class Address(Line):
    """The address of a picture: absolute with http or https, or from the site's root."""

    PATTERN = r"([Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"'\\]+|/[^/\s<>\"'\\][^\s<>\"'\\]*)"

    def __init__(self, **rest: t.Any) -> None:
        super().__init__(longest=2_000, validate=self._check, **rest)

    def _check(self, value: str) -> None:
        if not re.fullmatch(self.PATTERN, value):
            raise ValidationError("Give an address that begins with https://, http:// or /.")


class Amount(fields.Decimal):
    """An exact number, written as text in JSON so that no reader makes a float of it."""

    PATTERN = r"-?[0-9]{1,9}(\.[0-9]{1,6})?"

    def __init__(self, **rest: t.Any) -> None:
        super().__init__(as_string=True, **rest)

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> PyDecimal:
        number = isinstance(value, str | int | float) and not isinstance(value, bool)
        if not number or not re.fullmatch(self.PATTERN, str(value)):
            raise ValidationError("Write a plain number as text, as in '1.5'.")
        return super()._deserialize(str(value), attr, data, **rest)

    def _serialize(self, value: t.Any, attr: str | None, obj: t.Any, **rest: t.Any) -> t.Any:
        if isinstance(value, PyDecimal):
            plain = f"{value:f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        return super()._serialize(value, attr, obj, **rest)


class Flag(fields.Boolean):
    """``true`` or ``false``, and no word that means it."""

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class ByName(fields.Dict):
    """A mapping; what is wrong with a name or a value is told under that name."""

    def _deserialize(
        self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any
    ) -> dict[t.Any, t.Any]:
        try:
            read = super()._deserialize(value, attr, data, **rest)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            if isinstance(error.messages, dict):
                told = {name: _told(one) for name, one in error.messages.items()}
                raise ValidationError(told) from error
            raise
        if len(read) < len(value):
            self._refuse_twice(value)
        return t.cast("dict[t.Any, t.Any]", read)

    def _refuse_twice(self, value: cabc.Mapping[t.Any, t.Any]) -> None:
        seen: dict[t.Any, t.Any] = {}
        for name in value:
            meant = self.key_field.deserialize(name) if self.key_field else name
            if meant in seen:
                raise ValidationError({name: [f"It means the same as {seen[meant]!r}."]})
            seen[meant] = name


def _told(one: dict[str, t.Any]) -> t.Any:
    about_name, about_value = one.get("key", []), one.get("value", [])
    if isinstance(about_value, dict):
        return {"_schema": about_name, **about_value} if about_name else about_value
    return [*about_name, *about_value]


class Locale(fields.String):
    """A BCP 47 tag; read into its usual spelling."""

    PATTERN = r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?"

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> str:
        try:
            return locales.normalise(super()._deserialize(value, attr, data, **rest))
        except ValueError as error:
            raise ValidationError(str(error)) from error
