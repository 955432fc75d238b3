"""Reads a snapshot once, however often it is shown."""

from __future__ import annotations

import collections.abc as cabc
import functools
import json
import typing as t

from ..core.page import Part
from ..core.ports import SnapshotCodec

KEPT = 512
"""How many parts a store keeps as they were read: their facts, and their copy in each locale."""


class RememberingCodec:
    """Keeps what another codec has read; a :class:`~flask_serum.core.ports.SnapshotCodec`.

    A part is found by what it says, not by the number of its revision, so that a database which
    was restored or made anew never shows what another one held. What is refused is not kept.

    :param codec: reads and writes.
    :param kept: how many parts to keep.
    """

    def __init__(self, codec: SnapshotCodec, kept: int = KEPT) -> None:
        self._codec = codec
        self._read = functools.lru_cache(kept)(self._read_text)

    def dump(self, content: Part) -> dict[str, t.Any]:
        """Give a part as JSON."""
        return self._codec.dump(content)

    def load(self, part: str, data: cabc.Mapping[str, t.Any]) -> Part:
        """Read a part.

        :param part: ``"facts"`` or a locale.
        :param data: the JSON.
        :raises DocumentInvalid: with a problem per field.
        """
        return self._read(part, json.dumps(data))

    def _read_text(self, part: str, text: str) -> Part:
        return self._codec.load(part, json.loads(text))
