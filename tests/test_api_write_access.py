"""Who may do what through the API: every route, every role, every scope, guests too."""

from __future__ import annotations

import json
import re
import typing as t

import pytest
from factories import a_copy
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from flask import Flask
from mounted import a_mounted_shop
from mounted import MountedShop
from sqlalchemy.engine import Engine
from writing import a_token
from writing import BASE
from writing import kind_of
from writing import Tool

from flask_serum.core.access import Action
from flask_serum.core.access import Actor
from flask_serum.core.access import ROLES
from flask_serum.core.market import Market
from flask_serum.core.overrides import Step
from flask_serum.core.tokens import Scope
from flask_serum.core.tokens import SCOPES
from flask_serum.web.api.operation import Operation
from flask_serum.web.api.preconditions import etag_of_page
from flask_serum.web.api.preconditions import etag_of_part
from flask_serum.web.api.registry import operations
from flask_serum.web.documents import RecordCodec
from flask_serum.web.documents import write_document

ADA = Actor("ada", frozenset({"admin"}))
HIDDEN = "hidden-duo"
GUARDED = {one.id: one for one in operations() if one.who is not None}

NEEDS = {
    "list_drafts": Action.READ,
    "read_drafts": Action.READ,
    "read_draft": Action.READ,
    "patch_draft": Action.SAVE,
    "put_draft": Action.SAVE,
    "publish": Action.PUBLISH,
    "unpublish": Action.UNPUBLISH,
    "revert": Action.SAVE,
    "list_upcoming": Action.READ,
    "schedule": Action.PUBLISH,
    "move_upcoming": Action.PUBLISH,
    "cancel_upcoming": Action.PUBLISH,
    "read_history": Action.READ,
    "list_revisions": Action.READ,
    "read_revision": Action.READ,
    "read_diff": Action.READ,
    "import_page": Action.SAVE,
    "export_page": Action.READ,
    "list_links": Action.PREVIEW,
    "make_link": Action.SHARE,
    "revoke_link": Action.SHARE,
    "read_claims": Action.READ,
    "list_overrides": Action.READ,
    "ask_override": Action.OVERRIDE,
    "confirm_override": Action.OVERRIDE,
    "refuse_override": Action.OVERRIDE,
    "withdraw_override": Action.OVERRIDE,
    "copy_page": Action.SAVE,
    "trash_page": Action.TRASH,
    "restore_page": Action.TRASH,
}
"""What each guarded operation takes to be done."""

CLAIM = {"path": "copy.en.benefits[0]", "rule": "healing", "jurisdiction": "EU"}
REASON = "The dossier of this very claim was accepted."
CLAIMING = a_copy(benefits=("Heals skin.",))

BODIES: dict[str, t.Any] = {
    "patch_draft": {"title": "New"},
    "put_draft": RecordCodec().dump(a_copy(title="New")),
    "publish": {},
    "unpublish": {},
    "revert": {"revision": 1},
    "schedule": {"begins": "2027-04-01T09:00Z"},
    "move_upcoming": {"begins": "2027-04-02T09:00Z"},
    "make_link": {},
    "ask_override": {**CLAIM, "reason": REASON},
    "confirm_override": {},
    "refuse_override": {"reason": REASON},
    "withdraw_override": {"reason": REASON},
    "copy_page": {"slug": "a-copy"},
    "trash_page": {},
    "restore_page": {},
}
QUERIES = {"read_diff": "?from=1&to=1"}


@pytest.fixture(name="signed_in")
def _signed_in() -> list[Actor | None]:
    """Who the host says is signed in; one entry."""
    return [None]


@pytest.fixture(name="mounted")
def _mounted(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, signed_in: list[Actor | None]
) -> MountedShop:
    mounted = a_mounted_shop(sqlite_engine, clock, market_eu, who=lambda: signed_in[0])
    mounted.bring_in(a_record(slug=HIDDEN), publish=False)
    return mounted


def path_of(operation: Operation, slug: str, number: int = 1) -> str:
    ids = dict.fromkeys(("id", "link", "override"), str(number))
    values = {"slug": slug, "part": "en", "number": "1", **ids}
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found.group(1)], operation.path)
    return path + QUERIES.get(operation.id, "")


def schedule_something(mounted: MountedShop, slug: str) -> int:
    """Have something that is upcoming, and give its id."""
    begins = mounted.clock.now().replace(year=2028)
    made = mounted.mount.publishing.publish(ADA, slug, "en", begins=begins)
    assert made.id is not None
    return made.id


def share_something(mounted: MountedShop, slug: str) -> int:
    """Have a preview link, and give its id."""
    link, _ = mounted.mount.links.make(ADA, slug, "en", pinned=False, days=1)
    assert link.id is not None
    return link.id


def claim_something(mounted: MountedShop, slug: str) -> None:
    """Have a claim that nobody asked to be let through."""
    mount, latest = mounted.mount, mounted.mount.store.revision(slug, "en").number
    mount.publishing.save_draft(ADA, slug, "en", CLAIMING, expected=latest)
    for one in mount.overriding.all(ADA, slug):
        if one.step in (Step.ASKED, Step.CONFIRMED):
            mount.overriding.withdraw(ADA, slug, one.id, REASON)


