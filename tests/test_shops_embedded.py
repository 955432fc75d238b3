"""The embedded shop: its queries, its stock guard, its cart, its prices."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import typing as t
from decimal import Decimal

import pytest
import sqlalchemy as sa
from databases import statements
from fakes import NOON
from fakes import StoppedClock
from flask.sessions import SecureCookieSession
from shop_builds import a_query
from shop_builds import build_embedded
from shop_builds import put
from shop_builds import Ware
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.offer import Availability
from flask_serum.core.offer import CartLine
from flask_serum.core.offer import LineResult
from flask_serum.core.offer import LineStatus
from flask_serum.core.offer import Money
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role
from flask_serum.shops.embedded import CartEntry
from flask_serum.shops.embedded import EmbeddedShop
from flask_serum.shops.embedded_product import ProductEntry
from flask_serum.shops.price_history import Kind
from flask_serum.shops.price_history import PricePoint
from flask_serum.shops.selling import MOST_OF_ONE
from flask_serum.shops.session_cart import CART_KEY

CREAM = ProductEntry("CREAM", "eu", {"en": "Cream", "de": "Creme"}, Role.MOISTURIZER, stock=10)


def euros(amount: str) -> Money:
    """Make euros."""
    return Money(Decimal(amount), "EUR")


@pytest.fixture(name="session")
def _session() -> SecureCookieSession:
    return SecureCookieSession()


@pytest.fixture(name="shop")
def _shop(engine: Engine, clock: StoppedClock, session: SecureCookieSession) -> EmbeddedShop:
    """A shop with one cream, on each database."""
    shop = EmbeddedShop(lambda: engine, clock, cart=lambda: session, cart_url=lambda: "/cart")
    shop.catalog.put_product(CREAM)
    shop.catalog.set_price("eu", "CREAM", euros("24.00"))
    return shop


def the_offer(shop: EmbeddedShop, sku: str = "CREAM", locale: str = "en") -> Offer:
    """Look one offer up."""
    return shop.look_up(a_query(sku, locale=locale)).offers[sku]


def test_a_whole_offer(shop: EmbeddedShop) -> None:
    """Everything that is kept of a product is in its offer."""
    entry = dataclasses.replace(CREAM, content="50 ml", url="/p/cream", image="/s/cream.svg")
    shop.catalog.put_product(entry)
    assert the_offer(shop) == Offer(
        "CREAM",
        euros("24.00"),
        Availability.IN_STOCK,
        name="Cream",
        quantity=10,
        url="/p/cream",
        image="/s/cream.svg",
        role=Role.MOISTURIZER,
        content="50 ml",
    )


@pytest.mark.parametrize(
    ("locale", "name"), [("en", "Cream"), ("de", "Creme"), ("de-AT", "Creme"), ("ar", "Cream")]
)
def test_names(shop: EmbeddedShop, locale: str, name: str) -> None:
    """A name is in the locale asked for, in its language, or the first one there is."""
    assert the_offer(shop, locale=locale).name == name


@pytest.mark.parametrize(
    ("stock", "back_order", "availability"),
    [
        (None, False, Availability.IN_STOCK),
        (4, False, Availability.IN_STOCK),
        (3, False, Availability.LOW_STOCK),
        (1, True, Availability.LOW_STOCK),
        (0, False, Availability.OUT_OF_STOCK),
        (0, True, Availability.BACK_ORDER),
    ],
)
def test_availability(
    shop: EmbeddedShop, stock: int | None, back_order: bool, availability: Availability
) -> None:
    """Availability follows the stock, and the number is told where it is counted."""
    shop.catalog.put_product(dataclasses.replace(CREAM, stock=stock, back_order=back_order))
    offer = the_offer(shop)
    assert (offer.availability, offer.quantity) == (availability, stock)


@pytest.mark.parametrize("amount", ["0.01", "24.10", "9999999999.99"])
def test_prices_are_exact(shop: EmbeddedShop, amount: str) -> None:
    """A price comes back to the last digit, with the decimals of its currency."""
    shop.catalog.set_price("eu", "CREAM", euros(amount))
    price = the_offer(shop).price
    assert price is not None
    assert str(price.amount) == amount


def test_currencies(shop: EmbeddedShop) -> None:
    """A price in another currency is no price of the market."""
    shop.catalog.set_price("eu", "CREAM", Money(Decimal("3.125"), "KWD"))
    assert the_offer(shop).price == euros("24.00")
    kuwait = dataclasses.replace(a_query("CREAM"), currency="KWD")
    price = shop.look_up(kuwait).offers["CREAM"].price
    assert price is not None
    assert str(price.amount) == "3.125"
    yen = dataclasses.replace(a_query("CREAM"), currency="JPY")
    assert shop.look_up(yen).offers["CREAM"].price is None


def test_same_sku_in_two_markets(shop: EmbeddedShop) -> None:
    """A SKU has its own stock and price in each market."""
    shop.catalog.put_product(dataclasses.replace(CREAM, market="us", stock=0))
    shop.catalog.set_price("us", "CREAM", Money(Decimal("29.00"), "USD"))
    offer = shop.look_up(a_query("CREAM", market="us")).offers["CREAM"]
    assert offer.price == Money(Decimal("29.00"), "USD")
    assert not offer.sells
    assert the_offer(shop).sells


def test_two_statements_whatever_the_numbers(engine: Engine) -> None:
    """Offers, companions and cart take two statements, for one product and for sixty."""
    wares = [Ware(f"SERUM-{at}", role=Role.SERUM) for at in range(20)]
    wares += [Ware(f"{role}-{at}", role=role) for role in Role.companions() for at in range(20)]
    shop = build_embedded(engine, wares)
    shop.add_lines([CartLine("SERUM-3")], a_query())
    question = a_query(*(f"SERUM-{at}" for at in range(20)), roles=Role.companions(), limit=20)
    with statements(engine) as many:
        shelf = shop.look_up(question)
    with statements(engine) as few:
        shop.look_up(a_query("SERUM-1"))
    assert (len(shelf.offers), len(shelf.companions[Role.SUNSCREEN])) == (20, 20)
    assert shelf.in_cart == frozenset({"SERUM-3"})
    assert (len(many), len(few)) == (2, 2)


def test_adding_takes_two_statements(engine: Engine) -> None:
    """Adding a whole routine takes two statements."""
    shop = build_embedded(engine, [Ware(f"W-{at}") for at in range(9)])
    with statements(engine) as seen:
        shop.add_lines([CartLine(f"W-{at}") for at in range(9)], a_query())
    assert len(seen) == 2


def test_companions_that_sell_come_first(shop: EmbeddedShop) -> None:
    """What is sold out or has no price yet never takes the place of what sells."""
    for ware in (
        Ware("GONE", stock=0, role=Role.SUNSCREEN),
        Ware("DEAR", None, role=Role.SUNSCREEN),
        Ware("HIDDEN", role=Role.SUNSCREEN, published=False),
        Ware("THERE", role=Role.SUNSCREEN),
        Ware("ALSO", role=Role.SUNSCREEN),
    ):
        put(shop, ware)
    shelf = shop.look_up(a_query(roles=(Role.SUNSCREEN,), limit=3))
    assert [one.sku for one in shelf.companions[Role.SUNSCREEN]] == ["THERE", "ALSO", "GONE"]


def test_reduction(shop: EmbeddedShop, clock: StoppedClock) -> None:
    """A reduced price bears the regular one and the lowest of the 30 days before it."""
    clock.advance(days=50)
    shop.catalog.set_price("eu", "CREAM", euros("22.00"))
    clock.advance(days=2)
    shop.catalog.set_price("eu", "CREAM", euros("24.00"))
    clock.advance(days=10)
    shop.catalog.set_price("eu", "CREAM", euros("19.00"), kind=Kind.REDUCED)
    clock.advance(days=40)
    offer = the_offer(shop)
    assert offer.reduced
    assert (offer.price, offer.compare_at) == (euros("19.00"), euros("24.00"))
    assert offer.lowest_30_days == euros("22.00")


def test_price_to_come(shop: EmbeddedShop, clock: StoppedClock) -> None:
    """A price that is set for later counts from its moment on, exactly."""
    later = clock.now() + dt.timedelta(hours=1)
    shop.catalog.set_price("eu", "CREAM", euros("21.00"), valid_from=later)
    assert the_offer(shop).price == euros("24.00")
    clock.advance(minutes=59, seconds=59)
    assert the_offer(shop).price == euros("24.00")
    clock.advance(seconds=1)
    assert the_offer(shop).price == euros("21.00")


def test_price_history(shop: EmbeddedShop, clock: StoppedClock) -> None:
    """Every price stays in the history; setting the same one again adds nothing."""
    later = clock.advance(days=1)
    shop.catalog.set_price("eu", "CREAM", euros("24.00"))
    shop.catalog.set_price("eu", "CREAM", euros("20.00"), kind=Kind.REDUCED)
    shop.catalog.set_price("eu", "CREAM", euros("20.00"), kind=Kind.REDUCED)
    assert shop.catalog.history("eu", "CREAM", "EUR") == [
        PricePoint(euros("24.00"), NOON),
        PricePoint(euros("20.00"), later, Kind.REDUCED),
    ]


def test_the_past_stays(shop: EmbeddedShop) -> None:
    """A price can't be set for a time that is priced already."""
    with pytest.raises(ValueError, match="is history"):
        shop.catalog.set_price("eu", "CREAM", euros("1.00"), valid_from=NOON - dt.timedelta(days=9))


