"""Writing through the API: named fields only, never over somebody else's words."""

from __future__ import annotations

import re
import typing as t

import pytest
from factories import a_copy
from factories import a_facts
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from mounted import a_mounted_shop
from mounted import EDITOR
from mounted import MountedShop
from sqlalchemy.engine import Engine
from writing import a_token
from writing import BASE
from writing import kind_of
from writing import Tool

from flask_serum.core.errors import RevisionConflict
from flask_serum.core.market import Market
from flask_serum.web.api.registry import operations
from flask_serum.web.documents import RecordCodec
from flask_serum.web.documents import write_document

ENGLISH = f"/drafts/{SLUG}/en"
FACTS = f"/drafts/{SLUG}/facts"


@pytest.fixture(name="mounted")
def _mounted(sqlite_engine: Engine, clock: StoppedClock, market_eu: Market) -> MountedShop:
    return a_mounted_shop(sqlite_engine, clock, market_eu)


@pytest.fixture(name="tool")
def _tool(mounted: MountedShop) -> Tool:
    return Tool(mounted, a_token(mounted)[1])


def shown(mounted: MountedShop, name: str = "title") -> str:
    """Give what shoppers read."""
    return str(Tool(mounted).get(f"/pages/{SLUG}")[name])


def test_drafts_of_a_page(tool: Tool) -> None:
    """All parts come at once: where each stands, its latest revision, and its ETag."""
    found = tool.get(f"/drafts/{SLUG}")
    parts = {one["part"]: one for one in found["parts"]}
    assert list(parts) == ["de", "en", "facts"]
    assert parts["en"]["state"] == "live"
    assert parts["en"]["draft"]["etag"] == f'"{SLUG}/en/1"'
    assert parts["en"]["draft"]["content"] == RecordCodec().dump(a_copy())
    assert parts["facts"]["draft"]["content"] == RecordCodec().dump(a_facts())
    assert found["etag"] == tool.etag(f"/drafts/{SLUG}") == f'"{SLUG}/de.1+en.1+facts.1"'


def test_a_draft(tool: Tool) -> None:
    """A part alone says the same, and its ETag names page, part and revision."""
    response = tool.ask("GET", ENGLISH)
    assert response.json == tool.get(f"/drafts/{SLUG}")["parts"][1]["draft"]
    assert response.headers["ETag"] == f'"{SLUG}/en/1"'
    assert response.headers["Cache-Control"] == "private, no-store"


def test_patch_touches_named_fields_only(tool: Tool) -> None:
    """Fields that a patch does not name stay; what shoppers see stays too."""
    patched = tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    assert (patched.status_code, patched.headers["ETag"]) == (200, f'"{SLUG}/en/2"')
    assert patched.json is not None
    assert patched.json["content"] == RecordCodec().dump(a_copy(title="New"))
    assert patched.json["author"].startswith("tool (token ")
    assert shown(tool.mounted) == "Aurelia Duo Serum"


def test_patch_of_facts(tool: Tool) -> None:
    """A patch goes into objects, replaces lists, and takes out what is null."""
    body = {"manufacturer": {"phone": "+49 40 1"}, "images": [], "companions": {"sunscreen": None}}
    patched = tool.ask("PATCH", FACTS, body, match=tool.etag(FACTS))
    assert patched.status_code == 200, patched.text
    content = tool.get(FACTS)["content"]
    assert content["manufacturer"] == {
        **RecordCodec().dump(a_facts())["manufacturer"],
        "phone": "+49 40 1",
    }
    assert content["images"] == []
    assert list(content["companions"]) == ["moisturizer"]


