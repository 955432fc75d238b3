"""What a page lacks before it can go out, and what is better looked at."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
from collections import Counter
from dataclasses import dataclass

from ...core import completeness
from ...core.errors import Problem
from ...core.locale import language
from ...core.market import Market
from ...core.offer import Role
from ...core.offer import Shelf
from ...core.page import FACTS
from ...core.page import Record
from ...core.pairing import fill_slots
from ...core.starting import placeholders_left
from ..catalogues import catalogue_for
from .naming import part_name
from .page_claims import PageClaims
from .problems import Trouble
from .problems import trouble
from .verdicts import field_of
from .verdicts import Verdict

_LIVE = "live claim that no longer passes"
_COUNTED = ("claim", "doubtful claim", "alt text", _LIVE)


@dataclass(frozen=True)
class Lack:
    """Something a page lacks.

    :param kind: ``needed`` where it can't be published without, ``claim`` for words that the law
        forbids, ``failing`` where they are live all the same, ``doubt`` for words that it doubts,
        ``let`` for those that an override lets through, ``unchecked`` for those that nobody could
        read, ``advice`` for the rest.
    :param short: in a few words, for the list; equal ones are counted.
    :param trouble: where it is, and what to do.
    """

    kind: str
    short: str
    trouble: Trouble


def lacks(record: Record, market: Market, shelf: Shelf, claims: PageClaims) -> list[Lack]:
    """List what a page lacks in a market, and what it claims in all that it is sold in.

    :param record: its latest revisions.
    :param market: of the mount.
    :param shelf: what the shop answered for it.
    :param claims: what it claims.
    """
    return [
        *(_needed(one) for one in _incomplete(record, market)),
        *_claims(claims),
        *_locales(record, market),
        *_companions(record, market, shelf),
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


def _claims(claims: PageClaims) -> cabc.Iterator[Lack]:
    for one in claims.failing:
        yield _claimed("failing", _LIVE, one)
    for one in claims.draft:
        kind, short = ("claim", "claim") if one.stops else ("doubt", "doubtful claim")
        yield _claimed(kind, short, one)
    for one in claims.let:
        yield _claimed("let", "override", one)
    for path, text in claims.unchecked.items():
        found = trouble(Problem(path.partition(" ")[0], text))
        if path.startswith("copy."):
            found = dataclasses.replace(found, label=part_name(found.part))
        name = "names" if found.part == FACTS and not found.path else found.label
        yield Lack("unchecked", f"{name} not checked", found)


def _claimed(kind: str, short: str, one: Verdict) -> Lack:
    text = f"“{one.excerpt}” {one.said}. {one.reason}"
    if one.rewordings and kind != "let":
        text += f" Say instead: “{one.rewordings[0]}”"
    return Lack(kind, short, field_of(one.path, text))


def in_short(found: cabc.Iterable[Lack], claims: PageClaims) -> tuple[tuple[str, str], ...]:
    """Sum up what a page lacks and claims, for the list: the kind, and a few words.

    :param found: what it lacks.
    :param claims: what it claims.
    """
    counted = Counter((one.kind, one.short) for one in found if one.kind != "let")
    told = [
        (kind, name if count == 1 and name not in _COUNTED else _many(count, name))
        for (kind, name), count in counted.items()
    ]
    if claims.overrides:
        told.append(("let", _many(claims.overrides, "override")))
    if claims.asked:
        told.append(("asked", f"{_many(claims.asked, 'override')} asked for"))
    return tuple(told)


def _many(count: int, name: str) -> str:
    if name == _LIVE and count > 1:
        return f"{count} live claims that no longer pass"
    return f"{count} {name}{'s' if count > 1 else ''}"
