"""What shoppers see of a part, one stretch of time after the other, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.calendar import Span
from ...core.calendar import spans_of
from ...core.calendar import told
from ...core.ports import PageState
from .visiting import Visit


@dataclass(frozen=True)
class Line:
    """A stretch of time, ready to be shown.

    :param span: the stretch.
    :param begins: from when.
    :param ends: until when; empty for no end.
    :param now: whether it is now.
    """

    span: Span
    begins: str
    ends: str
    now: bool


def lines_of(visit: Visit, page: PageState, part: str) -> list[Line]:
    """List what is shown of a part from now on, one thing after the other.

    :param visit: by whom.
    :param page: the page.
    :param part: ``"facts"`` or a locale.
    """
    zone, now = visit.mount.market.zone, visit.mount.clock.now()
    return [
        Line(
            one,
            told(one.begins, zone, named=False),
            told(one.ends, zone, named=False) if one.ends else "",
            one.begins <= now and (one.ends is None or now < one.ends),
        )
        for one in spans_of(part, page.parts[part])
        if one.ends is None or one.ends > now
    ]
