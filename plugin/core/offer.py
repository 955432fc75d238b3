"""Offers: what the shop asks for a variant now, and whether it has it."""

from __future__ import annotations

import collections.abc as cabc
import enum
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal
from decimal import ROUND_HALF_UP

# ISO 4217 minor units that are not 2.
_NO_DECIMALS = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
    *("RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"),
)
_THREE_DECIMALS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_MINOR_UNITS = {**dict.fromkeys(_NO_DECIMALS, 0), **dict.fromkeys(_THREE_DECIMALS, 3)}


class Role(enum.StrEnum):
    """What a product is in the routine: the serum itself, or a layer over it."""

    SERUM = "serum"
    MOISTURIZER = "moisturizer"
    SUNSCREEN = "sunscreen"

    @classmethod
    def companions(cls) -> tuple[Role, ...]:
        """The roles that are layered over the serum, in the order they go on."""
        return (cls.MOISTURIZER, cls.SUNSCREEN)


class Availability(enum.StrEnum):
    """Whether a variant can be had."""

    IN_STOCK = "in_stock"
    LOW_STOCK = "low_stock"
    BACK_ORDER = "back_order"
    PRE_ORDER = "pre_order"
    OUT_OF_STOCK = "out_of_stock"
    DISCONTINUED = "discontinued"
    UNKNOWN = "unknown"

    @property
    def sells(self) -> bool:
        """Whether it may be put into a cart."""
        return self in {
            Availability.IN_STOCK,
            Availability.LOW_STOCK,
            Availability.BACK_ORDER,
            Availability.PRE_ORDER,
        }


@dataclass(frozen=True, order=True)
class Money:
    """An amount of one currency, never a float.

    :param amount: in major units, as in ``Decimal("89.00")``; finite and not negative.
    :param currency: ISO 4217 code.
    :raises TypeError: if the amount is no Decimal.
    :raises ValueError: if it is not finite or negative, or the currency is no code.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"A price is a Decimal, not {self.amount!r}.")
        if not self.amount.is_finite() or self.amount < 0:
            raise ValueError(f"A price is finite and not negative, not {self.amount}.")
        code = self.currency
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise ValueError(f"A currency is an ISO 4217 code, not {self.currency!r}.")

    @property
    def minor_units(self) -> int:
        """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
        return _MINOR_UNITS.get(self.currency, 2)

    def rounded(self) -> Money:
        """Give the amount with the currency's number of decimals, halves up."""
        step = Decimal(1).scaleb(-self.minor_units)
        return Money(self.amount.quantize(step, ROUND_HALF_UP), self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        return Money(self.amount * factor, self.currency)

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"Can't add {other.currency} to {self.currency}.")
        return Money(self.amount + other.amount, self.currency)


@dataclass(frozen=True)
class Offer:
    """What the shop says of one SKU at this moment.

    :param sku: the variant.
    :param price: ``None`` where the shop gives none.
    :param availability: whether it can be had.
    :param name: the shop's name for it; plain text, not trusted as HTML.
    :param compare_at: the price before a reduction.
    :param lowest_30_days: the lowest price of the 30 days before the reduction.
    :param quantity: how many are left, where the shop says; never invented.
    :param url: the product's page in the shop, where there is one.
    :param image: address of a picture, where there is one.
    :param role: what it is in the routine.
    :param published: whether the shop shows it.
    :param content: net content, as in ``"50 ml"``; plain text.
    """

    sku: str
    price: Money | None = None
    availability: Availability = Availability.UNKNOWN
    name: str = ""
    compare_at: Money | None = None
    lowest_30_days: Money | None = None
    quantity: int | None = None
    url: str = ""
    image: str = ""
    role: Role | None = None
    published: bool = True
    content: str = ""

    @property
    def reduced(self) -> bool:
        """Whether the price is below the one compared with."""
        return (
            self.price is not None
            and self.compare_at is not None
            and self.compare_at.currency == self.price.currency
            and self.compare_at.amount > self.price.amount
        )

    @property
    def sells(self) -> bool:
        """Whether it can be bought now: shown by the shop, to be had, and with a price."""
        return self.published and self.availability.sells and self.price is not None


@dataclass(frozen=True)
class CartLine:
    """A wish to put something into the cart.

    :param sku: the variant.
    :param quantity: how many, at least 1.
    """

    sku: str
    quantity: int = 1


class LineStatus(enum.StrEnum):
    """What became of a line."""

    ADDED = "added"
    PARTLY_ADDED = "partly_added"
    OUT_OF_STOCK = "out_of_stock"
    UNKNOWN_PRODUCT = "unknown_product"
    NOT_FOR_SALE = "not_for_sale"
    FAILED = "failed"


@dataclass(frozen=True)
class LineResult:
    """What the shop did with one line.

    :param sku: the variant.
    :param status: what became of it.
    :param added: how many went into the cart.
    """

    sku: str
    status: LineStatus
    added: int = 0


@dataclass(frozen=True)
class ShopQuery:
    """One batched question to the shop.

    :param skus: the variants of the page and the pinned companions.
    :param roles: the roles to find further companions for.
    :param market: code of the market.
    :param channel: what the shop calls the market.
    :param currency: ISO 4217 code the prices must be in.
    :param locale: BCP 47 tag for names.
    :param limit: how many companions to give per role, at most.
    """

    skus: tuple[str, ...]
    roles: tuple[Role, ...]
    market: str
    channel: str
    currency: str
    locale: str
    limit: int = 12


@dataclass(frozen=True)
class Shelf:
    """The shop's answer to a :class:`ShopQuery`.

    :param offers: by SKU; a SKU that the shop does not know is absent.
    :param companions: candidates per role, in the shop's own order.
    :param in_cart: the SKUs in the shopper's cart.
    :param available: ``False`` where the shop could not be asked.
    """

    offers: cabc.Mapping[str, Offer] = field(default_factory=dict)
    companions: cabc.Mapping[Role, tuple[Offer, ...]] = field(default_factory=dict)
    in_cart: frozenset[str] = frozenset()
    available: bool = True
