"""What tests of the claims gate share: a shop in two markets, and where overrides are kept."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from fakes import FakeShop
from fakes import MemoryPageStore
from fakes import StoppedClock
from flask import Flask
from mounted import MountedShop
from sqlalchemy.engine import Engine

from flask_serum import FlaskSerum
from flask_serum.claims.gate import ClaimsChecker
from flask_serum.claims.rules import RuleSet
from flask_serum.core.access import Actor
from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.errors import Problem
from flask_serum.core.gates import ClaimsGate
from flask_serum.core.market import Market
from flask_serum.core.overrides import overridden
from flask_serum.core.overrides import OverrideEvent
from flask_serum.core.overrides import OverrideLog
from flask_serum.core.overriding import Overriding
from flask_serum.core.page import Copy
from flask_serum.core.ports import PageStore
from flask_serum.core.publishing import Publishing
from flask_serum.options import Options
from flask_serum.web.documents import write_document

EU = Market("eu", ("EU",), "EUR", ("en", "de", "ar"), time_zone="Europe/Berlin")
US = Market("us", ("US",), "USD", ("en-US",), time_zone="America/New_York")
UK = Market("uk", ("UK",), "GBP", ("en",), time_zone="Europe/London")

ADMIN = Actor("Ada", frozenset({"admin"}))
PUBLISHER = Actor("Pia", frozenset({"publisher"}))
WRITER = Actor("Wim", frozenset({"writer"}))
CLEO = Actor("Cleo", frozenset({"compliance"}))
COSIMA = Actor("Cosima", frozenset({"compliance"}))

RISKY = "Heals eczema in a week."


def saying(copy: Copy, text: str = RISKY) -> Copy:
    """Give copy with a further benefit.

    :param copy: the copy.
    :param text: the benefit.
    """
    return replace(copy, benefits=(*copy.benefits, text))


class MemoryOverrideLog:
    """Fulfils ``OverrideLog`` in memory.

    :param store: knows the pages.
    """

    def __init__(self, store: MemoryPageStore) -> None:
        self._store = store
        self._events: list[OverrideEvent] = []

    def add(self, event: OverrideEvent) -> OverrideEvent:
        """Keep an event."""
        self._store.history(event.slug)
        done = {(one.request, one.step) for one in self._events if one.request is not None}
        if (event.request, event.step) in done:
            raise DocumentInvalid([Problem("id", f"That was {event.step} meanwhile.")])
        self._events.append(replace(event, id=len(self._events) + 1))
        return self._events[-1]

    def events(self, slug: str | None = None) -> list[OverrideEvent]:
        """List what was done about overrides."""
        return [one for one in self._events if slug in (None, one.slug)]


@dataclass
class ClaimsDesk:
    """A store with the gate, publishing and overrides over it, as the extension wires them.

    :param store: of pages.
    :param log: of overrides.
    :param clock: tells the time.
    :param markets: that are mounted.
    :param own: the host's own rules.
    """

    store: PageStore
    log: OverrideLog
    clock: StoppedClock
    markets: list[Market] = field(default_factory=lambda: [EU, US])
    own: list[RuleSet] = field(default_factory=list)

    @property
    def gate(self) -> ClaimsGate:
        """The gate."""
        checker = ClaimsChecker(write_document, lambda: self.own)
        return ClaimsGate(
            self.store,
            self.clock,
            lambda: self.markets,
            checker,
            lambda slug: overridden(self.log, slug),
        )

    @property
    def publishing(self) -> Publishing:
        """The services that change pages."""
        return Publishing(self.store, self.clock, lambda: self.markets, claims=self.gate)

    @property
    def overriding(self) -> Overriding:
        """The services of overrides."""
        return Overriding(self.store, self.log, self.gate, self.clock)

    def verbs(self, slug: str) -> list[tuple[str, str]]:
        """Give the history, oldest first."""
        return [(one.part, one.verb) for one in self.store.history(slug)[::-1]]


def a_shop_in_two_markets(engine: Engine, clock: StoppedClock, **options: t.Any) -> MountedShop:
    """Mount the plugin for the EU and for the US, without a page; Ada is signed in.

    :param engine: with our tables.
    :param clock: tells the time.
    :param options: further options of the first mount.
    """
    app = Flask("host")
    app.config.update(TESTING=True, SECRET_KEY="a secret of the test")
    first = {"market": EU, "db": engine, "clock": clock, "who": lambda: ADMIN}
    FlaskSerum(app, **t.cast(Options, first | options))
    FlaskSerum(app, market=US, db=engine, clock=clock, name="us", url_prefix="/us/serums")
    return MountedShop(app, app.test_client(), FakeShop(), clock)
