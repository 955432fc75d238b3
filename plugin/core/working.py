"""What merchants are at work on: words not saved yet, and who has what open.

None of it is a revision: it makes no history, and shoppers never see it.
"""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import dataclass

from .ports import Revision

Pairs: t.TypeAlias = tuple[tuple[str, str], ...]
"""Names and texts of a form's fields, in order, as they were typed."""


@dataclass(frozen=True)
class WorkingCopy:
    """A form as somebody left it.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param author: whose it is; everybody has one of their own per part.
    :param base: the number of the revision the work began from; ``0`` for none.
    :param fields: what was typed, whether it could be saved or not.
    :param at: when it was kept, in UTC.
    """

    slug: str
    part: str
    author: str
    base: int
    fields: Pairs
    at: dt.datetime


class Workbench(t.Protocol):
    """A place to keep what merchants are at work on. All times are aware, in UTC."""

    def latest(self, slug: str = "") -> list[Revision]:
        """Give the latest revision of every part, in one query.

        :param slug: of one page; ``""`` for all pages.
        """

    def keep(self, copy: WorkingCopy) -> bool:
        """Keep a working copy in place of the author's last one of that part.

        Words that were on their way while their author saved are not kept: they began from a
        revision before the one that :meth:`drop` was told.

        :param copy: the words.
        :return: whether they are kept.
        :raises PageNotFound: if there is no such page.
        """

    def find(self, author: str, slug: str, part: str) -> WorkingCopy | None:
        """Give somebody's working copy of a part, or ``None``.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        """

    def drop(self, author: str, slug: str, part: str, base: int) -> None:
        """Remove somebody's working copy of a part, if there is one.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param base: the number of the revision that the author goes on from.
        :raises PageNotFound: if there is no such page.
        """

    def note_presence(self, author: str, slug: str, part: str, at: dt.datetime) -> None:
        """Note that somebody has a part open.

        :param author: who.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param at: when.
        :raises PageNotFound: if there is no such page.
        """

    def present(self, slug: str, part: str, since: dt.datetime) -> list[str]:
        """List who had a part open at a moment or later, by name.

        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param since: the moment.
        """