def test_patch_that_changes_nothing(tool: Tool) -> None:
    """A patch that says what is there saves nothing."""
    response = tool.ask("PATCH", ENGLISH, {"title": "Aurelia Duo Serum"}, match=tool.etag(ENGLISH))
    assert (response.status_code, response.headers["ETag"]) == (200, f'"{SLUG}/en/1"')


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"titel": "x"}, {"#/titel"}),
        ({"title": None}, {"#/title"}),
        ({"title": ""}, {"#/title"}),
        ({"faq": [{"question": "x"}]}, {"#/faq/0/answer"}),
        ({"alt_texts": {"nothing": "x"}}, {"#/alt_texts/nothing"}),
        ({"benefits": "x", "summary": 1}, {"#/benefits", "#/summary"}),
    ],
)
def test_patch_is_checked_as_a_whole(tool: Tool, body: t.Any, pointers: set[str]) -> None:
    """What breaks a rule is refused with a pointer into what was sent, and nothing is saved.

    :param body: the patch.
    :param pointers: where the problems are.
    """
    response = tool.ask("PATCH", ENGLISH, body, match=tool.etag(ENGLISH))
    assert kind_of(response) == "invalid-document"
    assert response.json is not None
    assert {one["pointer"] for one in response.json["errors"]} == pointers
    assert tool.etag(ENGLISH) == f'"{SLUG}/en/1"'


def test_patch_of_the_routine(tool: Tool) -> None:
    """The rules of the routine hold for a patch, and say which step breaks them."""
    steps = tool.get(FACTS)["content"]["regimen"]["steps"]
    steps[4]["duration"] = {"minimum": 120, "maximum": 60}
    response = tool.ask("PATCH", FACTS, {"regimen": {"steps": steps}}, match=tool.etag(FACTS))
    assert kind_of(response) == "invalid-document"
    assert response.json is not None
    assert "#/regimen/steps/4/duration" in {one["pointer"] for one in response.json["errors"]}


@pytest.mark.parametrize("body", ["[]", '"text"', "1", "null", "true"])
def test_patch_has_to_be_an_object(tool: Tool, body: str) -> None:
    """A patch that would replace the part by something else is refused.

    :param body: what is sent.
    """
    response = tool.mounted.client.patch(
        f"{BASE}{ENGLISH}",
        data=body,
        content_type="application/merge-patch+json",
        headers={"If-Match": f'"{SLUG}/en/1"', "Authorization": f"Bearer {tool.text}"},
    )
    assert kind_of(response) == "invalid-body"


def test_put_replaces(tool: Tool) -> None:
    """Putting a part replaces all of it: what is left out is empty."""
    content = RecordCodec().dump(a_copy(faq=()))
    del content["faq"], content["seo_title"]
    put = tool.ask("PUT", ENGLISH, content, match=tool.etag(ENGLISH))
    assert put.status_code == 200, put.text
    assert tool.get(ENGLISH)["content"] == RecordCodec().dump(a_copy(faq=(), seo_title=""))


def test_put_makes_a_part_and_a_page(tool: Tool) -> None:
    """With ``If-None-Match: *`` a part is made where there is none; facts make the page."""
    new = {"If_None_Match": "*"}
    arabic = RecordCodec().dump(a_copy(title="ع"))
    made = tool.ask("PUT", f"/drafts/{SLUG}/ar", arabic, **new)
    assert (made.status_code, made.headers["ETag"]) == (201, f'"{SLUG}/ar/1"')
    assert kind_of(tool.ask("PUT", f"/drafts/{SLUG}/ar", arabic, **new)) == "stale"
    assert kind_of(tool.ask("PUT", "/drafts/second/en", arabic, **new)) == "not-found"
    facts = RecordCodec().dump(a_facts(slug="second"))
    assert tool.ask("PUT", "/drafts/second/facts", facts, **new).status_code == 201
    assert tool.ask("PUT", "/drafts/second/en", arabic, **new).status_code == 201
    wrong = tool.ask("PUT", "/drafts/third/facts", facts, **new)
    assert kind_of(wrong) == "invalid-document"
    assert kind_of(tool.ask("GET", "/drafts/third")) == "not-found"


