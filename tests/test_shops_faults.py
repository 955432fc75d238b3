"""A slow, failing, hanging or lying shop never breaks a page."""

from __future__ import annotations

import collections.abc as cabc
import contextvars
import logging
import threading
import typing as t
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal

import pytest
from factories import a_companion
from factories import an_offer
from fakes import FakeShop
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from shop_builds import a_query

from flask_serum.core.errors import ConfigInvalid
from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.offer import Availability
from flask_serum.core.offer import CartLine
from flask_serum.core.offer import LineResult
from flask_serum.core.offer import LineStatus
from flask_serum.core.offer import Money
from flask_serum.core.offer import Offer
from flask_serum.core.offer import Role
from flask_serum.core.offer import Shelf
from flask_serum.core.offer import ShopQuery
from flask_serum.core.ports import ShopGateway
from flask_serum.shops.answer_checks import LONGEST_NAME
from flask_serum.shops.guard import GuardedShop
from flask_serum.shops.untrusted_text import safe_url

DOWN = Shelf(available=False)


@dataclass
class Ticks:
    """A clock that moves only when it is told to, in seconds."""

    time: float = 100.0

    def __call__(self) -> float:
        """Give the time it shows."""
        return self.time


@dataclass
class HangingShop(FakeShop):
    """Speaks as if over HTTP, and hangs until it is let go."""

    threaded: bool = True
    hangs: bool = True
    go: threading.Event = field(default_factory=threading.Event)

    def look_up(self, query: ShopQuery) -> Shelf:
        """Hang, then answer."""
        self._hang()
        return super().look_up(query)

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Hang, then add."""
        self._hang()
        return super().add_lines(lines, query)

    def _hang(self) -> None:
        if self.hangs:
            self.go.wait(10)


@pytest.fixture(name="ticks")
def _ticks() -> Ticks:
    return Ticks()


@pytest.fixture(name="hanging")
def _hanging() -> cabc.Iterator[HangingShop]:
    """A shop that hangs; it is let go in the end."""
    shop = HangingShop({"SERUM": an_offer("SERUM")})
    yield shop
    shop.go.set()
    for thread in shop_threads():
        thread.join(5)


def a_guard(gateway: ShopGateway, ticks: Ticks | None = None, **numbers: t.Any) -> GuardedShop:
    """Guard a shop, with a clock that stands still."""
    numbers = {
        "deadline": 0.5,
        "pause": 10,
        "failures": 3,
        "monotonic": ticks or Ticks(),
        **numbers,
    }
    return GuardedShop(gateway, **numbers)


def asked(gateway: FakeShop, *skus: str, roles: tuple[Role, ...] = ()) -> Shelf:
    """Ask a guarded shop."""
    return a_guard(gateway).look_up(a_query(*skus, roles=roles))


def shop_threads() -> list[threading.Thread]:
    """List the threads that ask a shop."""
    return [one for one in threading.enumerate() if one.name == "flask-serum-shop"]


def lying(*offers: Offer, **shelf: t.Any) -> FakeShop:
    """Make a shop that gives these whatever it is asked."""
    return FakeShop(lie=Shelf({one.sku: one for one in offers}, **shelf))


@pytest.mark.parametrize(
    "error", [ShopUnavailable("down"), ConnectionError("refused"), KeyError("x"), RecursionError()]
)
def test_failing_shop(error: Exception) -> None:
    """Whatever a shop raises, the answer is that it is not available."""
    assert asked(FakeShop(failure=error), "SERUM") == DOWN


def test_failing_shop_is_left_alone(ticks: Ticks) -> None:
    """After several failures in a row no call is made until the pause is over."""
    shop = FakeShop(failure=ShopUnavailable("down"))
    guard = a_guard(shop, ticks)
    for _ in range(5):
        assert guard.look_up(a_query("SERUM")) == DOWN
    assert len(shop.queries) == 3
    ticks.time += 9.9
    guard.look_up(a_query("SERUM"))
    assert len(shop.queries) == 3
    ticks.time += 0.1
    guard.look_up(a_query("SERUM"))
    guard.look_up(a_query("SERUM"))
    assert len(shop.queries) == 4
    ticks.time += 10
    shop.failure = None
    for _ in range(5):
        assert guard.look_up(a_query("SERUM")).available
    assert len(shop.queries) == 9


def test_failures_that_are_not_in_a_row() -> None:
    """A shop that fails now and then is asked every time."""
    shop = FakeShop()
    guard = a_guard(shop)
    for at in range(12):
        shop.failure = ShopUnavailable("down") if at % 3 else None
        guard.look_up(a_query("SERUM"))
    assert len(shop.queries) == 12


def test_slow_shop_in_the_request(ticks: Ticks) -> None:
    """An answer that comes late is used, and a shop that is late again and again is left alone."""

    class SlowShop(FakeShop):
        def look_up(self, query: ShopQuery) -> Shelf:
            ticks.time += 0.6
            return super().look_up(query)

    shop = SlowShop({"SERUM": an_offer("SERUM")})
    guard = a_guard(shop, ticks)
    shelves = [guard.look_up(a_query("SERUM")) for _ in range(5)]
    assert [one.available for one in shelves] == [True, True, True, False, False]
    assert len(shop.queries) == 3


def test_shop_in_the_request_keeps_its_thread() -> None:
    """A gateway that is not made for threads is asked in the thread of the request."""

    class ThreadBoundShop(FakeShop):
        seen: t.ClassVar[list[threading.Thread]] = []

        def look_up(self, query: ShopQuery) -> Shelf:
            self.seen.append(threading.current_thread())
            return super().look_up(query)

    assert asked(ThreadBoundShop()).available
    assert ThreadBoundShop.seen == [threading.current_thread()]


def test_shop_in_a_thread_sees_the_context() -> None:
    """A gateway made for threads is asked in another one, with the request's context."""
    market: contextvars.ContextVar[str] = contextvars.ContextVar("market", default="none")

    class ThreadedShop(FakeShop):
        threaded = True
        seen: t.ClassVar[list[tuple[str, bool, bool]]] = []

        def look_up(self, query: ShopQuery) -> Shelf:
            thread = threading.current_thread()
            self.seen.append((market.get(), thread is threading.main_thread(), thread.daemon))
            return super().look_up(query)

    market.set("eu")
    assert a_guard(ThreadedShop(), deadline=5).look_up(a_query()).available
    assert ThreadedShop.seen == [("eu", False, True)]


