"""Where webhooks may go: to public addresses, unless a setting allows private ones.

An address is checked when it is connected to, not when the endpoint is added: a name can stand for
another address a moment later.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from ..core.errors import ConfigInvalid
from .lookups import addresses_of

_LONGEST = 2_000

# Addresses of IPv6 that lead to one of IPv4, which may be private.
_TUNNELS = tuple(
    ipaddress.ip_network(one)
    for one in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")
)


class TargetRefused(OSError):
    """A name stands for an address that webhooks may not go to."""


def check_url(url: str, *, private: bool) -> str:
    """Give a URL back if it has the shape of one that webhooks may go to.

    :param url: as it was given.
    :param private: whether private targets are allowed; only they may do without TLS.
    :raises ConfigInvalid: if it has not.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigInvalid("url", f"{url!r} is no URL: {error}") from error
    plain = len(url) <= _LONGEST and url.isascii() and url.isprintable() and " " not in url
    if not plain or parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        raise ConfigInvalid("url", f"{url!r} is no URL, as in 'https://cache.example/purge'.")
    if parts.username is not None or parts.fragment:
        raise ConfigInvalid("url", "leave out the user and the fragment; what is sent is signed.")
    if parts.scheme == "http" and not private:
        raise ConfigInvalid("url", "use https; http is for private targets, where allowed.")
    return url


def resolve(host: str, port: int, *, private: bool, seconds: float) -> list[str]:
    """Give the addresses that a host stands for now.

    :param host: a name or an address.
    :param port: to connect to.
    :param private: whether private targets are allowed.
    :param seconds: how long looking the name up may take.
    :raises TargetRefused: if one of them may not be connected to.
    :raises LookupTimedOut: if it takes longer.
    :raises OSError: if the name stands for nothing.
    """
    addresses = addresses_of(host, port, seconds)
    if not addresses:
        raise TargetRefused(f"{host} stands for no address.")
    for address in addresses:
        if not private and not is_public(address):
            raise TargetRefused(
                f"{host} stands for {address}, which is not public; SERUM_WEBHOOK_PRIVATE_TARGETS"
                " allows such targets."
            )
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an address is one that everybody can reach.

    :param address: of IPv4 or IPv6.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.is_site_local or any(ip in tunnel for tunnel in _TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
