"""Review: what waits for it, and one part with its comments and its decision."""

from __future__ import annotations

import collections.abc as cabc

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.errors import RevisionNotFound
from ...core.page import FACTS
from ...core.ports import PageState
from ...core.reviews import Kind
from ...core.reviews import ReviewState
from ...core.reviews import standing_of
from .moments import written
from .naming import part_name
from .problems import element_id
from .problems import Trouble
from .review_topics import anchor_of
from .review_topics import topics_of
from .sending import number_in
from .standing import in_order
from .standing import known_part
from .standing import page_of
from .standing import title_of
from .visiting import needs
from .visiting import Visit

SAID = {
    Kind.ASKED: "asked for a review of",
    Kind.APPROVED: "approved",
    Kind.CHANGES: "asked for changes to",
}
"""What somebody did to a revision, in words."""


@needs(Action.READ)
def reviews(visit: Visit) -> ResponseReturnValue:
    """List the parts whose review was asked for or has to be looked at again.

    :param visit: by whom.
    """
    now = visit.mount.clock.now()
    pages = {one.slug: one for one in visit.mount.store.pages(now) if not one.trashed}
    rows = []
    for (slug, part), event in visit.mount.reviewing.latest(visit.actor).items():
        page = pages.get(slug)
        if page is None or part not in page.parts:
            continue
        standing = standing_of(event, page.parts[part].latest)
        at = written(event.at, visit.mount.market)
        row = (title_of(visit, page), slug, part, part_name(part), standing, event.author, at)
        rows.append((standing is not ReviewState.WAITING, event.at, row))
    return visit.show(
        "serum/editor/reviews.html",
        title="Reviews",
        rows=[row for _, _, row in sorted(rows, key=lambda one: one[:2])],
        required=visit.mount.settings.review_required,
    )


@needs(Action.READ)
def review(visit: Visit, slug: str) -> ResponseReturnValue:
    """Show a part with its comments.

    :param visit: by whom.
    :param slug: the page.
    """
    page = page_of(visit, slug)
    ordered = in_order(page.parts, visit.mount.market.locales)
    latest = visit.mount.reviewing.latest(visit.actor, slug)
    waiting = [
        part for part in ordered if (slug, part) in latest and latest[slug, part].kind is Kind.ASKED
    ]
    part = request.args.get("part") or next(iter([*waiting, *ordered]), FACTS)
    return _shown(visit, page, known_part(page, part))


@needs(Action.SAVE)
def ask_review(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Ask for the review of a revision.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """

    def ask(revision: int) -> None:
        visit.mount.reviewing.ask(visit.actor, slug, part, revision, request.form.get("text", ""))

    return _done(visit, slug, part, ask, "asked")


@needs(Action.APPROVE)
def decide_review(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Approve a revision, or ask for changes.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    approve = request.form.get("verdict") == "approve"

    def decide(revision: int) -> None:
        visit.mount.reviewing.decide(
            visit.actor, slug, part, revision, approve=approve, text=request.form.get("text", "")
        )

    return _done(visit, slug, part, decide, "approved" if approve else "changes")


@needs(Action.COMMENT)
def comment(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Comment on a field, or answer a comment.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """

    def say(revision: int) -> None:
        visit.mount.reviewing.comment(
            visit.actor,
            slug,
            part,
            revision,
            request.form.get("comment", ""),
            path=request.form.get("path", ""),
            thread=number_in(request.form.get("thread")),
        )

    return _done(visit, slug, part, say, "commented")


@needs(Action.COMMENT)
def settle(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Resolve a thread, or open it again.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    resolved = request.form.get("resolved") == "yes"
    thread = number_in(request.form.get("thread")) or 0

    def do(revision: int) -> None:
        visit.mount.reviewing.settle(visit.actor, slug, part, thread, resolved=resolved)

    return _done(visit, slug, part, do, "resolved" if resolved else "reopened")


def reviews_of(visit: Visit, pages: cabc.Iterable[PageState]) -> dict[tuple[str, str], str]:
    """Say how each part's review stands that somebody asked for, by slug and part.

    :param visit: by whom.
    :param pages: the pages that a screen shows.
    """
    there = {one.slug: one for one in pages}
    return {
        (slug, part): standing_of(event, there[slug].parts[part].latest).value
        for (slug, part), event in visit.mount.reviewing.latest(visit.actor).items()
        if slug in there and part in there[slug].parts
    }


def _done(
    visit: Visit, slug: str, part: str, do: cabc.Callable[[int], None], word: str
) -> ResponseReturnValue:
    page = page_of(visit, slug)
    known_part(page, part)
    try:
        do(number_in(request.form.get("revision")) or 0)
    except DocumentInvalid as error:
        troubles = [
            Trouble("", one.path or "text", "Your words", one.message) for one in error.problems
        ]
        return _shown(visit, page, part, troubles)
    path = request.form.get("path", "")
    anchor = anchor_of(path) if word in ("commented", "resolved", "reopened") else None
    return visit.go("review", told=word, slug=slug, part=part, _anchor=anchor)


def _shown(
    visit: Visit, page: PageState, part: str, troubles: cabc.Sequence[Trouble] = ()
) -> ResponseReturnValue:
    slug, store = page.slug, visit.mount.store
    latest = page.parts[part].latest
    # Whoever decides has read a certain revision; it is named in the form, and shown again here.
    wanted = number_in(request.values.get("revision")) or latest
    try:
        revision = store.revision(slug, part, wanted)
    except RevisionNotFound:
        revision = store.revision(slug, part)
    events = visit.mount.reviewing.events(visit.actor, slug, part)
    steps = [one for one in events if one.kind in SAID]
    standing = standing_of(steps[-1] if steps else None, latest)
    live = page.parts[part].publication
    return visit.show(
        "serum/editor/review.html",
        title=f"Review: {part_name(part)}, {title_of(visit, page)}",
        slug=slug,
        parts=page.parts,
        status=422 if troubles else 200,
        part=part,
        name=part_name(part),
        choices=[(one, part_name(one)) for one in in_order(page.parts, visit.mount.market.locales)],
        revision=revision,
        saved=written(revision.at, visit.mount.market),
        latest=latest,
        live=live.revision if live and live.revision and live.revision != revision.number else 0,
        standing=standing,
        steps=[
            (
                one.author,
                SAID[one.kind],
                one.revision,
                written(one.at, visit.mount.market),
                one.text,
            )
            for one in reversed(steps)
        ],
        topics=topics_of(part, revision.content, events, visit.mount.market.default_locale),
        troubles=troubles,
        typed=request.form if troubles else {},
        when=lambda one: written(one.at, visit.mount.market),
        anchor=anchor_of,
        field=element_id,
        may_write=visit.may(Action.SAVE, slug),
        locale="en" if part == FACTS else part,
        may_ask=visit.may(Action.SAVE, slug) and standing is not ReviewState.APPROVED,
        may_decide=visit.may(Action.APPROVE, slug),
        may_comment=visit.may(Action.COMMENT, slug),
    )