def test_failing_shop_in_a_thread() -> None:
    """What a shop raises in its thread is a shop that is not available."""
    shop = HangingShop(failure=KeyError("x"), hangs=False)
    assert a_guard(shop, deadline=5).look_up(a_query()) == DOWN


def test_hanging_shop_is_given_up(hanging: HangingShop) -> None:
    """A shop that hangs is given up after the deadline, and asked again when it answers."""
    guard = a_guard(hanging, deadline=0.02)
    assert guard.look_up(a_query("SERUM")) == DOWN
    hanging.hangs = False
    assert a_guard(hanging, deadline=5).look_up(a_query("SERUM")).offers


def test_hanging_shop_piles_up_no_threads(hanging: HangingShop) -> None:
    """When every thread hangs, the next call is refused without waiting, and starts none."""
    guard = a_guard(hanging, deadline=0.02, threads=2, failures=1000)
    for _ in range(2):
        guard.look_up(a_query("SERUM"))
    asking = shop_threads()
    assert len(asking) == 2
    guard.deadline = 600
    for _ in range(20):
        assert guard.look_up(a_query("SERUM")) == DOWN
    assert shop_threads() == asking


def test_threads_are_free_again(hanging: HangingShop) -> None:
    """A thread whose call has ended at last serves again."""
    guard = a_guard(hanging, deadline=0.02, threads=1, failures=1000)
    assert guard.look_up(a_query("SERUM")) == DOWN
    hanging.go.set()
    for thread in shop_threads():
        thread.join(5)
    guard.deadline = 5
    assert guard.look_up(a_query("SERUM")).available


def test_busy_threads_are_waited_for() -> None:
    """A call that finds every thread at work waits its turn within its deadline."""
    shop = HangingShop({"SERUM": an_offer("SERUM")})
    guard = a_guard(shop, deadline=5, threads=1)
    shelves: list[Shelf] = []

    def ask() -> None:
        shelves.append(guard.look_up(a_query("SERUM")))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    shop.go.set()
    for thread in threads:
        thread.join(5)
    assert [one.available for one in shelves] == [True, True, True]


def test_nothing_starts_before_the_first_call() -> None:
    """A guard starts no thread until a shop is asked."""
    a_guard(HangingShop())
    assert shop_threads() == []


