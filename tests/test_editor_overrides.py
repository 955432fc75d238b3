"""Overrides in the editor: one person asks, another decides, everybody sees how it stands."""

from __future__ import annotations

import databases
import factories
import pytest
from claims_desk import a_shop_in_two_markets
from claims_desk import saying
from editing import a_desk
from editing import a_shop
from editing import COPY
from editing import Desk
from editing import EDITOR
from editing import Fields
from editing import fields_of
from editing import PAGE
from editing import told
from editing import words
from fakes import StoppedClock
from mounted import EDITOR as ADMIN
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.claims.rules import RuleSet
from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.overrides import Step
from flask_serum.core.page import Record

CLAIMS = f"{PAGE}overrides"
PATH, RULE = "copy.en.benefits[2]", "healing"
REASON = "The authority has told us in a letter that we may say it."
WHY = "We have no such letter in the file, so it has to go."
BOTH = Market("eu", ("EU", "UK"), "EUR", ("en", "de"), time_zone="Europe/Berlin")
HOUSE = {
    "language": "en",
    "version": "h1",
    "concepts": {"house-word": ["rosy"]},
    "rules": [
        {
            "id": "house-style",
            "verdicts": {"EU": "block"},
            "catches": "A word that this shop does not use.",
            "why": "This shop calls nothing rosy any more.",
            "source": {"EU": "House style"},
            "when": [{"has": "house-word"}],
            "examples": {"match": ["A rosy look."], "no_match": ["A serum."]},
        }
    ],
}


@pytest.fixture(name="cleo")
def _cleo(sqlite_engine: Engine, clock: StoppedClock) -> Desk:
    """Cleo of compliance, at a page whose English draft makes a claim, in two jurisdictions."""
    record = factories.a_record(facts=factories.a_facts(markets=("eu",)))
    shop = a_shop(sqlite_engine, clock, BOTH, record=record)
    draft = saying(record.copy["en"], "It heals.")
    shop.mount.publishing.save_draft(ADMIN, factories.SLUG, "en", draft, expected=1)
    return a_desk(shop, "Cleo", "compliance")


def _token(desk: Desk) -> Fields:
    return [one for one in desk.form(CLAIMS, "form") if one[0] == "serum_token"]


def _ask(desk: Desk, reason: str = REASON, *where: str) -> Fields:
    places = [("jurisdiction", place) for place in where or ("EU", "UK")]
    return [*_token(desk), ("path", PATH), ("rule", RULE), ("reason", reason), *places]


def _answer(desk: Desk, number: int, answer: str, reason: str = "") -> str:
    fields = [*_token(desk), ("answer", answer), ("reason", reason)]
    return told(desk.post(f"{CLAIMS}/{number}", fields))


def _steps(desk: Desk) -> list[Step]:
    reader = Actor("Rea", frozenset({"writer"}))
    return [one.step for one in desk.shop.mount.overriding.all(reader, factories.SLUG)]


def test_asked_and_confirmed(cleo: Desk) -> None:
    """Cleo asks from the finding, Cosima confirms, and the words go out, told as overridden."""
    page = cleo.see(CLAIMS)
    assert words(page, ".facts dd") == "1 can’t be published"
    assert "“heals” can’t be published in the EU and the UK." in words(page, ".claim")
    fields = fields_of(page, "details form")
    assert ("jurisdiction", "EU") in fields
    assert ("jurisdiction", "UK") in fields
    sent = [(name, REASON if name == "reason" else value) for name, value in fields]
    assert told(cleo.post(CLAIMS, sent)) == "override-asked"
    page = cleo.see(CLAIMS)
    assert "waits for a second person" in words(page, "#overrides")
    assert "You have asked for this yourself" in words(page, "#overrides")
    assert "Confirm" not in words(page, "#overrides")
    assert "An override is asked for in the EU and the UK" in words(page, ".claim")
    seen = a_desk(cleo.shop).see(COPY)
    assert "Cleo has asked for an override" in words(seen, "#f-benefits-claims")

    cosima = a_desk(cleo.shop, "Cosima", "compliance")
    page = cosima.see(CLAIMS)
    assert REASON in words(page, "#overrides")
    for number in (1, 2):
        assert _answer(cosima, number, "confirm") == "override-confirmed"
    page = cosima.see(CLAIMS)
    assert "“heals” is let through in the EU and the UK." in words(page, ".claim")
    steps = words(page, "#overrides")
    assert "Cleo asked for it, 1 Mar 2027, 13:00 CET" in steps
    assert "Cosima confirmed it" in steps

    pia = a_desk(cleo.shop, "Pia", "publisher")
    form = pia.form(PAGE, "#publish")
    assert told(pia.post(f"{PAGE}publish", form)) == "published-remarks"
    _remarks_of_what_is_scheduled(pia)
    overview = words(pia.see(f"{PAGE}?told=published-remarks&names=English"))
    assert "Remarks went with it" in overview
    assert "Override Benefits 3: “heals” is let through in the EU and the UK" in overview
    assert "2 overrides" in words(pia.see(EDITOR), ".lacks")
    assert "claim" not in words(pia.see(EDITOR), ".lacks")


