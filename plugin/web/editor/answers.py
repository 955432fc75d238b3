"""Responses of the editor: never cached, never in another site's frame, without inline script."""

from __future__ import annotations

import typing as t

from flask import current_app
from flask import make_response
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

SCREEN_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: http: data:",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Content security policy of the editor's own screens; pictures may come from anywhere."""

PREVIEW_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'none'",
        "style-src * 'unsafe-inline'",
        "img-src * data:",
        "font-src * data:",
        "media-src *",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
"""Content security policy of a previewed page: it looks like the shop's, and does nothing."""


def guarded(response: ResponseReturnValue) -> Response:
    """Put the headers of the editor on a response, but for those it has already.

    :param response: what a view gave.
    """
    made = make_response(response)
    for name, value in (
        ("Cache-Control", "private, no-store"),
        ("Content-Security-Policy", SCREEN_POLICY),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("X-Robots-Tag", "noindex, nofollow"),
    ):
        if name not in made.headers:
            made.headers[name] = value
    return made


def as_preview(html: str) -> Response:
    """Give a previewed page.

    :param html: the shopper's page.
    """
    response = make_response(html)
    response.headers["Content-Security-Policy"] = PREVIEW_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def as_json(data: t.Any, status: int = 200) -> Response:
    """Give an answer to the editor's script.

    :param data: what ``json.dumps`` takes.
    :param status: of HTTP.
    """
    response = make_response(current_app.json.dumps(data), status)
    response.headers["Content-Type"] = "application/json"
    return response
