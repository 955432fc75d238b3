"""Every error has one shape, says what to do, and tells nothing it should not."""

from __future__ import annotations

import collections.abc as cabc
import logging
import re
import typing as t

import factories
import pytest
import sqlalchemy as sa
from databases import opened
from databases import SqliteFiles
from fakes import StoppedClock
from flask import abort
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from hosts import EU
from mounted import a_mounted_shop
from mounted import MountedShop
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from flask_serum import FlaskSerum
from flask_serum.core import errors
from flask_serum.core.errors import Problem
from flask_serum.core.market import Market
from flask_serum.core.notice import notice_for
from flask_serum.web.api.problem_kinds import KINDS
from flask_serum.web.api.problems import pointer
from flask_serum.web.api.problems import problem_of
from flask_serum.web.api.problems import STATUSES
from flask_serum.web.api.registry import operations

API = "/serums/api/v1"
PAGE = f"{API}/pages/{factories.SLUG}"
OPERATIONS = list(operations())
VALUES = {"slug": factories.SLUG, "part": "en", "digest": "0" * 16}


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


@pytest.fixture(name="still", scope="module")
def _still(sqlite_files: SqliteFiles) -> cabc.Iterator[MountedShop]:
    """A shop that nobody changes anything of, in a host with a 404 page of its own."""
    app = Flask("host")
    app.register_error_handler(404, lambda error: ("the host's own page", 404))
    with opened(sqlite_files.url()) as engine:
        yield a_mounted_shop(engine, StoppedClock(), EU, app=app)


def is_a_problem(response: TestResponse, kind: str = "") -> dict[str, t.Any]:
    """Give the problem of an answer, after a look at its shape.

    :param response: the answer.
    :param kind: the kind that it must be.
    """
    assert response.content_type == "application/problem+json", response.text
    found: dict[str, t.Any] = response.get_json()
    members = set(found) - {"notice"}
    assert members >= {"type", "title", "status", "detail", "instance", "errors"}, found
    assert found["status"] == response.status_code
    base, _, anchor = found["type"].partition("#")
    assert base.endswith("/api/v1/docs")
    assert anchor in KINDS
    assert not kind or anchor == kind, found
    assert found["title"] == KINDS[anchor].title
    assert found["detail"]
    assert found["instance"].startswith("/")
    for one in found["errors"]:
        assert set(one) in ({"message", "parameter"}, {"message", "pointer"})
        assert one["message"]
    for secret in ("Traceback", "sqlalchemy", "sqlite", "SELECT", 'File "'):
        assert secret not in response.text
    return found


