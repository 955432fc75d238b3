"""Saving, publishing, taking down, reverting, importing: who may, what changes, who is told."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import datetime as dt
import typing as t
from dataclasses import dataclass
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from factories import a_copy
from factories import a_facts
from factories import a_record
from factories import an_image
from factories import SLUG
from fakes import MemoryPageStore
from fakes import StoppedClock

from flask_serum.core import notice
from flask_serum.core.access import Actor
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import NoticeUnavailable
from flask_serum.core.errors import PageIncomplete
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import Problem
from flask_serum.core.errors import RevisionConflict
from flask_serum.core.errors import RevisionNotFound
from flask_serum.core.importing import ImportOutcome
from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.page import Record
from flask_serum.core.ports import PageStore
from flask_serum.core.ports import SnapshotCodec
from flask_serum.core.publishing import Publishing
from flask_serum.core.signals import draft_saved
from flask_serum.core.signals import page_published
from flask_serum.core.signals import page_unpublished
from flask_serum.core.visibility import State
from flask_serum.core.visibility import state_of
from flask_serum.core.visibility import visible
from flask_serum.core.visibility import VisiblePage
from flask_serum.store.pages import SqlPageStore

WRITER = Actor("Wim", frozenset({"writer"}))
PUBLISHER = Actor("Pia", frozenset({"publisher"}))
TICK = dt.timedelta(microseconds=1)


@pytest.fixture(name="reviewed", autouse=True)
def _reviewed(monkeypatch: pytest.MonkeyPatch) -> cabc.Iterator[None]:
    """The English notice alone counts as reviewed."""
    notice.notice_for.cache_clear()
    monkeypatch.setattr(notice, "REVIEWED", {"en": notice.compose("en").sha256})
    yield
    notice.notice_for.cache_clear()


@pytest.fixture(name="market")
def _market() -> Market:
    return Market("eu", ("EU",), "EUR", ("en", "en-GB", "de"))


@pytest.fixture(name="store", params=["memory", "sqlite"])
def _store(request: pytest.FixtureRequest, codec: SnapshotCodec, clock: StoppedClock) -> PageStore:
    if request.param == "memory":
        return MemoryPageStore()
    return SqlPageStore(request.getfixturevalue("sqlite_engine"), codec, clock)


@dataclass
class Shop:
    """A store, the services over it, and one market's shoppers."""

    store: PageStore
    clock: StoppedClock
    market: Market
    publishing: Publishing

    def seen(self, locale: str = "en") -> VisiblePage | None:
        """Give what a shopper sees now."""
        page = self.store.page(SLUG, self.clock.now())
        return visible(page, self.market, locale, self.clock.now()) if page else None

    def title(self, locale: str = "en") -> str | None:
        """Give the title that a shopper reads now."""
        page = self.seen(locale)
        return page.copy.title if page else None

    def state(self, part: str) -> State:
        """Give the state of a part."""
        page = self.store.page(SLUG, self.clock.now())
        assert page is not None
        return state_of(page.parts[part], self.clock.now())

    def verbs(self) -> list[tuple[str, str, int | None]]:
        """Give the history, oldest first."""
        return [(one.part, one.verb, one.revision) for one in self.store.history(SLUG)[::-1]]

    def write(self, title: str = "Aurelia", part: str = "en", expected: int = 0) -> int:
        """Save a locale's copy."""
        saved = self.publishing.save_draft(
            WRITER, SLUG, part, a_copy(title=title), expected=expected
        )
        return saved.number


@pytest.fixture(name="shop")
def _shop(store: PageStore, clock: StoppedClock, market: Market) -> Shop:
    return Shop(store, clock, market, Publishing(store, clock, lambda: [market]))


@pytest.fixture(name="drafted")
def _drafted(shop: Shop) -> Shop:
    """A page with facts and English copy, both drafts."""
    shop.publishing.save_draft(WRITER, SLUG, FACTS, a_facts(), expected=0)
    shop.write("First")
    return shop


@pytest.fixture(name="live")
def _live(drafted: Shop) -> Shop:
    """A page whose first revisions are live."""
    drafted.publishing.publish(PUBLISHER, SLUG, FACTS)
    drafted.publishing.publish(PUBLISHER, SLUG, "en")
    return drafted


