"""Locales: which one is meant, and which one stands in for it.

Tags are BCP 47, as in ``en``, ``de-AT`` and ``ar``.
"""

from __future__ import annotations

import collections.abc as cabc
import re

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"})


def normalise(tag: str) -> str:
    """Write a tag the way BCP 47 recommends: ``de_at`` becomes ``de-AT``.

    :param tag: language, then script and region where there are any.
    :raises ValueError: if it is no such tag.
    """
    tag = tag.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        raise ValueError(f"{tag!r} is no locale; write it as in 'en', 'de-AT' or 'ar'.")
    language, *rest = tag.split("-")
    return "-".join([language.lower(), *(p.title() if len(p) == 4 else p.upper() for p in rest)])


def language(tag: str) -> str:
    """Give the language of a tag: ``de`` for ``de-AT``."""
    return tag.split("-", 1)[0].lower()


def direction(tag: str) -> str:
    """Give the direction a locale is written in: ``"ltr"`` or ``"rtl"``."""
    return "rtl" if language(tag) in _RIGHT_TO_LEFT else "ltr"


def chain(requested: str, offered: cabc.Sequence[str]) -> tuple[str, ...]:
    """List the locales to look for copy in, best first.

    The one asked for, the same language elsewhere, then the market's own in its order (the first
    is its default). Nothing outside the market is ever shown.

    :param requested: the locale of the URL.
    :param offered: the market's locales; the first is its default.
    """
    same = [tag for tag in offered if language(tag) == language(requested)]
    ordered = [tag for tag in offered if tag == requested] + same + list(offered)
    return tuple(dict.fromkeys(ordered))
