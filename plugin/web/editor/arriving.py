"""Looks at what is sent to the editor before the host does, so that a refusal loses no words.

A form may be too large, or have been open for longer than the host's token holds. The host's own
answer to either is its error page; here the words come back. Nothing gets in by this: the host
looks at whatever is left, as it always does.
"""

from __future__ import annotations

import typing as t

from flask import abort
from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import RequestEntityTooLarge

from .. import csrf
from ..mount import current_mount
from ..mount import Mount
from .guests import refused

MOST = 6_000_000
"""How many bytes the fields of a form may have together: a page document, and something over.

Flask's own limit, 500 kB, is less than a page in many languages has; a file does not count.
"""


def look(endpoint: str | None, values: dict[str, t.Any] | None) -> None:
    """Refuse a form that the host would refuse, in the editor's own words.

    :param endpoint: of the request.
    :param values: of its address.
    :raises HTTPException: with the answer.
    """
    name = (endpoint or "").rpartition(".")[2]
    if not name.startswith("editor_") or request.method in ("GET", "HEAD", "OPTIONS"):
        return
    mount = current_mount()
    if request.max_form_memory_size is not None:
        request.max_form_memory_size = max(request.max_form_memory_size, MOST)
    try:
        request.form  # noqa: B018  # it is read here, under the limit
    except RequestEntityTooLarge:
        abort(_too_large(mount))
    try:
        csrf.let_host_look(mount)
    except HTTPException as error:
        abort(
            refused(
                mount,
                "Please send it once more.",
                "It could not be checked that this came from your own screen; perhaps it had been"
                " open for long, or you have signed in again since. Nothing was changed.",
                status=error.code or 400,
                again=True,
            )
        )


def _too_large(mount: Mount) -> t.Any:
    size, most = request.content_length or 0, request.max_content_length
    limit = f"the editor takes at most {written(MOST)} at once."
    if most is not None and size > most:
        limit = f"this shop takes at most {written(most)} at once (its MAX_CONTENT_LENGTH)."
    return refused(
        mount,
        "That is too large.",
        f"What you sent has {written(size)}; {limit} Nothing was changed. Go back: what you wrote"
        " is still in the form.",
        status=413,
    )


def written(size: int) -> str:
    """Write a size for people, as in ``5 MB``.

    :param size: in bytes.
    """
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB".replace(".0 ", " ")
    return f"{-(-size // 1000)} kB"