@contextlib.contextmanager
def told() -> cabc.Iterator[list[tuple[str, dict[str, t.Any]]]]:
    """Collect the signals that are sent."""
    heard: list[tuple[str, dict[str, t.Any]]] = []

    def listen(name: str) -> cabc.Callable[..., None]:
        return lambda _, **arguments: heard.append((name, arguments))

    with contextlib.ExitStack() as stack:
        for signal in (draft_saved, page_published, page_unpublished):
            stack.enter_context(signal.connected_to(listen(signal.name)))
        yield heard


@pytest.mark.parametrize("actor", [None, Actor("Guest"), Actor("Odd", frozenset({"owner"}))])
def test_nobody_may_by_default(live: Shop, actor: Actor | None) -> None:
    """A guest, or a role the plugin does not know, may change nothing."""
    before = live.store.page(SLUG, live.clock.now()), live.verbs()
    publishing = live.publishing
    for call in (
        lambda: publishing.save_draft(actor, SLUG, "en", a_copy(), expected=1),
        lambda: publishing.publish(actor, SLUG, "en"),
        lambda: publishing.unpublish(actor, SLUG, "en"),
        lambda: publishing.revert(actor, SLUG, "en", 1, expected=1),
        lambda: publishing.import_record(actor, a_record()),
    ):
        with told() as heard, pytest.raises(NotAllowed, match="may not"):
            call()
        assert heard == []
    assert (live.store.page(SLUG, live.clock.now()), live.verbs()) == before


def test_writer_may_not_publish(drafted: Shop) -> None:
    """A writer saves and reverts, and neither publishes nor takes down."""
    publishing = drafted.publishing
    publishing.revert(WRITER, SLUG, "en", 1, expected=1)
    for call in (
        lambda: publishing.publish(WRITER, SLUG, "en"),
        lambda: publishing.unpublish(WRITER, SLUG, "en"),
        lambda: publishing.import_record(WRITER, a_record(), publish=True),
    ):
        with pytest.raises(NotAllowed, match="Wim may not"):
            call()
    assert drafted.state("en") is State.DRAFT


def test_draft_is_never_seen(drafted: Shop) -> None:
    """A page of drafts shows nothing, and says that it is one."""
    assert drafted.seen() is None
    assert drafted.state(FACTS) is drafted.state("en") is State.DRAFT
    drafted.clock.advance(days=900)
    assert drafted.seen() is None


@pytest.mark.parametrize("part", [FACTS, "en"])
def test_half_a_page_is_not_seen(drafted: Shop, part: str) -> None:
    """Facts without copy, or copy without facts, show nothing."""
    drafted.publishing.publish(PUBLISHER, SLUG, part)
    assert drafted.seen() is None


def test_published_page_is_seen(live: Shop) -> None:
    """A page whose facts and copy are published is seen, as it was published."""
    page = live.seen()
    assert page is not None
    assert (page.facts, page.copy) == (a_facts(), a_copy(title="First"))
    assert page.revisions == (1, 1)
    assert live.state("en") is State.LIVE


def test_draft_beside_live(live: Shop) -> None:
    """A newer draft changes nothing of what is seen until it is published."""
    live.write("Second", expected=1)
    assert live.title() == "First"
    assert live.state("en") is State.LIVE_AND_DRAFT
    live.publishing.publish(PUBLISHER, SLUG, "en")
    assert live.title() == "Second"


def test_older_revision_can_be_published(live: Shop) -> None:
    """Any revision can be the one that is shown."""
    live.write("Second", expected=1)
    live.write("Third", expected=2)
    live.publishing.publish(PUBLISHER, SLUG, "en", revision=2)
    assert live.title() == "Second"
    with pytest.raises(RevisionNotFound, match="no revision 9 of 'en'"):
        live.publishing.publish(PUBLISHER, SLUG, "en", revision=9)


def test_locales_are_apart(live: Shop) -> None:
    """Saving, publishing and taking down one locale touches no other."""
    live.write("British", part="en-GB")
    assert live.title("en-GB") == "First"
    live.publishing.publish(PUBLISHER, SLUG, "en-GB")
    assert (live.title("en"), live.title("en-GB")) == ("First", "British")
    live.publishing.unpublish(PUBLISHER, SLUG, "en")
    assert live.state("en-GB") is State.LIVE
    assert live.title("en-GB") == "British"


def test_unpublish(live: Shop) -> None:
    """What is taken down is gone at once; its revisions stay, and it can come back."""
    live.publishing.unpublish(PUBLISHER, SLUG, "en")
    assert live.seen() is None
    assert live.state("en") is State.UNPUBLISHED
    assert live.store.revision(SLUG, "en").content == a_copy(title="First")
    live.publishing.publish(PUBLISHER, SLUG, "en")
    assert live.title() == "First"


