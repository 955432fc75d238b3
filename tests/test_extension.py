"""Mounting: what a host may give, and what it is told when that can't work."""

from __future__ import annotations

import typing as t

import factories
import flask_sqlalchemy
import flask_sqlalchemy_lite
import pytest
import sqlalchemy as sa
from databases import opened
from databases import SqliteFiles
from flask import Blueprint
from flask import Flask
from hosts import a_host
from hosts import a_shop
from hosts import EU
from hosts import mount_of
from hosts import PAGE
from hosts import publish
from hosts import Till
from hosts import US
from sqlalchemy.engine import Engine

from flask_serum import Actor
from flask_serum import ConfigInvalid
from flask_serum import FlaskSerum
from flask_serum import Market
from flask_serum.shops.callables import CallableShop


def wrong(options: dict[str, object]) -> t.Any:
    """Give options that a type checker would not let through."""
    return options


def test_mounts_at_once(sqlite_engine: Engine) -> None:
    """FlaskSerum(app, market=...) is a whole mount."""
    app = Flask("host")
    FlaskSerum(app, market=EU, db=sqlite_engine)
    assert app.test_client().get("/serums/").status_code == 200


def test_mounts_later(sqlite_engine: Engine) -> None:
    """An object made before the app mounts by init_app."""
    serum = FlaskSerum(market=EU)
    app = Flask("host")
    serum.init_app(app, db=sqlite_engine)
    assert app.test_client().get("/serums/").status_code == 200


def test_options_of_init_app_go_first(sqlite_engine: Engine) -> None:
    """What init_app is given goes before what the object was given."""
    serum = FlaskSerum(market=EU, db=sqlite_engine, url_prefix="/one")
    app = Flask("host")
    serum.init_app(app, url_prefix="/two")
    assert app.test_client().get("/two/").status_code == 200
    assert app.test_client().get("/one/").status_code == 404


def test_options_of_both_are_looked_at_together() -> None:
    """A shop of the object and offers of init_app are refused as in one call."""
    serum = FlaskSerum(market=EU, offers=Till().offers)
    with pytest.raises(ConfigInvalid, match="offers: give either a shop or its callables"):
        serum.init_app(Flask("host"), shop=CallableShop(Till().offers))


def test_two_markets_over_one_database(sqlite_engine: Engine) -> None:
    """A page of one market is not found in the other; a page of both is in both."""
    app = a_host()
    client = a_shop(app, sqlite_engine, record=factories.a_record(markets=("eu",)))
    FlaskSerum(app, market=US, db=sqlite_engine, name="serum_us", url_prefix="/us/serums")
    assert client.get(PAGE).status_code == 200
    assert client.get(f"/us{PAGE}").status_code == 404
    both = factories.a_record(
        markets=("eu", "us"), copy={"en": factories.a_copy(), "en-US": factories.a_copy()}
    )
    publish(app, both)
    assert client.get(f"/us{PAGE}").status_code == 200
    assert f"/us{PAGE}" in client.get("/us/serums/").text
    assert "/us/" not in client.get("/serums/").text


def test_two_mounts_share_one_engine(sqlite_files: SqliteFiles) -> None:
    """Two mounts with the same database URL use one engine."""
    url = sqlite_files.url()
    app = a_host(SERUM_DATABASE_URI=url)
    FlaskSerum(app, market=EU)
    FlaskSerum(app, market=US, name="serum_us", url_prefix="/us", db="".join(url))
    assert len(app.extensions["serum"].databases) == 1
    dispose(app)


def test_several_apps_from_one_object(sqlite_files: SqliteFiles) -> None:
    """One object mounts into several apps, and keeps nothing of any of them."""
    serum = FlaskSerum(market=EU)
    apps = [a_host(SERUM_DATABASE_URI=sqlite_files.url()) for _ in range(2)]
    for app in apps:
        serum.init_app(app)
    publish(apps[0])
    assert [app.test_client().get(PAGE).status_code for app in apps] == [200, 404]
    for app in apps:
        dispose(app)


def test_second_mount_of_the_same_name(sqlite_engine: Engine) -> None:
    """A second mount of the same name is refused, with what to do."""
    app = Flask("host")
    FlaskSerum(app, market=EU, db=sqlite_engine)
    with pytest.raises(ConfigInvalid, match=r"name: .*'serum' already; .* name='serum_us'"):
        FlaskSerum(app, market=US, db=sqlite_engine)


def test_a_host_has_a_blueprint_of_that_name(sqlite_engine: Engine) -> None:
    """A name that a blueprint of the host has is refused, with what to do."""
    app = Flask("host")
    app.register_blueprint(Blueprint("serum", __name__))
    with pytest.raises(ConfigInvalid, match="give this mount another"):
        FlaskSerum(app, market=EU, db=sqlite_engine)