def ask_something(mounted: MountedShop, slug: str) -> int:
    """Have somebody else ask that a claim be let through, and give the id."""
    claim_something(mounted, slug)
    claim = (CLAIM["path"], CLAIM["rule"], CLAIM["jurisdiction"])
    return mounted.mount.overriding.ask(ADA, slug, *claim, REASON).id


def match_for(mounted: MountedShop, operation: Operation, slug: str) -> str:
    """Give the ETag that the operation takes."""
    state = mounted.mount.store.page(slug, mounted.clock.now())
    latest = {part: one.latest for part, one in state.parts.items()} if state else {}
    if "<part>" not in operation.path:
        return etag_of_page(slug, latest)
    return etag_of_part(slug, "en", latest.get("en", 0))


def status_of(tool: Tool, name: str, slug: str) -> int:
    """Ask with everything right but who asks."""
    operation, mounted = GUARDED[name], tool.mounted
    number, body = 1, BODIES.get(name)
    if slug == HIDDEN and "<int:id>" in operation.path:
        number = schedule_something(mounted, slug)
    elif slug == HIDDEN and "<int:link>" in operation.path:
        number = share_something(mounted, slug)
    elif slug == HIDDEN and "<int:override>" in operation.path:
        number = ask_something(mounted, slug)
    elif slug == HIDDEN and name == "ask_override":
        claim_something(mounted, slug)
    elif name == "import_page":
        body = write_document(a_record(slug=slug))
    match = match_for(mounted, operation, slug) if operation.changes else ""
    response = tool.ask(operation.method, path_of(operation, slug, number), body, match=match)
    if response.status_code >= 400:
        kind_of(response)
    return response.status_code


def opened(tool: Tool, slug: str) -> dict[str, bool | int]:
    """Ask for every operation; tell which were done, and what refused the others."""
    statuses = {name: status_of(tool, name, slug) for name in NEEDS}
    return {name: status < 300 or status for name, status in statuses.items()}


def promised(actions: frozenset[Action]) -> dict[str, bool | int]:
    """Tell which operations some actions open; the others are 403."""
    return {name: action in actions or 403 for name, action in NEEDS.items()}


def test_the_matrix_is_whole() -> None:
    """Every operation that is for merchants is in the matrix, and every other one only reads."""
    assert set(GUARDED) == set(NEEDS)
    free = [one for one in operations() if one.who is None]
    assert {one.id for one in free if one.changes} == {"add_lines", "add_routine"}


def test_the_document_tells_who_may(mounted: MountedShop) -> None:
    """Roles and scopes of the matrix are those of the OpenAPI document, and on its page."""
    document = mounted.client.get(f"{BASE}/openapi.json").get_json()
    there = [one for path in document["paths"].values() for one in path.values()]
    told = {one["operationId"]: one for one in there if "x-roles" in one}
    assert set(told) == set(NEEDS)
    for name, action in NEEDS.items():
        roles = {role for role, given in ROLES.items() if action in given}
        scopes = {scope for scope, given in SCOPES.items() if action in given}
        assert set(told[name]["x-roles"]) == roles
        security = told[name]["security"]
        assert {one for each in security for one in each.get("token", ())} == scopes
        assert {"sign_in": []} in security
    page = mounted.client.get(f"{BASE}/docs").text
    assert page.count("<p>For the role") == len(NEEDS)
    assert page.count("no token can.") == list(NEEDS.values()).count(Action.OVERRIDE)


@pytest.mark.parametrize("slug", [SLUG, HIDDEN, "nothing"])
def test_guests(mounted: MountedShop, slug: str) -> None:
    """A guest may do nothing, and can't tell whether a page is there.

    :param slug: a page that is shown, one that is hidden, one that is not there.
    """
    for operation in GUARDED.values():
        path = path_of(operation, slug)
        response = mounted.client.open(BASE + path, method=operation.method)
        assert kind_of(response) == "unauthorized", operation.id
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="Flask-Serum"'
        assert response.headers["Cache-Control"] == "no-store"
        assert slug not in response.text.replace(path.partition("?")[0], "")


@pytest.mark.parametrize("role", [*ROLES, "", "king"])
def test_roles(mounted: MountedShop, signed_in: list[Actor | None], role: str) -> None:
    """Whoever is signed in by the host may do what their role covers, hidden pages included.

    :param role: their role; one of them is none, another one is unknown.
    """
    signed_in[0] = Actor("mira", frozenset({role} if role else ()))
    assert opened(Tool(mounted), HIDDEN) == promised(ROLES.get(role, frozenset()))


@pytest.mark.parametrize("scope", Scope)
def test_scopes(mounted: MountedShop, scope: Scope) -> None:
    """A token may do what its scope gives, whatever its role covers.

    :param scope: its only scope.
    """
    page = HIDDEN if scope is Scope.PREVIEW else ""
    tool = Tool(mounted, a_token(mounted, scope, role="admin", page=page)[1])
    assert opened(tool, HIDDEN) == promised(SCOPES[scope])


