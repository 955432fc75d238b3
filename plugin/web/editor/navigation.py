"""Where a merchant can go: the screens of the editor, and the screens of one page."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.access import Action


@dataclass(frozen=True)
class Entry:
    """A screen that can be gone to.

    :param label: what it is called.
    :param endpoint: its endpoint, without the mount's name and ``editor_``.
    :param action: what an actor must be allowed to see it.
    """

    label: str
    endpoint: str
    action: Action = Action.READ


MAIN: list[Entry] = [
    Entry("Pages", "pages"),
    Entry("Translations", "translations"),
    Entry("Reviews", "reviews"),
    Entry("Calendar", "calendar"),
    Entry("Import", "bring_in", Action.SAVE),
    Entry("Trash", "trash", Action.TRASH),
]
"""The screens that belong to no page, in order."""

TABS: list[Entry] = [
    Entry("Overview", "overview"),
    Entry("Review", "review"),
    Entry("Claims", "overrides"),
    Entry("Schedule", "schedule"),
    Entry("History", "history"),
    Entry("Links", "links", Action.PREVIEW),
]
"""The screens of one page, in order; each takes its ``slug``. Its parts follow the first one."""


BELOW = {
    "schedule_part": "schedule",
    "move": "schedule",
    "compare": "history",
    "revert": "history",
    "ask_review": "review",
    "decide_review": "review",
    "comment": "review",
    "settle": "review",
}
"""The screens of a part that stand below one of its page."""


@dataclass(frozen=True)
class Link:
    """An entry, ready to be linked to.

    :param label: what it is called.
    :param url: its address.
    :param current: whether it is where the merchant is.
    """

    label: str
    url: str
    current: bool
