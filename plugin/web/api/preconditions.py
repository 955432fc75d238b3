"""``If-Match``: every write names the version it was made from.

A part's version is the number of its latest revision; a page's is that of all its parts. What is
checked here first is checked again in the store, where the write happens.
"""

from __future__ import annotations

import collections.abc as cabc
import re

from flask import request
from marshmallow import EXCLUDE
from marshmallow import fields
from marshmallow import Schema

from ...core import locale as locales
from ...core.errors import PageNotFound
from ...core.errors import RevisionConflict
from ...core.page import FACTS
from ...core.page import SLUG
from ...core.ports import PageState
from .operation import Call
from .problems import ApiProblem


class IfMatch(Schema):
    """The header that names the version a write was made from."""

    class Meta:
        """Other headers are not the API's."""

        unknown = EXCLUDE

    if_match = fields.String(
        data_key="If-Match",
        load_default="",
        metadata={
            "description": "The `ETag` of what was read. Without it: 428; when it is no longer the"
            " latest: 412.",
        },
    )


class IfMatchOrNew(IfMatch):
    """The same, or that there is nothing yet."""

    if_none_match = fields.String(
        data_key="If-None-Match",
        load_default="",
        metadata={"description": "`*` in place of `If-Match`, where nothing is there yet."},
    )


def etag_of_part(slug: str, part: str, number: int) -> str:
    """Give the ETag of a revision as the latest one of a part.

    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param number: the revision's.
    """
    return f'"{slug}/{part}/{number}"'


def etag_of_page(slug: str, latest: cabc.Mapping[str, int]) -> str:
    """Give the ETag of a page as a whole.

    :param slug: the page.
    :param latest: the number of each part's latest revision.
    """
    parts = "+".join(f"{part}.{number}" for part, number in sorted(latest.items()))
    return f'"{slug}/{parts}"'


def state_in_path(call: Call) -> PageState:
    """Give the page in the path, as it stands now.

    :param call: names it.
    :raises PageNotFound: if there is none.
    """
    state = None
    # Databases refuse some of what an address can hold.
    if SLUG.fullmatch(call.slug):
        state = call.mount.store.page(call.slug, call.mount.clock.now())
    if state is None:
        raise PageNotFound(call.slug[:80])
    return state


def part_in_path(call: Call) -> str:
    """Give the part in the path: ``"facts"``, or a locale in its usual spelling.

    :param call: names it.
    :raises ApiProblem: if it is neither.
    """
    written = str(call.path["part"])
    if written == FACTS:
        return FACTS
    try:
        return locales.normalise(written)
    except ValueError as error:
        raise ApiProblem(
            "not-found", f"{written[:80]!r} is no part of a page: name 'facts' or a locale."
        ) from error


def latest_of(call: Call, slug: str) -> dict[str, int]:
    """Give the number of each part's latest revision; nothing where there is no such page.

    :param call: names the mount.
    :param slug: the page.
    """
    state = None
    if SLUG.fullmatch(slug):
        state = call.mount.store.page(slug, call.mount.clock.now())
    return {part: one.latest for part, one in state.parts.items()} if state else {}


def expected_number(call: Call, slug: str, part: str, *, new: bool = False) -> int:
    """Give the number of the revision that a write was made from; it is the latest one.

    :param call: has the header.
    :param slug: the page.
    :param part: ``"facts"`` or a locale.
    :param new: whether there may be nothing yet.
    :raises ApiProblem: if the header is missing, or names no version.
    :raises RevisionConflict: if it is not the latest one.
    """
    named = _named(new=new)
    latest = latest_of(call, slug).get(part, 0)
    if named is None:
        fine = latest == 0
    else:
        fine = latest > 0 and etag_of_part(slug, part, latest).strip('"') in named
    if not fine:
        raise RevisionConflict(part, _number(named), latest)
    return latest


def expected_numbers(call: Call, slug: str, *, new: bool = False) -> dict[str, int]:
    """Give the numbers of the revisions that a write of a whole page was made from.

    :param call: has the header.
    :param slug: the page.
    :param new: whether there may be nothing yet.
    :raises ApiProblem: if the header is missing, or names no version, or not the latest one.
    """
    named = _named(new=new)
    latest = latest_of(call, slug)
    if (not latest) if named is None else etag_of_page(slug, latest).strip('"') in named:
        return latest
    raise ApiProblem("stale", f"Page {slug[:80]!r} was changed meanwhile, or is not there.")


def _named(*, new: bool) -> set[str] | None:
    """Give the ETags that are named; ``None`` where nothing may be there yet."""
    if new and request.if_none_match.star_tag and not request.if_match:
        return None
    if "If-Match" not in request.headers:
        raise ApiProblem("if-match-required")
    if request.if_match.star_tag:
        raise ApiProblem("if-match-required", "'*' names no version; send the ETag that was read.")
    # A tag may be empty, which werkzeug reads as None.
    return {one for one in request.if_match.as_set(include_weak=False) if one}


def _number(named: set[str] | None) -> int:
    for one in sorted(named or ()):
        if written := re.search(r"/([0-9]{1,9})$", one):
            return int(written.group(1))
    return 0
