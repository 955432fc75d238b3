"""Small real shops to mount into, each with habits of its own."""

from __future__ import annotations

import collections.abc as cabc
import gettext
import io
import typing as t
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal
from pathlib import Path

import factories
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask import jsonify
from flask import Response
from flask import session
from flask.testing import FlaskClient
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import DictLoader
from jinja2 import StrictUndefined
from selectolax.lexbor import LexborHTMLParser
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from flask_serum import Actor
from flask_serum import FlaskSerum
from flask_serum import Market
from flask_serum.core.page import Record
from flask_serum.options import Options
from flask_serum.web.mount import Mount
from flask_serum.web.mount import Mounts

ADMIN = Actor("ada", frozenset({"admin"}))
EU = Market("eu", ("EU",), "EUR", ("en", "de"), time_zone="Europe/Berlin")
US = Market("us", ("US",), "USD", ("en-US",), time_zone="America/New_York")
PAGE = f"/serums/{factories.SLUG}"
CART = f"{PAGE}/cart"

LAYOUT = """<!doctype html>
<html><head><meta name="shop" content="{{ shop_name }}">
<title>{% block page_title required %}{% endblock %} | Shop</title>
{% block assets %}<link rel="stylesheet" href="/shop.css">{% endblock %}</head>
<body><header>{{ greeting|default("no greeting") }}</header>
{% block body required %}{% endblock %}
<footer>Shop footer</footer></body></html>
"""
BLOCKS = {"title": "page_title", "head": "assets", "content": "body"}


@dataclass
class Till:
    """A host's own products and cart, as plain callables.

    :param wares: offers by SKU.
    :param cart: how many of each SKU.
    """

    wares: dict[str, dict[str, t.Any]] = field(default_factory=dict)
    cart: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for sku, price, role in (
            (factories.SKU, "72.00", "serum"),
            (factories.TRAVEL_SKU, "29.00", "serum"),
            (factories.MOISTURIZER_SKU, "24.00", "moisturizer"),
            (factories.SUNSCREEN_SKU, "26.00", "sunscreen"),
        ):
            self.wares[sku] = {
                "price": Decimal(price),
                "currency": "EUR",
                "stock": 9,
                "name": sku.title(),
                "role": role,
            }

    def offers(self, skus: list[str]) -> dict[str, dict[str, t.Any]]:
        """Give offers by SKU."""
        return {sku: self.wares[sku] for sku in skus if sku in self.wares}

    def add(self, sku: str, quantity: int) -> None:
        """Put something into the cart."""
        self.cart[sku] = self.cart.get(sku, 0) + quantity


def a_host(templates: cabc.Mapping[str, str] | None = None, **config: t.Any) -> Flask:
    """Make a bare shop.

    :param templates: its own, by name.
    :param config: its settings.
    """
    app = Flask("host")
    app.config.update(TESTING=True, SECRET_KEY="a secret of the test", **config)
    # Else it would read the folder of templates where the tests were started.
    app.jinja_loader = DictLoader(templates or {})
    return app


def a_shop(
    app: Flask, database: t.Any, *, record: Record | None = None, **options: t.Unpack[Options]
) -> FlaskClient:
    """Mount the plugin in front of a till, and publish a page.

    :param app: the host.
    :param database: what the mount gets as its database.
    :param record: the page; the usual one where none is given.
    :param options: further options of the mount.
    """
    till = Till()
    usual: Options = {"market": EU, "db": database}
    if not options.keys() & {"shop", "offers"}:
        usual["offers"] = till.offers
    if not options.keys() & {"shop", "cart_form", "product_url", "add_to_cart"}:
        usual["add_to_cart"] = till.add
    if not options.keys() & {"shop", "cart_url"}:
        usual["cart_url"] = "/cart"
    FlaskSerum(app, **(usual | options))
    publish(app, record, name=options.get("name", "serum"))
    return app.test_client()


def publish(app: Flask, record: Record | None = None, *, name: str = "serum") -> None:
    """Bring a page in through a mount, and publish it."""
    with app.app_context():
        mount_of(app, name).publishing.import_record(
            ADMIN, record or factories.a_record(), publish=True
        )


def mount_of(app: Flask, name: str = "serum") -> Mount:
    """Give a mount of an app."""
    mounts: Mounts = app.extensions["serum"]
    return mounts[name]


def with_error_pages(app: Flask) -> Flask:
    """Give a host its own error pages."""
    for code in (404, 405, 500):
        app.register_error_handler(code, lambda error, code=code: (f"<h1>Shop {code}</h1>", code))
    return app


def with_json_errors(app: Flask) -> Flask:
    """Make a host answer every error in JSON."""

    def answer(error: HTTPException) -> tuple[Response, int]:
        return jsonify(error=error.name), error.code or 500

    app.register_error_handler(HTTPException, answer)
    return app


def with_strict_templates(app: Flask) -> Flask:
    """Make a host's templates refuse what is not defined."""
    app.jinja_options = {**app.jinja_options, "undefined": StrictUndefined}
    return app


def with_babel(app: Flask, folder: Path) -> Flask:
    """Give a host its own languages: Flask-Babel, a catalogue, and ``_`` in templates.

    :param folder: for its catalogue, in which every word is one of the host's.
    """
    catalogue = Catalog(locale="de")
    for word in ("Add to cart", "Morning", "Shop"):
        catalogue.add(word, f"HOST {word}")
    where = folder / "de" / "LC_MESSAGES"
    where.mkdir(parents=True)
    written = io.BytesIO()
    write_mo(written, catalogue)
    (where / "messages.mo").write_bytes(written.getvalue())
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    Babel(app, locale_selector=lambda: "de")
    assert gettext.translation("messages", str(folder), ["de"]).gettext("Shop") == "HOST Shop"
    return app


def with_csrf(app: Flask) -> Flask:
    """Give a host Flask-WTF's protection."""
    CSRFProtect(app)
    return app


@dataclass
class Counter:
    """Counts calls.

    :param calls: so far.
    """

    calls: int = 0

    def __call__(self) -> dict[str, str]:
        """Count, and give a variable of the host's templates."""
        self.calls += 1
        return {"greeting": "Hello from the shop"}


def with_session_cart(app: Flask) -> t.Callable[[str, int], None]:
    """Give a host a cart in its session; return the way to put something in."""

    def add(sku: str, quantity: int) -> None:
        session.setdefault("cart", {})[sku] = quantity
        session.modified = True

    return add


def cart_forms(html: str) -> list[MultiDict[str, str]]:
    """Give what each cart form of a page would post, with its address as ``action``."""
    found = []
    for form in LexborHTMLParser(html).css("form[data-serum-cart]"):
        fields = MultiDict([("action", form.attributes["action"] or "")])
        for one in form.css("input[name]"):
            fields.add(one.attributes["name"] or "", one.attributes.get("value") or "")
        found.append(fields)
    return found


def post_form(client: FlaskClient, form: MultiDict[str, str], **rest: t.Any) -> TestResponse:
    """Post a cart form as a browser does."""
    fields = form.copy()
    return client.post(fields.pop("action"), data=fields, **rest)


def notices(html: str) -> int:
    """Count the safety notices of a page."""
    return len(LexborHTMLParser(html).css("#serum-notice"))
