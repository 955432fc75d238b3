"""The real page, made from what is being written."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import request
from flask.typing import ResponseReturnValue

from ...core import locale as locales
from ...core import page as pages
from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.errors import PageNotFound
from ...core.errors import RevisionNotFound
from ...core.page import Copy
from ...core.page import FACTS
from ...core.page import Facts
from ...core.page import Part
from ...core.starting import starting_copy
from ...core.visibility import is_live
from ...core.visibility import VisiblePage
from ..composing import Composer
from ..pages import page_html
from ..reading import fill
from . import form_tree
from .answers import as_preview
from .as_shopper import bannered
from .forms import data_of
from .naming import part_name
from .preview_marks import marked
from .problems import label
from .saving import dumped
from .saving import loaded
from .sending import fields_sent
from .visiting import needs
from .visiting import Visit

LEFT_OUT = "X-Serum-Left-Out"
"""Names the fields that are shown as they were, because they can't be read yet."""


@needs(Action.PREVIEW)
def preview(visit: Visit, slug: str, locale: str) -> ResponseReturnValue:
    """Show a page as shoppers would see it: its latest revisions, and the form that was sent.

    :param visit: by whom.
    :param slug: the page.
    :param locale: of the copy.
    """
    mount = visit.mount
    latest = {one.part: one.content for one in mount.workbench.latest(slug)}
    if not latest:
        raise PageNotFound(slug)
    if locale not in visit.locales(latest):
        raise RevisionNotFound(slug, locale)
    left_out: list[str] = []
    part = request.form.get("serum_part", "")
    if request.method == "POST" and part in (FACTS, locale):
        tree = form_tree.read(fields_sent(mount))
        content, left_out = readable(part, data_of(part, tree), latest.get(part))
        latest[part] = content
    facts = latest.get(FACTS)
    copy = latest.get(locale) or latest.get(locales.language(locale))
    if not isinstance(facts, Facts):
        raise RevisionNotFound(slug, FACTS)
    if not isinstance(copy, Copy):
        copy = starting_copy(f"{part_name(locale)}: nothing is written yet")
    now = mount.clock.now()
    state = mount.store.page(slug, now)
    live = {tag for tag, one in (state.parts if state else {}).items() if is_live(one, now)}
    tags = tuple(tag for tag in visit.locales(latest) if tag == locale or tag in live)
    shown = VisiblePage(facts, copy, locale, locale, tags, now, (0, 0))
    data = fill(mount, shown, request.args.get("variant", ""))
    html = page_html(mount, Composer(mount, locale), data)
    html = marked(html, facts, locale)
    if request.headers.get("Sec-Fetch-Dest") == "document":  # by itself, it looks like the shop
        words = "what is being written" if request.method == "POST" else "what was saved last"
        html = bannered(html, f"A preview of {words}. Shoppers may see something else.")
    response = as_preview(html)
    if left_out:
        response.headers[LEFT_OUT] = ", ".join(left_out).encode("ascii", "ignore").decode()
    return response


def readable(
    part: str, data: cabc.Mapping[str, t.Any], latest: Part | None
) -> tuple[Part, list[str]]:
    """Read as much of a form as can be read; the rest is as it was.

    :param part: ``"facts"`` or a locale.
    :param data: of the form.
    :param latest: the latest revision's content.
    :return: the part, and the names of the fields that are as they were.
    """
    mended, left_out = dict(data), dict[str, None]()
    before = dumped(latest if latest is not None else starting_copy("…"))
    while True:
        try:
            content = loaded(part, mended)
            problems = pages.check_facts(content) if isinstance(content, Facts) else []
            if not problems:
                return content, list(left_out)
            paths = [one.path for one in problems]
        except DocumentInvalid as error:
            prefix = "facts." if part == FACTS else f"copy.{part}."
            paths = [one.path.removeprefix(prefix) for one in error.problems]
        names = {str(form_tree.steps_of(path)[0]) for path in paths if path}
        if not names or names <= {one for one in mended if mended[one] == before.get(one)}:
            return loaded(part, before), [label(part, name) for name in sorted(names)]
        for name in names:
            left_out[label(part, name)] = None
            mended[name] = before.get(name, "")
