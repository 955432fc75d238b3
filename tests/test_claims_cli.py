"""``flask serum claims`` and ``claims-override``: what they print, and a status for scripts."""

from __future__ import annotations

import json
import typing as t
from dataclasses import replace
from pathlib import Path

import pytest
from claims_desk import a_shop_in_two_markets
from claims_desk import ADMIN
from claims_desk import COSIMA
from claims_desk import RISKY
from claims_desk import saying
from click.testing import Result
from factories import a_copy
from factories import a_record
from factories import SLUG
from fakes import StoppedClock
from mounted import MountedShop
from sqlalchemy.engine import Engine

from flask_serum.claims.rules import RuleSet
from flask_serum.core.page import Record
from flask_serum.doctor import examine
from flask_serum.web.documents import write_document

REASON = "Our study of 2026 is on file, and counsel has read it."
WARNING = "Hypoallergenic."
OWN_RULES = {
    "version": "h1",
    "concepts": {"house-word": ["miracle"]},
    "rules": [
        {
            "id": "house-style",
            "verdicts": {"US": "block"},
            "catches": "A word.",
            "why": "This shop never says that.",
            "source": {"US": "House style"},
            "when": [{"has": "house-word"}],
            "examples": {"match": ["A miracle."], "no_match": ["A serum."]},
        }
    ],
}


@pytest.fixture(name="shop")
def _shop(sqlite_engine: Engine, clock: StoppedClock) -> MountedShop:
    return a_shop_in_two_markets(sqlite_engine, clock)


def run(shop: MountedShop, *arguments: str, input: str | bytes | None = None) -> Result:
    """Run ``flask serum claims`` in the shop."""
    return shop.app.test_cli_runner().invoke(args=["serum", "claims", *arguments], input=input)


def told(shop: MountedShop, *arguments: str, input: str | None = None) -> dict[str, t.Any]:
    """Run it for a program, and give what it printed."""
    printed = run(shop, *arguments, "--json", input=input).output
    return t.cast("dict[str, t.Any]", json.loads(printed))


def english(*texts: str, **facts: t.Any) -> Record:
    """Make a page in English that says something more."""
    copy = a_copy(benefits=(*a_copy().benefits, *texts))
    return a_record(copy={"en": copy}, **facts)


def a_document(folder: Path, record: Record) -> str:
    """Write a page document, and give its path."""
    file = folder / "page.json"
    file.write_text(json.dumps(write_document(record)), "utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("text", "status"), [("A light serum.", 0), (RISKY, 1), (WARNING, 3), (f"{WARNING} {RISKY}", 1)]
)
def test_a_text_has_a_status(shop: MountedShop, text: str, status: int) -> None:
    """0: nothing found; 1: something stops publishing; 3: something is to be looked at.

    :param text: what is read.
    :param status: the exit status.
    """
    done = run(shop, "-", input=text)
    assert done.exit_code == status
    assert (done.output.startswith("nothing found\n")) == (status == 0)


def test_a_clean_text_promises_nothing(shop: MountedShop) -> None:
    """A clean result says that nothing was found, by which rules, and no more."""
    output = run(shop, "-", input="A light serum.").output.lower()
    versions = ", ".join(f"{one} {RuleSet.load(one).version}" for one in ("en", "de", "fr"))
    assert output.startswith(f"nothing found\nrules: {versions}, ingredients ")
    assert not any(word in output for word in ("complian", "safe", "approv", "legal", "ok"))


def test_a_text_in_another_language(shop: MountedShop) -> None:
    """German is read by German rules; what has none is not checked, and never clean."""
    assert run(shop, "-", "--locale", "de", input="Heilt Neurodermitis.").exit_code == 1
    done = run(shop, "-", "--locale", "pl", input="Leczy.")
    assert done.exit_code == 3
    assert "Not checked: there are no rules for the language 'pl'" in done.output
    assert "nothing found" not in done.output


def test_a_text_in_one_market(shop: MountedShop) -> None:
    """A market's own law decides."""
    text = "Supports the skin's own collagen production."
    assert run(shop, "-", "--market", "us", input=text).exit_code == 1
    assert run(shop, "-", "--market", "eu", input=text).exit_code != 1


def test_what_is_told_to_people(shop: MountedShop) -> None:
    """Where, what it does, the words, why, the source, and what to say instead."""
    output = run(shop, "-", "--market", "us", input="Removes wrinkles.").output
    assert "block (US) " in output
    assert "“" in output
    html = "<p>It kills <strong>bac</strong>teria.</p>"
    assert "“kills bacteria”" in run(shop, "-", "--market", "us", input=html).output
    assert "\n    Source: " in output
    assert "\n    Say instead: " in output
    assert "1 block" in output


