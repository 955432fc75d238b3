"""The answers of an operation in the OpenAPI document: statuses, headers, bodies, examples."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .answering import PROBLEM
from .examples import Example
from .operation import Operation
from .operation import Promise
from .problem_kinds import KINDS
from .promised_headers import CONDITIONAL
from .promised_headers import EVERYWHERE
from .promised_headers import ON_PROBLEMS

Json: t.TypeAlias = dict[str, t.Any]


def responses(operation: Operation, examples: cabc.Sequence[Example]) -> Json:
    """Give the answers of an operation, by status.

    :param operation: the operation.
    :param examples: recorded for it.
    """
    found: Json = {
        str(one.status): _promised(operation, one, examples) for one in operation.answers
    }
    if operation.cached:
        found["304"] = {
            "description": "What you have is still so.",
            "headers": _refs((*EVERYWHERE, *CONDITIONAL)),
        }
    by_status: dict[int, list[str]] = {}
    for kind in operation.all_problems:
        by_status.setdefault(KINDS[kind].status, []).append(kind)
    for status, kinds in sorted(by_status.items()):
        content: Json = {"schema": {"$ref": "#/components/schemas/Problem"}}
        if shown := _shown(examples, status):
            content["examples"] = shown
        found[str(status)] = {
            "description": " ".join(f"`{kind}`: {KINDS[kind].title}." for kind in kinds),
            "headers": _refs((*EVERYWHERE, *ON_PROBLEMS.get(status, ()))),
            "content": {PROBLEM: content},
        }
    return found


def _promised(operation: Operation, promise: Promise, examples: cabc.Sequence[Example]) -> Json:
    names = (*EVERYWHERE, *promise.headers)
    if operation.cached:
        names = (*names, *CONDITIONAL)
    found: Json = {"description": promise.description, "headers": _refs(names)}
    schema = promise.schema if promise.schema is not None else promise.media_schema
    if schema is not None:
        content: Json = {"schema": schema}
        if shown := _shown(examples, promise.status):
            content["examples"] = shown
        found["content"] = {promise.content_type: content}
    return found


def _shown(examples: cabc.Sequence[Example], status: int) -> Json:
    return {
        one.name: {"summary": one.label, "description": one.asked, "value": one.body}
        for one in examples
        if one.status == status and one.body is not None
    }


def _refs(names: cabc.Iterable[str]) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in dict.fromkeys(names)}
