"""Fills the demo shop: its products and prices, and its published pages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from flask import Flask

from ..core.access import Actor
from ..core.offer import Money
from ..core.offer import Role
from ..shops.embedded_catalog import Catalog
from ..shops.embedded_product import ProductEntry
from ..shops.price_history import Kind
from ..store import migrate
from ..web.documents import read_document
from ..web.mount import KEY
from ..web.mount import Mounts
from .app import MARKETS
from .storefront import document
from .storefront import DOCUMENTS

SEEDER = Actor("demo", frozenset({"admin"}))


def seed(app: Flask) -> None:
    """Make the tables, and bring in what is not there yet; what was changed since stays.

    :param app: as :func:`.app.create_app` made it.
    """
    engine, shops = app.extensions["demo_shop"]
    migrate.upgrade(engine)
    mounts: Mounts = app.extensions[KEY]
    mount = next(iter(mounts.values()))
    now = mount.clock.now()
    catalog = next(iter(shops.values())).catalog
    for product in document("shop")["products"]:
        if catalog.product(product["market"], product["sku"]) is None:
            _put(catalog, product, now)
    for name in DOCUMENTS:
        record = read_document(document(name))
        if mount.store.page(record.facts.slug, now) is None:
            mount.publishing.import_record(SEEDER, record, publish=True)


def _put(catalog: Catalog, product: dict[str, Any], now: dt.datetime) -> None:
    market = next(one for one in MARKETS if one.code == product["market"])
    catalog.put_product(
        ProductEntry(
            sku=product["sku"],
            market=market.code,
            names=product["names"],
            role=Role(product["role"]),
            content=product.get("content", ""),
            url=product.get("url", ""),
            image=product.get("image", ""),
            published=product.get("published", True),
            stock=product.get("stock"),
            back_order=product.get("back_order", False),
        )
    )
    for price in sorted(product["prices"], key=lambda one: -int(one["days_ago"])):
        catalog.set_price(
            market.code,
            product["sku"],
            Money(Decimal(price["amount"]), market.currency),
            kind=Kind.REDUCED if price.get("reduced") else Kind.REGULAR,
            valid_from=now - dt.timedelta(days=int(price["days_ago"])),
        )
