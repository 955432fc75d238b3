"""The real page, shown to somebody who is no shopper: with a banner, and with nothing to buy."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re
from urllib.parse import urlencode

from markupsafe import escape

from ...core.page import Copy
from ...core.page import Facts
from ...core.ports import Revision
from ...core.visibility import VisiblePage
from ..addresses import Addresses
from ..composing import Composer
from ..mount import Mount
from ..pages import page_html
from ..reading import fill

_BANNER = (
    '<aside aria-label="About this preview" lang="en" dir="ltr" style="padding:.75rem 1rem;'
    'background:#3b2a00;color:#fff;font:600 1rem/1.4 system-ui,sans-serif;text-align:center">'
    "{text}</aside>"
)


class _OwnAddresses(Addresses):
    """Leads from a shown page to itself, so that choosing a size does not leave it."""

    def __init__(self, mount: Mount, slug: str, own: str) -> None:
        super().__init__(mount)
        self._slug, self._own = slug, own

    def page(
        self,
        slug: str,
        locale: str,
        *,
        whole: bool = False,
        query: cabc.Mapping[str, str] | None = None,
    ) -> str:
        """Give the address of a page; the shown one's is where it is shown."""
        if slug != self._slug or whole:
            return super().page(slug, locale, whole=whole, query=query)
        joint = "&" if "?" in self._own else "?"
        return f"{self._own}{joint}{urlencode(query)}" if query else self._own


def drafted(facts: Revision, copy: Revision, locale: str) -> VisiblePage:
    """Make a page of two revisions, as if both were live.

    :param facts: a revision of the facts.
    :param copy: a revision of the copy.
    :param locale: the market's locale that it is shown in.
    """
    assert isinstance(facts.content, Facts)
    assert isinstance(copy.content, Copy)
    return VisiblePage(
        facts.content,
        copy.content,
        requested=locale,
        locale=locale,
        locales=(locale,),
        changed=max(facts.at, copy.at),
        revisions=(facts.number, copy.number),
    )


def as_shopper(mount: Mount, page: VisiblePage, own: str, banner: str, sku: str = "") -> str:
    """Write a page as shoppers would get it, under a banner, without a way to buy.

    :param mount: the mount.
    :param page: what is to be shown.
    :param own: the address it is shown at.
    :param banner: what stands over it, in English.
    :param sku: the variant asked for.
    """
    hooks = dataclasses.replace(mount.hooks, cart_form=None, product_url=None)
    still = dataclasses.replace(mount, can_add=False, hooks=hooks)
    composer = Composer(still, page.requested)
    composer.addresses = _OwnAddresses(still, page.facts.slug, own)
    html = page_html(still, composer, fill(still, page, sku))
    return bannered(html, banner)


def bannered(html: str, banner: str) -> str:
    """Put a banner over a page.

    :param html: the page.
    :param banner: what it says, in English.
    """
    note = _BANNER.format(text=escape(banner))
    body = re.search(r"<body\b[^>]*>", html, re.I)
    return html[: body.end()] + note + html[body.end() :] if body else note + html
