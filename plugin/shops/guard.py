"""Stands before a shop, so that a slow, failing or lying one never breaks a page."""

from __future__ import annotations

import collections.abc as cabc
import logging
import threading
import time
import typing as t

from ..core.errors import ConfigInvalid
from ..core.offer import CartLine
from ..core.offer import LineResult
from ..core.offer import LineStatus
from ..core.offer import Shelf
from ..core.offer import ShopQuery
from ..core.ports import ShopGateway
from .abandoning import AbandoningPool
from .answer_checks import check_shelf
from .circuit import CircuitBreaker
from .result_checks import check_results
from .untrusted_text import safe_url

T = t.TypeVar("T")

_log = logging.getLogger("flask_serum.shops")

_MOST_REMEMBERED = 500


class GuardedShop:
    """A gateway around another one that never fails to answer, and only tells what can be true.

    A gateway with the attribute ``threaded = True`` (one that speaks HTTP) is asked in a thread
    and given up after the deadline. Any other is asked in the request itself, where a host's
    callables find its session and user, and can't be cut short; but whoever raises, or takes
    longer than the deadline, `failures` times in a row is not asked again for `pause` seconds.
    Then one call tries.

    What is dropped of an answer is logged once with the reason, as a warning of the logger
    ``flask_serum.shops``.

    :param gateway: the shop.
    :param deadline: seconds that a look-up may take.
    :param pause: seconds that a failing shop is left alone.
    :param failures: how many in a row begin the pause.
    :param cart_deadline: seconds that adding to the cart may take; four times `deadline` where
        none is given. Adding is never tried twice: a call that was given up may have gone
        through all the same.
    :param threads: how many calls may be in threads at once.
    :param monotonic: a clock that never goes back, in seconds.
    :raises ConfigInvalid: if a number can't be used.
    """

    def __init__(
        self,
        gateway: ShopGateway,
        *,
        deadline: float = 0.5,
        pause: float = 10.0,
        failures: int = 3,
        cart_deadline: float | None = None,
        threads: int = 4,
        monotonic: cabc.Callable[[], float] = time.monotonic,
    ) -> None:
        cart_deadline = deadline * 4 if cart_deadline is None else cart_deadline
        numbers = {
            "deadline": deadline,
            "pause": pause,
            "failures": failures,
            "cart_deadline": cart_deadline,
            "threads": threads,
        }
        for name, number in numbers.items():
            if not 0 < number < float("inf"):
                raise ConfigInvalid(f"shop.{name}", f"{number!r} must be more than 0.")
        self.gateway = gateway
        self.deadline = deadline
        self._cart_deadline = cart_deadline
        self._monotonic = monotonic
        self._breaker = CircuitBreaker(failures, pause, monotonic)
        self._pool = AbandoningPool(threads)
        self._told: set[tuple[str, str]] = set()
        self._telling = threading.Lock()

    @property
    def can_add(self) -> bool:
        """Whether the shop has a cart to put something into."""
        return bool(getattr(self.gateway, "can_add", True))

    def look_up(self, query: ShopQuery) -> Shelf:
        """Answer one batched question; never raise.

        :return: a shelf of which every offer was asked for and can be true; one that is not
            ``available`` where the shop did not answer.
        """
        if not self._breaker.allows():
            return Shelf(available=False)
        began = self._monotonic()
        try:
            answer = self._run(lambda: self.gateway.look_up(query), self.deadline)
            shelf = check_shelf(answer, query, self._report)
        except Exception as error:
            self._failed(repr(error))
            return Shelf(available=False)
        took = self._monotonic() - began
        if took > self.deadline:
            self._failed(f"it took {took:.2f} s, and may take {self.deadline:g} s")
        elif not shelf.available:
            self._failed("it can't be asked")
        else:
            self._breaker.succeeded()
        return shelf

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Put lines into the shopper's cart, once; never raise.

        :return: a result per line, in their order; ``FAILED`` where the shop did not say.
        """
        lines = tuple(lines)
        if not lines:
            return []
        try:
            added = self._run(lambda: self.gateway.add_lines(lines, query), self._cart_deadline)
            return check_results(added, lines, self._report)
        except Exception as error:
            _log.warning("Nothing is known to have gone into the cart: %r", error)
            return [LineResult(line.sku, LineStatus.FAILED) for line in lines]

    def cart_url(self, query: ShopQuery) -> str:
        """Give the address of the shop's cart; ``""`` where it has none. Never raise."""
        try:
            url = self.gateway.cart_url(query)
        except Exception as error:
            self._report("", f"the shop gave no address of its cart: {error!r}")
            return ""
        if isinstance(url, str) and safe_url(url):
            return url
        self._report("", f"the cart's address is none for a page: {url!r:.80}")
        return ""

    def close(self) -> None:
        """Ask nothing in threads any more; calls that hang are left behind."""
        self._pool.close()

    def _run(self, work: cabc.Callable[[], T], deadline: float) -> T:
        if getattr(self.gateway, "threaded", False) is True:
            return self._pool.run(work, deadline)
        return work()

    def _failed(self, reason: str) -> None:
        paused = self._breaker.failed()
        _log.warning("The shop failed%s: %s", " and is left alone" if paused else "", reason)

    def _report(self, sku: str, reason: str) -> None:
        with self._telling:
            if (sku, reason) in self._told:
                return
            if len(self._told) >= _MOST_REMEMBERED:
                self._told.clear()
            self._told.add((sku, reason))
        _log.warning("Dropped of what the shop said: %s", f"{sku!r} {reason}" if sku else reason)