def test_closed_guard() -> None:
    """A closed guard answers that the shop is not available."""
    guard = a_guard(HangingShop(hangs=False))
    guard.close()
    assert guard.look_up(a_query("SERUM")) == DOWN


@pytest.mark.parametrize("name", ["deadline", "pause", "failures", "cart_deadline", "threads"])
@pytest.mark.parametrize("number", [0, -1, float("nan"), float("inf")])
def test_numbers_of_the_guard(name: str, number: t.Any) -> None:
    """A guard without a deadline, or that never tries again, is refused."""
    with pytest.raises(ConfigInvalid, match=rf"shop\.{name}: "):
        a_guard(FakeShop(), **{name: number})


LIES: dict[str, Offer] = {
    "a float for a price": an_offer(price=t.cast(Money, 72.0)),
    "a Decimal for a price": an_offer(price=t.cast(Money, Decimal("72"))),
    "another currency": an_offer(price=Money(Decimal("72"), "USD")),
    "a price beyond belief": an_offer(price=Money(Decimal("1e30"), "EUR")),
    "an availability of its own": an_offer(availability=t.cast(Availability, "plenty")),
    "a role of its own": an_offer(role=t.cast(Role, "toner")),
    "published by a word": an_offer(published=t.cast(bool, "no")),
    "another SKU": an_offer("OTHER"),
    "no offer": t.cast(Offer, {"sku": "SERUM", "price": "72.00"}),
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_dropped(lie: str) -> None:
    """An offer that can't be true is left out; the others stay."""
    good = an_offer("GOOD")
    sku = "SERUM" if lie in ("another SKU", "no offer") else LIES[lie].sku
    shop = FakeShop(lie=Shelf({sku: LIES[lie], "GOOD": good}))
    shelf = asked(shop, sku, "GOOD")
    assert shelf.available
    assert set(shelf.offers) == {"GOOD"}


@pytest.mark.parametrize("amount", [0.1, Decimal("NaN"), Decimal("-1"), Decimal("Infinity"), "1"])
def test_forged_money_is_dropped(amount: object) -> None:
    """Money that was made around its own rules is found out."""
    forged = Money(Decimal(1), "EUR")
    object.__setattr__(forged, "amount", amount)
    assert not asked(lying(an_offer("SERUM", price=forged)), "SERUM").offers


def test_what_was_not_asked_is_dropped() -> None:
    """Only the SKUs and roles that were asked for are in the answer."""
    shop = lying(
        an_offer("SERUM"),
        an_offer("OTHER"),
        companions={Role.SUNSCREEN: (a_companion(Role.SUNSCREEN),)},
    )
    shelf = asked(shop, "SERUM", roles=(Role.MOISTURIZER,))
    assert set(shelf.offers) == {"SERUM"}
    assert shelf.companions == {Role.MOISTURIZER: ()}


def test_companions_of_another_role_are_dropped() -> None:
    """A companion is of the role it is given for, once, and no more come than were asked for."""
    given = (
        a_companion(Role.SUNSCREEN, "SHADE"),
        a_companion(Role.MOISTURIZER, "CREAM"),
        a_companion(Role.MOISTURIZER, "CREAM"),
        a_companion(Role.MOISTURIZER, "BALM", price=t.cast(Money, 1.5)),
        Offer("PLAIN"),
    )
    shelf = asked(lying(companions={Role.MOISTURIZER: given}), roles=(Role.MOISTURIZER,))
    found = [(one.sku, one.role) for one in shelf.companions[Role.MOISTURIZER]]
    assert found == [("CREAM", Role.MOISTURIZER), ("PLAIN", Role.MOISTURIZER)]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Creme & Co", "Creme & Co"),
        ("<b>Cream</b>", "Cream"),
        ("<script>alert(1)</script>Cream", "Cream"),
        ("&lt;img src=x onerror=alert(1)&gt;Cream", "Cream"),
        ("&amp;lt;b&amp;gt;Cream", "Cream"),
        ("<img src=x onerror=alert(1) Cream", ""),
        ("Cream<!-- secret -->", "Cream"),
        ("5 < 6 ml", "5 < 6 ml"),
        ("Cream\x00\x1b[31m\r\n  50", "Cream [31m 50"),
        ("\u202eCream\u2066", "Cream"),
        ("\u0648\u200f\u0642\u064d", "\u0648\u200f\u0642\u064d"),
        ("a" * 300, "a" * (LONGEST_NAME - 1) + "…"),
    ],
)
def test_names_are_plain_text(given: str, name: str) -> None:
    """A name has no markup and no control characters, and an end."""
    assert asked(lying(an_offer("SERUM", name=given)), "SERUM").offers["SERUM"].name == name


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "https:",
        "http://",
        "http://[",
        "https://shop.example@evil.example/",
        "https://shop.example/\u202egpj.exe",
        'https://shop.example/"onerror="x',
        "\\\\evil.example\\x",
        "/p/serum page",
        "https://shop.example/" + "a" * 2000,
    ],
)
def test_addresses_that_a_page_must_not_carry(url: str) -> None:
    """Scripts, data, files and addresses in disguise are dropped; the offer stays."""
    offer = asked(lying(an_offer("SERUM", url=url, image=url)), "SERUM").offers["SERUM"]
    assert (offer.url, offer.image) == ("", "")
    assert a_guard(FakeShop(address=url)).cart_url(a_query()) == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/p/serum",
        "static/serum.svg",
        "//cdn.example/a.png",
        "?sku=1",
        "https://shop.example:8443/p?a=1&b=%20#x",
        "http://127.0.0.1:9100/static/a.png",
        "/p/crème",
    ],
)
def test_addresses_that_a_page_may_carry(url: str) -> None:
    """Addresses of the web and of the site itself stay as they are."""
    offer = asked(lying(an_offer("SERUM", url=url, image=url)), "SERUM").offers["SERUM"]
    assert (offer.url, offer.image) == (url, url)


