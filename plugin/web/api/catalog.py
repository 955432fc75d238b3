"""The list of pages: by slug, a page of them at a time."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core.notice import notice_for
from ...core.offer import Role
from ...core.offer import Shelf
from ...core.regimen import TimeOfDay
from ...core.visibility import visible
from ...core.visibility import VisiblePage
from ..cache_tags import tags_of_list
from ..mount import Mount
from ..reading import PageData
from ..reading import shop_query
from .answering import Answer
from .answering import Cache
from .notice_document import notice_document
from .notice_document import NoticeSchema
from .operation import Call
from .operation import Document
from .operation import Located
from .operation import Operation
from .operation import Promise
from .page_document import page_document
from .page_schema import PageSchema
from .pages import sparse
from .pages import TAG
from .paging import BY_SLUG
from .paging import cursor_of
from .paging import limit_of
from .paging import next_link
from .paging import next_of
from .paging import some
from .shown import show

_BATCH = 100
_CARD = ("url", "published", "brand", "title", "product_type", "summary", "images", "variants")


class ListQuery(Located):
    """The query of the list."""

    limit = limit_of(20, 100)
    cursor = cursor_of(BY_SLUG)
    sku = fields.String(
        load_default="",
        validate=some(),
        metadata={"description": "Only the page that sells this SKU."},
    )
    brand = fields.String(
        load_default="", validate=some(), metadata={"description": "Only pages of this brand."}
    )
    role = fields.String(
        load_default="",
        validate=validate.OneOf(
            [one.value for one in Role.companions()], error="There are {choices}."
        ),
        metadata={"description": "Only serums whose routine layers this over them."},
    )
    time = fields.String(
        load_default="",
        validate=validate.OneOf([one.value for one in TimeOfDay], error="There are {choices}."),
        metadata={"description": "Only serums that are used at this time of day."},
    )
    chosen, expand = sparse(("offers",))


class ListedPageSchema(PageSchema):
    """A serum in a list, whose notice stands beside the list."""

    class Meta(PageSchema.Meta):
        """Leaves the notice to the list."""

        exclude = ("notice",)


class PageListSchema(Document):
    """Pages, by slug."""

    pages = fields.List(
        fields.Nested(ListedPageSchema),
        required=True,
    )
    next = next_of()
    notice = fields.Nested(
        NoticeSchema,
        required=True,
        metadata={"description": "The notice of every page here, once."},
    )


def list_pages(call: Call) -> Answer:
    """List pages."""
    mount, query = call.mount, call.query
    found = list(_matching(mount, call.locale, query))
    pages, more = found[: query["limit"]], len(found) > query["limit"]
    priced = "offers" in query["expand"]
    shelf = Shelf(available=False)
    if priced and pages:
        facts = [one.facts for one in pages]
        shelf = mount.shop.look_up(shop_query(mount, call.locale, facts, companions=False))
    notice = notice_for(call.locale)
    documents = []
    for page in pages:
        data = _data(mount, page, shelf)
        document = page_document(show(mount, data), query["chosen"] or _CARD, query["expand"])
        documents.append({key: value for key, value in document.items() if key != "notice"})
    after = pages[-1].facts.slug if more else None
    headers = {"Serum-Notice": notice.id, **next_link(call, after)}
    return Answer(
        {"pages": documents, "next": after, "notice": notice_document(notice)},
        cache=Cache.OFFERS if priced else Cache.COPY,
        tags=tags_of_list(
            (one.facts.slug for one in pages), mount.market.code, call.locale, notice.locale
        ),
        headers=headers,
    )


def _matching(
    mount: Mount, locale: str, query: cabc.Mapping[str, t.Any]
) -> cabc.Iterator[VisiblePage]:
    now, after, wanted = mount.clock.now(), query["cursor"], query["limit"] + 1
    while wanted:
        batch = mount.store.pages(now, after=after, limit=_BATCH)
        for state in batch:
            page = visible(state, mount.market, locale, now)
            if page is not None and _matches(page, query):
                yield page
                wanted -= 1
                if not wanted:
                    return
        if len(batch) < _BATCH:
            return
        after = batch[-1].slug


def _matches(page: VisiblePage, query: cabc.Mapping[str, t.Any]) -> bool:
    facts, regimen = page.facts, page.facts.regimen
    return (
        (not query["sku"] or facts.variant(query["sku"]) is not None)
        and (not query["brand"] or facts.brand.casefold() == query["brand"].casefold())
        and (not query["role"] or Role(query["role"]) in regimen.roles)
        and (not query["time"] or TimeOfDay(query["time"]) in regimen.times)
    )


def _data(mount: Mount, page: VisiblePage, shelf: Shelf) -> PageData:
    variants = page.facts.variants
    selling = (one for one in variants if (o := shelf.offers.get(one.sku)) and o.sells)
    return PageData(
        page,
        mount.market,
        shelf,
        (),
        next(selling, variants[0]),
        notice_for(page.requested),
    )


OPERATIONS = (
    Operation(
        "list_pages",
        "GET",
        "/pages",
        list_pages,
        "The serums of the market",
        TAG,
        (Promise("Pages, by slug.", PageListSchema, headers=("Serum-Notice", "Link")),),
        "Without `fields` each page comes as a card: its address, names, summary, pictures and"
        " sizes. All filters hold together. `sku` finds the page of a SKU.",
        query=ListQuery,
        cached=True,
    ),
)
