"""A form's fields as a tree of texts, and back.

A field is named by the path of what it edits, as in ``faq[0].question``: the path that a problem
names too. The tree holds what was typed, whether it can be saved or not, so that a form comes
back whole after any error.
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

Tree: t.TypeAlias = dict[str, t.Any]
"""Texts, lists of texts, and trees, by name."""

MAPPINGS = ("alt_texts", "variant_names", "step_notes")
"""Fields whose names are a merchant's own, and may hold any character."""

SEVERAL = frozenset({"markets", "times", "areas"})
"""Fields of which several can be ticked."""

_PLACE = re.compile(r"\[(\d{1,3})\]|([^.\[\]]+)")
_DEEPEST = 8


def steps_of(path: str) -> list[str | int]:
    """Take a path apart: names, and numbers of entries.

    :param path: as in ``regimen.steps[2].duration.minimum``.
    """
    head, dot, rest = path.partition(".")
    if head in MAPPINGS and dot:
        return [head, rest]
    return [name or int(number) for number, name in _PLACE.findall(path)][:_DEEPEST]


def read(pairs: cabc.Iterable[tuple[str, str]]) -> Tree:
    """Put the fields of a form into a tree.

    :param pairs: names and texts; those that begin with ``serum_`` are no fields of a part.
    """
    tree: dict[str | int, t.Any] = {}
    for name, text in pairs:
        path = steps_of(name)
        if not path or isinstance(path[0], int) or name.startswith("serum_"):
            continue
        inner = tree
        for one in path[:-1]:
            below = inner.setdefault(one, {})
            if not isinstance(below, dict):
                break
            inner = below
        else:
            if path[-1] in SEVERAL:
                inner.setdefault(path[-1], []).append(text)
            else:
                inner[path[-1]] = text
    return t.cast(Tree, _settled(tree))


def _settled(value: t.Any) -> t.Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_settled(value[key]) for key in sorted(value)]
    return {str(key): _settled(one) for key, one in value.items()}


def write(tree: t.Any, path: str = "") -> cabc.Iterator[tuple[str, str]]:
    """Give the fields of a tree, as a form would send them.

    :param tree: the tree, or a part of one.
    :param path: where that part is.
    """
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from write(value, f"{path}.{key}" if path else key)
    elif isinstance(tree, list):
        several = path.rpartition(".")[2] in SEVERAL
        for at, value in enumerate(tree):
            yield from write(value, path if several else f"{path}[{at}]")
    else:
        yield path, str(tree)


def text(tree: t.Any, name: str) -> str:
    """Give what stands in a field of a tree; an empty text where it is not there.

    :param tree: anything.
    :param name: of the field.
    """
    value = tree.get(name, "") if isinstance(tree, dict) else ""
    return value if isinstance(value, str) else ""


def entries(tree: t.Any, name: str) -> list[Tree]:
    """Give the entries of a list in a tree.

    :param tree: anything.
    :param name: of the list.
    """
    value = tree.get(name, []) if isinstance(tree, dict) else []
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def lines(value: str) -> list[str]:
    """Give the lines of a text that hold anything.

    :param value: as typed.
    """
    return [line.strip() for line in value.splitlines() if line.strip()]
