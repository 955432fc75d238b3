"""What differs between two revisions of a part: field by field, and word by word.

Entries of lists are aligned by what names them (a step's id, a variant's SKU), so that a step that
was moved, or a question that was put in, does not make everything after it look changed.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import decimal
import difflib
import enum
import re
import typing as t
from dataclasses import dataclass

from .page import Part


class Kind(enum.StrEnum):
    """What became of a field or an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Fate(enum.StrEnum):
    """What became of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Words:
    """Some words in a row that share a fate.

    :param fate: what became of them.
    :param text: the words, with the spaces after them.
    """

    fate: Fate
    text: str


@dataclass(frozen=True)
class Difference:
    """One field, or one entry of a list, that is not what it was.

    :param path: where it is, as in ``regimen.steps[mix].duration.minimum``; entries of lists by
        their name, or by their place where they have none.
    :param label: the same for a person, as in ``Regimen / Steps “mix” / Duration / Minimum``.
    :param kind: what became of it.
    :param old: what it was, as JSON; ``None`` where it was not there.
    :param new: what it is, as JSON; ``None`` where it is gone.
    :param words: for texts, what became of each word: without what was removed they are the new
        text, without what was added the old one.
    """

    path: str
    label: str
    kind: Kind
    old: t.Any
    new: t.Any
    words: tuple[Words, ...] = ()


_NAMES = ("id", "sku", "key", "chamber", "question")

_SAID = {
    "pao_months": "Period after opening (months)",
    "faq": "FAQ",
    "gtin": "GTIN",
    "inci": "INCI list",
    "seo_description": "SEO description",
    "seo_title": "SEO title",
    "sku": "SKU",
    "url": "Address",
    "what_it_is": "What it is",
}

# More words than this to compare with one another are told as taken out and put in.
_MOST_PAIRS = 1_000_000


def differences(old: Part, new: Part) -> tuple[Difference, ...]:
    """Find what differs between two contents of a part.

    :param old: what it was.
    :param new: what it is.
    """
    return tuple(_between(old, new, "", ""))


def words_between(old: str, new: str) -> tuple[Words, ...]:
    """Compare two texts word by word.

    :param old: what it was.
    :param new: what it is.
    """
    before, after = _split(old), _split(new)
    if len(before) * len(after) > _MOST_PAIRS:
        found = [Words(Fate.REMOVED, old), Words(Fate.ADDED, new)]
    else:
        found = []
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                found.append(Words(Fate.SAME, "".join(before[a:b])))
            else:
                found.append(Words(Fate.REMOVED, "".join(before[a:b])))
                found.append(Words(Fate.ADDED, "".join(after[c:d])))
    return tuple(one for one in found if one.text)


def _split(text: str) -> list[str]:
    # An element of rich text is a word of its own, with the spaces after it.
    return re.findall(r"<[^<>]*>\s*|[^\s<]+\s*|<|\s+", text)


def _between(old: t.Any, new: t.Any, path: str, label: str) -> cabc.Iterator[Difference]:
    if old == new:
        return
    if dataclasses.is_dataclass(old) and type(old) is type(new):
        for one in dataclasses.fields(old):
            yield from _between(
                getattr(old, one.name),
                getattr(new, one.name),
                f"{path}.{one.name}" if path else one.name,
                _deeper(label, one.name),
            )
    elif isinstance(old, cabc.Mapping) and isinstance(new, cabc.Mapping):
        yield from _between_named(
            {str(name): value for name, value in old.items()},
            {str(name): value for name, value in new.items()},
            path,
            label,
        )
    elif isinstance(old, tuple) and isinstance(new, tuple):
        before, after = _named(old), _named(new)
        if before is None or after is None:
            yield from _between_lists(old, new, path, label)
        else:
            yield from _between_named(before, after, path, label)
            yield from _moved(list(before), list(after), path, label)
    elif isinstance(old, str) and isinstance(new, str) and not isinstance(old, enum.Enum):
        yield Difference(path, label, Kind.CHANGED, old, new, words_between(old, new))
    elif new is None:
        yield Difference(path, label, Kind.REMOVED, _json(old), None)
    else:
        kind = Kind.ADDED if old is None else Kind.CHANGED
        yield Difference(path, label, kind, _json(old), _json(new))


def _between_named(
    old: cabc.Mapping[str, t.Any], new: cabc.Mapping[str, t.Any], path: str, label: str
) -> cabc.Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        deeper, said = f"{path}[{name}]", f"{label} “{name}”"
        if name not in new:
            yield Difference(deeper, said, Kind.REMOVED, _json(old[name]), None)
        elif name not in old:
            yield Difference(deeper, said, Kind.ADDED, None, _json(new[name]))
        else:
            yield from _between(old[name], new[name], deeper, said)


def _between_lists(
    old: tuple[t.Any, ...], new: tuple[t.Any, ...], path: str, label: str
) -> cabc.Iterator[Difference]:
    before, after = [_key(one) for one in old], [_key(one) for one in new]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        both = min(b - a, d - c)
        for at in range(both):
            yield from _between(
                old[a + at], new[c + at], f"{path}[{c + at}]", f"{label} {c + at + 1}"
            )
        for at in range(a + both, b):
            yield Difference(
                f"{path}[{at}]", f"{label} {at + 1}", Kind.REMOVED, _json(old[at]), None
            )
        for at in range(c + both, d):
            yield Difference(f"{path}[{at}]", f"{label} {at + 1}", Kind.ADDED, None, _json(new[at]))


def _moved(before: list[str], after: list[str], path: str, label: str) -> cabc.Iterator[Difference]:
    stayed = [one for one in before if one in after]
    now = [one for one in after if one in before]
    matcher = difflib.SequenceMatcher(None, stayed, now, autojunk=False)
    kept = {
        name
        for block in matcher.get_matching_blocks()
        for name in stayed[block.a : block.a + block.size]
    }
    for name in now:
        if name not in kept:
            yield Difference(
                f"{path}[{name}]",
                f"{label} “{name}”",
                Kind.MOVED,
                before.index(name),
                after.index(name),
            )


def _named(entries: tuple[t.Any, ...]) -> dict[str, t.Any] | None:
    named: dict[str, t.Any] = {}
    for entry in entries:
        name = next((getattr(entry, one) for one in _NAMES if hasattr(entry, one)), None)
        if name is None or str(name) in named:
            return None
        named[str(name)] = entry
    return named


def _key(value: t.Any) -> str:
    return repr(_json(value))


def _deeper(label: str, name: str) -> str:
    said = _SAID.get(name) or name.replace("_", " ").capitalize()
    return f"{label} / {said}" if label else said


def _json(value: t.Any) -> t.Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _json(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, cabc.Mapping):
        return {str(name): _json(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_json(one) for one in value]
    if isinstance(value, enum.Enum):
        return value.value
    return format(value, "f") if isinstance(value, decimal.Decimal) else value
