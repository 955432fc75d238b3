"""Who may do what. Nobody may do anything unless a role says so.

A permission travels with the actor: the editor, the API, the command line and a script ask the
same question of the same services.
"""

from __future__ import annotations

import collections.abc as cabc
import enum
import typing as t
from dataclasses import dataclass
from dataclasses import field

from .errors import NotAllowed


class Action(enum.StrEnum):
    """Something an actor does to serum pages."""

    READ = "read"
    SAVE = "edit"
    APPROVE = "approve"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    PREVIEW = "preview"
    COMMENT = "comment on"
    SHARE = "share"
    TRASH = "trash"
    OVERRIDE = "override claims on"


_READING = frozenset({Action.READ, Action.PREVIEW, Action.COMMENT})

ROLES: dict[str, frozenset[Action]] = {
    "writer": _READING | {Action.SAVE, Action.SHARE},
    "compliance": _READING | {Action.APPROVE, Action.UNPUBLISH, Action.OVERRIDE},
    "publisher": _READING
    | {Action.SAVE, Action.SHARE, Action.APPROVE, Action.PUBLISH, Action.UNPUBLISH, Action.TRASH},
    "admin": frozenset(Action),
}
"""What each role may do."""

Can: t.TypeAlias = cabc.Callable[["Actor", Action, str], bool]
"""A host's own say, asked in addition to the roles, with the page's slug; ``""`` for no page."""


@dataclass(frozen=True)
class Actor:
    """Somebody who does something.

    :param name: shown in the history.
    :param roles: names from :data:`ROLES`; any other gives nothing.
    :param actions: the only ones of the roles' actions that are given; ``None`` for all.
    :param pages: the slugs of the only pages they are given on; ``None`` for all.
    :param can: the host's own say; ``None`` where it has none.
    """

    name: str
    roles: frozenset[str] = frozenset()
    actions: frozenset[Action] | None = None
    pages: frozenset[str] | None = None
    can: Can | None = field(default=None, compare=False, repr=False)

    def may(self, action: Action, slug: str = "") -> bool:
        """Tell whether one of the roles covers an action, and nothing speaks against it.

        :param action: what is to be done.
        :param slug: the page it is done to; ``""`` for what is done to no page in particular.
        """
        if self.actions is not None and action not in self.actions:
            return False
        if self.pages is not None and slug not in self.pages:
            return False
        if not any(action in ROLES.get(role, ()) for role in self.roles):
            return False
        return self.can is None or bool(self.can(self, action, slug))


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
