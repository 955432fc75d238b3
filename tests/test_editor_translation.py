"""Translating on the screen: the board, the source beside the words, and what is stale."""

from __future__ import annotations

import html
import re
import typing as t

import pytest
from factories import a_copy
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from signed_in import an_editor
from signed_in import PEOPLE
from signed_in import SignedIn
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.page import Copy
from flask_serum.core.page import Faq
from flask_serum.core.translation import FieldState

PAGE = f"/pages/{SLUG}"
GERMAN = f"{PAGE}/translate/de"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    return an_editor(sqlite_engine, clock, market_eu)


def write(editor: SignedIn, part: str, expected: int, **fields: t.Any) -> None:
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, part, a_copy(**fields), expected=expected
    )


def fields_of(text: str) -> dict[str, str]:
    """Read the fields of a translation's form, as a browser would send them."""
    form = text.split('<form class="translation"')[1].split("</form>")[0]
    found = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form))
    found.pop("serum_checked", None)
    areas = re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S)
    return found | dict(areas)


def german(editor: SignedIn) -> Copy:
    content = editor.shop.mount.store.revision(SLUG, "de").content
    assert isinstance(content, Copy)
    return content


def test_board(editor: SignedIn) -> None:
    """The board says of every page and language where it stands, and what has to be done."""
    write(editor, "en", 1, title="Newer", storage="Cool.")
    write(editor, "de", 1, title="Aurelia Duo-Serum", benefits=())
    words = editor.words("/translations")
    assert "live + draft Write" in words
    assert "live + draft 2 out of date 1 missing Translate" in words
    assert "not written Begin" in words
    assert "English German Arabic" in words


def test_board_of_nothing(editor: SignedIn) -> None:
    """Pages in the trash are not on the board."""
    editor.post(f"{PAGE}/trash")
    assert "There is no page yet" in editor.words("/translations")


def test_source_beside_the_words(editor: SignedIn) -> None:
    """The source is read beside each field, with what has changed in it since, word by word."""
    assert "Every field is up to date" in editor.words(GERMAN)
    write(editor, "en", 1, summary="Two gels that give off nitric oxide in your palm.")
    text = editor.get(GERMAN)
    assert "English has changed in 1 field since it was translated" in text
    assert text.count("Still right as it is") == 1
    assert 'taken out: </span>release <span class="sr">' in text
    assert "German from English" in text


def test_saving(editor: SignedIn) -> None:
    """A save is a revision like any other, and makes what it changed up to date."""
    write(editor, "en", 1, title="Newer", summary="Newer too.")
    fields = fields_of(editor.get(GERMAN)) | {"title": "Neuer"}
    done = editor.post(GERMAN, **fields)
    words = editor.follow(done)
    assert "Saved as revision 2" in words
    assert "English has changed in 1 field since it was translated" in words
    assert german(editor).title == "Neuer"
    assert german(editor).faq == a_copy().faq
    assert german(editor).alt_texts == a_copy().alt_texts
    assert editor.shop.mount.store.revision(SLUG, "en").number == 2


def test_what_still_holds(editor: SignedIn) -> None:
    """What still holds is ticked, and needs no revision."""
    write(editor, "en", 1, title="Newer", summary="Newer too.")
    fields = fields_of(editor.get(GERMAN)) | {"serum_checked": ["title", "summary"]}
    assert "the translation still holds" in editor.follow(editor.post(GERMAN, **fields))
    assert "Every field is up to date" in editor.words(GERMAN)
    assert editor.shop.mount.store.revision(SLUG, "de").number == 1


def test_source_saved_meanwhile(editor: SignedIn) -> None:
    """What was on the screen counts: a source saved meanwhile leaves the field stale."""
    fields = fields_of(editor.get(GERMAN))
    write(editor, "en", 1, title="Saved meanwhile")
    editor.post(GERMAN, **fields | {"title": "Von vorher"})
    assert "English has changed in 1 field" in editor.words(GERMAN)


