"""Translation: the copy of a locale, field by field beside what it is translated from."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.differences import words_between
from ...core.errors import DocumentInvalid
from ...core.errors import RevisionNotFound
from ...core.page import Copy
from ...core.ports import PageState
from ...core.ports import Revision
from ...core.translating import Translation
from ...core.translation import FieldState
from ...core.visibility import state_of
from . import form_tree
from . import keeping
from . import sheets
from .clashes import chosen
from .clashes import show_clash
from .form_claims import claims_of
from .form_claims import reworded
from .forms import completed
from .forms import data_of
from .forms import Form
from .forms import form_of
from .forms import tree_of
from .messages import Message
from .moments import written
from .naming import part_name
from .part_form import number
from .part_form import sent
from .readable import signs
from .saving import before
from .saving import Clash
from .saving import dumped
from .saving import latest_of
from .saving import save
from .sheets import Sheet
from .standing import page_of
from .translation_rows import Row
from .translation_rows import rows_of
from .visiting import needs
from .visiting import Visit


@needs(Action.READ)
def translate(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Show a locale beside what it is translated from: with words not saved yet, if there are any.

    :param visit: by whom.
    :param slug: the page.
    :param part: the locale.
    """
    page = _translatable(visit, slug, part)
    latest = latest_of(visit.mount, slug, part)
    kept, sheet = sheets.opened(visit, slug, part, latest)
    if kept is not None:
        when = written(kept.at, visit.mount.market)
        said = [Message("note", f"These are your words of {when}. They are not saved yet.")]
        form = form_of(part, form_tree.read(kept.fields), kept.base)
        return _shown(visit, page, form, latest, sheet, said, kept=True)
    tree = tree_of(part, dumped(latest.content) if latest else {})
    return _shown(visit, page, form_of(part, tree, latest.number if latest else 0), latest, sheet)


@needs(Action.SAVE)
def save_translation(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Save a translation, with what it was made from.

    :param visit: by whom.
    :param slug: the page.
    :param part: the locale.
    """
    page = _translatable(visit, slug, part)
    base, sheet = number("serum_base"), sheets.sent()
    tree = form_tree.read(sent(visit))
    tree = completed(tree, before(visit.mount, slug, part, base), request.form)
    put_in = reworded(visit, slug, part, tree, request.form.get("serum_do", ""))
    if put_in is not None:
        keeping.keep_words(visit, slug, part, base, tree)
        latest = latest_of(visit.mount, slug, part)
        again, said = sheets.again(visit, slug, part, latest), [Message("note", put_in.told)]
        form = dataclasses.replace(form_of(part, tree, base), focus=put_in.field)
        return _shown(visit, page, form, latest, again, said, kept=True)
    seen, data, against = sheet.translated, data_of(part, tree), number("serum_against")
    try:
        done = save(visit, slug, part, data, base, chosen(), against, seen)
        if not done.changed and seen is not None and seen.checked:
            visit.mount.translating.check(visit.actor, slug, part, seen, expected=done.number)
    except DocumentInvalid as error:
        keeping.keep_words(visit, slug, part, base, tree)
        form = form_of(part, tree, base, error.problems)
        latest = latest_of(visit.mount, slug, part)
        again = sheets.again(visit, slug, part, latest)
        return _shown(visit, page, form, latest, again, kept=True)
    except Clash as clash:
        keeping.keep_words(visit, slug, part, base, tree)
        fields = list(form_tree.write(tree))
        return show_clash(visit, page.parts, slug, clash, fields, sheet, "translate")
    keeping.forget_words(visit, slug, part, done.number)
    told = "merged" if done.merged else "saved" if done.changed else "unchanged"
    if not done.changed and sheet.checked:
        told = "checked"
    names = ",".join(done.merged)
    return visit.go("translate", told=told, slug=slug, part=part, number=done.number, names=names)


def _translatable(visit: Visit, slug: str, part: str) -> PageState:
    page = page_of(visit, slug)
    if part not in visit.locales(page.parts):
        raise RevisionNotFound(slug, part)
    return page


def _shown(
    visit: Visit,
    page: PageState,
    form: Form,
    latest: Revision | None,
    sheet: Sheet,
    said: cabc.Sequence[Message] = (),
    *,
    kept: bool = False,
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
    newest = page.parts[standing.source].latest
    # Words are shown beside the source that they were written from, whatever it says by now.
    made_from = sheet.source if 0 < sheet.source <= newest else newest
    source = visit.mount.store.revision(slug, standing.source, made_from)
    state = page.parts.get(part)
    form = dataclasses.replace(form, claims=claims_of(visit, slug, part, form.tree))
    return visit.show(
        "serum/editor/translation.html",
        title=("Please look at this: " if form.troubles else "")
        + f"{part_name(part)} from {part_name(standing.source)}, {slug}",
        slug=slug,
        parts=page.parts,
        said=said,
        status=422 if form.troubles else 200,
        form=form,
        sheet=dataclasses.replace(sheet, source=made_from),
        kept=kept,
        rows=_rows(visit, slug, standing, source, form),
        source=source,
        source_name=part_name(standing.source),
        newest=newest,
        name=part_name(part),
        state=state_of(state, visit.mount.clock.now()).value if state else "",
        latest=latest,
        stale=len(standing.paths(FieldState.STALE)),
        missing=len(standing.paths(FieldState.MISSING)),
        keep=visit.url("keep", slug=slug, part=part),
        preview=visit.url("preview", slug=slug, locale=part),
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
