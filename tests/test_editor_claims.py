"""What copy claims is told beside the field, with reviewed words to say instead."""

from __future__ import annotations

import json
import re
import typing as t
import unicodedata
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import factories
import pytest
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import Desk
from editing import EDITOR
from editing import FACTS
from editing import fields_of
from editing import filled
from editing import PAGE
from editing import told
from editing import with_values
from editing import words
from fakes import StoppedClock
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from mounted import EDITOR as ADMIN
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.claims import check
from flask_serum.claims.rules import RuleSet
from flask_serum.core.market import Market
from flask_serum.core.page import Faq
from flask_serum.web.editor import plain_text
from flask_serum.web.editor.as_written import source_of
from flask_serum.web.editor.form_tree import Tree
from flask_serum.web.editor.letters import found_again
from flask_serum.web.editor.letters import mark_of
from flask_serum.web.editor.letters import Place
from flask_serum.web.editor.letters import seen
from flask_serum.web.editor.letters import Source
from flask_serum.web.editor.rewording import fitted
from flask_serum.web.editor.rewording import put
from flask_serum.web.editor.sentence_at import replaced
from flask_serum.web.rich_text import clean

FORM = "form[data-writing]"
GERMAN = f"{PAGE}translate/de"


@pytest.fixture(name="desk")
def _desk(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> Desk:
    record = factories.a_record(facts=factories.a_facts(markets=("eu",)))
    return a_desk(a_shop(sqlite_engine, clock, market_eu, record=record))


def _ask(desk: Desk, path: str = COPY, **changes: str) -> dict[str, t.Any]:
    """Give what the script is told of a form."""
    wanted = {name.replace("__", "."): value for name, value in changes.items()}
    response = desk.post(f"{path}/claims", with_values(desk.form(path), wanted))
    assert response.status_code == 200, response.text
    answer: dict[str, t.Any] = response.get_json()
    return answer


def _said(html: str) -> str:
    return words(LexborHTMLParser(html))


def test_the_words_of_a_form_are_read(desk: Desk) -> None:
    """The answer says what, where, why, by which law, and what to say instead; nothing is kept."""
    answer = _ask(desk, title="😀 Aurelia heals eczema")
    (path,) = answer["fields"]
    assert path == "title"
    said = _said(answer["fields"][path]["html"])
    assert "“heals eczema” can’t be published in the EU." in said
    assert "Naming a disease outside a warning says that the product is for it" in said
    assert "EU: Reg. (EC) 1223/2009" in said
    assert "a cosmetic for skin that feels dry" in said
    marks = json.loads(answer["fields"][path]["marks"])
    assert [one[:4] for one in marks] == [
        [8, 13, "heals", "stops"],
        [8, 19, "healseczema", "stops"],
    ]
    assert _said(answer["state"]).startswith("Claims: 2 can’t be published.")
    assert desk.number() == 1
    assert desk.shop.mount.workbench.kept("ada", factories.SLUG, "en") == []


def test_the_whole_page_is_read(desk: Desk) -> None:
    """A claim over two lines or over facts and copy is found; the other part of it is linked."""
    answer = _ask(desk, benefits="Feels light.\r\n\r\nHeals\r\nwounds in a day")
    found = json.loads(answer["fields"]["benefits"]["marks"])
    assert [11, 16, "Heals"] in [mark[:3] for mark in found]
    assert "brand" in _ask(desk, FACTS, brand="Heals", slug=factories.SLUG)["fields"]
    desk.save(FACTS, brand="Heals")
    answer = _ask(desk, title="wounds in a day")
    assert "Facts: 2 can’t be published" in _said(answer["state"])


def test_words_that_can_not_be_saved_are_read(desk: Desk) -> None:
    """A title that is too long, and a question without its answer, are read as they stand."""
    fields = {
        "title": "Heals eczema " + "x" * 120,
        "summary": "",
        "faq[0].question": "Does it cure acne?",
        "faq[0].answer": "",
        "what_it_is": "<p>Kills <b>bac</b>teria.</p>",
    }
    answer = desk.post(f"{COPY}/claims", with_values(desk.form(), fields)).get_json()
    assert set(answer["fields"]) == {"title", "faq[0].question", "what_it_is"}
    assert "“Kills bacteria”" in _said(answer["fields"]["what_it_is"]["html"])


@pytest.mark.parametrize("path", ["nothing/parts/en", f"{factories.SLUG}/parts/fr"])
def test_what_is_not_there(desk: Desk, path: str) -> None:
    """A page that is not there, and a language that nobody sells in, are answered as such.

    :param path: of the part.
    """
    response = desk.post(f"{EDITOR}pages/{path}/claims", desk.form())
    assert response.status_code == 404


def test_facts_are_read(desk: Desk) -> None:
    """Brand and ingredients are read, also where a field of the facts can't be saved."""
    fields = {
        "brand": "Acne Cure",
        "pao_months": "many",
        "chambers[0].inci": "Aqua, Sodium Nitrite",
    }
    answer = desk.post(f"{FACTS}/claims", with_values(desk.form(FACTS), fields)).get_json()
    assert {"brand", "chambers[0].inci"} <= set(answer["fields"])
    said = _said(answer["fields"]["chambers[0].inci"]["html"])
    assert "“Sodium Nitrite” can’t be published in the EU." in said


def test_a_page_that_is_sold_nowhere(desk: Desk) -> None:
    """Where no law is known, nothing passes silently."""
    fields = [pair for pair in desk.form(FACTS) if pair[0] != "markets"]
    state = _said(desk.post(f"{FACTS}/claims", fields).get_json()["state"])
    assert state == "Claims: not checked: the page is sold in no market."


def test_a_form_says_so_without_a_script(desk: Desk) -> None:
    """What a form claims stands beside its fields, and describes them."""
    desk.save(title="Heals eczema", benefits="Hypoallergenic")
    page = desk.see(COPY)
    title = page.css_first("[name=title]")
    assert title is not None
    described = (title.attributes["aria-describedby"] or "").split()
    said = [words(page, f"#{one}") for one in described]
    assert any("“Heals eczema” can’t be published in the EU" in one for one in said)
    assert "“Hypoallergenic” had better not be said in the EU." in words(page, "#f-benefits-claims")
    assert "Claims: 2 can’t be published; 1 had better not be said." in words(page, FORM)
    assert RuleSet.load("en").version in words(page, "[data-claims-state]")


def test_a_field_full_of_claims(desk: Desk) -> None:
    """All of them are marked and counted; a dozen are explained."""
    found = _ask(desk, benefits="Removes wrinkles.\r\n" * 20)["fields"]["benefits"]
    assert len(json.loads(found["marks"])) == 20
    assert found["html"].count("<li") == 12
    assert "And 8 more in this field." in _said(found["html"])


def test_nothing_found_is_called_so(desk: Desk) -> None:
    """A clean form says "nothing found" and by which rules, and no text of ours says more."""
    state = words(desk.see(COPY), "[data-claims-state]")
    assert state == f"Claims: nothing found. Rules en {RuleSet.load('en').version}"
    folders = [Path(str(files("flask_serum.templates"))), Path(str(files("flask_serum.static")))]
    for folder in folders:
        for path in folder.rglob("*.*"):
            if path.suffix in (".html", ".js"):
                assert not re.search(r"(?i)\bcompliant\b", path.read_text("utf-8")), path


def test_a_market_that_nobody_knows_here(desk: Desk) -> None:
    """What was read is told, and that another market's law was not asked."""
    desk.shop.mount.publishing.save_draft(
        ADMIN, factories.SLUG, "facts", factories.a_facts(markets=("eu", "jp")), expected=1
    )
    state = words(desk.see(COPY), "[data-claims-state]")
    assert state.startswith("Claims: nothing found; not checked for market 'jp'")


def test_a_language_without_rules(desk: Desk) -> None:
    """The form says that it is not checked; English words in it are stopped all the same."""
    state = words(desk.see(f"{PAGE}parts/ar"), "[data-claims-state]")
    assert state == "Claims: not checked: no rules for Arabic."
    fields = with_values(
        desk.form(f"{PAGE}parts/ar"), {"title": "It heals the wounds of your skin for you"}
    )
    answer = desk.post(f"{PAGE}parts/ar/claims", fields).get_json()
    assert "title" in answer["fields"]
    assert "not checked: no rules for Arabic" in _said(answer["state"])


def test_who_may_not_override_hears_who_can(desk: Desk) -> None:
    """A writer is told to ask compliance; whoever may override is shown the way."""
    writer = a_desk(desk.shop, "wim", "writer")
    fields = with_values(writer.form(), {"title": "Heals eczema"})
    said = _said(writer.post(f"{COPY}/claims", fields).get_json()["fields"]["title"]["html"])
    assert "somebody with the role compliance has to ask for an override" in said
    assert "save it and ask for an override" in _said(
        _ask(desk, title="Heals eczema")["fields"]["title"]["html"]
    )


def _order(page: LexborHTMLParser, slot: str, instead: str) -> str:
    """Give what a button beside a field sends."""
    for button in page.css(f"[id='{slot}'] button"):
        if instead in button.text():
            return button.attributes["value"] or ""
    raise AssertionError(words(page, f"[id='{slot}']"))


def test_a_rewording_without_a_script(desk: Desk) -> None:
    """One press puts reviewed words in, in each kind of field; all else stays, nothing is saved."""
    copy = replace(
        factories.a_copy(),
        title="Aurelia heals eczema for you",
        benefits=("Feels light.", "Removes wrinkles for good."),
        what_it_is="<p>First.</p><ul><li>It <strong>kills bac</strong>teria fast.</li></ul>",
        faq=(Faq("What is it?", "<p>Our serum cures acne.</p>"),),
        alt_texts={"front": "Heals wounds.", "texture": "Two gels"},
    )
    desk.shop.mount.publishing.save_draft(ADMIN, factories.SLUG, "en", copy, expected=1)
    page = desk.see(COPY)
    fields = with_values(
        fields_of(page, FORM),
        {"summary": "Typed and not saved.", "faq[1].question": "", "faq[1].answer": ""},
    )
    for slot, instead, name, wanted in (
        (
            "f-title-claims",
            "skin that feels dry",
            "title",
            "Aurelia a cosmetic for skin that feels dry for you",
        ),
        (
            "f-benefits-claims",
            "Softens",
            "benefits",
            "Feels light.\nSoftens the look of fine lines by hydrating.",
        ),
        ("f-what_it_is-claims", "feeling fresh", "what_it_is", None),
        ("f-faq-0-answer-claims", "skin that feels dry", "faq[0].answer", None),
        (
            "f-alt_texts-front-claims",
            "broken skin",
            "alt_texts.front",
            "Not for broken skin or wounds.",
        ),
    ):
        order = _order(page, slot, instead)
        response = desk.post(COPY, [*fields, ("serum_do", order)])
        assert response.status_code == 200
        page = LexborHTMLParser(response.text)
        assert "has become" in words(page, ".message")
        focused = page.css_first("[autofocus]")
        assert focused is not None
        assert focused.attributes["name"] == name
        fields = fields_of(page, FORM)
        if wanted is not None:
            assert dict(fields)[name].replace("\r\n", "\n") == wanted
    sent = dict(fields)
    assert sent["summary"] == "Typed and not saved."
    assert clean(plain_text.to_html(sent["what_it_is"])) == (
        "<p>First.</p><ul><li>Cleanses skin and leaves it feeling fresh.</li></ul>"
    )
    assert sent["faq[0].answer"] == "A cosmetic for skin that feels dry."
    assert desk.number() == 2
    assert desk.copy() == copy
    assert told(desk.post(COPY, fields)) == "saved"


INSTEAD = "Feels good."


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Light. It heals eczema. Try it.", "Light. Feels good. Try it."),
        ("😀 It heals eczema", "😀 Feels good"),
        ("Does it heal eczema?! Yes.", "Feels good. Yes."),
        ("“It heals eczema.” (Ana)", "“Feels good.” (Ana)"),
        ("„Heals“ eczema, approx. daily (and more)", "Feels good"),
        ('It "heals eczema." Truly.', "Feels good. Truly."),
        ("<p>It <b>heals eczema.</b> Fine</p>", "<p>Feels good. Fine</p>"),
        ("<p>It <b>heals eczema. Fine</b></p>", "<p>Feels good.<b> Fine</b></p>"),
        ("<p><b>It heals</b> eczema</p>", "<p>Feels good</p>"),
        ("<p><b>Fine. It heals</b> eczema.</p>", "<p><b>Fine. </b>Feels good.</p>"),
        ("<p>Fine<br>heals <i>eczema</i><br>Fine</p>", "<p>Fine<br>Feels good<br>Fine</p>"),
        ("<ul><li>Heals</li><li>eczema</li></ul>", "<ul><li>Feels good</li></ul>"),
        ("<ul><li>Heals</li></ul><p>eczema</p>", "<ul><li>Feels good</li></ul><p></p>"),
        ("<p>مصل. It heals eczema.</p><p>مصل</p>", "<p>مصل. Feels good.</p><p>مصل</p>"),
    ],
)
def test_a_rewording_takes_the_place_of_a_sentence(typed: str, wanted: str) -> None:
    """The whole sentence goes, with its full stop; quotes, emoji and elements round it stay.

    :param typed: plain, or HTML.
    :param wanted: what stands there then.
    """
    rich = typed.startswith("<")
    tree = Tree({"what_it_is" if rich else "summary": typed})
    source = source_of(tree, next(iter(tree)))
    left, right = typed.lower().index("heal"), typed.index("eczema") + len("eczema")
    there = replaced(Place(source, (left, right)))
    put(tree, there.place, fitted(INSTEAD, there, "en"))
    assert (plain_text.to_html(tree["what_it_is"]) if rich else tree["summary"]) == wanted