def _remarks_of_what_is_scheduled(pia: Desk) -> None:
    """Remarks are told of what is scheduled and moved, too, and only where there are any."""
    times = [
        *(one for one in pia.form(PAGE, "#publish") if one[0] == "serum_token"),
        ("begins", "2027-03-05T09:00"),
        ("ends", "2027-03-06T09:00"),
    ]
    assert told(pia.post(f"{PAGE}schedule/de", times)) == "scheduled"
    assert told(pia.post(f"{PAGE}schedule/en", times)) == "scheduled-remarks"
    state = pia.shop.mount.store.page(factories.SLUG, pia.shop.clock.now())
    assert state is not None
    made = state.parts["en"].upcoming[0]
    done = pia.post(f"{PAGE}schedule/en/{made.id}", times)
    assert told(done) == "moved-remarks"
    said = words(pia.see(done.location), ".message")
    assert "Remarks go with it: see “To look at” in the overview." in said


def test_nobody_confirms_their_own(cleo: Desk) -> None:
    """Whoever asked is told that a second person has to, whatever they send."""
    cleo.post(CLAIMS, _ask(cleo))
    for name, role in (("Cleo", "compliance"), (" cleo", "admin")):
        desk = a_desk(cleo.shop, name, role)
        response = desk.post(f"{CLAIMS}/1", [*_token(desk), ("answer", "confirm")])
        assert response.status_code == 422
        assert "a second person confirms it" in response.text
    assert _steps(cleo) == [Step.ASKED, Step.ASKED]


@pytest.mark.parametrize("reason", ["", "too short", "y" * 4001])
def test_a_reason_is_needed(cleo: Desk, reason: str) -> None:
    """The form comes back with what was typed and chosen, and nothing is asked for.

    :param reason: what is given.
    """
    response = cleo.post(CLAIMS, _ask(cleo, reason, "UK"))
    assert response.status_code == 422
    page = LexborHTMLParser(response.text)
    assert "Give a reason of 20 to 4000 characters" in words(page, ".summary")
    opened = page.css_first("details[open]")
    assert opened is not None
    area = opened.css_first("textarea")
    assert area is not None
    assert area.text().removeprefix("\n") == reason
    fields = fields_of(page, "details[open] form")
    assert [value for name, value in fields if name == "jurisdiction"] == ["UK"]
    link = page.css_first(".summary a")
    assert link is not None
    assert link.attributes["href"] == f"#{area.attributes['id']}"
    assert _steps(cleo) == []


def test_all_of_it_or_nothing(cleo: Desk) -> None:
    """Where one jurisdiction was asked for already, or none is chosen, nothing new is asked for."""
    cleo.post(CLAIMS, _ask(cleo, REASON, "EU"))
    response = cleo.post(CLAIMS, _ask(cleo, REASON, "UK", "EU"))
    assert response.status_code == 422
    assert _steps(cleo) == [Step.ASKED]
    fields = [one for one in _ask(cleo) if one[0] != "jurisdiction"]
    response = cleo.post(CLAIMS, fields)
    assert "Choose at least one jurisdiction" in response.text
    assert _steps(cleo) == [Step.ASKED]


