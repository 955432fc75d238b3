"""The embedded shop's own side: what a merchant puts into it."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import datetime as dt
import typing as t

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import locale as locales
from ..core.offer import Money
from ..core.ports import Clock
from ..store.catalog import PriceRow
from ..store.catalog import ProductRow
from .embedded_product import entry_of
from .embedded_product import point_of
from .embedded_product import ProductEntry
from .price_history import Kind
from .price_history import PricePoint

EngineSource: t.TypeAlias = sa.Engine | cabc.Callable[[], sa.Engine]


class Catalog:
    """Products and their prices in our own tables.

    :param engine: where the tables are, or a callable that gives it when it is needed.
    :param clock: tells the time.
    """

    def __init__(self, engine: EngineSource, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @property
    def engine(self) -> sa.Engine:
        """The engine, as it is at this moment."""
        return self._engine if isinstance(self._engine, sa.Engine) else self._engine()

    def put_product(self, entry: ProductEntry) -> None:
        """Add a product, or replace what is kept of it; its prices stay.

        :param entry: the whole product.
        :raises ValueError: if it has no SKU or no name, or its stock is less than nothing.
        """
        if not entry.sku or not any(entry.names.values()):
            raise ValueError(f"Product {entry.sku!r} needs a SKU and a name.")
        values = {
            "role": entry.role.value if entry.role else None,
            "names": {locales.normalise(tag): name for tag, name in entry.names.items()},
            "content": entry.content,
            "url": entry.url,
            "image": entry.image,
            "published": entry.published,
            "stock": _counted(entry.sku, entry.stock),
            "back_order": entry.back_order,
        }
        with self._writing() as session:
            row = session.scalar(_named(entry.market, entry.sku))
            if row is None:
                session.add(ProductRow(market=entry.market, sku=entry.sku, **values))
            else:
                for name, value in values.items():
                    setattr(row, name, value)

    def set_stock(self, market: str, sku: str, stock: int | None) -> None:
        """Say how many of a product are left.

        :param market: code of the market.
        :param sku: the product.
        :param stock: ``None`` where that is not counted.
        :raises LookupError: if there is no such product.
        :raises ValueError: if it is less than nothing.
        """
        with self._writing() as session:
            _product(session, market, sku).stock = _counted(sku, stock)

    def set_price(
        self,
        market: str,
        sku: str,
        price: Money,
        *,
        kind: Kind = Kind.REGULAR,
        valid_from: dt.datetime | None = None,
    ) -> None:
        """Ask a price from a moment on; do nothing where just that is asked then already.

        What was asked before stays in the history and can't be rewritten: a price can't begin
        before one that has begun.

        :param market: code of the market.
        :param sku: the product.
        :param price: with no more decimals than its currency has.
        :param kind: whether it is announced as a reduction.
        :param valid_from: aware; now where none is given.
        :raises LookupError: if there is no such product.
        :raises ValueError: if the price has too many decimals, or would rewrite the past.
        """
        if price.rounded() != price:
            raise ValueError(f"{price.amount} has more decimals than {price.currency} has.")
        now = self._clock.now()
        begins = now if valid_from is None else valid_from
        with self._writing() as session:
            product = _product(session, market, sku)
            of_product = (
                sa.select(PriceRow)
                .where(PriceRow.product_id == product.id, PriceRow.currency == price.currency)
                .order_by(PriceRow.valid_from.desc(), PriceRow.id.desc())
                .limit(1)
            )
            newest = session.scalar(of_product.where(PriceRow.valid_from <= now))
            asked = session.scalar(of_product.where(PriceRow.valid_from <= begins))
            if newest is not None and begins < newest.valid_from:
                raise ValueError(
                    f"A price of {sku!r} began on {newest.valid_from:%Y-%m-%d %H:%M} UTC, and"
                    " what was asked before that is history; give a later time."
                )
            if asked is None or (asked.amount, asked.kind) != (price.amount, kind):
                session.add(
                    PriceRow(
                        product_id=product.id,
                        amount=price.rounded().amount,
                        currency=price.currency,
                        valid_from=begins,
                        kind=kind.value,
                    )
                )

    def product(self, market: str, sku: str) -> ProductEntry | None:
        """Give a product, or ``None``.

        :param market: code of the market.
        :param sku: the product.
        """
        with Session(self.engine) as session:
            row = session.scalar(_named(market, sku))
            return None if row is None else entry_of(row)

    def products(self, market: str) -> list[ProductEntry]:
        """List the products of a market in the order they were added.

        :param market: code of the market.
        """
        with Session(self.engine) as session:
            rows = sa.select(ProductRow).where(ProductRow.market == market).order_by(ProductRow.id)
            return [entry_of(row) for row in session.scalars(rows)]

    def history(self, market: str, sku: str, currency: str) -> list[PricePoint]:
        """List every price of a product, those to come too, in the order they were set.

        :param market: code of the market.
        :param sku: the product.
        :param currency: ISO 4217 code.
        """
        with Session(self.engine) as session:
            rows = (
                sa.select(PriceRow)
                .join(ProductRow, ProductRow.id == PriceRow.product_id)
                .where(ProductRow.market == market, ProductRow.sku == sku)
                .where(PriceRow.currency == currency)
                .order_by(PriceRow.id)
            )
            return [point_of(row) for row in session.scalars(rows)]

    @contextlib.contextmanager
    def _writing(self) -> cabc.Iterator[Session]:
        with Session(self.engine) as session, session.begin():
            yield session


def _named(market: str, sku: str) -> sa.Select[ProductRow]:
    return sa.select(ProductRow).where(ProductRow.market == market, ProductRow.sku == sku)


def _product(session: Session, market: str, sku: str) -> ProductRow:
    row = session.scalar(_named(market, sku))
    if row is None:
        raise LookupError(f"Market {market!r} has no product {sku!r}; put it in first.")
    return row


def _counted(sku: str, stock: int | None) -> int | None:
    if stock is not None and stock < 0:
        raise ValueError(f"The stock of {sku!r} is {stock}; there can't be less than none.")
    return stock
