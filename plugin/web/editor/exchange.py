"""Import and export in the browser: first what would change, then the change."""

from __future__ import annotations

import collections.abc as cabc
import json
import typing as t
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ...core.access import Action
from ...core.differences import differences
from ...core.errors import DocumentInvalid
from ...core.errors import Problem
from ...core.errors import RevisionConflict
from ...core.page import FACTS
from ...core.page import Part
from ...core.page import Record
from ..documents import read_document
from ..documents import write_document
from .arriving import written
from .naming import part_name
from .sending import number_in
from .standing import page_of
from .visiting import needs
from .visiting import Visit

LARGEST = 5_000_000
"""How many bytes a document may have; the limit of a form is a little above it."""

MOST_PROBLEMS = 50
"""How many problems are told at once."""


@dataclass(frozen=True)
class Outlook:
    """What an import would do.

    :param slug: the page.
    :param created: whether it would be new.
    :param changed: the parts that would get a new revision, each with what would differ.
    :param unchanged: the parts that would stay as they are.
    :param expected: the numbers of the revisions it was compared with, as ``part=number``.
    """

    slug: str
    created: bool
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    unchanged: tuple[str, ...]
    expected: tuple[str, ...]


@needs(Action.SAVE)
def bring_in(visit: Visit) -> ResponseReturnValue:
    """Take a document, say what it would change, and import it once that was confirmed.

    :param visit: by whom.
    """
    if request.method != "POST":
        return _shown(visit)
    text, problem = _document()
    if problem:
        return _shown(visit, text, problems=[Problem("", problem)])
    try:
        record = read_document(_parsed(text))
        visit.require(Action.SAVE, record.facts.slug)
        if request.form.get("confirm"):
            visit.mount.publishing.import_record(visit.actor, record, expected=_expected())
            return visit.go("overview", told="imported", slug=record.facts.slug)
        outlook = _outlook(visit, record)
    except DocumentInvalid as error:
        return _shown(visit, text, problems=error.problems)
    except RevisionConflict:
        told = "Somebody has saved the page meanwhile. This is what would change now."
        return _shown(visit, text, outlook=_outlook(visit, record), said=told)
    return _shown(visit, text, outlook=outlook)


@needs(Action.READ)
def export(visit: Visit, slug: str) -> ResponseReturnValue:
    """Give the latest revisions of a page as a file.

    :param visit: by whom.
    :param slug: the page.
    """
    page_of(visit, slug)
    document = write_document(visit.mount.publishing.record(slug))
    response = Response(
        json.dumps(document, ensure_ascii=False, indent=2) + "\n",
        content_type="application/json; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.json"'
    return response


def _document() -> tuple[str, str]:
    file = request.files.get("file")
    if file is not None and file.filename:
        data = file.stream.read(LARGEST + 1)
    else:  # a file that was sent before, and given back to be sent again, is a field by now
        data = (request.form.get("document") or request.form.get("file", "")).encode()
    if len(data) > LARGEST:
        return "", f"That is too large: a page document has at most {written(LARGEST)}."
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", "That is no text in UTF-8."
    return text, "" if text.strip() else "Choose a file, or paste a document."


def _parsed(text: str) -> t.Any:
    try:
        return json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise DocumentInvalid([Problem("", f"That is no JSON: {error}")]) from error


def _each_once(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
    found: dict[str, t.Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands twice in one object.")
        found[name] = value
    return found


def _expected() -> dict[str, int]:
    found = {}
    for one in request.form.getlist("expected"):
        part, _, told = one.rpartition("=")
        number = number_in(told)
        if number is not None:
            found[part] = number
    return found


def _outlook(visit: Visit, record: Record) -> Outlook:
    slug, store = record.facts.slug, visit.mount.store
    outcome = visit.mount.publishing.import_record(visit.actor, record, dry_run=True)
    before = store.page(slug, visit.mount.clock.now())
    latest = {part: one.latest for part, one in before.parts.items()} if before else {}
    contents: dict[str, Part] = {FACTS: record.facts, **record.copy}
    changed = []
    for part in outcome.changed:
        labels = ["new"]
        if part in latest:
            old = store.revision(slug, part).content
            labels = list(dict.fromkeys(one.label for one in differences(old, contents[part])))
        changed.append((part_name(part), tuple(labels)))
    return Outlook(
        slug,
        outcome.created,
        tuple(changed),
        tuple(map(part_name, outcome.unchanged)),
        tuple(f"{part}={number}" for part, number in latest.items()),
    )


def _shown(
    visit: Visit,
    text: str = "",
    *,
    outlook: Outlook | None = None,
    problems: cabc.Sequence[Problem] = (),
    said: str = "",
) -> ResponseReturnValue:
    return visit.show(
        "serum/editor/exchange.html",
        title="Import a page",
        status=422 if problems else 409 if said else 200,
        text=text,
        outlook=outlook,
        problems=problems[:MOST_PROBLEMS],
        count=len(problems),
        problem=said,
    )
