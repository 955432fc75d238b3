"""Records the API's examples from the demo shop: ``python tests/api_examples.py``.

Run it after a change of the demo's data or of an answer; the test that replays them says when.
"""

from __future__ import annotations

import contextlib
import json
import typing as t
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from tempfile import TemporaryDirectory

from fakes import StoppedClock
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from flask_serum.core.notice import notice_for
from flask_serum.demo.app import create_app
from flask_serum.demo.seeding import seed

if t.TYPE_CHECKING:
    import collections.abc as cabc

BASE = "/serums/api/v1"
FOLDER = Path(__file__).resolve().parent.parent / "plugin" / "web" / "api" / "recorded"
KEY = "6f1d2b7a-0c61-4a0e-9b39-6a1f5d1f2a10"


@dataclass(frozen=True)
class Wish:
    """An example to record.

    :param operation: the id of the operation it shows.
    :param name: names it within the operation.
    :param summary: what it shows.
    :param path: below the API's address, query and all.
    :param method: HTTP method.
    :param headers: beside those of every request.
    :param body: the JSON to send.
    """

    operation: str
    name: str
    summary: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: t.Any = None


def _post(operation: str, name: str, summary: str, path: str, body: t.Any, **headers: str) -> Wish:
    return Wish(operation, name, summary, path, "POST", headers, body)


_PAGE = "/pages/meridian-duo"
_NOTICE = notice_for("en").id
_LINES = [{"sku": "MD-30", "quantity": 1}, {"sku": "HB-MIN-40", "quantity": 1}]

WISHES = (
    Wish("list_pages", "cards", "The serums as cards", "/pages"),
    Wish(
        "list_pages",
        "by_sku",
        "The page of a SKU, title and prices alone",
        "/pages?sku=MD-30&fields=title&expand=offers",
    ),
    Wish("list_pages", "first", "One at a time", "/pages?limit=1&fields=title"),
    Wish("list_pages", "misspelled", "A misspelled filter is refused", "/pages?skus=MD-30"),
    Wish("read_page", "page", "A page", _PAGE),
    Wish(
        "read_page",
        "sparse",
        "Some fields, in German, with routine and offers",
        f"{_PAGE}?locale=de&fields=title,summary&expand=routine,offers",
    ),
    Wish("read_page", "not_there", "No such page", "/pages/nothing-here"),
    Wish("read_page", "unknown_field", "An unknown field", f"{_PAGE}?fields=titel"),
    Wish("read_routine", "routine", "Morning and evening", f"{_PAGE}/routine"),
    Wish("read_pairs", "pairs", "Moisturizer and sunscreen", f"{_PAGE}/pairs"),
    Wish("read_pairs", "explained", "And why not the others", f"{_PAGE}/pairs?explain=1"),
    Wish("read_offers", "offers", "Prices and stock", f"{_PAGE}/offers"),
    Wish("read_page_notice", "notice", "The notice", f"{_PAGE}/notice"),
    Wish("read_notice", "notice", "The notice in Arabic", "/notice?locale=ar"),
    Wish("read_notice", "unknown_locale", "A locale not offered", "/notice?locale=fr"),
    Wish("read_market", "market", "The market", "/market"),
    Wish("read_cart", "cart", "The cart", "/cart"),
    _post(
        "add_lines",
        "lines",
        "Serum and sunscreen",
        "/cart/lines",
        {"notice": _NOTICE, "page": "meridian-duo", "lines": _LINES},
        **{"Idempotency-Key": KEY},
    ),
    _post(
        "add_lines",
        "partial",
        "One line of two goes in",
        "/cart/lines",
        {
            "notice": _NOTICE,
            "page": "meridian-duo",
            "lines": [{"sku": "MD-30"}, {"sku": "SOMETHING-ELSE"}],
        },
    ),
    _post(
        "add_lines",
        "not_shown",
        "Without the notice's id",
        "/cart/lines",
        {"page": "meridian-duo", "lines": [{"sku": "MD-30"}]},
    ),
    _post(
        "add_lines",
        "changed",
        "With the id of an older notice",
        "/cart/lines",
        {"notice": "en.0.000000000000", "page": "meridian-duo", "lines": [{"sku": "MD-30"}]},
    ),
    _post(
        "add_lines",
        "invalid",
        "A body that breaks the schema",
        "/cart/lines",
        {"notice": _NOTICE, "page": "meridian-duo", "lines": [{"sku": "MD-30", "quantity": 0}]},
    ),
    _post(
        "add_routine",
        "routine",
        "The whole routine",
        f"{_PAGE}/routine/cart",
        {"notice": _NOTICE},
    ),
)


@contextlib.contextmanager
def demo_shop() -> cabc.Iterator[Flask]:
    """Give the demo shop, at a moment that stands still."""
    with TemporaryDirectory() as folder:
        clock = StoppedClock()
        app = create_app(Path(folder) / "demo.sqlite", secret_key="examples", clock=clock)
        seed(app)
        try:
            yield app
        finally:
            app.extensions["demo_shop"][0].dispose()


def send(client: FlaskClient, request: t.Mapping[str, t.Any]) -> TestResponse:
    """Send the request of an example.

    :param client: of the demo shop.
    :param request: as an example holds it.
    """
    return client.open(
        BASE + request["path"],
        method=request["method"],
        headers=request.get("headers"),
        json=request.get("body"),
    )


def recorded(app: Flask) -> dict[str, list[dict[str, t.Any]]]:
    """Record every example, each by a shopper of its own.

    :param app: the demo shop.
    """
    found: dict[str, list[dict[str, t.Any]]] = {}
    for wish in WISHES:
        request: dict[str, t.Any] = {"method": wish.method, "path": wish.path}
        request |= {"headers": wish.headers} if wish.headers else {}
        request |= {"body": wish.body} if wish.body is not None else {}
        response = send(app.test_client(), request)
        found.setdefault(wish.operation, []).append(
            {
                "name": wish.name,
                "summary": wish.summary,
                "request": request,
                "status": response.status_code,
                "body": response.get_json(),
            }
        )
    return found


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
