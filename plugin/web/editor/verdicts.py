"""What the checker found, as a merchant reads it: what may not be said where, and why."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re
from dataclasses import dataclass

from ...core.errors import Problem
from ...core.gates import shown_in
from ...core.market import Market
from ...core.objections import Claim
from ...core.objections import Inspection
from ...core.objections import Objection
from ...core.page import FACTS
from .form_tree import steps_of
from .naming import part_name
from .problems import Trouble
from .problems import trouble

_LINE = re.compile(r"^(benefits|extra_warnings)\[\d+\]$")

PLACES = {"US": "the US", "EU": "the EU", "UK": "the UK"}
"""What people call each jurisdiction."""


KINDS = {
    "stops": "can’t be published",
    "doubt": "had better not be said",
    "let": "let through",
}
"""What is said of each kind of verdict, after their number."""


@dataclass(frozen=True)
class Verdict:
    """One passage and one rule, in all jurisdictions.

    :param path: the field, as in ``copy.en.benefits[2]``.
    :param rule: the rule's id.
    :param excerpt: the words.
    :param span: where in the field's text they begin and end.
    :param reason: why, in a merchant's words.
    :param rewordings: what may be said instead.
    :param stops: the jurisdictions in which it can't be published.
    :param doubts: those in which it had better not be said.
    :param let: those in which it would be stopped, and was let through.
    :param sources: the laws, each with its jurisdictions.
    :param claims: what an override would be about, by jurisdiction.
    """

    path: str
    rule: str
    excerpt: str
    span: tuple[int, int]
    reason: str
    rewordings: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    let: tuple[str, ...] = ()
    sources: cabc.Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    claims: cabc.Mapping[str, Claim] = dataclasses.field(default_factory=dict)

    @property
    def part(self) -> str:
        """The part of the page that it is in: ``"facts"`` or a locale."""
        return next(iter(self.claims.values())).part

    @property
    def kind(self) -> str:
        """The worst of it: ``stops``, ``doubt`` or ``let``."""
        return "stops" if self.stops else "doubt" if self.doubts else "let"

    @property
    def said(self) -> str:
        """What follows from it where, to be said after the words."""
        told = (
            ("can’t be published in", self.stops),
            ("is let through in", self.let),
            ("had better not be said in", self.doubts),
        )
        return "; ".join(f"{verb} {places(where)}" for verb, where in told if where)

    @property
    def laws(self) -> tuple[str, ...]:
        """The laws, each with its jurisdictions."""
        return tuple(f"{', '.join(where)}: {law}" for law, where in self.sources.items() if law)


def verdicts_of(found: Inspection) -> list[Verdict]:
    """Put what was found together by passage and rule, field by field.

    :param found: what the checker found.
    """
    kinds = {"stops": found.stopping, "let": found.overridden, "doubts": found.warnings}
    made: dict[tuple[object, ...], Verdict] = {}
    for kind, objections in kinds.items():
        for one in objections:
            key = one.claim.path, one.claim.rule, one.span, one.excerpt, one.reason
            made[key] = _with(made.get(key), kind, one)
    heads = dict.fromkeys(one.path.partition("[")[0] for one in made.values())
    order = {head: at for at, head in enumerate(heads)}

    def place(one: Verdict) -> tuple[object, ...]:
        head, _, rest = one.path.partition("[")
        return order[head], steps_of(f"[{rest}"), one.span

    return sorted(made.values(), key=place)


def field_of(path: str, text: str = "") -> Trouble:
    """Say which field a path is of, for a link to the field of its form.

    :param path: as in ``copy.en.benefits[2]``, whose field holds all lines.
    :param text: what is to be said of it.
    """
    found = trouble(Problem(path, text))
    return dataclasses.replace(found, path=_LINE.sub(r"\1", found.path))


def _with(verdict: Verdict | None, kind: str, one: Objection) -> Verdict:
    claim = one.claim
    before = verdict or Verdict(
        claim.path, claim.rule, one.words, one.span, one.reason, one.rewordings
    )
    place = claim.jurisdiction
    where: tuple[str, ...] = getattr(before, kind)
    sources = dict(before.sources)
    if place not in sources.get(one.source, ()):
        sources[one.source] = (*sources.get(one.source, ()), place)
    changed: dict[str, tuple[str, ...]] = {kind: where if place in where else (*where, place)}
    claims = {**before.claims, place: claim}
    return dataclasses.replace(before, sources=sources, claims=claims, **changed)  # type: ignore[arg-type]


def places(jurisdictions: cabc.Sequence[str]) -> str:
    """Name jurisdictions in a sentence, as in "the EU and the UK".

    :param jurisdictions: at least one.
    """
    named = [PLACES.get(one, one) for one in jurisdictions]
    return " and ".join([*([", ".join(named[:-1])] if named[1:] else []), named[-1]])


def not_checked(found: Inspection) -> dict[str, str]:
    """Say what could not be checked, by the part or field that it is about.

    :param found: what the checker found.
    """
    told: dict[str, str] = {}
    for one in found.unchecked:
        path, part = one.claim.path, one.claim.part
        if not one.claim.jurisdiction:
            told[f"{path} {one.reason}"] = one.reason
        elif path.startswith("copy."):
            told[path] = f"Not checked: no rules for {part_name(part)}."
        else:
            told[path] = "Not checked: no rules for the languages of the page."
    return told


def by_market(found: Inspection, markets: cabc.Sequence[Market]) -> list[tuple[Market, Inspection]]:
    """Tell what was found in each market, by its jurisdictions and the copy that it shows.

    :param found: what the checker found.
    :param markets: those the page is sold in.
    """
    tags = {one.claim.part for listed in _kinds(found) for one in listed}
    nowhere = {tag for tag in tags if not any(shown_in(tag, one) for one in markets)} | {FACTS}

    def of(market: Market, listed: tuple[Objection, ...]) -> tuple[Objection, ...]:
        law = {str(one) for one in market.jurisdictions}
        return tuple(
            one
            for one in listed
            if one.claim.jurisdiction in law
            and (one.claim.part in nowhere or shown_in(one.claim.part, market))
        )

    return [
        (market, Inspection(*(of(market, listed) for listed in _kinds(found))))
        for market in markets
    ]


def in_words(found: Inspection) -> tuple[str, str]:
    """Sum up what was found: its kind, and a sentence.

    :param found: what the checker found.
    :return: ``stops``, ``doubt``, ``unchecked`` or ``nothing``, and the words.
    """
    told = verdicts_of(found)
    kinds = [one.kind for one in told]
    said = [f"{count} {text}" for kind, text in KINDS.items() if (count := kinds.count(kind))]
    unread = list(dict.fromkeys(not_checked(found).values()))
    if not said:
        said = ["nothing found"]
    worst = next((kind for kind in ("stops", "doubt") if kind in kinds), "")
    return worst or ("unchecked" if unread else "nothing"), "; ".join(
        [*said, *map(lowered, unread)]
    )


def lowered(sentence: str) -> str:
    """Write a sentence as a piece of another one.

    :param sentence: with a full stop.
    """
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _kinds(found: Inspection) -> tuple[tuple[Objection, ...], ...]:
    return found.stopping, found.overridden, found.warnings, found.unchecked
