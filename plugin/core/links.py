"""Preview links: a page that is not public yet, for people without an account.

Only the hash of a link's secret is kept. A link ends by itself, and can be revoked before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import typing as t
from dataclasses import dataclass
from dataclasses import replace

from . import access
from . import locale as locales
from .access import Action
from .access import Actor
from .errors import DocumentInvalid
from .errors import PageNotFound
from .errors import Problem
from .errors import RevisionNotFound
from .errors import TokenRefused
from .page import FACTS
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageState
from .ports import PageStore

LONGEST_DAYS = 30
"""How many days a link can be made for."""


@dataclass(frozen=True)
class PreviewLink:
    """A link that shows a page to whoever has it.

    :param slug: the page.
    :param locale: the locale it is shown in.
    :param facts: the number of the facts' revision it shows; ``None`` for the latest.
    :param copy: the number of the copy's revision it shows; ``None`` for the latest.
    :param made_by: who made it.
    :param made_at: when, in UTC.
    :param ends: until when it opens, in UTC.
    :param revoked_by: who revoked it; empty where nobody did.
    :param revoked_at: when.
    :param id: what the store names it by; ``None`` before it is kept.
    """

    slug: str
    locale: str
    facts: int | None
    copy: int | None
    made_by: str
    made_at: dt.datetime
    ends: dt.datetime
    revoked_by: str = ""
    revoked_at: dt.datetime | None = None
    id: int | None = None

    @property
    def pinned(self) -> bool:
        """Whether it goes on showing what it showed when it was made."""
        return self.facts is not None

    def opens(self, now: dt.datetime) -> bool:
        """Tell whether it shows the page.

        :param now: aware, in UTC.
        """
        return self.revoked_at is None and now < self.ends


class LinkStore(t.Protocol):
    """Keeps preview links; it joins the page store's transactions."""

    def add(self, link: PreviewLink, secret_hash: str) -> PreviewLink:
        """Keep a link, and give it with its id.

        :raises PageNotFound: if there is no such page.
        """

    def find(self, secret_hash: str) -> PreviewLink | None:
        """Give the link of a secret, whether it opens or not."""

    def of(self, slug: str) -> list[PreviewLink]:
        """List the links to a page, newest first."""

    def revoke(self, slug: str, number: int, *, author: str, at: dt.datetime) -> bool:
        """Note who revoked a link, and when, unless somebody did before.

        :param slug: the page.
        :param number: the link's id.
        :param author: who.
        :param at: when, aware.
        :return: whether there is such a link.
        """


class PreviewLinks:
    """The services of preview links.

    :param store: where pages are kept.
    :param links: where links are kept.
    :param clock: tells the time.
    """

    def __init__(self, store: PageStore, links: LinkStore, clock: Clock) -> None:
        self._store = store
        self._links = links
        self._clock = clock

    def make(
        self, actor: Actor | None, slug: str, locale: str, *, pinned: bool, days: int
    ) -> tuple[PreviewLink, str]:
        """Make a link.

        :param actor: who makes it.
        :param slug: the page.
        :param locale: the locale it shows.
        :param pinned: whether it goes on showing the revisions that are the latest now.
        :param days: how long it opens, from 1 to :data:`LONGEST_DAYS`.
        :return: the link, and its secret, which can't be read again.
        :raises NotAllowed: if the actor may not.
        :raises PageNotFound: if there is no such page, or it is in the trash.
        :raises RevisionNotFound: if the page has no facts, or no copy in the locale.
        :raises DocumentInvalid: if the days are too few or too many.
        """
        actor = access.require(actor, Action.SHARE, slug)
        if not 1 <= days <= LONGEST_DAYS:
            raise DocumentInvalid([Problem("days", f"Choose from 1 to {LONGEST_DAYS} days.")])
        now, secret = self._clock.now(), secrets.token_urlsafe(32)
        with self._store.transaction():
            facts, copy = self._latest(self._page(slug), locale)
            link = PreviewLink(
                slug,
                locale,
                facts if pinned else None,
                copy if pinned else None,
                actor.name,
                now,
                now + dt.timedelta(days=days),
            )
            kept = self._links.add(link, _hashed(secret))
            self._store.record(HistoryEntry(slug, locale, "link made", link.copy, actor.name, now))
        return kept, secret

    def revoke(self, actor: Actor | None, slug: str, number: int) -> None:
        """Make a link open nothing any more.

        :param actor: who revokes it.
        :param slug: the page.
        :param number: the link's id.
        :raises NotAllowed: if the actor may not.
        :raises TokenRefused: if the page has no such link.
        """
        actor = access.require(actor, Action.SHARE, slug)
        now = self._clock.now()
        with self._store.transaction():
            mine = [one for one in self._links.of(slug) if one.id == number]
            if not mine or not self._links.revoke(slug, number, author=actor.name, at=now):
                raise TokenRefused("There is no such link.")
            if mine[0].revoked_at is None:
                entry = HistoryEntry(slug, mine[0].locale, "link revoked", None, actor.name, now)
                self._store.record(entry)

    def of(self, actor: Actor | None, slug: str) -> list[PreviewLink]:
        """List the links to a page, newest first.

        :param actor: who asks.
        :param slug: the page.
        :raises NotAllowed: if the actor may not.
        """
        access.require(actor, Action.PREVIEW, slug)
        return self._links.of(slug)

    def opened(self, secret: str) -> PreviewLink:
        """Give the link that a secret opens, with the revisions it shows now.

        :param secret: as :meth:`make` gave it.
        :raises TokenRefused: if it opens nothing: unknown, ended, revoked, or its page is gone.
        """
        link = self._links.find(_hashed(secret))
        if link is None or not link.opens(self._clock.now()):
            raise TokenRefused("This link opens nothing.")
        try:
            facts, copy = self._latest(self._page(link.slug), link.locale)
        except (PageNotFound, RevisionNotFound) as error:
            raise TokenRefused("This link opens nothing.") from error
        return replace(link, facts=link.facts or facts, copy=link.copy or copy)

    def _page(self, slug: str) -> PageState:
        page = self._store.page(slug, self._clock.now())
        if page is None or page.trashed:
            raise PageNotFound(slug)
        return page

    def _latest(self, page: PageState, locale: str) -> tuple[int, int]:
        if FACTS not in page.parts:
            raise RevisionNotFound(page.slug, FACTS)
        return page.parts[FACTS].latest, page.parts[copy_part(page, locale)].latest


def copy_part(page: PageState, locale: str) -> str:
    """Name the part with a locale's copy: its own or, where there is none, its language's.

    :param page: the page.
    :param locale: one of a market's.
    :raises RevisionNotFound: if there is neither.
    """
    for part in (locale, locales.language(locale)):
        if part in page.parts:
            return part
    raise RevisionNotFound(page.slug, locale)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
