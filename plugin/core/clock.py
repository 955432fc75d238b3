"""The clock of the machine."""

from __future__ import annotations

import datetime as dt


class SystemClock:
    """The time of the machine."""

    def now(self) -> dt.datetime:
        """Give this moment as an aware time in UTC."""
        return dt.datetime.now(dt.UTC)
