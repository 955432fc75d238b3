"""Sentences that only sound like claims, and where a word of caution stops excusing."""

from __future__ import annotations

import pytest

from flask_serum.claims import check


def _blocked(text: str, jurisdiction: str = "US", locale: str = "en") -> bool:
    found = check(text, jurisdiction=jurisdiction, locale=locale)
    return any(one.verdict == "block" for one in found)


@pytest.mark.parametrize(
    ("things", "body"),
    [
        ("A soap dish that heals over its own dents.", "A soap dish of balm that heals."),
        ("The postcard relieves nothing but boredom.", "The postcard says: it relieves gout."),
        ("Our podcast is a cure for long trains.", "Our podcast names a cure for acne."),
        ("The picnic basket heals every Monday.", "The gift box numbs sore joints."),
    ],
)
def test_a_sentence_about_things_passes(things: str, body: str) -> None:
    """What names things and no part or state of the body is no claim."""
    assert not _blocked(things)
    assert _blocked(body)


@pytest.mark.parametrize(
    "word", ["heating", "heading", "inflated", "singles", "selling", "threats", "mediation"]
)
def test_common_words_are_no_misspellings(word: str) -> None:
    """A word that is spelt right is not taken for a slip in a word of ours."""
    assert not _blocked(f"Our {word} is fine.")


def test_colleagues_are_no_collagen() -> None:
    """The same in German, where colleagues are one letter away from collagen."""
    assert not _blocked("Unsere Kollegen bauen neue Regale auf.", "UK", "de")


@pytest.mark.parametrize(
    ("wary", "claiming"),
    [
        (
            "Not a drug, but pleasant to use.",
            "Not a drug, yet it does what drugs do for psoriasis.",
        ),
        (
            "If you have acne, wait, but do ask your doctor.",
            "Not a medicine, but it clears acne.",
        ),
    ],
)
def test_caution_ends_where_a_claim_turns_it(wary: str, claiming: str) -> None:
    """A *but* after the last word of caution lets a claim be a claim."""
    assert not _blocked(wary)
    assert _blocked(claiming)


@pytest.mark.parametrize(
    ("passing", "claiming"),
    [
        ("I have arthritis and the pump is light.", "I have arthritis and the pump eases it."),
        ("My son has eczema; the parcel was late.", "My son has eczema; the jar cleared it."),
        ("With my gout I like the wide lid.", "With my gout I like how the gel relieves it."),
        (
            "Our chemist worked in a hospital for years.",
            "Our chemist worked in a hospital and made a cream that heals.",
        ),
        ("Owing to illness the shop is closed.", "Got an illness? The gel ends it."),
    ],
)
def test_what_is_told_in_passing_passes(passing: str, claiming: str) -> None:
    """An illness or a job that only tells who speaks is no claim, until something gets better."""
    assert not _blocked(passing)
    assert _blocked(claiming)


@pytest.mark.parametrize(
    "text",
    [
        "This NO gel clears athlete's foot.",
        "NO-Derm Eczema Drops, two gels",
        "Fresh NO, and acne clears.",
        "Why NO? Because NO can clear acne.",
        "Two pumps. NO is what cures eczema.",
        "The topical NO cream for psoriasis.",
        "The N.O. cream clears acne.",
        "\u00b7NO against acne, in a pump",
    ],
)
def test_molecule_is_no_denial(text: str) -> None:
    """NO in capitals, where a name stands, is nitric oxide and denies nothing."""
    assert _blocked(text)


@pytest.mark.parametrize(
    "text",
    [
        "NO TREATMENT OF ECZEMA.",
        "THIS CREAM IS FOR DRY SKIN. NO CURE FOR ACNE.",
        "There is NO cure for acne here.",
        "It is of NO use for acne, and we say so.",
        "Does it clear acne? NO.",
        "Does it clear acne? No, it doesn't.",
        "NO CREAM CAN CURE ACNE.",
        "NO cream can cure acne.",
        "No treatment of eczema.",
        "NO acne treatment",
    ],
)
def test_no_in_capitals_still_denies(text: str) -> None:
    """An emphatic NO, or one in a line of capitals, denies what follows."""
    assert not _blocked(text)


def test_molecule_has_effects_like_any_name() -> None:
    """What is said of nitric oxide counts when it is called NO."""
    assert _blocked("The NO levels in your skin fall with age.")
    assert not _blocked("Our NO serum comes in two pumps.")
    assert not _blocked("NO stands for one nitrogen and one oxygen atom.")
