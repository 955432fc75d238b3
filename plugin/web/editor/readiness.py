"""What a page lacks before it can go out, and what is better looked at."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from ...claims import check_page
from ...claims import NOT_CHECKED
from ...core import completeness
from ...core.errors import Problem
from ...core.locale import language
from ...core.market import Market
from ...core.offer import Role
from ...core.offer import Shelf
from ...core.page import Record
from ...core.pairing import fill_slots
from ...core.starting import placeholders_left
from ..catalogues import catalogue_for
from ..schemas import write_document
from .problems import Trouble
from .problems import trouble


@dataclass(frozen=True)
class Lack:
    """Something a page lacks.

    :param kind: ``needed`` where it can't be published without, ``claim`` for words that the law
        forbids or doubts, ``advice`` for the rest.
    :param short: in a few words, for the list; equal ones are counted.
    :param trouble: where it is, and what to do.
    """

    kind: str
    short: str
    trouble: Trouble


def lacks(record: Record, market: Market, shelf: Shelf) -> list[Lack]:
    """List what a page lacks in a market.

    :param record: its latest revisions.
    :param market: of the mount.
    :param shelf: what the shop answered for it.
    """
    return [
        *(_needed(one) for one in _incomplete(record, market)),
        *_locales(record, market),
        *_companions(record, market, shelf),
        *_claims(record, market),
    ]


def _incomplete(record: Record, market: Market) -> list[Problem]:
    found = completeness.missing_facts(record.facts, market)
    for tag, copy in record.copy.items():
        if _shown(tag, market):
            found += completeness.missing_copy(copy, record.facts, tag)
            found += placeholders_left(record, market, tag)
    return list(dict.fromkeys(found or placeholders_left(record, market, "")))


def _needed(problem: Problem) -> Lack:
    short = "alt text" if ".alt_texts." in problem.path else ""
    found = trouble(problem)
    return Lack("needed", short or found.label.rpartition(": ")[2].lower(), found)


def _shown(tag: str, market: Market) -> bool:
    return tag in market.locales or tag in {language(one) for one in market.locales}


def _locales(record: Record, market: Market) -> cabc.Iterator[Lack]:
    for tag in market.locales:
        if tag not in record.copy and language(tag) not in record.copy:
            name = catalogue_for("en").language_name(tag)
            there = Trouble(tag, "", name, f"There is no copy in {name} yet.")
            yield Lack("advice", f"{name} copy", there)


def _companions(record: Record, market: Market, shelf: Shelf) -> cabc.Iterator[Lack]:
    if not shelf.available:
        return
    for slot in fill_slots(record.facts, shelf, currency=market.currency, most=1):
        if not slot.pairs:
            name = "sunscreen" if slot.role is Role.SUNSCREEN else "moisturizer"
            text = f"The shop has no {name} to show with it at the moment; the advice stays."
            path = f"facts.companions.{slot.role.value}"
            yield Lack("advice", name, trouble(Problem(path, text)))


def _claims(record: Record, market: Market) -> cabc.Iterator[Lack]:
    seen = set()
    for one in check_page(write_document(record), market):
        told = (one.field, one.span, one.rule)
        if one.rule == NOT_CHECKED or told in seen:
            continue
        seen.add(told)
        text = f"“{one.excerpt}”: {one.reason}"
        if one.rewordings:
            text += f" Say instead: “{one.rewordings[0]}”"
        path = one.field if one.field.startswith("copy.") else "facts"
        yield Lack("claim", "claim", trouble(Problem(_indexed(path), text)))


def _indexed(path: str) -> str:
    """Write a path with numbers in brackets, as problems have them."""
    made = ""
    for name in path.split("."):
        made += f"[{name}]" if name.isdigit() else f".{name}" if made else name
    return made
