"""A page in JSON, field by field."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from ...core import locale as locales
from ..structured_data import structured_data
from ..wording import Wording
from .notice_document import notice_document
from .offer_document import offers_document
from .pairs_document import pairs_document
from .routine_document import routine_document
from .shown import Shown

Json: t.TypeAlias = dict[str, t.Any]


ALWAYS = ("slug", "locale", "notice")
"""The fields that stand in every answer, whatever ``fields`` says."""


def locale_document(shown: Shown) -> Json:
    """Say which locale was asked for and which is served.

    :param shown: the page.
    """
    page = shown.data.page
    return {
        "requested": page.requested,
        "served": page.locale,
        "fallback": page.fell_back,
        "text": shown.context.fallback_text,
        "direction": locales.direction(page.locale),
    }


def head_document(shown: Shown) -> Json:
    """Give what stands in every answer about a page: slug, locale, notice.

    :param shown: the page.
    """
    return {
        "slug": shown.data.facts.slug,
        "locale": locale_document(shown),
        "notice": notice_document(shown.data.notice),
    }


def page_document(
    shown: Shown, chosen: cabc.Collection[str] = (), expanded: cabc.Collection[str] = ()
) -> Json:
    """Give a page as JSON.

    :param shown: the page.
    :param chosen: the fields to give; all where none is named.
    :param expanded: what to add.
    """
    wanted = [name for name in FIELDS if not chosen or name in chosen]
    document = head_document(shown)
    document |= {name: FIELDS[name](shown) for name in wanted}
    document |= {name: EXPANSIONS[name](shown) for name in EXPANSIONS if name in expanded}
    return document


def _images(shown: Shown) -> list[Json]:
    addresses = shown.composer.addresses
    return [
        {
            "id": image.id,
            "url": addresses.whole(view.url),
            "width": view.width,
            "height": view.height,
            "alt": view.alt,
            "decorative": image.decorative,
        }
        for image, view in zip(shown.data.facts.images, shown.context.gallery, strict=True)
    ]


def _variants(shown: Shown) -> list[Json]:
    addresses = shown.composer.addresses
    return [
        {
            "sku": variant.sku,
            "name": view.name,
            "content": {
                "amount": f"{variant.content.amount.normalize():f}",
                "unit": variant.content.unit,
                "chambers": variant.content.chambers,
                "text": view.content,
            },
            "gtin": view.gtin,
            "url": addresses.whole(view.url),
        }
        for variant, view in zip(shown.data.facts.variants, shown.context.variants, strict=True)
    ]


def _parties(shown: Shown) -> list[Json]:
    return [
        {
            "title": one.title,
            "name": one.name,
            "address": list(one.lines),
            "email": one.email,
            "website": one.website,
            "phone": one.phone,
        }
        for one in shown.context.parties
    ]


def _country(shown: Shown) -> Json | None:
    code = shown.data.facts.country_of_origin
    return {"code": code, "name": shown.context.country_of_origin} if code else None


def _seo(shown: Shown) -> Json:
    head = shown.context.head
    return {
        "title": head.title,
        "description": head.description,
        "canonical": head.canonical,
        "robots": head.robots,
    }


def _structured_data(shown: Shown) -> Json:
    wording = Wording(shown.composer.words)
    return structured_data(shown.data, shown.composer.addresses, wording)


def _languages(shown: Shown) -> list[Json]:
    whole = shown.composer.addresses.whole
    return [
        {"locale": one.locale, "name": one.text, "url": whole(one.url)}
        for one in shown.context.languages
    ]


FIELDS: dict[str, cabc.Callable[[Shown], t.Any]] = {
    "url": lambda one: one.composer.addresses.page(
        one.data.facts.slug, one.data.page.requested, whole=True
    ),
    "published": lambda one: one.data.page.changed.isoformat(timespec="seconds"),
    "brand": lambda one: one.context.brand,
    "title": lambda one: one.context.title,
    "product_type": lambda one: one.context.product_type,
    "summary": lambda one: one.context.summary,
    "what_it_is": lambda one: str(one.context.what_it_is),
    "why_mixed": lambda one: str(one.context.why_mixed),
    "about_nitric_oxide": lambda one: str(one.context.about_nitric_oxide),
    "benefits": lambda one: list(one.context.benefits),
    "topical_and_supplements": lambda one: str(one.context.topical_and_supplements),
    "storage": lambda one: one.context.storage,
    "opened": lambda one: {"months": one.context.opened_months, "text": one.context.opened},
    "extra_warnings": lambda one: list(one.context.extra_warnings),
    "faq": lambda one: [
        {"question": each.question, "answer": str(each.answer)} for each in one.context.faq
    ],
    "images": _images,
    "variants": _variants,
    "chambers": lambda one: [
        {"key": view.key, "title": view.title, "inci": list(chamber.inci)}
        for chamber, view in zip(one.data.facts.chambers, one.context.chambers, strict=True)
    ],
    "parties": _parties,
    "country_of_origin": _country,
    "languages": _languages,
    "seo": _seo,
}
"""How each field that ``fields`` can name is made."""

EXPANSIONS: dict[str, cabc.Callable[[Shown], t.Any]] = {
    "routine": routine_document,
    "pairs": pairs_document,
    "offers": offers_document,
    "structured_data": _structured_data,
}
"""How each field that ``expand`` can name is made."""

PRICED = frozenset({"pairs", "offers", "structured_data"})
"""The expansions that need the shop."""
