"""Webhooks: what is told to whom, when it is tried again, and when it is given up."""

from __future__ import annotations

import datetime as dt
import json
import random
import threading
import typing as t
from dataclasses import dataclass
from dataclasses import field

import pytest
from factories import a_copy
from factories import a_facts
from factories import a_record
from factories import SLUG
from fakes import NOON
from fakes import StoppedClock
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from flask_serum.core.access import Actor
from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.ports import SnapshotCodec
from flask_serum.core.publishing import Publishing
from flask_serum.core.webhooks import Attempt
from flask_serum.core.webhooks import Delivery
from flask_serum.core.webhooks import DeliveryState
from flask_serum.core.webhooks import Endpoint
from flask_serum.core.webhooks import EventKind
from flask_serum.core.webhooks import MOST_ATTEMPTS
from flask_serum.core.webhooks import next_step
from flask_serum.core.webhooks import Pruned
from flask_serum.store.pages import SqlPageStore
from flask_serum.store.webhooks import SqlWebhooks
from flask_serum.webhooks.delivering import deliver
from flask_serum.webhooks.delivering import Pass

ADA = Actor("ada", frozenset({"admin"}))
HOUR = dt.timedelta(hours=1)
ENGLISH = "en.1.000000000000"


@dataclass
class Bench:
    """A shop whose changes are told, to a sender that takes or refuses what it is given."""

    publishing: Publishing
    store: SqlWebhooks
    clock: StoppedClock
    notices: list[str] = field(default_factory=lambda: [ENGLISH])
    answer: Attempt | None = None
    sent: list[Delivery] = field(default_factory=list)

    def add(self, *events: EventKind, url: str = "https://cache.example/") -> Endpoint:
        """Add an endpoint now."""
        return self.store.add(Endpoint(0, url, "whsec", events, self.clock.now(), "ada"))

    def send(self, delivery: Delivery, now: dt.datetime) -> Attempt:
        """Stand in for sending."""
        self.sent.append(delivery)
        status = self.answer.status if self.answer else 200
        problem = self.answer.problem if self.answer else ""
        return Attempt(now, status, problem)

    def go(self) -> Pass:
        """Make one pass."""
        return deliver(
            self.store,
            self.clock,
            self.send,
            notices=self.notices,
            tags=lambda change: [f"tag-{change.slug}"],
            chance=random.Random(1),
        )

    def told(self) -> list[dict[str, t.Any]]:
        """Make one pass, and give what was sent in it."""
        before = len(self.sent)
        self.go()
        return [json.loads(one.body) for one in self.sent[before:]]

    def events(self) -> list[tuple[str, list[str], bool]]:
        """Make one pass, and give kind, parts and whether they are shown."""
        return [(one["event"], one["parts"], one["shown"]) for one in self.told()]


@pytest.fixture(name="bench")
def _bench(engine: Engine, codec: SnapshotCodec, clock: StoppedClock, market_eu: Market) -> Bench:
    pages = SqlPageStore(engine, codec, clock)
    publishing = Publishing(pages, clock, lambda: [market_eu])
    return Bench(publishing, SqlWebhooks(engine), clock)


def test_a_page_is_published(bench: Bench) -> None:
    """All parts of a page that went live between two passes are told at once, as one event."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    (told,) = bench.told()
    assert told.pop("id").startswith("evt_")
    assert told == {
        "event": "page.published",
        "at": "2027-03-01T12:00:00.000000+00:00",
        "slug": SLUG,
        "parts": ["facts", "en", "de"],
        "shown": True,
        "markets": ["eu", "us"],
        "cache_tags": [f"tag-{SLUG}"],
    }


def test_each_change_is_told_once(bench: Bench) -> None:
    """A change is told in the pass after it, and never again."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    assert len(bench.told()) == 1
    assert bench.told() == []
    bench.publishing.unpublish(ADA, SLUG, "de")
    assert bench.events() == [("page.unpublished", ["de"], False)]
    assert bench.told() == []


def test_drafts_are_not_told(bench: Bench) -> None:
    """Nothing is told of what shoppers don't see."""
    bench.add()
    bench.publishing.import_record(ADA, a_record())
    assert bench.told() == []


def test_nothing_from_before(bench: Bench) -> None:
    """An endpoint is told what comes about from the moment on that it was added."""
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.clock.advance(seconds=1)
    bench.add()
    assert bench.told() == []
    bench.publishing.unpublish(ADA, SLUG, FACTS)
    assert bench.events() == [("page.unpublished", ["facts"], False)]


