"""A page before it is public, in the same words and shape, for those who may preview it."""

from __future__ import annotations

import dataclasses
import typing as t

from ...core.access import Action
from ...core.page import SLUG
from ..drafting import read_draft
from .answering import Answer
from .authentication import allowed
from .operation import Call
from .problems import ApiProblem
from .shown import ClosedShop
from .shown import show
from .shown import Shown


def read_preview(call: Call, *, ask_shop: bool) -> Shown:
    """Read the latest revisions of the page in the path, and put them into words.

    :param call: names page and locale.
    :param ask_shop: whether the answer needs prices.
    :raises ApiProblem: if the caller may not preview the page, or there is nothing to show.
    """
    allowed(call.mount, Action.PREVIEW, call.slug)
    mount = call.mount if ask_shop else dataclasses.replace(call.mount, shop=ClosedShop())
    data = read_draft(mount, call.slug, call.locale) if SLUG.fullmatch(call.slug) else None
    if data is None:
        raise ApiProblem("not-found", f"There is nothing to preview of {call.slug[:80]!r} here.")
    return show(call.mount, data)


def preview_answer(shown: Shown, document: t.Any) -> Answer:
    """Give an answer that nobody keeps, and no search engine lists.

    :param shown: the page.
    :param document: the body.
    """
    return Answer(document, headers={**shown.headers, "X-Robots-Tag": "noindex"})
