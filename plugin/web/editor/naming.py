"""What merchants call things."""

from __future__ import annotations

import babel

from ...core.page import FACTS


def part_name(part: str) -> str:
    """Name a part of a page: "Facts", or its language.

    :param part: ``"facts"`` or a locale.
    """
    if part == FACTS:
        return "Facts"
    try:
        name = babel.Locale.parse(part, sep="-").get_display_name("en")
    except (ValueError, babel.UnknownLocaleError):
        return part
    return name or part
