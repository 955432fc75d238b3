"""The demo shop as a Flask app: two markets mounted over one SQLite file.

It is also an example of a mount: a shop's own frame around the pages, the embedded shop behind
them, and a cart in the session.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask import session

from ..core.clock import SystemClock
from ..core.market import Market
from ..core.ports import Clock
from ..extension import FlaskSerum
from ..shops.embedded import EmbeddedShop
from ..web.api.limits import Limit
from .headless import headless
from .limiting import WindowLimiter
from .sign_in import signed_in
from .sign_in import SignIn
from .storefront import frame
from .storefront import storefront

MARKETS = (
    Market(
        "eu",
        ("EU",),
        "EUR",
        ("en", "de", "ar"),
        time_zone="Europe/Berlin",
        name="European Union",
    ),
    Market("us", ("US",), "USD", ("en",), time_zone="America/New_York", name="United States"),
)
"""The demo's markets; the first one is at ``/serums``, the other ones below their code."""


class _Framing(t.TypedDict, total=False):
    layout: str
    layout_context: cabc.Callable[[], cabc.Mapping[str, t.Any]]


class _Limits(t.TypedDict, total=False):
    rate_limit: cabc.Callable[[], Limit | None]


def prefix_of(market: Market) -> str:
    """Say where a market's pages are."""
    return "/serums" if market is MARKETS[0] else f"/{market.code}/serums"


def create_app(
    database: Path,
    *,
    secret_key: str,
    framed: bool = True,
    calls_per_minute: int | None = None,
    clock: Clock | None = None,
) -> Flask:
    """Make the demo shop.

    :param database: an SQLite file; :func:`.seeding.seed` fills it.
    :param secret_key: signs the session, in which the cart is.
    :param framed: whether the serum pages sit in the shop's own frame, or in the plugin's layout.
    :param calls_per_minute: how often an address may call the JSON API; ``None`` for any number.
    :param clock: tells the time.
    """
    app = Flask(__name__, static_folder=None)
    app.secret_key = secret_key
    engine = sa.create_engine(f"sqlite:///{database}")
    clock = clock or SystemClock()
    shops = {
        market.code: EmbeddedShop(
            engine, clock, cart=lambda: session, cart_url=f"/cart/{market.code}"
        )
        for market in MARKETS
    }
    prefixes = {market.code: prefix_of(market) for market in MARKETS}
    framing: _Framing = {}
    if framed:
        framing = {
            "layout": "demo/base.html",
            "layout_context": lambda: frame(MARKETS, prefixes),
        }
    limits: _Limits = {}
    if calls_per_minute is not None:
        limits = {"rate_limit": WindowLimiter(calls_per_minute, clock)}
    for market in MARKETS:
        FlaskSerum(
            app,
            market=market,
            name="serum" if market is MARKETS[0] else f"serum_{market.code}",
            url_prefix=prefixes[market.code],
            db=engine,
            shop=shops[market.code],
            who=signed_in,
            clock=clock,
            **framing,
            **limits,
        )
    app.extensions["demo_shop"] = engine, shops
    app.register_blueprint(storefront(shops, MARKETS, prefixes))
    app.register_blueprint(headless())
    sign_in = SignIn(f"{prefixes[MARKETS[0].code]}/editor/")
    app.extensions["demo_sign_in"] = sign_in
    app.register_blueprint(sign_in.blueprint())
    return app
