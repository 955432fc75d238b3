"""Things into the cart by the API: after the notice, once, and only what the page offers."""

from __future__ import annotations

import datetime as dt
import threading
import typing as t
from dataclasses import replace

import factories
import pytest
from fakes import FakeShop
from fakes import StoppedClock
from flask import Flask
from flask import session
from mounted import a_catalog
from mounted import a_mounted_shop
from mounted import MountedShop
from sqlalchemy.engine import Engine
from test_api_errors import is_a_problem
from werkzeug.test import TestResponse

from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.idempotency import AnswerStore
from flask_serum.core.idempotency import GIVEN_UP_AFTER
from flask_serum.core.idempotency import KEPT_FOR
from flask_serum.core.idempotency import KeptAnswer
from flask_serum.core.idempotency import Taken
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.core.offer import Availability
from flask_serum.core.offer import CartLine
from flask_serum.core.offer import LineStatus
from flask_serum.store.idempotency import SqlAnswers

API = "/serums/api/v1"
LINES = f"{API}/cart/lines"
ROUTINE = f"{API}/pages/{factories.SLUG}/routine/cart"
KEY = {"Idempotency-Key": "6f1d2b7a-0c61-4a0e-9b39-6a1f5d1f2a10"}


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


def a_body(*skus: str, **fields: t.Any) -> dict[str, t.Any]:
    """Make a body that adds one of each SKU, the notice shown."""
    lines = [{"sku": sku} for sku in skus or (factories.SKU,)]
    return {"notice": notice_for("en").id, "page": factories.SLUG, "lines": lines} | fields


def add(shop: MountedShop, body: t.Any, **headers: str) -> TestResponse:
    """Post lines."""
    return shop.client.post(LINES, json=body, headers=headers)


def test_lines_go_into_the_cart(shop: MountedShop) -> None:
    """Each with its quantity, in one call of the shop."""
    body = a_body(lines=[{"sku": factories.SKU, "quantity": 3}, {"sku": factories.SUNSCREEN_SKU}])
    response = add(shop, body)
    assert response.status_code == 200
    assert response.get_json() == {
        "complete": True,
        "lines": [
            {
                "sku": factories.SKU,
                "requested": 3,
                "added": 3,
                "status": "added",
                "text": "Aurelia Duo Serum is in your cart.",
            },
            {
                "sku": factories.SUNSCREEN_SKU,
                "requested": 1,
                "added": 1,
                "status": "added",
                "text": "Aurelia sunscreen is in your cart.",
            },
        ],
        "cart_url": "http://localhost/cart",
    }
    assert shop.shop.added == [(CartLine(factories.SKU, 3), CartLine(factories.SUNSCREEN_SKU, 1))]
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("fields", [{"notice": ""}, {"notice": " "}, None])
@pytest.mark.parametrize("path", [LINES, ROUTINE])
def test_nothing_goes_in_before_the_notice_was_shown(
    shop: MountedShop, path: str, fields: dict[str, str] | None
) -> None:
    """Without the id of the notice: 428, with the notice to show.

    :param path: of the cart.
    :param fields: what is sent as the notice.
    """
    body = a_body() if path == LINES else {"notice": ""}
    if fields is None:
        del body["notice"]
    else:
        body |= fields
    response = shop.client.post(path, json=body)
    assert response.status_code == 428
    problem = is_a_problem(response, "notice-not-shown")
    assert problem["notice"]["text"] == notice_for("en").text
    assert shop.shop.added == []


@pytest.mark.parametrize("id", ["en.0.000000000000", "fr.1.000000000000", "nonsense"])
@pytest.mark.parametrize("path", [LINES, ROUTINE])
def test_a_notice_that_has_changed_is_shown_again(shop: MountedShop, path: str, id: str) -> None:
    """An id that is not the current one: 412, with the current notice in the locale asked for.

    :param path: of the cart.
    :param id: what is sent as the notice's id.
    """
    body = a_body(notice=id) if path == LINES else {"notice": id}
    response = shop.client.post(f"{path}?locale=de", json=body)
    assert response.status_code == 412
    assert is_a_problem(response, "notice-changed")["notice"]["id"] == notice_for("de").id
    assert shop.shop.added == []


def test_the_notice_may_have_been_shown_in_any_locale_of_the_market(shop: MountedShop) -> None:
    """The shopper read it in German; the request's own locale is for the sentences."""
    response = shop.client.post(f"{LINES}?locale=ar", json=a_body(notice=notice_for("de").id))
    assert response.status_code == 200


