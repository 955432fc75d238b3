"""Measures the claims checker on labelled sentences: recall, false alarms, time.

Run as ``python tests/bench_claims.py PATH [--held-out | --train] [--show]``; the path may also
stand in ``SERUM_CLAIMS_SENTENCES``. Each line of the file is a JSON object with ``text``,
``label`` (``violating`` or ``compliant``) and ``jurisdiction`` (a list).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
import typing as t
from collections import Counter
from pathlib import Path

from flask_serum.claims import check


def held_out(text: str) -> bool:
    """Whether a sentence belongs to the part that rules are not written on."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 < 3


def measure(rows: t.Sequence[t.Mapping[str, t.Any]], show: bool) -> None:
    """Print what the checker makes of the rows."""
    hits: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    took = 0.0
    for row in rows:
        label, any_hit = row["label"], False
        for place in row["jurisdiction"]:
            begun = time.perf_counter()
            findings = check(row["text"], jurisdiction=place)
            took += time.perf_counter() - begun
            hit = any(finding.verdict == "block" for finding in findings)
            seen[label, place] += 1
            hits[label, place] += hit
            any_hit = any_hit or hit
        seen[label, "any"] += 1
        hits[label, "any"] += any_hit
        if show and any_hit != (label == "violating"):
            print(f"  {label}: {row['text']}")
    for label, name in (("violating", "found"), ("compliant", "false alarms")):
        for place in ("any", "US", "EU", "UK"):
            if seen[label, place]:
                share = 100 * hits[label, place] / seen[label, place]
                counts = f"{hits[label, place]:4} of {seen[label, place]:4}"
                print(f"{name:13}{place:4}{counts} {share:6.1f} %")
    checks = sum(count for (_, place), count in seen.items() if place != "any")
    print(f"{1000 * took / max(checks, 1):.2f} ms per sentence and jurisdiction")


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", nargs="?", default=os.environ.get("SERUM_CLAIMS_SENTENCES"))
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--held-out", action="store_true", help="only the held-out part")
    part.add_argument("--train", action="store_true", help="only the part rules are written on")
    parser.add_argument("--show", action="store_true", help="print what was judged wrongly")
    options = parser.parse_args()
    if not options.path:
        print("claims: no sentences given, nothing measured")
        return 0
    lines = Path(options.path).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    if options.held_out or options.train:
        rows = [row for row in rows if held_out(row["text"]) == options.held_out]
    check("warm up")
    print(f"{len(rows)} sentences")
    measure(rows, options.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
