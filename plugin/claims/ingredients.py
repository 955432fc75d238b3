"""Looks at the INCI lists of both chambers, together, because they meet in the palm."""

from __future__ import annotations

import json
import re
import typing as t
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .checking import known
from .findings import Verdict
from .normalising import normalise

_OUTER = re.compile(r"^[\s*•·]+|[\s*.•·]+$")
_AMOUNT = re.compile(r"\(?\b\d+(?:[.,]\d+)?\s*%\)?")
_CAS = re.compile(r"\b\d{2,7}-\d{2}-\d\b")
_EUROPE = ("EU", "UK")


@dataclass(frozen=True)
class IngredientFinding:
    """What a rule says about names on the ingredient lists.

    :param chambers: the chambers that the names stand in.
    :param names: the names, as they were given.
    :param rule: the rule's id.
    :param jurisdiction: ``US``, ``EU`` or ``UK``.
    :param verdict: ``block`` or ``warn``.
    :param reason: why, in a merchant's words.
    :param source: the law.
    """

    chambers: tuple[str, ...]
    names: tuple[str, ...]
    rule: str
    jurisdiction: str
    verdict: Verdict
    reason: str
    source: str


@dataclass(frozen=True)
class _Name:
    chamber: str
    given: str
    plain: str


def check_ingredients(
    chambers: t.Mapping[str, t.Sequence[str]], *, jurisdictions: t.Iterable[str]
) -> list[IngredientFinding]:
    """Look for names that the law speaks to, in both chambers and between them.

    Only a small table is looked at: nitrites, amines beside them, retinoids, fragrance allergens.
    An empty list means that nothing was found, and no more than that.

    :param chambers: INCI names by chamber.
    :param jurisdictions: those of the market.
    :raises ValueError: A jurisdiction is not ``US``, ``EU`` or ``UK``.
    """
    places = known(jurisdictions)
    names = [_Name(key, name, _plain(name)) for key, list_ in chambers.items() for name in list_]
    found: list[IngredientFinding] = []
    for place in places:
        found += _nitrites(names, place)
        found += _nitrosamines(names, place)
        found += _retinoids(names, place)
        found += _allergens(names, place)
    return found


@cache
def _table() -> dict[str, t.Any]:
    text = (files(__package__) / "rules" / "ingredients.json").read_text("utf-8")
    table: dict[str, t.Any] = json.loads(text)
    return table


def _plain(name: str) -> str:
    return " ".join(_OUTER.sub("", _AMOUNT.sub("", normalise(name).text)).split())


def _is_nitrite(name: _Name) -> bool:
    table = _table()["nitrites"]
    words = set(re.split(r"[^a-z0-9]+", name.plain))
    return (
        not words.isdisjoint(table["words"])
        or any(_plain(known_name) in name.plain for known_name in table["names"])
        or any(number in table["cas"] for number in _CAS.findall(name.plain))
        or any(word.endswith(("nitrit", "nitrite")) for word in words)
    )


def _is_sodium_nitrite(name: _Name) -> bool:
    table = _table()["nitrites"]
    return any(_plain(known_name) in name.plain for known_name in table["sodium"]) or any(
        table["cas"].get(number) == "sodium" for number in _CAS.findall(name.plain)
    )


def _is_amine(name: _Name) -> bool:
    table = _table()["amines"]
    if any(name.plain.startswith(plant) for plant in table["not"]):
        return False
    parts = [name.plain, *re.split(r"[\s/(),]+", name.plain)]
    return (
        name.plain in table["names"]
        or any(part.endswith(tuple(table["suffixes"])) for part in parts)
        or any(part.startswith(tuple(table["prefixes"])) for part in parts)
        or not set(re.split(r"[^a-z]+", name.plain)).isdisjoint(table["strong"])
    )


def _found(
    names: t.Iterable[_Name], rule: str, jurisdiction: str, verdict: Verdict, reason: str, law: str
) -> IngredientFinding:
    listed = list(names)
    return IngredientFinding(
        chambers=tuple(dict.fromkeys(name.chamber for name in listed)),
        names=tuple(dict.fromkeys(name.given for name in listed)),
        rule=rule,
        jurisdiction=jurisdiction,
        verdict=verdict,
        reason=reason,
        source=law,
    )


