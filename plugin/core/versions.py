"""Compares the versions that a change of a whole page was made from with the latest ones."""

from __future__ import annotations

import collections.abc as cabc

from .errors import RevisionConflict
from .ports import PageState


def check_latest(page: PageState | None, expected: cabc.Mapping[str, int] | None) -> None:
    """Refuse a change that was made from other revisions than the latest.

    :param page: as it stands; ``None`` where there is none.
    :param expected: the number of each part's latest revision for the actor, ``0`` for those it
        does not name; ``None`` where that does not matter.
    :raises RevisionConflict: if another revision of a part has become the latest meanwhile.
    """
    if expected is None:
        return
    latest = {part: one.latest for part, one in page.parts.items()} if page is not None else {}
    for part in sorted({*latest, *expected}):
        made_from, now = expected.get(part, 0), latest.get(part, 0)
        if made_from != now:
            raise RevisionConflict(part, made_from, now)
