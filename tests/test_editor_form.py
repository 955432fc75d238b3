"""The forms of a page: what goes in comes out, and comes back whole after any error."""

from __future__ import annotations

import factories
import pytest
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import Desk
from editing import FACTS
from editing import Fields
from editing import fields_of
from editing import filled
from editing import ids_of
from editing import PAGE
from editing import told
from editing import with_values
from editing import words
from fakes import StoppedClock
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.core.page import Faq
from flask_serum.core.ports import SnapshotCodec
from flask_serum.web import rich_text
from flask_serum.web.editor import copy_form
from flask_serum.web.editor import facts_form
from flask_serum.web.editor import form_tree
from flask_serum.web.editor import plain_text
from flask_serum.web.editor.problems import label
from flask_serum.web.editor.rearranging import rearranged


@pytest.fixture(name="desk")
def _desk(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> Desk:
    return a_desk(a_shop(sqlite_engine, clock, market_eu))


def _without_token(fields: Fields) -> Fields:
    return sorted(one for one in fields if one[0] != "serum_token")


def test_copy_survives_its_form(codec: SnapshotCodec) -> None:
    """Copy that is written into a form and read again is the same copy."""
    copy = factories.a_copy(
        what_it_is="<p>One <strong>bold</strong> word.</p><ul><li>A point</li></ul>",
        benefits=("First.", "Second."),
        faq=(Faq("Why?", "<p>So.</p><ul><li>a</li><li>b</li></ul>"), Faq("When?", "<p>Now.</p>")),
    )
    tree = form_tree.read(form_tree.write(copy_form.to_form(codec.dump(copy))))
    assert codec.load("en", copy_form.from_form(tree)) == copy


def test_facts_survive_their_form(codec: SnapshotCodec) -> None:
    """Facts that are written into a form and read again are the same facts."""
    facts = factories.a_facts()
    tree = form_tree.read(form_tree.write(facts_form.to_form(codec.dump(facts))))
    assert codec.load("facts", facts_form.from_form(tree)) == facts


TEXTS = st.lists(
    st.one_of(
        st.text("ab <>&;-\n*", max_size=12),
        st.sampled_from(("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<br>", "<strong>")),
    ),
    max_size=12,
).map("".join)


@given(TEXTS)
@example("<p>x &amp;amp; y</p>")
@example("<p>- no list</p>")
@example("<ul><li>a</li></ul><p>b<br>c</p>")
def test_rich_text_survives_a_text_area(source: str) -> None:
    """Whatever rich text is kept, it comes back from a plain text area letter for letter."""
    kept = rich_text.clean(source)
    through_a_browser = plain_text.to_text(kept).replace("\n", "\r\n")
    assert plain_text.to_html(through_a_browser) == kept


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One\ntwo", "<p>One<br>two</p>"),
        ("Then:\n- a\n- b\nEnd", "<p>Then:</p><ul><li>a</li><li>b</li></ul><p>End</p>"),
        ("2 < 3 & more", "<p>2 &lt; 3 &amp; more</p>"),
        ("<p>As <em>it</em> is</p>", "<p>As <em>it</em> is</p>"),
        ("  \n ", ""),
    ],
)
def test_plain_words_become_rich_text(typed: str, html: str) -> None:
    """Paragraphs and points can be typed without knowing any HTML.

    :param typed: into a text area.
    :param html: that is kept.
    """
    assert plain_text.to_html(typed) == html


def test_an_unchanged_form_makes_no_revision(desk: Desk) -> None:
    """Saving a form as it was opened says that there is nothing to save."""
    for path in (COPY, FACTS):
        assert told(desk.save(path)) == "unchanged"
    assert (desk.number(), desk.number("facts")) == (1, 1)


def test_copy_is_saved_from_the_form(desk: Desk) -> None:
    """What is typed becomes the next revision; shoppers see no change."""
    response = desk.save(
        COPY,
        title="Renamed",
        benefits="One.\r\n\r\nTwo.",
        what_it_is="Plain words.\r\n\r\n- a point",
        alt_texts__front="A bottle",
    )
    assert told(response) == "saved"
    copy = desk.copy()
    assert (copy.title, copy.benefits) == ("Renamed", ("One.", "Two."))
    assert copy.what_it_is == "<p>Plain words.</p><ul><li>a point</li></ul>"
    assert copy.alt_texts["front"] == "A bottle"
    assert "Renamed" not in desk.shop.get()