def test_a_reason_is_never_lost(cleo: Desk) -> None:
    """Where the claim has gone meanwhile, the reason comes back all the same."""
    fields = _ask(cleo)
    a_desk(cleo.shop, "ada").save(benefits="Feels light.")
    response = cleo.post(CLAIMS, fields)
    assert response.status_code == 422
    assert REASON in words(LexborHTMLParser(response.text), "main")


def test_refused_and_withdrawn(cleo: Desk) -> None:
    """A refusal and a withdrawal need a reason, stand in the list for ever, and stop the words."""
    cleo.post(CLAIMS, _ask(cleo, REASON, "EU"))
    cosima = a_desk(cleo.shop, "Cosima", "admin")
    response = cosima.post(
        f"{CLAIMS}/1", [*_token(cosima), ("answer", "refuse"), ("reason", "No.")]
    )
    assert response.status_code == 422
    assert "No." in words(LexborHTMLParser(response.text), "details[open] textarea")
    assert _answer(cosima, 1, "refuse", WHY) == "override-refused"
    cleo.post(CLAIMS, _ask(cleo, REASON, "EU"))
    assert _answer(cleo, 3, "withdraw", WHY) == "override-withdrawn"
    assert _steps(cleo) == [Step.REFUSED, Step.WITHDRAWN]
    said = words(cleo.see(CLAIMS), "#overrides")
    assert f"Cosima refused it, 1 Mar 2027, 13:00 CET: {WHY}" in said
    assert f"Cleo withdrew it, 1 Mar 2027, 13:00 CET: {WHY}" in said
    assert "Decide" not in said
    history = words(cleo.see(f"{PAGE}history"))
    assert "override" in history


@pytest.mark.parametrize("sent", [{"answer": "approve"}, {}])
def test_an_answer_that_is_none(cleo: Desk, sent: dict[str, str]) -> None:
    """What is no answer, and an override that is not there, change nothing.

    :param sent: by a form.
    """
    cleo.post(CLAIMS, _ask(cleo, REASON, "EU"))
    assert cleo.post(f"{CLAIMS}/1", [*_token(cleo), *sent.items()]).status_code == 422
    response = cleo.post(f"{CLAIMS}/99", [*_token(cleo), ("answer", "confirm")])
    assert "has no override 99" in response.text
    assert _steps(cleo) == [Step.ASKED]


def test_who_may_not_sees_who_can(cleo: Desk) -> None:
    """A writer sees the findings and the overrides, nothing to press, and whom to ask."""
    cleo.post(CLAIMS, _ask(cleo, REASON, "EU"))
    page = a_desk(cleo.shop, "Wim", "writer").see(CLAIMS)
    assert page.css("main form") == []
    assert "Somebody with the role compliance has to ask" in words(page)
    assert "waits for a second person" in words(page, "#overrides")


def test_words_that_have_changed(cleo: Desk) -> None:
    """An override of words that are gone says that it lets nothing through any more."""
    cleo.post(CLAIMS, _ask(cleo, REASON, "EU"))
    assert "lets nothing through any more" not in words(cleo.see(CLAIMS))
    a_desk(cleo.shop, "ada").save(benefits="Feels light.")
    assert "it lets nothing through any more" in words(cleo.see(CLAIMS), "#overrides")


def test_the_rules_have_changed(cleo: Desk) -> None:
    """What is live and no longer passes is told as such, apart from what a draft would say."""
    ada = a_desk(cleo.shop, "ada")
    assert "1 claim" in words(ada.see(EDITOR), ".lacks")
    assert "live" not in words(ada.see(EDITOR), ".lacks")
    house = RuleSet.load("en").extended_with(HOUSE)
    ada.shop.app.extensions["serum"].claims_rules.append(house)
    row = words(ada.see(EDITOR), ".lacks")
    assert "1 live claim that no longer passes" in row
    assert "1 claim:" in row
    overview = words(ada.see(PAGE))
    assert "What is live or scheduled no longer passes: 1 claim." in overview
    assert "Live, and no longer passing Benefits 2: “rosy” can’t be published in the EU" in overview
    assert "“rosy”" in words(ada.see(CLAIMS), ".panel--bad")


