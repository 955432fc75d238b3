"""``flask serum doctor``: says in plain words what is wrong with a mount."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import factories
import pytest
from databases import opened
from databases import SqliteFiles
from flask import Flask
from flask import g
from hosts import a_host
from hosts import BLOCKS
from hosts import EU
from hosts import LAYOUT
from hosts import publish
from hosts import Till
from hosts import US
from jinja2 import StrictUndefined
from sqlalchemy.engine import Engine

from flask_serum import FlaskSerum
from flask_serum.core.page import Record
from flask_serum.doctor import Diagnosis
from flask_serum.doctor import examine
from flask_serum.store import migrate


def a_patient(
    engine: Engine,
    templates: dict[str, str] | None = None,
    *,
    till: Till | None = None,
    record: Record | None = None,
    app: Flask | None = None,
    **options: t.Any,
) -> Flask:
    """Make a mount that is well, but for what is said otherwise."""
    app = app or a_host(templates)
    till = till or Till()
    given: dict[str, t.Any] = {
        "market": EU,
        "db": engine,
        "offers": till.offers,
        "add_to_cart": till.add,
        "is_merchant": lambda: False,
    }
    given |= options
    FlaskSerum(app, **{key: value for key, value in given.items() if value is not None})
    publish(app, record)
    return app


def problems(app: Flask) -> list[tuple[str, str]]:
    """List what is wrong, as (about, message)."""
    with app.app_context():
        return [(one.about, one.message) for one in examine(app) if one.problem]


def only(app: Flask) -> tuple[str, str]:
    """Give the one thing that is wrong."""
    (found,) = problems(app)
    return found


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    """Run the command, and give its exit status and what it printed."""
    done = app.test_cli_runner().invoke(args=["serum", "doctor", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, done.output


def test_a_good_mount(sqlite_engine: Engine) -> None:
    """Where all is well it says so, and ends with 0."""
    assert run(a_patient(sqlite_engine)) == (0, "All is well.\n")


def test_a_good_mount_for_programs(sqlite_engine: Engine) -> None:
    """With --json a good mount is an empty list."""
    status, printed = run(a_patient(sqlite_engine), "--json")
    assert (status, json.loads(printed)) == (0, [])


def test_no_tables(sqlite_files: SqliteFiles) -> None:
    """Without tables it says what to run, and ends with 1."""
    with opened(sqlite_files.empty_url()) as engine:
        app = a_host()
        FlaskSerum(app, market=EU, db=engine, is_merchant=lambda: True)
        status, printed = run(app)
        assert status == 1
        assert "[serum] database: Migration 0001 " in printed
        assert "run 'flask serum upgrade'" in printed
        assert printed.endswith("1 to put right.\n")


def test_a_pending_migration(sqlite_files: SqliteFiles) -> None:
    """A migration that has not run is named."""
    with opened(sqlite_files.empty_url()) as engine:
        migrate.upgrade(engine, "0001")
        app = a_host()
        FlaskSerum(app, market=EU, db=engine, is_merchant=lambda: True)
        about, message = only(app)
        assert about == "database"
        assert "Migration 0002 " in message
        assert "Migration 0001 " not in message


def test_no_database(tmp_path: Path) -> None:
    """A database that can't be opened is told in plain words."""
    app = a_host()
    url = f"sqlite:///{tmp_path / 'no' / 'folder.db'}"
    FlaskSerum(app, market=EU, db=url, is_merchant=lambda: True)
    about, message = only(app)
    assert about == "database"
    assert message.startswith("The database can't be asked: ")


def test_no_sign_in_hook(sqlite_engine: Engine) -> None:
    """Without a sign-in hook nobody can edit, and the options to give are named."""
    about, message = only(a_patient(sqlite_engine, is_merchant=None))
    assert about == "sign-in"
    assert "is_merchant= or who=" in message


