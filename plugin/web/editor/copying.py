"""Copies a page under a new slug."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.errors import RevisionConflict
from .problems import Trouble
from .standing import page_of
from .standing import title_of
from .visiting import needs
from .visiting import Visit


@needs(Action.SAVE)
def copy(visit: Visit, slug: str) -> ResponseReturnValue:
    """Ask for the copy's slug, and make it.

    :param visit: by whom.
    :param slug: the page that is copied.
    """
    page = page_of(visit, slug)
    visit.require(Action.READ, slug)
    wanted = request.form.get("new_slug", f"{slug}-copy")[:80].strip()
    troubles: list[Trouble] = []
    if request.method == "POST":
        try:
            visit.mount.copying.copy(visit.actor, slug, wanted)
            return visit.go("overview", told="copied", slug=wanted, names=slug)
        except DocumentInvalid as error:
            troubles = [Trouble("", "new_slug", "Address", one.message) for one in error.problems]
        except RevisionConflict:
            troubles = [Trouble("", "new_slug", "Address", "Somebody was faster: choose another.")]
    return visit.show(
        "serum/editor/copying.html",
        title=f"Copy {title_of(visit, page)}",
        slug=slug,
        parts=page.parts,
        status=422 if troubles else 200,
        wanted=wanted,
        troubles=troubles,
    )
