"""One rule, and the relations between concepts that it looks for."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .findings import Verdict

JURISDICTIONS = ("US", "EU", "UK")


class RuleError(ValueError):
    """A rule file can't be used; the message names the file, the rule and the field."""


@dataclass(frozen=True)
class Pattern:
    """A relation between concepts in one sentence.

    :param kind: ``has`` (one concept), ``near`` (two, in any order) or ``then`` (in this order).
    :param concepts: the concepts, the acting one first.
    :param within: how many words may stand between them.
    :param with_: concepts of which one must also stand in the sentence.
    :param unless: concepts of which none may stand in the sentence.
    :param guard: concepts which, beside or between the two, make the sentence innocent.
    :param across: it is also looked for in two neighbouring sentences of one paragraph, read as
        one (*Stiff knees? Rub it in.*).
    :param denied: the second concept counts where it is denied, too (*not one attack since*).
    """

    kind: t.Literal["has", "near", "then"]
    concepts: tuple[str, ...]
    within: int = 8
    with_: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    guard: frozenset[str] = frozenset()
    across: bool = False
    denied: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule of a rule set.

    :param id: its name, unique in its language.
    :param verdicts: ``block`` or ``warn`` for each jurisdiction in which it speaks.
    :param catches: what it finds.
    :param why: the reason, in a merchant's words.
    :param sources: the law or authority for each jurisdiction in which it speaks.
    :param patterns: the relations it looks for.
    :param rewordings: reviewed sentences to say instead.
    :param matches: sentences it must find.
    :param passes: sentences in which it must find nothing.
    :param in_cautions: it also speaks in sentences of caution.
    """

    id: str
    verdicts: t.Mapping[str, Verdict]
    catches: str
    why: str
    sources: t.Mapping[str, str]
    patterns: tuple[Pattern, ...]
    rewordings: tuple[str, ...]
    matches: tuple[str, ...]
    passes: tuple[str, ...]
    in_cautions: bool = False
