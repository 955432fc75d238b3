"""What the API's examples for merchants' tools show: the life of a page, from import to trash."""

from __future__ import annotations

import copy
import typing as t

from api_wishes import Wish

from flask_serum.core.tokens import PREFIX
from flask_serum.demo.storefront import document

TOKEN_ID = "0123456789ab"
TOKEN = f"{PREFIX}_{TOKEN_ID}_{'example-' * 5}abc"

_SLUG = "meridian-trial"
_PAGE = f"/drafts/{_SLUG}"
_REASON = "The dossier of this claim was accepted for this serum."
_CLAIM = {"path": "copy.en.benefits[0]", "rule": "healing", "jurisdiction": "EU"}


def _trial() -> dict[str, t.Any]:
    """Give a page document with as few words as can be published."""
    page: dict[str, t.Any] = copy.deepcopy(document("meridian-night"))
    facts, words = page["facts"], page["copy"]["en"]
    facts["slug"] = _SLUG
    facts["variants"] = [{"sku": "MT-30", "content": {"amount": "15", "unit": "ml", "chambers": 2}}]
    facts["images"] = facts["images"][:1]
    words |= {
        "title": "Meridian Trial",
        "summary": "Two gels for the evening, in a size to try.",
        "what_it_is": "<p>A serum of two gels, for the look of rested skin.</p>",
        "why_mixed": "<p>The gels meet just before use, because the mix does not keep.</p>",
        "about_nitric_oxide": "<p>Nitric oxide is a gas that the gels give off together.</p>",
        "benefits": ["Leaves skin with a rested look"],
        "topical_and_supplements": "<p>For the outside only; it is no supplement.</p>",
        "storage": "Store below 25 °C.",
        "extra_warnings": [],
        "faq": [],
        "alt_texts": {"front": "A clear bottle with two chambers, one blue, one clear."},
        "variant_names": {"MT-30": "Full size"},
        "step_notes": {},
        "seo_title": "",
        "seo_description": "",
    }
    page["copy"] = {"en": words}
    return page


_DOCUMENT = _trial()
_GERMAN = {
    **_DOCUMENT["copy"]["en"],
    "title": "Meridian Probe",
    "product_type": "Abendserum aus zwei Gelen",
    "summary": "Zwei Gele für den Abend, in einer Größe zum Probieren.",
    "what_it_is": "<p>Ein Serum aus zwei Gelen, für ein ausgeruhtes Aussehen.</p>",
    "why_mixed": "<p>Die Gele treffen sich erst vor dem Gebrauch.</p>",
    "about_nitric_oxide": "<p>Stickstoffmonoxid ist ein Gas, das die Gele abgeben.</p>",
    "benefits": ["Für ein ausgeruhtes Aussehen"],
    "topical_and_supplements": "<p>Nur für außen.</p>",
    "storage": "Unter 25 °C lagern.",
    "alt_texts": {"front": "Eine Flasche mit zwei Kammern, eine blau, eine klar."},
    "variant_names": {"MT-30": "Volle Größe"},
}


def _at(part: str, number: int) -> str:
    return f'"{_SLUG}/{part}/{number}"'


def _whole(**latest: int) -> str:
    parts = "+".join(f"{part}.{number}" for part, number in sorted(latest.items()))
    return f'"{_SLUG}/{parts}"'


def _step(
    operation: str,
    name: str,
    summary: str,
    request: str,
    body: t.Any = None,
    *,
    match: str = "",
    new: bool = False,
    token: bool = True,
    **rest: t.Any,
) -> Wish:
    method, _, path = request.partition(" ")
    headers = {"Authorization": f"Bearer {TOKEN}"} if token and "signed_in" not in rest else {}
    headers |= {"If-Match": match} if match else {}
    headers |= {"If-None-Match": "*"} if new else {}
    return Wish(operation, name, summary, path, method, headers, body, **rest)


_IMPORT = (
    _step("import_page", "no_version", "Without a version", "POST /import", _DOCUMENT),
    _step(
        "import_page",
        "dry_run",
        "What would be done",
        "POST /import?dry_run=1&publish=1",
        _DOCUMENT,
    ),
    _step("import_page", "made", "A new page", "POST /import", _DOCUMENT, new=True),
    _step(
        "import_page",
        "stale",
        "From a version that is no longer the latest",
        "POST /import",
        _DOCUMENT,
        match=_whole(en=7, facts=1),
    ),
    _step("export_page", "page", "The page again", f"GET /export/{_SLUG}"),
    _step("export_page", "not_there", "No such page", "GET /export/nothing-here"),
)

