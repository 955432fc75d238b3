"""One record, many surfaces: HTML, JSON, JSON-LD and the record itself say the same."""

from __future__ import annotations

import json
import re
import typing as t

import factories
import pytest
from fakes import StoppedClock
from mounted import a_mounted_shop
from mounted import MountedShop
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.web.rich_text import plain

API = f"/serums/api/v1/pages/{factories.SLUG}"


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


def _html(shop: MountedShop, locale: str) -> LexborHTMLParser:
    path = f"/serums/{factories.SLUG}" if locale == "en" else f"/serums/{locale}/{factories.SLUG}"
    return LexborHTMLParser(shop.get(path))


def _texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(one.text().split()) for one in tree.css(selector)]


def _tidy(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_html_and_json_say_the_same(shop: MountedShop, locale: str) -> None:
    """Every word of the JSON that a shopper is meant to read stands in the HTML.

    :param locale: the locale.
    """
    page = shop.client.get(f"{API}?locale={locale}&expand=routine,pairs,offers").get_json()
    tree = _html(shop, locale)
    assert tree.body is not None
    words = _tidy(tree.body.text(separator=" "))
    expected = [
        *(page[name] for name in ("brand", "title", "product_type", "summary", "storage")),
        *(plain(page[name]) for name in ("what_it_is", "why_mixed", "about_nitric_oxide")),
        plain(page["topical_and_supplements"]),
        *(one for name in ("benefits", "extra_warnings") for one in page[name]),
        *(text for one in page["faq"] for text in (one["question"], plain(one["answer"]))),
        *(one["name"] for one in page["variants"]),
        *(text for one in page["chambers"] for text in (one["title"], ", ".join(one["inci"]))),
        *(text for one in page["parties"] for text in (one["title"], one["name"], one["email"])),
        page["opened"]["text"],
        page["country_of_origin"]["name"],
        page["notice"]["heading"],
        *(text for one in page["notice"]["items"] for text in (one["heading"], one["text"])),
        page["routine"]["frequency"],
        page["routine"]["easing_in"]["text"],
        *(
            text
            for slot in page["pairs"]
            for text in (slot["title"], slot["guidance"], *(one["name"] for one in slot["pairs"]))
        ),
        *(pair["offer"]["price"]["text"] for slot in page["pairs"] for pair in slot["pairs"]),
        page["offers"]["variants"][0]["offer"]["price"]["text"],
        page["offers"]["variants"][0]["offer"]["unit_price"]["text"],
        page["offers"]["variants"][0]["offer"]["availability_text"],
        page["locale"]["text"],
    ]
    for text in expected:
        assert _tidy(text) in words, text


@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_steps_are_the_same_everywhere(shop: MountedShop, locale: str) -> None:
    """HTML, JSON and JSON-LD give the same steps in the same order, from the record's own.

    :param locale: the locale.
    """
    page = shop.client.get(f"{API}?locale={locale}&expand=routine,structured_data").get_json()
    tree, regimen = _html(shop, locale), factories.a_facts().regimen
    said = [[one["sentence"] for one in routine["steps"]] for routine in page["routine"]["times"]]
    shown = [
        _texts(LexborHTMLParser(one.html or ""), ".serum-step__words > p:first-of-type")
        for one in tree.css(".serum-time")
    ]
    linked = [
        [step["text"] for step in one["step"]]
        for one in page["structured_data"]["@graph"]
        if one["@type"] == "HowTo"
    ]
    assert said == shown == linked
    ids = [[one["id"] for one in routine["steps"]] for routine in page["routine"]["times"]]
    assert ids == [[one.id for one in regimen.at(time)] for time in regimen.times]


def test_structured_data_is_the_pages_own(shop: MountedShop) -> None:
    """The JSON-LD in the API is the one in the HTML, and its price is the offer's."""
    page = shop.client.get(f"{API}?fields=slug&expand=structured_data,offers").get_json()
    script = re.search(
        r'<script type="application/ld\+json">(.*?)</script>',
        shop.get(f"/serums/{factories.SLUG}"),
        re.S,
    )
    assert script is not None
    assert page["structured_data"] == json.loads(script[1])
    product = page["structured_data"]["@graph"][0]
    offers = {one["sku"]: one["offers"] for one in product["hasVariant"]}
    for one in page["offers"]["variants"]:
        price = one["offer"]["price"]
        assert offers[one["sku"]]["price"] == price["amount"]
        assert offers[one["sku"]]["priceCurrency"] == price["currency"]
    assert product["consumerNotice"]["identifier"] == page["notice"]["id"]
    assert product["consumerNotice"]["text"] == page["notice"]["text"]


def test_json_says_what_the_record_says(shop: MountedShop) -> None:
    """Facts and copy come through unchanged."""
    page = shop.client.get(API).get_json()
    facts, copy = factories.a_facts(), factories.a_copy()
    for name in ("title", "product_type", "summary", "what_it_is", "why_mixed", "storage"):
        assert page[name] == getattr(copy, name)
    assert page["benefits"] == list(copy.benefits)
    assert page["extra_warnings"] == list(copy.extra_warnings)
    assert [(one["question"], one["answer"]) for one in page["faq"]] == [
        (one.question, one.answer) for one in copy.faq
    ]
    assert [(one["sku"], one["gtin"]) for one in page["variants"]] == [
        (one.sku, one.gtin) for one in facts.variants
    ]
    assert [(one["key"], tuple(one["inci"])) for one in page["chambers"]] == [
        (one.key, one.inci) for one in facts.chambers
    ]
    assert [(one["id"], one["width"], one["alt"]) for one in page["images"]] == [
        (one.id, one.width, copy.alt_texts[one.id]) for one in facts.images
    ]


def test_rich_text_is_clean_on_the_way_out(shop: MountedShop, monkeypatch: t.Any) -> None:
    """Whatever got into the store, no script leaves it."""
    from flask_serum.web import rich_text

    with monkeypatch.context() as patch:
        patch.setattr(rich_text, "clean", lambda html: html)
        copy = factories.a_copy(what_it_is="<p>Soft.</p><script>alert(1)</script>")
        shop.bring_in(factories.a_record(copy={"en": copy}))
    page = shop.client.get(f"{API}?fields=what_it_is").get_json()
    assert page["what_it_is"] == "<p>Soft.</p>"