def _path(rule: str) -> str:
    return API + re.sub(r"<(?:\w+:)?(\w+)>", lambda place: VALUES.get(place[1], "1"), rule)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_every_operation_refuses_in_one_shape(still: MountedShop, operation: t.Any) -> None:
    """A wrong method, an unknown parameter and an empty body are problems on every route.

    :param operation: an endpoint.
    """
    path = _path(operation.path)
    refused = still.client.open(path, method="TRACE")
    is_a_problem(refused, "method-not-allowed")
    assert operation.method in refused.headers["Allow"]
    response = still.client.open(f"{path}?nonsense=1", method=operation.method)
    kinds = {"bad-parameter"} if operation.who is None else {"unauthorized"}
    assert is_a_problem(response)["type"].partition("#")[2] in kinds
    if operation.body is not None and operation.who is None:
        response = still.client.open(path, method=operation.method)
        is_a_problem(response, "unsupported-type")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_a_fault_is_a_problem_and_in_the_log(
    still: MountedShop,
    operation: t.Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever breaks inside, nothing of it is told, and all of it is logged.

    :param operation: an endpoint.
    """

    def fail(*_: object, **__: object) -> t.NoReturn:
        raise sa.exc.OperationalError("SELECT secret FROM serum_page", {}, Exception("sqlite"))

    monkeypatch.setattr("flask_serum.web.api.running.check_limit", fail)
    with caplog.at_level(logging.ERROR, "flask_serum.web.api"):
        response = still.client.open(_path(operation.path), method=operation.method)
    assert response.status_code == 500
    is_a_problem(response, "internal")
    assert "SELECT secret" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "/serums/api",
        "/serums/api/",
        "/serums/api/v2/pages",
        f"{API}/page",
        f"{PAGE}/x/y/z",
        f"{API}/a%0Ab/c",
        f"{API}/a/b%0A/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PATCH"])
def test_an_unknown_address_is_a_problem(still: MountedShop, path: str, method: str) -> None:
    """Below the API nothing is answered by the host's page, even where no rule fits.

    :param path: an address that is not there.
    :param method: HTTP method.
    """
    assert still.client.get("/serums/nothing").text == "the host's own page"
    is_a_problem(still.client.open(path, method=method), "not-found")


def test_the_hosts_own_errors_stay_its_own(shop: MountedShop) -> None:
    """Outside the API the host's 404 and 405 are as they were; inside, its handlers do nothing."""
    app = shop.app
    for status in (404, 405, 500):
        app.register_error_handler(status, lambda error: (f"host {error.code}", error.code))
    app.add_url_rule("/host", "host", lambda: "host")
    assert shop.client.get("/nowhere").text == "host 404"
    assert shop.client.post("/host").text == "host 405"
    assert shop.client.get("/serums/nothing").text == "host 404"
    is_a_problem(shop.client.get(f"{API}/nowhere"), "not-found")
    is_a_problem(shop.client.delete(PAGE), "method-not-allowed")


@pytest.mark.parametrize("status", STATUSES)
def test_what_the_host_aborts_with_becomes_a_problem(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, status: int
) -> None:
    """A host's ``before_request`` that refuses is told in our shape, for its handlers too.

    :param status: what it aborts with.
    """
    app = Flask("host")
    app.before_request(lambda: abort(status, "<p>Not <b>now</b>.</p>"))
    app.register_error_handler(status, lambda error: ("host", status))
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    response = shop.client.get(PAGE)
    assert response.status_code == (status if status < 500 or status == 503 else 500)
    problem = is_a_problem(response)
    assert "<" not in problem["detail"]
    assert shop.client.get("/serums/").text == "host"


def test_a_store_that_is_not_ready_is_a_problem(
    empty_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Without tables the API says so, and no more."""
    app = Flask("host")
    FlaskSerum(app, market=market_eu, db=empty_engine, clock=clock)
    response = app.test_client().get(PAGE)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    is_a_problem(response, "not-ready")


def _errors() -> list[type[errors.SerumError]]:
    found: list[type[errors.SerumError]] = [errors.SerumError]
    for one in found:
        found += [sub for sub in one.__subclasses__() if sub.__module__ == errors.__name__]
    return found


@pytest.mark.parametrize("error", _errors(), ids=lambda one: one.__name__)
def test_every_error_of_the_core_is_a_problem(error: type[errors.SerumError]) -> None:
    """Each error of the tree has its place; none falls through.

    :param error: its class.
    """
    made = error.__new__(error)
    Exception.__init__(made, "said")
    if isinstance(made, errors.DocumentInvalid):
        made.problems = (Problem("facts.regimen.steps[2].wait", "Say how long."),)
    problem = problem_of(made)
    assert problem.kind in KINDS
    expected_faults = {"SerumError", "ConfigInvalid", "TranslationMissing", "ShopError"}
    assert (problem.kind == "internal") <= (error.__name__ in expected_faults), problem.kind
    if isinstance(made, errors.DocumentInvalid):
        assert problem.errors[0].pointer == "#/facts/regimen/steps/2/wait"


def test_pointers_follow_the_core_paths() -> None:
    """A path of the core becomes a JSON Pointer, with its letters escaped."""
    assert pointer("facts.chambers[0].inci[3]") == "#/facts/chambers/0/inci/3"
    assert pointer("[1].key") == "#/1/key"
    assert pointer("") == "#"
    assert pointer("copy.de.alt_texts.a/b~c") == "#/copy/de/alt_texts/a~1b~0c"


@pytest.mark.parametrize(
    ("data", "content_type", "kind"),
    [
        (b"{", "application/json", "bad-json"),
        (b'{"a": NaN}', "application/json", "bad-json"),
        (b'{"page": "a", "page": "b"}', "application/json", "bad-json"),
        (b"\xff\xfe", "application/json", "bad-json"),
        (b"[" * 100_000, "application/json", "too-large"),
        (b"[" * 60_000, "application/json", "bad-json"),
        (b"1" * 5_000, "application/json", "bad-json"),
        (b"a=b", "application/x-www-form-urlencoded", "unsupported-type"),
        (b"{}", "text/plain", "unsupported-type"),
        (b"", "application/json", "bad-json"),
        (b"null", "application/json", "invalid-body"),
        (b"[]", "application/json", "invalid-body"),
        (b'"x"', "application/json", "invalid-body"),
    ],
)
def test_a_body_that_is_none_is_refused(
    still: MountedShop, data: bytes, content_type: str, kind: str
) -> None:
    """What is no JSON object is told apart from what breaks the schema.

    :param data: the body.
    :param content_type: of the body.
    :param kind: the problem.
    """
    response = still.client.post(f"{API}/cart/lines", data=data, content_type=content_type)
    is_a_problem(response, kind)


def test_fields_of_a_body_are_pointed_at(shop: MountedShop) -> None:
    """Each error points to its place, and an unknown field is told with the one that was meant."""
    body = {
        "notice": notice_for("en").id,
        "page": factories.SLUG,
        "lines": [{"sku": "A", "quantty": 2}, {"sku": "", "quantity": "2"}, {}],
        "nots": 1,
    }
    problem = is_a_problem(shop.client.post(f"{API}/cart/lines", json=body), "invalid-body")
    said = {one["pointer"]: one["message"] for one in problem["errors"]}
    assert said["#/lines/0/quantty"] == "There is no such field; did you mean 'quantity'?"
    assert said["#/lines/1/sku"] == "Must not be empty."
    assert "#/lines/1/quantity" in said
    assert "#/lines/2/sku" in said
    assert "#/nots" in said


def test_half_a_character_is_no_fault(shop: MountedShop) -> None:
    """A text that UTF-8 can't hold is refused where it comes in, and can be told about."""
    data = b'{"notice": "x", "page": "\\ud800", "lines": [{"sku": "\\ud800"}], "\\ud800": 1}'
    response = shop.client.post(f"{API}/cart/lines", data=data, content_type="application/json")
    is_a_problem(response, "invalid-body")


def test_csrf_protection_of_the_host_is_told_as_a_problem(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """A host with Flask-WTF's protection asks for its token, which ``GET cart`` gives."""
    app = Flask("host")
    app.secret_key = "secret"
    CSRFProtect(app)
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    body = {
        "notice": notice_for("en").id,
        "page": factories.SLUG,
        "lines": [{"sku": factories.SKU}],
    }
    refused = shop.client.post(f"{API}/cart/lines", json=body)
    assert refused.status_code == 400
    is_a_problem(refused, "bad-request")
    token = shop.client.get(f"{API}/cart").get_json()["token"]
    headers = {token["header"]: token["value"]}
    assert shop.client.post(f"{API}/cart/lines", json=body, headers=headers).status_code == 200


def test_a_host_may_exempt_the_api_from_its_own_protection(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """The API's own check of where a request came from stands without the host's tokens."""
    app = Flask("host")
    app.secret_key = "secret"
    protection = CSRFProtect(app)
    shop = a_mounted_shop(sqlite_engine, clock, market_eu, app=app)
    protection.exempt(app.blueprints["serum.api"])
    body = {
        "notice": notice_for("en").id,
        "page": factories.SLUG,
        "lines": [{"sku": factories.SKU}],
    }
    assert shop.client.post(f"{API}/cart/lines", json=body).status_code == 200
    evil = {"Origin": "https://evil.example"}
    response = shop.client.post(f"{API}/cart/lines", json=body, headers=evil)
    is_a_problem(response, "foreign-origin")