_DRAFTS = (
    _step("list_drafts", "first", "One at a time", "GET /drafts?limit=1"),
    _step("list_drafts", "guest", "For a guest", "GET /drafts", token=False),
    _step("read_drafts", "page", "All parts of a page", f"GET {_PAGE}"),
    _step("read_drafts", "not_there", "No such page", "GET /drafts/nothing-here"),
    _step("read_draft", "english", "The English copy", f"GET {_PAGE}/en"),
    _step("read_draft", "not_there", "No such part", f"GET {_PAGE}/fr"),
    _step(
        "patch_draft",
        "title",
        "Another title",
        f"PATCH {_PAGE}/en",
        {"title": "Meridian Trial Duo"},
        match=_at("en", 1),
    ),
    _step(
        "patch_draft",
        "stale",
        "From a version that is no longer the latest",
        f"PATCH {_PAGE}/en",
        {"title": "Trial"},
        match=_at("en", 1),
    ),
    _step(
        "patch_draft",
        "misspelled",
        "A field that there is not",
        f"PATCH {_PAGE}/en",
        {"titel": "Trial"},
        match=_at("en", 2),
    ),
    _step("put_draft", "made", "A new locale", f"PUT {_PAGE}/de", _GERMAN, new=True),
    _step(
        "put_draft",
        "replaced",
        "All of it anew",
        f"PUT {_PAGE}/de",
        {**_GERMAN, "title": "Meridian zum Probieren"},
        match=_at("de", 1),
    ),
    _step("put_draft", "no_version", "Without a version", f"PUT {_PAGE}/de", _GERMAN),
)

_PUBLISHING = (
    _step(
        "publish", "facts", "The facts", f"POST {_PAGE}/facts/publish", {}, match=_at("facts", 1)
    ),
    _step(
        "publish",
        "until",
        "The German copy, for two weeks",
        f"POST {_PAGE}/de/publish",
        {"revision": 2, "ends": "2027-03-15T09:00:00+01:00"},
        match=_at("de", 2),
    ),
    _step(
        "schedule",
        "no_zone",
        "A time without its zone",
        f"POST {_PAGE}/de/schedule",
        {"begins": "2027-04-01T09:00"},
        match=_at("de", 2),
    ),
    _step(
        "schedule",
        "later",
        "From April on",
        f"POST {_PAGE}/de/schedule",
        {"begins": "2027-04-01T09:00:00+02:00"},
        match=_at("de", 2),
        keep="april",
    ),
    _step("list_upcoming", "german", "What is to come", f"GET {_PAGE}/de/schedule"),
    _step("list_upcoming", "not_there", "No such page", "GET /drafts/nothing-here/de/schedule"),
    _step(
        "move_upcoming",
        "earlier",
        "In March already",
        f"PATCH {_PAGE}/de/schedule/{{april}}",
        {"begins": "2027-03-20T09:00:00+01:00", "ends": "2027-03-27T09:00:00+01:00"},
        match=_at("de", 2),
        keep="march",
    ),
    _step(
        "move_upcoming",
        "gone",
        "What was moved has another id",
        f"PATCH {_PAGE}/de/schedule/{{april}}",
        {"begins": "2027-03-20T09:00:00+01:00"},
        match=_at("de", 2),
    ),
    _step(
        "cancel_upcoming",
        "cancelled",
        "Not at all",
        f"DELETE {_PAGE}/de/schedule/{{march}}",
        match=_at("de", 2),
    ),
    _step(
        "cancel_upcoming",
        "gone",
        "It was cancelled before",
        f"DELETE {_PAGE}/de/schedule/{{march}}",
        match=_at("de", 2),
    ),
    _step(
        "unpublish",
        "german",
        "The German copy",
        f"POST {_PAGE}/de/unpublish",
        {},
        match=_at("de", 2),
    ),
    _step(
        "unpublish",
        "stale",
        "From a version that is no longer the latest",
        f"POST {_PAGE}/de/unpublish",
        {},
        match=_at("de", 1),
    ),
)

