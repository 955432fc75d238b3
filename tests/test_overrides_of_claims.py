"""Two people let one claim through, for exactly its words: who may, what voids it, what is kept."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import functools
import typing as t
from dataclasses import replace

import pytest
import sqlalchemy as sa
from claims_desk import ADMIN
from claims_desk import ClaimsDesk
from claims_desk import CLEO
from claims_desk import COSIMA
from claims_desk import MemoryOverrideLog
from claims_desk import PUBLISHER
from claims_desk import RISKY
from claims_desk import saying
from claims_desk import UK
from claims_desk import WRITER
from factories import a_copy
from factories import a_facts
from factories import GEL_A
from factories import GEL_B
from factories import SLUG
from fakes import MemoryPageStore
from fakes import StoppedClock
from sqlalchemy.engine import Engine

from flask_serum.claims.rules import RuleSet
from flask_serum.core.access import Actor
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import PageIncomplete
from flask_serum.core.errors import PageNotFound
from flask_serum.core.ingredients import Chamber
from flask_serum.core.objections import Claim
from flask_serum.core.overrides import Override
from flask_serum.core.overrides import OverrideEvent
from flask_serum.core.overrides import Step
from flask_serum.core.page import FACTS
from flask_serum.core.ports import SnapshotCodec
from flask_serum.core.signals import override_changed
from flask_serum.core.tokens import Scope
from flask_serum.core.tokens import SCOPES
from flask_serum.store.overrides import SqlOverrideLog
from flask_serum.store.pages import SqlPageStore

REASON = "Our study of 2026 is on file, and counsel has read it."
PATH = "copy.en.benefits[2]"
CLAIM = Claim(PATH, "disease", "a" * 64, "US", "b" * 64)
MIRACLE = "A small miracle."


def own_rules(why: str = "We never say that.", **rest: t.Any) -> RuleSet:
    """Make a rule of the host's own that stops one word in the US."""
    rule = {
        "id": "house-style",
        "verdicts": {"US": "block"},
        "catches": "A word.",
        "why": why,
        "source": {"US": "House style"},
        "when": [{"has": "house-word"}],
        "examples": {"match": ["A miracle."], "no_match": ["A serum."]},
    }
    concepts = {"house-word": ["miracle"]}
    return RuleSet.load("en").extended_with({"concepts": concepts, "rules": [rule | rest]})


@functools.cache
def usual_rules() -> RuleSet:
    """Make that rule once: to build a rule set anew takes longer than most of these tests."""
    return own_rules()


@pytest.fixture(name="desk", params=["memory", "sqlite", "postgresql"])
def _desk(request: pytest.FixtureRequest, codec: SnapshotCodec, clock: StoppedClock) -> ClaimsDesk:
    """A page whose English draft says one thing that the host's own rule stops in the US."""
    if request.param == "memory":
        memory = MemoryPageStore()
        desk = ClaimsDesk(memory, MemoryOverrideLog(memory), clock)
    else:
        name = {"sqlite": "sqlite_engine"}.get(request.param, "postgres_engine")
        store = SqlPageStore(request.getfixturevalue(name), codec, clock)
        desk = ClaimsDesk(store, SqlOverrideLog(store.connections), clock)
    desk.own = [usual_rules()]
    desk.publishing.save_draft(WRITER, SLUG, FACTS, a_facts(), expected=0)
    desk.publishing.publish(PUBLISHER, SLUG, FACTS)
    write(desk, MIRACLE, 0)
    return desk


def write(desk: ClaimsDesk, text: str, expected: int, **fields: t.Any) -> None:
    content = saying(a_copy(**fields), text)
    desk.publishing.save_draft(WRITER, SLUG, "en", content, expected=expected)


def ask(desk: ClaimsDesk, actor: Actor | None = CLEO, **rest: t.Any) -> Override:
    given = {"path": PATH, "rule": "house-style", "jurisdiction": "US", "reason": REASON} | rest
    return desk.overriding.ask(actor, SLUG, **given)


