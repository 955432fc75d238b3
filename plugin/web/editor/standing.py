"""A page as the store has it now, for the screens that are about one."""

from __future__ import annotations

import collections.abc as cabc

from ...core.errors import PageNotFound
from ...core.errors import PageTrashed
from ...core.errors import RevisionNotFound
from ...core.page import Copy
from ...core.page import FACTS
from ...core.ports import PageState
from ...core.translation import source_of
from ..mount import mounts
from .naming import part_name
from .visiting import Visit


def page_of(visit: Visit, slug: str) -> PageState:
    """Give a page as it stands now.

    :param visit: by whom.
    :param slug: the page.
    :raises PageNotFound: if there is no such page.
    :raises PageTrashed: if it is in the trash.
    """
    page = visit.mount.store.page(slug, visit.mount.clock.now())
    if page is None:
        raise PageNotFound(slug)
    if page.trashed:
        raise PageTrashed(slug)
    return page


def known_part(page: PageState, part: str) -> str:
    """Give a part's name back, where the page has that part.

    :param page: the page.
    :param part: as it came in an address or a form.
    :raises RevisionNotFound: if it has not.
    """
    if part not in page.parts:
        raise RevisionNotFound(page.slug, part)
    return part


def in_order(parts: cabc.Iterable[str], locales: cabc.Sequence[str]) -> list[str]:
    """Put parts in order: the facts, the market's locales, then the others.

    :param parts: of a page.
    :param locales: of the market.
    """
    rank = {FACTS: -1, **{tag: at for at, tag in enumerate(locales)}}
    return sorted(parts, key=lambda part: (rank.get(part, len(rank)), part))


def title_of(visit: Visit, page: PageState) -> str:
    """Say what a page is called: its latest title in the market's first locale that has one.

    :param visit: by whom.
    :param page: the page.
    """
    for part in in_order(page.parts, visit.mount.market.locales):
        if part != FACTS:
            content = visit.mount.store.revision(page.slug, part).content
            if isinstance(content, Copy):
                return content.title
    return page.slug


def source_name(page: PageState, part: str) -> str:
    """Say what a part of a page is translated from; empty where it is no translation.

    :param page: the page.
    :param part: ``"facts"`` or a locale.
    """
    source = source_of(part, page.parts, [one.market for one in mounts().values()])
    return part_name(source) if source and part != FACTS else ""