@pytest.mark.parametrize(
    "change", ["UPDATE serum_price SET amount = '1'", "DELETE FROM serum_price"]
)
def test_the_database_keeps_prices(shop: EmbeddedShop, change: str) -> None:
    """The database itself refuses to change or remove a price."""
    with (
        pytest.raises(DBAPIError, match="what was asked is history"),
        shop.catalog.engine.begin() as connection,
    ):
        connection.execute(sa.text(change))


def test_more_decimals_than_the_currency(shop: EmbeddedShop) -> None:
    """A price has no more decimals than its currency."""
    with pytest.raises(ValueError, match="more decimals than EUR"):
        shop.catalog.set_price("eu", "CREAM", euros("24.005"))


def test_unknown_product_in_the_catalogue(shop: EmbeddedShop) -> None:
    """Price and stock of a product that is not there are refused, with the remedy."""
    with pytest.raises(LookupError, match="no product 'NOBODY'; put it in first"):
        shop.catalog.set_price("eu", "NOBODY", euros("1.00"))
    with pytest.raises(LookupError, match="no product 'NOBODY'"):
        shop.catalog.set_stock("eu", "NOBODY", 1)
    assert shop.catalog.product("eu", "NOBODY") is None


@pytest.mark.parametrize(
    "entry",
    [
        dataclasses.replace(CREAM, sku=""),
        dataclasses.replace(CREAM, names={}),
        dataclasses.replace(CREAM, names={"en": ""}),
        dataclasses.replace(CREAM, stock=-1),
    ],
)
def test_products_that_are_none(shop: EmbeddedShop, entry: ProductEntry) -> None:
    """A product has a SKU, a name, and no less than nothing in stock."""
    with pytest.raises(ValueError, match=r"needs a SKU and a name|less than none"):
        shop.catalog.put_product(entry)


