"""The headers that answers carry, as the OpenAPI document promises them."""

from __future__ import annotations

import typing as t


def _text(description: str, **more: t.Any) -> dict[str, t.Any]:
    return {"description": description, "schema": {"type": "string", **more}}


def _seconds(description: str) -> dict[str, t.Any]:
    return {"description": description, "schema": {"type": "integer", "minimum": 0}}


HEADERS: dict[str, dict[str, t.Any]] = {
    "Cache-Control": _text("How long the answer may be kept; prices shorter than copy."),
    "X-Content-Type-Options": _text("Always `nosniff`.", const="nosniff"),
    "Vary": _text("What the answer depends on beside its address."),
    "ETag": _text("Strong; over every byte of the body."),
    "Last-Modified": _text("When the copy went live. Conditional requests go by the ETag alone."),
    "Surrogate-Key": _text("Names for purging, parted by spaces (Fastly, Varnish)."),
    "Cache-Tag": _text("Names for purging, parted by commas (Cloudflare, Akamai, Bunny)."),
    "Serum-Notice": _text("The id of the safety notice that the answer carries."),
    "Content-Language": _text("The locale of the copy."),
    "Link": _text(
        'The next answer of a list, as `rel="next"`; the style of a fragment, as'
        ' `rel="stylesheet"`.'
    ),
    "Location": _text("Where what was made is."),
    "Idempotent-Replayed": _text(
        "`true` where the request was done before and its answer is given again.", enum=["true"]
    ),
    "RateLimit": _text("Requests left, and seconds until there are more; where a limit is set."),
    "RateLimit-Policy": _text("How many requests a window allows; where a limit is set."),
    "Retry-After": _seconds("Seconds to wait before trying again."),
    "WWW-Authenticate": _text("`Bearer`, and what is wrong with the token that was sent."),
    "X-Robots-Tag": _text("`noindex` on previews.", enum=["noindex"]),
    "Allow": _text("The methods that the address takes."),
    "Access-Control-Allow-Origin": _text("Your origin, where `SERUM_API_ORIGINS` names it."),
    "Access-Control-Allow-Credentials": _text("`true` for such an origin.", enum=["true"]),
    "Access-Control-Expose-Headers": _text("The headers that a script of such an origin may read."),
}
"""By name."""

EVERYWHERE = (
    *("Cache-Control", "X-Content-Type-Options", "Vary", "RateLimit", "RateLimit-Policy"),
    *("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"),
    "Access-Control-Expose-Headers",
)
"""Those that any answer can have."""

CONDITIONAL = ("ETag", "Surrogate-Key", "Cache-Tag")
"""Those of answers that may be kept."""

ON_PROBLEMS = {
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    405: ("Allow",),
    409: ("Retry-After",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
"""Those of problems, by status."""
