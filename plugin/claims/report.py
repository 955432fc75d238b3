"""Tells findings to people and to programs."""

from __future__ import annotations

import json
import typing as t
from dataclasses import asdict

from .findings import Finding

NOTHING_FOUND = "nothing found"


def report_text(findings: t.Sequence[Finding]) -> str:
    """Findings as lines for people; a clean result is called *nothing found*.

    :param findings: what was found.
    """
    if not findings:
        return NOTHING_FOUND
    lines = [line for finding in findings for line in _lines(finding)]
    blocked = sum(finding.verdict == "block" for finding in findings)
    lines.append(f"{len(findings)} found: {blocked} block, {len(findings) - blocked} warn")
    return "\n".join(lines)


def _lines(finding: Finding) -> t.Iterator[str]:
    start, end = finding.span
    where = f"{finding.field}:{start}-{end}" if finding.field else f"{start}-{end}"
    yield f"{where}: {finding.verdict} ({finding.jurisdiction}) {finding.rule}: {finding.excerpt!r}"
    yield f"    {finding.reason}"
    yield f"    Source: {finding.source}"
    for rewording in finding.rewordings:
        yield f"    Say instead: {rewording}"


def report_json(findings: t.Sequence[Finding]) -> str:
    """Findings as a JSON document for programs.

    :param findings: what was found.
    """
    blocked = sum(finding.verdict == "block" for finding in findings)
    document = {
        "result": f"{len(findings)} found" if findings else NOTHING_FOUND,
        "block": blocked,
        "warn": len(findings) - blocked,
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
