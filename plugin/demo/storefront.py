"""The demo shop's own pages: a front door, and a cart that ends before the checkout."""

from __future__ import annotations

import collections.abc as cabc
import json
import secrets
import typing as t
from dataclasses import dataclass
from importlib.resources import files

import babel.numbers
from flask import abort
from flask import Blueprint
from flask import flash
from flask import redirect
from flask import render_template
from flask import request
from flask import session
from flask import url_for
from werkzeug.wrappers import Response

from ..core.market import Market
from ..core.offer import LineResult
from ..core.offer import LineStatus
from ..core.offer import Money
from ..core.offer import ShopQuery
from ..shops.embedded import CartEntry
from ..shops.embedded import EmbeddedShop

NAME = "Halden & Birk"
"""What the demo shop is called."""

STATIC = "/demo-static"
"""Where the demo's pictures and stylesheet are served; the page documents name them by it."""

DOCUMENTS = ("meridian-duo", "meridian-night")
"""The page documents in ``data``, the main serum first."""

_LOCALE = "en"
_TOKEN = "demo_token"


@dataclass(frozen=True)
class Branch:
    """One market of the shop.

    :param market: the market, as its serum pages were mounted with.
    :param prefix: the address its serum pages are mounted at, as in ``/serums``.
    """

    market: Market
    prefix: str

    @property
    def serums(self) -> str:
        """The address of the market's list of serums."""
        return f"{self.prefix.rstrip('/')}/"


@dataclass(frozen=True)
class BranchView:
    """A market, ready to be linked to.

    :param code: the market's code.
    :param title: what people call it.
    :param currency: ISO 4217 code.
    :param serums: address of its serums.
    :param cart: address of its cart.
    :param current: whether the shopper is in it.
    """

    code: str
    title: str
    currency: str
    serums: str
    cart: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What ``demo/base.html`` needs.

    :param name: the shop's name.
    :param home: address of the front door.
    :param static: where pictures and the stylesheet are.
    :param branches: the markets.
    """

    name: str
    home: str
    static: str
    branches: tuple[BranchView, ...]


@dataclass(frozen=True)
class Section:
    """A market on the front door.

    :param branch: the market.
    :param serums: the page documents of its serums, the main one first.
    """

    branch: BranchView
    serums: tuple[cabc.Mapping[str, t.Any], ...]


def document(name: str) -> dict[str, t.Any]:
    """Read a JSON file of the demo's data.

    :param name: without its ending, as in ``meridian-duo`` or ``shop``.
    """
    text = (files("flask_serum.demo") / "data" / f"{name}.json").read_text("utf-8")
    return t.cast("dict[str, t.Any]", json.loads(text))


def frame(
    markets: cabc.Iterable[Market], prefixes: cabc.Mapping[str, str]
) -> cabc.Mapping[str, Frame]:
    """Give the variables of ``demo/base.html``, which can be a layout of the serum pages too.

    :param markets: of the shop.
    :param prefixes: where each market's serum pages are mounted, by code.
    """
    branches = _branches(markets, prefixes)
    views = tuple(_view(branch, branches) for branch in branches)
    return {"demo": Frame(NAME, url_for("demo.home"), STATIC, views)}


def storefront(
    shops: cabc.Mapping[str, EmbeddedShop],
    markets: cabc.Sequence[Market],
    prefixes: cabc.Mapping[str, str],
) -> Blueprint:
    """Make the blueprint of the shop's own pages; it belongs at the site's root.

    :param shops: know prices and the cart, by the market's code; the cart is Flask's session.
    :param markets: of the shop, each with its serum pages mounted.
    :param prefixes: where those are mounted, by the market's code.
    """
    blueprint = Blueprint(
        "demo",
        "flask_serum.demo",
        static_folder="static",
        static_url_path=STATIC,
        template_folder="templates",
    )
    branches = _branches(markets, prefixes)
    by_code = {branch.market.code: branch for branch in branches}
    documents = [document(name) for name in DOCUMENTS]

    def branch_or_404(market: str) -> Branch:
        if market not in by_code:
            abort(404)
        return by_code[market]

    @blueprint.app_context_processor
    def give_frame() -> dict[str, Frame]:
        return dict(frame(markets, prefixes))

    @blueprint.get("/")
    def home() -> str:
        sections = [_section(branch, branches, documents) for branch in branches]
        return render_template(
            "demo/home.html", hero=documents[0], sections=sections, locale=_LOCALE
        )

    @blueprint.get("/cart/<market>")
    def cart(market: str) -> str:
        branch = branch_or_404(market)
        entries = shops[market].cart_lines(_query(branch))
        return render_template(
            "demo/cart.html",
            branch=_view(branch, branches),
            lines=entries,
            total=_total(entries),
            price=_written,
            csrf=(_TOKEN, _token()),
        )

    @blueprint.post("/cart/<market>")
    def change_cart(market: str) -> Response:
        branch = branch_or_404(market)
        if not secrets.compare_digest(request.form.get(_TOKEN, "").encode(), _token().encode()):
            abort(400)
        sku, quantity = request.form.get("sku", ""), request.form.get("quantity", type=int)
        if not sku or quantity is None:
            abort(400)
        query = _query(branch)
        if quantity < 1:
            shops[market].remove(sku, query)
        else:
            _report(shops[market].set_quantity(sku, quantity, query))
        return redirect(url_for("demo.cart", market=market), 303)

    return blueprint


def _branches(
    markets: cabc.Iterable[Market], prefixes: cabc.Mapping[str, str]
) -> tuple[Branch, ...]:
    return tuple(Branch(market, prefixes[market.code]) for market in markets)


def _view(branch: Branch, branches: cabc.Iterable[Branch]) -> BranchView:
    market = branch.market
    cart = url_for("demo.cart", market=market.code)
    here = [one for one in branches if request.path.startswith(one.serums)]
    deepest = max(here, key=lambda one: len(one.serums), default=None)
    current = branch == deepest or request.path == cart
    return BranchView(market.code, market.title, market.currency, branch.serums, cart, current)


def _section(
    branch: Branch, branches: cabc.Iterable[Branch], documents: cabc.Iterable[dict[str, t.Any]]
) -> Section:
    code = branch.market.code
    sold = tuple(one for one in documents if code in one["facts"]["markets"])
    return Section(_view(branch, branches), sold)


def _query(branch: Branch) -> ShopQuery:
    market = branch.market
    return ShopQuery((), (), market.code, market.channel, market.currency, _LOCALE)


def _total(entries: cabc.Iterable[CartEntry]) -> Money | None:
    total: Money | None = None
    for entry in entries:
        if entry.offer.sells and entry.total is not None:
            total = entry.total if total is None else total + entry.total
    return total


def _written(money: Money) -> str:
    return babel.numbers.format_currency(money.amount, money.currency, locale=_LOCALE)


def _report(result: LineResult) -> None:
    if result.status is LineStatus.PARTLY_ADDED:
        flash(f"Only {result.added} left: your cart now holds {result.added}.", "demo-cart")
    elif result.status is not LineStatus.ADDED:
        flash("That can't be had at the moment; your cart is as it was.", "demo-cart")


def _token() -> str:
    if _TOKEN not in session:
        session[_TOKEN] = secrets.token_urlsafe(24)
    return str(session[_TOKEN])
