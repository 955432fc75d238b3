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
    PREVIEW = "preview"


ROLES: dict[str, frozenset[Action]] = {
    "writer": frozenset({Action.READ, Action.PREVIEW, Action.SAVE}),
    "publisher": frozenset(
        {Action.READ, Action.PREVIEW, Action.SAVE, Action.PUBLISH, Action.UNPUBLISH}
    ),
    "admin": frozenset(Action),
}
"""What each role may do."""


@dataclass(frozen=True)
class Actor:
    """Somebody who does something.

    :param name: shown in the history.
    :param roles: names from :data:`ROLES`; any other gives nothing.
    :param actions: the only ones of the roles' actions that are given; ``None`` for all.
    :param pages: the slugs of the only pages they are given on; ``None`` for all.
    """

    name: str
    roles: frozenset[str] = frozenset()
    actions: frozenset[Action] | None = None
    pages: frozenset[str] | None = None

    def may(self, action: Action, slug: str = "") -> bool:
        """Tell whether one of the roles covers an action.

        :param action: what is to be done.
        :param slug: the page it is done to; ``""`` for what is done to no page in particular.
        """
        if self.actions is not None and action not in self.actions:
            return False
        if self.pages is not None and slug not in self.pages:
            return False
        return any(action in ROLES.get(role, ()) for role in self.roles)


def require(actor: Actor | None, action: Action, slug: str = "") -> Actor:
    """Give the actor back if they may do it.

    :param actor: ``None`` for a guest, who may do nothing.
    :param action: what is to be done.
    :param slug: the page it is done to; ``""`` for what is done to no page in particular.
    :raises NotAllowed: if they may not.
    """
    if actor is None or not actor.may(action, slug):
        raise NotAllowed(actor.name if actor else "", action.value)
    return actor
