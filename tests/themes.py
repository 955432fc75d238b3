"""Themes that treat the safety notice badly, each with a way of its own; and random ones."""

from __future__ import annotations

import collections.abc as cabc

from hypothesis import strategies as st

CART = "/serums/aurelia-duo/cart"
FORM = (
    f'<form method="post" action="{CART}" data-serum-cart>'
    '<input type="hidden" name="serum_notice" value="x"><button>Add</button></form>'
)


def page(body: str, *, body_tag: str = "<body>", end: str = "</body></html>") -> str:
    """Put a body into a whole page."""
    return f"<!doctype html><html><head><title>T</title></head>{body_tag}{body}{end}"


def bad_themes(notice: str) -> dict[str, str]:
    """List pages in which the notice is missing, hidden, changed or too late, by what was done.

    :param notice: the notice as the package renders it.
    """
    half = len(notice) // 2
    shown = f"<h1>T</h1>{FORM}"
    wrapped = {
        "in a template": f"<template>{notice}</template>",
        "hidden": f"<div hidden>{notice}</div>",
        "hidden until found": f'<div hidden="until-found">{notice}</div>',
        "display none": f'<div style="display:none">{notice}</div>',
        "display none, disguised": f'<div style="DISPLAY : none !important">{notice}</div>',
        "display none, escaped": f'<div style="d\\69splay:none">{notice}</div>',
        "display none, commented": f'<div style="display:/**/none">{notice}</div>',
        "visibility hidden": f'<div style="visibility:hidden">{notice}</div>',
        "no opacity": f'<div style="opacity:0">{notice}</div>',
        "no height": f'<div style="max-height:0;overflow:hidden">{notice}</div>',
        "far away": f'<div style="position:absolute;left:-9999px">{notice}</div>',
        "moved out by margin": f'<div style="margin-left:-9999px">{notice}</div>',
        "clipped": f'<div style="clip-path:inset(100%)">{notice}</div>',
        "tiny": f'<div style="font-size:0">{notice}</div>',
        "inert": f"<div inert>{notice}</div>",
        "hidden from readers": f'<div aria-hidden="true">{notice}</div>',
        "in a popover": f"<div popover>{notice}</div>",
        "in noscript": f"<noscript>{notice}</noscript>",
        "in closed details": f"<details><summary>s</summary>{notice}</details>",
        "in open details": f"<details open><summary>s</summary>{notice}</details>",
        "in a dialog": f"<dialog>{notice}</dialog>",
        "in a comment": f"<!-- {notice} -->",
        "in a text area": f"<textarea>{notice}</textarea>",
        "in a script": f'<script type="text/plain">{notice}</script>',
        "in a select": f"<select><option>{notice}</option></select>",
        "in an iframe": f"<iframe>{notice}</iframe>",
        "in an object": f'<object data="x">{notice}</object>',
        "in a video": f"<video>{notice}</video>",
        "in svg": f"<svg>{notice}</svg>",
        "beside a shadow root": (
            f'<div><template shadowrootmode="open"><p>.</p></template>{notice}</div>'
        ),
        "cut short": notice[:half],
        "emptied": '<section id="serum-notice" data-serum-notice="x"></section>',
        "heading only": '<section id="serum-notice"><h2>Before you use this serum</h2></section>',
        "a word changed": notice.replace("doctor", "friend"),
        "a word struck out": notice.replace("doctor", "<del>doctor</del>"),
        "a hidden point": notice.replace("<p", "<p hidden", 1),
        "a class more": notice.replace('class="serum-notice"', 'class="serum-notice sr-only"'),
        "twice": notice + notice,
        "the id elsewhere": f'<p id="serum-notice">n</p>{notice}',
        "nothing": "",
    }
    pages = {what: page(html + shown) for what, html in wrapped.items()}
    pages |= {
        "after the cart form": page(shown + notice),
        "inside the cart form's end": page(f"<h1>T</h1>{FORM[:-7]}{notice}</form>"),
        "body hidden": page(notice + shown, body_tag="<body hidden>"),
        "body display none": page(notice + shown, body_tag='<body style="display:none">'),
        "body named like the notice": page(shown, body_tag='<body id="serum-notice">'),
        "no body": "<p>just text",
        "no page": "",
        "cut off": page("<h1>T</h1><div><p>", end=""),
        "cut off in the notice": page(f"<h1>T</h1>{notice[:half]}", end=""),
        "comment never closed": page(f"<h1>T</h1><!-- {notice}{shown}", end=""),
        "template never closed": page(f"<template>{notice}{shown}"),
        "plaintext": page(f"<plaintext>{notice}{shown}"),
        "notice in the head": f"<html><head><title>{notice}</title></head><body>{shown}</body>",
        "frames": "<html><frameset><frame></frameset></html>",
        "wrapped around the page": page(
            f'<section id="serum-notice" data-serum-notice="x">{shown}</section>'
        ),
    }
    return pages


_ATTRIBUTES = st.sampled_from(
    [
        "",
        " hidden",
        " inert",
        ' class="a b"',
        ' style="display:none"',
        ' style="display: block; padding: 1px"',
        ' style="height:0;overflow:hidden"',
        ' aria-hidden="true"',
        ' id="serum-notice"',
        ' data-serum-notice="x"',
    ]
)
_ELEMENTS = st.sampled_from(
    "div section main article p span ul table template noscript details dialog form button"
    " textarea select svg b a".split()
)


def random_themes(notice: str) -> st.SearchStrategy[str]:
    """Make pages at random out of scraps of the notice, forms, and elements that swallow things.

    :param notice: the notice as the package renders it.
    """
    leaves = st.one_of(
        st.just(notice),
        st.integers(0, len(notice)).map(lambda at: notice[:at]),
        st.just(FORM),
        st.just(FORM.replace(" data-serum-cart", "")),
        st.sampled_from(
            ["text", "<!--", "-->", "<!-- x -->", "</div>", "</section>", "</body>", "<br>", "<hr>"]
        ),
        st.text(alphabet="<>/!-abd \"'=&", max_size=8),
    )

    def wrap(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        def join(parts: tuple[str, str, cabc.Sequence[str], bool]) -> str:
            tag, attributes, inner, closed = parts
            return f"<{tag}{attributes}>{''.join(inner)}" + (f"</{tag}>" if closed else "")

        whole = st.tuples(
            _ELEMENTS,
            _ATTRIBUTES,
            st.lists(children, max_size=4),
            st.booleans() | st.just(True),
        )
        return whole.map(join)

    bodies = st.lists(st.recursive(leaves, wrap, max_leaves=8), max_size=5).map("".join)
    tags = st.sampled_from(
        [
            "<body>",
            "<body hidden>",
            '<body style="opacity:0">',
            '<body class="x">',
            "",
            "<frameset>",
        ]
    )
    ends = st.sampled_from(["</body></html>", "", "-->", "</template></body>"])
    return st.builds(lambda body, tag, end: page(body, body_tag=tag, end=end), bodies, tags, ends)
