"""Every text field of a page is read, and what is no copy is not."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

import factories
import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.claims import check_page
from flask_serum.claims import NOT_CHECKED
from flask_serum.claims import RuleSet
from flask_serum.claims.gate import ClaimsChecker
from flask_serum.claims.pages import CHOSEN
from flask_serum.claims.pages import NOT_COPY
from flask_serum.claims.pages import WARNINGS
from flask_serum.core.market import Market
from flask_serum.web.documents import write_document


@dataclass(frozen=True)
class Place:
    """A market as far as the checker is concerned."""

    jurisdictions: tuple[str, ...] = ("US",)
    locales: tuple[str, ...] = ("en",)


def _page(**copy: t.Any) -> dict[str, t.Any]:
    return {
        "facts": {
            "slug": "plain-serum",
            "brand": "Plain",
            "chambers": [{"key": "A", "inci": ["Aqua", "Collagen", "Salicylic Acid"]}],
            "manufacturer": {"name": "Acne Cure Ltd", "address": ["1 Healing Street"]},
            "variants": [{"sku": "ACNE-1"}],
            "images": [{"id": "acne", "url": "/acne-cure.jpg"}],
        },
        "copy": {"en": {"title": "Plain serum", "summary": "Skin feels soft."} | copy},
    }


CLAIM = "Heals eczema."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("copy.en.title", CLAIM),
        ("copy.en.what_it_is", f"<p>{CLAIM}</p>"),
        ("copy.en.benefits.1", ["Feels soft.", CLAIM]),
        ("copy.en.faq.0.answer", [{"question": "What is it?", "answer": CLAIM}]),
        ("copy.en.seo_title", CLAIM),
        ("copy.en.seo_description", CLAIM),
        ("copy.en.alt_texts.front", {"front": CLAIM}),
        ("copy.en.step_notes.mix", {"mix": CLAIM}),
        ("copy.en.variant_names.ACNE-1", {"ACNE-1": CLAIM}),
        ("copy.en.extra_warnings.0", [CLAIM]),
        ("copy.en.anything.deep.0.er", {"deep": [{"er": CLAIM}]}),
    ],
)
def test_every_field_is_read(field: str, value: t.Any) -> None:
    """A claim in any text field is told with the name of that field."""
    found = check_page(_page(**{field.split(".")[2]: value}), Place())
    assert {one.field for one in found} == {field}


KEYS = st.one_of(
    st.sampled_from(sorted(NOT_COPY | WARNINGS | CHOSEN | {"0", "a.0.b", "<front>", "x[1]"})),
    st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=1, max_size=12),
)


@settings(max_examples=60)
@given(name=st.sampled_from(sorted(CHOSEN)), key=KEYS)
@example(name="alt_texts", key="url")
@example(name="variant_names", key="notice")
def test_a_merchant_s_keys_are_no_names(name: str, key: str) -> None:
    """Whatever a picture, a size or a step is called, its text is read as any other is.

    :param name: of the mapping.
    :param key: the merchant's.
    """
    text = "Open eczema. It heals the wounds of your skin."
    usual = check_page(_page(**{name: {"front": text}}), Place())
    found = check_page(_page(**{name: {key: text}}), Place())
    assert {one.field for one in found} == {f"copy.en.{name}.{key}"}
    assert [(one.rule, one.verdict, one.span) for one in found] == [
        (one.rule, one.verdict, one.span) for one in usual
    ]
    record = factories.a_record(copy={"en": factories.a_copy(**{name: {key: text}})})
    told = ClaimsChecker(write_document)(record, [Market("us", ("US",), "USD", ("en",))])
    assert {one.claim.path for one in told} == {f"copy.en.{name}.{key}"}
    assert {one.claim.rule for one in told if one.blocks} == {
        one.rule for one in usual if one.verdict == "block"
    }


def test_clean_page_has_nothing() -> None:
    """Ingredients, addresses, codes, image ids and legal names are no copy."""
    assert check_page(_page(), Place(("US", "EU", "UK"))) == []


def test_slug_and_brand_are_read() -> None:
    """What stands in no locale is read too."""
    page = _page()
    page["facts"]["slug"] = "eczema-healing-serum"
    page["facts"]["brand"] = "ScarAway"
    assert {one.field for one in check_page(page, Place())} == {"facts.slug", "facts.brand"}
    assert {one.field for one in check_page({"slug": "acne-cure"}, Place())} == {"slug"}


@pytest.mark.parametrize(
    "fields",
    [
        {"benefits": ["Heals", "wounds in a day"]},
        {"benefits": ["Rebuilds your", "collagen"]},
        {"title": "Anti-", "summary": "inflammatory serum"},
        {"brand": "Heals", "title": "wounds in a day"},
    ],
)
def test_claim_split_over_two_fields_is_found(fields: dict[str, t.Any]) -> None:
    """A claim that begins in one field and ends in the next is told with the first."""
    page, first = _page(**fields), f"copy.en.{next(iter(fields))}"
    if "brand" in fields:
        page["facts"]["brand"], first = page["copy"]["en"].pop("brand"), "facts.brand"
    found = [one for one in check_page(page, Place()) if one.verdict == "block"]
    assert any(one.field.startswith(first) for one in found)


def test_span_is_counted_in_its_field() -> None:
    """A finding's span cuts the passage out of its own field."""
    (found,) = check_page(_page(seo_title="Soft skin. It heals."), Place())
    assert "Soft skin. It heals."[slice(*found.span)] == found.excerpt == "heals"


