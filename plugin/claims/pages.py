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

CHOSEN = frozenset({"alt_texts", "variant_names", "step_notes"})
"""Keys of a page document below which merchants choose the keys, so that any may stand there."""


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
    :param path: the same as problems write it: ``copy.en.benefits[0]``.
    """

    name: str
    text: str
    warns: bool = False
    path: str = ""


def check_page(
    record: t.Mapping[str, t.Any],
    market: Market,
    *,
    rules: t.Mapping[str, RuleSet] | None = None,
) -> list[Finding]:
    """Find drug claims in a page, in every jurisdiction of a market.

    Copy in a locale that the market does not show is passed over (one of American English shows
    English copy too); a market that names no locale shows them all. What stands in no locale
    (slug, brand) is checked in each of the languages, and before the copy that it is shown with.
    Fields are read in their order, so that a claim which begins in one and ends in the next is
    found; it is told with the field that it begins in.

    :param record: a page document: ``slug``, ``facts``, and ``copy`` by locale.
    :param market: anything that names its ``jurisdictions`` and ``locales``.
    :param rules: a host's own rule sets by language, instead of the packaged ones.
    :raises ValueError: A jurisdiction is not ``US``, ``EU`` or ``UK``.
    """
    places = known(market.jurisdictions)
    shown = {locale.lower() for locale in market.locales}
    shown |= {_language(locale) for locale in market.locales}
    copy: t.Mapping[str, t.Any] = record.get("copy") or {}
    locales = [locale for locale in copy if not shown or locale.lower() in shown]
    own = rules or {}
    found: list[Finding] = []
    neutral = list(fields_of({key: record[key] for key in record if key != "copy"}, ""))
    for locale in locales:
        fields = [*neutral, *fields_of(copy[locale], f"copy.{locale}")]
        found += _checked(fields, f"copy.{locale}", locale, places, own)
    languages = {_language(locale): locale for locale in [*locales, *market.locales]}
    readable = [one for one in languages.values() if _language(one) in own or rule_set_for(one)]
    for locale in readable or list(languages.values()) or ["en"]:
        found += _checked(neutral, "facts", locale, places, own)
    return list(dict.fromkeys(found))


def _language(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


def fields_of(
    value: t.Any, name: str, *, path: str | None = None, warns: bool = False, chosen: bool = False
) -> t.Iterator[Field]:
    """Every text in a part of a page document, in order.

    :param value: a text, a list or a mapping, however deep.
    :param name: where it stands.
    :param path: the same as problems write it; as `name` where none is given.
    :param warns: it stands among warnings.
    :param chosen: its keys are a merchant's, and say nothing of what stands there.
    """
    path = name if path is None else path
    if isinstance(value, str):
        if any(char.isalpha() for char in value):
            yield Field(name, value, warns, path)
    elif isinstance(value, t.Mapping):
        for key, inner in value.items():
            if chosen or key not in NOT_COPY:
                yield from fields_of(
                    inner,
                    f"{name}.{key}" if name else str(key),
                    path=f"{path}.{key}" if path else str(key),
                    warns=warns or (not chosen and key in WARNINGS),
                    chosen=not chosen and key in CHOSEN,
                )
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from fields_of(inner, f"{name}.{place}", path=f"{path}[{place}]", warns=warns)


def _checked(
    fields: t.Sequence[Field],
    part: str,
    locale: str,
    places: t.Sequence[str],
    own: t.Mapping[str, RuleSet],
) -> list[Finding]:
    rule_set = own.get(_language(locale)) or rule_set_for(locale)
    return check_fields(fields, part, locale, places, rule_set)


def check_fields(
    fields: t.Sequence[Field],
    part: str,
    locale: str,
    places: t.Sequence[str],
    rule_set: RuleSet | None,
) -> list[Finding]:
    """Find drug claims in fields that stand one after the other.

    :param fields: the texts, in order.
    :param part: what to call them where they can't be checked, such as ``copy.en``.
    :param locale: the language of the texts.
    :param places: jurisdictions.
    :param rule_set: the rules; ``None`` where there are none for the language: what was left in
        another one is found all the same.
    """
    if not fields:
        return []
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
    found = passages(whole, rule_set, cautions=cautions) if rule_set is not None else []
    for start, field in zip(starts, fields, strict=True):
        for passage in untranslated(field.text, locale):
            found.append(Passage(passage.rule, start + passage.start, start + passage.end))
    unread = [] if rule_set is not None else places
    return [not_checked(place, locale, part, (0, 0), "") for place in unread] + [
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
