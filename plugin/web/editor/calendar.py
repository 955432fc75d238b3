"""What is scheduled on all pages, month by month, and a page as it is seen on a date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from ...core.access import Action
from ...core.calendar import changes_between
from ...core.calendar import month_of
from ...core.calendar import offset_of
from ...core.calendar import told
from ...core.visibility import visible
from .answers import as_preview
from .as_shopper import as_shopper
from .naming import part_name
from .standing import page_of
from .standing import title_of
from .visiting import needs
from .visiting import Visit
from .wall_clock import TimeField


@dataclass(frozen=True)
class Line:
    """A change of what shoppers see.

    :param day: as in ``Monday 1``.
    :param time: as in ``09:00``, with the distance from UTC.
    :param slug: the page.
    :param title: what the page is called.
    :param part: what changes, in words.
    :param what: what is seen from then on.
    :param author: who decided it.
    :param past: whether it has happened.
    """

    day: str
    time: str
    slug: str
    title: str
    part: str
    what: str
    author: str
    past: bool


@needs(Action.READ)
def calendar(visit: Visit) -> ResponseReturnValue:
    """Show what changes for shoppers in a month.

    :param visit: by whom.
    """
    zone, now = visit.mount.market.zone, visit.mount.clock.now()
    year, month = _month(request.args.get("month", "")) or _of(now.astimezone(zone))
    begins, ends = month_of(year, month, zone)
    there = {one.slug for one in visit.mount.store.pages(now) if not one.trashed}
    pages = [
        one
        for one in visit.mount.store.pages(begins)
        if one.slug in there and visit.may(Action.READ, one.slug)
    ]
    changes = list(changes_between(pages, begins, ends))
    changed = {one.slug for one in changes}
    titles = {one.slug: title_of(visit, one) for one in pages if one.slug in changed}
    lines = []
    for one in changes:
        local = one.at.astimezone(zone)
        number = one.span.revision
        lines.append(
            Line(
                f"{local:%A} {local.day}",
                f"{local:%H:%M} ({offset_of(one.at, zone)})",
                one.slug,
                titles[one.slug],
                part_name(one.span.part),
                f"shows revision {number}" if number else "is not shown any more",
                one.span.author,
                one.at <= now,
            )
        )
    return visit.show(
        "serum/editor/calendar.html",
        title="Calendar",
        month=f"{dt.date(year, month, 1):%B %Y}",
        before=_written(*_of(begins.astimezone(zone) - dt.timedelta(days=1))),
        after=_written(*_of(ends.astimezone(zone))),
        lines=lines,
        zone=zone.key,
    )


@needs(Action.PREVIEW)
def on_date(visit: Visit, slug: str) -> ResponseReturnValue:
    """Ask for a date, and show the page as shoppers see it then.

    :param visit: by whom.
    :param slug: the page.
    """
    page, market = page_of(visit, slug), visit.mount.market
    now = visit.mount.clock.now()
    asked = TimeField.sent("at", "Day and time")
    field = (
        asked.read(market.zone) if asked.text else TimeField.of("at", asked.label, now, market.zone)
    )
    locale = request.args.get("locale", "")
    locale = locale if locale in market.locales else market.default_locale
    moment = field.moment or (now if not asked.text else None)
    seen = None
    if moment is not None:
        then = visit.mount.store.page(slug, moment)
        seen = then is not None and visible(then, market, locale, moment) is not None
    return visit.show(
        "serum/editor/on_date.html",
        title=f"{title_of(visit, page)} on a date",
        slug=slug,
        parts=page.parts,
        status=422 if field.error else 200,
        field=field,
        zone=market.zone.key,
        locale=locale,
        locales=[(tag, part_name(tag)) for tag in market.locales],
        when=told(moment, market.zone) if moment else "",
        seen=seen,
        address=(visit.url("as_of", slug=slug, locale=locale, at=_stamp(moment)) if moment else ""),
    )


@needs(Action.PREVIEW)
def as_of(visit: Visit, slug: str, locale: str) -> ResponseReturnValue:
    """Show the page itself as shoppers see it at a moment, past or to come.

    :param visit: by whom.
    :param slug: the page.
    :param locale: one of the market's.
    """
    page_of(visit, slug)
    mount = visit.mount
    at = _moment(request.args.get("at", "")) or mount.clock.now()
    then = mount.store.page(slug, at)
    page = None
    if then is not None and locale in mount.market.locales:
        page = visible(then, mount.market, locale, at)
    when = told(at, mount.market.zone)
    if page is None:
        return visit.show(
            "serum/editor/not_seen.html", title="Not there", slug=slug, when=when, status=404
        )
    own = visit.url("as_of", slug=slug, locale=locale, at=_stamp(at))
    text = f"As shoppers see it on {when}. Prices and stock are those of this moment."
    return as_preview(as_shopper(mount, page, own, text, request.args.get("variant", "")))


def _month(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    if found is None or not 1970 <= int(found.group(1)) <= 9000:
        return None
    return int(found.group(1)), int(found.group(2))


def _of(moment: dt.datetime) -> tuple[int, int]:
    return moment.year, moment.month


def _written(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"


def _stamp(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return found if 1970 <= found.year <= 9000 else None
