"""What is shown when: wall-clock times of a market, and what is scheduled between two moments."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import zoneinfo
from dataclasses import dataclass

from .page import FACTS
from .ports import PageState
from .ports import PartState


def moments_of(local: dt.datetime, zone: dt.tzinfo) -> tuple[dt.datetime, ...]:
    """Give the moments at which a zone's clocks show a time.

    None where the clocks are put forward over it, two where they are put back over it.

    :param local: what the clock shows, without a zone.
    :param zone: the market's.
    :return: in UTC, earliest first.
    """
    found = set()
    for fold in (0, 1):
        moment = local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local.replace(fold=0):
            found.add(moment)
    return tuple(sorted(found))


def offset_of(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """Write how far a zone is from UTC at a moment, as in ``UTC+01:00``.

    :param moment: aware.
    :param zone: the market's.
    """
    written = moment.astimezone(zone).strftime("%z")
    return f"UTC{written[:3]}:{written[3:5]}"


def told(moment: dt.datetime, zone: zoneinfo.ZoneInfo, *, named: bool = True) -> str:
    """Write a moment for a person: ``1 March 2027, 13:00 (Europe/Berlin, UTC+01:00)``.

    :param moment: aware.
    :param zone: the market's.
    :param named: whether to name the zone; where it is named beside, the offset is enough.
    """
    local = moment.astimezone(zone)
    name = f"{zone.key}, " if named else ""
    return f"{local.day} {local:%B %Y, %H:%M} ({name}{offset_of(moment, zone)})"


@dataclass(frozen=True)
class Span:
    """A stretch of time in which one thing is shown of a part, or nothing.

    :param part: ``"facts"`` or a locale.
    :param revision: the number of the revision shown; ``None`` for nothing.
    :param begins: from when.
    :param ends: until when; ``None`` for no end.
    :param publication: the id of the publication behind it; ``None`` where one has run out.
    :param author: who decided it; empty where one has run out.
    """

    part: str
    revision: int | None
    begins: dt.datetime
    ends: dt.datetime | None
    publication: int | None = None
    author: str = ""


def spans_of(part: str, state: PartState) -> list[Span]:
    """Say what is shown of a part from the moment of its state on, one after the other.

    A publication is shown until it ends, or until the next one begins.

    :param part: ``"facts"`` or a locale.
    :param state: as the store gave it.
    """
    current = [state.publication] if state.publication is not None else []
    publications = [*current, *state.upcoming]
    found: list[Span] = []
    for at, one in enumerate(publications):
        following = publications[at + 1].begins if at + 1 < len(publications) else None
        if following == one.begins:
            continue
        runs_out = one.ends is not None and (following is None or one.ends < following)
        ends = one.ends if runs_out else following
        found.append(Span(part, one.revision, one.begins, ends, one.id, one.author))
        if runs_out and one.ends is not None:
            found.append(Span(part, None, one.ends, following))
    return found


@dataclass(frozen=True)
class Change:
    """A moment at which what shoppers see of a page's part changes.

    :param at: when, in UTC.
    :param slug: the page.
    :param span: what is shown from then on.
    """

    at: dt.datetime
    slug: str
    span: Span


def changes_between(
    pages: cabc.Iterable[PageState], begins: dt.datetime, ends: dt.datetime
) -> list[Change]:
    """List what changes for shoppers between two moments, soonest first.

    :param pages: as the store gave them for `begins`.
    :param begins: the first moment.
    :param ends: the moment after the last.
    """
    found = [
        Change(span.begins, page.slug, span)
        for page in pages
        for part, state in page.parts.items()
        for span in spans_of(part, state)
        if begins <= span.begins < ends
    ]
    return sorted(found, key=lambda one: (one.at, one.slug, one.span.part != FACTS, one.span.part))


def month_of(year: int, month: int, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
    """Give the moments at which a month begins and ends in a zone.

    :param year: from 2 to 9998.
    :param month: from 1 to 12.
    :param zone: the market's.
    :raises ValueError: if there is no such month.
    """
    if not 2 <= year <= 9998:
        raise ValueError(f"{year} is no year of the calendar.")
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    first, last = (
        dt.datetime(*one, 1, tzinfo=zone).astimezone(dt.UTC) for one in ((year, month), following)
    )
    return first, last
