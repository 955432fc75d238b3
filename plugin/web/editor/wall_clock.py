"""A time as a merchant types it: what a clock in the market's zone shows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from flask import request

from ...core.calendar import moments_of
from ...core.calendar import offset_of

WHICH = "_which"
"""What the field is called that chooses between two moments: the time's name and this."""


@dataclass(frozen=True)
class TimeField:
    """A field for a date and a time, without a zone.

    :param name: of the field.
    :param label: what it is called.
    :param text: what was typed, as in ``2027-03-01T09:00``.
    :param which: which of two moments was chosen: ``1``, ``2`` or nothing.
    :param error: what is wrong with it.
    :param choices: values and labels, where a clock shows the time twice.
    :param moment: what it stands for; ``None`` where it is empty or wrong.
    """

    name: str
    label: str
    text: str = ""
    which: str = ""
    error: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    moment: dt.datetime | None = None

    @classmethod
    def of(cls, name: str, label: str, moment: dt.datetime | None, zone: dt.tzinfo) -> TimeField:
        """Make a field that holds a moment.

        :param name: of the field.
        :param label: what it is called.
        :param moment: aware; ``None`` leaves it empty.
        :param zone: the market's.
        """
        if moment is None:
            return cls(name, label)
        local = moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
        both = moments_of(local, zone)
        choices = _choices(both, zone) if len(both) > 1 else ()
        near = min(both, key=lambda one: abs(one - moment), default=moment)
        which = str(both.index(near) + 1) if choices else ""
        return cls(name, label, f"{local:%Y-%m-%dT%H:%M}", which, choices=choices)

    @classmethod
    def sent(cls, name: str, label: str) -> TimeField:
        """Take what the form sent.

        :param name: of the field.
        :param label: what it is called.
        """
        values = request.values
        return cls(name, label, values.get(name, "").strip()[:40], values.get(name + WHICH, ""))

    def read(self, zone: dt.tzinfo, *, after: dt.datetime | None = None) -> TimeField:
        """Find out what moment it stands for.

        :param zone: the market's.
        :param after: the moment that it must not lie before, if there is one.
        :return: the field with its moment, or with what is wrong.
        """
        if not self.text:
            return self
        try:
            local = dt.datetime.fromisoformat(self.text)
            if local.tzinfo is not None or not 1970 <= local.year <= 9000:
                raise ValueError(self.text)
        except ValueError:
            return self._wrong("Give a day and a time, as in 2027-03-01T09:00.")
        found = moments_of(local, zone)
        if not found:
            return self._wrong(
                "The clocks are put forward over that time, so it does not exist on that day."
                " Choose an earlier or a later one."
            )
        if len(found) == 1:
            return self._is(found[0], after)
        chosen = dataclasses.replace(self, choices=_choices(found, zone))
        if self.which not in ("1", "2"):
            return chosen._wrong(
                "The clocks are put back over that time, so it comes twice on that day."
                " Choose which one you mean."
            )
        return chosen._is(found[int(self.which) - 1], after)

    def _is(self, moment: dt.datetime, after: dt.datetime | None) -> TimeField:
        if after is not None and moment < after:
            return self._wrong("That time has passed. Leave it empty for now, or choose a later.")
        return dataclasses.replace(self, moment=moment)

    def _wrong(self, error: str) -> TimeField:
        return dataclasses.replace(self, error=error)


def _choices(moments: tuple[dt.datetime, ...], zone: dt.tzinfo) -> tuple[tuple[str, str], ...]:
    names = ("the first time", "the second time")
    return tuple(
        (str(at + 1), f"{names[at]} ({offset_of(one, zone)})") for at, one in enumerate(moments)
    )
