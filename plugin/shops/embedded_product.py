"""A product of the embedded shop, and how its rows are read."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from ..core import locale as locales
from ..core.offer import Money
from ..core.offer import Role
from ..store.catalog import PriceRow
from ..store.catalog import ProductRow
from .price_history import Kind
from .price_history import PricePoint


@dataclass(frozen=True)
class ProductEntry:
    """A product as the embedded shop keeps it, without its prices.

    :param sku: unique within the market.
    :param market: code of the market it is sold in.
    :param names: by locale; at least one, and the first stands in where a locale has none.
    :param role: what it is in the routine.
    :param content: net content, as in ``"50 ml"``.
    :param url: its page in the shop.
    :param image: address of a picture.
    :param published: whether shoppers see it.
    :param stock: how many are left; ``None`` where that is not counted.
    :param back_order: whether it sells when none is left.
    """

    sku: str
    market: str
    names: cabc.Mapping[str, str]
    role: Role | None = None
    content: str = ""
    url: str = ""
    image: str = ""
    published: bool = True
    stock: int | None = None
    back_order: bool = False

    def name(self, locale: str) -> str:
        """Give the name in a locale, in the same language elsewhere, or the first one there is.

        :param locale: BCP 47 tag.
        """
        tags = locales.chain(locale, tuple(self.names))
        return next((self.names[tag] for tag in tags if self.names.get(tag)), self.sku)


def entry_of(row: ProductRow) -> ProductEntry:
    """Read a product from its row."""
    return ProductEntry(
        sku=row.sku,
        market=row.market,
        names=row.names,
        role=Role(row.role) if row.role else None,
        content=row.content,
        url=row.url,
        image=row.image,
        published=row.published,
        stock=row.stock,
        back_order=row.back_order,
    )


def point_of(row: PriceRow) -> PricePoint:
    """Read a price from its row."""
    return PricePoint(Money(row.amount, row.currency).rounded(), row.valid_from, Kind(row.kind))
