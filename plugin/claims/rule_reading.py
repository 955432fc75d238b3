"""Reads rules out of a document, and says exactly what is wrong with those that it can't."""

from __future__ import annotations

import typing as t

from .lexicon import Lexicon
from .rule import JURISDICTIONS
from .rule import Pattern
from .rule import Rule
from .rule import RuleError

_REQUIRED = ("id", "verdicts", "catches", "why", "source", "when", "examples")
_OPTIONAL = ("rewordings", "in_cautions")
_PATTERN_LISTS = ("has", "near", "then", "with", "unless", "guard")
_PATTERN_FLAGS = ("across", "denied")


def read_rule(entry: t.Any, name: str, lexicon: Lexicon) -> Rule:
    """Read a rule from JSON.

    :param entry: the JSON.
    :param name: what its file is called, for errors.
    :param lexicon: the words it may name.
    :raises RuleError: if it can't be used; the message names file, rule and field.
    """
    if not isinstance(entry, t.Mapping):
        raise RuleError(f"{name}: a rule must be an object, not {type(entry).__name__}")
    told = f"{name}: rule {entry.get('id', '(without id)')!r}"

    def wrong(field: str, what: str) -> RuleError:
        return RuleError(f"{told}, field {field!r}: {what}")

    for field in _REQUIRED:
        if field not in entry:
            raise wrong(field, "is missing")
    for field in entry:
        if field not in _REQUIRED + _OPTIONAL:
            raise wrong(field, "is not a field of a rule")
    for field in ("id", "catches", "why"):
        if not isinstance(entry[field], str) or not entry[field].strip():
            raise wrong(field, "must be a text")
    verdicts = entry["verdicts"]
    if not isinstance(verdicts, t.Mapping) or not verdicts:
        raise wrong("verdicts", "must give a verdict for at least one jurisdiction")
    for jurisdiction, verdict in verdicts.items():
        if jurisdiction not in JURISDICTIONS or verdict not in ("block", "warn", "none"):
            raise wrong("verdicts", f"{jurisdiction}: {verdict} is not a verdict of a jurisdiction")
    sources = entry["source"]
    if not isinstance(sources, t.Mapping):
        raise wrong("source", "must give the law or authority by jurisdiction")
    speaking = {place: verdict for place, verdict in verdicts.items() if verdict != "none"}
    for place in speaking:
        if not isinstance(sources.get(place), str):
            raise wrong("source", f"is missing for {place}")
    examples = entry["examples"]
    if not isinstance(examples, t.Mapping):
        raise wrong("examples", "must have 'match' and 'no_match'")
    lists = {
        "rewordings": entry.get("rewordings", []),
        "examples.match": examples.get("match"),
        "examples.no_match": examples.get("no_match"),
    }
    for field, lines in lists.items():
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise wrong(field, "must be a list of sentences")
        if field != "rewordings" and not lines:
            raise wrong(field, "must have at least one sentence")
    if not isinstance(entry["when"], list) or not entry["when"]:
        raise wrong("when", "must be a list of patterns")
    try:
        patterns = tuple(read_pattern(pattern, lexicon) for pattern in entry["when"])
    except ValueError as error:
        raise wrong("when", str(error)) from error
    return Rule(
        id=entry["id"],
        verdicts=speaking,
        catches=entry["catches"],
        why=entry["why"],
        sources=dict(sources),
        patterns=patterns,
        rewordings=tuple(lists["rewordings"]),
        matches=tuple(lists["examples.match"]),
        passes=tuple(lists["examples.no_match"]),
        in_cautions=bool(entry.get("in_cautions", False)),
    )


def read_pattern(entry: t.Any, lexicon: Lexicon) -> Pattern:
    """Read what a rule catches from JSON.

    :param entry: the JSON.
    :param lexicon: the words it may name.
    :raises ValueError: if it can't be used.
    """
    if not isinstance(entry, t.Mapping):
        raise ValueError("a pattern must be an object")
    for key in entry:
        if key not in (*_PATTERN_LISTS, *_PATTERN_FLAGS, "within"):
            raise ValueError(f"{key!r} is not a part of a pattern")
    for key in _PATTERN_FLAGS:
        if not isinstance(entry.get(key, False), bool):
            raise ValueError(f"{key!r} must be true or false")
    kinds = [kind for kind in ("has", "near", "then") if kind in entry]
    if len(kinds) != 1:
        raise ValueError("a pattern has one of 'has', 'near' and 'then'")
    kind = t.cast("t.Literal['has', 'near', 'then']", kinds[0])
    named = {
        key: (entry[key],) if isinstance(entry[key], str) else tuple(entry[key])
        for key in _PATTERN_LISTS
        if key in entry
    }
    if len(named[kind]) != (1 if kind == "has" else 2):
        raise ValueError(f"{kind!r} takes {'one concept' if kind == 'has' else 'two concepts'}")
    for concept in {concept for concepts in named.values() for concept in concepts}:
        if concept not in lexicon.names:
            raise ValueError(f"there is no concept {concept!r}")
    within = entry.get("within", 8)
    if not isinstance(within, int) or not 0 <= within <= 20:
        raise ValueError("'within' must be a number from 0 to 20")
    return Pattern(
        kind=kind,
        concepts=named[kind],
        within=within,
        with_=frozenset(named.get("with", ())),
        unless=frozenset(named.get("unless", ())),
        guard=frozenset(named.get("guard", ())),
        across=entry.get("across", False),
        denied=entry.get("denied", False),
    )
