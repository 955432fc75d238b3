"""What a checker of copy has against a page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from .errors import Problem
from .page import FACTS

_WITHIN = re.compile(r"</?(?:strong|em|a|b|i)\b[^>]*>")
_ELEMENT = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Claim:
    """What an objection is about, so exactly that a changed text or rule makes it another.

    :param path: the field, as in ``copy.en.benefits[2]``.
    :param rule: the rule's id.
    :param rule_sha256: hash of the rule.
    :param jurisdiction: ``US``, ``EU`` or ``UK``.
    :param text_sha256: hash of the field's text.
    """

    path: str
    rule: str
    rule_sha256: str
    jurisdiction: str
    text_sha256: str

    @property
    def part(self) -> str:
        """The part of the page that the field is in: ``"facts"`` or a locale."""
        first, _, rest = self.path.partition(".")
        return rest.partition(".")[0] if first == "copy" else FACTS


@dataclass(frozen=True)
class Objection:
    """What a checker has against one field in one jurisdiction.

    :param claim: what it is about.
    :param blocks: whether it stops publishing; else it is told, and no more.
    :param reason: why, in a merchant's words.
    :param source: the law or authority.
    :param excerpt: the words it is about.
    :param span: where in the field's text they begin and end.
    :param rewordings: what may be said instead.
    :param version: the version of the rules.
    :param checked: whether the text was checked at all.
    """

    claim: Claim
    blocks: bool
    reason: str
    source: str
    excerpt: str = ""
    span: tuple[int, int] = (0, 0)
    rewordings: tuple[str, ...] = ()
    version: str = ""
    checked: bool = True

    @property
    def words(self) -> str:
        """The words it is about, as they read: without elements."""
        return as_read(self.excerpt)

    def problem(self, *, overridden: bool = False) -> Problem:
        """Say it to the person who wants to publish.

        :param overridden: whether it would stop the page, and goes out by an override.
        """
        place = self.claim.jurisdiction
        if not self.checked:
            return Problem(self.claim.path, f"{self.reason} ({place})" if place else self.reason)
        told = f"“{self.words}” ({place}): {self.reason} Source: {self.source}."
        if overridden:
            return Problem(self.claim.path, f"Goes out by an override: {told}")
        if self.rewordings:
            told += f" Say instead: “{self.rewordings[0]}”"
        return Problem(self.claim.path, told)


def as_read(excerpt: str) -> str:
    """Give a piece of copy as it reads: without elements, in one line.

    :param excerpt: plain, or HTML.
    """
    return " ".join(html.unescape(_ELEMENT.sub(" ", _WITHIN.sub("", excerpt))).split())


@dataclass(frozen=True)
class Inspection:
    """What came out when a page was checked.

    :param stopping: what stops it.
    :param overridden: what would stop it, and was overridden.
    :param warnings: what is only told.
    :param unchecked: what could not be checked: there are no rules in its language, or nobody
        here knows the market.
    """

    stopping: tuple[Objection, ...] = ()
    overridden: tuple[Objection, ...] = ()
    warnings: tuple[Objection, ...] = ()
    unchecked: tuple[Objection, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stands against publishing."""
        return tuple(one.problem() for one in self.stopping)

    def remarks(self, part: str) -> tuple[Problem, ...]:
        """Give what does not stop a part, and still has to be told.

        :param part: ``"facts"`` or a locale.
        """
        told = (*self.unchecked, *self.overridden, *self.warnings)
        return tuple(
            one.problem(overridden=one in self.overridden) for one in told if one.claim.part == part
        )

    def verbs(self, part: str) -> tuple[str, ...]:
        """Give what the history has to say about a part beside that it went out.

        :param part: ``"facts"`` or a locale.
        """
        unread = [one for one in self.unchecked if one.claim.jurisdiction]
        verbs = {"claims not checked": unread, "claims overridden": self.overridden}
        return tuple(
            verb for verb, found in verbs.items() if any(one.claim.part == part for one in found)
        )
