"""No claim that makes a drug of a serum goes live, whichever way it is sent."""

from __future__ import annotations

import collections.abc as cabc
import datetime as dt
import json
import re
import typing as t
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from claims_desk import a_shop_in_two_markets
from claims_desk import ADMIN
from claims_desk import ClaimsDesk
from claims_desk import EU
from claims_desk import MemoryOverrideLog
from claims_desk import PUBLISHER
from claims_desk import RISKY
from claims_desk import saying
from claims_desk import UK
from claims_desk import US
from claims_desk import WRITER
from factories import a_copy
from factories import a_facts
from factories import a_record
from factories import an_image
from factories import GEL_A
from factories import GEL_B
from factories import SKU
from factories import SLUG
from fakes import MemoryPageStore
from fakes import StoppedClock
from flask import Flask
from mounted import MountedShop
from sqlalchemy.engine import Engine

from flask_serum import ConfigInvalid
from flask_serum import FlaskSerum
from flask_serum.claims import pages
from flask_serum.claims.checking import passages
from flask_serum.claims.gate import ClaimsChecker
from flask_serum.claims.rules import RuleSet
from flask_serum.core.errors import PageIncomplete
from flask_serum.core.errors import Problem
from flask_serum.core.ingredients import Chamber
from flask_serum.core.page import Copy
from flask_serum.core.page import FACTS
from flask_serum.core.page import Facts
from flask_serum.core.page import Faq
from flask_serum.core.page import Record
from flask_serum.core.visibility import is_live
from flask_serum.options import Options
from flask_serum.web.documents import read_document
from flask_serum.web.documents import write_document

HOUR = dt.timedelta(hours=1)

# Stops in the US alone: what a body does is not a cosmetic's business there.
AMERICAN = "Supports the skin's own collagen production."
OWN_RULE: dict[str, t.Any] = {
    "id": "house-style",
    "verdicts": {"US": "block", "EU": "block", "UK": "block"},
    "catches": "A word that this shop does not use.",
    "why": "This shop never calls anything a miracle.",
    "source": {"US": "House style", "EU": "House style", "UK": "House style"},
    "when": [{"has": "house-word"}],
    "examples": {"match": ["A miracle."], "no_match": ["A serum."]},
}
OWN_RULES = {
    "language": "en",
    "version": "h1",
    "concepts": {"house-word": ["miracle"]},
    "rules": [OWN_RULE],
}


@pytest.fixture(name="desk")
def _desk(clock: StoppedClock) -> ClaimsDesk:
    store = MemoryPageStore()
    return ClaimsDesk(store, MemoryOverrideLog(store), clock)


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock) -> MountedShop:
    return a_shop_in_two_markets(sqlite_engine, clock)


def write(desk: ClaimsDesk, part: str, content: Facts | Copy) -> None:
    page = desk.store.page(SLUG, desk.clock.now())
    latest = page.parts[part].latest if page and part in page.parts else 0
    desk.publishing.save_draft(WRITER, SLUG, part, content, expected=latest)


def stopped(desk: ClaimsDesk, part: str = "en", **rest: t.Any) -> tuple[Problem, ...]:
    """Try to publish a part, and give what stops it."""
    with pytest.raises(PageIncomplete, match="Source") as caught:
        desk.publishing.publish(PUBLISHER, SLUG, part, **rest)
    return caught.value.problems


def english(desk: ClaimsDesk, text: str, **facts: t.Any) -> None:
    """Make a page of facts that are live and an English draft that says something."""
    write(desk, FACTS, a_facts(**facts))
    desk.publishing.publish(PUBLISHER, SLUG, FACTS)
    write(desk, "en", saying(a_copy(), text))


# Each door takes a shop and a page, tries to bring it to the public, and gives what it was told.
Door = cabc.Callable[[MountedShop, Record, Path], str]


def _saved(shop: MountedShop, record: Record) -> None:
    shop.mount.publishing.import_record(ADMIN, record)


def _refused(act: cabc.Callable[[], object]) -> str:
    with pytest.raises(PageIncomplete, match=r".") as caught:
        act()
    return str(caught.value)