def test_put_product_again(shop: EmbeddedShop) -> None:
    """Putting a product in again replaces it and keeps its prices."""
    changed = dataclasses.replace(CREAM, names={"en": "New cream"}, stock=1)
    shop.catalog.put_product(changed)
    assert shop.catalog.products("eu") == [changed]
    assert shop.catalog.product("eu", "CREAM") == changed
    assert the_offer(shop).price == euros("24.00")


def test_stock_guard(shop: EmbeddedShop) -> None:
    """What is in the cart already counts against the stock of this moment."""
    query = a_query()
    assert shop.add_lines([CartLine("CREAM", 8)], query)[0].status is LineStatus.ADDED
    lines = [CartLine("CREAM", 1), CartLine("CREAM", 4), CartLine("CREAM", 1)]
    assert shop.add_lines(lines, query) == [
        LineResult("CREAM", LineStatus.ADDED, 1),
        LineResult("CREAM", LineStatus.PARTLY_ADDED, 1),
        LineResult("CREAM", LineStatus.OUT_OF_STOCK, 0),
    ]
    shop.catalog.set_stock("eu", "CREAM", 0)
    assert shop.add_lines([CartLine("CREAM")], query)[0].status is LineStatus.OUT_OF_STOCK
    assert [one.quantity for one in shop.cart_lines(query)] == [10]


def test_what_is_not_counted_has_a_limit(shop: EmbeddedShop) -> None:
    """A cart takes no more than its limit of one SKU, however much there is."""
    shop.catalog.set_stock("eu", "CREAM", None)
    assert shop.add_lines([CartLine("CREAM", 10**9)], a_query()) == [
        LineResult("CREAM", LineStatus.PARTLY_ADDED, MOST_OF_ONE)
    ]


@pytest.mark.parametrize("quantity", [0, -1])
def test_quantities_that_are_none(shop: EmbeddedShop, quantity: int) -> None:
    """A line of less than one fails, and takes nothing out of the cart."""
    shop.add_lines([CartLine("CREAM", 2)], a_query())
    result = shop.add_lines([CartLine("CREAM", quantity)], a_query())[0]
    assert (result.status, result.added) == (LineStatus.FAILED, 0)
    assert [one.quantity for one in shop.cart_lines(a_query())] == [2]


def test_cart_lines(shop: EmbeddedShop) -> None:
    """The cart lists what is in it, priced now; what is gone stays to be taken out."""
    query = a_query()
    shop.add_lines([CartLine("CREAM", 2)], query)
    shop.catalog.set_price("eu", "CREAM", euros("25.00"))
    (line,) = shop.cart_lines(query)
    assert (line.quantity, line.total) == (2, euros("50.00"))
    gone = dataclasses.replace(query, market="us")
    assert shop.cart_lines(gone) == []


