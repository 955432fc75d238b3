"""Parts that go out at one moment are checked together, whoever sends them."""

from __future__ import annotations

import collections.abc as cabc
import threading
from dataclasses import replace

import pytest
from claims_desk import ADMIN
from claims_desk import ClaimsDesk
from claims_desk import MemoryOverrideLog
from claims_desk import saying
from factories import a_copy
from factories import a_facts
from factories import a_record
from factories import SLUG
from fakes import MemoryPageStore
from fakes import StoppedClock
from sqlalchemy.engine import Engine

from flask_serum.core.errors import PageIncomplete
from flask_serum.core.objections import Inspection
from flask_serum.core.page import FACTS
from flask_serum.core.ports import SnapshotCodec
from flask_serum.store.overrides import SqlOverrideLog
from flask_serum.store.pages import SqlPageStore

# Stops in the US alone.
AMERICAN = "Supports the skin's own collagen production."

Act = cabc.Callable[[ClaimsDesk], object]


def facts(desk: ClaimsDesk) -> object:
    """Bring the page to the US."""
    return desk.publishing.publish(ADMIN, SLUG, FACTS)


def copy(desk: ClaimsDesk) -> object:
    """Publish what may not be said in the US."""
    return desk.publishing.publish(ADMIN, SLUG, "en")


def together(desk: ClaimsDesk) -> object:
    """Publish it by the service of several parts."""
    return desk.publishing.publish_together(ADMIN, SLUG, {"en": 2})


@pytest.mark.parametrize(
    ("first", "second"),
    [(facts, copy), (copy, facts), (facts, together), (together, facts)],
)
def test_two_parts_at_once(
    engine: Engine, codec: SnapshotCodec, clock: StoppedClock, first: Act, second: Act
) -> None:
    """The second waits for the first, and is refused where both would break a rule.

    :param first: publishes, and has not ended yet when the second comes.
    :param second: publishes what may not stand beside it.
    """
    store = SqlPageStore(engine, codec, clock)
    desk = ClaimsDesk(store, SqlOverrideLog(store.connections), clock)
    home = a_facts(markets=("eu",))
    desk.publishing.import_record(ADMIN, a_record(facts=home), publish=True)
    wide = a_facts(markets=("eu", "us"))
    desk.publishing.save_draft(ADMIN, SLUG, FACTS, wide, expected=1)
    desk.publishing.save_draft(ADMIN, SLUG, "en", saying(a_copy(), AMERICAN), expected=1)
    outcome: list[object] = []

    def late() -> None:
        try:
            outcome.append(second(desk))
        except PageIncomplete as error:
            outcome.append(error)

    thread = threading.Thread(target=late)
    with store.transaction():
        first(desk)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join()
    (told,) = outcome
    page = store.page(SLUG, clock.now())
    assert page is not None
    shown = {part: one.content for part, one in page.parts.items()}
    assert isinstance(told, PageIncomplete)
    assert "copy.en.benefits[2]" in {one.path for one in told.problems}
    assert (shown[FACTS] == wide) != (shown["en"] == saying(a_copy(), AMERICAN))
    assert desk.gate.standing(SLUG).stopping == ()


def test_saving_goes_on(postgres_engine: Engine, codec: SnapshotCodec, clock: StoppedClock) -> None:
    """While one person publishes, another one's words are saved; on SQLite they wait."""
    store = SqlPageStore(postgres_engine, codec, clock)
    desk = ClaimsDesk(store, SqlOverrideLog(store.connections), clock)
    desk.publishing.import_record(ADMIN, a_record(), publish=True)
    changed = a_copy(title="Saved meanwhile")
    thread = threading.Thread(
        target=desk.publishing.save_draft,
        args=(ADMIN, SLUG, "en", changed),
        kwargs={"expected": 1},
    )
    with store.transaction():
        store.hold(SLUG)
        thread.start()
        thread.join(60)
        assert not thread.is_alive()
    assert store.revision(SLUG, "en").content == changed


def test_several_pages_standing(clock: StoppedClock) -> None:
    """Pages that are checked together give what each gives alone, scheduled parts included."""
    store = MemoryPageStore()
    desk = ClaimsDesk(store, MemoryOverrideLog(store), clock)
    for slug, text in (("page-1", "Feels light."), ("page-2", "Hypoallergenic."), ("page-3", "")):
        record = a_record(facts=a_facts(slug=slug), copy={"en": saying(a_copy(), text or "New.")})
        desk.publishing.import_record(ADMIN, record, publish=bool(text))
    later = clock.now().replace(year=2028)
    desk.publishing.save_draft(ADMIN, "page-1", "de", saying(a_copy(), "Heals acne."), expected=0)
    replace(desk, markets=[]).publishing.publish(ADMIN, "page-1", "de", begins=later)
    pages = store.pages(clock.now())
    found = desk.gate.standing_of(pages, {})
    assert found == {one.slug: desk.gate.standing(one.slug) for one in pages}
    assert found["page-1"].stopping
    assert found["page-2"].warnings
    assert found["page-3"] == Inspection()
