"""Preview links: made and revoked on the screen, opened by anybody who has one."""

from __future__ import annotations

import re

import pytest
from factories import a_copy
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from flask.testing import FlaskClient
from signed_in import an_editor
from signed_in import PEOPLE
from signed_in import SignedIn
from signed_in import words_of
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for

PAGE = f"/pages/{SLUG}"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    editor = an_editor(sqlite_engine, clock, market_eu, record=a_record())
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, "en", a_copy(title="A secret draft"), expected=1
    )
    return editor


def made(editor: SignedIn, **fields: str) -> str:
    """Make a link, and give its address."""
    html = editor.post(f"{PAGE}/links", 200, **{"locale": "en", "days": "7", **fields}).text
    found = re.search(r'id="made" value="http://localhost([^"]+)"', html)
    assert found is not None
    return found.group(1)


def stranger(editor: SignedIn) -> FlaskClient:
    """Give the client of somebody who is not signed in."""
    editor.actor = None
    return editor.shop.app.test_client()


def test_a_link_opens_the_draft(editor: SignedIn) -> None:
    """Whoever has it sees the real page, under a banner, with its notice, and can buy nothing."""
    address = made(editor)
    answer = stranger(editor).get(address)
    assert answer.status_code == 200
    words = words_of(answer.text)
    assert "Preview, not public" in words
    assert "opens until 8 March 2027, 13:00 (Europe/Berlin, UTC+01:00)" in words
    assert "A secret draft" in words
    assert notice_for("en").items[0].text in words
    assert 'method="post"' not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]
    assert "ETag" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_nothing_else_opens(editor: SignedIn) -> None:
    """A link shows one page in one language; the draft is nowhere else."""
    address = made(editor)
    client = stranger(editor)
    assert "A secret draft" not in client.get(f"/serums/{SLUG}").text
    assert client.get(f"{address}x").status_code == 404
    assert client.get(f"{address}/cart").status_code == 404
    assert client.post(address).status_code in (404, 405)
    assert client.get("/serums/preview/").status_code == 404


def test_choosing_a_size(editor: SignedIn) -> None:
    """Choosing another size stays on the link."""
    address = made(editor)
    html = stranger(editor).get(address).text
    assert f'href="{address}?variant=AUR-DUO-2X5"' in html
    assert f'href="/serums/{SLUG}?variant' not in html
    assert editor.shop.app.test_client().get(f"{address}?variant=AUR-DUO-2X5").status_code == 200


@pytest.mark.parametrize(("shows", "title"), [("pinned", "A secret draft"), ("latest", "Newest")])
def test_pinned_or_latest(editor: SignedIn, shows: str, title: str) -> None:
    """A pinned link goes on showing what it showed; the other one follows."""
    address = made(editor, shows=shows)
    editor.shop.mount.publishing.save_draft(
        PEOPLE["writer"], SLUG, "en", a_copy(title="Newest"), expected=2
    )
    assert title in stranger(editor).get(address).text


def test_revoked(editor: SignedIn) -> None:
    """A revoked link is a plain 404, as if it had never been."""
    address = made(editor)
    words = editor.follow(editor.post(f"{PAGE}/links/1/revoke"))
    assert "Revoked: the link opens nothing any more" in words
    assert "revoked by Ada" in words
    client = stranger(editor)
    never = client.get("/serums/preview/never-was")
    answer = client.get(address)
    assert (answer.status_code, answer.text) == (404, never.text)


def test_ended(editor: SignedIn) -> None:
    """A link that has ended is a plain 404."""
    address = made(editor, days="1")
    editor.shop.clock.advance(days=1)
    assert "has ended" in editor.words(f"{PAGE}/links")
    assert stranger(editor).get(address).status_code == 404


def test_in_the_trash(editor: SignedIn) -> None:
    """A link to a page in the trash is a plain 404."""
    address = made(editor)
    editor.post(f"{PAGE}/trash")
    assert stranger(editor).get(address).status_code == 404


def test_the_list(editor: SignedIn) -> None:
    """The list says who made which link for how long; it never shows a link again."""
    address = made(editor, shows="pinned")
    html = editor.get(f"{PAGE}/links")
    words = words_of(html)
    assert "Ada 1 Mar 2027, 13:00 CET English facts 1, copy 2 8 Mar 2027, 13:00 CET opens" in words
    assert address.rpartition("/")[2] not in html
    assert "Revoke" in words
    assert "Revoke" not in editor.as_role("compliance").words(f"{PAGE}/links")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"days": "0"}, "Choose from 1 to 30 days"),
        ({"days": "31"}, "Choose from 1 to 30 days"),
        ({"days": "soon"}, "Choose from 1 to 30 days"),
        ({"locale": "ar"}, "There is nothing to show in Arabic yet"),
    ],
)
def test_links_that_are_refused(editor: SignedIn, fields: dict[str, str], message: str) -> None:
    """A link that can't be is refused beside its field, and the form comes back."""
    answer = editor.post(f"{PAGE}/links", 422, **{"locale": "de", "days": "7", **fields})
    assert message in answer.text
    assert 'id="made"' not in answer.text


def test_links_of_other_pages(editor: SignedIn) -> None:
    """A link is revoked under its own page alone."""
    made(editor)
    editor.post(f"{PAGE}/copy", new_slug="another")
    editor.post("/pages/another/links/1/revoke", 404)
    editor.post(f"{PAGE}/links/9/revoke", 404)
    editor.post(f"{PAGE}/links", 404, locale="fr", days="7")
