"""Saving by itself, and by hand: what is kept makes no revision, and is lost to nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

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
from editing import words
from fakes import NOON
from fakes import StoppedClock
from mounted import MountedShop
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.core.errors import PageNotFound
from flask_serum.core.market import Market
from flask_serum.core.ports import SnapshotCodec
from flask_serum.core.working import Earlier
from flask_serum.core.working import Workbench
from flask_serum.core.working import WorkingCopy
from flask_serum.store.pages import SqlPageStore
from flask_serum.store.working import SqlWorkbench

KEEP = f"{COPY}/keep"


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_shop(sqlite_engine, clock, market_eu)


@pytest.fixture(name="desk")
def _desk(shop: MountedShop) -> Desk:
    return a_desk(shop)


@pytest.fixture(name="bench")
def _bench(engine: Engine, codec: SnapshotCodec) -> Workbench:
    store = SqlPageStore(engine, codec)
    store.add_page(factories.SLUG, author="ada", at=NOON)
    for number in (0, 1):
        store.add_revision(
            factories.SLUG, "en", factories.a_copy(), expected=number, author="ada", at=NOON
        )
    return SqlWorkbench(engine, codec)


def _words(author: str = "ada", sheet: str = "", **fields: object) -> WorkingCopy:
    pairs = tuple((name, str(value)) for name, value in fields.items())
    return WorkingCopy(factories.SLUG, "en", author, 2, pairs, NOON, sheet)


def _titles(bench: Workbench, author: str = "ada", part: str = "en") -> dict[str, str]:
    """Give the titles that somebody has not saved, by sheet."""
    found = bench.kept(author, factories.SLUG, part)
    return {one.sheet: dict(one.fields)["title"] for one in found}


def test_everybody_has_a_working_copy_of_their_own(bench: Workbench) -> None:
    """The last words of a form count, and nobody sees another's."""
    bench.keep(_words(title="first"))
    bench.keep(_words(title="second", times="a"))
    bench.keep(_words("ben", title="Ben's"))
    (kept,) = bench.kept("ada", factories.SLUG, "en")
    assert replace(kept, mark="") == _words(title="second", times="a")
    assert _titles(bench, "ben") == {"": "Ben's"}
    assert bench.kept("ada", factories.SLUG, "de") == []
    bench.drop("ada", factories.SLUG, "en", 2)
    bench.drop("ada", factories.SLUG, "en", 2)
    assert bench.kept("ada", factories.SLUG, "en") == []
    assert _titles(bench, "ben") == {"": "Ben's"}


def test_two_tabs_of_one_person_keep_two_working_copies(bench: Workbench) -> None:
    """What is written in one tab stays when the same person writes, or saves, in another."""
    bench.keep(_words(sheet="one", title="In one"))
    bench.keep(_words(sheet="two", title="In two"))
    assert _titles(bench) == {"one": "In one", "two": "In two"}
    bench.drop("ada", factories.SLUG, "en", 3, "two")
    assert _titles(bench) == {"one": "In one"}
    assert bench.keep(_words(sheet="one", title="Later in one"))
    assert not bench.keep(_words(sheet="two", title="Late in two"))
    assert _titles(bench) == {"one": "Later in one"}


def test_a_form_goes_on_from_the_words_it_was_opened_with(bench: Workbench) -> None:
    """It stands in for them, but not where another tab has gone on with them meanwhile."""
    bench.keep(_words(sheet="old", title="Begun"))
    (begun,) = bench.kept("ada", factories.SLUG, "en")
    after = Earlier("old", begun.mark)
    bench.keep(_words(sheet="new", title="Begun, gone on"), after)
    assert _titles(bench) == {"new": "Begun, gone on"}
    bench.keep(_words(sheet="old", title="Gone on elsewhere"))
    bench.keep(_words(sheet="new", title="Begun, gone on, and on"), after)
    bench.drop("ada", factories.SLUG, "en", 3, "new", after)
    assert _titles(bench) == {"old": "Gone on elsewhere"}


def test_the_same_words_are_kept_once(bench: Workbench) -> None:
    """What two tabs say alike is no second work to look through."""
    for sheet in ("one", "two"):
        bench.keep(_words(sheet=sheet, title="The same"))
    assert _titles(bench) == {"two": "The same"}


