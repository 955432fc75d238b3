"""Reads a text sentence by sentence, and across the ends of lines."""

from __future__ import annotations

import typing as t
from bisect import bisect_right
from dataclasses import dataclass

from .lexicon import Hit
from .matching import Match
from .matching import Reader
from .molecule import names_molecule
from .normalising import Normalised
from .rule import Rule
from .rules import RuleSet
from .scope import Scope
from .scope import scope_of
from .sentences import Sentence
from .sentences import split

_HEADED = 12
_LISTED = 8
_NEAR_BREAK = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text that a rule speaks to.

    :param rule: the rule.
    :param start: its first character in the text as it was given.
    :param end: one past its last.
    """

    rule: Rule
    start: int
    end: int


class Reading:
    """One text on its way through the rules.

    :param plain: the text as it reads.
    :param rules: the rules to check it against.
    :param cautions: stretches of the original that are warnings as a whole.
    """

    def __init__(
        self,
        plain: Normalised,
        rules: RuleSet,
        cautions: t.Sequence[tuple[int, int]] = (),
    ) -> None:
        self.plain = plain
        self.rules = rules
        self.cautions = cautions
        self.steps = plain.steps
        self.found: list[Passage] = []
        """What has been found so far."""
        self.sentences = split(plain.text, elided=rules.lexicon.elided)
        if rules.lexicon.molecule and "NO" in plain.source:
            self._name_molecules(rules.lexicon.molecule)
        self.hits = [self._hits(sentence) for sentence in self.sentences]
        self.scopes = self._scopes()

    def _name_molecules(self, molecule: str) -> None:
        """Read each *NO* that stands for nitric oxide as the molecule, not as a denial."""
        for sentence in self.sentences:
            for word in sentence.words:
                if word.text == "no":
                    span = self.plain.original_span(word.start, word.end)
                    if names_molecule(self.plain.source, *span):
                        word.text = molecule

    def _hits(self, sentence: Sentence) -> list[Hit]:
        hits, steps = self.rules.lexicon.hits(sentence.words, self.plain.text)
        self.steps += steps
        return hits

    def _scopes(self) -> list[Scope]:
        scopes: list[Scope] = []
        headed, header = 0, Scope()
        for place, sentence in enumerate(self.sentences):
            under = headed > 0 and len(sentence.words) <= _LISTED
            scope = scope_of(sentence.words, self.hits[place], denied=under and header.denies_on)
            scope.caution = scope.caution or self._warns(sentence) or (under and header.caution)
            headed = headed - 1 if under else 0
            if sentence.ending == ":":
                headed, header = _HEADED, scope
            scopes.append(scope)
        for place, sentence in enumerate(self.sentences[:-1]):
            if any("retracts" in hit.concepts for hit in self.hits[place + 1]):
                scopes[place].denied = [True] * len(scopes[place].denied)
            if sentence.ending == "?":
                self._answer(scopes[place - 1], scopes[place], scopes[place + 1], place + 1)
        return scopes

    def _answer(self, before: Scope, question: Scope, answer: Scope, place: int) -> None:
        hits = self.hits[place]
        opening = {concept for hit in hits if hit.start == 0 for concept in hit.concepts}
        if "answer-no" in opening and not any("unrivalled" in hit.concepts for hit in hits):
            question.denied = [True] * len(question.denied)
        if answer.caution or answer.refers:
            question.caution = True
            if place > 1 and len(self.sentences[place - 2].words) <= _LISTED:
                before.caution = True

    def _warns(self, sentence: Sentence) -> bool:
        """Whether the sentence stands in a stretch of warnings."""
        if not self.cautions:
            return False
        start = self.plain.starts[sentence.words[0].start]
        place = bisect_right(self.cautions, start, key=lambda stretch: stretch[0]) - 1
        return place >= 0 and start < self.cautions[place][1]

    def read(self) -> None:
        """Ask every sentence, and every pair of lines, for what the rules look for."""
        for place, sentence in enumerate(self.sentences):
            reader = Reader(
                sentence.words, self.hits[place], self.scopes[place], self.rules.endings
            )
            for match in reader.matches(self.rules.by_concept):
                self._keep(sentence, match)
            self.steps += reader.steps
            if place + 1 < len(self.sentences):
                if sentence.open:
                    self._read_across(place)
                else:
                    self._read_together(place)

    def _read_together(self, place: int) -> None:
        """Find what one sentence of a paragraph raises and the next one answers."""
        first, second = self.sentences[place], self.sentences[place + 1]
        before, after = self.scopes[place], self.scopes[place + 1]
        apart = "\n" in self.plain.text[first.words[-1].end : second.words[0].start]
        if apart or before.caution or after.caution or before.elsewhere or after.elsewhere:
            return
        edge = len(first.words)
        moved = [
            Hit(hit.start + edge, hit.end + edge, hit.concepts) for hit in self.hits[place + 1]
        ]
        both = Sentence([*first.words, *second.words])
        scope = Scope(denied=[*before.denied, *after.denied], reveals=after.reveals)
        reader = Reader(both.words, [*self.hits[place], *moved], scope, self.rules.endings)
        for match in reader.matches(self.rules.across_by_concept):
            self._keep(both, match)
        self.steps += reader.steps

    def _read_across(self, place: int) -> None:
        """Find what begins in one line or bullet and goes on in the next."""
        first, second = self.sentences[place], self.sentences[place + 1]
        both = Sentence([*first.words, *second.words])
        hits = self._hits(both)
        scope = scope_of(both.words, hits)
        before, after = self.scopes[place], self.scopes[place + 1]
        scope.caution = before.caution or after.caution
        alone = [*before.denied, *after.denied]
        scope.denied = [one or other for one, other in zip(scope.denied, alone, strict=True)]
        reader = Reader(both.words, hits, scope, self.rules.endings)
        edge = len(first.words)
        for match in reader.matches(self.rules.by_concept):
            left, right = match.inner
            whole = left == match.start
            if match.start < edge < match.end and (
                whole or (edge - _NEAR_BREAK <= left and right <= edge + _NEAR_BREAK)
            ):
                self._keep(both, match)
        self.steps += reader.steps

    def _keep(self, sentence: Sentence, match: Match) -> None:
        start, end = self.plain.original_span(
            sentence.words[match.start].start, sentence.words[match.end - 1].end
        )
        self.found.append(Passage(match.rule, start, end))


def merged(found: t.Iterable[Passage]) -> list[Passage]:
    """Passages of one rule that overlap, as one."""
    kept: list[Passage] = []
    last: dict[str, int] = {}
    for passage in sorted(found, key=lambda passage: (passage.start, passage.end)):
        place = last.get(passage.rule.id)
        if place is not None and passage.start < kept[place].end:
            earlier = kept[place]
            kept[place] = Passage(earlier.rule, earlier.start, max(earlier.end, passage.end))
        else:
            last[passage.rule.id] = len(kept)
            kept.append(passage)
    return kept
