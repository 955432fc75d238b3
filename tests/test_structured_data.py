"""The page's structured data: what it says, and that it says what the page says."""

from __future__ import annotations

import json
import re
import typing as t
from dataclasses import replace
from pathlib import Path

import factories
import pytest
from fakes import FakeShop
from fakes import StoppedClock
from mounted import a_catalog
from mounted import a_mounted_shop
from mounted import MountedShop
from mounted import PAGE
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.core.offer import Availability
from flask_serum.core.offer import Role
from flask_serum.web.structured_data import script_text

GOLDEN = Path(__file__).parent / "golden"

Json: t.TypeAlias = dict[str, t.Any]


def structured(html: str) -> Json:
    """Read the structured data of a page."""
    (text,) = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)
    found: Json = json.loads(text)
    return found


def of_type(document: Json, kind: str) -> list[Json]:
    """Give the members of a graph that are of a type."""
    return [one for one in document["@graph"] if one["@type"] == kind]


def _one_size(shop: FakeShop) -> None:
    shop.offers.pop(factories.TRAVEL_SKU)


def _out_of_stock(shop: FakeShop) -> None:
    gone = replace(shop.offers[factories.SKU], availability=Availability.OUT_OF_STOCK)
    shop.offers[factories.SKU] = gone


def _no_prices(shop: FakeShop) -> None:
    shop.offers.clear()


CASES: dict[str, tuple[str, t.Callable[[FakeShop], None]]] = {
    "variants-en": (PAGE, lambda shop: None),
    "variants-de": (f"/serums/de/{factories.SLUG}", lambda shop: None),
    "one-offer": (PAGE, _one_size),
    "out-of-stock": (PAGE, _out_of_stock),
    "no-prices": (PAGE, _no_prices),
}


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


@pytest.mark.parametrize("case", CASES)
def test_the_structured_data_is_the_golden_one(shop: MountedShop, case: str) -> None:
    """Each case gives exactly the document that was looked at and kept."""
    path, change = CASES[case]
    change(shop.shop)
    document = structured(shop.get(path))
    golden = GOLDEN / f"structured-{case}.json"
    assert document == json.loads(golden.read_text("utf-8"))


def test_a_single_variant_is_a_product(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Without a choice of sizes there is one product with its offer, and no group."""
    facts = factories.a_facts(variants=factories.a_facts().variants[:1])
    copy = {"en": factories.a_copy(variant_names={})}
    record = factories.a_record(facts=facts, copy=copy)
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, record=record)
    (product,) = of_type(structured(shop.get()), "Product")
    assert product["offers"]["price"] == "72.00"
    assert product["offers"]["priceCurrency"] == "EUR"


def test_it_says_what_the_page_says(shop: MountedShop) -> None:
    """Names, prices, steps, companions and the notice are those that a shopper reads."""
    words, document = shop.words(), structured(shop.get())
    (group,) = of_type(document, "ProductGroup")
    assert group["name"] in words
    assert group["description"] in words
    for variant in group["hasVariant"]:
        assert f"€{variant['offers']['price']}" in words
        assert variant["size"].replace("\u00a0", " ") in words.replace("\u00a0", " ")
    for related in group["isRelatedTo"]:
        assert related["name"] in words
        assert f"€{related['offers']['price']}" in words
    how_to = of_type(document, "HowTo")
    assert [one["name"] for one in how_to] == [
        "Aurelia Duo Serum: Morning",
        "Aurelia Duo Serum: Evening",
    ]
    for routine in how_to:
        for step in routine["step"]:
            assert step["text"] in words
    notice = group["consumerNotice"]
    assert notice["text"] == notice_for("en").text
    assert notice["identifier"] == notice_for("en").id


def test_it_claims_no_sale_of_what_does_not_sell(shop: MountedShop) -> None:
    """What is unpublished in the shop has no offer."""
    hidden = replace(shop.shop.offers[factories.TRAVEL_SKU], published=False)
    shop.shop.offers[factories.TRAVEL_SKU] = hidden
    (group,) = of_type(structured(shop.get()), "ProductGroup")
    assert [("offers" in one) for one in group["hasVariant"]] == [True, False]


def test_addresses_are_whole(shop: MountedShop) -> None:
    """Every address has scheme and host, whatever the shop gave."""
    for path in ("", f"?variant={factories.TRAVEL_SKU}"):
        (group,) = of_type(structured(shop.get(PAGE + path)), "ProductGroup")
        assert group["url"] == f"http://localhost{PAGE}"
        assert all(one.startswith("http://localhost/static/") for one in group["image"])


@pytest.mark.parametrize("evil", ["</script>", "<!--", "]]>", "\u2028", "&amp;", "<script>"])
def test_nothing_in_it_ends_the_script(evil: str) -> None:
    """Whatever a text holds, the element ends where it should, and the text comes back."""
    written = script_text({"name": evil})
    assert "<" not in written
    assert "\u2028" not in written
    assert json.loads(written) == {"name": evil}


def test_companions_without_a_price_are_not_offered(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """What is not shown on the page is not in the data either."""
    catalog = a_catalog()
    catalog.offers[factories.MOISTURIZER_SKU] = factories.a_companion(
        Role.MOISTURIZER, price=factories.a_money("0.00")
    )
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, shop=catalog)
    (group,) = of_type(structured(shop.get()), "ProductGroup")
    assert [one["sku"] for one in group["isRelatedTo"]] == [factories.SUNSCREEN_SKU]
