"""Where price and stock come from: adapters that fulfil :class:`~flask_serum.core.ports.ShopGateway`."""