def test_unpublish_facts(live: Shop) -> None:
    """Taking the facts down takes the page down in every locale."""
    live.publishing.unpublish(PUBLISHER, SLUG, FACTS)
    assert live.seen() is None
    assert live.state("en") is State.LIVE


@pytest.mark.parametrize("slug", ["nothing", SLUG])
def test_unpublish_what_is_not_there(live: Shop, slug: str) -> None:
    """What does not exist can't be taken down."""
    with pytest.raises(
        (PageNotFound, RevisionNotFound), match=r"no serum page|no revision of 'de'"
    ):
        live.publishing.unpublish(PUBLISHER, slug, "de")


def test_schedule_is_exact(live: Shop) -> None:
    """A scheduled publication is seen from its first microsecond to the last before its end."""
    live.write("Sale", expected=1)
    begins = live.clock.now() + dt.timedelta(hours=1)
    ends = begins + dt.timedelta(hours=2)
    live.publishing.publish(PUBLISHER, SLUG, "en", begins=begins, ends=ends)
    seen = {}
    for name, moment in {
        "before": begins - TICK,
        "first": begins,
        "last": ends - TICK,
        "after": ends,
    }.items():
        live.clock.time = moment
        seen[name] = live.title()
    assert seen == {"before": "First", "first": "Sale", "last": "Sale", "after": None}
    assert live.state("en") is State.EXPIRED


def test_schedule_of_a_draft(drafted: Shop) -> None:
    """A draft with a schedule says so, and is not seen before."""
    drafted.publishing.publish(PUBLISHER, SLUG, FACTS)
    begins = drafted.clock.now() + TICK
    drafted.publishing.publish(PUBLISHER, SLUG, "en", begins=begins)
    assert drafted.state("en") is State.SCHEDULED
    assert drafted.seen() is None
    drafted.clock.time = begins
    assert drafted.title() == "First"


def test_schedule_pins_a_revision(live: Shop) -> None:
    """What was scheduled goes out, whatever is saved meanwhile."""
    live.write("Scheduled", expected=1)
    live.publishing.publish(PUBLISHER, SLUG, "en", begins=live.clock.now() + dt.timedelta(hours=1))
    live.write("Later thought", expected=2)
    live.clock.advance(hours=1)
    assert live.title() == "Scheduled"


def test_schedule_in_another_zone(live: Shop) -> None:
    """A schedule is a moment, whatever zone it was written in."""
    live.write("Spring", expected=1)
    # In that night Berlin's clocks jump from 2 to 3 o'clock.
    begins = dt.datetime(2027, 3, 28, 3, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    live.publishing.publish(PUBLISHER, SLUG, "en", begins=begins)
    live.clock.time = dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC) - TICK
    assert live.title() == "First"
    live.clock.advance(microseconds=1)
    assert live.title() == "Spring"


def test_no_publishing_in_the_past(live: Shop) -> None:
    """A beginning that has passed means now: what was shown yesterday does not change."""
    live.write("Second", expected=1)
    yesterday = live.clock.now() - dt.timedelta(days=1)
    publication = live.publishing.publish(PUBLISHER, SLUG, "en", begins=yesterday)
    assert publication.begins == live.clock.now()


@pytest.mark.parametrize("minutes", [-60, 0])
def test_end_comes_after_beginning(live: Shop, minutes: int) -> None:
    """An end that is not after the beginning is refused."""
    ends = live.clock.now() + dt.timedelta(minutes=minutes)
    with pytest.raises(DocumentInvalid, match="ends: The end must come after the beginning"):
        live.publishing.publish(PUBLISHER, SLUG, "en", ends=ends)


def test_revert_makes_a_draft(live: Shop) -> None:
    """Reverting brings old words back as a new draft, and publishes nothing."""
    live.write("Second", expected=1)
    live.publishing.publish(PUBLISHER, SLUG, "en")
    saved = live.publishing.revert(WRITER, SLUG, "en", 1, expected=2)
    assert (saved.number, saved.reverted_from) == (3, 1)
    assert live.store.revision(SLUG, "en").content == a_copy(title="First")
    assert live.title() == "Second"
    assert live.state("en") is State.LIVE_AND_DRAFT
    assert live.verbs()[-1] == ("en", "reverted", 3)


