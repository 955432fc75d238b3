"""Markets: where a mount sells, and what the law there asks a page to show."""

from __future__ import annotations

import enum
import re
import zoneinfo
from dataclasses import dataclass
from functools import cached_property

from . import locale as locales
from .errors import ConfigInvalid


class Jurisdiction(enum.StrEnum):
    """A body of law that an offer falls under."""

    US = "US"
    EU = "EU"
    UK = "UK"


@dataclass(frozen=True)
class Market:
    """One place a shop sells in; one mount of the plugin serves one market.

    :param code: short name, used in page documents (``markets``) and in the CLI; letters, digits
        and hyphens, as in ``eu``.
    :param jurisdictions: the laws the offer falls under: any of ``"US"``, ``"EU"``, ``"UK"``.
    :param currency: ISO 4217 code of the prices shown.
    :param locales: BCP 47 tags, the default one first.
    :param channel: what the shop calls this market (Saleor and Vendure: channel, Medusa: region);
        ``""`` where it has only one.
    :param time_zone: IANA name; merchants schedule in it.
    :param name: what people call the market; the code where none is given.
    :param prices_include_tax: whether the prices shown are what a shopper pays before shipping;
        ``None`` takes what is law or custom: yes in the EU and the UK, no in the US.
    :raises ConfigInvalid: if an argument can't be used.
    """

    code: str
    jurisdictions: tuple[str, ...]
    currency: str
    locales: tuple[str, ...]
    channel: str = ""
    time_zone: str = "UTC"
    name: str = ""
    prices_include_tax: bool | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.code):
            raise ConfigInvalid(
                "market.code", f"{self.code!r} must be lower-case letters and digits, as in 'eu'."
            )
        wrong = [one for one in self.jurisdictions if one not in list(Jurisdiction)]
        if isinstance(self.jurisdictions, str) or wrong or not self.jurisdictions:
            raise ConfigInvalid(
                "market.jurisdictions",
                f"{self.jurisdictions!r} must be a tuple of 'US', 'EU' and 'UK', at least one.",
            )
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ConfigInvalid(
                "market.currency", f"{self.currency!r} must be an ISO 4217 code, as in 'EUR'."
            )
        if isinstance(self.locales, str) or not self.locales:
            raise ConfigInvalid(
                "market.locales", f"{self.locales!r} must be a tuple of locales, the default first."
            )
        try:
            tags = tuple(dict.fromkeys(locales.normalise(tag) for tag in self.locales))
        except ValueError as error:
            raise ConfigInvalid("market.locales", str(error)) from error
        object.__setattr__(self, "locales", tags)
        object.__setattr__(
            self, "jurisdictions", tuple(Jurisdiction(one) for one in self.jurisdictions)
        )
        try:
            zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
            raise ConfigInvalid(
                "market.time_zone", f"{self.time_zone!r} is no IANA zone, as in 'Europe/Berlin'."
            ) from error

    @property
    def default_locale(self) -> str:
        """The locale whose pages have no locale in their URL."""
        return self.locales[0]

    @property
    def title(self) -> str:
        """What people call the market."""
        return self.name or self.code

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The market's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def tax_included(self) -> bool:
        """Whether prices include tax.

        A selling price in the EU does: Directive 98/6/EC, Article 2(a).
        """
        if self.prices_include_tax is not None:
            return self.prices_include_tax
        return self.jurisdictions != (Jurisdiction.US,)

    @property
    def shows_unit_price(self) -> bool:
        """Whether a price per 100 ml stands beside the price.

        Directive 98/6/EC, Article 3; in the UK the Price Marking Order 2004.
        """
        return Jurisdiction.EU in self.jurisdictions or Jurisdiction.UK in self.jurisdictions

    @property
    def shows_lowest_price(self) -> bool:
        """Whether a reduction shows the lowest price of the 30 days before it.

        Directive 98/6/EC, Article 6a.
        """
        return Jurisdiction.EU in self.jurisdictions

    @property
    def needs_manufacturer_contact(self) -> bool:
        """Whether the offer names the manufacturer with postal and electronic address.

        Regulation (EU) 2023/988 (GPSR), Article 19(a).
        """
        return Jurisdiction.EU in self.jurisdictions

    @property
    def needs_responsible_person(self) -> tuple[Jurisdiction, ...]:
        """The jurisdictions whose responsible person the page names.

        Regulation (EC) 1223/2009, Articles 4 and 19(1)(a), and as retained in the UK.
        """
        wanted = (Jurisdiction.EU, Jurisdiction.UK)
        return tuple(one for one in wanted if one in self.jurisdictions)

    @property
    def needs_adverse_event_contact(self) -> bool:
        """Whether the page tells where to report an adverse event.

        US FD&C Act, section 609(a), as added by MoCRA.
        """
        return Jurisdiction.US in self.jurisdictions
