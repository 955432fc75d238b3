"""The blueprint of the API: a child of the mount's, so that a host can exempt or limit it alone.

Everything below its prefix is answered in JSON: unknown addresses by a rule that catches them,
other methods by a rule per address, and what a host's own code aborts with by a handler per
status, which goes before the host's.
"""

from __future__ import annotations

import collections.abc as cabc
import http

from flask import Blueprint
from flask import request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from .limits import check_limit
from .limits import tell_limit
from .operation import Operation
from .origins import preflight
from .origins import tell_origin
from .problems import ApiProblem
from .problems import STATUSES
from .registry import operations
from .running import api_mount
from .running import told
from .running import view_of

NAME = "api"
VERSION = "/v1"
_METHODS = sorted({*(one.value for one in http.HTTPMethod), "QUERY"} - {"CONNECT"})
_SEGMENTS = 12


def make_api() -> Blueprint:
    """Make the API's blueprint, to be registered on a mount's."""
    blueprint = Blueprint(NAME, "flask_serum.web.api", url_prefix="/api")
    by_path: dict[str, list[Operation]] = {}
    for operation in operations():
        by_path.setdefault(operation.path, []).append(operation)
        blueprint.add_url_rule(
            f"{VERSION}{operation.path}",
            operation.id,
            view_of(operation),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    for at, (path, there) in enumerate(by_path.items()):
        _add_other_methods(blueprint, path, there, at)
    blueprint.record(_catch)
    blueprint.after_request(_finish)
    for status in STATUSES:
        blueprint.register_error_handler(status, _tell)
    return blueprint


def _add_other_methods(
    blueprint: Blueprint, path: str, there: cabc.Iterable[Operation], at: int
) -> None:
    taken = {one.method for one in there}
    if "GET" in taken:
        taken.add("HEAD")
    allowed = sorted(taken | {"OPTIONS"})

    def other(**_: object) -> Response:
        if request.method == "OPTIONS":
            return preflight(api_mount(), allowed)
        headers = {"Allow": ", ".join(allowed)}
        detail = f"This address takes {headers['Allow']}."
        return _refused(ApiProblem("method-not-allowed", detail, headers=headers))

    blueprint.add_url_rule(
        f"{VERSION}{path}",
        f"_other_{at}",
        other,
        methods=[one for one in _METHODS if one not in taken],
        provide_automatic_options=False,
    )


def _catch(state: BlueprintSetupState) -> None:
    # At the root of a site, /api may be the host's own.
    if state.url_prefix in ("/api", "api"):
        return
    # The path converter stops at a line break, which an address may hold; single segments don't.
    segments = ["".join(f"/<s{at}>" for at in range(count)) for count in range(_SEGMENTS)]
    for rule in ("/<path:rest>", *(f"{one}/" for one in segments)):
        state.add_url_rule(
            rule,
            "_unknown",
            _unknown,
            methods=_METHODS,
            provide_automatic_options=False,
            strict_slashes=False,
        )


def _unknown(**_: object) -> Response:
    return _refused(
        ApiProblem("not-found", "The API has no such address; see openapi.json and docs.")
    )


def _refused(problem: ApiProblem) -> Response:
    mount = api_mount()
    try:
        check_limit(mount)
    except Exception as error:
        return told(error, mount)
    return told(problem, mount)


def _tell(error: Exception) -> Response:
    return told(error, api_mount())


def _finish(response: Response) -> Response:
    tell_origin(response, api_mount())
    tell_limit(response)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response
