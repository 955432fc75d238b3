"""Connects to an address that was checked, and stops when the time is up.

Needs httpcore, which is in the extra ``webhooks``.
"""

from __future__ import annotations

import collections.abc as cabc
import ssl
import time
import typing as t

import httpcore

from .lookups import LookupTimedOut
from .targets import resolve
from .targets import TargetRefused

Options: t.TypeAlias = cabc.Iterable[httpcore.SOCKET_OPTION]


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and lets no step outlast the deadline.

    :param private: whether private targets are allowed.
    :param seconds: how long everything may take together, from now on.
    """

    def __init__(self, *, private: bool, seconds: float) -> None:
        self._private = private
        self._deadline = time.monotonic() + seconds
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to one of the addresses that a host stands for.

        :param host: a name or an address.
        :param port: to connect to.
        :param timeout: seconds; less where less is left.
        :param local_address: passed on.
        :param socket_options: passed on.
        :raises httpcore.ConnectError: if none can be connected to, or may be.
        :raises httpcore.ConnectTimeout: if that takes too long.
        """
        try:
            addresses = resolve(host, port, private=self._private, seconds=_left(self._deadline))
        except LookupTimedOut as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except TargetRefused as error:
            raise httpcore.ConnectError(str(error)) from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} stands for no address.") from error
        for at, address in enumerate(addresses[:-1]):
            try:
                # An address that is silent leaves the others their share of the time.
                seconds = _left(self._deadline) / (len(addresses) - at)
                return self._connect(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        seconds = _left(self._deadline)
        return self._connect(addresses[-1], port, seconds, local_address, socket_options)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Options | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: webhooks go over the network.

        :param path: not used.
        :param timeout: not used.
        :param socket_options: not used.
        :raises httpcore.ConnectError: always.
        """
        raise httpcore.ConnectError("Webhooks don't go to sockets of this machine.")

    def sleep(self, seconds: float) -> None:
        """Do nothing; connections are not tried again here."""

    def _connect(
        self,
        address: str,
        port: int,
        seconds: float,
        local_address: str | None,
        socket_options: Options | None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(address, port, seconds, local_address, socket_options)
        return _Deadlined(stream, self._deadline)


class _Deadlined(httpcore.NetworkStream):
    """A stream whose reads and writes end when the time is up, however slowly bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline)
        return _Deadlined(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> t.Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("It took too long.")
    return left
