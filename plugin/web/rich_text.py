"""Rich text: the small, clean subset of HTML that copy is kept in.

Paragraphs, bold, italic, lists, links and line breaks. It is cleaned on the way in and again on
the way out, by nh3 (ammonia).
"""

from __future__ import annotations

import re
import unicodedata

import nh3
from markupsafe import escape
from markupsafe import Markup

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a"})
"""The elements that rich text may hold."""

_SAME_AS = (
    (re.compile(r"<(/?)b\s*>", re.I), r"<\1strong>"),
    (re.compile(r"<(/?)i\s*>", re.I), r"<\1em>"),
)
_BLOCK = re.compile(r"<(p|ul|ol)\b", re.I)
_EMPTY = re.compile(r"<(p|li|ul|ol|strong|em)>(?:\s|&nbsp;|<br>)*</\1>")
_ITEM = re.compile(r"</?li>")
_BETWEEN = re.compile(r"[^<>]+")
_MOST_ROUNDS = 50
_ANY_TAG = re.compile(r"<[^<>]*>")


def clean(html: str) -> str:
    """Give the safe form of rich text; cleaning it again changes nothing.

    Text without a tag is taken as plain: blank lines part its paragraphs.

    :param html: from a document, an editor, or the clipboard.
    """
    html = html.replace("\r\n", "\n").replace("\x00", "").strip()
    if html and not re.search(r"</?[a-zA-Z]", html) and not re.search(r"&#?\w+;", html):
        html = "".join(f"<p>{escape(one.strip())}</p>" for one in re.split(r"\n\s*\n", html))
    for pattern, replacement in _SAME_AS:
        html = pattern.sub(replacement, html)
    html = _settled(html)
    if not plain(html):
        return ""
    return html if _BLOCK.search(html) else _settled(f"<p>{_ITEM.sub(' ', html).strip()}</p>")


def safe(html: str) -> Markup:
    """Give rich text to a template: cleaned once more, whatever was stored."""
    return Markup(_sanitise(html))


def plain(html: str) -> str:
    """Give the words of rich text without its elements."""
    text = re.sub(r"</(p|li|ul|ol)>|<br>", " ", html)
    return " ".join(Markup(_ANY_TAG.sub("", text)).unescape().split())


def _settled(html: str) -> str:
    # What one round takes out can make another one change something.
    for _ in range(_MOST_ROUNDS):
        before = html
        html = _BETWEEN.sub(_composed, _sanitise(html))
        while (emptied := _EMPTY.sub("", html)) != html:
            html = emptied
        html = html.strip()
        if html == before:
            return html
    return f"<p>{escape(plain(html))}</p>"


def _composed(text: re.Match[str]) -> str:
    # Piece by piece: a mark that follows a tag would be composed with its ">".
    return unicodedata.normalize("NFC", text[0])


def _sanitise(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
