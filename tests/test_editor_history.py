"""History on the screen: who, when, what; what differs; and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import a_copy
from factories import a_facts
from factories import a_regimen
from factories import SLUG
from fakes import StoppedClock
from signed_in import an_editor
from signed_in import PEOPLE
from signed_in import SignedIn
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.page import Part
from flask_serum.core.regimen import Duration
from flask_serum.web.editor.readable import readable

PAGE = f"/pages/{SLUG}"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    return an_editor(sqlite_engine, clock, market_eu)


def save(editor: SignedIn, part: str, content: Part, expected: int = 1) -> None:
    publishing = editor.shop.mount.publishing
    publishing.save_draft(PEOPLE["writer"], SLUG, part, content, expected=expected)


def test_who_when_what(editor: SignedIn) -> None:
    """A revision says who saved it when, what it changed, and whether it is live."""
    editor.shop.clock.advance(hours=3)
    save(editor, "en", a_copy(title="Newer", summary="Newer too."))
    words = editor.words(f"{PAGE}/history?part=en")
    assert "2 latest Wim 1 Mar 2027, 16:00 CET Title, Summary" in words
    assert "1 live ada 1 Mar 2027, 13:00 CET First words" in words
    assert "Wim saved revision 2 of English" in words
    assert "ada published revision 1 of the facts" in words


def test_parts_are_apart(editor: SignedIn) -> None:
    """Each part has revisions of its own."""
    save(editor, "en", a_copy(title="Newer"))
    assert "2 latest" not in editor.words(f"{PAGE}/history?part=de")
    editor.get(f"{PAGE}/history?part=ar", 404)
    editor.get("/pages/nothing/history", 404)


def test_words_that_changed(editor: SignedIn) -> None:
    """What was taken out and put in is marked word by word, under the field's name."""
    save(editor, "en", a_copy(summary="Two gels that give off nitric oxide in your palm."))
    html = editor.get(f"{PAGE}/compare/en")
    assert "Summary" in html
    assert 'taken out: </span>release <span class="sr">' in html
    assert 'put in: </span>give off <span class="sr">' in html
    assert "Title" not in html.split("<main", 1)[1]


def test_steps_that_moved(editor: SignedIn) -> None:
    """Steps are told by their names, so that one that moved does not change the others."""
    regimen, variants = a_regimen(), a_facts().variants[::-1]
    steps = tuple(
        replace(one, duration=Duration(60, 180)) if one.id == "wait" else one
        for one in regimen.steps
        if one.id != "cleanse"
    )
    new = a_facts(regimen=replace(regimen, steps=steps), pao_months=9, variants=variants)
    save(editor, FACTS, new)
    words = editor.words(f"{PAGE}/compare/facts?old=1&new=2")
    assert "“wait” / Duration / Maximum changed was: 120 is: 180" in words
    assert "“cleanse” removed" in words
    assert "moved was: place 2 is: place 1" in words
    assert "Period after opening (months) changed was: 6 is: 9" in words
    assert "sunscreen" not in words


def test_any_two(editor: SignedIn) -> None:
    """Any two revisions are compared, the older one first, however they were asked for."""
    for number in (1, 2, 3):
        save(editor, "en", a_copy(title=f"Title {number}"), number)
    for query in ("old=2&new=4", "old=4&new=2"):
        words = editor.words(f"{PAGE}/compare/en?{query}")
        assert "English: revision 2 and revision 4" in words
        assert "taken out: 1" in words
        assert "put in: 3" in words
    assert "They say the same" in editor.words(f"{PAGE}/compare/en?old=3&new=3")
    editor.get(f"{PAGE}/compare/en?old=1&new=99", 404)
    editor.get(f"{PAGE}/compare/ar", 404)


def test_bringing_back(editor: SignedIn) -> None:
    """Bringing back makes a draft of the old words; nothing is published, nothing removed."""
    save(editor, "en", a_copy(title="Newer"))
    before = editor.shop.get()
    done = editor.post(f"{PAGE}/revert/en", number="1", expected="2")
    assert "Brought back as revision 3, a draft" in editor.follow(done)
    revisions = editor.shop.mount.store.revisions(SLUG, "en")
    assert [(one.number, one.reverted_from) for one in revisions] == [(3, 1), (2, None), (1, None)]
    assert revisions[0].content == a_copy()
    assert editor.shop.get() == before
    assert "Brought back revision 1" in editor.words(f"{PAGE}/history?part=en")


def test_somebody_saved_meanwhile(editor: SignedIn) -> None:
    """Whoever brings back something that they no longer see whole is told so."""
    save(editor, "en", a_copy(title="Newer"))
    answer = editor.post(f"{PAGE}/revert/en", 409, number="1", expected="1")
    assert "Somebody has saved meanwhile" in answer.text
    assert editor.shop.mount.store.revision(SLUG, "en").number == 2
    editor.post(f"{PAGE}/revert/en", 404, number="9", expected="2")


def test_many_revisions(editor: SignedIn) -> None:
    """Older revisions are on further screens, and still say what they changed."""
    for number in range(1, 34):
        save(editor, "en", a_copy(title=f"Title {number}"), number)
    first = editor.words(f"{PAGE}/history?part=en")
    assert "Earlier revisions" in first
    assert "First words" not in first
    assert "First words" in editor.words(f"{PAGE}/history?part=en&from=30")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<p>One &amp; <strong>two</strong></p><p>Three</p>", "One & **two** ¶ Three"),
        ("<ul><li>One</li><li><em>Two</em></li></ul>", "• One • _Two_"),
        ("Plain < text", "Plain < text"),
        (True, "yes"),
        (None, ""),
        ({"sku": "A", "gtin": "", "content": {"amount": "15"}}, "sku: A; content (amount: 15)"),
        (["Aqua", "Glycerin"], "Aqua, Glycerin"),
        ([{"sku": "A"}, {"sku": "B"}], "sku: A\nsku: B"),
    ],
)
def test_readable(value: object, text: str) -> None:
    """Values are written for people, without HTML and JSON."""
    assert readable(value) == text
