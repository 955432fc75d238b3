"""A host with its own product table: plain callables, and the shapes they may give."""

from __future__ import annotations

import collections.abc as cabc
import types
import typing as t
from decimal import Decimal

import pytest
from factories import a_companion
from factories import an_offer
from shop_builds import a_query

from flask_serum.core.errors import ShopAnswerInvalid
from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.offer import Availability
from flask_serum.core.offer import CartLine
from flask_serum.core.offer import LineResult
from flask_serum.core.offer import LineStatus
from flask_serum.core.offer import Money
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role
from flask_serum.shops import CallableShop
from flask_serum.shops import OutOfStock

EURO = types.SimpleNamespace(code="EUR")


def read(raw: object) -> Offer:
    """Read an offer of a host."""
    return CallableShop(lambda skus: {"SERUM": raw}).look_up(a_query("SERUM")).offers["SERUM"]


def selling(
    raw: object, add: cabc.Callable[[str, int], object] = lambda sku, quantity: None
) -> CallableShop:
    """Make a host that sells whatever it is asked for."""
    return CallableShop(lambda skus: dict.fromkeys(skus, raw), add_to_cart=add)


@pytest.mark.parametrize(
    "raw",
    [
        {"price": Decimal("72.00")},
        {"price": Decimal("72.00"), "currency": "EUR"},
        {"price": "72.00", "currency": EURO},
        {"price": 72},
        {"price": Money(Decimal("72.00"), "EUR")},
        {"price": {"amount": "72.00", "currency": "EUR"}},
        {"price": types.SimpleNamespace(amount=Decimal("72"), currency=EURO)},
        {"price": types.SimpleNamespace(amount=Decimal("72"), currency="EUR")},
        types.SimpleNamespace(price=Decimal("72.00"), currency="EUR"),
        an_offer("SERUM"),
    ],
)
def test_prices(raw: object) -> None:
    """A price is a Decimal, an int, a text or an object with an amount; the market's currency
    is taken where it names none."""
    assert read(raw).price == Money(Decimal("72.00"), "EUR")


@pytest.mark.parametrize(
    "price", [72.0, True, "72,00", "", "NaN", "-1", Decimal("NaN"), Decimal(-1), b"72", []]
)
def test_prices_that_can_not_be_read(price: object, caplog: pytest.LogCaptureFixture) -> None:
    """An offer whose price can't be read is left out and logged; the others stay."""
    shop = CallableShop(lambda skus: {"SERUM": {"price": price}, "CREAM": {"price": 24}})
    assert set(shop.look_up(a_query("SERUM", "CREAM")).offers) == {"CREAM"}
    assert "'SERUM' has the price" in caplog.text


def test_a_price_is_named_even_if_there_is_none() -> None:
    """An offer that has no price at all is a mistake; one whose price is None is not."""
    assert read({"price": None}).price is None
    shop = CallableShop(lambda skus: {"SERUM": {"prise": 72}, "CREAM": 72, "SHADE": "72"})
    assert shop.look_up(a_query("SERUM", "CREAM", "SHADE")).offers == {}


