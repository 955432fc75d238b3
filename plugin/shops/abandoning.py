"""Threads for calls that may be given up: few, and never more however long a shop hangs."""

from __future__ import annotations

import collections.abc as cabc
import contextvars
import threading
import time
import typing as t

from ..core.errors import ShopUnavailable

T = t.TypeVar("T")


class _Call(t.Generic[T]):
    def __init__(self, work: cabc.Callable[[], T]) -> None:
        self.work = work
        self.done = threading.Event()
        self.given_up = False
        self.result: T | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:
            self.error = error


class AbandoningPool:
    """Runs calls in daemon threads, and leaves those behind that take too long.

    A thread that was left behind keeps its place until its call ends; when all places are taken
    by such threads, the next call is refused at once, and waits for nothing. Nothing is started
    before the first call.

    :param places: how many calls may run at once.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._running: set[_Call[t.Any]] = set()
        self._changed = threading.Condition()
        self._closed = False

    def run(self, work: cabc.Callable[[], T], deadline: float) -> T:
        """Run a call with a copy of the caller's context variables.

        :param work: the call.
        :param deadline: seconds until it is given up, waiting for a place included.
        :raises ShopUnavailable: if it is given up, or no place is free.
        """
        ends = time.monotonic() + deadline
        call = _Call(work)
        self._take_place(call, ends)
        context = contextvars.copy_context()
        thread = threading.Thread(
            target=self._serve, args=(call, context), name="flask-serum-shop", daemon=True
        )
        try:
            thread.start()
        except RuntimeError as error:
            self._free_place(call)
            raise ShopUnavailable("No thread can be started to ask the shop.") from error
        if not call.done.wait(max(ends - time.monotonic(), 0)):
            with self._changed:
                call.given_up = True
                self._changed.notify_all()
            raise ShopUnavailable(f"The shop did not answer within {deadline:g} s.")
        if call.error is not None:
            raise call.error
        return t.cast(T, call.result)

    def close(self) -> None:
        """Take no more calls; those that run are left to end, or to hang, by themselves."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _take_place(self, call: _Call[t.Any], ends: float) -> None:
        with self._changed:
            while not self._closed and len(self._running) >= self._places:
                left = ends - time.monotonic()
                if left <= 0 or all(one.given_up for one in self._running):
                    raise ShopUnavailable("Every thread that asks the shop is waiting for it.")
                self._changed.wait(left)
            if self._closed:
                raise ShopUnavailable("The shop's threads were closed.")
            self._running.add(call)

    def _free_place(self, call: _Call[t.Any]) -> None:
        with self._changed:
            self._running.discard(call)
            self._changed.notify_all()

    def _serve(self, call: _Call[t.Any], context: contextvars.Context) -> None:
        context.run(call.run)
        self._free_place(call)
        call.done.set()
