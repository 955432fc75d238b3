"""Webhooks over a database: endpoints, what was told, and what became of telling it."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import secrets
import typing as t
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Engine

from ..core.webhooks import Attempt
from ..core.webhooks import Change
from ..core.webhooks import Delivery
from ..core.webhooks import DeliveryState
from ..core.webhooks import Endpoint
from ..core.webhooks import EventKind
from ..core.webhooks import Pruned
from .announcing import changes_of_pages
from .announcing import Edge
from .announcing import last_notices
from .announcing import locale_of
from .connections import Connections
from .models import in_utc
from .webhook_log import count_old
from .webhook_log import deliveries
from .webhook_log import delivery_of
from .webhook_log import read_log
from .webhook_log import remove_old
from .webhook_rows import AnnouncementRow
from .webhook_rows import AttemptRow
from .webhook_rows import DeliveryRow
from .webhook_rows import EndpointRow
from .webhook_rows import EventRow

_WAITING = DeliveryState.WAITING.value

# Any number, the same in every process: who has this lock in PostgreSQL collects.
_LOCK = 0x5E4000B2


class SqlWebhooks:
    """Keeps webhooks in a database; fulfils :class:`~flask_serum.core.webhooks.WebhookStore`.

    :param engine: the engine, or a callable that gives it when it is first needed.
    """

    def __init__(self, engine: Engine | cabc.Callable[[], Engine]) -> None:
        self._connections = Connections(engine)

    def add(self, endpoint: Endpoint) -> Endpoint:
        """Keep an endpoint; give it back with its id."""
        with self._connections.transaction() as connection:
            id = _insert(
                connection,
                EndpointRow,
                url=endpoint.url,
                secret=endpoint.secret,
                events=[one.value for one in endpoint.events],
                made_at=endpoint.made_at,
                made_by=endpoint.made_by,
            )
        return replace(endpoint, id=id)

    def endpoints(self) -> list[Endpoint]:
        """List the endpoints that were not removed, the oldest first."""
        with self._connections.reading() as connection:
            return _endpoints(connection)

    def remove(self, id: int, at: dt.datetime) -> bool:
        """Remove an endpoint and its secret; what it was sent stays in the log.

        :param id: the endpoint's.
        :param at: when, aware.
        :return: whether it was there.
        """
        with self._connections.transaction() as connection:
            removed = connection.execute(
                sa.update(EndpointRow)
                .where(EndpointRow.id == id, EndpointRow.removed_at.is_(None))
                .values(removed_at=in_utc(at), secret="")
            )
            connection.execute(
                sa.update(DeliveryRow)
                .where(DeliveryRow.webhook_id == id, DeliveryRow.state == _WAITING)
                .values(state=DeliveryState.DEAD.value)
            )
        return removed.rowcount == 1

    def collect(
        self,
        at: dt.datetime,
        notices: cabc.Iterable[str],
        compose: cabc.Callable[[str, Change], str],
    ) -> int:
        """Make deliveries of everything that came about and was not told yet.

        :param at: the moment, aware.
        :param notices: ids of the safety notices as they are now, one per locale.
        :param compose: writes what is sent, from the event's id and the change.
        :return: how many events there are.
        """
        moment, made = in_utc(at), 0
        with self._connections.transaction() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            endpoints = _endpoints(connection)
            if not endpoints:
                return 0
            since = min(one.made_at for one in endpoints)
            for change, edges in changes_of_pages(connection, moment, since):
                _tell(connection, change, endpoints, compose, edges)
                made += 1
            known = last_notices(connection)
            for notice in notices:
                if known.get(locale_of(notice)) == notice:
                    continue
                change = Change(EventKind.NOTICE_CHANGED, moment, notices=(notice,))
                # The first one seen is only remembered: nothing has changed.
                first = locale_of(notice) not in known
                _tell(connection, change, [] if first else endpoints, compose)
                made += not first
        return made

    def claim(self, at: dt.datetime, until: dt.datetime) -> Delivery | None:
        """Give a delivery that is due, and keep it from others for a while.

        :param at: the moment, aware.
        :param until: from when on another may take it, should this one never settle it.
        """
        with self._connections.transaction() as connection:
            id = connection.scalar(
                sa.select(DeliveryRow.id)
                .where(DeliveryRow.state == _WAITING, DeliveryRow.due <= in_utc(at))
                .order_by(DeliveryRow.due, DeliveryRow.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if id is None:
                return None
            row = connection.execute(deliveries().where(DeliveryRow.id == id)).one()
            connection.execute(
                sa.update(DeliveryRow).where(DeliveryRow.id == id).values(due=in_utc(until))
            )
        return delivery_of(row)

    def settle(
        self, id: int, attempt: Attempt, state: DeliveryState, due: dt.datetime | None
    ) -> None:
        """Keep what became of a delivery.

        :param id: the delivery's.
        :param attempt: what was tried.
        :param state: where the delivery stands now.
        :param due: when to try next; ``None`` for never.
        """
        with self._connections.transaction() as connection:
            _insert(
                connection,
                AttemptRow,
                delivery_id=id,
                at=attempt.at,
                status=attempt.status,
                problem=attempt.problem,
            )
            connection.execute(
                sa.update(DeliveryRow)
                .where(DeliveryRow.id == id)
                .values(
                    state=state.value,
                    attempts=DeliveryRow.attempts + 1,
                    due=in_utc(due) if due is not None else DeliveryRow.due,
                )
            )

    def replay(self, id: int, at: dt.datetime) -> bool:
        """Make a delivery due again, whatever became of it.

        :param id: the delivery's.
        :param at: when, aware.
        :return: whether it is there, and its endpoint was not removed.
        """
        there = sa.exists().where(
            EndpointRow.id == DeliveryRow.webhook_id, EndpointRow.removed_at.is_(None)
        )
        with self._connections.transaction() as connection:
            replayed = connection.execute(
                sa.update(DeliveryRow)
                .where(DeliveryRow.id == id, there)
                .values(state=_WAITING, attempts=0, due=in_utc(at))
            )
        return replayed.rowcount == 1

    def log(self, limit: int) -> list[tuple[Delivery, tuple[Attempt, ...]]]:
        """List deliveries, the newest first, each with its attempts, the oldest first.

        :param limit: how many at most.
        """
        with self._connections.reading() as connection:
            return read_log(connection, limit)

    def prune(self, before: dt.datetime, *, dry_run: bool = False) -> Pruned:
        """Forget deliveries that are over; see :meth:`.WebhookStore.prune`."""
        moment = in_utc(before)
        if dry_run:
            with self._connections.reading() as connection:
                return count_old(connection, moment)
        removed = Pruned(0, 0)
        while True:
            with self._connections.transaction() as connection:
                some = remove_old(connection, moment)
            if not some.deliveries:
                return removed
            removed = Pruned(removed.deliveries + some.deliveries, removed.attempts + some.attempts)


def _tell(
    connection: Connection,
    change: Change,
    endpoints: cabc.Iterable[Endpoint],
    compose: cabc.Callable[[str, Change], str],
    edges: cabc.Iterable[Edge] = (),
) -> None:
    uid = f"evt_{secrets.token_hex(12)}"
    event_id = _insert(
        connection,
        EventRow,
        uid=uid,
        kind=change.kind.value,
        notice_id=change.notices[0] if change.notices else None,
        body=compose(uid, change),
        at=change.at,
    )
    for publication_id, edge in edges:
        _insert(
            connection,
            AnnouncementRow,
            publication_id=publication_id,
            edge=edge,
            event_id=event_id,
        )
    for endpoint in endpoints:
        wanted = not endpoint.events or change.kind in endpoint.events
        if wanted and endpoint.made_at <= change.at:
            _insert(
                connection,
                DeliveryRow,
                event_id=event_id,
                webhook_id=endpoint.id,
                state=_WAITING,
                attempts=0,
                due=change.at,
            )


def _insert(connection: Connection, row: type[t.Any], **values: t.Any) -> int:
    made = connection.execute(sa.insert(row).values(values)).inserted_primary_key
    assert made is not None
    return t.cast(int, made[0])


def _endpoints(connection: Connection) -> list[Endpoint]:
    rows = connection.execute(
        sa.select(EndpointRow).where(EndpointRow.removed_at.is_(None)).order_by(EndpointRow.id)
    )
    return [
        Endpoint(
            row.id,
            row.url,
            row.secret,
            tuple(EventKind(one) for one in row.events),
            row.made_at,
            row.made_by,
        )
        for row in rows
    ]
