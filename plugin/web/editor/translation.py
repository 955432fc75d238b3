"""Translation: a board of what is where, and each locale beside what it is translated from."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.differences import words_between
from ...core.errors import DocumentInvalid
from ...core.errors import RevisionNotFound
from ...core.page import Copy
from ...core.page import FACTS
from ...core.ports import PageState
from ...core.ports import Revision
from ...core.translating import Translation
from ...core.translation import FieldState
from ...core.translation import Translated
from ...core.visibility import state_of
from . import form_tree
from .clashes import show_clash
from .forms import data_of
from .forms import Form
from .forms import form_of
from .forms import tree_of
from .messages import Message
from .naming import part_name
from .part_form import number
from .part_form import sent
from .readable import signs
from .saving import Clash
from .saving import dumped
from .saving import latest_of
from .saving import save
from .standing import page_of
from .standing import title_of
from .translation_rows import Row
from .translation_rows import rows_of
from .visiting import needs
from .visiting import Visit

PER_SCREEN = 30
"""How many pages one screen shows."""

CHECKED = "serum_checked"
"""The field that names what still holds though its source has changed."""


@dataclass(frozen=True)
class Cell:
    """A page in one locale.

    :param part: the locale.
    :param state: where it stands; empty where it was never written.
    :param source: the locale it is translated from; empty for the source itself.
    :param stale: how many fields have another source by now.
    :param missing: how many fields are not translated.
    :param url: of the side-by-side screen, or of the form for the source.
    """

    part: str
    state: str
    source: str
    stale: int
    missing: int
    url: str


@needs(Action.READ)
def board(visit: Visit) -> ResponseReturnValue:
    """Show every page in every locale of the market.

    :param visit: by whom.
    """
    now, parts = visit.mount.clock.now(), visit.mount.market.locales
    pages = [
        one
        for one in visit.mount.store.pages(now)
        if not one.trashed and FACTS in one.parts and visit.may(Action.READ, one.slug)
    ]
    begin = int(request.args["from"]) if request.args.get("from", "")[:5].isdecimal() else 0
    shown = pages[begin : begin + PER_SCREEN]
    standings = visit.mount.translating.board(visit.actor, shown, parts)
    return visit.show(
        "serum/editor/translations.html",
        title="Translations",
        locales=[(tag, part_name(tag)) for tag in parts],
        rows=[
            (
                one.slug,
                title_of(visit, one),
                [_cell(visit, one, each) for each in standings[one.slug]],
            )
            for one in shown
        ],
        later=begin + PER_SCREEN if begin + PER_SCREEN < len(pages) else 0,
    )


@needs(Action.READ)
def translate(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Show a locale beside what it is translated from.

    :param visit: by whom.
    :param slug: the page.
    :param part: the locale.
    """
    page = _translatable(visit, slug, part)
    latest = latest_of(visit.mount, slug, part)
    tree = tree_of(part, dumped(latest.content) if latest else {})
    form = form_of(part, tree, latest.number if latest else 0)
    return _shown(visit, page, form, latest, None)


@needs(Action.SAVE)
def save_translation(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Save a translation, with what it was made from.

    :param visit: by whom.
    :param slug: the page.
    :param part: the locale.
    """
    page = _translatable(visit, slug, part)
    fields, base = sent(visit), number("serum_base")
    tree = form_tree.read(fields)
    seen = Translated(number("serum_source"), frozenset(request.form.getlist(CHECKED)))
    try:
        done = save(visit, slug, part, data_of(part, tree), base, translated=seen)
        if not done.changed and seen.checked:
            visit.mount.translating.check(visit.actor, slug, part, seen, expected=done.number)
    except DocumentInvalid as error:
        form = form_of(part, tree, base, error.problems)
        return _shown(visit, page, form, latest_of(visit.mount, slug, part), seen)
    except Clash as clash:
        return show_clash(visit, page.parts, slug, clash, fields)
    told = "merged" if done.merged else "saved" if done.changed else "unchanged"
    if not done.changed and seen.checked:
        told = "checked"
    names = ",".join(done.merged)
    return visit.go("translate", told=told, slug=slug, part=part, number=done.number, names=names)


def _translatable(visit: Visit, slug: str, part: str) -> PageState:
    page = page_of(visit, slug)
    if part not in visit.locales(page.parts):
        raise RevisionNotFound(slug, part)
    return page


def _shown(
    visit: Visit, page: PageState, form: Form, latest: Revision | None, seen: Translated | None
) -> ResponseReturnValue:
    slug, part = page.slug, form.part
    standing = visit.mount.translating.of(visit.actor, slug, part)
    if standing.source is None:
        text = f"{part_name(part)} is what the others are translated from: write it here."
        return visit.show(
            "serum/editor/translate_source.html",
            title=part_name(part),
            slug=slug,
            parts=page.parts,
            said=(Message("note", text),) if part in page.parts else (),
            part=part,
            name=part_name(part),
            others=[(tag, part_name(tag)) for tag in visit.locales(page.parts) if tag != part],
        )
    store = visit.mount.store
    source = store.revision(slug, standing.source, seen.number if seen and seen.number else None)
    state = page.parts.get(part)
    return visit.show(
        "serum/editor/translation.html",
        title=("Please look at this: " if form.troubles else "") + f"{part_name(part)}, {slug}",
        slug=slug,
        parts=page.parts,
        status=422 if form.troubles else 200,
        form=form,
        rows=_rows(visit, slug, standing, source, form),
        source=source,
        source_name=part_name(standing.source),
        name=part_name(part),
        state=state_of(state, visit.mount.clock.now()).value if state else "",
        latest=latest,
        stale=len(standing.paths(FieldState.STALE)),
        missing=len(standing.paths(FieldState.MISSING)),
        checked=seen.checked if seen else frozenset(),
        may_save=visit.may(Action.SAVE, slug),
        may_publish=latest is not None and visit.may(Action.PUBLISH, slug),
    )


def _rows(
    visit: Visit, slug: str, standing: Translation, source: Revision, form: Form
) -> list[Row]:
    assert isinstance(source.content, Copy)
    assert standing.source is not None
    store, of = visit.mount.store, standing.source
    before: dict[int, Copy] = {}
    for one in set(standing.numbers.values()) - {source.number}:
        content = store.revision(slug, of, one).content
        assert isinstance(content, Copy)
        before[one] = content
    found = rows_of(source.content, form, standing)
    return [
        one.marked(
            [
                (each.fate.value, signs(each.text))
                for each in words_between(one.text_in(before[made]), one.text_in(source.content))
            ]
        )
        if (made := standing.numbers.get(one.group, source.number)) in before
        and one.state is FieldState.STALE
        else one
        for one in found
    ]


def _cell(visit: Visit, page: PageState, one: Translation) -> Cell:
    state = page.parts.get(one.part)
    endpoint = "translate" if one.source else "part"
    return Cell(
        one.part,
        state_of(state, visit.mount.clock.now()).value if state else "",
        one.source or "",
        len(one.paths(FieldState.STALE)),
        len(one.paths(FieldState.MISSING)),
        visit.url(endpoint, slug=page.slug, part=one.part),
    )
