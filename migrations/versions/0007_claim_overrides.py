"""Overrides of what the claims gate stops."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None

_TABLE = "serum_claim_override"
_WHY = "an override stays on record; withdraw it, or ask anew"


def upgrade() -> None:
    """Make the table, and the triggers that keep it."""
    _create_table()
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {_TABLE}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION serum_refuse_change('{_WHY}')"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{_TABLE}: {verb} refused: {_WHY}.'); END"
        )


def downgrade() -> None:
    """Remove the table; the triggers go with it."""
    op.drop_table(_TABLE)


def _create_table() -> None:
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    texts = ("part", "path", "rule", "rule_sha256", "version", "jurisdiction", "text_sha256")
    op.create_table(
        _TABLE,
        sa.Column("id", identity, nullable=False),
        sa.Column("page_id", identity, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", identity, nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
        sa.UniqueConstraint("request_id", "step", name=f"uq_{_TABLE}_request_id_step"),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name=f"fk_{_TABLE}_page_id"),
        sa.ForeignKeyConstraint(["request_id"], [f"{_TABLE}.id"], name=f"fk_{_TABLE}_request_id"),
        sa.CheckConstraint(
            "(step = 'asked') = (request_id IS NULL)", name=op.f(f"ck_{_TABLE}_answers_a_request")
        ),
        sa.CheckConstraint(
            "step IN ('asked', 'confirmed', 'refused', 'withdrawn')",
            name=op.f(f"ck_{_TABLE}_known_step"),
        ),
        sa.CheckConstraint(
            "length(rule_sha256) = 64 AND length(text_sha256) = 64",
            name=op.f(f"ck_{_TABLE}_has_hashes"),
        ),
        sa.CheckConstraint(
            "step = 'confirmed' OR length(reason) >= 20", name=op.f(f"ck_{_TABLE}_has_reason")
        ),
    )
    op.create_index(f"ix_{_TABLE}_page_id", _TABLE, ["page_id"])
