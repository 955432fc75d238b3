"""Reduces copy to the plain lower-case text a reader sees, and remembers where each letter was."""

from __future__ import annotations

import html
import re
import typing as t
import unicodedata
from dataclasses import dataclass
from dataclasses import field

from .lookalikes import BULLETS
from .lookalikes import DASHES
from .lookalikes import EXPANDED
from .lookalikes import LETTERS
from .lookalikes import QUOTES
from .lookalikes import UNSEEN

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s/>])|<!--|<!|<\?")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?")
_SPOKEN = re.compile(
    r"""\b(?:alt|title|aria-label|placeholder|content)\s{0,9}=\s{0,9}(["'])""", re.IGNORECASE
)
PARTING = "\u2029"
"""Parts the fields of a page in one text: no tag and no sentence reaches across it."""

_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark o q s samp small "
    "span strike strong sub sup time tt u var wbr img input button label svg path picture source "
    "noscript script style link meta"
)
_BLOCK_NAMES = (
    "address article aside audio blockquote body br caption center col colgroup dd details dialog "
    "dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hr html iframe legend li main menu nav object ol optgroup option p pre section select "
    "summary table tbody td template textarea tfoot th thead title tr ul video"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_BLOCK = frozenset(_BLOCK_NAMES.split())


@dataclass
class Normalised:
    """Plain text with, for each of its characters, the place it came from.

    :param text: the plain text.
    :param starts: for each character, where its original begins.
    :param ends: for each character, where its original ends.
    :param steps: how many characters were looked at.
    :param source: the text as it was given.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    steps: int = 0
    source: str = ""

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text stands in the original.

        :param start: its first character.
        :param end: one past its last character.
        """
        return self.starts[start], self.ends[end - 1]


class _Writer:
    def __init__(self, umlauts: bool) -> None:
        self.umlauts = umlauts
        self.out: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def put(self, plain: str, start: int, end: int) -> None:
        for char in plain:
            self.out.append(char)
            self.starts.append(start)
            self.ends.append(end)

    def take(self, char: str, start: int, end: int) -> None:
        if char < "\x80":
            if char >= " ":
                self.put(char.lower(), start, end)
            elif char in "\t\n\r\f\v":
                self.put("\n" if char == "\n" else " ", start, end)
            return
        plain = _plain(char)
        for part in plain:
            if part == "\u0308":
                if self.umlauts and self.out and self.out[-1] in "aou":
                    self.put("e", start, end)
            else:
                self.put(part, start, end)


def _plain(char: str) -> str:
    """What a character outside ASCII is read as; a diaeresis is left for the writer to judge."""
    if char in UNSEEN:
        return ""
    if char in BULLETS or char in "\u2028\u2029\x85":
        return "\n"
    for table in (LETTERS, EXPANDED, QUOTES, DASHES):
        if char in table:
            return table[char]
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs", "Co"):
        return ""
    if category.startswith("Z") or char == "\u2800":
        return " "
    read = []
    for part in unicodedata.normalize("NFKD", char):
        if part == "\u0308":
            read.append(part)
        elif not unicodedata.combining(part) and unicodedata.category(part) not in ("Mn", "Me"):
            lowered = part.lower()
            read.append(
                LETTERS.get(part) or EXPANDED.get(part) or LETTERS.get(lowered[0], lowered[0])
            )
    return "".join(read)


def _find(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return found if found >= 0 else len(text)


def _wrapped(text: str, position: int) -> bool:
    """Whether a line break only wraps a sentence: the next line goes on in lower case."""
    following = text[position + 1 : position + 40].lstrip(" \t\r")
    return bool(following) and following[0].islower()


def normalise(text: str, *, umlauts: bool = False) -> Normalised:
    """Read a text as a shopper would: no markup, no unseen characters, one alphabet, one case.

    Tags inside a line vanish without a gap, tags that begin a block become a line break.
    Alternative texts and titles inside tags are kept, because they are read too.

    :param text: copy as it was typed, with or without markup.
    :param umlauts: write ``ä`` as ``ae`` (German); otherwise diacritics are dropped.
    """
    writer = _Writer(umlauts)
    position, length, steps = 0, len(text), 0
    closing = parting = -1
    while position < length:
        steps += 1
        char = text[position]
        if char == "<":
            tag = _TAG.match(text, position, position + 20)
            if tag:
                if closing < position:
                    closing = _find(text, ">", position)
                if parting < position:
                    parting = _find(text, PARTING, position)
                name = (tag[1] or "").lower()
                known = not tag[1] or name in _INLINE or name in _BLOCK
                if known and closing < min(length, parting):
                    steps += closing - position
                    _read_tag(writer, text, position, closing, name)
                    position = closing + 1
                    continue
        elif char == "&":
            entity = _ENTITY.match(text, position)
            decoded = html.unescape(entity[0]) if entity else ""
            if entity and decoded != entity[0]:
                for part in decoded:
                    writer.take(part, position, entity.end())
                position = entity.end()
                continue
        elif char == "\n" and _wrapped(text, position):
            char = " "
        writer.take(char, position, position + 1)
        position += 1
    return Normalised("".join(writer.out), writer.starts, writer.ends, steps, text)


def _read_tag(writer: _Writer, text: str, start: int, closing: int, name: str) -> None:
    if name in _BLOCK:
        writer.put("\n", start, closing + 1)
    for spoken in _spoken(text, start, closing):
        writer.put("\n", start, start + 1)
        for position in spoken:
            writer.take(text[position], position, position + 1)
        writer.put("\n", closing, closing + 1)


def _spoken(text: str, start: int, closing: int) -> t.Iterator[range]:
    for found in _SPOKEN.finditer(text, start, closing):
        ending = text.find(found[1], found.end(), closing)
        if ending > found.end():
            yield range(found.end(), ending)
