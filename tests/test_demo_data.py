"""The demo shop's contents: whole, honest, and joined up."""

from __future__ import annotations

import collections.abc as cabc
import json
import re
import typing as t
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from flask_serum.core import completeness
from flask_serum.core import page
from flask_serum.core.market import Market
from flask_serum.core.offer import Role
from flask_serum.core.regimen import TimeOfDay
from flask_serum.web.documents import read_document
from flask_serum.web.documents import write_document
from flask_serum.web.rich_text import plain

DEMO = Path(str(files("flask_serum.demo")))
PAGES = ("meridian-duo", "meridian-night")
LOCALES = {"meridian-duo": {"en", "de", "ar"}, "meridian-night": {"en", "de"}}
CURRENCIES = {"eu": "EUR", "us": "USD"}
LARGEST_PICTURE = 6_000

RISKY = {
    "en": (
        *("heal", r"cure[sd]?\b", "treat", "therap", "medic", r"drug", "disease", "wound", "scar"),
        *("acne", "eczema", "rosacea", "psoria", "inflam", "infect", "bacteri", "microb", "immun"),
        *("blood", "vessel", "vaso", "circulat", "oxygenat", "collagen", r"\bcells?\b", "cellular"),
        *("regenerat", "repair", "restor", "rejuven", "absor", "penetrat", "boost", "stimulat"),
        *(r"\bsafe", "gentle", "clinic", "natural", r"\bclean(er|est)?\b(?! skin)", "approved"),
        *("proven", "hypoallergenic", r"\bfree (from|of)\b", r"-free\b", "detox", "anti-?ag"),
        *("reduc", "remov", "erase", "wrinkle", r"\bpores?\b", "redness", "spots?\\b", "firm"),
        *("uv", r"sun protection", "dermatolog", r"\d ?%", "miracle", "guarantee", "eco-"),
    ),
    "de": (
        *("heil", "kurier", "behandl", "therap", "medizin", "arznei", "krank", "wund", "narbe"),
        *("akne", "ekzem", "neurodermitis", "entzünd", "infekt", "bakteri", "mikrob", "immun"),
        *("blut", "gefäße?n? (weit|erweit)", "kollagen", "zell", "regenerier", "reparier"),
        *("wiederherstell", "verjüng", "wirk", "stimulier", "aktivier", "dringt", "aufgenommen"),
        *(r"\bsicher", "sanft", r"\bmild", "klinisch", "natürlich", "zugelassen", "bewiesen"),
        *("verträglich", "hypoallergen", r"frei von", "falten", r"\bporen", "rötung", "straff"),
        *("reduzier", "vermindert", "beseitig", "reizarm", "dermatolog", r"\d ?%", "garantier"),
    ),
    "ar": (
        *("علاج", "يعالج", "شفاء", "يشفي", "دواء", "دوائي", "مرض", "أمراض", "جروح", "جرح", "ندوب"),
        *("حب الشباب", "إكزيما", "الوردية", "صدفية", "التهاب", "عدوى", "بكتيريا", "ميكروب", "مناع"),
        *("الدم", "دموي", "أوعية", "كولاجين", "خلايا", "خلوي", "تجديد", "ترميم", "إصلاح"),
        *("يستعيد", "استعادة", "امتصاص", "يحفّز", "تحفيز", "يعزّز", r"\bآمن", r"\b(ال)?لطيف"),
        *(
            "سريري",
            "طبيعي",
            "معتمد",
            "مثبت",
            r"\bخالٍ من",
            "تجاعيد",
            "المسام",
            "احمرار",
            "يزيل",
            "مضمون",
        ),
    ),
}
"""Stems that a cosmetic's copy does without, and that the demo's says nothing with."""


def document(name: str) -> dict[str, t.Any]:
    return t.cast(
        "dict[str, t.Any]", json.loads((DEMO / "data" / f"{name}.json").read_text("utf-8"))
    )


def record(name: str) -> page.Record:
    return read_document(document(name))


def products() -> list[dict[str, t.Any]]:
    return t.cast("list[dict[str, t.Any]]", document("shop")["products"])


def texts(value: t.Any) -> cabc.Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    for inner in value.values() if isinstance(value, dict) else value:
        if not isinstance(value, str):
            yield from texts(inner)


def bare(text: str) -> str:
    return re.sub("[\u064b-\u0652\u0640\u00ad\u200b-\u200f]", "", text)


def pictures() -> list[Path]:
    return sorted((DEMO / "static").glob("*.svg"))


