"""Writes the values of fields for people: no HTML, no JSON."""

from __future__ import annotations

import collections.abc as cabc
import html
import re

from .. import rich_text

_SIGNS = (
    (r"</(p|ul|ol)>\s*(?=<(p|ul|ol)\b)", " ¶ "),
    (r"<br ?/?>", " ↵ "),
    (r"<li\b[^>]*>", " • "),
    (r"</?(strong|b)\b[^>]*>", "**"),
    (r"</?(em|i)\b[^>]*>", "_"),
    (r"<a\b[^>]*?href=\"([^\"]*)\"[^>]*>", r"[link to \1] "),
    (r"</a>", " [end of link]"),
    (r"</p>\s*", " ¶ "),
    (r"</?[a-z][a-z0-9]*\b[^<>]*>", ""),
)


def readable(value: object) -> str:
    """Write a value.

    :param value: a text, plain or rich, or what JSON can hold.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return signs(value).strip().removesuffix("¶").rstrip()
    if isinstance(value, cabc.Mapping):
        said = ((str(name).replace("_", " "), one, readable(one)) for name, one in value.items())
        return "; ".join(
            f"{name} ({text})" if isinstance(one, cabc.Mapping) else f"{name}: {text}"
            for name, one, text in said
            if text
        )
    if isinstance(value, cabc.Sequence):
        things = any(isinstance(one, cabc.Mapping) for one in value)
        return ("\n" if things else ", ").join(filter(None, map(readable, value)))
    return str(value)


def as_it_looks(text: str) -> str:
    """Give copy the way shoppers see it: rich text with its bold words and lists.

    :param text: of a field, plain or rich.
    """
    return rich_text.safe(text) if "</" in text else text


def signs(text: str) -> str:
    """Write a piece of a text, with a sign for what is no word of it.

    :param text: plain or rich.
    """
    for pattern, sign in _SIGNS:
        text = re.sub(pattern, sign, text)
    return html.unescape(text)
