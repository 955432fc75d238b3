"""A merchant at the editor: a mounted shop, and a client that is signed in as somebody."""

from __future__ import annotations

import html
import re
import typing as t
from dataclasses import dataclass
from dataclasses import field

from fakes import StoppedClock
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import StrictUndefined
from mounted import a_catalog
from mounted import a_mounted_shop
from mounted import MountedShop
from sqlalchemy.engine import Engine
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart
from werkzeug.test import TestResponse

from flask_serum import FlaskSerum
from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.page import Record
from flask_serum.options import Options

EDITOR = "/serums/editor"

PEOPLE = {
    "writer": Actor("Wim", frozenset({"writer"})),
    "publisher": Actor("Pia", frozenset({"publisher"})),
    "compliance": Actor("Cleo", frozenset({"compliance"})),
    "admin": Actor("Ada", frozenset({"admin"})),
}
"""Somebody of each role."""


@dataclass
class SignedIn:
    """A shop, and who is signed in at its editor.

    :param shop: the shop.
    :param actor: who is signed in; ``None`` for a guest.
    """

    shop: MountedShop
    actor: Actor | None = field(default_factory=lambda: PEOPLE["admin"])

    @property
    def client(self) -> FlaskClient:
        """The client."""
        return self.shop.client

    def as_role(self, role: str) -> SignedIn:
        """Sign in as somebody else.

        :param role: of :data:`PEOPLE`; ``guest`` for nobody.
        """
        self.actor = PEOPLE.get(role)
        return self

    def get(self, path: str, status: int = 200) -> str:
        """Give the text of a screen.

        :param path: below the editor's address.
        :param status: that it must have.
        """
        response = self.client.get(EDITOR + path)
        assert response.status_code == status, (path, response.status, words_of(response.text))
        return response.text

    def words(self, path: str, status: int = 200) -> str:
        """Give what stands on a screen, without its elements.

        :param path: below the editor's address.
        :param status: that it must have.
        """
        return words_of(self.get(path, status))

    def token(self) -> dict[str, str]:
        """Give the field that every form holds."""
        found = re.search(r'name="(serum_token)" value="([^"]+)"', self.get("/new"))
        assert found is not None
        return {found.group(1): found.group(2)}

    def post(self, path: str, status: int = 303, /, **fields: t.Any) -> TestResponse:
        """Send a form, with its token; what it leads to must be there.

        :param path: below the editor's address.
        :param status: that the answer must have.
        :param fields: of the form, and ``in_parts=True`` to send them the way a file is sent.
        """
        data: t.Any = {**self.token(), **fields}
        kind = None
        if data.pop("in_parts", False):  # the client would leave a file open where it is long
            files = {k: FileStorage(*v) for k, v in data.items() if isinstance(v, tuple)}
            boundary, data = encode_multipart(data | files)
            kind = f"multipart/form-data; boundary={boundary}"
        response = self.client.post(EDITOR + path, data=data, content_type=kind)
        assert response.status_code == status, (path, response.status, words_of(response.text))
        return response

    def follow(self, response: TestResponse) -> str:
        """Go where an answer leads, and give what stands there.

        :param response: that leads on.
        """
        there = self.client.get(response.headers["Location"])
        assert there.status_code == 200, (response.headers["Location"], there.status)
        return words_of(there.text)


def words_of(text: str) -> str:
    """Take the elements out of a page.

    :param text: the page.
    """
    body = re.sub(r"(?s)<(style|script|svg|head)\b.*?</\1>", " ", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def an_editor(
    engine: Engine,
    clock: StoppedClock,
    market: Market,
    *,
    record: Record | None = None,
    settings: dict[str, t.Any] | None = None,
    empty: bool = False,
    **options: t.Any,
) -> SignedIn:
    """Mount a shop whose page is live, and sign in as an admin.

    :param engine: the database.
    :param clock: tells the time.
    :param market: the market.
    :param record: the page; the usual one where none is given.
    :param settings: of the app.
    :param empty: whether to bring in no page.
    :param options: further options of the mount.
    """
    app = Flask("host")
    app.secret_key = "of the tests"
    app.jinja_env.undefined = StrictUndefined
    app.config.update(settings or {})
    made: list[SignedIn] = []

    def who() -> Actor | None:
        return made[0].actor if made else None

    given: dict[str, t.Any] = {"who": who, **options}
    if empty:
        catalog = a_catalog()
        whole = {"market": market, "db": engine, "shop": catalog, "clock": clock, **given}
        FlaskSerum(app, **t.cast(Options, whole))
        shop = MountedShop(app, app.test_client(), catalog, clock)
    else:
        shop = a_mounted_shop(engine, clock, market, record=record, app=app, **given)
    made.append(SignedIn(shop))
    return made[0]