def test_facts_are_saved_from_the_form(desk: Desk) -> None:
    """Sizes, ingredients, steps, companions and parties are read from what was typed."""
    changes = {
        "pao_months": "12",
        "chambers[0].inci": "Ingredients: Aqua, 1,2-Hexanediol, Glycerin",
        "regimen.steps[4].duration.maximum": "180",
        "companions.moisturizer": "AUR-CREAM-50\r\nOTHER-1",
        "manufacturer.country": "at",
        "responsible_persons.UK.name": "",
        "responsible_persons.UK.country": "",
        "responsible_persons.UK.email": "",
        "responsible_persons.UK.website": "",
        "responsible_persons.UK.phone": "",
        "responsible_persons.UK.address": "",
        "images[1].decorative": "yes",
    }
    assert told(desk.post(FACTS, with_values(desk.form(FACTS), changes))) == "saved"
    facts = desk.facts()
    assert facts.pao_months == 12
    assert facts.chambers[0].inci == ("Aqua", "1,2-Hexanediol", "Glycerin")
    assert facts.regimen.steps[4].duration is not None
    assert facts.regimen.steps[4].duration.maximum == 180
    assert next(iter(facts.companions.values())) == ("AUR-CREAM-50", "OTHER-1")
    assert facts.manufacturer.country == "AT"
    assert list(facts.responsible_persons) == ["EU"]
    assert facts.images[1].decorative


def test_a_form_comes_back_whole_after_an_error(desk: Desk) -> None:
    """Every word is still there, the error beside its field and at the top, linked."""
    changes = {
        "title": "",
        "summary": "Kept <b>as</b> typed & more",
        "what_it_is": "Kept too.\r\n\r\n- point",
        "faq[0].question": "",
        "faq[0].answer": "An answer without its question",
        "alt_texts.front": "Kept text",
    }
    sent = with_values(desk.form(), changes)
    response = desk.post(COPY, sent)
    assert response.status_code == 422
    page = LexborHTMLParser(response.text)
    assert _without_token(fields_of(page)) == _without_token(sent)
    links = [node.attributes["href"] or "" for node in page.css(".summary a")]
    assert {"#f-title", "#f-faq-0-question"} == set(links)
    assert {link[1:] for link in links} <= ids_of(page)
    title = page.css_first("#f-title")
    assert title is not None
    assert title.attributes["aria-invalid"] == "true"
    assert "f-title-error" in (title.attributes["aria-describedby"] or "").split()
    assert words(page, "#f-title-error") == "Must not be empty."
    assert words(page, "title").startswith("Please look at this")
    assert desk.number() == 1


def test_errors_of_facts_lead_to_their_cards(desk: Desk) -> None:
    """A rule that a step breaks is told at the step; what is about no field, at its group."""
    changes = {
        "regimen.steps[2].duration.minimum": "20",
        "regimen.steps[1].amounts.quantity": "half",
        "variants[0].gtin": "123",
        "pao_months": "soon",
        "chambers[1].inci": "",
    }
    response = desk.post(FACTS, with_values(desk.form(FACTS), changes))
    page = LexborHTMLParser(response.text)
    assert response.status_code == 422
    links = [(node.attributes["href"] or "")[1:] for node in page.css(".summary a")]
    assert links
    assert set(links) <= ids_of(page)
    assert len(page.css(".field__error")) >= len(set(links))


def test_a_form_that_leaves_fields_out_empties_none(desk: Desk) -> None:
    """Who sends a few fields changes those, and loses no other."""
    for path in (COPY, FACTS):
        few = [one for one in desk.form(path) if one[0] in ("serum_token", "serum_base")]
        name = "title" if path == COPY else "brand"
        assert told(desk.post(path, [*few, (name, "Changed")])) == "saved"
    assert desk.copy() == factories.a_copy(title="Changed")
    assert desk.facts() == factories.a_facts(brand="Changed")


def test_the_last_question_can_be_taken_out(desk: Desk) -> None:
    """A list that the form shows, and sends empty, is empty."""
    page = LexborHTMLParser(desk.post(COPY, filled(desk.form(), serum_do="faq[0].remove")).text)
    assert page.css_first("[name='faq[0].question']") is None
    assert told(desk.post(COPY, fields_of(page))) == "saved"
    assert desk.copy().faq == ()


def test_steps_are_added_moved_and_removed_without_a_script(desk: Desk) -> None:
    """Each button gives the form back rearranged, with every word, and saves nothing yet."""
    fields = filled(desk.form(FACTS), brand="Typed before")
    for order, ids in (
        ("regimen.steps.add", ["cream", "sunscreen", "step-1"]),
        ("regimen.steps[7].up", ["cream", "step-1", "sunscreen"]),
        ("regimen.steps[6].remove", ["wait", "cream", "sunscreen"]),
        ("regimen.steps[6].to[5]", ["wait", "sunscreen", "cream"]),
        ("regimen.steps[5].down", ["wait", "cream", "sunscreen"]),
    ):
        response = desk.post(FACTS, filled(fields, serum_do=order))
        assert response.status_code == 200, order
        fields = fields_of(LexborHTMLParser(response.text))
        named = [v for k, v in fields if k.startswith("regimen.steps[") and k.endswith("].id")]
        assert named[-3:] == ids, order
    assert dict(fields)["brand"] == "Typed before"
    assert desk.number("facts") == 1
    assert told(desk.post(FACTS, fields)) == "saved"


