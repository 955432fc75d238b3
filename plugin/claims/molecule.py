"""Tells the molecule NO from the word *no*: in capitals, and where a name stands."""

from __future__ import annotations

import re

_AROUND = 40
_BEFORE = re.compile(r"(?:\b([a-z]+)\s{1,3}|[·•∙])$", re.IGNORECASE)
_AFTER = re.compile(r"(?:(-)|\s{1,3})([a-z]+)(?:\s{1,3}([a-z]+))?", re.IGNORECASE)
_LEADING = frozenset(
    "a an the this that these our your my its their each every some any topical fresh freshly "
    "mixed own natural gaseous released extra more less enough of when where why how because "
    "release releases releasing produce produces deliver delivers called molecule gas".split()
)
_NOUNS = frozenset(
    "molecule molecules gas donor donors donating level levels release releasing production "
    "therapy replacement booster boosting boost signal signals signalling signaling supply "
    "synthase synthesis pathway chemistry radical serum serums gel gels cream creams duo".split()
)
_MADE = frozenset("serum serums gel gels cream creams".split())
_VERBS = frozenset(
    "is was can cannot has had acts forms leaves reaches stands comes goes relaxes widens".split()
)
_MODAL = frozenset("can could will would should may might does do has is".split())
_IDLE = frozenset("use value help interest consequence avail".split())


def names_molecule(text: str, start: int, end: int) -> bool:
    """Whether the *no* at a place of a text stands for nitric oxide.

    Only *NO* in capitals can, in a line that isn't all capitals: with a hyphen (*NO-releasing*),
    after a determiner (*this NO cream*), before a noun of its chemistry or a verb.

    :param text: the text as it was given.
    :param start: where the word begins.
    :param end: one past its end.
    """
    if text[start:end] != "NO":
        return False
    left, right = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    left, right = left.rsplit("\n", 1)[-1], right.split("\n", 1)[0]
    if sum(char.islower() for char in left + right) < 3:
        return False
    if right[:1] in ("·", "•", "∙"):
        return True
    before, after = _BEFORE.search(left), _AFTER.match(right)
    second = (after[2] or "") if after else ""
    if after and second.isupper() and len(second) > 1 and not after[1]:
        return False
    if after and after[1]:
        return True
    if before and (before[1] or "").lower() in _LEADING | {""}:
        return second not in _IDLE
    if not after or (before and before[1].lower() in ("is", "are", "there", "make", "makes")):
        return False
    return second in _VERBS or (
        second in _NOUNS and not (second in _MADE and (after[3] or "") in _MODAL)
    )
