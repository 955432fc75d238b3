"""Pages as a whole, preview links, claims and their overrides, by the API."""

from __future__ import annotations

import re
import typing as t

import pytest
from factories import a_copy
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from mounted import a_mounted_shop
from mounted import EDITOR
from mounted import MountedShop
from sqlalchemy.engine import Engine
from writing import a_token
from writing import BASE
from writing import kind_of
from writing import Tool

from flask_serum.core.access import Actor
from flask_serum.core.errors import RevisionConflict
from flask_serum.core.market import Market
from flask_serum.web.api.registry import operations

DRAFTS = f"/drafts/{SLUG}"
ENGLISH = f"{DRAFTS}/en"
LINKS = f"{DRAFTS}/links"
OVERRIDES = f"{DRAFTS}/overrides"
CLEO = Actor("Cleo", frozenset({"compliance"}))
COSIMA = Actor("Cosima", frozenset({"compliance"}))
REASON = "The dossier of this very claim was accepted."


@pytest.fixture(name="signed_in")
def _signed_in() -> list[Actor | None]:
    """Who the host says is signed in; one entry."""
    return [None]


@pytest.fixture(name="mounted")
def _mounted(
    sqlite_engine: Engine, clock: StoppedClock, market_eu: Market, signed_in: list[Actor | None]
) -> MountedShop:
    record = a_record(markets=("eu",))
    return a_mounted_shop(sqlite_engine, clock, market_eu, record=record, who=lambda: signed_in[0])


@pytest.fixture(name="tool")
def _tool(mounted: MountedShop) -> Tool:
    return Tool(mounted, a_token(mounted)[1])


def done(tool: Tool, path: str, body: t.Any = None, status: int = 200) -> t.Any:
    """Post something that must be done, and give what is answered."""
    response = tool.ask("POST", path, body if body is not None else {}, match=tool.etag(DRAFTS))
    assert response.status_code == status, response.text
    return response.json


def is_shown(mounted: MountedShop, slug: str = SLUG) -> bool:
    return Tool(mounted).ask("GET", f"/pages/{slug}").status_code == 200


def test_trash_and_restore(tool: Tool) -> None:
    """A page in the trash is shown nowhere and cannot be written; restored, it is a draft."""
    begins = {"begins": "2027-04-01T09:00Z"}
    tool.ask("POST", f"{ENGLISH}/schedule", begins, match=tool.etag(ENGLISH))
    gone = done(tool, f"{DRAFTS}/trash")
    assert gone["trashed"]
    assert gone == tool.get("/drafts")["pages"][0]
    assert not is_shown(tool.mounted)
    refused = tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    assert kind_of(refused) == "not-found"
    assert "restore it first" in refused.text
    assert done(tool, f"{DRAFTS}/trash") == gone
    back = done(tool, f"{DRAFTS}/restore")
    assert not back["trashed"]
    assert {one["state"] for one in back["parts"]} == {"unpublished"}
    assert all(one["upcoming"] == [] for one in back["parts"])
    assert not is_shown(tool.mounted)
    assert done(tool, f"{DRAFTS}/restore") == back


def test_copied(tool: Tool) -> None:
    """A copy is a page of drafts under another slug, and its history says of what."""
    tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    match = tool.etag(DRAFTS)
    made = tool.ask("POST", f"{DRAFTS}/copy", {"slug": "second"}, match=match)
    assert made.status_code == 201, made.text
    location = made.headers["Location"]
    assert location == f"http://localhost{BASE}/drafts/second"
    assert tool.etag("/drafts/second") == made.headers["ETag"]
    assert tool.get("/drafts/second/en")["content"]["title"] == "New"
    assert made.json is not None
    assert {one["state"] for one in made.json["parts"]} == {"draft"}
    assert not is_shown(tool.mounted, "second")
    verbs = {one["verb"] for one in tool.get("/drafts/second/history")["entries"]}
    assert f"copied from {SLUG}" in verbs
    for slug in ("second", SLUG, "No slug", "", "cart", "x" * 81, "\0", "\ud800"):
        refused = tool.ask("POST", f"{DRAFTS}/copy", {"slug": slug}, match=match)
        assert kind_of(refused) in ("invalid-document", "invalid-body"), slug
        assert refused.json is not None
        assert {one["pointer"] for one in refused.json["errors"]} == {"#/slug"}


