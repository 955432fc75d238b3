"""Tells English, German and French apart by their small words, to catch text left untranslated."""

from __future__ import annotations

import re

_SMALL_WORDS = {
    "en": "the and of with your for is it this that are from you our skin not have or an by as "
    "on be was has can will without they we my who which when into",
    "de": "der die das und mit für ist ein eine nicht den von zu im auf sich sie wir ihre ihr bei "
    "oder auch dem des haut wird sind nach aus wie einen ohne durch",
    "fr": "le la les et des de du une un est pour avec votre vos dans sur que qui ne pas au aux "
    "peau nous en ce cette ou par plus sans son sa ses",
}
_BY_WORD: dict[str, str] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _BY_WORD[_word] = "" if _word in _BY_WORD else _language
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 3


def spoken(text: str, locale: str) -> str:
    """The language that a text is written in, where it is plainly not that of its locale.

    :param text: a text.
    :param locale: the language it is said to be in.
    :returns: ``en``, ``de`` or ``fr``; the locale's own language where there is no doubt of it.
    """
    own = locale.replace("_", "-").split("-")[0].lower()
    counts = dict.fromkeys(_SMALL_WORDS, 0)
    for word in _WORD.findall(text.lower()):
        language = _BY_WORD.get(word)
        if language:
            counts[language] += 1
    likeliest = max(counts, key=lambda language: counts[language])
    if counts[likeliest] >= _ENOUGH and counts[likeliest] > 2 * counts.get(own, 0):
        return likeliest
    return own
