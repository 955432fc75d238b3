"""The style of the fragments, for storefronts that show them: a host's own, where it has one.

Its address holds a hash of it, so that it can be kept for ever and is never the wrong one. Who asks
by another hash, such as an older one, gets the style as it is now, to be asked for again.
"""

from __future__ import annotations

import hashlib
import re

from ..addresses import Addresses
from ..cache_tags import market_tag
from ..mount import Mount
from ..rendering import stylesheet
from .answering import Answer
from .answering import Cache
from .operation import Call
from .operation import Operation
from .operation import Promise
from .problems import ApiProblem

TAG = "Fragments"
CSS = "text/css; charset=utf-8"
_DIGEST = re.compile(r"[0-9a-f]{16}")


def style_address(mount: Mount) -> str:
    """Give the address of the style, whole.

    :param mount: the mount.
    """
    return Addresses(mount).api(f"style/{_digest(_style(mount))}.css", whole=True)


def read_style(call: Call) -> Answer:
    """Give the style."""
    if not _DIGEST.fullmatch(str(call.path["digest"])):
        raise ApiProblem("not-found", "Take the address from the Link of a fragment.")
    style = _style(call.mount)
    current = call.path["digest"] == _digest(style)
    cache = Cache.FOREVER if current else Cache.COPY
    tags = (market_tag(call.mount.market.code),)
    return Answer(style, cache=cache, tags=tags, content_type=CSS)


def _style(mount: Mount) -> str:
    return stylesheet(mount).strip() + "\n"


def _digest(style: str) -> str:
    return hashlib.sha256(style.encode()).hexdigest()[:16]


OPERATIONS = (
    Operation(
        "read_style",
        "GET",
        "/style/<digest>.css",
        read_style,
        "The style of the fragments",
        TAG,
        (Promise("CSS.", content_type="text/css", media_schema={"type": "string"}),),
        "Every fragment names it in `Link`, and `GET market` as `stylesheet`. It speaks of nothing"
        " but `.serum` and what is in it, and of the margins of a printed page. Colours, spaces and"
        " type are custom properties, `--serum-…`, that a storefront may set on `.serum`.",
        problems=("not-found",),
        cached=True,
    ),
)
