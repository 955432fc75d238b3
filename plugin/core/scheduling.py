"""Cancelling and moving what has not begun; a part of the services that publish."""

from __future__ import annotations

import datetime as dt

from blinker import NamedSignal

from . import access
from .access import Action
from .access import Actor
from .changes import Changes
from .ports import PageStore
from .ports import Publication
from .signals import page_published
from .signals import publication_cancelled


class Scheduling:
    """The services that change what is upcoming.

    :param store: where pages are kept.
    :param changes: writes the changes.
    """

    def __init__(self, store: PageStore, changes: Changes) -> None:
        self._store = store
        self._changes = changes

    def cancel(
        self,
        actor: Actor | None,
        slug: str,
        part: str,
        number: int,
        *,
        expected: int | None = None,
    ) -> Publication:
        """Cancel a publication that has not begun.

        :param actor: who cancels.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param number: the publication's id.
        :param expected: as in :meth:`publish`.
        :raises NotAllowed: if the actor may not.
        :raises PublicationNotFound: if it has begun, was cancelled, or never was.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.PUBLISH, slug)
        with self._store.transaction():
            cancelled = self._changes.cancel(actor, slug, part, number, expected)
        self._tell(publication_cancelled, actor, slug, part, cancelled.revision)
        return cancelled

    def move(
        self,
        actor: Actor | None,
        slug: str,
        part: str,
        number: int,
        *,
        begins: dt.datetime | None = None,
        ends: dt.datetime | None = None,
        expected: int | None = None,
    ) -> Publication:
        """Show what a publication that has not begun would show at another time instead.

        :param actor: who moves it.
        :param slug: the page.
        :param part: ``"facts"`` or a locale.
        :param number: the publication's id; the new one has another.
        :param begins: as in :meth:`publish`.
        :param ends: as in :meth:`publish`.
        :param expected: as in :meth:`publish`.
        :raises NotAllowed: if the actor may not.
        :raises PublicationNotFound: if it has begun, was cancelled, or never was.
        :raises PageIncomplete: if the page lacks what it must have by now.
        :raises RevisionConflict: if another revision has become the latest meanwhile.
        """
        actor = access.require(actor, Action.PUBLISH, slug)
        with self._store.transaction():
            self._store.hold(slug)
            cancelled = self._changes.cancel(actor, slug, part, number, expected)
            assert cancelled.revision is not None  # taking down is never scheduled
            moved = self._changes.publish(
                actor, slug, part, cancelled.revision, begins, ends, expected
            )
        self._tell(publication_cancelled, actor, slug, part, cancelled.revision)
        self._tell(page_published, actor, slug, part, moved.revision)
        return moved

    def _tell(
        self, signal: NamedSignal, actor: Actor, slug: str, part: str, revision: int | None
    ) -> None:
        signal.send(self, slug=slug, part=part, revision=revision, actor=actor.name)
