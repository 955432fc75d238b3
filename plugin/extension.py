"""Mounts the plugin into a Flask app: the one place that knows every layer."""

from __future__ import annotations

import collections.abc as cabc
import difflib
import typing as t

from flask import Blueprint
from flask import Flask
from flask.sansio.blueprints import BlueprintSetupState

from .cli import serum_commands
from .config import layout_blocks_problem
from .config import read_config
from .config import SerumConfig
from .core.access import Actor
from .core.errors import ConfigInvalid
from .core.errors import NoticeUnavailable
from .core.errors import TranslationMissing
from .core.market import Market
from .core.notice import notice_for
from .core.ports import Clock
from .core.ports import ShopGateway
from .core.ports import SystemClock
from .core.publishing import Publishing
from .shops.callables import CallableShop
from .shops.callables import Companions
from .shops.callables import Offers
from .shops.guard import GuardedShop
from .store.engine import Database
from .store.engine import engine_source
from .store.engine import EngineSource
from .store.pages import SqlPageStore
from .web.catalogues import catalogue_for
from .web.mount import CartForm
from .web.mount import Hooks
from .web.mount import KEY
from .web.mount import LayoutCallable
from .web.mount import Mount
from .web.mount import Mounts
from .web.pages import make_blueprint
from .web.schemas import RecordCodec


class Options(t.TypedDict, total=False):
    """What a host can give; each has a default, but for the market.

    The callables are called inside the request.
    """

    market: Market
    """The market that this mount sells in."""
    url_prefix: str
    """Where the pages are; ``/serums``."""
    name: str
    """Name of the mount, where an app has several; ``serum``."""
    db: Database
    """Engine, database URL, callable that gives an engine, or Flask-SQLAlchemy(-Lite) object."""
    shop: ShopGateway
    """The shop's gateway, where `offers` and its kin are not enough."""
    offers: Offers
    """Callable that takes a list of SKUs and gives offers by SKU."""
    companions: Companions
    """Callable that takes a list of roles and gives offers, or SKUs, by role."""
    add_to_cart: cabc.Callable[[str, int], object]
    """Callable that puts a SKU and a quantity into the cart."""
    in_cart: cabc.Callable[[], cabc.Iterable[str]]
    """Callable that gives the SKUs in the cart."""
    cart_url: str | cabc.Callable[[], str]
    """The shop's cart."""
    cart_form: CartForm
    """Callable that gives action, fields and quantity field of the host's own form for a SKU."""
    product_url: cabc.Callable[[str], str]
    """Callable that gives an address to buy a SKU at, where nothing can be posted."""
    who: cabc.Callable[[], Actor | None]
    """Callable that gives who is signed in, with their roles."""
    is_merchant: cabc.Callable[[], bool]
    """Callable that tells whether a merchant is signed in, where `who` is too much."""
    csrf: cabc.Callable[[], tuple[str, str] | None]
    """Callable that gives field and token of the host's own protection."""
    csp_nonce: cabc.Callable[[], str]
    """Callable that gives the nonce of the host's content security policy."""
    layout: str | LayoutCallable
    """The host's template, or a callable that takes title, head and body and gives the page."""
    blocks: cabc.Mapping[str, str]
    """The template's block names, by ``title``, ``head`` and ``content``."""
    layout_context: cabc.Callable[[], cabc.Mapping[str, t.Any]]
    """Callable that gives further variables for the template."""
    clock: Clock
    """Tells the time."""


class FlaskSerum:
    """Product pages for nitric oxide serums in a Flask app.

    One mount is one market; a shop that sells in two markets mounts twice, over one database. An
    object may be used for several apps: it keeps nothing of any of them.

    :param app: the app to mount into at once; :meth:`init_app` does it later.
    :param options: see :class:`Options`.
    :raises ConfigInvalid: if an option or a ``SERUM_`` setting can't be used.
    """

    def __init__(self, app: Flask | None = None, **options: t.Unpack[Options]) -> None:
        self._options = _checked(options)
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask, **options: t.Unpack[Options]) -> None:
        """Mount into an app.

        :param app: the app.
        :param options: see :class:`Options`; they go before those of the object.
        :raises ConfigInvalid: if an option or a ``SERUM_`` setting can't be used.
        """
        blueprint = self.blueprint(**options)
        if blueprint.name in app.blueprints:
            raise ConfigInvalid(
                "name",
                f"the app has a blueprint {blueprint.name!r} already; give this mount another, as"
                f" in name='{blueprint.name}_us', and a url_prefix of its own.",
            )
        app.register_blueprint(blueprint)

    def blueprint(self, **options: t.Unpack[Options]) -> Blueprint:
        """Give the blueprint without registering it, for hosts that register by themselves.

        What it needs is made when it is registered.

        :param options: see :class:`Options`; they go before those of the object.
        :raises ConfigInvalid: if an option can't be used.
        """
        merged = t.cast(Options, {**self._options, **_checked(options)})
        if "market" not in merged:
            raise ConfigInvalid(
                "market",
                "say where this mount sells: FlaskSerum(app, market=Market('eu', ('EU',), 'EUR',"
                " ('en', 'de'))).",
            )
        _check_together(merged)
        blueprint = make_blueprint(
            merged.get("name", "serum"), merged.get("url_prefix", "/serums") or None
        )
        blueprint.record(lambda state: _mount(state, merged))
        return blueprint


