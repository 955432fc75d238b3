"""A small limiter, in memory: stands for the one that a real shop has in front of its API."""

from __future__ import annotations

import threading

from flask import request

from ..core.ports import Clock
from ..web.api.limits import Limit

WINDOW = 60


class WindowLimiter:
    """Counts the calls of each address in windows of a minute.

    :param calls: how many a window allows.
    :param clock: tells the time.
    """

    def __init__(self, calls: int, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._window = 0
        self._counts: dict[str, int] = {}
        self._counting = threading.Lock()

    def __call__(self) -> Limit:
        """Count the request, and say where its sender stands."""
        now = int(self._clock.now().timestamp())
        sender = request.remote_addr or ""
        with self._counting:
            if now // WINDOW != self._window:
                self._window, self._counts = now // WINDOW, {}
            used = self._counts[sender] = self._counts.get(sender, 0) + 1
        return Limit(self._calls, self._calls - used, WINDOW - now % WINDOW, WINDOW)
