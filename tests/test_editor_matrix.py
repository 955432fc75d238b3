"""Every address of the editor, and every role: who may, and who may not."""

from __future__ import annotations

import pytest
from factories import SLUG
from fakes import StoppedClock
from flask import Flask
from signed_in import an_editor
from signed_in import EDITOR
from signed_in import PEOPLE
from signed_in import SignedIn
from signed_in import words_of
from sqlalchemy.engine import Engine

from flask_serum.core.access import Action
from flask_serum.core.access import Actor
from flask_serum.core.market import Market

ROLES = ("writer", "publisher", "compliance", "admin")

EVERYBODY = "writer publisher compliance admin"
WRITING = "writer publisher admin"
PUBLISHING = "publisher admin"
TAKING_DOWN = "publisher compliance admin"
DECIDING = "publisher compliance admin"
OVERRIDING = "compliance admin"

EXPECTED = {
    ("GET", "pages"): EVERYBODY,
    ("POST", "publish_pages"): PUBLISHING,
    ("POST", "unpublish_pages"): TAKING_DOWN,
    ("GET", "new"): WRITING,
    ("POST", "make"): WRITING,
    ("GET", "overview"): EVERYBODY,
    ("POST", "publish"): PUBLISHING,
    ("POST", "unpublish"): TAKING_DOWN,
    ("POST", "sentences"): WRITING,
    ("GET", "part"): EVERYBODY,
    ("POST", "save_part"): WRITING,
    ("POST", "keep"): WRITING,
    ("POST", "claims"): WRITING,
    ("POST", "discard_part"): WRITING,
    ("GET", "preview"): EVERYBODY,
    ("POST", "preview"): EVERYBODY,
    ("GET", "history"): EVERYBODY,
    ("GET", "compare"): EVERYBODY,
    ("POST", "revert"): WRITING,
    ("GET", "schedule"): EVERYBODY,
    ("GET", "schedule_part"): PUBLISHING,
    ("POST", "schedule_part"): PUBLISHING,
    ("GET", "move"): PUBLISHING,
    ("POST", "move"): PUBLISHING,
    ("POST", "cancel"): PUBLISHING,
    ("GET", "on_date"): EVERYBODY,
    ("GET", "as_of"): EVERYBODY,
    ("GET", "translate"): EVERYBODY,
    ("POST", "save_translation"): WRITING,
    ("GET", "review"): EVERYBODY,
    ("POST", "ask_review"): WRITING,
    ("POST", "decide_review"): DECIDING,
    ("POST", "comment"): EVERYBODY,
    ("POST", "settle"): EVERYBODY,
    ("GET", "overrides"): EVERYBODY,
    ("POST", "ask_override"): OVERRIDING,
    ("POST", "answer_override"): OVERRIDING,
    ("GET", "links"): EVERYBODY,
    ("POST", "make_link"): WRITING,
    ("POST", "revoke_link"): WRITING,
    ("GET", "copy"): WRITING,
    ("POST", "copy"): WRITING,
    ("GET", "export"): EVERYBODY,
    ("GET", "throw_away"): PUBLISHING,
    ("POST", "throw_away"): PUBLISHING,
    ("POST", "restore"): PUBLISHING,
    ("GET", "calendar"): EVERYBODY,
    ("GET", "translations"): EVERYBODY,
    ("GET", "reviews"): EVERYBODY,
    ("GET", "bring_in"): WRITING,
    ("POST", "bring_in"): WRITING,
    ("GET", "trash"): PUBLISHING,
}
"""Who may use each address; nobody else may, and a guest none of them."""

PUBLIC = {("GET", "asset"), ("GET", "shared")}
"""What anybody may ask for: nothing in the one is secret, and the other's secret is its key."""

VALUES = {"slug": SLUG, "part": "en", "locale": "en", "publication": 1, "number": 1}


def routes(app: Flask) -> dict[tuple[str, str], str]:
    """Give every address of the editor, by method and endpoint."""
    found = {}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            name = rule.endpoint.removeprefix("serum.editor_")
            if name == rule.endpoint:
                continue
            values = {one: VALUES.get(one, "nothing") for one in rule.arguments}
            adapter = app.url_map.bind("localhost")
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                found[method, name] = adapter.build(rule.endpoint, values, method=method)
    return found


