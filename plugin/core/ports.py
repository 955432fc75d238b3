"""What the core needs from outside: a place to keep pages, a shop, a clock.

Each real implementation runs the same contract tests as the others and as the fake.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import datetime as dt
import typing as t
from dataclasses import dataclass
from dataclasses import field

from .errors import Problem
from .gateway import ShopGateway as ShopGateway
from .notice import Notice
from .page import Part


@dataclass(frozen=True)
class Revision:
    """One whole saved snapshot of one part of a page; it never changes.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param number: counts up from 1 within the part.
    :param content: the snapshot.
    :param author: who saved it.
    :param at: when, in UTC.
    :param reverted_from: the number of the revision whose content it brings back.
    """

    slug: str
    part: str
    number: int
    content: Part
    author: str
    at: dt.datetime
    reverted_from: int | None = None


@dataclass(frozen=True)
class Publication:
    """What shoppers see of a part from a moment on: a revision, or nothing.

    Publications are only ever added; of those that were not cancelled before they began, the one
    that began last is the one that counts.

    :param part: ``"facts"`` or a locale.
    :param revision: the number of the revision shown; ``None`` takes the part down.
    :param begins: from when, in UTC.
    :param ends: until when, in UTC; ``None`` for no end.
    :param notice_id: the safety notice it was published under; only a locale's copy has one.
    :param author: who decided it.
    :param id: what the store names it by; ``None`` before it is kept.
    :param remarks: what did not stop it and whoever decided it has to know: claims to look at,
        locales without rules; told once, and not kept.
    """

    part: str
    revision: int | None
    begins: dt.datetime
    ends: dt.datetime | None = None
    notice_id: str = ""
    author: str = ""
    id: int | None = field(default=None, compare=False)
    remarks: tuple[Problem, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class PartState:
    """Where one part of a page stands at a moment.

    :param latest: the newest revision's number; ``0`` where nothing was ever saved.
    :param publication: the publication that began last, if any.
    :param content: what that publication shows; ``None`` where it shows nothing.
    :param upcoming: publications that have not begun and were not cancelled, soonest first.
    """

    latest: int
    publication: Publication | None = None
    content: Part | None = None
    upcoming: tuple[Publication, ...] = ()


@dataclass(frozen=True)
class PageState:
    """A page at a moment, as the store knows it; :mod:`.visibility` says who may see what of it.

    :param slug: the page's name in its URL.
    :param parts: by ``"facts"`` and by locale.
    :param trashed: whether it is in the trash, and was at that moment.
    """

    slug: str
    parts: cabc.Mapping[str, PartState] = field(default_factory=dict)
    trashed: bool = False


@dataclass(frozen=True)
class HistoryEntry:
    """Who did what, when.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param verb: what, in a few words: ``saved``, ``published``, ``link made``.
    :param revision: the revision it was done to, if any.
    :param author: who.
    :param at: when, in UTC.
    :param id: what the store names it by, newer ones by higher numbers; ``None`` before it is kept.
    """

    slug: str
    part: str
    verb: str
    revision: int | None
    author: str
    at: dt.datetime
    id: int | None = field(default=None, compare=False)


class SnapshotCodec(t.Protocol):
    """Turns parts into JSON and back, checking them on both ways."""

    def dump(self, content: Part) -> dict[str, t.Any]:
        """Give a part as JSON."""

    def load(self, part: str, data: cabc.Mapping[str, t.Any]) -> Part:
        """Read a part.

        :param part: ``"facts"`` or a locale.
        :param data: the JSON.
        :raises DocumentInvalid: with a problem per field.
        """


class PageStore(t.Protocol):
    """A place to keep pages in. All times are aware, in UTC."""

    def transaction(self) -> contextlib.AbstractContextManager[None]:
        """Make what is written inside stand together or not at all."""

    def page(self, slug: str, at: dt.datetime) -> PageState | None:
        """Give a page as it stands at a moment, in one query."""

    def pages(
        self, at: dt.datetime, *, after: str = "", limit: int | None = None
    ) -> list[PageState]:
        """List pages as they stand at a moment, by slug, in one query.

        They begin after the slug `after`, and are `limit` at most.
        """

    def hold(self, slug: str) -> None:
        """Let others publish a page only once this transaction has ended.

        It is the first thing that a transaction does which is to publish: what it reads from then
        on holds until it ends. Where there is no such page yet, there is nothing to hold.

        :param slug: the page.
        """

    def add_page(self, slug: str, *, author: str, at: dt.datetime) -> None:
        """Make an empty page; do nothing where it exists."""

    def add_revision(
        self,
        slug: str,
        part: str,
        content: Part,
        *,
        expected: int,
        author: str,
        at: dt.datetime,
        reverted_from: int | None = None,
    ) -> Revision:
        """Save a snapshot.

        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param content: the whole part.
        :param expected: the number of the revision that the change was made from; ``0`` for none.
        :param author: who saves.
        :param at: when, aware.
        :param reverted_from: the number of the revision that is brought back, if one is.
        :raises PageNotFound: if there is no such page.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        :raises DocumentInvalid: if the snapshot could not be read again.
        """

    def revision(self, slug: str, part: str, number: int | None = None) -> Revision:
        """Give a revision; the latest one where no number is given.

        :raises PageNotFound: if there is no such page.
        :raises RevisionNotFound: if there is no such revision.
        """

    def publish(
        self,
        slug: str,
        publication: Publication,
        notice: Notice | None,
        *,
        expected: int | None = None,
    ) -> Publication:
        """Add a publication.

        :param slug: the page.
        :param publication: what is shown from when on.
        :param notice: the notice the copy goes out under; every locale's publication that shows
            something needs one.
        :param expected: the number of the part's latest revision for whoever decided it; ``None``
            where that does not matter.
        :return: the publication with its id.
        :raises RevisionNotFound: if the revision is not there.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """

    def cancel(
        self,
        slug: str,
        part: str,
        number: int,
        *,
        author: str,
        at: dt.datetime,
        expected: int | None = None,
    ) -> Publication:
        """Say that a publication that has not begun shall not; both stay kept.

        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param number: the publication's id.
        :param author: who cancels it.
        :param at: when, aware.
        :param expected: as in :meth:`publish`.
        :return: the publication.
        :raises PageNotFound: if there is no such page.
        :raises PublicationNotFound: if it has begun, was cancelled, or never was.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """

    def trash(self, slug: str, *, author: str, at: dt.datetime) -> bool:
        """Put a page into the trash, and tell whether it was not there yet.

        Everything of it stays kept.

        :raises PageNotFound: if there is no such page.
        """

    def restore(self, slug: str) -> bool:
        """Take a page out of the trash, and tell whether it was there.

        :raises PageNotFound: if there is no such page.
        """

    def history(
        self, slug: str, *, part: str = "", before: int | None = None, limit: int | None = None
    ) -> list[HistoryEntry]:
        """List what was done to a page, or to one part of it, newest first.

        With `before` only what is older than the entry of that id, and `limit` of it at most.

        :raises PageNotFound: if there is no such page.
        """

    def record(self, entry: HistoryEntry) -> None:
        """Add an entry to the history."""

    def contents(
        self, wanted: cabc.Collection[tuple[str, str, int]]
    ) -> dict[tuple[str, str, int], Part]:
        """Give what revisions say, in one query; what is not there is left out.

        :param wanted: page, part and number of each.
        """

    def revisions(
        self, slug: str, part: str, *, before: int | None = None, limit: int | None = None
    ) -> list[Revision]:
        """List the revisions of a part, newest first; `before` is a number, as in :meth:`history`.

        :raises PageNotFound: if there is no such page.
        """


class Clock(t.Protocol):
    """Tells the time, so that tests can stop it."""

    def now(self) -> dt.datetime:
        """Give this moment as an aware time in UTC."""
