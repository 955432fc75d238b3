"""Reads a page as shoppers would see it if everything that was saved went live."""

from __future__ import annotations

from ..core import locale as locales
from ..core.page import Copy
from ..core.page import FACTS
from ..core.page import Facts
from ..core.ports import PageState
from ..core.visibility import VisiblePage
from .mount import Mount
from .reading import fill
from .reading import PageData


def read_draft(mount: Mount, slug: str, locale: str, sku: str = "") -> PageData | None:
    """Read the latest revisions of a page, or ``None`` where there is nothing to show.

    It is for those who may preview; the caller has to make sure of that.

    :param mount: the mount.
    :param slug: the page.
    :param locale: one of the market's.
    :param sku: the variant asked for.
    """
    state = mount.store.page(slug, mount.clock.now())
    if state is None or state.trashed or FACTS not in state.parts:
        return None
    facts = mount.store.revision(slug, FACTS)
    if not isinstance(facts.content, Facts) or mount.market.code not in facts.content.markets:
        return None
    parts = {tag: part for tag in mount.market.locales if (part := _part(state, tag))}
    chosen = next((one for one in locales.chain(locale, mount.market.locales) if one in parts), "")
    if not chosen:
        return None
    copy = mount.store.revision(slug, parts[chosen])
    assert isinstance(copy.content, Copy)
    page = VisiblePage(
        facts=facts.content,
        copy=copy.content,
        requested=locale,
        locale=chosen,
        locales=tuple(parts),
        changed=max(facts.at, copy.at),
        revisions=(facts.number, copy.number),
    )
    return fill(mount, page, sku)


def _part(state: PageState, tag: str) -> str:
    known = (one for one in (tag, locales.language(tag)) if one in state.parts)
    return next(known, "")
