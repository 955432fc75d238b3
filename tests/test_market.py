"""Markets: where a mount sells, and what the law there asks for."""

from __future__ import annotations

import typing as t
import zoneinfo

import pytest

from flask_serum.core.errors import ConfigInvalid
from flask_serum.core.market import Jurisdiction
from flask_serum.core.market import Market


def a_market(**fields: t.Any) -> Market:
    """Make a market in the EU."""
    given = {"code": "eu", "jurisdictions": ("EU",), "currency": "EUR", "locales": ("en", "de")}
    return Market(**{**given, **fields})


def test_a_market() -> None:
    """A market writes its locales as they are written, each once, the default first."""
    market = a_market(locales=("de_at", "en", "de-AT"), time_zone="Europe/Berlin")
    assert market.locales == ("de-AT", "en")
    assert market.default_locale == "de-AT"
    assert market.zone == zoneinfo.ZoneInfo("Europe/Berlin")
    assert market.jurisdictions == (Jurisdiction.EU,)
    assert (market.title, a_market(name="Europe").title) == ("eu", "Europe")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("code", "EU", "lower-case"),
        ("code", "", "lower-case"),
        ("code", "eu_1", "lower-case"),
        ("code", "eu\n", "lower-case"),
        ("jurisdictions", (), "at least one"),
        ("jurisdictions", "EU", "a tuple of"),
        ("jurisdictions", ("EU", "CH"), "a tuple of"),
        ("currency", "eur", "ISO 4217"),
        ("currency", "EURO", "ISO 4217"),
        ("currency", "EUR\n", "ISO 4217"),
        ("locales", (), "the default first"),
        ("locales", "en", "the default first"),
        ("locales", ("en", "english"), "'english' is no locale"),
        ("time_zone", "Berlin", "IANA"),
        ("time_zone", "", "IANA"),
        ("time_zone", "../etc", "IANA"),
    ],
)
def test_what_a_market_refuses(field: str, value: object, told: str) -> None:
    """An argument that can't be used is refused by its name, with what to write instead."""
    with pytest.raises(ConfigInvalid, match=told) as caught:
        a_market(**{field: value})
    assert caught.value.key == f"market.{field}"


@pytest.mark.parametrize(
    ("jurisdictions", "unit_price", "lowest_price", "manufacturer", "persons", "adverse"),
    [
        (("EU",), True, True, True, ("EU",), False),
        (("UK",), True, False, False, ("UK",), False),
        (("US",), False, False, False, (), True),
        (("EU", "UK"), True, True, True, ("EU", "UK"), False),
        (("US", "UK", "EU"), True, True, True, ("EU", "UK"), True),
    ],
)
def test_what_the_law_asks_for(
    jurisdictions: tuple[str, ...],
    unit_price: bool,
    lowest_price: bool,
    manufacturer: bool,
    persons: tuple[str, ...],
    adverse: bool,
) -> None:
    """Each jurisdiction asks for its own, and a market in several for all of it."""
    market = a_market(jurisdictions=jurisdictions)
    assert market.shows_unit_price is unit_price
    assert market.shows_lowest_price is lowest_price
    assert market.needs_manufacturer_contact is manufacturer
    assert market.needs_responsible_person == persons
    assert market.needs_adverse_event_contact is adverse