def test_a_line_that_fails_does_not_stop_the_others(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Each line says what became of it; ``complete`` says whether all went in."""
    catalog = a_catalog()
    changes: dict[str, dict[str, t.Any]] = {
        factories.TRAVEL_SKU: {"availability": Availability.OUT_OF_STOCK},
        factories.MOISTURIZER_SKU: {"quantity": 1},
    }
    for sku, fields in changes.items():
        catalog.offers[sku] = replace(catalog.offers[sku], **fields)
    catalog.offers["OTHER"] = factories.an_offer("OTHER", role=None)
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, shop=catalog)
    body = a_body(
        lines=[
            {"sku": factories.TRAVEL_SKU},
            {"sku": factories.SKU},
            {"sku": factories.MOISTURIZER_SKU, "quantity": 2},
            {"sku": "OTHER"},
        ]
    )
    found = add(shop, body).get_json()
    assert found["complete"] is False
    assert [(one["status"], one["added"]) for one in found["lines"]] == [
        ("out_of_stock", 0),
        ("added", 1),
        ("partly_added", 1),
        ("unknown_product", 0),
    ]
    assert "OTHER" not in catalog.cart


def test_the_routine_goes_in_at_once(shop: MountedShop) -> None:
    """The size asked for, and the first companion of each role."""
    body = {"notice": notice_for("en").id, "sku": factories.TRAVEL_SKU, "quantity": 2}
    found = shop.client.post(ROUTINE, json=body).get_json()
    assert found["complete"] is True
    assert shop.shop.added == [
        (
            CartLine(factories.TRAVEL_SKU, 2),
            CartLine(factories.MOISTURIZER_SKU, 1),
            CartLine(factories.SUNSCREEN_SKU, 1),
        )
    ]


def test_a_size_that_is_not_there_is_refused(shop: MountedShop) -> None:
    """A routine begins with a size of its own serum."""
    body = {"notice": notice_for("en").id, "sku": factories.SUNSCREEN_SKU}
    problem = is_a_problem(shop.client.post(ROUTINE, json=body), "invalid-body")
    assert problem["errors"][0]["pointer"] == "#/sku"


@pytest.mark.parametrize("quantity", [0, -1, 11, 1.5, "2", True, None, 10**30])
def test_a_quantity_out_of_range_is_refused(shop: MountedShop, quantity: t.Any) -> None:
    """A quantity is a whole number, from 1 to what the shop allows.

    :param quantity: what is sent.
    """
    body = a_body(lines=[{"sku": factories.SKU, "quantity": quantity}])
    problem = is_a_problem(add(shop, body), "invalid-body")
    assert problem["errors"][0]["pointer"] == "#/lines/0/quantity"
    assert shop.shop.added == []


def test_a_sku_stands_once(shop: MountedShop) -> None:
    """Two lines of one thing are refused, as the shop could not say which of them failed."""
    problem = is_a_problem(add(shop, a_body(factories.SKU, factories.SKU)), "invalid-body")
    assert problem["errors"][0]["pointer"] == "#/lines/1/sku"


@pytest.mark.parametrize("count", [0, 9])
def test_the_number_of_lines_is_limited(shop: MountedShop, count: int) -> None:
    """A request has 1 to 8 lines.

    :param count: how many are sent.
    """
    body = a_body(lines=[{"sku": f"SKU-{at}"} for at in range(count)])
    problem = is_a_problem(add(shop, body), "invalid-body")
    assert problem["errors"][0]["pointer"] == "#/lines"


def test_a_shop_that_is_down_is_told(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """503 with a time to wait, and the key may be used again."""
    catalog = a_catalog()
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, shop=catalog)
    catalog.failure = ShopUnavailable("down")
    response = add(shop, a_body(), **KEY)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    is_a_problem(response, "shop-unavailable")
    catalog.failure = None
    assert add(shop, a_body(), **KEY).get_json()["complete"] is True


def test_a_shop_without_a_cart_has_none_here(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Where the host gave no cart, there is nothing to add to."""
    app = Flask("host")
    from flask_serum import FlaskSerum

    FlaskSerum(
        app,
        market=market_eu,
        db=sqlite_engine,
        clock=clock,
        offers=lambda skus: {sku: {"price": "1.00", "currency": "EUR"} for sku in skus},
    )
    response = app.test_client().post(LINES, json=a_body())
    is_a_problem(response, "no-cart")
    assert app.test_client().get(f"{API}/cart").get_json()["open"] is False


def test_a_cart_nested_in_the_session_is_kept(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A second add is not lost where the host's cart is a list in the session."""

    class SessionShop(FakeShop):
        def add_lines(self, lines: t.Any, query: t.Any) -> t.Any:
            session.setdefault("cart", []).extend(one.sku for one in lines)
            return super().add_lines(lines, query)

    app = Flask("host")
    app.secret_key = "secret"
    catalog = SessionShop(a_catalog().offers)
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app, shop=catalog)
    add(shop, a_body())
    add(shop, a_body(factories.TRAVEL_SKU))
    with shop.client.session_transaction() as kept:
        assert kept["cart"] == [factories.SKU, factories.TRAVEL_SKU]


@pytest.mark.parametrize("path", [LINES, ROUTINE])
def test_a_request_sent_twice_is_done_once(
    engine: Engine, clock: StoppedClock, market_eu: Market, path: str
) -> None:
    """The same key with the same body gives the first answer again, and says so.

    :param path: of the cart.
    """
    shop = a_mounted_shop(engine, clock, market_eu)
    body = a_body() if path == LINES else {"notice": notice_for("en").id}
    first = shop.client.post(path, json=body, headers=KEY)
    again = shop.client.post(path, json=body, headers=KEY)
    assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(shop.shop.added) == 1
    clock.advance(hours=25)
    shop.client.post(path, json=body, headers=KEY)
    assert len(shop.shop.added) == 2


def test_a_replay_survives_a_change_of_the_notice(shop: MountedShop) -> None:
    """What was done is told as it was done, whatever has changed since."""
    add(shop, a_body(), **KEY)
    shop.shop.failure = ShopUnavailable("down")
    assert add(shop, a_body(), **KEY).status_code == 200


def test_another_request_under_a_key_is_refused(shop: MountedShop) -> None:
    """A key belongs to one body, one address and one query."""
    add(shop, a_body(), **KEY)
    is_a_problem(add(shop, a_body(factories.TRAVEL_SKU), **KEY), "key-reused")
    response = shop.client.post(f"{LINES}?locale=de", json=a_body(), headers=KEY)
    is_a_problem(response, "key-reused")
    assert len(shop.shop.added) == 1


@pytest.mark.parametrize("key", ["short", "x" * 129, "sixteen letters!", "ключ-ключ-ключ-ключ"])
def test_a_key_is_long_and_plain(shop: MountedShop, key: str) -> None:
    """A short key could be another shopper's too.

    :param key: what is sent.
    """
    response = shop.client.post(
        LINES, json=a_body(), headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )
    problem = is_a_problem(response, "bad-parameter")
    assert problem["errors"][0]["parameter"] == "Idempotency-Key"


def test_a_refused_request_gives_its_key_back(shop: MountedShop) -> None:
    """What was not done can be sent again, put right, under the same key."""
    is_a_problem(add(shop, a_body(notice=""), **KEY), "notice-not-shown")
    assert add(shop, a_body(), **KEY).get_json()["complete"] is True


@pytest.fixture(name="answers")
def _answers(engine: Engine) -> AnswerStore:
    return SqlAnswers(engine)


def test_of_two_claims_at_once_one_is_first(answers: AnswerStore, clock: StoppedClock) -> None:
    """However many come at the same moment, one runs and the others wait."""
    found: list[Taken] = []
    start = threading.Barrier(6)

    def claim() -> None:
        start.wait()
        found.append(answers.claim("scope", "key", "print", clock.now()).taken)

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.value for one in found) == ["first", *["running"] * 5]


