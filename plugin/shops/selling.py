"""How much of a line may go into a cart: the same rule for every shop of ours."""

from __future__ import annotations

from ..core.offer import Availability
from ..core.offer import CartLine
from ..core.offer import LineResult
from ..core.offer import LineStatus
from ..core.offer import Offer

MOST_OF_ONE = 99
"""How many of one SKU a cart takes at most."""

_COUNTED = frozenset({Availability.IN_STOCK, Availability.LOW_STOCK})


def decide(line: CartLine, offer: Offer | None, currency: str, held: int) -> LineResult:
    """Say how much of a line may be added, and why no more.

    :param line: what is wanted.
    :param offer: what the shop says of it at this moment; ``None`` where it does not know it.
    :param currency: the market's; a price in another one is another market's.
    :param held: how many are in the cart already.
    """
    if offer is None:
        return LineResult(line.sku, LineStatus.UNKNOWN_PRODUCT)
    checks = (
        (line.quantity < 1, LineStatus.FAILED),
        (not offer.published, LineStatus.NOT_FOR_SALE),
        (offer.availability is Availability.OUT_OF_STOCK, LineStatus.OUT_OF_STOCK),
        (not offer.sells, LineStatus.NOT_FOR_SALE),
        (offer.price is not None and offer.price.currency != currency, LineStatus.NOT_FOR_SALE),
    )
    refused = next((status for applies, status in checks if applies), None)
    if refused is not None:
        return LineResult(line.sku, refused)
    most = MOST_OF_ONE
    if offer.quantity is not None and offer.availability in _COUNTED:
        most = min(most, offer.quantity)
    added = min(line.quantity, most - held)
    if added == line.quantity:
        return LineResult(line.sku, LineStatus.ADDED, added)
    if added > 0:
        return LineResult(line.sku, LineStatus.PARTLY_ADDED, added)
    return LineResult(line.sku, LineStatus.OUT_OF_STOCK)
