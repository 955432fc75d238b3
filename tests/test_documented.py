"""What the README promises is there, and what is there is in the README."""

from __future__ import annotations

import dataclasses
import re
import typing as t
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment
from jinja2 import meta
from jinja2 import nodes

from flask_serum.config import SerumConfig
from flask_serum.config import settings
from flask_serum.options import Options
from flask_serum.web.context import ListContext
from flask_serum.web.context import PageContext

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def section(title: str) -> str:
    """Give a section of the README, its sub-sections included."""
    level = re.search(rf"(?m)^(#+) {re.escape(title)}$", README)
    assert level is not None, title
    rest = README[level.end() :]
    end = re.search(rf"(?m)^#{{1,{len(level[1])}}} ", rest)
    return rest[: end.start()] if end else rest


def test_the_mounting_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's program is under ten lines, and serves the list of serums."""
    (program,) = re.findall(r"(?s)```python\n(from flask import Flask.*?)```", section("Mounting"))
    assert len(program.strip().splitlines()) < 10
    monkeypatch.chdir(tmp_path)
    names: dict[str, t.Any] = {
        "my_prices": lambda skus: {sku: {"price": Decimal("89.00")} for sku in skus},
        "my_cart_add": lambda sku, quantity: None,
        "__name__": "shop",
    }
    exec(program, names)
    app: Flask = names["app"]
    done = app.test_cli_runner().invoke(args=["serum", "upgrade"])
    assert done.exit_code == 0, done.output
    assert app.test_client().get("/serums/").status_code == 200
    for source in app.extensions["serum"].databases.values():
        source.dispose()


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    """The table has every setting, and no other."""
    table = re.findall(r"(?m)^\| `(SERUM_\w+)` \| ([^|]+) \|", section("Settings"))
    defaults = {
        f"SERUM_{one.name.upper()}": "none" if one.default is None else f"`{one.default}`"
        for one in dataclasses.fields(SerumConfig)
    }
    assert dict(table) == defaults
    assert set(settings()) == set(defaults)


def test_every_option_is_in_the_readme() -> None:
    """Whatever a host can give is in the table."""
    table = section("What you can give")
    missing = [name for name in Options.__annotations__ if f"`{name}`" not in table]
    assert missing == []


def test_every_command_is_in_the_readme() -> None:
    """Each command of the group is in the table."""
    from flask_serum.cli import serum_commands

    table = section("On the command line")
    missing = [name for name in serum_commands.commands if f"{name}" not in table]
    assert missing == []


@pytest.mark.parametrize("context", [PageContext, ListContext])
def test_every_field_of_a_context_is_documented(context: type) -> None:
    """The docstring names the fields, in their order, and no other."""
    named = re.findall(r"(?m)^    :param (\w+):", context.__doc__ or "")
    assert sorted(named) == sorted(one.name for one in dataclasses.fields(context))


def _shopper_templates() -> dict[str, str]:
    folder = Path(str(files("flask_serum.templates"))) / "serum"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*.html")
        if path.relative_to(folder).parts[0] not in ("editor", "api")
    }


def _used(source: str) -> set[str]:
    tree = Environment().parse(source)
    return {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "serum"
    }


def test_templates_use_what_is_documented_and_all_of_it() -> None:
    """No template reads a field that a context lacks, and no field is there for nothing."""
    used: set[str] = set().union(*map(_used, _shopper_templates().values()))
    fields = {one.name for kind in (PageContext, ListContext) for one in dataclasses.fields(kind)}
    assert used - fields == set()
    read = {
        node.attr
        for source in _shopper_templates().values()
        for node in Environment().parse(source).find_all(nodes.Getattr)
    }
    assert fields - read <= {"notice_id"}


def test_templates_need_nothing_of_the_host() -> None:
    """The only names that pages leave undefined are those that they are given."""
    given = {"serum", "serum_t", "serum_n", "serum_layout"}
    for name in ("page.html", "list.html", "layout.html"):
        tree = Environment().parse(_shopper_templates()[name])
        assert meta.find_undeclared_variables(tree) <= given, name
