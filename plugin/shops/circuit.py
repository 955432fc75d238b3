"""A circuit breaker: leaves a failing shop alone for a while."""

from __future__ import annotations

import collections.abc as cabc
import threading


class CircuitBreaker:
    """Lets calls through until several in a row have failed, and then none for a pause.

    After the pause one call is let through to try; it ends the pause or begins the next one.

    :param failures: how many in a row open it, at least 1.
    :param pause: seconds.
    :param monotonic: a clock that never goes back, in seconds.
    """

    def __init__(self, failures: int, pause: float, monotonic: cabc.Callable[[], float]) -> None:
        self._limit = failures
        self._pause = pause
        self._monotonic = monotonic
        self._failed = 0
        self._resumes = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Tell whether a call may be made; whoever is told so makes it."""
        with self._lock:
            if self._failed < self._limit:
                return True
            now = self._monotonic()
            if now < self._resumes:
                return False
            self._resumes = now + self._pause
            return True

    def succeeded(self) -> None:
        """Say that a call went well."""
        with self._lock:
            self._failed = 0

    def failed(self) -> bool:
        """Say that a call failed.

        :return: whether calls are skipped from now on.
        """
        with self._lock:
            self._failed += 1
            if self._failed < self._limit:
                return False
            self._resumes = self._monotonic() + self._pause
            return True
