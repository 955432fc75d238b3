"""The OpenAPI 3.1 document, made from the operations themselves."""

from __future__ import annotations

import collections.abc as cabc
import functools
import inspect
import re
import typing as t

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow import resolver
from marshmallow import fields
from marshmallow import Schema

from ..fields import Amount
from .asking import names_of
from .comma_list import CommaList
from .examples import examples_of
from .openapi_responses import responses
from .openapi_security import permission
from .openapi_security import SCHEMES
from .operation import Operation
from .promised_headers import HEADERS

Json: t.TypeAlias = dict[str, t.Any]

VERSION = "1.0.0"
PATH_PARAMETERS: dict[str, Json] = {
    "slug": {
        "description": "The page's name in its address.",
        "schema": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80},
    },
    "part": {
        "description": "`facts`, or a locale.",
        "schema": {
            "type": "string",
            "pattern": "^(facts|[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?)$",
            "examples": ["facts", "en", "de-AT"],
        },
    },
    "id": {
        "description": "Of a publication that is upcoming.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "number": {
        "description": "Of a revision; counts up from 1.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "digest": {
        "description": "Hash of the style.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    },
    "link": {"description": "Id of a preview link.", "schema": {"type": "integer", "minimum": 1}},
    "override": {"description": "Id of an override.", "schema": {"type": "integer", "minimum": 1}},
}
"""What stands in paths, by name."""

_DESCRIPTION = """\
Product pages for nitric oxide serums, as JSON: the same content as the shop's own HTML pages, from
the same record.

Every answer that shows a page carries the safety notice. Show all of it before anything that adds
to the cart, and send its id with what you add. Errors are problem details (RFC 9457); each `type`
leads to its explanation. Unknown parameters and fields are refused, and named. Answers have a
strong ETag: send it in `If-None-Match`.

What merchants do needs a sign-in to the shop, or a token: `flask serum token create NAME --scope …`
makes one. Every write of what has versions names the one it was made from, in `If-Match`.
"""
_PROBLEM_SCHEMA: Json = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "Names the kind of problem, and leads to its explanation.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong here, for a person."},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {
            "type": "array",
            "description": "The parts of the request that it is about; may be empty.",
            "items": {
                "type": "object",
                "required": ["message"],
                "properties": {
                    "message": {"type": "string"},
                    "parameter": {
                        "type": "string",
                        "description": "A query parameter or header.",
                    },
                    "pointer": {
                        "type": "string",
                        "description": "JSON Pointer into the body, as in `#/lines/0/sku`.",
                    },
                },
                "oneOf": [{"required": ["parameter"]}, {"required": ["pointer"]}],
                "additionalProperties": False,
            },
        },
        "notice": {
            "$ref": "#/components/schemas/Notice",
            "description": "The current notice, where the request lacked it or had another.",
        },
    },
}
_PLACE = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


def document(
    operations: cabc.Sequence[Operation], server: str, title: str, locales: cabc.Sequence[str]
) -> Json:
    """Give the document of a mount.

    :param operations: every operation.
    :param server: address of the API, whole.
    :param title: what it is called.
    :param locales: of the market.
    """
    made = _document(tuple(one for one in operations if one.documented), tuple(locales))
    info = {**made["info"], "title": title}
    return {**made, "info": info, "servers": [{"url": server}]}


@functools.lru_cache(maxsize=32)
def _document(operations: tuple[Operation, ...], locales: tuple[str, ...]) -> Json:
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": _DESCRIPTION},
        tags=[{"name": name} for name in dict.fromkeys(one.tag for one in operations)],
    )
    assert plugin.converter is not None
    plugin.map_to_openapi_type(Amount, "string", None)  # type: ignore[no-untyped-call]
    plugin.converter.add_attribute_function(  # type: ignore[no-untyped-call]
        _nothing_for_nothing
    )
    spec.components.schema("Problem", _PROBLEM_SCHEMA)
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for name, scheme in SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    paths: dict[str, Json] = {}
    for operation in operations:
        path = _PLACE.sub(r"{\g<name>}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(
            operation, plugin, locales
        )
    for path, there in paths.items():
        spec.path(path, operations=there)
    made = spec.to_dict()
    for key, name in plugin.converter.refs.items():
        described = {"description": inspect.cleandoc(key[0].__doc__ or "")}
        made["components"]["schemas"][name] = {**described, **made["components"]["schemas"][name]}
    made["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema"
    return made


def _name(schema: t.Any) -> str:
    name = resolver(schema)
    return name.removesuffix("Schema")


def _nothing_for_nothing(self: t.Any, field: t.Any, ret: Json, **_: t.Any) -> Json:
    # "Not given" is no value that a caller could send.
    if ret.get("default") in (None, "") and "default" in ret:
        del ret["default"]
    return {}


def _operation(
    operation: Operation, plugin: MarshmallowPlugin, locales: cabc.Sequence[str]
) -> Json:
    examples = examples_of(operation.id)
    made: Json = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [
            *_path(operation),
            *_query(operation, plugin, locales),
            *_headers(operation, plugin),
        ],
        "responses": responses(operation, examples),
    }
    if operation.description:
        made["description"] = operation.description
    if operation.who is not None:
        made |= permission(operation.who.action)
    elif "unauthorized" in operation.problems:
        made["security"] = [{}, {"sign_in": []}, {"token": []}]
    schema = operation.body or operation.raw_schema
    if schema is not None:
        content: Json = {"schema": schema}
        given = {one.name: one for one in examples if one.request.get("body") is not None}
        if given:
            content["examples"] = {
                name: {
                    "summary": one.summary,
                    "description": one.asked,
                    "value": one.request["body"],
                }
                for name, one in given.items()
                if one.status < 300
            }
        needed = operation.body is None or not operation.body.may_be_missing
        made["requestBody"] = {"required": needed, "content": {"application/json": content}}
    return made


def _path(operation: Operation) -> cabc.Iterator[Json]:
    for found in _PLACE.finditer(operation.path):
        name = found["name"]
        kind = "integer" if found["converter"] == "int" else "string"
        known = PATH_PARAMETERS.get(name, {"schema": {"type": kind}})
        yield {"name": name, "in": "path", "required": True, **known}


def _query(
    operation: Operation, plugin: MarshmallowPlugin, locales: cabc.Sequence[str]
) -> cabc.Iterator[Json]:
    for name, field in names_of(operation.query()).items():
        found = {"in": "query", **_parameter(name, field, plugin)}
        if isinstance(field, CommaList):
            found |= {"style": "form", "explode": False}
        if name == "locale":
            found["schema"] = {**found["schema"], "enum": list(locales), "default": locales[0]}
        yield found


def _headers(operation: Operation, plugin: MarshmallowPlugin) -> cabc.Iterator[Json]:
    schema: Schema | None = operation.headers() if operation.headers is not None else None
    for name, field in names_of(schema).items() if schema is not None else ():
        yield {"in": "header", **_parameter(name, field, plugin)}
    if operation.cached:
        yield {
            "in": "header",
            "name": "If-None-Match",
            "required": False,
            "description": "The ETag of what you have; 304 where it is still so.",
            "schema": {"type": "string"},
        }


def _parameter(name: str, field: fields.Field[t.Any], plugin: MarshmallowPlugin) -> Json:
    assert plugin.converter is not None
    schema = dict(plugin.converter.field2property(field))
    description = schema.pop("description", "")
    return {
        "name": name,
        "required": field.required,
        "schema": schema,
        **({"description": description} if description else {}),
    }