def test_revert_needs_the_latest(live: Shop) -> None:
    """Reverting from a stale view is refused, and so is a revision that never was."""
    live.write("Second", expected=1)
    with pytest.raises(RevisionConflict, match="the latest is 2"):
        live.publishing.revert(WRITER, SLUG, "en", 1, expected=1)
    with pytest.raises(RevisionNotFound, match="no revision 7 of 'en'"):
        live.publishing.revert(WRITER, SLUG, "en", 7, expected=2)


def test_stale_save(live: Shop) -> None:
    """A save from an old version is refused, and leaves no trace."""
    live.write("Second", expected=1)
    before = live.verbs()
    with told() as heard, pytest.raises(RevisionConflict, match="the latest is 2"):
        live.write("Mine", expected=1)
    assert heard == []
    assert live.verbs() == before
    assert live.store.revision(SLUG, "en").content == a_copy(title="Second")


def test_bad_parts_are_refused(shop: Shop) -> None:
    """A part that breaks a rule is not saved, and the page not made."""
    save = shop.publishing.save_draft
    with pytest.raises(DocumentInvalid, match=r"facts\.pao_months: .* 1 to 36"):
        save(WRITER, SLUG, FACTS, a_facts(pao_months=0), expected=0)
    with pytest.raises(DocumentInvalid, match=r"facts\.slug: This page's slug is 'other'"):
        save(WRITER, "other", FACTS, a_facts(), expected=0)
    assert shop.store.pages(shop.clock.now()) == []
    with pytest.raises(PageNotFound, match=SLUG):
        save(WRITER, SLUG, "en", a_copy(), expected=0)
    save(WRITER, SLUG, FACTS, a_facts(), expected=0)
    for part, content in ((FACTS, a_copy()), ("en", a_facts())):
        with pytest.raises((DocumentInvalid, RevisionNotFound), match="another part"):
            save(WRITER, SLUG, part, content, expected=0)
    with pytest.raises(DocumentInvalid, match=r"copy\.en\.alt_texts\.back: The facts have no"):
        save(WRITER, SLUG, "en", a_copy(alt_texts={"back": "?"}), expected=0)


def test_incomplete_page_is_not_published(shop: Shop) -> None:
    """A page that lacks what its market asks for is saved, and not published."""
    save = shop.publishing.save_draft
    save(WRITER, SLUG, FACTS, a_facts(responsible_persons={}), expected=0)
    save(WRITER, SLUG, "en", a_copy(why_mixed="", alt_texts={}), expected=0)
    with pytest.raises(PageIncomplete, match=r"facts\.responsible_persons\.EU: Market 'eu'"):
        shop.publishing.publish(PUBLISHER, SLUG, FACTS)
    with pytest.raises(PageIncomplete, match=r"copy\.en\.why_mixed: ") as caught:
        shop.publishing.publish(PUBLISHER, SLUG, "en")
    assert [problem.path for problem in caught.value.problems] == [
        "copy.en.why_mixed",
        "copy.en.alt_texts.front",
        "copy.en.alt_texts.texture",
    ]
    assert shop.state("en") is shop.state(FACTS) is State.DRAFT


def test_no_reviewed_notice(drafted: Shop) -> None:
    """A locale without a reviewed notice can be written, and not published."""
    drafted.write("Erste", part="de")
    with pytest.raises(NoticeUnavailable, match="No safety notice in 'de'"):
        drafted.publishing.publish(PUBLISHER, SLUG, "de")
    assert drafted.state("de") is State.DRAFT


