"""Adds, moves and removes the entries of a form's lists: steps, sizes, pictures, questions."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from . import form_tree
from .form_tree import Tree

LISTS = ("regimen.steps", "variants", "chambers", "images", "faq")
"""The lists that can be rearranged."""

_ORDER = re.compile(
    r"(?P<list>[a-z.]+)(?:\[(?P<at>\d{1,3})\])?\.(?P<verb>add|remove|up|down|to\[(?P<to>\d{1,3})\])"
)
_MOST = 60


def rearranged(tree: Tree, order: str) -> bool:
    """Carry out an order on a form, as in ``regimen.steps[2].up``, ``faq.add`` or
    ``images[0].to[2]``.

    :param tree: the form; it is changed.
    :param order: what to do.
    :return: whether it was such an order.
    """
    found = _ORDER.fullmatch(order)
    if found is None or found["list"] not in LISTS:
        return False
    entries = _list(tree, found["list"])
    if found["verb"] == "add":
        if len(entries) < _MOST:
            entries.append(_NEW[found["list"]](entries))
        return True
    at = int(found["at"] or 0)
    if found["at"] is None or at >= len(entries):
        return True
    entry = entries.pop(at)
    to = {"up": at - 1, "down": at + 1}.get(found["verb"], int(found["to"] or 0))
    if found["verb"] != "remove":
        entries.insert(max(to, 0), entry)
    return True


def _list(tree: Tree, path: str) -> list[t.Any]:
    names = [str(one) for one in form_tree.steps_of(path)]
    inner: t.Any = tree
    for name in names[:-1]:
        inner = inner.setdefault(name, {})
    value = inner.get(names[-1])
    if not isinstance(value, list):
        inner[names[-1]] = value = []
    return value


def _unused(stem: str, entries: cabc.Iterable[t.Any]) -> str:
    used = {form_tree.text(one, "id") for one in entries}
    return next(name for at in range(1, 1000) if (name := f"{stem}-{at}") not in used)


def _step(entries: cabc.Sequence[t.Any]) -> Tree:
    return {
        "id": _unused("step", entries),
        "action": "wait",
        "times": ["morning", "evening"],
        "areas": ["face"],
        "role": "moisturizer",
        "amounts": {"quantity": "1", "measure": "press"},
        "duration": {"minimum": "60", "maximum": "120"},
    }


def _variant(entries: cabc.Sequence[t.Any]) -> Tree:
    return {"sku": "", "gtin": "", "content": {"amount": "", "unit": "ml", "chambers": "2"}}


def _image(entries: cabc.Sequence[t.Any]) -> Tree:
    name = _unused("picture", entries)
    return {"id": name, "url": "", "width": "1200", "height": "1500", "decorative": ""}


def _chamber(entries: cabc.Sequence[t.Any]) -> Tree:
    return {"key": "B" if entries else "A", "inci": ""}


def _question(entries: cabc.Sequence[t.Any]) -> Tree:
    return {"question": "", "answer": ""}


_NEW: dict[str, cabc.Callable[[cabc.Sequence[t.Any]], Tree]] = {
    "regimen.steps": _step,
    "variants": _variant,
    "chambers": _chamber,
    "images": _image,
    "faq": _question,
}
