"""Text and addresses from a shop, which nobody has promised are harmless."""

from __future__ import annotations

import html
import re
import unicodedata
import urllib.parse

# Removed with what they hold: their content is no text.
_CODE = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<!--.*?(-->|\Z)|</?[a-z!?][^<>]*(>|\Z)", re.IGNORECASE | re.DOTALL)
# Joiners that several scripts are spelled with, and the marks that Arabic and Hebrew need.
_KEPT = frozenset("\u200c\u200d\u200e\u200f")
_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\\\"'<>`{}|^]")


def plain_text(text: str, longest: int) -> str:
    """Make plain text of what may be HTML: no tags, no control characters, no long runs.

    :param text: what the shop gave.
    :param longest: how many characters are kept; more are cut, and an ellipsis says so.
    """
    text = text[: longest * 10]
    for _ in range(3):
        text = html.unescape(_TAG.sub(" ", _CODE.sub(" ", text)))
    text = _TAG.sub(" ", _CODE.sub(" ", text))
    text = " ".join("".join(map(_printable, text)).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def is_code(text: str, longest: int) -> bool:
    """Tell whether a text can be a SKU: not empty, not too long, nothing invisible in it.

    :param text: what the shop gave.
    :param longest: how many characters there may be.
    """
    return 0 < len(text) <= longest and text == text.strip() and text.isprintable()


def safe_url(url: str, longest: int = 2000) -> bool:
    """Tell whether an address may stand in a page: of the web, or of the site itself.

    :param url: what the shop gave.
    :param longest: how many characters there may be.
    """
    if len(url) > longest or _NOT_IN_URLS.search(url) or not all(map(_visible, url)):
        return False
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return False
    if "@" in parts.netloc:
        return False
    return bool(parts.hostname) if parts.scheme in ("http", "https") else not parts.scheme


def _printable(letter: str) -> str:
    return letter if letter in _KEPT or letter == " " or _visible(letter) else " "


def _visible(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "CZ"
