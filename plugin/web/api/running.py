"""Runs an operation: who may, what is asked, the view, the answer. Every error is a problem."""

from __future__ import annotations

import collections.abc as cabc
import functools
import typing as t

from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ..mount import Mount
from ..mount import mounts
from . import asking
from .answering import problem_response
from .answering import response_of
from .limits import check_limit
from .operation import Call
from .operation import Operation
from .origins import refuse_foreign
from .problems import problem_of


def api_mount() -> Mount:
    """Give the mount whose API the request came in by."""
    assert request.blueprint is not None
    return mounts()[request.blueprint.rpartition(".")[0]]


def view_of(operation: Operation) -> cabc.Callable[..., Response]:
    """Make the Flask view of an operation.

    :param operation: the operation.
    """

    @functools.wraps(operation.view)
    def view(**path: t.Any) -> Response:
        mount = api_mount()
        try:
            return response_of(operation.view(_read(operation, mount, path)), mount)
        except Exception as error:
            return told(error, mount)

    return view


def told(error: Exception, mount: Mount) -> Response:
    """Tell an error as a problem; a redirect of the host's stays one.

    :param error: the error.
    :param mount: the mount.
    """
    if isinstance(error, HTTPException) and (error.code or 300) < 400:
        return error.get_response()
    return problem_response(problem_of(error), mount)


def _read(operation: Operation, mount: Mount, path: cabc.Mapping[str, t.Any]) -> Call:
    check_limit(mount)
    if operation.changes:
        refuse_foreign(mount)
    actor = operation.who(mount) if operation.who is not None else None
    query = asking.read_query(operation.query(), mount.market)
    headers = asking.read_headers(operation.headers()) if operation.headers is not None else {}
    body = None
    if operation.raw_body is not None:
        body = operation.raw_body(operation.longest_body)
    elif operation.body is not None:
        body = asking.read_body(operation.body(), operation.longest_body)
    return Call(mount, path, query, headers, body, actor)
