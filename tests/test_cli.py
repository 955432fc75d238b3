"""``flask serum …``: what it prints for people and for programs, and its exit status."""

from __future__ import annotations

import codecs
import json
import typing as t
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import factories
import pytest
from click.testing import Result
from databases import opened
from databases import SqliteFiles
from flask import Flask
from hosts import a_host
from hosts import EU
from hosts import PAGE
from hosts import Till
from hosts import US
from sqlalchemy.engine import Engine

from flask_serum import FlaskSerum
from flask_serum.store import migrate
from flask_serum.web.documents import write_document

Json: t.TypeAlias = dict[str, t.Any]


class Command:
    """Runs ``flask serum`` in an app.

    :param app: the app.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, *arguments: str, input: str | bytes | None = None) -> Result:
        """Run a command, and give what came of it."""
        runner = self.app.test_cli_runner()
        return runner.invoke(args=["serum", *arguments], input=input)

    def good(self, *arguments: str, input: str | bytes | None = None) -> str:
        """Run a command that must end well, and give what it printed."""
        done = self(*arguments, input=input)
        assert done.exit_code == 0, done.output
        return done.output

    def bad(self, *arguments: str, input: str | bytes | None = None) -> str:
        """Run a command that must end with 1 and without a traceback; give what it printed."""
        done = self(*arguments, input=input)
        assert done.exit_code == 1, done.output
        assert isinstance(done.exception, SystemExit), done.exception
        return done.output

    def told(self, *arguments: str, input: str | bytes | None = None) -> Json:
        """Run a command for a program, whatever becomes of it, and give what it printed."""
        found: Json = json.loads(self(*arguments, "--json", input=input).stdout)
        return found


def a_mount(engine: Engine) -> Flask:
    """Make an app with one mount and no page."""
    app = a_host()
    FlaskSerum(app, market=EU, db=engine, offers=Till().offers)
    return app


@pytest.fixture(name="serum")
def _serum(sqlite_engine: Engine) -> Command:
    return Command(a_mount(sqlite_engine))


@pytest.fixture(name="document")
def _document() -> Json:
    return write_document(factories.a_record())


@pytest.fixture(name="file")
def _file(tmp_path: Path, document: Json) -> str:
    return written(tmp_path, document)


def written(folder: Path, document: object) -> str:
    """Write a document to a file, and give its name."""
    path = folder / "page.json"
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return str(path)


def test_upgrade_and_check(sqlite_files: SqliteFiles) -> None:
    """The tables are made once; check tells before and after."""
    with opened(sqlite_files.empty_url()) as engine:
        serum = Command(a_mount(engine))
        assert "run 'flask serum upgrade'" in serum.bad("check")
        assert len(serum.told("check")["problems"]) >= 1
        assert serum.good("upgrade") == f"empty → {migrate.head()}\n"
        assert serum.good("upgrade") == f"{migrate.head()} is in place.\n"
        assert serum.good("check") == "The tables are as they should be.\n"
        assert serum.told("check") == {"problems": []}


def test_upgrade_of_two_databases(sqlite_files: SqliteFiles) -> None:
    """Each database of an app is upgraded, and one that two mounts share once."""
    with (
        opened(sqlite_files.empty_url()) as one,
        opened(sqlite_files.empty_url()) as two,
    ):
        app = a_mount(one)
        FlaskSerum(app, market=US, db=one, name="us", url_prefix="/us")
        FlaskSerum(app, market=US, db=two, name="us2", url_prefix="/us2")
        assert Command(app).good("upgrade").count("empty →") == 2


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    """A database that can't be opened is told in a line, and no traceback."""
    app = a_host()
    FlaskSerum(app, market=EU, db=f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    serum = Command(app)
    for command in ("upgrade", "check", "pages", "doctor"):
        assert "unable to open database file" in serum.bad(command)
    assert "unable to open database file" in serum.told("pages")["error"]


def test_nothing_is_mounted(sqlite_engine: Engine) -> None:
    """An app without a mount has no such command."""
    assert a_host().test_cli_runner().invoke(args=["serum", "check"]).exit_code == 2


def test_import_as_a_draft(serum: Command, file: str) -> None:
    """A page comes in as a draft, which shoppers do not see."""
    assert serum.good("import", file) == "aurelia-duo: new page\n  saved: facts, en, de\n"
    assert serum.app.test_client().get(PAGE).status_code == 404
    assert serum.good("pages") == "aurelia-duo: de draft, en draft, facts draft\n"


def test_import_and_publish(serum: Command, file: str) -> None:
    """With --publish it goes live at once, in all its locales."""
    assert "published: facts, en, de" in serum.good("import", file, "--publish")
    assert serum.app.test_client().get(PAGE).status_code == 200
    assert serum.told("pages") == {"aurelia-duo": {"de": "live", "en": "live", "facts": "live"}}


def test_import_for_a_program(serum: Command, file: str) -> None:
    """With --json a program reads what was done."""
    assert serum.told("import", file) == {
        "slug": "aurelia-duo",
        "created": True,
        "changed": ["facts", "en", "de"],
        "unchanged": [],
        "published": [],
        "dry_run": False,
        "remarks": [],
    }


def test_import_twice(serum: Command, file: str, tmp_path: Path, document: Json) -> None:
    """What is as it was gets no new revision; what differs gets one."""
    serum.good("import", file, "--publish")
    assert serum.good("import", file, "--publish") == (
        "aurelia-duo: known page\n  as it was: facts, en, de\n"
    )
    document["copy"]["de"]["title"] = "Anders"
    assert serum.good("import", written(tmp_path, document)) == (
        "aurelia-duo: known page\n  saved: de\n  as it was: facts, en\n"
    )
    assert "de live + draft" in serum.good("pages")


def test_import_only_tried(serum: Command, file: str) -> None:
    """With --dry-run it says what it would do, and does nothing."""
    printed = serum.good("import", file, "--publish", "--dry-run")
    assert "saved: facts, en, de" in printed
    assert printed.endswith("Nothing was written (--dry-run).\n")
    assert serum.told("import", file, "--dry-run")["dry_run"] is True
    assert serum.good("pages") == ""


def test_import_tells_each_field(serum: Command, tmp_path: Path, document: Json) -> None:
    """What is wrong is told field by field, with paths, and nothing is written."""
    document["facts"]["chambers"][0]["key"] = ""
    document["facts"]["regimen"]["steps"][1]["amount"] = 1
    document["copy"]["en"]["titel"] = "x"
    file = written(tmp_path, document)
    printed = serum.bad("import", file)
    for path in ("facts.chambers[0].key", "facts.regimen.steps[1].amount", "copy.en.titel"):
        assert f"{path}: " in printed
    told = serum.told("import", file)
    assert {one["path"] for one in told["problems"]} == {
        "facts.chambers[0].key",
        "facts.regimen.steps[1].amount",
        "copy.en.titel",
    }
    assert serum.good("pages") == ""


def test_import_tells_the_rules_of_the_whole(
    serum: Command, tmp_path: Path, document: Json
) -> None:
    """Rules that hold for the page as a whole are told in the same way."""
    document["facts"]["regimen"]["steps"][4]["duration"] = {"minimum": 120, "maximum": 60}
    document["copy"]["de"]["step_notes"] = {"rub": "x"}
    told = serum.told("import", written(tmp_path, document))
    assert [one["path"] for one in told["problems"]] == [
        "facts.regimen.steps[4].duration",
        "copy.de.step_notes.rub",
    ]


def test_import_is_all_or_nothing(serum: Command, tmp_path: Path, document: Json) -> None:
    """A page that may not be published in one locale is not even saved."""
    document["copy"]["de"]["alt_texts"] = {}
    file = written(tmp_path, document)
    printed = serum.bad("import", file, "--publish")
    assert "copy.de.alt_texts.front: Say what the picture shows" in printed
    assert serum.good("pages") == ""
    assert serum.good("import", file).startswith("aurelia-duo: new page")


def test_import_of_what_the_law_asks_for(serum: Command, tmp_path: Path) -> None:
    """Without what the market must name the page is not published, and each lack is told."""
    facts = factories.a_facts(
        responsible_persons={}, manufacturer=factories.a_party(email="", website="")
    )
    document = write_document(factories.a_record(facts=facts))
    told = serum.told("import", written(tmp_path, document), "--publish")
    paths = {one["path"] for one in told["problems"]}
    assert paths == {"facts.responsible_persons.EU", "facts.manufacturer.email"}


def test_import_in_a_locale_without_a_notice(
    serum: Command, tmp_path: Path, document: Json
) -> None:
    """A locale without a reviewed notice can be drafted, and not published."""
    document["copy"] = {"fr": document["copy"]["en"]}
    file = written(tmp_path, document)
    assert "No safety notice in 'fr'" in serum.bad("import", file, "--publish")
    assert "saved: facts, fr" in serum.good("import", file)


def test_import_from_standard_input(serum: Command, document: Json) -> None:
    """A dash reads what is piped in."""
    assert "new page" in serum.good("import", "-", input=json.dumps(document))


def test_import_of_a_file_with_a_mark(serum: Command, tmp_path: Path, document: Json) -> None:
    """A byte order mark, as Windows writes it, is passed over."""
    file = tmp_path / "page.json"
    file.write_bytes(codecs.BOM_UTF8 + json.dumps(document).encode())
    assert "new page" in serum.good("import", str(file))


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"not json", b"\xff\xfe\x00", b"[" * 100_000, b'{"facts": 1, "facts": 2}'],
    ids=["empty", "open", "words", "no UTF-8", "too deep", "a name twice"],
)
def test_import_of_what_is_no_json(serum: Command, text: bytes) -> None:
    """What is no JSON is told in a line, for programs in JSON."""
    assert "is no JSON: " in serum.bad("import", "-", input=text)
    assert "is no JSON: " in serum.told("import", "-", input=text)["error"]


