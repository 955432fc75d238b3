"""History: who did what when, what differs between any two revisions, and the way back."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.differences import Difference
from ...core.differences import differences
from ...core.errors import RevisionConflict
from ...core.page import FACTS
from ...core.ports import HistoryEntry
from ...core.ports import PageState
from ...core.ports import Revision
from ...core.visibility import is_live
from .messages import Message
from .moments import written
from .naming import part_name
from .readable import readable
from .readable import signs
from .sending import number_in
from .standing import in_order
from .standing import known_part
from .standing import page_of
from .standing import title_of
from .visiting import needs
from .visiting import Visit

_DONE = {
    "saved": "saved revision {number} of {part}",
    "reverted": "brought an old revision of {part} back, as revision {number}",
    "published": "published revision {number} of {part}",
    "scheduled": "scheduled revision {number} of {part}",
    "unpublished": "took {part} down",
    "cancelled": "cancelled what was scheduled for {part}, revision {number}",
    "review asked": "asked for a review of revision {number} of {part}",
    "approved": "approved revision {number} of {part}",
    "changes requested": "asked for changes to revision {number} of {part}",
    "link made": "made a preview link in {part}",
    "link revoked": "revoked a preview link in {part}",
    "claims not checked": "published {part}, of which not all could be checked for claims",
    "claims overridden": "published {part} with claims that were overridden",
    "override asked": "asked to override a claim in {part}",
    "override confirmed": "confirmed the override of a claim in {part}",
    "override refused": "refused to override a claim in {part}",
    "override withdrawn": "withdrew the override of a claim in {part}",
    "trashed": "put the page into the trash",
    "restored": "took the page out of the trash, as a draft",
}

PER_SCREEN = 30
"""How many revisions one screen shows."""

_MOST_LABELS = 4


@dataclass(frozen=True)
class Row:
    """A revision in the list.

    :param number: its number.
    :param at: when it was saved.
    :param author: by whom.
    :param reverted_from: the number of the revision that it brings back, if it does.
    :param live: whether shoppers see it now.
    :param latest: whether it is the newest.
    :param changed: what differs from the one before, in a few words each.
    :param more: how many things more.
    """

    number: int
    at: str
    author: str
    reverted_from: int | None
    live: bool
    latest: bool
    changed: tuple[str, ...]
    more: int


@needs(Action.READ)
def history(visit: Visit, slug: str) -> ResponseReturnValue:
    """Show the revisions of a part, and what was done to the page.

    :param visit: by whom.
    :param slug: the page.
    """
    return _shown(visit, slug)


@needs(Action.READ)
def compare(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Show what differs between two revisions, word by word.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    page = page_of(visit, slug)
    latest = page.parts[known_part(page, part)].latest
    new = number_in(request.args.get("new")) or latest
    old = number_in(request.args.get("old")) or max(new - 1, 1)
    older, newer = (visit.mount.store.revision(slug, part, one) for one in sorted((old, new)))
    market = visit.mount.market
    return visit.show(
        "serum/editor/compare.html",
        title=f"What has changed: {part_name(part)}, {title_of(visit, page)}",
        slug=slug,
        parts=page.parts,
        name=part_name(part),
        part=part,
        older=older,
        newer=newer,
        times=[written(one.at, market) for one in (older, newer)],
        latest=latest,
        found=[_line(one) for one in differences(older.content, newer.content)],
        can_revert=visit.may(Action.SAVE, slug),
    )


@needs(Action.SAVE)
def revert(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Bring an old revision back, as a draft.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    page = page_of(visit, slug)
    known_part(page, part)
    number = number_in(request.form.get("number")) or 0
    expected = number_in(request.form.get("expected")) or 0
    try:
        made = visit.mount.publishing.revert(visit.actor, slug, part, number, expected=expected)
    except RevisionConflict:
        text = "Somebody has saved meanwhile, so nothing was changed. Please look again."
        return _shown(visit, slug, part, (Message("problem", text),), 409)
    return visit.go("history", told="reverted", slug=slug, part=part, number=made.number)


def _shown(
    visit: Visit,
    slug: str,
    part: str = "",
    said: cabc.Sequence[Message] = (),
    status: int = 200,
) -> ResponseReturnValue:
    page = page_of(visit, slug)
    store, market = visit.mount.store, visit.mount.market
    ordered = in_order(page.parts, market.locales)
    part = part or request.args.get("part", "") or (ordered[0] if ordered else FACTS)
    revisions = store.revisions(slug, known_part(page, part))
    begin = number_in(request.args.get("from")) or 0
    shown = revisions[begin : begin + PER_SCREEN]
    return visit.show(
        "serum/editor/history.html",
        title=f"History of {title_of(visit, page)}",
        slug=slug,
        parts=page.parts,
        said=said,
        status=status,
        part=part,
        name=part_name(part),
        choices=[(one, part_name(one)) for one in ordered],
        rows=_rows(visit, page, shown, revisions[begin + len(shown) :]),
        latest=page.parts[part].latest,
        earlier=begin + PER_SCREEN if begin + PER_SCREEN < len(revisions) else 0,
        entries=[
            (written(one.at, market), one.author, _sentence(one))
            for one in store.history(slug)[:PER_SCREEN]
        ],
        can_revert=visit.may(Action.SAVE, slug),
    )


def _rows(
    visit: Visit, page: PageState, shown: list[Revision], before: list[Revision]
) -> list[Row]:
    now = visit.mount.clock.now()
    found = []
    market = visit.mount.market
    for one, previous in zip(shown, [*shown[1:], *before[:1], None], strict=False):
        state = page.parts[one.part]
        published = state.publication.revision if state.publication else None
        labels = (
            list(dict.fromkeys(d.label for d in differences(previous.content, one.content)))
            if previous is not None
            else []
        )
        found.append(
            Row(
                one.number,
                written(one.at, market),
                one.author,
                one.reverted_from,
                is_live(state, now) and published == one.number,
                one.number == state.latest,
                tuple(labels[:_MOST_LABELS]),
                max(len(labels) - _MOST_LABELS, 0),
            )
        )
    return found


@dataclass(frozen=True)
class Line:
    """A difference, ready to be shown.

    :param label: what the field is called.
    :param kind: ``added``, ``removed``, ``changed`` or ``moved``.
    :param words: each with what became of it; empty where the values are no texts.
    :param old: what it was.
    :param new: what it is.
    """

    label: str
    kind: str
    words: tuple[tuple[str, str], ...]
    old: str
    new: str


def _line(one: Difference) -> Line:
    words = tuple((each.fate.value, signs(each.text)) for each in one.words)
    return Line(one.label, one.kind.value, words, _said(one.old, one), _said(one.new, one))


def _sentence(entry: HistoryEntry) -> str:
    text = _DONE.get(entry.verb, entry.verb)
    part = "the facts" if entry.part == FACTS else part_name(entry.part)
    return text.format(number=entry.revision, part=part)


def _said(value: object, difference: Difference) -> str:
    if difference.kind.value == "moved" and isinstance(value, int):
        return f"place {value + 1}"
    return readable(value)