def test_what_is_told_to_programs(shop: MountedShop, tmp_path: Path) -> None:
    """With --json each finding has its fields, and the versions of the rules are named."""
    file = a_document(tmp_path, english(RISKY))
    found = told(shop, file, "--market", "us")
    assert found["rules"]["en"] == RuleSet.load("en").version
    assert found["block"] == len(found["findings"]) == int(found["result"].split()[0])
    first = found["findings"][0]
    assert (first["page"], first["path"]) == (SLUG, "copy.en.benefits[2]")
    assert (first["verdict"], first["jurisdiction"]) == ("block", "US")
    assert RISKY[slice(*first["span"])] == first["excerpt"]
    assert told(shop, "-", input="A light serum.")["result"] == "nothing found"


def test_a_file_needs_no_database(
    clock: StoppedClock, tmp_path: Path, empty_engine: Engine
) -> None:
    """A build server checks a document where there are no tables."""
    shop = a_shop_in_two_markets(empty_engine, clock)
    assert run(shop, a_document(tmp_path, english())).exit_code == 0
    assert run(shop, a_document(tmp_path, english(RISKY))).exit_code == 1


def test_a_document_without_a_known_market(shop: MountedShop, tmp_path: Path) -> None:
    """What was checked for no market is not clean; a market can be named."""
    file = a_document(tmp_path, english(RISKY, markets=("jp",)))
    done = run(shop, file)
    assert done.exit_code == 3
    assert "Not checked for market 'jp'" in done.output
    assert run(shop, file, "--market", "eu").exit_code == 1


def test_one_locale(shop: MountedShop, tmp_path: Path) -> None:
    """A locale is looked at alone, and must be there."""
    record = a_record(copy={"en": saying(a_copy()), "de": a_copy()})
    file = a_document(tmp_path, record)
    assert run(shop, file, "--locale", "de").exit_code == 0
    assert run(shop, file, "--locale", "en").exit_code == 1
    done = run(shop, file, "--locale", "fr")
    assert (done.exit_code, "has no copy in 'fr'" in done.output) == (2, True)
    done = run(shop, file, "--locale", "de", "--market", "us")
    assert (done.exit_code, "does not show 'de'" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "input", "message"),
    [
        ((), "", "Give one of FILE, --page and --all"),
        (("-", "--all"), "", "Give one of FILE, --page and --all"),
        (("-", "--market", "mars"), "x", "There is no market 'mars'; there is eu, us."),
        (("-", "--locale", "?"), "x", "'?' is no locale"),
        (("-",), "{", "can't be read"),
        (("-",), b"\xff\xfe", "can't be read"),
        (("-",), "{}", "facts"),
        (("--page", "nothing"), "", "There is no serum page 'nothing'."),
        (("nowhere.json",), "", "nowhere.json"),
    ],
)
@pytest.mark.parametrize("for_programs", [False, True])
def test_what_can_not_be_checked(
    shop: MountedShop,
    arguments: tuple[str, ...],
    input: str | bytes,
    message: str,
    for_programs: bool,
) -> None:
    """Where nothing could be checked the status is 2, so that no script takes it for clean.

    :param arguments: of the command.
    :param input: what it reads.
    :param message: what it says.
    :param for_programs: whether it is asked for JSON.
    """
    done = run(shop, *arguments, *(["--json"] if for_programs else []), input=input)
    assert done.exit_code == 2, done.output
    assert message in done.output


def test_a_page(shop: MountedShop) -> None:
    """A page is read as it would be published next."""
    shop.bring_in(english())
    assert run(shop, "--page", SLUG).exit_code == 0
    shop.bring_in(english(RISKY), publish=False)
    done = run(shop, "--page", SLUG)
    assert done.exit_code == 1
    assert f"{SLUG}, copy.en.benefits[2]:0-" in done.output


def test_all_that_is_live(shop: MountedShop) -> None:
    """Drafts are passed over; what is live and no longer passes is listed."""
    shop.bring_in(english("A small miracle."))
    shop.bring_in(english("A small miracle.", RISKY), publish=False)
    assert run(shop, "--all").exit_code == 0
    shop.app.extensions["serum"].claims_rules.append(RuleSet.load("en").extended_with(OWN_RULES))
    done = run(shop, "--all")
    assert done.exit_code == 1
    assert f"{SLUG}, copy.en.benefits[2]:8-15: block (US) house-style: “miracle”" in done.output
    assert f"en (your own) {RuleSet.load('en').version}+h1" in done.output
    assert run(shop, "--all", "--market", "eu").exit_code == 0


