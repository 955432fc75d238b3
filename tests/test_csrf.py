"""Other sites can't post for a shopper."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect
from hosts import a_host
from hosts import a_shop
from hosts import CART
from hosts import cart_forms
from hosts import EU
from hosts import mount_of
from hosts import PAGE
from hosts import post_form
from hosts import Till
from hosts import with_csrf
from sqlalchemy.engine import Engine

from flask_serum import FlaskSerum
from flask_serum.web.csrf import host_protects
from flask_serum.web.csrf import token_field

BASE = "https://shop.example"


@pytest.fixture(name="till")
def _till() -> Till:
    return Till()


@pytest.fixture(name="client")
def _client(sqlite_engine: Engine, till: Till) -> FlaskClient:
    return a_shop(a_host(), sqlite_engine, offers=till.offers, add_to_cart=till.add)


def status(client: FlaskClient, headers: dict[str, str], base: str = BASE) -> int:
    """Post the page's own form with these headers, and give the status."""
    form = cart_forms(client.get(PAGE, base_url=base).text)[0]
    return post_form(client, form, base_url=base, headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": BASE},
        {"Sec-Fetch-Site": "something new"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://shop.example.evil.example"},
        {"Origin": "null"},
        {"Origin": "https://evil.example", "Referer": f"{BASE}/"},
        {"Referer": "https://evil.example/shop.example"},
        {"Referer": f"https://evil.example/?{BASE}"},
        {"Referer": "nonsense"},
    ],
)
def test_a_post_from_elsewhere(client: FlaskClient, till: Till, headers: dict[str, str]) -> None:
    """What another site made the browser send is refused, and nothing is in the cart."""
    assert status(client, headers) == 403
    assert till.cart == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": BASE},
        {"Referer": f"{BASE}{PAGE}"},
        {"Origin": BASE, "Referer": "https://evil.example"},
        {},
    ],
)
def test_a_post_from_here(client: FlaskClient, till: Till, headers: dict[str, str]) -> None:
    """What came from our own page, and what no browser says anything about, passes."""
    assert status(client, headers) == 303
    assert len(till.cart) == 1


def test_the_port_counts(client: FlaskClient) -> None:
    """Another port of the same host is another site."""
    assert status(client, {"Origin": f"{BASE}:8443"}) == 403


@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_the_canonical_address_is_here(sqlite_engine: Engine, header: str) -> None:
    """Behind a proxy that says nothing of the outer name, the canonical address is own."""
    client = a_shop(a_host(SERUM_CANONICAL_BASE=BASE), sqlite_engine)
    assert status(client, {header: f"{BASE}"}, "http://10.0.0.7:8080") == 303
    assert status(client, {header: "https://evil.example"}, "http://10.0.0.7:8080") == 403


def test_a_token_of_the_hosts_own(sqlite_engine: Engine) -> None:
    """A host gives field and token by a callable, and then checks by itself."""
    client = a_shop(a_host(), sqlite_engine, csrf=lambda: ("middlewaretoken", "t0ken"))
    page = client.get(PAGE)
    assert cart_forms(page.text)[0]["middlewaretoken"] == "t0ken"
    assert "private" in page.headers["Cache-Control"]
    assert status(client, {"Sec-Fetch-Site": "cross-site"}) == 303


def test_a_host_that_has_no_token_now(sqlite_engine: Engine) -> None:
    """A callable that gives nothing puts nothing into the form."""
    client = a_shop(a_host(), sqlite_engine, csrf=lambda: None)
    names = set(cart_forms(client.get(PAGE).text)[0])
    assert names == {"action", "serum_sku", "serum_notice", "quantity"}


@pytest.mark.parametrize(
    "setting", [{"WTF_CSRF_ENABLED": False}, {"WTF_CSRF_CHECK_DEFAULT": False}]
)
def test_flask_wtf_that_checks_nothing(sqlite_engine: Engine, setting: dict[str, bool]) -> None:
    """Where Flask-WTF is there but switched off, or left to the views, our check is on."""
    client = a_shop(with_csrf(a_host(None, **setting)), sqlite_engine)
    page = client.get(PAGE)
    assert "csrf_token" not in cart_forms(page.text)[0]
    assert "Set-Cookie" not in page.headers
    assert status(client, {"Sec-Fetch-Site": "cross-site"}) == 403
    assert status(client, {"Sec-Fetch-Site": "same-origin"}) == 303


def test_flask_wtf_that_was_told_to_leave_us_out(sqlite_engine: Engine) -> None:
    """Where the host exempted our blueprint from its protection, our check is on."""
    app = a_host()
    protection = CSRFProtect(app)
    till = Till()
    serum = FlaskSerum(market=EU, db=sqlite_engine, offers=till.offers, add_to_cart=till.add)
    blueprint = serum.blueprint()
    protection.exempt(blueprint)
    app.register_blueprint(blueprint)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert app.test_client().post(CART, headers=headers).status_code == 403
    with app.test_request_context(PAGE):
        assert not host_protects(mount_of(app))


def test_no_token_where_nothing_protects(sqlite_engine: Engine) -> None:
    """A bare host has no token, and is not taken to be protected."""
    app = Flask("host")
    FlaskSerum(app, market=EU, db=sqlite_engine)
    with app.test_request_context(PAGE):
        assert token_field(mount_of(app)) is None
        assert not host_protects(mount_of(app))
