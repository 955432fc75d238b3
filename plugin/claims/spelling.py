"""Makes spellings of one word alike: British and American, digits for letters, simple slips."""

from __future__ import annotations

import re

_DIGITS = str.maketrans("013457@$", "oieastas")
_FOLDS = (
    (re.compile("our(?=[a-z]{0,4}$)"), "or"),
    (re.compile("([a-z])is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), r"\1iz"),
    (re.compile("ys(?=(?:e|es|ed|ing)$)"), "yz"),
    (re.compile("ll(?=(?:ed|ing|er|ment)$)"), "l"),
    (re.compile("ae|oe"), "e"),
    (re.compile("tre$"), "ter"),
)
FUZZY_LENGTH = 6
"""Words shorter than this must be spelt right: too many words are one letter away from them."""


def fold(word: str) -> str:
    """Write a word in one spelling, whichever side of the Atlantic it comes from.

    :param word: a lower-case word.
    """
    if len(word) < 5:
        return word
    for pattern, plain in _FOLDS:
        word = pattern.sub(plain, word)
    return word


def without_digits(word: str) -> str | None:
    """The word that digits were put into in the place of letters, or nothing.

    :param word: a lower-case word.
    """
    if len(word) < 4 or word.isalpha() or sum(char.isdigit() for char in word) > len(word) // 2:
        return None
    return word.translate(_DIGITS)


def deletions(word: str) -> set[str]:
    """The word and each form of it with one letter left out.

    Two words share one of these when they are a letter added, dropped, changed or swapped apart.

    :param word: a lower-case word.
    """
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def close(one: str, other: str) -> bool:
    """Whether two words are one slip apart: a letter added, dropped, changed, or two swapped.

    :param one: a word.
    :param other: another word.
    """
    if one[0] != other[0]:
        return False
    if len(one) == len(other):
        apart = [place for place in range(len(one)) if one[place] != other[place]]
        if len(apart) <= 1:
            return True
        return (
            len(apart) == 2
            and apart[1] == apart[0] + 1
            and one[apart[0]] == other[apart[1]]
            and one[apart[1]] == other[apart[0]]
        )
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
