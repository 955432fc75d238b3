"""Where a page's translations stand, and the word that a translation still holds."""

from __future__ import annotations

import collections.abc as cabc
import functools
from dataclasses import dataclass

from . import access
from .access import Action
from .access import Actor
from .errors import DocumentInvalid
from .errors import Problem
from .errors import RevisionNotFound
from .market import Market
from .page import Copy
from .page import FACTS
from .ports import Clock
from .ports import PageState
from .ports import PageStore
from .ports import Revision
from .translation import compare
from .translation import FieldState
from .translation import renewed
from .translation import source_of
from .translation import SourceLog
from .translation import SourceMark
from .translation import Translated


@dataclass(frozen=True)
class Translation:
    """How the copy in one locale stands to its source.

    :param part: the locale.
    :param source: the locale it is translated from; ``None`` for the source itself.
    :param latest: the number of its latest revision; ``0`` where there is none.
    :param numbers: the source's revisions it was made from, by field.
    :param fields: how each field stands; empty for the source itself.
    """

    part: str
    source: str | None
    latest: int
    numbers: cabc.Mapping[str, int]
    fields: cabc.Mapping[str, FieldState]

    def paths(self, state: FieldState) -> list[str]:
        """List the fields that stand so.

        :param state: how.
        """
        return [path for path, one in self.fields.items() if one is state]


class Translating:
    """Says how translations stand to their source.

    :param store: where pages are kept.
    :param log: where it is kept what they were made from.
    :param clock: tells the time.
    :param markets: callable that gives the markets that are mounted.
    """

    def __init__(
        self,
        store: PageStore,
        log: SourceLog,
        clock: Clock,
        markets: cabc.Callable[[], cabc.Sequence[Market]],
    ) -> None:
        self._store = store
        self._log = log
        self._clock = clock
        self._markets = markets

    def note(self, revision: Revision, old: Copy | None, seen: Translated | None) -> None:
        """Keep what a translation was made from; called with each save, in its transaction.

        :param revision: what was saved.
        :param old: the copy before, if there was any.
        :param seen: what the translator had before them; the source's latest revision if ``None``.
        :raises RevisionNotFound: if the source has no such revision.
        """
        slug, part, content = revision.slug, revision.part, revision.content
        page = self._store.page(slug, revision.at)
        source = source_of(part, page.parts if page else (), self._markets())
        if source is None or not isinstance(content, Copy) or page is None:
            return
        latest = page.parts[source].latest
        if seen is not None and not 1 <= seen.number <= latest:
            raise RevisionNotFound(slug, source, seen.number)
        before = self._log.marks(slug).get((slug, part))
        numbers = before.numbers if before is not None and before.source == source else {}
        found = renewed(numbers, old, content, seen or Translated(latest))
        self._log.mark(SourceMark(slug, part, source, found, revision.author, revision.at))

    def check(
        self,
        actor: Actor | None,
        slug: str,
        part: str,
        seen: Translated,
        *,
        expected: int,
    ) -> None:
        """Say that fields of a translation still hold, without a change of their words.

        :param actor: who says so.
        :param slug: the page.
        :param part: the translation's locale.
        :param seen: the source's revision, and the fields.
        :param expected: the number of the translation's revision that was read.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if there is no such revision.
        :raises DocumentInvalid: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.SAVE, slug)
        with self._store.transaction():
            revision = self._store.revision(slug, part)
            if revision.number != expected:
                raise DocumentInvalid([Problem("", "The translation was changed meanwhile.")])
            assert isinstance(revision.content, Copy)
            said = Revision(slug, part, expected, revision.content, actor.name, self._clock.now())
            self.note(said, revision.content, seen)

    def of(self, actor: Actor | None, slug: str, part: str) -> Translation:
        """Say how one locale of a page stands.

        :param actor: who asks.
        :param slug: the page.
        :param part: the locale, of which there may be no copy yet.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if there is no such page.
        """
        access.require(actor, Action.READ, slug)
        page = self._store.page(slug, self._clock.now())
        if page is None:
            raise RevisionNotFound(slug, part)
        return self._standing(page, part, self._log.marks(slug))

    def board(
        self, actor: Actor | None, pages: cabc.Iterable[PageState], parts: cabc.Sequence[str]
    ) -> dict[str, list[Translation]]:
        """Say how pages stand in several locales.

        :param actor: who asks.
        :param pages: the pages; those that the actor may not read are left out.
        :param parts: the locales.
        """
        marks = self._log.marks()
        return {
            page.slug: [self._standing(page, part, marks) for part in parts]
            for page in pages
            if actor is not None and actor.may(Action.READ, page.slug)
        }

    def _standing(
        self, page: PageState, part: str, marks: cabc.Mapping[tuple[str, str], SourceMark]
    ) -> Translation:
        slug = page.slug
        latest = page.parts[part].latest if part in page.parts else 0
        source = source_of(part, page.parts, self._markets())
        if source is None or part == FACTS:
            return Translation(part, None, latest, {}, {})
        mark = marks.get((slug, part))
        numbers = mark.numbers if mark is not None and mark.source == source else {}

        @functools.cache
        def content(of: str, number: int | None) -> Copy:
            found = self._store.revision(slug, of, number).content
            assert isinstance(found, Copy)
            return found

        fields = compare(
            numbers,
            content(part, None) if latest else None,
            page.parts[source].latest,
            lambda number: content(source, number),
        )
        return Translation(part, source, latest, numbers, fields)
