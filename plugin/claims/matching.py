"""Looks in a sentence for the relations between concepts that the rules name."""

from __future__ import annotations

import typing as t
from bisect import bisect_left
from dataclasses import dataclass

from .lexicon import Hit
from .rule import Pattern
from .rule import Rule
from .scope import Scope
from .sentences import Word

_BESIDE = 3

Asked: t.TypeAlias = t.Mapping[str, t.Sequence[tuple[Rule, Pattern]]]


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a sentence that a rule speaks to.

    :param rule: the rule.
    :param start: the place of the first word.
    :param end: one past the place of the last.
    :param inner: the end of the earlier hit and the start of the later one.
    """

    rule: Rule
    start: int
    end: int
    inner: tuple[int, int]


class Reader:
    """One sentence, ready to be asked for relations.

    :param words: its words.
    :param hits: the concepts in it.
    :param scope: what is denied in it.
    :param endings: endings of forms that assert nothing (*treated*, *treatment*).
    """

    def __init__(
        self,
        words: t.Sequence[Word],
        hits: t.Sequence[Hit],
        scope: Scope,
        endings: tuple[str, ...] = (),
    ) -> None:
        self.words = words
        self.scope = scope
        self.endings = endings
        self.steps = 0
        self.by_concept: dict[str, list[Hit]] = {}
        for hit in hits:
            for concept in hit.concepts:
                self.by_concept.setdefault(concept, []).append(hit)
        self.starts = {
            concept: [hit.start for hit in found] for concept, found in self.by_concept.items()
        }

    def matches(self, asked: Asked) -> t.Iterator[Match]:
        """What the rules find in the sentence: nothing where it is not about the body.

        :param asked: the rules and patterns to ask, by the first concept of the pattern.
        """
        if self.scope.elsewhere:
            return
        for concept in self.by_concept:
            for rule, pattern in asked.get(concept, ()):
                self.steps += 1
                if pattern.concepts[-1] in self.by_concept:
                    yield from self._matches(rule, pattern)

    def _matches(self, rule: Rule, pattern: Pattern) -> t.Iterator[Match]:
        if pattern.unless and any(concept in self.by_concept for concept in pattern.unless):
            return
        if pattern.with_ and not any(concept in self.by_concept for concept in pattern.with_):
            return
        for first in self.by_concept[pattern.concepts[0]]:
            self.steps += 1
            if self.scope.denied[first.start] or (
                not rule.in_cautions and self._excused(pattern, first)
            ):
                continue
            if pattern.kind == "has":
                found: Hit | None = first
            else:
                found = self._partner(pattern, first)
            if found is None:
                continue
            start, end = min(first.start, found.start), max(first.end, found.end)
            inner = (min(first.end, found.end), max(first.start, found.start))
            if not self._guarded(pattern, start, end):
                yield Match(rule, start, end, inner if found is not first else (start, end))

    def _excused(self, pattern: Pattern, first: Hit) -> bool:
        if not self.scope.caution or self.scope.turned < first.start:
            return False
        if pattern.kind == "then" or not self._begins("asserting", first.start):
            return True
        word = self.words[first.start].text
        before = self.words[first.start - 1].text if first.start else ""
        asserted = self._begins("subject", first.start - 1)
        return (
            self.scope.conditional < first.start
            or (bool(self.endings) and word.endswith(self.endings) and not asserted)
            or before in ("to", "zu", "de", "be")
        )

    def _begins(self, concept: str, place: int) -> bool:
        """Whether a hit of the concept begins at a word."""
        starts = self.starts.get(concept, [])
        found = bisect_left(starts, place)
        return found < len(starts) and starts[found] == place

    def _partner(self, pattern: Pattern, first: Hit) -> Hit | None:
        """The nearest hit of the second concept, within reach and not denied."""
        concept = pattern.concepts[1]
        candidates, starts = self.by_concept[concept], self.starts[concept]
        lowest = first.end if pattern.kind == "then" else first.start - pattern.within - 8
        best: Hit | None = None
        distance = pattern.within + 1
        for place in range(bisect_left(starts, lowest), len(candidates)):
            self.steps += 1
            other = candidates[place]
            gap = max(other.start - first.end, first.start - other.end)
            if other.start > first.end + pattern.within:
                break
            allowed = pattern.denied or not self.scope.denied[other.start]
            if gap >= 0 and gap < distance and allowed:
                best, distance = other, gap
        return best

    def _guarded(self, pattern: Pattern, start: int, end: int) -> bool:
        """Whether a guard stands between the two or beside them, in the same clause."""
        if self.scope.reveals:
            return False
        for concept in pattern.guard:
            starts = self.starts.get(concept, ())
            place = bisect_left(starts, start - _BESIDE)
            while place < len(starts) and starts[place] < end + _BESIDE:
                self.steps += 1
                if self._in_clause(starts[place], start, end):
                    return True
                place += 1
        return False

    def _in_clause(self, place: int, start: int, end: int) -> bool:
        if place < start:
            between = self.words[place + 1 : start + 1]
        else:
            between = self.words[end : place + 1] if place >= end else ()
        return not any(word.before for word in between)
