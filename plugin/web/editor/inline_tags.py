"""Puts words into HTML in place of a passage, so that every element still begins and ends."""

from __future__ import annotations

import re

from markupsafe import escape

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>\Z")
_CLOSING = re.compile(r"</([a-zA-Z][a-zA-Z0-9]*)\s*>")
_BLOCKS = frozenset({"p", "ul", "ol", "li", "div"})
_EMPTY = frozenset({"br", "hr", "img", "wbr"})


def with_words(html: str, span: tuple[int, int], words: str) -> str:
    """Replace a passage of HTML: elements that are wholly in it go, others stay as they are.

    :param html: the text.
    :param span: where the passage begins and ends.
    :param words: plain; what stands there then.
    """
    start, end = span
    closing, opening = _halves(html[start:end])
    while closing and (tag := _OPENING.search(html[:start])) and _same(tag, closing[0]):
        start = tag.start()
        del closing[0]
    while opening and (tag := _CLOSING.match(html, end)) and _same(tag, opening[-1]):
        end = tag.end()
        del opening[-1]
    while closing and opening and _name(closing[-1]) == _name(opening[0]) in _BLOCKS:
        # Two blocks become one: the words stand in the first, with what follows in the second.
        del closing[-1], opening[0]
    inline = next((at for at, one in enumerate(closing) if _name(one) in _BLOCKS), len(closing))
    ended, rest = closing[:inline], closing[inline:] + opening
    made = [*(one[0] for one in ended), str(escape(words)), *(one[0] for one in rest)]
    return html[:start] + "".join(made) + html[end:]


def _same(outside: re.Match[str], inside: re.Match[str]) -> bool:
    return _name(outside) == _name(inside) not in _BLOCKS


def _name(tag: re.Match[str]) -> str:
    return tag[tag.re.groups].lower()


def _halves(html: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Give the tags whose other half is outside: those that end there, those that begin there."""
    closing: list[re.Match[str]] = []
    opening: list[re.Match[str]] = []
    for tag in _TAG.finditer(html):
        if _name(tag) in _EMPTY:
            continue
        if not tag[1]:
            opening.append(tag)
        elif opening:
            opening.pop()
        else:
            closing.append(tag)
    return closing, opening
