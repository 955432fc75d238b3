"""Examples of requests and their answers, recorded from the demo shop.

``recorded/<operation>.json`` holds those of an operation. ``python tests/api_examples.py`` records
them anew; a test replays them against the running demo and compares every byte of the bodies.
"""

from __future__ import annotations

import functools
import json
import typing as t
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Example:
    """A request and its answer.

    :param name: names it within its operation.
    :param summary: what it shows.
    :param request: ``method``, ``path`` below the API's address, and where there are any ``query``,
        ``headers`` and ``body``.
    :param status: HTTP status of the answer.
    :param body: the answer's document; ``None`` where it has none.
    """

    name: str
    summary: str
    request: dict[str, t.Any]
    status: int
    body: t.Any = None


@functools.cache
def examples_of(operation: str) -> tuple[Example, ...]:
    """Read the examples of an operation; there may be none.

    :param operation: its id.
    """
    file = files("flask_serum") / "web" / "api" / "recorded" / f"{operation}.json"
    if not file.is_file():
        return ()
    return tuple(Example(**one) for one in json.loads(file.read_text("utf-8")))
