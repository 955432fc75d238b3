"""The demo's limit on its JSON API."""

from __future__ import annotations

from pathlib import Path

from fakes import StoppedClock

from flask_serum.demo.app import create_app
from flask_serum.demo.seeding import seed


def test_who_calls_too_often_has_to_wait(tmp_path: Path, clock: StoppedClock) -> None:
    """Each answer says what is left; past it come 429 and the time to come back at."""
    app = create_app(tmp_path / "demo.sqlite", secret_key="test", calls_per_minute=2, clock=clock)
    seed(app)
    client = app.test_client()
    left = [client.get("/serums/api/v1/notice").headers["RateLimit"] for _ in range(2)]
    assert left == ['"default";r=1;t=60', '"default";r=0;t=60']
    refused = client.get("/serums/api/v1/notice")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert client.get("/serums/meridian-duo").status_code == 200
    clock.advance(seconds=60)
    assert client.get("/serums/api/v1/notice").status_code == 200
    app.extensions["demo_shop"][0].dispose()
