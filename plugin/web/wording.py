"""The sentences that are made from data: steps, offers, contents, periods.

Everything a shopper reads of them, on the page, in JSON, in JSON-LD and in print, comes from here.
"""

from __future__ import annotations

import collections.abc as cabc
from decimal import Decimal

from ..core.ingredients import Content
from ..core.offer import Availability
from ..core.offer import LineStatus
from ..core.offer import Role
from ..core.pairing import Why
from ..core.regimen import Action
from ..core.regimen import Area
from ..core.regimen import Duration
from ..core.regimen import Measure
from ..core.regimen import Regimen
from ..core.regimen import Step
from ..core.regimen import TimeOfDay
from .catalogues import Catalogue


class Wording:
    """Makes sentences in one locale.

    :param words: the locale's catalogue.
    """

    def __init__(self, words: Catalogue) -> None:
        self.words = words

    def step_title(self, step: Step) -> str:
        """Name a step in a word or two."""
        t = self.words.t
        if step.role is not None:
            return self.role(step.role)
        return {
            Action.CLEANSE: t("Clean skin"),
            Action.DISPENSE: t("Two gels"),
            Action.MIX: t("Mix"),
            Action.APPLY: t("Apply"),
            Action.WAIT: t("Wait"),
            Action.LAYER: t("Layer"),
        }[step.action]

    def step(self, step: Step) -> str:
        """Say what to do in a step."""
        t = self.words.t
        if step.action is Action.DISPENSE:
            return self._dispense(step)
        if step.action is Action.MIX:
            if step.duration is None:
                return t("Mix the gels in your palm with a fingertip until they are one.")
            return t(
                "Mix the gels in your palm with a fingertip for %(duration)s.",
                duration=self.duration(step.duration),
            )
        if step.action is Action.APPLY:
            areas = self.words.listing([self.area(area) for area in step.areas])
            return t("Spread it at once over %(areas)s.", areas=areas)
        if step.action is Action.WAIT and step.duration is not None:
            return t(
                "Wait %(duration)s before the next layer.", duration=self.duration(step.duration)
            )
        if step.role is Role.SUNSCREEN:
            return t("Finish with a broad-spectrum sunscreen of SPF 30 or higher.")
        if step.role is Role.MOISTURIZER:
            return t("Smooth a moisturizer over it.")
        return t("Start with clean skin: wash, then pat dry.")

    def _dispense(self, step: Step) -> str:
        n, amount = self.words.n, step.amounts[0]
        count = int(amount.quantity)
        written = self.words.number(amount.quantity)
        if len(step.amounts) == 1:
            return {
                Measure.PRESS: n(
                    "Put %(count)s press of serum into your palm.",
                    "Put %(count)s presses of serum into your palm.",
                    count,
                ),
                Measure.DROP: n(
                    "Put %(count)s drop of serum into your palm.",
                    "Put %(count)s drops of serum into your palm.",
                    count,
                ),
                Measure.MILLILITRE: self.words.t(
                    "Put %(amount)s ml of serum into your palm.", amount=written
                ),
            }[amount.measure]
        return {
            Measure.PRESS: n(
                "Put an equal amount from each chamber into your palm: %(count)s press of each.",
                "Put an equal amount from each chamber into your palm: %(count)s presses of each.",
                count,
            ),
            Measure.DROP: n(
                "Put an equal amount from each chamber into your palm: %(count)s drop of each.",
                "Put an equal amount from each chamber into your palm: %(count)s drops of each.",
                count,
            ),
            Measure.MILLILITRE: self.words.t(
                "Put an equal amount from each chamber into your palm: %(amount)s ml of each.",
                amount=written,
            ),
        }[amount.measure]

    def duration(self, duration: Duration) -> str:
        """Write a duration: whole minutes where both ends are, seconds otherwise."""
        n, low, high = self.words.n, duration.minimum, duration.maximum
        minutes = low % 60 == 0 and high % 60 == 0
        if minutes:
            low, high = low // 60, high // 60
        if low == high:
            if minutes:
                return n("%(count)s minute", "%(count)s minutes", high)
            return n("%(count)s second", "%(count)s seconds", high)
        written = self.words.number(Decimal(low))
        if minutes:
            return n(
                "%(low)s to %(count)s minute", "%(low)s to %(count)s minutes", high, low=written
            )
        return n("%(low)s to %(count)s second", "%(low)s to %(count)s seconds", high, low=written)

    def area(self, area: Area) -> str:
        """Name a part of the body, as it stands after "over"."""
        p = self.words.p
        return {
            Area.FACE: p("spread it over", "your face"),
            Area.NECK: p("spread it over", "your neck"),
            Area.DECOLLETE: p("spread it over", "your décolleté"),
        }[area]

    def time_of_day(self, time: TimeOfDay) -> str:
        """Name a time of day."""
        t = self.words.t
        return t("Morning") if time is TimeOfDay.MORNING else t("Evening")

    def frequency(self, regimen: Regimen) -> str:
        """Say how often the serum is used."""
        t, times = self.words.t, regimen.times
        if len(times) == 2:
            return t("Use it in the morning and in the evening.")
        if times == (TimeOfDay.MORNING,):
            return t("Use it in the morning.")
        return t("Use it in the evening.")

    def easing_in(self, regimen: Regimen) -> str:
        """Say how a new user begins; nothing where the routine does not ask for it."""
        if not regimen.ease_in_weeks or len(regimen.times) < 2:
            return ""
        return self.words.n(
            "New to it? Keep to once a day for the first week.",
            "New to it? Keep to once a day for the first %(count)s weeks.",
            regimen.ease_in_weeks,
        )

    def role(self, role: Role) -> str:
        """Name a role."""
        t = self.words.t
        return {
            Role.SERUM: t("Serum"),
            Role.MOISTURIZER: t("Moisturizer"),
            Role.SUNSCREEN: t("Sunscreen"),
        }[role]

    def why(self, why: Why, role: Role) -> str:
        """Say why a companion is shown."""
        t = self.words.t
        if why is Why.PINNED:
            return {
                Role.MOISTURIZER: t("Chosen by us to go over this serum"),
                Role.SUNSCREEN: t("Chosen by us to finish the morning"),
            }.get(role, "")
        return {
            Role.MOISTURIZER: t("A moisturizer from our shop to go over the serum"),
            Role.SUNSCREEN: t("A sunscreen from our shop to finish the morning"),
        }.get(role, "")

    def guidance(self, role: Role) -> str:
        """Say where a companion goes in the routine; stays when there is none to sell."""
        t = self.words.t
        if role is Role.SUNSCREEN:
            return t("In the morning, last: a broad-spectrum sunscreen of SPF 30 or higher.")
        return t("After the wait, morning and evening: a moisturizer.")

    def availability(self, availability: Availability) -> str:
        """Say whether something can be had."""
        t = self.words.t
        return {
            Availability.IN_STOCK: t("In stock"),
            Availability.LOW_STOCK: t("Only a few left"),
            Availability.BACK_ORDER: t("On back order"),
            Availability.PRE_ORDER: t("Pre-order"),
            Availability.OUT_OF_STOCK: t("Out of stock"),
            Availability.DISCONTINUED: t("No longer made"),
            Availability.UNKNOWN: t("Ask the shop whether it is in stock"),
        }[availability]

    def price_note(self, *, tax_included: bool) -> str:
        """Say what comes on top of a price.

        :param tax_included: whether the price includes tax.
        """
        t = self.words.t
        return t("Including VAT, plus shipping") if tax_included else t("Plus tax and shipping")

    def content(self, content: Content) -> str:
        """Write net content, as in "2 × 15 ml"."""
        amount = self.words.number(content.amount)
        unit = self.words.p("unit", "ml") if content.unit == "ml" else self.words.p("unit", "g")
        if content.chambers == 1:
            return f"{amount}\u00a0{unit}"
        return f"{content.chambers}\u00a0×\u00a0{amount}\u00a0{unit}"

    def opened(self, months: int) -> str:
        """Say how long a product keeps once it is open."""
        return self.words.n(
            "Use within %(count)s month of opening.",
            "Use within %(count)s months of opening.",
            months,
        )

    def line_result(self, status: LineStatus, name: str, added: int) -> str:
        """Say what became of a line that was put into the cart."""
        t = self.words.t
        if status is LineStatus.PARTLY_ADDED:
            return self.words.n(
                "%(name)s: only %(count)s was left; it is in your cart.",
                "%(name)s: only %(count)s were left; they are in your cart.",
                added,
                name=name,
            )
        return {
            LineStatus.ADDED: t("%(name)s is in your cart.", name=name),
            LineStatus.OUT_OF_STOCK: t("%(name)s is out of stock.", name=name),
            LineStatus.UNKNOWN_PRODUCT: t("%(name)s is not sold here.", name=name),
            LineStatus.NOT_FOR_SALE: t("%(name)s is not for sale at the moment.", name=name),
            LineStatus.FAILED: t("%(name)s could not be added. Please try again.", name=name),
        }[status]

    def listing(self, items: cabc.Sequence[str]) -> str:
        """Write a list with the locale's "and"."""
        return self.words.listing(items)
