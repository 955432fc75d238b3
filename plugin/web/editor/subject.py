"""What a form is about: a page, one part of it, and the facts that it goes with."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.errors import PageNotFound
from ...core.errors import PageTrashed
from ...core.errors import RevisionNotFound
from ...core.page import FACTS
from ...core.page import Facts
from ...core.ports import PageState
from ...core.ports import Revision
from .saving import latest_of
from .visiting import Visit


@dataclass(frozen=True)
class Subject:
    """What a form is about.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param state: the page as it stands.
    :param latest: the part's latest revision; ``None`` where it was never saved.
    :param facts: the page's latest facts; ``None`` where there are none.
    """

    slug: str
    part: str
    state: PageState
    latest: Revision | None
    facts: Facts | None


def subject(visit: Visit, slug: str, part: str) -> Subject:
    """Find out what a form is about.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :raises PageNotFound: if there is no such page.
    :raises RevisionNotFound: if the page can't have such a part.
    """
    state = visit.mount.store.page(slug, visit.mount.clock.now())
    if state is None:
        raise PageNotFound(slug)
    if state.trashed:
        raise PageTrashed(slug)
    if part != FACTS and part not in visit.locales(state.parts):
        raise RevisionNotFound(slug, part)
    latest = latest_of(visit.mount, slug, part)
    facts = latest if part == FACTS else latest_of(visit.mount, slug, FACTS)
    content = facts.content if facts else None
    return Subject(slug, part, state, latest, content if isinstance(content, Facts) else None)