@pytest.mark.parametrize(
    ("availability", "quantity", "expected"),
    [
        (Availability.IN_STOCK, -2, (Availability.OUT_OF_STOCK, None)),
        (Availability.IN_STOCK, 0, (Availability.OUT_OF_STOCK, 0)),
        (Availability.LOW_STOCK, 0, (Availability.OUT_OF_STOCK, 0)),
        (Availability.BACK_ORDER, -2, (Availability.BACK_ORDER, None)),
        (Availability.BACK_ORDER, 0, (Availability.BACK_ORDER, 0)),
        (Availability.IN_STOCK, 2.5, (Availability.IN_STOCK, None)),
        (Availability.IN_STOCK, True, (Availability.IN_STOCK, None)),
        ("low_stock", 2, (Availability.LOW_STOCK, 2)),
    ],
)
def test_stock_that_can_not_be(
    availability: Availability, quantity: int, expected: tuple[Availability, int | None]
) -> None:
    """Nothing is said to be in stock with none left, and no number is shown that is none."""
    offer = an_offer("SERUM", availability=availability, quantity=quantity)
    checked = asked(lying(offer), "SERUM").offers["SERUM"]
    assert (checked.availability, checked.quantity) == expected
    assert isinstance(checked.availability, Availability)


@pytest.mark.parametrize("compare_at", [99.0, Money(Decimal(99), "USD")])
def test_reductions_that_can_not_be(compare_at: Money) -> None:
    """A reduction that can't be true is not shown; the price stays."""
    offer = an_offer("SERUM", compare_at=compare_at, lowest_30_days=Money(Decimal(80), "EUR"))
    checked = asked(lying(offer), "SERUM").offers["SERUM"]
    assert checked.price == offer.price
    assert (checked.compare_at, checked.lowest_30_days) == (None, None)


def test_prices_are_rounded_to_the_currency() -> None:
    """A price with more decimals than its currency is rounded."""
    offer = an_offer("SERUM", price=Money(Decimal("38.23529411764706"), "EUR"))
    price = asked(lying(offer), "SERUM").offers["SERUM"].price
    assert price is not None
    assert str(price.amount) == "38.24"


@pytest.mark.parametrize(
    "lie",
    [
        {"offers": {}},
        "no shelf",
        Shelf(offers=t.cast(t.Any, ["SERUM"])),
        Shelf(companions=t.cast(t.Any, None)),
        Shelf(companions={Role.MOISTURIZER: t.cast(t.Any, 7)}),
        Shelf(in_cart=t.cast(t.Any, 7)),
        Shelf(available=t.cast(t.Any, "yes")),
        DOWN,
    ],
)
def test_shelves_that_are_none(lie: t.Any) -> None:
    """An answer of another shape is a shop that is not available."""
    assert asked(FakeShop(lie=lie), "SERUM", roles=(Role.MOISTURIZER,)) == DOWN


