"""Checks every text of a page: copy in each locale, names, alternative texts, slug."""

from __future__ import annotations

import typing as t
from bisect import bisect_right
from dataclasses import dataclass

from .checking import finding
from .checking import known
from .checking import not_checked
from .checking import passages
from .checking import rule_set_for
from .checking import untranslated
from .findings import Finding
from .normalising import PARTING
from .reading import Passage
from .rules import RuleSet

NOT_COPY = frozenset(
    {
        "inci", "ingredients", "address", "addresses", "sku", "skus", "gtin", "gtins", "url",
        "urls", "href", "src", "email", "phone", "website", "id", "ids", "key", "country",
        "country_of_origin", "currency", "markets", "companions", "locale", "manufacturer",
        "responsible_persons", "adverse_event_contact", "regimen", "unit", "price",
    }
)  # fmt: skip
"""Keys of a page document whose values are no copy: lists of INCI names, addresses, codes."""

WARNINGS = frozenset({"extra_warnings", "warnings", "precautions", "cautions", "notice"})
"""Keys of a page document whose values warn, so that they may name a disease."""


class Market(t.Protocol):
    """What the checker needs to know of a market."""

    @property
    def jurisdictions(self) -> t.Iterable[str]:
        """The jurisdictions it falls under."""
        ...

    @property
    def locales(self) -> t.Iterable[str]:
        """The locales it is shown in."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a page.

    :param name: where it stands, such as ``copy.en.benefits.0``.
    :param text: the text.
    :param warns: it is a warning as a whole.
    """

    name: str
    text: str
    warns: bool = False


def check_page(
    record: t.Mapping[str, t.Any],
    market: Market,
    *,
    rules: t.Mapping[str, RuleSet] | None = None,
) -> list[Finding]:
    """Find drug claims in a page, in every jurisdiction of a market.

    Copy in a locale that the market does not show is passed over; a market that names no locale
    shows them all. What stands in no locale (slug, brand) is checked in each of the languages.
    Fields are read in their order, so that a claim which begins in one and ends in the next is
    found; it is told with the field that it begins in.

    :param record: a page document: ``slug``, ``facts``, and ``copy`` by locale.
    :param market: anything that names its ``jurisdictions`` and ``locales``.
    :param rules: a host's own rule sets by language, instead of the packaged ones.
    :raises ValueError: A jurisdiction is not ``US``, ``EU`` or ``UK``.
    """
    places = known(market.jurisdictions)
    shown = {locale.lower() for locale in market.locales}
    copy: t.Mapping[str, t.Any] = record.get("copy") or {}
    locales = [locale for locale in copy if not shown or locale.lower() in shown]
    own = rules or {}
    found: list[Finding] = []
    for locale in locales:
        fields = list(fields_of(copy[locale], f"copy.{locale}"))
        found += _checked(fields, f"copy.{locale}", locale, places, own)
    neutral = list(fields_of({key: record[key] for key in record if key != "copy"}, ""))
    languages = {_language(locale): locale for locale in [*locales, *market.locales]}
    readable = [one for one in languages.values() if _language(one) in own or rule_set_for(one)]
    for locale in readable or list(languages.values()) or ["en"]:
        found += _checked(neutral, "facts", locale, places, own)
    return list(dict.fromkeys(found))


def _language(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


def fields_of(value: t.Any, name: str, *, warns: bool = False) -> t.Iterator[Field]:
    """Every text in a part of a page document, in order.

    :param value: a text, a list or a mapping, however deep.
    :param name: where it stands.
    :param warns: it stands among warnings.
    """
    if isinstance(value, str):
        if any(char.isalpha() for char in value):
            yield Field(name, value, warns)
    elif isinstance(value, t.Mapping):
        for key, inner in value.items():
            if key not in NOT_COPY:
                path = f"{name}.{key}" if name else str(key)
                yield from fields_of(inner, path, warns=warns or key in WARNINGS)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from fields_of(inner, f"{name}.{place}", warns=warns)


def _checked(
    fields: t.Sequence[Field],
    part: str,
    locale: str,
    places: t.Sequence[str],
    own: t.Mapping[str, RuleSet],
) -> list[Finding]:
    if not fields:
        return []
    rule_set = own.get(_language(locale)) or rule_set_for(locale)
    if rule_set is None:
        return [not_checked(place, locale, part, (0, 0), "") for place in places]
    starts: list[int] = []
    length = 0
    for field in fields:
        starts.append(length)
        length += len(field.text) + len(PARTING)
    cautions = [
        (start, start + len(field.text))
        for start, field in zip(starts, fields, strict=True)
        if field.warns
    ]
    whole = PARTING.join(field.text for field in fields)
    found = passages(whole, rule_set, cautions=cautions)
    for start, field in zip(starts, fields, strict=True):
        for passage in untranslated(field.text, locale):
            found.append(Passage(passage.rule, start + passage.start, start + passage.end))
    return [
        _told(passage, place, fields, starts, whole)
        for place in places
        for passage in found
        if place in passage.rule.verdicts
    ]


def _told(
    passage: Passage,
    jurisdiction: str,
    fields: t.Sequence[Field],
    starts: t.Sequence[int],
    whole: str,
) -> Finding:
    place = bisect_right(starts, passage.start) - 1
    start = starts[place]
    span = (passage.start - start, min(passage.end - start, len(fields[place].text)))
    excerpt = whole[passage.start : passage.end].replace(PARTING, " … ")
    return finding(passage, jurisdiction, fields[place].name, span, excerpt)
