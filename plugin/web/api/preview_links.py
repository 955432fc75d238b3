"""Preview links: a page that is not public yet, for people without an account."""

from __future__ import annotations

import typing as t

from flask import url_for
from marshmallow import fields
from marshmallow import validate

from ...core.access import Action
from ...core.errors import TokenRefused
from ...core.links import LONGEST_DAYS
from ...core.links import PreviewLink
from ..addresses import Addresses
from .answering import Answer
from .authentication import WhoMay
from .operation import Body
from .operation import Call
from .operation import Document
from .operation import Operation
from .operation import Promise
from .preconditions import state_in_path
from .problems import ApiProblem
from .problems import FieldError
from .writing_documents import moment
from .writing_documents import MOST
from .writing_documents import written_moment

TAG = "Preview links"
_DAYS = f"Give a whole number from 1 to {LONGEST_DAYS}."


class _Truth(fields.Boolean):
    """``true`` or ``false``, and nothing that is like them."""

    def _deserialize(self, value: t.Any, attr: str | None, data: t.Any, **rest: t.Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class LinkBody(Body):
    """What a link is to show, and for how long."""

    may_be_missing = True
    locale = fields.String(
        load_default="",
        metadata={"description": "One of the market's; its default one where none is given."},
    )
    pinned = _Truth(
        load_default=False,
        metadata={
            "description": "Whether it goes on showing what is the latest now; else it shows what"
            " is the latest when it is opened."
        },
    )
    days = fields.Integer(
        strict=True,
        load_default=7,
        validate=validate.Range(1, LONGEST_DAYS, error=_DAYS),
        metadata={"description": "How long it opens."},
    )


class LinkSchema(Document):
    """A link, without what opens it."""

    id = fields.Integer(required=True)
    locale = fields.String(required=True)
    pinned = fields.Boolean(required=True)
    opens = fields.Boolean(
        required=True, metadata={"description": "Whether it shows the page at this moment."}
    )
    made_by = fields.String(required=True)
    made_at = moment()
    ends = moment()
    revoked_by = fields.String(required=True, metadata={"description": "Empty where nobody did."})
    revoked_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class MadeLinkSchema(LinkSchema):
    """A link, and its address."""

    url = fields.String(
        required=True,
        metadata={
            "description": "Opens the page without an account. It is told here alone: only a hash"
            " of it is kept.",
            "format": "uri",
        },
    )


class LinksSchema(Document):
    """The links to a page."""

    links = fields.List(
        fields.Nested(LinkSchema), required=True, metadata={"description": "Newest first."}
    )


def list_links(call: Call) -> Answer:
    """List the links to a page."""
    found = call.mount.links.of(call.actor, state_in_path(call).slug)
    return Answer({"links": [_document(call, one) for one in found]})


def make_link(call: Call) -> Answer:
    """Make a link."""
    slug, market = state_in_path(call).slug, call.mount.market
    locale = call.body["locale"] or market.default_locale
    if locale not in market.locales:
        told = f"This market has {', '.join(market.locales)}."
        raise ApiProblem("invalid-body", errors=[FieldError(told, pointer="#/locale")])
    link, secret = call.mount.links.make(
        call.actor, slug, locale, pinned=call.body["pinned"], days=call.body["days"]
    )
    path = url_for(f"{call.mount.name}.editor_shared", secret=secret)
    document = {**_document(call, link), "url": Addresses(call.mount).whole(path)}
    return Answer(document, 201)


def revoke_link(call: Call) -> Answer:
    """Make a link open nothing any more."""
    slug, number = state_in_path(call).slug, min(int(call.path["link"]), MOST)
    try:
        call.mount.links.revoke(call.actor, slug, number)
    except TokenRefused as error:
        raise ApiProblem("not-found", f"Page {slug!r} has no link {number}.") from error
    revoked = next(one for one in call.mount.links.of(call.actor, slug) if one.id == number)
    return Answer(_document(call, revoked))


def _document(call: Call, link: PreviewLink) -> dict[str, t.Any]:
    return {
        "id": link.id,
        "locale": link.locale,
        "pinned": link.pinned,
        "opens": link.opens(call.mount.clock.now()),
        "made_by": link.made_by,
        "made_at": written_moment(link.made_at),
        "ends": written_moment(link.ends),
        "revoked_by": link.revoked_by,
        "revoked_at": written_moment(link.revoked_at) if link.revoked_at else None,
    }


def _operation(
    name: str, method: str, path: str, view: t.Any, summary: str, promise: Promise, **rest: t.Any
) -> Operation:
    return Operation(
        name,
        method,
        f"/drafts/<slug>/links{path}",
        view,
        summary,
        TAG,
        (promise,),
        problems=("not-found",),
        **{"who": WhoMay(Action.SHARE), **rest},
    )


OPERATIONS = (
    _operation(
        "list_links",
        "GET",
        "",
        list_links,
        "The links to a page",
        Promise("Every link that was made, also those that open nothing any more.", LinksSchema),
        who=WhoMay(Action.PREVIEW),
    ),
    _operation(
        "make_link",
        "POST",
        "",
        make_link,
        "Make a link",
        Promise("The link, and its address.", MadeLinkSchema, 201),
        body=LinkBody,
        description="It shows the page as shoppers would see it, with a banner, to whoever has it,"
        " and can put nothing into a cart. No version is needed: nothing is written over.",
    ),
    _operation(
        "revoke_link",
        "DELETE",
        "/<int:link>",
        revoke_link,
        "Revoke a link",
        Promise("The link, which opens nothing.", LinkSchema),
        description="Revoking it again changes nothing.",
    ),
)