@pytest.mark.parametrize("text", ["[]", "null", '"page"', "{}"])
def test_import_of_another_json(serum: Command, text: str) -> None:
    """JSON that is no page is told as such."""
    assert "Error: " in serum.bad("import", "-", input=text)


def test_import_of_a_missing_file(serum: Command) -> None:
    """A file that is not there is a mistake of use: status 2."""
    assert serum("import", "no-such-file.json").exit_code == 2


def test_import_before_the_upgrade(sqlite_files: SqliteFiles, file: str) -> None:
    """Without tables it says what to run."""
    with opened(sqlite_files.empty_url()) as engine:
        serum = Command(a_mount(engine))
        assert "run 'flask serum upgrade'" in serum.bad("import", file)
        assert "run 'flask serum upgrade'" in serum.told("import", file)["error"]


def test_export_gives_the_document_back(serum: Command, file: str, document: Json) -> None:
    """What was imported is exported letter for letter, and imports as unchanged."""
    serum.good("import", file)
    exported = serum.good("export", "aurelia-duo")
    assert json.loads(exported) == document
    assert serum.told("import", "-", input=exported)["changed"] == []


def test_export_gives_the_latest(serum: Command, file: str, document: Json) -> None:
    """An export holds the latest revisions, live or not."""
    serum.good("import", file, "--publish")
    document["copy"]["en"]["title"] = "Later"
    serum.good("import", "-", input=json.dumps(document))
    assert json.loads(serum.good("export", "aurelia-duo")) == document


