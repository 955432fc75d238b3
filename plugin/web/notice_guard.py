"""Sees to it that a finished page carries its safety notice, whatever a theme did.

The notice is rendered from the package's own file by an environment that reads nothing else. Then
the finished page is read the way a browser reads it, and the notice has to stand in it: once,
whole, letter for letter, outside of anything that is hidden or can be closed, and before whatever
puts the serum into the cart. Where it does not, it is put there.

What this can't see: a style sheet or a script of the host that hides the notice in the browser.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import re
from importlib.resources import files

from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser
from selectolax.lexbor import LexborNode

from ..core import locale as locales
from ..core.errors import SerumError
from ..core.notice import Notice

ELEMENT_ID = "serum-notice"

_OPEN_ELEMENTS = frozenset(
    {"html", "body", "main", "div", "section", "article", "aside", "header", "footer", "center"}
    | {"form", "fieldset", "figure", "ul", "ol", "li", "table", "tbody", "tr", "td"}
)
_HIDING_ATTRIBUTES = frozenset({"hidden", "inert", "popover"})
_HARMLESS_STYLE = re.compile(
    r"(margin|padding|border|background|font-family|text-align|direction|gap|grid|flex|align"
    r"|justify|order|min-height|min-width|max-width|box-sizing|line-height)[a-z-]*"
)
_SHOWING_DISPLAY = frozenset({"block", "flow-root", "flex", "grid", "list-item", "table"})
_NOSCRIPT = re.compile(r"<noscript\b.*?</noscript[^>]*>", re.I | re.S)


class NoticeDropped(SerumError):
    """A page has no place where its notice could stand; it must not be sent."""


@functools.cache
def _environment() -> Environment:
    folder = str(files("flask_serum.templates"))
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


@functools.lru_cache(maxsize=64)
def notice_markup(notice: Notice) -> Markup:
    """Render the notice from the package's own file, which no host can replace.

    :param notice: the notice.
    """
    template = _environment().get_template("serum/notice.html")
    rendered = template.render(notice=notice, direction=locales.direction(notice.locale))
    return Markup(rendered.strip())


def notice_stands(html: str, notice: Notice, cart_actions: cabc.Collection[str] = ()) -> bool:
    """Tell whether a finished page carries the notice as it must.

    :param html: the whole page.
    :param notice: the notice it has to carry.
    :param cart_actions: the addresses of the page's cart forms.
    """
    without_noscript = _NOSCRIPT.sub("", html)
    readings = [html] if without_noscript == html else [html, without_noscript]
    return all(_stands(LexborHTMLParser(one), notice, cart_actions) for one in readings)


def with_notice(html: str, notice: Notice, cart_actions: cabc.Collection[str] = ()) -> str:
    """Give the page with its notice: as it is where the notice stands, else put right.

    :param html: the whole page, as the theme made it.
    :param notice: the notice it has to carry.
    :param cart_actions: the addresses of the page's cart forms.
    :raises NoticeDropped: if there is no place in the page where the notice would be seen.
    """
    if notice_stands(html, notice, cart_actions):
        return html
    for place in (_before_cart, _first_in_body):
        tree = LexborHTMLParser(html)
        if tree.body is None:
            break
        _take_out(tree, notice)
        _show(tree)
        place(tree, notice, cart_actions)
        mended = tree.html or ""
        if notice_stands(mended, notice, cart_actions):
            return mended
    raise NoticeDropped("The page has no place for its safety notice.")


def _element(notice: Notice) -> LexborNode:
    found = LexborHTMLParser(str(notice_markup(notice))).css_first(f"#{ELEMENT_ID}")
    assert found is not None
    return found


@functools.lru_cache(maxsize=64)
def _canonical(notice: Notice) -> str:
    return _element(notice).html or ""


def _stands(tree: LexborHTMLParser, notice: Notice, cart_actions: cabc.Collection[str]) -> bool:
    found = tree.css(f'[id="{ELEMENT_ID}"]')
    if len(found) != 1 or (found[0].html or "") != _canonical(notice):
        return False
    return _is_open(found[0]) and _comes_first(tree, found[0], cart_actions)


def _is_open(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag not in (None, "-document"):
        if above.tag not in _OPEN_ELEMENTS or _hides(above):
            return False
        above = above.parent
    return True


def _hides(node: LexborNode) -> bool:
    attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
    if _HIDING_ATTRIBUTES & attributes.keys():
        return True
    if attributes.get("aria-hidden", "false").strip().lower() != "false":
        return True
    if not all(map(_style_is_harmless, attributes.get("style", "").split(";"))):
        return True
    children = node.iter(include_text=False)
    return any(one.tag == "template" and "shadowrootmode" in one.attributes for one in children)


def _style_is_harmless(declaration: str) -> bool:
    if not declaration.strip():
        return True
    name, _, value = (part.strip().lower() for part in declaration.partition(":"))
    value = value.removesuffix("!important").strip()
    if re.search(r"[\\/]|(^|[\s(:])-\s*[\d.]", declaration):
        return False
    if name == "display":
        return value in _SHOWING_DISPLAY
    if name == "max-width":
        return not value.startswith(("0", "."))
    return _HARMLESS_STYLE.fullmatch(name) is not None


def _is_cart(node: LexborNode, cart_actions: cabc.Collection[str]) -> bool:
    attributes = node.attributes
    if "data-serum-cart" in attributes or attributes.get("name") == "serum_notice":
        return True
    return node.tag == "form" and attributes.get("action") in cart_actions


def _carts(tree: LexborHTMLParser, cart_actions: cabc.Collection[str]) -> list[LexborNode]:
    candidates = tree.css('form, [data-serum-cart], [name="serum_notice"]')
    return [one for one in candidates if _is_cart(one, cart_actions)]


def _comes_first(
    tree: LexborHTMLParser, node: LexborNode, cart_actions: cabc.Collection[str]
) -> bool:
    carts = {one.mem_id for one in _carts(tree, cart_actions)}
    if not carts or tree.root is None:
        return True
    for one in tree.root.traverse():
        if one.mem_id == node.mem_id:
            return True
        if one.mem_id in carts:
            return False
    return False


def _take_out(tree: LexborHTMLParser, notice: Notice) -> None:
    whole = _words(notice.text)
    for node in tree.css(f'[id="{ELEMENT_ID}"], [data-serum-notice]'):
        if node.tag not in ("html", "body") and _words(node.text()) in whole:
            node.decompose()
            continue
        # More than the notice is in there, the page itself perhaps: leave it, without the name.
        for name in ("id", "data-serum-notice"):
            if name in node.attributes:
                del node.attrs[name]


def _words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _show(tree: LexborHTMLParser) -> None:
    for node in tree.css("html, body"):
        for name in (*_HIDING_ATTRIBUTES, "aria-hidden", "style"):
            if name in node.attributes and _hides(node):
                del node.attrs[name]


def _before_cart(
    tree: LexborHTMLParser, notice: Notice, cart_actions: cabc.Collection[str]
) -> None:
    carts = {one.mem_id for one in _carts(tree, cart_actions)}
    if not carts or tree.body is None:
        return
    first = next(one for one in tree.body.traverse() if one.mem_id in carts)
    while first.parent is not None and not _can_hold(first.parent):
        first = first.parent
    first.insert_before(_element(notice))


def _can_hold(node: LexborNode) -> bool:
    return (
        node.tag in ("body", "main", "div", "section", "article")
        and _is_open(node)
        and (not _hides(node))
    )


def _first_in_body(
    tree: LexborHTMLParser, notice: Notice, cart_actions: cabc.Collection[str]
) -> None:
    assert tree.body is not None
    first = tree.body.child
    if first is None:
        tree.body.insert_child(_element(notice))
    else:
        first.insert_before(_element(notice))