def test_words_that_come_after_their_save_are_not_kept(bench: Workbench) -> None:
    """What was still on its way when its author saved does not come back as unsaved."""
    assert bench.keep(_words(title="written"))
    bench.drop("ada", factories.SLUG, "en", 3)
    assert not bench.keep(_words(title="late"))
    assert bench.kept("ada", factories.SLUG, "en") == []
    assert bench.keep(_words("ben", title="another's"))
    assert bench.keep(replace(_words(title="later"), base=3))


def test_presence_ends_by_itself(bench: Workbench) -> None:
    """Who was there lately is told, by name; who was there before is not."""
    bench.note_presence("ben", factories.SLUG, "en", NOON)
    bench.note_presence("ada", factories.SLUG, "en", NOON)
    bench.note_presence("ada", factories.SLUG, "en", NOON + dt.timedelta(minutes=5))
    assert bench.present(factories.SLUG, "en", NOON) == ["ada", "ben"]
    assert bench.present(factories.SLUG, "en", NOON + dt.timedelta(minutes=4)) == ["ada"]
    assert bench.present(factories.SLUG, "de", NOON) == []


def test_the_latest_revisions_come_in_one_answer(bench: Workbench) -> None:
    """Of every part the latest revision, and of one page alone where it is named."""
    found = bench.latest()
    assert [(one.slug, one.part, one.number) for one in found] == [(factories.SLUG, "en", 2)]
    assert bench.latest(factories.SLUG) == found
    assert bench.latest("nope") == []


def test_nothing_is_kept_of_a_page_that_is_not_there(bench: Workbench) -> None:
    """Words of an unknown page have no place."""
    with pytest.raises(PageNotFound, match="nope"):
        bench.keep(WorkingCopy("nope", "en", "ada", 0, (), NOON))
    with pytest.raises(PageNotFound, match="nope"):
        bench.note_presence("ada", "nope", "en", NOON)


def test_keeping_makes_no_revision_and_publishes_nothing(desk: Desk) -> None:
    """What is kept by itself is there when the form is opened again, and nowhere else."""
    fields = filled(desk.form(), title="", summary="Half a sentence,")
    answer = desk.post(KEEP, fields).get_json()
    assert answer["kept"]
    assert (desk.number(), len(desk.shop.mount.store.history(factories.SLUG))) == (1, 6)
    assert "Half a sentence" not in desk.shop.get()
    page = desk.see(COPY)
    again = dict(fields_of(page))
    assert (again["title"], again["summary"]) == ("", "Half a sentence,")
    assert "not saved yet" in words(page, ".message")
    assert words(desk.see(PAGE), ".card").count("Your last words here are not saved") == 1
    assert "not saved" not in words(a_desk(desk.shop, "ben").see(PAGE), ".card")
    assert "Half a sentence" not in (a_desk(desk.shop, "ben").see(COPY).html or "")


def test_saving_ends_the_working_copy(desk: Desk) -> None:
    """After a save the form shows the revision, and says what it did."""
    fields = filled(desk.form(), title="Kept, then saved")
    desk.post(KEEP, fields)
    response = desk.post(COPY, fields)
    assert told(response) == "saved"
    page = LexborHTMLParser(desk.client.get(response.location).text)
    assert dict(fields_of(page))["serum_base"] == "2"
    assert "Saved as revision 2" in words(page, ".message")
    assert desk.shop.mount.workbench.kept("ada", factories.SLUG, "en") == []


def test_words_that_are_saved_anyway_are_not_kept(desk: Desk) -> None:
    """A form that says what the latest revision says leaves nothing behind."""
    assert not desk.post(KEEP, desk.form()).get_json()["kept"]
    old = filled(desk.form(), title="Two")
    desk.post(COPY, old)
    assert not desk.post(KEEP, old).get_json()["kept"]


def test_kept_words_can_be_discarded(desk: Desk) -> None:
    """Who wants the revision back throws their own words away, and no one else's."""
    for one in (desk, a_desk(desk.shop, "ben")):
        one.post(KEEP, filled(one.form(), title="Unsaved"))
    fields = desk.form(COPY, "form[data-discard]")
    assert told(desk.post(f"{COPY}/discard", fields)) == "discarded"
    assert dict(desk.form())["title"] == "Aurelia Duo Serum"
    assert dict(a_desk(desk.shop, "ben").form())["title"] == "Unsaved"


