"""What the OpenAPI document promises of merchants' endpoints is what a token gets of them."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import typing as t

import pytest
import schemathesis
from api_examples import BASE
from api_examples import demo_shop
from flask import Flask
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance
from schemathesis.specs.openapi.checks import response_headers_conformance
from schemathesis.specs.openapi.checks import response_schema_conformance
from schemathesis.specs.openapi.checks import status_code_conformance

from flask_serum.core.access import Actor
from flask_serum.core.tokens import hash_of
from flask_serum.core.tokens import new_token
from flask_serum.core.tokens import Scope
from flask_serum.web.api.registry import operations

GUARDED = [one.id for one in operations() if one.who is not None]
PAGE_WRITES = ("trash_page", "restore_page", "copy_page")
SLUG = "meridian-duo"
ADA = Actor("ada", frozenset({"admin"}))

# Whether a request is taken does not follow from its shape alone here: paths and versions are
# put right below, and documents have rules that no schema can say.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(name="app", scope="module")
def _app() -> cabc.Iterator[Flask]:
    with demo_shop() as app:
        yield app


@pytest.fixture(name="headers", scope="module")
def _headers(app: Flask) -> dict[str, str]:
    mount = app.extensions["serum"]["serum"]
    token, text = new_token(
        "tool",
        "admin",
        (Scope.WRITE, Scope.PUBLISH),
        life=dt.timedelta(days=1),
        now=mount.clock.now(),
        made_by="mira",
    )
    mount.tokens.add(token, hash_of(text))
    return {"Authorization": f"Bearer {text}"}


@pytest.fixture(name="document", scope="module")
def _document(app: Flask) -> t.Any:
    return schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", GUARDED)
def test_every_answer_is_as_promised(
    app: Flask, document: t.Any, headers: dict[str, str], operation: str, mode: t.Any
) -> None:
    """Whatever a tool sends, of a page that is there, is answered as the document says.

    :param operation: what is asked for.
    :param mode: whether what is sent keeps to the document or breaks it.
    """
    strategy = document.find_operation_by_id(operation).as_strategy(generation_mode=mode)
    client = app.test_client()

    @given(case=strategy)
    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: t.Any) -> None:
        if "slug" in (case.path_parameters or {}):
            case.path_parameters |= {"slug": SLUG}
        if "part" in (case.path_parameters or {}):
            case.path_parameters |= {"part": "en"}
            etag = client.get(f"{BASE}/drafts/{SLUG}/en", headers=headers).headers["ETag"]
            if case.method != "GET":
                case.headers = {**(case.headers or {}), "If-Match": etag}
        elif operation in PAGE_WRITES:
            etag = client.get(f"{BASE}/drafts/{SLUG}", headers=headers).headers["ETag"]
            case.headers = {**(case.headers or {}), "If-Match": etag}
        case.call_and_validate(headers=headers, checks=CHECKS)
        if operation == "trash_page":
            app.extensions["serum"]["serum"].trashing.restore(ADA, SLUG)

    ask()