def test_beginning(editor: SignedIn) -> None:
    """A language that was never written is begun here; it is a draft, and goes live alone."""
    path = f"{PAGE}/translate/ar"
    assert "fields are not translated" in editor.words(path)
    fields = fields_of(editor.get(path))
    assert fields["title"] == ""
    texts = {
        "title": "عنوان",
        "product_type": "سيروم",
        "summary": "ملخص",
        "what_it_is": "ما هو",
        "why_mixed": "لماذا",
        "alt_texts.front": "صورة",
        "alt_texts.texture": "صورة",
    }
    editor.post(path, **fields | texts)
    assert editor.client.get(f"/serums/ar/{SLUG}").text.count("عنوان") == 0
    editor.post(f"{PAGE}/schedule/ar", number="1")
    assert "عنوان" in editor.shop.get(f"/serums/ar/{SLUG}")
    assert "عنوان" not in editor.shop.get()


def test_mistakes(editor: SignedIn) -> None:
    """A mistake stands beside its field and at the top, and the form comes back whole."""
    fields = fields_of(editor.get(GERMAN))
    answer = editor.post(GERMAN, 422, **fields | {"title": "x" * 200, "storage": "Kühl."})
    assert "x" * 200 in answer.text
    assert "Kühl." in answer.text
    assert 'href="#f-title"' in answer.text
    assert 'id="f-title-error"' in answer.text
    assert german(editor) == a_copy(title="Aurelia Duo-Serum")


def test_two_translators(editor: SignedIn) -> None:
    """Different fields merge by themselves; the same one is laid side by side."""
    fields = fields_of(editor.get(GERMAN))
    write(editor, "de", 1, title="Von Wim", storage="Von Wim")
    done = editor.post(GERMAN, **fields | {"summary": "Von Ada"})
    assert "together with what Wim changed" in editor.follow(done)
    assert (german(editor).title, german(editor).summary) == ("Von Wim", "Von Ada")
    answer = editor.post(GERMAN, 409, **fields | {"storage": "Von Ada"})
    assert "Choose what stays" in answer.text
    assert german(editor).storage == "Von Wim"


def test_a_choice_keeps_what_the_translator_saw(editor: SignedIn) -> None:
    """After a clash the translation is from the source that was seen, and ticks still count."""
    write(editor, "en", 1, title="Newer", storage="Newer.", summary="Newer.")
    fields = fields_of(editor.get(GERMAN))
    write(editor, "en", 2, title="Newest", storage="Newer.", summary="Newer.")
    write(editor, "de", 1, title="Von Wim")
    sent = {"title": "Von Ada", "serum_checked": ["storage", "summary"]}
    answer = editor.post(GERMAN, 409, **fields | sent)
    form = answer.text.split("<main")[1].split("<form")[1].split("</form>")[0]
    assert f'action="/serums/editor{GERMAN}"' in form
    chosen: dict[str, t.Any] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        chosen.setdefault(name, []).append(html.unescape(value))
    done = editor.post(GERMAN, **chosen | {"serum_choice:title": "mine"})
    assert (f"{GERMAN}?" in done.location, "told=merged" in done.location) == (True, True)
    assert german(editor).title == "Von Ada"
    words = editor.follow(done)
    assert "English has changed in 1 field since it was translated" in words
    standing = editor.shop.mount.translating.of(PEOPLE["admin"], SLUG, "de")
    assert (standing.numbers["title"], standing.numbers["storage"]) == (2, 2)
    assert standing.paths(FieldState.STALE) == ["title"]


