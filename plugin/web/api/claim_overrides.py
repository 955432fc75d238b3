"""Overrides: two people let one claim through, for exactly its words."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.overrides import Override
from ...core.overrides import Step
from ...core.overriding import LONGEST_REASON
from ...core.overriding import SHORTEST_REASON
from ..fields import Line
from ..fields import Prose
from .answering import Answer
from .authentication import WhoMay
from .claims import TAG
from .operation import Body
from .operation import Call
from .operation import Document
from .operation import NoBody
from .operation import Operation
from .operation import Promise
from .preconditions import state_in_path
from .problems import ApiProblem
from .problems import pointer
from .writing_documents import moment
from .writing_documents import MOST
from .writing_documents import written_moment

_JURISDICTIONS = ["US", "EU", "UK"]


def _reason() -> Prose:
    error = f"Give a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters."
    return Prose(
        longest=LONGEST_REASON,
        required=True,
        validate=validate.Length(SHORTEST_REASON, LONGEST_REASON, error=error),
        metadata={"description": "What you would tell the authority; it is kept for ever."},
    )


class OverrideBody(Body):
    """What is to be let through, as `GET claims` names it, and why."""

    path = Line(required=True, metadata={"description": "As in `copy.en.benefits[2]`."})
    rule = Line(required=True)
    jurisdiction = fields.String(
        required=True,
        validate=validate.OneOf(_JURISDICTIONS, error="There are {choices}."),
        metadata={"enum": _JURISDICTIONS},
    )
    reason = _reason()


class ReasonBody(Body):
    """Why."""

    reason = _reason()


class OverrideEventSchema(Document):
    """Something that somebody did about an override."""

    step = fields.String(required=True, metadata={"enum": [one.value for one in Step]})
    author = fields.String(required=True)
    at = moment()
    reason = fields.String(required=True, metadata={"description": "Empty where it confirms."})


class OverrideSchema(Document):
    """A claim that somebody wants to be let through, and what became of it."""

    id = fields.Integer(required=True)
    step = fields.String(required=True, metadata={"enum": [one.value for one in Step]})
    holds = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether two people let it through; it counts while the field's text"
            " and the rule are what they were."
        },
    )
    pointer = fields.String(required=True)
    path = fields.String(required=True)
    rule = fields.String(required=True)
    version = fields.String(required=True, metadata={"description": "Of the rules."})
    jurisdiction = fields.String(required=True)
    excerpt = fields.String(required=True)
    text_sha256 = fields.String(
        required=True, metadata={"description": "Of the field's whole text at that time."}
    )
    revision = fields.Integer(
        required=True, metadata={"description": "Of the part, which the words were read in."}
    )
    events = fields.List(
        fields.Nested(OverrideEventSchema),
        required=True,
        metadata={"description": "Oldest first."},
    )


class OverridesSchema(Document):
    """The overrides of a page."""

    overrides = fields.List(
        fields.Nested(OverrideSchema),
        required=True,
        metadata={"description": "In the order they were asked for."},
    )


def list_overrides(call: Call) -> Answer:
    """List the overrides of a page."""
    found = call.mount.overriding.all(call.actor, state_in_path(call).slug)
    return Answer({"overrides": [_document(one) for one in found]})


def ask_override(call: Call) -> Answer:
    """Ask that a claim be let through."""
    body = call.body
    asked = call.mount.overriding.ask(
        call.actor,
        state_in_path(call).slug,
        body["path"],
        body["rule"],
        body["jurisdiction"],
        body["reason"],
    )
    return Answer(_document(asked), 201)


def confirm_override(call: Call) -> Answer:
    """Let a claim through."""
    slug, id = _asked(call)
    return _answered(lambda: call.mount.overriding.confirm(call.actor, slug, id))


def refuse_override(call: Call) -> Answer:
    """Refuse what was asked for."""
    slug, id = _asked(call)
    reason = call.body["reason"]
    return _answered(lambda: call.mount.overriding.refuse(call.actor, slug, id, reason))


def withdraw_override(call: Call) -> Answer:
    """Take an override back."""
    slug, id = _asked(call)
    reason = call.body["reason"]
    return _answered(lambda: call.mount.overriding.withdraw(call.actor, slug, id, reason))


def _asked(call: Call) -> tuple[str, int]:
    slug, id = state_in_path(call).slug, min(int(call.path["override"]), MOST)
    if all(one.id != id for one in call.mount.overriding.all(call.actor, slug)):
        raise ApiProblem("not-found", f"Page {slug!r} has no override {id}.")
    return slug, id


def _answered(do: cabc.Callable[[], Override]) -> Answer:
    try:
        return Answer(_document(do()))
    except DocumentInvalid as error:
        # The body is fine: how the override stands is against it.
        if any(one.path == "id" for one in error.problems):
            raise ApiProblem("conflict", " ".join(one.message for one in error.problems)) from error
        raise


def _document(one: Override) -> dict[str, t.Any]:
    asked, claim = one.asked, one.asked.claim
    return {
        "id": one.id,
        "step": one.step.value,
        "holds": one.holds,
        "pointer": pointer(claim.path),
        "path": claim.path,
        "rule": claim.rule,
        "version": asked.version,
        "jurisdiction": claim.jurisdiction,
        "excerpt": asked.excerpt,
        "text_sha256": claim.text_sha256,
        "revision": asked.revision,
        "events": [
            {
                "step": event.step.value,
                "author": event.author,
                "at": written_moment(event.at),
                "reason": event.reason,
            }
            for event in (asked, *one.answers)
        ],
    }


_STANDING = Promise("How the override stands.", OverrideSchema)


def _operation(name: str, path: str, view: t.Any, summary: str, **rest: t.Any) -> Operation:
    return Operation(
        name,
        rest.pop("method", "POST"),
        f"/drafts/<slug>/overrides{path}",
        view,
        summary,
        TAG,
        rest.pop("answers", (_STANDING,)),
        **{
            "problems": ("not-found", "conflict", "invalid-document"),
            "who": WhoMay(Action.OVERRIDE),
            **rest,
        },
    )


OPERATIONS = (
    _operation(
        "list_overrides",
        "",
        list_overrides,
        "The overrides of a page",
        method="GET",
        answers=(Promise("Every override, and who did what.", OverridesSchema),),
        problems=("not-found",),
        who=WhoMay(Action.READ),
    ),
    _operation(
        "ask_override",
        "",
        ask_override,
        "Ask that a claim be let through",
        body=OverrideBody,
        answers=(Promise("What was asked for.", OverrideSchema, 201),),
        problems=("not-found", "invalid-document"),
        description="In the latest revision, in one jurisdiction. It takes two people who are"
        " signed in to the shop and answer for compliance: no token's scope gives it.",
    ),
    _operation(
        "confirm_override",
        "/<int:override>/confirm",
        confirm_override,
        "Let a claim through",
        body=NoBody,
        problems=("not-found", "conflict"),
        description="Only somebody else than whoever asked for it can. It publishes nothing.",
    ),
    _operation(
        "refuse_override",
        "/<int:override>/refuse",
        refuse_override,
        "Refuse what was asked for",
        body=ReasonBody,
    ),
    _operation(
        "withdraw_override",
        "/<int:override>/withdraw",
        withdraw_override,
        "Take an override back",
        body=ReasonBody,
        description="Confirmed or not. What is live stays until it is taken down.",
    ),
)
