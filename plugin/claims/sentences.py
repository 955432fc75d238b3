"""Cuts plain text into words, and words into sentences and lines."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass
from dataclasses import field

_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[\n.!?;:,()|—%…]|(?<=\s)-(?=\s)")
_ELIDED = re.compile(r"[^\W_]+|[\n.!?;:,()|—%…]|(?<=\s)-(?=\s)")
_POSSESSIVE = re.compile(r"'s$|s'$")
_SHORTENED = frozenset(
    {"dr", "incl", "approx", "etc", "vs", "mr", "ca", "bzw", "st", "ggf", "evtl"}
)
_GLUE = frozenset("-_.*·'+/")


@dataclass(slots=True)
class Word:
    """One word of a sentence.

    :param text: the word, without apostrophes.
    :param start: where it begins in the plain text.
    :param end: one past its end.
    :param before: the mark that stands before it: nothing, ``,``, ``:`` or ``(``.
    """

    text: str
    start: int
    end: int
    before: str = ""


@dataclass(slots=True)
class Sentence:
    """Words up to a full stop or the end of a line.

    :param words: its words.
    :param ending: ``.``, ``?``, ``:`` or, where only a line or a block ended, ``\\n``.
    """

    words: list[Word] = field(default_factory=list)
    ending: str = "\n"

    @property
    def open(self) -> bool:
        """Whether it may go on in the next line or bullet."""
        return self.ending in ("\n", ":")


def split(text: str, *, elided: bool = False) -> list[Sentence]:
    """Cut a plain text into sentences.

    :param text: text as :func:`~flask_serum.claims.normalising.normalise` leaves it.
    :param elided: cut at apostrophes (French ``l'acne``), which otherwise belong to the word.
    """
    sentences: list[Sentence] = []
    current = Sentence()
    before = ""
    for piece in (_ELIDED if elided else _PIECE).finditer(text):
        mark = piece[0]
        if mark[0].isalnum():
            current.words.append(
                Word(_POSSESSIVE.sub("", mark).replace("'", ""), *piece.span(), before)
            )
            before = ""
            continue
        ending = _ending(mark, text, piece.end(), current)
        if ending and current.words:
            current.ending = ":" if ending == "\n" and before == ":" else ending
            sentences.append(current)
            current, before = Sentence(), ""
        elif mark == "%" and current.words:
            current.words.append(Word("percent", *piece.span(), before))
        elif mark in ":;|—-":
            before = ":"
        elif mark in "()" and before != ":":
            before = "("
        elif mark == "," and not before:
            before = ","
    if current.words:
        current.ending = ":" if before == ":" else "\n"
        sentences.append(current)
    for sentence in sentences:
        sentence.words = list(_joined(sentence.words, text))
    return sentences


def _ending(mark: str, text: str, after: int, current: Sentence) -> str:
    """What kind of end a mark is to the sentence, or nothing where the sentence goes on."""
    if mark == "\n":
        return "\n"
    if mark in "!…":
        return "."
    if mark == "?":
        return "?"
    if mark == ".":
        following = text[after : after + 1]
        if following and not (following.isspace() or following in "\"')]."):
            return ""
        if current.words:
            last = current.words[-1]
            shortened = last.text in _SHORTENED or (
                len(last.text) == 1 and last.start > 0 and text[last.start - 1] == "."
            )
            if shortened and following:
                return ""
        return "."
    return ""


def _joined(words: list[Word], text: str) -> t.Iterator[Word]:
    """Put letters that were spaced out (``a c n e``) back into words."""
    place = 0
    while place < len(words):
        run = place
        while (
            run < len(words)
            and len(words[run].text) == 1
            and words[run].text.isalpha()
            and (run == place or words[run].start - words[run - 1].end <= 1)
        ):
            run += 1
        if run - place >= 3:
            first, last = words[place], words[run - 1]
            spelt = "".join(word.text for word in words[place:run])
            yield Word(spelt, first.start, last.end, first.before)
            place = run
        else:
            yield words[place]
            place += 1


def glued(words: t.Sequence[Word], place: int, text: str, limit: int = 5) -> t.Iterator[int]:
    """The places up to which words hang together without a space (``ac-ne``).

    :param words: the words of a sentence.
    :param place: the first word.
    :param text: the plain text they stand in.
    :param limit: how many pieces at most.
    """
    for following in range(place + 1, min(place + limit, len(words))):
        gap = text[words[following - 1].end : words[following].start]
        if len(gap) != 1 or gap not in _GLUE:
            return
        yield following
