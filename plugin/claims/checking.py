"""Checks one text against the rules of its language."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .findings import Finding
from .findings import NOT_CHECKED
from .languages import spoken
from .normalising import normalise
from .reading import merged
from .reading import Passage
from .reading import Reading
from .rule import JURISDICTIONS
from .rules import LANGUAGES
from .rules import RuleSet


@dataclass
class Work:
    """How much was done for a text: characters, words, dictionary and rule look-ups.

    :param steps: the sum.
    """

    steps: int = 0


def check(
    text: str,
    *,
    jurisdiction: str = "US",
    locale: str = "en",
    rules: RuleSet | None = None,
) -> list[Finding]:
    """Find drug claims in one text.

    An empty list means that nothing was found, and no more than that.

    :param text: copy, with or without markup.
    :param jurisdiction: ``US``, ``EU`` or ``UK``.
    :param locale: the language of the text, such as ``en`` or ``en-GB``. For a language without
        rules the answer is one finding that says that the text was not checked.
    :param rules: a host's own rule set instead of the packaged one.
    :raises ValueError: The jurisdiction is not one of the three.
    """
    (place,) = known((jurisdiction,))
    rule_set = rules or rule_set_for(locale)
    if rule_set is None:
        return [not_checked(place, locale, "", (0, len(text)), text[:80])] if text.strip() else []
    found = passages(text, rule_set)
    if rules is None:
        found += untranslated(text, locale)
    return [
        finding(passage, place, "", (passage.start, passage.end), text[passage.start : passage.end])
        for passage in found
        if place in passage.rule.verdicts
    ]


def untranslated(text: str, locale: str) -> list[Passage]:
    """What the rules of another language find in a text that was left in that language.

    :param text: copy, with or without markup.
    :param locale: the language it should be in.
    """
    other = rule_set_for(spoken(text, locale))
    own = rule_set_for(locale)
    return passages(text, other) if other is not None and other is not own else []


def known(jurisdictions: t.Iterable[str]) -> tuple[str, ...]:
    """The jurisdictions, once it is sure that there are rules for each.

    :param jurisdictions: names to look at.
    :raises ValueError: One of them is not ``US``, ``EU`` or ``UK``.
    """
    places = tuple(str(place) for place in jurisdictions)
    for place in places:
        if place not in JURISDICTIONS:
            raise ValueError(f"no rules for jurisdiction {place!r}: use {', '.join(JURISDICTIONS)}")
    return places


def finding(
    passage: Passage, jurisdiction: str, field: str, span: tuple[int, int], excerpt: str
) -> Finding:
    """What to say about a passage in one jurisdiction.

    :param passage: the passage.
    :param jurisdiction: one in which its rule speaks.
    :param field: the field it stands in.
    :param span: where in the field.
    :param excerpt: its words.
    """
    rule = passage.rule
    return Finding(
        field=field,
        span=span,
        rule=rule.id,
        jurisdiction=jurisdiction,
        verdict=rule.verdicts[jurisdiction],
        reason=rule.why,
        source=rule.sources[jurisdiction],
        rewordings=rule.rewordings,
        excerpt=excerpt,
    )


def rule_set_for(locale: str) -> RuleSet | None:
    """The packaged rules for a locale's language, or nothing where there are none.

    :param locale: such as ``en``, ``en-GB`` or ``de_AT``.
    """
    language = locale.replace("_", "-").split("-")[0].lower()
    return RuleSet.load(language) if language in LANGUAGES else None


def not_checked(
    jurisdiction: str, locale: str, field: str, span: tuple[int, int], excerpt: str
) -> Finding:
    """What to say about a text in a language without rules.

    :param jurisdiction: one of the market's.
    :param locale: the language of the text.
    :param field: the field it stands in.
    :param span: where in the field.
    :param excerpt: how it begins.
    """
    return Finding(
        field=field,
        span=span,
        rule=NOT_CHECKED,
        jurisdiction=jurisdiction,
        verdict="warn",
        reason=f"Not checked: there are no rules for the language {locale!r}. Have somebody who "
        "knows the law and the language read this text.",
        source="Rules exist for " + ", ".join(LANGUAGES),
        rewordings=(),
        excerpt=excerpt,
    )


def passages(
    text: str,
    rules: RuleSet,
    *,
    cautions: t.Sequence[tuple[int, int]] = (),
    work: Work | None = None,
) -> list[Passage]:
    """Every stretch of a text that a rule speaks to, in the order of the text.

    :param text: copy, with or without markup.
    :param rules: the rules to check it against.
    :param cautions: stretches of it that are warnings as a whole, in order.
    :param work: counts the steps taken.
    """
    reading = Reading(normalise(text, umlauts=rules.lexicon.umlauts), rules, cautions)
    reading.read()
    if work is not None:
        work.steps += reading.steps
    return merged(reading.found)
