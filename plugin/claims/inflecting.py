"""Writes out the forms of a word in a lexicon line: ``heal~v``, ``wound~n``."""

from __future__ import annotations

import itertools
import re

_VOWELS = "aeiou"


def _verb(stem: str) -> list[str]:
    if stem.endswith("e"):
        return [stem, stem + "s", stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return [stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    plural = stem + ("es" if stem.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return [stem, plural, stem + "ed", stem + "ing"]


def _doubled(stem: str) -> list[str]:
    return [stem, stem + "s", stem + stem[-1] + "ed", stem + stem[-1] + "ing"]


def _noun(stem: str) -> list[str]:
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return [stem, stem[:-1] + "ies"]
    return [stem, stem + ("es" if stem.endswith(("s", "sh", "ch", "x", "z")) else "s")]


_KINDS = {"v": _verb, "vv": _doubled, "n": _noun}


def _compounds(entry: str) -> list[str]:
    parts = [part.split("|") for part in re.findall(r"\{([^{}]+)\}", entry)]
    return ["-".join(choice) for choice in itertools.product(*parts)]


def forms(entry: str) -> list[tuple[str, ...]]:
    """Every form of a lexicon entry, each as its words.

    ``~v`` adds a verb's endings, ``~vv`` the same with the last letter doubled, ``~n`` a plural.
    A hyphenated entry is also found written apart and as one word. ``{a|b}{c|d}`` stands for
    every compound of the one and the other (``ac``, ``a-c``, ...).

    :param entry: one entry, such as ``speed~v up``.
    :raises ValueError: The mark after ``~`` is not one of these.
    """
    if "{" in entry:
        return [form for made in _compounds(entry) for form in forms(made)]
    choices: list[list[tuple[str, ...]]] = []
    for part in entry.split():
        stem, _, kind = part.partition("~")
        if kind and kind not in _KINDS:
            raise ValueError(f"{entry!r}: after '~' write one of {', '.join(_KINDS)}")
        inflected = _KINDS[kind](stem) if kind else [stem]
        choices.append(
            [tuple(form.split("-")) for form in inflected]
            + [(form.replace("-", ""),) for form in inflected if "-" in form]
        )
    return [tuple(itertools.chain(*choice)) for choice in itertools.product(*choices)]
