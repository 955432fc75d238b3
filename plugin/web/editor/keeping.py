"""Keeps what is being written, and who is writing; neither makes a revision."""

from __future__ import annotations

import datetime as dt

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.working import WorkingCopy
from . import form_tree
from . import tokens
from .answers import as_json
from .form_tree import Tree
from .forms import completed
from .forms import data_of
from .moments import written
from .saving import before
from .saving import latest_of
from .saving import loaded
from .visiting import needs
from .visiting import Visit

PRESENT = dt.timedelta(minutes=1)
"""How long somebody counts as being there after they were last heard of."""


@needs(Action.SAVE)
def keep(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Keep the words of a form, where it sent any; tell who else is there, and what is the latest.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    hidden, base = tokens.names(visit.mount), request.form.get("serum_base", "")
    fields = [(k, v) for k, v in request.form.items(multi=True) if k not in hidden]
    tree = form_tree.read(fields)
    kept = False
    if tree and base.isascii() and base.isdigit():
        began = int(base[:9])
        tree = completed(tree, before(visit.mount, slug, part, began), request.form)
        kept = keep_words(visit, slug, part, began, tree)
    now = visit.mount.clock.now()
    bench, me = visit.mount.workbench, visit.actor.name
    bench.note_presence(me, slug, part, now)
    latest = latest_of(visit.mount, slug, part)
    return as_json(
        {
            "kept": kept,
            "at": written(now, visit.mount.market),
            "others": [one for one in bench.present(slug, part, now - PRESENT) if one != me],
            "latest": latest.number if latest else 0,
            "by": latest.author if latest else "",
        }
    )


def keep_words(visit: Visit, slug: str, part: str, base: int, tree: Tree) -> bool:
    """Keep a form as it was left; forget it where it says what the revision says anyway.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param base: the number of the revision it was made from.
    :param tree: what stands in it.
    :return: whether there is anything to keep.
    """
    bench, latest = visit.mount.workbench, latest_of(visit.mount, slug, part)
    if latest is not None:
        try:
            same = loaded(part, data_of(part, tree)) == latest.content
        except DocumentInvalid:
            same = False
        if same:
            bench.drop(visit.actor.name, slug, part, latest.number)
            return False
    fields = tuple(form_tree.write(tree))
    now = visit.mount.clock.now()
    return bench.keep(WorkingCopy(slug, part, visit.actor.name, base, fields, now))
