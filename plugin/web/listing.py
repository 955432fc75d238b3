"""Puts the list of serums into words."""

from __future__ import annotations

from ..core import locale as locales
from ..core.offer import Shelf
from ..core.visibility import VisiblePage
from .catalogues import catalogue_for
from .composing import Composer
from .context import ListContext
from .printable import CardView
from .printable import Head
from .printable import Link
from .reading import read_list
from .reading import shop_query
from .structured_data import script_text


def compose_list(composer: Composer) -> ListContext:
    """Compose the list of the serums that shoppers of the mount's market may see.

    :param composer: of the mount and the request's locale.
    """
    mount, tag, addresses = composer.mount, composer.locale, composer.addresses
    pages, shelf = read_list(mount, tag)
    title = composer.words.t("Serums")
    own = {one: addresses.listing(one, whole=True) for one in mount.market.locales}
    alternates = [Link("", url, one) for one, url in own.items()]
    alternates.append(Link("", own[mount.market.default_locale], "x-default"))
    items = [
        {
            "@type": "ListItem",
            "position": at,
            "name": one.copy.title,
            "url": addresses.page(one.facts.slug, one.locale, whole=True),
        }
        for at, one in enumerate(pages, 1)
    ]
    document = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
    return ListContext(
        locale=tag,
        direction=locales.direction(tag),
        cards=tuple(_card(composer, one, shelf) for one in pages),
        languages=tuple(
            Link(catalogue_for(one).own_name, addresses.listing(one), one, one == tag)
            for one in mount.market.locales
        ),
        cart_url=mount.shop.cart_url(shop_query(mount, tag)),
        head=Head(
            title=title,
            description="",
            canonical=own[tag],
            alternates=tuple(alternates) if len(own) > 1 else (),
            image="",
            robots="",
            structured_data=script_text(document),
        ),
        nonce=composer.nonce(),
    )


def _card(composer: Composer, page: VisiblePage, shelf: Shelf) -> CardView:
    facts, copy = page.facts, page.copy
    offer = shelf.offers.get(facts.variants[0].sku)
    in_currency = offer is not None and (
        offer.price is None or offer.price.currency == composer.mount.market.currency
    )
    image = facts.images[0] if facts.images else None
    return CardView(
        title=copy.title,
        product_type=copy.product_type,
        summary=copy.summary,
        url=composer.addresses.page(facts.slug, composer.locale),
        picture=(
            composer.picture(image, copy.alt_texts.get(image.id, "")) if image is not None else None
        ),
        offer=(
            composer.offer(offer, facts.variants[0].content)
            if offer is not None and in_currency
            else None
        ),
        locale=page.locale,
    )