def overrule(desk: ClaimsDesk, **rest: t.Any) -> Override:
    return desk.overriding.confirm(COSIMA, SLUG, ask(desk, **rest).id)


def publish(desk: ClaimsDesk) -> None:
    desk.publishing.publish(PUBLISHER, SLUG, "en")


def is_stopped(desk: ClaimsDesk) -> bool:
    """Try to publish the English draft."""
    try:
        publish(desk)
    except PageIncomplete:
        return True
    return False


def test_a_log_gives_back_what_it_was_given(desk: ClaimsDesk) -> None:
    """An event comes back whole, in the order of the log, under its own page."""
    at = desk.clock.now() + dt.timedelta(microseconds=7)
    event = OverrideEvent(SLUG, CLAIM, Step.ASKED, "Cléo", at, REASON, "Mirakel ✨", "1+h", 3)
    asked = desk.log.add(event)
    answer = replace(event, step=Step.CONFIRMED, author="Ada", reason="", request=asked.id)
    confirmed = desk.log.add(answer)
    assert desk.log.events(SLUG) == desk.log.events() == [asked, confirmed]
    assert replace(asked, id=None) == event
    assert replace(confirmed, id=None) == answer
    assert asked.id != confirmed.id
    assert desk.log.events("another") == []


def test_a_log_takes_an_answer_once(desk: ClaimsDesk) -> None:
    """Of two people who decide at once, the second one is told."""
    event = OverrideEvent(SLUG, CLAIM, Step.ASKED, "Cleo", desk.clock.now(), REASON, "", "1", 1)
    asked = desk.log.add(event)
    answer = replace(event, step=Step.CONFIRMED, author="Ada", request=asked.id)
    desk.log.add(answer)
    with pytest.raises(DocumentInvalid, match="confirmed meanwhile"):
        desk.log.add(answer)
    assert len(desk.log.events(SLUG)) == 2


def test_a_log_knows_the_pages(desk: ClaimsDesk) -> None:
    """Nothing is overridden on a page that is not there."""
    event = OverrideEvent("another", CLAIM, Step.ASKED, "Cleo", desk.clock.now(), REASON, "", "", 1)
    with pytest.raises(PageNotFound, match="another"):
        desk.log.add(event)


def test_a_log_joins_the_stores_transaction(desk: ClaimsDesk) -> None:
    """What fails leaves neither an event nor an entry in the history."""
    if isinstance(desk.log, MemoryOverrideLog):
        return
    event = OverrideEvent(SLUG, CLAIM, Step.ASKED, "Cleo", desk.clock.now(), REASON, "", "", 1)

    def fail() -> None:
        with desk.store.transaction():
            desk.log.add(event)
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        fail()
    assert desk.log.events() == []


