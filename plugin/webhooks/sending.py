"""Sends once: one request, no redirect, no cookie, no proxy, and no look at the answer's body."""

from __future__ import annotations

import datetime as dt

import httpcore

from ..core.webhooks import Attempt
from ..core.webhooks import Delivery
from .connecting import CheckedBackend
from .signing import HEADER
from .signing import signature

SECONDS = 10.0
"""How long sending may take, everything together."""

_FAILURES = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)
_LONGEST_PROBLEM = 300


def send(
    delivery: Delivery, now: dt.datetime, *, private: bool, seconds: float = SECONDS
) -> Attempt:
    """Send an event to its endpoint.

    The answer's status is all that is read of it.

    :param delivery: what to send where.
    :param now: aware.
    :param private: whether private targets are allowed.
    :param seconds: how long it may take.
    """
    body = delivery.body.encode()
    headers: dict[str | bytes, str | bytes] = {
        "Content-Type": "application/json",
        "User-Agent": "Flask-Serum",
        "Serum-Event": delivery.kind.value,
        "Serum-Event-Id": delivery.event,
        "Serum-Delivery": str(delivery.id),
        "Connection": "close",
        HEADER: signature(delivery.secret, body, now),
    }
    try:
        backend = CheckedBackend(private=private, seconds=seconds)
        with (
            httpcore.ConnectionPool(network_backend=backend) as pool,
            pool.stream("POST", delivery.url, headers=headers, content=body) as response,
        ):
            return Attempt(now, response.status, _problem(response.status), _pause(response))
    except _FAILURES as error:
        said = str(error) or type(error).__name__
        return Attempt(now, None, said[:_LONGEST_PROBLEM])


def _problem(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"It answered {status}; redirects are not followed, name the new address."
    return f"It answered {status}."


def _pause(response: httpcore.Response) -> int:
    for name, value in response.headers:
        if name.lower() == b"retry-after" and value.isdigit() and len(value) <= 6:
            return int(value)
    return 0
