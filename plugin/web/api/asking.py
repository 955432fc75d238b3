"""Reads what is asked for: query, headers and body, each checked by a schema.

Whatever is unknown is refused and named, with the name that was probably meant.
"""

from __future__ import annotations

import collections.abc as cabc
import difflib
import json
import typing as t

from flask import request
from marshmallow import Schema
from marshmallow import ValidationError
from marshmallow.fields import Field

from ...core import locale as locales
from ...core.market import Market
from .operation import Body
from .problems import ApiProblem
from .problems import FieldError
from .problems import pointed

_UNKNOWN = "There is no such "


def read_query(schema: Schema, market: Market) -> dict[str, t.Any]:
    """Read the query of the request.

    :param schema: knows every parameter.
    :param market: whose locales may be asked for.
    :raises ApiProblem: if a parameter is unknown, given twice, or can't be used.
    """
    given, errors = {}, []
    known = names_of(schema)
    for name, values in request.args.lists():
        if name not in known:
            errors.append(FieldError(_unknown("parameter", name, known), name))
        elif len(values) > 1:
            errors.append(FieldError("Give it once; write several values with commas.", name))
        else:
            given[name] = values[0]
    try:
        read = t.cast("dict[str, t.Any]", schema.load(given))
    except ValidationError as error:
        messages = t.cast("dict[str, t.Any]", error.messages)
        errors += [
            FieldError(message, name)
            for name, inner in messages.items()
            for message in _flat(inner)
        ]
        read = {}
    if "locale" in schema.fields and "locale" not in {one.parameter for one in errors}:
        try:
            read["locale"] = _locale(given.get("locale"), market)
        except ValueError as error:
            errors.append(FieldError(str(error), "locale"))
    if errors:
        raise _refused(errors)
    return read


def read_headers(schema: Schema) -> dict[str, t.Any]:
    """Read the headers that a schema knows; the others are not the API's.

    :param schema: its fields' ``data_key`` are names of headers.
    :raises ApiProblem: if one is missing or can't be used.
    """
    given = {name: request.headers[name] for name in names_of(schema) if name in request.headers}
    try:
        return t.cast("dict[str, t.Any]", schema.load(given))
    except ValidationError as error:
        messages = t.cast("dict[str, t.Any]", error.messages)
        raise _refused(
            [FieldError(one, name) for name, inner in messages.items() for one in _flat(inner)]
        ) from error


def read_body(schema: Body, longest: int) -> t.Any:
    """Read the JSON body of the request.

    :param schema: knows every field.
    :param longest: how many bytes it may have.
    :raises ApiProblem: if it is no JSON, too long, or breaks the schema.
    """
    data = {} if schema.may_be_missing and _is_missing() else read_json(longest)
    try:
        return schema.load(data)
    except ValidationError as error:
        raise ApiProblem(
            "invalid-body",
            errors=[
                FieldError(_suggesting(message, path, schema), pointer="#" + "".join(path))
                for path, message in _pointed(error.messages)
            ],
        ) from error


def _is_missing() -> bool:
    said = ("Content-Type", "Transfer-Encoding")
    return not request.content_length and not any(name in request.headers for name in said)


def read_json(longest: int) -> t.Any:
    """Read the body as JSON, without looking at what it says.

    :param longest: how many bytes it may have.
    :raises ApiProblem: if it is no JSON, or too long.
    """
    if not request.is_json:
        raise ApiProblem("unsupported-type")
    if (request.content_length or 0) > longest:
        raise ApiProblem("too-large", f"Send at most {longest} bytes.")
    body = request.get_data()
    if len(body) > longest:
        raise ApiProblem("too-large", f"Send at most {longest} bytes.")
    try:
        return json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        detail = str(error) if isinstance(error, json.JSONDecodeError | _Twice) else ""
        raise ApiProblem("bad-json", detail and f"The body is no JSON: {detail}.") from error


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice("a name stands twice in one object")
    return found


def _no_number(text: str) -> t.NoReturn:
    raise _Twice(f"{text} is no number in JSON")


def names_of(schema: Schema) -> dict[str, Field[t.Any]]:
    """Give the fields of a schema by the names that a caller uses.

    :param schema: the schema.
    """
    return {one.data_key or name: one for name, one in schema.fields.items()}


def suggestion(name: str, known: cabc.Iterable[str]) -> str:
    """Say which name was probably meant, or which there are.

    :param name: the one that is unknown.
    :param known: those that there are.
    """
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"there are {', '.join(known)}." if known else "it takes none."


def _unknown(what: str, name: str, known: cabc.Iterable[str]) -> str:
    return f"{_UNKNOWN}{what}; {suggestion(name, known)}"


def _refused(errors: list[FieldError]) -> ApiProblem:
    names = ", ".join(dict.fromkeys(repr(one.parameter[:80]) for one in errors))
    return ApiProblem("bad-parameter", f"Look at {names}.", errors=errors)


def _locale(given: str | None, market: Market) -> str:
    if given is None:
        return market.default_locale
    offered = f"this market has {', '.join(market.locales)}."
    try:
        tag = locales.normalise(given)
    except ValueError as error:
        raise ValueError(f"It is no BCP 47 tag; {offered}") from error
    if tag not in market.locales:
        raise ValueError(f"{tag!r} is not offered; {offered}")
    return tag


def _flat(messages: t.Any) -> cabc.Iterator[str]:
    if isinstance(messages, dict):
        for inner in messages.values():
            yield from _flat(inner)
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner)
    else:
        yield str(messages)


def _pointed(
    messages: t.Any, path: tuple[str, ...] = ()
) -> cabc.Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            deeper = path if key == "_schema" else (*path, f"/{pointed(str(key))}")
            yield from _pointed(inner, deeper)
    elif isinstance(messages, list):
        for inner in messages:
            yield from _pointed(inner, path)
    else:
        yield path, str(messages)


def _suggesting(message: str, path: tuple[str, ...], schema: Schema) -> str:
    if not message.startswith("Unknown field") or not path:
        return message
    found: Schema | None = schema
    for step in path[:-1]:
        if found is None or step[1:].isdigit():
            continue
        field = found.fields.get(step[1:])
        inner = getattr(field, "inner", field)
        found = getattr(inner, "schema", None)
    return _unknown("field", path[-1][1:], found.fields if found is not None else ())