@pytest.fixture(name="editor")
def _editor(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> SignedIn:
    return an_editor(sqlite_engine, clock, market_eu)


def send(editor: SignedIn, route: tuple[str, str], **fields: str) -> tuple[int, str]:
    """Ask for an address as whoever is signed in, with the token of somebody who may write."""
    method, _ = route
    actor, editor.actor = editor.actor, PEOPLE["admin"]
    token = editor.token() if method == "POST" else {}
    editor.actor = actor
    response = editor.client.open(
        routes(editor.shop.app)[route], method=method, data={**token, **fields}
    )
    return response.status_code, response.text


def test_every_address_is_in_the_table(editor: SignedIn) -> None:
    """An address that nobody thought about fails here, and one that is gone does too."""
    assert set(routes(editor.shop.app)) == set(EXPECTED) | PUBLIC


def check_roles(editor: SignedIn, route: tuple[str, str]) -> None:
    """Find that just the roles of the table get something; those who do not come first."""
    allowed = EXPECTED[route].split()
    people = {name: PEOPLE[name] for name in ROLES} | {
        "guest": None,
        "nobody": Actor("Gus"),
        "stranger": Actor("Sam", frozenset({"owner", "Admin"})),
    }
    for name in sorted(people, key=lambda one: one in allowed):
        editor.actor = people[name]
        status, text = send(editor, route)
        if name not in allowed:
            assert status == 403, (route, name, status)
            assert "Aurelia" not in text
        elif route == ("GET", "move"):
            assert status == 409, (route, name, status)
        elif route[0] == "GET":
            assert status == 200, (route, name, status)
        else:
            assert status in (200, 303, 404, 409, 422), (route, name, status, words_of(text))


def test_roles_that_read(editor: SignedIn) -> None:
    """Each role sees the screens that the table gives it; a guest and a stranger see none."""
    for route in EXPECTED:
        if route[0] == "GET":
            check_roles(editor, route)


@pytest.mark.parametrize("route", [one for one in EXPECTED if one[0] == "POST"], ids="-".join)
def test_roles_that_write(editor: SignedIn, route: tuple[str, str]) -> None:
    """Each role sends the forms that the table gives it; a guest and a stranger send none."""
    check_roles(editor, route)


def test_the_host_has_its_say(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Where the host's own hook says no, an admin may not either."""
    asked: list[tuple[str, Action, str]] = []
    allowing = True

    def can(actor: Actor, action: Action, slug: str) -> bool:
        asked.append((actor.name, action, slug))
        return allowing

    editor = an_editor(sqlite_engine, clock, market_eu, can=can)
    token = editor.token()
    allowing = False
    for (method, name), address in routes(editor.shop.app).items():
        if (method, name) in EXPECTED:
            asked.clear()
            response = editor.client.open(address, method=method, data=token)
            assert response.status_code == 403, (method, name)
            (question,) = asked
            assert (question[0], question[2]) == ("Ada", SLUG if SLUG in address else "")


def test_another_page(editor: SignedIn) -> None:
    """Somebody who was given another page alone gets nothing of this one."""
    editor.actor = Actor("Eve", frozenset({"admin"}), pages=frozenset({"another"}))
    for route in EXPECTED:
        status, text = send(editor, route)
        assert status == 403, route
        assert "Aurelia" not in text


def test_writes_need_the_token(editor: SignedIn) -> None:
    """Without the token, with a wrong one, from another site or session nothing is written."""
    before, token = editor.shop.mount.store.history(SLUG), editor.token()
    other = editor.shop.app.test_client()
    other.get(EDITOR + "/new")
    for (method, name), address in routes(editor.shop.app).items():
        if method != "POST":
            continue
        for client, data, headers in (
            (editor.client, {}, {}),
            (editor.client, {"serum_token": "guessed"}, {}),
            (editor.client, token, {"Sec-Fetch-Site": "cross-site"}),
            (editor.client, token, {"Origin": "https://elsewhere.example"}),
            (other, token, {}),
        ):
            response = client.post(address, data=data, headers=headers)
            assert response.status_code == 403, (name, data.keys(), headers)
    assert editor.shop.mount.store.history(SLUG) == before
    assert len(editor.shop.mount.store.pages(editor.shop.clock.now())) == 1


def test_nothing_is_kept_by_a_cache(editor: SignedIn) -> None:
    """Whatever the editor answers is for nobody else, for no cache, and for no search engine."""
    for (method, name), address in routes(editor.shop.app).items():
        if (method, name) not in EXPECTED:
            continue
        for actor in (PEOPLE["admin"], None):
            editor.actor = actor
            response = editor.client.open(address, method=method)
            assert response.headers["Cache-Control"] == "private, no-store", name
            assert "noindex" in response.headers["X-Robots-Tag"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src" in response.headers["Content-Security-Policy"]
            assert "ETag" not in response.headers


def test_who_may_not_can_not_find_out(editor: SignedIn) -> None:
    """A guest is told the same of a page that is there and of one that is not."""
    editor.actor = None
    for (method, name), address in routes(editor.shop.app).items():
        if (method, name) in EXPECTED:
            for each in (address, address.replace(SLUG, "nothing-there")):
                assert editor.client.open(each, method=method).status_code == 403, (method, each)


def test_a_copy_needs_source_and_target(editor: SignedIn) -> None:
    """Whoever copies may edit the copy's address too."""
    editor.actor = Actor("Eve", frozenset({"writer"}), pages=frozenset({SLUG}))
    status, _ = send(editor, ("POST", "copy"), new_slug="another")
    assert status == 403
    assert editor.shop.mount.store.page("another", editor.shop.clock.now()) is None


def test_an_editor_nobody_can_sign_in_to(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Without a sign-in hook, every address answers 403."""
    editor = an_editor(sqlite_engine, clock, market_eu, who=lambda: None)
    for (method, _), address in routes(editor.shop.app).items():
        response = editor.client.open(address, method=method)
        assert response.status_code in (403, 404), (method, address)
