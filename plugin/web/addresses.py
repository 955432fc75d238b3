"""Where things are: the addresses of a mount's pages."""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from urllib.parse import urlencode
from urllib.parse import urljoin

from flask import request
from flask import url_for

from .mount import Mount


class Addresses:
    """Builds the addresses of a mount, inside a request.

    :param mount: the mount.
    """

    def __init__(self, mount: Mount) -> None:
        self._mount = mount

    def page(
        self,
        slug: str,
        locale: str,
        *,
        whole: bool = False,
        query: cabc.Mapping[str, str] | None = None,
    ) -> str:
        """Give the address of a page.

        :param slug: the page.
        :param locale: one of the market's; the default one has no locale in its address.
        :param whole: whether to give scheme and host too.
        :param query: further parameters, as in ``{"variant": "MD-10"}``.
        """
        address = self._build("page", locale, whole, slug=slug)
        return f"{address}?{urlencode(query)}" if query else address

    def listing(self, locale: str, *, whole: bool = False) -> str:
        """Give the address of the list of serums."""
        return self._build("listing", locale, whole)

    def cart(self, slug: str, locale: str) -> str:
        """Give the address that the cart forms of a page post to."""
        return self._build("add", locale, False, slug=slug)

    def api(self, path: str, *, whole: bool = False) -> str:
        """Give an address of the JSON API.

        :param path: below its version, as in ``docs`` or ``pages/meridian-duo``.
        :param whole: whether to give scheme and host too.
        """
        address = url_for(f"{self._mount.name}.listing") + f"api/v1/{path}"
        return self.whole(address) if whole else address

    def whole(self, address: str) -> str:
        """Make an address whole that may lack scheme and host."""
        return urljoin(self._mount.settings.canonical_base or request.url_root, address)

    def _build(self, view: str, locale: str, whole: bool, **values: t.Any) -> str:
        if locale != self._mount.market.default_locale:
            view, values = f"{view}_in", {**values, "locale": locale}
        address = url_for(f"{self._mount.name}.{view}", **values)
        return self.whole(address) if whole else address
