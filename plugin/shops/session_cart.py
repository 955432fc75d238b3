"""A small cart in whatever mapping the host gives: in practice, the shopper's session."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .selling import MOST_OF_ONE

CART_KEY = "serum_cart"
"""The one key that the cart takes in the mapping: ``{market: {sku: quantity}}``."""

CartSource: t.TypeAlias = cabc.Callable[[], cabc.MutableMapping[str, t.Any]]


class SessionCart:
    """Quantities by SKU, for each market apart.

    A session only notices that a key was set, not that something inside it changed: so the whole
    cart is written anew with each change.

    :param source: callable that gives the shopper's mapping.
    """

    def __init__(self, source: CartSource) -> None:
        self._source = source

    def quantities(self, market: str) -> dict[str, int]:
        """Give what is in the cart, in the order it was put there.

        What is not a cart's content (a mapping that was written by something else) is passed over.

        :param market: code of the market.
        """
        return self._read().get(market, {})

    def set_quantity(self, market: str, sku: str, quantity: int) -> None:
        """Make the cart hold so many of a SKU.

        :param market: code of the market.
        :param sku: the variant.
        :param quantity: nought or less takes it out.
        """
        carts = self._read()
        lines = carts.setdefault(market, {})
        if quantity > 0:
            lines[sku] = min(quantity, MOST_OF_ONE)
        else:
            lines.pop(sku, None)
        self._write(carts)

    def clear(self, market: str) -> None:
        """Empty a market's cart.

        :param market: code of the market.
        """
        carts = self._read()
        carts.pop(market, None)
        self._write(carts)

    def _write(self, carts: dict[str, dict[str, int]]) -> None:
        # Pairs, because a session that is written as JSON may sort the keys of a mapping.
        kept = {market: list(map(list, lines.items())) for market, lines in carts.items() if lines}
        if kept:
            self._source()[CART_KEY] = kept
        else:
            self._source().pop(CART_KEY, None)

    def _read(self) -> dict[str, dict[str, int]]:
        found = self._source().get(CART_KEY)
        if not isinstance(found, cabc.Mapping):
            return {}
        return {
            market: dict(pair for pair in lines if _counts(pair))
            for market, lines in found.items()
            if isinstance(market, str) and isinstance(lines, list)
        }


def _counts(pair: object) -> bool:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        return False
    sku, quantity = pair
    return (
        isinstance(sku, str)
        and isinstance(quantity, int)
        and not isinstance(quantity, bool)
        and 0 < quantity <= MOST_OF_ONE
    )