def test_what_is_scheduled_is_told_when_it_is_due(bench: Bench) -> None:
    """A schedule is told when it begins, and when it ends, not when it is made."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.told()
    begins = bench.clock.now() + HOUR
    bench.publishing.save_draft(ADA, SLUG, "en", a_copy(title="Two"), expected=1)
    bench.publishing.publish(ADA, SLUG, "en", begins=begins, ends=begins + HOUR)
    assert bench.events() == []
    bench.clock.time = begins
    assert bench.events() == [("page.schedule_due", ["en"], True)]
    bench.clock.time = begins + HOUR
    assert bench.events() == [("page.schedule_due", ["en"], False)]
    assert bench.events() == []


def test_missed_moments_are_told_late(bench: Bench) -> None:
    """What began and ended while nobody looked is told both ways, in order."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.told()
    begins = bench.clock.now() + HOUR
    bench.publishing.publish(ADA, SLUG, "en", begins=begins, ends=begins + HOUR)
    bench.clock.advance(days=1)
    assert [shown for _, _, shown in bench.events()] == [True, False]


def test_cancelled_and_taken_over(bench: Bench) -> None:
    """What was cancelled is never told; an end that another publication took over is not one."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    now = bench.clock.now()
    cancelled = bench.publishing.publish(ADA, SLUG, "en", begins=now + HOUR)
    assert cancelled.id is not None
    bench.publishing.cancel(ADA, SLUG, "en", cancelled.id)
    bench.publishing.publish(ADA, SLUG, "en", ends=now + 2 * HOUR)
    bench.clock.advance(minutes=90)
    bench.publishing.publish(ADA, SLUG, "en")
    bench.told()
    bench.clock.advance(days=1)
    assert bench.told() == []


def test_a_market_that_was_left(bench: Bench) -> None:
    """A page that leaves a market is told with that market, where it has to be purged."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.told()
    bench.publishing.save_draft(ADA, SLUG, FACTS, a_facts(markets=("eu",)), expected=1)
    bench.publishing.publish(ADA, SLUG, FACTS)
    assert [one["markets"] for one in bench.told()] == [["eu", "us"]]


def test_the_notice_changes(bench: Bench) -> None:
    """Another notice than the last one is told; the first one that is seen is not news."""
    bench.add()
    assert bench.told() == []
    bench.notices = ["en.2.111111111111", "de.1.222222222222"]
    (told,) = bench.told()
    assert told["event"] == "notice.changed"
    assert told["notices"] == ["en.2.111111111111"]
    assert "slug" not in told
    assert bench.told() == []
    bench.notices = [ENGLISH]
    assert [one["notices"] for one in bench.told()] == [[ENGLISH]]


def test_only_what_was_asked_for(bench: Bench) -> None:
    """An endpoint that names events gets those, another one gets all; each with the same id."""
    bench.add(EventKind.UNPUBLISHED, url="https://one.example/")
    bench.add(url="https://two.example/")
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.go()
    bench.publishing.unpublish(ADA, SLUG, "en")
    bench.go()
    assert [(one.url, one.kind) for one in bench.sent] == [
        ("https://two.example/", EventKind.PUBLISHED),
        ("https://one.example/", EventKind.UNPUBLISHED),
        ("https://two.example/", EventKind.UNPUBLISHED),
    ]
    assert bench.sent[1].event == bench.sent[2].event
    assert bench.sent[1].body == bench.sent[2].body


def test_tried_again_until_it_is_taken(bench: Bench) -> None:
    """What was not taken is due again after a pause, with the same body, until it is taken."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.answer = Attempt(NOON, 503, "It answered 503.")
    ((delivery, _, state),) = bench.go().outcomes
    assert state is DeliveryState.WAITING
    bench.clock.advance(seconds=29)
    assert bench.go().outcomes == ()
    bench.clock.advance(seconds=16)
    bench.answer = None
    ((again, _, state),) = bench.go().outcomes
    assert (again.id, again.body, state) == (delivery.id, delivery.body, DeliveryState.DELIVERED)
    bench.clock.advance(days=9)
    assert bench.go().outcomes == ()
    ((_, attempts),) = bench.store.log(10)
    assert [(one.status, one.problem) for one in attempts] == [(503, "It answered 503."), (200, "")]


def test_given_up_and_replayed(bench: Bench) -> None:
    """After the last attempt a delivery is dead; replayed it has all its attempts again."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.answer = Attempt(NOON, None, "refused")
    states = []
    for _ in range(MOST_ATTEMPTS + 2):
        states += [state for *_, state in bench.go().outcomes]
        bench.clock.advance(days=1)
    assert states == [DeliveryState.WAITING] * (MOST_ATTEMPTS - 1) + [DeliveryState.DEAD]
    number = bench.sent[0].id
    assert bench.store.replay(number, bench.clock.now())
    bench.answer = None
    assert [state for *_, state in bench.go().outcomes] == [DeliveryState.DELIVERED]
    ((delivery, attempts),) = bench.store.log(10)
    assert delivery.state is DeliveryState.DELIVERED
    assert len(attempts) == MOST_ATTEMPTS + 1


