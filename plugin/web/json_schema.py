"""The JSON Schema of a page document, made from the marshmallow schema that reads it.

It says what a document looks like; the rules of a page as a whole are checked on import.
``python -m flask_serum.web.json_schema > plugin/web/page.schema.json`` writes the published file.
"""

from __future__ import annotations

import enum
import inspect
import json
import re
import typing as t

import marshmallow
from marshmallow import fields
from marshmallow import validate

from .fields import Address
from .fields import Amount
from .fields import ByName
from .fields import Line
from .fields import Locale
from .fields import RichText
from .schemas import DocumentSchema
from .schemas import OrNothing
from .schemas import RecordSchema

Json: t.TypeAlias = dict[str, t.Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PARAMETER = re.compile(r":param (\w+): (.*?)(?=\n:param|\Z)", re.S)


def document_schema() -> Json:
    """Make the JSON Schema of a page document (draft 2020-12)."""
    definitions: dict[str, Json] = {}
    root = _object(DocumentSchema(), definitions)
    root["properties"] = {"$schema": {"type": "string"}, **root["properties"]}
    return {"$schema": _DRAFT, "title": "Flask-Serum page", **root, "$defs": definitions}


def written() -> str:
    """Write the schema as the published file holds it."""
    return json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"


def _object(schema: RecordSchema, definitions: dict[str, Json]) -> Json:
    meanings = _meanings(schema.record)
    properties = {}
    for name, field in schema.fields.items():
        properties[name] = _field(field, definitions)
        if name in meanings:
            properties[name] = {"description": meanings[name], **properties[name]}
    return {
        "description": inspect.cleandoc(schema.__doc__ or ""),
        "type": "object",
        "properties": properties,
        "required": [name for name, field in schema.fields.items() if field.required],
        "additionalProperties": False,
    }


def _meanings(record: type) -> dict[str, str]:
    found = _PARAMETER.findall(inspect.getdoc(record) or "")
    return {name: " ".join(text.replace("`", "").split()) for name, text in found}


def _field(field: fields.Field[t.Any], definitions: dict[str, Json]) -> Json:
    made = _shape(field, definitions)
    for check in field.validators:
        if isinstance(check, validate.Length):
            kind = {"array": "Items", "object": "Properties"}.get(made["type"], "Length")
            made |= _bounds(check.min, check.max, f"min{kind}", f"max{kind}")
        else:
            made |= _check(check)
    if field.allow_none:
        made = {"anyOf": [made, {"type": "null"}]}
    default = field.load_default
    if default is not marshmallow.missing:
        made["default"] = _plain(default() if callable(default) else default)
    return made


def _shape(field: fields.Field[t.Any], definitions: dict[str, Json]) -> Json:
    match field:
        case fields.Nested():
            name = type(field.schema).__name__.removesuffix("Schema")
            if name not in definitions:
                definitions[name] = {}  # keeps its place before those it holds
                definitions[name] = _object(t.cast(RecordSchema, field.schema), definitions)
            return {"$ref": f"#/$defs/{name}"}
        case fields.List():
            return {"type": "array", "items": _field(field.inner, definitions)}
        case ByName():
            assert field.key_field is not None
            assert field.value_field is not None
            return {
                "type": "object",
                "propertyNames": _field(field.key_field, definitions),
                "additionalProperties": _field(field.value_field, definitions),
            }
        case fields.Enum():
            return {"enum": [one.value for one in field.enum]}
        case Amount():
            return {"type": ["string", "number"], "pattern": _whole(Amount.PATTERN)}
        case Address() | Locale():
            return {"type": "string", "pattern": _whole(field.PATTERN)}
        case RichText():
            return {"type": "string", "contentMediaType": "text/html"}
        case Line():
            return {"type": "string", "pattern": r"\S"} if field.required else {"type": "string"}
        case fields.Boolean():
            return {"type": "boolean"}
        case fields.Integer():
            return {"type": "integer"}
    raise TypeError(f"{field!r} has no JSON Schema yet; say here what it is.")


def _check(check: t.Any) -> Json:
    match check:
        case OrNothing():
            return {"anyOf": [{"const": ""}, _check(check.check)]}
        case validate.Email():
            return {"format": "email", "pattern": r"^[^@\s]+@[^@\s]+$"}
        case validate.URL():
            return {"format": "uri", "pattern": r"^https?://\S+$"}
        case validate.Regexp():
            return {"pattern": _whole(str(check.regex.pattern).removesuffix(r"\Z"))}
        case validate.OneOf():
            return {"enum": list(check.choices)}
        case validate.Range():
            return _bounds(check.min, check.max, "minimum", "maximum")
    return {}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _bounds(least: t.Any, most: t.Any, low: str, high: str) -> Json:
    return {key: value for key, value in ((low, least), (high, most)) if value is not None}


def _plain(value: t.Any) -> t.Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, enum.Enum) else value


if __name__ == "__main__":
    print(written(), end="")
