"""The optional register of EU annexes: advice, and absent without a fuss."""

from __future__ import annotations

import collections.abc as cabc
import sys
import typing as t

import pytest

from flask_serum.claims.inci_register import annex_advice
from flask_serum.claims.inci_register import installed
from flask_serum.claims.inci_register import OnTheList


class FakeRegister:
    """Knows one name."""

    date = "2026-08-28"

    def look_up(self, names: t.Sequence[str]) -> t.Iterator[tuple[str, str, str, str]]:
        """Speak to retinol only."""
        for name in names:
            if name.lower() == "retinol":
                yield name, "III", "376", "Contains Vitamin A."


@pytest.fixture(name="without_package")
def _without_package(monkeypatch: pytest.MonkeyPatch) -> cabc.Iterator[None]:
    monkeypatch.setitem(sys.modules, "on_the_list", None)
    monkeypatch.setitem(sys.modules, "on_the_list.analyse", None)
    installed.cache_clear()
    yield
    installed.cache_clear()


def test_advice_names_chamber_and_entry() -> None:
    """Each chamber is looked up by itself, and the advice carries its date and its limits."""
    advice = annex_advice(
        {"A": ["Aqua"], "B": ["Retinol"], "C": []}, jurisdictions=["EU"], register=FakeRegister()
    )
    assert advice is not None
    assert [(one.chamber, one.name, one.annex, one.reference) for one in advice.notes] == [
        ("B", "Retinol", "III", "376")
    ]
    assert advice.register_date == "2026-08-28"
    assert advice.disclaimer.startswith("Advice only")


def test_no_advice_outside_europe() -> None:
    """The annexes are no law in the US."""
    assert annex_advice({"A": ["Retinol"]}, jurisdictions=["US"], register=FakeRegister()) is None


@pytest.mark.usefixtures("without_package")
def test_no_advice_without_the_package() -> None:
    """Without the extra there is no advice and no error."""
    assert annex_advice({"A": ["Retinol"]}, jurisdictions=["EU"]) is None


def test_package_is_read() -> None:
    """The real package answers through the adapter."""
    advice = annex_advice(
        {"A": ["Aqua", "Sodium Nitrite"]}, jurisdictions=["UK"], register=OnTheList()
    )
    assert advice is not None
    assert ("Sodium Nitrite", "III", "17") in {
        (one.name, one.annex, one.reference) for one in advice.notes
    }
    assert advice.register_date >= "2026-01-01"
