"""What the API's examples of reading and of the cart show."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import field

from flask_serum.core.notice import notice_for

KEY = "6f1d2b7a-0c61-4a0e-9b39-6a1f5d1f2a10"
DIGEST = "0123456789abcdef"


@dataclass(frozen=True)
class Wish:
    """An example to record.

    :param operation: the id of the operation it shows.
    :param name: names it within the operation.
    :param summary: what it shows.
    :param path: below the API's address, query and all; ``{name}`` stands for the id that was kept
        under that name.
    :param method: HTTP method.
    :param headers: of the request.
    :param body: the JSON to send.
    :param keep: the name to keep the answer's ``id`` under.
    :param signed_in: who is signed in to the shop, where somebody is.
    :param whole: whether all of the answer is shown.
    """

    operation: str
    name: str
    summary: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: t.Any = None
    keep: str = ""
    signed_in: str = ""
    whole: bool = True


def _post(operation: str, name: str, summary: str, path: str, body: t.Any, **headers: str) -> Wish:
    return Wish(operation, name, summary, path, "POST", headers, body)


_PAGE = "/pages/meridian-duo"
_MISSING = "/pages/nothing-here"
_NOTICE = notice_for("en").id
_LINES = [{"sku": "MD-30", "quantity": 1}, {"sku": "HB-MIN-40", "quantity": 1}]

READING = (
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
    Wish("read_page", "not_there", "No such page", _MISSING),
    Wish("read_page", "unknown_field", "An unknown field", f"{_PAGE}?fields=titel"),
    Wish("read_page", "guest", "A preview, for a guest", f"{_PAGE}?preview=1"),
    Wish("read_routine", "routine", "Morning and evening", f"{_PAGE}/routine"),
    Wish("read_routine", "not_there", "No such page", f"{_MISSING}/routine"),
    Wish("read_pairs", "pairs", "Moisturizer and sunscreen", f"{_PAGE}/pairs"),
    Wish("read_pairs", "explained", "And why not the others", f"{_PAGE}/pairs?explain=1"),
    Wish("read_pairs", "unclear", "A flag that is none", f"{_PAGE}/pairs?explain=yes"),
    Wish("read_offers", "offers", "Prices and stock", f"{_PAGE}/offers"),
    Wish("read_offers", "not_there", "No such page", f"{_MISSING}/offers"),
    Wish("read_page_notice", "notice", "The notice", f"{_PAGE}/notice"),
    Wish("read_page_notice", "not_there", "No such page", f"{_MISSING}/notice"),
    *(
        wish
        for name in ("page", "how_to", "notice", "routine")
        for path in (f"fragments/{name.replace('_', '-')}",)
        for operation in (f"read_{name}_fragment",)
        for wish in (
            Wish(operation, "html", "The HTML", f"{_PAGE}/{path}", whole=name == "notice"),
            Wish(operation, "not_there", "No such page", f"{_MISSING}/{path}"),
        )
    ),
    Wish("read_style", "style", "The style", f"/style/{DIGEST}.css", whole=False),
    Wish("read_style", "no_hash", "Not as a fragment names it", "/style/main.css"),
    Wish("read_notice", "notice", "The notice in Arabic", "/notice?locale=ar"),
    Wish("read_notice", "unknown_locale", "A locale not offered", "/notice?locale=fr"),
    Wish("read_market", "market", "The market", "/market"),
    Wish("read_market", "a_parameter", "It takes no parameter", "/market?locale=de"),
    Wish("read_openapi", "document", "The document", "/openapi.json", whole=False),
    Wish("read_openapi", "a_parameter", "It takes no parameter", "/openapi.json?v=1"),
    Wish("read_docs", "page", "The page", "/docs", whole=False),
    Wish("read_docs", "a_parameter", "It takes no parameter", "/docs?v=1"),
)
"""In any order."""

CART = (
    Wish("read_cart", "cart", "The cart", "/cart"),
    Wish("read_cart", "unknown_locale", "A locale not offered", "/cart?locale=fr"),
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
    _post("add_routine", "not_shown", "Without the notice's id", f"{_PAGE}/routine/cart", {}),
)
"""Each by a shopper of its own."""