WRITES: tuple[tuple[str, str, t.Any], ...] = (
    ("PATCH", ENGLISH, {"title": "x"}),
    ("PUT", ENGLISH, RecordCodec().dump(a_copy())),
    ("POST", f"{ENGLISH}/publish", {}),
    ("POST", f"{ENGLISH}/unpublish", {}),
    ("POST", f"{ENGLISH}/revert", {"revision": 1}),
    ("POST", f"{ENGLISH}/schedule", {"begins": "2027-04-01T09:00+02:00"}),
    ("PATCH", f"{ENGLISH}/schedule/1", {"begins": "2027-04-01T09:00+02:00"}),
    ("DELETE", f"{ENGLISH}/schedule/1", None),
)


def test_every_write_is_here() -> None:
    """The list above has every operation that writes a part; pages have a test of their own."""
    there = {
        (
            one.method,
            one.path.replace("<slug>", SLUG).replace("<part>", "en").replace("<int:id>", "1"),
        )
        for one in operations()
        if one.who is not None and one.changes and "<part>" in one.path
    }
    assert there == {(method, path) for method, path, _ in WRITES}


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_the_version_is_needed(tool: Tool, method: str, path: str, body: t.Any) -> None:
    """No write goes without the version it was made from, and none from another than the latest.

    :param method: HTTP method.
    :param path: below the API's address.
    :param body: what is sent.
    """
    before = tool.get(f"/drafts/{SLUG}")
    assert kind_of(tool.ask(method, path, body)) == "if-match-required"
    assert kind_of(tool.ask(method, path, body, match="*")) == "if-match-required"
    etag = f'"{SLUG}/en/1"'
    for match in (
        f'"{SLUG}/en/0"',
        f'"{SLUG}/en/2"',
        f'"{SLUG}/de/1"',
        '"another/en/1"',
        f"W/{etag}",
        '"x"',
        f'"{SLUG}/en/99999999999999999999"',
        "garbage",
        "ü",
    ):
        assert kind_of(tool.ask(method, path, body, match=match)) == "stale", match
    assert tool.get(f"/drafts/{SLUG}") == before
    assert tool.mounted.mount.store.history(SLUG)[0].verb == "published"


def test_one_of_several_versions(tool: Tool) -> None:
    """``If-Match`` may name several; the latest has to be among them."""
    match = f'"{SLUG}/en/7", "{SLUG}/en/1"'
    assert tool.ask("PATCH", ENGLISH, {"title": "x"}, match=match).status_code == 200


