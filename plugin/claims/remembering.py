"""Remembers what was found in a text, so that a page that did not change is not read again."""

from __future__ import annotations

import collections.abc as cabc
import hashlib
import threading
import typing as t
from collections import OrderedDict

from ..core.objections import Objection
from .rules import RuleSet

MOST_KEPT = 4_096
"""How many findings are remembered; what was asked for longest ago is forgotten first."""

_Found: t.TypeAlias = tuple[Objection, ...]


class Memory:
    """Keeps what rules found in texts; of the texts it keeps a hash. Threads may share it.

    :param most: how much it keeps.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._turn = threading.Lock()
        self._kept: OrderedDict[tuple[bytes, int], tuple[RuleSet | None, _Found]] = OrderedDict()

    def found(
        self,
        asked: object,
        rules: RuleSet | None,
        find: cabc.Callable[[], cabc.Iterable[Objection]],
    ) -> _Found:
        """Give what rules find in a text, by looking only where it is not remembered.

        :param asked: the text and all that the answer hangs on; its ``repr`` tells it apart.
        :param rules: the rules.
        :param find: looks.
        """
        key = hashlib.sha256(repr(asked).encode("utf-8", "backslashreplace")).digest(), id(rules)
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        found = tuple(find())
        with self._turn:
            # The rules are kept with it: no others can come to have their id.
            self._kept[key] = rules, found
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