@pytest.mark.parametrize("name", PAGES)
def test_a_document_reads_and_writes_back_the_same(name: str) -> None:
    """A demo page is a page document, and nothing of its copy is lost in reading."""
    read = record(name)
    assert read.facts.slug == name
    assert write_document(read)["copy"] == document(name)["copy"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_the_rules(name: str) -> None:
    """Facts and every locale's copy have no problem."""
    read = record(name)
    assert page.check_facts(read.facts) == []
    for copy in read.copy.values():
        assert page.check_copy(copy, read.facts) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_complete_for_each_of_its_markets(
    name: str, market_eu: Market, market_us: Market
) -> None:
    """A demo page can be published in every market it names, in every locale it has."""
    read = record(name)
    for market in (market_eu, market_us):
        if market.code in read.facts.markets:
            assert completeness.missing_facts(read.facts, market) == []
    for locale, copy in read.copy.items():
        assert completeness.missing_copy(copy, read.facts, locale) == []


def test_the_main_serum_is_sold_in_both_markets_and_the_night_one_in_one() -> None:
    """The demo shows a page of two markets, and one that falls back in Arabic."""
    assert record("meridian-duo").facts.markets == ("eu", "us")
    assert record("meridian-night").facts.markets == ("eu",)


@pytest.mark.parametrize("name", PAGES)
def test_the_copy_is_there_in_all_its_locales(name: str) -> None:
    """Every locale has every field, as many benefits, and as many questions as English."""
    read = record(name)
    assert set(read.copy) == LOCALES[name]
    english = read.copy["en"]
    for copy in read.copy.values():
        assert [one for one, value in vars(copy).items() if not value] == []
        assert len(copy.benefits) == len(english.benefits)
        assert len(copy.faq) == len(english.faq)
        assert len(copy.extra_warnings) == len(english.extra_warnings)
        assert set(copy.step_notes) == set(english.step_notes)


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_has_an_alt_text_and_every_variant_a_name(name: str) -> None:
    """Nothing shown is without words."""
    read = record(name)
    for copy in read.copy.values():
        assert set(copy.alt_texts) == {image.id for image in read.facts.images}
        assert set(copy.variant_names) == {variant.sku for variant in read.facts.variants}


def test_a_locale_is_written_in_its_own_language() -> None:
    """No text of the Arabic copy is without Arabic letters, and no German one is the English."""
    copy = document("meridian-duo")["copy"]
    assert [one for one in texts(copy["ar"]) if not re.search("[\u0621-\u064a]", one)] == []
    assert set(texts(copy["de"])) & set(texts(copy["en"])) == {"Meridian Duo Serum"}


@pytest.mark.parametrize("name", PAGES)
def test_gtins_are_in_store_numbers(name: str) -> None:
    """No demo product takes the barcode number of a real one."""
    for variant in record(name).facts.variants:
        assert len(variant.gtin) == 13
        assert 200 <= int(variant.gtin[:3]) <= 299


@pytest.mark.parametrize("name", PAGES)
def test_addresses_are_invented(name: str) -> None:
    """Mail, sites and phone numbers are of the ranges kept for examples."""
    facts = record(name).facts
    contact = facts.adverse_event_contact
    for party in (facts.manufacturer, *facts.responsible_persons.values(), contact):
        if party is not None:
            assert party.email.endswith(".example.com")
            assert ".example.com" in party.website
            assert re.fullmatch(r"(\+1 \d{3} 555 01\d\d)?", party.phone)


@pytest.mark.parametrize("name", PAGES)
def test_the_ingredients_hold_no_nitrite(name: str) -> None:
    """The demo's serums could be sold in the EU: nitrites are restricted there."""
    for chamber in record(name).facts.chambers:
        assert [one for one in chamber.inci if re.search("nitrit|amine|ethanolam", one, re.I)] == []


def test_the_evening_serum_has_no_morning() -> None:
    """The night serum's routine is an evening's, without sunscreen."""
    facts = record("meridian-night").facts
    assert facts.regimen.times == (TimeOfDay.EVENING,)
    assert facts.regimen.roles == (Role.MOISTURIZER,)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("locale", sorted(RISKY))
def test_the_copy_holds_no_risky_word(name: str, locale: str) -> None:
    """A cosmetic speaks of look and feel: no word of drugs, of the body's work, or of safety."""
    copy = document(name)["copy"].get(locale, {})
    named = [one["names"].get(locale, "") for one in products()]
    found = {
        (stem, text)
        for text in map(bare, (*texts(copy), *named))
        for stem in map(bare, RISKY[locale])
        if re.search(stem, text, re.IGNORECASE)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en", "Heals wounds and boosts blood flow."),
        ("de", "Fördert die Durchblutung und heilt Akne."),
        ("ar", "يُعالج حَبّ الشباب ويحفّز الكولاجين."),
    ],
)
def test_the_risky_words_are_found(locale: str, sentence: str) -> None:
    """The list finds what it is for, vowel signs or not."""
    assert any(re.search(bare(stem), bare(sentence), re.IGNORECASE) for stem in RISKY[locale])


