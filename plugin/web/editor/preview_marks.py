"""Says in a previewed page which field of the form each of its parts comes from.

A theme of the host's that names its elements differently is shown all the same, unmarked.
"""

from __future__ import annotations

import collections.abc as cabc

from selectolax.lexbor import LexborHTMLParser

from ...core.page import FACTS
from ...core.page import Facts
from ...core.regimen import TimeOfDay

ATTRIBUTE = "data-serum-field"
"""Holds the part and the field, as in ``en:title``."""

_COPY = (
    (".serum-heading__title", "title"),
    (".serum-heading__type", "product_type"),
    (".serum-heading__summary", "summary"),
    (".serum-warnings", "extra_warnings"),
    ('[aria-labelledby="serum-what"] .serum-section__body', "what_it_is"),
    ('[aria-labelledby="serum-why"] .serum-section__body', "why_mixed"),
    ('[aria-labelledby="serum-nitric-oxide"] .serum-section__body', "about_nitric_oxide"),
    ('[aria-labelledby="serum-supplements"] .serum-section__body', "topical_and_supplements"),
    (".serum-benefits", "benefits"),
    (".serum-keeping > p:not(.serum-keeping__opened)", "storage"),
)
_FACTS = (
    (".serum-variants", "variants"),
    (".serum-heading .serum-eyebrow", "brand"),
    (".serum-keeping__opened", "pao_months"),
    (".serum-parties", "manufacturer"),
    (".serum-pairs__slots", "companions.moisturizer"),
    (".serum-routine__often", "regimen.ease_in_weeks"),
)


def marked(html: str, facts: Facts, locale: str) -> str:
    """Mark the parts of a page.

    :param html: the shopper's page.
    :param facts: that it was made from.
    :param locale: of its copy.
    """
    tree = LexborHTMLParser(html)

    def mark(selector: str, part: str, paths: cabc.Iterable[str]) -> None:
        for node, path in zip(tree.css(selector), paths, strict=False):
            node.attrs[ATTRIBUTE] = f"{part}:{path}"

    for selector, path in _COPY:
        mark(selector, locale, [path])
    for selector, path in _FACTS:
        mark(selector, FACTS, [path])
    mark(".serum-faq__item", locale, (f"faq[{at}].question" for at in range(99)))
    mark(".serum-chamber", FACTS, (f"chambers[{at}].inci" for at in range(2)))
    mark(".serum-gallery__frame", locale, (f"alt_texts.{one.id}" for one in facts.images))
    steps = facts.regimen.steps
    at_time = [at for time in TimeOfDay for at, one in enumerate(steps) if time in one.times]
    mark(".serum-step", FACTS, (f"regimen.steps[{at}].action" for at in at_time))
    return tree.html or html
