"""The gateway for a host with its own product table: plain callables are enough."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import logging
import typing as t

from ..core.errors import ShopAnswerInvalid
from ..core.errors import ShopError
from ..core.errors import ShopUnavailable
from ..core.offer import CartLine
from ..core.offer import LineResult
from ..core.offer import LineStatus
from ..core.offer import Offer
from ..core.offer import Role
from ..core.offer import Shelf
from ..core.offer import ShopQuery
from .offer_shapes import OfferLike
from .offer_shapes import read_offer
from .offer_shapes import sku_of
from .selling import decide

Offers: t.TypeAlias = cabc.Callable[[list[str]], cabc.Mapping[str, OfferLike]]
ByRole: t.TypeAlias = cabc.Mapping[t.Any, cabc.Iterable[OfferLike]]
Companions: t.TypeAlias = cabc.Callable[[list[Role]], ByRole] | ByRole
AddToCart: t.TypeAlias = cabc.Callable[[str, int], object]

_log = logging.getLogger("flask_serum.shops")


class OutOfStock(Exception):
    """Raised by a host's ``add_to_cart`` where there is not enough.

    :param added: how many went into the cart all the same.
    """

    def __init__(self, *details: object, added: int = 0) -> None:
        self.added = added
        super().__init__(*details)


class CallableShop:
    """A shop of plain callables; fulfils :class:`~flask_serum.core.ports.ShopGateway`.

    They are called inside the request, so they may use its session and its user. An offer that
    can't be read is left out and logged; the others stand.

    :param offers: callable that takes a list of SKUs and gives offers by SKU; what the host does
        not know is absent. It is called once for a page. :data:`.offer_shapes.OfferLike` says
        what an offer may be.
    :param companions: callable that takes a list of roles and gives, by role, offers or SKUs in
        the shop's order; or such a mapping itself.
    :param add_to_cart: callable that takes a SKU and a quantity, and raises :exc:`OutOfStock`
        where there is not enough; without one nothing can be put into a cart.
    :param cart_url: address of the cart, or a callable that gives it.
    :param in_cart: callable that gives the SKUs in the shopper's cart.
    :param threaded: whether the callables may run in another thread, where a slow one can be
        given up; they see the request's context, but not what is bound to its thread, such as a
        session of a database.
    """

    def __init__(
        self,
        offers: Offers,
        companions: Companions | None = None,
        add_to_cart: AddToCart | None = None,
        cart_url: str | cabc.Callable[[], str] | None = None,
        in_cart: cabc.Callable[[], cabc.Iterable[str]] | None = None,
        *,
        threaded: bool = False,
    ) -> None:
        self.threaded = threaded
        self._offers = offers
        self._companions = companions
        self._add_to_cart = add_to_cart
        self._cart_url = cart_url
        self._in_cart = in_cart

    @property
    def can_add(self) -> bool:
        """Whether something can be put into a cart."""
        return self._add_to_cart is not None

    def look_up(self, query: ShopQuery) -> Shelf:
        """Answer one batched question.

        :raises ShopUnavailable: if a callable fails.
        :raises ShopAnswerInvalid: if a callable gives something else than a mapping.
        """
        by_role = self._by_role(query)
        named = [one for given in by_role.values() for one in given if isinstance(one, str)]
        offers = self._read_offers((*query.skus, *named), query.currency)
        return Shelf(
            offers={sku: offers[sku] for sku in query.skus if sku in offers},
            companions={
                role: tuple(self._read_companions(given, offers, query.currency))
                for role, given in by_role.items()
            },
            in_cart=frozenset(() if self._in_cart is None else _called(self._in_cart)),
        )

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Put lines into the host's cart, each as far as the offer's stock at this moment goes.

        :raises ShopUnavailable: if there is no ``add_to_cart``, or the stock can't be looked at.
        """
        if self._add_to_cart is None:
            raise ShopUnavailable("The host gave no add_to_cart.")
        offers = self._read_offers([line.sku for line in lines], query.currency)
        held: dict[str, int] = {}
        results = []
        for line in lines:
            before = held.get(line.sku, 0)
            result = decide(line, offers.get(line.sku), query.currency, before)
            if result.added:
                result = _add(self._add_to_cart, line, result)
            held[line.sku] = before + result.added
            results.append(result)
        return results

    def cart_url(self, query: ShopQuery) -> str:
        """Give the address of the host's cart; ``""`` where it has none.

        :raises ShopUnavailable: if the callable fails.
        """
        return (_called(self._cart_url) if callable(self._cart_url) else self._cart_url) or ""

    def _by_role(self, query: ShopQuery) -> dict[Role, list[OfferLike]]:
        if self._companions is None or not query.roles:
            return {}
        given = self._companions
        if callable(given):
            given = _called(given, list(query.roles))
        if not isinstance(given, cabc.Mapping):
            raise ShopAnswerInvalid(f"companions gave {type(given).__name__}, not a mapping.")
        return {
            role: list(itertools.islice(given.get(role, ()), query.limit)) for role in query.roles
        }

    def _read_offers(self, skus: cabc.Iterable[str], currency: str) -> dict[str, Offer]:
        asked = list(dict.fromkeys(skus))
        given = _called(self._offers, asked) if asked else {}
        if not isinstance(given, cabc.Mapping):
            raise ShopAnswerInvalid(f"offers gave {type(given).__name__}, not a mapping.")
        found = ((sku, given.get(sku)) for sku in asked)
        read = ((sku, _read(sku, raw, currency)) for sku, raw in found if raw is not None)
        return {sku: offer for sku, offer in read if offer is not None}

    @staticmethod
    def _read_companions(
        given: list[OfferLike], offers: dict[str, Offer], currency: str
    ) -> cabc.Iterator[Offer]:
        for raw in given:
            offer = offers.get(raw) if isinstance(raw, str) else _read(sku_of(raw), raw, currency)
            if offer is not None:
                yield offer


def _called(function: cabc.Callable[..., t.Any], *arguments: object) -> t.Any:
    try:
        return function(*arguments)
    except ShopError:
        raise
    except Exception as error:
        name = getattr(function, "__qualname__", repr(function))
        raise ShopUnavailable(f"The host's {name} failed: {error!r}") from error


def _read(sku: str, raw: OfferLike, currency: str) -> Offer | None:
    try:
        return read_offer(sku, raw, currency)
    except Exception as error:
        _log.warning("An offer of the host is left out: %s", error)
        return None


def _add(add_to_cart: AddToCart, line: CartLine, planned: LineResult) -> LineResult:
    try:
        add_to_cart(line.sku, planned.added)
    except OutOfStock as short:
        if 0 < short.added < line.quantity:
            return LineResult(line.sku, LineStatus.PARTLY_ADDED, short.added)
        return LineResult(line.sku, LineStatus.OUT_OF_STOCK)
    except Exception:
        _log.exception("The host's add_to_cart failed for %r.", line.sku)
        return LineResult(line.sku, LineStatus.FAILED)
    return planned
