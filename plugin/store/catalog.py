"""The tables of the embedded shop: products, and a price history that only grows."""

from __future__ import annotations

import datetime as dt
import decimal
import typing as t

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column

from .models import Base
from .models import Id


class Amount(sa.types.TypeDecorator[decimal.Decimal]):
    """An amount of money: NUMERIC, and text on SQLite, which would keep it as a float."""

    impl = sa.Numeric(14, 4)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[t.Any]:
        """Choose the column's type."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(20))
        return dialect.type_descriptor(sa.Numeric(14, 4))

    def process_bind_param(
        self, value: decimal.Decimal | None, dialect: sa.Dialect
    ) -> decimal.Decimal | str | None:
        """Bring an amount into the shape the database keeps."""
        if value is None:
            return None
        return f"{value:f}" if dialect.name == "sqlite" else value

    def process_result_value(
        self, value: decimal.Decimal | str | None, dialect: sa.Dialect
    ) -> decimal.Decimal | None:
        """Read an amount back."""
        return None if value is None else decimal.Decimal(value)


class ProductRow(Base):
    """A product in one market; what it costs is in its prices."""

    __tablename__ = "serum_product"
    __table_args__ = (
        sa.UniqueConstraint("market", "sku"),
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name="stock_not_negative"),
        sa.Index(None, "market", "role"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    market: Mapped[str]
    sku: Mapped[str]
    role: Mapped[str | None]
    names: Mapped[dict[str, str]] = mapped_column(sa.JSON())
    content: Mapped[str]
    url: Mapped[str]
    image: Mapped[str]
    published: Mapped[bool]
    stock: Mapped[int | None] = mapped_column(sa.Integer())
    back_order: Mapped[bool]


class PriceRow(Base):
    """A price from a moment on; a later row takes its place, and it stays in the history."""

    __tablename__ = "serum_price"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('regular', 'reduced')", name="known_kind"),
        sa.Index(None, "product_id", "currency", "valid_from"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    product_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("serum_product.id"))
    amount: Mapped[decimal.Decimal] = mapped_column(Amount())
    currency: Mapped[str] = mapped_column(sa.String(3))
    valid_from: Mapped[dt.datetime]
    kind: Mapped[str]
