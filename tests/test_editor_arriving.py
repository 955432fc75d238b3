"""Forms that a host's Flask-WTF would refuse: the words come back, and nothing gets in."""

from __future__ import annotations

import json

import factories
import pytest
from editing import COPY
from editing import EDITOR
from editing import Fields
from editing import fields_of
from editing import filled
from editing import who
from editing import words
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect
from hosts import a_host
from hosts import a_shop
from hosts import CART
from hosts import mount_of
from hosts import with_csrf
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.engine import Engine

from flask_serum.core.page import Copy
from flask_serum.web.csrf import host_protects
from flask_serum.web.documents import write_document


@pytest.fixture(name="app")
def _app() -> Flask:
    return with_csrf(a_host())


@pytest.fixture(name="client")
def _client(app: Flask, sqlite_engine: Engine) -> FlaskClient:
    client = a_shop(app, sqlite_engine, who=who)
    client.environ_base["HTTP_X_WHO"] = "ada:admin"
    return client


def form_of(client: FlaskClient, path: str = COPY, selector: str = "form[data-writing]") -> Fields:
    return fields_of(LexborHTMLParser(client.get(path).text), selector)


def title(app: Flask) -> str:
    content = mount_of(app).store.revision(factories.SLUG, "en").content
    assert isinstance(content, Copy)
    return content.title


@pytest.mark.parametrize("token", [None, "", "bad", "expired"])
def test_words_come_back_under_the_host_s_protection(
    app: Flask, client: FlaskClient, token: str | None
) -> None:
    """A token that holds no more costs no word: the form comes back whole, to be sent again.

    :param token: what is sent in place of the host's.
    """
    fields = dict(filled(form_of(client), title="Written for two hours"))
    fields["benefits"] = "One.\nTwo."
    if token is None:
        fields.pop("csrf_token")
    elif token == "expired":
        app.config["WTF_CSRF_TIME_LIMIT"] = -1
    else:
        fields["csrf_token"] = token
    answer = client.post(COPY, data=fields)
    app.config["WTF_CSRF_TIME_LIMIT"] = 3600
    assert answer.status_code == 400
    page = LexborHTMLParser(answer.text)
    assert words(page, "h1") == "Please send it once more."
    assert "Nothing was changed" in words(page)
    assert title(app) == "Aurelia Duo Serum"
    again = dict(fields_of(page, "form"))
    assert {**fields, "csrf_token": ""} == {**again, "csrf_token": ""}
    assert client.post(COPY, data=again).status_code == 303
    assert title(app) == "Written for two hours"


def test_the_script_hears_of_it(client: FlaskClient) -> None:
    """What keeps words by itself is answered so that it can fetch a token that holds."""
    fields = dict(form_of(client)) | {"csrf_token": "bad"}
    answer = client.post(f"{COPY}/keep", data=fields, headers={"X-Serum-Editor": "1"})
    assert (answer.status_code, answer.get_json()["problem"]) == (400, "refused")


def test_every_write_stays_refused(app: Flask, client: FlaskClient) -> None:
    """No address of the editor takes a form without the host's token, from us or from elsewhere."""
    urls = app.url_map.bind("localhost")
    values = {"slug": factories.SLUG, "part": "en", "locale": "en"}
    paths = [
        urls.build(rule.endpoint, {name: values.get(name, 1) for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("serum.editor_") and "POST" in (rule.methods or ())
    ]
    assert len(paths) > 20
    for path in paths:
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"X-Serum-Editor": "1"}):
            answer = client.post(path, data={"title": "x"}, headers=headers)
            assert answer.status_code == 400, path
            assert ("Send again" in answer.text) == (headers == {}), path
    assert len(mount_of(app).store.revisions(factories.SLUG, "en")) == 1


def test_the_rest_stays_the_host_s(client: FlaskClient) -> None:
    """Outside the editor the host answers a bad token itself, as it likes."""
    answer = client.post(CART, data={"csrf_token": "bad"})
    assert answer.status_code == 400
    assert "The CSRF session token is missing" in answer.text
    assert "send it once more" not in answer.text


def test_a_host_with_its_own_page_for_it(app: Flask, client: FlaskClient) -> None:
    """A host's own error page is for its own forms; the editor's words come back all the same."""
    app.register_error_handler(400, lambda error: ("<h1>Shop 400</h1>", 400))
    assert "Shop 400" in client.post(CART, data={"csrf_token": "bad"}).text
    assert "Send again" in client.post(COPY, data={"csrf_token": "bad", "title": "x"}).text


@pytest.mark.parametrize("how", ["view", "blueprint", "methods"])
def test_what_the_host_leaves_to_us_is_checked_by_us(sqlite_engine: Engine, how: str) -> None:
    """Where Flask-WTF was told to leave the editor out, our own token is asked for.

    :param how: it was told.
    """
    app = a_host(None, **({"WTF_CSRF_METHODS": ["PUT"]} if how == "methods" else {}))
    protection = CSRFProtect(app)
    client = a_shop(app, sqlite_engine, who=who)
    client.environ_base["HTTP_X_WHO"] = "ada:admin"
    if how == "view":
        protection.exempt("flask_serum.web.editor.part_form.save_part")
    elif how == "blueprint":
        protection.exempt(app.blueprints["serum"])
    with app.test_request_context(COPY, method="POST"):
        assert not host_protects(mount_of(app))
    assert client.post(COPY, data={"title": "x"}).status_code == 403
    if how != "view":
        fields = filled(form_of(client), title="With our token")
        assert client.post(COPY, data=dict(fields)).status_code == 303


def test_a_long_document_passes_the_host(app: Flask, client: FlaskClient) -> None:
    """The host's protection reads the form first; by then it knows how long it may be."""
    copy = factories.a_copy(storage="Cool and dry.")
    document = write_document(factories.a_record(copy={"en": copy}))
    fields = dict(form_of(client, f"{EDITOR}import", "main form"))
    fields["document"] = json.dumps(document) + " " * 600_000
    answer = client.post(f"{EDITOR}import", data=fields)
    assert answer.status_code == 200
    assert "What would change" in answer.text
