"""Cancelled publications, machines' tokens, and webhooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None

_WHY = "what was cancelled stays so; publish anew"
_MOMENT = sa.DateTime(timezone=True)
_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and the triggers that keep cancellations."""
    _create_cancellation()
    _create_token()
    _create_webhooks()
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER serum_cancellation_only_added"
            " BEFORE UPDATE OR DELETE OR TRUNCATE ON serum_cancellation"
            f" FOR EACH STATEMENT EXECUTE FUNCTION serum_refuse_change('{_WHY}')"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER serum_cancellation_no_{verb.lower()} BEFORE {verb} ON"
            f" serum_cancellation BEGIN SELECT RAISE(ABORT, 'serum_cancellation: {verb} refused:"
            f" {_WHY}.'); END"
        )


def downgrade() -> None:
    """Remove the tables; the triggers go with them."""
    for table in (
        *("serum_webhook_attempt", "serum_webhook_delivery", "serum_webhook_announcement"),
        *("serum_webhook_event", "serum_webhook", "serum_token", "serum_cancellation"),
    ):
        op.drop_table(table)


def _create_cancellation() -> None:
    op.create_table(
        "serum_cancellation",
        sa.Column("publication_id", _IDENTITY, autoincrement=False, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("publication_id", name="pk_serum_cancellation"),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["serum_publication.id"],
            name="fk_serum_cancellation_publication_id",
        ),
    )


def _create_token() -> None:
    op.create_table(
        "serum_token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_serum_token"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_serum_token_has_hash")),
    )


def _create_webhooks() -> None:
    op.create_table(
        "serum_webhook",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_serum_webhook"),
    )
    op.create_table(
        "serum_webhook_event",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_webhook_event"),
        sa.UniqueConstraint("uid", name="uq_serum_webhook_event_uid"),
    )
    op.create_table(
        "serum_webhook_announcement",
        sa.Column("publication_id", _IDENTITY, autoincrement=False, nullable=False),
        sa.Column("edge", sa.String(), nullable=False),
        sa.Column("event_id", _IDENTITY, nullable=False),
        sa.PrimaryKeyConstraint("publication_id", "edge", name="pk_serum_webhook_announcement"),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["serum_publication.id"],
            name="fk_serum_webhook_announcement_publication_id",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["serum_webhook_event.id"],
            name="fk_serum_webhook_announcement_event_id",
        ),
        sa.CheckConstraint(
            "edge IN ('begins', 'ends')", name=op.f("ck_serum_webhook_announcement_known_edge")
        ),
    )
    op.create_table(
        "serum_webhook_delivery",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("event_id", _IDENTITY, nullable=False),
        sa.Column("webhook_id", _IDENTITY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_webhook_delivery"),
        sa.UniqueConstraint(
            "event_id", "webhook_id", name="uq_serum_webhook_delivery_event_id_webhook_id"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["serum_webhook_event.id"], name="fk_serum_webhook_delivery_event_id"
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["serum_webhook.id"], name="fk_serum_webhook_delivery_webhook_id"
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'delivered', 'dead')",
            name=op.f("ck_serum_webhook_delivery_known_state"),
        ),
    )
    op.create_index(
        "ix_serum_webhook_delivery_state_due", "serum_webhook_delivery", ["state", "due"]
    )
    op.create_table(
        "serum_webhook_attempt",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("delivery_id", _IDENTITY, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_webhook_attempt"),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["serum_webhook_delivery.id"],
            name="fk_serum_webhook_attempt_delivery_id",
        ),
    )
    op.create_index(
        "ix_serum_webhook_attempt_delivery_id", "serum_webhook_attempt", ["delivery_id"]
    )