def test_two_tabs_lose_nothing(desk: Desk, clock: StoppedClock) -> None:
    """Words of two tabs are both kept, both offered, and saved one after the other."""
    one, two = desk.form(), desk.form()
    desk.post(KEEP, filled(one, title="In one"))
    clock.advance(seconds=9)
    answer = desk.post(KEEP, filled(two, summary="In two")).get_json()
    assert len(answer["mine"]) == 1
    assert dict(desk.form())["summary"] == "In two"
    page = desk.see(COPY)
    (link,) = page.css("[data-mine] a")
    there = desk.see(COPY + (link.attributes["href"] or ""))
    assert dict(fields_of(there))["title"] == "In one"
    assert "other words here that are not saved" in words(there, "[data-mine]")
    response = desk.post(COPY, filled(one, title="In one"))
    assert told(response) == "saved"
    page = LexborHTMLParser(desk.client.get(response.location).text)
    assert dict(fields_of(page))["summary"] == factories.a_copy().summary
    assert len(page.css("[data-mine] a")) == 1
    assert told(desk.post(COPY, desk.form())) == "merged"
    assert (desk.copy().title, desk.copy().summary) == ("In one", "In two")
    assert desk.see(COPY).css("[data-mine] a") == []


def test_a_tab_that_goes_on_with_words_takes_their_place(desk: Desk) -> None:
    """Who opens the form anew and goes on has one set of words, not two."""
    desk.post(KEEP, filled(desk.form(), title="Begun"))
    form = desk.form()
    answer = desk.post(KEEP, filled(form, title="Begun, gone on")).get_json()
    assert answer["mine"] == []
    assert desk.see(COPY).css("[data-mine] a") == []
    assert dict(desk.form())["title"] == "Begun, gone on"


def test_words_that_come_after_a_save_are_told_to_be_late(desk: Desk) -> None:
    """A tab that is gone back to after its save hears that it needs a name of its own."""
    fields = filled(desk.form(), title="Saved")
    desk.post(COPY, fields)
    answer = desk.post(KEEP, filled(fields, title="Gone back")).get_json()
    assert (answer["kept"], answer["late"]) == (False, True)
    again = filled(fields, title="Gone back", serum_sheet="another")
    assert desk.post(KEEP, again).get_json()["kept"]


def test_an_error_keeps_the_words_on_the_server_too(desk: Desk) -> None:
    """After a save that failed, the words are there in another browser as well."""
    assert desk.save(title="", summary="Long work").status_code == 422
    assert dict(a_desk(desk.shop).form())["summary"] == "Long work"


def test_a_session_that_ended_is_told_to_the_script(desk: Desk) -> None:
    """The script hears in JSON that its merchant is signed out, and keeps the words."""
    guest = a_desk(desk.shop, "")
    response = guest.post(KEEP, desk.form(), headers={"X-Serum-Editor": "1"})
    assert (response.status_code, response.get_json()) == (403, {"problem": "signed-out"})


def test_presence_is_told_to_the_others(desk: Desk, clock: StoppedClock) -> None:
    """Who has a part open is told who else has, for a minute, and what was saved meanwhile."""
    ben = a_desk(desk.shop, "ben")
    mine, theirs = ([one for one in who.form() if "serum" in one[0]] for who in (desk, ben))
    desk.post(KEEP, mine)
    assert ben.post(KEEP, theirs).get_json()["others"] == ["ada"]
    desk.save(title="Ada's")
    answer = ben.post(KEEP, theirs).get_json()
    assert (answer["latest"], answer["by"], answer["kept"]) == (2, "ada", False)
    clock.advance(seconds=61)
    assert ben.post(KEEP, theirs).get_json()["others"] == []


def test_keeping_alone_empties_nothing(desk: Desk) -> None:
    """A form that is kept in part leaves the fields that it left out as they were."""
    few = [one for one in desk.form() if one[0] in ("serum_token", "serum_base")]
    desk.post(KEEP, [*few, ("title", "Only this")])
    form = dict(desk.form())
    assert (form["title"], form["summary"]) == ("Only this", factories.a_copy().summary)
    assert form["faq[0].question"]


