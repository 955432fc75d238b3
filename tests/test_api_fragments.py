"""Pieces of HTML for other storefronts: our markup, with the notice, and nothing of one shopper."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from pathlib import Path

import factories
import pytest
from databases import opened
from databases import SqliteFiles
from fakes import StoppedClock
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from mounted import a_mounted_shop
from mounted import MountedShop
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.web.notice_guard import notice_markup
from flask_serum.web.notice_guard import notice_stands

FRAGMENTS = f"/serums/api/v1/pages/{factories.SLUG}/fragments"
NAMES = ("page", "how-to", "notice", "routine")


@pytest.fixture(name="shop", scope="module")
def _shop(sqlite_files: SqliteFiles) -> cabc.Iterator[MountedShop]:
    market = Market("eu", ("EU",), "EUR", ("en", "de", "ar"), time_zone="Europe/Berlin")
    with opened(sqlite_files.url()) as engine:
        yield a_mounted_shop(engine, StoppedClock(), market)


@pytest.mark.parametrize("locale", ["en", "de", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_every_fragment_carries_the_notice(shop: MountedShop, name: str, locale: str) -> None:
    """It stands in the markup, once and as the guard wants it, and its id in a header.

    :param name: the fragment.
    :param locale: the locale.
    """
    response = shop.client.get(f"{FRAGMENTS}/{name}?locale={locale}")
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert response.headers["Serum-Notice"] == notice_for(locale).id
    assert response.text.count('id="serum-notice"') == 1
    assert notice_stands(response.text, notice_for(locale))


@pytest.mark.parametrize("name", NAMES)
def test_a_fragment_has_no_document_around_it(shop: MountedShop, name: str) -> None:
    """It is put into another page, so it has no head, no form, no script, and whole addresses.

    :param name: the fragment.
    """
    html = shop.client.get(f"{FRAGMENTS}/{name}").text
    for element in ("<html", "<head>", "<body", "<form", "<script", "<style", "<link", "<meta"):
        assert element not in html, element
    assert not re.search(r'\s(?:href|src)="/', html)


def test_the_page_fragment_is_the_page(shop: MountedShop) -> None:
    """It says what the page says, but for what posts to the shop's own site."""
    html = shop.client.get(f"{FRAGMENTS}/page").text
    for text in ("Aurelia Duo Serum", "€72.00", "Can I keep the mix?", "20095 Hamburg"):
        assert text in html
    assert "can’t be ordered" not in html
    assert f'href="http://localhost/serums/{factories.SLUG}?variant=' in html


def test_fragments_hold_what_they_are_named_for(shop: MountedShop) -> None:
    """How-to has the steps, routine the companions too, notice the notice alone."""
    html = {name: shop.client.get(f"{FRAGMENTS}/{name}").text for name in NAMES}
    assert "Wait 1 to 2 minutes" in html["how-to"]
    assert "Aurelia sunscreen" not in html["how-to"]
    assert "Aurelia sunscreen" in html["routine"]
    assert html["notice"].strip() == str(notice_markup(notice_for("en")))


def test_a_theme_is_in_the_fragments_too(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, tmp_path: Path
) -> None:
    """A part that the host replaced is replaced here, and one that drops the notice is mended."""
    parts = tmp_path / "serum" / "parts"
    parts.mkdir(parents=True)
    (parts / "notice.html").write_text("<!-- gone -->")
    (parts / "steps.html").write_text("<p>The host's own steps</p>")
    app = Flask("host", template_folder=str(tmp_path))
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    for name in ("page", "how-to", "routine"):
        html = shop.client.get(f"{FRAGMENTS}/{name}").text
        assert "The host's own steps" in html
        assert notice_stands(html, notice_for("en"))
        assert "<body" not in html


def test_a_theme_without_a_place_for_the_notice_is_not_used(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, tmp_path: Path
) -> None:
    """Where a page of the host's can't carry the notice, the packaged one is given."""
    (tmp_path / "serum").mkdir()
    (tmp_path / "serum" / "page.html").write_text("<frameset><frame src='/x'></frameset>")
    app = Flask("host", template_folder=str(tmp_path))
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    html = shop.client.get(f"{FRAGMENTS}/page").text
    assert notice_stands(html, notice_for("en"))
    assert "Aurelia Duo Serum" in html
    assert "<body" not in html


