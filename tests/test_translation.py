"""Translation: what was made from what, and what has changed at the source since."""

from __future__ import annotations

import pytest
from editorial import a_desk
from editorial import Desk
from editorial import WRITER
from factories import a_copy
from factories import a_record
from factories import SLUG

from flask_serum.core.access import Actor
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import RevisionNotFound
from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.translating import Translation
from flask_serum.core.translation import FieldState
from flask_serum.core.translation import source_of
from flask_serum.core.translation import SourceMark
from flask_serum.core.translation import texts_of
from flask_serum.core.translation import Translated

US = Market("us", ("US",), "USD", ("en-US", "es"))
STALE, MISSING = FieldState.STALE, FieldState.MISSING


@pytest.fixture(name="desk", params=["memory", "sqlite", "postgresql"])
def _desk(request: pytest.FixtureRequest, market_eu: Market) -> Desk:
    return a_desk(request.param, request, market_eu)


def german(desk: Desk) -> Translation:
    return desk.translating.of(WRITER, SLUG, "de")


def test_a_log_gives_back_the_last_mark(desk: Desk) -> None:
    """The last mark of each part counts, and pages are apart."""
    for number in (1, 2):
        mark = SourceMark(SLUG, "de", "en", {"title": number}, "Wim", desk.clock.now())
        desk.sources.mark(mark)
    assert desk.sources.marks() == {(SLUG, "de"): mark}
    assert desk.sources.marks(SLUG) == {(SLUG, "de"): mark}
    assert desk.sources.marks("another") == {}
    with pytest.raises(PageNotFound, match="another"):
        desk.sources.mark(SourceMark("another", "de", "en", {}, "Wim", desk.clock.now()))


@pytest.mark.parametrize(
    ("part", "parts", "source"),
    [
        ("de", {"en", "de"}, "en"),
        ("de", {"en"}, "en"),
        ("en", {"en", "de"}, None),
        ("ar", {"de", "ar"}, "de"),
        ("de", {"de", "ar"}, None),
        ("es", {"en", "es"}, "en"),
        ("es", {"en", "en-US", "es"}, "en-US"),
        ("fr", {"en", "fr"}, None),
        ("de", {FACTS}, None),
    ],
)
def test_source(market_eu: Market, part: str, parts: set[str], source: str | None) -> None:
    """Copy is translated from the default locale of its market, or the first one that is there."""
    assert source_of(part, parts, [market_eu, US]) == source


def test_nothing_translated_yet(desk: Desk) -> None:
    """Before the first word of a translation, every field is missing; the source has no source."""
    assert german(desk).latest == 0
    assert set(german(desk).fields) == set(texts_of(a_copy()))
    assert set(german(desk).fields.values()) == {MISSING}
    english = desk.translating.of(WRITER, SLUG, "en")
    assert (english.source, english.fields) == (None, {})


def test_a_source_that_changes(desk: Desk) -> None:
    """A field is stale once its source reads otherwise, until it is translated again."""
    desk.write("de")
    assert set(german(desk).fields.values()) == {FieldState.SAME}
    desk.write("en", 1, title="New", summary="Newer.")
    assert german(desk).paths(STALE) == ["title", "summary"]
    desk.write("de", 1, title="Neu")
    assert german(desk).paths(STALE) == ["summary"]
    assert german(desk).numbers["title"] == 2
    assert german(desk).numbers["summary"] == 1
    desk.write("en", 2, title="New")
    assert german(desk).paths(STALE) == []


def test_a_field_that_is_new_at_the_source(desk: Desk) -> None:
    """What the source says and the translation does not is missing."""
    desk.write("en", 1, storage="")
    desk.write("de", storage="")
    assert "storage" not in german(desk).fields
    desk.write("en", 2, storage="Cool and dry.")
    assert german(desk).paths(MISSING) == ["storage"]


def test_a_source_saved_while_somebody_translates(desk: Desk) -> None:
    """What a translator had before them counts, not what was saved meanwhile."""
    desk.write("en", 1, title="Saved meanwhile")
    desk.publishing.save_draft(
        WRITER, SLUG, "de", a_copy(title="Deutsch"), expected=0, translated=Translated(1)
    )
    assert german(desk).paths(STALE) == ["title"]


def test_a_translation_that_still_holds(desk: Desk) -> None:
    """A field is up to date again when somebody says so, without a revision."""
    desk.write("de")
    desk.write("en", 1, title="New", summary="Newer.")
    desk.translating.check(WRITER, SLUG, "de", Translated(2, frozenset({"title"})), expected=1)
    assert german(desk).paths(STALE) == ["summary"]
    assert german(desk).latest == 1
    with pytest.raises(DocumentInvalid, match="changed meanwhile"):
        desk.translating.check(WRITER, SLUG, "de", Translated(2), expected=7)


def test_a_source_revision_that_is_not_there(desk: Desk) -> None:
    """Nothing is translated from a revision that does not exist, and nothing is saved."""
    with pytest.raises(RevisionNotFound, match="no revision 9 of 'en'"):
        desk.publishing.save_draft(
            WRITER, SLUG, "de", a_copy(), expected=0, translated=Translated(9)
        )
    assert "de" not in desk.page().parts


def test_an_import_counts_as_translated_together(desk: Desk) -> None:
    """What comes in together belongs together, in whatever order it stands."""
    english, other = a_copy(title="Together"), a_copy(title="Zusammen")
    desk.publishing.import_record(WRITER, a_record(copy={"de": other, "en": english}))
    assert german(desk).paths(STALE) == []
    assert german(desk).numbers["title"] == 2


def test_who_may_read(desk: Desk) -> None:
    """A guest reads nothing, and a board leaves out the pages one may not read."""
    elsewhere = Actor("Eve", frozenset({"writer"}), pages=frozenset({"another"}))
    for actor in (None, elsewhere):
        with pytest.raises(NotAllowed, match="may not"):
            desk.translating.of(actor, SLUG, "de")
        with pytest.raises(NotAllowed, match="may not"):
            desk.translating.check(actor, SLUG, "de", Translated(1), expected=0)
        assert desk.translating.board(actor, [desk.page()], ["de"]) == {}


def test_board(desk: Desk) -> None:
    """The board says the same as the page's own screen."""
    desk.write("de")
    desk.write("en", 1, title="New")
    board = desk.translating.board(WRITER, [desk.page()], ["en", "de", "ar"])
    assert board == {SLUG: [desk.translating.of(WRITER, SLUG, part) for part in ("en", "de", "ar")]}
