"""The OpenAPI document: complete, true to what is answered, and explained to people."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from dataclasses import replace

import jsonschema
import pytest
from api_examples import BASE
from api_examples import body_of
from api_examples import demo_shop
from api_examples import FOLDER
from api_examples import holds
from api_examples import Player
from api_examples import request_of
from api_examples import WISHES
from flask import Flask
from werkzeug.test import TestResponse

from flask_serum.web.api.examples import Example
from flask_serum.web.api.examples import examples_of
from flask_serum.web.api.operation import Operation
from flask_serum.web.api.problem_kinds import KINDS
from flask_serum.web.api.registry import operations

Json: t.TypeAlias = dict[str, t.Any]

OPERATIONS = [one for one in operations() if one.documented]
EXAMPLES = sorted(
    ((one.id, example) for one in OPERATIONS for example in examples_of(one.id)),
    key=lambda found: found[1].step,
)


@pytest.fixture(name="app", scope="module")
def _app() -> cabc.Iterator[Flask]:
    with demo_shop() as app:
        yield app


@pytest.fixture(name="document", scope="module")
def _document(app: Flask) -> Json:
    found: Json = app.test_client().get(f"{BASE}/openapi.json").get_json()
    return found


def _described(document: Json) -> dict[str, Json]:
    return {
        one["operationId"]: one for there in document["paths"].values() for one in there.values()
    }


def _schema_of(document: Json, operation: str, status: int) -> Json:
    content = _described(document)[operation]["responses"][str(status)]["content"]
    (only,) = content.values()
    return {**only["schema"], "components": document["components"]}


def test_every_operation_is_described(document: Json) -> None:
    """Each has its answers, its problems and its parameters; nothing else is in the document."""
    described = _described(document)
    assert set(described) == {one.id for one in OPERATIONS}
    for operation in OPERATIONS:
        found = described[operation.id]
        assert found["summary"]
        statuses = {one.status for one in operation.answers}
        statuses |= {KINDS[kind].status for kind in operation.all_problems}
        statuses |= {304} if operation.cached else set()
        assert set(found["responses"]) == {str(one) for one in statuses}
        places = set(re.findall(r"<(?:\w+:)?(\w+)>", operation.path))
        assert {one["name"] for one in found["parameters"] if one["in"] == "path"} == places
        for one in found["parameters"]:
            assert one["in"] in ("path", "query", "header")
            assert one.get("description"), (operation.id, one["name"])


def test_the_document_is_openapi_3_1(document: Json) -> None:
    """It names its version and dialect, and every reference leads somewhere."""
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": f"http://localhost{BASE}"}]

    def references(node: t.Any) -> cabc.Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for one in node.values():
                yield from references(one)
        elif isinstance(node, list):
            for one in node:
                yield from references(one)

    for reference in set(references(document)):
        found: t.Any = document
        for name in reference.removeprefix("#/").split("/"):
            found = found[name]
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["description"]


@pytest.fixture(name="played", scope="module")
def _played() -> cabc.Iterator[dict[int, TestResponse]]:
    """Send the requests of all examples, in their order, to a demo of their own."""
    with demo_shop() as app:
        player = Player(app)
        yield {one.step: player.send(one.request) for _, one in EXAMPLES}


@pytest.mark.parametrize(
    ("operation", "example"), EXAMPLES, ids=lambda one: getattr(one, "name", one)
)
def test_an_example_is_what_is_answered(
    played: dict[int, TestResponse], document: Json, operation: str, example: Example
) -> None:
    """Sent to the running demo, the request of an example gets the answer that it shows.

    ``python tests/api_examples.py`` records them anew.

    :param played: what was answered.
    :param operation: the operation.
    :param example: the example.
    """
    response = played[example.step]
    assert response.status_code == example.status
    body = body_of(response)
    assert body == example.body if example.whole else holds(body, example.body)
    content = _described(document)[operation]["responses"][str(example.status)]["content"]
    assert list(content) == [response.mimetype]
    schema = _schema_of(document, operation, example.status)
    jsonschema.validate(example.body, schema, cls=jsonschema.Draft202012Validator)
    promised = _described(document)[operation]["responses"][str(example.status)]["headers"]
    unpromised = {name for name, _ in response.headers} - set(promised)
    assert unpromised <= {"Content-Type", "Content-Length", "Set-Cookie"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_every_operation_has_examples(document: Json, operation: Operation) -> None:
    """Each shows in the document an answer of the usual kind, and a problem.

    :param operation: an endpoint.
    """
    described = _described(document)[operation.id]
    shown = {
        int(status): content["examples"]
        for status, answer in described["responses"].items()
        for content in answer.get("content", {}).values()
        if "examples" in content
    }
    usual = {one.status for one in operation.answers}
    assert usual & set(shown)
    assert min(usual) in shown
    assert any(status >= 400 for status in shown)
    assert sum(map(len, shown.values())) == len(examples_of(operation.id))
    if operation.body is not None or operation.raw_body is not None:
        assert described["requestBody"]["content"]["application/json"]["examples"]


def test_the_files_hold_what_the_recorder_asks() -> None:
    """Every example was asked for by the recorder, as it is, and none is left over."""
    asked = {(one.operation, one.name, step): one for step, one in enumerate(WISHES)}
    held = {(operation, one.name, one.step): one for operation, one in EXAMPLES}
    assert set(asked) == set(held)
    for key, wish in asked.items():
        example, path = held[key], re.escape(wish.path)
        assert (wish.summary, wish.whole) == (example.summary, example.whole)
        assert re.fullmatch(re.sub(r"\\\{\w+\\\}", "[0-9]+", path), example.request["path"])
        asked_for = request_of(replace(wish, path=""), {})
        assert example.request == asked_for | {"path": example.request["path"]}
    files = {path.stem for path in FOLDER.glob("*.json")}
    assert files == {one.id for one in OPERATIONS}


def test_the_documentation_page_explains_everything(app: Flask, document: Json) -> None:
    """Each operation, parameter, schema and kind of problem is on it, and no other host is."""
    html = app.test_client().get(f"{BASE}/docs").get_data(as_text=True)
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    assert set(_described(document)) <= ids
    assert set(KINDS) <= ids
    assert {f"schema-{name}" for name in document["components"]["schemas"]} <= ids
    linked = set(re.findall(r'href="#([^"]+)"', html))
    assert linked <= ids
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    assert "<script" not in html


def test_the_type_of_a_problem_leads_to_its_paragraph(app: Flask) -> None:
    """The address in ``type`` is there, anchor and all."""
    client = app.test_client()
    problem = client.get(f"{BASE}/pages/nothing-here").get_json()
    address, _, anchor = problem["type"].partition("#")
    page = client.get(address.removeprefix("http://localhost"))
    assert f'id="{anchor}"' in page.get_data(as_text=True)


def test_the_documentation_page_has_the_hosts_nonce(app: Flask) -> None:
    """Under a content security policy its style carries the nonce, and nobody keeps the page."""
    mounts = app.extensions["serum"]
    before = mounts["serum"]
    mounts["serum"] = replace(before, hooks=replace(before.hooks, csp_nonce=lambda: "n0nce"))
    try:
        response = app.test_client().get(f"{BASE}/docs")
    finally:
        mounts["serum"] = before
    assert '<style nonce="n0nce">' in response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "private, no-store"
