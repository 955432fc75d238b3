"""The copy of one locale as a form, and back: its fields, in the order they are written."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass

from . import plain_text
from .form_tree import entries
from .form_tree import lines
from .form_tree import MAPPINGS
from .form_tree import text
from .form_tree import Tree


@dataclass(frozen=True)
class Field:
    """A field of the form.

    :param name: of the field; also of what it edits.
    :param label: what it is called.
    :param hint: what belongs there.
    :param kind: ``line``, ``prose``, ``rich`` or ``list``.
    :param good: how many characters read well, for the counter; ``0`` for no counter.
    :param most: how many characters it may have; ``0`` where the form need not say.
    :param needed: whether a page can't be saved without it.
    """

    name: str
    label: str
    hint: str = ""
    kind: str = "line"
    good: int = 0
    most: int = 0
    needed: bool = False


OPENING = (
    Field("title", "Title", "The product’s name, as on the pack.", most=120, needed=True),
    Field(
        "product_type",
        "What it is, in a few words",
        "As in “Two-gel face serum”. Stands under the title.",
        most=120,
        needed=True,
    ),
    Field(
        "summary",
        "Summary",
        "One or two sentences. The first thing a shopper reads.",
        "prose",
        good=200,
        most=600,
        needed=True,
    ),
)
WARNINGS = Field(
    "extra_warnings",
    "Your own warnings",
    "One on each line. They stand right under the notice.",
    "list",
)
STORY = (
    Field("what_it_is", "What it is", "What a shopper gets, and how it feels.", "rich"),
    Field(
        "why_mixed",
        "Why it is mixed just before use",
        "Why the two gels meet only in the palm.",
        "rich",
    ),
    Field("about_nitric_oxide", "About nitric oxide", "Plainly, and without promises.", "rich"),
    Field("benefits", "Benefits", "One on each line: how skin looks and feels.", "list"),
    Field(
        "topical_and_supplements",
        "On the skin, not a supplement",
        "What sets it apart from what is swallowed.",
        "rich",
    ),
    Field("storage", "How to keep it", "And where the batch number is.", "prose", most=2000),
)
SEARCH = (
    Field(
        "seo_title",
        "Title in search results",
        "The title and the brand where this is empty.",
        good=60,
        most=120,
    ),
    Field(
        "seo_description",
        "Description in search results",
        "The summary where this is empty.",
        "prose",
        good=155,
        most=300,
    ),
)

_LINES = ("title", "product_type", "summary", "storage", "seo_title", "seo_description")
_RICH = ("what_it_is", "why_mixed", "about_nitric_oxide", "topical_and_supplements")
_LISTS = ("benefits", "extra_warnings")

LABELS = {one.name: one.label for one in (*OPENING, WARNINGS, *STORY, *SEARCH)} | {
    "faq": "Questions and answers",
    "question": "Question",
    "answer": "Answer",
    "alt_texts": "What the picture shows",
    "variant_names": "Name of the size",
    "step_notes": "Note under the step",
}
"""What each field is called, for a summary of what is wrong."""


def to_form(data: cabc.Mapping[str, t.Any]) -> Tree:
    """Write copy into a form.

    :param data: the copy, as JSON.
    """
    tree: Tree = {name: data.get(name, "") for name in _LINES}
    tree |= {name: plain_text.to_text(data.get(name, "")) for name in _RICH}
    tree |= {name: "\n".join(data.get(name, ())) for name in _LISTS}
    tree["faq"] = [
        {"question": one["question"], "answer": plain_text.to_text(one["answer"])}
        for one in data.get("faq", ())
    ]
    return tree | {name: dict(data.get(name, {})) for name in MAPPINGS}


def from_form(tree: Tree) -> dict[str, t.Any]:
    """Read copy from a form.

    :param tree: what was typed.
    """
    data: dict[str, t.Any] = {name: text(tree, name) for name in _LINES}
    data |= {name: plain_text.to_html(text(tree, name)) for name in _RICH}
    data |= {name: lines(text(tree, name)) for name in _LISTS}
    data["faq"] = [
        {"question": text(one, "question"), "answer": plain_text.to_html(text(one, "answer"))}
        for one in entries(tree, "faq")
        if text(one, "question").strip() or text(one, "answer").strip()
    ]
    for name in MAPPINGS:
        given = tree.get(name, {})
        typed = given if isinstance(given, dict) else {}
        data[name] = {
            key: value for key, value in typed.items() if isinstance(value, str) and value.strip()
        }
    return data
