"""A form as its template sees it: what was typed, what is wrong with it, where it is."""

from __future__ import annotations

import collections.abc as cabc
import functools
import typing as t
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from ...core import locale as locales
from ...core.errors import Problem
from ...core.page import FACTS
from . import copy_form
from . import facts_form
from . import form_tree
from . import plain_text
from .field_claims import Finding
from .field_claims import FormClaims
from .field_claims import marks_json
from .form_tree import Tree
from .problems import element_id
from .problems import prefixes
from .problems import Trouble
from .problems import trouble

SHOWN = "serum_shown"
"""The field that names each list that a form shows, so that an empty one can be told from none."""


@dataclass(frozen=True)
class Form:
    """A form of one part.

    :param part: ``"facts"`` or a locale.
    :param tree: what stands in it.
    :param base: the number of the revision it was made from; ``0`` for none.
    :param troubles: what is wrong with it.
    :param claims: what its words claim; ``None`` where nobody has read them.
    :param focus: the field to go on in; empty for none in particular.
    """

    part: str
    tree: Tree
    base: int = 0
    troubles: tuple[Trouble, ...] = ()
    claims: FormClaims | None = None
    focus: str = ""

    @property
    def locale(self) -> str:
        """The locale its words are in."""
        return "en" if self.part == FACTS else self.part

    @property
    def direction(self) -> str:
        """The direction its words are written in."""
        return locales.direction(self.locale)

    @functools.cached_property
    def _said(self) -> dict[str, list[str]]:
        known = set(_paths(self.tree))
        found: dict[str, list[str]] = {}
        for one in self.troubles:
            place = next((path for path in prefixes(one.path) if path in known), one.path)
            found.setdefault(place, []).append(one.text)
        return found

    def at(self, path: str) -> t.Any:
        """Give what stands in a field; an empty text where there is nothing.

        :param path: of the field.
        """
        value: t.Any = self.tree
        for one in form_tree.steps_of(path):
            try:
                value = value[one]
            except (KeyError, IndexError, TypeError):
                return ""
        return value

    def html(self, path: str) -> str:
        """Give what stands in a field of rich text, as HTML.

        :param path: of the field.
        """
        return plain_text.to_html(str(self.at(path)))

    def ticked(self, path: str, value: str) -> bool:
        """Tell whether one of several choices is ticked.

        :param path: of the field.
        :param value: of the choice.
        """
        return value in (self.at(path) or ())

    def errors(self, path: str) -> list[str]:
        """List what is wrong with a field.

        :param path: of the field.
        """
        return self._said.get(path, [])

    def found(self, path: str) -> tuple[Finding, ...]:
        """List what a field claims.

        :param path: of the field.
        """
        return self.claims.fields.get(path, ()) if self.claims is not None else ()

    def marks(self, path: str) -> str:
        """Write where in a field that stands, for the script.

        :param path: of the field.
        """
        return marks_json(self.found(path))

    def id(self, path: str) -> str:
        """Give the id of a field's element.

        :param path: of the field.
        """
        return element_id(path)

    def summary(self) -> list[Trouble]:
        """List what is wrong, each with the field that shows it."""
        known = set(_paths(self.tree))
        return [
            Trouble(
                one.part,
                next((path for path in prefixes(one.path) if path in known), one.path),
                one.label,
                one.text,
            )
            for one in self.troubles
        ]


def form_of(
    part: str,
    tree: Tree,
    base: int,
    problems: cabc.Iterable[Problem] = (),
) -> Form:
    """Make a form.

    :param part: ``"facts"`` or a locale.
    :param tree: what stands in it.
    :param base: the number of the revision it was made from.
    :param problems: what is wrong with it.
    """
    return Form(part, tree, base, tuple(trouble(one, part) for one in dict.fromkeys(problems)))


def tree_of(part: str, data: cabc.Mapping[str, t.Any]) -> Tree:
    """Write a part into a form.

    :param part: ``"facts"`` or a locale.
    :param data: the part as JSON; empty for copy that was never written.
    """
    return facts_form.to_form(data) if part == FACTS else copy_form.to_form(data)


def data_of(part: str, tree: Tree) -> dict[str, t.Any]:
    """Read a part from a form.

    :param part: ``"facts"`` or a locale.
    :param tree: what stands in it.
    """
    return facts_form.from_form(tree) if part == FACTS else copy_form.from_form(tree)


def completed(tree: Tree, before: Tree, sent: MultiDict[str, str]) -> Tree:
    """Give a form with what was not sent as it was: what a form leaves out is not emptied by it.

    A list that the form shows can be sent empty; it says so by :data:`SHOWN`.

    :param tree: what was sent.
    :param before: the form as it was.
    :param sent: the fields of the request.
    """
    shown = sent.getlist(SHOWN)
    kept = {
        name: value
        for name, value in before.items()
        if name not in tree and not (isinstance(value, list) and name in shown)
    }
    return kept | tree


def _paths(tree: t.Any, path: str = "") -> cabc.Iterator[str]:
    if path:
        yield path
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _paths(value, f"{path}.{key}" if path else key)
    elif isinstance(tree, list):
        for at, value in enumerate(tree):
            if not isinstance(value, str):
                yield from _paths(value, f"{path}[{at}]")