def test_what_is_dropped_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """Each thing that is dropped is told once, with the SKU and the reason."""
    guard = a_guard(lying(an_offer("SERUM", price=Money(Decimal(72), "USD"))))
    with caplog.at_level(logging.WARNING, "flask_serum.shops"):
        for _ in range(5):
            guard.look_up(a_query("SERUM"))
    (record,) = caplog.records
    assert record.getMessage() == (
        "Dropped of what the shop said: 'SERUM' the price is in USD, not in EUR"
    )


def test_a_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A failure is told with its reason, and when the shop is left alone."""
    guard = a_guard(FakeShop(failure=ShopUnavailable("refused")), failures=2)
    with caplog.at_level(logging.WARNING, "flask_serum.shops"):
        for _ in range(5):
            guard.look_up(a_query("SERUM"))
    assert [one.getMessage() for one in caplog.records] == [
        "The shop failed: ShopUnavailable('refused')",
        "The shop failed and is left alone: ShopUnavailable('refused')",
    ]


def test_adding_is_tried_once() -> None:
    """Adding to the cart is never tried again; a failure is a failed line each."""
    shop = FakeShop(failure=ShopUnavailable("down"))
    results = a_guard(shop).add_lines([CartLine("A"), CartLine("B", 2)], a_query())
    assert results == [LineResult("A", LineStatus.FAILED), LineResult("B", LineStatus.FAILED)]
    assert len(shop.added) == 1


def test_adding_nothing() -> None:
    """No lines are no call."""
    shop = FakeShop()
    assert a_guard(shop).add_lines([], a_query()) == []
    assert shop.added == []


def test_adding_to_a_hanging_shop(hanging: HangingShop) -> None:
    """Adding to the cart of a shop that hangs fails line by line."""
    guard = a_guard(hanging, deadline=0.01, cart_deadline=0.02)
    results = guard.add_lines([CartLine("SERUM")], a_query())
    assert results == [LineResult("SERUM", LineStatus.FAILED)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, LineStatus.FAILED),
        ([], LineStatus.FAILED),
        (["added"], LineStatus.FAILED),
        ([LineResult("OTHER", LineStatus.ADDED, 2)], LineStatus.FAILED),
        ([LineResult("A", t.cast(LineStatus, "sure"), 2)], LineStatus.FAILED),
        ([LineResult("A", LineStatus.ADDED, 3)], LineStatus.FAILED),
        ([LineResult("A", LineStatus.ADDED, -1)], LineStatus.FAILED),
        ([LineResult("A", LineStatus.ADDED, 0)], LineStatus.FAILED),
        ([LineResult("A", LineStatus.ADDED, t.cast(int, 1.0))], LineStatus.FAILED),
        ([LineResult("A", LineStatus.OUT_OF_STOCK, 1)], LineStatus.FAILED),
        ([LineResult("A", LineStatus.ADDED, 1)], LineStatus.PARTLY_ADDED),
        ([LineResult("A", LineStatus.PARTLY_ADDED, 2)], LineStatus.ADDED),
        ([LineResult("A", LineStatus.NOT_FOR_SALE)], LineStatus.NOT_FOR_SALE),
    ],
)
def test_results_are_checked(given: t.Any, expected: LineStatus) -> None:
    """A result that can't be true is a failure; one that is merely misnamed is put right."""

    class LyingShop(FakeShop):
        def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
            return t.cast(list[LineResult], given)

    (result,) = a_guard(LyingShop()).add_lines([CartLine("A", 2)], a_query())
    assert (result.sku, result.status) == ("A", expected)
    assert 0 <= result.added <= 2


def test_a_cart_address_that_fails() -> None:
    """A shop that can't give the address of its cart has none."""

    class LostShop(FakeShop):
        def cart_url(self, query: ShopQuery) -> str:
            raise RuntimeError("outside of a request")

    assert a_guard(LostShop()).cart_url(a_query()) == ""
    assert a_guard(FakeShop(address=t.cast(str, None))).cart_url(a_query()) == ""


def test_whether_there_is_a_cart() -> None:
    """The guard passes on whether the shop has a cart; a gateway that doesn't say has one."""

    class CartlessShop(FakeShop):
        can_add = False

    assert a_guard(FakeShop()).can_add
    assert not a_guard(CartlessShop()).can_add


