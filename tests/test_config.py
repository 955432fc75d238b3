"""Every setting: its default, its check, and what a misspelling is told."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from hosts import a_host
from hosts import a_shop
from hosts import EU
from hosts import mount_of
from hosts import PAGE
from sqlalchemy.engine import Engine

from flask_serum import ConfigInvalid
from flask_serum import FlaskSerum
from flask_serum.config import read_config
from flask_serum.config import SerumConfig
from flask_serum.config import settings

DEFAULTS = {
    "SERUM_DATABASE_URI": None,
    "SERUM_SHOP_DEADLINE": 0.5,
    "SERUM_SHOP_PAUSE": 10.0,
    "SERUM_COMPANIONS_PER_ROLE": 2,
    "SERUM_MOST_PER_LINE": 10,
    "SERUM_LAYOUT": None,
    "SERUM_LAYOUT_BLOCKS": None,
    "SERUM_CONTEXT_PROCESSORS": None,
    "SERUM_CANONICAL_BASE": None,
    "SERUM_REVIEW_REQUIRED": False,
    "SERUM_PAGE_MAX_AGE": 0,
    "SERUM_API_ORIGINS": (),
    "SERUM_WEBHOOK_PRIVATE_TARGETS": False,
}


def test_defaults() -> None:
    """Every setting has the default that is listed here, and there is no other."""
    found = dataclasses.asdict(SerumConfig())
    assert {f"SERUM_{name.upper()}": value for name, value in found.items()} == DEFAULTS
    assert read_config({}) == SerumConfig()


def test_every_setting_says_what_it_is_for() -> None:
    """Each setting has a sentence."""
    assert settings().keys() == DEFAULTS.keys()
    assert all(text.endswith(".") for text in settings().values())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SERUM_DATABASE_URI", "sqlite://"),
        ("SERUM_SHOP_DEADLINE", 2),
        ("SERUM_SHOP_PAUSE", 0.1),
        ("SERUM_COMPANIONS_PER_ROLE", 6),
        ("SERUM_MOST_PER_LINE", 1),
        ("SERUM_LAYOUT", "shop/base.html"),
        ("SERUM_LAYOUT_BLOCKS", {"content": "body"}),
        ("SERUM_CONTEXT_PROCESSORS", False),
        ("SERUM_CANONICAL_BASE", "https://shop.example:8443"),
        ("SERUM_PAGE_MAX_AGE", 60),
        ("SERUM_API_ORIGINS", ("https://www.shop.example",)),
    ],
)
def test_a_good_value(key: str, value: object) -> None:
    """A value that can be used is used."""
    assert getattr(read_config({key: value}), key.removeprefix("SERUM_").lower()) == value


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("SERUM_DATABASE_URI", "", "a text that is not empty"),
        ("SERUM_DATABASE_URI", 5, "a text"),
        ("SERUM_SHOP_DEADLINE", 0, "more than 0"),
        ("SERUM_SHOP_DEADLINE", "0.5", "seconds"),
        ("SERUM_SHOP_DEADLINE", float("nan"), "seconds"),
        ("SERUM_SHOP_PAUSE", True, "seconds"),
        ("SERUM_SHOP_PAUSE", 61, "at most 60"),
        ("SERUM_COMPANIONS_PER_ROLE", 0, "from 1 to 6"),
        ("SERUM_COMPANIONS_PER_ROLE", True, "a whole number"),
        ("SERUM_MOST_PER_LINE", 2.0, "a whole number"),
        ("SERUM_LAYOUT", b"base.html", "a text"),
        ("SERUM_LAYOUT_BLOCKS", ["body"], "a mapping"),
        ("SERUM_LAYOUT_BLOCKS", {"body": "content"}, "'title', 'head', 'content'"),
        ("SERUM_LAYOUT_BLOCKS", {"content": "a b"}, "your block names"),
        ("SERUM_CONTEXT_PROCESSORS", "yes", "True, False or None"),
        ("SERUM_CANONICAL_BASE", "shop.example", "as in 'https://shop.example'"),
        ("SERUM_CANONICAL_BASE", "https://", "as in 'https://shop.example'"),
        ("SERUM_CANONICAL_BASE", "https://shop.example/", "scheme and host alone"),
        ("SERUM_CANONICAL_BASE", "https://shop.example/de", "scheme and host alone"),
        ("SERUM_PAGE_MAX_AGE", -1, "from 0 to 86400"),
        ("SERUM_API_ORIGINS", "https://www.shop.example", "exact origins in a tuple"),
        ("SERUM_API_ORIGINS", ("*",), "exact origins in a tuple"),
    ],
)
def test_a_value_that_can_not_be_used(key: str, value: object, told: str) -> None:
    """A value that can't be used is refused with its key and what to give."""
    with pytest.raises(ConfigInvalid, match=f"^{key}: .*{told}"):
        read_config({key: value})


@pytest.mark.parametrize(
    ("misspelt", "told"),
    [
        ("SERUM_DATABASE_URL", "did you mean SERUM_DATABASE_URI"),
        ("SERUM_SHOP_DEADLIN", "did you mean SERUM_SHOP_DEADLINE"),
        ("SERUM_X", "there are SERUM_DATABASE_URI, "),
    ],
)
def test_an_unknown_setting(sqlite_engine: Engine, misspelt: str, told: str) -> None:
    """A misspelt setting is refused when the plugin is mounted, with the one that was meant."""
    with pytest.raises(ConfigInvalid, match=f"^{misspelt}: there is no such setting; {told}"):
        FlaskSerum(a_host(None, **{misspelt: 1}), market=EU, db=sqlite_engine)


def test_other_settings_are_left_alone() -> None:
    """Only what begins with SERUM_ is read."""
    assert read_config({"SERUMS": 1, "MY_SERUM_X": 2, "DEBUG": True}) == SerumConfig()


def test_settings_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that Flask reads from the environment are of the right kind."""
    monkeypatch.setenv("FLASK_SERUM_SHOP_DEADLINE", "1.5")
    monkeypatch.setenv("FLASK_SERUM_LAYOUT_BLOCKS", '{"content": "body"}')
    app = Flask("host")
    app.config.from_prefixed_env()
    config = read_config(app.config)
    assert (config.shop_deadline, config.layout_blocks) == (1.5, {"content": "body"})


def test_settings_go_before_options(sqlite_engine: Engine) -> None:
    """A layout of the settings goes before one of the mount, and so do its blocks."""
    templates = {
        "theirs.html": "<p>theirs</p>{% block main %}{% endblock %}",
        "ours.html": "<p>ours</p>{% block content %}{% endblock %}",
    }
    app = a_host(templates, SERUM_LAYOUT="theirs.html", SERUM_LAYOUT_BLOCKS={"content": "main"})
    client = a_shop(app, sqlite_engine, layout="ours.html", blocks={"content": "content"})
    html = client.get(PAGE).text
    assert "<p>theirs</p>" in html
    assert "serum-heading" in html


def test_settings_are_read_once(sqlite_engine: Engine) -> None:
    """What changes in the configuration after the mount changes nothing."""
    app = a_host(SERUM_MOST_PER_LINE=3)
    FlaskSerum(app, market=EU, db=sqlite_engine)
    app.config["SERUM_MOST_PER_LINE"] = 50
    assert mount_of(app).settings.most_per_line == 3