def test_altered_notice(drafted: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notice whose words are not the reviewed ones publishes nothing."""
    monkeypatch.setattr(notice, "REVIEWED", {"en": "0" * 64})
    with pytest.raises(NoticeUnavailable, match="differ from the reviewed ones"):
        drafted.publishing.publish(PUBLISHER, SLUG, "en")


def test_publication_names_its_notice(live: Shop) -> None:
    """Each locale's publication names the notice that was reviewed in its language."""
    live.write("British", part="en-GB")
    publication = live.publishing.publish(PUBLISHER, SLUG, "en-GB")
    assert publication.notice_id == notice.notice_for("en").id


def test_gates(store: PageStore, clock: StoppedClock, market: Market, market_us: Market) -> None:
    """A gate sees what goes out, for each market it is sold in, and can forbid it."""
    asked: list[tuple[str, str, list[str]]] = []

    def gate(record: Record, market: Market, locale: str) -> list[Problem]:
        asked.append((market.code, locale, [*record.copy]))
        return [Problem("copy.en.title", "Too good.")] if locale == "en" else []

    elsewhere = replace(market, code="ch")
    publishing = Publishing(store, clock, lambda: [market, market_us, elsewhere], [gate])
    publishing.save_draft(WRITER, SLUG, FACTS, a_facts(), expected=0)
    publishing.save_draft(WRITER, SLUG, "en", a_copy(), expected=0)
    publishing.publish(PUBLISHER, SLUG, FACTS)
    with pytest.raises(PageIncomplete, match=r"copy\.en\.title: Too good") as caught:
        publishing.publish(PUBLISHER, SLUG, "en")
    assert asked == [("eu", "", []), ("us", "", []), ("eu", "en", ["en"]), ("us", "en", ["en"])]
    assert len(caught.value.problems) == 1


def test_history(live: Shop) -> None:
    """Every change is in the history, with what it was done to and who did it."""
    live.publishing.publish(PUBLISHER, SLUG, "en", begins=live.clock.now() + TICK)
    live.publishing.unpublish(PUBLISHER, SLUG, FACTS)
    assert live.verbs() == [
        (FACTS, "saved", 1),
        ("en", "saved", 1),
        (FACTS, "published", 1),
        ("en", "published", 1),
        ("en", "scheduled", 1),
        (FACTS, "unpublished", None),
    ]
    assert [one.author for one in live.store.history(SLUG)[::-1]] == ["Wim"] * 2 + ["Pia"] * 4


def test_signals(shop: Shop) -> None:
    """Each change tells its listeners what it was done to, and by whom."""
    with told() as heard:
        shop.publishing.save_draft(WRITER, SLUG, FACTS, a_facts(), expected=0)
        shop.publishing.publish(PUBLISHER, SLUG, FACTS)
        shop.publishing.unpublish(PUBLISHER, SLUG, FACTS)
        shop.publishing.revert(WRITER, SLUG, FACTS, 1, expected=1)
    common = {"slug": SLUG, "part": FACTS}
    assert heard == [
        ("serum-draft-saved", {**common, "revision": 1, "actor": "Wim"}),
        ("serum-page-published", {**common, "revision": 1, "actor": "Pia"}),
        ("serum-page-unpublished", {**common, "revision": None, "actor": "Pia"}),
        ("serum-draft-saved", {**common, "revision": 2, "actor": "Wim"}),
    ]


def test_signals_come_after_the_transaction(shop: Shop) -> None:
    """A listener finds the change in the store, and can't undo it by failing."""

    def listen(_: object, **arguments: t.Any) -> None:
        assert shop.store.revision(SLUG, FACTS).number == arguments["revision"]
        raise RuntimeError("the listener fails")

    with draft_saved.connected_to(listen), pytest.raises(RuntimeError, match="listener fails"):
        shop.publishing.save_draft(WRITER, SLUG, FACTS, a_facts(), expected=0)
    assert shop.store.revision(SLUG, FACTS).number == 1


def english(**fields: t.Any) -> Record:
    return a_record(copy={"en": a_copy(**fields), "en-GB": a_copy(title="British")})


def test_import(shop: Shop) -> None:
    """Importing brings every part in as a draft; nothing is seen."""
    with told() as heard:
        outcome = shop.publishing.import_record(WRITER, english())
    parts = (FACTS, "en", "en-GB")
    assert outcome == ImportOutcome(SLUG, True, parts, (), ())
    assert shop.seen() is None
    assert [(name, one["part"]) for name, one in heard] == [
        ("serum-draft-saved", part) for part in parts
    ]
    assert shop.publishing.record(SLUG) == english()


def test_import_and_publish(shop: Shop) -> None:
    """Importing with publishing shows every part."""
    with told() as heard:
        outcome = shop.publishing.import_record(PUBLISHER, english(), publish=True)
    assert outcome.published == (FACTS, "en", "en-GB")
    assert shop.title("en-GB") == "British"
    assert [name for name, _ in heard] == ["serum-draft-saved"] * 3 + ["serum-page-published"] * 3


@pytest.mark.parametrize("publish", [False, True])
def test_import_twice(shop: Shop, publish: bool) -> None:
    """Importing the same again changes nothing and tells nobody."""
    shop.publishing.import_record(PUBLISHER, english(), publish=publish)
    before = shop.store.page(SLUG, shop.clock.now()), shop.verbs()
    with told() as heard:
        outcome = shop.publishing.import_record(PUBLISHER, english(), publish=publish)
    assert outcome == ImportOutcome(SLUG, False, (), (FACTS, "en", "en-GB"), ())
    assert heard == []
    assert (shop.store.page(SLUG, shop.clock.now()), shop.verbs()) == before


def test_import_of_a_change(shop: Shop) -> None:
    """Importing saves only what differs, and publishes what is not shown yet."""
    shop.publishing.import_record(PUBLISHER, english(), publish=True)
    outcome = shop.publishing.import_record(PUBLISHER, english(title="New"))
    assert (outcome.changed, outcome.unchanged) == (("en",), (FACTS, "en-GB"))
    assert shop.title() == "Aurelia Duo Serum"
    outcome = shop.publishing.import_record(PUBLISHER, english(title="New"), publish=True)
    assert (outcome.changed, outcome.published) == ((), ("en",))
    assert shop.title() == "New"


def test_import_brings_back_what_was_taken_down(shop: Shop) -> None:
    """Importing with publishing shows again what was taken down."""
    shop.publishing.import_record(PUBLISHER, english(), publish=True)
    shop.publishing.unpublish(PUBLISHER, SLUG, "en")
    outcome = shop.publishing.import_record(PUBLISHER, english(), publish=True)
    assert outcome.published == ("en",)
    assert shop.seen() is not None


@pytest.mark.parametrize("publish", [False, True])
def test_dry_run(shop: Shop, publish: bool) -> None:
    """A dry run says what an import would do, and does none of it."""
    with told() as heard:
        said = shop.publishing.import_record(PUBLISHER, english(), publish=publish, dry_run=True)
    assert heard == []
    assert shop.store.pages(shop.clock.now()) == []
    assert shop.publishing.import_record(PUBLISHER, english(), publish=publish) == said


def test_import_is_all_or_nothing(shop: Shop) -> None:
    """An import that can't be published whole leaves nothing behind, not even a draft."""
    for record, error, match in (
        (a_record(), NoticeUnavailable, "No safety notice in 'de'"),
        (english(why_mixed=""), PageIncomplete, r"copy\.en\.why_mixed"),
        (replace(english(), facts=a_facts(images=())), DocumentInvalid, r"copy\.en\.alt_texts"),
    ):
        with told() as heard, pytest.raises(error, match=match):
            shop.publishing.import_record(PUBLISHER, record, publish=True)
        assert heard == []
        assert shop.store.pages(shop.clock.now()) == []


def test_import_tells_every_problem(shop: Shop) -> None:
    """An import lists the problems of all parts at once."""
    record = Record(
        a_facts(pao_months=99),
        {"en": a_copy(step_notes={"rub": "?"}), "de": a_copy(variant_names={"X": "?"})},
    )
    with pytest.raises(DocumentInvalid, match="pao_months") as caught:
        shop.publishing.import_record(WRITER, record)
    assert [problem.path for problem in caught.value.problems] == [
        "facts.pao_months",
        "copy.en.step_notes.rub",
        "copy.de.variant_names.X",
    ]


def test_record_of_an_unknown_page(shop: Shop) -> None:
    """A page that is not there can't be exported."""
    with pytest.raises(PageNotFound, match="no serum page 'nothing'"):
        shop.publishing.record("nothing")


def test_new_facts_are_checked_together_with_the_live_copy(live: Shop) -> None:
    """A picture that the live copy has no words for does not go live behind its back."""
    facts = a_facts(images=(an_image(), an_image("texture"), an_image("new")))
    live.publishing.save_draft(WRITER, SLUG, FACTS, facts, expected=1)
    with pytest.raises(PageIncomplete, match=r"copy\.en\.alt_texts\.new"):
        live.publishing.publish(PUBLISHER, SLUG, FACTS)


def test_copy_is_checked_against_the_live_facts(live: Shop) -> None:
    """Copy for a picture that is only in a draft of the facts waits for that draft."""
    facts = a_facts(images=(an_image(), an_image("texture"), an_image("new")))
    live.publishing.save_draft(WRITER, SLUG, FACTS, facts, expected=1)
    copy = a_copy(alt_texts={"front": "A", "texture": "B", "new": "C"})
    live.publishing.save_draft(WRITER, SLUG, "en", copy, expected=1)
    with pytest.raises(PageIncomplete, match=r"copy\.en\.alt_texts\.new: The facts have no"):
        live.publishing.publish(PUBLISHER, SLUG, "en")


def test_a_time_without_a_zone_is_refused(live: Shop) -> None:
    """Nobody knows when a time without its zone is."""
    naive = dt.datetime(2027, 5, 1)
    with pytest.raises(DocumentInvalid, match="begins: Give the time with its zone"):
        live.publishing.publish(PUBLISHER, SLUG, "en", begins=naive)
