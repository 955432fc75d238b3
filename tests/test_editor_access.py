"""Who gets into the editor, and how a write has to come."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import factories
import pytest
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import EDITOR
from editing import fields_of
from editing import filled
from editing import PAGE
from editing import words
from fakes import StoppedClock
from flask import Flask
from flask import redirect
from flask_wtf import CSRFProtect
from mounted import MountedShop
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum import FlaskSerum
from flask_serum.core.access import Action
from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.demo.app import create_app
from flask_serum.store import migrate
from flask_serum.web.editor.routes import add_editor
from flask_serum.web.editor.routes import ROUTES

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "serum" / "editor"
VALUES: dict[str, t.Any] = {"slug": factories.SLUG, "part": "en", "locale": "en"}


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_shop(sqlite_engine, clock, market_eu)


def _writes(app: Flask) -> list[str]:
    """Give the path of every address of the editor that takes a form."""
    urls = app.url_map.bind("localhost")
    return [
        urls.build(rule.endpoint, {name: VALUES.get(name, 1) for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("serum.editor_") and "POST" in (rule.methods or ())
    ]


def test_a_view_that_names_no_action_can_t_be_added() -> None:
    """A screen that forgot to say what it needs stops the app, not a merchant."""
    blueprint = FlaskSerum().blueprint(market=Market("eu", ("EU",), "EUR", ("en",)), db="sqlite://")
    ROUTES.append(("/open", "open", lambda: "", ("GET",)))
    try:
        with pytest.raises(TypeError, match="does not say what it needs"):
            add_editor(blueprint)
    finally:
        ROUTES.pop()


def test_without_a_sign_in_nobody_gets_in(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A host that gave no sign-in has an editor that answers 403."""
    shop = a_shop(sqlite_engine, clock, market_eu, who=lambda: None)
    assert a_desk(shop).client.get(EDITOR).status_code == 403