def _checked(options: cabc.Mapping[str, t.Any]) -> Options:
    known = Options.__annotations__
    for key in options:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}."
            raise ConfigInvalid(key, f"there is no such option; {hint}")
    given = {key: value for key, value in options.items() if value is not None}
    for key, value in given.items():
        problem = _CHECKS[key](value) if key in _CHECKS else None
        if problem:
            raise ConfigInvalid(key, f"{value!r} can't be used: {problem}")
    return t.cast(Options, given)


def _callable(value: object) -> str | None:
    return None if callable(value) else "give a callable."


def _market(value: object) -> str | None:
    good = isinstance(value, Market)
    return None if good else "give a Market, as in Market('eu', ('EU',), 'EUR', ('en', 'de'))."


def _prefix(value: object) -> str | None:
    good = isinstance(value, str) and (not value or value.startswith("/"))
    return None if good else "begin it with a slash, as in '/serums'; '' is the site's root."


_CHECKS: dict[str, cabc.Callable[[object], str | None]] = {
    "market": _market,
    "url_prefix": _prefix,
    "blocks": layout_blocks_problem,
    **dict.fromkeys(("offers", "add_to_cart", "in_cart", "cart_form", "product_url"), _callable),
    **dict.fromkeys(("who", "is_merchant", "csrf", "csp_nonce", "layout_context"), _callable),
}


def _check_together(given: Options) -> None:
    if "shop" in given:
        for key in ("offers", "companions", "add_to_cart", "in_cart", "cart_url"):
            if key in given:
                raise ConfigInvalid(key, "give either a shop or its callables, not both.")
    elif "offers" not in given:
        for key in ("companions", "add_to_cart", "in_cart", "cart_form", "product_url"):
            if key in given:
                raise ConfigInvalid(key, "give offers= too: without a price nothing is for sale.")
    if "add_to_cart" in given and "cart_form" in given:
        raise ConfigInvalid("cart_form", "give either add_to_cart or cart_form, not both.")
    if "who" in given and "is_merchant" in given:
        raise ConfigInvalid("is_merchant", "give either who or is_merchant, not both.")


def _mount(state: BlueprintSetupState, options: Options) -> None:
    app = t.cast(Flask, state.app)
    name = f"{state.name_prefix}.{state.name}".lstrip(".")
    mounts: Mounts = app.extensions.setdefault(KEY, Mounts())
    settings = read_config(app.config)
    market = options["market"]
    _check_locales(market)
    clock = options.get("clock") or SystemClock()
    store = SqlPageStore(_database(app, mounts, settings, options), RecordCodec())
    gateway = options.get("shop") or _callable_shop(options)
    shop = GuardedShop(gateway, deadline=settings.shop_deadline, pause=settings.shop_pause)
    mounts[name] = Mount(
        name=name,
        market=market,
        settings=settings,
        store=store,
        shop=shop,
        can_add=shop.can_add,
        clock=clock,
        publishing=Publishing(
            store, clock, lambda: tuple(mount.market for mount in mounts.values())
        ),
        hooks=_hooks(settings, options),
    )
    if serum_commands.name not in app.cli.commands:
        app.cli.add_command(serum_commands)


def _check_locales(market: Market) -> None:
    for tag in market.locales:
        try:
            notice_for(tag)
            catalogue_for(tag)
        except (NoticeUnavailable, TranslationMissing) as error:
            raise ConfigInvalid("market.locales", str(error)) from error


def _database(app: Flask, mounts: Mounts, settings: SerumConfig, options: Options) -> EngineSource:
    candidates = (
        ("db", options.get("db")),
        ("SERUM_DATABASE_URI", settings.database_uri),
        ("app.extensions['sqlalchemy']", app.extensions.get("sqlalchemy")),
    )
    for key, database in candidates:
        if database is None:
            continue
        known = database if isinstance(database, cabc.Hashable) else id(database)
        if known not in mounts.databases:
            mounts.databases[known] = engine_source(database, key=key)
        return t.cast(EngineSource, mounts.databases[known])
    raise ConfigInvalid(
        "SERUM_DATABASE_URI",
        "there is no database; set it to a SQLAlchemy URL, as in 'sqlite:////srv/shop/serum.db',"
        " or give db= your engine or Flask-SQLAlchemy object.",
    )


def _callable_shop(options: Options) -> CallableShop:
    return CallableShop(
        offers=options.get("offers") or _no_offers,
        companions=options.get("companions"),
        add_to_cart=options.get("add_to_cart"),
        cart_url=options.get("cart_url"),
        in_cart=options.get("in_cart"),
    )


def _no_offers(skus: list[str]) -> dict[str, t.Any]:
    return {}


def _hooks(settings: SerumConfig, options: Options) -> Hooks:
    is_merchant = options.get("is_merchant")

    def merchant() -> Actor | None:
        if is_merchant is not None and is_merchant():
            return Actor("merchant", frozenset({"admin"}))
        return None

    return Hooks(
        actor=options.get("who") or (merchant if is_merchant is not None else None),
        csrf=options.get("csrf"),
        csp_nonce=options.get("csp_nonce"),
        cart_form=options.get("cart_form"),
        product_url=options.get("product_url"),
        layout=settings.layout or options.get("layout"),
        blocks=settings.layout_blocks or options.get("blocks"),
        layout_context=options.get("layout_context"),
    )
