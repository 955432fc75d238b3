"""Publishes and takes down many pages at once, and says what became of each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.errors import Problem
from ...core.errors import SerumError
from ...core.page import FACTS
from ...core.ports import PageState
from ...core.visibility import is_live
from .naming import part_name
from .problems import Trouble
from .problems import trouble
from .visiting import needs
from .visiting import Visit


@dataclass(frozen=True)
class Outcome:
    """What became of one page.

    :param slug: the page.
    :param url: of its overview.
    :param done: whether it was done.
    :param text: what was done, or why not.
    :param troubles: what has to be put right first.
    :param remarks: what did not keep it back, and has to be known.
    """

    slug: str
    url: str
    done: bool
    text: str
    troubles: tuple[Trouble, ...] = ()
    remarks: tuple[Trouble, ...] = ()


@needs(Action.PUBLISH)
def publish_pages(visit: Visit) -> ResponseReturnValue:
    """Publish the latest revisions of the pages that were chosen.

    :param visit: by whom.
    """
    return _each(visit, "Published", Action.PUBLISH)


@needs(Action.UNPUBLISH)
def unpublish_pages(visit: Visit) -> ResponseReturnValue:
    """Take down the pages that were chosen.

    :param visit: by whom.
    """
    return _each(visit, "Taken down", Action.UNPUBLISH)


def _each(visit: Visit, verb: str, action: Action) -> ResponseReturnValue:
    slugs = list(dict.fromkeys(request.form.getlist("slug")))
    wanted = request.form.get("part", "")
    outcomes = [_one(visit, slug, wanted, verb, action) for slug in slugs]
    return visit.show(
        "serum/editor/outcomes.html",
        title=f"{verb}: {sum(one.done for one in outcomes)} of {len(outcomes)}",
        verb=verb,
        outcomes=outcomes,
        place=lambda slug, one: visit.url("part", slug=slug, part=one.part, _anchor=one.anchor),
    )


def _one(visit: Visit, slug: str, wanted: str, verb: str, action: Action) -> Outcome:
    url = visit.url("overview", slug=slug)
    state = visit.mount.store.page(slug, visit.mount.clock.now())
    try:
        visit.require(action, slug)
        if state is None:
            return Outcome(slug, url, False, "There is no such page.")
        parts = _parts(visit, state, wanted, action)
        if not parts:
            return Outcome(slug, url, False, "There was nothing to do.")
        publishing, remarks = visit.mount.publishing, dict[Problem, None]()
        if action is Action.PUBLISH:
            for done in publishing.publish_together(visit.actor, slug, parts):
                remarks |= dict.fromkeys(done.remarks)
        else:
            for part in parts:
                publishing.unpublish(visit.actor, slug, part)
    except DocumentInvalid as error:
        troubles = tuple(trouble(one) for one in error.problems)
        return Outcome(slug, url, False, "It is not ready yet:", troubles)
    except SerumError as error:
        return Outcome(slug, url, False, str(error))
    said = f"{verb}: {', '.join(map(part_name, parts))}."
    return Outcome(slug, url, True, said, remarks=tuple(map(trouble, remarks)))


def _parts(visit: Visit, state: PageState, wanted: str, action: Action) -> dict[str, int]:
    now = visit.mount.clock.now()
    found = {}
    for part, one in state.parts.items():
        live = is_live(one, now)
        shown = one.publication.revision if live and one.publication else None
        if action is Action.UNPUBLISH:
            chosen = live and part == (wanted or FACTS)
        else:
            chosen = shown != one.latest and wanted in ("", part)
        if chosen:
            found[part] = one.latest
    return found
