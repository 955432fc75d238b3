"""``Idempotency-Key``: a request that is sent twice is done once.

The same key with the same request gives the answer of the first time; with another request it is
refused. A key is the caller's own, and nobody else's: keys are long, and mean something within
one endpoint of one mount alone. Only what was done is kept: a request that was refused, or failed
before anything could be done, gives its key back.
"""

from __future__ import annotations

import collections.abc as cabc
import hashlib
import logging

from flask import request
from marshmallow import EXCLUDE
from marshmallow import fields
from marshmallow import Schema
from marshmallow import validate

from ...core.idempotency import KeptAnswer
from ...core.idempotency import Taken
from .answering import Answer
from .answering import written
from .operation import Call
from .problems import ApiProblem

_LOG = logging.getLogger("flask_serum.web.api")
_WAIT = {"Retry-After": "2"}


class KeyHeader(Schema):
    """The header that names a request."""

    class Meta:
        """Other headers are not the API's."""

        unknown = EXCLUDE

    key = fields.String(
        data_key="Idempotency-Key",
        load_default="",
        validate=validate.Regexp(
            r"[A-Za-z0-9._~-]{16,128}\Z",
            error="Use 16 to 128 letters, digits, '.', '_', '~' and '-'; a UUID is good.",
        ),
        metadata={
            "description": "A new UUID per request, sent again when the request is tried again:"
            " it is then done once, and answered as the first time, with `Idempotent-Replayed:"
            " true`. Kept for 24 hours.",
            "pattern": "^[A-Za-z0-9._~-]{16,128}$",
        },
    )


def once(call: Call, scope: str, do: cabc.Callable[[], Answer]) -> Answer:
    """Do something once per key; without a key, each time.

    :param call: has the key, and what tells another request.
    :param scope: the endpoint.
    :param do: does it.
    :raises ApiProblem: if the key is another request's, or its request has not ended.
    """
    key = call.headers.get("key", "")
    if not key:
        return do()
    store, scope = call.mount.answers, f"{call.mount.name}:{scope}"
    claim = store.claim(scope, key, _fingerprint(), call.mount.clock.now())
    if claim.taken is Taken.RUNNING:
        raise ApiProblem("still-running", headers=_WAIT)
    if claim.taken is Taken.OTHER:
        raise ApiProblem("key-reused")
    if claim.answer is not None:
        replayed = {"Idempotent-Replayed": "true"}
        return Answer(claim.answer.body, claim.answer.status, headers=replayed)
    try:
        answer = do()
    except ApiProblem:
        store.release(scope, key)
        raise
    try:
        store.keep(scope, key, KeptAnswer(answer.status, answer.body))
    except Exception:
        # It was done: the caller is told so, and the key stays taken until it is given up.
        _LOG.exception("The answer under a key could not be kept.")
    return answer


def _fingerprint() -> str:
    asked = [request.method, request.path, sorted(request.args.items(multi=True))]
    return hashlib.sha256(written(asked) + b"\n" + request.get_data()).hexdigest()
