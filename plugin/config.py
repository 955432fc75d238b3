"""Every ``SERUM_`` setting: its default, its meaning, its check.

Settings are per deployment and hold for every mount of an app. They are read once, when the
plugin is mounted; an unknown one is refused, so that a misspelling is not silently a default.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import difflib
import re
import typing as t
from dataclasses import dataclass
from dataclasses import field
from urllib.parse import urlsplit

from .core.errors import ConfigInvalid

PREFIX = "SERUM_"


def _text(value: object) -> str | None:
    return None if isinstance(value, str) and value else "give a text that is not empty."


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _seconds(value: object) -> str | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 60
    return None if good else "give seconds, more than 0 and at most 60."


def _count(least: int, most: int) -> cabc.Callable[[object], str | None]:
    def check(value: object) -> str | None:
        good = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return None if good else f"give a whole number from {least} to {most}."

    return check


def _yes_or_no(value: object) -> str | None:
    return None if isinstance(value, bool) else "give True or False."


def _flag(value: object) -> str | None:
    return None if value is None or isinstance(value, bool) else "give True, False or None."


def _switch(value: object) -> str | None:
    return None if isinstance(value, bool) else "give True or False."


def _base(value: object) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or parts.scheme not in ("https", "http") or not parts.netloc:
        return "give the shop's address, as in 'https://shop.example'."
    if parts.path or parts.query or parts.fragment:
        return "give scheme and host alone, as in 'https://shop.example'."
    return None


def _origins(value: object) -> str | None:
    good = isinstance(value, list | tuple | set | frozenset) and all(
        isinstance(one, str) and re.fullmatch(r"https?://[a-z0-9.\[\]:-]+", one) for one in value
    )
    return None if good else "give exact origins in a tuple, as in ('https://www.shop.example',)."


def layout_blocks_problem(value: object) -> str | None:
    """Say what is wrong with the names of a layout's blocks; nothing if all is well.

    :param value: a mapping from ours to the host's, or ``None``.
    """
    ours = {"title", "head", "content"}
    if value is None:
        return None
    good = isinstance(value, cabc.Mapping) and all(
        key in ours and isinstance(name, str) and name.isidentifier() for key, name in value.items()
    )
    return None if good else "give a mapping from 'title', 'head', 'content' to your block names."


def _setting(default: t.Any, check: cabc.Callable[[object], str | None], help: str) -> t.Any:
    return field(default=default, metadata={"check": check, "help": help})


@dataclass(frozen=True)
class SerumConfig:
    """The settings of an app, checked.

    Each field ``name`` is the setting ``SERUM_NAME``.
    """

    database_uri: str | None = _setting(
        None, _optional_text, "SQLAlchemy URL of the database, where `db` is not given."
    )
    shop_deadline: float = _setting(
        0.5, _seconds, "Seconds to wait for the shop before a page comes without prices."
    )
    shop_pause: float = _setting(
        10.0, _seconds, "Seconds to leave a shop alone after it failed three times in a row."
    )
    companions_per_role: int = _setting(
        2, _count(1, 6), "How many moisturizers, and how many sunscreens, a page shows at most."
    )
    most_per_line: int = _setting(
        10, _count(1, 100), "The largest quantity of one product that can be added at once."
    )
    layout: str | None = _setting(
        None, _optional_text, "The host's template that pages sit in; the plugin's own if None."
    )
    layout_blocks: cabc.Mapping[str, str] | None = _setting(
        None,
        layout_blocks_problem,
        "Names of that template's blocks for `title`, `head` and `content`.",
    )
    context_processors: bool | None = _setting(
        None,
        _flag,
        "Run the host's context processors; if None, only in the host's layout or whole pages.",
    )
    canonical_base: str | None = _setting(
        None, _base, "Scheme and host of canonical addresses; the request's if None."
    )
    review_required: bool = _setting(
        False, _yes_or_no, "Whether a revision has to be approved before it can be published."
    )
    page_max_age: int = _setting(
        0, _count(0, 86_400), "Seconds a shared cache may keep a page without asking again."
    )
    api_origins: cabc.Sequence[str] = _setting(
        (), _origins, "Other sites that may use the JSON API from a browser; exact origins."
    )
    webhook_private_targets: bool = _setting(
        False, _switch, "Let webhooks go to private addresses and over plain HTTP."
    )


def settings() -> dict[str, str]:
    """List every setting and what it is for."""
    return {
        PREFIX + one.name.upper(): t.cast(str, one.metadata["help"])
        for one in dataclasses.fields(SerumConfig)
    }


def read_config(config: cabc.Mapping[str, t.Any]) -> SerumConfig:
    """Read and check the settings of an app.

    :param config: the app's configuration; only keys that begin with ``SERUM_`` are read.
    :raises ConfigInvalid: if a setting is unknown or its value can't be used.
    """
    known = {PREFIX + one.name.upper(): one for one in dataclasses.fields(SerumConfig)}
    given = {key: value for key, value in config.items() if key.startswith(PREFIX)}
    for key in given:
        if key not in known:
            names = [name.removeprefix(PREFIX) for name in known]
            near = difflib.get_close_matches(key.removeprefix(PREFIX), names, n=1)
            hint = f"did you mean {PREFIX}{near[0]}?" if near else f"there are {', '.join(known)}."
            raise ConfigInvalid(key, f"there is no such setting; {hint}")
    values = {}
    for key, value in given.items():
        problem = known[key].metadata["check"](value)
        if problem:
            raise ConfigInvalid(key, f"{value!r} can't be used: {problem}")
        values[known[key].name] = value
    return SerumConfig(**values)
