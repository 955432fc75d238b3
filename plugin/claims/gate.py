"""Checks page records for the gate on their way to the public: copy, names, ingredients.

The packaged rules are always asked. A host's own are asked beside them, so that they can add to
what is found and take nothing away.
"""

from __future__ import annotations

import collections.abc as cabc
import hashlib
import json
import typing as t
from functools import cache
from functools import partial
from importlib.resources import files

from ..core import locale as locales
from ..core.gates import shown_in
from ..core.market import Market
from ..core.objections import Claim
from ..core.objections import Objection
from ..core.page import FACTS
from ..core.page import Record
from .checking import check
from .checking import known
from .checking import rule_set_for
from .findings import Finding
from .findings import NOT_CHECKED
from .ingredients import check_ingredients
from .pages import check_fields
from .pages import Field
from .pages import fields_of
from .remembering import Memory
from .rules import LANGUAGES
from .rules import RuleSet


class ClaimsChecker:
    """Fulfils :class:`~flask_serum.core.gates.Checker` with the rules of this package.

    What was found is remembered, so that a page that did not change is read once.

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
        self._memory = Memory()

    def __call__(self, record: Record, markets: cabc.Sequence[Market]) -> list[Objection]:
        """Give what stands against a page in the markets that show it.

        Each text is read once per rule set, whatever the number of markets.

        :param record: the page.
        :param markets: those it is sold in.
        """
        if not markets:
            return []
        document = self._document(record)
        names = list(fields_of(document[FACTS], FACTS))
        found: list[Objection] = []
        for tag, copy in document["copy"].items():
            showing = [one for one in markets if shown_in(tag, one)] or markets
            part = f"copy.{tag}"
            fields = [*names, *fields_of(copy, part)]
            found += self._read(part, fields, _jurisdictions(showing), [tag])
        tags = [*record.copy, *(tag for one in markets for tag in one.locales)]
        found += self._read(FACTS, names, _jurisdictions(markets), self._readable(tags))
        return [*found, *self._ingredients(record, _jurisdictions(markets))]

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
                    told = _objection(one, Field("", text), rules)
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
        name: str,
        fields: list[Field],
        jurisdictions: tuple[str, ...],
        tags: cabc.Iterable[str],
    ) -> list[Objection]:
        by_name = {one.name: one for one in fields}
        found: dict[object, Objection] = {}

        def look(tag: str, rules: RuleSet | None) -> list[Objection]:
            listed = check_fields(fields, name, tag, known(jurisdictions), rules)
            return [_objection(one, by_name.get(one.field), rules) for one in listed]

        for tag in tags:
            for rules in self._rules(tag):
                asked = fields, name, tag, jurisdictions
                for told in self._memory.found(asked, rules, partial(look, tag, rules)):
                    found.setdefault((told.claim, told.span), told)
        return list(found.values())

    def _ingredients(
        self, record: Record, jurisdictions: tuple[str, ...]
    ) -> cabc.Sequence[Objection]:
        chambers = {one.key: list(one.inci) for one in record.facts.chambers}
        look = partial(_about_ingredients, chambers, jurisdictions)
        return self._memory.found((chambers, jurisdictions), None, look)


def _jurisdictions(markets: cabc.Iterable[Market]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one) for market in markets for one in market.jurisdictions))


def _hash(*said: object) -> str:
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, default=sorted)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _spoken_by(finding: Finding, asked: RuleSet | None) -> RuleSet | None:
    """Give the rules that a finding is of: words left in another language are read by theirs."""
    known = [*([asked] if asked is not None else []), *map(RuleSet.load, LANGUAGES)]
    return next(
        (
            one
            for one in known
            if any(rule.id == finding.rule and rule.why == finding.reason for rule in one.rules)
        ),
        None,
    )


def _rule_hash(rules: RuleSet, id: str) -> str:
    rule = rules.rule(id)
    patterns = [vars(one) for one in rule.patterns]
    laws = dict(rule.verdicts), dict(rule.sources)
    return _hash(rules.language, rule.id, rule.catches, rule.why, laws, patterns, rule.in_cautions)


def _objection(finding: Finding, field: Field | None, rules: RuleSet | None) -> Objection:
    start, end = finding.span
    rules = _spoken_by(finding, rules)
    path, text = (field.path, field.text) if field is not None else (finding.field, "")
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


def _about_ingredients(
    chambers: cabc.Mapping[str, cabc.Sequence[str]], jurisdictions: tuple[str, ...]
) -> list[Objection]:
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
