"""Finds the concepts that the words of a sentence stand for, by dictionary."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .inflecting import forms
from .normalising import normalise
from .phrases import Node
from .sentences import glued
from .sentences import Word
from .spelling import close
from .spelling import deletions
from .spelling import fold
from .spelling import FUZZY_LENGTH
from .spelling import without_digits

_LONGEST_PHRASE = 7
_MEMORY = 20_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or phrase that stands for concepts.

    :param start: the place of its first word in the sentence.
    :param end: one past the place of its last word.
    :param concepts: what it stands for.
    """

    start: int
    end: int
    concepts: frozenset[str]


class Lexicon:
    """The words and phrases of one language, by the concept they stand for.

    :param concepts: for each concept its lines: entries between commas; ``@other`` takes in the
        entries of another concept. ``word*`` stands for every word that begins so, ``*word``
        that ends so, ``*word*`` that has it inside.
    :param settings: ``umlauts`` and ``elided`` as the reading functions take them; ``fold`` joins
        spellings; ``fuzzy`` names the words that are found with one slip in them, ``exact`` those
        that are never taken for a slip; ``compounds`` names words that are also found inside a
        made-up name; ``swallowing``, ``surviving`` and ``weak`` name concepts as :meth:`hits`
        treats them; ``molecule`` is what *NO* is read as where it stands for nitric oxide.
    :raises ValueError: An entry or a reference can't be read.
    """

    def __init__(
        self, concepts: t.Mapping[str, t.Sequence[str]], settings: t.Mapping[str, t.Any]
    ) -> None:
        self.umlauts = bool(settings.get("umlauts", False))
        self.elided = bool(settings.get("elided", False))
        self.molecule = str(settings.get("molecule", ""))
        self.names = frozenset(concepts)
        self._folds = bool(settings.get("fold", False))
        self._swallowing = frozenset(settings.get("swallowing", ()))
        self._weak = frozenset(settings.get("weak", ()))
        self._surviving = frozenset(settings.get("surviving", ()))
        self._root = Node()
        self._shared: dict[frozenset[str], frozenset[str]] = {}
        self._keys: set[str] = set()
        self._near: dict[str, set[str]] = {}
        self._affixes: dict[str, set[str]] = {"prefix": set(), "suffix": set(), "inside": set()}
        self._known: dict[str, tuple[str, ...]] = {}
        self._exact = {self._spell(word) for word in _entries(settings.get("exact", ()))}
        self._compounds = sorted(
            self._spell(word) for word in _entries(settings.get("compounds", ()))
        )
        for name in concepts:
            for entry in _gathered(name, concepts, ()):
                self._add(name, entry)
        for word in _entries(settings.get("fuzzy", ())):
            key = self._spell(word)
            if key not in self._keys:
                raise ValueError(f"the misspellable word {word!r} is in no concept")
            for shortened in deletions(key):
                self._near.setdefault(shortened, set()).add(key)

    def _spell(self, word: str) -> str:
        plain = normalise(word, umlauts=self.umlauts).text
        return fold(plain) if self._folds else plain

    def _add(self, concept: str, entry: str) -> None:
        for form in forms(normalise(entry.replace("'", ""), umlauts=self.umlauts).text):
            node = self._root
            for word in form:
                key = fold(word) if self._folds and "*" not in word else word
                self._learn(key)
                node = node.child(key)
            named = node.concepts | {concept}
            node.concepts = self._shared.setdefault(named, named)

    def _learn(self, key: str) -> None:
        self._keys.add(key)
        if key.startswith("*") and key.endswith("*"):
            self._affixes["inside"].add(key.strip("*"))
        elif key.startswith("*"):
            self._affixes["suffix"].add(key[1:])
        elif key.endswith("*"):
            self._affixes["prefix"].add(key[:-1])

    def keys(self, word: str) -> tuple[str, ...]:
        """The dictionary keys that a word answers to.

        :param word: a word of a sentence.
        """
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _MEMORY:
                self._known.clear()
            known = self._known[word] = tuple(dict.fromkeys(self._look_up(word)))
        return known

    def _look_up(self, word: str) -> t.Iterator[str]:
        if len(word) > 40:
            word = word[:40]
        found = list(self._exactly(word))
        if not found:
            plain = without_digits(word)
            if plain:
                found = list(self._exactly(plain)) or list(self._exactly(word.rstrip("0123456789")))
        if not found:
            found = list(self._nearly(fold(word) if self._folds else word))
        yield from found

    def _exactly(self, word: str) -> t.Iterator[str]:
        spelt = fold(word) if self._folds else word
        if spelt in self._keys:
            yield spelt
        for shape in dict.fromkeys((word, spelt)):
            yield from self._by_affix(shape)

    def _by_affix(self, word: str) -> t.Iterator[str]:
        for end in range(3, len(word) + 1):
            if word[:end] in self._affixes["prefix"]:
                yield word[:end] + "*"
            if word[-end:] in self._affixes["suffix"]:
                yield "*" + word[-end:]
        if self._affixes["inside"]:
            for start in range(len(word)):
                for end in range(start + 3, min(start + 18, len(word)) + 1):
                    if word[start:end] in self._affixes["inside"]:
                        yield "*" + word[start:end] + "*"

    def _nearly(self, word: str) -> t.Iterator[str]:
        if word in self._exact:
            return
        for compound in self._compounds:
            if len(word) > len(compound) and word.startswith(compound) | word.endswith(compound):
                yield compound
                return
        if FUZZY_LENGTH <= len(word) <= 24:
            for shortened in sorted(deletions(word)):
                for key in sorted(self._near.get(shortened, ())):
                    if close(word, key):
                        yield key
                        return

    def hits(self, words: t.Sequence[Word], text: str) -> tuple[list[Hit], int]:
        """The concepts in a sentence, and how many steps the search took.

        Where a phrase of a swallowing concept covers a word, only the phrase counts, so that an
        innocent phrase takes the sting out of the word in it, unless the word is a surviving one.
        A weak word counts in no phrase.

        :param words: the words of the sentence.
        :param text: the plain text they stand in.
        """
        found: dict[tuple[int, int], set[str]] = {}
        keys = [self.keys(word.text) for word in words]
        steps = len(words)
        for place in range(len(words)):
            for start_keys, after in self._starts(words, keys, place, text):
                steps += self._walk(start_keys, after, place, keys, found)
        spans = sorted(found, key=lambda span: (span[0], -span[1]))
        hits: list[Hit] = []
        swallowed = covered = -1
        for start, end in spans:
            concepts = frozenset(found[start, end])
            if (end > swallowed or concepts & self._surviving) and (
                end > covered or not concepts <= self._weak
            ):
                hits.append(Hit(start, end, concepts))
            if not concepts <= self._weak:
                covered = max(covered, end)
            if concepts & self._swallowing:
                swallowed = max(swallowed, end)
        return hits, steps

    def _starts(
        self,
        words: t.Sequence[Word],
        keys: t.Sequence[tuple[str, ...]],
        place: int,
        text: str,
    ) -> t.Iterator[tuple[tuple[str, ...], int]]:
        yield keys[place], place + 1
        joined = words[place].text
        for following in glued(words, place, text):
            joined += words[following].text
            spelt = fold(joined) if self._folds else joined
            if len(spelt) >= 4 and spelt in self._keys:
                yield (spelt,), following + 1

    def _walk(
        self,
        start_keys: t.Collection[str],
        after: int,
        place: int,
        keys: t.Sequence[tuple[str, ...]],
        found: dict[tuple[int, int], set[str]],
    ) -> int:
        steps = 0
        nodes = list(self._root.after(start_keys))
        while nodes:
            for node in nodes:
                if node.concepts:
                    found.setdefault((place, after), set()).update(node.concepts)
            if after >= len(keys) or after - place >= _LONGEST_PHRASE:
                break
            steps += len(nodes)
            nodes = [following for node in nodes for following in node.after(keys[after])]
            after += 1
        return steps


def _entries(lines: t.Iterable[str]) -> t.Iterator[str]:
    for line in lines:
        for entry in line.split(","):
            if entry.strip():
                yield entry.strip()


def _gathered(
    name: str, concepts: t.Mapping[str, t.Sequence[str]], inside: tuple[str, ...]
) -> t.Iterator[str]:
    if name in inside:
        raise ValueError(f"concept {name!r} takes in itself: {' > '.join((*inside, name))}")
    if name not in concepts:
        raise ValueError(f"concept {inside[-1]!r} takes in {name!r}, which there is not")
    for entry in _entries(concepts[name]):
        if entry.startswith("@"):
            yield from _gathered(entry[1:], concepts, (*inside, name))
        else:
            yield entry
