"""Keeps other sites from writing through a merchant's browser.

A host with its own protection keeps it. Elsewhere every form holds a token that is signed and
bound to the session, and the request has to come from this site.
"""

from __future__ import annotations

import hmac
import secrets

from flask import current_app
from flask import request
from flask import session
from itsdangerous import BadSignature
from itsdangerous import URLSafeTimedSerializer

from .. import csrf
from ..mount import Mount

FIELD = "serum_token"
"""The name of the token's field, where the host has none."""

LONGEST = 12 * 60 * 60
"""Seconds that a token holds."""

_SESSION_KEY = "_serum_editor"


def token_field(mount: Mount) -> tuple[str, str]:
    """Give name and value of the field that every form of the editor holds.

    :param mount: the mount.
    """
    theirs = csrf.token_field(mount)
    if theirs is not None:
        return theirs
    if current_app.secret_key is None:
        return FIELD, ""
    if _SESSION_KEY not in session:
        session[_SESSION_KEY] = secrets.token_urlsafe(24)
    return FIELD, _serializer().dumps(session[_SESSION_KEY])


def is_ours(mount: Mount) -> bool:
    """Tell whether a write was sent by a form of this editor, in this session.

    :param mount: the mount.
    """
    if csrf.host_protects(mount):
        return True  # the host has looked before the view began
    if csrf.from_elsewhere(mount) or current_app.secret_key is None:
        return False
    try:
        told = _serializer().loads(request.form.get(FIELD, ""), max_age=LONGEST)
    except BadSignature:
        return False
    return hmac.compare_digest(str(told).encode(), str(session.get(_SESSION_KEY, "")).encode())


def names(mount: Mount) -> frozenset[str]:
    """Give the names of fields that are tokens, and no words of the merchant.

    :param mount: the mount.
    """
    return frozenset({FIELD, token_field(mount)[0]})


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="serum-editor")
