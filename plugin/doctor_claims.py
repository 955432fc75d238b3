"""Tells which pages would not pass the claims gate any more, and which nobody has checked."""

from __future__ import annotations

import collections.abc as cabc

from .core.objections import Objection
from .web.mount import Mount


def claims_standing(mount: Mount) -> cabc.Iterator[tuple[str, bool]]:
    """Check what is live or scheduled in a mount's market against the rules as they are today.

    :param mount: the mount.
    :return: what to say, and whether it is wrong or only good to know.
    """
    for state in mount.store.pages(mount.clock.now()):
        found = mount.claims.standing(state.slug, mount.market)
        for one in found.stopping:
            yield (
                f"{_where(state.slug, one)} would not be published again: “{one.excerpt}”"
                f" ({one.claim.jurisdiction}, rule {one.claim.rule}, {one.version}). Change it, or"
                f" take it down; 'flask serum claims --page {state.slug}' says why.",
                True,
            )
        for one in found.overridden:
            yield f"{_where(state.slug, one)}: “{one.excerpt}” is shown by an override.", False
        for one in found.unchecked:
            yield f"{_where(state.slug, one)}: {one.reason}", False


def _where(slug: str, one: Objection) -> str:
    return f"{slug}, {one.claim.path}"
