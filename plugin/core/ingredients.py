"""Ingredient lists, net content, and the price per 100 ml or 100 g."""

from __future__ import annotations

import collections.abc as cabc
import re
from dataclasses import dataclass
from decimal import Decimal

from .errors import Problem
from .offer import Money

UNITS = ("ml", "g")


@dataclass(frozen=True)
class Chamber:
    """One of the two chambers and what is in it.

    :param key: ``"A"`` or ``"B"``.
    :param inci: INCI names, from most to least (Regulation (EC) 1223/2009, Article 19(1)(g)).
    """

    key: str
    inci: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """Net content of a variant.

    :param amount: per chamber, in `unit`.
    :param unit: ``"ml"`` or ``"g"``.
    :param chambers: how many chambers hold that amount.
    """

    amount: Decimal
    unit: str
    chambers: int = 2

    @property
    def total(self) -> Decimal:
        """The whole amount, in `unit`."""
        return self.amount * self.chambers


def unit_price(price: Money, content: Content) -> Money:
    """Give the price per 100 ml or 100 g, rounded to the currency's decimals.

    Directive 98/6/EC, Article 2(b), lets a member state take the unit that is customary for a
    product; 100 ml and 100 g are for cosmetics.

    :param price: of the whole content.
    :param content: net content, more than nothing.
    """
    return Money(price.amount * 100 / content.total, price.currency).rounded()


def split_inci(text: str) -> tuple[str, ...]:
    """Read an ingredient list as it stands on a pack.

    Commas part names, but not those inside brackets or between digits (``1,2-Hexanediol``).

    :param text: names parted by commas, semicolons, bullets or line ends; a leading
        "Ingredients:" is passed over.
    """
    text = re.sub(r"^\s*ingredients\s*:\s*", "", text, flags=re.IGNORECASE)
    names, depth, current = [], 0, ""
    for at, letter in enumerate(text):
        depth = 0 if letter == "\n" else max(depth + (letter in "([") - (letter in ")]"), 0)
        between_digits = (
            letter == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        )
        if letter in ",;•\n" and not depth and not between_digits:
            names.append(current)
            current = ""
        else:
            current += letter
    names.append(current)
    return tuple(name for name in (_tidy(one) for one in names) if name)


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(" .*")


def check_chambers(chambers: cabc.Sequence[Chamber]) -> list[Problem]:
    """Find what is wrong with the chambers of a product.

    :param chambers: one or two; a serum that is mixed in the palm has two.
    :return: problems with paths that start at the list, as in ``[1].inci``.
    """
    problems = []
    seen: set[str] = set()
    for at, chamber in enumerate(chambers):
        if chamber.key not in ("A", "B"):
            problems.append(Problem(f"[{at}].key", f"{chamber.key!r} must be 'A' or 'B'."))
        if chamber.key in seen:
            problems.append(Problem(f"[{at}].key", f"Chamber {chamber.key!r} stands twice."))
        seen.add(chamber.key)
        if not chamber.inci:
            problems.append(
                Problem(f"[{at}].inci", f"Chamber {chamber.key!r} needs its INCI list.")
            )
        names = [name.casefold() for name in chamber.inci]
        for name in {name for name in names if names.count(name) > 1}:
            problems.append(Problem(f"[{at}].inci", f"{name!r} stands twice in the list."))
    if not 1 <= len(chambers) <= 2:
        problems.append(Problem("", "A serum has one or two chambers."))
    return problems
