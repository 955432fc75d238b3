"""Imports point inwards: what a shop can exchange never leaks into the rules of a page."""

from __future__ import annotations

import ast
import collections.abc as cabc
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "flask_serum": CHECKOUT / "plugin",
    "flask_serum.templates": CHECKOUT / "templates",
    "flask_serum.migrations": CHECKOUT / "migrations",
}


ROOT = "flask_serum"


@dataclass(frozen=True)
class Layer:
    """What the modules of one layer may import beside the standard library and themselves.

    :param inside: modules of ours, each with all below it.
    :param outside: top-level packages of others.
    """

    inside: frozenset[str]
    outside: frozenset[str]


def _layer(inside: str = "", outside: str = "") -> Layer:
    ours = frozenset(f"flask_serum.{name}" if name != ROOT else ROOT for name in inside.split())
    return Layer(ours, frozenset(outside.split()))


SQL = "alembic sqlalchemy"
WEB = (
    "apispec babel blinker click flask itsdangerous jinja2 markupsafe marshmallow nh3 selectolax"
    " werkzeug"
)

ALL = "config core claims shops store web"

# The first name that a module is, lies below, or begins with (``*``) says which layer it is in.
LAYERS = {
    "flask_serum.core": _layer("core", "blinker"),
    "flask_serum.claims": _layer("core claims"),
    "flask_serum.store": _layer("core store", SQL),
    "flask_serum.shops.embedded*": _layer(
        "core shops store.models store.catalog", "sqlalchemy flask"
    ),
    "flask_serum.shops": _layer("core shops"),
    "flask_serum.web": _layer("core claims web", WEB),
    "flask_serum.templates": _layer(),
    "flask_serum.migrations": _layer("core store migrations", SQL),
    "flask_serum.demo": _layer(f"flask_serum demo extension {ALL}", f"{SQL} {WEB}"),
    "flask_serum.options": _layer(ALL, WEB),
    "flask_serum.extension": _layer(f"cli options {ALL}", f"{SQL} {WEB}"),
    "flask_serum.webhooks": _layer("core webhooks", "httpcore"),
    "flask_serum.cli_*": _layer(f"cli_frame webhooks {ALL}", f"{SQL} {WEB}"),
    "flask_serum.cli": _layer(
        f"cli_frame cli_claims cli_overrides cli_tokens cli_webhooks doctor {ALL}", f"{SQL} {WEB}"
    ),
    "flask_serum.doctor*": _layer(f"doctor_claims {ALL}", f"{SQL} {WEB}"),
    "flask_serum.*": _layer("core"),
    "flask_serum": _layer(f"extension {ALL}"),
}


def _modules() -> dict[str, Path]:
    found = {}
    for package, folder in FOLDERS.items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            found[".".join([package, *(part for part in parts if part != "__init__")])] = path
    return found


MODULES = _modules()


def _layer_of(module: str) -> Layer:
    for name, layer in LAYERS.items():
        if _is_within(module, name) or (name.endswith("*") and module.startswith(name[:-1])):
            return layer
    raise LookupError(f"{module} lies in no layer")


def _is_within(module: str, package: str) -> bool:
    """Tell whether a module is another or lies below it; below the root itself lies nothing."""
    return module == package or (package != ROOT and module.startswith(f"{package}."))


def _imports(module: str, source: str, *, is_package: bool) -> cabc.Iterator[str]:
    """Give the absolute name of everything a module imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                parts = parts[: len(parts) - node.level + is_package]
                base = ".".join([*parts, *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in MODULES else base


def _outward(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """List what a module imports from further out than its layer may."""
    layer = _layer_of(module)
    wrong = []
    for name in _imports(module, source, is_package=is_package):
        top = name.split(".")[0]
        if top == ROOT:
            fine = any(_is_within(name, ours) for ours in layer.inside)
        else:
            fine = top in layer.outside or top in sys.stdlib_module_names
        if not fine:
            wrong.append(f"{module} imports {name}")
    return wrong


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_inwards(module: str) -> None:
    """Each module imports from its own layer and from those further in.

    :param module: its name.
    """
    path = MODULES[module]
    source = path.read_text(encoding="utf-8")
    assert _outward(module, source, is_package=path.name == "__init__.py") == []


def test_the_package_imports_itself_relatively() -> None:
    """Type checkers read the checkout as ``plugin``, and would see two of every class."""
    absolute = re.compile(r"^\s*(?:from|import) flask_serum\b", re.MULTILINE)
    inside = (path for path in MODULES.values() if path.is_relative_to(FOLDERS[ROOT]))
    found = [str(path) for path in inside if absolute.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_nobody_imports_the_demo() -> None:
    """The demo is a shop of its own, of which the plugin knows nothing."""
    for module, path in MODULES.items():
        if not _is_within(module, "flask_serum.demo"):
            source = path.read_text(encoding="utf-8")
            names = _imports(module, source, is_package=path.name == "__init__.py")
            assert not any(_is_within(name, "flask_serum.demo") for name in names), module


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("flask_serum.core.page", "import flask"),
        ("flask_serum.core.page", "from ..store import models"),
        ("flask_serum.core.page", "from .. import claims"),
        ("flask_serum.core.page", "def late():\n    from flask_serum.web import api"),
        ("flask_serum.claims.rules", "import blinker"),
        ("flask_serum.store.pages", "from ..claims.findings import Finding"),
        ("flask_serum.store.pages", "import marshmallow"),
        ("flask_serum.shops.saleor", "from ..store.models import Product"),
        ("flask_serum.shops.embedded", "from ..store.pages import SqlPageStore"),
        ("flask_serum.web.api", "from ..store.pages import SqlPageStore"),
        ("flask_serum.web.api", "from ..shops import embedded"),
        ("flask_serum.web.api", "from flask_serum import extension"),
        ("flask_serum.config", "import flask"),
        ("flask_serum.extension", "from .demo import shop"),
        ("flask_serum.web.api", "from flask_serum import FlaskSerum"),
        ("flask_serum.migrations.env", "from flask_serum.web import api"),
    ],
)
def test_an_import_that_points_outwards_is_found(module: str, line: str) -> None:
    """The guard sees each way to write such an import.

    :param module: where it stands.
    :param line: the import.
    """
    assert len(_outward(module, line)) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("flask_serum.core.page", "from .offer import Money"),
        ("flask_serum.core.signals", "import blinker"),
        ("flask_serum.store.pages", "from ..core.page import Page\nimport sqlalchemy.orm"),
        ("flask_serum.shops.embedded", "from ..store.models import Product"),
        ("flask_serum.shops.embedded_cart", "from ..store.catalog import find"),
        ("flask_serum.web.api", "from ..claims import checking\nfrom flask import Blueprint"),
        ("flask_serum.extension", "from .store.pages import SqlPageStore\nfrom .web import api"),
        ("flask_serum.demo.__main__", "from flask_serum import FlaskSerum\nimport flask"),
        ("flask_serum.migrations.env", "from flask_serum.store.models import Base"),
    ],
)
def test_an_import_that_points_inwards_is_fine(module: str, line: str) -> None:
    """The guard leaves alone what a layer may do.

    :param module: where it stands.
    :param line: the import.
    """
    assert _outward(module, line) == []