def test_a_claim_is_one_of_four(answers: AnswerStore, clock: StoppedClock) -> None:
    """First, running, another's, done; and a key means something within its scope alone."""
    now = clock.now()
    assert answers.claim("a", "key", "print", now).taken is Taken.FIRST
    assert answers.claim("a", "key", "print", now).taken is Taken.RUNNING
    assert answers.claim("a", "key", "other", now).taken is Taken.OTHER
    assert answers.claim("b", "key", "print", now).taken is Taken.FIRST
    answers.keep("a", "key", KeptAnswer(200, {"complete": True}))
    claim = answers.claim("a", "key", "print", now)
    assert claim.taken is Taken.DONE
    assert claim.answer == KeptAnswer(200, {"complete": True})
    answers.release("a", "key")
    assert answers.claim("a", "key", "print", now).taken is Taken.DONE
    answers.release("b", "key")
    assert answers.claim("b", "key", "print", now).taken is Taken.FIRST


def test_keys_are_forgotten(answers: AnswerStore, clock: StoppedClock) -> None:
    """A request that never ended is given up soon, an answer after a day."""
    now = clock.now()
    answers.claim("a", "dead", "print", now)
    answers.claim("a", "done", "print", now)
    answers.keep("a", "done", KeptAnswer(200, {}))
    later = now + GIVEN_UP_AFTER + dt.timedelta(seconds=1)
    assert answers.claim("a", "dead", "print", later).taken is Taken.FIRST
    assert answers.claim("a", "done", "print", later).taken is Taken.DONE
    later = now + KEPT_FOR + dt.timedelta(seconds=1)
    assert answers.claim("a", "done", "print", later).taken is Taken.FIRST


def test_every_line_status_is_in_the_document(shop: MountedShop) -> None:
    """A storefront can rely on the list of what can become of a line."""
    document = shop.client.get(f"{API}/openapi.json").get_json()
    status = document["components"]["schemas"]["LineResult"]["properties"]["status"]
    assert status["enum"] == [one.value for one in LineStatus]