def test_without_a_market() -> None:
    """A mount without a market is told how to give one."""
    with pytest.raises(ConfigInvalid, match=r"market: say where this mount sells: .*Market\("):
        FlaskSerum(Flask("host"))


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [("ofers", "offers"), ("prefix", "url_prefix"), ("markt", "market"), ("is_admin", None)],
)
def test_misspelt_option(misspelt: str, meant: str | None) -> None:
    """An unknown option is refused; the one that was meant, or all there are, are named."""
    told = f"{misspelt}: .*{f'did you mean {meant!r}' if meant else 'there are market, '}"
    with pytest.raises(ConfigInvalid, match=told):
        FlaskSerum(**wrong({misspelt: None}))


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("market", "eu", r"give a Market, as in Market\("),
        ("offers", {"A": 1}, "give a callable"),
        ("is_merchant", True, "give a callable"),
        ("layout_context", {}, "give a callable"),
        ("url_prefix", "serums", "begin it with a slash"),
        ("blocks", {"body": "content"}, "'title', 'head', 'content'"),
        ("blocks", {"content": "two words"}, "your block names"),
    ],
)
def test_option_of_a_wrong_kind(option: str, value: object, told: str) -> None:
    """A value of a wrong kind is told when the plugin is made, with the option's name."""
    with pytest.raises(ConfigInvalid, match=f"{option}: .*{told}"):
        FlaskSerum(**wrong({option: value}))


@pytest.mark.parametrize("key", ["offers", "companions", "add_to_cart", "in_cart", "cart_url"])
def test_a_shop_and_its_callables(key: str) -> None:
    """A gateway and a callable that it would make useless are refused together."""
    given = {"shop": CallableShop(Till().offers), key: Till().offers}
    with pytest.raises(ConfigInvalid, match=f"{key}: give either a shop or its callables"):
        FlaskSerum(Flask("host"), market=EU, **wrong(given))


@pytest.mark.parametrize(
    "key", ["companions", "add_to_cart", "in_cart", "cart_form", "product_url"]
)
def test_a_cart_without_prices(key: str) -> None:
    """A way to buy without offers, which nobody could ever use, is refused."""
    with pytest.raises(ConfigInvalid, match=f"{key}: give offers= too"):
        FlaskSerum(Flask("host"), market=EU, **wrong({key: Till().add}))


def test_two_ways_to_say_who_is_in(sqlite_engine: Engine) -> None:
    """Who and is_merchant, or two ways into the cart, are refused together."""
    who = lambda: Actor("ada")  # noqa: E731
    with pytest.raises(ConfigInvalid, match="give either who or is_merchant"):
        FlaskSerum(Flask("host"), market=EU, who=who, is_merchant=lambda: True)
    till = Till()
    with pytest.raises(ConfigInvalid, match="give either add_to_cart or cart_form"):
        FlaskSerum(
            Flask("host"),
            market=EU,
            offers=till.offers,
            add_to_cart=till.add,
            cart_form=lambda sku: ("/add", {}, "n"),
        )


@pytest.mark.parametrize("locale", ["fr", "pt-BR"])
def test_a_locale_without_words(sqlite_engine: Engine, locale: str) -> None:
    """A market's locale without a reviewed notice is refused when it is mounted."""
    market = Market("eu", ("EU",), "EUR", ("en", locale))
    with pytest.raises(ConfigInvalid, match=rf"market\.locales: No safety notice in '{locale}'"):
        FlaskSerum(Flask("host"), market=market, db=sqlite_engine)


def test_is_merchant_is_an_actor(sqlite_engine: Engine) -> None:
    """A merchant by is_merchant may do everything; a guest is nobody."""
    answers = iter([True, False])
    app = a_host()
    FlaskSerum(app, market=EU, db=sqlite_engine, is_merchant=lambda: next(answers))
    hook = mount_of(app).hooks.actor
    assert hook is not None
    assert hook() == Actor("merchant", frozenset({"admin"}))
    assert hook() is None


def test_blueprint_registered_by_the_host(sqlite_engine: Engine) -> None:
    """A host registers the blueprint itself, at a prefix of its own."""
    app = a_host()
    blueprint = FlaskSerum(market=EU, db=sqlite_engine).blueprint()
    app.register_blueprint(blueprint, url_prefix="/care")
    publish(app)
    html = app.test_client().get(f"/care/{factories.SLUG}").text
    assert f'href="http://localhost/care/{factories.SLUG}"' in html


def test_blueprint_under_another_name(sqlite_engine: Engine) -> None:
    """A host registers the blueprint by another name, and it works by that one."""
    app = a_host()
    blueprint = FlaskSerum(market=EU, db=sqlite_engine).blueprint()
    app.register_blueprint(blueprint, name="care")
    publish(app, name="care")
    assert app.test_client().get(PAGE).status_code == 200
    assert list(app.extensions["serum"]) == ["care"]