def test_the_store_has_the_last_word(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that came in between the check and the write is not written over."""
    mounted, etag = tool.mounted, tool.etag(ENGLISH)
    publishing, real = mounted.mount.publishing, mounted.mount.publishing.save_draft

    def in_between(*args: t.Any, **rest: t.Any) -> t.Any:
        real(EDITOR, SLUG, "en", a_copy(title="Theirs"), expected=1)
        return real(*args, **rest)

    monkeypatch.setattr(publishing, "save_draft", in_between)
    assert kind_of(tool.ask("PATCH", ENGLISH, {"title": "Mine"}, match=etag)) == "stale"
    assert tool.get(ENGLISH)["content"]["title"] == "Theirs"


NAMES = ("title", "product_type", "summary", "storage", "seo_title", "seo_description")
TURNS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(NAMES)), max_size=12)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(turns=TURNS)
def test_no_field_is_lost(tool: Tool, turns: list[tuple[int, str]]) -> None:
    """However three tools take turns, no field that was taken is lost."""
    etags = [tool.etag(ENGLISH)] * 3
    wanted: dict[str, str] = {}
    for at, (who, name) in enumerate(turns):
        response = tool.ask("PATCH", ENGLISH, {name: f"word {at}"}, match=etags[who])
        if response.status_code == 200:
            wanted[name] = f"word {at}"
            etags[who] = response.headers["ETag"]
        else:
            assert kind_of(response) == "stale"
            etags[who] = tool.etag(ENGLISH)
    content = tool.get(ENGLISH)["content"]
    assert {name: content[name] for name in wanted} == wanted


def test_published(tool: Tool) -> None:
    """Publishing shows the draft to shoppers, and answers with what is shown from when on."""
    tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    tool.ask("PATCH", ENGLISH, {"title": "Newer"}, match=tool.etag(ENGLISH))
    done = tool.ask("POST", f"{ENGLISH}/publish", {"revision": 2}, match=tool.etag(ENGLISH))
    assert done.status_code == 200, done.text
    assert done.json is not None
    assert (done.json["revision"], done.json["begins"]) == (2, "2027-03-01T12:00:00.000000Z")
    assert shown(tool.mounted) == "New"
    assert tool.get(f"/drafts/{SLUG}")["parts"][1]["state"] == "live + draft"


def test_what_needs_no_body_goes_without_one(tool: Tool) -> None:
    """Publishing the latest and taking it down take no body; a body that is no JSON is refused."""
    tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    etag = tool.etag(ENGLISH)
    assert tool.ask("POST", f"{ENGLISH}/publish", match=etag).status_code == 200
    assert shown(tool.mounted) == "New"
    assert tool.ask("POST", f"{ENGLISH}/unpublish", match=etag).status_code == 200
    headers = {"If-Match": etag, "Authorization": f"Bearer {tool.text}"}
    for rest in ({"data": "{}"}, {"data": "revision=1"}, {"content_type": "text/plain"}):
        path = f"{BASE}{ENGLISH}/publish"
        refused = tool.mounted.client.post(path, headers=headers, **t.cast("t.Any", rest))
        assert kind_of(refused) == "unsupported-type", rest
    for path in (f"{ENGLISH}/revert", f"{ENGLISH}/schedule"):
        assert kind_of(tool.ask("POST", path, match=etag)) == "unsupported-type"


def test_incomplete_pages_are_not_published(tool: Tool) -> None:
    """What its market asks for and is missing is named, field by field."""
    tool.ask("PATCH", FACTS, {"images": []}, match=tool.etag(FACTS))
    response = tool.ask("POST", f"{FACTS}/publish", {}, match=tool.etag(FACTS))
    assert kind_of(response) == "incomplete-page"
    assert response.json is not None
    assert "#/facts/images" in {one["pointer"] for one in response.json["errors"]}


def test_no_notice_no_publication(tool: Tool) -> None:
    """Copy in a language without a reviewed notice is not published."""
    french = f"/drafts/{SLUG}/fr"
    tool.ask("PUT", french, RecordCodec().dump(a_copy()), If_None_Match="*")
    response = tool.ask("POST", f"{french}/publish", {}, match=tool.etag(french))
    assert kind_of(response) == "notice-unavailable"


def test_unpublished(tool: Tool) -> None:
    """Taking the facts down takes the page down, and its revisions stay."""
    done = tool.ask("POST", f"{FACTS}/unpublish", {}, match=tool.etag(FACTS))
    assert done.status_code == 200
    assert kind_of(Tool(tool.mounted).ask("GET", f"/pages/{SLUG}")) == "not-found"
    assert tool.get(FACTS)["revision"] == 1


def test_reverted(tool: Tool) -> None:
    """Reverting makes a new draft of an old revision, and publishes nothing."""
    tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    tool.ask("POST", f"{ENGLISH}/publish", {}, match=tool.etag(ENGLISH))
    back = tool.ask("POST", f"{ENGLISH}/revert", {"revision": 1}, match=tool.etag(ENGLISH))
    assert back.json is not None
    assert (back.json["revision"], back.json["reverted_from"]) == (3, 1)
    assert back.headers["ETag"] == tool.etag(ENGLISH)
    assert shown(tool.mounted) == "New"
    unknown = tool.ask("POST", f"{ENGLISH}/revert", {"revision": 9}, match=tool.etag(ENGLISH))
    assert kind_of(unknown) == "not-found"


LOOKED_AT = {"benefits": ["Boosts collagen production.", "Skin feels smooth."]}


def without_remarks(document: t.Any) -> dict[str, t.Any]:
    """Give a publication as it is kept: what there is to know is told once."""
    assert document.pop("remarks") == []
    return dict(document)


def test_what_has_to_be_looked_at_is_told_with_the_publication(tool: Tool) -> None:
    """Claims that don't stop a publication are among its remarks, whichever way it is decided."""
    tool.ask("PATCH", ENGLISH, LOOKED_AT, match=tool.etag(ENGLISH))
    etag = tool.etag(ENGLISH)
    later = {"begins": "2027-04-01T09:00Z"}
    scheduled = tool.ask("POST", f"{ENGLISH}/schedule", later, match=etag)
    assert scheduled.json is not None
    at = f"{ENGLISH}/schedule/{scheduled.json['id']}"
    moved = tool.ask("PATCH", at, {"begins": "2027-04-02T09:00Z"}, match=etag)
    published = tool.ask("POST", f"{ENGLISH}/publish", {}, match=etag)
    for response in (scheduled, moved, published):
        assert response.json is not None
        (remark,) = response.json["remarks"]
        assert remark["pointer"] == "#/copy/en/benefits/0"
        assert "collagen" in remark["message"]
    assert "remarks" not in tool.get(f"{ENGLISH}/schedule")["upcoming"][0]
    down = tool.ask("POST", f"{ENGLISH}/unpublish", {}, match=etag)
    assert down.json is not None
    assert "remarks" not in down.json


def test_what_an_import_has_to_tell(tool: Tool) -> None:
    """An import that publishes tells the same, a dry run of it too; a draft is not looked at."""
    document = write_document(a_record(copy={"en": a_copy(benefits=LOOKED_AT["benefits"])}))
    match = tool.etag(f"/export/{SLUG}")
    for query in ("dry_run=1&publish=1", "publish=1"):
        done = tool.ask("POST", f"/import?{query}", document, match=match)
        assert done.json is not None, done.text
        assert [one["pointer"] for one in done.json["remarks"]] == ["#/copy/en/benefits/0"]
    match = tool.etag(f"/export/{SLUG}")
    drafted = tool.ask("POST", "/import", document, match=match)
    assert drafted.json is not None
    assert drafted.json["remarks"] == []


def test_a_claim_that_stops_a_page_is_pointed_at(tool: Tool) -> None:
    """Publishing and importing name the field, the words, the law and what to say instead."""
    tool.ask("PATCH", ENGLISH, {"title": "Heals acne scars"}, match=tool.etag(ENGLISH))
    stopped = tool.ask("POST", f"{ENGLISH}/publish", {}, match=tool.etag(ENGLISH))
    document = tool.get(f"/export/{SLUG}")
    path = "/import?publish=1&dry_run=1"
    imported = tool.ask("POST", path, document, match=tool.etag(f"/export/{SLUG}"))
    for response in (stopped, imported):
        assert kind_of(response) == "incomplete-page"
        assert response.json is not None
        assert {one["pointer"] for one in response.json["errors"]} == {"#/copy/en/title"}
        assert any("“Heals acne scars” (EU)" in one["message"] for one in response.json["errors"])


def test_scheduled_listed_moved_and_cancelled(tool: Tool) -> None:
    """What is upcoming pins a revision, and can be listed, moved and cancelled until it begins."""
    schedule, clock = f"{ENGLISH}/schedule", tool.mounted.clock
    tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    body = {"begins": "2027-03-01T14:00:00+01:00", "ends": "2027-03-01T15:00:00+00:00"}
    made = tool.ask("POST", schedule, body, match=tool.etag(ENGLISH))
    assert made.status_code == 201, made.text
    assert tool.get(schedule) == {"upcoming": [without_remarks(made.json)]}
    assert made.json is not None
    assert made.json["begins"] == "2027-03-01T13:00:00.000000Z"
    tool.ask("PATCH", ENGLISH, {"title": "Newer"}, match=tool.etag(ENGLISH))
    later = {"begins": "2027-03-01T14:00:00Z"}
    moved = tool.ask("PATCH", f"{schedule}/{made.json['id']}", later, match=tool.etag(ENGLISH))
    assert moved.json is not None
    assert (moved.json["revision"], moved.json["ends"]) == (2, None)
    assert tool.get(schedule) == {"upcoming": [without_remarks(moved.json)]}
    clock.advance(hours=1)
    assert shown(tool.mounted) == "Aurelia Duo Serum"
    clock.advance(hours=1)
    assert shown(tool.mounted) == "New"
    gone = tool.ask("DELETE", f"{schedule}/{moved.json['id']}", match=tool.etag(ENGLISH))
    assert kind_of(gone) == "not-found"
    again = tool.ask("POST", schedule, {"begins": "2027-03-02T00:00Z"}, match=tool.etag(ENGLISH))
    assert again.json is not None
    cancelled = tool.ask("DELETE", f"{schedule}/{again.json['id']}", match=tool.etag(ENGLISH))
    assert (cancelled.status_code, cancelled.json) == (200, without_remarks(again.json))
    assert tool.get(schedule) == {"upcoming": []}
    clock.advance(days=2)
    assert shown(tool.mounted) == "New"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/begins"),
        ({"begins": "2027-04-01T09:00"}, "#/begins"),
        ({"begins": "tomorrow"}, "#/begins"),
        ({"begins": "2027-04-01T09:00Z", "ends": "2027-04-01T09:00Z"}, "#/ends"),
        ({"begins": "2027-04-01T09:00Z", "revision": 0}, "#/revision"),
        ({"begins": "2027-04-01T09:00Z", "revision": "1"}, "#/revision"),
        ({"begins": "2027-04-01T09:00Z", "end": "x"}, "#/end"),
    ],
)
def test_schedules_that_make_no_sense(tool: Tool, body: t.Any, pointer: str) -> None:
    """Moments need their zone, and an end comes after its beginning.

    :param body: what is sent.
    :param pointer: where the problem is.
    """
    response = tool.ask("POST", f"{ENGLISH}/schedule", body, match=tool.etag(ENGLISH))
    assert kind_of(response) in ("invalid-body", "invalid-document")
    assert response.json is not None
    assert pointer in {one["pointer"] for one in response.json["errors"]}


