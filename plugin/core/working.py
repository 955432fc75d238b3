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

    A form that is opened is a sheet of its own, so that two tabs of one person never write over
    each other's words.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param author: whose it is.
    :param base: the number of the revision the work began from; ``0`` for none.
    :param fields: what was typed, whether it could be saved or not.
    :param at: when it was kept, in UTC.
    :param sheet: the name of the form it was typed into.
    :param mark: of these words; another one whenever they are kept anew.
    """

    slug: str
    part: str
    author: str
    base: int
    fields: Pairs
    at: dt.datetime
    sheet: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Earlier:
    """Words that a sheet was opened with, and stands in for from its first word on.

    :param sheet: what they were typed into.
    :param mark: theirs; where they have another one by now, somebody goes on writing there.
    """

    sheet: str
    mark: str


class Workbench(t.Protocol):
    """A place to keep what merchants are at work on. All times are aware, in UTC."""

    def latest(self, slug: str = "") -> list[Revision]:
        """Give the latest revision of every part, in one query.

        :param slug: of one page; ``""`` for all pages.
        """

    def keep(self, copy: WorkingCopy, after: Earlier | None = None) -> bool:
        """Keep a working copy in place of the last one of its sheet.

        Words that were on their way while their sheet was saved are not kept: they began from a
        revision before the one that :meth:`drop` was told. Other sheets of the author's that say
        the very same go.

        :param copy: the words; they get a mark of their own.
        :param after: what the sheet was opened with; it goes where it is unchanged since.
        :return: whether they are kept.
        :raises PageNotFound: if there is no such page.
        """

    def kept(self, author: str, slug: str, part: str) -> list[WorkingCopy]:
        """List somebody's working copies of a part, newest first.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        """

    def unsaved(self, author: str, slug: str) -> frozenset[str]:
        """Name the parts of a page that somebody has words for which are not saved.

        :param author: whose.
        :param slug: the page.
        """

    def drop(
        self,
        author: str,
        slug: str,
        part: str,
        base: int,
        sheet: str = "",
        after: Earlier | None = None,
    ) -> None:
        """Remove the working copy of a sheet, if there is one.

        :param author: whose.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param base: the number of the revision that the author goes on from.
        :param sheet: the name of the form.
        :param after: what the sheet was opened with; it goes where it is unchanged since.
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