@pytest.mark.parametrize(
    "order", ["save", "markets.add", "regimen.steps.drop", "faq[x].up", "slug[0].remove", ""]
)
def test_other_orders_rearrange_nothing(order: str) -> None:
    """Only the lists that can be rearranged are.

    :param order: that is none.
    """
    tree: form_tree.Tree = {"faq": [{"question": "q"}], "slug": "s"}
    assert not rearranged(tree, order)
    assert tree == {"faq": [{"question": "q"}], "slug": "s"}


@pytest.mark.parametrize("order", ["faq[7].up", "faq[0].up", "faq[0].to[900]", "faq.up"])
def test_an_order_beyond_the_ends_loses_nothing(order: str) -> None:
    """An entry that can't go further stays.

    :param order: that goes too far.
    """
    tree: form_tree.Tree = {"faq": [{"question": "q"}]}
    assert rearranged(tree, order)
    assert tree == {"faq": [{"question": "q"}]}


@given(
    st.lists(
        st.tuples(
            st.text("abc.[]0123456789_é", max_size=20),
            st.text(max_size=5),
        ),
        max_size=15,
    )
)
def test_no_name_of_a_field_breaks_a_form(pairs: list[tuple[str, str]]) -> None:
    """Whatever names are sent, they are read, and both readers of parts take what was read."""
    tree = form_tree.read(pairs)
    copy_form.from_form(tree)
    facts_form.from_form(tree)


def test_the_notice_stands_locked_in_the_form(desk: Desk) -> None:
    """The notice is where it will be, before the merchant's warnings, and is no field."""
    page = desk.see(COPY)
    locked = page.css_first(".locked")
    assert locked is not None
    assert notice_for("en").items[0].text in locked.text()
    assert "nobody can change them" in words(page, ".locked__why")
    assert locked.css("input, textarea, select, button, [contenteditable]") == []
    assert page.html is not None
    assert page.html.index("serum-notice") < page.html.index('name="extra_warnings"')


def test_words_for_what_is_gone_can_be_emptied(desk: Desk) -> None:
    """An alt text whose picture has left the facts is shown, so that it can be taken out."""
    assert told(desk.save(FACTS, **{"serum_do": "save"})) == "unchanged"
    response = desk.post(FACTS, filled(desk.form(FACTS), serum_do="images[1].remove"))
    desk.post(FACTS, fields_of(LexborHTMLParser(response.text)))
    fields = desk.form()
    assert dict(fields)["alt_texts.texture"]
    assert desk.post(COPY, filled(fields, title="New")).status_code == 422
    assert told(desk.post(COPY, filled(fields, alt_texts__texture=""))) == "saved"


def test_whoever_may_not_write_reads(desk: Desk) -> None:
    """A role that reads sees the form, and none of its fields can be sent."""
    reader = a_desk(desk.shop, "cleo", "compliance")
    page = reader.see(COPY)
    assert page.css_first("fieldset.plain[disabled]") is not None
    assert page.css("button[value='publish']") == []
    assert reader.post(COPY, desk.form()).status_code == 403


def test_a_locale_begins_empty_and_is_saved(desk: Desk) -> None:
    """A locale that was never written has an empty form; saving it makes its first revision."""
    path = f"{PAGE}parts/ar"
    page = desk.see(path)
    area = page.css_first("#f-summary")
    assert area is not None
    assert (area.attributes["dir"], area.attributes["lang"]) == ("rtl", "ar")
    response = desk.save(path, title="سيروم", product_type="سيروم", summary="جل")
    assert told(response) == "saved"
    assert desk.copy("ar").title == "سيروم"


def test_steps_are_said_in_the_shopper_s_words(desk: Desk) -> None:
    """Each card shows the sentence that the page will show, also while it is changed."""
    assert "Wait 1 to 2 minutes" in words(desk.see(FACTS), ".step__sentence")
    fields = with_values(desk.form(FACTS), {"regimen.steps[4].duration.maximum": "60"})
    steps = desk.post(f"{PAGE}sentences", fields).get_json()["steps"]
    assert steps[4]["sentence"] == "Wait 1 minute before the next layer."
    broken = with_values(fields, {"regimen.steps[4].duration.maximum": "soon"})
    steps = desk.post(f"{PAGE}sentences", broken).get_json()["steps"]
    assert steps[4]["sentence"] == "This step is not whole yet."
    assert "Warten" in words(desk.see(f"{PAGE}parts/de"), ".notes")


@pytest.mark.parametrize(
    ("part", "path", "said"),
    [
        ("en", "faq[0].question", "Questions and answers 1: Question"),
        ("facts", "regimen.steps[wait].duration", "Steps: wait: How long"),
        ("facts", "manufacturer.email", "Manufacturer: Email"),
        ("en", "alt_texts.front.1", "What the picture shows: front.1"),
        ("en", "", "The page"),
    ],
)
def test_a_field_is_called_by_its_name(part: str, path: str, said: str) -> None:
    """Problems name a field as the form does.

    :param part: of the page.
    :param path: of the field.
    :param said: what it is called.
    """
    assert label(part, path) == said
