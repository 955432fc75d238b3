"""Pieces of HTML for other storefronts: our markup, with the notice, and nothing of one shopper."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import factories
import pytest
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


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


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
    shop.client.get(f"{FRAGMENTS}/how-to")
    shop.client.get(f"{FRAGMENTS}/notice")
    assert shop.shop.queries == []
