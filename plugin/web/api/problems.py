"""Every error the API tells, in one shape: problem details (RFC 9457).

A problem's ``type`` is the address of its paragraph on the documentation page. Nothing else of an
error is told: no stack, no SQL.
"""

from __future__ import annotations

import collections.abc as cabc
import logging
import re
import typing as t
from dataclasses import dataclass

from werkzeug.exceptions import HTTPException

from ...core import errors as core
from .problem_kinds import KINDS

_LOG = logging.getLogger("flask_serum.web.api")


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong with one part of a request.

    :param message: what is wrong and what to do, for a person.
    :param parameter: the query parameter or header; empty where it is about the body.
    :param pointer: JSON Pointer into the body, as in ``#/lines/0/sku``.
    """

    message: str
    parameter: str = ""
    pointer: str = ""

    def document(self) -> dict[str, str]:
        """Give it as JSON."""
        where = {"parameter": self.parameter} if self.parameter else {"pointer": self.pointer}
        return {**where, "message": self.message}


class ApiProblem(core.SerumError):
    """A problem to tell the caller.

    :param kind: a key of :data:`~.problem_kinds.KINDS`.
    :param detail: what is wrong here and what to do, for a person; the kind's explanation where
        empty.
    :param errors: the parts of the request that it is about.
    :param headers: further headers of the answer.
    :param extra: further members of the problem.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        errors: cabc.Iterable[FieldError] = (),
        headers: cabc.Mapping[str, str] | None = None,
        extra: cabc.Mapping[str, t.Any] | None = None,
    ) -> None:
        self.kind, self.errors = kind, tuple(errors)
        self.status, self.title = KINDS[kind].status, KINDS[kind].title
        self.detail = detail or KINDS[kind].explanation.replace("`", "'")
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        super().__init__(self.detail)

    def document(self, type: str, instance: str) -> dict[str, t.Any]:
        """Give it as JSON.

        :param type: the address that explains it.
        :param instance: the address that was asked for.
        """
        return {
            "type": type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "errors": [one.document() for one in self.errors],
            **self.extra,
        }


_OF_CORE: tuple[tuple[type[Exception], str], ...] = (
    (core.PageIncomplete, "incomplete-page"),
    (core.DocumentInvalid, "invalid-document"),
    (core.PageNotFound, "not-found"),
    (core.RevisionNotFound, "not-found"),
    (core.PublicationNotFound, "not-found"),
    (core.RevisionConflict, "stale"),
    (core.NotAllowed, "forbidden"),
    (core.TokenRefused, "unauthorized"),
    (core.NoticeUnavailable, "notice-unavailable"),
    (core.StoreNotReady, "not-ready"),
    (core.ShopUnavailable, "shop-unavailable"),
    (core.ShopAnswerInvalid, "shop-answer-invalid"),
)
# Their messages are for the shop's own people.
_UNTOLD = frozenset({"not-ready", "shop-unavailable", "shop-answer-invalid"})
_OF_STATUS = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    415: "unsupported-type",
    429: "rate-limited",
    503: "not-ready",
}
STATUSES = (*_OF_STATUS, 406, 408, 410, 411, 412, 414, 422, 428, 431, 451, 500, 501, 502, 504)
"""The statuses that a host's own code may abort with."""


def problem_of(error: Exception) -> ApiProblem:
    """Turn any error into the problem that is told; what is not expected is logged.

    :param error: as it was raised, by the plugin, by the host, or by a fault.
    """
    if isinstance(error, ApiProblem):
        return error
    if isinstance(error, HTTPException):
        return _of_host(error)
    for raised, kind in _OF_CORE:
        if isinstance(error, raised):
            if kind in _UNTOLD:
                _LOG.error("%s", error)
                return ApiProblem(kind, headers=_retry(kind))
            problems = error.problems if isinstance(error, core.DocumentInvalid) else ()
            return ApiProblem(
                kind,
                "" if problems else str(error),
                errors=[FieldError(one.message, pointer=pointer(one.path)) for one in problems],
            )
    _LOG.error("The API failed: %r", error, exc_info=error)
    return ApiProblem("internal")


def pointer(path: str) -> str:
    """Write a path of the core as a JSON Pointer: ``steps[2].wait`` becomes ``#/steps/2/wait``."""
    parts = re.sub(r"\[(\d+)\]", r".\1", path).strip(".").split(".")
    return "#" + "".join(f"/{pointed(one)}" for one in parts if one)


def pointed(name: str) -> str:
    """Write one name of a JSON Pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _of_host(error: HTTPException) -> ApiProblem:
    status = error.code or 500
    if status >= 500 and status not in _OF_STATUS:
        return ApiProblem("internal")
    kind = _OF_STATUS.get(status, "bad-request")
    # What a host writes in its own errors is in HTML as often as not.
    detail = re.sub(r"<[^>]*>", " ", error.description or "").strip()
    headers = {}
    if isinstance(retry := getattr(error, "retry_after", None), int):
        headers["Retry-After"] = str(retry)
    problem = ApiProblem(kind, " ".join(detail.split()), headers=headers)
    problem.status = status
    return problem


def _retry(kind: str) -> dict[str, str]:
    return {"Retry-After": "10"} if KINDS[kind].status == 503 else {}
