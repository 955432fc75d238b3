"""Typed use of the public names; mypy checks this file, and pytest does not run it."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t
from decimal import Decimal

import flask
import flask_sqlalchemy
import flask_sqlalchemy_lite
import sqlalchemy as sa

from flask_serum import Action
from flask_serum import Actor
from flask_serum import Availability
from flask_serum import CartLine
from flask_serum import ConfigInvalid
from flask_serum import DocumentInvalid
from flask_serum import draft_saved
from flask_serum import FlaskSerum
from flask_serum import include_name
from flask_serum import Limit
from flask_serum import LineResult
from flask_serum import LineStatus
from flask_serum import Market
from flask_serum import Money
from flask_serum import Offer
from flask_serum import OutOfStock
from flask_serum import page_published
from flask_serum import Role
from flask_serum import SerumError
from flask_serum import Shelf
from flask_serum import ShopGateway
from flask_serum import ShopQuery
from flask_serum import sitemap_entries
from flask_serum.core.ports import Clock
from flask_serum.web.documents import read_document
from flask_serum.web.documents import write_document
from flask_serum.web.json_schema import document_schema

app = flask.Flask("shop")
eu = Market("eu", ("EU",), "EUR", ("en", "de"), channel="web", time_zone="Europe/Berlin")
us = Market(code="us", jurisdictions=("US",), currency="USD", locales=("en-US",), name="America")


def offers(skus: list[str]) -> dict[str, Offer]:
    """Give offers as ours."""
    price = Money(Decimal("89.00"), "EUR")
    return {sku: Offer(sku, price, Availability.IN_STOCK, role=Role.SERUM) for sku in skus}


def offers_as_mappings(skus: list[str]) -> dict[str, dict[str, t.Any]]:
    """Give offers as mappings."""
    return {sku: {"price": Decimal("89.00"), "currency": "EUR", "stock": None} for sku in skus}


def companions(roles: list[Role]) -> dict[Role, list[str]]:
    """Give SKUs by role."""
    return {role: ["A", "B"] for role in roles}


def add_to_cart(sku: str, quantity: int) -> None:
    """Put something into the cart."""
    if quantity > 3:
        raise OutOfStock(sku, added=3)


def cart_form(sku: str) -> tuple[str, cabc.Mapping[str, str], str]:
    """Give the host's own form."""
    return "/cart/add", {"id": sku}, "amount"


def cart_form_of_pairs(sku: str) -> tuple[str, list[tuple[str, str]], str]:
    """Give the host's own form, its fields in order."""
    return "/cart/add", [("id", sku)], "amount"


def who() -> Actor | None:
    """Give who is signed in."""
    return Actor("ada", frozenset({"publisher"}))


def can(actor: Actor, action: Action, slug: str) -> bool:
    """Have a say in what an actor may do."""
    return action is not Action.TRASH or slug.startswith(actor.name)


def rate_limit() -> Limit | None:
    """Say where the caller stands."""
    return Limit(100, 99, reset_seconds=30, window_seconds=60)


def layout(title: str, head: str, body: str) -> str:
    """Give a page."""
    return f"<title>{title}</title>{head}<body>{body}</body>"


FlaskSerum(app, market=eu, offers=offers, add_to_cart=add_to_cart, cart_url="/cart")
FlaskSerum(app, market=eu, offers=offers_as_mappings, companions=companions, name="second")
FlaskSerum(app, market=eu, offers=offers, cart_form=cart_form, cart_url=lambda: "/cart")
FlaskSerum(app, market=eu, offers=offers, cart_form=cart_form_of_pairs)
FlaskSerum(app, market=eu, offers=offers, product_url=lambda sku: f"/p/{sku}")
FlaskSerum(app, market=eu, who=who, csrf=lambda: ("token", "x"), csp_nonce=lambda: "n")
FlaskSerum(app, market=eu, who=who, can=can, rate_limit=rate_limit)
FlaskSerum(app, market=eu, is_merchant=lambda: True, in_cart=lambda: ["A"], offers=offers)
FlaskSerum(app, market=eu, layout="shop.html", blocks={"content": "body"}, url_prefix="")
FlaskSerum(app, market=eu, layout=layout, layout_context=lambda: {"user": object()})

serum = FlaskSerum(market=eu)
serum.init_app(app, market=us, db="sqlite:///serum.db")
serum.init_app(app, db=sa.create_engine("sqlite://"))
serum.init_app(app, db=sa.make_url("sqlite://"))
serum.init_app(app, db=lambda: sa.create_engine("sqlite://"))
serum.init_app(app, db=flask_sqlalchemy.SQLAlchemy())
serum.init_app(app, db=flask_sqlalchemy_lite.SQLAlchemy())
blueprint: flask.Blueprint = serum.blueprint(url_prefix="/care")

FlaskSerum(app, market="eu")  # type: ignore[arg-type]
FlaskSerum(app, markt=eu)  # type: ignore[call-arg]
FlaskSerum(app, market=eu, db=7)  # type: ignore[arg-type]
FlaskSerum(app, market=eu, layout=lambda title: title)  # type: ignore[arg-type, misc]
FlaskSerum(app, market=eu, add_to_cart=lambda sku: None)  # type: ignore[arg-type, misc]


class OwnShop:
    """A gateway of the host's own."""

    def look_up(self, query: ShopQuery) -> Shelf:
        """Answer one batched question."""
        return Shelf({sku: Offer(sku) for sku in query.skus})

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Put lines into the cart."""
        return [LineResult(line.sku, LineStatus.ADDED, line.quantity) for line in lines]

    def cart_url(self, query: ShopQuery) -> str:
        """Give the address of the cart."""
        return "/cart"


class OwnClock:
    """A clock of the host's own."""

    def now(self) -> dt.datetime:
        """Give this moment."""
        return dt.datetime.now(dt.UTC)


gateway: ShopGateway = OwnShop()
clock: Clock = OwnClock()
FlaskSerum(app, market=eu, shop=gateway, clock=clock)

locations: list[str] = [entry.loc for entry in sitemap_entries()]
hidden: bool = include_name("serum_page", "table", {})
schema: dict[str, t.Any] = document_schema()
record = read_document({})
title: str = record.copy["en"].title
document: dict[str, t.Any] = write_document(record)


@page_published.connect
@draft_saved.connect
def note(sender: object, *, slug: str, part: str, revision: int | None, actor: str) -> None:
    """Note what was done."""


try:
    FlaskSerum()
except ConfigInvalid as error:
    key: str = error.key
except DocumentInvalid as error:
    paths: list[str] = [problem.path for problem in error.problems]
except SerumError:
    pass
