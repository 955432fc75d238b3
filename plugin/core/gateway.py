"""The port to a shop: where price and stock come from, and where the cart is."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .offer import CartLine
from .offer import LineResult
from .offer import Shelf
from .offer import ShopQuery


class ShopGateway(t.Protocol):
    """The shop's own system, which alone knows price and stock."""

    def look_up(self, query: ShopQuery) -> Shelf:
        """Answer one batched question.

        :raises ShopError: if it can't be answered.
        """

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Put lines into the shopper's cart.

        :param lines: at least one.
        :param query: names the market, currency and locale.
        :return: a result per line, in their order; a line that fails does not stop the others.
        :raises ShopError: if nothing could be tried.
        """

    def cart_url(self, query: ShopQuery) -> str:
        """Give the address of the shop's cart; ``""`` where it has none."""