_CLAIMS = (
    _step(
        "patch_draft",
        "claims",
        "Copy that says too much",
        f"PATCH {_PAGE}/en",
        {"benefits": ["Heals dry skin.", "Boosts collagen production."]},
        match=_at("en", 2),
    ),
    _step("read_claims", "found", "What stands against it", f"GET {_PAGE}/claims"),
    _step("read_claims", "unclear", "Of what?", f"GET {_PAGE}/claims?of=all"),
    _step(
        "publish",
        "claims",
        "Claims stop it",
        f"POST {_PAGE}/en/publish",
        {},
        match=_at("en", 3),
    ),
    _step(
        "ask_override",
        "asked",
        "One asks",
        f"POST {_PAGE}/overrides",
        {**_CLAIM, "reason": _REASON},
        keep="first",
        signed_in="Ada",
    ),
    _step(
        "ask_override",
        "by_a_token",
        "No token can",
        f"POST {_PAGE}/overrides",
        {**_CLAIM, "reason": _REASON},
    ),
    _step(
        "confirm_override",
        "own",
        "Who asked can't confirm",
        f"POST {_PAGE}/overrides/{{first}}/confirm",
        {},
        signed_in="Ada",
    ),
    _step(
        "confirm_override",
        "confirmed",
        "Another one confirms",
        f"POST {_PAGE}/overrides/{{first}}/confirm",
        {},
        signed_in="Ben",
    ),
    _step("list_overrides", "all", "The overrides", f"GET {_PAGE}/overrides"),
    _step("list_overrides", "not_there", "No such page", "GET /drafts/nothing-here/overrides"),
    _step(
        "publish",
        "remarks",
        "With something to look at",
        f"POST {_PAGE}/en/publish",
        {},
        match=_at("en", 3),
    ),
    _step(
        "withdraw_override",
        "withdrawn",
        "Taken back",
        f"POST {_PAGE}/overrides/{{first}}/withdraw",
        {"reason": "The study that it rests on was withdrawn."},
        signed_in="Ben",
    ),
    _step(
        "withdraw_override",
        "short",
        "A reason that says nothing",
        f"POST {_PAGE}/overrides/{{first}}/withdraw",
        {"reason": "Because."},
        signed_in="Ben",
    ),
    _step(
        "ask_override",
        "again",
        "Asked again, by somebody else",
        f"POST {_PAGE}/overrides",
        {**_CLAIM, "reason": _REASON},
        keep="second",
        signed_in="Ben",
    ),
    _step(
        "refuse_override",
        "refused",
        "Refused",
        f"POST {_PAGE}/overrides/{{second}}/refuse",
        {"reason": "The study that it rests on was withdrawn."},
        signed_in="Ada",
    ),
    _step(
        "refuse_override",
        "decided",
        "It was decided before",
        f"POST {_PAGE}/overrides/{{second}}/refuse",
        {"reason": "The study that it rests on was withdrawn."},
        signed_in="Ada",
    ),
)

_HISTORY = (
    _step(
        "revert",
        "back",
        "Back to the second revision",
        f"POST {_PAGE}/en/revert",
        {"revision": 2},
        match=_at("en", 3),
    ),
    _step(
        "revert",
        "not_there",
        "No such revision",
        f"POST {_PAGE}/en/revert",
        {"revision": 99},
        match=_at("en", 4),
    ),
    _step("read_history", "newest", "The newest", f"GET {_PAGE}/history?limit=3&part=en"),
    _step("read_history", "no_part", "No such part", f"GET {_PAGE}/history?part=english"),
    _step("list_revisions", "english", "Of the English copy", f"GET {_PAGE}/en/revisions?limit=2"),
    _step("list_revisions", "no_locale", "No locale", f"GET {_PAGE}/english/revisions"),
    _step("read_revision", "first", "The first", f"GET {_PAGE}/en/revisions/1"),
    _step("read_revision", "not_there", "No such revision", f"GET {_PAGE}/en/revisions/99"),
    _step("read_diff", "title", "What the patch changed", f"GET {_PAGE}/en/diff?from=1&to=2"),
    _step("read_diff", "half", "Compared with what?", f"GET {_PAGE}/en/diff?from=1"),
)

_SHARING = (
    _step(
        "make_link",
        "pinned",
        "For a week, as it is now",
        f"POST {_PAGE}/links",
        {"locale": "en", "pinned": True, "days": 7},
        keep="link",
    ),
    _step("make_link", "too_long", "For too long", f"POST {_PAGE}/links", {"days": 365}),
    _step("list_links", "all", "The links", f"GET {_PAGE}/links"),
    _step("list_links", "not_there", "No such page", "GET /drafts/nothing-here/links"),
    _step("revoke_link", "revoked", "Revoked", f"DELETE {_PAGE}/links/{{link}}"),
    _step("revoke_link", "not_there", "No such link", f"DELETE {_PAGE}/links/99"),
)

_LATEST = _whole(de=2, en=4, facts=1)
_ENDING = (
    _step(
        "copy_page",
        "copied",
        "Under another name",
        f"POST {_PAGE}/copy",
        {"slug": "meridian-copy"},
        match=_LATEST,
    ),
    _step(
        "copy_page",
        "taken",
        "Under a name that is taken",
        f"POST {_PAGE}/copy",
        {"slug": "meridian-duo"},
        match=_LATEST,
    ),
    _step("trash_page", "no_version", "Without a version", f"POST {_PAGE}/trash", {}),
    _step("trash_page", "gone", "Into the trash", f"POST {_PAGE}/trash", {}, match=_LATEST),
    _step("restore_page", "back", "Out of it", f"POST {_PAGE}/restore", {}, match=_LATEST),
    _step(
        "restore_page",
        "stale",
        "From a version that is no longer the latest",
        f"POST {_PAGE}/restore",
        {},
        match=_whole(de=1, en=4, facts=1),
    ),
)

STORY = (*_IMPORT, *_DRAFTS, *_PUBLISHING, *_CLAIMS, *_HISTORY, *_SHARING, *_ENDING)
"""In this order: each goes on from where the one before it has left the page."""
