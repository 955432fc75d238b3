"""Overriding: somebody asks that a claim be let through, and a second person decides.

Permission, event, history entry and signal are in one place, as in
:mod:`~flask_serum.core.publishing`.
"""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import replace

from . import access
from .access import Action
from .access import Actor
from .errors import DocumentInvalid
from .errors import Problem
from .gates import ClaimsGate
from .objections import Objection
from .overrides import is_same_person
from .overrides import Override
from .overrides import OverrideEvent
from .overrides import OverrideLog
from .overrides import overrides_of
from .overrides import Step
from .ports import Clock
from .ports import HistoryEntry
from .ports import PageStore
from .signals import override_changed

SHORTEST_REASON = 20
LONGEST_REASON = 4_000


class Overriding:
    """The services of overrides.

    :param store: where pages are kept.
    :param log: where overrides are kept.
    :param gate: tells what there is to override.
    :param clock: tells the time.
    """

    def __init__(self, store: PageStore, log: OverrideLog, gate: ClaimsGate, clock: Clock) -> None:
        self._store = store
        self._log = log
        self._gate = gate
        self._clock = clock

    def all(self, actor: Actor | None, slug: str) -> list[Override]:
        """List the overrides of a page, in the order they were asked for.

        :param actor: who asks.
        :param slug: the page.
        :raises NotAllowed: if the actor may not.
        """
        access.require(actor, Action.READ, slug)
        return overrides_of(self._log.events(slug))

    def everywhere(self, actor: Actor | None) -> dict[str, list[Override]]:
        """List the overrides of every page that the actor may read, by page, in one query.

        :param actor: who asks.
        """
        found: dict[str, list[Override]] = {}
        for one in overrides_of(self._log.events()):
            slug = one.asked.slug
            if actor is not None and actor.may(Action.READ, slug):
                found.setdefault(slug, []).append(one)
        return found

    def ask(
        self, actor: Actor | None, slug: str, path: str, rule: str, jurisdiction: str, reason: str
    ) -> Override:
        """Ask that a claim in the latest revision be let through; somebody else has to confirm.

        :param actor: who asks.
        :param slug: the page.
        :param path: the field, as in ``copy.en.benefits[2]``.
        :param rule: the rule that stops it.
        :param jurisdiction: where: ``US``, ``EU`` or ``UK``.
        :param reason: why it may be said there.
        :raises NotAllowed: if the actor may not.
        :raises PageNotFound: if there is no such page.
        :raises DocumentInvalid: if nothing there is stopped, it was asked for already, or the
            reason is too short.
        """
        (asked,) = self.ask_in_each(actor, slug, path, rule, [jurisdiction], reason)
        return asked

    def ask_in_each(
        self,
        actor: Actor | None,
        slug: str,
        path: str,
        rule: str,
        jurisdictions: cabc.Iterable[str],
        reason: str,
    ) -> list[Override]:
        """Ask for the same in several jurisdictions: an override each, all of them or none.

        :param actor: who asks.
        :param slug: the page.
        :param path: the field.
        :param rule: the rule that stops it.
        :param jurisdictions: at least one.
        :param reason: why it may be said there.
        :raises NotAllowed: if the actor may not.
        :raises PageNotFound: if there is no such page.
        :raises DocumentInvalid: as in :meth:`ask`, or if no jurisdiction is given.
        """
        actor = access.require(actor, Action.OVERRIDE, slug)
        places, reason = list(dict.fromkeys(jurisdictions)), _reason(reason)
        if not places:
            raise _invalid("jurisdiction", "Choose at least one jurisdiction.")
        with self._store.transaction():
            found = [self._stopped(slug, path, rule, place) for place in places]
            there = overrides_of(self._log.events(slug))
            kept = [self._ask(actor, slug, one, reason, there) for one in found]
        for event in kept:
            self._tell(event)
        return [Override(event) for event in kept]

    def _ask(
        self,
        actor: Actor,
        slug: str,
        found: Objection,
        reason: str,
        there: cabc.Iterable[Override],
    ) -> OverrideEvent:
        for one in there:
            if one.asked.claim == found.claim and one.step in (Step.ASKED, Step.CONFIRMED):
                raise _invalid("path", f"Override {one.id} is about this, and {one.step}.")
        event = OverrideEvent(
            slug,
            found.claim,
            Step.ASKED,
            actor.name,
            self._clock.now(),
            reason,
            found.excerpt,
            found.version,
            self._store.revision(slug, found.claim.part).number,
        )
        return self._keep(event)

    def confirm(self, actor: Actor | None, slug: str, id: int) -> Override:
        """Let a claim through that somebody else asked for.

        :param actor: who confirms.
        :param slug: the page.
        :param id: the override's.
        :raises NotAllowed: if the actor may not.
        :raises DocumentInvalid: if it is one's own, was decided, or never was.
        """
        return self._answer(actor, slug, id, Step.CONFIRMED, "", (Step.ASKED,))

    def refuse(self, actor: Actor | None, slug: str, id: int, reason: str) -> Override:
        """Refuse what was asked for; the claim stays stopped.

        :param actor: who refuses.
        :param slug: the page.
        :param id: the override's.
        :param reason: why.
        :raises NotAllowed: if the actor may not.
        :raises DocumentInvalid: if it was decided, never was, or the reason is too short.
        """
        return self._answer(actor, slug, id, Step.REFUSED, _reason(reason), (Step.ASKED,))

    def withdraw(self, actor: Actor | None, slug: str, id: int, reason: str) -> Override:
        """Take an override back, confirmed or not; what is live stays until it is taken down.

        :param actor: who withdraws it.
        :param slug: the page.
        :param id: the override's.
        :param reason: why.
        :raises NotAllowed: if the actor may not.
        :raises DocumentInvalid: if it does not stand, or the reason is too short.
        """
        standing = (Step.ASKED, Step.CONFIRMED)
        return self._answer(actor, slug, id, Step.WITHDRAWN, _reason(reason), standing)

    def _answer(
        self,
        actor: Actor | None,
        slug: str,
        id: int,
        step: Step,
        reason: str,
        after: cabc.Collection[Step],
    ) -> Override:
        actor = access.require(actor, Action.OVERRIDE, slug)
        with self._store.transaction():
            all_ = overrides_of(self._log.events(slug))
            one = next((one for one in all_ if one.id == id), None)
            if one is None:
                raise _invalid("id", f"Page {slug!r} has no override {id}.")
            if one.step not in after:
                raise _invalid("id", f"Override {id} is {one.step} already.")
            if step is Step.CONFIRMED and is_same_person(actor.name, one.asked.author):
                raise _invalid("id", "You asked for this yourself: a second person confirms it.")
            event = replace(
                one.asked,
                step=step,
                author=actor.name,
                at=self._clock.now(),
                reason=reason,
                request=id,
                id=None,
            )
            kept = self._keep(event)
        self._tell(kept)
        return replace(one, answers=(*one.answers, kept))

    def _stopped(self, slug: str, path: str, rule: str, jurisdiction: str) -> Objection:
        found = self._gate.latest(slug)
        for one in (*found.stopping, *found.overridden):
            claim = one.claim
            if (claim.path, claim.rule, claim.jurisdiction) == (path, rule, jurisdiction):
                return one
        raise _invalid("path", f"Rule {rule!r} stops nothing in {path} ({jurisdiction}).")

    def _keep(self, event: OverrideEvent) -> OverrideEvent:
        kept = self._log.add(event)
        verb = f"override {event.step}"
        self._store.record(
            HistoryEntry(event.slug, event.claim.part, verb, event.revision, event.author, event.at)
        )
        return kept

    def _tell(self, event: OverrideEvent) -> None:
        override_changed.send(
            self,
            slug=event.slug,
            part=event.claim.part,
            revision=event.revision,
            actor=event.author,
            step=event.step.value,
        )


def _invalid(path: str, message: str) -> DocumentInvalid:
    return DocumentInvalid([Problem(path, message)])


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise _invalid(
            "reason",
            f"Give a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters: what would you"
            " tell the authority?",
        )
    return reason
