"""Drafts: read, change named fields, replace. Nothing that shoppers see changes by it."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import typing as t

from marshmallow import fields

from ...core.access import Action
from ...core.errors import DocumentInvalid
from ...core.errors import PageIncomplete
from ...core.errors import Problem
from ...core.merge_patch import merge_patch
from ...core.page import FACTS
from ...core.page import Part
from ..documents import RecordCodec
from .answering import Answer
from .asking import read_json
from .authentication import WhoMay
from .operation import Call
from .operation import Document
from .operation import Operation
from .operation import Parameters
from .operation import Promise
from .paging import BY_SLUG
from .paging import cursor_of
from .paging import limit_of
from .paging import next_link
from .paging import next_of
from .preconditions import etag_of_page
from .preconditions import etag_of_part
from .preconditions import expected_number
from .preconditions import IfMatch
from .preconditions import IfMatchOrNew
from .preconditions import part_in_path
from .preconditions import state_in_path
from .problems import ApiProblem
from .writing_documents import draft_document
from .writing_documents import DraftPartSchema
from .writing_documents import DraftSchema
from .writing_documents import page_state_document
from .writing_documents import PageStateSchema
from .writing_documents import state_document

TAG = "Drafts"
LONGEST_PART = 512 * 1024


class DraftsQuery(Parameters):
    """The query of the list of drafts."""

    limit = limit_of(20, 100)
    cursor = cursor_of(BY_SLUG)


class DraftsSchema(Document):
    """Pages, published or not, by slug."""

    pages = fields.List(fields.Nested(PageStateSchema), required=True)
    next = next_of()


class PageDraftSchema(Document):
    """The latest revisions of all parts of a page."""

    slug = fields.String(required=True)
    trashed = fields.Boolean(required=True)
    etag = fields.String(
        required=True, metadata={"description": "Of the page as a whole, for `POST import`."}
    )
    parts = fields.List(fields.Nested(DraftPartSchema), required=True)


def list_drafts(call: Call) -> Answer:
    """List pages."""
    now, limit = call.mount.clock.now(), call.query["limit"]
    found = call.mount.store.pages(now, after=call.query["cursor"], limit=limit + 1)
    actor = call.actor
    pages = [
        page_state_document(page, now)
        for page in found[:limit]
        if actor is not None and actor.may(Action.READ, page.slug)
    ]
    following = found[limit - 1].slug if len(found) > limit else None
    return Answer({"pages": pages, "next": following}, headers=next_link(call, following))


def read_drafts(call: Call) -> Answer:
    """Give the latest revisions of a page."""
    state, now = state_in_path(call), call.mount.clock.now()
    store = call.mount.store
    etag = etag_of_page(state.slug, {part: one.latest for part, one in state.parts.items()})
    document = {
        "slug": state.slug,
        "trashed": state.trashed,
        "etag": etag,
        "parts": [
            {
                **state_document(part, one, now),
                "draft": draft_document(store.revision(state.slug, part, one.latest)),
            }
            for part, one in sorted(state.parts.items())
        ],
    }
    return Answer(document, headers={"ETag": etag})


def read_draft(call: Call) -> Answer:
    """Give the latest revision of a part."""
    slug = state_in_path(call).slug
    return _draft(call, slug, part_in_path(call))


def patch_draft(call: Call) -> Answer:
    """Change the fields of a part that are named."""
    slug, part = state_in_path(call).slug, part_in_path(call)
    number = expected_number(call, slug, part)
    if not isinstance(call.body, dict):
        raise ApiProblem("invalid-body", "A merge patch of a part is an object.")
    latest, codec = call.mount.store.revision(slug, part, number), RecordCodec()
    with told_from(part):
        content = codec.load(part, merge_patch(codec.dump(latest.content), call.body))
    if content != latest.content:
        _save(call, slug, part, content, number)
    return _draft(call, slug, part)


def put_draft(call: Call) -> Answer:
    """Replace a part, or make it."""
    if not isinstance(call.body, dict):
        raise ApiProblem("invalid-body", "A part is an object.")
    slug, part = call.slug[:200], part_in_path(call)
    number = expected_number(call, slug, part, new=True)
    with told_from(part):
        content = RecordCodec().load(part, call.body)
    _save(call, slug, part, content, number)
    return _draft(call, slug, part, status=200 if number else 201)


@contextlib.contextmanager
def told_from(part: str) -> cabc.Iterator[None]:
    """Make problems point into a body that is a part, and not a whole page.

    :param part: ``"facts"`` or a locale.
    """
    prefix = FACTS if part == FACTS else f"copy.{part}"
    try:
        yield
    except PageIncomplete:
        raise
    except DocumentInvalid as error:
        raise DocumentInvalid(
            Problem(one.path.removeprefix(prefix).lstrip("."), one.message)
            for one in error.problems
        ) from error


def _save(call: Call, slug: str, part: str, content: Part, number: int) -> None:
    with told_from(part):
        call.mount.publishing.save_draft(call.actor, slug, part, content, expected=number)


def _draft(call: Call, slug: str, part: str, status: int = 200) -> Answer:
    revision = call.mount.store.revision(slug, part)
    headers = {"ETag": etag_of_part(slug, part, revision.number)}
    return Answer(draft_document(revision), status, headers=headers)


_SCHEMA = "as in the JSON Schema that `flask serum schema` prints, under `facts` or `copy`"
_PATCH = {"type": "object", "description": f"Fields of the part to change, {_SCHEMA}."}
_PART = {"type": "object", "description": f"The whole part, {_SCHEMA}."}
_DRAFT = Promise("The latest revision.", DraftSchema, headers=("ETag",))
_REFUSED = ("not-found", "if-match-required", "stale", "invalid-document")


def _operation(
    name: str, method: str, path: str, view: t.Any, summary: str, promise: Promise, **rest: t.Any
) -> Operation:
    action = Action.READ if method == "GET" else Action.SAVE
    return Operation(
        name,
        method,
        f"/drafts{path}",
        view,
        summary,
        TAG,
        rest.pop("answers", (promise,)),
        **{"problems": ("not-found",), "who": WhoMay(action), **rest},
    )


OPERATIONS = (
    _operation(
        "list_drafts",
        "GET",
        "",
        list_drafts,
        "All pages, published or not",
        Promise("Pages by slug.", DraftsSchema, headers=("Link",)),
        query=DraftsQuery,
        problems=(),
        description="A page that the caller may not read is left out, so an answer can be shorter"
        " than `limit`; go on while there is a `next`.",
    ),
    _operation(
        "read_drafts",
        "GET",
        "/<slug>",
        read_drafts,
        "The latest revisions of a page",
        Promise("All parts, each with its ETag.", PageDraftSchema, headers=("ETag",)),
    ),
    _operation(
        "read_draft", "GET", "/<slug>/<part>", read_draft, "The latest revision of a part", _DRAFT
    ),
    _operation(
        "patch_draft",
        "PATCH",
        "/<slug>/<part>",
        patch_draft,
        "Change named fields of a part",
        _DRAFT,
        headers=IfMatch,
        raw_body=read_json,
        raw_schema=_PATCH,
        longest_body=LONGEST_PART,
        problems=_REFUSED,
        description="A JSON Merge Patch (RFC 7396): fields that are not named stay as they are,"
        " `null` takes one out, a list is replaced as a whole. The part is checked as a whole,"
        " then saved as a new revision; a patch that changes nothing saves nothing.",
    ),
    _operation(
        "put_draft",
        "PUT",
        "/<slug>/<part>",
        put_draft,
        "Replace a part, or make it",
        _DRAFT,
        answers=(_DRAFT, Promise("It was made.", DraftSchema, 201, headers=("ETag",))),
        headers=IfMatchOrNew,
        raw_body=read_json,
        raw_schema=_PART,
        longest_body=LONGEST_PART,
        problems=_REFUSED,
        description="With `If-None-Match: *` it is made where there is none; facts make the page.",
    ),
)
