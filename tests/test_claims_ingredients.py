"""The ingredient lists of both chambers, together."""

from __future__ import annotations

import pytest

from flask_serum.claims import check_ingredients

EUROPE = ("EU", "UK")


def _found(
    first: list[str], second: list[str] | None = None, *places: str
) -> set[tuple[str, str, str]]:
    found = check_ingredients(
        {"A": first, "B": second or ["Aqua"]}, jurisdictions=places or ("EU",)
    )
    return {(one.rule, one.jurisdiction, one.verdict) for one in found}


@pytest.mark.parametrize("place", EUROPE)
@pytest.mark.parametrize(
    "name",
    [
        "Potassium Nitrite", "POTASSIUM NITRITE*", "Kaliumnitrit", "Calcium nitrite", "E249",
        "Nitrous Acid", "Acide nitreux", "Isopentyl nitrite", "7758-09-0", "Mag­nesium Nitrite",
    ],
)  # fmt: skip
def test_nitrites_are_prohibited(name: str, place: str) -> None:
    """Every nitrite but sodium nitrite is prohibited in the EU and the UK, under any name."""
    assert ("nitrite", place, "block") in _found(["Aqua", name], None, place)


@pytest.mark.parametrize("place", EUROPE)
@pytest.mark.parametrize(
    "name",
    ["Sodium Nitrite", "sodium  nitrite (0.1%)", "E250", "E 250", "Natriumnitrit", "7632-00-0"],
)
def test_sodium_nitrite_is_for_rust_only(name: str, place: str) -> None:
    """Sodium nitrite is a rust inhibitor and nothing else in the EU and the UK."""
    assert _found(["Aqua", name], None, place) == {("sodium-nitrite", place, "block")}


def test_nitrite_in_the_us_is_a_warning() -> None:
    """The US has no list of prohibited nitrites, and asks for a safety assessment."""
    assert _found(["Sodium Nitrite"], None, "US") == {("nitrite", "US", "warn")}


@pytest.mark.parametrize("place", ["US", *EUROPE])
@pytest.mark.parametrize(
    "name",
    [
        "Triethanolamine", "TEA-Lauryl Sulfate", "Cocamide DEA", "Diethanolamine", "Trolamine",
        "Stearamidopropyl Dimethylamine", "Aminomethyl Propanol", "Tromethamine", "Morpholine",
    ],
)  # fmt: skip
def test_nitrite_meets_amine_in_the_palm(name: str, place: str) -> None:
    """Nitrite in one chamber and an amine in the other form nitrosamines when they are mixed."""
    (found,) = [
        one
        for one in check_ingredients(
            {"A": ["Aqua", "Sodium Nitrite"], "B": ["Aqua", name]}, jurisdictions=[place]
        )
        if one.rule == "nitrosamine"
    ]
    assert (found.verdict, found.chambers) == ("block", ("A", "B"))
    assert found.names == ("Sodium Nitrite", name)
    assert "palm" in found.reason


def test_nitrite_and_amine_in_one_chamber() -> None:
    """They are told in one chamber as well."""
    found = check_ingredients({"A": ["E250", "Triethanolamine"]}, jurisdictions=["US"])
    assert [one.chambers for one in found if one.rule == "nitrosamine"] == [("A",)]


@pytest.mark.parametrize(
    "names",
    [
        ["Aqua", "Glycerin", "Arginine", "Phenoxyethanol", "Sodium Hyaluronate"],
        ["Camellia Sinensis (Green Tea) Leaf Extract", "Tea-Tree Leaf Oil", "Betaine"],
        ["Beta Vulgaris Root Extract", "Sodium Nitrate", "Ascorbic Acid", "Lactic Acid"],
    ],
)
@pytest.mark.parametrize("place", ["US", *EUROPE])
def test_harmless_lists_have_nothing(names: list[str], place: str) -> None:
    """Nitrates, amino acids and tea are neither nitrites nor amines of that kind."""
    assert _found([*names], ["Triethanolamine"], place) == set()


@pytest.mark.parametrize("name", ["Retinol", "Retinyl Palmitate", "RETINYL ACETATE"])
def test_retinoids_need_the_statement(name: str) -> None:
    """Vitamin A needs its statement on page and label in the EU."""
    found = check_ingredients({"A": [name]}, jurisdictions=["EU"])
    assert [one.rule for one in found] == ["retinoid-statement"]
    assert "Contains Vitamin A" in found[0].reason
    assert "2024/996" in found[0].source


def test_fragrance_allergens_are_named() -> None:
    """Allergens on the list are told together; perfume without any is told too."""
    found = check_ingredients({"A": ["Parfum", "Linalool"], "B": ["Citral"]}, jurisdictions=["EU"])
    assert [(one.rule, one.names) for one in found] == [
        ("fragrance-allergens", ("Linalool", "Citral"))
    ]
    assert _found(["Parfum"]) == {("fragrance-unnamed", "EU", "warn")}
    assert _found(["Parfum"], None, "US") == set()


def test_unknown_jurisdiction_is_refused() -> None:
    """A jurisdiction without rules is an error."""
    with pytest.raises(ValueError, match="no rules for jurisdiction 'JP'"):
        check_ingredients({"A": []}, jurisdictions=["JP"])
