"""Import and export in the browser: a look first, then the change, and drafts alone."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import pytest
from factories import a_copy
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from signed_in import an_editor
from signed_in import EDITOR
from signed_in import PEOPLE
from signed_in import SignedIn
from signed_in import words_of
from sqlalchemy.engine import Engine

from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.page import Record
from flask_serum.web.documents import read_document
from flask_serum.web.documents import write_document

PAGE = f"/pages/{SLUG}"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    return an_editor(sqlite_engine, clock, market_eu)


def written(record: Record) -> str:
    return json.dumps(write_document(record), ensure_ascii=False)


def changed() -> Record:
    return a_record(copy={"en": a_copy(title="Newer", summary="Newer."), "ar": a_copy()})


def uploaded(editor: SignedIn, data: bytes, status: int = 200) -> str:
    return editor.post("/import", status, in_parts=True, file=(io.BytesIO(data), "page.json")).text


def test_export(editor: SignedIn) -> None:
    """An export is the page's latest revisions as a file, which reads back as the same page."""
    answer = editor.client.get(f"{EDITOR}{PAGE}/export")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{SLUG}.json"'
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert read_document(json.loads(answer.text)) == a_record()
    editor.get("/pages/nothing/export", 404)


def test_a_look_first(editor: SignedIn) -> None:
    """A file is looked at before anything is written: what would change, field by field."""
    html = uploaded(editor, b"\xef\xbb\xbf" + written(changed()).encode())
    assert "What would change: aurelia-duo" in html
    assert "<strong>English</strong>: a new draft (Title, Summary)" in html
    assert "<strong>Arabic</strong>: a new draft (new)" in html
    assert "Facts: stays as it is" in html
    assert editor.shop.mount.store.revision(SLUG, "en").number == 1


def test_then_the_change(editor: SignedIn) -> None:
    """Once it is confirmed, it comes in as drafts; shoppers see no change."""
    before = editor.shop.get()
    html = uploaded(editor, written(changed()).encode())
    expected = re.findall(r'name="expected" value="([^"]+)"', html)
    assert sorted(expected) == ["de=1", "en=1", "facts=1"]
    done = editor.post("/import", document=written(changed()), expected=expected, confirm="yes")
    assert "Imported as drafts" in editor.follow(done)
    assert editor.shop.mount.store.revision(SLUG, "en").content == changed().copy["en"]
    assert editor.shop.get() == before


def test_somebody_saved_meanwhile(editor: SignedIn) -> None:
    """What was saved since the look is not run over: one looks again."""
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, "en", a_copy(title="Meanwhile"), expected=1
    )
    fields = {"document": written(changed()), "expected": ["en=1", "facts=1"], "confirm": "yes"}
    answer = editor.post("/import", 409, **fields)
    assert "Somebody has saved the page meanwhile" in answer.text
    assert 'value="en=2"' in answer.text
    assert editor.shop.mount.store.revision(SLUG, "en").number == 2


def test_nothing_new(editor: SignedIn) -> None:
    """A page that is there already, word for word, has nothing to confirm."""
    html = uploaded(editor, written(a_record()).encode())
    assert "word for word" in html
    assert 'name="confirm"' not in html


def test_a_new_page(editor: SignedIn) -> None:
    """A page that is not there yet is made as a draft."""
    record = a_record(slug="aurelia-night")
    assert "This page is new" in uploaded(editor, written(record).encode())
    editor.post("/import", document=written(record), confirm="yes")
    assert editor.client.get("/serums/aurelia-night").status_code == 404
    editor.get("/pages/aurelia-night/")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Choose a file, or paste"),
        ("{", "That is no JSON"),
        ('{"facts": 1, "facts": 2}', "stands twice"),
        ("[]", "problem"),
        ("[" * 100_000, "That is no JSON"),
        ('{"facts": {}, "copy": {}}', "<code>facts.brand</code>"),
        ('"' + "x" * 5_000_000, "a page document has at most 5 MB"),
    ],
)
def test_documents_that_are_refused(editor: SignedIn, text: str, message: str) -> None:
    """What can't be imported is told, each problem with its field."""
    answer = uploaded(editor, text.encode(), 422)
    assert "Nothing was imported" in answer
    assert message in answer


