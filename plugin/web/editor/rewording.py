"""Puts reviewed words into a form in place of a sentence, by a button and without a script."""

from __future__ import annotations

import re
import typing as t

from ...core import locale as locales
from . import form_tree
from . import plain_text
from .as_written import at
from .form_tree import Tree
from .inline_tags import with_words
from .letters import Place
from .sentence_at import Replaced

ORDER = re.compile(r"reword:(?P<id>[0-9a-f]{12}):(?P<number>\d{1,2})")
"""What a button sends: which finding of the form, and which of its rewordings."""

_ENDED = (".", "!", "?", ":", "…", "\n", "")
_LOWERED = frozenset({"en", "fr"})


def fitted(words: str, there: Replaced, locale: str) -> str:
    """Fit reviewed words to what they take the place of: they have a full stop where it had one,
    and within a sentence or a name they begin in lower case.

    :param words: the sentence.
    :param there: what they take the place of.
    :param locale: of the text; where nouns begin in upper case, nothing is changed.
    """
    if there.stopped:
        return words
    words = words.removesuffix(".")
    if there.sentence:
        return words
    before = there.place.source.text[: there.place.span[0]].rstrip(" \t\u00a0“„«\"'(")
    within = before[-1:] not in _ENDED
    first = words.split(" ", 1)[0]
    if within and locales.language(locale) in _LOWERED and not first[1:2].isupper():
        return words[:1].lower() + words[1:]
    return words


def put(tree: Tree, place: Place, words: str) -> None:
    """Put words into a form in place of others.

    :param tree: the form; it is changed.
    :param place: where those stand.
    :param words: what stands there then.
    """
    source, (start, end) = place.source, place.span
    if source.rich:
        value = plain_text.to_text(with_words(source.text, place.span, words))
    else:
        start, end = start + source.start, end + source.start
        typed = str(at(tree, source.field))
        value = typed[:start] + words + typed[end:]
    *outer, last = form_tree.steps_of(source.field)
    inner: t.Any = tree
    for step in outer:
        inner = inner[step]
    inner[last] = value
