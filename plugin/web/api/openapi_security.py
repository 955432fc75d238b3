"""Who may call an operation, as the OpenAPI document tells it."""

from __future__ import annotations

import typing as t

from ...core.access import Action
from ...core.access import ROLES
from ...core.tokens import SCOPES

SCHEMES: dict[str, dict[str, t.Any]] = {
    "sign_in": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "The shop's own sign-in; its cookie may have another name.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "`Authorization: Bearer serum_…`. A token has a role, and of what that role"
        " may only what its scopes give. `flask serum token create NAME --scope …` makes one.",
    },
}
"""By name."""


def permission(action: Action) -> dict[str, t.Any]:
    """Give what an operation says of who may call it.

    :param action: what it does.
    """
    scopes = [scope.value for scope, given in SCOPES.items() if action in given]
    return {
        "security": [{"sign_in": []}, *({"token": [scope]} for scope in scopes)],
        "x-roles": [role for role, given in ROLES.items() if action in given],
    }
