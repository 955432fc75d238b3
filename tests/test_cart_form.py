"""Adding to the cart from a page, without JavaScript."""

from __future__ import annotations

import re
import typing as t
from dataclasses import replace

import factories
import pytest
from fakes import StoppedClock
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from mounted import a_catalog
from mounted import a_mounted_shop
from mounted import CART
from mounted import EDITOR
from mounted import MountedShop
from mounted import PAGE
from sqlalchemy.engine import Engine
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from flask_serum import FlaskSerum
from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.core.offer import Availability
from flask_serum.core.offer import CartLine
from flask_serum.core.offer import LineResult
from flask_serum.core.offer import LineStatus
from flask_serum.web.buying import read_results
from flask_serum.web.buying import write_results

NOTICE = notice_for("en")


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


def post(shop: MountedShop, path: str = CART, **form: t.Any) -> TestResponse:
    """Send a cart form, whole but for what is said otherwise; None leaves a field out."""
    fields = {"serum_sku": factories.SKU, "serum_notice": NOTICE.id, "quantity": "1"} | form
    sent = {key: value for key, value in fields.items() if value is not None}
    return shop.client.post(path, data=sent)


def forms(html: str) -> list[MultiDict[str, str]]:
    """Give the hidden fields of each cart form of a page."""
    found = re.findall(r"(?s)<form[^>]*data-serum-cart.*?</form>", html)
    hidden = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
    return [MultiDict(hidden.findall(one)) for one in found]


def test_the_serum_goes_into_the_cart(shop: MountedShop) -> None:
    """What the form holds is enough, and then comes the shop's cart."""
    single, _ = forms(shop.get())
    response = shop.client.post(CART, data=single | {"quantity": "2"})
    assert (response.status_code, response.location) == (303, "/cart")
    assert shop.shop.added == [(CartLine(factories.SKU, 2),)]


def test_the_whole_routine_goes_into_the_cart(shop: MountedShop) -> None:
    """The serum and one companion of each role, with one click, in one call."""
    _, routine = forms(shop.get())
    assert shop.client.post(CART, data=routine).location == "/cart"
    assert shop.shop.added == [
        (
            CartLine(factories.SKU),
            CartLine(factories.MOISTURIZER_SKU),
            CartLine(factories.SUNSCREEN_SKU),
        )
    ]


@pytest.mark.parametrize("notice", [None, "", "en.0.000000000000", notice_for("de").id])
def test_nothing_is_added_without_the_notice_that_the_page_showed(
    shop: MountedShop, notice: str | None
) -> None:
    """Without its id, or with that of another notice, the page comes back and asks to read it."""
    response = post(shop, serum_notice=notice)
    assert response.status_code == 409
    assert "Please read the notice on this page first" in response.text
    assert 'id="serum-notice"' in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert shop.shop.added == []


@pytest.mark.parametrize("quantity", ["0", "-1", "11", "1.5", "many", "", "٣", "9" * 5000])
def test_a_quantity_that_can_not_be_is_refused(shop: MountedShop, quantity: str) -> None:
    """The page comes back and says what is possible."""
    response = post(shop, quantity=quantity)
    assert response.status_code == 400
    assert "Please choose a quantity from 1 to 10." in response.text
    assert shop.shop.added == []


def test_a_form_without_a_product_is_refused(shop: MountedShop) -> None:
    """The page comes back and says what is missing."""
    assert post(shop, serum_sku=None).status_code == 400


def test_only_what_the_page_offers_can_be_added(shop: MountedShop) -> None:
    """Another SKU of the shop can't be slipped in."""
    shop.shop.offers["GIFT"] = factories.an_offer("GIFT", role=None)
    response = post(shop, serum_sku="GIFT")
    assert response.status_code == 303
    assert shop.shop.added == []
    assert "One product is not sold here." in shop.words(response.location)
    assert "GIFT" not in shop.words(response.location)


