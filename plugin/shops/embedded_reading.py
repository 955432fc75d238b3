"""How the embedded shop reads a whole question's answer in two statements."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
from dataclasses import dataclass
from dataclasses import field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.offer import Role
from ..core.offer import ShopQuery
from ..store.catalog import PriceRow
from ..store.catalog import ProductRow
from .embedded_product import entry_of
from .embedded_product import point_of
from .embedded_product import ProductEntry
from .price_history import current_price
from .price_history import CurrentPrice


@dataclass(frozen=True)
class Found:
    """What the catalogue has for a question.

    :param asked: the products asked for, by SKU.
    :param by_role: published products per role: those that sell first, then as they were added.
    :param prices: what each of them costs, by SKU; absent where nothing is asked.
    """

    asked: cabc.Mapping[str, ProductEntry] = field(default_factory=dict)
    by_role: cabc.Mapping[Role, tuple[ProductEntry, ...]] = field(default_factory=dict)
    prices: cabc.Mapping[str, CurrentPrice] = field(default_factory=dict)


def find(engine: sa.Engine, query: ShopQuery, now: dt.datetime) -> Found:
    """Answer a question in at most two statements, whatever the numbers.

    :param engine: where the tables are.
    :param query: what is asked.
    :param now: aware, in UTC.
    """
    with Session(engine) as session:
        matching = session.execute(_matching(query, now)).all()
        rows = {row.id: row for row, _ in matching}
        prices = list(session.scalars(_prices(query, now, rows))) if rows else []
    by_product: dict[int, list[PriceRow]] = {}
    for price in prices:
        by_product.setdefault(price.product_id, []).append(price)
    by_role: dict[Role, list[ProductEntry]] = {role: [] for role in query.roles}
    for _, key in sorted((place, row.id) for row, place in matching if place is not None):
        entry = entry_of(rows[key])
        if entry.role is not None:
            by_role[entry.role].append(entry)
    current = {
        rows[key].sku: current_price(map(point_of, points), now)
        for key, points in by_product.items()
    }
    return Found(
        asked={row.sku: entry_of(row) for row in rows.values() if row.sku in query.skus},
        by_role={role: tuple(entries) for role, entries in by_role.items()},
        prices={sku: price for sku, price in current.items() if price is not None},
    )


def _matching(query: ShopQuery, now: dt.datetime) -> sa.Select[ProductRow, int | None]:
    priced = sa.exists().where(
        PriceRow.product_id == ProductRow.id,
        PriceRow.currency == query.currency,
        PriceRow.valid_from <= now,
    )
    to_be_had = sa.or_(ProductRow.stock.is_(None), ProductRow.stock > 0, ProductRow.back_order)
    place = sa.func.row_number().over(
        partition_by=ProductRow.role,
        order_by=(sa.case((sa.and_(to_be_had, priced), 0), else_=1), ProductRow.id),
    )
    ranked = (
        sa.select(ProductRow.id, place.label("place"))
        .where(ProductRow.market == query.market, ProductRow.published)
        .where(ProductRow.role.in_([role.value for role in query.roles]))
        .subquery()
    )
    chosen = sa.and_(ranked.c.id == ProductRow.id, ranked.c.place <= query.limit)
    return (
        sa.select(ProductRow, ranked.c.place)
        .outerjoin(ranked, chosen)
        .where(ProductRow.market == query.market)
        .where(sa.or_(ProductRow.sku.in_(query.skus), ranked.c.place.is_not(None)))
    )


def _prices(
    query: ShopQuery, now: dt.datetime, products: cabc.Iterable[int]
) -> sa.Select[PriceRow]:
    return (
        sa.select(PriceRow)
        .where(PriceRow.product_id.in_(list(products)), PriceRow.currency == query.currency)
        .where(PriceRow.valid_from <= now)
        .order_by(PriceRow.id)
    )
