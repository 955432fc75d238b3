"""The list of pages: where each stands, what it lacks, who wrote last."""

from __future__ import annotations

from dataclasses import replace

import databases
import factories
import pytest
from editing import a_desk
from editing import a_shop
from editing import Desk
from editing import EDITOR
from editing import PAGE
from editing import words
from fakes import StoppedClock
from mounted import EDITOR as ADMIN
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.core.offer import Role
from flask_serum.core.page import Record
from flask_serum.web.editor.new_page import slug_of


@pytest.fixture(name="desk")
def _desk(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> Desk:
    return a_desk(a_shop(sqlite_engine, clock, market_eu))


def _another(desk: Desk, slug: str = "zeta", **fields: object) -> None:
    copy = replace(factories.a_copy(title="Zeta Night"), **fields)  # type: ignore[arg-type]
    desk.shop.bring_in(Record(factories.a_facts(slug=slug), {"en": copy}), publish=False)


def _titles(desk: Desk, query: str = "") -> list[str]:
    page = desk.see(f"{EDITOR}{query}")
    return [" ".join(node.text().split()) for node in page.css("tbody th a")]


def test_each_locale_s_state_is_told(desk: Desk, clock: StoppedClock) -> None:
    """Draft, live, live with a draft, scheduled and taken down each read as what they are."""
    publishing, slug = desk.shop.mount.publishing, factories.SLUG
    desk.save(title="Draft over live")
    publishing.unpublish(ADMIN, slug, "de")
    publishing.save_draft(ADMIN, slug, "ar", factories.a_copy(), expected=0)
    states = words(desk.see(EDITOR), ".states li")
    assert states == "Facts live English live + draft German unpublished Arabic draft"
    begins = clock.now().replace(year=2028)
    publishing.publish(ADMIN, slug, "ar", begins=begins)
    assert "Arabic scheduled" in words(desk.see(EDITOR), ".states li")
    clock.advance(days=370)
    assert "Arabic live" in words(desk.see(EDITOR), ".states li")


def test_a_locale_that_was_never_written_is_told(desk: Desk) -> None:
    """Every locale of the market stands in the list, written or not."""
    assert "Arabic not written" in words(desk.see(EDITOR), ".states li")
    assert "Arabic copy" in words(desk.see(EDITOR), ".lacks")


def test_what_is_missing_is_told(desk: Desk) -> None:
    """Alt texts, sunscreens and claims that a page lacks or makes are counted."""
    _another(desk, alt_texts={}, summary="This serum cures acne and heals wounds.")
    desk.shop.shop.offers.pop(factories.SUNSCREEN_SKU)
    lacks = words(desk.see(f"{EDITOR}?q=zeta"), ".lacks")
    assert "2 alt texts" in lacks
    assert "sunscreen" in lacks
    assert "claim" in lacks
    overview = words(desk.see(f"{EDITOR}pages/zeta/"), ".panel")
    assert "Needed to publish What the picture shows: front" in overview
    assert "cures" in overview


def test_what_could_not_be_checked_is_told(desk: Desk) -> None:
    """A language without rules, and a market that nobody mounted, pass nowhere in silence."""
    publishing = desk.shop.mount.publishing
    publishing.save_draft(ADMIN, factories.SLUG, "ar", factories.a_copy(), expected=0)
    row = words(desk.see(EDITOR), ".lacks")
    assert "Arabic not checked" in row
    assert "Markets not checked" in row
    overview = words(desk.see(f"{EDITOR}pages/{factories.SLUG}/"), ".panel")
    assert "Not checked Arabic: Not checked: no rules for Arabic." in overview
    assert "Not checked Markets: Not checked for market 'us'" in overview


def test_who_wrote_last_is_told_in_the_market_s_time(desk: Desk, clock: StoppedClock) -> None:
    """The last editor stands there, with the moment and its time zone."""
    clock.advance(hours=1)
    a_desk(desk.shop, "ben").save(title="Ben's")
    assert "ben1 Mar 2027, 14:00 CET" in words(desk.see(EDITOR), "tbody tr")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?q=ZETA", ["Zeta Night"]),
        ("?q=duo-serum", ["Aurelia Duo Serum"]),
        ("?q=aurelia", ["Aurelia Duo Serum", "Zeta Night"]),
        ("?state=draft", ["Zeta Night"]),
        ("?state=live&locale=de", ["Aurelia Duo Serum"]),
        ("?locale=de", ["Aurelia Duo Serum"]),
        ("?market=us", ["Aurelia Duo Serum", "Zeta Night"]),
        ("?market=jp", []),
        ("?q=nothing&from=x", []),
    ],
)
def test_the_list_can_be_searched(desk: Desk, query: str, titles: list[str]) -> None:
    """Words, state, locale and market narrow the list, alone and together.

    :param query: of the address.
    :param titles: that are shown.
    """
    _another(desk)
    assert _titles(desk, query) == titles


def test_a_long_list_goes_on(desk: Desk) -> None:
    """What does not fit on a screen is behind a link, with the same filter."""
    for at in range(31):
        _another(desk, f"zeta-{at:02}")
    page = desk.see(f"{EDITOR}?q=zeta-")
    link = page.css_first(".bar__more a")
    assert link is not None
    assert len(page.css("tbody tr")) == 30
    rest = desk.see(link.attributes["href"] or "")
    assert next(node.text() for node in rest.css("tbody .quiet")) == "/zeta-30"


@pytest.mark.parametrize("screen", ["", "translations"])
@pytest.mark.parametrize("begin", ["12345x", "²", "-1", "9" * 5_000])
def test_a_long_list_goes_on_from_a_number_alone(desk: Desk, screen: str, begin: str) -> None:
    """A list whose address was cut or made up begins at the first page."""
    page = desk.see(f"{EDITOR}{screen}?from={begin}")
    assert page.body is not None
    assert "Aurelia" in page.body.text()


def test_the_list_costs_the_same_for_any_number_of_pages(desk: Desk, sqlite_engine: Engine) -> None:
    """More pages are no more queries, and one question to the shop."""

    def cost() -> tuple[int, int]:
        desk.shop.shop.queries.clear()
        with databases.statements(sqlite_engine) as seen:
            desk.see(EDITOR)
        return len(seen), len(desk.shop.shop.queries)

    before = cost()
    for at in range(4):
        _another(desk, f"zeta-{at}")
    assert cost() == before
    assert before[1] == 1


def test_an_empty_shop_invites_to_begin(desk: Desk) -> None:
    """Where nothing is found, the list says so, and how to see all."""
    assert "Show all pages" in words(desk.see(f"{EDITOR}?q=nope"), ".nothing")


def test_companions_come_from_the_shop(desk: Desk) -> None:
    """The form of facts tells which products the shop has for each place."""
    page = desk.see(f"{PAGE}parts/facts")
    assert factories.MOISTURIZER_SKU in words(page, ".offered")
    assert Role.SUNSCREEN.value.title() in words(page, "#f-companions")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Meridian Duo", "meridian-duo"), ("Nächte & Tage 2", "nachte-tage-2"), ("سيروم", "")],
)
def test_an_address_is_made_from_the_title(title: str, slug: str) -> None:
    """A suggestion that can be an address, or none.

    :param title: of the page.
    :param slug: made from it.
    """
    assert slug_of(title) == slug