def test_blueprint_inside_a_blueprint(sqlite_engine: Engine) -> None:
    """The blueprint works inside one of the host's, under its prefix and its name."""
    app = a_host()
    parent = Blueprint("shop", __name__, url_prefix="/shop")
    till = Till()
    parent.register_blueprint(
        FlaskSerum(
            market=EU, db=sqlite_engine, offers=till.offers, add_to_cart=till.add
        ).blueprint()
    )
    app.register_blueprint(parent)
    publish(app, name="shop.serum")
    html = app.test_client().get(f"/shop{PAGE}").text
    assert f'action="/shop{PAGE}/cart"' in html
    assert f'href="/shop/serums/de/{factories.SLUG}"' in html


def test_blueprint_for_two_apps(sqlite_files: SqliteFiles) -> None:
    """One blueprint registered in two apps is two mounts."""
    blueprint = FlaskSerum(market=EU).blueprint()
    apps = [a_host(SERUM_DATABASE_URI=sqlite_files.url()) for _ in range(2)]
    for app in apps:
        app.register_blueprint(blueprint)
    publish(apps[1])
    assert [app.test_client().get(PAGE).status_code for app in apps] == [404, 200]
    for app in apps:
        dispose(app)


def dispose(app: Flask) -> None:
    """Close the engines that the plugin made for an app."""
    for source in app.extensions["serum"].databases.values():
        source.dispose()


def test_database_as_engine(sqlite_engine: Engine) -> None:
    """A host gives an engine."""
    assert a_shop(a_host(), sqlite_engine).get(PAGE).status_code == 200


def test_database_as_callable(sqlite_engine: Engine) -> None:
    """A host gives a callable, which is called when the engine is needed."""
    called = []

    def engine() -> Engine:
        called.append(True)
        return sqlite_engine

    app = a_host()
    FlaskSerum(app, market=EU, db=engine)
    assert called == []
    assert app.test_client().get("/serums/").status_code == 200
    assert called


@pytest.mark.parametrize("kind", [str, sa.make_url], ids=["text", "URL"])
def test_database_as_url(sqlite_files: SqliteFiles, kind: t.Callable[[str], t.Any]) -> None:
    """A host gives a URL, as text or made."""
    app = a_host()
    assert a_shop(app, kind(sqlite_files.url())).get(PAGE).status_code == 200
    dispose(app)


def test_database_by_setting(sqlite_files: SqliteFiles) -> None:
    """Without db= the setting counts."""
    app = a_host(SERUM_DATABASE_URI=sqlite_files.url())
    assert a_shop(app, None).get(PAGE).status_code == 200
    dispose(app)


def test_database_of_the_mount_goes_first(sqlite_engine: Engine) -> None:
    """A mount with a database of its own does not use the setting's."""
    app = a_host(SERUM_DATABASE_URI="sqlite:////no/such/folder/serum.db")
    assert a_shop(app, sqlite_engine).get(PAGE).status_code == 200


@pytest.mark.parametrize("given", [True, False], ids=["as db", "by itself"])
def test_database_of_flask_sqlalchemy(sqlite_files: SqliteFiles, given: bool) -> None:
    """A host's Flask-SQLAlchemy is used when it is given, and is found where nothing is."""
    app = a_host(SQLALCHEMY_DATABASE_URI=sqlite_files.url())
    db = flask_sqlalchemy.SQLAlchemy(app)
    assert a_shop(app, db if given else None).get(PAGE).status_code == 200
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("given", [True, False], ids=["as db", "by itself"])
def test_database_of_flask_sqlalchemy_lite(sqlite_files: SqliteFiles, given: bool) -> None:
    """A host's Flask-SQLAlchemy-Lite is used when it is given, and is found where nothing is."""
    app = a_host(SQLALCHEMY_ENGINES={"default": sqlite_files.url()})
    db = flask_sqlalchemy_lite.SQLAlchemy(app)
    assert a_shop(app, db if given else None).get(PAGE).status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_no_database() -> None:
    """Where there is no database, both ways to give one are named."""
    with pytest.raises(ConfigInvalid, match=r"SERUM_DATABASE_URI: there is no database.* db="):
        FlaskSerum(Flask("host"), market=EU)


@pytest.mark.parametrize(
    ("database", "told"),
    [("mysql://shop", "use SQLite or PostgreSQL"), ("serum.db", "no database URL"), (7, "no data")],
)
def test_a_database_that_is_none(database: t.Any, told: str) -> None:
    """What is no database is refused when it is mounted."""
    with pytest.raises(ConfigInvalid, match=f"db: .*{told}"):
        FlaskSerum(Flask("host"), market=EU, db=database)


def test_tables_are_missing(sqlite_files: SqliteFiles) -> None:
    """Before the first upgrade a page is 503, and no traceback."""
    with opened(sqlite_files.empty_url()) as engine:
        app = Flask("host")
        FlaskSerum(app, market=EU, db=engine)
        assert app.test_client().get(PAGE).status_code == 503
