"""How things get from a page into the cart."""

from __future__ import annotations

import collections.abc as cabc
import functools
import operator

from ..core.offer import CartLine
from ..core.offer import LineResult
from ..core.offer import LineStatus
from ..core.offer import Offer
from ..core.offer import Shelf
from ..core.pairing import fill_slots
from .addresses import Addresses
from .csrf import token_field
from .mount import Mount
from .printable import CartView
from .printable import MessageView
from .printable import RoutineCartView
from .reading import PageData
from .reading import shop_query
from .wording import Wording

SKU_FIELD = "serum_sku"
NOTICE_FIELD = "serum_notice"
QUANTITY_FIELD = "quantity"
RESULT_PARAMETER = "serum_result"


def cart_view(mount: Mount, addresses: Addresses, data: PageData) -> CartView | None:
    """Say how the chosen variant is bought; ``None`` where it can't be now.

    The host's own form where it gave one, else ours, else a link.
    """
    offer = data.offer(data.variant.sku)
    if offer is None or not offer.sells:
        return None
    if mount.hooks.cart_form is not None:
        action, fields, quantity_name = mount.hooks.cart_form(offer.sku)
        pairs = fields.items() if isinstance(fields, cabc.Mapping) else fields
        return CartView(action, tuple((str(k), str(v)) for k, v in pairs), quantity_name)
    if mount.can_add:
        return _own_form(mount, addresses, data, [offer.sku])
    if mount.hooks.product_url is not None:
        return CartView("", (), "", mount.hooks.product_url(offer.sku))
    return None


def routine_cart_view(
    mount: Mount, addresses: Addresses, wording: Wording, data: PageData
) -> RoutineCartView | None:
    """Say how the serum and the first companion of each role are bought at once.

    ``None`` where the plugin can't add to the cart, or where there is nothing to go with it.
    """
    serum = data.offer(data.variant.sku)
    if serum is None or not serum.sells or not mount.can_add or mount.hooks.cart_form is not None:
        return None
    companions = [slot.pairs[0].offer for slot in data.slots if slot.pairs]
    if not companions:
        return None
    offers = [serum, *companions]
    form = _own_form(mount, addresses, data, [one.sku for one in offers])
    prices = [one.price for one in offers if one.price is not None]
    total = functools.reduce(operator.add, prices)
    names = (data.page.copy.title, *(one.name or one.sku for one in companions))
    return RoutineCartView(
        CartView(form.action, form.fields, ""), names, wording.words.money(total)
    )


def _own_form(
    mount: Mount, addresses: Addresses, data: PageData, skus: cabc.Sequence[str]
) -> CartView:
    token = token_field(mount)
    return CartView(
        addresses.cart(data.facts.slug, data.page.requested),
        (
            *((SKU_FIELD, sku) for sku in skus),
            (NOTICE_FIELD, data.notice.id),
            *([token] if token else []),
        ),
        QUANTITY_FIELD,
    )


def add_to_cart(
    mount: Mount, data: PageData, skus: cabc.Sequence[str], quantity: int
) -> list[LineResult]:
    """Put things into the cart that this page offers, each looked at once more at this moment.

    :param mount: the mount.
    :param data: the page, read for this request.
    :param skus: what to add; the quantity is for the first, the others are one each.
    :param quantity: at least 1.
    :return: a result per SKU, in order.
    """
    return add_lines(
        mount, data, [CartLine(sku, quantity if at == 0 else 1) for at, sku in enumerate(skus)]
    )


def add_lines(mount: Mount, data: PageData, lines: cabc.Sequence[CartLine]) -> list[LineResult]:
    """Put lines into the cart that this page offers, each looked at once more at this moment.

    :param mount: the mount.
    :param data: the page, read for this request.
    :param lines: what to add, each SKU once.
    :return: a result per line, in order.
    """
    offered = _offered(mount, data)
    refused = {one.sku: reason for one in lines if (reason := _refusal(offered.get(one.sku)))}
    wanted = [one for one in lines if one.sku not in refused]
    results = {}
    if wanted:
        query = shop_query(mount, data.page.requested, [data.facts])
        results = {one.sku: one for one in mount.shop.add_lines(wanted, query)}
    return [
        LineResult(one.sku, refused[one.sku])
        if one.sku in refused
        else results.get(one.sku, LineResult(one.sku, LineStatus.FAILED))
        for one in lines
    ]


def _offered(mount: Mount, data: PageData) -> dict[str, Offer]:
    found = {
        one.sku: offer for one in data.facts.variants if (offer := data.offer(one.sku)) is not None
    }
    # What lies in the cart already may be added again.
    shelf = Shelf(data.shelf.offers, data.shelf.companions, frozenset(), data.shelf.available)
    slots = fill_slots(data.facts, shelf, currency=mount.market.currency, most=1_000)
    found |= {pair.offer.sku: pair.offer for slot in slots for pair in slot.pairs}
    return found


def _refusal(offer: Offer | None) -> LineStatus | None:
    if offer is None:
        return LineStatus.UNKNOWN_PRODUCT
    if offer.sells:
        return None
    return LineStatus.NOT_FOR_SALE if offer.availability.sells else LineStatus.OUT_OF_STOCK


def write_results(results: cabc.Sequence[LineResult]) -> str:
    """Write results so that they fit into an address."""
    return ",".join(f"{one.sku}:{one.status.value}:{one.added}" for one in results)


def read_results(text: str, known: cabc.Container[str]) -> list[LineResult]:
    """Read results from an address; what is malformed is passed over.

    :param text: as :func:`write_results` wrote it.
    :param known: the SKUs that the page knows; of any other nothing is told but that it is
        unknown, so that nobody can put words on the page by an address.
    """
    found = []
    for part in text.split(",")[:12]:
        sku, _, rest = part.partition(":")
        status, _, added = rest.partition(":")
        if status not in list(LineStatus) or not (added.isascii() and added.isdigit()):
            continue
        if sku in known:
            found.append(LineResult(sku, LineStatus(status), int(added[:4])))
        else:
            found.append(LineResult("", LineStatus.UNKNOWN_PRODUCT))
    return found


def messages_of(
    results: cabc.Sequence[LineResult], data: PageData, wording: Wording
) -> list[MessageView]:
    """Say what became of each line."""
    names = {one.sku: data.page.copy.title for one in data.facts.variants}
    names[""] = wording.words.t("One product")
    for slot_offers in (data.shelf.offers.values(), *data.shelf.companions.values()):
        for offer in slot_offers:
            names.setdefault(offer.sku, offer.name or offer.sku)
    return [
        MessageView(
            "success" if one.status is LineStatus.ADDED else "problem",
            wording.line_result(one.status, names.get(one.sku, one.sku), one.added),
        )
        for one in results
    ]
