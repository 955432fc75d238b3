"""What a request sent: the fields of a form, and whole numbers in a form or an address."""

from __future__ import annotations

from flask import request

from ..mount import Mount
from . import tokens


def fields_sent(mount: Mount) -> list[tuple[str, str]]:
    """Give the fields of a form, in their order, without its token.

    :param mount: the mount.
    """
    hidden = tokens.names(mount)
    return [(name, value) for name, value in request.form.items(multi=True) if name not in hidden]


def number_in(text: str | None) -> int | None:
    """Read a whole number from an address or a form; ``None`` where it is none.

    :param text: as it came.
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None
