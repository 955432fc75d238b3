"""Snapshots are read once, and never mistaken for one another."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

import factories
import pytest

from flask_serum.core.errors import DocumentInvalid
from flask_serum.core.page import Part
from flask_serum.core.ports import SnapshotCodec
from flask_serum.store.decoding import RememberingCodec


class Counting:
    """Counts what a codec reads."""

    def __init__(self, codec: SnapshotCodec) -> None:
        self.codec = codec
        self.read = 0

    def dump(self, content: Part) -> dict[str, t.Any]:
        return self.codec.dump(content)

    def load(self, part: str, data: cabc.Mapping[str, t.Any]) -> Part:
        self.read += 1
        return self.codec.load(part, data)


@pytest.fixture(name="counting")
def _counting(codec: SnapshotCodec) -> Counting:
    return Counting(codec)


def test_read_once(counting: Counting) -> None:
    """The same words are read once, and say the same each time."""
    codec = RememberingCodec(counting)
    for content, part in ((factories.a_facts(), "facts"), (factories.a_copy(), "en")):
        data = codec.dump(content)
        assert codec.load(part, data) == codec.load(part, dict(data)) == content
    assert counting.read == 2


def test_other_words(counting: Counting) -> None:
    """A part that says something else is read anew, whatever stood in its place."""
    codec = RememberingCodec(counting)
    data = codec.dump(factories.a_copy())
    codec.load("en", data)
    data["title"] = "Another serum"
    changed = codec.load("en", data)
    assert changed == factories.a_copy(title="Another serum")


def test_refused(counting: Counting) -> None:
    """What is refused is refused each time."""
    codec = RememberingCodec(counting)
    for _ in range(2):
        with pytest.raises(DocumentInvalid):
            codec.load("en", {"title": 1})


def test_bounded(counting: Counting) -> None:
    """No more is kept than was allowed."""
    codec = RememberingCodec(counting, kept=1)
    one, other = (codec.dump(factories.a_copy(title=title)) for title in ("One", "Other"))
    for data in (one, other, one):
        codec.load("en", data)
    assert counting.read == 3
