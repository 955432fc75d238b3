"""A form's words as the claims checker reads them: as they would be saved, as far as they can be.

A merchant in the middle of a word has fields that could not be saved; their words are read too.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re
import typing as t

from ...core.errors import DocumentInvalid
from ...core.ingredients import Chamber
from ...core.page import FACTS
from ...core.page import Facts
from ...core.page import Faq
from ...core.page import Part
from ...core.starting import starting_copy
from . import form_tree
from . import plain_text
from .form_tree import Tree
from .forms import data_of
from .letters import Source
from .saving import dumped
from .saving import loaded

_LISTED = re.compile(r"(benefits|extra_warnings)\[(\d+)\]")
_ASKED = re.compile(r"faq\[(\d+)\]\.(question|answer)")
_RICH = frozenset(
    {"what_it_is", "why_mixed", "about_nitric_oxide", "topical_and_supplements", "answer"}
)


def content_of(part: str, tree: Tree, latest: Part | None) -> Part:
    """Read a form; a field that can't be saved is read as it was typed.

    :param part: ``"facts"`` or a locale.
    :param tree: what was typed.
    :param latest: the part's latest revision, for what nobody reads for claims.
    """
    data = data_of(part, tree)
    try:
        return loaded(part, data)
    except DocumentInvalid as error:
        within = "facts." if part == FACTS else f"copy.{part}."
        paths = [one.path.removeprefix(within) for one in error.problems]
    wrong = {str(form_tree.steps_of(path)[0]) for path in paths if path} & data.keys()
    whole = dumped(latest if part == FACTS and latest is not None else starting_copy("…"))
    given = {name: one for name, one in data.items() if name not in wrong}
    usual = {name: one for name, one in whole.items() if name not in given}
    content = loaded(part, given | usual)
    typed = {name: _typed(name, data[name]) for name in wrong}
    if isinstance(content, Facts):
        typed = {name: one for name, one in typed.items() if name in ("brand", "chambers")}
    return dataclasses.replace(content, **typed)


def _typed(name: str, value: t.Any) -> t.Any:
    if name == "faq":
        return tuple(Faq(one["question"], one["answer"]) for one in value)
    if name == "chambers":
        return tuple(Chamber(one["key"], tuple(one["inci"])) for one in value)
    return tuple(value) if isinstance(value, list) else value


def source_of(tree: Tree, path: str) -> Source:
    """Find the text of a form that a finding is about.

    :param tree: what was typed.
    :param path: within the part, as in ``benefits[2]`` or ``faq[0].answer``.
    """
    listed, asked = _LISTED.fullmatch(path), _ASKED.fullmatch(path)
    if listed is not None:
        typed = form_tree.text(tree, listed[1])
        start, end = _nth(_lines(typed), int(listed[2]), (0, 0))
        return Source(listed[1], typed[start:end], start)
    if asked is not None:
        entries = form_tree.entries(tree, "faq")
        kept = [
            (place, one)
            for place, one in enumerate(entries)
            if any(form_tree.text(one, name).strip() for name in ("question", "answer"))
        ]
        place, entry = _nth(kept, int(asked[1]), (int(asked[1]), Tree()))
        return _source(f"faq[{place}].{asked[2]}", asked[2], form_tree.text(entry, asked[2]))
    return _source(path, path, str(at(tree, path)))


def at(tree: Tree, path: str) -> t.Any:
    """Give what stands in a field; an empty text where there is nothing.

    :param tree: what was typed.
    :param path: of the field.
    """
    value: t.Any = tree
    for step in form_tree.steps_of(path):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return value


def _source(field: str, name: str, typed: str) -> Source:
    rich = name in _RICH
    return Source(field, plain_text.to_html(typed) if rich else typed, rich=rich)


def _lines(typed: str) -> cabc.Iterator[tuple[int, int]]:
    """Give where each line that says something begins and ends; see :func:`.form_tree.lines`."""
    start = 0
    for line in typed.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


T = t.TypeVar("T")


def _nth(listed: cabc.Iterable[T], number: int, otherwise: T) -> T:
    return next((one for at, one in enumerate(listed) if at == number), otherwise)