def following(tool: Tool, path: str) -> t.Any:
    """Give the document that the ``Link`` of the answer at a path leads to."""
    link = tool.ask("GET", path).headers["Link"]
    found = re.fullmatch(rf'<http://localhost{BASE}(.+)>; rel="next"', link)
    assert found is not None, link
    return tool.get(found[1])


def test_history_a_few_at_a_time(tool: Tool) -> None:
    """It goes on where it stopped, and what is done meanwhile moves nothing."""
    path = f"/drafts/{SLUG}/history"
    whole = tool.get(path)
    assert whole["next"] is None
    assert "Link" not in tool.ask("GET", path).headers
    first = tool.get(f"{path}?limit=2")
    assert first["entries"] == whole["entries"][:2]
    tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    rest = tool.get(f"{path}?cursor={first['next']}")
    assert rest["entries"] == whole["entries"][2:]
    seen: list[t.Any] = []
    cursor = ""
    while cursor is not None:
        some = tool.get(f"{path}?limit=2&cursor={cursor}")
        seen, cursor = seen + some["entries"], some["next"]
    assert seen[1:] == whole["entries"]
    assert seen[0]["verb"] == "saved"
    assert following(tool, f"{path}?limit=3")["entries"] == seen[3:6]


def test_history_of_a_part(tool: Tool) -> None:
    """One part's can be asked for, in any spelling; the link keeps to it."""
    path = f"/drafts/{SLUG}/history"
    whole = tool.get(path)["entries"]
    english = [one for one in whole if one["part"] == "en"]
    assert tool.get(f"{path}?part=EN")["entries"] == english
    assert following(tool, f"{path}?part=en&limit=1")["entries"] == english[1:2]
    assert tool.get(f"{path}?part=fr") == {"slug": SLUG, "entries": [], "next": None}
    for query in ("part=english", "part=", "cursor=0", "cursor=x", "cursor=-1", "limit=0", "of=en"):
        response = tool.ask("GET", f"{path}?{query}")
        assert kind_of(response) == "bad-parameter", query
        assert query.partition("=")[0] in response.text