@pytest.mark.parametrize(
    ("field", "typed", "wanted"),
    [
        ("title", "Duo that heals eczema.", "Duo that feels good."),
        ("seo_title", "Heals eczema", "Feels good"),
        ("variant_names", "Heals eczema. Small", "Feels good. Small"),
        ("alt_texts", "A gel that heals eczema", "A gel that feels good"),
        ("alt_texts", "A gel that heals eczema.", "Feels good."),
    ],
)
def test_a_name_is_no_sentence(field: str, typed: str, wanted: str) -> None:
    """In titles, names and alternative texts without a full stop, just the claim is replaced.

    :param field: the field, or the mapping that it is in.
    :param typed: what stands there.
    :param wanted: what stands there then.
    """
    path = f"{field}.one" if field in ("variant_names", "alt_texts") else field
    left = typed.lower().index("heals")
    there = replaced(Place(Source(path, typed), (left, typed.index("eczema") + 6)))
    start, end = there.place.span
    assert typed[:start] + fitted(INSTEAD, there, "en") + typed[end:] == wanted


def test_a_button_says_what_it_replaces(desk: Desk) -> None:
    """The sentence is told as it reads, a long one without its middle; another one is not it."""
    long = "It heals eczema " + "day after day and " * 9 + "night after night."
    desk.save(summary="Light & soft. It heals eczema.", what_it_is=f"<p>Hm. <b>{long}</b></p>")
    page = desk.see(COPY)
    assert "Say instead of “It heals eczema.”:" in words(page, "#f-summary-claims")
    said = words(page, "#f-what_it_is-claims")
    assert "Say instead of “It heals eczema day after day and day after … day and" in said
    assert "night after night.”:" in said
    order = _order(page, "f-summary-claims", "skin that feels dry")
    changed = filled(fields_of(page, FORM), summary="It heals eczema fast.", serum_do=order)
    page = LexborHTMLParser(desk.post(COPY, changed).text)
    assert "nothing was replaced" in words(page, ".message")
    assert dict(fields_of(page, FORM))["summary"] == "It heals eczema fast."


