"""The embedded shop's products, and their prices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

_WHY = "what was asked is history; set a new price"


def upgrade() -> None:
    """Make the tables, and the triggers that keep the price history."""
    _create_tables()
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER serum_price_only_added"
            " BEFORE UPDATE OR DELETE OR TRUNCATE ON serum_price"
            f" FOR EACH STATEMENT EXECUTE FUNCTION serum_refuse_change('{_WHY}')"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER serum_price_no_{verb.lower()} BEFORE {verb} ON serum_price"
            f" BEGIN SELECT RAISE(ABORT, 'serum_price: {verb} refused: {_WHY}.'); END"
        )


def downgrade() -> None:
    """Remove both tables; the triggers go with them."""
    op.drop_table("serum_price")
    op.drop_table("serum_product")


def _create_tables() -> None:
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "serum_product",
        sa.Column("id", identity, nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("back_order", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_product"),
        sa.UniqueConstraint("market", "sku", name="uq_serum_product_market_sku"),
        sa.CheckConstraint(
            "stock IS NULL OR stock >= 0", name=op.f("ck_serum_product_stock_not_negative")
        ),
    )
    op.create_index("ix_serum_product_market_role", "serum_product", ["market", "role"])
    op.create_table(
        "serum_price",
        sa.Column("id", identity, nullable=False),
        sa.Column("product_id", identity, nullable=False),
        sa.Column(
            "amount", sa.Numeric(14, 4).with_variant(sa.String(20), "sqlite"), nullable=False
        ),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serum_price"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["serum_product.id"], name="fk_serum_price_product_id"
        ),
        sa.CheckConstraint(
            "kind IN ('regular', 'reduced')", name=op.f("ck_serum_price_known_kind")
        ),
    )
    op.create_index(
        "ix_serum_price_product_id_currency_valid_from",
        "serum_price",
        ["product_id", "currency", "valid_from"],
    )
