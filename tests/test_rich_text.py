"""Rich text: a small subset of HTML, clean on the way in and on the way out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from flask_serum.web import rich_text

URL = re.compile(r"(https?:|mailto:|[^:]*$|[/?#])", re.I)

SCRAPS = st.sampled_from(
    [
        *("<p>", "</p>", "<p", "<br>", "<br/>", "<ul>", "</ul>", "<li>", "</li>", "<ol>"),
        *("<strong>", "</strong>", "<em>", "</em>", "<b>", "</b>", "<i class=x>", "</i>"),
        *('<a href="https://shop.example/?a=1&b=2">', "</a>", "<a href=javascript:alert(1)>"),
        *('<a href="java\tscript:alert(1)">', "<a onclick=x() href=/p>", "<a name=x>"),
        *("<script>", "alert(1)", "</script>", "<style>", "p{}", "</style>", "<svg><style>"),
        *("<img src=x onerror=alert(1)>", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "<table>"),
        *("<tr><td>", "</table>", "<form>", "<math><mtext>", "<noscript>", "<template>", "<title>"),
        *("<textarea>", "<plaintext>", "<select>", "<option>", "<iframe srcdoc='<p>'>", "&lt;"),
        *("&amp;", "&nbsp;", "&#60;script&#62;", "&#769;", "\u0338", "e\u0301", "&", "<", ">"),
        *('"', "'", "\x00", "\x0b", "\r", "\r\n", "\n\n", " ", "\u00a0", "\u202e", "word", "ذ"),
        *("<x-y z=1>", "<p style=color:red>", "<div>", "</div>", "<h1>", "<blockquote>"),
    ]
)
GARBAGE = st.lists(SCRAPS, max_size=25).map("".join)


class Reader(HTMLParser):
    """Collects the elements and attributes of a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str]] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("declaration")

    def handle_pi(self, data: str) -> None:
        self.tags.add("instruction")


def is_clean(html: str) -> bool:
    """Tell whether a text holds nothing but what rich text may."""
    read = Reader(html)
    return read.tags <= rich_text.TAGS and all(
        tag == "a" and (name == "rel" or (name == "href" and URL.match(value)))
        for tag, name, value in read.attributes
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        (" \n ", ""),
        ("One line.", "<p>One line.</p>"),
        ("One.\n\nTwo.\r\n\r\nThree.", "<p>One.</p><p>Two.</p><p>Three.</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<p>a <strong>b</strong> <em>c</em></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("<b>b</b> and <i>i</i>", "<p><strong>b</strong> and <em>i</em></p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<h2>a</h2><div>b</div>", "<p>ab</p>"),
        (
            '<a href="https://x.example/?a=1&b=2">x</a>',
            '<p><a href="https://x.example/?a=1&amp;b=2" rel="noopener">x</a></p>',
        ),
        ('<a href="mailto:a@b.example">x</a>', None),
        ('<a href="/returns">x</a>', '<p><a href="/returns" rel="noopener">x</a></p>'),
    ],
)
def test_what_stays(given: str, kept: str | None) -> None:
    """Paragraphs, bold, italic, lists, links and line breaks stay; plain text is wrapped."""
    if kept is None:
        assert 'href="mailto:a@b.example"' in rich_text.clean(given)
    else:
        assert rich_text.clean(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<script>alert(1)</script>a", "<p>a</p>"),
        ("<p onclick=alert(1)>a</p>", "<p>a</p>"),
        ("<p style='position:fixed'>a</p>", "<p>a</p>"),
        ("<style>p{display:none}</style>a", "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<p><a rel="noopener">a</a></p>'),
        ('<a href=" JaVa\tScript:alert(1)">a</a>', '<p><a rel="noopener">a</a></p>'),
        ('<a href="data:text/html,x">a</a>', '<p><a rel="noopener">a</a></p>'),
        ("<img src=x onerror=alert(1)>a", "<p>a</p>"),
        ("<iframe src=//evil.example></iframe>a", "<p>a</p>"),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
        ("<svg><script>1</script></svg>a", "<p>a</p>"),
        ('<p id="serum-notice" data-serum-notice="x" hidden>a</p>', "<p>a</p>"),
        ("<form action=/x><input name=y></form>a", "<p>a</p>"),
        ("a\x00b", "<p>ab</p>"),
    ],
)
def test_what_goes(given: str, kept: str) -> None:
    """Scripts, handlers, styles, names, addresses that run, and everything else goes."""
    assert rich_text.clean(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "<p></p>",
        "<p> </p><p><br></p>",
        "<br>",
        "&nbsp;",
        "<ul><li></li></ul>",
        "<strong><em><strong><em><strong><em><strong><em></em></strong></em></strong></em>",
        "<p>&nbsp;<br>&nbsp;</p>",
        "<script>x</script>",
    ],
)
def test_nothing_is_nothing(given: str) -> None:
    """What holds no word is empty, however it is wrapped, so that no empty section is shown."""
    assert rich_text.clean(given) == ""


def test_items_outside_a_list() -> None:
    """Items that lost their list become a paragraph."""
    assert rich_text.clean("<li>a</li><li>b</li>") == "<p>a  b</p>"


@given(GARBAGE | st.text())
@example("<a href=x><table><tr><td><a href=y>z")
@example("<em><strong>" * 30 + "x")
@example("<em><strong>" * 30)
@example("<p>\u0338a</p>")
@example("\u0338<br><br>")
@example("a href=\u0338<em>\u0338</em>")
@example("<p>e&#769;</p>")
@example("<li>a")
def test_cleaning_is_idempotent_and_complete(text: str) -> None:
    """Whatever comes in, nothing but what may stay comes out, and once is enough."""
    cleaned = rich_text.clean(text)
    assert is_clean(cleaned)
    assert rich_text.clean(cleaned) == cleaned
    assert rich_text.safe(cleaned) == cleaned
    assert bool(cleaned) == bool(rich_text.plain(cleaned))


@given(GARBAGE)
def test_what_was_stored_is_not_trusted(text: str) -> None:
    """On the way out it is cleaned once more, whatever was stored."""
    assert is_clean(rich_text.safe(text))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<ul><li>a &amp; b</li><li>c</li></ul>", "a & b c"),
        ("<p>a<br>b</p>", "a b"),
        ("<p>1 &lt; 2</p>", "1 < 2"),
        ("", ""),
    ],
)
def test_plain(html: str, words: str) -> None:
    """The words alone, with the places between blocks kept."""
    assert rich_text.plain(html) == words
