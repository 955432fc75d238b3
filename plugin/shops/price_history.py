"""What a price is now, what it was, and how low it was before it was cut.

Pure functions over an append-only history. The rules are those of Directive 98/6/EC, Article 6a:
whoever announces a reduction states the lowest price applied in the 30 days before it began.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import enum
from dataclasses import dataclass

from ..core.offer import Money

REFERENCE_PERIOD = dt.timedelta(days=30)
"""How far back the lowest price is looked for: Directive 98/6/EC, Article 6a(2)."""


class Kind(enum.StrEnum):
    """Whether a price is announced as a reduction."""

    REGULAR = "regular"
    REDUCED = "reduced"


@dataclass(frozen=True)
class PricePoint:
    """A price from a moment on.

    :param price: what is asked.
    :param valid_from: aware, in UTC.
    :param kind: whether it is announced as a reduction.
    """

    price: Money
    valid_from: dt.datetime
    kind: Kind = Kind.REGULAR


@dataclass(frozen=True)
class CurrentPrice:
    """What is asked at a moment, and what a reduction has to state.

    :param price: what is asked.
    :param compare_at: the last regular price; ``None`` where no reduction may be announced.
    :param lowest_30_days: the lowest price of the 30 days before the reduction began; ``None``
        where no reduction may be announced.
    """

    price: Money
    compare_at: Money | None = None
    lowest_30_days: Money | None = None


@dataclass(frozen=True)
class _Span:
    price: Money
    kind: Kind
    begins: dt.datetime
    ends: dt.datetime


def current_price(history: cabc.Iterable[PricePoint], now: dt.datetime) -> CurrentPrice | None:
    """Say what is asked at a moment.

    A price that is marked as reduced is announced as a reduction only where it is lower than the
    lowest price of the 30 days before: the size of a reduction is counted from that price (Court
    of Justice, C-330/23), so a price that was raised first and then cut back is no reduction.
    A product that was never sold before has nothing to be reduced from.

    Each further cut of a price that is reduced already begins a reduction of its own, and the
    price of the earlier one counts: Article 6a(5) lets a member state do otherwise, and no state
    asks for more.

    :param history: of one product in one currency, in the order it was written.
    :param now: aware, in UTC.
    :return: ``None`` where nothing is asked yet.
    """
    spans = _spans(history, now)
    if not spans:
        return None
    current = spans[-1]
    if current.kind is Kind.REGULAR:
        return CurrentPrice(current.price)
    regular = [span.price for span in spans if span.kind is Kind.REGULAR]
    lowest = _lowest(spans[:-1], current.begins)
    if not regular or lowest is None or lowest.amount <= current.price.amount:
        return CurrentPrice(current.price)
    return CurrentPrice(current.price, regular[-1], lowest)


def lowest_before(history: cabc.Iterable[PricePoint], moment: dt.datetime) -> Money | None:
    """Give the lowest price applied in the 30 days before a moment.

    A price that was set earlier and still stood when the 30 days began counts; one that was
    replaced at the very moment it was to begin was never applied.

    :param history: of one product in one currency, in the order it was written.
    :param moment: aware, in UTC; when the reduction began.
    :return: ``None`` where nothing was asked in that time.
    """
    return _lowest(_spans(history, moment), moment)


def _lowest(spans: cabc.Iterable[_Span], moment: dt.datetime) -> Money | None:
    opens = moment - REFERENCE_PERIOD
    applied = [span.price for span in spans if span.ends > opens and span.begins < moment]
    return min(applied, key=lambda price: price.amount, default=None)


def _spans(history: cabc.Iterable[PricePoint], until: dt.datetime) -> list[_Span]:
    points = sorted(
        (point for point in history if point.valid_from <= until),
        key=lambda point: point.valid_from,
    )
    ends = (*(point.valid_from for point in points[1:]), dt.datetime.max.replace(tzinfo=dt.UTC))
    spans: list[_Span] = []
    for point, end in zip(points, ends, strict=False):
        if point.valid_from == end:
            continue
        begins = point.valid_from
        if spans and (spans[-1].price, spans[-1].kind) == (point.price, point.kind):
            begins = spans.pop().begins
        spans.append(_Span(point.price, point.kind, begins, end))
    return spans
