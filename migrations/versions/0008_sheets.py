"""Working copies per form that is open, so that two tabs of one person don't share one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

_TABLE = "serum_working_copy"
_KEPT = "page_id, part, author, base, fields, at"


def upgrade() -> None:
    """Make the table anew with the sheet in its key; what was kept stays."""
    op.rename_table(_TABLE, f"{_TABLE}_old")
    _release_names()
    _create_table("sheet", "mark")
    op.execute(
        f"INSERT INTO {_TABLE} ({_KEPT}, sheet, mark) SELECT {_KEPT}, '', '1' FROM {_TABLE}_old"
    )
    op.drop_table(f"{_TABLE}_old")


def downgrade() -> None:
    """Make the table as it was; of several sheets of one person the newest stays."""
    op.rename_table(_TABLE, f"{_TABLE}_old")
    _release_names()
    _create_table()
    op.execute(
        f"INSERT INTO {_TABLE} ({_KEPT}) SELECT {_KEPT} FROM (SELECT {_KEPT}, ROW_NUMBER() OVER"
        f" (PARTITION BY page_id, part, author ORDER BY at DESC, sheet) AS place FROM {_TABLE}_old)"
        " AS ordered WHERE place = 1"
    )
    op.drop_table(f"{_TABLE}_old")


def _release_names() -> None:
    # In PostgreSQL the key's index keeps its name, and names are unique in a schema.
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {_TABLE}_old RENAME CONSTRAINT pk_{_TABLE} TO pk_{_TABLE}_old")


def _create_table(*more: str) -> None:
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        _TABLE,
        sa.Column("page_id", identity, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in more),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "part", "author", *more[:1], name=f"pk_{_TABLE}"),
        sa.ForeignKeyConstraint(["page_id"], ["serum_page.id"], name=f"fk_{_TABLE}_page_id"),
    )
