"""Preview links: made, listed and revoked in the editor, opened by anybody who has one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ...core.access import Action
from ...core.calendar import told
from ...core.errors import DocumentInvalid
from ...core.errors import RevisionNotFound
from ...core.errors import TokenRefused
from ...core.links import copy_part
from ...core.links import LONGEST_DAYS
from ...core.links import PreviewLink
from ...core.page import FACTS
from ..mount import current_mount
from .answers import as_preview
from .answers import guarded
from .as_shopper import as_shopper
from .as_shopper import drafted
from .moments import written
from .naming import part_name
from .problems import Trouble
from .sending import number_in
from .standing import page_of
from .standing import title_of
from .visiting import needs
from .visiting import Visit

_USUAL_DAYS = 7


@dataclass(frozen=True)
class Row:
    """A link in the list.

    :param link: the link.
    :param name: of its locale.
    :param made: when it was made.
    :param ends: until when it opens.
    :param standing: where it stands, in words.
    :param opens: whether it opens now.
    """

    link: PreviewLink
    name: str
    made: str
    ends: str
    standing: str
    opens: bool


@needs(Action.PREVIEW)
def links(visit: Visit, slug: str) -> ResponseReturnValue:
    """List the links to a page.

    :param visit: by whom.
    :param slug: the page.
    """
    return _shown(visit, slug)


@needs(Action.SHARE)
def make_link(visit: Visit, slug: str) -> ResponseReturnValue:
    """Make a link, and show it once.

    :param visit: by whom.
    :param slug: the page.
    """
    page_of(visit, slug)
    locale = request.form.get("locale", "")
    if locale not in visit.mount.market.locales:
        abort(404)
    try:
        _, secret = visit.mount.links.make(
            visit.actor,
            slug,
            locale,
            pinned=request.form.get("shows") == "pinned",
            days=number_in(request.form.get("days", "").strip()) or 0,
        )
    except DocumentInvalid as error:
        troubles = [Trouble("", "days", "Days", one.message) for one in error.problems]
        return _shown(visit, slug, troubles=troubles)
    except RevisionNotFound:
        text = f"There is nothing to show in {part_name(locale)} yet: choose another language."
        return _shown(visit, slug, troubles=[Trouble("", "locale", "Language", text)])
    address = url_for(f"{visit.mount.name}.editor_shared", secret=secret, _external=True)
    return _shown(visit, slug, made=address)


@needs(Action.SHARE)
def revoke_link(visit: Visit, slug: str, number: int) -> ResponseReturnValue:
    """Make a link open nothing any more.

    :param visit: by whom.
    :param slug: the page.
    :param number: the link's id.
    """
    page_of(visit, slug)
    try:
        visit.mount.links.revoke(visit.actor, slug, number)
    except TokenRefused:
        abort(404)
    return visit.go("links", told="revoked", slug=slug)


def shared(secret: str) -> Response:
    """Show a page to somebody who has a link to it.

    :param secret: of the link.
    """
    mount = current_mount()
    try:
        link = mount.links.opened(secret)
        now = mount.clock.now()
        page = mount.store.page(link.slug, now)
        if page is None or link.locale not in mount.market.locales:
            abort(404)
        facts = mount.store.revision(link.slug, FACTS, link.facts)
        copy = mount.store.revision(link.slug, copy_part(page, link.locale), link.copy)
    except (TokenRefused, RevisionNotFound):
        abort(404)
    own = url_for(f"{mount.name}.editor_shared", secret=secret)
    until = told(link.ends, mount.market.zone)
    text = f"Preview, not public: please do not pass it on. This link opens until {until}."
    sku = request.args.get("variant", "")
    shown = as_shopper(mount, drafted(facts, copy, link.locale), own, text, sku)
    return guarded(as_preview(shown))


def _shown(
    visit: Visit, slug: str, *, made: str = "", troubles: list[Trouble] | None = None
) -> ResponseReturnValue:
    page, now = page_of(visit, slug), visit.mount.clock.now()
    rows = [
        Row(
            one,
            part_name(one.locale),
            written(one.made_at, visit.mount.market),
            written(one.ends, visit.mount.market),
            _standing(one, opens=one.opens(now)),
            one.opens(now),
        )
        for one in visit.mount.links.of(visit.actor, slug)
    ]
    return visit.show(
        "serum/editor/preview_links.html",
        title=f"Preview links to {title_of(visit, page)}",
        slug=slug,
        parts=page.parts,
        status=422 if troubles else 200,
        rows=rows,
        made=made,
        troubles=troubles or [],
        locales=[(tag, part_name(tag)) for tag in visit.mount.market.locales],
        chosen=request.form.get("locale", visit.mount.market.default_locale),
        pinned=request.form.get("shows") == "pinned",
        days=request.form.get("days", str(_USUAL_DAYS))[:4],
        most=LONGEST_DAYS,
        can_share=visit.may(Action.SHARE, slug),
    )


def _standing(link: PreviewLink, *, opens: bool) -> str:
    if link.revoked_at is not None:
        return f"revoked by {link.revoked_by}"
    return "opens" if opens else "has ended"