def test_gone(bench: Bench) -> None:
    """An endpoint that answers 410 is not tried again for that event."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.answer = Attempt(NOON, 410, "It answered 410.")
    assert [state for *_, state in bench.go().outcomes] == [DeliveryState.DEAD]


def test_removed(bench: Bench) -> None:
    """A removed endpoint gets nothing more, loses its secret, and stays in the log."""
    endpoint = bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)
    bench.answer = Attempt(NOON, 503, "It answered 503.")
    bench.go()
    assert bench.store.remove(endpoint.id, bench.clock.now())
    assert not bench.store.remove(endpoint.id, bench.clock.now())
    bench.clock.advance(days=1)
    assert bench.go().outcomes == ()
    assert bench.store.endpoints() == []
    ((delivery, attempts),) = bench.store.log(10)
    assert (delivery.secret, delivery.state) == ("", DeliveryState.DEAD)
    assert len(attempts) == 1
    assert not bench.store.replay(delivery.id, bench.clock.now())


def test_endpoints_come_back_as_they_were(bench: Bench) -> None:
    """What is kept of an endpoint is what was added, the oldest first."""
    kept = [bench.add(EventKind.UNPUBLISHED, EventKind.SCHEDULE_DUE), bench.add()]
    assert bench.store.endpoints() == kept
    assert not bench.store.replay(1, bench.clock.now())
    assert bench.store.log(10) == []


def test_the_log_is_pruned(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over for long is forgotten with its attempts; what was told is not told again."""
    monkeypatch.setattr("flask_serum.store.webhook_log._AT_ONCE", 1)
    bench.add()
    for slug in ("first", "second"):
        bench.publishing.import_record(ADA, a_record(slug=slug), publish=True)
    bench.go()
    bench.clock.advance(days=31)
    bench.publishing.unpublish(ADA, "first", "de")
    bench.go()
    before = bench.clock.now() - 24 * HOUR
    assert bench.store.prune(before, dry_run=True) == Pruned(2, 2)
    assert len(bench.store.log(10)) == 3
    assert bench.store.prune(before) == Pruned(2, 2)
    assert [one.kind for one, _ in bench.store.log(10)] == [EventKind.UNPUBLISHED]
    assert bench.store.prune(before) == bench.store.prune(before, dry_run=True) == Pruned(0, 0)
    assert bench.told() == []


def test_what_waits_is_never_pruned(bench: Bench) -> None:
    """What is still to be tried stays, however old; so does what was tried not long ago."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(slug="waits"), publish=True)
    bench.answer = Attempt(bench.clock.now(), 500, "It answered 500.")
    bench.go()
    bench.clock.advance(days=400)
    now = bench.clock.now()
    assert bench.store.prune(now) == Pruned(0, 0)
    bench.answer = None
    bench.go()
    ((delivery, attempts),) = bench.store.log(10)
    assert (delivery.state, len(attempts)) == (DeliveryState.DELIVERED, 2)
    assert bench.store.prune(now) == Pruned(0, 0)
    assert bench.store.replay(delivery.id, now)
    assert bench.store.prune(now + HOUR) == Pruned(0, 0)
    bench.go()
    assert bench.store.prune(now + HOUR) == Pruned(1, 3)


def test_a_sender_that_dies(bench: Bench) -> None:
    """What was claimed and never settled is tried again later, and by nobody else meanwhile."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True)

    def die(delivery: Delivery, now: dt.datetime) -> Attempt:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(bench.store, bench.clock, die, notices=[], tags=lambda change: [])
    assert bench.go().outcomes == ()
    bench.clock.advance(minutes=2)
    assert len(bench.go().outcomes) == 1


def test_a_change_that_fails_is_not_told(bench: Bench) -> None:
    """What was undone with its transaction was never there to be told."""
    bench.add()
    bench.publishing.import_record(ADA, a_record(), publish=True, dry_run=True)
    assert bench.told() == []


def test_many_workers(bench: Bench) -> None:
    """Workers that deliver at once send everything, and nothing twice."""
    bench.add()
    for at in range(6):
        slug = f"page-{at}"
        bench.publishing.import_record(ADA, a_record(slug=slug), publish=True)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            bench.go()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    slugs = [json.loads(one.body)["slug"] for one in bench.sent]
    assert sorted(slugs) == [f"page-{at}" for at in range(6)]


@given(st.integers(1, MOST_ATTEMPTS + 3), st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_pauses(attempts: int, asked: int, chance: random.Random) -> None:
    """Pauses grow fourfold, by chance up to half longer, never over twelve hours, or as asked."""
    state, due = next_step(Attempt(NOON, 503, "It answered 503.", asked), attempts, chance)
    if attempts >= MOST_ATTEMPTS:
        assert (state, due) == (DeliveryState.DEAD, None)
        return
    assert state is DeliveryState.WAITING
    assert due is not None
    longest = 12 * HOUR
    least = min(dt.timedelta(seconds=30) * 4 ** (attempts - 1), longest)
    waited = min(max(least, dt.timedelta(seconds=asked)), longest)
    assert waited <= due - NOON <= min(max(least * 1.5, waited), longest)