@pytest.mark.parametrize(
    "templates",
    [
        {"serum/parts/notice.html": ""},
        {"serum/page.html": "<body>{{ serum.title }}</body>"},
        {"serum/page.html": "<body><div hidden>{{ serum.safety_notice }}</div></body>"},
        {
            "serum/page.html": '{% extends "!serum/page.html" %}'
            "{% block serum_notice %}{{ serum.safety_notice|striptags }}{% endblock %}"
        },
        {"serum/parts/notice.html": "<p>{{ serum.safety_notice[:200] }}</p>"},
    ],
    ids=["part emptied", "left out", "hidden", "other element", "cut short"],
)
def test_a_theme_that_drops_the_notice(sqlite_engine: Engine, templates: dict[str, str]) -> None:
    """A theme without the notice is told per page and locale, though the page has it."""
    found = problems(a_patient(sqlite_engine, templates))
    assert [about for about, _ in found] == ["theme", "theme"]
    assert "drops, changes or hides the safety notice of aurelia-duo (en)" in found[0][1]
    assert "(de)" in found[1][1]
    assert "{{ serum.safety_notice }}" in found[0][1]


def test_a_notice_after_the_hosts_own_form(sqlite_engine: Engine) -> None:
    """A notice that comes after the host's cart form is told."""
    form = '<form action="/basket"></form>'
    app = a_patient(
        sqlite_engine,
        {"serum/page.html": f"<body>{form}{{{{ serum.safety_notice }}}}</body>"},
        add_to_cart=None,
        cart_form=lambda sku: ("/basket", {}, "n"),
    )
    assert [about for about, _ in problems(app)] == ["theme", "theme"]


def test_a_theme_that_can_not_be_rendered(sqlite_engine: Engine) -> None:
    """A template that breaks is told with its error, and no traceback."""
    app = a_patient(sqlite_engine, {"serum/parts/price.html": "{{ nothing.at.all }}"})
    about, message = problems(app)[0]
    assert about == "theme"
    assert "aurelia-duo (en) can't be rendered: UndefinedError: 'nothing' is undefined" in message


def test_a_template_that_can_not_be_read(sqlite_engine: Engine) -> None:
    """A template with a mistake in it is told once by its name."""
    found = problems(a_patient(sqlite_engine, {"serum/parts/faq.html": "{% if %}"}))
    assert ("theme", True) in [
        (about, message.startswith("serum/parts/faq.html can't be read: "))
        for about, message in found
    ]


def test_a_template_of_the_host_is_named(sqlite_engine: Engine, tmp_path: Path) -> None:
    """What the host overrides is good to know, and no problem."""
    part = tmp_path / "templates" / "serum" / "parts" / "benefits.html"
    part.parent.mkdir(parents=True)
    part.write_text("ours")
    app = Flask("host", root_path=str(tmp_path))
    status, printed = run(a_patient(sqlite_engine, app=app))
    assert status == 0
    assert f"· [serum] theme: serum/parts/benefits.html comes from {part}." in printed


@pytest.mark.parametrize("name", ["serum/parts/benefits.html", "serum/style.css"])
def test_a_template_that_is_no_file_is_named(sqlite_engine: Engine, name: str) -> None:
    """A host's template that no file holds is named too, and so is a style."""
    app = a_patient(sqlite_engine, {name: "ours"})
    assert f"theme: {name} comes from the app's own loader." in run(app)[1]


def test_a_notice_of_the_host_is_of_no_use(sqlite_engine: Engine) -> None:
    """A serum/notice.html of the host's is told: it is never read."""
    about, message = only(a_patient(sqlite_engine, {"serum/notice.html": "mine"}))
    assert about == "theme"
    assert "is not used: the notice is the package's own" in message


def test_a_layout_is_looked_at_with_the_hosts_own_work(sqlite_engine: Engine) -> None:
    """A layout that needs before_request and context processors is not told as broken."""
    app = a_host({"shop.html": "{{ g.user.name }}" + LAYOUT})
    app.jinja_options = {**app.jinja_options, "undefined": StrictUndefined}
    app.context_processor(lambda: {"shop_name": "x"})

    @app.before_request
    def sign_in() -> None:
        g.user = {"name": "guest"}

    patient = a_patient(sqlite_engine, app=app, layout="shop.html", blocks=BLOCKS)
    assert problems(patient) == []


