"""Every name a developer may use is listed, and says what it is for."""

from __future__ import annotations

import ast
import collections.abc as cabc
import importlib
import inspect
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PLUGIN = CHECKOUT / "plugin"

GATHERING = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)

Callable = ast.FunctionDef | ast.AsyncFunctionDef


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PLUGIN.rglob("*.py")):
        parts = path.relative_to(PLUGIN).with_suffix("").parts
        found[".".join(["flask_serum", *(part for part in parts if part != "__init__")])] = path
    return found


MODULES = _modules()
PACKAGES = [name for name, path in MODULES.items() if path.name == "__init__.py"]


def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def _bound(tree: ast.Module) -> cabc.Iterator[str]:
    """Give the names that a package's file defines or takes from a module of ours."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, Callable | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _listed(module: str) -> list[str]:
    return list(getattr(importlib.import_module(module), "__all__", []))


def _rank(name: str) -> tuple[int, str]:
    """Order constants, then classes, then the rest, as ruff does."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


def _is_public(name: str) -> bool:
    return not name.startswith("_")


def _public(
    tree: ast.Module | ast.ClassDef, within: str = ""
) -> cabc.Iterator[tuple[str, ast.ClassDef | Callable]]:
    """Give the public classes, functions and methods, each with its dotted name."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | Callable) or not _is_public(node.name):
            continue
        if isinstance(node, ast.ClassDef) and node.name == "Meta":
            continue
        if {"overload", "setter", "deleter"} & {_last_name(one) for one in node.decorator_list}:
            continue
        yield within + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from _public(node, f"{within}{node.name}.")


def _last_name(decorator: ast.expr) -> str:
    return ast.unparse(decorator).split("(")[0].rsplit(".", 1)[-1]


def _documented(docstring: str | None) -> list[str]:
    return re.findall(r"^\s*:param\s+(?:[^:]*\s)?\**(\w+):", docstring or "", re.MULTILINE)


def _parameters(node: Callable, *, method: bool) -> list[str]:
    found = [one.arg for one in [*node.args.posonlyargs, *node.args.args]]
    static = "staticmethod" in {_last_name(one) for one in node.decorator_list}
    return found[1 if method and not static else 0 :] + [one.arg for one in node.args.kwonlyargs]


def _gathered(node: Callable) -> list[str]:
    return [one.arg for one in (node.args.vararg, node.args.kwarg) if one]


def _differ(named: list[str], taken: list[str], gathered: list[str]) -> bool:
    """Tell whether a docstring's names are wrong; ``*`` and ``**`` ones may be left out.

    :param named: what the docstring names.
    :param taken: what it must name if it names anything; but for private ones.
    :param gathered: what stands behind ``*`` and ``**``.
    """
    needed = {name for name in taken if _is_public(name)}
    twice = len(set(named)) != len(named)
    return bool(named) and (twice or not needed <= set(named) <= {*taken, *gathered})


def _misdocumented(tree: ast.Module) -> list[str]:
    """List the functions whose docstring names parameters, but not just those they take."""
    wrong = []
    for name, node in _public(tree):
        if isinstance(node, Callable):
            named = _documented(ast.get_docstring(node))
            if _differ(named, _parameters(node, method="." in name), _gathered(node)):
                wrong.append(name)
    return wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_all_is_complete(package: str) -> None:
    """``__all__`` lists each public name that a package's file brings, and no other.

    :param package: its name.
    """
    bound = {name for name in _bound(_tree(package)) if _is_public(name)}
    assert {name for name in _listed(package) if name != "__version__"} == bound


@pytest.mark.parametrize("package", PACKAGES)
def test_all_is_sorted(package: str) -> None:
    """``__all__`` is in order, so that a missing name is seen.

    :param package: its name.
    """
    assert _listed(package) == sorted(_listed(package), key=_rank)


@pytest.mark.parametrize("package", PACKAGES)
def test_listed_names_say_what_they_are_for(package: str) -> None:
    """Each listed class and function has a docstring.

    :param package: its name.
    """
    whole = importlib.import_module(package)
    things = {name: getattr(whole, name) for name in _listed(package)}
    defined = {
        name: thing
        for name, thing in things.items()
        if inspect.isclass(thing) or inspect.isroutine(thing)
    }
    assert [name for name, thing in defined.items() if not thing.__doc__] == []


@pytest.mark.parametrize("module", MODULES)
def test_public_code_has_docstrings(module: str) -> None:
    """Each module, and each public class, function and method in it, says what it is for.

    :param module: its name.
    """
    tree = _tree(module)
    assert ast.get_docstring(tree), module
    assert [name for name, node in _public(tree) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("module", MODULES)
def test_docstrings_name_every_parameter(module: str) -> None:
    """A function's docstring names all of its parameters or none, and none that it lacks.

    :param module: its name.
    """
    assert _misdocumented(_tree(module)) == []


@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("__main__")])
def test_docstrings_name_every_field(module: str) -> None:
    """A class's docstring names all of what it is made from or nothing.

    :param module: its name.
    """
    whole = importlib.import_module(module)
    wrong = []
    for name, node in _public(_tree(module)):
        named = _documented(ast.get_docstring(node))
        if isinstance(node, ast.ClassDef) and "." not in name and named:
            signature = inspect.signature(getattr(whole, name)).parameters.values()
            gathered = [one.name for one in signature if one.kind in GATHERING]
            taken = [one.name for one in signature if one.kind not in GATHERING]
            if _differ(named, taken, gathered):
                wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize(
    ("definition", "named", "wrong"),
    [
        ("def f(a, *, c=1): ...", ["a", "c"], []),
        ("def f(a, b): ...", [], []),
        ("def f(a, b): ...", ["a"], ["f"]),
        ("def f(a): ...", ["a", "b"], ["f"]),
        ("def f(a): ...", ["a", "a"], ["f"]),
        ("def f(a, *b, **c): ...", ["a"], []),
        ("def f(a, *b, **c): ...", ["a", "b", "c"], []),
        ("class C:\n def f(self, a): ...", ["a"], []),
        ("class C:\n def f(self, a): ...", ["self", "a"], ["C.f"]),
        ("class C:\n @staticmethod\n def f(a): ...", ["a"], []),
        ("def _f(a): ...", ["b"], []),
    ],
)
def test_a_parameter_left_out_is_found(definition: str, named: list[str], wrong: list[str]) -> None:
    """The guard sees what is missing and what is too much, and leaves private code alone.

    :param definition: a function or method.
    :param named: the parameters that its docstring names.
    :param wrong: what must be listed.
    """
    docstring = "F.\\n\\n" + "".join(f":param {name}: something.\\n" for name in named)
    source = definition.replace("...", f'"{docstring}"')
    assert _misdocumented(ast.parse(source)) == wrong
