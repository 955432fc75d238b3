"""Begins a page."""

from __future__ import annotations

import re
import unicodedata

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.errors import Problem
from ...core.errors import RevisionConflict
from ...core.page import FACTS
from ...core.page import Facts
from ...core.page import Record
from ...core.starting import starting_copy
from ...core.starting import starting_facts
from ..mount import mounts
from .forms import Form
from .naming import part_name
from .problems import Trouble
from .visiting import needs
from .visiting import Visit

_LABELS = {"title": "Title", "slug": "Address", "sku": "Product code (SKU)", "market": "Market"}


@needs(Action.SAVE)
def new(visit: Visit) -> ResponseReturnValue:
    """Ask what a new page is called.

    :param visit: by whom.
    """
    market = visit.mount.market
    tree = {"title": "", "slug": "", "sku": "", "market": market.code}
    return _show(visit, Form("new", tree | {"locale": market.default_locale}))


@needs(Action.SAVE)
def make(visit: Visit) -> ResponseReturnValue:
    """Make a page: a draft with a whole routine, and places to fill in.

    :param visit: by whom.
    """
    tree = {name: request.form.get(name, "").strip() for name in (*_LABELS, "locale")}
    tree["slug"] = tree["slug"] or slug_of(tree["title"])
    markets = {one.market.code: one.market for one in mounts().values()}
    problems = [
        Problem(name, "Give it one.") for name in ("title", "slug", "sku") if not tree[name]
    ]
    if tree["market"] not in markets:
        problems.append(Problem("market", "Choose one of the markets."))
    if tree["locale"] not in visit.locales():
        problems.append(Problem("locale", "Choose one of the languages."))
    if not problems:
        visit.require(Action.SAVE, tree["slug"])
        facts = starting_facts(tree["slug"], tree["sku"], markets[tree["market"]], _like(visit))
        record = Record(facts, {tree["locale"]: starting_copy(tree["title"])})
        try:
            visit.mount.publishing.import_record(visit.actor, record, expected={})
        except DocumentInvalid as error:
            problems = [_told(one) for one in error.problems]
        except RevisionConflict:
            problems = [Problem("slug", "There is a page at this address already.")]
        else:
            return visit.go("overview", slug=tree["slug"], told="made")
    troubles = tuple(
        Trouble("new", one.path, _LABELS.get(one.path, one.path), one.message) for one in problems
    )
    return _show(visit, Form("new", tree, 0, troubles), 422)


def slug_of(title: str) -> str:
    """Suggest an address for a title: ``meridian-duo`` for "Meridian Duo".

    :param title: of the page.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:80].strip("-")


def _told(problem: Problem) -> Problem:
    name = "sku" if ".sku" in problem.path else problem.path.rpartition(".")[2]
    return Problem(name, problem.message)


def _like(visit: Visit) -> Facts | None:
    found = [one for one in visit.mount.workbench.latest() if one.part == FACTS]
    readable = [one for one in found if visit.may(Action.READ, one.slug)]
    newest = max(readable, key=lambda one: one.at, default=None)
    return newest.content if newest and isinstance(newest.content, Facts) else None


def _show(visit: Visit, form: Form, status: int = 200) -> ResponseReturnValue:
    markets = {one.market.code: one.market.title for one in mounts().values()}
    return visit.show(
        "serum/editor/new.html",
        title="New page" if not form.troubles else "Please look at this: New page",
        status=status,
        form=form,
        markets=sorted(markets.items()),
        languages=[(tag, part_name(tag)) for tag in visit.locales()],
    )