def test_every_picture_named_is_there() -> None:
    """Pages and products name only pictures that the demo has, and it has no others."""
    named = {one["image"] for one in products()}
    for name in PAGES:
        named |= {image.url for image in record(name).facts.images}
    there = {f"/demo-static/{path.name}" for path in pictures()}
    assert named <= there
    assert there - named == {"/demo-static/favicon.svg"}


@pytest.mark.parametrize("path", pictures(), ids=lambda path: t.cast(Path, path).name)
def test_a_picture_is_small_and_carries_nothing_in(path: Path) -> None:
    """A picture is a light SVG file without script, and refers to itself alone."""
    svg = path.read_text("utf-8")
    assert len(svg.encode()) < LARGEST_PICTURE
    assert re.search(r"<(script|foreignObject|image|style|a|animate|set)\b", svg) is None
    assert re.search(r"\bon\w+\s*=|javascript:|data:|@import", svg) is None
    assert set(re.findall(r"https?://[^\"]*", svg)) == {"http://www.w3.org/2000/svg"}
    assert all(target.startswith("#") for target in re.findall(r"href=\"([^\"]*)", svg))


@pytest.mark.parametrize("name", PAGES)
def test_a_picture_has_the_size_the_facts_say(name: str) -> None:
    """Width and height of the facts are the file's, so that nothing shifts when it loads."""
    for image in record(name).facts.images:
        svg = (DEMO / "static" / Path(image.url).name).read_text("utf-8")
        assert f'viewBox="0 0 {image.width} {image.height}"' in svg
        assert f'width="{image.width}" height="{image.height}"' in svg


@pytest.mark.parametrize("name", PAGES)
def test_the_shop_sells_what_the_pages_name(name: str) -> None:
    """Every variant and pinned companion is in the shop, in each market of its page."""
    facts = record(name).facts
    roles = {(one["market"], one["sku"]): one["role"] for one in products()}
    for market in facts.markets:
        assert {roles[market, one.sku] for one in facts.variants} == {"serum"}
        for role, skus in facts.companions.items():
            assert {roles[market, sku] for sku in skus} == {role.value}


@pytest.mark.parametrize("market", CURRENCIES)
def test_a_market_has_three_companions_of_each_role_and_one_is_gone(market: str) -> None:
    """There is something to choose from, and something that must not be offered."""
    sold = [one for one in products() if one["market"] == market]
    for role in Role.companions():
        assert len([one for one in sold if one["role"] == role.value]) == 3
    gone = [one["sku"] for one in sold if one["stock"] == 0 and not one["back_order"]]
    assert gone == ["HB-TIN-40"]


def test_the_pinned_companions_are_in_stock() -> None:
    """What a page recommends first can be had."""
    pinned = {
        sku for name in PAGES for skus in record(name).facts.companions.values() for sku in skus
    }
    assert all(one["stock"] > 0 for one in products() if one["sku"] in pinned)


def test_a_product_stands_once_in_a_market() -> None:
    """Market and SKU together name one product."""
    keys = [(one["market"], one["sku"]) for one in products()]
    assert len(set(keys)) == len(keys)


def test_a_product_has_a_name_in_every_locale() -> None:
    """No companion is shown in another language than the page's."""
    for one in products():
        assert set(one["names"]) == {"en", "de", "ar"}
        assert all(one["names"].values())


def test_prices_are_exact() -> None:
    """A price is text with two decimals, never a float."""
    for one in products():
        for price in one["prices"]:
            assert re.fullmatch(r"\d+\.\d\d", price["amount"])
            assert Decimal(price["amount"]) > 0


def test_one_product_is_honestly_reduced() -> None:
    """The refill pair costs less since some days, after a regular price of more than 30 days."""
    reduced = [one for one in products() if any(price.get("reduced") for price in one["prices"])]
    assert {one["sku"] for one in reduced} == {"MD-30R"}
    for one in reduced:
        before, now = one["prices"]
        assert Decimal(now["amount"]) < Decimal(before["amount"])
        assert before["days_ago"] - now["days_ago"] > 30
        assert 0 < now["days_ago"] <= 30
