"""The preview is the real page, of words that are not saved, for merchants alone."""

from __future__ import annotations

import re

import factories
import pytest
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import Desk
from editing import EDITOR
from editing import FACTS
from editing import filled
from editing import with_values
from editing import words
from fakes import StoppedClock
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.web.editor.previewing import LEFT_OUT
from flask_serum.web.notice_guard import notice_stands

PREVIEW = f"{EDITOR}preview/{factories.SLUG}/en"


@pytest.fixture(name="desk")
def _desk(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> Desk:
    return a_desk(a_shop(sqlite_engine, clock, market_eu))


def _body(html: str) -> str:
    found = LexborHTMLParser(re.sub(r' data-serum-field="[^"]*"', "", html)).css_first("main")
    assert found is not None
    return found.html or ""


def test_the_preview_is_the_shopper_s_page(desk: Desk) -> None:
    """What is live looks the same in the preview, letter for letter but for the marks."""
    assert _body(desk.client.get(PREVIEW).text) == _body(desk.shop.get())


def test_the_preview_shows_what_is_not_saved(desk: Desk) -> None:
    """The form's words are in the page, and nowhere else."""
    fields = filled(desk.form(), title="Not saved", what_it_is="New *words*.\r\n\r\n- a point")
    page = LexborHTMLParser(desk.post(PREVIEW, fields).text)
    title = page.css_first("h1")
    assert title is not None
    assert title.text() == "Not saved"
    assert "<li>a point</li>" in (page.html or "")
    assert desk.number() == 1
    assert "Not saved" not in desk.shop.get()


def test_a_preview_by_itself_says_that_it_is_one(desk: Desk) -> None:
    """In a tab of its own the page could be taken for the shop's; beside the form it can't."""
    alone = {"Sec-Fetch-Dest": "document"}
    for response, said in (
        (desk.client.get(PREVIEW, headers=alone), "A preview of what was saved last."),
        (desk.post(PREVIEW, desk.form(), headers=alone), "A preview of what is being written."),
    ):
        assert said in words(LexborHTMLParser(response.text), "body > aside")
    for where in ("iframe", "empty"):
        html = desk.client.get(PREVIEW, headers={"Sec-Fetch-Dest": where}).text
        assert "A preview of" not in html


def test_a_translation_is_previewed_from_beside_its_source(desk: Desk) -> None:
    """The words beside the source are shown on the page before they are saved."""
    fields = desk.form(f"{EDITOR}pages/{factories.SLUG}/translate/de", "form.translation")
    answer = desk.post(PREVIEW.replace("/en", "/de"), filled(fields, title="Neu"))
    assert words(LexborHTMLParser(answer.text), "h1") == "Neu"


def test_facts_are_previewed_too(desk: Desk) -> None:
    """A step that is changed reads so in the preview at once."""
    fields = with_values(desk.form(FACTS), {"regimen.steps[4].duration.minimum": "120"})
    assert "Wait 2 minutes" in desk.post(PREVIEW, fields).text


@pytest.mark.parametrize(
    ("path", "changes", "left_out"),
    [
        (COPY, {"title": "", "summary": "Good"}, "Title"),
        (FACTS, {"regimen.steps[1].amounts.quantity": "x", "brand": "Good"}, "Routine"),
        (FACTS, {"variants[0].sku": "", "brand": "Good"}, "Sizes"),
        (FACTS, {"pao_months": "99", "brand": "Good"}, "Months it keeps once open"),
    ],
)
def test_what_can_t_be_read_yet_is_as_it_was(
    desk: Desk, path: str, changes: dict[str, str], left_out: str
) -> None:
    """A field in the middle of being written never breaks the preview.

    :param path: of the form.
    :param changes: to it.
    :param left_out: the field that is told.
    """
    response = desk.post(PREVIEW, with_values(desk.form(path), changes))
    assert (response.status_code, response.headers[LEFT_OUT]) == (200, left_out)
    assert "Good" in response.text


def test_a_form_in_ruins_shows_what_is_saved(desk: Desk) -> None:
    """Even a form without any field of its part gives a page."""
    token = [one for one in desk.form() if one[0] == "serum_token"]
    response = desk.post(PREVIEW, [*token, ("serum_part", "facts"), ("variants", "no list")])
    assert response.status_code == 200
    assert "Aurelia Duo Serum" in response.text


def test_a_locale_without_words_has_a_preview(desk: Desk) -> None:
    """Before its first word a locale is previewed all the same, from the right where it is."""
    response = desk.client.get(PREVIEW.replace("/en", "/ar"))
    assert response.status_code == 200
    assert 'dir="rtl"' in response.text


def test_previews_are_private(desk: Desk) -> None:
    """No cache keeps one, no search engine lists it, no other site frames it, nothing runs."""
    for response in (desk.client.get(PREVIEW), desk.post(PREVIEW, desk.form())):
        headers = response.headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = headers["Content-Security-Policy"]
        for rule in ("frame-ancestors 'self'", "script-src 'none'", "form-action 'none'"):
            assert rule in policy
        assert "ETag" not in headers


def test_guests_see_no_preview(desk: Desk) -> None:
    """A draft does not leak by its preview, with a form or without."""
    guest = a_desk(desk.shop, "")
    assert guest.client.get(PREVIEW).status_code == 403
    response = guest.post(PREVIEW, desk.form())
    assert response.status_code == 403
    assert guest.client.get(PREVIEW, headers={"If-None-Match": "*"}).status_code == 403


def test_the_notice_stands_in_the_preview(desk: Desk) -> None:
    """The preview carries the notice as every page does, marks or not."""
    html = desk.post(PREVIEW, filled(desk.form(), title="Draft")).text
    assert notice_stands(html, notice_for("en"), {f"/serums/{factories.SLUG}/cart"})


def test_parts_of_the_preview_name_their_fields(desk: Desk) -> None:
    """Every mark names a field that the form has."""
    page = LexborHTMLParser(desk.client.get(PREVIEW).text)
    marks = {node.attributes["data-serum-field"] or "" for node in page.css("[data-serum-field]")}
    names = {f"en:{name}" for name, _ in desk.form()}
    names |= {f"facts:{name}" for name, _ in desk.form(FACTS)} | {"facts:variants"}
    names |= {"facts:manufacturer"}
    assert {"en:title", "en:faq[0].question", "facts:regimen.steps[4].action"} <= marks
    assert marks <= names


def test_shoppers_get_no_marks(desk: Desk) -> None:
    """What the preview adds is in the preview alone."""
    assert "data-serum-field" not in desk.shop.get()


def test_a_preview_of_nothing_is_not_found(desk: Desk) -> None:
    """An unknown page or locale has no preview."""
    for path in (f"{EDITOR}preview/nope/en", PREVIEW.replace("/en", "/tlh")):
        assert desk.client.get(path).status_code == 404
