"""Where a problem is: the part of a page, the field, and what a merchant calls it."""

from __future__ import annotations

import collections.abc as cabc
import re
from dataclasses import dataclass

from ...core.errors import Problem
from ...core.page import FACTS
from . import copy_form
from . import facts_form
from .form_tree import steps_of


@dataclass(frozen=True)
class Trouble:
    """A problem, told beside its field and at the top.

    :param part: ``"facts"`` or a locale.
    :param path: of the field within the part, as in ``faq[0].question``.
    :param label: what the field is called.
    :param text: what is wrong and what to do.
    """

    part: str
    path: str
    label: str
    text: str

    @property
    def anchor(self) -> str:
        """The id of the field's element."""
        return element_id(self.path)


def element_id(path: str) -> str:
    """Give the id of a field's element.

    :param path: of the field.
    """
    return "f-" + re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-")


def trouble(problem: Problem, part: str = "") -> Trouble:
    """Say where a problem is.

    :param problem: with a path from the page's root, or from the part where one is given.
    :param part: ``"facts"`` or a locale.
    """
    path = problem.path
    if not part or path.startswith((f"{FACTS}.", f"copy.{part}")):
        head, _, rest = path.partition(".")
        if head == "copy":
            part, _, path = rest.partition(".")
        else:
            part, path = head or FACTS, rest
    return Trouble(part, path, label(part, path), problem.message)


def label(part: str, path: str) -> str:
    """Say what a field is called.

    :param part: ``"facts"`` or a locale.
    :param path: of the field within the part; entries by number or by identity.
    """
    names = facts_form.LABELS if part == FACTS else copy_form.LABELS
    said: list[str] = []
    for one in _words(path):
        if isinstance(one, int) and said:
            said[-1] += f" {one + 1}"
        else:
            said.append(names.get(str(one), str(one)))
    return ": ".join(said[-3:]) or "The page"


def _words(path: str) -> list[str | int]:
    named = re.sub(r"\[([^\]]*[^\d\]][^\]]*)\]", r".\1", path)
    return steps_of(named)


def prefixes(path: str) -> cabc.Iterator[str]:
    """Give a path, then the path of what it lies in, and so on outwards.

    :param path: as in ``regimen.steps[1].duration``.
    """
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
