"""Review: somebody asks, others comment on fields, and approve a revision or ask for changes."""

from __future__ import annotations

import re
from dataclasses import replace

from . import access
from .access import Action
from .access import Actor
from .errors import DocumentInvalid
from .errors import Problem
from .page import FACTS
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageStore
from .ports import Revision
from .reviews import Kind
from .reviews import ReviewEvent
from .reviews import ReviewLog
from .reviews import Thread
from .reviews import threads_of
from .signals import review_asked
from .signals import review_commented
from .signals import review_decided

LONGEST_TEXT = 4_000
"""How many characters a comment may have."""

_PATH = re.compile(r"[A-Za-z0-9_.\[\]-]{0,200}")


class Reviewing:
    """The services of review.

    :param store: where pages are kept.
    :param log: where reviews are kept.
    :param clock: tells the time.
    """

    def __init__(self, store: PageStore, log: ReviewLog, clock: Clock) -> None:
        self._store = store
        self._log = log
        self._clock = clock

    def events(self, actor: Actor | None, slug: str, part: str) -> list[ReviewEvent]:
        """List what was said about a part, oldest first.

        :param actor: who asks.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :raises NotAllowed: if the actor may not.
        """
        access.require(actor, Action.READ, slug)
        return self._log.events(slug, part)

    def latest(
        self, actor: Actor | None, slug: str | None = None
    ) -> dict[tuple[str, str], ReviewEvent]:
        """Give the last step of each part's review, by slug and part.

        :param actor: who asks.
        :param slug: the only page; ``None`` for all that the actor may read.
        :raises NotAllowed: if the actor may not.
        """
        if slug is not None:
            access.require(actor, Action.READ, slug)
        found = self._log.latest(slug)
        return {
            key: one
            for key, one in found.items()
            if actor is not None and actor.may(Action.READ, key[0])
        }

    def ask(
        self, actor: Actor | None, slug: str, part: str, revision: int, text: str = ""
    ) -> ReviewEvent:
        """Ask for the review of a revision.

        :param actor: who asks.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param revision: its number.
        :param text: what the reviewers should know.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if there is no such revision.
        """
        actor = access.require(actor, Action.SAVE, slug)
        event = self._event(actor, slug, part, revision, Kind.ASKED, text)
        kept = self._keep(event, "review asked")
        review_asked.send(self, slug=slug, part=part, revision=revision, actor=actor.name)
        return kept

    def decide(
        self,
        actor: Actor | None,
        slug: str,
        part: str,
        revision: int,
        *,
        approve: bool,
        text: str = "",
    ) -> ReviewEvent:
        """Approve a revision, or ask for changes to it.

        Nobody decides about what they wrote or asked a review of; but an admin, who may be alone
        in the shop, can.

        :param actor: who decides.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param revision: its number.
        :param approve: whether it may go out as it is.
        :param text: why; needed where it may not.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if there is no such revision.
        :raises DocumentInvalid: if it is one's own, or there is no reason given.
        """
        actor = access.require(actor, Action.APPROVE, slug)
        kind = Kind.APPROVED if approve else Kind.CHANGES
        if not approve and not text.strip():
            raise DocumentInvalid([Problem("text", "Say what is to be changed.")])
        with self._store.transaction():
            if self._is_own(actor, self._store.revision(slug, part, revision)):
                raise DocumentInvalid(
                    [Problem("", "You wrote this, or asked for the review: another one decides.")]
                )
            event = self._event(actor, slug, part, revision, kind, text)
            kept = self._keep(event, "approved" if approve else "changes requested")
        review_decided.send(
            self, slug=slug, part=part, revision=revision, actor=actor.name, approved=approve
        )
        return kept

    def comment(
        self,
        actor: Actor | None,
        slug: str,
        part: str,
        revision: int,
        text: str,
        *,
        path: str = "",
        thread: int | None = None,
    ) -> ReviewEvent:
        """Comment on a field, or answer a comment.

        :param actor: who comments.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param revision: the number of the revision that was read.
        :param text: plain text.
        :param path: the field; empty for the whole part. An answer has its thread's.
        :param thread: the id of the thread that is answered.
        :raises NotAllowed: if the actor may not.
        :raises RevisionNotFound: if there is no such revision.
        :raises DocumentInvalid: if there is no text, no such field or no such thread.
        """
        actor = access.require(actor, Action.COMMENT, slug)
        if not text.strip():
            raise DocumentInvalid([Problem("text", "Write a comment.")])
        if thread is not None:
            path = self._thread(slug, part, thread).path
        if not _PATH.fullmatch(path):
            raise DocumentInvalid([Problem("path", "There is no such field.")])
        event = self._event(actor, slug, part, revision, Kind.COMMENTED, text)
        kept = self._log.add(replace(event, path=path, thread=thread))
        review_commented.send(self, slug=slug, part=part, revision=revision, actor=actor.name)
        return kept

    def settle(
        self, actor: Actor | None, slug: str, part: str, thread: int, *, resolved: bool
    ) -> ReviewEvent:
        """Resolve a thread, or open it again.

        :param actor: who does.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param thread: its id.
        :param resolved: whether it is settled now.
        :raises NotAllowed: if the actor may not.
        :raises DocumentInvalid: if there is no such thread.
        """
        actor = access.require(actor, Action.COMMENT, slug)
        first = self._thread(slug, part, thread).comments[0]
        kind = Kind.RESOLVED if resolved else Kind.REOPENED
        event = self._event(actor, slug, part, first.revision, kind, "")
        return self._log.add(replace(event, path=first.path, thread=thread))

    def check_approved(self, revision: Revision) -> list[Problem]:
        """Find out whether a revision may go out where a review is required.

        :param revision: what is to be published.
        :return: a problem where the last word about that very revision is no approval.
        """
        slug, part, number = revision.slug, revision.part, revision.number
        decided = [
            one.kind
            for one in self._log.events(slug, part)
            if one.revision == number and one.kind in (Kind.APPROVED, Kind.CHANGES)
        ]
        if decided and decided[-1] is Kind.APPROVED:
            return []
        path = FACTS if part == FACTS else f"copy.{part}"
        return [Problem(path, f"Revision {number} has not been approved: ask for a review first.")]

    def _event(
        self, actor: Actor, slug: str, part: str, revision: int, kind: Kind, text: str
    ) -> ReviewEvent:
        if len(text) > LONGEST_TEXT:
            raise DocumentInvalid([Problem("text", f"Use at most {LONGEST_TEXT} characters.")])
        self._store.revision(slug, part, revision)
        at = self._clock.now()
        return ReviewEvent(slug, part, revision, kind, actor.name, at, text=text.strip())

    def _keep(self, event: ReviewEvent, verb: str) -> ReviewEvent:
        with self._store.transaction():
            kept = self._log.add(event)
            self._store.record(
                HistoryEntry(event.slug, event.part, verb, event.revision, event.author, event.at)
            )
        return kept

    def _thread(self, slug: str, part: str, number: int) -> Thread:
        for one in threads_of(self._log.events(slug, part)):
            if one.id == number:
                return one
        raise DocumentInvalid([Problem("thread", "There is no such comment.")])

    def _is_own(self, actor: Actor, revision: Revision) -> bool:
        if "admin" in actor.roles:
            return False
        events = self._log.events(revision.slug, revision.part)
        asked = {
            one.author
            for one in events
            if one.kind is Kind.ASKED and one.revision == revision.number
        }
        return actor.name in asked | {revision.author}
