"""What a reader does not see never changes a verdict."""

from __future__ import annotations

import html
import random
import typing as t

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.claims import check

SENTENCES = (
    "Heals eczema overnight.",
    "An anti-inflammatory gel against acne scars.",
    "It boosts collagen and improves blood flow.",
    "This gel does not treat psoriasis.",
    "Ask a doctor if you have rosacea.",
    "Softens the look of fine lines.",
    "No more steroid creams.",
    "Treat yourself to clean skin.",
    "Stronger than Botox, and gentle.",
)

LOOKALIKE = {
    "a": "а",
    "c": "с",
    "e": "е",
    "i": "і",
    "o": "ο",
    "p": "р",
    "x": "х",
    "n": "ո",
    "s": "ѕ",
}
UNSEEN = ("\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u034f", "\ufe0f")
TAGS = ("<b>", "</b>", "<em class='x'>", "</em>", "<span>", "</span>", "<wbr>", "<!-- x -->")


def _verdicts(text: str) -> set[tuple[str, str, str]]:
    return {
        (one.rule, one.jurisdiction, one.verdict)
        for place in ("US", "EU", "UK")
        for one in check(text, jurisdiction=place)
    }


def _mixed(text: str, source: random.Random, change: t.Callable[[str], str]) -> str:
    return "".join(change(char) if source.random() < 0.4 else char for char in text)


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char


CHANGES: dict[str, t.Callable[[str, random.Random], str]] = {
    "case": lambda text, source: _mixed(text, source, str.swapcase),
    "width": lambda text, source: _mixed(text, source, _wide),
    "unseen": lambda text, source: _mixed(text, source, lambda char: char + source.choice(UNSEEN)),
    "markup": lambda text, source: _mixed(text, source, lambda char: source.choice(TAGS) + char),
    "lookalike": lambda text, source: _mixed(text, source, lambda char: LOOKALIKE.get(char, char)),
    "entity": lambda text, source: _mixed(text, source, lambda char: f"&#{ord(char)};"),
    "named": lambda text, source: html.escape(text).replace(" ", "&nbsp;"),
    "accent": lambda text, source: _mixed(
        text, source, lambda char: char + "\u0301" if char.isalpha() else char
    ),
    "bold": lambda text, source: _mixed(
        text, source, lambda char: chr(0x1D41A + ord(char) - 97) if "a" <= char <= "z" else char
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=40, deadline=None)
@given(sentence=st.sampled_from(SENTENCES), seed=st.integers(0, 2**32))
def test_one_disguise_changes_nothing(change: str, sentence: str, seed: int) -> None:
    """Case, width, unseen characters, markup, look-alikes and entities leave each verdict."""
    disguised = CHANGES[change](sentence, random.Random(seed))
    assert _verdicts(disguised) == _verdicts(sentence)


@settings(max_examples=80, deadline=None)
@given(
    sentence=st.sampled_from(SENTENCES),
    seed=st.integers(0, 2**32),
    changes=st.permutations(["lookalike", "case", "unseen", "markup"]),
)
def test_disguises_together_change_nothing(sentence: str, seed: int, changes: list[str]) -> None:
    """Several disguises at once leave each verdict."""
    source = random.Random(seed)
    disguised = sentence
    for change in sorted(changes, key=["lookalike", "case", "unseen", "markup"].index):
        disguised = CHANGES[change](disguised, source)
    assert _verdicts(disguised) == _verdicts(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "a c n e gel", "a.c.n.e. gel", "ac-ne gel", "4cne gel", "acn3 gel", "ACNE® gel",
        "acne¹ gel", "ecxema balm", "exzema balm", "psorisis balm", "dermatitus balm",
        "colagen-boosting", "antiinflammatory", "anti inflammatory", "anti‑inflammatory",
        "hæmorrhoid cream", "oedema gel", "acneaway", "BalmForAcne", "reduces inflamation",
        "éczéma cream",
    ],
)  # fmt: skip
def test_spellings_are_found(text: str) -> None:
    """Slips, digits for letters, spaced letters and run-together names are found."""
    assert any(one.verdict == "block" for one in check(text))


@pytest.mark.parametrize(("one", "other"), [("colour", "color"), ("fibre", "fiber")])
def test_spelling_of_either_side(one: str, other: str) -> None:
    """British and American spelling get the same verdict."""
    for sentence in ("lightens your natural skin {}", "rebuilds elastic {}s in skin"):
        assert _verdicts(sentence.format(one)) == _verdicts(sentence.format(other))


def test_spelling_of_a_word_told_by_its_beginning() -> None:
    """That holds where a rule names the beginning of a word alone."""
    assert _verdicts("Remineralises teeth.") == _verdicts("Remineralizes teeth.") != set()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_checked(text: str) -> None:
    """No text is an error, and every span lies in it and is not empty."""
    for found in check(text):
        start, end = found.span
        assert 0 <= start < end <= len(text)