@pytest.mark.parametrize("change", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_nothing_is_taken_back(engine: Engine, codec: SnapshotCodec, change: str) -> None:
    """The database itself refuses to change or remove what was done.

    :param change: what is tried.
    """
    clock = StoppedClock()
    store = SqlPageStore(engine, codec, clock)
    store.add_page(SLUG, author="Ada", at=clock.now())
    event = OverrideEvent(SLUG, CLAIM, Step.ASKED, "Cleo", clock.now(), REASON, "", "", 1)
    SqlOverrideLog(store.connections).add(event)
    with pytest.raises(sa.exc.DBAPIError, match="refused"), engine.begin() as connection:
        connection.execute(sa.text(change.format("serum_claim_override")))


def test_from_asking_to_publishing(desk: ClaimsDesk) -> None:
    """A claim is stopped until a second person has confirmed, and all of it is in the history."""
    assert is_stopped(desk)
    asked = ask(desk)
    assert (asked.step, asked.holds) == (Step.ASKED, False)
    assert is_stopped(desk)
    desk.clock.advance(hours=1)
    confirmed = desk.overriding.confirm(COSIMA, SLUG, asked.id)
    assert (confirmed.step, confirmed.holds) == (Step.CONFIRMED, True)
    (remark,) = desk.publishing.publish(PUBLISHER, SLUG, "en").remarks
    assert remark.message.startswith("Goes out by an override: “miracle” (US): ")
    assert desk.verbs(SLUG)[-4:] == [
        ("en", "override asked"),
        ("en", "override confirmed"),
        ("en", "published"),
        ("en", "claims overridden"),
    ]
    assert [one.author for one in desk.store.history(SLUG)[1:4]] == ["Pia", "Cosima", "Cleo"]


def test_what_is_kept(desk: ClaimsDesk) -> None:
    """An override names words, rule, version, place, revision, reason, both people and times."""
    overrule(desk)
    (one,) = desk.overriding.all(WRITER, SLUG)
    asked, (answer,) = one.asked, one.answers
    claim = asked.claim
    assert (claim.part, claim.path, claim.rule, claim.jurisdiction) == (
        *("en", PATH, "house-style", "US"),
    )
    assert (asked.excerpt, asked.revision, asked.reason) == ("miracle", 1, REASON)
    assert asked.version == own_rules().version
    assert len(claim.text_sha256) == len(claim.rule_sha256) == 64
    assert (asked.author, answer.author, answer.step) == ("Cleo", "Cosima", Step.CONFIRMED)
    assert asked.at == answer.at == desk.clock.now()


@pytest.mark.parametrize(
    "actor", [None, WRITER, PUBLISHER, Actor("Gus"), replace(CLEO, pages=frozenset({"another"}))]
)
def test_who_may_not(desk: ClaimsDesk, actor: Actor | None) -> None:
    """Only compliance and admins override, and only on the pages that are theirs.

    :param actor: who tries.
    """
    with pytest.raises(NotAllowed, match="override claims on"):
        ask(desk, actor)
    asked = ask(desk)
    overriding = desk.overriding
    answers: list[cabc.Callable[[], Override]] = [
        lambda: overriding.confirm(actor, SLUG, asked.id),
        lambda: overriding.refuse(actor, SLUG, asked.id, REASON),
        lambda: overriding.withdraw(actor, SLUG, asked.id, REASON),
    ]
    for answer in answers:
        with pytest.raises(NotAllowed, match="override claims on"):
            answer()
    assert is_stopped(desk)


def test_who_may_not_read(desk: ClaimsDesk) -> None:
    """A guest sees no overrides."""
    with pytest.raises(NotAllowed, match="read"):
        desk.overriding.all(None, SLUG)


def test_no_machine_overrides() -> None:
    """No scope of a token gives it: a machine is nobody's second person."""
    assert not any("override claims on" in SCOPES[one] for one in Scope)


def test_an_admin_may(desk: ClaimsDesk) -> None:
    """Admins ask and confirm like compliance does."""
    asked = ask(desk, ADMIN)
    assert desk.overriding.confirm(CLEO, SLUG, asked.id).holds


@pytest.mark.parametrize("name", ["Cleo", " CLEO  ", "cleo (command line)"])
@pytest.mark.parametrize("role", ["compliance", "admin"])
def test_nobody_is_two_people(desk: ClaimsDesk, name: str, role: str) -> None:
    """Who asked does not confirm, whatever their role and however their name is written.

    :param name: of the same person.
    :param role: of the same person.
    """
    asked = ask(desk)
    with pytest.raises(DocumentInvalid, match="a second person confirms it"):
        desk.overriding.confirm(Actor(name, frozenset({role})), SLUG, asked.id)
    assert is_stopped(desk)


def test_a_log_with_one_name_twice_opens_nothing(desk: ClaimsDesk) -> None:
    """A confirmation by the one who asked, however it came into the log, lets nothing through."""
    asked = ask(desk).asked
    desk.log.add(replace(asked, step=Step.CONFIRMED, reason="", request=asked.id, id=None))
    assert is_stopped(desk)


@pytest.mark.parametrize(
    "reason", ["", "ok", "          x          ", "nineteen characters", "y" * 4001]
)
def test_a_reason_is_needed(desk: ClaimsDesk, reason: str) -> None:
    """Too short a reason asks for nothing.

    :param reason: what is given.
    """
    with pytest.raises(DocumentInvalid, match="reason of 20 to 4000 characters"):
        ask(desk, reason=reason)
    asked = ask(desk)
    with pytest.raises(DocumentInvalid, match="reason of 20 to 4000 characters"):
        desk.overriding.refuse(COSIMA, SLUG, asked.id, reason)
    assert len(desk.log.events()) == 1


@pytest.mark.parametrize(
    "wrong", [{"path": "copy.en.title"}, {"rule": "disease"}, {"jurisdiction": "EU"}]
)
def test_there_must_be_something_to_override(desk: ClaimsDesk, wrong: dict[str, t.Any]) -> None:
    """What nothing stops can't be overridden in advance.

    :param wrong: what is asked for instead.
    """
    with pytest.raises(DocumentInvalid, match="stops nothing in"):
        ask(desk, **wrong)


def test_asked_once(desk: ClaimsDesk) -> None:
    """The same is not asked for twice while it stands."""
    asked = ask(desk)
    with pytest.raises(DocumentInvalid, match=f"Override {asked.id} is about this, and asked"):
        ask(desk, COSIMA)
    desk.overriding.confirm(COSIMA, SLUG, asked.id)
    with pytest.raises(DocumentInvalid, match=f"Override {asked.id} is about this, and confirmed"):
        ask(desk)


def test_refused(desk: ClaimsDesk) -> None:
    """What was refused stays stopped, can't be confirmed any more, and can be asked for anew."""
    asked = ask(desk)
    assert desk.overriding.refuse(COSIMA, SLUG, asked.id, REASON).step is Step.REFUSED
    with pytest.raises(DocumentInvalid, match="is refused already"):
        desk.overriding.confirm(COSIMA, SLUG, asked.id)
    assert is_stopped(desk)
    overrule(desk)
    assert not is_stopped(desk)


def test_withdrawn(desk: ClaimsDesk) -> None:
    """A withdrawn override lets nothing more through; what is live stays, and is told."""
    one = overrule(desk)
    publish(desk)
    assert desk.gate.standing(SLUG).stopping == ()
    assert len(desk.gate.standing(SLUG).overridden) == 1
    assert desk.overriding.withdraw(CLEO, SLUG, one.id, REASON).step is Step.WITHDRAWN
    assert len(desk.gate.standing(SLUG).stopping) == 1
    assert is_stopped(desk)
    with pytest.raises(DocumentInvalid, match="is withdrawn already"):
        desk.overriding.withdraw(CLEO, SLUG, one.id, REASON)


def test_there_is_no_such_override(desk: ClaimsDesk) -> None:
    """A number that is not there, or another page's, is told."""
    with pytest.raises(DocumentInvalid, match="has no override 99"):
        desk.overriding.confirm(COSIMA, SLUG, 99)


def test_a_changed_text_voids_it(desk: ClaimsDesk) -> None:
    """One more letter in the field is another text; elsewhere on the page it is not."""
    overrule(desk)
    write(desk, f"{MIRACLE}.", 1)
    assert is_stopped(desk)
    write(desk, MIRACLE, 2, title="Another title")
    assert not is_stopped(desk)


def test_another_field_is_not_covered(desk: ClaimsDesk) -> None:
    """The same words in another field are stopped."""
    overrule(desk)
    write(desk, MIRACLE, 1, summary=MIRACLE)
    assert is_stopped(desk)


def test_another_rule_is_not_covered(desk: ClaimsDesk) -> None:
    """The field is not let through as a whole: another rule stops it still."""
    write(desk, f"{MIRACLE} {RISKY}", 1)
    overrule(desk)
    assert is_stopped(desk)


def test_a_changed_rule_voids_it(desk: ClaimsDesk) -> None:
    """A rule that says something else is another rule, though its version is the same."""
    overrule(desk)
    desk.own = [own_rules(why="We were fined for this.")]
    assert desk.own[0].version == own_rules().version
    assert is_stopped(desk)


def test_more_examples_void_nothing(desk: ClaimsDesk) -> None:
    """A rule that only gained an example or a rewording is the same."""
    overrule(desk)
    examples = {"match": ["A miracle.", "Miracle."], "no_match": ["A serum."]}
    desk.own = [own_rules(examples=examples, rewordings=["A serum."])]
    assert not is_stopped(desk)


def test_another_market_is_not_covered(desk: ClaimsDesk) -> None:
    """An override in the US says nothing about the UK."""
    speaking = {"US": "block", "UK": "block"}
    desk.own = [own_rules(verdicts=speaking, source={"US": "House", "UK": "House"})]
    overrule(desk)
    assert not is_stopped(desk)
    desk.markets.append(UK)
    desk.publishing.save_draft(WRITER, SLUG, FACTS, a_facts(markets=("eu", "us", "uk")), expected=1)
    with pytest.raises(PageIncomplete, match=r"“miracle” \(UK\)"):
        desk.publishing.publish(PUBLISHER, SLUG, FACTS)


def test_another_page_is_not_covered(desk: ClaimsDesk) -> None:
    """The same words on a copy of the page are stopped."""
    overrule(desk)
    facts = a_facts(slug="another")
    desk.publishing.save_draft(WRITER, "another", FACTS, facts, expected=0)
    desk.publishing.save_draft(WRITER, "another", "en", saying(a_copy(), MIRACLE), expected=0)
    with pytest.raises(PageIncomplete, match="miracle"):
        desk.publishing.publish(PUBLISHER, "another", "en")


def test_a_claim_over_two_fields(desk: ClaimsDesk) -> None:
    """Where a claim runs on into the next field, that one's words are covered and no others."""
    two = {"benefits": ("Feels light.", "Helps with"), "summary": "Two gels."}
    write(desk, "eczema.", 1, **two)
    found = [one for one in desk.gate.latest(SLUG).stopping if one.claim.jurisdiction == "US"]
    assert found
    for one in found:
        overrule(desk, path=one.claim.path, rule=one.claim.rule)
    write(desk, "psoriasis.", 2, **two)
    assert [one for one in desk.gate.latest(SLUG).stopping if one.claim.jurisdiction == "US"]


def test_ingredients(desk: ClaimsDesk) -> None:
    """What the lists of ingredients are stopped by can be overridden, for exactly those lists."""
    desk.own = []
    lists = Chamber("A", (*GEL_A, "Sodium Nitrite")), Chamber("B", GEL_B)
    desk.publishing.save_draft(WRITER, SLUG, FACTS, a_facts(chambers=lists), expected=1)
    place: dict[str, t.Any] = {
        "path": "facts.chambers[0].inci",
        "rule": "sodium-nitrite",
        "jurisdiction": "EU",
    }
    overrule(desk, **place)
    desk.publishing.publish(PUBLISHER, SLUG, FACTS)
    more = Chamber("A", (*GEL_A, "Sodium Nitrite", "Panthenol")), Chamber("B", GEL_B)
    desk.publishing.save_draft(WRITER, SLUG, FACTS, a_facts(chambers=more), expected=2)
    with pytest.raises(PageIncomplete, match="Sodium Nitrite"):
        desk.publishing.publish(PUBLISHER, SLUG, FACTS)


def test_listeners_are_told(desk: ClaimsDesk) -> None:
    """Each step is told once it stands."""
    heard: list[dict[str, t.Any]] = []

    def listen(_: object, **arguments: t.Any) -> None:
        heard.append(arguments)

    with override_changed.connected_to(listen):
        overrule(desk)
    common = {"slug": SLUG, "part": "en", "revision": 1}
    assert heard == [
        {**common, "actor": "Cleo", "step": "asked"},
        {**common, "actor": "Cosima", "step": "confirmed"},
    ]
