"""Signs merchants in by links that work once: the demo has no accounts.

A real shop has a sign-in of its own, and gives the plugin ``who``: a callable that says who is
signed in.
"""

from __future__ import annotations

import hmac
import secrets

from flask import Blueprint
from flask import redirect
from flask import session
from flask.typing import ResponseReturnValue

from ..core.access import Actor

PEOPLE = ("Ada", "Ben")
"""Who can sign in: two, so that it can be seen what happens when both write."""

_SESSION_KEY = "demo_merchant"
_USED = (
    "<!doctype html><html lang=en><title>This link has been used</title>"
    "<h1>This link has been used</h1><p>Start the demo again: it prints new ones.</p>"
)


class SignIn:
    """Links that work once.

    :param editor: address of the editor.
    """

    def __init__(self, editor: str) -> None:
        self._editor = editor
        self._links = {secrets.token_urlsafe(24): name for name in PEOPLE}

    @property
    def links(self) -> dict[str, str]:
        """The paths of the links that were not used yet, by name."""
        return {name: f"/sign-in/{token}" for token, name in self._links.items()}

    def blueprint(self) -> Blueprint:
        """Make the blueprint that the links lead to; it belongs at the site's root."""
        blueprint = Blueprint("demo_sign_in", __name__)

        @blueprint.get("/sign-in/<token>")
        def sign_in(token: str) -> ResponseReturnValue:
            name = self._take(token)
            if name is None:
                return _USED, 410, {"Cache-Control": "no-store"}
            session.clear()
            session[_SESSION_KEY] = name
            return redirect(self._editor, 303)

        return blueprint

    def _take(self, token: str) -> str | None:
        for known in list(self._links):
            if hmac.compare_digest(known.encode(), token.encode()):
                return self._links.pop(known, None)
        return None


def signed_in() -> Actor | None:
    """Say who is signed in: what a shop gives the plugin as ``who``."""
    name = session.get(_SESSION_KEY)
    return Actor(str(name), frozenset({"admin"})) if name in PEOPLE else None