def test_revisions_a_few_at_a_time(tool: Tool) -> None:
    """They go on below a number, and what is saved meanwhile moves nothing."""
    path = f"{ENGLISH}/revisions"
    for title in ("Two", "Three"):
        tool.ask("PATCH", ENGLISH, {"title": title}, match=tool.etag(ENGLISH))
    first = tool.get(f"{path}?limit=2")
    assert ([one["revision"] for one in first["revisions"]], first["next"]) == ([3, 2], "2")
    tool.ask("PATCH", ENGLISH, {"title": "Four"}, match=tool.etag(ENGLISH))
    rest = tool.get(f"{path}?limit=2&cursor=2")
    assert ([one["revision"] for one in rest["revisions"]], rest["next"]) == ([1], None)
    assert following(tool, f"{path}?limit=3")["revisions"] == rest["revisions"]
    assert kind_of(tool.ask("GET", f"{path}?part=en")) == "bad-parameter"


def test_history_and_revisions(tool: Tool) -> None:
    """Who did what is told, newest first, and every revision can be read again."""
    tool.ask("PATCH", ENGLISH, {"title": "New"}, match=tool.etag(ENGLISH))
    newest, *_ = tool.get(f"/drafts/{SLUG}/history?limit=1")["entries"]
    assert (newest["verb"], newest["part"], newest["revision"]) == ("saved", "en", 2)
    assert newest["author"].startswith("tool (token ")
    listed = tool.get(f"{ENGLISH}/revisions")["revisions"]
    assert [(one["revision"], one["author"]) for one in listed] == [
        (2, newest["author"]),
        (1, "ada"),
    ]
    assert tool.get(f"{ENGLISH}/revisions/1")["content"]["title"] == "Aurelia Duo Serum"
    for number in (0, 3, 10**12):
        assert kind_of(tool.ask("GET", f"{ENGLISH}/revisions/{number}")) == "not-found"


