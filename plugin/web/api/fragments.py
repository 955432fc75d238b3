"""Pieces of the HTML page, for storefronts that want our markup in a page of theirs.

They come from the same templates as the page, a theme's included, and each carries the notice:
``page``, ``how-to`` and ``routine`` in their markup, by the same guard as the page. There is no
form in them, as a form posts to the shop's own site: the cart is ``POST cart/lines``. Addresses
are whole. ``Link`` leads to their style.
"""

from __future__ import annotations

import dataclasses
import re

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from ..mount import Hooks
from ..mount import Mount
from ..notice_guard import notice_markup
from ..rendering import render
from .answering import Answer
from .answering import HTML
from .operation import Call
from .operation import Located
from .operation import Operation
from .operation import Promise
from .pages import answer
from .pages import HEADERS
from .shown import read_shown
from .shown import Shown
from .style import style_address
from .style import TAG

_ADDRESS = re.compile(r'(?<=\s)(href|src)="(/[^/"][^"]*)"')


def read_page_fragment(call: Call) -> Answer:
    """Give the whole page, without the document around it."""
    return _fragment(call, "serum/api/fragment_page.html", priced=True)


def read_how_to_fragment(call: Call) -> Answer:
    """Give the steps of morning and evening."""
    return _fragment(call, "serum/api/fragment_how_to.html", priced=False)


def read_routine_fragment(call: Call) -> Answer:
    """Give the steps, and what goes over the serum."""
    return _fragment(call, "serum/api/fragment_routine.html", priced=True)


def read_notice_fragment(call: Call) -> Answer:
    """Give the notice."""
    shown = read_shown(call, ask_shop=False)
    return _html(call.mount, shown, str(notice_markup(shown.data.notice)), priced=False)


def _fragment(call: Call, template: str, *, priced: bool) -> Answer:
    shown = read_shown(call, ask_shop=priced)
    # The document's head and frame are the storefront's own.
    hooks = Hooks(layout=lambda title, head, body: str(body))
    mount = dataclasses.replace(call.mount, can_add=False, hooks=hooks)
    html = render(mount, template, shown.context, shown.composer.words, notice=shown.data.notice)
    return _html(call.mount, shown, _body(html), priced=priced)


def _html(mount: Mount, shown: Shown, html: str, *, priced: bool) -> Answer:
    whole = shown.composer.addresses.whole
    html = _ADDRESS.sub(
        lambda found: f'{found[1]}="{Markup.escape(whole(Markup(found[2]).unescape()))}"', html
    )
    made = answer(shown, html.strip() + "\n", priced=priced)
    link = f'<{style_address(mount)}>; rel="stylesheet"'
    return dataclasses.replace(made, content_type=HTML, headers={**made.headers, "Link": link})


def _body(html: str) -> str:
    # The guard gives a whole document where it had to put something right.
    if "<body" not in html:
        return html
    body = LexborHTMLParser(html).body
    return "".join(one.html or "" for one in body.iter(include_text=True)) if body else html


_MEDIA = {"type": "string", "description": "HTML."}


def _operation(
    name: str, path: str, view: object, summary: str, description: str, *, priced: bool
) -> Operation:
    dated = () if priced else ("Last-Modified",)
    return Operation(
        f"{name}_fragment",
        "GET",
        f"/pages/<slug>/fragments/{path}",
        view,  # type: ignore[arg-type]
        summary,
        TAG,
        (
            Promise(
                "HTML, without a document around it.",
                content_type="text/html",
                media_schema=_MEDIA,
                headers=(*HEADERS, *dated, "Link"),
            ),
        ),
        description,
        query=Located,
        problems=("not-found",),
        cached=True,
    )


OPERATIONS = (
    _operation(
        "read_page",
        "page",
        read_page_fragment,
        "The whole page as HTML",
        "What the shop's own page shows, notice and all, without forms. `Link` names its style"
        " sheet, which belongs beside every fragment; a storefront may bring its own instead.",
        priced=True,
    ),
    _operation(
        "read_how_to",
        "how-to",
        read_how_to_fragment,
        "How to use it, as HTML",
        "The steps of morning and evening with their drawings, under the notice.",
        priced=False,
    ),
    _operation(
        "read_notice",
        "notice",
        read_notice_fragment,
        "The notice as HTML",
        "The mandatory notice, ready to stand before a storefront's own button.",
        priced=False,
    ),
    _operation(
        "read_routine",
        "routine",
        read_routine_fragment,
        "The routine as HTML",
        "The steps, and the moisturizer and the sunscreen to layer over them, under the notice.",
        priced=True,
    ),
)