def test_the_form_of_facts_is_kept_too(desk: Desk) -> None:
    """Ticks and cards that can't be saved yet come back as they were left."""
    fields = [one for one in desk.form(FACTS) if one[0] != "regimen.steps[0].times"]
    desk.post(f"{FACTS}/keep", filled(fields, pao_months="x"))
    again = desk.form(FACTS)
    assert ("pao_months", "x") in again
    assert "regimen.steps[0].times" not in dict(again)


def test_a_page_begins_as_a_draft(desk: Desk) -> None:
    """A new page has a whole routine and places to fill in, and shoppers see nothing of it."""
    fields = desk.form(f"{EDITOR}new", "form")
    response = desk.post(f"{EDITOR}new", filled(fields, title="Növa Duo", sku="NOVA-1"))
    assert told(response) == "made"
    found = {one.part: one for one in desk.shop.mount.workbench.latest("nova-duo")}
    assert sorted(found) == ["en", "facts"]
    assert desk.client.get("/serums/nova-duo").status_code == 404
    assert "To fill in" in (desk.see(f"{EDITOR}pages/nova-duo/parts/facts").html or "")


def test_a_new_page_takes_no_other_s_address(desk: Desk) -> None:
    """An address that is taken, by a page or a route, is told beside its field."""
    fields = filled(desk.form(f"{EDITOR}new", "form"), title="X", sku="X-1")
    for slug in (factories.SLUG, "editor", "Not an address"):
        response = desk.post(f"{EDITOR}new", filled(fields, slug=slug))
        assert response.status_code == 422, slug
        page = LexborHTMLParser(response.text)
        assert page.css_first("#f-slug-error") is not None, slug
        assert dict(fields_of(page, "form"))["slug"] == slug
    assert desk.post(f"{EDITOR}new", filled(fields, title="", sku="")).status_code == 422
    assert desk.facts() == factories.a_facts()


def test_the_save_button_comes_before_any_other(desk: Desk) -> None:
    """Enter in a field presses the first button of the form: it must be the one that saves."""
    for path in (COPY, FACTS):
        first = desk.see(path).css_first("form[data-writing] button")
        assert first is not None
        assert first.attributes["value"] == "save"


def test_publishing_can_follow_a_save(desk: Desk) -> None:
    """The second button saves, and goes on to where the page is published."""
    response = desk.save(title="And then", serum_do="publish")
    assert response.location.startswith(PAGE)
    assert desk.copy().title == "And then"


def test_a_writer_goes_on_to_a_review(desk: Desk) -> None:
    """Who may not publish is not offered to, and comes from a save to where a review is asked."""
    writer = a_desk(desk.shop, "wim", "writer")
    buttons = writer.see(COPY).css(".bar button[name=serum_do]")
    assert [one.attributes["value"] for one in buttons] == ["save", "review"]
    response = writer.save(title="For a review", serum_do="review")
    assert response.location.startswith(f"{PAGE}review?")
    page = LexborHTMLParser(writer.client.get(response.location).text)
    assert words(page, "h1") == "Review: English"


def test_the_title_says_what_was_done(desk: Desk) -> None:
    """A reader hears first what became of the save, and then where they are."""
    response = desk.save(title="New")
    page = LexborHTMLParser(desk.client.get(response.location).text)
    assert words(page, "title").startswith("Saved as revision 2. English, aurelia-duo")


def test_other_screens_are_about_the_same_part(desk: Desk) -> None:
    """From the form of a part one comes to that part's review and history; one tab is current."""
    links = [one.attributes["href"] or "" for one in desk.see(COPY).css(".tabs a")]
    assert f"{PAGE}review?part=en" in links
    assert f"{PAGE}history?part=en" in links
    for path, current in ((COPY, "English"), (f"{PAGE}schedule/en", "Schedule")):
        assert words(desk.see(path), ".tabs [aria-current]") == current
    links = [one.attributes["href"] or "" for one in desk.see(f"{PAGE}parts/ar").css(".tabs a")]
    assert f"{PAGE}review" in links