def test_a_draft_can_not_be_added(shop: MountedShop) -> None:
    """What shoppers may not see, they may not buy."""
    shop.mount.publishing.unpublish(EDITOR, factories.SLUG, "facts")
    assert post(shop).status_code == 404
    assert shop.shop.added == []


def test_stock_is_looked_at_in_the_moment_of_adding(shop: MountedShop) -> None:
    """A page that was opened earlier does not sell what is gone since."""
    single, _ = forms(shop.get())
    gone = replace(shop.shop.offers[factories.SKU], availability=Availability.OUT_OF_STOCK)
    shop.shop.offers[factories.SKU] = gone
    response = shop.client.post(CART, data=single)
    assert shop.shop.added == []
    assert "Aurelia Duo Serum is out of stock." in shop.words(response.location)


def test_a_partial_failure_is_told_line_by_line(shop: MountedShop) -> None:
    """What went in and what did not is said, and the cart is one click away."""
    shop.shop.results[factories.MOISTURIZER_SKU] = LineStatus.FAILED
    _, routine = forms(shop.get())
    response = shop.client.post(CART, data=routine)
    words = shop.words(response.location)
    assert "Aurelia Duo Serum is in your cart." in words
    assert "Aurelia moisturizer could not be added. Please try again." in words
    assert "Aurelia sunscreen is in your cart." in words
    html = shop.get(response.location)
    assert 'href="/cart"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_what_fits_is_added_and_the_rest_is_told(shop: MountedShop) -> None:
    """With two left, five become two, and the page says so."""
    shop.shop.offers[factories.SKU] = factories.an_offer(quantity=2)
    response = post(shop, quantity="5")
    assert "only 2 were left; they are in your cart." in shop.words(response.location)


def test_a_shop_that_is_down_is_told(shop: MountedShop) -> None:
    """The page comes back with a sentence, not with an error."""
    shop.shop.failure = ShopUnavailable("down")
    response = post(shop)
    assert response.status_code == 503
    assert "The shop can’t be reached" in response.text or "can&#39;t be reached" in response.text


def test_a_shop_without_a_cart_has_no_form(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Where the plugin can't add, it shows no form, and its address is not there."""

    def offers(skus: list[str]) -> dict[str, t.Any]:
        return {sku: a_catalog().offers[sku] for sku in skus if sku in a_catalog().offers}

    a_mounted_shop(sqlite_engine, clock, market_eu)
    app = Flask("other")
    FlaskSerum(app, market=market_eu, db=sqlite_engine, offers=offers, clock=clock)
    client = app.test_client()
    assert "data-serum-cart" not in re.sub(r"(?s)<style.*?</style>", "", client.get(PAGE).text)
    assert client.post(CART).status_code == 404


def test_another_site_can_not_add_for_a_shopper(shop: MountedShop) -> None:
    """A post that another site sent is refused."""
    response = shop.client.post(
        CART,
        data={"serum_sku": factories.SKU, "serum_notice": NOTICE.id},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    assert shop.shop.added == []


@given(
    results=st.lists(
        st.builds(
            LineResult,
            st.sampled_from(["A", "B-1", "c_2"]),
            st.sampled_from(LineStatus),
            st.integers(0, 9999),
        ),
        max_size=8,
    )
)
def test_results_survive_the_way_through_an_address(results: list[LineResult]) -> None:
    """What was written is read again."""
    assert read_results(write_results(results), {"A", "B-1", "c_2"}) == results


@given(text=st.text(max_size=60))
def test_any_address_can_be_read(text: str) -> None:
    """Nonsense in an address puts no word of its own on the page."""
    assert all(one.sku in ("A", "") for one in read_results(text, {"A"}))


def test_the_forms_address_leads_to_the_page(shop: MountedShop) -> None:
    """Whoever reloads, or opens, where a form posts to comes to the page."""
    assert shop.client.get(CART).location == PAGE
    assert shop.client.get(CART.replace("/serums/", "/serums/de/")).location == PAGE.replace(
        "/serums/", "/serums/de/"
    )
