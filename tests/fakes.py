"""Stand-ins for what the core needs from outside, as good as the real ones."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import copy
import datetime as dt
import itertools
import threading
import time
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from flask_serum.core.errors import NoticeUnavailable
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import PublicationNotFound
from flask_serum.core.errors import RevisionConflict
from flask_serum.core.errors import RevisionNotFound
from flask_serum.core.notice import Notice
from flask_serum.core.offer import CartLine
from flask_serum.core.offer import LineResult
from flask_serum.core.offer import LineStatus
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role
from flask_serum.core.offer import Shelf
from flask_serum.core.offer import ShopQuery
from flask_serum.core.page import FACTS
from flask_serum.core.page import Part
from flask_serum.core.ports import HistoryEntry
from flask_serum.core.ports import PageState
from flask_serum.core.ports import PartState
from flask_serum.core.ports import Publication
from flask_serum.core.ports import Revision

NOON = dt.datetime(2027, 3, 1, 12, 0, tzinfo=dt.UTC)


@dataclass
class StoppedClock:
    """Fulfils ``Clock``; moves only when it is told to.

    :param time: what it shows.
    """

    time: dt.datetime = NOON

    def now(self) -> dt.datetime:
        """Give the time it shows."""
        return self.time

    def advance(self, **delta: float) -> dt.datetime:
        """Move on, as in ``advance(hours=1)``."""
        self.time += dt.timedelta(**delta)
        return self.time


@dataclass
class _Page:
    revisions: dict[str, list[Revision]] = field(default_factory=dict)
    publications: list[Publication] = field(default_factory=list)
    cancelled: set[int] = field(default_factory=set)
    trashed: dt.datetime | None = None
    history: list[HistoryEntry] = field(default_factory=list)


class MemoryPageStore:
    """Fulfils ``PageStore`` in memory."""

    def __init__(self) -> None:
        self._pages: dict[str, _Page] = {}
        self._lock = threading.RLock()
        self._ids = itertools.count(1)

    @contextlib.contextmanager
    def transaction(self) -> cabc.Iterator[None]:
        """Undo what was written inside if it fails."""
        with self._lock:
            before = {
                slug: _Page(
                    {part: list(made) for part, made in page.revisions.items()},
                    list(page.publications),
                    set(page.cancelled),
                    page.trashed,
                    list(page.history),
                )
                for slug, page in self._pages.items()
            }
            try:
                yield
            except BaseException:
                self._pages = before
                raise

    def page(self, slug: str, at: dt.datetime) -> PageState | None:
        """Give a page as it stands at a moment."""
        with self._lock:
            return self._state(slug, _aware(at)) if slug in self._pages else None

    def pages(
        self, at: dt.datetime, *, after: str = "", limit: int | None = None
    ) -> list[PageState]:
        """List pages as they stand at a moment."""
        with self._lock:
            slugs = sorted(slug for slug in self._pages if slug > after)
            return [self._state(slug, _aware(at)) for slug in slugs[:limit]]

    def hold(self, slug: str) -> None:
        """Let others wait; every transaction does."""

    def contents(
        self, wanted: cabc.Collection[tuple[str, str, int]]
    ) -> dict[tuple[str, str, int], Part]:
        """Give what revisions say."""
        with self._lock:
            return {
                one: made[one[2] - 1].content
                for one in wanted
                if one[0] in self._pages
                and 0 < one[2] <= len(made := self._pages[one[0]].revisions.get(one[1], []))
            }

    def add_page(self, slug: str, *, author: str, at: dt.datetime) -> None:
        """Make an empty page; do nothing where it exists."""
        with self._lock:
            self._pages.setdefault(slug, _Page())

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
        """Save a snapshot."""
        with self._lock:
            made = self._page(slug).revisions.get(part, [])
            if len(made) != expected:
                raise RevisionConflict(part, expected, len(made))
            saved = Revision(
                slug,
                part,
                expected + 1,
                copy.deepcopy(content),
                author,
                _aware(at),
                reverted_from,
            )
            self._page(slug).revisions.setdefault(part, []).append(saved)
            return saved

    def revision(self, slug: str, part: str, number: int | None = None) -> Revision:
        """Give a revision; the latest one where no number is given."""
        with self._lock:
            made = self._page(slug).revisions.get(part, [])
            wanted = len(made) if number is None else number
            if not 1 <= wanted <= len(made):
                raise RevisionNotFound(slug, part, number)
            return made[wanted - 1]

    def revisions(
        self, slug: str, part: str, *, before: int | None = None, limit: int | None = None
    ) -> list[Revision]:
        """List the revisions of a part, newest first."""
        with self._lock:
            made = self._page(slug).revisions.get(part, [])[::-1]
            return [one for one in made if before is None or one.number < before][:limit]

    def publish(
        self,
        slug: str,
        publication: Publication,
        notice: Notice | None,
        *,
        expected: int | None = None,
    ) -> Publication:
        """Add a publication."""
        with self._lock:
            page, part = self._page(slug), publication.part
            self._hold(page, part, expected)
            if publication.revision is None or part == FACTS:
                publication = replace(publication, notice_id="")
            elif notice is None or notice.id != publication.notice_id:
                raise NoticeUnavailable(part, "copy is published under the notice that it names.")
            if publication.revision is not None:
                self.revision(slug, part, publication.revision)
            if publication.ends is not None and publication.ends <= publication.begins:
                raise ValueError("A publication ends after it begins.")
            kept = replace(publication, id=next(self._ids))
            page.publications.append(kept)
            return kept

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
        """Say that a publication that has not begun shall not."""
        with self._lock:
            page = self._page(slug)
            self._hold(page, part, expected)
            for one in page.publications:
                there = one.id == number and number not in page.cancelled
                if there and one.part == part and one.begins > _aware(at):
                    page.cancelled.add(number)
                    return one
            raise PublicationNotFound(slug, part, number)

    def _hold(self, page: _Page, part: str, expected: int | None) -> None:
        latest = len(page.revisions.get(part, []))
        if expected is not None and expected != latest:
            raise RevisionConflict(part, expected, latest)

    def trash(self, slug: str, *, author: str, at: dt.datetime) -> bool:
        """Put a page into the trash."""
        with self._lock:
            page = self._page(slug)
            new = page.trashed is None
            page.trashed = page.trashed or _aware(at)
            return new

    def restore(self, slug: str) -> bool:
        """Take a page out of the trash."""
        with self._lock:
            page = self._page(slug)
            there, page.trashed = page.trashed is not None, None
            return there

    def history(
        self, slug: str, *, part: str = "", before: int | None = None, limit: int | None = None
    ) -> list[HistoryEntry]:
        """List what was done to a page, newest first."""
        with self._lock:
            return [
                one
                for one in self._page(slug).history[::-1]
                if part in ("", one.part)
                and (before is None or (one.id is not None and one.id < before))
            ][:limit]

    def record(self, entry: HistoryEntry) -> None:
        """Add an entry to the history."""
        with self._lock:
            kept = replace(entry, id=next(self._ids))
            self._page(entry.slug).history.append(kept)

    def _page(self, slug: str) -> _Page:
        if slug not in self._pages:
            raise PageNotFound(slug)
        return self._pages[slug]

    def _state(self, slug: str, at: dt.datetime) -> PageState:
        page = self._pages[slug]
        parts = {part: self._part_state(slug, part, at) for part in sorted(page.revisions)}
        return PageState(slug, parts, page.trashed is not None and page.trashed <= at)

    def _part_state(self, slug: str, part: str, at: dt.datetime) -> PartState:
        page = self._pages[slug]
        ordered = sorted(
            (one for one in page.publications if one.part == part and one.id not in page.cancelled),
            key=lambda one: one.begins,
        )
        begun = [one for one in ordered if one.begins <= at]
        current = begun[-1] if begun else None
        content = None
        if current and current.revision and (current.ends is None or at < current.ends):
            content = self.revision(slug, part, current.revision).content
        return PartState(
            latest=len(page.revisions[part]),
            publication=current,
            content=content,
            upcoming=tuple(one for one in ordered if one.begins > at),
        )


def _aware(moment: dt.datetime) -> dt.datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone.")
    return moment


@dataclass
class FakeShop:
    """Fulfils ``ShopGateway``: answers what it was told to, and remembers what it was asked.

    :param offers: by SKU; companions belong in here too.
    :param cart: how many of each SKU are in the cart.
    :param address: of its cart.
    :param failure: raised by every call, where there is one.
    :param delay: seconds that every call takes.
    :param lie: given as the answer to :meth:`look_up`, whatever was asked.
    :param results: what becomes of a SKU in :meth:`add_lines`, where it is not added.
    """

    offers: dict[str, Offer] = field(default_factory=dict)
    cart: dict[str, int] = field(default_factory=dict)
    address: str = "/cart"
    failure: Exception | None = None
    delay: float = 0
    lie: Shelf | None = None
    results: dict[str, LineStatus] = field(default_factory=dict)
    queries: list[ShopQuery] = field(default_factory=list)
    added: list[tuple[CartLine, ...]] = field(default_factory=list)

    @classmethod
    def selling(cls, *offers: Offer) -> FakeShop:
        """Make a shop that sells these."""
        return cls({one.sku: one for one in offers})

    def look_up(self, query: ShopQuery) -> Shelf:
        """Answer one batched question."""
        self.queries.append(query)
        self._suffer()
        if self.lie is not None:
            return self.lie
        return Shelf(
            offers={sku: self.offers[sku] for sku in query.skus if sku in self.offers},
            companions={role: self._of_role(role, query.limit) for role in query.roles},
            in_cart=frozenset(self.cart),
        )

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Put lines into the cart."""
        self.added.append(tuple(lines))
        self._suffer()
        return [self._add(line) for line in lines]

    def cart_url(self, query: ShopQuery) -> str:
        """Give the address of the cart."""
        return self.address

    def _of_role(self, role: Role, limit: int) -> tuple[Offer, ...]:
        return tuple(one for one in self.offers.values() if one.role is role)[:limit]

    def _add(self, line: CartLine) -> LineResult:
        offer = self.offers.get(line.sku)
        if line.sku in self.results:
            return LineResult(line.sku, self.results[line.sku])
        if offer is None:
            return LineResult(line.sku, LineStatus.UNKNOWN_PRODUCT)
        if not offer.availability.sells:
            return LineResult(line.sku, LineStatus.OUT_OF_STOCK)
        if not offer.sells:
            return LineResult(line.sku, LineStatus.NOT_FOR_SALE)
        wanted = line.quantity
        there = wanted if offer.quantity is None else min(wanted, offer.quantity)
        if there == 0:
            return LineResult(line.sku, LineStatus.OUT_OF_STOCK)
        self.cart[line.sku] = self.cart.get(line.sku, 0) + there
        status = LineStatus.ADDED if there == wanted else LineStatus.PARTLY_ADDED
        return LineResult(line.sku, status, there)

    def _suffer(self) -> None:
        if self.delay:
            time.sleep(self.delay)
        if self.failure is not None:
            raise self.failure
