"""What the API gives of pages, and what it keeps to itself."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import replace

import factories
import pytest
import sqlalchemy as sa
from fakes import FakeShop
from fakes import StoppedClock
from mounted import a_catalog
from mounted import a_mounted_shop
from mounted import EDITOR
from mounted import MountedShop
from sqlalchemy.engine import Engine

from flask_serum.core.access import Actor
from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.core.offer import Availability
from flask_serum.core.offer import Role
from flask_serum.core.regimen import TimeOfDay
from flask_serum.web.api.page_document import FIELDS

API = "/serums/api/v1"
PAGE = f"{API}/pages/{factories.SLUG}"

Json: t.TypeAlias = dict[str, t.Any]


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


def ask(shop: MountedShop, path: str) -> Json:
    """Give the document of an answer that must be there."""
    response = shop.client.get(path)
    assert response.status_code == 200, (path, response.text)
    found: Json = response.get_json()
    return found


def test_a_page_comes_with_its_typed_fields(shop: MountedShop) -> None:
    """The page says what the record says, in the record's own types."""
    page = ask(shop, PAGE)
    assert page["slug"] == factories.SLUG
    assert page["title"] == "Aurelia Duo Serum"
    assert page["what_it_is"].startswith("<p>A light serum in two chambers")
    assert page["benefits"] == ["Skin feels smooth.", "A fresh, rosy look."]
    assert page["opened"] == {"months": 6, "text": "Use within 6 months of opening."}
    assert page["variants"][0]["content"] == {
        "amount": "15",
        "unit": "ml",
        "chambers": 2,
        "text": "2\u00a0×\u00a015\u00a0ml",
    }
    assert page["chambers"][0]["inci"] == list(factories.GEL_A)
    assert page["images"][0]["url"] == "http://localhost/static/aurelia/front.svg"
    assert page["country_of_origin"] == {"code": "DE", "name": "Germany"}
    assert page["faq"][0]["question"] == "Can I keep the mix?"
    assert page["url"] == f"http://localhost/serums/{factories.SLUG}"
    assert set(page) == {"slug", "locale", "notice", *FIELDS}


def test_a_copy_answer_does_not_ask_the_shop(shop: MountedShop) -> None:
    """Who asks for copy alone gets it whether the shop is quick, slow or down."""
    ask(shop, PAGE)
    ask(shop, f"{PAGE}/routine")
    ask(shop, f"{API}/pages")
    assert shop.shop.queries == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?fields=title",
        "?fields=slug",
        "?fields=title&expand=routine,pairs,offers,structured_data",
        "/routine",
        "/pairs",
        "/pairs?explain=1",
        "/offers",
    ],
)
@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_the_notice_is_in_every_answer(shop: MountedShop, path: str, locale: str) -> None:
    """No list of fields leaves the notice out; it is whole and in the locale asked for.

    :param path: below the page.
    :param locale: the locale.
    """
    response = shop.client.get(f"{PAGE}{path}{'&' if '?' in path else '?'}locale={locale}")
    said, notice = response.get_json()["notice"], notice_for(locale)
    assert said["text"] == notice.text
    assert said["sha256"] == notice.sha256
    assert [one["key"] for one in said["items"]] == [one.key for one in notice.items]
    assert said["id"] == response.headers["Serum-Notice"] == notice.id


def test_a_list_carries_the_notice_once(shop: MountedShop) -> None:
    """A list shows pages, so the notice stands beside them."""
    found = ask(shop, f"{API}/pages?fields=title&locale=de")
    assert found["notice"]["id"] == notice_for("de").id
    assert found["pages"] == [
        {
            "slug": factories.SLUG,
            "locale": {
                "requested": "de",
                "served": "de",
                "fallback": False,
                "text": "",
                "direction": "ltr",
            },
            "title": "Aurelia Duo-Serum",
        }
    ]


