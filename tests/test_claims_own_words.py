"""What the package itself says: the notice, its catalogues, the demo's copy and the README."""

from __future__ import annotations

import json
import re
import typing as t
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import flask_serum
from flask_serum.claims import check
from flask_serum.claims import Finding
from flask_serum.claims.findings import NOT_CHECKED
from flask_serum.core.notice import locales
from flask_serum.core.notice import notice_for

PLACES = ("US", "EU", "UK")
PACKAGE = Path(flask_serum.__file__).parent
DEMO = sorted((PACKAGE / "demo" / "data").glob("*.json"))


def _found(text: str, locale: str) -> list[Finding]:
    found = [one for place in PLACES for one in check(text, jurisdiction=place, locale=locale)]
    return [one for one in found if one.rule != NOT_CHECKED]


def _texts(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _told(value: str | t.Sequence[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


@pytest.mark.parametrize("locale", locales())
def test_notice_is_never_flagged(locale: str) -> None:
    """The safety notice names diseases, and nothing is found in it, whole or point by point."""
    notice = notice_for(locale)
    for text in (notice.text, notice.heading, *(item.text for item in notice.items)):
        assert _found(text, locale) == []


@pytest.mark.parametrize("locale", ["de", "ar"])
@pytest.mark.parametrize("name", ["notice", "serum"])
def test_catalogue_is_never_flagged(name: str, locale: str) -> None:
    """Nothing is found in the generated sentences of a page, nor in a word of the screens."""
    path = PACKAGE / "locale" / locale / "LC_MESSAGES" / f"{name}.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert messages
    for message in messages:
        for text in _told(message.id):
            assert _found(text, "en") == []
        for text in _told(message.string):
            assert _found(text, locale) == []


@pytest.mark.parametrize("path", DEMO, ids=lambda path: str(path.stem))
def test_demo_is_never_flagged(path: Path) -> None:
    """Nothing is found in the demo's copy, in its own language, nor in its facts."""
    page = json.loads(path.read_text("utf-8"))
    copies = page.pop("copy", {})
    for text in _texts(page):
        assert _found(text, "en") == []
    for locale, copy in copies.items():
        for text in _texts(copy):
            assert _found(text, locale) == []


def test_readme_blocks_only_its_example_of_a_claim() -> None:
    """The README's prose is not blocked; the one sentence that it checks is."""
    text = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    (example,) = re.findall(r'check\("([^"]+)", jurisdiction="US"\)', text)
    assert "block" in {one.verdict for one in _found(example, "en")}
    quoted = [line for line in re.findall(r'"([^"\n]{4,})"', text) if line != example]
    assert quoted
    assert [
        line for line in quoted if any(one.verdict == "block" for one in _found(line, "en"))
    ] == []
