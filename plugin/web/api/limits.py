"""Tells callers how often they may call, as the host's own limiter says.

The plugin counts nothing. A host gives ``rate_limit``, a callable that is called once per request
of the API, preflights apart, and gives a :class:`Limit`, or ``None`` where it sets none.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from werkzeug.wrappers import Response

from ..mount import Mount
from .problems import ApiProblem

_KEPT = "_serum_api_limit"


@dataclass(frozen=True)
class Limit:
    """Where a caller stands with the host's limiter, this request counted.

    :param limit: how many requests a window allows.
    :param remaining: how many are left in it; less than 0 refuses this one.
    :param reset_seconds: seconds until the window ends.
    :param window_seconds: how long a window is, where the host tells.
    :param exceeded: refuses this request whatever `remaining` says, for a limiter that counts
        down to 0 and no further.
    """

    limit: int
    remaining: int
    reset_seconds: int
    window_seconds: int | None = None
    exceeded: bool = False

    def headers(self) -> dict[str, str]:
        """Write it as ``RateLimit`` and ``RateLimit-Policy`` (draft-ietf-httpapi-ratelimit)."""
        window = f";w={self.window_seconds}" if self.window_seconds is not None else ""
        left, reset = max(self.remaining, 0), max(self.reset_seconds, 0)
        return {
            "RateLimit-Policy": f'"default";q={self.limit}{window}',
            "RateLimit": f'"default";r={left};t={reset}',
        }


def check_limit(mount: Mount) -> None:
    """Ask the host's limiter, once per request.

    :param mount: the mount.
    :raises ApiProblem: if the caller has to wait.
    """
    limit = mount.hooks.rate_limit() if mount.hooks.rate_limit is not None else None
    if limit is None:
        return
    setattr(g, _KEPT, limit)
    if limit.exceeded or limit.remaining < 0:
        seconds = max(limit.reset_seconds, 1)
        raise ApiProblem(
            "rate-limited",
            f"Wait {seconds} seconds, then try again.",
            headers={"Retry-After": str(seconds)},
        )


def tell_limit(response: Response) -> None:
    """Put the limit of this request into its answer.

    :param response: any answer of the API.
    """
    limit: Limit | None = g.get(_KEPT)
    if limit is not None:
        response.headers.update(limit.headers())
