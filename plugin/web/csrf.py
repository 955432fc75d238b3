"""Keeps other sites from posting for a shopper.

A host with its own protection keeps it: its token goes into our forms, and it checks them. A host
without one gets a check of where the request came from (Fetch Metadata, then Origin, then
Referer), which needs no session and no cookie, so that pages stay cacheable.
"""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from flask import current_app
from flask import request

from .mount import Mount


def token_field(mount: Mount) -> tuple[str, str] | None:
    """Give name and value of the host's token field, or ``None`` where it has no protection.

    :param mount: the mount; its ``csrf`` hook comes first, then Flask-WTF's ``CSRFProtect``.
    """
    if mount.hooks.csrf is not None:
        return mount.hooks.csrf()
    make: t.Any = current_app.jinja_env.globals.get("csrf_token")
    if make is not None and _flask_wtf_checks(mount):
        return current_app.config.get("WTF_CSRF_FIELD_NAME", "csrf_token"), make()
    return None


def host_protects(mount: Mount) -> bool:
    """Tell whether the host checks posts by itself."""
    return mount.hooks.csrf is not None or _flask_wtf_checks(mount)


def let_host_look(mount: Mount) -> None:
    """Let the host's protection look at a post before its own time, where it is Flask-WTF's.

    It looks again when its time has come.

    :param mount: the mount.
    :raises HTTPException: if it refuses the post.
    """
    if _flask_wtf_checks(mount):
        current_app.extensions["csrf"].protect()


def _flask_wtf_checks(mount: Mount) -> bool:
    # It can be there and check nothing of ours: switched off, left to the views, or told so.
    protection, config = current_app.extensions.get("csrf"), current_app.config
    blueprints = getattr(protection, "_exempt_blueprints", ())
    return (
        protection is not None
        and config.get("WTF_CSRF_ENABLED", True)
        and config.get("WTF_CSRF_CHECK_DEFAULT", True)
        and "POST" in config.get("WTF_CSRF_METHODS", ("POST",))
        and current_app.blueprints.get(mount.name) not in blueprints
        and not _view_is_exempt(protection)
    )


def _view_is_exempt(protection: t.Any) -> bool:
    view: t.Any = current_app.view_functions.get(request.endpoint or "")
    name = f"{getattr(view, '__module__', '')}.{getattr(view, '__name__', '')}"
    return name in getattr(protection, "_exempt_views", ())


def from_elsewhere(mount: Mount) -> bool:
    """Tell whether another site made the browser send this request.

    :param mount: the mount; its canonical address counts as this site.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is None:
        return False
    here = {urlsplit(request.host_url).netloc}
    if mount.settings.canonical_base:
        here.add(urlsplit(mount.settings.canonical_base).netloc)
    return urlsplit(source).netloc not in here
