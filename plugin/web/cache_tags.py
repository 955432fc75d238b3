"""The names that caches know answers by: one place builds them, to store and to purge.

An answer carries the tags of everything it was made from; a change purges the tags of what it
changed. Tags hold neither spaces nor commas.
"""

from __future__ import annotations

import collections.abc as cabc


def page_tag(slug: str) -> str:
    """Name everything that shows a page: itself, in each locale, as HTML and as JSON."""
    return f"serum-page-{slug}"


def list_tag(market: str) -> str:
    """Name everything that lists the pages of a market."""
    return f"serum-list-{market}"


def market_tag(market: str) -> str:
    """Name everything of a market."""
    return f"serum-market-{market}"


def locale_tag(locale: str) -> str:
    """Name everything that is in a locale."""
    return f"serum-locale-{locale}"


def notice_tag(locale: str) -> str:
    """Name everything that carries the safety notice in a locale."""
    return f"serum-notice-{locale}"


def tags_of_page(
    slug: str, market: str, locales: cabc.Iterable[str], notice: str
) -> tuple[str, ...]:
    """Give the tags of an answer that shows a page.

    :param slug: the page.
    :param market: code of the market.
    :param locales: the one asked for, and the one its copy is in.
    :param notice: locale of its safety notice.
    """
    own = (page_tag(slug), market_tag(market), notice_tag(notice))
    return (*own, *(locale_tag(one) for one in dict.fromkeys(locales)))


def tags_of_list(
    slugs: cabc.Iterable[str], market: str, locale: str, notice: str
) -> tuple[str, ...]:
    """Give the tags of an answer that lists pages.

    :param slugs: the pages on it.
    :param market: code of the market.
    :param locale: the one asked for.
    :param notice: locale of the safety notice.
    """
    own = (list_tag(market), market_tag(market), locale_tag(locale), notice_tag(notice))
    return (*own, *(page_tag(one) for one in slugs))


def tags_to_purge(slug: str, markets: cabc.Iterable[str]) -> tuple[str, ...]:
    """Give the tags to purge when what shoppers see of a page has changed.

    :param slug: the page.
    :param markets: the codes of all markets, as a page may come into one or leave it.
    """
    return (page_tag(slug), *(list_tag(one) for one in markets))


def header_values(tags: cabc.Iterable[str]) -> dict[str, str]:
    """Write tags as the headers that content delivery networks read.

    ``Surrogate-Key`` for Fastly and Varnish, ``Cache-Tag`` for Cloudflare, Akamai and Bunny.

    :param tags: as the other functions give them; none gives no header.
    """
    unique = tuple(dict.fromkeys(tags))
    if not unique:
        return {}
    return {"Surrogate-Key": " ".join(unique), "Cache-Tag": ",".join(unique)}
