"""Who calls: a machine by its token, or whoever the host's own sign-in says is there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from ...core.access import Action
from ...core.access import Actor
from ...core.errors import TokenRefused
from ...core.tokens import authenticate
from .. import csrf
from ..mount import Mount
from .problems import ApiProblem

_REALM = 'Bearer realm="Flask-Serum"'


def caller(mount: Mount) -> Actor | None:
    """Give who calls, or ``None`` for a guest.

    A token goes before a sign-in; one that gives nothing is refused, whoever is signed in.

    :param mount: the mount.
    :raises ApiProblem: if the token gives nothing, or another site made a browser send this.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        try:
            return authenticate(mount.tokens, text.strip(), mount.clock.now()).actor
        except TokenRefused as error:
            headers = {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'}
            raise ApiProblem("unauthorized", str(error), headers=headers) from error
    actor = mount.hooks.actor() if mount.hooks.actor is not None else None
    # Sites on the list may use the cart in a browser, but not what merchants are signed in for.
    if actor is not None and csrf.from_elsewhere(mount):
        raise ApiProblem("foreign-origin")
    return actor


def allowed(mount: Mount, action: Action, slug: str = "") -> Actor:
    """Give who calls, if they may do something.

    :param mount: the mount.
    :param action: what is to be done.
    :param slug: the page it is done to; ``""`` where the request says so later.
    :raises ApiProblem: if nobody is signed in, or they may not.
    """
    actor = caller(mount)
    if actor is None:
        raise ApiProblem("unauthorized", headers={"WWW-Authenticate": _REALM})
    slugs = (slug,) if slug or actor.pages is None else tuple(actor.pages)
    if not any(actor.may(action, one) for one in slugs):
        headers = {"WWW-Authenticate": f'{_REALM}, error="insufficient_scope"'}
        detail = f"{actor.name} may not {action.value} {slug[:80] or 'serum pages'}."
        raise ApiProblem("forbidden", detail, headers=headers)
    return actor


@dataclass(frozen=True)
class WhoMay:
    """Says who calls an operation, and lets nobody in who may not.

    :param action: what the operation does to the page in its path.
    """

    action: Action

    def __call__(self, mount: Mount) -> Actor:
        """Give who calls.

        :param mount: the mount.
        :raises ApiProblem: if nobody is signed in, or they may not.
        """
        return allowed(mount, self.action, str((request.view_args or {}).get("slug", "")))
