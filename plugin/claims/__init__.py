"""Finds drug claims in cosmetic copy: standard library, and its rules as data files."""

from __future__ import annotations

from .checking import check
from .findings import Finding
from .findings import NOT_CHECKED
from .ingredients import check_ingredients
from .ingredients import IngredientFinding
from .pages import check_page
from .report import report_json
from .report import report_text
from .rule import Rule
from .rule import RuleError
from .rules import RuleSet

__all__ = [
    "NOT_CHECKED",
    "Finding",
    "IngredientFinding",
    "Rule",
    "RuleError",
    "RuleSet",
    "check",
    "check_ingredients",
    "check_page",
    "report_json",
    "report_text",
]