def test_warnings_may_name_a_disease() -> None:
    """A field of warnings may name a disease, but not claim to treat it."""
    assert check_page(_page(extra_warnings=["Open eczema, rosacea"]), Place()) == []
    found = check_page(_page(extra_warnings=["It clears rosacea fast"]), Place())
    assert "disease" in {one.rule for one in found}


def test_question_and_answer_belong_together() -> None:
    """An answer that says no, or sends to a doctor, takes the claim out of its question."""
    faq = [
        {"question": "Does it treat acne?", "answer": "<p>No. It is a cosmetic.</p>"},
        {"question": "May I use it with eczema?", "answer": "Please ask your doctor."},
    ]
    assert check_page(_page(faq=faq), Place()) == []
    faq[0]["answer"] = "Yes, in a week."
    assert check_page(_page(faq=faq), Place())


def test_each_jurisdiction_and_locale_of_the_market() -> None:
    """Findings come per jurisdiction; copy in a locale that is not shown is passed over."""
    page = _page()
    page["copy"]["de"] = {"title": "Heilt Ekzeme"}
    assert check_page(page, Place(("US", "EU"), ("en",))) == []
    found = check_page(page, Place(("US", "EU"), ("en", "de")))
    assert {one.jurisdiction for one in found} == {"US", "EU"}
    assert {one.field for one in found} == {"copy.de.title"}
    assert check_page(page, Place(("US",), ())) != []


def test_copy_that_a_market_borrows() -> None:
    """A market of American English shows English copy where there is no other: it is read."""
    found = check_page(_page(title=CLAIM), Place(("US",), ("en-US",)))
    assert {one.field for one in found} == {"copy.en.title"}


def test_field_left_untranslated_is_read() -> None:
    """An English text in a German page is read by the English rules."""
    page = _page()
    text = "This is the gel that heals the wounds of your skin."
    page["copy"]["de"] = {"title": "Zwei Gele", "summary": text}
    found = check_page(page, Place(("US",), ("de",)))
    assert {one.field for one in found} == {"copy.de.summary"}
    assert all(text[slice(*one.span)] == one.excerpt for one in found)


@pytest.mark.parametrize("claim", ["heals the wounds of your skin", "cures dandruff for you"])
@pytest.mark.parametrize("tag", ["de", "ar"])
def test_text_left_untranslated_stops(tag: str, claim: str) -> None:
    """An English text in a page of another language is held back by the English rule.

    :param tag: of a language that has rules, or has none.
    :param claim: that a rule speaks to which German has, or has not.
    """
    copy = factories.a_copy(summary=f"This is the gel that is for you, and it {claim}.")
    market = Market("us", ("US",), "USD", (tag,))
    found = ClaimsChecker(write_document)(factories.a_record(copy={tag: copy}), [market])
    told = [one for one in found if one.claim.path == f"copy.{tag}.summary"]
    assert any(one.claim.rule == NOT_CHECKED for one in found) == (tag == "ar")
    assert told
    assert all(one.reason == RuleSet.load("en").rule(one.claim.rule).why for one in told)


def test_locale_without_rules_is_told_once() -> None:
    """A locale without rules gives one finding for each jurisdiction: not checked."""
    page = _page()
    page["copy"]["ar"] = {"title": "x", "summary": "y"}
    found = check_page(page, Place(("EU",), ("en", "ar")))
    assert [(one.field, one.rule) for one in found] == [("copy.ar", NOT_CHECKED)]


def test_open_tag_does_not_swallow_the_next_field() -> None:
    """A stray angle bracket hides nothing that stands in other fields."""
    found = check_page(_page(title="<b serum", summary="Heals acne >"), Place())
    assert "copy.en.summary" in {one.field for one in found}


def test_host_rules_are_used() -> None:
    """A host's rule set takes the place of ours for its language."""
    rules = RuleSet.load("en").extended_with({"concepts": {"disease": ["dullness"]}})
    page = _page(summary="Ends dullness.")
    assert check_page(page, Place()) == []
    assert check_page(page, Place(), rules={"en": rules}) != []


def test_unknown_jurisdiction_is_refused() -> None:
    """A market with a jurisdiction that has no rules is an error."""
    with pytest.raises(ValueError, match="no rules for jurisdiction 'CH'"):
        check_page(_page(), Place(("CH",)))
