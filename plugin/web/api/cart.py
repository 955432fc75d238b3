"""Things into the cart: lines, or the whole routine, after the notice was shown.

What can be added is what the page offers at this moment, by the page's own guard. One line that
fails does not stop the others: the answer is 200 and says of each line what became of it, and
``complete`` whether all of it went in.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from flask import session

from ...core.notice import notice_for
from ...core.offer import CartLine
from ...core.offer import LineResult
from ...core.offer import LineStatus
from .. import buying
from ..addresses import Addresses
from ..catalogues import catalogue_for
from ..csrf import token_field
from ..mount import Mount
from ..reading import PageData
from ..reading import shop_query
from ..wording import Wording
from .answering import Answer
from .cart_schemas import CartLinesBody
from .cart_schemas import CartResultSchema
from .cart_schemas import CartSchema
from .cart_schemas import RoutineCartBody
from .notice_document import notice_document
from .operation import Call
from .operation import Located
from .operation import Operation
from .operation import Promise
from .problems import ApiProblem
from .problems import FieldError
from .replaying import KeyHeader
from .replaying import once
from .shown import read

TAG = "Cart"


def read_cart(call: Call) -> Answer:
    """Tell where the cart is, and the token it asks for."""
    field = token_field(call.mount)
    token = {"header": "X-CSRFToken", "value": field[1]} if field is not None else None
    return Answer(
        {
            "open": call.mount.can_add,
            "url": _cart_url(call),
            "most_per_line": call.mount.settings.most_per_line,
            "token": token,
        }
    )


def add_lines(call: Call) -> Answer:
    """Add lines."""
    body = call.body
    slugged = Call(call.mount, {"slug": body["page"]}, call.query, call.headers, body)
    wanted = [CartLine(one["sku"], one["quantity"]) for one in body["lines"]]
    where = [f"#/lines/{at}/quantity" for at in range(len(wanted))]

    def do() -> Answer:
        return _add(call, _checked(slugged, wanted, where), wanted)

    return once(call, "cart/lines", do)


def add_routine(call: Call) -> Answer:
    """Add the routine."""
    sku, quantity = call.body["sku"], call.body["quantity"]

    def do() -> Answer:
        data = _checked(call, [CartLine(sku, quantity)], ["#/quantity"])
        if sku and data.facts.variant(sku) is None:
            known = ", ".join(one.sku for one in data.facts.variants)
            message = f"This serum has no such size; there are {known}."
            raise ApiProblem("invalid-body", errors=[FieldError(message, pointer="#/sku")])
        companions = [slot.pairs[0].offer.sku for slot in data.slots if slot.pairs]
        wanted = [CartLine(sku or data.variant.sku, quantity), *map(CartLine, companions)]
        return _add(call, data, wanted)

    return once(call, f"routine/cart/{call.slug[:100]}", do)


def _checked(call: Call, wanted: cabc.Sequence[CartLine], where: cabc.Sequence[str]) -> PageData:
    mount = call.mount
    if not mount.can_add:
        raise ApiProblem("no-cart")
    data = read(call, ask_shop=True)
    _require_notice(call.body["notice"], data, mount)
    most = mount.settings.most_per_line
    errors = [
        FieldError(f"Give a whole number from 1 to {most}.", pointer=pointer)
        for one, pointer in zip(wanted, where, strict=True)
        if one.quantity > most
    ]
    if errors:
        raise ApiProblem("invalid-body", errors=errors)
    if not data.shelf.available:
        raise ApiProblem("shop-unavailable", headers={"Retry-After": "10"})
    return data


def _require_notice(shown: str, data: PageData, mount: Mount) -> None:
    if shown in {notice_for(tag).id for tag in mount.market.locales}:
        return
    kind = "notice-changed" if shown else "notice-not-shown"
    errors = [FieldError(f"Give {data.notice.id!r}, once it was shown.", pointer="#/notice")]
    raise ApiProblem(kind, errors=errors, extra={"notice": notice_document(data.notice)})


def _add(call: Call, data: PageData, wanted: cabc.Sequence[CartLine]) -> Answer:
    results = buying.add_lines(call.mount, data, wanted)
    if session:
        # A host's cart that is nested in the session changes without the session noticing.
        session.modified = True
    wording = Wording(catalogue_for(call.locale))
    texts = buying.messages_of(results, data, wording)
    return Answer(
        {
            "complete": all(result.status is LineStatus.ADDED for result in results),
            "lines": [
                _line(line, result, text.text)
                for line, result, text in zip(wanted, results, texts, strict=True)
            ],
            "cart_url": _cart_url(call),
        }
    )


def _line(line: CartLine, result: LineResult, text: str) -> dict[str, t.Any]:
    return {
        "sku": line.sku,
        "requested": line.quantity,
        "added": result.added,
        "status": result.status.value,
        "text": text,
    }


def _cart_url(call: Call) -> str:
    url = call.mount.shop.cart_url(shop_query(call.mount, call.locale))
    return Addresses(call.mount).whole(url) if url else ""


_PROBLEMS = (
    *("not-found", "no-cart", "notice-not-shown", "notice-changed", "still-running"),
    *("key-reused", "shop-unavailable"),
)
_RESULT = Promise(
    "Each line, with what became of it. Partial success is 200 too, with `complete: false`.",
    CartResultSchema,
    headers=("Idempotent-Replayed",),
)

OPERATIONS = (
    Operation(
        "read_cart",
        "GET",
        "/cart",
        read_cart,
        "Where the cart is",
        TAG,
        (Promise("The cart.", CartSchema),),
        "Only a storefront in the shopper's browser needs the token, and only where the shop's own"
        " protection asks for one. It belongs to one shopper.",
        query=Located,
    ),
    Operation(
        "add_lines",
        "POST",
        "/cart/lines",
        add_lines,
        "Add lines to the cart",
        TAG,
        (_RESULT,),
        "Only what the page offers at this moment can be added: its sizes and its companions. The"
        " cart is the shopper's own, by the shop's cookie.",
        query=Located,
        headers=KeyHeader,
        body=CartLinesBody,
        problems=_PROBLEMS,
    ),
    Operation(
        "add_routine",
        "POST",
        "/pages/<slug>/routine/cart",
        add_routine,
        "Add the whole routine to the cart",
        TAG,
        (_RESULT,),
        "A size of the serum and the first companion of each role, in one call.",
        query=Located,
        headers=KeyHeader,
        body=RoutineCartBody,
        problems=_PROBLEMS,
    ),
)
