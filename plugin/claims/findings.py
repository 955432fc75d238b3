"""What the checker says about a passage."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

Verdict: t.TypeAlias = t.Literal["block", "warn"]

NOT_CHECKED = "not-checked"
"""The rule of a finding which says that a text was not checked at all."""


@dataclass(frozen=True)
class Finding:
    """A passage that a rule speaks to, in one jurisdiction.

    :param field: the field of the page it stands in, such as ``copy.en.benefits.0``; empty for a
        single text.
    :param span: its first character and one past its last, in the text as it was given.
    :param rule: the rule's id.
    :param jurisdiction: ``US``, ``EU`` or ``UK``.
    :param verdict: ``block`` or ``warn``.
    :param reason: why, in a merchant's words.
    :param source: the law or authority.
    :param rewordings: reviewed sentences to say instead, none where nothing can be said.
    :param excerpt: the passage.
    """

    field: str
    span: tuple[int, int]
    rule: str
    jurisdiction: str
    verdict: Verdict
    reason: str
    source: str
    rewordings: tuple[str, ...]
    excerpt: str
