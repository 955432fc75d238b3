"""Writes the values of fields for people: no HTML, no JSON."""

from __future__ import annotations

import collections.abc as cabc
import html
import re

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
        said = ((str(name).replace("_", " "), readable(one)) for name, one in value.items())
        return "; ".join(f"{name}: {text}" for name, text in said if text)
    if isinstance(value, cabc.Sequence):
        return ", ".join(filter(None, map(readable, value)))
    return str(value)


def signs(text: str) -> str:
    """Write a piece of a text, with a sign for what is no word of it.

    :param text: plain or rich.
    """
    for pattern, sign in _SIGNS:
        text = re.sub(pattern, sign, text)
    return html.unescape(text)
