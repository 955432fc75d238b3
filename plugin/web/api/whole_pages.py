"""Pages as a whole: into the trash and out of it, and copies. Nothing goes live by it."""

from __future__ import annotations

import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ..addresses import Addresses
from .answering import Answer
from .authentication import WhoMay
from .operation import Body
from .operation import Call
from .operation import NoBody
from .operation import Operation
from .operation import Promise
from .preconditions import expected_numbers
from .preconditions import IfMatch
from .preconditions import state_in_path
from .problems import ApiProblem
from .problems import FieldError
from .writing_documents import page_state_document
from .writing_documents import PageStateSchema

TAG = "Pages as a whole"


class CopyBody(Body):
    """What the copy is to be called."""

    slug = fields.String(
        required=True,
        validate=validate.Length(1, 80),
        metadata={"description": "The copy's name in its address."},
    )


def trash_page(call: Call) -> Answer:
    """Put a page into the trash."""
    slug, expected = _versioned(call)
    call.mount.trashing.trash(call.actor, slug, expected=expected)
    return _standing(call, slug)


def restore_page(call: Call) -> Answer:
    """Take a page out of the trash."""
    slug, expected = _versioned(call)
    call.mount.trashing.restore(call.actor, slug, expected=expected)
    return _standing(call, slug)


def copy_page(call: Call) -> Answer:
    """Copy a page."""
    slug, expected = _versioned(call)
    new = str(call.body["slug"])
    try:
        call.mount.copying.copy(call.actor, slug, new, expected=expected)
    except DocumentInvalid as error:
        raise ApiProblem(
            "invalid-document",
            errors=[
                FieldError(one.message, pointer="#/slug" if one.path == "facts.slug" else "#")
                for one in error.problems
            ],
        ) from error
    location = Addresses(call.mount).api(f"drafts/{new}", whole=True)
    return _standing(call, new, 201, Location=location)


def _versioned(call: Call) -> tuple[str, dict[str, int]]:
    slug = state_in_path(call).slug
    return slug, expected_numbers(call, slug)


def _standing(call: Call, slug: str, status: int = 200, **headers: str) -> Answer:
    now = call.mount.clock.now()
    state = call.mount.store.page(slug, now)
    assert state is not None
    document = page_state_document(state, now)
    return Answer(document, status, headers={"ETag": document["etag"], **headers})


def _operation(name: str, view: t.Any, summary: str, action: Action, **rest: t.Any) -> Operation:
    return Operation(
        f"{name}_page",
        "POST",
        f"/drafts/<slug>/{name}",
        view,
        summary,
        TAG,
        rest.pop(
            "answers", (Promise("Where the page stands.", PageStateSchema, headers=("ETag",)),)
        ),
        headers=IfMatch,
        who=WhoMay(action),
        **{"body": NoBody, "problems": ("not-found", "if-match-required", "stale"), **rest},
    )


OPERATIONS = (
    _operation(
        "trash",
        trash_page,
        "Put a page into the trash",
        Action.TRASH,
        description="What is live is taken down, what is upcoming is cancelled, and everything is"
        " kept. `If-Match` takes the ETag of the page as a whole. A page that is there already"
        " stays there.",
    ),
    _operation(
        "restore",
        restore_page,
        "Take a page out of the trash",
        Action.TRASH,
        description="It is a draft then: nothing goes live by it.",
    ),
    _operation(
        "copy",
        copy_page,
        "Copy a page",
        Action.SAVE,
        body=CopyBody,
        answers=(
            Promise("Where the copy stands.", PageStateSchema, 201, headers=("ETag", "Location")),
        ),
        problems=("not-found", "if-match-required", "stale", "invalid-document"),
        description="The latest revisions of all its parts become the drafts of a new page; nothing"
        " of it is live, scheduled or shared. It takes a caller who may edit the new page too.",
    ),
)