class Hostile:
    """Raises whenever it is looked at."""

    def __getattribute__(self, name: str) -> t.Any:
        if name == "__class__":
            return Hostile
        raise RuntimeError(f"no {name}")

    def __repr__(self) -> str:
        raise RuntimeError("no repr")

    def __hash__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no equality")


SKUS = st.sampled_from(["A", "B", "C"])
GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=30),
    st.binary(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.sampled_from(["<b>x</b>", "javascript:x", "A", "in_stock", "serum", "\x00", "\ud800"]),
    st.builds(object),
    st.builds(Hostile),
)
MONEY = st.one_of(
    GARBAGE, st.builds(Money, st.decimals(0, 999, places=2), st.sampled_from(["EUR", "USD"]))
)


def either(strategy: st.SearchStrategy[t.Any]) -> st.SearchStrategy[t.Any]:
    """Give what belongs there, or garbage."""
    return st.one_of(strategy, GARBAGE)


OFFERS = either(
    st.builds(
        Offer,
        sku=either(SKUS),
        price=MONEY,
        availability=either(st.sampled_from(Availability)),
        name=either(st.text(max_size=300)),
        compare_at=MONEY,
        lowest_30_days=MONEY,
        quantity=either(st.integers(-5, 5)),
        url=either(st.just("/p/a")),
        image=either(st.just("/p/a.svg")),
        role=either(st.sampled_from(Role)),
        published=either(st.booleans()),
        content=either(st.just("50 ml")),
    )
)
HASHABLE = st.one_of(st.none(), st.integers(), st.text(max_size=9), st.builds(Hostile))
SHELVES = either(
    st.builds(
        Shelf,
        offers=either(st.dictionaries(st.one_of(SKUS, HASHABLE), OFFERS, max_size=4)),
        companions=either(
            st.dictionaries(
                st.one_of(st.sampled_from(Role), HASHABLE),
                either(st.lists(OFFERS, max_size=6)),
                max_size=3,
            )
        ),
        in_cart=either(st.frozensets(st.one_of(SKUS, st.integers()), max_size=3)),
        available=either(st.booleans()),
    )
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shelf=SHELVES)
def test_garbage_never_gets_through(shelf: t.Any) -> None:
    """Whatever a shop answers, a look-up gives a shelf of offers that can be true."""
    query = a_query("A", "B", roles=Role.companions(), limit=2)
    checked = a_guard(FakeShop(lie=shelf)).look_up(query)
    assert checked.available in (True, False)
    assert set(checked.offers) <= {"A", "B"}
    assert set(checked.companions) <= set(Role.companions())
    assert all(isinstance(sku, str) for sku in checked.in_cart)
    for sku, offer in checked.offers.items():
        assert offer.sku == sku
        assert_true(offer)
    for role, offers in checked.companions.items():
        assert len({one.sku for one in offers}) == len(offers) <= 2
        for offer in offers:
            assert offer.role is role
            assert_true(offer)


def assert_true(offer: Offer) -> None:
    """Assert that an offer is what its types say, and can stand in a page."""
    assert type(offer) is Offer
    assert isinstance(offer.availability, Availability)
    assert offer.role is None or isinstance(offer.role, Role)
    assert isinstance(offer.published, bool)
    assert offer.quantity is None or (type(offer.quantity) is int and offer.quantity >= 0)
    for price in (offer.price, offer.compare_at, offer.lowest_30_days):
        assert price is None or (price.currency == "EUR" and price == price.rounded())
    for text in (offer.sku, offer.name, offer.content):
        assert type(text) is str
        assert len(text) <= LONGEST_NAME
        assert "\x00" not in text
        assert "<b" not in text
        text.encode()
    assert safe_url(offer.url)
    assert safe_url(offer.image)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results=either(st.lists(either(st.builds(LineResult, GARBAGE, GARBAGE, GARBAGE)))))
def test_garbage_results_are_failures(results: t.Any) -> None:
    """Whatever a shop says it added, there is a result per line, in order."""

    class LyingShop(FakeShop):
        def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
            return t.cast(list[LineResult], results)

    checked = a_guard(LyingShop()).add_lines([CartLine("A"), CartLine("B", 2)], a_query())
    assert [one.sku for one in checked] == ["A", "B"]
    assert all(isinstance(one.status, LineStatus) for one in checked)
