"""What a new page begins with: a whole routine, and places to fill in.

A part can only be saved whole, so a new page says :data:`TO_FILL_IN` where only the merchant can
know; a page that still says so can't be published.
"""

from __future__ import annotations

import dataclasses
import typing as t
from decimal import Decimal

from .errors import Problem
from .ingredients import Chamber
from .ingredients import Content
from .market import Market
from .offer import Role
from .page import Copy
from .page import FACTS
from .page import Facts
from .page import Party
from .page import Record
from .page import Variant
from .regimen import Action
from .regimen import Amount
from .regimen import Area
from .regimen import Duration
from .regimen import Regimen
from .regimen import Step
from .regimen import TimeOfDay

TO_FILL_IN = "To fill in"
"""Stands where a merchant has to write something before the page can go out."""


def starting_regimen() -> Regimen:
    """Give a routine of two gels that keeps every rule, to begin from."""
    one_press = tuple(Amount(key, Decimal(1)) for key in ("A", "B"))
    morning = (TimeOfDay.MORNING,)
    return Regimen(
        (
            Step("cleanse", Action.CLEANSE),
            Step("dispense", Action.DISPENSE, amounts=one_press),
            Step("mix", Action.MIX, duration=Duration(5, 10)),
            Step("apply", Action.APPLY, areas=(Area.FACE, Area.NECK)),
            Step("wait", Action.WAIT, duration=Duration(60, 120)),
            Step("moisturizer", Action.LAYER, role=Role.MOISTURIZER),
            Step("sunscreen", Action.LAYER, role=Role.SUNSCREEN, times=morning),
        ),
        ease_in_weeks=2,
    )


def starting_facts(slug: str, sku: str, market: Market, like: Facts | None = None) -> Facts:
    """Give facts to begin a page from.

    :param slug: the page's name in its URL.
    :param sku: of its first size.
    :param market: the market it is sold in first.
    :param like: another page's facts: who answers for the product is taken from there.
    """
    to_fill_in = Party(TO_FILL_IN, (TO_FILL_IN,), "DE")
    return Facts(
        slug=slug,
        markets=(market.code,),
        brand=like.brand if like else TO_FILL_IN,
        variants=(Variant(sku, Content(Decimal(15), "ml")),),
        chambers=(Chamber("A", (TO_FILL_IN,)), Chamber("B", (TO_FILL_IN,))),
        regimen=starting_regimen(),
        pao_months=6,
        manufacturer=like.manufacturer if like else to_fill_in,
        responsible_persons=like.responsible_persons if like else {},
        adverse_event_contact=like.adverse_event_contact if like else None,
        country_of_origin=like.country_of_origin if like else "",
    )


def starting_copy(title: str) -> Copy:
    """Give copy to begin a locale from.

    :param title: the product's name.
    """
    return Copy(title=title, product_type=TO_FILL_IN, summary=TO_FILL_IN, what_it_is="")


def placeholders_left(record: Record, market: Market, locale: str) -> list[Problem]:
    """List where a page still says :data:`TO_FILL_IN`; a gate on its way to the public.

    :param record: the page as shoppers would see it.
    :param market: a market it is sold in.
    :param locale: the locale that goes out; ``""`` where only the facts do.
    """
    parts = [(FACTS, record.facts), (f"copy.{locale}", record.copy.get(locale))]
    return [
        Problem(path, "Fill this in before the page goes out.")
        for name, part in parts
        if part is not None
        for path in _left(dataclasses.asdict(part), name)
    ]


def _left(value: t.Any, path: str) -> t.Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _left(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        if TO_FILL_IN in value:
            yield path
        for at, inner in enumerate(value):
            if not isinstance(inner, str):
                yield from _left(inner, f"{path}[{at}]")
    elif value == TO_FILL_IN:
        yield path