@pytest.mark.parametrize("missing", ["title", "head", "content"])
def test_a_layout_without_a_block(sqlite_engine: Engine, missing: str) -> None:
    """A block that the layout lacks is told, with what the page loses and the blocks there are."""
    layout = LAYOUT.replace(f"block {BLOCKS[missing]} ", "block other ").replace(" required", "")
    app = a_host({"base.html": layout, "shop.html": "{% extends 'base.html' %}"})
    app = a_patient(sqlite_engine, app=app, layout="shop.html", blocks=BLOCKS)
    about, message = problems(app)[0]
    assert about == "theme"
    assert f"has no block '{BLOCKS[missing]}'" in message
    assert "other" in message
    assert f"blocks={{'{missing}': ...}}" in message


@pytest.mark.parametrize(
    "delimiters",
    [
        {"variable_start_string": "[[", "variable_end_string": "]]"},
        {"block_start_string": "<%", "block_end_string": "%>"},
        {"line_statement_prefix": "#"},
    ],
)
def test_delimiters_of_the_hosts_own(sqlite_engine: Engine, delimiters: dict[str, str]) -> None:
    """A host whose Jinja has other delimiters is told so, before anything that comes of it."""
    app = a_host()
    app.jinja_options = {**app.jinja_options, **delimiters}
    found = problems(a_patient(sqlite_engine, app=app))
    assert "delimiters of its own" in "".join(message for _, message in found)


def test_a_layout_that_is_not_there(sqlite_engine: Engine) -> None:
    """A layout that can't be found is told by its name."""
    app = a_patient(sqlite_engine, layout="shop/nothing.html")
    assert "The layout shop/nothing.html can't be read: TemplateNotFound" in problems(app)[0][1]


def test_a_layout_that_changes(sqlite_engine: Engine) -> None:
    """A layout that chooses its parent when it is rendered is judged by the page alone."""
    templates = {"a.html": LAYOUT, "shop.html": "{% extends parent %}"}
    app = a_patient(
        sqlite_engine,
        templates,
        layout="shop.html",
        blocks=BLOCKS,
        layout_context=lambda: {"parent": "a.html"},
    )
    assert problems(app) == []


def test_a_callable_of_the_host_that_fails(sqlite_engine: Engine) -> None:
    """A callable that raises is told, and no traceback."""

    def fail(sku: str) -> t.Any:
        raise LookupError("no route for it")

    app = a_patient(sqlite_engine, add_to_cart=None, cart_form=fail)
    assert "can't be rendered: LookupError: no route for it" in problems(app)[0][1]


def broken(till: Till, **changes: t.Any) -> Till:
    """Change what the till says of the moisturizer."""
    till.wares[factories.MOISTURIZER_SKU] |= changes
    return till


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"stock": 0}, "out of stock"),
        ({"price": None}, "no price"),
        ({"price": 0}, "its price is 0"),
        ({"published": False}, "not published in the shop"),
        ({"role": "sunscreen"}, "it has another role"),
    ],
)
def test_a_missing_companion(sqlite_engine: Engine, changes: dict[str, t.Any], reason: str) -> None:
    """A place in the routine with nothing to sell is told, with the reason per SKU."""
    about, message = only(a_patient(sqlite_engine, till=broken(Till(), **changes)))
    assert about == "companions"
    assert message == (
        f"aurelia-duo has no moisturizer to sell ({factories.MOISTURIZER_SKU}: {reason})."
    )


def test_no_companion_at_all(sqlite_engine: Engine) -> None:
    """Where nothing is pinned and the shop offers nothing, that is the reason."""
    app = a_patient(sqlite_engine, record=factories.a_record(companions={}))
    assert problems(app) == [
        ("companions", f"aurelia-duo has no {role} to sell (the shop offers none).")
        for role in ("moisturizer", "sunscreen")
    ]


def test_a_missing_locale(sqlite_engine: Engine) -> None:
    """A locale of the market that the page is not live in is told."""
    app = a_patient(sqlite_engine, record=factories.a_record(copy={"en": factories.a_copy()}))
    about, message = only(app)
    assert about == "locale"
    assert "aurelia-duo is not live in de" in message