def by_service(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish the parts one by one."""
    _saved(shop, record)
    shop.mount.publishing.publish(ADMIN, SLUG, FACTS)
    return _refused(lambda: shop.mount.publishing.publish(ADMIN, SLUG, "en"))


def by_schedule(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish from a later moment on."""
    _saved(shop, record)
    shop.mount.publishing.publish(ADMIN, SLUG, FACTS)
    begins = shop.clock.now() + HOUR
    return _refused(lambda: shop.mount.publishing.publish(ADMIN, SLUG, "en", begins=begins))


def by_import(shop: MountedShop, record: Record, _: Path) -> str:
    """Import and publish in one."""
    return _refused(lambda: shop.mount.publishing.import_record(ADMIN, record, publish=True))


def by_import_of_facts_last(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish the copy where the page is sold nowhere yet, then widen it."""
    home = replace(record, facts=replace(record.facts, markets=("elsewhere",)))
    shop.mount.publishing.import_record(ADMIN, home, publish=True)
    _saved(shop, record)
    return _refused(lambda: shop.mount.publishing.publish(ADMIN, SLUG, FACTS))


def by_other_mount(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish from the mount of the other market."""
    _saved(shop, record)
    other = shop.app.extensions["serum"]["us"].publishing
    other.publish(ADMIN, SLUG, FACTS)
    return _refused(lambda: other.publish(ADMIN, SLUG, "en"))


def _command(shop: MountedShop, *arguments: str) -> str:
    done = shop.app.test_cli_runner().invoke(args=["serum", *arguments])
    assert done.exit_code == 1, done.output
    return done.output


def by_command(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish on the command line."""
    _saved(shop, record)
    return _command(shop, "publish", SLUG)


def by_command_import(shop: MountedShop, record: Record, folder: Path) -> str:
    """Import and publish on the command line."""
    file = folder / "page.json"
    file.write_text(json.dumps(write_document(record)), "utf-8")
    return _command(shop, "import", str(file), "--publish")


def _posted(shop: MountedShop, path: str, body: object, **headers: str) -> str:
    response = shop.client.post(f"/serums/api/v1/{path}", json=body, headers=headers)
    assert response.status_code == 422, response.text
    return str(json.dumps(response.get_json(), ensure_ascii=False))


def by_api(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish through the JSON API."""
    _saved(shop, record)
    shop.mount.publishing.publish(ADMIN, SLUG, FACTS)
    tag = shop.client.get(f"/serums/api/v1/drafts/{SLUG}/en").headers["ETag"]
    return _posted(shop, f"drafts/{SLUG}/en/publish", {}, **{"If-Match": tag})


def by_api_schedule(shop: MountedShop, record: Record, _: Path) -> str:
    """Schedule through the JSON API."""
    _saved(shop, record)
    shop.mount.publishing.publish(ADMIN, SLUG, FACTS)
    tag = shop.client.get(f"/serums/api/v1/drafts/{SLUG}/en").headers["ETag"]
    body = {"begins": (shop.clock.now() + HOUR).isoformat()}
    return _posted(shop, f"drafts/{SLUG}/en/schedule", body, **{"If-Match": tag})


def by_api_import(shop: MountedShop, record: Record, _: Path) -> str:
    """Import and publish through the JSON API."""
    document = write_document(record)
    return _posted(shop, "import?publish=1", document, **{"If-None-Match": "*"})


def _token(shop: MountedShop) -> dict[str, str]:
    html = shop.client.get(f"/serums/editor/pages/{SLUG}/").text
    found = re.search(r'name="(serum_token)" value="([^"]+)"', html)
    assert found is not None, html
    return {found[1]: found[2]}


def by_editor(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish by the editor's button."""
    _saved(shop, record)
    shop.mount.publishing.publish(ADMIN, SLUG, FACTS)
    form = {"part": "en", "revision:en": "1", **_token(shop)}
    return shop.client.post(f"/serums/editor/pages/{SLUG}/publish", data=form).text


def by_editor_list(shop: MountedShop, record: Record, _: Path) -> str:
    """Publish several pages at once in the editor's list."""
    _saved(shop, record)
    form = {"slug": SLUG, **_token(shop)}
    return shop.client.post("/serums/editor/publish", data=form).text


DOORS: list[Door] = [
    by_service,
    by_schedule,
    by_import,
    by_import_of_facts_last,
    by_other_mount,
    by_command,
    by_command_import,
    by_api,
    by_api_schedule,
    by_api_import,
    by_editor,
    by_editor_list,
]


@pytest.mark.parametrize("door", DOORS)
def test_no_door_passes_a_claim(door: Door, shop: MountedShop, tmp_path: Path) -> None:
    """Whichever way it is sent, the claim is named, and shoppers never see it.

    :param door: the way.
    """
    told = door(shop, a_record(copy={"en": saying(a_copy())}), tmp_path)
    assert "eczema" in told
    assert "EU" in told
    assert "US" in told
    for later in (shop.clock.now(), shop.clock.now() + 2 * HOUR):
        shop.clock.time = later
        page = shop.mount.store.page(SLUG, later)
        copy = page.parts.get("en") if page else None
        sold = page.parts[FACTS].content if page and FACTS in page.parts else None
        widened = isinstance(sold, Facts) and "eu" in sold.markets
        assert copy is None or not is_live(copy, later) or not widened
        for path in (f"/serums/{SLUG}", f"/us/serums/{SLUG}"):
            assert RISKY not in shop.client.get(path).text


def test_what_is_told(desk: ClaimsDesk) -> None:
    """A problem has the field, the words, the reason, where, the source, and a rewording."""
    english(desk, "Removes wrinkles for good.")
    problem = next(one for one in stopped(desk) if "(US)" in one.message)
    assert problem.path == "copy.en.benefits[2]"
    assert "wrinkles” (US): " in problem.message
    assert "Source: " in problem.message
    assert "Say instead: “" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "It closes wounds faster.",
        "Brings down bruises and swelling after surgery.",
        "Kills the bacteria on your face.",
        "Calms inflamed skin from the inside.",
        "The answer to acne.",
        "Makes scars disappear.",
        "Widens the blood vessels of the face.",
        "Better circulation for tired skin.",
        "Stimulates collagen.",
        "Restores the nitric oxide levels that fall with age.",
        "Erases wrinkles.",
        "Helps actives penetrate deeper.",
        "The rosy tone comes from more blood flow and shows that it works.",
        "As strong as a cortisone cream.",
        "My psoriasis was gone after two weeks, says Lena.",
        "It doesn't just cover rosacea, it treats it.",
        "Helps e\u00adcze\u200bma.",
        "Hea<b>ls</b> dermatitis.",
    ],
)
def test_what_stops_in_the_us(desk: ClaimsDesk, text: str) -> None:
    """Copy that a seller of such serums likes to write, and that gets a warning letter.

    :param text: a benefit.
    """
    english(desk, text)
    assert any("(US)" in one.message for one in stopped(desk))


FIELDS: dict[str, dict[str, t.Any]] = {
    "title": {"title": "Eczema Healer"},
    "product_type": {"product_type": "Eczema treatment"},
    "summary": {"summary": RISKY},
    "what_it_is": {"what_it_is": f"<p>{RISKY}</p>"},
    "why_mixed": {"why_mixed": f"<p>{RISKY}</p>"},
    "about_nitric_oxide": {"about_nitric_oxide": f"<p>{RISKY}</p>"},
    "benefits[0]": {"benefits": (RISKY,)},
    "topical_and_supplements": {"topical_and_supplements": f"<p>{RISKY}</p>"},
    "storage": {"storage": RISKY},
    "extra_warnings[0]": {"extra_warnings": (RISKY,)},
    "faq[0].question": {"faq": (Faq("Does it heal eczema?", "<p>Yes.</p>"),)},
    "faq[0].answer": {"faq": (Faq("What is it for?", f"<p>{RISKY}</p>"),)},
    "seo_title": {"seo_title": "Heals eczema"},
    "seo_description": {"seo_description": RISKY},
    "alt_texts.url": {"alt_texts": {"url": "Skin on which it healed eczema"}},
    f"variant_names.{SKU}": {"variant_names": {SKU: "Eczema treatment size"}},
    "step_notes.mix": {"step_notes": {"mix": "This is what heals your eczema."}},
}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_read(desk: ClaimsDesk, field: str) -> None:
    """A claim stops wherever on the page it stands, and the problem says where.

    :param field: the field.
    """
    write(desk, FACTS, a_facts(images=(an_image("url"),)))
    write(desk, "en", a_copy(**{"alt_texts": {"url": "A bottle"}, **FIELDS[field]}))
    assert f"copy.en.{field}" in {one.path for one in stopped(desk)}


@pytest.mark.parametrize(
    ("field", "value"), [("slug", "eczema-healing-serum"), ("brand", "Acne Clear")]
)
def test_names_are_read(desk: ClaimsDesk, field: str, value: str) -> None:
    """What stands in no locale is read too.

    :param field: of the facts.
    :param value: what it says.
    """
    facts = a_facts(**{field: value})
    desk.publishing.save_draft(WRITER, facts.slug, FACTS, facts, expected=0)
    with pytest.raises(PageIncomplete, match=f"facts.{field}: “"):
        desk.publishing.publish(PUBLISHER, facts.slug, FACTS)


def test_a_page_answers_to_its_markets_alone(desk: ClaimsDesk) -> None:
    """What only the US forbids may be said where the page is not sold there."""
    english(desk, AMERICAN, markets=("eu",))
    assert desk.publishing.publish(PUBLISHER, SLUG, "en").revision == 1


def test_a_locale_answers_to_the_markets_that_show_it(desk: ClaimsDesk) -> None:
    """German copy is not read by the rules of a market that shows none."""
    desk.markets = [EU, replace(US, locales=("en",))]
    write(desk, FACTS, a_facts())
    write(desk, "de", saying(a_copy(), "Regt die Kollagenbildung der Haut an."))
    publication = desk.publishing.publish(PUBLISHER, SLUG, "de")
    assert not any("(US)" in one.message for one in publication.remarks)


def test_copy_that_a_market_borrows(desk: ClaimsDesk) -> None:
    """English copy is shown in a market of American English, and so answers to the US."""
    english(desk, AMERICAN, markets=("us",))
    assert {one.path for one in stopped(desk)} == {"copy.en.benefits[2]"}


def test_a_market_that_is_added_later(desk: ClaimsDesk) -> None:
    """Facts that bring a page to a new market are stopped by what is live or scheduled."""
    english(desk, AMERICAN, markets=("eu",))
    begins = desk.clock.now() + HOUR
    desk.publishing.publish(PUBLISHER, SLUG, "en", begins=begins)
    write(desk, FACTS, a_facts())
    assert "copy.en.benefits[2]" in {one.path for one in stopped(desk, FACTS)}
    desk.clock.advance(hours=2)
    assert "copy.en.benefits[2]" in {one.path for one in stopped(desk, FACTS)}


def test_a_market_that_is_scheduled(desk: ClaimsDesk) -> None:
    """Copy is stopped by a market to which the page is scheduled to come."""
    english(desk, AMERICAN, markets=("eu",))
    write(desk, FACTS, a_facts())
    desk.publishing.publish(PUBLISHER, SLUG, FACTS, begins=desk.clock.now() + HOUR)
    assert {one.path for one in stopped(desk)} == {"copy.en.benefits[2]"}


def test_the_moment_counts_not_the_draft(desk: ClaimsDesk) -> None:
    """What is published is read, whichever revision that is."""
    english(desk, RISKY)
    write(desk, "en", a_copy())
    assert stopped(desk, revision=1)
    desk.publishing.publish(PUBLISHER, SLUG, "en")


def test_a_warning_does_not_stop(desk: ClaimsDesk) -> None:
    """What is only to be looked at goes out, and is told to who publishes."""
    english(desk, "Hypoallergenic.")
    (remark,) = {one.path for one in desk.publishing.publish(PUBLISHER, SLUG, "en").remarks}
    assert remark == "copy.en.benefits[2]"


def test_a_locale_without_rules(desk: ClaimsDesk) -> None:
    """What nobody could read goes out and is said to be unread, in the answer and for ever."""
    write(desk, FACTS, a_facts())
    write(desk, "ar", a_copy())
    (remark,) = desk.publishing.publish(PUBLISHER, SLUG, "ar").remarks
    assert remark.path == "copy.ar"
    assert remark.message.startswith("Not checked: there are no rules for the language 'ar'")
    assert desk.verbs(SLUG)[-2:] == [("ar", "published"), ("ar", "claims not checked")]
    outcome = desk.publishing.import_record(
        ADMIN, a_record(copy={"ar": a_copy(title="Another")}), publish=True
    )
    assert [one.path for one in outcome.remarks] == ["copy.ar"]


def test_a_market_that_nobody_mounted(desk: ClaimsDesk) -> None:
    """A market whose law is not known here is said to be unchecked."""
    write(desk, FACTS, a_facts(markets=("eu", "jp")))
    (remark,) = desk.publishing.publish(PUBLISHER, SLUG, FACTS).remarks
    assert remark == Problem(
        "facts.markets", "Not checked for market 'jp', which is not mounted here."
    )


def a_nitrite_serum(*more: str, **fields: t.Any) -> Facts:
    """Make facts with nitrite in the first gel, and more in the second."""
    first, second = (*GEL_A, "Sodium Nitrite"), (*GEL_B, *more)
    return a_facts(chambers=(Chamber("A", first), Chamber("B", second)), **fields)


def test_nitrite_in_the_eu(desk: ClaimsDesk) -> None:
    """A nitrite stops a page in the EU, and is told in the US."""
    write(desk, FACTS, a_nitrite_serum())
    (problem,) = stopped(desk, FACTS)
    assert problem.path == "facts.chambers[0].inci"
    assert "“Sodium Nitrite” (EU)" in problem.message
    write(desk, FACTS, a_nitrite_serum(markets=("us",)))
    remarks = desk.publishing.publish(PUBLISHER, SLUG, FACTS).remarks
    assert [one.path for one in remarks] == ["facts.chambers[0].inci"]


def test_nitrite_meets_amine(desk: ClaimsDesk) -> None:
    """Nitrite in one gel and an amine in the other stop a page everywhere."""
    write(desk, FACTS, a_nitrite_serum("Triethanolamine", markets=("us",)))
    (problem,) = stopped(desk, FACTS)
    assert "“Sodium Nitrite, Triethanolamine” (US)" in problem.message
    assert "mixed in the palm" in problem.message


def test_ingredients_that_are_named(desk: ClaimsDesk) -> None:
    """Retinol and perfume are told, and stop nothing."""
    facts = a_facts(chambers=(Chamber("A", (*GEL_A, "Retinol", "Parfum")), Chamber("B", GEL_B)))
    write(desk, FACTS, facts)
    told = [one.message for one in desk.publishing.publish(PUBLISHER, SLUG, FACTS).remarks]
    assert [one.split(" (")[0] for one in told] == ["“Retinol”", "“Parfum”"]


def test_a_page_that_no_longer_passes(desk: ClaimsDesk) -> None:
    """New rules stop what is published next; what is live stays, is told, and can come down."""
    english(desk, "A small miracle.")
    desk.publishing.publish(PUBLISHER, SLUG, "en")
    assert desk.gate.standing(SLUG).stopping == ()
    desk.own = [RuleSet.load("en").extended_with(OWN_RULES)]
    told = desk.gate.standing(SLUG).stopping
    assert {one.claim.rule for one in told} == {"house-style"}
    assert [one.claim.jurisdiction for one in desk.gate.standing(SLUG, US).stopping] == ["US"]
    assert {one.path for one in stopped(desk, FACTS)} == {"copy.en.benefits[2]"}
    desk.publishing.unpublish(PUBLISHER, SLUG, "en")
    assert desk.gate.standing(SLUG).stopping == ()


def test_what_is_scheduled_is_read_again(desk: ClaimsDesk) -> None:
    """A page that is still to come is told too, once new rules stop it."""
    english(desk, "A small miracle.")
    desk.publishing.publish(PUBLISHER, SLUG, "en", begins=desk.clock.now() + HOUR)
    desk.own = [RuleSet.load("en").extended_with(OWN_RULES)]
    assert desk.gate.standing(SLUG).stopping


def test_read_once(desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is read once per publication, whatever the number of markets."""
    read: list[str] = []

    def counting(text: str, *rest: t.Any, **more: t.Any) -> t.Any:
        read.append(text)
        return passages(text, *rest, **more)

    english(desk, "Feels light.")
    desk.markets = [EU, US, UK, replace(UK, code="gb2"), replace(US, code="us2")]
    monkeypatch.setattr(pages, "passages", counting)
    desk.publishing.publish(PUBLISHER, SLUG, "en")
    assert len([one for one in read if "Feels light." in one]) == 1
    assert len(read) == 3  # the copy, and the names in English and in German


def a_file(folder: Path, rules: object) -> Path:
    """Write rules down."""
    file = folder / "rules.json"
    file.write_text(json.dumps(rules), "utf-8")
    return file


@pytest.mark.parametrize("given", ["path", "text", "rule set", "several"])
def test_a_hosts_own_rules(
    sqlite_engine: Engine, clock: StoppedClock, tmp_path: Path, given: str
) -> None:
    """A host's rules stop copy in every mount of the app, beside ours.

    :param given: how the option is written.
    """
    path = a_file(tmp_path, OWN_RULES)
    rule_set = RuleSet.load("en").extended_with(OWN_RULES)
    value: t.Any = {"path": path, "text": str(path), "rule set": rule_set, "several": [path]}[given]
    shop = a_shop_in_two_markets(sqlite_engine, clock, claims_rules=value)
    for text in ("A small miracle.", RISKY):
        record = a_record(copy={"en": saying(a_copy(), text)})
        for mount in shop.app.extensions["serum"].values():
            with pytest.raises(PageIncomplete, match=r"benefits\[2\]") as caught:
                mount.publishing.import_record(ADMIN, record, publish=True)
            told = [str(one) for one in caught.value.problems]
            assert len(told) == len(set(told))


def test_a_hosts_rules_take_nothing_away(
    sqlite_engine: Engine, clock: StoppedClock, tmp_path: Path
) -> None:
    """A rule of ours that a host weakens, or leaves out, stops all the same."""
    ours = RuleSet.load("en")
    silent = {"US": "warn", "EU": "warn", "UK": "warn"}
    weakened = [{**OWN_RULE, "id": one.id, "verdicts": silent} for one in ours.rules]
    empty = replace(ours, rules=())
    rules = [a_file(tmp_path, {**OWN_RULES, "rules": weakened}), empty]
    shop = a_shop_in_two_markets(sqlite_engine, clock, claims_rules=rules)
    with pytest.raises(PageIncomplete, match="eczema"):
        shop.bring_in(a_record(copy={"en": saying(a_copy())}))


def test_a_language_of_the_hosts_own() -> None:
    """Rules for a language that we have none for are asked, and it counts as checked."""
    document = {**OWN_RULES, "language": "es", "concepts": {"house-word": ["milagro"]}}
    checker = ClaimsChecker(write_document, lambda: [RuleSet.read(document, "es")])
    record = a_record(copy={"es": a_copy(summary="Un milagro.", benefits=())})
    found = checker(record, [EU])
    assert [(one.claim.path, one.blocks, one.version) for one in found] == [
        ("copy.es.summary", True, "h1")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "can't be read"),
        ("3", "must hold an object or a list of rules"),
        ('{"rules": [{"id": "x"}]}', "rule 'x', field 'verdicts': is missing"),
        ('{"language": "es"}', "the field 'version' is missing"),
    ],
)
def test_rules_that_can_not_be_used(tmp_path: Path, content: str, message: str) -> None:
    """A file that can't be used keeps the app from starting, and is told by what is wrong.

    :param content: of the file.
    :param message: what is told.
    """
    file = tmp_path / "rules.json"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigInvalid, match=f"claims_rules.*{message}"):
        FlaskSerum(claims_rules=file)


def test_rules_of_the_wrong_kind() -> None:
    """What is no file and no rule set is told."""
    with pytest.raises(ConfigInvalid, match="give a JSON file, a RuleSet, or several"):
        FlaskSerum(claims_rules=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["claims", "claims_gate", "check_claims", "gates"])
def test_nothing_switches_the_gate_off(sqlite_engine: Engine, name: str) -> None:
    """There is no such option, and no such setting.

    :param name: one that there might be.
    """
    app = Flask("host")
    wanted = t.cast(Options, {"market": EU, "db": sqlite_engine, name: False})
    with pytest.raises(ConfigInvalid, match="there is no such option"):
        FlaskSerum(app, **wanted)
    app.config[f"SERUM_{name.upper()}"] = False
    with pytest.raises(ConfigInvalid, match="there is no such setting"):
        FlaskSerum(app, market=EU, db=sqlite_engine)


def demo_pages() -> dict[str, Record]:
    """Give the pages that come with the plugin."""
    folder = files("flask_serum") / "demo" / "data"
    documents = {one.name: json.loads(one.read_text("utf-8")) for one in folder.iterdir()}
    return {name: read_document(one) for name, one in documents.items() if "facts" in one}


@pytest.mark.parametrize("name", demo_pages())
def test_the_demo_passes(desk: ClaimsDesk, name: str) -> None:
    """The demo's pages may be published in each market, in each of their locales.

    :param name: of the page's file.
    """
    desk.markets = [EU, US, UK]
    record = demo_pages()[name]
    everywhere = replace(record.facts, markets=("eu", "us", "uk"))
    found = desk.gate.inspect("", [everywhere], list(record.copy.items()))
    assert found.stopping == ()
    assert {one.claim.part for one in found.unchecked} <= {"ar"}


def test_the_usual_page_passes(desk: ClaimsDesk) -> None:
    """The copy that all other tests publish is clean."""
    desk.markets = [EU, US, UK]
    found = desk.gate.inspect("", [a_facts(markets=("eu", "us", "uk"))], [("en", a_copy())])
    assert (found.stopping, found.warnings, found.unchecked) == ((), (), ())
