"""A shop with the plugin mounted: a real app over a real database, in front of a fake shop."""

from __future__ import annotations

import re
import sqlite3
import typing as t
from dataclasses import dataclass

import factories
import sqlalchemy as sa
from fakes import FakeShop
from fakes import StoppedClock
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import DictLoader
from sqlalchemy.engine import Engine

from flask_serum import FlaskSerum
from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.offer import Role
from flask_serum.core.page import Record
from flask_serum.options import Options
from flask_serum.store.models import PageRow
from flask_serum.web.mount import Mount

EDITOR = Actor("ada", frozenset({"admin"}))
PAGE = f"/serums/{factories.SLUG}"
CART = f"{PAGE}/cart"


@dataclass
class MountedShop:
    """An app with one mount.

    :param app: the app.
    :param client: of the app.
    :param shop: what the mount asks for prices.
    :param clock: what the mount reads the time from.
    """

    app: Flask
    client: FlaskClient
    shop: FakeShop
    clock: StoppedClock

    @property
    def mount(self) -> Mount:
        """The mount."""
        mounts: dict[str, Mount] = self.app.extensions["serum"]
        return mounts["serum"]

    def bring_in(self, record: Record, *, publish: bool = True) -> None:
        """Import a page."""
        self.mount.publishing.import_record(EDITOR, record, publish=publish)

    def get(self, path: str = PAGE, **rest: t.Any) -> str:
        """Give the text of a page that must be there."""
        response = self.client.get(path, **rest)
        assert response.status_code == 200, (path, response.status)
        return response.text

    def words(self, path: str = PAGE) -> str:
        """Give what stands in the body of a page, without its elements."""
        html = self.get(path)
        body = re.sub(r"(?s)<(style|script|svg|head)\b.*?</\1>", " ", html)
        return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def a_catalog() -> FakeShop:
    """Make a shop that sells the serum in two sizes, a moisturizer and a sunscreen."""
    return FakeShop.selling(
        factories.an_offer(),
        factories.an_offer(factories.TRAVEL_SKU, price=factories.a_money("29.00")),
        factories.a_companion(Role.MOISTURIZER),
        factories.a_companion(Role.SUNSCREEN),
    )


def a_mounted_shop(
    engine: Engine,
    clock: StoppedClock,
    market: Market,
    *,
    record: Record | None = None,
    shop: FakeShop | None = None,
    app: Flask | None = None,
    **options: t.Any,
) -> MountedShop:
    """Mount the plugin and publish a page.

    :param record: the page; the usual one where none is given.
    :param shop: the shop; the usual one where none is given.
    :param app: the host; a bare one where none is given.
    :param options: further options of the mount.
    """
    if app is None:
        app = Flask("host")
        # Else it would read the folder of templates where the tests were started.
        app.jinja_loader = DictLoader({})
    shop = shop or a_catalog()
    usual: Options = {"market": market, "db": engine, "shop": shop, "clock": clock}
    FlaskSerum(app, **t.cast(Options, usual | options))
    mounted = MountedShop(app, app.test_client(), shop, clock)
    wanted = record or factories.a_record()
    if options.keys() - _NOT_ASKED or engine.dialect.name != "sqlite" or not _is_empty(engine):
        mounted.bring_in(wanted)
    else:
        _bring_in_once(mounted, engine, wanted, repr((wanted, market, clock.now())))
    return mounted


_NOT_ASKED = {"who", "is_merchant", "login", "rate_limit"}
"""Options that have no say in what is kept of a page."""

_BROUGHT_IN: dict[str, sqlite3.Connection] = {}
"""Databases in memory with a page published in them, by what is in them."""


def _is_empty(engine: Engine) -> bool:
    with engine.connect() as connection:
        return not connection.scalar(sa.select(sa.func.count()).select_from(PageRow))


def _bring_in_once(mounted: MountedShop, engine: Engine, record: Record, key: str) -> None:
    """Publish a page once in a run, and copy the file afterwards: it is the same."""
    if key not in _BROUGHT_IN:
        mounted.bring_in(record)
        _BROUGHT_IN[key] = sqlite3.connect(":memory:", check_same_thread=False)
        _copy(engine, lambda file: file.backup(_BROUGHT_IN[key]))
    else:
        _copy(engine, lambda file: _BROUGHT_IN[key].backup(file))


def _copy(engine: Engine, copy: t.Callable[[sqlite3.Connection], None]) -> None:
    raw = engine.raw_connection()
    try:
        copy(t.cast("sqlite3.Connection", raw.driver_connection))
    finally:
        raw.close()
