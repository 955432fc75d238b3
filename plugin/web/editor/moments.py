"""Moments as merchants read them: in the market's time zone, with the zone."""

from __future__ import annotations

import datetime as dt

from ...core.market import Market


def written(moment: dt.datetime, market: Market) -> str:
    """Write a moment, as in ``1 Mar 2027, 13:00 CET``.

    :param moment: aware.
    :param market: whose time zone it is written in.
    """
    there = moment.astimezone(market.zone)
    return f"{there.day} {there:%b %Y, %H:%M %Z}"
