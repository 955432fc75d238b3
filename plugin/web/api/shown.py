"""A page as the API shows it: what was read, and the words that its HTML says.

Both surfaces are made by the same :class:`~flask_serum.web.composing.Composer` from the same
:class:`~flask_serum.web.reading.PageData`, so that they can't differ.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
from dataclasses import dataclass

from ...core.offer import CartLine
from ...core.offer import LineResult
from ...core.offer import LineStatus
from ...core.offer import Shelf
from ...core.offer import ShopQuery
from ..cache_tags import tags_of_page
from ..composing import Composer
from ..context import PageContext
from ..mount import Hooks
from ..mount import Mount
from ..reading import PageData
from ..reading import read_page
from .operation import Call
from .problems import ApiProblem


class ClosedShop:
    """Stands in for the shop where nothing of an answer comes from it, so that it is not asked."""

    def look_up(self, query: ShopQuery) -> Shelf:
        """Give nothing."""
        return Shelf(available=False)

    def add_lines(self, lines: cabc.Sequence[CartLine], query: ShopQuery) -> list[LineResult]:
        """Add nothing."""
        return [LineResult(line.sku, LineStatus.FAILED) for line in lines]

    def cart_url(self, query: ShopQuery) -> str:
        """Give no address."""
        return ""


@dataclass(frozen=True)
class Shown:
    """A page and its words.

    :param data: what was read.
    :param context: what its HTML prints, without forms and tokens, which are one shopper's own.
    :param composer: made the words.
    """

    data: PageData
    context: PageContext
    composer: Composer

    @property
    def tags(self) -> tuple[str, ...]:
        """What purging knows the page by."""
        page = self.data.page
        return tags_of_page(
            self.data.facts.slug,
            self.data.market.code,
            (page.requested, page.locale),
            self.data.notice.locale,
        )

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every answer that shows the page."""
        return {"Serum-Notice": self.data.notice.id, "Content-Language": self.data.page.locale}


def read(call: Call, *, ask_shop: bool) -> PageData:
    """Read the page in the path.

    :param call: names page and locale.
    :param ask_shop: whether the answer needs prices.
    :raises ApiProblem: if shoppers may not see it.
    """
    mount = call.mount if ask_shop else dataclasses.replace(call.mount, shop=ClosedShop())
    slug = call.slug
    # Databases refuse some of what an address can hold.
    data = read_page(mount, slug, call.locale)
    if data is None:
        raise ApiProblem("not-found", f"This market shows no serum {slug[:80]!r}.")
    return data


def show(mount: Mount, data: PageData) -> Shown:
    """Put a page into words.

    :param mount: the mount.
    :param data: the page.
    """
    composer = Composer(_for_everybody(mount), data.page.requested)
    return Shown(data, composer.page(data), composer)


def read_shown(call: Call, *, ask_shop: bool) -> Shown:
    """Read the page in the path and put it into words.

    :param call: names page and locale.
    :param ask_shop: whether the answer needs prices.
    :raises ApiProblem: if shoppers may not see it.
    """
    return show(call.mount, read(call, ask_shop=ask_shop))


def _for_everybody(mount: Mount) -> Mount:
    # No form, token or nonce: they would open a session, and belong to one shopper.
    return dataclasses.replace(mount, can_add=False, hooks=Hooks(), shop=ClosedShop())
