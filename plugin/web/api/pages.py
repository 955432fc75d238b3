"""Pages, and the parts of a page: what shoppers may see of them, and nothing else."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core.access import Action
from .answering import Answer
from .answering import Cache
from .authentication import caller
from .comma_list import CommaList
from .notice_document import notice_document
from .notice_document import NoticeSchema
from .offer_document import offers_document
from .offer_document import OffersSchema
from .operation import Call
from .operation import Document
from .operation import Located
from .operation import Operation
from .operation import Promise
from .page_document import ALWAYS
from .page_document import EXPANSIONS
from .page_document import FIELDS
from .page_document import head_document
from .page_document import page_document
from .page_document import PRICED
from .page_schema import PageSchema
from .page_schema import ServedLocaleSchema
from .pairs_document import pairs_document
from .pairs_document import SlotSchema
from .previewing import preview_answer
from .previewing import read_preview
from .routine_document import routine_document
from .routine_document import RoutineSchema
from .shown import read_shown
from .shown import Shown

TAG = "Pages"
HEADERS = ("Serum-Notice", "Content-Language")


def sparse(expansions: cabc.Iterable[str]) -> tuple[CommaList, CommaList]:
    """Make the parameters ``fields`` and ``expand``.

    :param expansions: what can be added.
    """
    chosen = CommaList(
        (*ALWAYS, *FIELDS),
        {name: f"{name!r} is added by 'expand'." for name in EXPANSIONS},
        metadata={
            "description": "The fields to give; all where none is named. Slug, locale and notice"
            " are always there."
        },
        data_key="fields",
    )
    expanded = CommaList(
        expansions,
        {name: f"{name!r} is chosen by 'fields'." for name in (*ALWAYS, *FIELDS)},
        metadata={"description": "What to add."},
    )
    return chosen, expanded


class PageQuery(Located):
    """The query of a page."""

    chosen, expand = sparse(EXPANSIONS)
    preview = fields.String(
        load_default="0",
        validate=validate.OneOf(["0", "1"], error="Give '1' or '0'."),
        metadata={
            "description": "`1` gives the latest revisions, for those who may preview the page.",
            "enum": ["0", "1"],
        },
    )


class PairsQuery(Located):
    """The query of the companions."""

    explain = fields.String(
        load_default="0",
        validate=validate.OneOf(["0", "1"], error="Give '1' or '0'."),
        metadata={"description": "`1` tells what was left out, and why.", "enum": ["0", "1"]},
    )


class PartOfPageSchema(Document):
    """What stands in every answer about a page."""

    slug = fields.String(required=True)
    locale = fields.Nested(ServedLocaleSchema, required=True)
    notice = fields.Nested(NoticeSchema, required=True)


class PageRoutineSchema(PartOfPageSchema):
    """The routine of a page."""

    routine = fields.Nested(RoutineSchema, required=True)


class PagePairsSchema(PartOfPageSchema):
    """The companions of a page."""

    shop_available = fields.Boolean(required=True)
    pairs = fields.List(fields.Nested(SlotSchema), required=True)


class PageOffersSchema(PartOfPageSchema):
    """The offers of a page."""

    offers = fields.Nested(OffersSchema, required=True)


def read_page(call: Call) -> Answer:
    """Give a page."""
    expanded = call.query["expand"]
    priced = bool(PRICED.intersection(expanded))
    if call.query["preview"] == "1":
        shown = read_preview(call, ask_shop=priced)
        return preview_answer(shown, page_document(shown, call.query["chosen"], expanded))
    shown = read_shown(call, ask_shop=priced)
    return answer(shown, page_document(shown, call.query["chosen"], expanded), priced=priced)


def read_routine(call: Call) -> Answer:
    """Give the steps of morning and evening."""
    shown = read_shown(call, ask_shop=False)
    return answer(shown, head_document(shown) | {"routine": routine_document(shown)})


def read_pairs(call: Call) -> Answer:
    """Give the companions."""
    shown = read_shown(call, ask_shop=True)
    explain = call.query["explain"] == "1"
    who = caller(call.mount) if explain else None
    hidden = who is not None and who.may(Action.READ, call.slug)
    pairs = pairs_document(shown, explain=explain, tell_hidden=hidden)
    document = {"shop_available": shown.data.shelf.available, "pairs": pairs}
    return answer(shown, head_document(shown) | document, priced=True, personal=explain)


def read_offers(call: Call) -> Answer:
    """Give the offers alone."""
    shown = read_shown(call, ask_shop=True)
    return answer(shown, head_document(shown) | {"offers": offers_document(shown)}, priced=True)


def read_notice(call: Call) -> Answer:
    """Give the notice of a page."""
    shown = read_shown(call, ask_shop=False)
    return answer(shown, notice_document(shown.data.notice))


def answer(
    shown: Shown, document: t.Any, *, priced: bool = False, personal: bool = False
) -> Answer:
    """Give what an answer about a page needs: tags, headers, how long it may be kept.

    :param shown: the page.
    :param document: the body.
    :param priced: whether prices are in it.
    :param personal: whether it is one caller's own.
    """
    cache = Cache.OFFERS if priced else Cache.COPY
    # What is in the cart decides which companions are shown.
    if personal or shown.data.shelf.in_cart:
        cache = Cache.PERSONAL
    changed = None if priced else shown.data.page.changed
    return Answer(document, cache=cache, tags=shown.tags, changed=changed, headers=shown.headers)


def _operation(
    name: str,
    path: str,
    view: t.Any,
    summary: str,
    promise: Promise,
    description: str = "",
    **rest: t.Any,
) -> Operation:
    return Operation(
        name,
        "GET",
        f"/pages/<slug>{path}",
        view,
        summary,
        TAG,
        (promise,),
        description,
        cached=True,
        **{"query": Located, "problems": ("not-found",), **rest},
    )


OPERATIONS = (
    _operation(
        "read_page",
        "",
        read_page,
        "A serum",
        Promise("The page.", PageSchema, headers=(*HEADERS, "Last-Modified", "X-Robots-Tag")),
        "Copy and facts, without prices. With `expand` the routine, the companions, the offers and"
        " the JSON-LD come in the same answer; with prices in it, it may be kept for a shorter"
        " time, and has no `Last-Modified`. With `preview` it is as it would be if all that was"
        " saved were published.",
        query=PageQuery,
        problems=("not-found", "unauthorized", "forbidden", "foreign-origin"),
    ),
    _operation(
        "read_routine",
        "/routine",
        read_routine,
        "How it is used",
        Promise("The steps.", PageRoutineSchema, headers=(*HEADERS, "Last-Modified")),
        "Typed steps for morning and evening, each with its sentence.",
    ),
    _operation(
        "read_pairs",
        "/pairs",
        read_pairs,
        "What goes over it",
        Promise("A place for each role.", PagePairsSchema, headers=HEADERS),
        "The guidance stays when the shop has nothing to sell, or can't be asked.",
        query=PairsQuery,
        problems=("not-found", "unauthorized", "foreign-origin"),
    ),
    _operation(
        "read_offers",
        "/offers",
        read_offers,
        "Prices and stock alone",
        Promise("The offers.", PageOffersSchema, headers=HEADERS),
        "For a storefront that keeps the copy for longer than the prices.",
    ),
    _operation(
        "read_page_notice",
        "/notice",
        read_notice,
        "The notice of a page",
        Promise("The notice.", NoticeSchema, headers=(*HEADERS, "Last-Modified")),
    ),
)
