"""Who may use the API from where, and how often."""

from __future__ import annotations

import typing as t

import factories
import pytest
from fakes import StoppedClock
from flask import Flask
from mounted import a_mounted_shop
from mounted import MountedShop
from sqlalchemy.engine import Engine
from test_api_errors import is_a_problem

from flask_serum import FlaskSerum
from flask_serum.core.errors import ConfigInvalid
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.web.api.limits import Limit

API = "/serums/api/v1"
PAGE = f"{API}/pages/{factories.SLUG}"
FRIEND = "https://www.storefront.example"


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    app = Flask("host")
    app.config["SERUM_API_ORIGINS"] = (FRIEND, "http://localhost:3000")
    return a_mounted_shop(sqlite_engine, clock, market_eu, app=app)


def a_body() -> dict[str, t.Any]:
    """Make a body that can be added."""
    lines = [{"sku": factories.SKU}]
    return {"notice": notice_for("en").id, "page": factories.SLUG, "lines": lines}


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/fragments/page", f"{API}/nowhere", f"{API}/cart"])
def test_a_site_on_the_list_may_read(shop: MountedShop, path: str) -> None:
    """It is named exactly, never as ``*``, and every answer varies by origin.

    :param path: any address of the API.
    """
    response = shop.client.get(path, headers={"Origin": FRIEND})
    assert response.headers["Access-Control-Allow-Origin"] == FRIEND
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Serum-Notice" in response.headers["Access-Control-Expose-Headers"]
    assert "Origin" in response.headers["Vary"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://www.storefront.example.evil.example",
        "http://www.storefront.example",
        "https://www.storefront.example:8443",
        "https://sub.www.storefront.example",
        "null",
        "*",
        "",
    ],
)
def test_any_other_site_may_not(shop: MountedShop, origin: str) -> None:
    """An origin that only looks like one on the list gets nothing, and can add nothing.

    :param origin: of the request.
    """
    response = shop.client.get(PAGE, headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Origin" in response.headers["Vary"]
    if origin:
        headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
        response = shop.client.post(f"{API}/cart/lines", json=a_body(), headers=headers)
        is_a_problem(response, "foreign-origin")
        assert shop.shop.added == []


def test_a_preflight_says_what_may_be_sent(shop: MountedShop) -> None:
    """Methods and headers are named for sites on the list, and for nobody else."""
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
    response = shop.client.options(f"{API}/cart/lines", headers={"Origin": FRIEND, **asking})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "OPTIONS, POST"
    for name in ("Content-Type", "Idempotency-Key", "X-CSRFToken"):
        assert name in response.headers["Access-Control-Allow-Headers"]
    other = {"Origin": "https://evil.example", **asking}
    response = shop.client.options(f"{API}/cart/lines", headers=other)
    assert response.headers["Allow"] == "OPTIONS, POST"
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_without_a_list_nothing_is_said_of_origins(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A shop that names no other site has answers that vary by none."""
    shop = a_mounted_shop(sqlite_engine, clock, market_eu)
    response = shop.client.get(PAGE, headers={"Origin": FRIEND})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Origin" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": FRIEND}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Referer": "https://evil.example/page"}, 403),
    ],
)
def test_a_cart_is_not_filled_from_elsewhere(
    shop: MountedShop, headers: dict[str, str], status: int
) -> None:
    """A browser that another site made send this is refused; what is no browser is not.

    :param headers: of the request.
    :param status: of the answer.
    """
    for path in (f"{API}/cart/lines", f"{PAGE}/routine/cart"):
        body = a_body() if "lines" in path else {"notice": notice_for("en").id}
        response = shop.client.post(path, json=body, headers=headers)
        assert response.status_code == status, response.text


@pytest.mark.parametrize(
    "given",
    [
        "https://shop.example",
        ("*",),
        ("https://shop.example/",),
        ("https://Shop.example",),
        ("shop.example",),
        ("https://*.example",),
        ("null",),
        (1,),
    ],
)
def test_origins_are_exact(sqlite_engine: Engine, market_eu: Market, given: t.Any) -> None:
    """A list that no browser's ``Origin`` could match, or too many could, is refused at once.

    :param given: the setting.
    """
    app = Flask("host")
    app.config["SERUM_API_ORIGINS"] = given
    with pytest.raises(ConfigInvalid, match="SERUM_API_ORIGINS"):
        FlaskSerum(app, market=market_eu, db=sqlite_engine)


def test_the_hosts_limit_is_told(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Where a caller stands is in every answer, in the words of the draft standard."""
    asked: list[int] = []

    def limit() -> Limit:
        asked.append(1)
        return Limit(100, 100 - len(asked), 30, window_seconds=60)

    shop = a_mounted_shop(sqlite_engine, clock, market_eu, rate_limit=limit)
    response = shop.client.get(PAGE)
    assert response.headers["RateLimit-Policy"] == '"default";q=100;w=60'
    assert response.headers["RateLimit"] == '"default";r=99;t=30'
    missing = shop.client.get(f"{API}/pages/never-was")
    assert missing.headers["RateLimit"] == '"default";r=98;t=30'
    # Who looks for addresses that are not there is limited like everybody, a preflight is not.
    assert shop.client.get(f"{API}/nowhere").headers["RateLimit"] == '"default";r=97;t=30'
    assert shop.client.delete(PAGE).headers["RateLimit"] == '"default";r=96;t=30'
    assert "RateLimit" not in shop.client.options(PAGE).headers
    assert len(asked) == 4


@pytest.mark.parametrize(
    "limit", [Limit(100, -1, 30), Limit(100, 0, 30, exceeded=True), Limit(1, -5, 0)]
)
def test_who_calls_too_often_has_to_wait(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, limit: Limit
) -> None:
    """429 with the seconds to wait, before anything is read or added.

    :param limit: what the host's limiter says.
    """
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, rate_limit=lambda: limit)
    for response in (
        shop.client.get(PAGE),
        shop.client.post(f"{API}/cart/lines", json=a_body()),
        shop.client.get(f"{API}/nowhere"),
        shop.client.delete(PAGE),
    ):
        assert response.status_code == 429
        is_a_problem(response, "rate-limited")
        assert response.headers["Retry-After"] == str(max(limit.reset_seconds, 1))
        assert response.headers["RateLimit"].startswith('"default";r=0')
    assert shop.shop.added == []
    assert shop.client.get("/serums/").status_code == 200


def test_no_limit_is_no_header(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A limiter may set none for a caller."""
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, rate_limit=lambda: None)
    assert "RateLimit" not in shop.client.get(PAGE).headers