def test_a_guest_gets_the_host_s_login(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A guest who asks for a screen gets what the host's ``login`` gives."""
    shop = a_shop(sqlite_engine, clock, market_eu, login=lambda: redirect("/login"))
    response = a_desk(shop, "").client.get(EDITOR)
    assert (response.status_code, response.location) == (302, "/login")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_host_has_its_say_per_page(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """``can`` is asked beside the roles, with the page, and can only take away."""

    def can(actor: Actor, action: Action, slug: str) -> bool:
        return slug != factories.SLUG

    shop = a_shop(sqlite_engine, clock, market_eu, can=can)
    desk = a_desk(shop)
    assert desk.client.get(PAGE).status_code == 403
    assert factories.SLUG not in words(desk.see(EDITOR), "table")
    assert a_desk(shop, "eve", "nobody").client.get(EDITOR).status_code == 403


def test_a_write_without_a_token_changes_nothing(shop: MountedShop) -> None:
    """Every address that writes refuses a form without the session's token."""
    desk = a_desk(shop)
    before = desk.number()
    paths = _writes(shop.app)
    assert len(paths) > 9
    for path in paths:
        assert desk.client.post(path, data={"title": "x"}).status_code == 403, path
    assert desk.number() == before


def test_a_token_is_one_session_s(shop: MountedShop) -> None:
    """A token from another session is worth nothing."""
    ada, ben = a_desk(shop), a_desk(shop, "ben")
    fields = filled(ada.form(), title="From elsewhere")
    ben.form()
    assert ben.post(COPY, fields).status_code == 403
    assert ada.copy().title == "Aurelia Duo Serum"


def test_another_site_can_t_write(shop: MountedShop) -> None:
    """A form that another site sends is refused, token or not, and not offered to be sent again."""
    desk = a_desk(shop)
    response = desk.post(
        COPY, filled(desk.form(), title="x"), headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert "Send again" not in response.text


def test_words_of_an_expired_session_come_back(shop: MountedShop) -> None:
    """Who saves after their session ended gets every word back, to send again."""
    ada, late = a_desk(shop), a_desk(shop, "")
    fields = filled(ada.form(), title="Written for an hour")
    response = late.post(COPY, fields)
    assert response.status_code == 403
    again = [one for one in fields_of(LexborHTMLParser(response.text), "form") if one[1]]
    late.client.environ_base["HTTP_X_WHO"] = "ada:admin"
    assert late.post(COPY, again).status_code == 303
    assert ada.copy().title == "Written for an hour"


def test_an_old_token_is_given_anew(shop: MountedShop) -> None:
    """A form whose token does not hold any more can be sent again, whole."""
    desk = a_desk(shop)
    fields = [
        (name, "stale" if name == "serum_token" else value)
        for name, value in filled(desk.form(), title="Kept all the same")
    ]
    response = desk.post(COPY, fields)
    assert response.status_code == 403
    assert desk.post(COPY, fields_of(LexborHTMLParser(response.text), "form")).status_code == 303
    assert desk.copy().title == "Kept all the same"


def test_a_host_s_own_protection_is_used(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Under Flask-WTF the forms hold the host's token, and the host checks it."""
    shop = a_shop(sqlite_engine, clock, market_eu)
    CSRFProtect(shop.app)
    desk = a_desk(shop)
    fields = filled(desk.form(), title="Under the host's token")
    assert "csrf_token" in dict(fields)
    assert desk.post(COPY, fields).status_code == 303
    assert desk.client.post(COPY, data={"title": "x"}).status_code == 400


@pytest.mark.parametrize("path", [EDITOR, PAGE, COPY, f"{EDITOR}new", f"{PAGE}nothing"])
def test_screens_are_private_and_strict(shop: MountedShop, path: str) -> None:
    """No screen is cached or framed, and none may run a script that stands in it.

    :param path: of the screen.
    """
    headers = a_desk(shop).client.get(path).headers
    if path.endswith("nothing"):
        return
    assert headers["Cache-Control"] == "private, no-store"
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda one: one.name)
def test_no_template_holds_script_or_style(path: Path) -> None:
    """A strict policy would drop what stands inline, so nothing does.

    :param path: of a template.
    """
    text = path.read_text("utf-8")
    assert re.findall(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=", text) == []


def test_static_files_are_kept_for_a_year_under_their_hash(shop: MountedShop) -> None:
    """A file is served to anybody, under an address that changes with it, and nothing else is."""
    desk = a_desk(shop)
    page = desk.see(EDITOR)
    script = page.css_first("script[src]")
    assert script is not None
    address = script.attributes["src"] or ""
    response = a_desk(shop, "").client.get(address)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert desk.client.get(address.replace("editor.js", "../core/page.py")).status_code == 404
    old = re.sub(r"static/[0-9a-f]+", "static/0", address)
    assert desk.client.get(old).headers["Cache-Control"] == "no-cache"


def test_what_is_not_there_is_told_in_the_editor(shop: MountedShop) -> None:
    """An unknown page or part is a 404 of the editor's own, in words."""
    desk = a_desk(shop)
    assert "no serum page" in words(desk.see(f"{EDITOR}pages/nope/", 404))
    assert "no revision" in words(desk.see(f"{PAGE}parts/tlh", 404))


def test_messages_hold_no_words_of_the_address(shop: MountedShop) -> None:
    """Nobody can put words of their own on a screen by an address."""
    desk = a_desk(shop)
    page = desk.see(f"{PAGE}?told=published&names=<b>buy</b>&number=9")
    assert page.css_first(".message b") is None
    assert desk.see(f"{PAGE}?told=nonsense").css_first(".message") is None


def test_the_demo_s_links_work_once(tmp_path: Path) -> None:
    """A link that the demo prints signs one person in, once, and a made-up one nobody."""
    app = create_app(tmp_path / "demo.sqlite", secret_key="test")
    migrate.upgrade(app.extensions["demo_shop"][0])
    try:
        links = dict(app.extensions["demo_sign_in"].links)
        for name, path in links.items():
            client = app.test_client()
            assert client.get(EDITOR).status_code == 403
            assert client.get(path, follow_redirects=True).status_code == 200
            assert name in client.get(EDITOR).text
            assert app.test_client().get(path).status_code == 410
        assert app.test_client().get("/sign-in/made-up").status_code == 410
        assert app.extensions["demo_sign_in"].links == {}
    finally:
        app.extensions["demo_shop"][0].dispose()
