"""Page documents and their parts, read and written by the schemas."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from marshmallow import Schema
from marshmallow import ValidationError

from ..core import page
from ..core.errors import DocumentInvalid
from ..core.errors import Problem
from .schemas import CopySchema
from .schemas import DocumentSchema
from .schemas import FactsSchema


def read_document(data: t.Any) -> page.Record:
    """Read a page document.

    :param data: parsed JSON.
    :raises DocumentInvalid: with a problem per field.
    """
    return t.cast(page.Record, _load(DocumentSchema(), data))


def write_document(record: page.Record) -> dict[str, t.Any]:
    """Write a record as a page document; reading it gives the same record."""
    return t.cast("dict[str, t.Any]", DocumentSchema().dump(record))


class RecordCodec:
    """Turns the parts of a page into JSON and back for the store."""

    def __init__(self) -> None:
        self._facts = FactsSchema()
        self._copy = CopySchema()

    def dump(self, content: page.Part) -> dict[str, t.Any]:
        """Give a part as JSON."""
        schema = self._facts if isinstance(content, page.Facts) else self._copy
        return t.cast("dict[str, t.Any]", schema.dump(content))

    def load(self, part: str, data: cabc.Mapping[str, t.Any]) -> page.Part:
        """Read a part.

        :param part: ``"facts"`` or a locale.
        :param data: the JSON.
        :raises DocumentInvalid: with a problem per field.
        """
        schema = self._facts if part == page.FACTS else self._copy
        return t.cast("page.Part", _load(schema, data))


def _load(schema: Schema, data: t.Any) -> t.Any:
    try:
        return schema.load(data)
    except ValidationError as error:
        raise DocumentInvalid(_problems(error.messages)) from error


def _problems(messages: t.Any, path: str = "") -> cabc.Iterator[Problem]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            if key == "_schema":
                yield from _problems(inner, path)
            elif isinstance(key, int):
                yield from _problems(inner, f"{path}[{key}]")
            else:
                yield from _problems(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(messages, list):
        for one in messages:
            yield from _problems(one, path)
    else:
        yield Problem(path, str(messages))
