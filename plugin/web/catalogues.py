"""The plugin's own words in each locale: gettext for words, Babel for numbers and prices.

A host's catalogues are left alone: these are read from the package, under a domain of their own.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import gettext
import struct
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import babel
import babel.dates
import babel.lists
import babel.numbers

from ..core import locale as locales
from ..core.errors import TranslationMissing
from ..core.offer import Money

DOMAIN = "serum"
SOURCE = "en"


def folder() -> Path:
    """Give the folder the catalogues are in."""
    return Path(str(files("flask_serum"))) / "locale"


def offered() -> tuple[str, ...]:
    """List the languages that the plugin's own words are written in."""
    found = {path.parent.parent.name for path in folder().glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return tuple(sorted({SOURCE, *found}))


class Catalogue:
    """Words, numbers and prices in one locale.

    :param tag: BCP 47 tag; words come from its language.
    :raises TranslationMissing: if the plugin has no words in that language.
    """

    def __init__(self, tag: str) -> None:
        language = locales.language(tag)
        self.tag = tag
        self._babel = _babel_locale(tag)
        self._words: gettext.NullTranslations = gettext.NullTranslations()
        if language != SOURCE:
            path = folder() / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
            try:
                with path.open("rb") as file:
                    self._words = gettext.GNUTranslations(file)
            except (OSError, ValueError, struct.error) as error:
                raise TranslationMissing(tag, offered()) from error

    def t(self, message: str, /, **values: Any) -> str:
        """Say a message.

        :param message: in English, as it stands in the source.
        :param values: for its ``%(name)s`` places.
        """
        said = self._words.gettext(message)
        return said % values if values else said

    def n(self, one: str, more: str, count: int, /, **values: Any) -> str:
        """Say a message that depends on a count.

        :param one: in English, for one.
        :param more: in English, for more.
        :param count: chooses the form; stands at ``%(count)s``.
        :param values: for its other places.
        """
        said = self._words.ngettext(one, more, count)
        return said % {"count": self.number(Decimal(count)), **values}

    def p(self, context: str, message: str, /) -> str:
        """Say a message that means different things in different places.

        :param context: tells the meanings apart.
        :param message: in English.
        """
        return self._words.pgettext(context, message)

    def number(self, value: Decimal) -> str:
        """Write a number."""
        return babel.numbers.format_decimal(value, locale=self._babel)

    def money(self, money: Money) -> str:
        """Write a price with its currency."""
        return babel.numbers.format_currency(money.amount, money.currency, locale=self._babel)

    def listing(self, items: cabc.Sequence[str]) -> str:
        """Write a list with the locale's "and"."""
        return babel.lists.format_list(list(items), locale=self._babel)

    def country(self, code: str) -> str:
        """Name a country.

        :param code: ISO 3166-1 alpha-2.
        """
        return str(self._babel.territories.get(code, code))

    def language_name(self, tag: str) -> str:
        """Name another locale's language in this one: "German" for ``de``."""
        return _babel_locale(tag).get_language_name(self._babel) or tag

    @property
    def own_name(self) -> str:
        """What the locale calls itself, as a language picker shows it."""
        name = self._babel.get_display_name(self._babel) or self.tag
        return name[:1].upper() + name[1:]


def _babel_locale(tag: str) -> babel.Locale:
    try:
        return babel.Locale.parse(tag, sep="-")
    except babel.UnknownLocaleError:
        return babel.Locale.parse(locales.language(tag))


@functools.lru_cache(maxsize=64)
def catalogue_for(tag: str) -> Catalogue:
    """Give the catalogue of a locale; each is read once.

    :raises TranslationMissing: if the plugin has no words in that language.
    """
    return Catalogue(tag)
