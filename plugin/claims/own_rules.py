"""Reads the rules that a host adds to ours."""

from __future__ import annotations

import collections.abc as cabc
import json
import typing as t
from pathlib import Path

from .rule import RuleError
from .rules import LANGUAGES
from .rules import RuleSet

OwnRules: t.TypeAlias = str | Path | RuleSet | cabc.Sequence[str | Path | RuleSet]


def read_own_rules(given: OwnRules) -> list[RuleSet]:
    """Read a host's rules.

    A file that names one of our languages builds on our words in it; any other is a language of
    its own. What a host's rules find is told beside what ours find, and never in place of it.

    :param given: a JSON file, a rule set, or several.
    :raises RuleError: if one can't be read or is malformed.
    """
    listed = [given] if isinstance(given, str | Path | RuleSet) else list(given)
    return [one if isinstance(one, RuleSet) else _from_file(Path(one)) for one in listed]


def _from_file(path: Path) -> RuleSet:
    try:
        document: t.Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RuleError(f"{path}: can't be read: {error}") from error
    if isinstance(document, list):
        document = {"rules": document}
    if not isinstance(document, dict):
        raise RuleError(f"{path}: must hold an object or a list of rules")
    language = document.get("language", "en")
    if language not in LANGUAGES:
        return RuleSet.read(document, str(path))
    extra = {key: document[key] for key in ("version", "concepts", "rules") if key in document}
    return RuleSet.load(language).extended_with(extra)
