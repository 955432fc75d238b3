"""Webhooks on the command line: from a change in the shop to somebody's server."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import importlib.util
import json

import pytest
from click.testing import Result
from fakes import StoppedClock
from flask import Flask
from mounted import a_mounted_shop
from mounted import EDITOR
from mounted import MountedShop
from receiving import Receiver
from receiving import receiving
from sqlalchemy.engine import Engine

from flask_serum.core.market import Market
from flask_serum.web.cache_tags import tags_of_page
from flask_serum.webhooks.signing import verify

SLUG = "aurelia-duo"


@pytest.fixture(name="receiver")
def _receiver() -> cabc.Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(name="mounted")
def _mounted(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    app = Flask("host")
    app.config["SERUM_WEBHOOK_PRIVATE_TARGETS"] = True
    return a_mounted_shop(sqlite_engine, clock, market_eu, app=app)


def run(mounted: MountedShop, *words: str, status: int = 0) -> Result:
    result = mounted.app.test_cli_runner().invoke(args=["serum", "webhooks", *words])
    assert result.exit_code == status, result.output
    return result


def test_from_change_to_server(mounted: MountedShop, receiver: Receiver) -> None:
    """A page that is taken down reaches the endpoint, signed with the secret that was shown."""
    mounted.clock.advance(seconds=1)
    secret = run(mounted, "add", receiver.url).stdout.strip()
    assert secret.startswith("whsec_")
    mounted.mount.publishing.unpublish(EDITOR, SLUG, "en")
    assert receiver.requests == []
    said = run(mounted, "deliver").output
    assert said == f"1  delivered: page.unpublished to {receiver.url}\n"
    (request,) = receiver.requests
    header = request.headers["serum-signature"]
    assert verify(secret, request.body, header, mounted.clock.now())
    told = request.document
    assert told["slug"] == SLUG
    assert set(told["cache_tags"]) & set(tags_of_page(SLUG, "eu", ["en"], "en"))
    assert run(mounted, "deliver").output == "Nothing was due.\n"
    assert secret not in run(mounted, "list").output + run(mounted, "log").output


def test_log_and_replay(mounted: MountedShop, receiver: Receiver) -> None:
    """What was not taken ends with status 1, stands in the log, and can be sent again."""
    mounted.clock.advance(seconds=1)
    run(mounted, "add", receiver.url, "--event", "page.unpublished")
    assert run(mounted, "log").output == "Nothing was sent yet.\n"
    mounted.mount.publishing.unpublish(EDITOR, SLUG, "en")
    receiver.statuses = [500]
    said = json.loads(run(mounted, "deliver", "--json", status=1).output)
    assert said["events"] == 1
    assert [(one["state"], one["status"]) for one in said["deliveries"]] == [("waiting", 500)]
    (logged,) = json.loads(run(mounted, "log", "--json").output)
    assert logged["attempts"] == [
        {"at": "2027-03-01T12:00:01+00:00", "status": 500, "problem": "It answered 500."}
    ]
    assert "It answered 500." in run(mounted, "log").output
    assert "is due again" in run(mounted, "replay", str(logged["id"])).output
    run(mounted, "deliver")
    assert receiver.requests[0].body == receiver.requests[1].body
    first, second = (one.headers["serum-event-id"] for one in receiver.requests)
    assert first == second == logged["event_id"]


def test_pruned(mounted: MountedShop, receiver: Receiver) -> None:
    """The log is freed of what is over for as long as one says, after a look at how much it is."""
    mounted.clock.advance(seconds=1)
    run(mounted, "add", receiver.url)
    mounted.mount.publishing.unpublish(EDITOR, SLUG, "en")
    receiver.statuses = [500]
    run(mounted, "deliver", status=1)
    mounted.clock.advance(days=40)
    told = run(mounted, "prune", "--older-than", "30d").output
    assert told == "Forgotten: deliveries 0, attempts 0.\n"
    run(mounted, "deliver")
    mounted.clock.advance(days=40)
    before = mounted.clock.now() - dt.timedelta(days=30)
    said = json.loads(run(mounted, "prune", "--older-than", "30d", "--dry-run", "--json").output)
    assert said == {
        "before": before.isoformat(),
        "deliveries": 1,
        "attempts": 2,
        "dry_run": True,
    }
    told = run(mounted, "prune", "--older-than", "30d", "--dry-run").output
    assert told == "Would be forgotten (--dry-run): deliveries 1, attempts 2.\n"
    told = run(mounted, "prune", "--older-than", "30d").output
    assert told == "Forgotten: deliveries 1, attempts 2.\n"
    assert run(mounted, "log").output == "Nothing was sent yet.\n"
    for words in ((), ("--older-than", "soon"), ("--older-than", "0d")):
        run(mounted, "prune", *words, status=2)


def test_listed_and_removed(mounted: MountedShop, receiver: Receiver) -> None:
    """Endpoints are listed with what they are told, and removed by their number."""
    assert run(mounted, "list").output == "Nobody is told of anything.\n"
    made = json.loads(run(mounted, "add", receiver.url, "--json").output)
    (found,) = json.loads(run(mounted, "list", "--json").output)
    assert (found["id"], found["url"]) == (made["id"], receiver.url)
    assert "notice.changed" in found["events"]
    assert "page.schedule_due" in run(mounted, "list").output
    assert "nothing any more" in run(mounted, "remove", str(made["id"])).output
    mounted.mount.publishing.unpublish(EDITOR, SLUG, "en")
    run(mounted, "deliver")
    assert receiver.requests == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "not a url"), "no URL"),
        (("remove", "9"), "no endpoint 9"),
        (("replay", "9"), "no delivery 9"),
    ],
)
def test_refused(mounted: MountedShop, words: tuple[str, ...], told: str) -> None:
    """What can't be done is told, with status 1.

    :param words: the command.
    :param told: what it says.
    """
    assert told in run(mounted, *words, status=1).output


def test_private_targets_need_the_setting(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, receiver: Receiver
) -> None:
    """Without the setting no private endpoint is added; one added before is not connected to."""
    allowing = Flask("host")
    allowing.config["SERUM_WEBHOOK_PRIVATE_TARGETS"] = True
    run(a_mounted_shop(sqlite_engine, clock, market_eu, app=allowing), "add", receiver.url)
    clock.advance(seconds=1)
    strict = a_mounted_shop(sqlite_engine, clock, market_eu)
    assert "use https" in run(strict, "add", receiver.url, status=1).output
    strict.mount.publishing.unpublish(EDITOR, SLUG, "en")
    assert "SERUM_WEBHOOK_PRIVATE_TARGETS" in run(strict, "deliver", status=1).output
    assert receiver.requests == []


def test_httpcore_is_missing(mounted: MountedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra was not installed, delivering says which."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = run(mounted, "deliver", status=1).output
    assert "pip install 'Flask-Serum[webhooks]'" in said


def test_watching(
    mounted: MountedShop, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``--watch`` it looks again and again, and prints only what it sent."""
    mounted.clock.advance(seconds=1)
    run(mounted, "add", receiver.url)
    rounds: list[float] = []

    def next_round(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            mounted.mount.publishing.unpublish(EDITOR, SLUG, "en")
        if len(rounds) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("flask_serum.cli_webhooks.time.sleep", next_round)
    said = run(mounted, "deliver", "--watch", "--every", "2", status=1).output
    assert rounds == [2.0] * 4
    assert said.count("delivered") == 1
    assert "Nothing was due" not in said
    assert len(receiver.requests) == 1
