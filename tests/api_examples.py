"""Records the API's examples from the demo shop: ``python tests/api_examples.py``.

Run it after a change of the demo's data, of the rules for claims or of an answer; the test that
replays them says when.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import typing as t
from pathlib import Path
from tempfile import TemporaryDirectory

from api_story import STORY
from api_story import TOKEN
from api_story import TOKEN_ID
from api_wishes import CART
from api_wishes import DIGEST
from api_wishes import READING
from api_wishes import Wish
from fakes import StoppedClock
from flask import Flask
from werkzeug.test import TestResponse

from flask_serum.core.tokens import hash_of
from flask_serum.core.tokens import Scope
from flask_serum.core.tokens import Token
from flask_serum.demo.app import create_app
from flask_serum.demo.seeding import seed
from flask_serum.web.mount import Mount

if t.TYPE_CHECKING:
    import collections.abc as cabc

BASE = "/serums/api/v1"
FOLDER = Path(__file__).resolve().parent.parent / "plugin" / "web" / "api" / "recorded"
WISHES = (*READING, *CART, *STORY)
CUT = "…"
"""Stands in a text that is shortened where something was left out."""

_SHOWN = 900
_SECRET = re.compile(r"(?<=/preview/)[\w-]{43}\b")
_HASHED = re.compile(r"(?<=/style/)[0-9a-f]{16}(?=\.css)")


@contextlib.contextmanager
def demo_shop() -> cabc.Iterator[Flask]:
    """Give the demo shop, at a moment that stands still, with a token that writes and publishes."""
    with TemporaryDirectory() as folder:
        clock = StoppedClock()
        app = create_app(Path(folder) / "demo.sqlite", secret_key="examples", clock=clock)
        seed(app)
        mount: Mount = app.extensions["serum"]["serum"]
        now = clock.now()
        life = (now, "mira", now + dt.timedelta(days=90))
        scopes = (Scope.WRITE, Scope.PUBLISH)
        mount.tokens.add(Token(TOKEN_ID, "tool", "publisher", scopes, "", *life), hash_of(TOKEN))
        try:
            yield app
        finally:
            app.extensions["demo_shop"][0].dispose()


class Player:
    """Sends the requests of examples, each by a shopper of its own.

    :param app: the demo shop.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._links: dict[str, str] = dict(app.extensions["demo_sign_in"].links)
        self._people = {name: app.test_client() for name in self._links}

    def send(self, request: t.Mapping[str, t.Any]) -> TestResponse:
        """Send a request.

        :param request: as an example holds it.
        """
        name = request.get("signed_in", "")
        client = self._people[name] if name else self._app.test_client()
        if name in self._links:
            client.get(self._links.pop(name))
        return client.open(
            BASE + request["path"],
            method=request["method"],
            headers=request.get("headers"),
            json=request.get("body"),
        )


def body_of(response: TestResponse) -> t.Any:
    """Give the body of an answer, with what differs each time put to something that does not.

    :param response: the answer.
    """
    text = _SECRET.sub("the-secret-that-is-told-in-this-answer-alone", response.text)
    text = _HASHED.sub(DIGEST, text)
    return json.loads(text) if response.is_json else text


def holds(body: t.Any, shown: t.Any) -> bool:
    """Tell whether a body holds what is shown of it.

    :param body: the whole one.
    :param shown: some members of objects, or a text with cuts.
    """
    if isinstance(shown, dict):
        return isinstance(body, dict) and all(
            name in body and holds(body[name], one) for name, one in shown.items()
        )
    if isinstance(shown, str) and CUT in shown:
        return bool(re.fullmatch(".*?".join(map(re.escape, shown.split(CUT))), body, re.DOTALL))
    return bool(body == shown)


def shortened(body: t.Any) -> t.Any:
    """Give the beginning of a body, without drawings; of the document what comes before its paths.

    :param body: a text, or the OpenAPI document.
    """
    if isinstance(body, dict):
        info = {name: body["info"][name] for name in ("title", "version")}
        return {"openapi": body["openapi"], "info": info, "servers": body["servers"], "paths": {}}
    text = re.sub(r"(?s)<(symbol|style)\b.*</\1>", CUT, body)
    return text[: text.index("\n", _SHOWN)] + f"\n{CUT}"


def recorded(app: Flask) -> dict[str, list[dict[str, t.Any]]]:
    """Record every example.

    :param app: the demo shop.
    """
    player, kept = Player(app), dict[str, str]()
    found: dict[str, list[dict[str, t.Any]]] = {}
    for step, wish in enumerate(WISHES):
        request = request_of(wish, kept)
        response = player.send(request)
        body = body_of(response)
        if wish.keep:
            kept[wish.keep] = str(body["id"])
        found.setdefault(wish.operation, []).append(
            {
                "name": wish.name,
                "summary": wish.summary,
                "step": step,
                "request": request,
                "status": response.status_code,
                "whole": wish.whole,
                "body": body if wish.whole else shortened(body),
            }
        )
    return found


def request_of(wish: Wish, kept: t.Mapping[str, str]) -> dict[str, t.Any]:
    """Give the request of a wish as an example holds it.

    :param wish: the wish.
    :param kept: ids by the name they were kept under.
    """
    request: dict[str, t.Any] = {"method": wish.method, "path": wish.path.format_map(kept)}
    request |= {"signed_in": wish.signed_in} if wish.signed_in else {}
    request |= {"headers": wish.headers} if wish.headers else {}
    return request | ({"body": wish.body} if wish.body is not None else {})


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    with demo_shop() as app:
        for operation, examples in recorded(app).items():
            text = json.dumps(examples, ensure_ascii=False, indent=1) + "\n"
            (FOLDER / f"{operation}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