def test_a_fragment_is_everybodys(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """No token, nonce or session of one shopper is in it, so that it can be kept."""
    app = Flask("host")
    app.secret_key = "secret"
    CSRFProtect(app)
    options: dict[str, t.Any] = {"csp_nonce": lambda: "nonce-of-one"}
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app, **options)
    for path in (f"{FRAGMENTS}/page", f"{FRAGMENTS}/notice", FRAGMENTS.rpartition("/")[0]):
        response = shop.client.get(path)
        assert "Set-Cookie" not in response.headers
        assert "csrf" not in response.text
        assert "nonce-of-one" not in response.text
        assert response.headers["Cache-Control"].startswith("public")


def test_the_shop_is_not_asked_for_steps(shop: MountedShop) -> None:
    """Fragments without prices come whether the shop is there or not."""
    before = len(shop.shop.queries)
    shop.client.get(f"{FRAGMENTS}/how-to")
    shop.client.get(f"{FRAGMENTS}/notice")
    assert len(shop.shop.queries) == before


def style_of(shop: MountedShop, name: str = "page") -> str:
    """Give the address of the style that a fragment names, without scheme and host."""
    link = shop.client.get(f"{FRAGMENTS}/{name}").headers["Link"]
    found = re.fullmatch(
        r'<http://localhost(/serums/api/v1/style/[0-9a-f]{16}\.css)>; rel="stylesheet"', link
    )
    assert found is not None, link
    return found[1]


def test_every_fragment_names_its_style(shop: MountedShop) -> None:
    """It is the same for all of them; a 304 names it too, and so does the market."""
    (address,) = {style_of(shop, name) for name in NAMES}
    path = f"{FRAGMENTS}/notice"
    etag = shop.client.get(path).headers["ETag"]
    again = shop.client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, address in again.headers["Link"]) == (304, True)
    market = shop.client.get("/serums/api/v1/market").get_json()
    assert market["stylesheet"] == f"http://localhost{address}"


def test_the_style_is_that_of_the_pages(shop: MountedShop) -> None:
    """It is kept for ever, is what stands in the shop's own page, and leaves its host alone."""
    response = shop.client.get(style_of(shop))
    assert response.content_type == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.text.strip() in shop.get()
    without_at_rules = re.sub(r"@[^{]+\{", "", response.text)
    selectors = re.findall(r"(?:^|\})([^{}]+)\{", without_at_rules)
    assert selectors
    # Percentages are moments of a movement.
    ours = re.compile(r"\s*(\.serum\b|\[id\^=\"serum-|:is\(\.serum\b|[0-9]+%|$)")
    assert [one for one in selectors if not ours.match(one)] == []


def test_an_older_address_gives_the_style_of_now(shop: MountedShop) -> None:
    """What somebody kept over a release is still styled, and nobody keeps the wrong style."""
    response = shop.client.get("/serums/api/v1/style/0123456789abcdef.css")
    assert response.text == shop.client.get(style_of(shop)).text
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    for name in ("main", "0123456789ABCDEF", "0123456789abcdef0", "%00"):
        assert shop.client.get(f"/serums/api/v1/style/{name}.css").status_code == 404


def test_a_theme_has_a_style_of_its_own(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, tmp_path: Path
) -> None:
    """A host's style is given, under an address of its own; one that needs a page is not."""
    theirs = tmp_path / "serum" / "style.css"
    theirs.parent.mkdir()
    theirs.write_text(".serum{color:rebeccapurple}")
    app = Flask("host", template_folder=str(tmp_path))
    app.jinja_env.auto_reload = True
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    before = style_of(shop)
    assert shop.client.get(before).text == ".serum{color:rebeccapurple}\n"
    theirs.write_text(".serum{direction:{{ serum.direction }}}")
    after = style_of(shop)
    assert after != before
    assert ".serum-notice" in shop.client.get(after).text


def test_sites_on_the_list_may_read_the_style(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """By the same list as everything else of the API."""
    app = Flask("host")
    app.config["SERUM_API_ORIGINS"] = ("https://www.storefront.example",)
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    path = style_of(shop)
    for origin, told in (
        ("https://www.storefront.example", "https://www.storefront.example"),
        ("https://evil.example", None),
    ):
        response = shop.client.get(path, headers={"Origin": origin})
        assert response.headers.get("Access-Control-Allow-Origin") == told
        assert "Origin" in response.headers["Vary"]
