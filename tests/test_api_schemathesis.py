"""What the OpenAPI document promises is what the running demo answers, whatever is sent."""

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
from schemathesis.specs.openapi.checks import positive_data_acceptance

from flask_serum.core.tokens import hash_of
from flask_serum.core.tokens import new_token
from flask_serum.core.tokens import Scope
from flask_serum.web.api.registry import operations

OPERATIONS = [one for one in operations() if one.documented]
SPOILABLE = [
    one for one in OPERATIONS if one.query().fields or one.headers or one.body or "<" in one.path
]


@pytest.fixture(name="app", scope="module")
def _app() -> cabc.Iterator[Flask]:
    with demo_shop() as app:
        yield app


@pytest.fixture(name="document", scope="module")
def _document(app: Flask) -> t.Any:
    return schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", app)


@pytest.fixture(name="token", scope="module")
def _token(app: Flask) -> str:
    mount = app.extensions["serum"]["serum"]
    token, text = new_token(
        "schemathesis",
        "admin",
        (Scope.READ, Scope.WRITE, Scope.PUBLISH),
        life=dt.timedelta(days=30),
        now=mount.clock.now(),
        made_by="test",
    )
    mount.tokens.add(token, hash_of(text))
    return text


def _ask(document: t.Any, operation: t.Any, mode: GenerationMode, token: str) -> None:
    found = document.find_operation_by_id(operation.id)
    # What keeps to the schema can still be refused: the notice was not shown, a key was used.
    excluded = [positive_data_acceptance] if operation.changes or operation.who else []
    headers = {"Authorization": f"Bearer {token}"} if operation.who is not None else None

    @given(case=found.as_strategy(generation_mode=mode))
    @settings(
        max_examples=10,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: t.Any) -> None:
        # The token is what signs in here; what is made up for the shop's cookie signs nobody in.
        case.cookies = {}
        case.call_and_validate(headers=headers, excluded_checks=excluded)

    ask()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_what_keeps_to_the_document_is_answered_as_promised(
    document: t.Any, operation: t.Any, token: str
) -> None:
    """A request that keeps to the schemas gets an answer, a status and headers that are promised.

    :param operation: what is asked for.
    """
    _ask(document, operation, GenerationMode.POSITIVE, token)


@pytest.mark.parametrize("operation", SPOILABLE, ids=lambda one: one.id)
def test_what_breaks_the_document_is_refused_as_promised(
    document: t.Any, operation: t.Any, token: str
) -> None:
    """A request that breaks them is refused by a problem, and nothing falls over.

    :param operation: what is asked for.
    """
    _ask(document, operation, GenerationMode.NEGATIVE, token)