def test_missing_copy_falls_back_and_the_answer_says_so(shop: MountedShop) -> None:
    """Arabic has no copy: English words, with notice and steps in Arabic."""
    page = ask(shop, f"{PAGE}?locale=ar&expand=routine")
    assert page["locale"]["requested"] == "ar"
    assert page["locale"]["served"] == "en"
    assert page["locale"]["fallback"] is True
    assert page["locale"]["text"]
    assert page["title"] == "Aurelia Duo Serum"
    assert page["notice"]["locale"] == "ar"
    assert page["routine"]["times"][0]["steps"][0]["title"] != "Clean skin"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("fr", "'fr' is not offered; this market has en, de, ar."),
        ("deutsch", "It is no BCP 47 tag; this market has en, de, ar."),
        ("", "It is no BCP 47 tag; this market has en, de, ar."),
    ],
)
def test_a_locale_that_is_not_offered_is_refused(
    shop: MountedShop, given: str, message: str
) -> None:
    """What the market has is named.

    :param given: the parameter.
    :param message: what is said of it.
    """
    response = shop.client.get(f"{PAGE}?locale={given}")
    assert response.status_code == 400
    assert response.get_json()["errors"] == [{"parameter": "locale", "message": message}]


def test_a_locale_may_be_spelled_in_any_way(shop: MountedShop) -> None:
    """``DE`` is ``de``."""
    assert ask(shop, f"{PAGE}?locale=DE")["locale"]["requested"] == "de"


@pytest.mark.parametrize(
    ("query", "parameter", "message"),
    [
        ("fields=titel", "fields", "There is no 'titel'; did you mean 'title'?"),
        ("fields=routine", "fields", "'routine' is added by 'expand'."),
        ("expand=title", "expand", "'title' is chosen by 'fields'."),
        ("expand=ofers", "expand", "There is no 'ofers'; did you mean 'offers'?"),
        ("expands=offers", "expands", "There is no such parameter; did you mean 'expand'?"),
        ("expand=offers&expand=pairs", "expand", "Give it once; write several values with commas."),
    ],
)
def test_what_is_unknown_is_refused_and_named(
    shop: MountedShop, query: str, parameter: str, message: str
) -> None:
    """A misspelling never passes for "everything".

    :param query: the query.
    :param parameter: which parameter is named.
    :param message: what is said of it.
    """
    response = shop.client.get(f"{PAGE}?{query}")
    assert response.status_code == 400
    assert response.get_json()["errors"] == [{"parameter": parameter, "message": message}]


@pytest.mark.parametrize("filter", ["skus=X", "rolle=sunscreen", "page=2", "locales=de"])
def test_an_unknown_filter_is_refused(shop: MountedShop, filter: str) -> None:
    """A list filtered by a misspelled name would be the whole list.

    :param filter: the query.
    """
    response = shop.client.get(f"{API}/pages?{filter}")
    assert response.status_code == 400
    assert response.get_json()["errors"][0]["parameter"] == filter.partition("=")[0]


def test_the_list_is_paged_by_cursor(shop: MountedShop) -> None:
    """Each page of the list leads to the next, and what is new meanwhile moves nothing."""
    slugs = [f"serum-{at:02}" for at in range(5)]
    for slug in slugs:
        shop.bring_in(factories.a_record(slug=slug))
    seen, query = [], f"{API}/pages?limit=2&fields=title"
    while True:
        response = shop.client.get(query)
        found = response.get_json()
        seen += [one["slug"] for one in found["pages"]]
        if found["next"] is None:
            assert "Link" not in response.headers
            break
        query = f"{API}/pages?limit=2&fields=title&cursor={found['next']}"
        assert response.headers["Link"] == (
            f'<http://localhost{API}/pages?limit=2&fields=title&cursor={found["next"]}>; rel="next"'
        )
        shop.bring_in(factories.a_record(slug=f"aaa-{len(seen)}"))
    assert seen == [factories.SLUG, *slugs]


@pytest.mark.parametrize("limit", ["0", "101", "many", "-1", "1.5"])
def test_a_limit_out_of_range_is_refused(shop: MountedShop, limit: str) -> None:
    """The list gives 1 to 100 pages at once.

    :param limit: the parameter.
    """
    response = shop.client.get(f"{API}/pages?limit={limit}")
    assert response.status_code == 400
    assert response.get_json()["errors"] == [
        {"parameter": "limit", "message": "Give a whole number from 1 to 100."}
    ]


