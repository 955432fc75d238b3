"""The trash: into it, a look at it, and out of it."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.errors import PageNotFound
from ...core.visibility import is_live
from .moments import written
from .naming import part_name
from .standing import in_order
from .standing import page_of
from .standing import title_of
from .visiting import needs
from .visiting import Visit


@needs(Action.TRASH)
def throw_away(visit: Visit, slug: str) -> ResponseReturnValue:
    """Say what happens when a page goes into the trash, and put it there.

    :param visit: by whom.
    :param slug: the page.
    """
    page, now = page_of(visit, slug), visit.mount.clock.now()
    if request.method == "POST":
        visit.mount.trashing.trash(visit.actor, slug)
        return visit.go("trash", told="trashed", names=slug)
    ordered = in_order(page.parts, visit.mount.market.locales)
    return visit.show(
        "serum/editor/throw_away.html",
        title=f"Put {title_of(visit, page)} into the trash",
        slug=slug,
        parts=page.parts,
        live=[part_name(one) for one in ordered if is_live(page.parts[one], now)],
        upcoming=sum(len(one.upcoming) for one in page.parts.values()),
    )


@needs(Action.TRASH)
def trash(visit: Visit) -> ResponseReturnValue:
    """List what is in the trash.

    :param visit: by whom.
    """
    store = visit.mount.store
    rows = []
    for page in store.pages(visit.mount.clock.now()):
        if page.trashed and visit.may(Action.TRASH, page.slug):
            thrown = next(one for one in store.history(page.slug) if one.verb == "trashed")
            rows.append(
                (
                    page.slug,
                    title_of(visit, page),
                    thrown.author,
                    written(thrown.at, visit.mount.market),
                )
            )
    return visit.show("serum/editor/trash.html", title="Trash", rows=rows)


@needs(Action.TRASH)
def restore(visit: Visit, slug: str) -> ResponseReturnValue:
    """Take a page out of the trash; it is a draft then.

    :param visit: by whom.
    :param slug: the page.
    """
    if visit.mount.store.page(slug, visit.mount.clock.now()) is None:
        raise PageNotFound(slug)
    visit.mount.trashing.restore(visit.actor, slug)
    return visit.go("overview", told="restored", slug=slug)
