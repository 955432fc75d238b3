"""Who may do what. Nobody may do anything unless a role says so."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from .errors import NotAllowed


class Action(enum.StrEnum):
    """Something an actor does to serum pages."""

    READ = "read"
    SAVE = "edit"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


ROLES: dict[str, frozenset[Action]] = {
    "writer": frozenset({Action.READ, Action.SAVE}),
    "publisher": frozenset({Action.READ, Action.SAVE, Action.PUBLISH, Action.UNPUBLISH}),
    "admin": frozenset(Action),
}
"""What each role may do."""


@dataclass(frozen=True)
class Actor:
    """Somebody who does something.

    :param name: shown in the history.
    :param roles: names from :data:`ROLES`; any other gives nothing.
    """

    name: str
    roles: frozenset[str] = frozenset()

    def may(self, action: Action) -> bool:
        """Tell whether one of the roles covers an action."""
        return any(action in ROLES.get(role, ()) for role in self.roles)


def require(actor: Actor | None, action: Action) -> Actor:
    """Give the actor back if they may do it.

    :param actor: ``None`` for a guest, who may do nothing.
    :raises NotAllowed: if they may not.
    """
    if actor is None or not actor.may(action):
        raise NotAllowed(actor.name if actor else "", action.value)
    return actor
