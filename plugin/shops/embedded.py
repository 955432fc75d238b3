"""The embedded shop: products in our own tables, and a cart in the shopper's session."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from ..core.errors import ShopUnavailable
from ..core.offer import Availability
from ..core.offer import CartLine
from ..core.offer import LineResult
from ..core.offer import Money
from ..core.offer import Offer
from ..core.offer import Shelf
from ..core.offer import ShopQuery
from ..core.ports import Clock
from .embedded_catalog import Catalog
from .embedded_catalog import EngineSource
from .embedded_product import ProductEntry
from .embedded_reading import find
from .embedded_reading import Found
from .selling import decide
from .session_cart import CartSource
from .session_cart import SessionCart

LOW_STOCK = 3
"""With so many left, or fewer, a product is low in stock."""


@dataclass(frozen=True)
class CartEntry:
    """A line of the cart with what the shop says of it at this moment.

    :param offer: what the shop says; without a price where it no longer sells it.
    :param quantity: how many are in the cart.
    """

    offer: Offer
    quantity: int

    @property
    def total(self) -> Money | None:
        """The price of all of them; ``None`` where the shop gives no price."""
        return None if self.offer.price is None else self.offer.price * self.quantity


class EmbeddedShop:
    """A shop for demos and small sites; fulfils :class:`~flask_serum.core.ports.ShopGateway`.

    The cart reserves nothing: price and stock are looked at again whenever something is added.

    :param engine: where the tables are, or a callable that gives it when it is needed.
    :param clock: tells the time.
    :param cart: callable that gives the shopper's mapping, as in ``lambda: flask.session``;
        without one nothing can be put into a cart.
    :param cart_url: address of the cart, or a callable that gives it.
    """

    def __init__(
        self,
        engine: EngineSource,
        clock: Clock,
        *,
        cart: CartSource | None = None,
        cart_url: str | cabc.Callable[[], str] = "",
    ) -> None:
        self.catalog = Catalog(engine, clock)
        self._clock = clock
        self._cart = None if cart is None else SessionCart(cart)
        self._cart_url = cart_url

    @property
    def can_add(self) -> bool:
        """Whether there is a cart to put something into."""
        return self._cart is not None

    def look_up(self, query: ShopQuery) -> Shelf:
        """Answer one batched question in at most two statements.

        :raises ShopUnavailable: if the database can't be asked.
        """
        found = self._find(query)
        return Shelf(
            offers={sku: _offer(entry, found, query) for sku, entry in found.asked.items()},
            companions={
                role: tuple(_offer(entry, found, query) for entry in entries)
                for role, entries in found.by_role.items()
            },
            in_cart=frozenset(self._held(query)),
        )

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Put lines into the shopper's cart, as much of each as there is.

        :raises ShopUnavailable: if there is no cart, or the database can't be asked.
        """
        cart = self._needed_cart()
        offers = self._offers([line.sku for line in lines], query)
        results = []
        for line in lines:
            held = cart.quantities(query.market).get(line.sku, 0)
            result = decide(line, offers.get(line.sku), query.currency, held)
            if result.added:
                cart.set_quantity(query.market, line.sku, held + result.added)
            results.append(result)
        return results

    def cart_url(self, query: ShopQuery) -> str:
        """Give the address of the shop's cart; ``""`` where it has none."""
        return self._cart_url() if callable(self._cart_url) else self._cart_url

    def cart_lines(self, query: ShopQuery) -> list[CartEntry]:
        """List what is in the shopper's cart, in the order it was put there.

        What the shop no longer knows is listed too, so that the shopper can take it out.

        :param query: names the market, currency and locale.
        :raises ShopUnavailable: if the database can't be asked.
        """
        held = self._held(query)
        offers = self._offers(held, query)
        unknown = {sku: Offer(sku, name=sku, published=False) for sku in held}
        return [CartEntry({**unknown, **offers}[sku], number) for sku, number in held.items()]

    def set_quantity(self, sku: str, quantity: int, query: ShopQuery) -> LineResult:
        """Make the cart hold so many of a SKU, or as many as there are.

        Where nothing of it can be sold, the cart stays as it is.

        :param sku: the variant.
        :param quantity: at least 1.
        :param query: names the market, currency and locale.
        :return: what became of it; ``added`` is how many the cart holds now.
        :raises ShopUnavailable: if there is no cart, or the database can't be asked.
        """
        cart = self._needed_cart()
        offer = self._offers([sku], query).get(sku)
        result = decide(CartLine(sku, quantity), offer, query.currency, 0)
        if result.added:
            cart.set_quantity(query.market, sku, result.added)
        return result

    def remove(self, sku: str, query: ShopQuery) -> None:
        """Take a SKU out of the cart; do nothing where it is not there.

        :param sku: the variant.
        :param query: names the market.
        :raises ShopUnavailable: if there is no cart.
        """
        self._needed_cart().set_quantity(query.market, sku, 0)

    def _needed_cart(self) -> SessionCart:
        if self._cart is None:
            raise ShopUnavailable("The embedded shop has no cart; give it cart=lambda: session.")
        return self._cart

    def _held(self, query: ShopQuery) -> dict[str, int]:
        return {} if self._cart is None else self._cart.quantities(query.market)

    def _offers(self, skus: cabc.Iterable[str], query: ShopQuery) -> dict[str, Offer]:
        asked = dataclasses.replace(query, skus=tuple(skus), roles=())
        found = self._find(asked)
        return {sku: _offer(entry, found, asked) for sku, entry in found.asked.items()}

    def _find(self, query: ShopQuery) -> Found:
        try:
            return find(self.catalog.engine, query, self._clock.now())
        except SQLAlchemyError as error:
            raise ShopUnavailable("The embedded shop's database can't be asked.") from error


def _offer(entry: ProductEntry, found: Found, query: ShopQuery) -> Offer:
    current = found.prices.get(entry.sku)
    return Offer(
        entry.sku,
        price=current.price if current else None,
        availability=_availability(entry),
        name=entry.name(query.locale),
        compare_at=current.compare_at if current else None,
        lowest_30_days=current.lowest_30_days if current else None,
        quantity=entry.stock,
        url=entry.url,
        image=entry.image,
        role=entry.role,
        published=entry.published,
        content=entry.content,
    )


def _availability(entry: ProductEntry) -> Availability:
    if entry.stock is None or entry.stock > LOW_STOCK:
        return Availability.IN_STOCK
    if entry.stock > 0:
        return Availability.LOW_STOCK
    return Availability.BACK_ORDER if entry.back_order else Availability.OUT_OF_STOCK
