"""Turns what a view gives into a response: bytes, strong ETag, 304, cache headers."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import enum
import hashlib
import json
import typing as t
from dataclasses import dataclass
from dataclasses import field
from urllib.parse import quote

from flask import request
from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from ..addresses import Addresses
from ..cache_tags import header_values
from ..mount import Mount
from .problem_kinds import KINDS
from .problems import ApiProblem

JSON = "application/json"
PROBLEM = "application/problem+json"
HTML = "text/html; charset=utf-8"
_YEAR = 365 * 24 * 60 * 60
OFFERS_MAX_AGE = 15
"""Seconds that an answer with prices may be kept, at most."""


class Cache(enum.Enum):
    """How long a kind of answer may be kept.

    What has a hash of itself in its address is kept for ever; the answers of one shopper are not
    kept by anybody.
    """

    FOREVER = "forever"
    COPY = "copy"
    OFFERS = "offers"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Answer:
    """What a view gives.

    :param body: what JSON can hold; text where `content_type` is another one; ``None`` for nothing.
    :param status: HTTP status.
    :param cache: how long it may be kept; only answers to ``GET`` are.
    :param tags: what purging knows it by; see :mod:`flask_serum.web.cache_tags`.
    :param changed: when what it says went live; not for answers with prices, which change
        without anybody publishing.
    :param headers: further headers.
    :param content_type: of the body.
    """

    body: t.Any
    status: int = 200
    cache: Cache = Cache.PERSONAL
    tags: tuple[str, ...] = ()
    changed: dt.datetime | None = None
    headers: cabc.Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON


def written(document: t.Any) -> bytes:
    """Write a document as JSON."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def response_of(answer: Answer, mount: Mount) -> BaseResponse:
    """Make the response: conditional where it may be kept.

    Only the ETag decides about a 304. ``Last-Modified`` says when the copy went live; the notice,
    the sentences and the market's settings can change without it, with a new version of the plugin.

    :param answer: what the view gave.
    :param mount: the mount.
    """
    body = answer.body
    if not isinstance(body, str):
        body = b"" if body is None else written(body)
    response = Response(body, answer.status, content_type=answer.content_type)
    response.headers.update(answer.headers)
    if answer.cache is Cache.PERSONAL or request.method not in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "private, no-store"
        return response
    age = mount.settings.page_max_age
    if answer.cache is Cache.OFFERS:
        age = min(age, OFFERS_MAX_AGE)
    response.headers["Cache-Control"] = f"public, max-age={age}, must-revalidate"
    if answer.cache is Cache.FOREVER:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response.headers.update(header_values(answer.tags))
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    if answer.changed is not None:
        response.last_modified = answer.changed
    if request.if_none_match:
        etag = response.get_etag()[0] or ""
        if request.if_none_match.contains_weak(etag):
            response.status_code = 304
            response.set_data(b"")
            for name in ("Content-Type", "Content-Length"):
                response.headers.pop(name, None)
    return response


def problem_response(problem: ApiProblem, mount: Mount) -> BaseResponse:
    """Make the response that tells a problem.

    :param problem: the problem.
    :param mount: the mount, whose documentation page explains it.
    """
    document = problem.document(
        type=problem_type(mount, problem.kind),
        instance=quote(f"{request.script_root}{request.path}"),
    )
    response = Response(written(document), problem.status, content_type=PROBLEM)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def problem_type(mount: Mount, kind: str) -> str:
    """Give the address that explains a kind of problem.

    :param mount: the mount.
    :param kind: a key of :data:`~.problem_kinds.KINDS`.
    """
    assert kind in KINDS
    return f"{Addresses(mount).api('docs', whole=True)}#{kind}"
