"""What ships is what lies in the checkout, nothing more and nothing less."""

from __future__ import annotations

import configparser
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = {"plugin": "flask_serum"} | {
    name: f"flask_serum/{name}" for name in ("templates", "migrations")
}
LONGEST_MODULE = 300
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def _declared() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(CHECKOUT / "setup.cfg", encoding="utf-8")
    return parser


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


def _shipped() -> dict[str, Path]:
    """Give each file of the package's folders by the name it must have in the wheel."""
    found = {}
    for folder, package in FOLDERS.items():
        for path in (CHECKOUT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found[f"{package}/{path.relative_to(CHECKOUT / folder).as_posix()}"] = path
    return found


def _stale(folder: Path) -> list[str]:
    """List the catalogues below a folder whose compiled file doesn't say what its source says."""
    sources = {path.with_suffix("") for path in folder.rglob("*.po")}
    compiled = {path.with_suffix("") for path in folder.rglob("*.mo")}
    different = [
        stem for stem in sources & compiled if _in_source(stem) != _messages(_compiled(stem))
    ]
    return sorted(stem.as_posix() for stem in {*(sources ^ compiled), *different})


def _in_source(stem: Path) -> dict[object, object]:
    # Written and read again, because compiling leaves out fuzzy and untranslated messages.
    with stem.with_suffix(".po").open("rb") as file:
        catalogue = read_po(file, locale=stem.parent.parent.name)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return _messages(read_mo(buffer))


def _compiled(stem: Path) -> Catalog:
    with stem.with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def _messages(catalogue: Catalog) -> dict[object, object]:
    return {
        (message.context, str(message.id)): message.string for message in catalogue if message.id
    }


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    room = tmp_path_factory.mktemp("wheel")
    unwanted = shutil.ignore_patterns("__pycache__")
    for folder in FOLDERS:
        shutil.copytree(CHECKOUT / folder, room / "copy" / folder, ignore=unwanted)
    for name in ("LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "setup.cfg"):
        shutil.copy(CHECKOUT / name, room / "copy")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(room)]
    done = subprocess.run([*command, str(room / "copy")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = room.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def test_the_wheel_holds_what_the_checkout_holds(wheel: list[str]) -> None:
    """Every file of the package's folders is in the wheel, and the wheel has no other."""
    packaged = {name for name in wheel if ".dist-info/" not in name}
    assert packaged == set(_shipped())


def test_the_wheel_installs_one_top_level_package(wheel: list[str]) -> None:
    """Nothing named plugin, templates, migrations or tests lands beside flask_serum."""
    tops = {name.split("/")[0] for name in wheel if ".dist-info/" not in name}
    assert tops == {"flask_serum"}


def test_every_package_is_declared() -> None:
    """Each folder with an ``__init__.py`` is in setup.cfg's packages, and no other is."""
    folders = {
        Path(name).parent.as_posix().replace("/", ".")
        for name in _shipped()
        if Path(name).name == "__init__.py"
    }
    assert set(_lines(_declared()["options"]["packages"])) == folders


def test_every_module_lies_in_a_package() -> None:
    """A Python file in a folder without ``__init__.py`` would stay behind."""
    shipped = _shipped()
    modules = [name for name in shipped if name.endswith(".py")]
    homeless = [name for name in modules if f"{Path(name).parent}/__init__.py" not in shipped]
    assert homeless == []


def test_every_data_file_matches_a_glob() -> None:
    """Each file that isn't Python is covered by setup.cfg's package_data."""
    covered = set()
    for package, globs in _declared()["options.package_data"].items():
        folder = next(key for key, name in FOLDERS.items() if name.replace("/", ".") == package)
        for pattern in _lines(globs):
            covered |= set((CHECKOUT / folder).glob(pattern))
    data = [path for path in _shipped().values() if path.suffix != ".py"]
    assert [str(path) for path in data if path not in covered] == []


@pytest.mark.parametrize("name", ["templates", "migrations"])
def test_no_folder_shadows_a_packaged_one(name: str) -> None:
    """A folder of that name in plugin/ would hide the real one in an editable install.

    :param name: the folder.
    """
    assert not (CHECKOUT / "plugin" / name).exists()


def test_the_tests_are_flat() -> None:
    """With ``tests/__init__.py`` the checkout is importable, and every module exists twice."""
    assert not (CHECKOUT / "tests" / "__init__.py").exists()


def test_modules_are_named_by_subject() -> None:
    """A name such as utils says nothing about what is inside."""
    named = [*_shipped().values(), *(CHECKOUT / "tests").rglob("*.py")]
    nondescript = [str(path) for path in named if path.stem.strip("_") in SAYS_NOTHING]
    assert nondescript == []


def test_modules_stay_short() -> None:
    """A module that grows past the limit is split by subject."""
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in _shipped().items()
        if name.endswith(".py")
    }
    long = {name: length for name, length in lengths.items() if length > LONGEST_MODULE}
    assert long == {}


def test_catalogues_are_compiled() -> None:
    """Each catalogue's compiled file says what its source says: ``make catalogues``."""
    assert _stale(CHECKOUT / "plugin" / "locale") == []


@pytest.mark.parametrize(
    ("compiled", "stale"),
    [({"Morning": "Morgens"}, False), ({"Morning": "Abends"}, True), ({}, True), (None, True)],
)
def test_a_stale_catalogue_is_found(
    tmp_path: Path, compiled: dict[str, str] | None, stale: bool
) -> None:
    """A changed, missing or never compiled message counts as stale.

    :param compiled: what the compiled file says; ``None`` for no such file.
    :param stale: whether the catalogue must be listed.
    """
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "serum.po").write_text('msgid "Morning"\nmsgstr "Morgens"\n', encoding="utf-8")
    if compiled is not None:
        catalogue = Catalog(locale="de")
        for source, translation in compiled.items():
            catalogue.add(source, translation)
        with (folder / "serum.mo").open("wb") as file:
            write_mo(file, catalogue)
    assert _stale(tmp_path) == ([(folder / "serum").as_posix()] if stale else [])
