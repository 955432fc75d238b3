"""The same small shop behind every gateway, for the tests that hold for all of them."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal

from fakes import FakeShop
from fakes import StoppedClock
from sqlalchemy.engine import Engine

from flask_serum.core.offer import Availability
from flask_serum.core.offer import Money
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role
from flask_serum.core.offer import ShopQuery
from flask_serum.core.ports import ShopGateway
from flask_serum.shops.callables import CallableShop
from flask_serum.shops.embedded import EmbeddedShop
from flask_serum.shops.embedded_product import ProductEntry

CURRENCIES = {"eu": "EUR", "us": "USD"}


@dataclass(frozen=True)
class Ware:
    """A product of a shop.

    :param sku: names it.
    :param price: in the market's currency; ``None`` for none.
    :param stock: how many are left; ``None`` where that is not counted.
    :param role: what it is in the routine.
    :param market: where it is sold.
    :param published: whether shoppers see it.
    """

    sku: str
    price: str | None = "24.00"
    stock: int | None = None
    role: Role | None = None
    market: str = "eu"
    published: bool = True

    @property
    def money(self) -> Money | None:
        """The price."""
        return None if self.price is None else Money(Decimal(self.price), CURRENCIES[self.market])

    @property
    def name(self) -> str:
        """What the shop calls it."""
        return f"The {self.sku}"


Build: t.TypeAlias = cabc.Callable[[cabc.Iterable[Ware]], ShopGateway]


def a_query(
    *skus: str,
    roles: tuple[Role, ...] = (),
    market: str = "eu",
    locale: str = "en",
    limit: int = 12,
) -> ShopQuery:
    """Make a question of a market."""
    return ShopQuery(skus, roles, market, "", CURRENCIES[market], locale, limit)


def build_embedded(engine: Engine, wares: cabc.Iterable[Ware]) -> EmbeddedShop:
    """Make an embedded shop with a cart of its own."""
    cart: dict[str, t.Any] = {}
    shop = EmbeddedShop(engine, StoppedClock(), cart=lambda: cart, cart_url="/cart")
    for ware in wares:
        put(shop, ware)
    return shop


def put(shop: EmbeddedShop, ware: Ware) -> None:
    """Put a product with its price into an embedded shop."""
    shop.catalog.put_product(
        ProductEntry(
            ware.sku,
            ware.market,
            {"en": ware.name},
            role=ware.role,
            published=ware.published,
            stock=ware.stock,
        )
    )
    if ware.money is not None:
        shop.catalog.set_price(ware.market, ware.sku, ware.money)


def build_fake(wares: cabc.Iterable[Ware]) -> FakeShop:
    """Make the fake, which knows one market."""
    return FakeShop.selling(*(_offer(ware) for ware in wares if ware.market == "eu"))


def build_of_mappings(wares: cabc.Iterable[Ware]) -> CallableShop:
    """Make a host that gives mappings, and the SKUs of its companions."""
    host = Host({ware.sku: ware for ware in wares if ware.market == "eu"})
    by_role = {
        role: [sku for sku, ware in host.wares.items() if ware.role is role] for role in Role
    }
    return CallableShop(
        host.mappings, by_role, host.add, cart_url="/cart", in_cart=lambda: host.cart
    )


def build_of_objects(wares: cabc.Iterable[Ware]) -> CallableShop:
    """Make a host that gives rows of its own, for companions too."""
    host = Host({ware.sku: ware for ware in wares if ware.market == "eu"})
    return CallableShop(
        host.objects, host.of_roles, host.add, cart_url=lambda: "/cart", in_cart=lambda: host.cart
    )


@dataclass
class Host:
    """A host with its own products and its own cart."""

    wares: dict[str, Ware]
    cart: dict[str, int] = field(default_factory=dict)

    def mappings(self, skus: list[str]) -> dict[str, dict[str, t.Any]]:
        """Give offers as mappings."""
        found = (self.wares[sku] for sku in skus if sku in self.wares)
        return {
            ware.sku: {
                "price": None if ware.price is None else Decimal(ware.price),
                "currency": "EUR",
                "stock": ware.stock,
                "name": ware.name,
                "role": None if ware.role is None else ware.role.value,
                "published": ware.published,
            }
            for ware in found
        }

    def objects(self, skus: list[str]) -> dict[str, object]:
        """Give offers as rows."""
        return {sku: Row(self.wares[sku]) for sku in skus if sku in self.wares}

    def of_roles(self, roles: list[Role]) -> dict[Role, list[object]]:
        """Give the rows of each role."""
        return {
            role: [Row(ware) for ware in self.wares.values() if ware.role is role] for role in roles
        }

    def add(self, sku: str, quantity: int) -> None:
        """Put something into the cart."""
        self.cart[sku] = self.cart.get(sku, 0) + quantity


class Row:
    """A product as a host's table has it: its price an object, its currency one with a code."""

    def __init__(self, ware: Ware) -> None:
        self.sku = ware.sku
        self.price = None if ware.price is None else Price(Decimal(ware.price))
        self.stock = ware.stock
        self.title = ware.name
        self.published = ware.published


class Currency:
    """A currency of a host."""

    code = "EUR"


class Price:
    """A price of a host."""

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount
        self.currency = Currency()


def _offer(ware: Ware) -> Offer:
    left = ware.stock is None or ware.stock > 0
    return Offer(
        ware.sku,
        ware.money,
        Availability.IN_STOCK if left else Availability.OUT_OF_STOCK,
        name=ware.name,
        quantity=ware.stock,
        role=ware.role,
        published=ware.published,
    )
