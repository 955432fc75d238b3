"""The parts of a page, ready to print: words in its locale, prices written, addresses whole."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Link:
    """An address with its words.

    :param text: what it says.
    :param url: where it goes.
    :param locale: BCP 47 tag of what it leads to.
    :param current: whether it is where the shopper is.
    """

    text: str
    url: str
    locale: str = ""
    current: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture.

    :param url: its address.
    :param width: pixels.
    :param height: pixels.
    :param alt: what it shows; empty where it is decorative.
    """

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class OfferView:
    """Price and stock, written.

    :param price: as in "€89.00"; empty where the shop gives none.
    :param compare_at: the price before a reduction; empty where there is none.
    :param lowest_30_days: a whole sentence; empty where it is not asked for.
    :param unit_price: as in "€296.67 / 100 ml"; empty where it is not asked for.
    :param availability: the key, as in ``in_stock``.
    :param availability_text: the words.
    :param sells: whether it can be bought now.
    """

    price: str
    compare_at: str
    lowest_30_days: str
    unit_price: str
    availability: str
    availability_text: str
    sells: bool


@dataclass(frozen=True)
class VariantView:
    """A size, with the address that chooses it.

    :param sku: the variant.
    :param name: as in "Travel size"; its content where it has no name.
    :param content: as in "2 × 15 ml".
    :param url: the page with this variant chosen.
    :param selected: whether it is the one chosen.
    :param gtin: barcode number, or empty.
    :param offer: price and stock; ``None`` where the shop can't say.
    """

    sku: str
    name: str
    content: str
    url: str
    selected: bool
    gtin: str
    offer: OfferView | None


@dataclass(frozen=True)
class PairView:
    """A companion that can be bought.

    :param sku: the variant.
    :param name: the shop's name for it.
    :param content: as in "50 ml", or empty.
    :param why: a sentence on why it is here.
    :param url: its page in the shop, or empty.
    :param image: address of a picture, or empty.
    :param offer: price and stock.
    """

    sku: str
    name: str
    content: str
    why: str
    url: str
    image: str
    offer: OfferView


@dataclass(frozen=True)
class SlotView:
    """A place in the routine for a companion.

    :param role: ``moisturizer`` or ``sunscreen``.
    :param title: the role's name.
    :param guidance: where it goes; always there.
    :param pairs: what the shop has; may be empty.
    """

    role: str
    title: str
    guidance: str
    pairs: tuple[PairView, ...]


@dataclass(frozen=True)
class StepView:
    """One step.

    :param id: stays with the step.
    :param number: counts from 1 within its time of day.
    :param kind: which drawing shows it: ``cleanse``, ``dispense``, ``mix``, ``apply``, ``wait``,
        ``moisturizer`` or ``sunscreen``.
    :param title: a word or two.
    :param sentence: what to do.
    :param note: the merchant's words under it, or empty.
    """

    id: str
    number: int
    kind: str
    title: str
    sentence: str
    note: str


@dataclass(frozen=True)
class RoutineView:
    """The steps of one time of day.

    :param time: ``morning`` or ``evening``.
    :param title: its name.
    :param steps: in order.
    """

    time: str
    title: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class ChamberView:
    """A chamber's ingredients.

    :param key: ``A`` or ``B``.
    :param title: as in "Chamber A".
    :param inci: the list, as one text; Latin script in every locale.
    """

    key: str
    title: str
    inci: str


@dataclass(frozen=True)
class PartyView:
    """Somebody who answers for the product.

    :param title: what they are.
    :param name: their name.
    :param lines: their postal address, the country last.
    :param email: or empty.
    :param website: or empty.
    :param phone: or empty.
    """

    title: str
    name: str
    lines: tuple[str, ...]
    email: str
    website: str
    phone: str


@dataclass(frozen=True)
class FaqView:
    """A question and its answer.

    :param question: plain text.
    :param answer: rich text, clean.
    """

    question: str
    answer: Markup


@dataclass(frozen=True)
class CartView:
    """How something gets into the cart.

    :param action: where the form posts to; empty where there is only a link.
    :param fields: hidden fields: name and value.
    :param quantity_name: the name of the quantity field; empty where it has none.
    :param link: the shop's page for it, where nothing is posted.
    """

    action: str
    fields: tuple[tuple[str, str], ...] = ()
    quantity_name: str = "quantity"
    link: str = ""


@dataclass(frozen=True)
class RoutineCartView:
    """The whole routine at once.

    :param cart: the form.
    :param items: the names of what goes in.
    :param total: the sum, written.
    """

    cart: CartView
    items: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class MessageView:
    """What the shop has to say about what the shopper just did.

    :param kind: ``success`` or ``problem``.
    :param text: a sentence.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Head:
    """What belongs into the document's head.

    :param title: for the window and for search results.
    :param description: for search results.
    :param canonical: the page's own address, whole.
    :param alternates: the same page in each locale, with ``x-default`` last.
    :param image: address of the main picture, whole, or empty.
    :param robots: as in ``noindex``, or empty.
    :param structured_data: JSON-LD, escaped for script.
    """

    title: str
    description: str
    canonical: str
    alternates: tuple[Link, ...]
    image: str
    robots: str
    structured_data: Markup


@dataclass(frozen=True)
class CardView:
    """A serum in the list.

    :param title: its name.
    :param product_type: what it is.
    :param summary: plain text.
    :param url: its page.
    :param picture: the main picture, if any.
    :param offer: of its first variant; ``None`` where the shop can't say.
    :param locale: the locale its copy is in.
    """

    title: str
    product_type: str
    summary: str
    url: str
    picture: Picture | None
    offer: OfferView | None
    locale: str
