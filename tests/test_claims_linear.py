"""Checking grows with the length of the text, whatever the text: shown by counts."""

from __future__ import annotations

import pytest

from flask_serum.claims.checking import passages
from flask_serum.claims.checking import Work
from flask_serum.claims.rules import RuleSet

PATTERNS = {
    "copy": "Heals eczema and boosts collagen in the skin. Ask a doctor if you have acne. ",
    "one sentence": "heals wounds and boosts collagen cells blood flow acne treatment ",
    "only actions": "treats heals cures boosts stimulates reduces removes ",
    "only objects": "acne eczema collagen blood vessels cells wrinkles scars ",
    "open tags": "<b ",
    "tag starts": "<",
    "tags": "<b>a</b>",
    "entities": "&amp",
    "commas": "a, ",
    "letters": "a ",
    "one word": "acneeczema",
    "hyphens": "ac-ne-",
    "not": "not ",
    "lines": "heals\n",
    "bullets": "<li>boosts your</li><li>collagen</li>",
    "questions": "acne? no. ",
    "quotes": "alt='",
    "images": "<img alt='heals skin'>",
    "unseen": "\u200b",
    "combining": "e\u0301",
    "disowned": "myth heals ",
    "cautions": "it heals acne ask a doctor it is treated ",
    "guards": "the look of treats the look of pores ",
    "look": "the look of wrinkles ",
    "together": "a lump? dab it. my cuff reads lower. stiff knees? rub it in. ",
    "complaints": "itching lump wheeze stops gone dab cramps fades ",
    "parts": "your nerves glands vessels hush wake open lull ",
    "misspelt": "psoriasiz eczemma kollagen inflamatory ",
}


def _steps(pattern: str, size: int, language: str) -> int:
    work = Work()
    passages((pattern * (size // len(pattern) + 1))[:size], RuleSet.load(language), work=work)
    return work.steps


MARKUP = ("open tags", "tags", "entities", "commas", "letters", "hyphens", "lines", "quotes")
"""Those that are the same in every language."""


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, "en") for name in PATTERNS]
    + [(name, language) for name in MARKUP for language in ("de", "fr")],
)
def test_steps_grow_linearly(name: str, language: str) -> None:
    """From 1 kB to 100 kB the steps for each character stay the same, within a fifth."""
    small, large = (
        _steps(PATTERNS[name], 5_000, language),
        _steps(PATTERNS[name], 100_000, language),
    )
    assert large <= small * 20 * 1.2
    assert _steps(PATTERNS[name], 1_000, language) <= small
