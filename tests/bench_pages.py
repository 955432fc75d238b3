"""What a page costs: beside a bare Flask view that sends the same bytes, in one run.

``make bench`` runs it. Each pair is taken in turn, so that a machine that is busy slows both; what
counts is the ratio.
"""

from __future__ import annotations

import collections.abc as cabc
import gzip
import statistics
import tempfile
import time
from pathlib import Path

import brotli
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import Client

from flask_serum.demo.app import create_app
from flask_serum.demo.seeding import seed

PATHS = ("/serums/meridian-duo", "/serums/ar/meridian-duo", "/serums/")
ROUNDS = 40


def seconds(call: cabc.Callable[[], object]) -> float:
    """Measure one call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def bare(body: bytes) -> Client:
    """Make an app with one view that sends these bytes."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: body)
    return app.test_client()


def main() -> None:
    """Print a row per page."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Path(folder) / "demo.sqlite", secret_key="bench", framed=False)
        seed(app)
        engine = app.extensions["demo_shop"][0]
        statements: list[str] = []
        sa.event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        page = app.test_client()
        print(f"{'page':<26}{'ms':>8}{'bare ms':>9}{'ratio':>8}{'SQL':>5}{'gzip':>8}{'br 5':>8}")
        for path in PATHS:
            body = page.get(path).data
            other = bare(body)
            other.get("/")
            statements.clear()
            page.get(path)
            queries = len(statements)
            pairs = [
                (seconds(lambda path=path: page.get(path)), seconds(lambda o=other: o.get("/")))  # type: ignore[misc]
                for _ in range(ROUNDS)
            ]
            ours = statistics.median(one for one, _ in pairs)
            theirs = statistics.median(one for _, one in pairs)
            ratio = statistics.median(one / two for one, two in pairs)
            weights = len(gzip.compress(body, 6)), len(brotli.compress(body, quality=5))
            print(
                f"{path:<26}{ours * 1e3:>8.2f}{theirs * 1e3:>9.2f}{ratio:>8.1f}{queries:>5}"
                f"{weights[0]:>8}{weights[1]:>8}"
            )
        engine.dispose()


if __name__ == "__main__":
    main()
