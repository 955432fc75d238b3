"""Which other sites may use the API from a browser, and how the others are kept out.

``SERUM_API_ORIGINS`` names each origin, exactly. A browser's unsafe request from anywhere else is
refused, whether or not the host checks tokens: the cart is found by a cookie. What is no browser
sends neither ``Sec-Fetch-Site`` nor ``Origin``, and a caller with a token needs no cookie.
"""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from .. import csrf
from ..mount import Mount
from .problems import ApiProblem

_TAKEN = (
    *("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"),
    "X-CSRFToken",
)
_TOLD = (
    *("ETag", "Last-Modified", "Link", "Location", "RateLimit", "RateLimit-Policy"),
    *("Retry-After", "Serum-Notice", "Idempotent-Replayed", "Deprecation"),
)
_PREFLIGHT_MAX_AGE = 600


def allowed_origin(mount: Mount) -> str:
    """Give the origin of the request if it is on the list, else nothing.

    :param mount: the mount.
    """
    origin = request.headers.get("Origin", "")
    return origin if origin in mount.settings.api_origins else ""


def refuse_foreign(mount: Mount) -> None:
    """Refuse an unsafe request that another site made the browser send.

    :param mount: the mount.
    :raises ApiProblem: if that is so.
    """
    if request.authorization is not None and request.authorization.type == "bearer":
        return  # no browser sends a token by itself
    if csrf.from_elsewhere(mount) and not allowed_origin(mount):
        raise ApiProblem("foreign-origin")


def tell_origin(response: Response, mount: Mount) -> None:
    """Let the browser hand an answer to a site that is on the list.

    :param response: any answer of the API.
    :param mount: the mount.
    """
    if not mount.settings.api_origins:
        return
    response.vary.add("Origin")
    if origin := allowed_origin(mount):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Expose-Headers"] = ", ".join(_TOLD)


def preflight(mount: Mount, methods: list[str]) -> Response:
    """Answer ``OPTIONS``: what an address takes and, for sites on the list, from where.

    :param mount: the mount.
    :param methods: what the address takes.
    """
    response = Response(status=204)
    response.headers.pop("Content-Type", None)
    response.headers["Allow"] = ", ".join(methods)
    if allowed_origin(mount) and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
        response.headers["Access-Control-Allow-Headers"] = ", ".join(_TAKEN)
        response.headers["Access-Control-Max-Age"] = str(_PREFLIGHT_MAX_AGE)
    return response