PAGE_WRITES: dict[str, t.Any] = {
    f"{DRAFTS}/trash": {},
    f"{DRAFTS}/restore": {},
    f"{DRAFTS}/copy": {"slug": "second"},
}


def test_every_write_of_a_page_is_here() -> None:
    """The list above has every operation on a page that names its version; imports are apart."""
    there = {
        one.path.replace("<slug>", SLUG)
        for one in operations()
        if one.headers is not None and one.path.startswith("/drafts") and "<part>" not in one.path
    }
    assert there == set(PAGE_WRITES)


@pytest.mark.parametrize(("path", "body"), PAGE_WRITES.items())
def test_the_version_of_the_page_is_needed(tool: Tool, path: str, body: t.Any) -> None:
    """Nothing is done to a page without the version that somebody looked at, the latest one.

    :param path: below the API's address.
    :param body: what is sent.
    """
    before = tool.get(DRAFTS)
    for match in ("", "*"):
        assert kind_of(tool.ask("POST", path, body, match=match)) == "if-match-required"
    new = tool.ask("POST", path, body, If_None_Match="*")
    assert kind_of(new) == "if-match-required"
    for match in (tool.etag(ENGLISH), f'"{SLUG}/en.1+facts.1"', '"x"', "garbage"):
        assert kind_of(tool.ask("POST", path, body, match=match)) == "stale", match
    assert tool.get(DRAFTS) == before


def test_the_store_has_the_last_word(mounted: MountedShop) -> None:
    """What came in between the check and the change stands against it."""
    mount, stale = mounted.mount, {"facts": 1, "en": 1, "de": 1}
    mount.publishing.save_draft(EDITOR, SLUG, "en", a_copy(title="Theirs"), expected=1)
    for change in (mount.trashing.trash, mount.trashing.restore):
        with pytest.raises(RevisionConflict, match="the latest is 2"):
            change(EDITOR, SLUG, expected=stale)
    with pytest.raises(RevisionConflict, match="the latest is 2"):
        mount.copying.copy(EDITOR, SLUG, "second", expected=stale)
    page = mount.store.page(SLUG, mounted.clock.now())
    assert page is not None
    assert not page.trashed
    assert mount.trashing.trash(EDITOR, SLUG, expected=stale | {"en": 2})


def test_a_link_is_made_listed_and_revoked(tool: Tool) -> None:
    """It opens the draft without an account, and is told once."""
    tool.ask("PATCH", ENGLISH, {"title": "Not public yet"}, match=tool.etag(ENGLISH))
    made = tool.ask("POST", LINKS, {"days": 2})
    assert made.status_code == 201, made.text
    assert made.json is not None
    link = dict(made.json)
    path = link.pop("url").removeprefix("http://localhost")
    assert "Not public yet" in tool.mounted.client.get(path).text
    assert tool.get(LINKS) == {"links": [link]}
    assert (link["locale"], link["pinned"], link["opens"]) == ("en", False, True)
    assert link["ends"] == "2027-03-03T12:00:00.000000Z"
    revoked = tool.ask("DELETE", f"{LINKS}/{link['id']}")
    assert revoked.json is not None
    assert not revoked.json["opens"]
    assert revoked.json["revoked_by"].startswith("tool (token ")
    assert tool.mounted.client.get(path).status_code == 404
    assert tool.ask("DELETE", f"{LINKS}/{link['id']}").json == revoked.json
    assert path.rpartition("/")[2] not in str(tool.get(LINKS)) + str(tool.get(f"{DRAFTS}/history"))


