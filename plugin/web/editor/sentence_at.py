"""What a rewording takes the place of: the sentence that a passage stands in, if it is in one."""

from __future__ import annotations

import dataclasses
import re

from ...claims.normalising import normalise
from ...claims.sentences import split
from ...core.objections import as_read
from .letters import Place

_PROSE = frozenset(
    "summary storage seo_description benefits extra_warnings faq step_notes what_it_is why_mixed"
    " about_nitric_oxide topical_and_supplements".split()
)
_HEAD = re.compile(r"\w*")
_STOP = re.compile(r"[^.!?…\n]*[.!?…]+")
_PAIRS = (("(", ")"), ("[", "]"), ("„", "“"), ("“", "”"), ("«", "»"), ("»", "«"), ('"', '"'))
_SHOWN = 90


@dataclasses.dataclass(frozen=True)
class Replaced:
    """What a rewording takes the place of.

    :param place: where it stands.
    :param sentence: whether it is a whole sentence; else it stands within one, or in a name.
    :param stopped: whether it ends with a mark that ends a sentence.
    """

    place: Place
    sentence: bool = False
    stopped: bool = False

    @property
    def text(self) -> str:
        """What stands there, as it reads."""
        start, end = self.place.span
        text = self.place.source.text[start:end]
        return as_read(text) if self.place.source.rich else " ".join(text.split())


def replaced(place: Place) -> Replaced:
    """Give what a rewording of a passage takes the place of.

    :param place: the passage.
    :return: the whole sentence, or the sentences, that it stands in; in titles and names, which
        are no sentences, the passage itself.
    """
    head = _HEAD.match(place.source.field)
    name = head[0] if head else ""
    if name not in _PROSE and name != "alt_texts":
        return Replaced(place)
    whole = _sentence(place)
    return whole if whole.stopped or name in _PROSE else Replaced(place)


def shortened(text: str) -> str:
    """Write a text so that it fits a line or two: with its middle left out, if it is long.

    :param text: in one line.
    """
    if len(text) <= _SHOWN:
        return text
    head, tail = text[: _SHOWN // 2], text[-_SHOWN // 2 :]
    return f"{head.rsplit(' ', 1)[0].rstrip()} … {tail.split(' ', 1)[-1].lstrip()}"


def _sentence(place: Place) -> Replaced:
    source, (left, right) = place.source, place.span
    plain = normalise(source.text)
    listed = split(plain.text)
    inside = [
        at
        for at, one in enumerate(listed)
        if plain.starts[one.words[0].start] < right and plain.ends[one.words[-1].end - 1] > left
    ]
    if not inside:
        return Replaced(place)
    first, last = listed[inside[0]], listed[inside[-1]]
    following = listed[inside[-1] + 1 :][:1]
    start, end = first.words[0].start, last.words[-1].end
    limit = following[0].words[0].start if following else len(plain.text)
    stop = _STOP.match(plain.text, end, limit) if last.ending in (".", "?") else None
    left, right = plain.original_span(start, stop.end() if stop else end)
    return Replaced(
        dataclasses.replace(place, span=_with_partners(source.text, left, right)),
        sentence=True,
        stopped=stop is not None,
    )


def _with_partners(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in a bracket or quotation mark whose partner stands inside, so that none is left."""
    for opening, closing in _PAIRS:
        opened, closed = text.count(opening, start, end), text.count(closing, start, end)
        alike = opening == closing and opened % 2
        if text[:start].endswith(opening) and (closed > opened or alike):
            start -= 1
        elif text.startswith(closing, end) and (opened > closed or alike):
            end += 1
    return start, end
