"""Review: who may say what, how a review stands, and what it keeps from the public."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from editorial import a_desk
from editorial import ADMIN
from editorial import COMPLIANCE
from editorial import Desk
from editorial import PUBLISHER
from editorial import WRITER
from factories import a_record
from factories import SLUG

from flask_serum.core.access import Actor
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import PageIncomplete
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import RevisionNotFound
from flask_serum.core.market import Market
from flask_serum.core.page import FACTS
from flask_serum.core.reviews import Kind
from flask_serum.core.reviews import ReviewEvent
from flask_serum.core.reviews import ReviewState
from flask_serum.core.reviews import standing_of
from flask_serum.core.reviews import threads_of


@pytest.fixture(name="desk", params=["memory", "sqlite", "postgresql"])
def _desk(request: pytest.FixtureRequest, market_eu: Market) -> Desk:
    return a_desk(request.param, request, market_eu)


def standing(desk: Desk, part: str = "en") -> ReviewState:
    event = desk.reviews.latest(SLUG).get((SLUG, part))
    return standing_of(event, desk.page().parts[part].latest)


def test_a_log_gives_back_what_it_was_given(desk: Desk) -> None:
    """An event comes back whole, in the order of the log, under its own part."""
    at = desk.clock.now() + dt.timedelta(microseconds=7)
    asked = desk.reviews.add(ReviewEvent(SLUG, "en", 1, Kind.ASKED, "Wím", at, text="Bitte ✨"))
    said = desk.reviews.add(
        ReviewEvent(SLUG, "en", 1, Kind.COMMENTED, "Cleo", at, "faq[0].answer", None, "Hm")
    )
    other = desk.reviews.add(ReviewEvent(SLUG, FACTS, 1, Kind.APPROVED, "Cleo", at))
    assert desk.reviews.events(SLUG, "en") == [asked, said]
    assert replace(said, id=None) == ReviewEvent(
        SLUG, "en", 1, Kind.COMMENTED, "Cleo", at, "faq[0].answer", None, "Hm"
    )
    assert desk.reviews.latest() == {(SLUG, "en"): asked, (SLUG, FACTS): other}
    assert desk.reviews.latest("another") == {}
    assert desk.reviews.events("another", "en") == []


def test_a_log_knows_the_pages(desk: Desk) -> None:
    """Nothing is said about a page that is not there."""
    event = ReviewEvent("another", "en", 1, Kind.ASKED, "Wim", desk.clock.now())
    with pytest.raises(PageNotFound, match="another"):
        desk.reviews.add(event)


def test_from_asking_to_approval(desk: Desk) -> None:
    """A review waits until somebody decides; a later save leaves the decision behind."""
    assert standing(desk) is ReviewState.NONE
    desk.reviewing.ask(WRITER, SLUG, "en", 1, "Have a look.")
    assert standing(desk) is ReviewState.WAITING
    desk.reviewing.decide(COMPLIANCE, SLUG, "en", 1, approve=False, text="Too strong.")
    assert standing(desk) is ReviewState.CHANGES
    desk.reviewing.decide(COMPLIANCE, SLUG, "en", 1, approve=True)
    assert standing(desk) is ReviewState.APPROVED
    desk.write("en", 1, title="Another")
    assert standing(desk) is ReviewState.OUTDATED
    assert desk.verbs()[2:5] == [
        ("en", "review asked", 1),
        ("en", "changes requested", 1),
        ("en", "approved", 1),
    ]


@pytest.mark.parametrize("actor", [None, WRITER, Actor("Gus")])
def test_who_may_not_decide(desk: Desk, actor: Actor | None) -> None:
    """A guest, a writer and somebody without a role decide nothing."""
    with pytest.raises(NotAllowed, match="approve"):
        desk.reviewing.decide(actor, SLUG, "en", 1, approve=True)
    assert standing(desk) is ReviewState.NONE


def test_nobody_decides_about_their_own(desk: Desk) -> None:
    """Who asked, or wrote the revision, does not approve it; an admin, who may be alone, does."""
    desk.reviewing.ask(PUBLISHER, SLUG, "en", 1)
    writing_publisher = Actor(WRITER.name, PUBLISHER.roles)
    for own in (PUBLISHER, writing_publisher):
        with pytest.raises(DocumentInvalid, match="another one decides"):
            desk.reviewing.decide(own, SLUG, "en", 1, approve=True)
    desk.reviewing.ask(ADMIN, SLUG, "en", 1)
    desk.reviewing.decide(ADMIN, SLUG, "en", 1, approve=True)
    assert standing(desk) is ReviewState.APPROVED


def test_changes_need_a_reason(desk: Desk) -> None:
    """Whoever asks for changes says which."""
    with pytest.raises(DocumentInvalid, match="what is to be changed"):
        desk.reviewing.decide(COMPLIANCE, SLUG, "en", 1, approve=False, text="  ")


def test_a_revision_that_is_not_there(desk: Desk) -> None:
    """Nobody asks for the review of a revision that does not exist, nor comments on it."""
    with pytest.raises(RevisionNotFound, match="no revision 9"):
        desk.reviewing.ask(WRITER, SLUG, "en", 9)
    with pytest.raises(RevisionNotFound, match="no revision 9"):
        desk.reviewing.comment(WRITER, SLUG, "en", 9, "Hm")
    assert desk.reviews.events(SLUG, "en") == []


def test_threads(desk: Desk) -> None:
    """Comments on a field are a thread each, which is resolved and opened again."""
    first = desk.reviewing.comment(COMPLIANCE, SLUG, "en", 1, "Says who?", path="summary")
    second = desk.reviewing.comment(COMPLIANCE, SLUG, "en", 1, "Nice.", path="title")
    assert first.id is not None
    answer = desk.reviewing.comment(
        WRITER, SLUG, "en", 1, "A study.", path="elsewhere", thread=first.id
    )
    assert answer.path == "summary"
    desk.reviewing.settle(WRITER, SLUG, "en", first.id, resolved=True)
    threads = threads_of(desk.reviews.events(SLUG, "en"))
    assert [(one.path, one.resolved, len(one.comments)) for one in threads] == [
        ("summary", True, 2),
        ("title", False, 1),
    ]
    assert threads[1].id == second.id
    desk.reviewing.settle(COMPLIANCE, SLUG, "en", first.id, resolved=False)
    assert not threads_of(desk.reviews.events(SLUG, "en"))[0].resolved
    assert standing(desk) is ReviewState.NONE


@pytest.mark.parametrize(
    ("text", "path", "thread", "message"),
    [
        (" ", "title", None, "Write a comment"),
        ("x" * 4001, "title", None, "at most 4000"),
        ("Hm", "<script>", None, "no such field"),
        ("Hm", "title", 99, "no such comment"),
    ],
)
def test_comments_that_are_refused(
    desk: Desk, text: str, path: str, thread: int | None, message: str
) -> None:
    """A comment has a text, and a field or a thread that is there."""
    with pytest.raises(DocumentInvalid, match=message):
        desk.reviewing.comment(WRITER, SLUG, "en", 1, text, path=path, thread=thread)
    assert desk.reviews.events(SLUG, "en") == []


def test_a_thread_of_another_part(desk: Desk) -> None:
    """A thread is answered and settled where it was begun."""
    made = desk.reviewing.comment(WRITER, SLUG, FACTS, 1, "Hm")
    assert made.id is not None
    with pytest.raises(DocumentInvalid, match="no such comment"):
        desk.reviewing.settle(WRITER, SLUG, "en", made.id, resolved=True)


def test_pages_one_may_not_read(desk: Desk) -> None:
    """Somebody who is let near no page sees nothing of its review."""
    desk.reviewing.ask(WRITER, SLUG, "en", 1)
    elsewhere = Actor("Eve", frozenset({"writer"}), pages=frozenset({"another"}))
    assert desk.reviewing.latest(elsewhere) == {}
    for call in (
        lambda: desk.reviewing.latest(elsewhere, SLUG),
        lambda: desk.reviewing.events(elsewhere, SLUG, "en"),
        lambda: desk.reviewing.ask(elsewhere, SLUG, "en", 1),
        lambda: desk.reviewing.comment(elsewhere, SLUG, "en", 1, "Hm"),
    ):
        with pytest.raises(NotAllowed, match="Eve may not"):
            call()


def test_publishing_waits_for_approval(desk: Desk) -> None:
    """Where a review is required, only the very revision that was approved goes out."""
    desk.review_required = True
    for part in (FACTS, "en"):
        with pytest.raises(PageIncomplete, match="Revision 1 has not been approved"):
            desk.publishing.publish(PUBLISHER, SLUG, part)
        desk.reviewing.decide(COMPLIANCE, SLUG, part, 1, approve=True)
        desk.publishing.publish(PUBLISHER, SLUG, part)
    desk.write("en", 1, title="Another")
    later = desk.clock.now() + dt.timedelta(days=1)
    with pytest.raises(PageIncomplete, match=r"copy\.en: Revision 2 has not been approved"):
        desk.publishing.publish(PUBLISHER, SLUG, "en", begins=later)
    desk.publishing.publish(PUBLISHER, SLUG, "en", revision=1)


def test_an_approval_that_was_taken_back(desk: Desk) -> None:
    """The last word about a revision counts."""
    desk.review_required = True
    desk.reviewing.decide(COMPLIANCE, SLUG, FACTS, 1, approve=True)
    desk.reviewing.decide(COMPLIANCE, SLUG, FACTS, 1, approve=False, text="Wait.")
    with pytest.raises(PageIncomplete, match="not been approved"):
        desk.publishing.publish(ADMIN, SLUG, FACTS)


def test_an_import_waits_for_approval_too(desk: Desk) -> None:
    """Whoever imports, by the command line or elsewhere, can't publish what nobody approved."""
    desk.review_required = True
    with pytest.raises(PageIncomplete, match="not been approved"):
        desk.publishing.import_record(ADMIN, a_record(), publish=True)
    assert desk.page().parts["en"].latest == 1
    desk.publishing.import_record(ADMIN, a_record())
