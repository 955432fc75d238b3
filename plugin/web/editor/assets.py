"""The editor's own style and script, in files that a browser keeps for a year.

Their address holds a hash of all of them, so that a new release is a new address, for the modules
too that one module imports from another.
"""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files
from pathlib import Path

from flask import abort
from flask import request
from werkzeug.wrappers import Response

_SCRIPT = "text/javascript; charset=utf-8"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": _SCRIPT,
    ".mjs": _SCRIPT,
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_OURS = ("editor*", "editor/*", "vendor/*")


@functools.cache
def current_digest() -> str:
    """Give the hash of the files."""
    whole = hashlib.sha256()
    for path in _files():
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:16]


def asset(digest: str, name: str) -> Response:
    """Serve a file; nothing in it is secret, so anybody may have it.

    :param digest: the hash the address was made with.
    :param name: below the folder of static files.
    """
    path = _folder() / name
    if path not in _files():
        abort(404)
    response = Response(path.read_bytes(), content_type=_TYPES[path.suffix])
    known = digest == current_digest()
    keep = "public, max-age=31536000, immutable" if known else "no-cache"
    response.headers["Cache-Control"] = keep
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.add_etag()
    return response.make_conditional(request)


def _folder() -> Path:
    return Path(str(files("flask_serum"))) / "static"


@functools.cache
def _files() -> tuple[Path, ...]:
    found = {path for pattern in _OURS for path in _folder().glob(pattern) if path.is_file()}
    return tuple(sorted(found))
