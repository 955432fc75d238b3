"""The trash and copies: nothing of it is shown, nothing of it is lost, nothing goes live by it."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import datetime as dt
import typing as t

import pytest
from editorial import a_desk
from editorial import ADMIN
from editorial import COMPLIANCE
from editorial import Desk
from editorial import PUBLISHER
from editorial import WRITER
from factories import a_facts
from factories import a_record
from factories import SLUG

from flask_serum.core.access import Actor
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import PageTrashed
from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.signals import page_restored
from flask_serum.core.signals import page_trashed
from flask_serum.core.signals import page_unpublished
from flask_serum.core.signals import publication_cancelled
from flask_serum.core.visibility import State
from flask_serum.core.visibility import state_of
from flask_serum.core.visibility import visible

DAY = dt.timedelta(days=1)


@pytest.fixture(name="desk", params=["memory", "sqlite", "postgresql"])
def _desk(request: pytest.FixtureRequest, market_eu: Market) -> Desk:
    desk = a_desk(request.param, request, market_eu)
    for part in (FACTS, "en"):
        desk.publishing.publish(PUBLISHER, SLUG, part)
    return desk


def is_seen(desk: Desk, at: dt.datetime | None = None) -> bool:
    at = at or desk.clock.now()
    page = desk.store.page(SLUG, at)
    return page is not None and visible(page, desk.market, "en", at) is not None


def test_trash_and_restore(desk: Desk) -> None:
    """A page in the trash is not seen; restored, it is a draft with all its revisions."""
    before = desk.clock.now()
    desk.clock.advance(hours=1)
    assert is_seen(desk)
    assert desk.trashing.trash(PUBLISHER, SLUG)
    assert desk.page().trashed
    assert not is_seen(desk)
    assert not desk.trashing.trash(PUBLISHER, SLUG)
    desk.clock.advance(hours=1)
    assert desk.trashing.restore(PUBLISHER, SLUG)
    assert not desk.trashing.restore(PUBLISHER, SLUG)
    assert not desk.page().trashed
    assert not is_seen(desk)
    assert is_seen(desk, before)
    assert state_of(desk.page().parts["en"], desk.clock.now()) is State.UNPUBLISHED
    assert [one.number for one in desk.store.revisions(SLUG, "en")] == [1]
    assert [verb for _, verb, _ in desk.verbs()][4:] == [
        *("unpublished", "unpublished", "trashed", "restored"),
    ]


def test_what_was_scheduled_stays_away(desk: Desk) -> None:
    """Neither the trash nor the way back out of it lets something upcoming begin."""
    desk.publishing.publish(PUBLISHER, SLUG, "en", begins=desk.clock.now() + DAY)
    desk.trashing.trash(PUBLISHER, SLUG)
    desk.trashing.restore(PUBLISHER, SLUG)
    assert not is_seen(desk, desk.clock.now() + 2 * DAY)
    assert desk.page().parts["en"].upcoming == ()


def test_published_in_the_moment_it_was_thrown_away(desk: Desk) -> None:
    """Even what slipped through to be live is not seen, and not live after restoring."""
    desk.store.trash(SLUG, author="Ada", at=desk.clock.now())
    assert not is_seen(desk)
    desk.trashing.restore(PUBLISHER, SLUG)
    assert not is_seen(desk)


def test_nothing_is_done_to_a_page_in_the_trash(desk: Desk) -> None:
    """It is neither saved, published, imported nor copied before it is restored."""
    desk.trashing.trash(PUBLISHER, SLUG)
    for call in (
        lambda: desk.write("en", 1),
        lambda: desk.publishing.publish(PUBLISHER, SLUG, "en"),
        lambda: desk.publishing.import_record(ADMIN, a_record()),
        lambda: desk.copying.copy(WRITER, SLUG, "another"),
    ):
        with pytest.raises(PageTrashed, match="in the trash; restore it first"):
            call()
    assert desk.page().parts["en"].latest == 1
    assert desk.store.page("another", desk.clock.now()) is None


@pytest.mark.parametrize("actor", [None, WRITER, COMPLIANCE, Actor("Gus")])
def test_who_may_not(desk: Desk, actor: Actor | None) -> None:
    """A guest, a writer and compliance throw nothing away, and bring nothing back."""
    with pytest.raises(NotAllowed, match="may not trash"):
        desk.trashing.trash(actor, SLUG)
    with pytest.raises(NotAllowed, match="may not trash"):
        desk.trashing.restore(actor, SLUG)
    assert is_seen(desk)


def test_a_page_that_is_not_there(desk: Desk) -> None:
    """What is not there is neither thrown away nor brought back."""
    for call in (desk.trashing.trash, desk.trashing.restore):
        with pytest.raises(PageNotFound, match="nothing"):
            call(ADMIN, "nothing")


def test_unpublishing_cancels_what_is_upcoming(desk: Desk) -> None:
    """What was taken down does not come back by itself; other parts keep their schedule."""
    begins = desk.clock.now() + DAY
    for part in (FACTS, "en"):
        desk.publishing.publish(PUBLISHER, SLUG, part, begins=begins)
    desk.publishing.unpublish(PUBLISHER, SLUG, "en")
    assert desk.page().parts["en"].upcoming == ()
    assert len(desk.page().parts[FACTS].upcoming) == 1
    assert not is_seen(desk, begins + DAY)
    assert desk.verbs()[-2:] == [("en", "unpublished", None), ("en", "cancelled", 1)]


def test_a_copy(desk: Desk) -> None:
    """A copy is a draft under a new slug: nothing live, nothing scheduled."""
    desk.publishing.publish(PUBLISHER, SLUG, "en", begins=desk.clock.now() + DAY)
    desk.copying.copy(WRITER, SLUG, "another")
    page = desk.page("another")
    assert {part: state_of(one, desk.clock.now()) for part, one in page.parts.items()} == {
        FACTS: State.DRAFT,
        "en": State.DRAFT,
    }
    assert desk.store.revision("another", FACTS).content == a_facts(slug="another")
    assert desk.store.revision("another", "en").content == desk.store.revision(SLUG, "en").content
    assert desk.verbs("another")[-1] == (FACTS, f"copied from {SLUG}", 1)


@pytest.mark.parametrize(
    ("slug", "message"),
    [(SLUG, "already"), ("Not a slug", "lower-case"), ("editor", "taken by a route")],
)
def test_slugs_a_copy_can_not_have(desk: Desk, slug: str, message: str) -> None:
    """A slug that is taken, or is none, is refused beside its field, and nothing is written."""
    with pytest.raises(DocumentInvalid, match=message) as refused:
        desk.copying.copy(WRITER, SLUG, slug)
    assert {one.path for one in refused.value.problems} == {"facts.slug"}
    assert [one.slug for one in desk.store.pages(desk.clock.now())] == [SLUG]


def test_a_copy_needs_source_and_target(desk: Desk) -> None:
    """Whoever copies may read the one and edit the other."""
    for pages in ({SLUG}, {"another"}):
        actor = Actor("Eve", frozenset({"writer"}), pages=frozenset(pages))
        with pytest.raises(NotAllowed, match="Eve may not"):
            desk.copying.copy(actor, SLUG, "another")
    with pytest.raises(NotAllowed, match="may not edit"):
        desk.copying.copy(COMPLIANCE, SLUG, "another")
    assert desk.store.page("another", desk.clock.now()) is None


def test_who_is_told(desk: Desk) -> None:
    """Whoever listens hears of each part that was taken down, and of what was cancelled with it."""
    heard: list[tuple[str, dict[str, t.Any]]] = []

    def listen(name: str) -> cabc.Callable[..., None]:
        return lambda _, **arguments: heard.append((name, arguments))

    signals = {
        "down": page_unpublished,
        "cancelled": publication_cancelled,
        "trashed": page_trashed,
        "restored": page_restored,
    }
    with contextlib.ExitStack() as stack:
        for name, signal in signals.items():
            stack.enter_context(signal.connected_to(listen(name)))
        desk.publishing.publish(PUBLISHER, SLUG, "en", begins=desk.clock.now() + DAY)
        desk.publishing.unpublish(PUBLISHER, SLUG, "en")
        desk.trashing.trash(PUBLISHER, SLUG)
        desk.trashing.trash(PUBLISHER, SLUG)
        desk.trashing.restore(PUBLISHER, SLUG)
    part = {"slug": SLUG, "part": "en", "actor": "Pia"}
    assert heard == [
        ("down", {**part, "revision": None}),
        ("cancelled", {**part, "revision": 1}),
        ("down", {**part, "part": FACTS, "revision": None}),
        ("trashed", {"slug": SLUG, "actor": "Pia"}),
        ("restored", {"slug": SLUG, "actor": "Pia"}),
    ]
