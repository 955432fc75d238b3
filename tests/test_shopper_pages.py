"""What shoppers get to see, and what they don't."""

from __future__ import annotations

import datetime as dt
import re
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
from mounted import PAGE
from sqlalchemy.engine import Engine

from flask_serum.core.errors import ShopUnavailable
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.core.offer import Availability
from flask_serum.core.offer import Role


@pytest.fixture(name="shop")
def _shop(engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(engine, clock, market_eu)


def test_a_published_page_is_there(shop: MountedShop) -> None:
    """The page shows what the record says, and the shop's price."""
    words = shop.words()
    for expected in (
        "Aurelia Duo Serum",
        "Two-gel face serum",
        "A light serum in two chambers",
        "The gels meet just before use",
        "Nitric oxide is a gas",
        "A fresh, rosy look.",
        "It is not a supplement.",
        "Put an equal amount from each chamber into your palm: 1 press of each.",
        "Wait 1 to 2 minutes before the next layer.",
        "Finish with a broad-spectrum sunscreen of SPF 30 or higher.",
        "€72.00",
        "€240.00 / 100 ml",
        "Including VAT, plus shipping",
        "In stock",
        "Use within 6 months of opening.",
        "Beta Vulgaris Root Extract",
        "Ascorbic Acid",
        "Aurelia Cosmetics GmbH",
        "20095 Hamburg",
        "care@aurelia.example",
        "For external use only.",
        "The batch number is on the base.",
        "Can I keep the mix?",
        "Use a clean fingertip.",
        "Keep to once a day for the first 2 weeks.",
    ):
        assert expected in words, expected


@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_each_locale_carries_its_own_notice(shop: MountedShop, locale: str) -> None:
    """The notice is whole, once, and in the language of the page."""
    path = PAGE if locale == "en" else PAGE.replace("/serums/", f"/serums/{locale}/")
    notice = notice_for(locale)
    assert " ".join(notice.text.split()) in shop.words(path)
    assert shop.get(path).count('id="serum-notice"') == 1


def test_the_notice_comes_before_the_cart_form(shop: MountedShop) -> None:
    """Nobody reaches the button without passing the notice."""
    html = shop.get()
    assert html.index('id="serum-notice"') < html.index("data-serum-cart")


def test_a_draft_is_not_there(engine: Engine, clock: StoppedClock, market_eu: Market) -> None:
    """A page that was never published is a 404, in the list and in the sitemap too."""
    shop = a_mounted_shop(engine, clock, market_eu)
    shop.bring_in(factories.a_record(slug="secret-duo"), publish=False)
    assert shop.client.get("/serums/secret-duo").status_code == 404
    assert "secret-duo" not in shop.get("/serums/") + shop.get("/serums/sitemap.xml")


def test_an_unpublished_page_is_gone_at_once(shop: MountedShop) -> None:
    """Taking the facts down takes the page down in every locale."""
    shop.mount.publishing.unpublish(EDITOR, factories.SLUG, "facts")
    assert shop.client.get(PAGE).status_code == 404
    assert shop.client.get(f"/serums/de/{factories.SLUG}").status_code == 404


def test_a_page_of_another_market_is_not_there(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A market shows only what is sold in it."""
    record = factories.a_record(markets=("us",))
    shop = a_mounted_shop(engine, clock, market_eu, record=record)
    assert shop.client.get(PAGE).status_code == 404


def test_a_scheduled_page_begins_and_ends_to_the_second(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """What is scheduled is decided when the page is read, without a job that runs."""
    shop = a_mounted_shop(engine, clock, market_eu)
    begins, ends = (clock.now() + dt.timedelta(days=days) for days in (1, 2))
    publishing = shop.mount.publishing
    publishing.unpublish(EDITOR, factories.SLUG, "en")
    publishing.unpublish(EDITOR, factories.SLUG, "de")
    publishing.publish(EDITOR, factories.SLUG, "en", begins=begins, ends=ends)
    assert shop.client.get(PAGE).status_code == 404
    clock.advance(days=1)
    assert shop.client.get(PAGE).status_code == 200
    clock.advance(days=1)
    assert shop.client.get(PAGE).status_code == 404


def test_saving_a_draft_changes_nothing_that_shoppers_see(shop: MountedShop) -> None:
    """The live copy stays until the draft is published."""
    before = shop.get()
    copy = factories.a_copy(title="Something else")
    shop.mount.publishing.save_draft(EDITOR, factories.SLUG, "en", copy, expected=1)
    assert shop.get() == before


def test_missing_copy_falls_back_and_says_so(shop: MountedShop) -> None:
    """Arabic has no copy: the page is there, in English words, with the Arabic notice and steps."""
    html = shop.get(f"/serums/ar/{factories.SLUG}")
    assert '<html lang="ar" dir="rtl"' in html
    assert "A light serum in two chambers" in html
    assert " ".join(notice_for("ar").heading.split()) in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="http://localhost{PAGE}">' in html
    assert re.search(r'lang="en"[^>]*>', html)


def test_the_default_locale_has_one_address(shop: MountedShop) -> None:
    """The default locale's own path leads to the one without it, parameters and all."""
    response = shop.client.get(f"/serums/en/{factories.SLUG}?variant={factories.TRAVEL_SKU}")
    assert response.status_code == 308
    assert response.location == f"{PAGE}?variant={factories.TRAVEL_SKU}"
    assert shop.client.get("/serums/en/").location == "/serums/"
    assert shop.client.get("/serums/de").status_code == 308


@pytest.mark.parametrize(
    "path",
    ["/serums/fr/", f"/serums/fr/{factories.SLUG}", "/serums/none", "/serums/%00", "/serums/A b"],
)
def test_what_is_not_there_is_the_hosts_404(
    engine: Engine, clock: StoppedClock, market_eu: Market, path: str
) -> None:
    """An unknown page or locale is answered by the host's own page."""
    shop = a_mounted_shop(engine, clock, market_eu)
    shop.app.register_error_handler(404, lambda error: ("the host's own page", 404))
    response = shop.client.get(path)
    assert (response.status_code, response.text) == (404, "the host's own page")


def test_a_variant_has_an_address(shop: MountedShop) -> None:
    """Each size is chosen by its address alone, and an unknown one shows the first."""
    assert "€29.00" in shop.words(f"{PAGE}?variant={factories.TRAVEL_SKU}")
    assert f'name="serum_sku" value="{factories.TRAVEL_SKU}"' in shop.get(
        f"{PAGE}?variant={factories.TRAVEL_SKU}"
    )
    assert f'name="serum_sku" value="{factories.SKU}"' in shop.get(f"{PAGE}?variant=nonsense")


def test_a_variant_that_sells_is_chosen_before_one_that_does_not(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """With the first size sold out, the page opens with the next one."""
    catalog = a_catalog()
    sold_out = replace(catalog.offers[factories.SKU], availability=Availability.OUT_OF_STOCK)
    catalog.offers[factories.SKU] = sold_out
    shop = a_mounted_shop(engine, clock, market_eu, shop=catalog)
    assert f'name="serum_sku" value="{factories.TRAVEL_SKU}"' in shop.get()


def test_an_eu_reduction_shows_the_lowest_price_of_30_days(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A reduction is announced with the lowest price before it, or not at all."""
    catalog = a_catalog()
    reduced = replace(catalog.offers[factories.SKU], compare_at=factories.a_money("90.00"))
    catalog.offers[factories.SKU] = reduced
    shop = a_mounted_shop(engine, clock, market_eu, shop=catalog)
    assert "€90.00" not in shop.words()
    catalog.offers[factories.SKU] = replace(reduced, lowest_30_days=factories.a_money("85.00"))
    assert "€90.00" in shop.words()
    assert "Lowest price of the 30 days before the reduction: €85.00" in shop.words()


def test_the_us_page_names_where_to_report_a_bad_reaction(
    engine: Engine, clock: StoppedClock, market_us: Market
) -> None:
    """The US page has the domestic contact; the EU's duties are not shown there."""
    catalog = FakeShop.selling(factories.an_offer(price=factories.a_money("79.00", "USD")))
    shop = a_mounted_shop(engine, clock, market_us, shop=catalog)
    words = shop.words()
    assert "Aurelia Inc." in words
    assert "Austin, TX 78701" in words
    assert "$79.00" in words
    assert "Plus tax and shipping" in words
    assert "/ 100" not in words


def test_a_price_in_another_currency_is_not_shown(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A wrong currency is no price: the page stays, without a form."""
    catalog = FakeShop.selling(factories.an_offer(price=factories.a_money("79.00", "USD")))
    shop = a_mounted_shop(engine, clock, market_eu, shop=catalog)
    assert "79" not in shop.words().split("Before you use")[0]
    assert "data-serum-cart" not in re.sub(r"(?s)<style.*?</style>", "", shop.get())


def test_a_failing_shop_leaves_the_page_and_all_guidance(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Without the shop there is no price and no form, and everything else is there."""
    catalog = a_catalog()
    catalog.failure = ShopUnavailable("down")
    shop = a_mounted_shop(engine, clock, market_eu, shop=catalog)
    words = shop.words()
    assert "The price is not available at the moment." in words
    assert "Finish with a broad-spectrum sunscreen of SPF 30 or higher." in words
    assert " ".join(notice_for("en").text.split()) in words
    assert "<form" not in shop.get()


def test_sunscreen_guidance_stays_when_none_is_in_stock(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """An empty place keeps its guidance and shows no product."""
    catalog = a_catalog()
    sunscreen = catalog.offers[factories.SUNSCREEN_SKU]
    catalog.offers[factories.SUNSCREEN_SKU] = replace(
        sunscreen, availability=Availability.OUT_OF_STOCK
    )
    shop = a_mounted_shop(engine, clock, market_eu, shop=catalog)
    words = shop.words()
    assert "In the morning, last: a broad-spectrum sunscreen of SPF 30 or higher." in words
    assert "Aurelia sunscreen" not in words
    assert "Aurelia moisturizer" in words


def test_what_is_in_the_cart_is_not_offered_again(shop: MountedShop) -> None:
    """A companion in the cart leaves its place to the next one."""
    other = factories.a_companion(Role.MOISTURIZER, "OTHER-CREAM", name="Other cream")
    shop.shop.offers["OTHER-CREAM"] = other
    shop.shop.cart[factories.MOISTURIZER_SKU] = 1
    words = shop.words()
    assert "Other cream" in words
    assert "Aurelia moisturizer" not in words


def test_each_companion_says_why_it_is_there(shop: MountedShop) -> None:
    """Pinned ones and the others have their own sentence."""
    shop.shop.offers["OTHER"] = factories.a_companion(Role.SUNSCREEN, "OTHER", name="Other SPF")
    words = shop.words()
    assert "Chosen by us to go over this serum" in words
    assert "A sunscreen from our shop to finish the morning" in words


def test_a_cold_page_costs_one_query_and_one_question(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """However many pages and locales there are: at most three queries, and one shop call."""
    shop = a_mounted_shop(engine, clock, market_eu)
    for number in range(12):
        shop.bring_in(factories.a_record(slug=f"another-duo-{number}"))
    statements: list[str] = []
    sa.event.listen(
        engine,
        "before_cursor_execute",
        lambda conn, cursor, statement, *rest: statements.append(statement),
    )
    shop.shop.queries.clear()
    shop.get()
    assert len(statements) == 1, statements
    assert len(shop.shop.queries) == 1
    statements.clear()
    shop.shop.queries.clear()
    shop.get("/serums/")
    assert len(statements) == 1, statements
    assert len(shop.shop.queries) == 1


def test_a_page_is_not_sent_twice(shop: MountedShop) -> None:
    """A reader that has the page is told so, until something changes."""
    first = shop.client.get(PAGE)
    again = shop.client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    shop.shop.offers[factories.SKU] = factories.an_offer(price=factories.a_money("71.00"))
    changed = shop.client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_reading_sets_no_cookie(shop: MountedShop) -> None:
    """A shopper who only reads gets no cookie, and the page may be cached."""
    response = shop.client.get(PAGE)
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"].startswith("public")


def test_copy_can_not_break_out(engine: Engine, clock: StoppedClock, market_eu: Market) -> None:
    """Whatever stands in copy, in the shop's names or in an address, is text to the browser."""
    evil = "</script><script>alert(1)</script>"
    copy = factories.a_copy(
        title=f"T{evil}", summary=evil, benefits=(evil,), what_it_is=f"<p>x{evil}</p>"
    )
    catalog = a_catalog()
    catalog.offers[factories.MOISTURIZER_SKU] = factories.a_companion(name=f"M{evil}")
    record = factories.a_record(copy={"en": copy})
    shop = a_mounted_shop(engine, clock, market_eu, record=record, shop=catalog)
    for path in (PAGE, "/serums/", f"{PAGE}?variant={evil}&serum_result={evil}"):
        assert "<script>" not in shop.get(path)
        assert "alert(1)</script>" not in shop.get(path)


def test_the_sitemap_lists_each_live_locale(shop: MountedShop) -> None:
    """English and German are live, Arabic is not; each names the other."""
    text = shop.get("/serums/sitemap.xml")
    assert text.count("<loc>") == 2
    assert f"<loc>http://localhost/serums/de/{factories.SLUG}</loc>" in text
    assert 'hreflang="de"' in text
    assert "/ar/" not in text


def test_the_list_is_empty_but_there(
    engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A market without a page has a list that says so."""
    shop = a_mounted_shop(engine, clock, market_eu, record=factories.a_record(markets=("us",)))
    assert shop.client.get("/serums/").status_code == 200
    assert shop.shop.queries == []
