"""Copies and the trash on the screen."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import SLUG
from fakes import StoppedClock
from signed_in import an_editor
from signed_in import PEOPLE
from signed_in import SignedIn
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market

PAGE = f"/pages/{SLUG}"


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    return an_editor(sqlite_engine, clock, market_eu)


def test_a_copy(editor: SignedIn) -> None:
    """A copy is a draft that shoppers do not see, under the slug that was asked for."""
    assert 'value="aurelia-duo-copy"' in editor.get(f"{PAGE}/copy")
    words = editor.follow(editor.post(f"{PAGE}/copy", new_slug="aurelia-night"))
    assert f"This is the copy of {SLUG}: a draft" in words
    assert "live" not in words.split("Facts", 2)[2].split("Publish")[0]
    assert editor.client.get("/serums/aurelia-night").status_code == 404
    assert "aurelia-night" not in editor.shop.get("/serums/")
    assert "aurelia-night" not in editor.shop.get("/serums/sitemap.xml")
    editor.shop.get()


@pytest.mark.parametrize(
    ("slug", "message"),
    [(SLUG, "already"), ("A b", "lower-case"), ("", "lower-case"), ("editor", "taken by a route")],
)
def test_slugs_that_are_refused(editor: SignedIn, slug: str, message: str) -> None:
    """A slug that can't be is refused beside its field, which keeps what was typed."""
    answer = editor.post(f"{PAGE}/copy", 422, new_slug=slug)
    assert message in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert f'name="new_slug" value="{slug}"' in answer.text


def test_into_the_trash(editor: SignedIn) -> None:
    """A page in the trash is on no screen and on no surface; restored, it is a draft."""
    begins = editor.shop.clock.now() + dt.timedelta(days=1)
    editor.shop.mount.publishing.publish(PEOPLE["admin"], SLUG, "en", begins=begins)
    words = editor.words(f"{PAGE}/trash")
    assert "Live now: Facts, English, German" in words
    assert "1 scheduled publication is cancelled" in words
    words = editor.follow(editor.post(f"{PAGE}/trash"))
    assert f"{SLUG} is in the trash" in words
    assert "Aurelia Duo Serum" in words
    assert editor.client.get(f"/serums/{SLUG}").status_code == 404
    assert SLUG not in editor.shop.get("/serums/")
    assert SLUG not in editor.shop.get("/serums/sitemap.xml")
    assert "There is no page yet" in editor.words("/")
    for path in ("/", "/history", "/schedule", "/parts/en", "/review", "/links", "/export"):
        assert "in the trash; restore it first" in editor.words(PAGE + path, 404)
    words = editor.follow(editor.post(f"{PAGE}/restore"))
    assert "Out of the trash, as a draft" in words
    assert editor.client.get(f"/serums/{SLUG}").status_code == 404
    editor.shop.clock.advance(days=2)
    assert editor.client.get(f"/serums/{SLUG}").status_code == 404
    assert "The trash is empty" in editor.words("/trash")
    words = editor.words(f"{PAGE}/history")
    assert "Ada put the page into the trash" in words
    assert "Ada took the page out of the trash" in words


def test_a_page_that_is_not_there(editor: SignedIn) -> None:
    """What is not there is neither copied, thrown away nor restored."""
    editor.get("/pages/nothing/copy", 404)
    editor.post("/pages/nothing/trash", 404)
    editor.post("/pages/nothing/restore", 404)
