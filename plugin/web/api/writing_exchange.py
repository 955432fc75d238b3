"""Whole pages in and out, as the command line does it."""

from __future__ import annotations

import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core.access import Action
from ..documents import read_document
from ..documents import write_document
from .answering import Answer
from .asking import read_json
from .authentication import WhoMay
from .operation import Call
from .operation import Document
from .operation import Operation
from .operation import Parameters
from .operation import Promise
from .preconditions import etag_of_page
from .preconditions import expected_numbers
from .preconditions import IfMatchOrNew
from .preconditions import latest_of
from .preconditions import state_in_path
from .writing_documents import REMARKS
from .writing_documents import remarks_document
from .writing_documents import RemarkSchema

TAG = "Exchange"
LONGEST_PAGE = 2 * 1024 * 1024


def _flag(description: str) -> fields.String:
    return fields.String(
        load_default="0",
        validate=validate.OneOf(["0", "1"], error="Give '1' or '0'."),
        metadata={"description": description, "enum": ["0", "1"]},
    )


class ImportQuery(Parameters):
    """The query of an import."""

    publish = _flag("`1` also shows the page to shoppers.")
    dry_run = _flag("`1` only says what would be done; it needs no `If-Match`.")


class ImportSchema(Document):
    """What an import did, or would do."""

    slug = fields.String(required=True)
    etag = fields.String(required=True, metadata={"description": "Of the page as it is now."})
    created = fields.Boolean(required=True)
    changed = fields.List(fields.String(), required=True)
    unchanged = fields.List(fields.String(), required=True)
    published = fields.List(fields.String(), required=True)
    remarks = fields.List(fields.Nested(RemarkSchema), required=True, metadata=REMARKS)
    dry_run = fields.Boolean(required=True)


class PageDocumentSchema(Document):
    """A whole page, as `flask serum schema` describes it."""

    facts = fields.Raw(required=True, metadata={"type": "object"})
    copy = fields.Raw(required=True, metadata={"type": "object"})


def import_page(call: Call) -> Answer:
    """Bring a page in."""
    record = read_document(call.body)
    slug, dry_run = record.facts.slug, call.query["dry_run"] == "1"
    outcome = call.mount.publishing.import_record(
        call.actor,
        record,
        publish=call.query["publish"] == "1",
        dry_run=dry_run,
        expected=None if dry_run else expected_numbers(call, slug, new=True),
    )
    etag = etag_of_page(slug, latest_of(call, slug))
    document = {
        "slug": outcome.slug,
        "etag": etag,
        "created": outcome.created,
        "changed": list(outcome.changed),
        "unchanged": list(outcome.unchanged),
        "published": list(outcome.published),
        "remarks": remarks_document(outcome.remarks),
        "dry_run": dry_run,
    }
    return Answer(document, headers={"ETag": etag})


def export_page(call: Call) -> Answer:
    """Give a page."""
    slug = state_in_path(call).slug
    document: dict[str, t.Any] = write_document(call.mount.publishing.record(slug))
    etag = etag_of_page(slug, latest_of(call, slug))
    return Answer(document, headers={"ETag": etag})


_PAGE = {
    "type": "object",
    "description": "A page document, as in the JSON Schema that `flask serum schema` prints.",
    "required": ["facts", "copy"],
    "properties": {"facts": {"type": "object"}, "copy": {"type": "object"}},
}

OPERATIONS = (
    Operation(
        "import_page",
        "POST",
        "/import",
        import_page,
        "Bring a whole page in",
        TAG,
        (Promise("What was done.", ImportSchema, headers=("ETag",)),),
        "All of it or, where anything is wrong, nothing. A part that is already what the document"
        " says gets no new revision. With `publish` the same checks stand in its way as in that of"
        " `POST publish`; with `dry_run` too they are made, and nothing is. `If-Match` takes the"
        " ETag of the page as a whole, as `GET export` gives it; `If-None-Match: *` makes a new"
        " page.",
        query=ImportQuery,
        headers=IfMatchOrNew,
        raw_body=read_json,
        raw_schema=_PAGE,
        longest_body=LONGEST_PAGE,
        problems=(
            *("if-match-required", "stale", "invalid-document", "incomplete-page"),
            *("notice-unavailable", "not-found"),
        ),
        who=WhoMay(Action.SAVE),
    ),
    Operation(
        "export_page",
        "GET",
        "/export/<slug>",
        export_page,
        "Give a whole page",
        TAG,
        (Promise("The page document.", PageDocumentSchema, headers=("ETag",)),),
        "The latest revisions of all parts; `POST import` takes it back.",
        problems=("not-found",),
        who=WhoMay(Action.READ),
    ),
)
