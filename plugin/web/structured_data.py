"""Structured data for search engines and other readers: JSON-LD in the schema.org vocabulary.

It says what the page says and nothing more, and promises no rich result: Google shows none for
``HowTo`` any more; other readers do read it.
"""

from __future__ import annotations

import json
import typing as t

from markupsafe import Markup

from ..core.offer import Availability
from ..core.offer import Offer
from ..core.page import Variant
from .addresses import Addresses
from .reading import PageData
from .wording import Wording

Json: t.TypeAlias = dict[str, t.Any]

_AVAILABILITY = {
    Availability.IN_STOCK: "InStock",
    Availability.LOW_STOCK: "LimitedAvailability",
    Availability.BACK_ORDER: "BackOrder",
    Availability.PRE_ORDER: "PreOrder",
    Availability.OUT_OF_STOCK: "OutOfStock",
    Availability.DISCONTINUED: "Discontinued",
}
_UNIT_CODES = {"ml": "MLT", "g": "GRM"}  # UN/CEFACT Recommendation 20


def structured_data(data: PageData, addresses: Addresses, wording: Wording) -> Json:
    """Give a page as one JSON-LD document.

    :param data: the page.
    :param addresses: where things are.
    :param wording: sentences in the page's locale.
    """
    graph = [
        _product(data, addresses, wording),
        *_how_to(data, addresses, wording),
        _breadcrumb(data, addresses, wording),
    ]
    return {"@context": "https://schema.org", "@graph": graph}


def script_text(document: Json) -> Markup:
    """Write JSON-LD so that nothing in it can end the script element it stands in."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _product(data: PageData, addresses: Addresses, wording: Wording) -> Json:
    variants, facts, copy = data.facts.variants, data.facts, data.page.copy
    own = addresses.page(facts.slug, data.page.locale, whole=True)
    common: Json = {
        "name": copy.title,
        "description": copy.summary,
        "url": own,
        "brand": {"@type": "Brand", "name": facts.brand},
        "image": [addresses.whole(image.url) for image in facts.images],
        "category": copy.product_type,
        "inLanguage": data.page.locale,
        "manufacturer": {"@type": "Organization", "name": facts.manufacturer.name},
        "consumerNotice": {
            "@type": "CreativeWork",
            "name": data.notice.heading,
            "text": data.notice.text,
            "inLanguage": data.notice.locale,
            "version": str(data.notice.version),
            "identifier": data.notice.id,
        },
    }
    if facts.country_of_origin:
        common["countryOfOrigin"] = {"@type": "Country", "name": facts.country_of_origin}
    related = [_related(pair.offer, addresses) for slot in data.slots for pair in slot.pairs]
    if related:
        common["isRelatedTo"] = related
    if len(variants) == 1:
        return {
            "@type": "Product",
            "@id": f"{own}#product",
            **common,
            **_variant(data, variants[0], addresses, wording),
        }
    return {
        "@type": "ProductGroup",
        "@id": f"{own}#product",
        "productGroupID": facts.slug,
        "variesBy": ["https://schema.org/size"],
        **common,
        "hasVariant": [
            {
                "@type": "Product",
                "name": _variant_name(data, one),
                "image": common["image"][:1],
                **_variant(data, one, addresses, wording),
            }
            for one in variants
        ],
    }


def _variant_name(data: PageData, variant: Variant) -> str:
    name = data.page.copy.variant_names.get(variant.sku)
    return f"{data.page.copy.title}, {name}" if name else data.page.copy.title


def _variant(data: PageData, variant: Variant, addresses: Addresses, wording: Wording) -> Json:
    content = variant.content
    found: Json = {
        "sku": variant.sku,
        "size": wording.content(content),
        "hasMeasurement": {
            "@type": "QuantitativeValue",
            "value": f"{content.total.normalize():f}",
            "unitCode": _UNIT_CODES[content.unit],
        },
    }
    if variant.gtin:
        found["gtin"] = variant.gtin
    offer = data.offer(variant.sku)
    if offer is not None and offer.price is not None and offer.published:
        url = addresses.page(
            data.facts.slug, data.page.locale, whole=True, query={"variant": variant.sku}
        )
        found["url"] = url
        found["offers"] = _offer(offer, url)
    return found


def _offer(offer: Offer, url: str) -> Json:
    assert offer.price is not None
    found: Json = {
        "@type": "Offer",
        "price": f"{offer.price.rounded().amount:f}",
        "priceCurrency": offer.price.currency,
        "itemCondition": "https://schema.org/NewCondition",
    }
    if url:
        found["url"] = url
    if offer.availability in _AVAILABILITY:
        found["availability"] = f"https://schema.org/{_AVAILABILITY[offer.availability]}"
    return found


def _related(offer: Offer, addresses: Addresses) -> Json:
    found: Json = {"@type": "Product", "name": offer.name or offer.sku, "sku": offer.sku}
    url = addresses.whole(offer.url) if offer.url else ""
    if url:
        found["url"] = url
    if offer.image:
        found["image"] = addresses.whole(offer.image)
    if offer.price is not None:
        found["offers"] = _offer(offer, url)
    return found


def _how_to(data: PageData, addresses: Addresses, wording: Wording) -> list[Json]:
    own = addresses.page(data.facts.slug, data.page.locale, whole=True)
    return [
        {
            "@type": "HowTo",
            "@id": f"{own}#{time}",
            "name": f"{data.page.copy.title}: {wording.time_of_day(time)}",
            "inLanguage": data.page.requested,
            "about": {"@id": f"{own}#product"},
            "step": [
                {
                    "@type": "HowToStep",
                    "position": number,
                    "name": wording.step_title(step),
                    "text": wording.step(step),
                }
                for number, step in enumerate(data.facts.regimen.at(time), 1)
            ],
        }
        for time in data.facts.regimen.times
    ]


def _breadcrumb(data: PageData, addresses: Addresses, wording: Wording) -> Json:
    locale = data.page.locale
    crumbs = [
        (wording.words.t("Serums"), addresses.listing(locale, whole=True)),
        (data.page.copy.title, addresses.page(data.facts.slug, locale, whole=True)),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": url}
            for at, (name, url) in enumerate(crumbs, 1)
        ],
    }
