"""Brings two people's changes to one part together, field by field.

It works on parts as JSON, as a snapshot codec writes them. What only one of the two has changed
is taken as it is; what both have changed to different things is a conflict, and is asked about.
Entries of a list are told apart by their ``id``, ``sku``, ``key`` or ``question``, so that a step
that was moved is still that step.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass

MISSING: t.Final = None
"""Stands for a field or an entry that is not there."""

_IDENTITIES = ("id", "sku", "key", "question")

# Numbers that only mean something together.
_WHOLE = frozenset({"amounts", "content", "duration"})


@dataclass(frozen=True)
class Conflict:
    """A field that both have changed, to different things.

    :param path: where it is, as in ``regimen.steps[wait].duration``; entries by their identity.
    :param base: what both began from.
    :param mine: what the one who saves has made of it.
    :param theirs: what was saved meanwhile.
    """

    path: str
    base: t.Any
    mine: t.Any
    theirs: t.Any

    @property
    def joins(self) -> bool:
        """Whether both can be kept, one after the other."""
        both = (self.mine, self.theirs)
        return all(isinstance(one, str) and one for one in both) or all(map(_is_texts, both))


@dataclass(frozen=True)
class Merged:
    """Two people's changes, brought together.

    :param content: the part; at a conflict it says what `mine` says.
    :param conflicts: what has to be asked about.
    :param theirs: the fields that were taken from the other one, by path.
    """

    content: dict[str, t.Any]
    conflicts: tuple[Conflict, ...]
    theirs: tuple[str, ...]


def merge(
    base: cabc.Mapping[str, t.Any],
    mine: cabc.Mapping[str, t.Any],
    theirs: cabc.Mapping[str, t.Any],
    choices: cabc.Mapping[str, str] | None = None,
) -> Merged:
    """Bring two changes of a part together.

    :param base: the part that both began from; empty where there was none.
    :param mine: the part as the one who saves wants it.
    :param theirs: the part as it was saved meanwhile.
    :param choices: ``mine``, ``theirs`` or ``both`` by the path of a conflict.
    """
    work = _Merging(choices or {})
    content = work.mappings("", base, mine, theirs)
    return Merged(content, tuple(work.conflicts), tuple(work.taken))


class _Merging:
    def __init__(self, choices: cabc.Mapping[str, str]) -> None:
        self.choices = choices
        self.conflicts: list[Conflict] = []
        self.taken: list[str] = []

    def mappings(
        self,
        path: str,
        base: cabc.Mapping[str, t.Any],
        mine: cabc.Mapping[str, t.Any],
        theirs: cabc.Mapping[str, t.Any],
    ) -> dict[str, t.Any]:
        merged = {}
        for key in dict.fromkeys([*mine, *theirs]):
            inner = f"{path}.{key}" if path else key
            value = self.values(inner, base.get(key), mine.get(key), theirs.get(key))
            if value is not MISSING or key in mine:
                merged[key] = value
        return merged

    def values(self, path: str, base: t.Any, mine: t.Any, theirs: t.Any) -> t.Any:
        if mine == theirs or theirs == base:
            return mine
        if mine == base:
            self.taken.append(path)
            return theirs
        if path.rpartition(".")[2] not in _WHOLE:
            if isinstance(mine, dict) and isinstance(theirs, dict):
                return self.mappings(path, base if isinstance(base, dict) else {}, mine, theirs)
            entries = [_entries(one) for one in (base or [], mine, theirs)]
            if all(one is not None for one in entries):
                return self.lists(path, *t.cast("list[dict[str, t.Any]]", entries))
        return self.asked(Conflict(path, base, mine, theirs))

    def asked(self, conflict: Conflict) -> t.Any:
        choice = self.choices.get(conflict.path)
        if choice == "theirs":
            self.taken.append(conflict.path)
            return conflict.theirs
        if choice == "both" and conflict.joins:
            return _joined(conflict)
        if choice != "mine":
            self.conflicts.append(conflict)
        return conflict.mine

    def lists(
        self,
        path: str,
        base: dict[str, t.Any],
        mine: dict[str, t.Any],
        theirs: dict[str, t.Any],
    ) -> list[t.Any]:
        merged = {}
        for key in dict.fromkeys([*mine, *theirs]):
            inner = f"{path}[{key}]"
            value = self.values(inner, base.get(key), mine.get(key), theirs.get(key))
            if value is not MISSING:
                merged[key] = value
        return [merged[key] for key in self.order(path, base, mine, theirs, merged)]

    def order(
        self,
        path: str,
        base: cabc.Collection[str],
        mine: cabc.Collection[str],
        theirs: cabc.Collection[str],
        kept: cabc.Collection[str],
    ) -> list[str]:
        common = [set(base) & set(mine) & set(theirs)]
        orders = [[key for key in one if key in common[0]] for one in (base, mine, theirs)]
        chosen = self.values(f"{path}.order", *orders)
        leading, other = (theirs, mine) if chosen != orders[1] else (mine, theirs)
        ordered = [key for key in leading if key in kept]
        before = ""
        for key in other:  # what only the other one has goes after what stands before it there
            if key in kept and key not in ordered:
                ordered.insert(ordered.index(before) + 1 if before in ordered else 0, key)
            before = key if key in ordered else before
        return ordered


def _entries(value: t.Any) -> dict[str, t.Any] | None:
    """Give a list's entries by what tells them apart; ``None`` where nothing does."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    for name in _IDENTITIES:
        if all(isinstance(one.get(name), str) for one in value):
            found = {one[name]: one for one in value}
            return found if len(found) == len(value) else None
    return None


def _is_texts(value: t.Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _joined(conflict: Conflict) -> t.Any:
    mine, theirs = conflict.mine, conflict.theirs
    if isinstance(mine, list):
        return [*theirs, *(one for one in mine if one not in theirs)]
    return theirs + mine if "</" in theirs or "</" in mine else f"{theirs} {mine}"
