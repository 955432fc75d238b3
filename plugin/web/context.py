"""What templates may use: one object, ``serum``, documented field by field.

A theme reads ``serum.title`` and so on, and says the plugin's own words by ``serum_t`` and
``serum_n``. Everything is ready to print; what the fields are made of is in
:mod:`flask_serum.web.printable`.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .printable import CardView
from .printable import CartView
from .printable import ChamberView
from .printable import FaqView
from .printable import Head
from .printable import Link
from .printable import MessageView
from .printable import PartyView
from .printable import Picture
from .printable import RoutineCartView
from .printable import RoutineView
from .printable import SlotView
from .printable import VariantView


@dataclass(frozen=True)
class PageContext:
    """A product page.

    :param locale: the locale of the page; also of the notice and the steps.
    :param direction: ``ltr`` or ``rtl``.
    :param copy_locale: the locale of the copy; another one where it fell back.
    :param copy_direction: ``ltr`` or ``rtl``.
    :param fallback_text: a sentence that says so where the copy fell back; else empty.
    :param brand: as on the pack.
    :param title: the product's name.
    :param product_type: what it is, in a few words.
    :param summary: plain text.
    :param what_it_is: rich text.
    :param why_mixed: rich text.
    :param about_nitric_oxide: rich text.
    :param benefits: plain text, a line each.
    :param topical_and_supplements: rich text.
    :param storage: plain text.
    :param opened: how long it keeps once open, in a sentence.
    :param opened_months: period after opening, in months.
    :param extra_warnings: the merchant's, to stand under the notice.
    :param faq: questions and answers.
    :param gallery: the pictures, the main one first.
    :param variants: the sizes.
    :param variant: the one that is chosen.
    :param price_note: what comes on top of a price: tax, shipping.
    :param shop_available: whether the shop could be asked for prices.
    :param cart: how to buy the chosen variant; ``None`` where it can't be bought now.
    :param routine_cart: how to buy the whole routine; ``None`` where it can't be bought now.
    :param cart_url: the shop's cart, or empty.
    :param routines: the steps, morning first.
    :param frequency: how often, in a sentence.
    :param easing_in: how to begin, in a sentence, or empty.
    :param slots: the companions.
    :param chambers: the ingredients.
    :param parties: who answers for the product.
    :param country_of_origin: its name, or empty.
    :param languages: the page in each locale it is live in.
    :param list_url: the list of all serums.
    :param safety_notice: the mandatory notice; a theme places it before the cart form, and where
        it does not, the plugin does.
    :param notice_id: its id.
    :param messages: what became of the shopper's last click.
    :param head: for the document's head.
    :param nonce: for ``<style>``, where the host's content security policy asks for one.
    """

    locale: str
    direction: str
    copy_locale: str
    copy_direction: str
    fallback_text: str
    brand: str
    title: str
    product_type: str
    summary: str
    what_it_is: Markup
    why_mixed: Markup
    about_nitric_oxide: Markup
    benefits: tuple[str, ...]
    topical_and_supplements: Markup
    storage: str
    opened: str
    opened_months: int
    extra_warnings: tuple[str, ...]
    faq: tuple[FaqView, ...]
    gallery: tuple[Picture, ...]
    variants: tuple[VariantView, ...]
    variant: VariantView
    price_note: str
    shop_available: bool
    cart: CartView | None
    routine_cart: RoutineCartView | None
    cart_url: str
    routines: tuple[RoutineView, ...]
    frequency: str
    easing_in: str
    slots: tuple[SlotView, ...]
    chambers: tuple[ChamberView, ...]
    parties: tuple[PartyView, ...]
    country_of_origin: str
    languages: tuple[Link, ...]
    list_url: str
    safety_notice: Markup
    notice_id: str
    head: Head
    messages: tuple[MessageView, ...] = ()
    nonce: str = ""


@dataclass(frozen=True)
class ListContext:
    """The list of serums.

    :param locale: the locale of the list.
    :param direction: ``ltr`` or ``rtl``.
    :param cards: the serums, by title.
    :param languages: the list in each locale of the market.
    :param cart_url: the shop's cart, or empty.
    :param head: for the document's head.
    :param nonce: for ``<style>``.
    :param messages: empty; there as on a page, so that a layout can serve both.
    """

    locale: str
    direction: str
    cards: tuple[CardView, ...]
    languages: tuple[Link, ...]
    cart_url: str
    head: Head
    nonce: str = ""
    messages: tuple[MessageView, ...] = ()
