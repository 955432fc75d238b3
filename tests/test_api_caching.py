"""Answers that may be kept: ETag, 304, how long, and the names they are purged by."""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import replace
from email.utils import parsedate_to_datetime

import factories
import pytest
from databases import opened
from databases import SqliteFiles
from fakes import StoppedClock
from flask import Flask
from hosts import EU
from mounted import a_mounted_shop
from mounted import EDITOR
from mounted import MountedShop
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.web import cache_tags
from flask_serum.web.api.registry import operations

API = "/serums/api/v1"
PAGE = f"{API}/pages/{factories.SLUG}"
CACHED = [one.path for one in operations() if one.cached]


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


@pytest.fixture(name="still", scope="module")
def _still(sqlite_files: SqliteFiles) -> cabc.Iterator[MountedShop]:
    """A shop that nobody changes anything of."""
    with opened(sqlite_files.url()) as engine:
        yield a_mounted_shop(engine, StoppedClock(), EU)


@pytest.mark.parametrize("path", CACHED)
def test_what_is_unchanged_is_not_sent_again(still: MountedShop, path: str) -> None:
    """The ETag is strong, and whoever sends it back gets a 304 without a body.

    :param path: of an operation whose answer may be kept.
    """
    client, path = still.client, API + path.replace("<slug>", factories.SLUG)
    path = path.replace("<digest>", "0123456789abcdef")
    first = client.get(path)
    assert first.status_code == 200, first.text
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    assert first.get_etag()[1] is False
    for condition in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get(path, headers={"If-None-Match": condition})
        assert (again.status_code, again.data) == (304, b"")
        for name in ("ETag", "Cache-Control", "Surrogate-Key", "Cache-Tag"):
            assert again.headers[name] == first.headers[name]
        assert "Content-Type" not in again.headers
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    head = client.head(path)
    assert head.headers["ETag"] == etag
    assert head.data == b""


def test_an_etag_changes_with_every_part_of_the_answer(shop: MountedShop) -> None:
    """Copy, price, locale and fields each make another answer."""
    etags = [
        shop.client.get(path).headers["ETag"]
        for path in (PAGE, f"{PAGE}?locale=de", f"{PAGE}?fields=title", f"{PAGE}?expand=offers")
    ]
    offer = shop.shop.offers[factories.SKU]
    shop.shop.offers[factories.SKU] = replace(offer, price=factories.a_money("71.00"))
    etags.append(shop.client.get(f"{PAGE}?expand=offers").headers["ETag"])
    copy = factories.a_copy(title="Another")
    shop.bring_in(factories.a_record(copy={"en": copy}))
    etags.append(shop.client.get(PAGE).headers["ETag"])
    assert len(set(etags)) == len(etags)


def test_last_modified_is_when_the_copy_went_live(shop: MountedShop) -> None:
    """It stands on copy; an answer with prices changes without anybody publishing, so not there."""
    began = shop.clock.now()
    shop.clock.advance(hours=3)
    response = shop.client.get(PAGE)
    assert parsedate_to_datetime(response.headers["Last-Modified"]) == began
    assert "Last-Modified" not in shop.client.get(f"{PAGE}?expand=offers").headers
    assert "Last-Modified" not in shop.client.get(f"{PAGE}/offers").headers
    since = {"If-Modified-Since": response.headers["Last-Modified"]}
    # The notice can change without a publication, so a date alone is no proof.
    assert shop.client.get(PAGE, headers=since).status_code == 200


def test_prices_are_kept_for_a_shorter_time_than_copy(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """The setting holds for copy; prices have a limit of their own; the cart is nobody else's."""
    app = Flask("host")
    app.config["SERUM_PAGE_MAX_AGE"] = 600
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    control = {
        path: shop.client.get(path).headers["Cache-Control"]
        for path in (PAGE, f"{PAGE}/offers", f"{PAGE}/pairs", f"{PAGE}?expand=pairs")
    }
    assert control[PAGE] == "public, max-age=600, must-revalidate"
    assert {control[path] for path in control if path != PAGE} == {
        "public, max-age=15, must-revalidate"
    }
    assert shop.client.get(f"{API}/cart").headers["Cache-Control"] == "private, no-store"
    shop.shop.cart[factories.MOISTURIZER_SKU] = 1
    response = shop.client.get(f"{PAGE}/pairs")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert shop.client.get(f"{PAGE}/pairs?explain=1").headers["Cache-Control"] == (
        "private, no-store"
    )


def test_problems_are_not_kept(shop: MountedShop) -> None:
    """What is missing now may be there in a second."""
    response = shop.client.get(f"{API}/pages/never-was")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [one for one in CACHED if "slug" in one or one == "/pages"])
def test_what_is_purged_is_what_was_tagged(still: MountedShop, path: str) -> None:
    """Every answer that shows a page carries a tag that a change of that page purges.

    :param path: of an operation that shows pages.
    """
    purged = set(cache_tags.tags_to_purge(factories.SLUG, ["eu", "us"]))
    response = still.client.get(API + path.replace("<slug>", factories.SLUG))
    tags = response.headers["Surrogate-Key"].split(" ")
    assert response.headers["Cache-Tag"].split(",") == tags
    assert purged.intersection(tags)
    assert all(one.isascii() and "," not in one for one in tags)


def test_a_list_is_purged_by_a_page_that_is_not_on_it_yet(shop: MountedShop) -> None:
    """A page that comes in purges the lists of its market."""
    tags = shop.client.get(f"{API}/pages").headers["Surrogate-Key"].split(" ")
    assert set(cache_tags.tags_to_purge("brand-new", ["eu"])).intersection(tags)


def test_a_page_that_comes_back_has_its_etag_again(shop: MountedShop) -> None:
    """The ETag is of the bytes, not of the moment."""
    before = shop.client.get(f"{PAGE}?fields=title").headers["ETag"]
    shop.mount.publishing.unpublish(EDITOR, factories.SLUG, "facts")
    shop.clock.advance(hours=1)
    shop.mount.publishing.publish(EDITOR, factories.SLUG, "facts")
    assert shop.client.get(f"{PAGE}?fields=title").headers["ETag"] == before
