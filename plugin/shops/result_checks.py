"""Checks what a gateway says it put into a cart."""

from __future__ import annotations

import collections.abc as cabc

from ..core.offer import CartLine
from ..core.offer import LineResult
from ..core.offer import LineStatus
from .answer_checks import Report


def check_results(
    results: object, lines: cabc.Sequence[CartLine], report: Report
) -> list[LineResult]:
    """Give a result per line, in their order; one that can't be true is a failure.

    :param results: what the gateway gave.
    :param lines: what it was asked to add.
    :param report: is told what was dropped.
    """
    if not isinstance(results, cabc.Sequence) or len(results) != len(lines):
        report("", "the shop did not give a result per line")
        return [LineResult(line.sku, LineStatus.FAILED) for line in lines]
    return [_result(*pair, report) for pair in zip(results, lines, strict=True)]


def _result(result: object, line: CartLine, report: Report) -> LineResult:
    failed = LineResult(line.sku, LineStatus.FAILED)
    if not isinstance(result, LineResult) or result.sku != line.sku:
        report(line.sku, "the result is of another line, or none")
        return failed
    status, added = result.status, result.added
    if status not in list(LineStatus) or not isinstance(added, int) or isinstance(added, bool):
        report(line.sku, f"the result can't be read: {result!r:.120}")
        return failed
    went_in = status in (LineStatus.ADDED, LineStatus.PARTLY_ADDED)
    if not 0 <= added <= line.quantity or went_in != (added > 0):
        report(line.sku, f"{status} can't be, with {added} of {line.quantity} added")
        return failed
    if went_in:
        status = LineStatus.ADDED if added == line.quantity else LineStatus.PARTLY_ADDED
    return LineResult(line.sku, LineStatus(status), added)