def test_diff(tool: Tool) -> None:
    """Two revisions are compared field by field, texts word by word."""
    tool.ask("PATCH", ENGLISH, {"title": "Aurelia Serum"}, match=tool.etag(ENGLISH))
    found = tool.get(f"{ENGLISH}/diff?from=1&to=2")
    assert (found["from"], found["to"]) == (1, 2)
    (title,) = found["differences"]
    assert (title["path"], title["label"], title["kind"]) == ("title", "Title", "changed")
    assert title["words"] == [
        {"fate": "same", "text": "Aurelia "},
        {"fate": "removed", "text": "Duo "},
        {"fate": "same", "text": "Serum"},
    ]
    assert tool.get(f"{ENGLISH}/diff?from=2&to=2")["differences"] == []
    assert kind_of(tool.ask("GET", f"{ENGLISH}/diff?from=1")) == "bad-parameter"
    assert kind_of(tool.ask("GET", f"{ENGLISH}/diff?from=1&to=3")) == "not-found"


def test_export_and_import(tool: Tool) -> None:
    """What is exported is taken back, and a part that is as it was gets no new revision."""
    path = f"/export/{SLUG}"
    document = tool.get(path)
    assert document == write_document(a_record())
    document["copy"]["en"]["title"] = "New"
    done = tool.ask("POST", "/import?publish=1", document, match=tool.etag(path))
    assert done.status_code == 200, done.text
    assert done.json is not None
    assert (done.json["changed"], done.json["unchanged"]) == (["en"], ["facts", "de"])
    assert done.json["published"] == ["en"]
    assert done.headers["ETag"] == done.json["etag"] == tool.etag(path)
    assert shown(tool.mounted) == "New"


def test_import_needs_the_version(tool: Tool) -> None:
    """A page is replaced from its latest version only, and made only where there is none."""
    document, path = write_document(a_record()), f"/export/{SLUG}"
    assert kind_of(tool.ask("POST", "/import", document)) == "if-match-required"
    assert kind_of(tool.ask("POST", "/import", document, If_None_Match="*")) == "stale"
    old = tool.etag(path)
    tool.ask("PATCH", ENGLISH, {"title": "Theirs"}, match=tool.etag(ENGLISH))
    assert kind_of(tool.ask("POST", "/import", document, match=old)) == "stale"
    assert kind_of(tool.ask("POST", "/import", document, match=tool.etag(ENGLISH))) == "stale"
    second = write_document(a_record(slug="second"))
    assert kind_of(tool.ask("POST", "/import", second, match=old)) == "stale"
    made = tool.ask("POST", "/import", second, If_None_Match="*")
    assert made.json is not None
    assert made.json["created"]
    assert tool.get(ENGLISH)["content"]["title"] == "Theirs"


