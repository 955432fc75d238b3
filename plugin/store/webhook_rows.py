"""The tables of webhooks: endpoints, what was told, and what became of telling it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from .models import Base
from .models import Id


class EndpointRow(Base):
    """Somebody who wants to be told; without a secret once removed."""

    __tablename__ = "serum_webhook"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    url: Mapped[str]
    secret: Mapped[str]
    events: Mapped[list[str]] = mapped_column(sa.JSON())
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str]
    removed_at: Mapped[dt.datetime | None]


class EventRow(Base):
    """Something that came about."""

    __tablename__ = "serum_webhook_event"
    __table_args__ = (sa.UniqueConstraint("uid"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    uid: Mapped[str]
    kind: Mapped[str]
    notice_id: Mapped[str | None]
    body: Mapped[str] = mapped_column(sa.Text())
    at: Mapped[dt.datetime]


class AnnouncementRow(Base):
    """Says that a publication's beginning, or its end, was made an event; only once."""

    __tablename__ = "serum_webhook_announcement"
    __table_args__ = (sa.CheckConstraint("edge IN ('begins', 'ends')", name="known_edge"),)

    publication_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("serum_publication.id"), primary_key=True, autoincrement=False
    )
    edge: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_webhook_event.id"))


class DeliveryRow(Base):
    """One event on its way to one endpoint."""

    __tablename__ = "serum_webhook_delivery"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "webhook_id"),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'dead')", name="known_state"),
        sa.Index(None, "state", "due"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_webhook_event.id"))
    webhook_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_webhook.id"))
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(sa.Integer())
    due: Mapped[dt.datetime]


class AttemptRow(Base):
    """What became of sending once."""

    __tablename__ = "serum_webhook_attempt"
    __table_args__ = (sa.Index(None, "delivery_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_webhook_delivery.id"))
    at: Mapped[dt.datetime]
    status: Mapped[int | None] = mapped_column(sa.Integer())
    problem: Mapped[str]
