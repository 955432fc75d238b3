"""The page record: facts that hold in every locale, and copy in each.

Rich text is a small, clean subset of HTML; it is cleaned before it gets here.
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from dataclasses import dataclass
from dataclasses import field

from . import ingredients
from . import regimen as regimens
from .errors import Problem
from .ingredients import Chamber
from .ingredients import Content
from .offer import Role
from .regimen import Regimen

FACTS = "facts"
"""The name of the part that holds the facts; the other parts are named by their locale."""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# First path segments that are routes of their own, so that no page can take them.
RESERVED_SLUGS = frozenset({"api", "cart", "editor", "preview", "static", "sitemap", "sitemap-xml"})


@dataclass(frozen=True)
class Variant:
    """A size that is sold.

    :param sku: joins the page to the shop's variant.
    :param content: net content.
    :param gtin: barcode number of 8, 12, 13 or 14 digits; ``""`` for none.
    """

    sku: str
    content: Content
    gtin: str = ""


@dataclass(frozen=True)
class Image:
    """A picture of the product.

    :param id: names it in each locale's alt texts.
    :param url: absolute, or from the site's root.
    :param width: pixels.
    :param height: pixels.
    :param decorative: whether it tells a reader nothing, and so needs no alt text.
    """

    id: str
    url: str
    width: int
    height: int
    decorative: bool = False


@dataclass(frozen=True)
class Party:
    """Somebody who answers for the product.

    :param name: registered name or trade name.
    :param address: postal address, a line each.
    :param country: ISO 3166-1 alpha-2.
    :param email: electronic address; this or `website` is one.
    :param website: electronic address.
    :param phone: with country code.
    """

    name: str
    address: tuple[str, ...]
    country: str
    email: str = ""
    website: str = ""
    phone: str = ""

    @property
    def electronic(self) -> bool:
        """Whether there is an electronic address."""
        return bool(self.email or self.website)


@dataclass(frozen=True)
class Facts:
    """What holds in every locale.

    :param slug: the page's name in its URL.
    :param markets: codes of the markets it is sold in.
    :param brand: as on the pack.
    :param variants: what is sold, the main one first.
    :param chambers: what is in it.
    :param regimen: how it is used.
    :param pao_months: period after opening, in months.
    :param images: the main one first.
    :param manufacturer: who makes it.
    :param responsible_persons: by jurisdiction.
    :param adverse_event_contact: where a US consumer reports an adverse event.
    :param country_of_origin: ISO 3166-1 alpha-2, or ``""``.
    :param companions: SKUs pinned by the merchant, by role, in order.
    """

    slug: str
    markets: tuple[str, ...]
    brand: str
    variants: tuple[Variant, ...]
    chambers: tuple[Chamber, ...]
    regimen: Regimen
    pao_months: int
    manufacturer: Party
    images: tuple[Image, ...] = ()
    responsible_persons: cabc.Mapping[str, Party] = field(default_factory=dict)
    adverse_event_contact: Party | None = None
    country_of_origin: str = ""
    companions: cabc.Mapping[Role, tuple[str, ...]] = field(default_factory=dict)

    def variant(self, sku: str) -> Variant | None:
        """Give the variant with a SKU, or ``None``."""
        return next((one for one in self.variants if one.sku == sku), None)

    @property
    def skus(self) -> tuple[str, ...]:
        """Every SKU that the page names: its variants, then what is pinned."""
        pinned = (sku for role in Role.companions() for sku in self.companions.get(role, ()))
        return tuple(dict.fromkeys((*(one.sku for one in self.variants), *pinned)))


@dataclass(frozen=True)
class Faq:
    """A question and its answer.

    :param question: plain text.
    :param answer: rich text.
    """

    question: str
    answer: str


@dataclass(frozen=True)
class Copy:
    """What the page says in one locale.

    :param title: the product's name.
    :param product_type: what it is, in a few words, as in "Two-gel face serum".
    :param summary: plain text, one or two sentences.
    :param what_it_is: rich text.
    :param why_mixed: rich text; why the gels meet just before use.
    :param about_nitric_oxide: rich text.
    :param benefits: plain text, a line each.
    :param topical_and_supplements: rich text; topical use against supplements.
    :param storage: plain text; how to keep it, and where the batch number is.
    :param extra_warnings: plain text, added under the safety notice.
    :param faq: questions and answers.
    :param seo_title: for search results; the title where empty.
    :param seo_description: for search results; the summary where empty.
    :param alt_texts: by image id.
    :param variant_names: by SKU, as in "Travel size".
    :param step_notes: plain text by step id, shown under the step's sentence.
    """

    title: str
    product_type: str
    summary: str
    what_it_is: str
    why_mixed: str = ""
    about_nitric_oxide: str = ""
    benefits: tuple[str, ...] = ()
    topical_and_supplements: str = ""
    storage: str = ""
    extra_warnings: tuple[str, ...] = ()
    faq: tuple[Faq, ...] = ()
    seo_title: str = ""
    seo_description: str = ""
    alt_texts: cabc.Mapping[str, str] = field(default_factory=dict)
    variant_names: cabc.Mapping[str, str] = field(default_factory=dict)
    step_notes: cabc.Mapping[str, str] = field(default_factory=dict)


Part: t.TypeAlias = Facts | Copy


@dataclass(frozen=True)
class Record:
    """A whole page: its facts, and its copy in each locale.

    :param facts: what holds in every locale.
    :param copy: by locale.
    """

    facts: Facts
    copy: cabc.Mapping[str, Copy]


def check_facts(facts: Facts) -> list[Problem]:
    """Find what is wrong with the facts as a whole.

    :return: problems with paths that start at the facts, as in ``regimen.steps[1].amounts``.
    """
    problems = []
    if not SLUG.fullmatch(facts.slug):
        problems.append(
            Problem("slug", "Use lower-case letters, digits and single hyphens: 'meridian-duo'.")
        )
    elif facts.slug in RESERVED_SLUGS or re.fullmatch(r"[a-z]{2,3}", facts.slug):
        problems.append(Problem("slug", f"{facts.slug!r} is taken by a route; choose another."))
    if not facts.markets:
        problems.append(Problem("markets", "Name at least one market."))
    if not facts.variants:
        problems.append(Problem("variants", "Name at least one variant."))
    problems += _twice("variants", "sku", [one.sku for one in facts.variants])
    problems += _twice("images", "id", [one.id for one in facts.images])
    for at, variant in enumerate(facts.variants):
        if variant.gtin and not gtin_is_valid(variant.gtin):
            problems.append(Problem(f"variants[{at}].gtin", "That GTIN's check digit is wrong."))
        if variant.content.total <= 0 or variant.content.unit not in ingredients.UNITS:
            problems.append(Problem(f"variants[{at}].content", "Give the net content in ml or g."))
    problems += [one.under("chambers") for one in ingredients.check_chambers(facts.chambers)]
    keys = [chamber.key for chamber in facts.chambers]
    problems += [one.under("regimen") for one in regimens.check_regimen(facts.regimen, keys)]
    if not 1 <= facts.pao_months <= 36:
        problems.append(Problem("pao_months", "The period after opening is 1 to 36 months."))
    own = {one.sku for one in facts.variants}
    for role, skus in facts.companions.items():
        problems += _twice(f"companions.{role}", "", list(skus))
        for at, sku in enumerate(skus):
            if sku in own:
                problems.append(
                    Problem(f"companions.{role}[{at}]", "The serum can't be its own companion.")
                )
        if role not in Role.companions():
            problems.append(Problem(f"companions.{role}", "Pin moisturizers and sunscreens."))
    return problems


def check_copy(copy: Copy, facts: Facts) -> list[Problem]:
    """Find what in a locale's copy names something that the facts do not have.

    :return: problems with paths that start at the copy, as in ``alt_texts.front``.
    """
    known = {
        "alt_texts": (copy.alt_texts, {one.id for one in facts.images}, "picture"),
        "variant_names": (copy.variant_names, {one.sku for one in facts.variants}, "variant"),
        "step_notes": (copy.step_notes, {one.id for one in facts.regimen.steps}, "step"),
    }
    return [
        Problem(f"{name}.{key}", f"The facts have no {what} {key!r}.")
        for name, (given, there, what) in known.items()
        for key in given
        if key not in there
    ]


def gtin_is_valid(gtin: str) -> bool:
    """Tell whether a GTIN has 8, 12, 13 or 14 digits and the right check digit.

    :param gtin: digits alone (GS1 General Specifications, section 7.9).
    """
    if not (gtin.isascii() and gtin.isdigit() and len(gtin) in (8, 12, 13, 14)):
        return False
    weighted = sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(reversed(gtin)))
    return weighted % 10 == 0


def _twice(path: str, name: str, values: cabc.Sequence[str]) -> list[Problem]:
    return [
        Problem(f"{path}[{at}]{'.' + name if name else ''}", f"{value!r} stands twice.")
        for at, value in enumerate(values)
        if values.index(value) != at
    ]
