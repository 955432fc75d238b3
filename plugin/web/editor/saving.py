"""Saves a form as a revision: merged with what others saved meanwhile, or asked about."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass

from ...core.errors import DocumentInvalid
from ...core.errors import RevisionConflict
from ...core.errors import RevisionNotFound
from ...core.errors import SerumError
from ...core.merging import Conflict
from ...core.merging import merge
from ...core.page import FACTS
from ...core.page import Part
from ...core.ports import Revision
from ...core.translation import Translated
from ..documents import RecordCodec
from ..mount import Mount
from .form_tree import Tree
from .forms import tree_of
from .visiting import Visit

_ATTEMPTS = 6

_CODEC = RecordCodec()


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    :param number: of the revision that holds the words now.
    :param changed: whether it is a new one.
    :param merged: the names of those whose changes it was brought together with.
    """

    number: int
    changed: bool = True
    merged: tuple[str, ...] = ()


class Clash(SerumError):
    """Others have changed the same fields meanwhile; somebody has to choose.

    :param conflicts: the fields.
    :param theirs: the revision that was saved meanwhile.
    :param base: the number of the revision that the form was made from.
    """

    def __init__(self, conflicts: cabc.Sequence[Conflict], theirs: Revision, base: int) -> None:
        self.conflicts, self.theirs, self.base = tuple(conflicts), theirs, base
        super().__init__(f"{theirs.author} has changed the same fields meanwhile.")


def dumped(content: Part) -> dict[str, t.Any]:
    """Give a part as JSON.

    :param content: the part.
    """
    return _CODEC.dump(content)


def loaded(part: str, data: cabc.Mapping[str, t.Any]) -> Part:
    """Read a part from JSON.

    :param part: ``"facts"`` or a locale.
    :param data: the JSON.
    :raises DocumentInvalid: with paths from the page's root.
    """
    try:
        return _CODEC.load(part, data)
    except DocumentInvalid as error:
        prefix = FACTS if part == FACTS else f"copy.{part}"
        raise DocumentInvalid(one.under(prefix) for one in error.problems) from error


def latest_of(mount: Mount, slug: str, part: str) -> Revision | None:
    """Give a part's latest revision; ``None`` where it was never saved.

    :param mount: the mount.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :raises PageNotFound: if there is no such page.
    """
    try:
        return mount.store.revision(slug, part)
    except RevisionNotFound:
        return None


def before(mount: Mount, slug: str, part: str, base: int) -> Tree:
    """Give the form that a revision makes: what a form that is sent began as.

    :param mount: the mount.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param base: the revision's number; ``0`` for none.
    :raises RevisionNotFound: if there is no such revision.
    """
    if base:
        return tree_of(part, dumped(mount.store.revision(slug, part, base).content))
    return {} if part == FACTS else tree_of(part, {})


def save(
    visit: Visit,
    slug: str,
    part: str,
    data: cabc.Mapping[str, t.Any],
    base: int,
    choices: cabc.Mapping[str, str] | None = None,
    against: int = 0,
    translated: Translated | None = None,
) -> Saved:
    """Save a part.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param data: the part as JSON.
    :param base: the number of the revision that it was made from; ``0`` for none.
    :param choices: what was chosen for a field that both had changed, by its path.
    :param against: the number of the revision that was chosen against; choices hold for no other.
    :param translated: what a translator had before them, where this is a translation.
    :raises DocumentInvalid: if the part breaks a rule.
    :raises Clash: if the same fields were changed meanwhile.
    :raises RevisionNotFound: if `base` is no revision.
    """
    mine = loaded(part, data)
    number = 0
    for _ in range(_ATTEMPTS):
        latest = latest_of(visit.mount, slug, part)
        number = latest.number if latest else 0
        content, names = mine, tuple[str, ...]()
        if latest is not None and number != base:
            told = choices if number == against else None
            content, names = _merged(visit.mount, mine, latest, base, told)
        if latest is not None and content == latest.content:
            return Saved(number, changed=False)
        try:
            done = visit.mount.publishing.save_draft(
                visit.actor, slug, part, content, expected=number, translated=translated
            )
        except RevisionConflict:
            continue  # somebody was a moment faster: look at what they saved
        return Saved(done.number, merged=names)
    raise RevisionConflict(part, base, number)


def _merged(
    mount: Mount,
    mine: Part,
    latest: Revision,
    base: int,
    choices: cabc.Mapping[str, str] | None,
) -> tuple[Part, tuple[str, ...]]:
    slug, part = latest.slug, latest.part
    between = [one for one in mount.store.revisions(slug, part) if one.number > base]
    began = dumped(mount.store.revision(slug, part, base).content) if base else {}
    merged = merge(began, dumped(mine), dumped(latest.content), choices)
    if merged.conflicts:
        raise Clash(merged.conflicts, latest, base)
    return loaded(part, merged.content), tuple(sorted({one.author for one in between}))
