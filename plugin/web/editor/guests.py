"""Who is turned away, and what becomes of the words they sent: they are given back."""

from __future__ import annotations

import collections.abc as cabc
import contextlib

from flask import current_app
from flask import make_response
from flask import request
from flask import url_for
from werkzeug.wrappers import Response

from .. import csrf
from ..mount import Mount
from . import tokens
from .answers import as_json
from .answers import guarded
from .assets import current_digest
from .sending import fields_sent

SCRIPT_HEADER = "X-Serum-Editor"
"""What the editor's script sends, to be answered in JSON."""


def turned_away(mount: Mount) -> Response:
    """Answer a guest: by the host's login where it gave one, with 403 elsewhere.

    A guest who sends words was signed in when they were written: they are given back, to be sent
    again from the same screen.

    :param mount: the mount.
    """
    if SCRIPT_HEADER in request.headers:
        return guarded(as_json({"problem": "signed-out"}, 403))
    if request.method in ("GET", "HEAD") and mount.hooks.login is not None:
        # The host's own screen: our policy would take its style and script away.
        response = make_response(mount.hooks.login())
        response.headers["Cache-Control"] = "private, no-store"
        return response
    if request.method in ("GET", "HEAD"):
        return refused(mount, "Please sign in.", "This screen is for the shop's merchants.")
    return refused(
        mount,
        "You have been signed out.",
        "Nothing was changed, and nothing is lost: your words are below. Sign in again in another"
        " tab, then come back here and send them again.",
        again=True,
    )


def refused(
    mount: Mount, heading: str, text: str, *, status: int = 403, again: bool = False
) -> Response:
    """Answer that something was not done.

    :param mount: the mount.
    :param heading: in a few words.
    :param text: why, and what to do.
    :param status: of HTTP.
    :param again: whether to give the words back that were sent, to be sent again.
    """
    if SCRIPT_HEADER in request.headers:
        return guarded(as_json({"problem": "refused", "text": text}, status))
    again = again and not csrf.from_elsewhere(mount)
    page = current_app.jinja_env.get_template("serum/editor/refused.html").render(
        heading=heading,
        text=text,
        fields=list(_sent(mount)) if again else [],
        kind=request.mimetype,
        action=request.full_path.rstrip("?"),
        token=tokens.token_field(mount) if again else None,
        style=url_for(f"{mount.name}.editor_asset", digest=current_digest(), name="editor.css"),
        home=url_for(f"{mount.name}.editor_pages"),
    )
    return guarded(make_response(page, status))


def _sent(mount: Mount) -> cabc.Iterator[tuple[str, str]]:
    yield from fields_sent(mount)
    for name, file in request.files.items(multi=True):
        with contextlib.suppress(UnicodeDecodeError):  # what is no text is refused anyway
            file.stream.seek(0)
            text = file.stream.read().decode("utf-8-sig")
            if text:
                yield name, text
