"""Keeps what is being written, and who is writing; neither makes a revision."""

from __future__ import annotations

import datetime as dt
import enum

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.working import WorkingCopy
from . import form_tree
from . import sheets
from .answers import as_json
from .form_tree import Tree
from .forms import completed
from .moments import written
from .saving import before
from .saving import latest_of
from .sending import fields_sent
from .sending import number_in
from .visiting import needs
from .visiting import Visit

PRESENT = dt.timedelta(minutes=1)
"""How long somebody counts as being there after they were last heard of."""


class Kept(enum.Enum):
    """What became of words that were to be kept."""

    KEPT = "kept"
    SAME = "the revision says the same"
    LATE = "the sheet was saved meanwhile"


@needs(Action.SAVE)
def keep(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Keep the words of a form, where it sent any; tell who else is there, and what is the latest.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    tree = form_tree.read(fields_sent(visit.mount))
    began = number_in(request.form.get("serum_base"))
    became = None
    if tree and began is not None:
        tree = completed(tree, before(visit.mount, slug, part, began), request.form)
        became = keep_words(visit, slug, part, began, tree)
    now = visit.mount.clock.now()
    bench, me = visit.mount.workbench, visit.actor.name
    bench.note_presence(me, slug, part, now)
    latest = latest_of(visit.mount, slug, part)
    return as_json(
        {
            "kept": became is Kept.KEPT,
            "late": became is Kept.LATE,
            "at": written(now, visit.mount.market),
            "others": [one for one in bench.present(slug, part, now - PRESENT) if one != me],
            "mine": sheets.others(visit, slug, part, latest, sheets.sent()),
            "latest": latest.number if latest else 0,
            "by": latest.author if latest else "",
        }
    )


def keep_words(visit: Visit, slug: str, part: str, base: int, tree: Tree) -> Kept:
    """Keep a form as it was left; forget it where it says what the revision says anyway.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param base: the number of the revision it was made from.
    :param tree: what stands in it.
    :return: what became of it.
    """
    sheet, now = sheets.sent(), visit.mount.clock.now()
    fields = (*form_tree.write(tree), *sheet.told())
    copy = WorkingCopy(slug, part, visit.actor.name, base, fields, now, sheet.name)
    if sheets.says(copy, latest_of(visit.mount, slug, part)):
        forget_words(visit, slug, part, base)
        return Kept.SAME
    return Kept.KEPT if visit.mount.workbench.keep(copy, sheet.earlier) else Kept.LATE


def forget_words(visit: Visit, slug: str, part: str, base: int) -> None:
    """Forget the words of the form that was sent, and those that it was opened with.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param base: the number of the revision that is gone on from; words of that form that come
        late, and began before it, are not kept.
    """
    sheet = sheets.sent()
    visit.mount.workbench.drop(visit.actor.name, slug, part, base, sheet.name, sheet.earlier)
