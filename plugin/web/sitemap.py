"""The pages of a mount for search engines' sitemaps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from xml.etree import ElementTree

from ..core.visibility import visible
from .addresses import Addresses
from .mount import Mount
from .mount import mounts

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class SitemapEntry:
    """A page for a sitemap.

    :param loc: its whole address.
    :param lastmod: when what it shows went live, in UTC.
    :param alternates: the addresses of the same page by locale.
    """

    loc: str
    lastmod: dt.datetime
    alternates: dict[str, str]


def sitemap_entries() -> list[SitemapEntry]:
    """List the pages of all mounts of the current app, for a host's own sitemap.

    Call it inside a request; addresses are whole.
    """
    return [one for mount in mounts().values() for one in entries_of(mount)]


def entries_of(mount: Mount) -> list[SitemapEntry]:
    """List what a mount has for a sitemap: every visible page in every locale it is live in.

    :param mount: the mount.
    """
    addresses = Addresses(mount)
    now = mount.clock.now()
    entries = []
    for state in mount.store.pages(now):
        for locale in mount.market.locales:
            page = visible(state, mount.market, locale, now)
            if page is None or page.fell_back:
                continue
            where = {tag: addresses.page(state.slug, tag, whole=True) for tag in page.locales}
            entries.append(SitemapEntry(where[locale], page.changed, where))
    return entries


def sitemap_xml(entries: list[SitemapEntry]) -> bytes:
    """Write entries as a sitemap.

    :param entries: as :func:`entries_of` gives them.
    """
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for entry in entries:
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = entry.loc
        ElementTree.SubElement(url, "lastmod").text = entry.lastmod.isoformat(timespec="seconds")
        if len(entry.alternates) > 1:
            for tag, address in entry.alternates.items():
                ElementTree.SubElement(
                    url, "xhtml:link", {"rel": "alternate", "hreflang": tag, "href": address}
                )
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
