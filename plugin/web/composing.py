"""Puts a page into words: from what was read to what templates print."""

from __future__ import annotations

import collections.abc as cabc
from decimal import Decimal

from ..core import ingredients
from ..core import locale as locales
from ..core.offer import Money
from ..core.offer import Offer
from ..core.page import Image
from ..core.page import Party
from ..core.page import Variant
from ..core.pairing import Slot
from ..core.regimen import Step
from ..core.regimen import TimeOfDay
from . import rich_text
from .addresses import Addresses
from .buying import cart_view
from .buying import routine_cart_view
from .catalogues import catalogue_for
from .context import PageContext
from .mount import Mount
from .notice_guard import notice_markup
from .printable import ChamberView
from .printable import FaqView
from .printable import Head
from .printable import Link
from .printable import MessageView
from .printable import OfferView
from .printable import PairView
from .printable import PartyView
from .printable import Picture
from .printable import RoutineView
from .printable import SlotView
from .printable import StepView
from .printable import VariantView
from .reading import PageData
from .reading import shop_query
from .structured_data import script_text
from .structured_data import structured_data
from .wording import Wording


class Composer:
    """Puts a mount's pages into words, inside a request.

    :param mount: the mount.
    :param locale: the locale of the request.
    """

    def __init__(self, mount: Mount, locale: str) -> None:
        self.mount = mount
        self.locale = locale
        self.words = catalogue_for(locale)
        self.wording = Wording(self.words)
        self.addresses = Addresses(mount)

    def page(self, data: PageData, *, messages: cabc.Sequence[MessageView] = ()) -> PageContext:
        """Compose a product page.

        :param data: the page.
        :param messages: what became of the shopper's last click.
        """
        page, facts, copy = data.page, data.facts, data.page.copy
        regimen = facts.regimen
        variants = tuple(self._variant(data, one) for one in facts.variants)
        return PageContext(
            locale=self.locale,
            direction=locales.direction(self.locale),
            copy_locale=page.locale,
            copy_direction=locales.direction(page.locale),
            fallback_text=self._fallback(data),
            brand=facts.brand,
            title=copy.title,
            product_type=copy.product_type,
            summary=copy.summary,
            what_it_is=rich_text.safe(copy.what_it_is),
            why_mixed=rich_text.safe(copy.why_mixed),
            about_nitric_oxide=rich_text.safe(copy.about_nitric_oxide),
            benefits=copy.benefits,
            topical_and_supplements=rich_text.safe(copy.topical_and_supplements),
            storage=copy.storage,
            opened=self.wording.opened(facts.pao_months),
            opened_months=facts.pao_months,
            extra_warnings=copy.extra_warnings,
            faq=tuple(FaqView(one.question, rich_text.safe(one.answer)) for one in copy.faq),
            gallery=tuple(self._picture(image, copy.alt_texts) for image in facts.images),
            variants=variants,
            variant=next(one for one in variants if one.selected),
            price_note=self.wording.price_note(tax_included=data.market.tax_included),
            shop_available=data.shelf.available,
            cart=cart_view(self.mount, self.addresses, data),
            routine_cart=routine_cart_view(self.mount, self.addresses, self.wording, data),
            cart_url=self.mount.shop.cart_url(shop_query(self.mount, self.locale)),
            routines=tuple(
                RoutineView(
                    time.value,
                    self.wording.time_of_day(time),
                    self._steps(regimen.at(time), copy.step_notes),
                )
                for time in TimeOfDay
                if regimen.at(time)
            ),
            frequency=self.wording.frequency(regimen),
            easing_in=self.wording.easing_in(regimen),
            slots=tuple(self._slot(slot) for slot in data.slots),
            chambers=tuple(
                ChamberView(
                    one.key,
                    self.words.t("Chamber %(key)s", key=one.key),
                    ", ".join(one.inci),
                )
                for one in facts.chambers
            ),
            parties=tuple(self._parties(data)),
            country_of_origin=(
                self.words.country(facts.country_of_origin) if facts.country_of_origin else ""
            ),
            languages=self._languages(data),
            list_url=self.addresses.listing(self.locale),
            safety_notice=notice_markup(data.notice),
            notice_id=data.notice.id,
            head=self._head(data, bool(messages)),
            messages=tuple(messages),
            nonce=self.nonce(),
        )

    def nonce(self) -> str:
        """Give the nonce of the host's content security policy, or nothing."""
        make = self.mount.hooks.csp_nonce
        return make() if make is not None else ""

    def offer(self, offer: Offer, content: ingredients.Content | None = None) -> OfferView:
        """Write price and stock.

        :param offer: what the shop says, in the market's currency.
        :param content: net content, for the price per 100 ml; ``None`` where it is not known.
        """
        market, t = self.mount.market, self.words.t
        reduced = offer.reduced and offer.compare_at is not None
        lowest = ""
        if reduced and market.shows_lowest_price and offer.lowest_30_days is not None:
            lowest = t(
                "Lowest price of the 30 days before the reduction: %(price)s",
                price=self._money(offer.lowest_30_days),
            )
        # Without the lowest price a reduction may not be announced where the law asks for it.
        announced = reduced and (bool(lowest) or not market.shows_lowest_price)
        unit = ""
        if market.shows_unit_price and content is not None and offer.price is not None:
            unit = t(
                "%(price)s / %(amount)s %(unit)s",
                price=self._money(ingredients.unit_price(offer.price, content)),
                amount=self.words.number(Decimal(100)),
                unit=self.words.p("unit", content.unit),
            )
        return OfferView(
            price=self._money(offer.price) if offer.price is not None else "",
            compare_at=self._money(offer.compare_at) if announced and offer.compare_at else "",
            lowest_30_days=lowest,
            unit_price=unit,
            availability=offer.availability.value,
            availability_text=self.wording.availability(offer.availability),
            sells=offer.sells,
        )

    def picture(self, image: Image, alt: str) -> Picture:
        """Give a picture with its alt text."""
        return Picture(image.url, image.width, image.height, "" if image.decorative else alt)

    def _money(self, money: Money) -> str:
        return self.words.money(money)

    def _fallback(self, data: PageData) -> str:
        if not data.page.fell_back:
            return ""
        language = self.words.language_name(data.page.locale)
        return self.words.t(
            "The description is not available in your language yet; it is shown in %(language)s.",
            language=language,
        )

    def _picture(self, image: Image, alts: cabc.Mapping[str, str]) -> Picture:
        return self.picture(image, alts.get(image.id, ""))

    def _variant(self, data: PageData, variant: Variant) -> VariantView:
        content = self.wording.content(variant.content)
        offer = data.offer(variant.sku)
        return VariantView(
            sku=variant.sku,
            name=data.page.copy.variant_names.get(variant.sku) or content,
            content=content,
            url=self.addresses.page(data.facts.slug, self.locale, query={"variant": variant.sku}),
            selected=variant.sku == data.variant.sku,
            gtin=variant.gtin,
            offer=self.offer(offer, variant.content) if offer is not None else None,
        )

    def _steps(
        self, steps: cabc.Sequence[Step], notes: cabc.Mapping[str, str]
    ) -> tuple[StepView, ...]:
        return tuple(
            StepView(
                id=step.id,
                number=number,
                kind=step.role.value if step.role else step.action.value,
                title=self.wording.step_title(step),
                sentence=self.wording.step(step),
                note=notes.get(step.id, ""),
            )
            for number, step in enumerate(steps, 1)
        )

    def _slot(self, slot: Slot) -> SlotView:
        return SlotView(
            role=slot.role.value,
            title=self.wording.role(slot.role),
            guidance=self.wording.guidance(slot.role),
            pairs=tuple(
                PairView(
                    sku=pair.offer.sku,
                    name=pair.offer.name or pair.offer.sku,
                    content=pair.offer.content,
                    why=self.wording.why(pair.why, slot.role),
                    url=pair.offer.url,
                    image=pair.offer.image,
                    offer=self.offer(pair.offer),
                )
                for pair in slot.pairs
            ),
        )

    def _parties(self, data: PageData) -> cabc.Iterator[PartyView]:
        facts, market, t = data.facts, data.market, self.words.t
        yield self._party(t("Manufacturer"), facts.manufacturer)
        for jurisdiction in market.needs_responsible_person:
            person = facts.responsible_persons.get(jurisdiction)
            if person is not None:
                title = t("Responsible person (%(place)s)", place=jurisdiction.value)
                yield self._party(title, person)
        if market.needs_adverse_event_contact and facts.adverse_event_contact is not None:
            yield self._party(t("Report a bad reaction to"), facts.adverse_event_contact)

    def _party(self, title: str, party: Party) -> PartyView:
        return PartyView(
            title=title,
            name=party.name,
            lines=(*party.address, self.words.country(party.country)),
            email=party.email,
            website=party.website,
            phone=party.phone,
        )

    def _languages(self, data: PageData) -> tuple[Link, ...]:
        return tuple(
            Link(
                catalogue_for(tag).own_name,
                self.addresses.page(data.facts.slug, tag),
                tag,
                tag == self.locale,
            )
            for tag in data.page.locales
        )

    def _head(self, data: PageData, passing: bool) -> Head:
        page, slug = data.page, data.facts.slug
        whole = {tag: self.addresses.page(slug, tag, whole=True) for tag in page.locales}
        default = whole.get(self.mount.market.default_locale)
        alternates = [Link("", url, tag) for tag, url in whole.items()]
        if default and len(whole) > 1:
            alternates.append(Link("", default, "x-default"))
        images = data.facts.images
        return Head(
            title=page.copy.seo_title or f"{page.copy.title} · {data.facts.brand}",
            description=page.copy.seo_description or page.copy.summary,
            canonical=whole[page.locale],
            alternates=tuple(alternates) if len(whole) > 1 else (),
            image=self.addresses.whole(images[0].url) if images else "",
            robots="noindex" if passing or page.fell_back else "",
            structured_data=script_text(structured_data(data, self.addresses, self.wording)),
        )
