"""Where price and stock come from: the gateways.

Each fulfils :class:`~flask_serum.core.ports.ShopGateway`.
"""

from __future__ import annotations

from .callables import CallableShop
from .callables import OutOfStock
from .embedded import EmbeddedShop
from .embedded_product import ProductEntry
from .guard import GuardedShop
from .price_history import Kind

__all__ = ["CallableShop", "EmbeddedShop", "GuardedShop", "Kind", "OutOfStock", "ProductEntry"]