def test_an_unknown_sku(sqlite_engine: Engine) -> None:
    """A SKU of the page that the shop does not know is told."""
    till = Till()
    del till.wares[factories.TRAVEL_SKU]
    assert only(a_patient(sqlite_engine, till=till)) == (
        "shop",
        f"aurelia-duo: the shop does not know SKU {factories.TRAVEL_SKU}.",
    )


def test_nothing_is_published(sqlite_engine: Engine) -> None:
    """A mount without a live page is told how to bring one in."""
    app = a_host()
    FlaskSerum(app, market=EU, db=sqlite_engine, is_merchant=lambda: True)
    about, message = only(app)
    assert about == "pages"
    assert message == "No page is live in market 'eu': flask serum import FILE --publish."


def test_a_page_for_a_market_that_is_not_mounted(sqlite_engine: Engine) -> None:
    """A page of a market that no mount serves, a misspelling perhaps, is named."""
    app = a_patient(sqlite_engine, record=factories.a_record(markets=("EU",)))
    assert only(app)[1].startswith("No page is live in market 'eu'")
    told = "· [serum] pages: aurelia-duo is for 'EU', and this app has a mount for 'eu'."
    assert told in run(app)[1]


def test_the_shop_can_not_be_reached(sqlite_engine: Engine) -> None:
    """A shop that fails is told, and the theme is looked at all the same."""

    def offers(skus: list[str]) -> t.Any:
        raise ConnectionError("refused")

    assert only(a_patient(sqlite_engine, offers=offers)) == (
        "shop",
        "The shop could not be asked for the prices of aurelia-duo.",
    )


def test_each_mount_is_looked_at(sqlite_engine: Engine) -> None:
    """What is wrong is told with the name of the mount it is wrong with."""
    app = a_patient(
        sqlite_engine,
        record=factories.a_record(markets=("eu",)),
    )
    FlaskSerum(app, market=US, db=sqlite_engine, name="us", url_prefix="/us")
    with app.app_context():
        found = [(one.mount, one.about) for one in examine(app) if one.problem]
    assert found == [("us", "sign-in"), ("us", "pages")]


def test_an_app_without_a_mount() -> None:
    """An app that nothing is mounted into is told so."""
    app = a_host()
    with app.app_context():
        (found,) = examine(app)
    assert found == Diagnosis(
        "", "pages", "Nothing is mounted: FlaskSerum(app, market=...).", problem=True
    )


def test_for_programs(sqlite_engine: Engine) -> None:
    """With --json each finding is an object, and the exit status is the same."""
    app = a_patient(sqlite_engine, {"serum/parts/benefits.html": "ours"}, is_merchant=None)
    status, printed = run(app, "--json")
    assert status == 1
    found = json.loads(printed)
    assert {frozenset(one) for one in found} == {
        frozenset({"mount", "about", "message", "problem"})
    }
    assert [(one["about"], one["problem"]) for one in found] == [
        ("sign-in", True),
        ("theme", False),
    ]


def test_with_a_server_name_and_a_canonical_base(sqlite_engine: Engine) -> None:
    """Addresses can be made without a request, whatever the host set."""
    app = a_host(SERVER_NAME="shop.example", SERUM_CANONICAL_BASE="https://shop.example")
    assert problems(a_patient(sqlite_engine, app=app)) == []


def test_below_a_path(sqlite_engine: Engine) -> None:
    """A host below a path of its own is looked at as any other."""
    app = a_host(APPLICATION_ROOT="/store")
    assert problems(a_patient(sqlite_engine, app=app)) == []


def test_nothing_is_written(sqlite_engine: Engine) -> None:
    """The doctor looks, and changes nothing: no cart, no page, no history."""
    till = Till()
    app = a_patient(sqlite_engine, till=till)
    with app.app_context():
        store = app.extensions["serum"]["serum"].store
        before = store.history("aurelia-duo")
        examine(app)
        assert store.history("aurelia-duo") == before
    assert till.cart == {}
