"""Translation: which locale is translated from which, and what has changed there since.

Each save of a translation keeps, per field, the number of the source's revision it was made from.
A field is stale once its source reads otherwise than it did then.
"""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import enum
import typing as t
from dataclasses import dataclass
from dataclasses import field

from . import locale as locales
from .market import Market
from .page import Copy
from .page import FACTS

_LISTS = ("benefits", "extra_warnings", "faq")
_BY_NAME = ("alt_texts", "variant_names", "step_notes")
_TEXTS = (
    *("title", "product_type", "summary", "what_it_is", "why_mixed", "about_nitric_oxide"),
    *("topical_and_supplements", "storage", "seo_title", "seo_description"),
)
FIELDS = (*_TEXTS[:6], "benefits", *_TEXTS[6:8], *_LISTS[1:], *_TEXTS[8:], *_BY_NAME)
"""The fields of copy, in the order they are translated in."""


class FieldState(enum.StrEnum):
    """How one field of a translation stands to its source."""

    SAME = "up to date"
    STALE = "source has changed"
    MISSING = "not translated"


@dataclass(frozen=True)
class SourceMark:
    """From which revisions of its source a translation was made.

    :param slug: the page.
    :param part: the translation's locale.
    :param source: the locale it is translated from.
    :param numbers: numbers of the source's revisions, by field, as in ``{"title": 3}``.
    :param author: who saved or checked it.
    :param at: when, in UTC.
    """

    slug: str
    part: str
    source: str
    numbers: cabc.Mapping[str, int]
    author: str
    at: dt.datetime


class SourceLog(t.Protocol):
    """Keeps the marks of translations; it joins the page store's transactions."""

    def mark(self, mark: SourceMark) -> None:
        """Keep a mark; the last one of a part counts.

        :raises PageNotFound: if there is no such page.
        """

    def marks(self, slug: str | None = None) -> dict[tuple[str, str], SourceMark]:
        """Give the last mark of each part that has one, by slug and part.

        :param slug: the only page; ``None`` for all.
        """


@dataclass(frozen=True)
class Translated:
    """What a translator had before them when they saved.

    :param number: the number of the source's revision that was on the screen.
    :param checked: fields whose translation still holds, though it was not changed.
    """

    number: int
    checked: frozenset[str] = field(default_factory=frozenset)


def texts_of(copy: Copy) -> dict[str, str]:
    """Give what there is to translate in copy, by field; what is empty is left out.

    :param copy: in any locale.
    """
    found: dict[str, str] = {name: getattr(copy, name) for name in _TEXTS}
    found["benefits"] = "\n".join(copy.benefits)
    found["extra_warnings"] = "\n".join(copy.extra_warnings)
    found["faq"] = "\n".join(f"{one.question}\n{one.answer}" for one in copy.faq)
    for name in _BY_NAME:
        found |= {f"{name}.{key}": text for key, text in getattr(copy, name).items()}
    ordered = sorted(found.items(), key=lambda item: FIELDS.index(item[0].split(".", 1)[0]))
    return {path: text for path, text in ordered if text}


def source_of(part: str, parts: cabc.Collection[str], markets: cabc.Iterable[Market]) -> str | None:
    """Say which locale a page's copy is translated from.

    It is the default locale of a market that has the locale; where the page has no copy in it,
    the first of the market's that it has some in.

    :param part: the locale of the translation, there or not.
    :param parts: the parts of the page.
    :param markets: those that are mounted.
    :return: another part of the page; ``None`` where this is the source itself.
    """
    for market in markets:
        mine = {tag for tag in market.locales if part in (tag, locales.language(tag))}
        if mine:
            break
    else:
        return None
    for tag in market.locales:
        for candidate in (tag, locales.language(tag)):
            if candidate in parts and candidate != FACTS:
                return candidate if candidate != part else None
    return None


def renewed(
    before: cabc.Mapping[str, int],
    old: Copy | None,
    new: Copy,
    seen: Translated,
) -> dict[str, int]:
    """Say from which revisions of the source a translation's fields are, after a save.

    :param before: what it was before the save.
    :param old: the translation before the save, if there was one.
    :param new: the translation that is saved.
    :param seen: what the translator had before them.
    """
    was = texts_of(old) if old is not None else {}
    return {
        path: (
            seen.number
            if path in seen.checked or text != was.get(path)
            else before.get(path, seen.number)
        )
        for path, text in texts_of(new).items()
    }


def compare(
    numbers: cabc.Mapping[str, int],
    translation: Copy | None,
    latest: int,
    source: cabc.Callable[[int], Copy],
) -> dict[str, FieldState]:
    """Say how each field of a translation stands to its source.

    :param numbers: those of the mark; a field without one counts as up to date.
    :param translation: the latest one; ``None`` where there is none.
    :param latest: the number of the source's latest revision.
    :param source: gives the source as a revision had it.
    """
    now = texts_of(source(latest))
    there = texts_of(translation) if translation is not None else {}
    found = {}
    for path, text in now.items():
        number = numbers.get(path, latest)
        if path not in there:
            found[path] = FieldState.MISSING
        elif number != latest and texts_of(source(number)).get(path) != text:
            found[path] = FieldState.STALE
        else:
            found[path] = FieldState.SAME
    return found
