"""How well announcements are read: precision, recall and F1 per field over a folder of texts with gold rows.

    python benchmarks/reading.py [FOLDER] [--json OUT] [--smoke] [--dates NAME=YYYY-MM-DD ...]

FOLDER (by default the gold folder of KAIMEN_TEST_DATA) holds NAME.txt with NAME.jsonl or NAME_gold.jsonl beside it, and
perhaps NAME.distractors.jsonl. The day of publication is taken from --dates, else from the masthead, else from the
gold's latest promised year (1 March), which is said. Figures count by place and value over all tiers (`quantities`) and
without those read as context (`figures`); the other fields count over the gold's core rows that were found.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("KAIMEN_TEST_DATA", ROOT / ".." / "shared" / "data"))
OWN = ROOT / "examples" / "announcement"


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Scores of reading over a folder of texts with gold rows.")
    parser.add_argument("folder", type=Path, nargs="?", default=DATA / "gold")
    parser.add_argument("--json", type=Path, help="write the scores here")
    parser.add_argument("--smoke", action="store_true", help="read the first text only")
    parser.add_argument("--dates", nargs="*", default=[], metavar="NAME=DAY", help="days of publication")
    given = parser.parse_args(words)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    days = {name: date.fromisoformat(day) for name, _, day in (item.partition("=") for item in given.dates)}
    texts = [(path, gold) for path in sorted(given.folder.glob("*.txt")) if (gold := gold_of(path))]
    if not texts and given.smoke:
        print(f"{given.folder} is not here, so a text of our own is read")
        texts = [(path, gold) for path in sorted(OWN.glob("*.txt")) if (gold := gold_of(path))]
    if not texts:
        print(f"{given.folder} holds no NAME.txt with NAME.jsonl or NAME_gold.jsonl", file=sys.stderr)
        return 1
    results = [measure(path, gold, days.get(path.stem)) for path, gold in texts[: 1 if given.smoke else None]]
    for result in results:
        show(result)
    if given.json:
        given.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def gold_of(path: Path) -> Path | None:
    """Return the gold rows beside a text, or None."""
    tries = (path.with_suffix(".jsonl"), path.with_name(f"{path.stem}_gold.jsonl"))
    return next((gold for gold in tries if gold.is_file()), None)


def measure(path: Path, gold: Path, published: date | None) -> dict[str, Any]:
    """Return the scores of one text, by field, with the characters read in a second."""
    from tests.extract.gold import read_rows, score

    from kaimen.formats.documents import parse_document

    rows = read_rows(gold)
    distractors = path.with_name(f"{path.stem}.distractors.jsonl")
    document, findings = parse_document(path.read_bytes(), path.name, published)
    if document is None:
        return {"name": path.stem, "findings": [str(finding) for finding in findings]}
    day, basis = (document.published, "given or masthead") if document.published else (_assumed(rows), "assumed")
    began = time.perf_counter()
    result = score(document.text, rows, day, read_rows(distractors) if distractors.is_file() else ())
    seconds = time.perf_counter() - began
    figures = result.matched / (result.read - result.context) if result.read > result.context else 0.0
    return {
        "name": path.stem,
        "published": day.isoformat() if day else None,
        "basis": basis,
        "quantities": {"precision": result.precision, "recall": result.recall, "f1": result.f1},
        "figures": {"precision": min(1.0, figures), "recall": result.recall},
        "expected": result.expected,
        "read": result.read,
        "exact_offsets": result.exact,
        "distractors_taken": result.distractors,
        "fields": {name: {"right": right, "of": of} for name, (right, of) in result.fields.items()},
        "wrong": list(result.wrong),
        "characters_per_second": round(len(document.text) / seconds),
    }


def _assumed(rows: Sequence[Any]) -> date | None:
    ends = [row["time"]["to"] for row in rows if row["time"] and row["time"]["to"] and row["status"] == "promised"]
    return date(int(max(ends)[:4]), 3, 1) if ends else None


def show(result: dict[str, Any]) -> None:
    if "quantities" not in result:
        print(f"{result['name']}: {'; '.join(result['findings'])}")
        return
    score = result["quantities"]
    print(f"{result['name']}  published {result['published']} ({result['basis']})")
    print(
        f"  quantities  P {score['precision']:.3f}  R {score['recall']:.3f}  F1 {score['f1']:.3f}"
        f"  ({result['expected']} expected, {result['read']} read, {result['exact_offsets']} with exact offsets,"
        f" {result['distractors_taken']} distractors taken)"
    )
    for name, counts in result["fields"].items():
        print(f"  {name:11s} {counts['right']}/{counts['of']}")


if __name__ == "__main__":
    sys.exit(main())
