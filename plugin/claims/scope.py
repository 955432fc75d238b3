"""Which words of a sentence are denied, and which sentences are words of caution."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import field

from .lexicon import Hit
from .sentences import Word

NEGATION = "negation"
SHORT_NEGATION = "short-negation"
LEFTWARD_NEGATION = "leftward-negation"
_LEFT_REACH = 8
_SHORT_REACH = 6
_LONG_REACH = 25
_PAIRS = (
    ("consult", "professional", 4),
    ("professional", "assent", 3),
    ("pause", "time-unit", 3),
    ("clean-up", "tool", 2),
    ("keep-verb", "away-from", 4),
)
_OPENING = 1
_ASSERTED = frozenset(("asserting", "no-verb", "offer"))
_NONE: frozenset[str] = frozenset()
_CAUTIOUS = frozenset(("caution", "charity", "naming"))
_WARY = frozenset(("caution", "charity", "naming", "consult", "professional", "if"))
_CLAIMING = frozenset(("asserting", "compare"))
_VERBS = frozenset(("no-verb", "no-copula"))
_EFFECTS = frozenset(
    ("asserting", "resolve", "relieve", "cure", "heal", "use-act", "regain", "hair-back")
)


@dataclass(slots=True)
class Scope:
    """What a sentence says of itself.

    :param denied: for each word, whether it is denied.
    :param caution: it warns, or sends the reader to a professional.
    :param conditional: the place of the first *if* or *when*, or a place past the end.
    :param denies_on: a denial is still open where the sentence ends.
    :param refers: it names a professional and asserts nothing.
    :param reveals: it says *not only*, so that what it plays down is meant.
    :param turned: the place of a *but* after the last word of caution, where a claim follows it.
    :param elsewhere: it is about things, or about who speaks, and not about what a body gains.
    """

    denied: list[bool] = field(default_factory=list)
    caution: bool = False
    conditional: int = 0
    denies_on: bool = False
    refers: bool = False
    reveals: bool = False
    elsewhere: bool = False
    turned: int = 0


def scope_of(words: t.Sequence[Word], hits: t.Sequence[Hit], *, denied: bool = False) -> Scope:
    """Read denial and caution off a sentence.

    A denial reaches to the right until a contrast (*but*), until a new subject after a comma or a
    colon (*…, it heals*), or until it has gone far enough.

    :param words: the words of the sentence.
    :param hits: the concepts in it.
    :param denied: a heading before it has denied what follows.
    """
    starting: dict[int, frozenset[str]] = {}
    for hit in hits:
        starting[hit.start] = starting.get(hit.start, _NONE) | hit.concepts
    scope = Scope(conditional=len(words))
    reach = len(words) if denied else 0
    short = False
    unrivalled = max((hit.start for hit in hits if "unrivalled" in hit.concepts), default=-1)
    for place, word in enumerate(words):
        concepts = starting.get(place, _NONE)
        if place < reach and _ends(word, concepts, short, words, place):
            reach = 0
        if "contrast" in concepts:
            reach = 0
        scope.denied.append(place < reach)
        if place < unrivalled and "rivalling" in concepts:
            pass
        elif _VERBS & starting.get(place + 1, _NONE) and SHORT_NEGATION in concepts:
            pass  # "NO relaxes": the molecule, as no denial stands before a verb in -s
        elif NEGATION in concepts:
            reach, short = place + _LONG_REACH, False
        elif SHORT_NEGATION in concepts:
            reach, short = max(reach, place + _SHORT_REACH), place >= reach or short
        if "if" in concepts and scope.conditional == len(words):
            scope.conditional = place
    for hit in hits:
        if LEFTWARD_NEGATION in hit.concepts:
            _deny_leftwards(scope.denied, words, starting, hit.start)
    told = next((hit.start for hit in hits if "disowned" in hit.concepts), None)
    if told is not None:
        _disown(scope.denied, words, starting, told)
    scope.denies_on = reach > len(words)
    scope.caution = _cautions(hits, scope.conditional)
    scope.turned = _turn(hits, len(words))
    named = {concept for hit in hits for concept in hit.concepts}
    scope.refers = "professional" in named and not _ASSERTED & named
    scope.reveals = "not-negation" in named
    scope.elsewhere = ("elsewhere" in named and "bodily" not in named) or _told_in_passing(named)
    return scope


def _told_in_passing(named: t.AbstractSet[str]) -> bool:
    """Whether an illness or a hospital only tells who speaks (*I have gout; the pump is light*)."""
    career = "career" in named and "bodily" not in named
    about = career or ("own-state" in named and "shop-matter" in named)
    return about and _EFFECTS.isdisjoint(named)


def _turn(hits: t.Sequence[Hit], end: int) -> int:
    """Where a sentence of caution turns to a claim (*not a drug, but it works like one*)."""
    turned = end
    for hit in hits:
        if not _WARY.isdisjoint(hit.concepts):
            turned = end
        elif "turn" in hit.concepts:
            turned = min(turned, hit.start)
    claimed = any(hit.start > turned and _CLAIMING & hit.concepts for hit in hits)
    return turned if claimed else end


def _disown(
    denied: list[bool],
    words: t.Sequence[Word],
    starting: t.Mapping[int, frozenset[str]],
    told: int,
) -> None:
    """Deny all that others are said to say (*ads that promise …*), up to a contrast."""
    for place, word in enumerate(words):
        concepts = starting.get(place, _NONE)
        turned = place > told and word.before == ":" and not _ASSERTED.isdisjoint(concepts)
        own = place > told and word.before == ":" and "subject" in concepts
        if "contrast" in concepts or turned or own:
            return
        denied[place] = True


def _deny_leftwards(
    denied: list[bool],
    words: t.Sequence[Word],
    starting: t.Mapping[int, frozenset[str]],
    place: int,
) -> None:
    """Deny what stands before it in the clause (*heilt keine Wunden*)."""
    for earlier in range(place, max(place - _LEFT_REACH, -1), -1):
        denied[earlier] = True
        if words[earlier].before or "contrast" in starting.get(earlier, _NONE):
            return


def _ends(
    word: Word, concepts: frozenset[str], short: bool, words: t.Sequence[Word], place: int
) -> bool:
    previous = words[place - 1] if place else word
    joined = previous.text in ("and", "und", "et", "plus")
    marked = word.before or (previous.before if joined else "")
    if short and word.before:
        return True
    if not marked and not joined:
        return False
    if "subject" in concepts:
        return True
    finite = "asserting" in concepts
    return finite and (joined or marked in (":", "("))


def _cautions(hits: t.Sequence[Hit], conditional: int) -> bool:
    """Whether the sentence warns, by a phrase of its own or by two words close together."""
    ends: dict[str, int] = {}
    for hit in hits:
        if not _CAUTIOUS.isdisjoint(hit.concepts):
            return True
        for first, second, within in _PAIRS:
            if second in hit.concepts and hit.start - ends.get(first, -99) <= within:
                return True
        for concept in hit.concepts:
            ends[concept] = hit.end
    return conditional <= _OPENING and "directive" in ends and not _ASSERTED & ends.keys()
