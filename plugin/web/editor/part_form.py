"""The form of one part of a page: facts, or the copy of a locale."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.notice import notice_for
from ...core.offer import Role
from ...core.offer import Shelf
from ...core.page import FACTS
from ..mount import mounts
from ..notice_guard import notice_markup
from ..reading import shop_query
from . import copy_form
from . import keeping
from . import sheets
from .clashes import chosen
from .clashes import show_clash
from .form_claims import claims_of
from .form_claims import reworded
from .form_tree import MAPPINGS
from .form_tree import read
from .form_tree import Tree
from .form_tree import write
from .forms import completed
from .forms import data_of
from .forms import Form
from .forms import form_of
from .forms import tree_of
from .messages import Message
from .moments import written
from .naming import part_name
from .rearranging import rearranged
from .review import reviews_of
from .saving import before
from .saving import Clash
from .saving import dumped
from .saving import save
from .sending import fields_sent
from .sending import number_in
from .sentences import step_views
from .sheets import Sheet
from .standing import source_name
from .subject import Subject
from .subject import subject
from .visiting import needs
from .visiting import Visit


@needs(Action.READ)
def part(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Show the form of a part: with the words its writer has not saved yet, where there are any.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    about = subject(visit, slug, part)
    kept, sheet = sheets.opened(visit, slug, part, about.latest)
    if kept is not None:
        when = written(kept.at, visit.mount.market)
        said = Message("note", f"These are your words of {when}. They are not saved yet.")
        form = form_of(part, _whole(about, read(kept.fields)), kept.base)
        return show(visit, about, form, sheet, kept=True, said=[said])
    base = about.latest.number if about.latest else 0
    data = dumped(about.latest.content) if about.latest else {}
    return show(visit, about, form_of(part, _whole(about, tree_of(part, data)), base), sheet)


@needs(Action.SAVE)
def save_part(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Save a part as a revision, or carry out an order on its form.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    about = subject(visit, slug, part)
    fields = sent(visit)
    base = number("serum_base")
    tree = completed(read(fields), before(visit.mount, slug, part, base), request.form)
    order = request.form.get("serum_do", "save")
    put_in = reworded(visit, slug, part, tree, order)
    if put_in is not None or rearranged(tree, order):
        keeping.keep_words(visit, slug, part, base, tree)
        form = form_of(part, _whole(about, tree), base)
        if put_in is None:
            return show(visit, about, form, kept=True)
        form = dataclasses.replace(form, focus=put_in.field)
        return show(visit, about, form, kept=True, said=[Message("note", put_in.told)])
    sheet, against = sheets.sent(), number("serum_against")
    try:
        done = save(
            visit, slug, part, data_of(part, tree), base, chosen(), against, sheet.translated
        )
    except DocumentInvalid as error:
        keeping.keep_words(visit, slug, part, base, tree)
        form = form_of(part, _whole(about, tree), base, error.problems)
        return show(visit, about, form, kept=True, status=422)
    except Clash as clash:
        keeping.keep_words(visit, slug, part, base, tree)
        return show_clash(visit, about.state.parts, slug, clash, list(write(tree)), sheet)
    keeping.forget_words(visit, slug, part, done.number)
    told = "merged" if done.merged else "saved" if done.changed else "unchanged"
    screen = {"publish": "overview", "review": "review"}.get(order, "part")
    return visit.go(
        screen, slug=slug, part=part, told=told, number=done.number, names=",".join(done.merged)
    )


@needs(Action.SAVE)
def discard_part(visit: Visit, slug: str, part: str) -> ResponseReturnValue:
    """Go back to the latest revision: forget the words that were not saved.

    :param visit: by whom.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    """
    about = subject(visit, slug, part)
    latest = about.latest.number if about.latest else 0
    keeping.forget_words(visit, slug, part, latest + 1)
    screen = "translate" if request.form.get("serum_screen") == "translate" else "part"
    return visit.go(screen, slug=slug, part=part, told="discarded", number=latest)


def sent(visit: Visit) -> list[tuple[str, str]]:
    """Give the fields of a part that a form sent, without its token.

    :param visit: by whom.
    """
    return [one for one in fields_sent(visit.mount) if not one[0].startswith("serum_")]


def number(name: str) -> int:
    """Give a number that a form sent; ``0`` where it is none.

    :param name: of the field.
    """
    return number_in(request.form.get(name)) or 0


def show(
    visit: Visit,
    about: Subject,
    form: Form,
    sheet: Sheet | None = None,
    *,
    kept: bool = False,
    said: cabc.Sequence[Message] = (),
    status: int = 200,
) -> Response:
    """Show a form.

    :param visit: by whom.
    :param about: what it is about.
    :param form: the form.
    :param sheet: whose words it holds; the one that was sent if ``None``.
    :param kept: whether it holds words that are not saved.
    :param said: messages for the top.
    :param status: of HTTP.
    """
    slug, part = about.slug, about.part
    form = dataclasses.replace(form, claims=claims_of(visit, slug, part, form.tree))
    tags = visit.mount.market.locales
    preview = part if part != FACTS else next((t for t in tags if t in about.state.parts), tags[0])
    values: dict[str, t.Any] = {
        "form": form,
        "sheet": sheet or sheets.again(visit, slug, part, about.latest),
        "about": about,
        "name": part_name(part),
        "latest": about.latest,
        "latest_at": written(about.latest.at, visit.mount.market) if about.latest else "",
        "kept": kept,
        "review": reviews_of(visit, [about.state]).get((slug, part), ""),
        "may_save": visit.may(Action.SAVE, slug),
        "may_publish": visit.may(Action.PUBLISH, slug),
        "source": source_name(about.state, part),
        "preview": visit.url("preview", slug=slug, locale=preview),
        "steps": step_views(form.tree, about.facts, preview),
        "state_url": visit.url("keep", slug=slug, part=part),
    }
    if part == FACTS:
        values |= _for_facts(visit, about)
        template = "serum/editor/facts.html"
    else:
        values |= {
            "opening": copy_form.OPENING,
            "warnings": copy_form.WARNINGS,
            "story": copy_form.STORY,
            "search": copy_form.SEARCH,
            "notice": notice_markup(notice_for(part)),
        }
        template = "serum/editor/copy.html"
    title = f"{part_name(part)}, {slug}"
    if form.troubles:
        title = f"Please look at this: {title}"
    return visit.show(
        template,
        title=title,
        slug=slug,
        parts=about.state.parts,
        said=said,
        status=status,
        **values,
    )


def _for_facts(visit: Visit, about: Subject) -> dict[str, t.Any]:
    known = {one.market.code: one.market.title for one in mounts().values()}
    markets = dict.fromkeys([*known, *(about.facts.markets if about.facts else ())])
    shelf = Shelf()
    if about.facts is not None:
        tag = visit.mount.market.default_locale
        shelf = visit.mount.shop.look_up(shop_query(visit.mount, tag, [about.facts]))
    return {
        "markets": [(code, known.get(code, code)) for code in markets],
        "offered": {
            role.value: [(one.sku, one.name or one.sku) for one in shelf.companions.get(role, ())]
            for role in Role.companions()
        },
    }


def _whole(about: Subject, tree: Tree) -> Tree:
    """Give a form of copy a field for every picture, size and step of the facts."""
    facts = about.facts
    if about.part == FACTS or facts is None:
        return tree
    keys = (
        [one.id for one in facts.images],
        [one.sku for one in facts.variants],
        [one.id for one in facts.regimen.steps],
    )
    for name, there in zip(MAPPINGS, keys, strict=True):
        given = tree.get(name)
        typed = given if isinstance(given, dict) else {}
        tree[name] = {key: typed.get(key, "") for key in there} | typed
    return tree