def _nitrites(names: t.Sequence[_Name], place: str) -> t.Iterator[IngredientFinding]:
    for name in names:
        if not _is_nitrite(name):
            continue
        if place == "US":
            yield _found(
                [name],
                "nitrite",
                place,
                "warn",
                "Nitrite in a cosmetic needs a safety assessment that covers nitrosamines.",
                "21 CFR 740.10; FDA policy on nitrosamines in cosmetics (44 FR 21365)",
            )
        elif _is_sodium_nitrite(name):
            yield _found(
                [name],
                "sodium-nitrite",
                place,
                "block",
                "Sodium nitrite may be used as a rust inhibitor only, up to 0.2 %, and never with "
                "secondary or tertiary amines. A serum is no place for it.",
                "Reg. (EC) 1223/2009 Annex III/17" + (" (retained)" if place == "UK" else ""),
            )
        else:
            yield _found(
                [name],
                "nitrite",
                place,
                "block",
                "Inorganic nitrites other than sodium nitrite are prohibited in cosmetics.",
                "Reg. (EC) 1223/2009 Annex II/248" + (" (retained)" if place == "UK" else ""),
            )


def _nitrosamines(names: t.Sequence[_Name], place: str) -> t.Iterator[IngredientFinding]:
    nitrites = [name for name in names if _is_nitrite(name)]
    amines = [name for name in names if _is_amine(name)]
    if not nitrites or not amines:
        return
    together = len({name.chamber for name in [*nitrites, *amines]}) == 1
    where = "in one chamber" if together else "when the two gels are mixed in the palm"
    yield _found(
        [*nitrites, *amines],
        "nitrosamine",
        place,
        "block",
        f"Nitrite and amines meet {where}: they can form nitrosamines, which cause cancer.",
        "FDA policy on nitrosamines in cosmetics (44 FR 21365); FD&C Act 601(a)"
        if place == "US"
        else "Reg. (EC) 1223/2009 Annex III/17, III/60 to III/62 and Annex II/410",
    )


def _retinoids(names: t.Sequence[_Name], place: str) -> t.Iterator[IngredientFinding]:
    table = _table()["retinoids"]
    listed = [name for name in names if name.plain in table["names"]]
    if listed and place in _EUROPE:
        yield _found(
            listed,
            "retinoid-statement",
            place,
            "warn",
            f'The page and the label must say: "{table["statement"]}" '
            "On the face at most 0.3 % retinol equivalent.",
            "Reg. (EU) 2024/996, Annex III/376"
            if place == "EU"
            else "Not yet law in Great Britain; Reg. (EU) 2024/996 in Northern Ireland",
        )


def _allergens(names: t.Sequence[_Name], place: str) -> t.Iterator[IngredientFinding]:
    table = _table()
    law = "Reg. (EU) 2023/1545 (new products from 31 July 2026, all from 31 July 2028)"
    if place == "UK":
        law = "Retained Reg. (EC) 1223/2009 Annex III"
    elif place == "US":
        law = "FD&C Act 609(b) (MoCRA); the list is still to come"
    named = [name for name in names if name.plain in table["allergens"]]
    perfumes = [name for name in names if set(name.plain.split(" ")) & set(table["perfumes"])]
    if named:
        yield _found(
            named,
            "fragrance-allergens",
            place,
            "warn",
            "These are known fragrance allergens: they must be named one by one in the list, as "
            "they are, and no hypoallergenic or allergen-free claim may stand on the page.",
            law,
        )
    elif perfumes and place in _EUROPE:
        yield _found(
            perfumes,
            "fragrance-unnamed",
            place,
            "warn",
            "There is perfume, and no fragrance allergen is named. Those above 0.001 % in a "
            "product that stays on the skin must be named one by one: ask the perfume maker.",
            law,
        )
