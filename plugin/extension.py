"""Mounts the plugin into a Flask app: the one place that knows every layer."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t

from flask import Blueprint
from flask import Flask
from flask.sansio.blueprints import BlueprintSetupState

from .claims.gate import ClaimsChecker
from .claims.own_rules import read_own_rules
from .cli import serum_commands
from .config import read_config
from .config import SerumConfig
from .core.access import Actor
from .core.clock import SystemClock
from .core.copying import Copying
from .core.errors import ConfigInvalid
from .core.errors import NoticeUnavailable
from .core.errors import TranslationMissing
from .core.gates import ClaimsGate
from .core.links import PreviewLinks
from .core.market import Market
from .core.notice import notice_for
from .core.overrides import overridden
from .core.overriding import Overriding
from .core.publishing import Publishing
from .core.reviewing import Reviewing
from .core.starting import placeholders_left
from .core.translating import Translating
from .core.trashing import Trashing
from .options import check_together
from .options import checked
from .options import Options
from .shops.callables import CallableShop
from .shops.guard import GuardedShop
from .store.engine import engine_source
from .store.engine import EngineSource
from .store.idempotency import SqlAnswers
from .store.links import SqlLinkStore
from .store.overrides import SqlOverrideLog
from .store.pages import SqlPageStore
from .store.reviews import SqlReviewLog
from .store.tokens import SqlTokens
from .store.translations import SqlSourceLog
from .store.working import SqlWorkbench
from .web.api.blueprint import make_api
from .web.catalogues import catalogue_for
from .web.documents import RecordCodec
from .web.documents import write_document
from .web.editor.routes import add_editor
from .web.mount import Hooks
from .web.mount import KEY
from .web.mount import Mount
from .web.mount import Mounts
from .web.pages import make_blueprint


class FlaskSerum:
    """Product pages for nitric oxide serums in a Flask app.

    One mount is one market; a shop that sells in two markets mounts twice, over one database. An
    object may be used for several apps: it keeps nothing of any of them.

    :param app: the app to mount into at once; :meth:`init_app` does it later.
    :param options: see :class:`Options`.
    :raises ConfigInvalid: if an option or a ``SERUM_`` setting can't be used.
    """

    def __init__(self, app: Flask | None = None, **options: t.Unpack[Options]) -> None:
        self._options = checked(options)
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
        merged = t.cast(Options, {**self._options, **checked(options)})
        if "market" not in merged:
            raise ConfigInvalid(
                "market",
                "say where this mount sells: FlaskSerum(app, market=Market('eu', ('EU',), 'EUR',"
                " ('en', 'de'))).",
            )
        check_together(merged)
        blueprint = make_blueprint(
            merged.get("name", "serum"), merged.get("url_prefix", "/serums") or None
        )
        add_editor(blueprint)
        blueprint.register_blueprint(make_api())
        blueprint.record(lambda state: _mount(state, merged))
        return blueprint


def _mount(state: BlueprintSetupState, options: Options) -> None:
    app = t.cast(Flask, state.app)
    name = f"{state.name_prefix}.{state.name}".lstrip(".")
    mounts: Mounts = app.extensions.setdefault(KEY, Mounts())
    settings = read_config(app.config)
    market = options["market"]
    _check_locales(market)
    clock = options.get("clock") or SystemClock()
    database, codec = _database(app, mounts, settings, options), RecordCodec()
    store = SqlPageStore(database, codec, clock)
    gateway = options.get("shop") or _callable_shop(options)
    shop = GuardedShop(gateway, deadline=settings.shop_deadline, pause=settings.shop_pause)

    def markets() -> tuple[Market, ...]:
        return tuple(mount.market for mount in mounts.values())

    reviewing = Reviewing(store, SqlReviewLog(store.connections), clock)
    translating = Translating(store, SqlSourceLog(store.connections), clock, markets)
    mounts.claims_rules += read_own_rules(options.get("claims_rules", ()))
    checker = ClaimsChecker(write_document, lambda: mounts.claims_rules)
    overrides = SqlOverrideLog(store.connections)
    claims = ClaimsGate(store, clock, markets, checker, lambda slug: overridden(overrides, slug))
    mounts[name] = Mount(
        name=name,
        market=market,
        settings=settings,
        store=store,
        shop=shop,
        can_add=shop.can_add,
        clock=clock,
        publishing=Publishing(
            store,
            clock,
            markets,
            gates=(placeholders_left,),
            revision_gates=(reviewing.check_approved,) if settings.review_required else (),
            translating=translating,
            claims=claims,
        ),
        answers=SqlAnswers(database),
        tokens=SqlTokens(database),
        workbench=SqlWorkbench(database, codec),
        reviewing=reviewing,
        translating=translating,
        links=PreviewLinks(store, SqlLinkStore(store.connections), clock),
        copying=Copying(store, clock, markets, translating),
        trashing=Trashing(store, clock),
        checker=checker,
        claims=claims,
        overriding=Overriding(store, overrides, claims, clock),
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
    return Hooks(
        actor=_actor_hook(options),
        csrf=options.get("csrf"),
        csp_nonce=options.get("csp_nonce"),
        cart_form=options.get("cart_form"),
        product_url=options.get("product_url"),
        layout=settings.layout or options.get("layout"),
        blocks=settings.layout_blocks or options.get("blocks"),
        layout_context=options.get("layout_context"),
        rate_limit=options.get("rate_limit"),
        login=options.get("login"),
    )


def _actor_hook(options: Options) -> cabc.Callable[[], Actor | None] | None:
    who, is_merchant, can = options.get("who"), options.get("is_merchant"), options.get("can")
    if who is None and is_merchant is None:
        return None

    def signed_in() -> Actor | None:
        actor = None
        if who is not None:
            actor = who()
        elif is_merchant is not None and is_merchant():
            actor = Actor("merchant", frozenset({"admin"}))
        return dataclasses.replace(actor, can=can) if actor is not None and can else actor

    return signed_in
