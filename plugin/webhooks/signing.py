"""Signs what is sent, so that whoever gets it can tell who sent it, and when."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re

HEADER = "Serum-Signature"

_WRITTEN = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def signature(secret: str, body: bytes, at: dt.datetime) -> str:
    """Give the header that signs a body: ``t=<unix>,v1=<hex HMAC-SHA256 of "<t>.<body>">``.

    :param secret: the endpoint's.
    :param body: as it is sent.
    :param at: when it is sent, aware.
    """
    moment = int(at.timestamp())
    return f"t={moment},v1={_code(secret, moment, body)}"


def verify(
    secret: str,
    body: bytes,
    header: str,
    now: dt.datetime,
    tolerance: dt.timedelta = dt.timedelta(minutes=5),
) -> bool:
    """Tell whether a body was signed with a secret, and not long ago.

    For whoever receives webhooks in Python.

    :param secret: the endpoint's.
    :param body: the bytes that came, before anything reads them.
    :param header: the value of ``Serum-Signature``.
    :param now: aware.
    :param tolerance: how far its time may be from now.
    """
    written = _WRITTEN.fullmatch(header)
    if written is None:
        return False
    moment = int(written.group(1))
    genuine = hmac.compare_digest(written.group(2), _code(secret, moment, body))
    return genuine and abs(now.timestamp() - moment) <= tolerance.total_seconds()


def _code(secret: str, moment: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