def test_a_rewording_whose_words_are_gone(desk: Desk) -> None:
    """A button of an older form replaces nothing where the words have changed since."""
    desk.save(title="Heals eczema")
    page = desk.see(COPY)
    order = _order(page, "f-title-claims", "feeling comfortable")
    fields = filled(fields_of(page, FORM), title="Feels good", serum_do=order)
    page = LexborHTMLParser(desk.post(COPY, fields).text)
    assert "nothing was replaced" in words(page, ".message")
    assert dict(fields_of(page, FORM))["title"] == "Feels good"


def test_the_translation_says_so_too(desk: Desk) -> None:
    """Beside its source, a translation is read by its own rules and reworded the same way."""
    desk.post(GERMAN, filled(desk.form(GERMAN, "form[data-translation]"), title="Heilt Ekzeme"))
    page = desk.see(GERMAN)
    assert "“Heilt Ekzeme” can’t be published in the EU." in words(page, "#f-title-claims")
    order = _order(page, "f-title-claims", "sich trocken anfühlt")
    fields = filled(fields_of(page, "form[data-translation]"), serum_do=order)
    page = LexborHTMLParser(desk.post(GERMAN, fields).text)
    sent = dict(fields_of(page, "form[data-translation]"))
    assert sent["title"] == "Ein Kosmetikum für Haut, die sich trocken anfühlt"