def test_cart_with_something_unknown(shop: EmbeddedShop, session: SecureCookieSession) -> None:
    """What the shop no longer knows is listed without a price."""
    session[CART_KEY] = {"eu": [["OLD", 1]]}
    assert shop.cart_lines(a_query()) == [
        CartEntry(Offer("OLD", name="OLD", published=False), quantity=1)
    ]
    assert shop.cart_lines(a_query())[0].total is None
    shop.remove("OLD", a_query())
    assert shop.cart_lines(a_query()) == []
    assert CART_KEY not in session


def test_set_quantity(shop: EmbeddedShop) -> None:
    """A quantity is set as far as the stock goes; what can't be sold leaves the cart as it is."""
    query = a_query()
    assert shop.set_quantity("CREAM", 4, query) == LineResult("CREAM", LineStatus.ADDED, 4)
    assert shop.set_quantity("CREAM", 40, query).added == 10
    assert shop.set_quantity("CREAM", 2, query).added == 2
    shop.catalog.set_stock("eu", "CREAM", 0)
    assert shop.set_quantity("CREAM", 3, query).status is LineStatus.OUT_OF_STOCK
    assert [one.quantity for one in shop.cart_lines(query)] == [2]


def test_the_session_notices(shop: EmbeddedShop, session: SecureCookieSession) -> None:
    """A second add is noticed by a session that was loaded with the first one in it."""
    query = a_query()
    shop.add_lines([CartLine("CREAM")], query)
    loaded = json.loads(json.dumps(dict(session)))
    session.clear()
    session.update(loaded)
    session.modified = False
    shop.add_lines([CartLine("CREAM")], query)
    assert session.modified
    assert session[CART_KEY] == {"eu": [["CREAM", 2]]}


def test_looking_writes_nothing(shop: EmbeddedShop, session: SecureCookieSession) -> None:
    """Reading the cart does not touch the session."""
    shop.look_up(a_query("CREAM"))
    shop.cart_lines(a_query())
    assert not session.modified


@pytest.mark.parametrize(
    "content",
    [
        None,
        "CREAM",
        ["CREAM"],
        {"eu": "CREAM"},
        {"eu": ["CREAM"]},
        {1: {"CREAM": 1}},
        {"eu": {"CREAM": "1", "A": 1.5, "B": True, "C": -1, "D": 0, "E": 10**9, 7: 1}},
    ],
)
def test_a_session_with_something_else_in_it(
    shop: EmbeddedShop, session: SecureCookieSession, content: t.Any
) -> None:
    """What is no cart is passed over, and replaced when something is added."""
    session[CART_KEY] = content
    assert shop.look_up(a_query("CREAM")).in_cart == frozenset()
    shop.add_lines([CartLine("CREAM")], a_query())
    assert shop.look_up(a_query("CREAM")).in_cart == frozenset({"CREAM"})


def test_carts_of_two_markets(shop: EmbeddedShop, session: SecureCookieSession) -> None:
    """Each market has a cart of its own in one session."""
    shop.catalog.put_product(dataclasses.replace(CREAM, market="us"))
    shop.catalog.set_price("us", "CREAM", Money(Decimal("29.00"), "USD"))
    shop.add_lines([CartLine("CREAM")], a_query())
    shop.add_lines([CartLine("CREAM", 2)], a_query(market="us"))
    assert session[CART_KEY] == {"eu": [["CREAM", 1]], "us": [["CREAM", 2]]}


def test_the_order_of_a_cart_survives_the_session(
    shop: EmbeddedShop, session: SecureCookieSession
) -> None:
    """Lines stay in the order they were put there, although a session's JSON sorts its keys."""
    shop.catalog.put_product(dataclasses.replace(CREAM, sku="ALOE"))
    shop.catalog.set_price("eu", "ALOE", euros("9.00"))
    shop.add_lines([CartLine("CREAM"), CartLine("ALOE")], a_query())
    session[CART_KEY] = json.loads(json.dumps(session[CART_KEY], sort_keys=True))
    assert [one.offer.sku for one in shop.cart_lines(a_query())] == ["CREAM", "ALOE"]


def test_without_a_cart(engine: Engine, clock: StoppedClock) -> None:
    """A shop without a cart says so, and answers everything else."""
    shop = EmbeddedShop(engine, clock)
    assert not shop.can_add
    assert shop.look_up(a_query("CREAM")).in_cart == frozenset()
    assert shop.cart_url(a_query()) == ""
    with pytest.raises(ShopUnavailable, match="no cart"):
        shop.add_lines([CartLine("CREAM")], a_query())


def test_without_tables(empty_engine: Engine, clock: StoppedClock) -> None:
    """A database that can't be asked is a shop that is not available."""
    with pytest.raises(ShopUnavailable, match="can't be asked"):
        EmbeddedShop(empty_engine, clock).look_up(a_query("CREAM"))