def test_filters_hold_together(shop: MountedShop) -> None:
    """By SKU, brand, role and time of day; all that are given must fit."""
    evening = factories.a_regimen(
        steps=tuple(
            replace(step, times=(TimeOfDay.EVENING,))
            for step in factories.a_regimen().steps
            if step.role is not Role.SUNSCREEN
        )
    )
    variants = factories.a_facts().variants[:1]
    night = factories.a_record(
        facts=factories.a_facts(
            slug="night-duo", brand="Nocturne", regimen=evening, variants=variants
        ),
        copy={"en": factories.a_copy(variant_names={}, step_notes={})},
    )
    shop.bring_in(night)

    def slugs(query: str) -> list[str]:
        return [one["slug"] for one in ask(shop, f"{API}/pages?{query}")["pages"]]

    assert slugs("role=sunscreen") == [factories.SLUG]
    assert slugs("time=evening") == [factories.SLUG, "night-duo"]
    assert slugs("brand=nocturne") == ["night-duo"]
    assert slugs(f"sku={factories.TRAVEL_SKU}") == [factories.SLUG]
    assert slugs(f"sku={factories.TRAVEL_SKU}&brand=Nocturne") == []
    assert slugs(f"sku={factories.MOISTURIZER_SKU}") == []
    # One that says nothing would give everything.
    for query in ("sku=", "brand=", "role=", "time="):
        assert shop.client.get(f"{API}/pages?{query}").status_code == 400


def test_a_list_costs_one_query_and_one_question(shop: MountedShop) -> None:
    """Whatever the number of pages: one look into the store, one question to the shop."""
    for at in range(12):
        shop.bring_in(factories.a_record(slug=f"serum-{at}"))
    statements: list[str] = []
    engine = t.cast("Engine", shop.app.extensions["serum"]["serum"].store.connections.engine)
    sa.event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    shop.shop.queries.clear()
    assert len(ask(shop, f"{API}/pages?expand=offers&limit=50")["pages"]) == 13
    assert len(statements) == 1
    assert len(shop.shop.queries) == 1


def test_a_page_costs_one_query_and_one_question(shop: MountedShop) -> None:
    """All expansions together ask no more than the page does."""
    statements: list[str] = []
    engine = t.cast("Engine", shop.app.extensions["serum"]["serum"].store.connections.engine)
    sa.event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    ask(shop, f"{PAGE}?expand=routine,pairs,offers,structured_data")
    assert len(statements) == 1
    assert len(shop.shop.queries) == 1


def test_the_routine_is_typed(shop: MountedShop) -> None:
    """Steps have their amounts, durations and roles as data, beside the sentence."""
    routine = ask(shop, f"{PAGE}/routine")["routine"]
    assert [one["time"] for one in routine["times"]] == ["morning", "evening"]
    assert routine["easing_in"]["weeks"] == 2
    morning = {one["id"]: one for one in routine["times"][0]["steps"]}
    assert morning["dispense"]["amounts"] == [
        {"chamber": "A", "quantity": "1", "measure": "press"},
        {"chamber": "B", "quantity": "1", "measure": "press"},
    ]
    assert morning["wait"]["duration"] == {"minimum": 60, "maximum": 120}
    assert morning["wait"]["sentence"] == "Wait 1 to 2 minutes before the next layer."
    assert morning["apply"]["areas"] == ["face", "neck"]
    assert morning["mix"]["note"] == "Use a clean fingertip."
    assert morning["sunscreen"]["role"] == "sunscreen"
    assert [one["number"] for one in morning.values()] == list(range(1, 8))
    assert "sunscreen" not in [one["id"] for one in routine["times"][1]["steps"]]


def test_money_is_exact_and_written(shop: MountedShop) -> None:
    """An amount is text with the currency's decimals, and comes as the page prints it."""
    offers = ask(shop, f"{PAGE}/offers?locale=de")["offers"]
    first = offers["variants"][0]["offer"]
    assert first["price"] == {"amount": "72.00", "currency": "EUR", "text": "72,00\u00a0€"}
    assert first["unit_price"]["amount"] == "240.00"
    assert first["unit_price"]["per"] == "100 ml"
    assert first["compare_at"] is None
    assert offers["selected"] == factories.SKU


