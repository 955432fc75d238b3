"""Every text field of a page is read, and what is no copy is not."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

import pytest

from flask_serum.claims import check_page
from flask_serum.claims import NOT_CHECKED
from flask_serum.claims import RuleSet


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
    ],
)
def test_claim_split_over_two_fields_is_found(fields: dict[str, t.Any]) -> None:
    """A claim that begins in one field and ends in the next is told with the first."""
    found = [one for one in check_page(_page(**fields), Place()) if one.verdict == "block"]
    first = next(iter(fields))
    assert any(one.field.startswith(f"copy.en.{first}") for one in found)


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


def test_field_left_untranslated_is_read() -> None:
    """An English text in a German page is read by the English rules."""
    page = _page()
    text = "This is the gel that heals the wounds of your skin."
    page["copy"]["de"] = {"title": "Zwei Gele", "summary": text}
    found = check_page(page, Place(("US",), ("de",)))
    assert {one.field for one in found} == {"copy.de.summary"}
    assert all(text[slice(*one.span)] == one.excerpt for one in found)


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
