"""The safety notice: on every published page, in words that were reviewed.

Nobody edits it: not a merchant, not a theme, not a setting. A merchant adds warnings under it.
Its words come from the package's own ``notice`` catalogues, and count only while they are exactly
the words whose hash is listed here as reviewed.
"""

from __future__ import annotations

import functools
import gettext
import hashlib
import struct
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from .errors import NoticeUnavailable
from .locale import language

VERSION = 1

# SHA-256 of each locale's whole text. A change of words is a change of version: raise VERSION and
# let somebody who reads the language review the text before its hash is put here.
REVIEWED: dict[str, str] = {
    "ar": "28cdf3a31c75058ba52a4ed77b2d775dee565cc579a406557131eca1d5523e99",
    "de": "c1cb8c00fe907a51020b8ec1ade70a84853158778c3c684a22394a07ea34c38c",
    "en": "9c73ba6985d456967c9c53a213c4f7d09f458d1eb62dfba2067e525f0a0cc40b",
}

_DOMAIN = "notice"


def _(message: str) -> str:
    return message


_HEADING = _("Before you use this serum")
_ITEMS = (
    (
        "patch-test",
        _("Patch test first"),
        _(
            "Before you begin, try the serum out at home; this is not the patch test that a doctor"
            " does. Mix a little as for use and put it, as thick as you would on your face, on a"
            " spot the size of a coin that is not rubbed or washed, on the inside of your arm or"
            " elbow. Do this twice a day for 7 to 10 days, and leave it on. If your skin reacts,"
            " wash it off and do not use the serum."
        ),
    ),
    (
        "consult",
        _("Ask a professional"),
        _(
            "Ask a doctor, dermatologist or pharmacist before use if you have a skin condition"
            " such as eczema, psoriasis, rosacea or acne, use prescription skin products or other"
            " medication, take nitrates or blood-pressure medicine, or are pregnant or nursing."
        ),
    ),
    (
        "expected",
        _("What is normal"),
        _(
            "Your skin may look pink or tingle for a few minutes after you apply the serum. If this"
            " lasts longer or bothers you, wash the serum off and stop using it."
        ),
    ),
    (
        "stop",
        _("When to stop"),
        _(
            "Do not use the serum on broken, sunburnt or infected skin, and keep it out of your"
            " eyes. Wash it off, stop using it and seek medical advice if you get a rash, swelling,"
            " blisters or lasting burning."
        ),
    ),
    (
        "results",
        _("Results vary"),
        _(
            "Skin differs from person to person, and so do results. This is a cosmetic, not a"
            " medicine."
        ),
    ),
)


@dataclass(frozen=True)
class NoticeItem:
    """One point of the notice.

    :param key: stays the same in every locale.
    :param heading: a few words.
    :param text: the sentences.
    """

    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class Notice:
    """The safety notice in one locale.

    :param locale: the language it is written in.
    :param version: raised with each change of its meaning.
    :param heading: what stands over it.
    :param items: its points, in order.
    """

    locale: str
    version: int
    heading: str
    items: tuple[NoticeItem, ...]

    @functools.cached_property
    def text(self) -> str:
        """The whole notice as plain text: the heading, then a heading and a text per point."""
        lines = [self.heading]
        for item in self.items:
            lines += [item.heading, item.text]
        return "\n".join(lines)

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of the whole text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def id(self) -> str:
        """What a page, a cart request and a publication name the notice by: ``en.1.1a2b3c4d5e6f``.

        It changes with the locale, the version, and every letter of the text.
        """
        return f"{self.locale}.{self.version}.{self.sha256[:12]}"


@functools.lru_cache(maxsize=64)
def notice_for(locale: str) -> Notice:
    """Give the notice in a locale.

    :param locale: BCP 47 tag; ``de-AT`` reads the German one.
    :raises NoticeUnavailable: if there is none, or its words are not the reviewed ones.
    """
    tag = language(locale)
    if tag not in REVIEWED:
        raise NoticeUnavailable(
            locale, f"there is one in {', '.join(sorted(REVIEWED)) or 'no language'}."
        )
    notice = compose(tag)
    if notice.sha256 != REVIEWED[tag]:
        raise NoticeUnavailable(
            locale, "its words differ from the reviewed ones; install the package afresh."
        )
    return notice


def compose(tag: str) -> Notice:
    """Put the notice together from a catalogue, reviewed or not.

    :param tag: a language; English needs no catalogue.
    :raises NoticeUnavailable: if there is no catalogue that can be read.
    """
    say = _
    if tag != "en":
        path = Path(str(files("flask_serum"))) / "locale" / tag / "LC_MESSAGES" / f"{_DOMAIN}.mo"
        try:
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)
        except (OSError, ValueError, struct.error) as error:
            raise NoticeUnavailable(tag, f"{path.name} can't be read.") from error
        say = catalogue.gettext
    items = tuple(NoticeItem(key, say(heading), say(text)) for key, heading, text in _ITEMS)
    return Notice(tag, VERSION, say(_HEADING), items)


def locales() -> tuple[str, ...]:
    """List the languages with a reviewed notice."""
    return tuple(sorted(REVIEWED))
