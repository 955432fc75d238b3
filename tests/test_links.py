"""Preview links: who makes them, what they open, and when they open nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from editorial import a_desk
from editorial import COMPLIANCE
from editorial import Desk
from editorial import PUBLISHER
from editorial import WRITER
from factories import SLUG

from flask_serum.core.access import Actor
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import NotAllowed
from flask_serum.core.errors import PageNotFound
from flask_serum.core.errors import RevisionNotFound
from flask_serum.core.errors import TokenRefused
from flask_serum.core.links import PreviewLink
from flask_serum.core.market import Market


@pytest.fixture(name="desk", params=["memory", "sqlite", "postgresql"])
def _desk(request: pytest.FixtureRequest, market_eu: Market) -> Desk:
    return a_desk(request.param, request, market_eu)


def made(desk: Desk, *, pinned: bool = False, days: int = 7) -> tuple[int, str]:
    link, secret = desk.previewing.make(WRITER, SLUG, "en", pinned=pinned, days=days)
    assert link.id is not None
    return link.id, secret


def test_a_store_gives_back_what_it_was_given(desk: Desk) -> None:
    """A link comes back whole by its hash, and newest first by its page."""
    at = desk.clock.now() + dt.timedelta(microseconds=3)
    link = PreviewLink(SLUG, "de-AT", 4, None, "Wím", at, at + dt.timedelta(days=1))
    first = desk.links.add(link, "a" * 64)
    second = desk.links.add(link, "b" * 64)
    assert desk.links.find("a" * 64) == first
    assert desk.links.find("c" * 64) is None
    assert desk.links.of(SLUG) == [second, first]
    assert desk.links.of("another") == []
    with pytest.raises(PageNotFound, match="another"):
        desk.links.add(PreviewLink("another", "en", 1, 1, "Wim", at, at), "d" * 64)


def test_a_link_is_revoked_once(desk: Desk) -> None:
    """Who revoked it first is kept; a link of another page is not touched."""
    number, _ = made(desk)
    now = desk.clock.now()
    assert not desk.links.revoke("another", number, author="Eve", at=now)
    assert desk.links.revoke(SLUG, number, author="Pia", at=now)
    assert desk.links.revoke(SLUG, number, author="Tom", at=desk.clock.advance(hours=1))
    (link,) = desk.links.of(SLUG)
    assert (link.revoked_by, link.revoked_at) == ("Pia", now)


def test_a_link_that_follows(desk: Desk) -> None:
    """It shows the latest revisions, whatever they become."""
    _, secret = made(desk)
    assert (desk.previewing.opened(secret).facts, desk.previewing.opened(secret).copy) == (1, 1)
    desk.write("en", 1, title="New")
    assert desk.previewing.opened(secret).copy == 2


def test_a_link_that_is_pinned(desk: Desk) -> None:
    """It goes on showing what it showed when it was made."""
    _, secret = made(desk, pinned=True)
    desk.write("en", 1, title="New")
    assert desk.previewing.opened(secret).copy == 1


def test_a_link_ends(desk: Desk) -> None:
    """It opens until the very moment at which it ends."""
    _, secret = made(desk, days=2)
    desk.clock.advance(days=2, microseconds=-1)
    desk.previewing.opened(secret)
    desk.clock.advance(microseconds=1)
    with pytest.raises(TokenRefused, match="opens nothing"):
        desk.previewing.opened(secret)


def test_a_link_that_was_revoked(desk: Desk) -> None:
    """It opens nothing from then on, and both are in the history."""
    number, secret = made(desk)
    desk.previewing.revoke(PUBLISHER, SLUG, number)
    desk.previewing.revoke(PUBLISHER, SLUG, number)
    with pytest.raises(TokenRefused, match="opens nothing"):
        desk.previewing.opened(secret)
    assert desk.verbs()[2:] == [("en", "link made", None), ("en", "link revoked", None)]


def test_a_secret_nobody_gave_out(desk: Desk) -> None:
    """Neither a wrong secret nor the hash of a right one opens anything."""
    _, secret = made(desk)
    for wrong in ("", secret[:-1], secret + "x", "a" * 43):
        with pytest.raises(TokenRefused, match="opens nothing"):
            desk.previewing.opened(wrong)


def test_a_page_in_the_trash(desk: Desk) -> None:
    """A link to a page in the trash opens nothing, and none is made."""
    _, secret = made(desk)
    desk.trashing.trash(PUBLISHER, SLUG)
    with pytest.raises(TokenRefused, match="opens nothing"):
        desk.previewing.opened(secret)
    with pytest.raises(PageNotFound, match=SLUG):
        made(desk)


@pytest.mark.parametrize("days", [0, -1, 31])
def test_days(desk: Desk, days: int) -> None:
    """A link lives for a day at least, and for thirty at most."""
    with pytest.raises(DocumentInvalid, match="from 1 to 30"):
        made(desk, days=days)


def test_a_locale_without_copy(desk: Desk) -> None:
    """There is nothing to show in a locale that has no copy; "en" stands in for "en-GB"."""
    with pytest.raises(RevisionNotFound, match="'de'"):
        desk.previewing.make(WRITER, SLUG, "de", pinned=False, days=1)
    link, _ = desk.previewing.make(WRITER, SLUG, "en-GB", pinned=True, days=1)
    assert link.copy == 1


@pytest.mark.parametrize("actor", [None, COMPLIANCE, Actor("Gus")])
def test_who_may_not_share(desk: Desk, actor: Actor | None) -> None:
    """Links are made and revoked by those who may share, and by nobody else."""
    number, _ = made(desk)
    with pytest.raises(NotAllowed, match="may not share"):
        desk.previewing.make(actor, SLUG, "en", pinned=False, days=1)
    with pytest.raises(NotAllowed, match="may not share"):
        desk.previewing.revoke(actor, SLUG, number)
    assert desk.previewing.of(COMPLIANCE, SLUG)[0].opens(desk.clock.now())


def test_another_pages_link(desk: Desk) -> None:
    """A link is revoked under its own page, so that permission for one page is not for another."""
    number, secret = made(desk)
    with pytest.raises(TokenRefused, match="no such link"):
        desk.previewing.revoke(PUBLISHER, "another", number)
    desk.previewing.opened(secret)