@pytest.mark.parametrize(
    ("fields", "availability", "quantity"),
    [
        ({}, Availability.IN_STOCK, None),
        ({"stock": None}, Availability.IN_STOCK, None),
        ({"stock": 7}, Availability.IN_STOCK, 7),
        ({"quantity": 7}, Availability.IN_STOCK, 7),
        ({"stock": Decimal(7)}, Availability.IN_STOCK, 7),
        ({"stock": 0}, Availability.OUT_OF_STOCK, 0),
        ({"stock": -2}, Availability.OUT_OF_STOCK, 0),
        ({"stock": 0, "back_order": True}, Availability.BACK_ORDER, 0),
        ({"available": False}, Availability.OUT_OF_STOCK, None),
        ({"available": False, "stock": 7}, Availability.OUT_OF_STOCK, 7),
        ({"availability": "pre_order"}, Availability.PRE_ORDER, None),
    ],
)
def test_stock(fields: dict[str, t.Any], availability: Availability, quantity: int | None) -> None:
    """Stock is a number, or None where it is not counted; nought is out of stock."""
    offer = read({"price": 72, **fields})
    assert (offer.availability, offer.quantity) == (availability, quantity)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"stock": 2.0}, "the stock 2.0"),
        ({"stock": "2"}, "the stock '2'"),
        ({"stock": True}, "the stock True"),
        ({"stock": Decimal("1.5")}, "the stock Decimal('1.5')"),
        ({"stock": Decimal("NaN")}, "the stock Decimal('NaN')"),
        ({"availability": "plenty"}, "the availability 'plenty'"),
        ({"role": "toner"}, "the role 'toner'"),
        ({"currency": "euro"}, "euro"),
    ],
)
def test_fields_that_can_not_be_read(
    fields: dict[str, t.Any], told: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An offer with a field that can't be read is left out, and the log says which."""
    shop = selling({"price": 72, **fields})
    assert shop.look_up(a_query("SERUM")).offers == {}
    assert told in caplog.text


def test_a_whole_mapping() -> None:
    """Everything that an offer can say can be in a mapping."""
    raw = {
        "price": "59.00",
        "compare_at": "72.00",
        "lowest_30_days": "65.00",
        "title": "Duo Serum",
        "url": "/p/serum",
        "images": [types.SimpleNamespace(url="/s/front.jpg"), "/s/back.jpg"],
        "role": "serum",
        "published": False,
        "content": "2 x 15 ml",
    }
    assert read(raw) == Offer(
        "SERUM",
        Money(Decimal("59.00"), "EUR"),
        Availability.IN_STOCK,
        name="Duo Serum",
        compare_at=Money(Decimal("72.00"), "EUR"),
        lowest_30_days=Money(Decimal("65.00"), "EUR"),
        url="/p/serum",
        image="/s/front.jpg",
        role=Role.SERUM,
        published=False,
        content="2 x 15 ml",
    )


@pytest.mark.parametrize("images", [None, (), []])
def test_no_picture(images: object) -> None:
    """A product without pictures has none."""
    assert read({"price": 72, "images": images}).image == ""


def test_one_call_for_everything() -> None:
    """The host's table is asked once, for the page's SKUs and the companions' together."""
    asked: list[list[str]] = []

    def offers(skus: list[str]) -> dict[str, object]:
        asked.append(skus)
        return {sku: {"price": 24} for sku in skus}

    by_role = {"moisturizer": ["CREAM", "BALM"], Role.SUNSCREEN: ["SHADE"]}
    shelf = CallableShop(offers, by_role).look_up(
        a_query("SERUM", "CREAM", roles=Role.companions())
    )
    assert asked == [["SERUM", "CREAM", "BALM", "SHADE"]]
    assert set(shelf.offers) == {"SERUM", "CREAM"}
    skus = {role: [one.sku for one in found] for role, found in shelf.companions.items()}
    assert skus == {Role.MOISTURIZER: ["CREAM", "BALM"], Role.SUNSCREEN: ["SHADE"]}


def test_companions_of_every_shape() -> None:
    """Companions may be SKUs, offers, mappings or rows, mixed; what can't be read is left out."""
    given: list[object] = [
        "CREAM",
        a_companion(sku="BALM"),
        {"sku": "MILK", "price": 9},
        types.SimpleNamespace(sku="GEL", price=Decimal(9)),
        "NOBODY",
        {"sku": "OIL", "price": 9.0},
    ]
    shop = CallableShop(
        lambda skus: {"CREAM": {"price": 24}}, lambda roles: dict.fromkeys(roles, given)
    )
    shelf = shop.look_up(a_query(roles=(Role.MOISTURIZER,)))
    found = [one.sku for one in shelf.companions[Role.MOISTURIZER]]
    assert found == ["CREAM", "BALM", "MILK", "GEL"]


def test_without_companions() -> None:
    """A host that gives no companions has none."""
    shelf = CallableShop(lambda skus: {}).look_up(a_query(roles=Role.companions()))
    assert not any(shelf.companions.values())
    assert shelf.in_cart == frozenset()


def failing(*_: object) -> t.Any:
    """Fail, as a host's callable."""
    raise LookupError("no such table")


@pytest.mark.parametrize(
    "shop",
    [
        CallableShop(failing),
        CallableShop(lambda skus: {}, failing),
        CallableShop(lambda skus: {}, in_cart=failing),
    ],
)
def test_callables_that_fail(shop: CallableShop) -> None:
    """A callable that fails is named in the error."""
    with pytest.raises(ShopUnavailable, match="The host's failing failed: LookupError"):
        shop.look_up(a_query("SERUM", roles=(Role.MOISTURIZER,)))


@pytest.mark.parametrize(
    "shop",
    [
        CallableShop(lambda skus: t.cast(t.Any, [an_offer()])),
        CallableShop(lambda skus: {}, lambda roles: t.cast(t.Any, None)),
    ],
)
def test_callables_that_give_no_mapping(shop: CallableShop) -> None:
    """An answer that is no mapping is refused."""
    with pytest.raises(ShopAnswerInvalid, match="not a mapping"):
        shop.look_up(a_query("SERUM", roles=(Role.MOISTURIZER,)))


def test_the_offer_is_looked_at_before_the_host_adds() -> None:
    """What is out of stock never reaches the host's cart, which might take it."""
    added: list[tuple[str, int]] = []
    shop = selling({"price": 72, "stock": 3}, lambda sku, quantity: added.append((sku, quantity)))
    lines = [CartLine("A", 2), CartLine("A", 2), CartLine("A", 1), CartLine("B", 1)]
    assert shop.add_lines(lines, a_query()) == [
        LineResult("A", LineStatus.ADDED, 2),
        LineResult("A", LineStatus.PARTLY_ADDED, 1),
        LineResult("A", LineStatus.OUT_OF_STOCK, 0),
        LineResult("B", LineStatus.ADDED, 1),
    ]
    assert added == [("A", 2), ("A", 1), ("B", 1)]


@pytest.mark.parametrize(
    ("error", "status", "added"),
    [
        (OutOfStock(), LineStatus.OUT_OF_STOCK, 0),
        (OutOfStock("only one left", added=1), LineStatus.PARTLY_ADDED, 1),
        (OutOfStock(added=9), LineStatus.OUT_OF_STOCK, 0),
        (RuntimeError("database is locked"), LineStatus.FAILED, 0),
    ],
)
def test_a_host_that_does_not_add(error: Exception, status: LineStatus, added: int) -> None:
    """OutOfStock says how much was added; any other error fails its line alone."""

    def add(sku: str, quantity: int) -> None:
        if sku == "A":
            raise error

    results = selling({"price": 72}, add).add_lines([CartLine("A", 2), CartLine("B")], a_query())
    assert results == [LineResult("A", status, added), LineResult("B", LineStatus.ADDED, 1)]


def test_another_currency_is_not_added() -> None:
    """A price of another market is not for sale in this one."""
    shop = selling({"price": 72, "currency": "USD"})
    assert shop.add_lines([CartLine("A")], a_query())[0].status is LineStatus.NOT_FOR_SALE


def test_without_add_to_cart() -> None:
    """A host without add_to_cart says so."""
    shop = CallableShop(lambda skus: {}, cart_url=None)
    assert not shop.can_add
    assert shop.cart_url(a_query()) == ""
    with pytest.raises(ShopUnavailable, match="gave no add_to_cart"):
        shop.add_lines([CartLine("SERUM")], a_query())


def test_a_cart_address_that_fails() -> None:
    """A callable for the cart's address that fails is named in the error."""
    with pytest.raises(ShopUnavailable, match="The host's failing failed"):
        CallableShop(lambda skus: {}, cart_url=failing).cart_url(a_query())
