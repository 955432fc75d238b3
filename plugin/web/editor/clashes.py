"""Two people wrote the same field: both texts side by side, to choose from."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from ...core.merging import Conflict
from .. import rich_text
from .moments import written
from .naming import part_name
from .problems import label
from .rearranging import LISTS
from .saving import Clash
from .sheets import Sheet
from .visiting import Visit

CHOICE = "serum_choice:"
"""What the name of a field begins with that says which of two texts is taken."""

SAVED_BY = {"part": "save_part", "translate": "save_translation"}
"""The screens that words are written on, each with what saves them."""


@dataclass(frozen=True)
class Side:
    """A field that has to be chosen.

    :param path: names the choice.
    :param label: what the field is called.
    :param base: what both began from.
    :param mine: as the one who saves wrote it.
    :param theirs: as it was saved meanwhile.
    :param joins: whether both can be kept, one after the other.
    """

    path: str
    label: str
    base: str
    mine: str
    theirs: str
    joins: bool


def show_clash(
    visit: Visit,
    parts: cabc.Iterable[str],
    slug: str,
    clash: Clash,
    fields: cabc.Sequence[tuple[str, str]],
    sheet: Sheet,
    screen: str = "part",
) -> Response:
    """Ask which text to take; the form waits in the page, whole.

    :param visit: by whom.
    :param parts: the parts that the page has.
    :param slug: the page.
    :param clash: what has to be chosen.
    :param fields: of the form that was sent.
    :param sheet: the form.
    :param screen: the one it was sent from, of :data:`SAVED_BY`.
    """
    theirs = clash.theirs
    return visit.show(
        "serum/editor/clash.html",
        title=f"Choose: {part_name(theirs.part)}, {slug}",
        slug=slug,
        parts=parts,
        status=409,
        part=theirs.part,
        name=part_name(theirs.part),
        author=theirs.author,
        at=written(theirs.at, visit.mount.market),
        sides=[_side(theirs.part, one) for one in clash.conflicts],
        fields=fields,
        sheet=sheet,
        save=visit.url(SAVED_BY[screen], slug=slug, part=theirs.part),
        back=visit.url(screen, slug=slug, part=theirs.part),
        shown=(*LISTS, "markets"),
        base=clash.base,
        against=theirs.number,
        locale="en" if theirs.part == "facts" else theirs.part,
    )


def chosen() -> dict[str, str]:
    """Give what was chosen for each field, by its path."""
    return {
        name.removeprefix(CHOICE): value
        for name, value in request.form.items()
        if name.startswith(CHOICE)
    }


def _side(part: str, conflict: Conflict) -> Side:
    base, mine, theirs = (_said(one) for one in (conflict.base, conflict.mine, conflict.theirs))
    return Side(conflict.path, label(part, conflict.path), base, mine, theirs, conflict.joins)


def _said(value: t.Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return rich_text.plain(value) if "</" in value else value
    if isinstance(value, list):
        return "\n".join(_said(one) for one in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_said(one)}" for key, one in value.items() if one)
    return str(value)
