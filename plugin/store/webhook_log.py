"""The log of deliveries over a database: read, and freed of what is old."""

from __future__ import annotations

import datetime as dt
import typing as t

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ..core.webhooks import Attempt
from ..core.webhooks import Delivery
from ..core.webhooks import DeliveryState
from ..core.webhooks import EventKind
from ..core.webhooks import Pruned
from .webhook_rows import AttemptRow
from .webhook_rows import DeliveryRow
from .webhook_rows import EndpointRow
from .webhook_rows import EventRow

_AT_ONCE = 500
"""How many deliveries a transaction removes, so that nobody waits for long."""


def deliveries() -> sa.Select[*tuple[t.Any, ...]]:
    """Select deliveries, with their event and their endpoint."""
    return (
        sa.select(
            DeliveryRow,
            EventRow.uid,
            EventRow.kind,
            EventRow.body,
            EndpointRow.url,
            EndpointRow.secret,
        )
        .join(EventRow, EventRow.id == DeliveryRow.event_id)
        .join(EndpointRow, EndpointRow.id == DeliveryRow.webhook_id)
    )


def delivery_of(row: sa.Row[*tuple[t.Any, ...]]) -> Delivery:
    """Make a delivery of a row.

    :param row: of :func:`deliveries`.
    """
    return Delivery(
        id=row.id,
        event=row.uid,
        kind=EventKind(row.kind),
        url=row.url,
        secret=row.secret,
        body=row.body,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        due=row.due,
    )


def read_log(connection: Connection, limit: int) -> list[tuple[Delivery, tuple[Attempt, ...]]]:
    """List deliveries, the newest first, each with its attempts, the oldest first.

    :param connection: to read with.
    :param limit: how many at most.
    """
    newest = deliveries().order_by(DeliveryRow.id.desc()).limit(limit)
    found = [delivery_of(row) for row in connection.execute(newest)]
    attempts: dict[int, list[Attempt]] = {one.id: [] for one in found}
    for row in connection.execute(
        sa.select(AttemptRow)
        .where(AttemptRow.delivery_id.in_(list(attempts)))
        .order_by(AttemptRow.id)
    ):
        attempts[row.delivery_id].append(Attempt(row.at, row.status, row.problem))
    return [(one, tuple(attempts[one.id])) for one in found]


def count_old(connection: Connection, before: dt.datetime) -> Pruned:
    """Count what :func:`remove_old` would remove in the end.

    :param connection: to read with.
    :param before: in UTC.
    """
    old = _old(before)
    attempts = sa.select(sa.func.count()).where(AttemptRow.delivery_id.in_(old))
    counted = sa.select(sa.func.count()).select_from(old.subquery())
    return Pruned(connection.scalar(counted) or 0, connection.scalar(attempts) or 0)


def remove_old(connection: Connection, before: dt.datetime) -> Pruned:
    """Remove some deliveries that are over, with their attempts.

    What was told stays known, so that it is not told again.

    :param connection: inside a transaction.
    :param before: in UTC; what was made, or tried last, at that moment or later stays.
    :return: how many; none where there are no more.
    """
    some = _old(before).order_by(DeliveryRow.id).limit(_AT_ONCE).with_for_update(skip_locked=True)
    ids = list(connection.scalars(some))
    attempts = connection.execute(
        sa.delete(AttemptRow).where(AttemptRow.delivery_id.in_(ids))
    ).rowcount
    gone = connection.execute(sa.delete(DeliveryRow).where(DeliveryRow.id.in_(ids))).rowcount
    return Pruned(gone, attempts)


def _old(before: dt.datetime) -> sa.Select[*tuple[t.Any, ...]]:
    # A name of its own, because the count asks for attempts around this.
    last = sa.orm.aliased(AttemptRow, name="last")
    tried = sa.exists().where(last.delivery_id == DeliveryRow.id, last.at >= before)
    event = sa.exists().where(EventRow.id == DeliveryRow.event_id, EventRow.at < before)
    waiting = DeliveryState.WAITING.value
    return sa.select(DeliveryRow.id).where(DeliveryRow.state != waiting, event, ~tried)
