"""Tokens at work: last use, and the preview of one page."""

from __future__ import annotations

import datetime as dt

import pytest
from databases import statements
from factories import a_copy
from factories import a_facts
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from mounted import a_mounted_shop
from mounted import EDITOR
from mounted import MountedShop
from sqlalchemy.engine import Engine
from writing import a_token
from writing import kind_of
from writing import Tool

from flask_serum.core.market import Market
from flask_serum.core.tokens import Scope

PREVIEW = f"/pages/{SLUG}?preview=1"


@pytest.fixture(name="mounted")
def _mounted(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    mounted = a_mounted_shop(sqlite_engine, clock, market_eu)
    publishing = mounted.mount.publishing
    publishing.save_draft(EDITOR, SLUG, "en", a_copy(title="Draft"), expected=1)
    publishing.save_draft(EDITOR, SLUG, "facts", a_facts(pao_months=3), expected=1)
    return mounted


@pytest.fixture(name="previewer")
def _previewer(mounted: MountedShop) -> Tool:
    return Tool(mounted, a_token(mounted, Scope.PREVIEW, role="writer", page=SLUG)[1])


def test_preview(mounted: MountedShop, previewer: Tool) -> None:
    """The draft comes in the same shape, whole with its notice, and is nobody's to keep."""
    response = previewer.ask("GET", PREVIEW)
    assert response.status_code == 200, response.text
    live = Tool(mounted).get(f"/pages/{SLUG}")
    assert response.json is not None
    assert response.json["title"] == "Draft"
    assert live["title"] == "Aurelia Duo Serum"
    assert list(response.json) == list(live)
    assert response.json["notice"] == live["notice"]
    assert response.headers["Serum-Notice"] == live["notice"]["id"]
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    for name in ("ETag", "Last-Modified", "Surrogate-Key", "Cache-Tag"):
        assert name not in response.headers


def test_preview_with_fields_and_prices(previewer: Tool) -> None:
    """Sparse fields and expansions work on a draft as on a page, and never drop the notice."""
    found = previewer.get(f"{PREVIEW}&fields=title&expand=offers&locale=de")
    assert set(found) == {"slug", "locale", "notice", "title", "offers"}
    assert found["notice"]["locale"] == "de"


def test_preview_of_what_is_not_public(mounted: MountedShop) -> None:
    """A page that was never published, or was taken down, can be previewed."""
    mounted.bring_in(a_record(slug="hidden-duo"), publish=False)
    tool = Tool(mounted, a_token(mounted, Scope.PREVIEW, page="hidden-duo")[1])
    path = "/pages/hidden-duo?preview=1"
    assert tool.get(path)["title"] == "Aurelia Duo Serum"
    assert kind_of(tool.ask("GET", "/pages/hidden-duo")) == "not-found"
    mounted.mount.publishing.unpublish(EDITOR, SLUG, "facts")
    reader = Tool(mounted, a_token(mounted, Scope.READ)[1])
    assert reader.get(PREVIEW)["title"] == "Draft"


def test_preview_falls_back(mounted: MountedShop, previewer: Tool) -> None:
    """Where a locale has no draft the preview falls back, and says so."""
    found = previewer.get(f"{PREVIEW}&locale=ar")
    assert (found["locale"]["served"], found["locale"]["fallback"]) == ("en", True)
    assert found["notice"]["locale"] == "ar"


def test_preview_of_one_page_only(mounted: MountedShop, previewer: Tool) -> None:
    """Neither a guest nor a token for another page previews anything, there or not."""
    for path in (PREVIEW, "/pages/nothing?preview=1"):
        assert kind_of(Tool(mounted).ask("GET", path)) == "unauthorized"
    mounted.bring_in(a_record(slug="second"))
    for slug in ("second", "nothing"):
        response = previewer.ask("GET", f"/pages/{slug}?preview=1")
        assert kind_of(response) == "forbidden"
        assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]


def test_nothing_to_preview(mounted: MountedShop) -> None:
    """A page that is not there, or not sold in this market, is 404 for those who may look."""
    reader = Tool(mounted, a_token(mounted, Scope.READ)[1])
    mounted.bring_in(a_record(slug="elsewhere", markets=("us",)), publish=False)
    mounted.mount.store.add_page("empty", author="ada", at=mounted.clock.now())
    for slug in ("nothing", "elsewhere", "empty", "NO", "%00"):
        assert kind_of(reader.ask("GET", f"/pages/{slug}?preview=1")) == "not-found"


@pytest.mark.parametrize("value", ["2", "true", "yes", ""])
def test_preview_is_one_or_nothing(previewer: Tool, value: str) -> None:
    """Any other value is refused, and does not quietly give the public page.

    :param value: of the parameter.
    """
    response = previewer.ask("GET", f"/pages/{SLUG}?preview={value}")
    assert kind_of(response) == "bad-parameter"


def test_shoppers_pages_look_at_no_token(mounted: MountedShop, sqlite_engine: Engine) -> None:
    """A token that is sent with a public request changes nothing, costs nothing, notes no use."""
    token, text = a_token(mounted)
    for path in (f"/pages/{SLUG}", "/pages", f"/pages/{SLUG}?preview=0"):
        with statements(sqlite_engine) as without:
            plain = Tool(mounted).ask("GET", path)
        with statements(sqlite_engine) as with_token:
            sent = Tool(mounted, text).ask("GET", path)
        assert (sent.json, with_token) == (plain.json, without)
    found = mounted.mount.tokens.find(token.id)
    assert found is not None
    assert found[0].used_at is None


def test_last_use(mounted: MountedShop, sqlite_engine: Engine) -> None:
    """Using a token is noted once a minute; between that, requests write nothing."""
    token, text = a_token(mounted)
    tool = Tool(mounted, text)
    tool.get("/drafts")
    with statements(sqlite_engine) as seen:
        tool.get("/drafts")
    assert not [one for one in seen if one.startswith(("UPDATE", "INSERT"))]
    mounted.clock.advance(minutes=1)
    tool.get("/drafts")
    found = mounted.mount.tokens.find(token.id)
    assert found is not None
    assert found[0].used_at == mounted.clock.now()


def test_expires(mounted: MountedShop) -> None:
    """A token stops at its moment, in the middle of the work."""
    _, text = a_token(mounted, life=dt.timedelta(hours=1))
    tool = Tool(mounted, text)
    tool.get("/drafts")
    mounted.clock.advance(hours=1)
    response = tool.ask("GET", "/drafts")
    assert kind_of(response) == "unauthorized"
    assert "is expired" in response.text


def test_beside_flask_wtf(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> None:
    """A host with CSRF protection exempts the API, and tokens write."""
    app = Flask("host")
    app.config["SECRET_KEY"] = "x"
    protection = CSRFProtect(app)
    mounted = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    tool = Tool(mounted, a_token(mounted)[1])
    path = f"/drafts/{SLUG}/en"
    etag = tool.etag(path)
    protection.exempt(app.blueprints["serum.api"])
    assert tool.ask("PATCH", path, {"title": "New"}, match=etag).status_code == 200
