"""Review on the screen: asked for, talked over, decided."""

from __future__ import annotations

import pytest
from factories import a_copy
from factories import SLUG
from fakes import StoppedClock
from signed_in import an_editor
from signed_in import PEOPLE
from signed_in import SignedIn
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market

PAGE = f"/pages/{SLUG}"
ENGLISH = f"{PAGE}/review/en"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    return drafted(an_editor(sqlite_engine, clock, market_eu))


def drafted(editor: SignedIn) -> SignedIn:
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, "en", a_copy(title="Newer"), expected=1
    )
    return editor


def test_from_asking_to_approval(editor: SignedIn) -> None:
    """A writer asks, compliance asks for changes, then approves; every screen says so."""
    editor.as_role("writer")
    assert "Nobody has asked for a review yet" in editor.words("/reviews")
    asked = editor.follow(editor.post(f"{ENGLISH}/ask", revision="2", text="Please look."))
    assert "waiting for review" in asked
    assert "Wim asked for a review of revision 2" in asked
    assert "Please look." in asked
    assert "Decide about" not in asked
    editor.as_role("compliance")
    assert "English waiting for review Wim" in editor.words("/reviews")
    assert "waiting for review : English" in editor.words(f"{PAGE}/")
    assert "waiting for review" in editor.words("/")
    assert "waiting for review : see the review" in editor.words(f"{PAGE}/parts/en")
    answer = editor_post(editor, f"{ENGLISH}/decide", 422, revision="2", verdict="changes")
    assert "Say what is to be changed" in answer
    editor_post(editor, f"{ENGLISH}/decide", 303, revision="2", verdict="changes", text="Softer.")
    assert "changes requested" in editor.words(f"{PAGE}/review?part=en")
    editor_post(editor, f"{ENGLISH}/decide", 303, revision="2", verdict="approve")
    assert "approved" in editor.words("/reviews")
    assert "Cleo approved revision 2" in editor.words(f"{PAGE}/review?part=en")


def editor_post(editor: SignedIn, path: str, status: int, **fields: str) -> str:
    """Send a form as somebody who may not make pages, whose token is on the screen itself."""
    html = editor.get(f"{PAGE}/review?part=en")
    token = html.split('name="serum_token" value="')[1].split('"')[0]
    response = editor.client.post(f"/serums/editor{path}", data={"serum_token": token, **fields})
    assert response.status_code == status, response.text
    return response.text


def test_comments(editor: SignedIn) -> None:
    """A comment stands with its field, is answered, resolved and opened again."""
    done = editor.post(f"{ENGLISH}/comment", revision="2", path="summary", comment="Says who?")
    assert done.headers["Location"].endswith("#t-summary")
    words = editor.follow(done)
    assert "Summary 1 open" in words
    assert "Says who?" in words
    editor.post(f"{ENGLISH}/comment", revision="2", thread="1", comment="A study.")
    editor.post(f"{ENGLISH}/settle", revision="2", thread="1", resolved="yes")
    words = editor.words(f"{PAGE}/review?part=en")
    assert "Resolved: Says who?" in words
    assert "A study." in words
    assert "1 open" not in words
    editor.post(f"{ENGLISH}/settle", revision="2", thread="1", resolved="no")
    assert "Summary 1 open" in editor.words(f"{PAGE}/review?part=en")


def test_a_comment_is_text(editor: SignedIn) -> None:
    """What somebody wrote is never HTML."""
    editor.post(f"{ENGLISH}/comment", revision="2", path="title", comment="<b>Bold</b>")
    assert "&lt;b&gt;Bold" in editor.get(f"{PAGE}/review?part=en")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"comment": " ", "path": "title"}, "Write a comment"),
        ({"comment": "Hm", "path": "<x>"}, "no such field"),
        ({"comment": "Hm", "thread": "77"}, "no such comment"),
    ],
)
def test_comments_that_are_refused(editor: SignedIn, fields: dict[str, str], message: str) -> None:
    """A comment without words, field or thread is refused, and told at the top."""
    answer = editor.post(f"{ENGLISH}/comment", 422, revision="2", **fields)
    assert message in answer.text


def test_copy_is_read_as_it_looks(editor: SignedIn) -> None:
    """Bold is bold and a list is a list, and each field is a step away from where it is written."""
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"],
        SLUG,
        "en",
        a_copy(what_it_is="<p>So <strong>light</strong></p>"),
        expected=2,
    )
    html = editor.get(f"{PAGE}/review?part=en")
    assert "<p>So <strong>light</strong></p>" in html
    assert f'href="/serums/editor{PAGE}/parts/en#f-what_it_is"' in html
    assert "Write it" not in editor.as_role("compliance").words(f"{PAGE}/review?part=en")


def test_another_revision(editor: SignedIn) -> None:
    """A decision is about the revision that was read, even where a newer one is there."""
    editor.post(f"{ENGLISH}/ask", revision="2")
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, "en", a_copy(title="Newest"), expected=2
    )
    assert "This is revision 2; the latest is 3" in editor.words(
        f"{PAGE}/review?part=en&revision=2"
    )
    editor.post(f"{ENGLISH}/decide", revision="2", verdict="approve")
    assert "changed since review" in editor.words(f"{PAGE}/review?part=en")
    editor.post(f"{ENGLISH}/ask", 404, revision="9")


def test_ones_own(editor: SignedIn) -> None:
    """A publisher who asked does not approve, and is told why."""
    editor.as_role("publisher").post(f"{ENGLISH}/ask", revision="2")
    answer = editor.post(f"{ENGLISH}/decide", 422, revision="2", verdict="approve")
    assert "another one decides" in answer.text


def test_publishing_waits(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> None:
    """Where a review is required, nothing goes out by any screen before it was approved."""
    drafted(an_editor(sqlite_engine, clock, market_eu))
    strict = {"SERUM_REVIEW_REQUIRED": True}
    required = an_editor(sqlite_engine, clock, market_eu, settings=strict, empty=True)
    assert "has to be approved" in required.words("/reviews")
    fields = {"part": "en", "revision:en": "2"}
    answer = required.post(f"{PAGE}/publish", 409, **fields)
    assert "Revision 2 has not been approved" in answer.text
    answer = required.post(f"{PAGE}/schedule/en", 422, number="2", begins="2027-03-05T09:00")
    assert "Revision 2 has not been approved" in answer.text
    answer = required.post("/publish", 200, slug=SLUG)
    assert "Revision 2 has not been approved" in answer.text
    required.post(f"{ENGLISH}/decide", revision="2", verdict="approve")
    required.post(f"{PAGE}/publish", **fields)
    assert "Newer" in required.shop.get()


def test_facts(editor: SignedIn) -> None:
    """The facts are read and commented on too; another part, or none, is not there."""
    words = editor.words(f"{PAGE}/review?part=facts")
    assert "Aqua, Glycerin" in words
    assert "5. Wait 1 to 2 minutes before the next layer. (morning, evening)" in words
    editor.get(f"{PAGE}/review?part=ar", 404)
    editor.get("/pages/nothing/review", 404)
