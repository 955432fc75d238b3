"""Publishing and taking down, from the overview and from the list."""

from __future__ import annotations

import factories
import pytest
from editing import a_desk
from editing import a_shop
from editing import Desk
from editing import EDITOR
from editing import FACTS
from editing import fields_of
from editing import filled
from editing import ids_of
from editing import PAGE
from editing import told
from editing import with_values
from editing import words
from fakes import StoppedClock
from mounted import EDITOR as ADMIN
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import PageIncomplete
from flask_serum.core.market import Market
from flask_serum.core.starting import TO_FILL_IN

PUBLISH = f"{PAGE}publish"
UNPUBLISH = f"{PAGE}unpublish"


@pytest.fixture(name="desk")
def _desk(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> Desk:
    return a_desk(a_shop(sqlite_engine, clock, market_eu))


def _token(desk: Desk) -> list[tuple[str, str]]:
    return [one for one in desk.form() if one[0] == "serum_token"]


def test_what_is_ticked_is_published(desk: Desk) -> None:
    """The overview ticks what has changed, and publishes that."""
    desk.save(title="Out now")
    assert "Out now" not in desk.shop.get()
    fields = desk.form(PAGE, "#publish")
    assert [value for name, value in fields if name == "part"] == ["en"]
    response = desk.post(PUBLISH, fields)
    assert told(response) == "published"
    assert "Published: English" in words(desk.see(response.location), ".message")
    assert "Out now" in desk.shop.get()
    assert desk.see(PAGE).css("#publish ~ * [name='part'][form='publish']") == []


def test_what_the_merchant_saw_is_what_goes_out(desk: Desk) -> None:
    """A revision that somebody saves a moment later does not go out unseen."""
    desk.save(title="Seen")
    fields = desk.form(PAGE, "#publish")
    a_desk(desk.shop, "ben").save(title="Not seen")
    assert told(desk.post(PUBLISH, fields)) == "published"
    assert "Seen" in desk.shop.get()
    assert "Not seen" not in desk.shop.get()


def test_parts_that_need_each_other_go_out_together(desk: Desk) -> None:
    """A new picture and its alt text can be published, though neither could alone."""
    page = LexborHTMLParser(desk.post(FACTS, filled(desk.form(FACTS), serum_do="images.add")).text)
    added = with_values(fields_of(page), {"images[2].url": "/new.svg"})
    assert told(desk.post(FACTS, added)) == "saved"
    for tag in ("en", "de"):
        path = FACTS.replace("facts", tag)
        fields = with_values(desk.form(path), {"alt_texts.picture-1": "A new picture"})
        assert told(desk.post(path, fields)) == "saved"
    publishing = desk.shop.mount.publishing
    for part in ("facts", "en"):
        with pytest.raises(PageIncomplete, match="picture"):
            publishing.publish(ADMIN, factories.SLUG, part)
    assert told(desk.post(PUBLISH, desk.form(PAGE, "#publish"))) == "published-remarks"
    assert "A new picture" in desk.shop.get()


def test_all_go_out_or_none(desk: Desk) -> None:
    """Where one part may not go out, the others stay as they are."""
    desk.save(title="Held back")
    fields = with_values(desk.form(FACTS), {"manufacturer.email": "", "manufacturer.website": ""})
    desk.post(FACTS, fields)
    response = desk.post(PUBLISH, desk.form(PAGE, "#publish"))
    assert response.status_code == 409
    assert "Held back" not in desk.shop.get()


def test_what_is_missing_is_a_list_that_leads_to_the_fields(desk: Desk) -> None:
    """Each point of the list names its field, and links to it."""
    desk.save(why_mixed="", alt_texts__front="")
    response = desk.post(PUBLISH, desk.form(PAGE, "#publish"))
    page = LexborHTMLParser(response.text)
    links = [node.attributes["href"] or "" for node in page.css(".summary a")]
    assert len(links) == 2
    for link in links:
        path, _, anchor = link.partition("#")
        assert anchor in ids_of(desk.see(path)), link
    assert "What the picture shows" in words(page, ".summary")


def test_a_place_to_fill_in_does_not_go_out(desk: Desk) -> None:
    """What a new page left to the merchant can't be published by mistake."""
    desk.save(summary=TO_FILL_IN)
    response = desk.post(PUBLISH, desk.form(PAGE, "#publish"))
    assert response.status_code == 409
    assert "Fill this in" in response.text


def test_nothing_ticked_is_told(desk: Desk) -> None:
    """Publishing nothing changes nothing, and says so."""
    response = desk.post(PUBLISH, _token(desk))
    assert response.status_code == 422
    assert "Choose at least one part" in response.text


def test_a_revision_that_is_no_number_is_none(desk: Desk) -> None:
    """What only looks like a digit names no revision, and publishes nothing."""
    response = desk.post(PUBLISH, [*_token(desk), ("part", "en"), ("revision:en", "²")])
    assert response.status_code == 422
    assert "Choose at least one part" in response.text


def test_a_locale_is_taken_down_alone(desk: Desk) -> None:
    """Unpublishing German leaves English; its words stay in the editor."""
    response = desk.post(UNPUBLISH, [*_token(desk), ("part", "de")])
    assert told(response) == "unpublished"
    assert "Aurelia Duo-Serum" not in desk.shop.get(f"/serums/de/{factories.SLUG}")
    assert desk.copy("de").title == "Aurelia Duo-Serum"
    assert "unpublished" in words(desk.see(PAGE), ".cards")


def test_the_whole_page_is_taken_down(desk: Desk) -> None:
    """Without its facts shoppers see nothing of a page."""
    desk.post(UNPUBLISH, [*_token(desk), ("part", "facts")])
    assert desk.client.get(f"/serums/{factories.SLUG}").status_code == 404


def test_publishing_together_asks_who_it_is(desk: Desk) -> None:
    """The service itself refuses who may not, whatever screen they come from."""
    with pytest.raises(NotAllowed, match="publish"):
        desk.shop.mount.publishing.publish_together(None, factories.SLUG, {"en": 1})


def test_many_pages_go_out_with_a_result_each(desk: Desk) -> None:
    """One page that may not go out stops no other, and says why."""
    desk.save(title="Of many")
    new = filled(desk.form(f"{EDITOR}new", "form"), title="Half", sku="HALF-1")
    desk.post(f"{EDITOR}new", new)
    fields = [*_token(desk), ("slug", factories.SLUG), ("slug", "half"), ("slug", "nope")]
    page = LexborHTMLParser(desk.post(f"{EDITOR}publish", [*fields, ("part", "")]).text)
    assert words(page, "h1") == "Published: 1 of 3"
    assert words(page, ".outcome--done") == f"{factories.SLUG} Published: English."
    assert "It is not ready yet" in words(page, ".outcome--not")
    assert "There is no such page" in words(page, ".outcome--not")
    assert "Of many" in desk.shop.get()
    again = LexborHTMLParser(desk.post(f"{EDITOR}publish", fields).text)
    assert "nothing to do" in words(again, ".outcome--not")


def test_many_pages_are_taken_down(desk: Desk) -> None:
    """Of the chosen pages one locale is taken down, or the whole page."""
    fields = [*_token(desk), ("slug", factories.SLUG)]
    desk.post(f"{EDITOR}unpublish", [*fields, ("part", "de")])
    assert "Aurelia Duo Serum" in desk.shop.get()
    desk.post(f"{EDITOR}unpublish", [*fields, ("part", "")])
    assert desk.client.get(f"/serums/{factories.SLUG}").status_code == 404
    page = LexborHTMLParser(desk.post(f"{EDITOR}unpublish", _token(desk)).text)
    assert "No page was chosen" in words(page)