def test_a_pinned_link_goes_on_showing_what_it_showed(tool: Tool) -> None:
    """What is saved later is not shown by it."""
    made = tool.ask("POST", LINKS, {"pinned": True, "locale": "de"})
    assert made.json is not None
    german = f"{DRAFTS}/de"
    tool.ask("PATCH", german, {"title": "Später"}, match=tool.etag(german))
    page = tool.mounted.client.get(made.json["url"].removeprefix("http://localhost"))
    assert page.status_code == 200
    assert "Später" not in page.text


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"days": 0}, "#/days"),
        ({"days": 31}, "#/days"),
        ({"days": "7"}, "#/days"),
        ({"locale": "fr"}, "#/locale"),
        ({"pinned": 1}, "#/pinned"),
        ({"pinned": "true"}, "#/pinned"),
        ({"until": "tomorrow"}, "#/until"),
    ],
)
def test_links_that_make_no_sense(tool: Tool, body: t.Any, pointer: str) -> None:
    """A link is refused where nothing would come of it, and nothing is made.

    :param body: what is sent.
    :param pointer: where the problem is.
    """
    response = tool.ask("POST", LINKS, body)
    assert kind_of(response) == "invalid-body"
    assert response.json is not None
    assert [one["pointer"] for one in response.json["errors"]] == [pointer]
    assert tool.get(LINKS) == {"links": []}


def test_links_to_nothing(tool: Tool) -> None:
    """A page without copy in a locale, in the trash, or of another one, has none to make or end."""
    bare = a_record(slug="bare-duo", copy={"de": a_copy()})
    tool.mounted.bring_in(bare, publish=False)
    assert kind_of(tool.ask("POST", "/drafts/bare-duo/links", {})) == "not-found"
    made = tool.ask("POST", LINKS, {}).json
    assert made is not None
    for path in (f"/drafts/bare-duo/links/{made['id']}", f"{LINKS}/99", f"{LINKS}/{10**30}"):
        assert kind_of(tool.ask("DELETE", path)) == "not-found"
    done(tool, f"{DRAFTS}/trash")
    assert kind_of(tool.ask("POST", LINKS, {})) == "not-found"


def claimed(tool: Tool) -> dict[str, t.Any]:
    """Write a claim that stops the page, and give the finding."""
    tool.ask("PATCH", ENGLISH, {"benefits": ["Heals skin."]}, match=tool.etag(ENGLISH))
    found: list[dict[str, t.Any]] = tool.get(f"{DRAFTS}/claims")["findings"]
    return next(one for one in found if one["verdict"] == "block")


def test_claims(tool: Tool) -> None:
    """What stops publishing comes first, each with rule, law, words and rewordings."""
    assert tool.get(f"{DRAFTS}/claims")["findings"] == []
    finding = claimed(tool)
    assert finding["path"] == "copy.en.benefits[0]"
    assert finding["pointer"] == "#/copy/en/benefits/0"
    start, end = finding["span"]
    assert "Heals skin."[start:end] == finding["excerpt"]
    assert (finding["jurisdiction"], finding["rule"]) == ("EU", "healing")
    assert finding["reason"]
    assert finding["source"]
    assert finding["rewordings"]
    found = tool.get(f"{DRAFTS}/claims")
    assert found["of"] == "latest"
    assert finding["version"] in found["rules"].values()
    # What shoppers see says none of it.
    assert tool.get(f"{DRAFTS}/claims?of=live")["findings"] == []
    assert kind_of(tool.ask("GET", f"{DRAFTS}/claims?of=all")) == "bad-parameter"


def test_two_people_let_a_claim_through(
    mounted: MountedShop, tool: Tool, signed_in: list[Actor | None]
) -> None:
    """One asks, another confirms; then it is published, and told among the remarks."""
    finding, person = claimed(tool), Tool(mounted)
    body = {name: finding[name] for name in ("path", "rule", "jurisdiction")}
    signed_in[0] = CLEO
    asked = person.ask("POST", OVERRIDES, {**body, "reason": REASON})
    assert asked.status_code == 201, asked.text
    assert asked.json is not None
    at = f"{OVERRIDES}/{asked.json['id']}"
    assert (asked.json["step"], asked.json["holds"]) == ("asked", False)
    own = person.ask("POST", f"{at}/confirm", {})
    assert kind_of(own) == "conflict"
    assert "second person" in own.text
    signed_in[0] = COSIMA
    confirmed = person.ask("POST", f"{at}/confirm", {})
    assert confirmed.json is not None
    assert (confirmed.json["step"], confirmed.json["holds"]) == ("confirmed", True)
    people = [(one["step"], one["author"]) for one in confirmed.json["events"]]
    assert people == [("asked", "Cleo"), ("confirmed", "Cosima")]
    signed_in[0] = None
    assert tool.get(OVERRIDES) == {"overrides": [confirmed.json]}
    verdicts = [one["verdict"] for one in tool.get(f"{DRAFTS}/claims")["findings"]]
    assert verdicts == ["overridden"]
    published = tool.ask("POST", f"{ENGLISH}/publish", {}, match=tool.etag(ENGLISH))
    assert published.json is not None
    assert [one["pointer"] for one in published.json["remarks"]] == ["#/copy/en/benefits/0"]
    signed_in[0] = CLEO
    back = person.ask("POST", f"{at}/withdraw", {"reason": REASON})
    assert back.json is not None
    assert back.json["step"] == "withdrawn"
    assert kind_of(person.ask("POST", f"{at}/withdraw", {"reason": REASON})) == "conflict"
    assert is_shown(mounted)