def test_a_page_in_many_languages(editor: SignedIn) -> None:
    """A document of megabytes is taken, as a file and pasted, and is not lost on the way."""
    text = "<p>" + "Two gels, mixed just before use. " * 550 + "</p>"
    names = ("what_it_is", "why_mixed", "about_nitric_oxide", "topical_and_supplements")
    copy = a_copy(**dict.fromkeys(names, text))
    tags = ("en", "de", "ar", *(f"en-{a}{b}" for a in "ABCDEFGH" for b in "ABCD"))
    document = written(a_record(copy=dict.fromkeys(tags, copy)))
    assert 2_000_000 < len(document) < 5_000_000
    for html in (
        uploaded(editor, document.encode()),
        editor.post("/import", 200, document=document, in_parts=True).text,
    ):
        form = html.split('aria-labelledby="outlook-title"')[1].split("</form>")[0]
        assert "<strong>German</strong>: a new draft" in form
        kept = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", form, re.S)[0]
        expected = re.findall(r'name="expected" value="([^"]+)"', form)
    sent = {"document": unescape(kept), "expected": expected, "confirm": "yes"}
    editor.post("/import", in_parts=True, **sent)
    assert editor.shop.mount.store.revision(SLUG, "en-HD").content == copy


def test_what_is_too_large_for_the_host(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """The host's own limit holds, and is named."""
    settings = {"MAX_CONTENT_LENGTH": 1_000_000}
    editor = an_editor(sqlite_engine, clock, market_eu, settings=settings)
    for fields in ({"document": "x" * 1_200_000}, {"file": (io.BytesIO(b"x" * 1_200_000), "a")}):
        words = words_of(editor.post("/import", 413, in_parts=True, **fields).text)
        assert "this shop takes at most 1 MB at once (its MAX_CONTENT_LENGTH)" in words
        assert "What you sent has 1.2 MB" in words


def test_what_is_too_large_for_the_editor(editor: SignedIn) -> None:
    """More than any page has is refused before it is read, and told."""
    pasted = {"document": "x" * 6_100_000}
    words = words_of(editor.post("/import", 413, in_parts=True, **pasted).text)
    assert "the editor takes at most 6 MB at once" in words


def test_a_file_that_was_sent_too_late_comes_back(editor: SignedIn) -> None:
    """With a token that holds no more, what was in the file is given back, to be sent again."""
    file = (io.BytesIO(written(changed()).encode()), "page.json")
    answer = editor.post("/import", 403, file=file, serum_token="old")
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    again = editor.post("/import", 200, file=unescape(fields["file"]), in_parts=True)
    assert "What would change: aurelia-duo" in again.text
    assert 'enctype="multipart/form-data"' in answer.text


def test_each_problem_has_its_field(editor: SignedIn) -> None:
    """Problems name the field in the document."""
    data = json.loads(written(a_record()))
    data["facts"]["pao_months"] = 99
    data["copy"]["en"]["titel"] = "x"
    answer = uploaded(editor, json.dumps(data).encode(), 422)
    assert "<code>copy.en.titel</code>" in answer
    data["copy"]["en"].pop("titel")
    assert "<code>facts.pao_months</code>" in uploaded(editor, json.dumps(data).encode(), 422)


def test_no_text(editor: SignedIn) -> None:
    """A file that is no text in UTF-8 is refused."""
    assert "no text in UTF-8" in uploaded(editor, b"\xff\xfe\x00", 422)


def test_a_page_one_may_not_edit(editor: SignedIn) -> None:
    """Whoever may edit other pages alone does not learn what this one would change to."""

    def can(actor: Actor, action: object, slug: str) -> bool:
        return slug != SLUG

    editor.actor = Actor("Eve", frozenset({"writer"}), can=can)
    answer = uploaded(editor, written(changed()).encode(), 403)
    assert "Newer" not in answer


def test_into_the_trash(editor: SignedIn) -> None:
    """A page in the trash is not written to by an import."""
    editor.post(f"{PAGE}/trash")
    assert "restore it first" in uploaded(editor, written(changed()).encode(), 404)
