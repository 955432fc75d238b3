"""What the EU annexes say about names on a list: advice from the optional extra ``[inci]``.

The package ``on-the-list`` is young and knows exact names only, so that it advises and never
decides. Without it there is no advice.
"""

from __future__ import annotations

import importlib
import typing as t
from dataclasses import dataclass
from functools import cache

DISCLAIMER = (
    "Advice only: exact names are looked up in a copy of the EU annexes, without concentration or "
    "product type. Nothing found says nothing about the product."
)


@dataclass(frozen=True)
class AnnexNote:
    """What one entry of an annex says about one name.

    :param chamber: the chamber that the name stands in.
    :param name: the name, as it was given.
    :param annex: the annex, such as ``III``.
    :param reference: the entry's number.
    :param wording: what the entry says.
    """

    chamber: str
    name: str
    annex: str
    reference: str
    wording: str


@dataclass(frozen=True)
class AnnexAdvice:
    """What the register says about the lists of a page.

    :param notes: one for each name and entry.
    :param register_date: the date of the register's data.
    :param disclaimer: to be shown beside the notes.
    """

    notes: tuple[AnnexNote, ...]
    register_date: str
    disclaimer: str = DISCLAIMER


class Register(t.Protocol):
    """Looks up the names of one list."""

    @property
    def date(self) -> str:
        """The date of its data."""
        ...

    def look_up(self, names: t.Sequence[str]) -> t.Iterable[tuple[str, str, str, str]]:
        """Name, annex, reference and wording for each entry that speaks to one of the names."""
        ...


class OnTheList:
    """The register of the package ``on-the-list`` (``>=0.1.4,<0.2``).

    :raises ImportError: The package is not installed.
    """

    def __init__(self) -> None:
        self._analyse = importlib.import_module("on_the_list.analyse").analyse
        self._register = importlib.import_module("on_the_list.register").load()

    @property
    def date(self) -> str:
        """The latest date among its annexes."""
        info = getattr(self._register, "info", None)
        annexes = getattr(info, "annexes", {})
        return max((_iso(str(entry[0])) for entry in annexes.values()), default="")

    def look_up(self, names: t.Sequence[str]) -> t.Iterator[tuple[str, str, str, str]]:
        """Name, annex, reference and wording for each entry that speaks to one of the names.

        :param names: INCI names of one chamber.
        """
        report = self._analyse(ingredients_text=", ".join(names), register=self._register)
        for match in report.matches:
            entry = match.entry
            wording = entry.wording or entry.product_types or entry.chemical_name
            yield match.ingredient.raw, str(entry.annex), str(entry.reference), str(wording)


def _iso(date: str) -> str:
    return "-".join(reversed(date.split("/")))


@cache
def installed() -> Register | None:
    """The register of the optional extra, or nothing where it is not installed or has changed."""
    try:
        return OnTheList()
    except (ImportError, AttributeError):
        return None


def annex_advice(
    chambers: t.Mapping[str, t.Sequence[str]],
    *,
    jurisdictions: t.Iterable[str],
    register: Register | None = None,
) -> AnnexAdvice | None:
    """What the EU annexes say about the names, or nothing where nobody can tell.

    :param chambers: INCI names by chamber; each is looked up by itself.
    :param jurisdictions: those of the market; the annexes are the EU's and, mostly, the UK's.
    :param register: one to ask instead of the installed package.
    """
    if not {"EU", "UK"} & {str(place) for place in jurisdictions}:
        return None
    asked = register or installed()
    if asked is None:
        return None
    notes = tuple(
        AnnexNote(chamber, *found)
        for chamber, names in chambers.items()
        if names
        for found in asked.look_up(names)
    )
    return AnnexAdvice(notes, asked.date)
