"""Examples of requests and their answers, recorded from the demo shop.

``recorded/<operation>.json`` holds those of an operation. ``python tests/api_examples.py`` records
them anew; a test replays them against the running demo, in the order in which they were recorded.
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
    :param step: its place in the order of all examples; some go on from what others did.
    :param request: ``method``, ``path`` below the API's address, and where there are any
        ``headers``, ``body``, and as ``signed_in`` who is signed in to the shop.
    :param status: HTTP status of the answer.
    :param whole: whether `body` is all of it; else something was left out of it.
    :param body: the answer's document, or its text.
    """

    name: str
    summary: str
    step: int
    request: dict[str, t.Any]
    status: int
    whole: bool = True
    body: t.Any = None

    @property
    def label(self) -> str:
        """What it shows, and whether it is shortened."""
        return self.summary if self.whole else f"{self.summary}, shortened"

    @property
    def asked(self) -> str:
        """What was sent, but for the body: address, headers, and who was signed in."""
        said = [f"`{self.request['method']} {self.request['path']}`"]
        headers = {**self.request.get("headers", {})}
        if "Authorization" in headers:
            headers["Authorization"] = "Bearer serum_…"
        said += [f"`{name}: {value}`" for name, value in headers.items()]
        if "signed_in" in self.request:
            said.append(f"signed in as {self.request['signed_in']}")
        return ", ".join(said)


@functools.cache
def examples_of(operation: str) -> tuple[Example, ...]:
    """Read the examples of an operation; there may be none.

    :param operation: its id.
    """
    file = files("flask_serum") / "web" / "api" / "recorded" / f"{operation}.json"
    if not file.is_file():
        return ()
    return tuple(Example(**one) for one in json.loads(file.read_text("utf-8")))
