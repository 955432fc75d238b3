"""Merchants' tools against the JSON API of a mounted shop."""

from __future__ import annotations

import datetime as dt
import typing as t
from dataclasses import dataclass

from mounted import MountedShop
from werkzeug.test import TestResponse

from flask_serum.core.tokens import hash_of
from flask_serum.core.tokens import new_token
from flask_serum.core.tokens import Scope
from flask_serum.core.tokens import Token

BASE = "/serums/api/v1"


def a_token(
    mounted: MountedShop,
    *scopes: Scope,
    role: str = "publisher",
    page: str = "",
    life: dt.timedelta = dt.timedelta(days=1),
) -> tuple[Token, str]:
    """Make a token and keep it; give it and its text."""
    token, text = new_token(
        "tool",
        role,
        scopes or (Scope.WRITE, Scope.PUBLISH),
        life=life,
        now=mounted.clock.now(),
        made_by="mira",
        page=page,
    )
    mounted.mount.tokens.add(token, hash_of(text))
    return token, text


@dataclass
class Tool:
    """Calls the API with a token.

    :param mounted: the shop.
    :param text: the token; none where empty.
    """

    mounted: MountedShop
    text: str = ""

    def ask(
        self, method: str, path: str, body: t.Any = None, *, match: str = "", **headers: str
    ) -> TestResponse:
        """Send a request.

        :param method: HTTP method.
        :param path: below the API's address.
        :param body: sent as JSON, where there is one.
        :param match: sent as ``If-Match``, where there is one.
        :param headers: further headers, with underscores for hyphens.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Authorization": f"Bearer {self.text}"} if self.text else {}
        sent |= {"If-Match": match} if match else {}
        kept = {} if body is None else {"json": body}
        return self.mounted.client.open(BASE + path, method=method, headers=sent, **kept)

    def get(self, path: str) -> t.Any:
        """Give the document at a path, which must be there."""
        response = self.ask("GET", path)
        assert response.status_code == 200, (path, response.text)
        return response.json

    def etag(self, path: str) -> str:
        """Give the ETag of what is at a path."""
        response = self.ask("GET", path)
        assert response.status_code == 200, (path, response.text)
        return response.headers["ETag"]


def kind_of(response: TestResponse) -> str:
    """Give the kind of a problem, as in ``stale``."""
    assert response.content_type == "application/problem+json", response.text
    document = t.cast("dict[str, t.Any]", response.json)
    assert document["status"] == response.status_code
    return str(document["type"]).partition("#")[2]
