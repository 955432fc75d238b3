"""Every operation of the API."""

from __future__ import annotations

from . import about
from . import cart
from . import catalog
from . import claim_overrides
from . import claims
from . import fragments
from . import markets
from . import pages
from . import preview_links
from . import style
from . import whole_pages
from . import writing
from . import writing_exchange
from . import writing_history
from . import writing_publishing
from .operation import Operation

_MODULES = (
    *(catalog, pages, fragments, style, cart, markets),
    *(writing, writing_publishing, writing_history, writing_exchange, whole_pages),
    *(preview_links, claims, claim_overrides, about),
)


def operations() -> tuple[Operation, ...]:
    """Give every operation, in the order the documentation shows them."""
    return tuple(one for module in _MODULES for one in module.OPERATIONS)
