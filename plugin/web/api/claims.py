"""What stands against a page's copy, by which rule, and what may be said instead."""

from __future__ import annotations

import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core.access import Action
from ...core.objections import Inspection
from ...core.objections import Objection
from .answering import Answer
from .authentication import WhoMay
from .operation import Call
from .operation import Document
from .operation import Operation
from .operation import Parameters
from .operation import Promise
from .preconditions import state_in_path
from .problems import pointer

TAG = "Claims"
VERDICTS = ("block", "warn", "not checked", "overridden")


class ClaimsQuery(Parameters):
    """The query of the claims of a page."""

    of = fields.String(
        load_default="latest",
        validate=validate.OneOf(["latest", "live"], error="There are {choices}."),
        metadata={
            "description": "`latest` checks the latest revisions; `live` what shoppers see or are"
            " to see, by the rules of today.",
            "enum": ["latest", "live"],
        },
    )


class FindingSchema(Document):
    """Something that a rule has against some words, in one jurisdiction."""

    verdict = fields.String(
        required=True,
        metadata={
            "enum": list(VERDICTS),
            "description": "`block` stops publishing; `overridden` would, and two people let it"
            " through; `warn` has to be looked at; `not checked` has no rules.",
        },
    )
    pointer = fields.String(
        required=True,
        metadata={"description": "The field of the page document, as in `#/copy/en/benefits/2`."},
    )
    path = fields.String(
        required=True,
        metadata={"description": "The same, as an override names it: `copy.en.benefits[2]`."},
    )
    rule = fields.String(required=True)
    jurisdiction = fields.String(
        required=True, metadata={"description": "Empty where it is of none in particular."}
    )
    excerpt = fields.String(required=True, metadata={"description": "The words."})
    span = fields.List(
        fields.Integer(),
        required=True,
        metadata={
            "description": "Where in the field's text they begin and end, in characters.",
            "minItems": 2,
            "maxItems": 2,
        },
    )
    reason = fields.String(required=True)
    source = fields.String(required=True, metadata={"description": "The law, or the authority."})
    rewordings = fields.List(
        fields.String(), required=True, metadata={"description": "What may be said instead."}
    )
    version = fields.String(required=True, metadata={"description": "Of the rules."})


class ClaimsSchema(Document):
    """What was found on a page; that nothing was found means just that."""

    slug = fields.String(required=True)
    of = fields.String(required=True, metadata={"enum": ["latest", "live"]})
    rules = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "The versions of the rules that were asked, by name."},
    )
    findings = fields.List(
        fields.Nested(FindingSchema),
        required=True,
        metadata={"description": "What stops publishing first."},
    )


def read_claims(call: Call) -> Answer:
    """Check a page."""
    slug, of = state_in_path(call).slug, call.query["of"]
    gate = call.mount.claims
    found = gate.standing(slug) if of == "live" else gate.latest(slug)
    document = {
        "slug": slug,
        "of": of,
        "rules": dict(call.mount.checker.versions),
        "findings": findings_document(found),
    }
    return Answer(document)


def findings_document(found: Inspection) -> list[dict[str, t.Any]]:
    """Give what came out when a page was checked.

    :param found: by the claims gate.
    """
    each = (found.stopping, found.warnings, found.unchecked, found.overridden)
    return [
        _finding(one, verdict)
        for verdict, group in zip(VERDICTS, each, strict=True)
        for one in group
    ]


def _finding(one: Objection, verdict: str) -> dict[str, t.Any]:
    return {
        "verdict": verdict,
        "pointer": pointer(one.claim.path),
        "path": one.claim.path,
        "rule": one.claim.rule,
        "jurisdiction": one.claim.jurisdiction,
        "excerpt": one.excerpt,
        "span": list(one.span),
        "reason": one.reason,
        "source": one.source,
        "rewordings": list(one.rewordings),
        "version": one.version,
    }


OPERATIONS = (
    Operation(
        "read_claims",
        "GET",
        "/drafts/<slug>/claims",
        read_claims,
        "What stands against its copy",
        TAG,
        (Promise("Every finding.", ClaimsSchema),),
        "The same check as on the way to the public, for every market that shows the page; what it"
        " does not find may still be wrong.",
        query=ClaimsQuery,
        problems=("not-found",),
        who=WhoMay(Action.READ),
    ),
)
