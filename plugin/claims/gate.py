"""Checks page records for the gate on their way to the public: copy, names, ingredients.

The packaged rules are always asked. A host's own are asked beside them, so that they can add to
what is found and take nothing away.
"""

from __future__ import annotations

import collections.abc as cabc
import hashlib
import json
import re
import typing as t
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..core import locale as locales
from ..core.gates import shown_in
from ..core.market import Market
from ..core.objections import Claim
from ..core.objections import Objection
from ..core.page import FACTS
from ..core.page import Record
from .checking import check
from .checking import rule_set_for
from .findings import Finding
from .findings import NOT_CHECKED
from .ingredients import check_ingredients
from .pages import check_page
from .pages import fields_of
from .rules import LANGUAGES
from .rules import RuleSet

_KEYED = ("alt_texts", "variant_names", "step_notes")


@dataclass(frozen=True)
class _Place:
    """Where a text is shown, as :func:`.check_page` asks for it."""

    jurisdictions: tuple[str, ...]
    locales: tuple[str, ...]


class ClaimsChecker:
    """Fulfils :class:`~flask_serum.core.gates.Checker` with the rules of this package.

    :param document: gives a record as a page document.
    :param own: callable that gives the host's own rule sets.
    """

    def __init__(
        self,
        document: cabc.Callable[[Record], cabc.Mapping[str, t.Any]],
        own: cabc.Callable[[], cabc.Sequence[RuleSet]] = tuple,
    ) -> None:
        self._document = document
        self._own = own

    def __call__(self, record: Record, markets: cabc.Sequence[Market]) -> list[Objection]:
        """Give what stands against a page in the markets that show it.

        Each text is read once per rule set, whatever the number of markets.

        :param record: the page.
        :param markets: those it is sold in.
        """
        if not markets:
            return []
        document = _keys_apart(self._document(record))
        found: list[Objection] = []
        for tag, copy in document["copy"].items():
            showing = [one for one in markets if shown_in(tag, one)] or markets
            part = {"copy": {tag: copy}}, f"copy.{tag}", copy
            found += self._read(*part, _jurisdictions(showing), [tag])
        tags = [*record.copy, *(tag for one in markets for tag in one.locales)]
        part = {FACTS: document[FACTS]}, FACTS, document[FACTS]
        found += self._read(*part, _jurisdictions(markets), self._readable(tags))
        return found + _ingredients(record, _jurisdictions(markets))

    def text(
        self, text: str, *, jurisdictions: cabc.Iterable[str], locale: str = "en"
    ) -> list[Objection]:
        """Give what stands against a text that belongs to no page.

        :param text: copy, with or without markup.
        :param jurisdictions: ``US``, ``EU``, ``UK``.
        :param locale: its language.
        """
        found: dict[object, Objection] = {}
        for rules in self._rules(locale):
            for place in dict.fromkeys(jurisdictions):
                for one in check(text, jurisdiction=place, locale=locale, rules=rules):
                    told = _objection(one, "", text, rules)
                    found.setdefault((told.claim, told.span), told)
        return list(found.values())

    @property
    def versions(self) -> dict[str, str]:
        """The versions of all rules, by language; ``ingredients`` is one of them."""
        packaged = {one: RuleSet.load(one).version for one in LANGUAGES}
        own = {f"{one.language} (your own)": one.version for one in self._own()}
        return {**packaged, **own, "ingredients": _ingredients_version()}

    def _rules(self, tag: str) -> list[RuleSet | None]:
        """The rule sets of a locale's language; ``None`` where there is none."""
        language = locales.language(tag)
        packaged = rule_set_for(tag)
        own = [one for one in self._own() if one.language == language]
        return [one for one in (packaged, *own) if one is not None] or [None]

    def _readable(self, tags: cabc.Iterable[str]) -> list[str]:
        languages = {locales.language(tag): tag for tag in tags}
        readable = [tag for tag in languages.values() if self._rules(tag) != [None]]
        return readable or list(languages.values())[:1]

    def _read(
        self,
        document: cabc.Mapping[str, t.Any],
        name: str,
        content: t.Any,
        jurisdictions: tuple[str, ...],
        tags: cabc.Iterable[str],
    ) -> list[Objection]:
        texts = {field.name: field.text for field in fields_of(content, name)}
        found: dict[object, Objection] = {}
        for tag in tags:
            for rules in self._rules(tag):
                asked = {rules.language: rules} if rules is not None else {}
                for one in check_page(document, _Place(jurisdictions, (tag,)), rules=asked):
                    told = _objection(one, _path(one.field), texts.get(one.field, ""), rules)
                    found.setdefault((told.claim, told.span), told)
        return list(found.values())


def _jurisdictions(markets: cabc.Iterable[Market]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one) for market in markets for one in market.jurisdictions))


def _keys_apart(document: cabc.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Mark the names that merchants chose: a picture called ``url`` has an alt text too."""
    copies = {
        tag: {
            name: {f"<{key}>": text for key, text in value.items()} if name in _KEYED else value
            for name, value in copy.items()
        }
        for tag, copy in document["copy"].items()
    }
    return {**document, "copy": copies}


def _path(field: str) -> str:
    """Write a field the way problems do: ``copy.en.faq.0.answer`` is ``copy.en.faq[0].answer``."""
    path = ""
    for name in re.findall(r"<[^>]*>|[^.]+", field):
        numbered = f"[{name}]" if name.isdigit() else f".{name.strip('<>')}"
        path += numbered if path else name
    return path


def _hash(*said: object) -> str:
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, default=sorted)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _rule_hash(rules: RuleSet, id: str) -> str:
    rule = rules.rule(id)
    patterns = [vars(one) for one in rule.patterns]
    laws = dict(rule.verdicts), dict(rule.sources)
    return _hash(rules.language, rule.id, rule.catches, rule.why, laws, patterns, rule.in_cautions)


def _objection(finding: Finding, path: str, text: str, rules: RuleSet | None) -> Objection:
    start, end = finding.span
    # What runs on into the next field is about that one's words too.
    words = [text] if finding.excerpt in ("", text[start:end]) else [text, finding.excerpt]
    return Objection(
        claim=Claim(
            path=path,
            rule=finding.rule,
            rule_sha256=_rule_hash(rules, finding.rule) if rules else _hash(finding.rule),
            jurisdiction=finding.jurisdiction,
            text_sha256=_hash(*words),
        ),
        blocks=finding.verdict == "block",
        reason=finding.reason,
        source=finding.source,
        excerpt=finding.excerpt,
        span=finding.span,
        rewordings=finding.rewordings,
        version=rules.version if rules else "",
        checked=finding.rule != NOT_CHECKED,
    )


def _ingredients(record: Record, jurisdictions: tuple[str, ...]) -> list[Objection]:
    chambers = {one.key: list(one.inci) for one in record.facts.chambers}
    keys = list(chambers)
    return [
        Objection(
            claim=Claim(
                path=f"facts.chambers[{keys.index(one.chambers[0])}].inci",
                rule=one.rule,
                rule_sha256=_hash(one.rule, one.verdict, one.reason, one.source),
                jurisdiction=one.jurisdiction,
                text_sha256=_hash(list(chambers.items())),
            ),
            blocks=one.verdict == "block",
            reason=one.reason,
            source=one.source,
            excerpt=", ".join(one.names),
            version=_ingredients_version(),
        )
        for one in check_ingredients(chambers, jurisdictions=jurisdictions)
    ]


@cache
def _ingredients_version() -> str:
    text = (files(__package__) / "rules" / "ingredients.json").read_text("utf-8")
    return str(json.loads(text)["version"])
