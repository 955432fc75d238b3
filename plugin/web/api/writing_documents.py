"""What merchants' tools read in JSON: drafts, what is upcoming, history."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t

from marshmallow import fields

from ...core.errors import Problem
from ...core.ports import HistoryEntry
from ...core.ports import PageState
from ...core.ports import PartState
from ...core.ports import Publication
from ...core.ports import Revision
from ...core.visibility import State
from ...core.visibility import state_of
from ..documents import RecordCodec
from .operation import Document
from .preconditions import etag_of_page
from .preconditions import etag_of_part
from .problems import pointer

MOST = 2**31 - 1
"""The highest number that is looked up; there is nothing above it."""

_MOMENT = {"format": "date-time"}
_PART = {"description": "`facts`, or a locale."}
_CONTENT = {
    "description": "The whole part, as under `facts` or `copy.<locale>` in the JSON Schema that"
    " `flask serum schema` prints.",
    "type": "object",
}


def moment() -> fields.String:
    """Make a field that holds a moment in UTC."""
    return fields.String(required=True, metadata=_MOMENT)


class RevisionSchema(Document):
    """A saved snapshot of a part, without what it says."""

    part = fields.String(required=True, metadata=_PART)
    revision = fields.Integer(required=True, metadata={"description": "Counts up from 1."})
    author = fields.String(required=True)
    at = moment()
    reverted_from = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The revision whose content it brings back."},
    )


class DraftSchema(RevisionSchema):
    """A saved snapshot of a part."""

    slug = fields.String(required=True)
    etag = fields.String(
        required=True, metadata={"description": "For `If-Match`, while it is the latest."}
    )
    content = fields.Raw(required=True, metadata=_CONTENT)


class PublicationSchema(Document):
    """What shoppers see of a part from a moment on."""

    id = fields.Integer(required=True)
    part = fields.String(required=True, metadata=_PART)
    revision = fields.Integer(
        required=True, allow_none=True, metadata={"description": "`null` takes the part down."}
    )
    begins = moment()
    ends = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    author = fields.String(required=True)


class RemarkSchema(Document):
    """What did not stop a publication, and whoever decided it has to know."""

    pointer = fields.String(
        required=True,
        metadata={"description": "The field of the page document, as in `#/copy/en/benefits/2`."},
    )
    message = fields.String(
        required=True, metadata={"description": "What to look at, and why, for a person."}
    )


REMARKS = {
    "description": "Claims to look at, claims that an override lets through, and what could not be"
    " checked. Told in this answer alone; `GET claims` tells it again, with rule and rewordings."
}


class PublishedSchema(PublicationSchema):
    """What shoppers see of a part from a moment on, and what there is to know about it."""

    remarks = fields.List(fields.Nested(RemarkSchema), required=True, metadata=REMARKS)


class PartStateSchema(Document):
    """Where a part stands."""

    part = fields.String(required=True, metadata=_PART)
    latest = fields.Integer(required=True, metadata={"description": "Its newest revision."})
    state = fields.String(required=True, metadata={"enum": [one.value for one in State]})
    publication = fields.Nested(
        PublicationSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The one that began last; `null` where none ever did."},
    )
    upcoming = fields.List(fields.Nested(PublicationSchema), required=True)


class PageStateSchema(Document):
    """Where a page stands."""

    slug = fields.String(required=True)
    trashed = fields.Boolean(required=True)
    etag = fields.String(
        required=True,
        metadata={"description": "Of the page as a whole: for `import`, `trash` and their kin."},
    )
    parts = fields.List(fields.Nested(PartStateSchema), required=True)


class DraftPartSchema(PartStateSchema):
    """Where a part stands, and its latest revision."""

    draft = fields.Nested(DraftSchema, required=True)


class HistoryEntrySchema(Document):
    """Who did what, when."""

    part = fields.String(required=True, metadata=_PART)
    verb = fields.String(required=True, metadata={"examples": ["saved", "published"]})
    revision = fields.Integer(required=True, allow_none=True)
    author = fields.String(required=True)
    at = moment()


def written_moment(at: dt.datetime) -> str:
    """Write a moment, in UTC.

    :param at: aware.
    """
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def revision_document(revision: Revision) -> dict[str, t.Any]:
    """Give a revision without what it says."""
    return {
        "part": revision.part,
        "revision": revision.number,
        "author": revision.author,
        "at": written_moment(revision.at),
        "reverted_from": revision.reverted_from,
    }


def draft_document(revision: Revision) -> dict[str, t.Any]:
    """Give a revision as JSON."""
    return {
        **revision_document(revision),
        "slug": revision.slug,
        "etag": etag_of_part(revision.slug, revision.part, revision.number),
        "content": RecordCodec().dump(revision.content),
    }


def publication_document(publication: Publication) -> dict[str, t.Any]:
    """Give a publication as JSON."""
    return {
        "id": publication.id,
        "part": publication.part,
        "revision": publication.revision,
        "begins": written_moment(publication.begins),
        "ends": written_moment(publication.ends) if publication.ends else None,
        "author": publication.author,
    }


def remarks_document(remarks: cabc.Iterable[Problem]) -> list[dict[str, str]]:
    """Give what did not stop a publication.

    :param remarks: of the publication, or of an import.
    """
    return [{"pointer": pointer(one.path), "message": one.message} for one in remarks]


def published_document(publication: Publication) -> dict[str, t.Any]:
    """Give a publication that was just decided."""
    remarks = remarks_document(publication.remarks)
    return {**publication_document(publication), "remarks": remarks}


def state_document(part: str, state: PartState, now: dt.datetime) -> dict[str, t.Any]:
    """Give where a part stands.

    :param part: ``"facts"`` or a locale.
    :param state: as the store gave it for `now`.
    :param now: aware.
    """
    shown = state.publication
    return {
        "part": part,
        "latest": state.latest,
        "state": state_of(state, now).value,
        "publication": publication_document(shown) if shown else None,
        "upcoming": [publication_document(one) for one in state.upcoming],
    }


def page_state_document(page: PageState, now: dt.datetime) -> dict[str, t.Any]:
    """Give where a page stands.

    :param page: as the store gave it for `now`.
    :param now: aware.
    """
    return {
        "slug": page.slug,
        "trashed": page.trashed,
        "etag": etag_of_page(page.slug, {part: one.latest for part, one in page.parts.items()}),
        "parts": [state_document(part, one, now) for part, one in sorted(page.parts.items())],
    }


def history_document(entry: HistoryEntry) -> dict[str, t.Any]:
    """Give an entry of the history as JSON."""
    return {
        "part": entry.part,
        "verb": entry.verb,
        "revision": entry.revision,
        "author": entry.author,
        "at": written_moment(entry.at),
    }