def test_the_list_is_narrowed_by_claims(cleo: Desk) -> None:
    """Claims of drafts, of what is live, overrides and those that wait are each found."""
    ada = a_desk(cleo.shop, "ada")
    facts = factories.a_facts(slug="another", markets=("eu",))
    calm = factories.a_copy(title="Another", benefits=())
    cleo.shop.bring_in(Record(facts, {"en": calm}))

    def shown(wanted: str) -> list[str]:
        page = ada.see(f"{EDITOR}?claims={wanted}")
        return [node.text() for node in page.css("tbody th a")]

    title = ["Aurelia Duo Serum"]
    both = ["Another", *title]
    assert (shown(""), shown("nonsense")) == (both, both)
    assert (shown("live"), shown("draft")) == ([], title)
    assert (shown("overridden"), shown("asked")) == ([], [])
    cleo.post(CLAIMS, _ask(cleo))
    assert (shown("overridden"), shown("asked")) == ([], title)
    assert "2 overrides wait" in words(ada.see(PAGE))
    cosima = a_desk(cleo.shop, "Cosima", "compliance")
    for number in (1, 2):
        _answer(cosima, number, "confirm")
    assert (shown("overridden"), shown("asked"), shown("draft")) == (title, [], [])
    house = RuleSet.load("en").extended_with(HOUSE)
    ada.shop.app.extensions["serum"].claims_rules.append(house)
    assert shown("live") == title


def test_the_list_costs_the_same(cleo: Desk, sqlite_engine: Engine, clock: StoppedClock) -> None:
    """However many pages are scheduled or overridden, the list asks the database as often."""
    ada, mount = a_desk(cleo.shop, "ada"), cleo.shop.mount
    later = clock.now().replace(year=2028)

    def another(slug: str) -> None:
        facts = factories.a_facts(slug=slug, markets=("eu",))
        record = Record(facts, {"en": saying(factories.a_copy(), "It heals.")})
        cleo.shop.bring_in(record, publish=False)
        mount.publishing.publish(ADMIN, slug, "facts", begins=later)
        mount.publishing.save_draft(ADMIN, slug, "facts", facts, expected=1)
        asked = mount.overriding.ask(
            Actor("Cleo", frozenset({"compliance"})), slug, PATH, RULE, "EU", REASON
        )
        mount.overriding.confirm(Actor("Bo", frozenset({"compliance"})), slug, asked.id)

    def cost(path: str = EDITOR) -> int:
        with databases.statements(sqlite_engine) as seen:
            ada.see(path)
        return len(seen)

    another("page-0")
    before = cost(), cost(f"{EDITOR}?claims=live")
    for number in range(1, 4):
        another(f"page-{number}")
    assert (cost(), cost(f"{EDITOR}?claims=live")) == before


def test_each_market_has_its_verdict(sqlite_engine: Engine, clock: StoppedClock) -> None:
    """What one law forbids and another does not is told market by market."""
    shop = a_shop_in_two_markets(sqlite_engine, clock)
    american = saying(factories.a_copy(), "Supports the skin's own collagen production.")
    shop.bring_in(factories.a_record(copy={"en": american, "ar": american}), publish=False)
    page = LexborHTMLParser(shop.get(CLAIMS))
    assert [node.text() for node in page.css(".facts dd")] == [
        "1 had better not be said; not checked: no rules for Arabic",
        "1 can’t be published",
    ]
    assert "can’t be published in the US; had better not be said in the EU" in words(page)


def test_many_pages_at_once(cleo: Desk) -> None:
    """Publishing from the list says which pages went out with remarks, and which were stopped."""
    ada = a_desk(cleo.shop, "ada")
    facts = factories.a_facts(slug="another", markets=("eu",))
    doubtful = saying(factories.a_copy(), "Hypoallergenic.")
    cleo.shop.bring_in(Record(facts, {"en": doubtful}), publish=False)
    fields = [*ada.form(EDITOR, "form[method=post]"), ("slug", "another"), ("slug", factories.SLUG)]
    said = words(LexborHTMLParser(ada.post(f"{EDITOR}publish", fields).text), ".outcomes")
    assert "another Published: English, Facts. It went out with remarks:" in said
    assert "“Hypoallergenic” (EU): " in said
    assert "It is not ready yet: Benefits 3 (en): “heals” (EU): " in said