def test_export_to_a_file(serum: Command, file: str, tmp_path: Path) -> None:
    """With -o it is written to a file, readable as it is: UTF-8, and no escapes."""
    serum.good("import", file)
    output = tmp_path / "out.json"
    assert serum.good("export", "aurelia-duo", "-o", str(output)) == ""
    assert "25 °C" in output.read_text("utf-8")


def test_export_of_no_page(serum: Command, tmp_path: Path) -> None:
    """A page that is not there is told, and a file of that name stays as it was."""
    output = tmp_path / "out.json"
    output.write_text("as it was")
    assert "There is no serum page 'nothing'." in serum.bad("export", "nothing", "-o", str(output))
    assert output.read_text() == "as it was"


def test_publish_and_unpublish(serum: Command, file: str) -> None:
    """A draft goes live, in one locale or in all, and down again; its revisions stay."""
    client = serum.app.test_client()
    serum.good("import", file)
    assert serum.good("publish", "aurelia-duo", "--part", "facts", "--part", "en") == (
        "aurelia-duo: facts shows revision 1\n"
        "  look at facts.markets: Not checked for market 'us', which is not mounted here.\n"
        "aurelia-duo: en shows revision 1\n"
    )
    assert client.get(PAGE).status_code == 200
    assert "de draft" in serum.good("pages")
    assert "de shows revision 1" in serum.good("publish", "aurelia-duo")
    assert serum.good("unpublish", "aurelia-duo", "--part", "de") == (
        "aurelia-duo: de is not shown any more\n"
    )
    assert "de unpublished, en live, facts live" in serum.good("pages")
    serum.good("unpublish", "aurelia-duo")
    assert client.get(PAGE).status_code == 404
    assert json.loads(serum.good("export", "aurelia-duo"))["copy"]["de"]


@pytest.mark.parametrize("command", ["publish", "unpublish", "export"])
def test_no_such_page(serum: Command, command: str) -> None:
    """A page that is not there is told by its slug."""
    assert "There is no serum page 'nothing'." in serum.bad(command, "nothing")


@pytest.mark.parametrize("command", ["publish", "unpublish"])
def test_no_such_part(serum: Command, file: str, command: str) -> None:
    """A part that is not there is told by its name."""
    serum.good("import", file)
    assert "has no revision of 'ar'" in serum.bad(command, "aurelia-duo", "--part", "ar")


def test_publish_tells_what_is_missing(serum: Command, tmp_path: Path) -> None:
    """A draft that lacks something is not published, and told field by field."""
    record = factories.a_record(copy={"en": replace(factories.a_copy(), why_mixed="")})
    serum.good("import", written(tmp_path, write_document(record)))
    printed = serum.bad("publish", "aurelia-duo")
    assert "copy.en.why_mixed: A published page needs this text." in printed
    assert serum.app.test_client().get(PAGE).status_code == 404


def test_history_names_the_command_line(serum: Command, file: str) -> None:
    """Who did it is the user of the machine, on the command line."""
    serum.good("import", file)
    with serum.app.app_context():
        entries = serum.app.extensions["serum"]["serum"].store.history("aurelia-duo")
    assert entries
    assert all(one.author.endswith(" (command line)") for one in entries)


def test_schema(serum: Command) -> None:
    """The JSON Schema is printed as it ships."""
    shipped = (files("flask_serum.web") / "page.schema.json").read_text("utf-8")
    assert serum.good("schema") == shipped


def test_help_names_every_command(serum: Command) -> None:
    """Each command says in a line what it does."""
    printed = serum.good("--help")
    for command in (
        *("upgrade", "check", "import", "export", "pages", "publish", "unpublish", "schema"),
        "doctor",
    ):
        assert f"  {command} " in printed
