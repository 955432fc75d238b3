"""What the fields of a form claim, ready to be shown beside them."""

from __future__ import annotations

import collections.abc as cabc
import json
from dataclasses import dataclass
from dataclasses import field

from .letters import Mark
from .sentence_at import Replaced
from .sentence_at import shortened
from .verdicts import KINDS
from .verdicts import lowered


@dataclass(frozen=True)
class Rewording:
    """Reviewed words that may stand there instead.

    :param words: fitted to what they take the place of.
    :param order: what a button sends to have them put in.
    """

    words: str
    order: str


@dataclass(frozen=True)
class Finding:
    """A passage of a field that a rule speaks to.

    :param id: tells it from the others of the form, as long as it says the same.
    :param rule: the rule's id.
    :param kind: ``stops``, ``doubt`` or ``let``.
    :param excerpt: the words.
    :param said: what follows from it where, to be said after them.
    :param reason: why.
    :param sources: the laws, each with its jurisdictions.
    :param rewordings: what may be said instead.
    :param notes: how overrides of it stand.
    :param mark: where it stands in the form, for the script; ``None`` where that can't be said.
    :param replaced: what a rewording takes the place of.
    :param replaced_mark: the same for the script.
    """

    id: str
    rule: str
    kind: str
    excerpt: str
    said: str
    reason: str
    sources: tuple[str, ...]
    rewordings: tuple[Rewording, ...] = ()
    notes: tuple[str, ...] = ()
    mark: Mark | None = None
    replaced: Replaced | None = None
    replaced_mark: Mark | None = None

    @property
    def instead_of(self) -> str:
        """What a rewording takes the place of, to be said in a line."""
        return shortened(self.replaced.text) if self.replaced is not None else ""


@dataclass(frozen=True)
class Elsewhere:
    """Another part of the page in which something was found.

    :param label: what the part is called.
    :param url: of its form.
    :param count: how much there is that can't be published.
    """

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class FormClaims:
    """What a form claims.

    :param fields: what was found, by the form's field.
    :param unchecked: what could not be checked.
    :param read: whether its own words could.
    :param version: of the rules that read it.
    :param elsewhere: what was found in the rest of the page.
    """

    fields: cabc.Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    unchecked: tuple[str, ...] = ()
    read: bool = True
    version: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def kind(self) -> str:
        """The worst of it: ``stops``, ``doubt``, ``unchecked`` or ``nothing``."""
        kinds = {one.kind for found in self.fields.values() for one in found}
        for kind in ("stops", "doubt"):
            if kind in kinds:
                return kind
        return "unchecked" if self.unchecked else "nothing"

    @property
    def said(self) -> str:
        """What was found, in a sentence."""
        kinds = [one.kind for found in self.fields.values() for one in found]
        told = [f"{count} {text}" for kind, text in KINDS.items() if (count := kinds.count(kind))]
        if not told and self.read:
            told = ["nothing found"]
        return "; ".join([*told, *map(lowered, self.unchecked)])


def marks_json(found: cabc.Iterable[Finding]) -> str:
    """Write the marks of a field for the script: where, what kind, which finding; and of what a
    rewording would replace, how far before the mark it begins, and its signs.

    :param found: what was found in the field.
    """
    marks = [
        [*one.mark, one.kind, one.id, *_replaced(one.mark, one.replaced_mark)]
        for one in found
        if one.mark is not None
    ]
    return json.dumps(marks, ensure_ascii=False, separators=(",", ":"))


def _replaced(mark: Mark, whole: Mark | None) -> tuple[object, ...]:
    return (mark.first - whole.first, whole.signs) if whole is not None else ()