def test_publishing_tells_what_it_did_not_stop_for(shop: MountedShop, tmp_path: Path) -> None:
    """Importing and publishing print warnings, and locales that nobody could read."""
    record = a_record(copy={"en": saying(a_copy(), WARNING), "ar": a_copy()})
    runner, file = shop.app.test_cli_runner(), a_document(tmp_path, record)
    output = runner.invoke(args=["serum", "import", file, "--publish"]).output
    assert "look at copy.en.benefits[2]: “Hypoallergenic”" in output
    assert "look at copy.ar: Not checked: there are no rules for the language 'ar'" in output
    output = runner.invoke(args=["serum", "publish", SLUG, "--part", "ar"]).output
    assert "look at copy.ar: Not checked" in output
    document = json.loads(
        runner.invoke(args=["serum", "import", file, "--publish", "--json"]).output
    )
    assert document["remarks"] == []


def test_the_doctor_tells(shop: MountedShop) -> None:
    """The doctor names live copy that no longer passes, overrides, and locales not checked."""
    record = english("A small miracle.")
    shop.bring_in(replace(record, copy={**record.copy, "ar": a_copy()}))

    def claims() -> list[tuple[str, str, bool]]:
        with shop.app.app_context():
            found = examine(shop.app)
        return [(one.mount, one.message, one.problem) for one in found if one.about == "claims"]

    ((mount, message, problem),) = claims()
    assert (mount, problem) == ("serum", False)
    assert message.startswith(f"{SLUG}, copy.ar: Not checked")
    shop.app.extensions["serum"].claims_rules.append(RuleSet.load("en").extended_with(OWN_RULES))
    worse = [one for one in claims() if one[2]]
    assert [mount for mount, _, _ in worse] == ["us"]
    assert "copy.en.benefits[2] would not be published again: “miracle” (US" in worse[0][1]
    overriding = shop.mount.overriding
    asked = overriding.ask(ADMIN, SLUG, "copy.en.benefits[2]", "house-style", "US", REASON)
    overriding.confirm(COSIMA, SLUG, asked.id)
    assert not [one for one in claims() if one[2]]
    assert any("is shown by an override" in message for _, message, _ in claims())


def override(shop: MountedShop, *arguments: str) -> Result:
    """Run ``flask serum claims-override`` in the shop."""
    return shop.app.test_cli_runner().invoke(args=["serum", "claims-override", *arguments])


def test_overrides_on_the_command_line(shop: MountedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    """One asks, another confirms, anybody who may looks at the list, and it is taken back."""
    shop.bring_in(english("Stimulates collagen."), publish=False)
    (found,) = told(shop, "--page", SLUG, "--market", "us")["findings"]
    what = (SLUG, found["path"], found["rule"], "us", "--reason", REASON)
    monkeypatch.setattr("getpass.getuser", lambda: "cleo")
    done = override(shop, "ask", *what)
    assert done.exit_code == 0, done.output
    assert done.output.endswith("Somebody else has to confirm it.\n")
    done = override(shop, "confirm", SLUG, "1")
    assert done.exit_code == 1
    assert "a second person confirms it" in done.output
    monkeypatch.setattr("getpass.getuser", lambda: "cosima")
    assert override(shop, "confirm", SLUG, "1").output.startswith(
        "1 confirmed: copy.en.benefits[2]"
    )
    findings = told(shop, "--page", SLUG)["findings"]
    assert [one["verdict"] for one in findings if one["jurisdiction"] == "US"] == ["overridden"]
    listed = override(shop, "list", SLUG).output
    assert "asked by cleo (command line), 2027-03-01 12:00 UTC: Our study" in listed
    assert "confirmed by cosima (command line)" in listed
    (one,) = json.loads(override(shop, "list", SLUG, "--json").output)
    assert (one["holds"], one["rule"], [step["step"] for step in one["events"]]) == (
        *(True, found["rule"], ["asked", "confirmed"]),
    )
    assert override(shop, "withdraw", SLUG, "1", "--reason", REASON).exit_code == 0
    assert run(shop, "--page", SLUG, "--market", "us").exit_code == 1


def test_refusing_on_the_command_line(shop: MountedShop) -> None:
    """What was refused stays stopped."""
    shop.bring_in(english("Stimulates collagen."), publish=False)
    (found,) = told(shop, "--page", SLUG, "--market", "us")["findings"]
    override(shop, "ask", SLUG, found["path"], found["rule"], "US", "--reason", REASON)
    done = override(shop, "refuse", SLUG, "1", "--reason", REASON)
    assert done.output.startswith("1 refused: ")
    assert run(shop, "--page", SLUG, "--market", "us").exit_code == 1
