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
