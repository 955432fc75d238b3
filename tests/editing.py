"""Merchants at their desks: each with a session of their own, filling in the real forms."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

import factories
from fakes import StoppedClock
from flask import Flask
from flask import request
from flask.testing import FlaskClient
from jinja2 import StrictUndefined
from mounted import a_mounted_shop
from mounted import MountedShop
from selectolax.lexbor import LexborHTMLParser
from selectolax.lexbor import LexborNode
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.page import Copy
from flask_serum.core.page import Facts
from flask_serum.core.page import Record

EDITOR = "/serums/editor/"
PAGE = f"{EDITOR}pages/{factories.SLUG}/"
COPY = f"{PAGE}parts/en"
FACTS = f"{PAGE}parts/facts"
WRITING = "form[data-writing]"

Fields = list[tuple[str, str]]


def who() -> Actor | None:
    """Say who is signed in: the tests name them, and their role, in a header."""
    name, _, role = request.headers.get("X-Who", "").partition(":")
    return Actor(name, frozenset({role})) if name else None


@dataclass
class Desk:
    """A merchant in the editor.

    :param client: their browser.
    :param shop: the mounted shop.
    """

    client: FlaskClient
    shop: MountedShop

    def see(self, path: str = EDITOR, status: int = 200) -> LexborHTMLParser:
        """Open a screen."""
        response = self.client.get(path)
        assert response.status_code == status, (path, response.status, response.text[:600])
        return LexborHTMLParser(response.text)

    def form(self, path: str = COPY, selector: str = WRITING) -> Fields:
        """Open a screen and give the fields of a form, as a browser would send them."""
        return fields_of(self.see(path), selector)

    def post(self, path: str, fields: Fields, **rest: t.Any) -> TestResponse:
        """Send a form."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return self.client.post(path, data=data, **rest)

    def save(self, path: str = COPY, **changes: str) -> TestResponse:
        """Open a form of a part, change fields, and save."""
        return self.post(path, filled(self.form(path), **changes))

    def copy(self, part: str = "en") -> Copy:
        """Give the latest copy of the page."""
        content = self.shop.mount.store.revision(factories.SLUG, part).content
        assert isinstance(content, Copy)
        return content

    def facts(self) -> Facts:
        """Give the latest facts of the page."""
        content = self.shop.mount.store.revision(factories.SLUG, "facts").content
        assert isinstance(content, Facts)
        return content

    def number(self, part: str = "en") -> int:
        """Give the number of a part's latest revision."""
        return self.shop.mount.store.revision(factories.SLUG, part).number


def a_shop(
    engine: Engine,
    clock: StoppedClock,
    market: Market,
    *,
    record: Record | None = None,
    **options: t.Any,
) -> MountedShop:
    """Mount the plugin with a sign-in, in a host that forgives no misspelt variable."""
    app = Flask("host")
    app.secret_key = "only for tests"
    app.jinja_env.undefined = StrictUndefined
    given: dict[str, t.Any] = {"who": who} | options
    return a_mounted_shop(engine, clock, market, app=app, record=record, **given)


def a_desk(shop: MountedShop, name: str = "ada", role: str = "admin") -> Desk:
    """Sit somebody down; without a name, a guest."""
    client = shop.app.test_client()
    if name:
        client.environ_base["HTTP_X_WHO"] = f"{name}:{role}"
    return Desk(client, shop)


def fields_of(page: LexborHTMLParser, selector: str = WRITING) -> Fields:
    """Give the fields of a form, as a browser would send them without pressing a button."""
    form = page.css_first(selector)
    assert form is not None, selector
    name = form.attributes.get("id")
    found: Fields = []
    for node in page.css("input, select, textarea"):
        owner = node.attributes.get("form")
        if (owner is not None and owner != name) or (owner is None and not _within(node, form)):
            continue
        found += _sent(node)
    return found


def _within(node: LexborNode, form: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id == form.mem_id:
            return True
        above = above.parent
    return False


def _sent(node: LexborNode) -> Fields:
    attributes = node.attributes
    name = attributes.get("name")
    if not name or "disabled" in attributes:
        return []
    if node.tag == "textarea":
        text = node.text().removeprefix("\n")
        return [(name, re.sub(r"\r?\n", "\r\n", text))]
    if node.tag == "select":
        chosen = node.css_first("option[selected]") or node.css_first("option")
        assert chosen is not None
        value = chosen.attributes.get("value")
        return [(name, chosen.text() if value is None else value)]
    if attributes.get("type") in ("checkbox", "radio") and "checked" not in attributes:
        return []
    return [(name, attributes.get("value") or "")]


def filled(fields: Fields, **changes: str) -> Fields:
    """Give a form with other values; a dot in a name is written as two underscores."""
    wanted = {name.replace("__", "."): value for name, value in changes.items()}
    kept = [(name, value) for name, value in fields if name not in wanted]
    return [*kept, *wanted.items()]


def with_values(fields: Fields, changes: dict[str, str]) -> Fields:
    """Give a form with other values, by the names of its fields."""
    kept = [(name, value) for name, value in fields if name not in changes]
    return [*kept, *changes.items()]


def words(page: LexborHTMLParser, selector: str = "body") -> str:
    """Give the words of a part of a screen."""
    return " ".join(" ".join(node.text() for node in page.css(selector)).split())


def told(response: TestResponse) -> str:
    """Give the key of the message that a redirect carries."""
    assert response.status_code == 303, (response.status, response.text[:900])
    query = dict(pair.split("=", 1) for pair in urlsplit(response.location).query.split("&"))
    return query.get("told", "")


def ids_of(page: LexborHTMLParser) -> set[str]:
    """Give the ids of a screen's elements."""
    return {node.attributes["id"] or "" for node in page.css("[id]")}
