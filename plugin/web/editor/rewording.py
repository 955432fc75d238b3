"""Puts reviewed words into a form in place of a passage, by a button and without a script."""

from __future__ import annotations

import re
import typing as t

from markupsafe import escape

from ...core import locale as locales
from . import form_tree
from . import plain_text
from .as_written import at
from .form_tree import Tree
from .letters import Place

ORDER = re.compile(r"reword:(?P<id>[0-9a-f]{12}):(?P<number>\d{1,2})")
"""What a button sends: which finding of the form, and which of its rewordings."""

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<(?:p|li|ul|ol|br)\b[^>]*>", re.IGNORECASE)
_ENDED = (".", "!", "?", ":", "…", "\n", "")
_LOWERED = frozenset({"en", "fr"})


def fitted(words: str, place: Place, locale: str) -> str:
    """Fit reviewed words to what stands round a passage: they need no full stop of their own
    there, and begin in lower case within a sentence.

    :param words: the sentence.
    :param place: the passage.
    :param locale: of the text; where nouns begin in upper case, nothing is changed.
    """
    words = words.removesuffix(".")
    before = place.source.text[: place.span[0]]
    if place.source.rich:
        before = _TAG.sub("", _BREAK.sub("\n", before))
    before = before.rstrip(" \t\u00a0“„«\"'(")
    within = before[-1:] not in _ENDED
    first = words.split(" ", 1)[0]
    if within and locales.language(locale) in _LOWERED and not first[1:2].isupper():
        return words[:1].lower() + words[1:]
    return words


def put(tree: Tree, place: Place, words: str) -> None:
    """Put words into a form in place of a passage.

    :param tree: the form; it is changed.
    :param place: the passage.
    :param words: what stands there then.
    """
    source, (start, end) = place.source, place.span
    if source.rich:
        # What begins or ends within the passage goes on beginning and ending.
        kept = "".join(_TAG.findall(source.text[start:end]))
        html = source.text[:start] + str(escape(words)) + kept + source.text[end:]
        value = plain_text.to_text(html)
    else:
        start, end = start + source.start, end + source.start
        typed = str(at(tree, source.field))
        value = typed[:start] + words + typed[end:]
    *outer, last = form_tree.steps_of(source.field)
    inner: t.Any = tree
    for step in outer:
        inner = inner[step]
    inner[last] = value