CLAIM = "Heals eczema."
# What a merchant types and what is kept differ in these, and in no letter.
BETWEEN = st.lists(st.sampled_from(["", "\r\n", "\u00a0", "  ", "\u200b", "\u00ad"]), max_size=3)
ROUND = st.text(st.characters(codec="utf-8", exclude_characters="<>&\x00"), max_size=12)


@settings(max_examples=80)
@given(before=ROUND, between=BETWEEN, after=ROUND, decomposed=st.booleans())
@example(before="😀 Ä ﬁ ß ", between=["\u00a0", "\r\n"], after="é", decomposed=True)
def test_a_passage_is_found_in_what_was_typed(
    before: str, between: list[str], after: str, decomposed: bool
) -> None:
    """Wherever spaces, lines and composed letters differ, just the words are marked, or nothing.

    :param before: what stands before them.
    :param between: what the writer has between the words.
    :param after: what stands after them.
    :param decomposed: whether letters were typed as letter and mark.
    """
    typed = f"{before}. Heals {''.join(between)}eczema. {after}"
    if decomposed:
        typed = unicodedata.normalize("NFD", typed)
    kept = " ".join(unicodedata.normalize("NFC", typed).split())
    (one,) = [one for one in check(kept) if one.excerpt.endswith("eczema")]
    span = found_again(one.span, kept, typed)
    assert span is not None
    mark = mark_of(Place(Source("title", typed), span), "")
    assert unicodedata.normalize("NFC", mark.signs).replace("\u00ad", "").endswith("eczema")
    assert seen(typed, rich=False)[mark.first : mark.last] == mark.signs


def test_a_passage_of_rich_text_is_counted_as_it_is_shown() -> None:
    """Elements, entities and empty paragraphs count for nothing, whoever writes them how."""
    typed = "<p>A &amp; B<br></p><p>It <b>hea</b>ls&nbsp;ec<i>zema</i> 😀</p>"
    kept = clean(typed)
    (one,) = [one for one in check(kept) if one.rule == "disease"]
    span = found_again(one.span, kept, typed)
    assert span is not None
    mark = mark_of(Place(Source("what_it_is", typed, rich=True), span), "")
    assert mark == (5, 16, "healseczema")
    assert found_again(one.span, kept, typed.replace("😀", "and more")) is None