def test_a_reduction_is_announced_as_on_the_page(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """In the EU the price before comes with the lowest of 30 days, or not at all."""
    catalog = a_catalog()
    reduced = replace(catalog.offers[factories.SKU], compare_at=factories.a_money("90.00"))
    catalog.offers[factories.SKU] = reduced
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, shop=catalog)
    assert ask(shop, f"{PAGE}/offers")["offers"]["variants"][0]["offer"]["compare_at"] is None
    catalog.offers[factories.SKU] = replace(reduced, lowest_30_days=factories.a_money("85.00"))
    offer = ask(shop, f"{PAGE}/offers")["offers"]["variants"][0]["offer"]
    assert offer["compare_at"]["amount"] == "90.00"
    assert offer["lowest_30_days"]["amount"] == "85.00"
    assert "€85.00" in offer["lowest_30_days"]["text"]


def test_a_shop_that_is_down_leaves_the_guidance(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Without the shop there are no prices, and all of the guidance."""
    catalog = a_catalog()
    catalog.failure = ShopUnavailable("down")
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, shop=catalog)
    page = ask(shop, f"{PAGE}?expand=routine,pairs,offers")
    assert page["offers"]["shop_available"] is False
    assert [one["offer"] for one in page["offers"]["variants"]] == [None, None]
    assert [one["role"] for one in page["pairs"]] == ["moisturizer", "sunscreen"]
    assert all(one["pairs"] == [] and one["guidance"] for one in page["pairs"])


def test_pairs_say_why_and_explain_why_not(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """``explain=1`` gives a reason for all that is left out; without it nothing is told."""
    catalog = a_catalog()
    changes: dict[str, Json] = {
        "SOLD-OUT": {"availability": Availability.OUT_OF_STOCK},
        "HIDDEN": {"published": False},
        "FREE": {"price": factories.a_money("0")},
    }
    for sku, fields in changes.items():
        catalog.offers[sku] = replace(factories.a_companion(Role.MOISTURIZER, sku), **fields)
    who: list[Actor | None] = [None]
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, shop=catalog, who=lambda: who[0])
    slot = ask(shop, f"{PAGE}/pairs")["pairs"][0]
    assert "left_out" not in slot
    assert slot["pairs"][0]["sku"] == factories.MOISTURIZER_SKU
    assert slot["pairs"][0]["why"]["reason"] == "pinned"
    assert slot["pairs"][0]["image"].startswith("http://localhost/")
    explained = ask(shop, f"{PAGE}/pairs?explain=1")["pairs"][0]["left_out"]
    reasons = {(one["sku"], one["reason"]) for one in explained}
    assert reasons == {
        ("SOLD-OUT", "out_of_stock"),
        (None, "not_published"),
        ("FREE", "price_is_zero"),
    }
    who[0] = EDITOR
    explained = ask(shop, f"{PAGE}/pairs?explain=1")["pairs"][0]["left_out"]
    assert ("HIDDEN", "not_published") in {(one["sku"], one["reason"]) for one in explained}


def test_the_market_says_what_it_offers(shop: MountedShop) -> None:
    """A storefront learns the locales, the currency and the cart from one answer."""
    market = ask(shop, f"{API}/market")
    assert (market["code"], market["currency"]) == ("eu", "EUR")
    assert [one["tag"] for one in market["locales"]] == ["en", "de", "ar"]
    assert [one["direction"] for one in market["locales"]] == ["ltr", "ltr", "rtl"]
    assert market["cart"] is True


PATHS = (
    *("", "/routine", "/pairs", "/offers", "/notice"),
    *(f"/fragments/{one}" for one in ("page", "how-to", "notice", "routine")),
)


def _hide_draft(shop: MountedShop) -> None:
    shop.bring_in(factories.a_record(slug="secret-duo"), publish=False)


def _hide_unpublished(shop: MountedShop) -> None:
    shop.bring_in(factories.a_record(slug="secret-duo"))
    shop.mount.publishing.unpublish(EDITOR, "secret-duo", "facts")


def _hide_in_the_future(shop: MountedShop) -> None:
    _hide_draft(shop)
    for part in ("facts", "en", "de"):
        begins = shop.clock.now() + dt.timedelta(days=1)
        shop.mount.publishing.publish(EDITOR, "secret-duo", part, begins=begins)


def _hide_in_the_past(shop: MountedShop) -> None:
    _hide_draft(shop)
    for part in ("facts", "en", "de"):
        ends = shop.clock.now() + dt.timedelta(days=1)
        shop.mount.publishing.publish(EDITOR, "secret-duo", part, ends=ends)
    shop.clock.advance(days=2)


def _hide_elsewhere(shop: MountedShop) -> None:
    shop.bring_in(factories.a_record(slug="secret-duo", markets=("us",)))


HIDDEN = (_hide_draft, _hide_unpublished, _hide_in_the_future, _hide_in_the_past, _hide_elsewhere)


@pytest.mark.parametrize("hide", HIDDEN)
def test_what_shoppers_may_not_see_is_not_there(
    shop: MountedShop, hide: t.Callable[[MountedShop], None]
) -> None:
    """Hidden pages answer like pages that never were: whole, in part, listed, found or bought.

    :param hide: how the page is hidden.
    """
    hide(shop)
    for path in PATHS:
        hidden = shop.client.get(f"{API}/pages/secret-duo{path}")
        missing = shop.client.get(f"{API}/pages/never-was{path}")
        assert hidden.status_code == 404, path
        told = hidden.text.replace("secret-duo", "*")
        assert told == missing.text.replace("never-was", "*"), path
        assert "ETag" not in hidden.headers
    assert "secret-duo" not in shop.client.get(f"{API}/pages").text
    assert ask(shop, f"{API}/pages?brand=Aurelia&limit=1")["next"] is None
    body = {"notice": notice_for("en").id, "page": "secret-duo", "lines": [{"sku": factories.SKU}]}
    assert shop.client.post(f"{API}/cart/lines", json=body).status_code == 404
    response = shop.client.post(
        f"{API}/pages/secret-duo/routine/cart", json={"notice": notice_for("en").id}
    )
    assert response.status_code == 404
    assert shop.shop.added == []


@pytest.mark.parametrize("path", PATHS)
def test_a_condition_tells_nothing_of_a_hidden_page(shop: MountedShop, path: str) -> None:
    """Who has the ETag of a page that was taken down gets a 404, not a 304.

    :param path: below the page.
    """
    etag = shop.client.get(f"{PAGE}{path}").headers["ETag"]
    shop.mount.publishing.unpublish(EDITOR, factories.SLUG, "facts")
    for condition in (etag, "*"):
        response = shop.client.get(f"{PAGE}{path}", headers={"If-None-Match": condition})
        assert response.status_code == 404


@pytest.mark.parametrize("slug", ["%00", "%0a", "..", "A", "meridian%20duo", "%ff", "x" * 500])
def test_an_address_that_is_no_slug_is_not_there(
    engine: Engine, clock: StoppedClock, market_eu: Market, slug: str
) -> None:
    """What no page can be named is answered before any database refuses it.

    :param slug: in the path.
    """
    shop = a_mounted_shop(engine, clock, market_eu)
    assert shop.client.get(f"{API}/pages/{slug}").status_code == 404


def test_two_mounts_have_an_api_each(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, market_us: Market
) -> None:
    """Each market answers for itself, with its own currency, locales and pages."""
    shop = a_mounted_shop(sqlite_engine, clock, market_eu)
    dollars = FakeShop.selling(factories.an_offer(price=factories.a_money("79.00", "USD")))
    a_mounted_shop(
        sqlite_engine,
        clock,
        market_us,
        app=shop.app,
        shop=dollars,
        name="serum_us",
        url_prefix="/us/serums",
    )
    page = ask(shop, f"/us{PAGE}?expand=offers&fields=url")
    assert page["offers"]["variants"][0]["offer"]["price"]["text"] == "$79.00"
    assert page["url"] == f"http://localhost/us/serums/{factories.SLUG}"
    assert ask(shop, f"/us{API}/market")["code"] == "us"
    assert ask(shop, f"{API}/market")["code"] == "eu"
