"""Finds a passage of a text again where the same words are written in another way.

What is checked is the text as it would be saved: trimmed, composed, cleaned. What a merchant has
before them is what they typed. Both hold the same letters, in the same order, or they are not the
same words; so a passage is found by its letters, and never at a place where others stand.
"""

from __future__ import annotations

import html
import re
import typing as t
from dataclasses import dataclass

from ...claims.normalising import normalise

UNSEEN = frozenset(" \t\n\r\f\v\u00a0\u200b\ufeff")
"""What is not counted among the signs of a text, here and in the editor's script."""

_PIECE = re.compile(r"<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|.", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """A text as it stands in a form.

    :param field: the form's field.
    :param text: what was typed; of a field with a text on each line, that line.
    :param start: where it begins in the field.
    :param rich: whether `text` is HTML.
    """

    field: str
    text: str
    start: int = 0
    rich: bool = False


@dataclass(frozen=True)
class Place:
    """A passage of a form.

    :param source: the text that it stands in.
    :param span: where it begins and ends there.
    """

    source: Source
    span: tuple[int, int]


class Mark(t.NamedTuple):
    """Where a passage stands in a field, in signs that can be seen, whatever is between them.

    :param first: how many come before it.
    :param last: how many there are up to its end.
    :param signs: what they are, so that a script can tell whether they still are.
    """

    first: int
    last: int
    signs: str


def found_again(span: tuple[int, int], clean: str, typed: str) -> tuple[int, int] | None:
    """Give where a passage stands in what was typed; ``None`` where the words are others.

    :param span: where it stands in the text that was checked.
    :param clean: that text.
    :param typed: the text as it was typed.
    """
    wanted, there = _letters(clean), _letters(typed)
    inside = [at for at, one in enumerate(wanted) if span[0] <= one[1] and one[2] <= span[1]]
    if not inside or [one[0] for one in wanted] != [one[0] for one in there]:
        return None
    return there[inside[0]][1], there[inside[-1]][2]


def mark_of(place: Place, before: str) -> Mark:
    """Give the mark of a passage in a field.

    :param place: the passage.
    :param before: what stands in the field before the text that the passage is in.
    """
    source, (start, end) = place.source, place.span
    head, words = (
        seen(one, rich=source.rich) for one in (source.text[:start], source.text[start:end])
    )
    first = len(seen(before, rich=False)) + len(head)
    return Mark(first, first + len(words), words)


def seen(text: str, *, rich: bool) -> str:
    """Give the signs of a text that can be seen.

    :param text: plain, or HTML.
    :param rich: whether it is HTML.
    """
    if rich:
        pieces = (one[0] for one in _PIECE.finditer(text))
        text = "".join(html.unescape(one) for one in pieces if len(one) == 1 or one[0] != "<")
    return "".join(one for one in text if one not in UNSEEN)


def _letters(text: str) -> list[tuple[str, int, int]]:
    plain = normalise(text)
    listed = zip(plain.text, plain.starts, plain.ends, strict=True)
    return [one for one in listed if one[0].isalnum()]
