"""History: who did what, every revision, and what differs between two of them."""

from __future__ import annotations

import typing as t

from marshmallow import fields
from marshmallow import validate

from ...core import locale as locales
from ...core.access import Action
from ...core.differences import Difference
from ...core.differences import differences
from ...core.differences import Fate
from ...core.differences import Kind
from ...core.page import FACTS
from .answering import Answer
from .authentication import WhoMay
from .operation import Call
from .operation import Document
from .operation import Operation
from .operation import Parameters
from .operation import Promise
from .paging import BY_NUMBER
from .paging import cursor_of
from .paging import limit_of
from .paging import next_link
from .paging import next_of
from .paging import some
from .preconditions import part_in_path
from .preconditions import state_in_path
from .problems import ApiProblem
from .problems import FieldError
from .writing_documents import draft_document
from .writing_documents import DraftSchema
from .writing_documents import history_document
from .writing_documents import HistoryEntrySchema
from .writing_documents import MOST
from .writing_documents import revision_document
from .writing_documents import RevisionSchema

TAG = "History"


class HistoryQuery(Parameters):
    """The query of the history."""

    limit = limit_of(100, 1000)
    cursor = cursor_of(BY_NUMBER)
    part = fields.String(
        load_default="",
        validate=some(),
        metadata={"description": "Only this one: `facts`, or a locale."},
    )


class RevisionsQuery(Parameters):
    """The query of the revisions of a part."""

    limit = limit_of(100, 1000)
    cursor = cursor_of(BY_NUMBER)


class DiffQuery(Parameters):
    """The query of a comparison."""

    old = fields.Integer(
        data_key="from",
        required=True,
        validate=validate.Range(1, MOST, error="Give the number of a revision."),
        metadata={"description": "The number of the older revision."},
    )
    new = fields.Integer(
        data_key="to",
        required=True,
        validate=validate.Range(1, MOST, error="Give the number of a revision."),
        metadata={"description": "The number of the newer revision."},
    )


class HistorySchema(Document):
    """The history of a page."""

    slug = fields.String(required=True)
    entries = fields.List(
        fields.Nested(HistoryEntrySchema),
        required=True,
        metadata={"description": "Newest first."},
    )
    next = next_of()


class RevisionsSchema(Document):
    """The revisions of a part."""

    slug = fields.String(required=True)
    part = fields.String(required=True)
    revisions = fields.List(
        fields.Nested(RevisionSchema), required=True, metadata={"description": "Newest first."}
    )
    next = next_of()


class WordsSchema(Document):
    """Some words in a row that share a fate."""

    fate = fields.String(required=True, metadata={"enum": [one.value for one in Fate]})
    text = fields.String(required=True)


class DifferenceSchema(Document):
    """One field, or one entry of a list, that is not what it was."""

    path = fields.String(
        required=True, metadata={"description": "As in `regimen.steps[mix].duration.minimum`."}
    )
    label = fields.String(required=True, metadata={"description": "The same for a person."})
    kind = fields.String(
        required=True,
        metadata={
            "enum": [one.value for one in Kind],
            "description": "`moved`: `old` and `new` are its places, counted from 0.",
        },
    )
    old = fields.Raw(required=True, allow_none=True, metadata={"description": "What it was."})
    new = fields.Raw(required=True, allow_none=True, metadata={"description": "What it is."})
    words = fields.List(
        fields.Nested(WordsSchema),
        required=True,
        metadata={
            "description": "For texts; without `removed` the new one, without `added` the old one."
        },
    )


class DiffSchema(Document):
    """What differs between two revisions of a part."""

    slug = fields.String(required=True)
    part = fields.String(required=True)
    old = fields.Integer(required=True, data_key="from")
    new = fields.Integer(required=True, data_key="to")
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)


def read_history(call: Call) -> Answer:
    """List what was done to a page."""
    slug, limit = state_in_path(call).slug, call.query["limit"]
    found = call.mount.store.history(
        slug, part=_part(call.query["part"]), before=_before(call), limit=limit + 1
    )
    entries = found[:limit]
    following = str(entries[-1].id) if len(found) > limit else None
    document = {
        "slug": slug,
        "entries": [history_document(one) for one in entries],
        "next": following,
    }
    return Answer(document, headers=next_link(call, following))


def list_revisions(call: Call) -> Answer:
    """List the revisions of a part."""
    slug, part, limit = state_in_path(call).slug, part_in_path(call), call.query["limit"]
    found = call.mount.store.revisions(slug, part, before=_before(call), limit=limit + 1)
    revisions = found[:limit]
    following = str(revisions[-1].number) if len(found) > limit else None
    document = {
        "slug": slug,
        "part": part,
        "revisions": [revision_document(one) for one in revisions],
        "next": following,
    }
    return Answer(document, headers=next_link(call, following))


def read_revision(call: Call) -> Answer:
    """Give a revision."""
    slug, part = state_in_path(call).slug, part_in_path(call)
    number = min(int(call.path["number"]), MOST)
    revision = call.mount.store.revision(slug, part, number)
    return Answer(draft_document(revision))


def read_diff(call: Call) -> Answer:
    """Compare two revisions of a part."""
    slug, part = state_in_path(call).slug, part_in_path(call)
    store, old, new = call.mount.store, call.query["old"], call.query["new"]
    found = differences(
        store.revision(slug, part, old).content, store.revision(slug, part, new).content
    )
    document = {
        "slug": slug,
        "part": part,
        "from": old,
        "to": new,
        "differences": [_difference(one) for one in found],
    }
    return Answer(document)


def _before(call: Call) -> int | None:
    cursor = call.query["cursor"]
    return int(cursor) if cursor else None


def _part(written: str) -> str:
    if written in ("", FACTS):
        return written
    try:
        return locales.normalise(written)
    except ValueError as error:
        wrong = FieldError("It is neither 'facts' nor a locale, as in 'de'.", "part")
        raise ApiProblem("bad-parameter", "Look at 'part'.", errors=[wrong]) from error


def _difference(one: Difference) -> dict[str, t.Any]:
    return {
        "path": one.path,
        "label": one.label,
        "kind": one.kind.value,
        "old": one.old,
        "new": one.new,
        "words": [{"fate": some.fate.value, "text": some.text} for some in one.words],
    }


def _operation(
    name: str, path: str, view: t.Any, summary: str, promise: Promise, **rest: t.Any
) -> Operation:
    return Operation(
        name,
        "GET",
        f"/drafts/<slug>{path}",
        view,
        summary,
        TAG,
        (promise,),
        problems=("not-found",),
        who=WhoMay(Action.READ),
        **rest,
    )


OPERATIONS = (
    _operation(
        "read_history",
        "/history",
        read_history,
        "Who did what, when",
        Promise("The history.", HistorySchema, headers=("Link",)),
        query=HistoryQuery,
        description="What is done while a caller goes through it is newer than where it began,"
        " and moves nothing.",
    ),
    _operation(
        "list_revisions",
        "/<part>/revisions",
        list_revisions,
        "The revisions of a part",
        Promise("Every revision, without what it says.", RevisionsSchema, headers=("Link",)),
        query=RevisionsQuery,
    ),
    _operation(
        "read_revision",
        "/<part>/revisions/<int:number>",
        read_revision,
        "A revision",
        Promise("The revision.", DraftSchema),
    ),
    _operation(
        "read_diff",
        "/<part>/diff",
        read_diff,
        "What differs between two revisions",
        Promise("Each field that differs.", DiffSchema),
        query=DiffQuery,
    ),
)
