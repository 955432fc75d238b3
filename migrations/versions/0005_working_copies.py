"""Working copies of the editor, and who has what open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; nothing in them is history."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "serum_working_copy",
        sa.Column("page_id", identity, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "part", "author", name="pk_serum_working_copy"),
        sa.ForeignKeyConstraint(
            ["page_id"], ["serum_page.id"], name="fk_serum_working_copy_page_id"
        ),
    )
    op.create_table(
        "serum_presence",
        sa.Column("page_id", identity, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "part", "author", name="pk_serum_presence"),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name="fk_serum_presence_page_id"),
    )


def downgrade() -> None:
    """Remove both tables."""
    op.drop_table("serum_presence")
    op.drop_table("serum_working_copy")
