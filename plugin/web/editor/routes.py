"""Every address of the editor."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import Blueprint

from . import arriving
from . import calendar
from . import copying
from . import exchange
from . import form_claims
from . import history
from . import keeping
from . import many_pages
from . import new_page
from . import overrides
from . import overview
from . import pages
from . import part_form
from . import preview_links
from . import previewing
from . import review
from . import schedule
from . import sentences
from . import translation
from . import translation_board
from . import trash
from .assets import asset
from .visiting import ACTION

Route: t.TypeAlias = tuple[str, str, cabc.Callable[..., t.Any], tuple[str, ...]]

GET, POST, FORM = ("GET",), ("POST",), ("GET", "POST")

ROUTES: list[Route] = [
    ("/", "pages", pages.pages, GET),
    ("/publish", "publish_pages", many_pages.publish_pages, POST),
    ("/unpublish", "unpublish_pages", many_pages.unpublish_pages, POST),
    ("/new", "new", new_page.new, GET),
    ("/new", "make", new_page.make, POST),
    ("/pages/<slug>/", "overview", overview.overview, GET),
    ("/pages/<slug>/publish", "publish", overview.publish, POST),
    ("/pages/<slug>/unpublish", "unpublish", overview.unpublish, POST),
    ("/pages/<slug>/sentences", "sentences", sentences.sentences, POST),
    ("/pages/<slug>/parts/<part>", "part", part_form.part, GET),
    ("/pages/<slug>/parts/<part>", "save_part", part_form.save_part, POST),
    ("/pages/<slug>/parts/<part>/keep", "keep", keeping.keep, POST),
    ("/pages/<slug>/parts/<part>/claims", "claims", form_claims.claims, POST),
    ("/pages/<slug>/parts/<part>/discard", "discard_part", part_form.discard_part, POST),
    ("/preview/<slug>/<locale>", "preview", previewing.preview, FORM),
    ("/pages/<slug>/history", "history", history.history, GET),
    ("/pages/<slug>/compare/<part>", "compare", history.compare, GET),
    ("/pages/<slug>/revert/<part>", "revert", history.revert, POST),
    ("/pages/<slug>/schedule", "schedule", schedule.schedule, GET),
    ("/pages/<slug>/schedule/<part>", "schedule_part", schedule.schedule_part, FORM),
    ("/pages/<slug>/schedule/<part>/<int:publication>", "move", schedule.move, FORM),
    ("/pages/<slug>/schedule/<part>/<int:publication>/cancel", "cancel", schedule.cancel, POST),
    ("/pages/<slug>/on-date", "on_date", calendar.on_date, GET),
    ("/pages/<slug>/as-of/<locale>", "as_of", calendar.as_of, GET),
    ("/pages/<slug>/translate/<part>", "translate", translation.translate, GET),
    ("/pages/<slug>/translate/<part>", "save_translation", translation.save_translation, POST),
    ("/pages/<slug>/review", "review", review.review, GET),
    ("/pages/<slug>/review/<part>/ask", "ask_review", review.ask_review, POST),
    ("/pages/<slug>/review/<part>/decide", "decide_review", review.decide_review, POST),
    ("/pages/<slug>/review/<part>/comment", "comment", review.comment, POST),
    ("/pages/<slug>/review/<part>/settle", "settle", review.settle, POST),
    ("/pages/<slug>/overrides", "overrides", overrides.overrides, GET),
    ("/pages/<slug>/overrides", "ask_override", overrides.ask_override, POST),
    (
        "/pages/<slug>/overrides/<int:number>",
        "answer_override",
        overrides.answer_override,
        POST,
    ),
    ("/pages/<slug>/links", "links", preview_links.links, GET),
    ("/pages/<slug>/links", "make_link", preview_links.make_link, POST),
    ("/pages/<slug>/links/<int:number>/revoke", "revoke_link", preview_links.revoke_link, POST),
    ("/pages/<slug>/copy", "copy", copying.copy, FORM),
    ("/pages/<slug>/export", "export", exchange.export, GET),
    ("/pages/<slug>/trash", "throw_away", trash.throw_away, FORM),
    ("/pages/<slug>/restore", "restore", trash.restore, POST),
    ("/calendar", "calendar", calendar.calendar, GET),
    ("/translations", "translations", translation_board.board, GET),
    ("/reviews", "reviews", review.reviews, GET),
    ("/import", "bring_in", exchange.bring_in, FORM),
    ("/trash", "trash", trash.trash, GET),
]
"""Rule below ``/editor``, endpoint without the mount's name and ``editor_``, view, methods."""


def add_editor(blueprint: Blueprint) -> None:
    """Add the editor to a mount's blueprint.

    :param blueprint: of the mount.
    :raises TypeError: if a view does not say what it needs.
    """
    blueprint.url_value_preprocessor(arriving.look)
    blueprint.add_url_rule("/editor/static/<digest>/<path:name>", "editor_asset", asset)
    blueprint.add_url_rule("/preview/<secret>", "editor_shared", preview_links.shared)
    for rule, endpoint, view, methods in ROUTES:
        if not hasattr(view, ACTION):
            raise TypeError(f"{endpoint!r} does not say what it needs; put @needs(...) above it.")
        blueprint.add_url_rule(f"/editor{rule}", f"editor_{endpoint}", view, methods=methods)
