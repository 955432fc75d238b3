"""Overrides over a database: a row for each thing that was done about one."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from ..core.errors import DocumentInvalid
from ..core.errors import Problem
from ..core.objections import Claim
from ..core.overrides import OverrideEvent
from ..core.overrides import Step
from .connections import Connections
from .connections import insert_new
from .models import Base
from .models import Id
from .models import in_utc
from .models import PageRow
from .rows import page_id_of


class OverrideRow(Base):
    """One thing that was done about an override; only ever added.

    What answers a request repeats what it is about, so that each row can be read alone.
    """

    __tablename__ = "serum_claim_override"
    __table_args__ = (
        sa.UniqueConstraint("request_id", "step"),
        sa.CheckConstraint("(step = 'asked') = (request_id IS NULL)", name="answers_a_request"),
        sa.CheckConstraint(
            "step IN ('asked', 'confirmed', 'refused', 'withdrawn')", name="known_step"
        ),
        sa.CheckConstraint(
            "length(rule_sha256) = 64 AND length(text_sha256) = 64", name="has_hashes"
        ),
        sa.CheckConstraint("step = 'confirmed' OR length(reason) >= 20", name="has_reason"),
        sa.Index(None, "page_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    page_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_page.id"))
    part: Mapped[str]
    path: Mapped[str]
    rule: Mapped[str]
    rule_sha256: Mapped[str]
    version: Mapped[str]
    jurisdiction: Mapped[str]
    text_sha256: Mapped[str]
    excerpt: Mapped[str] = mapped_column(sa.Text())
    revision: Mapped[int] = mapped_column(sa.Integer())
    step: Mapped[str]
    reason: Mapped[str] = mapped_column(sa.Text())
    author: Mapped[str]
    at: Mapped[dt.datetime]
    request_id: Mapped[int | None] = mapped_column(Id, sa.ForeignKey("serum_claim_override.id"))


class SqlOverrideLog:
    """Keeps overrides in a database; fulfils :class:`~flask_serum.core.overrides.OverrideLog`.

    :param connections: those of the page store, whose transactions it joins.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, event: OverrideEvent) -> OverrideEvent:
        """Keep an event, and give it with its id.

        :param event: what was done; a request is confirmed, refused and withdrawn at most once.
        :raises PageNotFound: if there is no such page.
        :raises DocumentInvalid: if the same was done about the request already.
        """
        event = replace(event, at=in_utc(event.at))
        with self._connections.transaction() as connection:
            values = _values(event, page_id_of(connection, event.slug))
            if event.request is None:
                made = connection.execute(sa.insert(OverrideRow).values(values))
                assert made.inserted_primary_key is not None
                return replace(event, id=made.inserted_primary_key[0])
            if not insert_new(connection, OverrideRow, **values):
                raise DocumentInvalid([Problem("id", f"That was {event.step} meanwhile.")])
            mine = sa.select(OverrideRow.id).where(
                OverrideRow.request_id == event.request, OverrideRow.step == event.step.value
            )
            return replace(event, id=connection.scalar(mine))

    def events(self, slug: str | None = None) -> list[OverrideEvent]:
        """List what was done about overrides, oldest first.

        :param slug: the only page; ``None`` for all.
        """
        query: sa.Select[*tuple[t.Any, ...]] = sa.select(PageRow.slug, OverrideRow).join(
            PageRow, PageRow.id == OverrideRow.page_id
        )
        if slug is not None:
            query = query.where(PageRow.slug == slug)
        with self._connections.reading() as connection:
            rows = connection.execute(query.order_by(OverrideRow.id)).all()
        return [_event(row) for row in rows]


def _values(event: OverrideEvent, page_id: int) -> dict[str, t.Any]:
    claim = event.claim
    return {
        "page_id": page_id,
        "part": claim.part,
        "path": claim.path,
        "rule": claim.rule,
        "rule_sha256": claim.rule_sha256,
        "version": event.version,
        "jurisdiction": claim.jurisdiction,
        "text_sha256": claim.text_sha256,
        "excerpt": event.excerpt,
        "revision": event.revision,
        "step": event.step.value,
        "reason": event.reason,
        "author": event.author,
        "at": event.at,
        "request_id": event.request,
    }


def _event(row: sa.Row[*tuple[t.Any, ...]]) -> OverrideEvent:
    return OverrideEvent(
        slug=row.slug,
        claim=Claim(row.path, row.rule, row.rule_sha256, row.jurisdiction, row.text_sha256),
        step=Step(row.step),
        author=row.author,
        at=row.at,
        reason=row.reason,
        excerpt=row.excerpt,
        version=row.version,
        revision=row.revision,
        request=row.request_id,
        id=row.id,
    )
