"""What the API says of itself: the OpenAPI document, and a page for people."""

from __future__ import annotations

import collections.abc as cabc
import json
import re
import typing as t

from flask import current_app
from markupsafe import escape
from markupsafe import Markup

from ..addresses import Addresses
from ..cache_tags import market_tag
from ..mount import Mount
from . import openapi
from .answering import Answer
from .answering import Cache
from .answering import HTML
from .operation import Call
from .operation import Operation
from .operation import Promise
from .problem_kinds import KINDS

TAG = "About"
_CODE = re.compile(r"`([^`]+)`")


def described(mount: Mount) -> dict[str, t.Any]:
    """Give the OpenAPI document of a mount.

    :param mount: the mount.
    """
    from .registry import operations  # which has the operations below, too

    server = Addresses(mount).api("", whole=True).rstrip("/")
    return openapi.document(
        operations(), server, f"Serum pages, {mount.market.title}", mount.market.locales
    )


def read_openapi(call: Call) -> Answer:
    """Give the OpenAPI document."""
    tags = (market_tag(call.mount.market.code),)
    return Answer(described(call.mount), cache=Cache.COPY, tags=tags)


def read_docs(call: Call) -> Answer:
    """Show the OpenAPI document to people: plain HTML, from no other host."""
    nonce = call.mount.hooks.csp_nonce
    html = current_app.jinja_env.get_template("serum/api/docs.html").render(
        api=described(call.mount),
        problems=KINDS,
        say=_say,
        sample=_sample,
        shape=_shape,
        nonce=nonce() if nonce is not None else "",
    )
    cache = Cache.COPY if nonce is None else Cache.PERSONAL
    tags = (market_tag(call.mount.market.code),)
    return Answer(html, cache=cache, tags=tags, content_type=HTML)


def _say(text: str) -> Markup:
    coded = _CODE.sub(r"<code>\1</code>", str(escape(text)).strip())
    paragraphs = (one for one in re.split(r"\n\s*\n", coded) if one)
    return Markup("".join(f"<p>{one}</p>" for one in paragraphs))


def _sample(value: t.Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _shape(schema: cabc.Mapping[str, t.Any]) -> Markup:
    """Say in a word or two what a schema takes, with a link where it has a name."""
    if reference := schema.get("$ref"):
        name = escape(reference.rpartition("/")[2])
        return Markup(f'<a href="#schema-{name}">{name}</a>')
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return Markup(" or ").join(_shape(one) for one in schema[key])
    kind = schema.get("type", "any")
    kinds = [kind] if isinstance(kind, str) else list(kind)
    if "items" in schema and "array" in kinds:
        return Markup("list of ") + _shape(schema["items"])
    if "enum" in schema:
        return Markup(" · ").join(
            Markup("<code>{}</code>").format(json.dumps(one)) for one in schema["enum"]
        )
    return escape(" or ".join(kinds))


OPERATIONS = (
    Operation(
        "read_openapi",
        "GET",
        "/openapi.json",
        read_openapi,
        "The OpenAPI document",
        TAG,
        (
            Promise(
                "OpenAPI 3.1.",
                media_schema={"type": "object", "required": ["openapi", "info", "paths"]},
            ),
        ),
        cached=True,
    ),
    Operation(
        "read_docs",
        "GET",
        "/docs",
        read_docs,
        "The documentation page",
        TAG,
        (
            Promise(
                "HTML; each kind of problem has its anchor.",
                content_type="text/html",
                media_schema={"type": "string"},
            ),
        ),
        cached=True,
    ),
)
