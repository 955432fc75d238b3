"""Ingredient lists, net content, and the price per 100 ml."""

from __future__ import annotations

from decimal import Decimal

import pytest
from factories import a_money
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st

from flask_serum.core.errors import Problem
from flask_serum.core.ingredients import Chamber
from flask_serum.core.ingredients import check_chambers
from flask_serum.core.ingredients import Content
from flask_serum.core.ingredients import split_inci
from flask_serum.core.ingredients import unit_price


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (" , ;\n", ()),
        ("Aqua", ("Aqua",)),
        ("Aqua, Glycerin", ("Aqua", "Glycerin")),
        ("Ingredients: Aqua, Glycerin.", ("Aqua", "Glycerin")),
        ("INGREDIENTS :\nAqua\nGlycerin", ("Aqua", "Glycerin")),
        ("Aqua; Glycerin • Arginine", ("Aqua", "Glycerin", "Arginine")),
        ("Aqua,Glycerin,", ("Aqua", "Glycerin")),
        ("1,2-Hexanediol, Aqua", ("1,2-Hexanediol", "Aqua")),
        ("Aqua, 1,2-Hexanediol", ("Aqua", "1,2-Hexanediol")),
        ("Aqua (Water, Eau), Glycerin", ("Aqua (Water, Eau)", "Glycerin")),
        ("Aqua [+/- CI 77491, CI 77492], Mica", ("Aqua [+/- CI 77491, CI 77492]", "Mica")),
        ("Parfum*, Limonene**", ("Parfum", "Limonene")),
        ("Beta  Vulgaris\tRoot Extract , Aqua", ("Beta Vulgaris Root Extract", "Aqua")),
        ("Aqua), Glycerin", ("Aqua)", "Glycerin")),
        ("Butylene Glycol, CI 42090, Aqua", ("Butylene Glycol", "CI 42090", "Aqua")),
    ],
)
def test_split_inci(text: str, names: tuple[str, ...]) -> None:
    """A list is read as it stands on a pack; commas in brackets and numbers part nothing."""
    assert split_inci(text) == names


def test_a_bracket_that_is_not_closed() -> None:
    """A bracket that is never closed spoils its own line alone."""
    assert split_inci("Aqua (Water\nGlycerin, Arginine") == ("Aqua (Water", "Glycerin", "Arginine")


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Any text gives names that are tidy; nothing is an error."""
    for name in split_inci(text):
        assert name
        assert name == " ".join(name.split())
        assert "\n" not in name


WORDS = st.from_regex(r"[A-Z][a-z]{1,8}(-[0-9]{1,3})?|PEG-[0-9]{1,2}|CI [0-9]{5}", fullmatch=True)
NAMES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "1,2-", "2,4,6-"]),
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["", " (Water)", " (Water, Eau)", " [nano]", " (A, (B, C))"]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names=st.lists(NAMES, max_size=12), parted_by=st.sampled_from([", ", "; ", " • ", "\n"]))
def test_joined_names_come_apart(names: list[str], parted_by: str) -> None:
    """Names that are joined come apart again as they were."""
    assert split_inci(parted_by.join(names)) == tuple(names)


@pytest.mark.parametrize(
    ("amount", "unit", "chambers", "price", "expected"),
    [
        ("15", "ml", 2, "72.00", "240.00"),
        ("15", "ml", 1, "72.00", "480.00"),
        ("100", "ml", 1, "72.00", "72.00"),
        ("50", "g", 1, "24.90", "49.80"),
        ("7", "ml", 1, "10.00", "142.86"),
        ("0.5", "ml", 1, "1.00", "200.00"),
    ],
)
def test_unit_price(amount: str, unit: str, chambers: int, price: str, expected: str) -> None:
    """The price per 100 ml or 100 g counts what is in all chambers together."""
    content = Content(Decimal(amount), unit, chambers)
    assert str(unit_price(a_money(price), content).amount) == expected


@pytest.mark.parametrize(
    ("currency", "price", "expected"), [("JPY", "9800", "32667"), ("KWD", "22.125", "73.750")]
)
def test_unit_price_in_other_currencies(currency: str, price: str, expected: str) -> None:
    """The price per 100 ml has the decimals of its currency."""
    money = unit_price(a_money(price, currency), Content(Decimal(15), "ml"))
    assert (str(money.amount), money.currency) == (expected, currency)


def test_total_content() -> None:
    """Net content counts every chamber."""
    assert Content(Decimal("15"), "ml").total == 30


A, B = Chamber("A", ("Aqua", "Glycerin")), Chamber("B", ("Aqua", "Ascorbic Acid"))


@pytest.mark.parametrize("chambers", [(A,), (A, B)])
def test_chambers_that_are_well(chambers: tuple[Chamber, ...]) -> None:
    """A serum has one or two chambers, and water may be in both."""
    assert check_chambers(chambers) == []


@pytest.mark.parametrize(
    ("chambers", "problems"),
    [
        ((), [Problem("", "A serum has one or two chambers.")]),
        (
            (A, B, Chamber("C", ("Aqua",))),
            [
                Problem("[2].key", "'C' must be 'A' or 'B'."),
                Problem("", "A serum has one or two chambers."),
            ],
        ),
        ((A, A), [Problem("[1].key", "Chamber 'A' stands twice.")]),
        ((A, Chamber("B", ())), [Problem("[1].inci", "Chamber 'B' needs its INCI list.")]),
        (
            (Chamber("A", ("Aqua", "Glycerin", "AQUA")),),
            [Problem("[0].inci", "'aqua' stands twice in the list.")],
        ),
    ],
)
def test_chambers_that_are_not(chambers: tuple[Chamber, ...], problems: list[Problem]) -> None:
    """Each thing that is wrong with the chambers is told with its path."""
    assert check_chambers(chambers) == problems