def test_one_page(mounted: MountedShop) -> None:
    """A token for one page may do its work on that page, and nothing on another one."""
    scopes = (Scope.WRITE, Scope.PUBLISH)
    tool = Tool(mounted, a_token(mounted, *scopes, page=HIDDEN)[1])
    # A copy would be another page.
    given = promised(SCOPES[scopes[0]] | SCOPES[scopes[1]]) | {"copy_page": 403}
    assert opened(tool, HIDDEN) == given
    others = opened(tool, SLUG)
    assert others.pop("list_drafts") is True
    assert set(others.values()) == {403}
    assert [one["slug"] for one in tool.get("/drafts")["pages"]] == [HIDDEN]


def test_without_a_sign_in_hook(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market
) -> None:
    """Where the host gave no sign-in, only tokens open anything."""
    mounted = a_mounted_shop(sqlite_engine, clock, market_eu)
    assert set(opened(Tool(mounted), SLUG).values()) == {401}


def test_the_hosts_own_say(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> None:
    """A host that says no to a page says no in the API too."""
    mounted = a_mounted_shop(
        sqlite_engine,
        clock,
        market_eu,
        app=Flask("host"),
        who=lambda: ADA,
        can=lambda actor, action, slug: slug != SLUG,
    )
    mounted.bring_in(a_record(slug=HIDDEN), publish=False)
    assert Tool(mounted).ask("GET", f"/drafts/{HIDDEN}").status_code == 200
    assert kind_of(Tool(mounted).ask("GET", f"/drafts/{SLUG}")) == "forbidden"
    assert [one["slug"] for one in Tool(mounted).get("/drafts")["pages"]] == [HIDDEN]


def test_publishing_an_import_takes_a_publisher(mounted: MountedShop) -> None:
    """Who may only write can't publish by importing."""
    tool = Tool(mounted, a_token(mounted, Scope.WRITE)[1])
    document = write_document(a_record(slug="new-one"))
    refused = tool.ask("POST", "/import?publish=1", document, If_None_Match="*")
    assert kind_of(refused) == "forbidden"
    assert kind_of(tool.ask("GET", "/drafts/new-one")) == "not-found"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites(mounted: MountedShop, signed_in: list[Actor | None], site: str) -> None:
    """Another site can't make the browser of somebody who is signed in read or write.

    :param site: where the browser says it comes from.
    """
    signed_in[0] = ADA
    for name, operation in GUARDED.items():
        response = Tool(mounted).ask(
            operation.method,
            path_of(operation, SLUG),
            BODIES.get(name),
            Sec_Fetch_Site=site,
            Origin="https://elsewhere.example",
        )
        assert kind_of(response) == "foreign-origin", name


@pytest.mark.parametrize("text", ["", "x", "serum_000000000000_" + "A" * 43, "ü"])
def test_bad_tokens(mounted: MountedShop, signed_in: list[Actor | None], text: str) -> None:
    """A token that gives nothing is refused, even where somebody is signed in.

    :param text: what is sent.
    """
    signed_in[0] = Actor("mira", frozenset({"admin"}))
    response = mounted.client.get(f"{BASE}/drafts", headers={"Authorization": f"Bearer {text}"})
    assert kind_of(response) == "unauthorized"
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_other_schemes_are_the_hosts(mounted: MountedShop, signed_in: list[Actor | None]) -> None:
    """A password that a host asks for in front of everything is not taken for a token."""
    signed_in[0] = Actor("mira", frozenset({"admin"}))
    headers = {"Authorization": "Basic bWlyYTpzZWNyZXQ="}
    assert mounted.client.get(f"{BASE}/drafts", headers=headers).status_code == 200


def test_nothing_of_a_refused_request_is_done(mounted: MountedShop) -> None:
    """After all that was refused a hidden page is as it was."""
    before = mounted.mount.store.page(HIDDEN, mounted.clock.now())
    tool = Tool(mounted, a_token(mounted, Scope.PREVIEW, page=HIDDEN)[1])
    for name in (name for name, action in NEEDS.items() if action is not Action.PREVIEW):
        operation = GUARDED[name]
        path, body = path_of(operation, HIDDEN), BODIES.get(name)
        match = match_for(mounted, operation, HIDDEN)
        refused = tool.ask(operation.method, path, body, match=match)
        assert kind_of(refused) == "forbidden", name
    assert mounted.mount.store.page(HIDDEN, mounted.clock.now()) == before


def test_problems_name_no_secret(mounted: MountedShop) -> None:
    """What is told about a refused token does not hold it."""
    token, text = a_token(mounted)
    mounted.mount.tokens.revoke(token.id, mounted.clock.now())
    response = Tool(mounted, text).ask("GET", "/drafts")
    assert f"The token {token.id} is revoked." in json.loads(response.text)["detail"]
    assert text[-20:] not in response.text