def test_words_not_saved_yet_come_back_on_either_screen(editor: SignedIn) -> None:
    """What is kept of a translation is there on both its screens, and still from its source."""
    write(editor, "en", 1, title="Newer", storage="Newer.")
    fields = fields_of(editor.get(GERMAN))
    kept = fields | {"title": "Halb", "serum_checked": ["storage"]}
    answer = editor.post(f"{PAGE}/parts/de/keep", 200, **kept)
    assert answer.get_json()["kept"]
    write(editor, "en", 2, title="Newest", storage="Newer.")
    words = editor.words(GERMAN)
    assert "These are your words of" in words
    assert "were written beside revision 2 of English" in words
    again = fields_of(editor.get(GERMAN))
    assert (again["title"], again["serum_source"]) == ("Halb", "2")
    assert 'value="storage" checked' in editor.get(GERMAN)
    form = editor.get(f"{PAGE}/parts/de")
    assert 'value="Halb"' in form
    hidden = dict(re.findall(r'type="hidden" name="(serum_\w+)" value="([^"]*)"', form))
    assert (hidden["serum_source"], hidden["serum_checked"]) == ("2", "storage")
    done = editor.post(f"{PAGE}/parts/de", **hidden | {"title": "Ganz"})
    assert "Saved as revision 2" in editor.follow(done)
    assert "These are your words" not in editor.words(GERMAN)
    standing = editor.shop.mount.translating.of(PEOPLE["admin"], SLUG, "de")
    assert (standing.numbers["title"], standing.numbers["storage"]) == (2, 2)
    assert standing.paths(FieldState.STALE) == ["title"]


def test_words_begun_in_the_form_go_on_beside_the_source(editor: SignedIn) -> None:
    """What was begun in the form of the copy comes back here, and can be thrown away here."""
    hidden = re.findall(
        r'type="hidden" name="(serum_\w+)" value="([^"]*)"', editor.get(f"{PAGE}/parts/de")
    )
    fields = dict(hidden) | {"seo_title": "Nur im Formular", "title": "Begonnen"}
    editor.post(f"{PAGE}/parts/de/keep", 200, **fields)
    there = fields_of(editor.get(GERMAN))
    assert (there["title"], there["seo_title"]) == ("Begonnen", "Nur im Formular")
    form = editor.get(GERMAN).split("data-discard")[1].split("</form>")[0]
    sent = dict(re.findall(r'type="hidden" name="(serum_\w+)" value="([^"]*)"', form))
    done = editor.post(f"{PAGE}/parts/de/discard", **sent)
    assert (f"{GERMAN}?" in done.location, "told=discarded" in done.location) == (True, True)
    assert fields_of(editor.get(GERMAN))["title"] == "Aurelia Duo-Serum"


def test_a_translation_with_a_mistake_is_kept(editor: SignedIn) -> None:
    """After a mistake the words are kept on the server too, with what the translator saw."""
    write(editor, "en", 1, title="Newer")
    fields = fields_of(editor.get(GERMAN)) | {"title": "x" * 200}
    editor.post(GERMAN, 422, **fields)
    write(editor, "en", 2, title="Newest")
    again = fields_of(editor.get(GERMAN))
    assert (again["title"], again["serum_source"]) == ("x" * 200, "2")


def test_more_questions_at_the_source(editor: SignedIn) -> None:
    """A question that the source has and the translation has not gets its fields."""
    more = (*a_copy().faq, Faq("And now?", "<p>Wait <strong>two</strong> minutes.</p>"))
    write(editor, "en", 1, faq=more)
    fields = fields_of(editor.get(GERMAN))
    assert fields["faq[1].question"] == ""
    editor.post(GERMAN, **fields | {"faq[1].question": "Und nun?", "faq[1].answer": "Warten."})
    assert german(editor).faq[1] == Faq("Und nun?", "<p>Warten.</p>")


def test_the_source_is_no_translation(editor: SignedIn) -> None:
    """The source is written in its own form; an unknown language is not there."""
    assert "is what the others are translated from" in editor.words(f"{PAGE}/translate/en")
    editor.get(f"{PAGE}/translate/fr", 404)
    editor.get("/pages/nothing/translate/de", 404)


def test_a_page_without_copy(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> None:
    """Whoever may only read sees both texts, and can't send the form."""
    editor = an_editor(sqlite_engine, clock, market_eu, record=a_record()).as_role("compliance")
    text = editor.get(GERMAN)
    assert '<fieldset class="plain" disabled>' in text
    assert "Save draft" not in text
