"""The rules of one language as they are written in the data files."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass
from functools import cache
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from .lexicon import Lexicon
from .rule import Pattern
from .rule import Rule
from .rule import RuleError
from .rule_reading import read_rule

LANGUAGES = ("en", "de", "fr")


@dataclass(frozen=True)
class RuleSet:
    """The rules of one language with their lexicon, under a version.

    :param language: ``en``, ``de``, ``fr`` or a host's own.
    :param version: the version of the rules, with a mark for each extension.
    :param rules: the rules, in the order of their file.
    :param lexicon: the words of the language.
    """

    language: str
    version: str
    rules: tuple[Rule, ...]
    lexicon: Lexicon
    _document: t.Mapping[str, t.Any]

    @cached_property
    def by_concept(self) -> t.Mapping[str, t.Sequence[tuple[Rule, Pattern]]]:
        """The patterns to try where a concept occurs, by their first concept."""
        return self._listed(lambda pattern: True)

    @cached_property
    def across_by_concept(self) -> t.Mapping[str, t.Sequence[tuple[Rule, Pattern]]]:
        """Of these, the patterns to try where two sentences are read as one."""
        return self._listed(lambda pattern: pattern.across)

    def _listed(
        self, wanted: t.Callable[[Pattern], bool]
    ) -> t.Mapping[str, t.Sequence[tuple[Rule, Pattern]]]:
        found: dict[str, list[tuple[Rule, Pattern]]] = {}
        for rule in self.rules:
            for pattern in filter(wanted, rule.patterns):
                found.setdefault(pattern.concepts[0], []).append((rule, pattern))
        return found

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings of the forms that assert nothing (*treated*, *treatment*)."""
        return tuple(self._document.get("settings", {}).get("endings", ()))

    @classmethod
    def load(cls, language: str = "en") -> RuleSet:
        """The packaged rules of a language, read once.

        :param language: ``en``, ``de`` or ``fr``.
        :raises RuleError: There are no rules for the language, or they are malformed.
        """
        return _packaged(language)

    @classmethod
    def read(cls, document: t.Mapping[str, t.Any], name: str) -> RuleSet:
        """A rule set from a document as the data files hold it.

        :param document: ``language``, ``version``, ``settings``, ``concepts`` and ``rules``.
        :param name: what to call it in errors.
        :raises RuleError: The document is malformed.
        """
        for key in ("language", "version", "concepts", "rules"):
            if key not in document:
                raise RuleError(f"{name}: the field {key!r} is missing")
        try:
            lexicon = Lexicon(document["concepts"], document.get("settings", {}))
        except (ValueError, AttributeError, TypeError) as error:
            raise RuleError(f"{name}: field 'concepts': {error}") from error
        rules = tuple(read_rule(entry, name, lexicon) for entry in document["rules"])
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                raise RuleError(f"{name}: rule {rule.id!r}, field 'id': used twice")
            seen.add(rule.id)
        return cls(str(document["language"]), str(document["version"]), rules, lexicon, document)

    def rule(self, id: str) -> Rule:
        """The rule of that name.

        :param id: its id.
        :raises KeyError: There is none.
        """
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)

    def extended_with(
        self, extra: str | Path | t.Mapping[str, t.Any] | t.Sequence[t.Mapping[str, t.Any]]
    ) -> RuleSet:
        """This rule set with a host's own rules and words added.

        A rule with the id of one of ours replaces it; entries of a concept that we have are added
        to ours.

        :param extra: a JSON file, a document with ``rules`` and perhaps ``concepts`` and
            ``version``, or a list of rules.
        :raises RuleError: The file or a rule in it is malformed.
        """
        name = "the host's rules"
        if isinstance(extra, str | Path):
            name = str(extra)
            extra = _document(Path(extra).read_text("utf-8"), name)
        if not isinstance(extra, t.Mapping):
            extra = {"rules": list(extra)}
        concepts = {key: list(lines) for key, lines in self._document["concepts"].items()}
        for key, lines in extra.get("concepts", {}).items():
            if isinstance(lines, str) or not all(isinstance(line, str) for line in lines):
                raise RuleError(f"{name}: field 'concepts': {key!r} must be a list of lines")
            concepts[key] = [*concepts.get(key, ()), *lines]
        added = list(extra.get("rules", ()))
        replaced = {entry.get("id") for entry in added if isinstance(entry, t.Mapping)}
        kept = [entry for entry in self._document["rules"] if entry["id"] not in replaced]
        version = f"{self.version}+{extra.get('version', 'host')}"
        return RuleSet.read(
            {**self._document, "version": version, "concepts": concepts, "rules": kept + added},
            name,
        )


@cache
def _packaged(language: str) -> RuleSet:
    if language not in LANGUAGES:
        raise RuleError(f"no rules for {language!r}: there are {', '.join(LANGUAGES)}")
    folder = files(__package__) / "rules"
    document = dict(_document((folder / f"{language}.json").read_text("utf-8"), f"{language}.json"))
    words = f"words-{language}.json"
    document |= _document((folder / words).read_text("utf-8"), words)
    return RuleSet.read(document, f"{language}.json")


def _document(text: str, name: str) -> t.Mapping[str, t.Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise RuleError(f"{name}: not JSON: {error}") from error
    if isinstance(document, list):
        return {"rules": document}
    if not isinstance(document, dict):
        raise RuleError(f"{name}: must hold an object or a list of rules")
    return document