def test_import_is_checked_in_the_store(mounted: MountedShop) -> None:
    """What came in between the check and the import is not written over."""
    mounted.mount.publishing.save_draft(EDITOR, SLUG, "en", a_copy(title="Theirs"), expected=1)
    with pytest.raises(RevisionConflict, match="the latest is 2"):
        mounted.mount.publishing.import_record(
            EDITOR, a_record(), expected={"facts": 1, "en": 1, "de": 1}
        )


def test_dry_run(tool: Tool) -> None:
    """A dry run says what would be done, needs no version, and does nothing."""
    document = write_document(a_record(pao_months=3))
    before = tool.get(f"/drafts/{SLUG}")
    done = tool.ask("POST", "/import?dry_run=1&publish=1", document)
    assert done.json is not None
    assert (done.json["changed"], done.json["dry_run"]) == (["facts"], True)
    assert tool.get(f"/drafts/{SLUG}") == before


def test_import_of_nonsense(tool: Tool) -> None:
    """A document that breaks a rule is refused whole, with pointers into it."""
    document = write_document(a_record())
    document["facts"]["pao_months"] = 99
    response = tool.ask("POST", "/import", document, match=tool.etag(f"/export/{SLUG}"))
    assert kind_of(response) == "invalid-document"
    assert response.json is not None
    assert {one["pointer"] for one in response.json["errors"]} == {"#/facts/pao_months"}
    bodies: list[t.Any] = [[], "x", {}]
    for body in bodies:
        assert kind_of(tool.ask("POST", "/import", body)) == "invalid-document"


def test_list_of_drafts(tool: Tool) -> None:
    """Pages are listed by slug, hidden ones too, a few at a time."""
    for slug in ("b-page", "c-page"):
        tool.mounted.bring_in(a_record(slug=slug), publish=False)
    first = tool.get("/drafts?limit=2")
    assert [one["slug"] for one in first["pages"]] == [SLUG, "b-page"]
    assert {one["state"] for one in first["pages"][1]["parts"]} == {"draft"}
    second = tool.get(f"/drafts?limit=2&cursor={first['next']}")
    assert ([one["slug"] for one in second["pages"]], second["next"]) == (["c-page"], None)
    assert following(tool, "/drafts?limit=2") == second
    assert kind_of(tool.ask("GET", "/drafts?limit=0")) == "bad-parameter"
    assert kind_of(tool.ask("GET", "/drafts?cursor=A")) == "bad-parameter"
    assert kind_of(tool.ask("GET", "/drafts?after=b-page")) == "bad-parameter"


@pytest.mark.parametrize(
    "path",
    [
        "/drafts/nothing",
        "/drafts/nothing/en",
        "/drafts/nothing/history",
        "/drafts/nothing/en/schedule",
        "/drafts/nothing/en/revisions",
        "/drafts/nothing/en/revisions/1",
        "/drafts/nothing/en/diff?from=1&to=1",
        "/export/nothing",
        "/drafts/%00/en",
        "/drafts/NO/en",
        f"/drafts/{SLUG}/fr",
        f"/drafts/{SLUG}/english",
        f"/drafts/{SLUG}/en/revisions/2",
    ],
)
def test_what_is_not_there(tool: Tool, path: str) -> None:
    """What is not there is 404, also where a database would choke on its name.

    :param path: below the API's address.
    """
    assert kind_of(tool.ask("GET", path)) == "not-found"


def test_locales_in_any_spelling(tool: Tool) -> None:
    """A locale in another spelling is the same part."""
    assert tool.get(f"/drafts/{SLUG}/EN")["part"] == "en"
