"""One contract for every shop gateway."""

from __future__ import annotations

import collections.abc as cabc
import functools
from decimal import Decimal

import pytest
from shop_builds import a_query
from shop_builds import Build
from shop_builds import build_embedded
from shop_builds import build_fake
from shop_builds import build_of_mappings
from shop_builds import build_of_objects
from shop_builds import Ware

from flask_serum.core.offer import CartLine
from flask_serum.core.offer import LineResult
from flask_serum.core.offer import LineStatus
from flask_serum.core.offer import Money
from flask_serum.core.offer import Role
from flask_serum.core.ports import ShopGateway
from flask_serum.shops.guard import GuardedShop

PLAIN: dict[str, Build] = {
    "fake": build_fake,
    "callable-mappings": build_of_mappings,
    "callable-objects": build_of_objects,
}
ENGINES = {"embedded-sqlite": "sqlite_engine", "embedded-postgresql": "postgres_engine"}


@pytest.fixture(name="build", params=[*PLAIN, *ENGINES, "guarded-fake", "guarded-embedded-sqlite"])
def _build(request: pytest.FixtureRequest) -> Build:
    """Builds a shop of some products, once behind each gateway."""
    name = request.param.removeprefix("guarded-")
    if name in PLAIN:
        build = PLAIN[name]
    else:
        build = functools.partial(build_embedded, request.getfixturevalue(ENGINES[name]))
    if name == request.param:
        return build

    def guarded(wares: cabc.Iterable[Ware]) -> ShopGateway:
        return GuardedShop(build(wares), deadline=5)

    return guarded


SERUM = Ware("SERUM", "72.00", 5, Role.SERUM)
CREAM = Ware("CREAM", "24.00", None, Role.MOISTURIZER)
BALM = Ware("BALM", "19.50", 0, Role.MOISTURIZER)
SHADE = Ware("SHADE", "18.00", 2, Role.SUNSCREEN)


def test_offers_by_sku(build: Build) -> None:
    """One question gives the offers of several SKUs, each with its exact price and stock."""
    shelf = build([SERUM, CREAM, BALM]).look_up(a_query("SERUM", "BALM"))
    assert shelf.available
    assert set(shelf.offers) == {"SERUM", "BALM"}
    serum, balm = shelf.offers["SERUM"], shelf.offers["BALM"]
    assert (serum.sku, serum.price, serum.name) == ("SERUM", SERUM.money, "The SERUM")
    assert (serum.sells, serum.quantity) == (True, 5)
    assert (balm.sells, balm.quantity) == (False, 0)


def test_stock_that_is_not_counted(build: Build) -> None:
    """A product whose stock is not counted sells, and no number is invented."""
    offer = build([CREAM]).look_up(a_query("CREAM")).offers["CREAM"]
    assert (offer.sells, offer.quantity) == (True, None)


def test_unknown_sku(build: Build) -> None:
    """What the shop does not know is absent, and no error."""
    shelf = build([SERUM]).look_up(a_query("SERUM", "NOBODY"))
    assert shelf.available
    assert set(shelf.offers) == {"SERUM"}


def test_nothing_asked(build: Build) -> None:
    """A question without SKUs and roles has an empty answer."""
    shelf = build([SERUM]).look_up(a_query())
    assert (dict(shelf.offers), dict(shelf.companions), shelf.available) == ({}, {}, True)


def test_other_market(build: Build) -> None:
    """What is sold in another market alone is neither an offer nor a companion."""
    shop = build([SERUM, Ware("FAR", role=Role.MOISTURIZER, market="us")])
    shelf = shop.look_up(a_query("SERUM", "FAR", roles=(Role.MOISTURIZER,)))
    assert set(shelf.offers) == {"SERUM"}
    assert shelf.companions[Role.MOISTURIZER] == ()


def test_without_price(build: Build) -> None:
    """A product without a price is an offer that does not sell."""
    offer = build([Ware("PLAIN", None)]).look_up(a_query("PLAIN")).offers["PLAIN"]
    assert (offer.price, offer.sells) == (None, False)


def test_not_published(build: Build) -> None:
    """A product that the shop does not show does not sell."""
    offer = build([Ware("SOON", published=False)]).look_up(a_query("SOON")).offers["SOON"]
    assert (offer.published, offer.sells) == (False, False)


def test_companions_by_role(build: Build) -> None:
    """Each role asked for gets the products of that role, and of no other."""
    shop = build([SERUM, CREAM, SHADE])
    shelf = shop.look_up(a_query(roles=Role.companions()))
    skus = {role: [one.sku for one in offers] for role, offers in shelf.companions.items()}
    assert skus == {Role.MOISTURIZER: ["CREAM"], Role.SUNSCREEN: ["SHADE"]}
    assert shelf.companions[Role.SUNSCREEN][0].price == Money(Decimal("18.00"), "EUR")


def test_companions_are_limited(build: Build) -> None:
    """No role gets more companions than were asked for."""
    wares = [Ware(f"CREAM-{at}", role=Role.MOISTURIZER) for at in range(5)]
    shelf = build(wares).look_up(a_query(roles=(Role.MOISTURIZER,), limit=3))
    assert [one.sku for one in shelf.companions[Role.MOISTURIZER]] == [
        "CREAM-0",
        "CREAM-1",
        "CREAM-2",
    ]


def test_add_lines(build: Build) -> None:
    """Each line has a result, in order, and what was added is in the cart."""
    shop = build([SERUM, CREAM])
    query = a_query("SERUM")
    assert shop.look_up(query).in_cart == frozenset()
    results = shop.add_lines([CartLine("CREAM", 2), CartLine("SERUM")], query)
    assert results == [
        LineResult("CREAM", LineStatus.ADDED, 2),
        LineResult("SERUM", LineStatus.ADDED, 1),
    ]
    assert shop.look_up(query).in_cart == frozenset({"CREAM", "SERUM"})


def test_add_more_than_there_is(build: Build) -> None:
    """Of a line that asks for more than is left, what fits is added."""
    shop = build([SHADE])
    assert shop.add_lines([CartLine("SHADE", 5)], a_query()) == [
        LineResult("SHADE", LineStatus.PARTLY_ADDED, 2)
    ]


def test_a_line_that_fails_stops_no_other(build: Build) -> None:
    """Lines that can't be added say why, and the others are added."""
    shop = build(
        [SERUM, BALM, Ware("PLAIN", None), Ware("SOON", published=False), Ware("FAR", market="us")]
    )
    skus = ("NOBODY", "BALM", "PLAIN", "SERUM", "SOON", "FAR")
    results = shop.add_lines([CartLine(sku) for sku in skus], a_query())
    assert [(one.sku, one.status, one.added) for one in results] == [
        ("NOBODY", LineStatus.UNKNOWN_PRODUCT, 0),
        ("BALM", LineStatus.OUT_OF_STOCK, 0),
        ("PLAIN", LineStatus.NOT_FOR_SALE, 0),
        ("SERUM", LineStatus.ADDED, 1),
        ("SOON", LineStatus.NOT_FOR_SALE, 0),
        ("FAR", LineStatus.UNKNOWN_PRODUCT, 0),
    ]
    assert shop.look_up(a_query()).in_cart == frozenset({"SERUM"})


def test_cart_url(build: Build) -> None:
    """The shop gives the address of its cart."""
    assert build([]).cart_url(a_query()) == "/cart"
