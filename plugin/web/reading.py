"""Reads a page for shoppers: one look into the store, one question to the shop."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
from dataclasses import dataclass

from ..core.market import Market
from ..core.notice import Notice
from ..core.notice import notice_for
from ..core.offer import Offer
from ..core.offer import Shelf
from ..core.offer import ShopQuery
from ..core.page import Facts
from ..core.page import SLUG
from ..core.page import Variant
from ..core.pairing import fill_slots
from ..core.pairing import Slot
from ..core.visibility import visible
from ..core.visibility import VisiblePage
from .mount import Mount


@dataclass(frozen=True)
class PageData:
    """A page as shoppers see it, before it is put into words; every surface is made from it.

    :param page: what is visible.
    :param market: the market.
    :param shelf: the shop's answer.
    :param slots: the companions chosen.
    :param variant: the variant asked for, else the first one that sells, else the first.
    :param notice: the safety notice in the locale of the request.
    """

    page: VisiblePage
    market: Market
    shelf: Shelf
    slots: tuple[Slot, ...]
    variant: Variant
    notice: Notice

    @property
    def facts(self) -> Facts:
        """The live facts."""
        return self.page.facts

    def offer(self, sku: str) -> Offer | None:
        """Give the shop's offer of a SKU in the market's currency, or ``None``."""
        offer = self.shelf.offers.get(sku)
        if offer and offer.price and offer.price.currency != self.market.currency:
            return dataclasses.replace(offer, price=None, compare_at=None, lowest_30_days=None)
        return offer


def shop_query(
    mount: Mount, locale: str, facts: cabc.Iterable[Facts] = (), *, companions: bool = True
) -> ShopQuery:
    """Put everything that pages need to know of the shop into one question.

    :param mount: the mount.
    :param locale: for names.
    :param facts: of the pages.
    :param companions: whether to ask for companions too.
    """
    facts = list(facts)
    skus = (
        sku for one in facts for sku in (one.skus if companions else [v.sku for v in one.variants])
    )
    roles = (role for one in facts for role in one.regimen.roles) if companions else ()
    market = mount.market
    return ShopQuery(
        skus=tuple(dict.fromkeys(skus)),
        roles=tuple(dict.fromkeys(roles)),
        market=market.code,
        channel=market.channel,
        currency=market.currency,
        locale=locale,
    )


def read_page(mount: Mount, slug: str, locale: str, sku: str = "") -> PageData | None:
    """Read a page, or ``None`` where shoppers may not see it.

    :param mount: the mount.
    :param slug: the page, as it stands in an address: anything at all.
    :param locale: one of the market's.
    :param sku: the variant asked for.
    """
    if not SLUG.fullmatch(slug):
        return None
    now = mount.clock.now()
    state = mount.store.page(slug, now)
    page = visible(state, mount.market, locale, now) if state else None
    return None if page is None else fill(mount, page, sku)


def fill(mount: Mount, page: VisiblePage, sku: str = "") -> PageData:
    """Ask the shop what a page needs, and choose variant and companions.

    :param mount: the mount.
    :param page: what is to be shown.
    :param sku: the variant asked for.
    """
    locale = page.requested
    shelf = mount.shop.look_up(shop_query(mount, locale, [page.facts]))
    slots = fill_slots(
        page.facts,
        shelf,
        currency=mount.market.currency,
        most=mount.settings.companions_per_role,
    )
    selling = (one for one in page.facts.variants if (o := shelf.offers.get(one.sku)) and o.sells)
    variant = page.facts.variant(sku) or next(selling, page.facts.variants[0])
    return PageData(page, mount.market, shelf, slots, variant, notice_for(locale))


def read_list(mount: Mount, locale: str) -> tuple[list[VisiblePage], Shelf]:
    """Read all visible pages and the offers of their variants, by title.

    :param mount: the mount.
    :param locale: one of the market's.
    """
    now = mount.clock.now()
    found = [visible(one, mount.market, locale, now) for one in mount.store.pages(now)]
    pages = sorted((one for one in found if one), key=lambda one: (one.copy.title, one.facts.slug))
    if not pages:
        return [], Shelf()
    query = shop_query(mount, locale, [one.facts for one in pages], companions=False)
    return pages, mount.shop.look_up(query)
