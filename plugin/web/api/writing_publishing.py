"""Publishing: show a draft now or later, take it down, bring an old one back."""

from __future__ import annotations

import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core.access import Action
from .answering import Answer
from .authentication import WhoMay
from .operation import Body
from .operation import Call
from .operation import Document
from .operation import NoBody
from .operation import Operation
from .operation import Promise
from .preconditions import etag_of_part
from .preconditions import expected_number
from .preconditions import IfMatch
from .preconditions import part_in_path
from .preconditions import state_in_path
from .writing_documents import draft_document
from .writing_documents import DraftSchema
from .writing_documents import MOST
from .writing_documents import publication_document
from .writing_documents import PublicationSchema
from .writing_documents import published_document
from .writing_documents import PublishedSchema

TAG = "Publishing"


def _number(**rest: t.Any) -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(1, MOST, error="Give the number of a revision."),
        **rest,
    )


def _moment(description: str, **rest: t.Any) -> fields.AwareDateTime:
    return fields.AwareDateTime(
        format="iso",
        metadata={"description": f"{description} With its zone: `2027-03-01T09:00+01:00`."},
        error_messages={
            "invalid": "Write it as in 2027-03-01T09:00+01:00.",
            "invalid_awareness": "Give the time with its zone, as in 2027-03-01T09:00+01:00.",
        },
        **rest,
    )


class PublishBody(Body):
    """What to show now; the latest without an end where there is no body."""

    may_be_missing = True
    revision = _number(
        load_default=None,
        allow_none=True,
        metadata={"description": "The latest where none is given."},
    )
    ends = _moment("Until when.", load_default=None, allow_none=True)


class MoveBody(Body):
    """When to show it instead."""

    begins = _moment("From when.", required=True)
    ends = _moment("Until when.", load_default=None, allow_none=True)


class ScheduleBody(MoveBody):
    """What to show, and when."""

    revision = _number(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "The latest where none is given; it is pinned: what is saved later is"
            " not shown by it."
        },
    )


class RevertBody(Body):
    """What to bring back."""

    revision = _number(required=True)


class UpcomingSchema(Document):
    """What is upcoming for a part."""

    upcoming = fields.List(
        fields.Nested(PublicationSchema),
        required=True,
        metadata={"description": "Soonest first."},
    )


def publish(call: Call) -> Answer:
    """Show a revision now."""
    slug, part, number = _versioned(call)
    publication = call.mount.publishing.publish(
        call.actor,
        slug,
        part,
        revision=call.body["revision"],
        ends=call.body["ends"],
        expected=number,
    )
    return Answer(published_document(publication))


def unpublish(call: Call) -> Answer:
    """Take a part down."""
    slug, part, number = _versioned(call)
    publication = call.mount.publishing.unpublish(call.actor, slug, part, expected=number)
    return Answer(publication_document(publication))


def revert(call: Call) -> Answer:
    """Bring an old revision back as a draft."""
    slug, part, number = _versioned(call)
    revision = call.mount.publishing.revert(
        call.actor, slug, part, call.body["revision"], expected=number
    )
    headers = {"ETag": etag_of_part(slug, part, revision.number)}
    return Answer(draft_document(revision), headers=headers)


def list_upcoming(call: Call) -> Answer:
    """List what is upcoming."""
    state, part = state_in_path(call), part_in_path(call)
    upcoming = state.parts[part].upcoming if part in state.parts else ()
    return Answer({"upcoming": [publication_document(one) for one in upcoming]})


def schedule(call: Call) -> Answer:
    """Show a revision later."""
    slug, part, number = _versioned(call)
    publication = call.mount.publishing.publish(
        call.actor,
        slug,
        part,
        revision=call.body["revision"],
        begins=call.body["begins"],
        ends=call.body["ends"],
        expected=number,
    )
    return Answer(published_document(publication), 201)


def move(call: Call) -> Answer:
    """Show what is upcoming at another time."""
    slug, part, number = _versioned(call)
    publication = call.mount.publishing.move(
        call.actor,
        slug,
        part,
        min(int(call.path["id"]), MOST),
        begins=call.body["begins"],
        ends=call.body["ends"],
        expected=number,
    )
    return Answer(published_document(publication))


def cancel(call: Call) -> Answer:
    """Cancel what is upcoming."""
    slug, part, number = _versioned(call)
    publication = call.mount.publishing.cancel(
        call.actor, slug, part, min(int(call.path["id"]), MOST), expected=number
    )
    return Answer(publication_document(publication))


def _versioned(call: Call) -> tuple[str, str, int]:
    slug, part = state_in_path(call).slug, part_in_path(call)
    return slug, part, expected_number(call, slug, part)


_SHOWN = Promise("What is shown from when on.", PublishedSchema)
_REFUSED = ("not-found", "if-match-required", "stale", "invalid-document")
_READY = ("incomplete-page", "notice-unavailable")


def _operation(
    name: str, method: str, path: str, view: t.Any, summary: str, **rest: t.Any
) -> Operation:
    return Operation(
        name,
        method,
        f"/drafts/<slug>/<part>{path}",
        view,
        summary,
        TAG,
        rest.pop("answers", (_SHOWN,)),
        **{
            "headers": IfMatch,
            "problems": (*_REFUSED, *_READY),
            "who": WhoMay(Action.PUBLISH),
            **rest,
        },
    )


OPERATIONS = (
    _operation(
        "publish",
        "POST",
        "/publish",
        publish,
        "Show a revision now",
        body=PublishBody,
        description="Publishing the facts checks every live locale's copy against them. A claim"
        " that a cosmetic may not make stops it, as an `incomplete-page` whose `errors` point to"
        " it; what does not stop it, and has to be looked at, is in `remarks`.",
    ),
    _operation(
        "unpublish",
        "POST",
        "/unpublish",
        unpublish,
        "Take a part down",
        body=NoBody,
        answers=(Promise("What takes it down.", PublicationSchema),),
        problems=_REFUSED,
        who=WhoMay(Action.UNPUBLISH),
        description="A locale, or with `facts` the page in every locale. Its revisions stay.",
    ),
    _operation(
        "revert",
        "POST",
        "/revert",
        revert,
        "Bring an old revision back as a draft",
        body=RevertBody,
        answers=(Promise("The new revision.", DraftSchema, headers=("ETag",)),),
        problems=_REFUSED,
        who=WhoMay(Action.SAVE),
        description="It makes a new revision and publishes nothing.",
    ),
    _operation(
        "list_upcoming",
        "GET",
        "/schedule",
        list_upcoming,
        "What is upcoming",
        answers=(Promise("What has not begun.", UpcomingSchema),),
        headers=None,
        problems=("not-found",),
        who=WhoMay(Action.READ),
    ),
    _operation(
        "schedule",
        "POST",
        "/schedule",
        schedule,
        "Show a revision later",
        body=ScheduleBody,
        answers=(Promise("What will be shown from when on.", PublishedSchema, 201),),
        description="It begins and ends by itself, to the microsecond.",
    ),
    _operation(
        "move_upcoming",
        "PATCH",
        "/schedule/<int:id>",
        move,
        "Show it at another time",
        body=MoveBody,
        description="Cancels it and schedules the same revision anew, in one step; the new one has"
        " another id.",
    ),
    _operation(
        "cancel_upcoming",
        "DELETE",
        "/schedule/<int:id>",
        cancel,
        "Cancel it",
        answers=(Promise("What will not be shown.", PublicationSchema),),
        problems=_REFUSED,
    ),
)