def test_a_refusal(mounted: MountedShop, tool: Tool, signed_in: list[Actor | None]) -> None:
    """What was asked for and refused stays stopped, with who said no and why."""
    finding, person = claimed(tool), Tool(mounted)
    body = {name: finding[name] for name in ("path", "rule", "jurisdiction")}
    signed_in[0] = CLEO
    asked = person.ask("POST", OVERRIDES, {**body, "reason": REASON}).json
    assert asked is not None
    again = person.ask("POST", OVERRIDES, {**body, "reason": REASON})
    assert kind_of(again) == "invalid-document"
    signed_in[0] = COSIMA
    said = person.ask("POST", f"{OVERRIDES}/{asked['id']}/refuse", {"reason": REASON}).json
    assert said is not None
    assert (said["step"], said["events"][1]["reason"]) == ("refused", REASON)
    signed_in[0] = None
    stopped = tool.ask("POST", f"{ENGLISH}/publish", {}, match=tool.etag(ENGLISH))
    assert kind_of(stopped) == "incomplete-page"


def test_overrides_that_make_no_sense(
    mounted: MountedShop, tool: Tool, signed_in: list[Actor | None]
) -> None:
    """A claim that nothing stops, a reason too short, an override that is not there."""
    finding, person = claimed(tool), Tool(mounted)
    signed_in[0] = CLEO
    body = {name: finding[name] for name in ("path", "rule", "jurisdiction")} | {"reason": REASON}
    for changed, kind, where in (
        ({"path": "copy.en.title"}, "invalid-document", "#/path"),
        ({"rule": "none"}, "invalid-document", "#/path"),
        ({"jurisdiction": "US"}, "invalid-document", "#/path"),
        ({"jurisdiction": "FR"}, "invalid-body", "#/jurisdiction"),
        ({"reason": "Because."}, "invalid-body", "#/reason"),
        ({"reason": " " * 30 + "Because."}, "invalid-body", "#/reason"),
        ({"reason": REASON + "\ud800"}, "invalid-body", "#/reason"),
    ):
        refused = person.ask("POST", OVERRIDES, body | changed)
        assert kind_of(refused) == kind, changed
        assert refused.json is not None
        assert {one["pointer"] for one in refused.json["errors"]} == {where}
    for path in ("confirm", "refuse", "withdraw"):
        given = {} if path == "confirm" else {"reason": REASON}
        for id in (1, 10**30):
            missing = person.ask("POST", f"{OVERRIDES}/{id}/{path}", given)
            assert kind_of(missing) == "not-found"


def test_no_token_lets_a_claim_through(mounted: MountedShop, tool: Tool) -> None:
    """Two people decide: a token of whatever role reads overrides, and no more."""
    finding = claimed(tool)
    body = {name: finding[name] for name in ("path", "rule", "jurisdiction")} | {"reason": REASON}
    for role in ("publisher", "admin"):
        machine = Tool(mounted, a_token(mounted, role=role)[1])
        assert machine.get(OVERRIDES) == {"overrides": []}
        refused = machine.ask("POST", OVERRIDES, body)
        assert kind_of(refused) == "forbidden"
        assert re.search("may not override claims", refused.text)
