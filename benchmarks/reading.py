"""How well announcements are read, beside other readers: precision, recall and F1 per field, and speed.

    python benchmarks/reading.py [FOLDER] [--json OUT] [--peers ENVIRONMENTS] [--planted N] [--smoke]

FOLDER (by default the gold folder of KAIMEN_TEST_DATA) holds NAME.txt with NAME.jsonl or NAME_gold.jsonl beside it, and
perhaps NAME.distractors.jsonl. The day of publication is taken from --dates, else from the masthead, else from the
gold's latest promised year (1 March), which is said. Figures count by place and value over all tiers; the other fields
count over the gold's core rows (precision over those that were found, recall over all that have the field), and a row
is whole if who, where, period, modality, unit, qualifier and direction are all right. A gold row that cannot be used is
said and left out. With the default folder follow NewsQuant, the Recognizers specifications, the agreement of
reports in two languages, and errors planted in reports (N for each kind and report,
half as many of further kinds; 0 for none).
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

import _agreement
import _gold
import _newsquant
import _peers
import _planted
import _recognizers

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("KAIMEN_TEST_DATA", ROOT / ".." / "shared" / "data"))
OWN = ROOT / "examples" / "announcement"
DAYS = {"china-com-2024-02-19": "2024-02-19", "guangdong2024_drc": "2024-05-10", "guangdong2024_targets": "2024-01-23"}
DAYS |= {f"gwr2022_excerpt_{language}": "2022-03-05" for language in ("en", "zh")}
REPORTS = (*range(2008, 2018), 2020, 2021, 2022)


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Scores of reading over a folder of texts with gold rows.")
    parser.add_argument("folder", type=Path, nargs="?", default=DATA / "gold")
    parser.add_argument("--json", type=Path, help="write the scores here")
    parser.add_argument("--smoke", action="store_true", help="read the first text only")
    parser.add_argument("--dates", nargs="*", default=[], metavar="NAME=DAY", help="days of publication")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="compare with others, installed into this folder")
    parser.add_argument(
        "--planted", type=int, default=0, metavar="N", help="plant N errors of each kind in each report"
    )
    given = parser.parse_args(words)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    days = DAYS | _days(given.dates, parser)
    if given.planted < 0:
        parser.error(f"--planted takes a number of errors, 0 or more, not {given.planted}")
    if given.json and (given.json.is_dir() or not given.json.resolve().parent.is_dir()):
        parser.error(f"--json takes a file in a folder that is there, not {given.json}")
    texts = _texts(given.folder)
    if not texts and given.smoke:
        print(f"{given.folder} is not here, so a text of our own is read")
        texts = _texts(OWN)
    if not texts:
        print(f"{given.folder} is no folder, or holds no NAME.txt with NAME.jsonl or NAME_gold.jsonl", file=sys.stderr)
        return 1
    results: dict[str, Any] = {"texts": [_text(*text, days) for text in texts[: 1 if given.smoke else None]]}
    for result in results["texts"]:
        _show_text(result)
    if not given.smoke and given.folder == DATA / "gold":
        results |= _sets(given)
    if given.json:
        given.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _days(words: Sequence[str], parser: argparse.ArgumentParser) -> dict[str, str]:
    days = {}
    for word in words:
        name, _, day = word.partition("=")
        try:
            days[name] = date.fromisoformat(day).isoformat()
        except ValueError:
            parser.error(f"--dates takes NAME=DAY with a day such as 2024-02-19, not {word}")
    return days


# --- texts with gold rows ---


def _texts(folder: Path) -> list[tuple[Path, Path]]:
    """Return texts with their gold rows; a text may also lie in the folder of announcements beside the gold."""
    found = []
    for gold in sorted(folder.glob("*.jsonl")):
        name = gold.stem.removesuffix("_gold")
        tries = [folder / f"{name}.txt", *(folder.parent / "announcements").glob(f"*/{name}.txt")]
        text = next((path for path in tries if path.is_file()), None)
        if text:
            found.append((text, gold))
        elif not gold.stem.endswith(".distractors"):
            print(f"{gold.name} has no {name}.txt beside it and is left out", file=sys.stderr)
    return found


def _text(path: Path, gold: Path, days: dict[str, str]) -> dict[str, Any]:
    """Return the scores of one text, by field, with the characters read in a second."""
    from tests.extract.gold import read_rows, score  # it needs the paths that `main` sets

    from kaimen.formats.documents import parse_document

    distractors = gold.with_name(f"{path.stem}.distractors.jsonl")
    given = date.fromisoformat(days[path.stem]) if path.stem in days else None
    document, findings = parse_document(path.read_bytes(), path.name, given)
    if document is None:
        return {"name": path.stem, "findings": [str(finding) for finding in findings]}
    rows, faults = _gold.read_gold(gold, document.text)
    day, basis = (document.published, "given or masthead") if document.published else (_assumed(rows), "assumed")
    began = time.perf_counter()
    result = score(document.text, rows, day, read_rows(distractors) if distractors.is_file() else ())
    seconds = time.perf_counter() - began
    return {
        "name": path.stem,
        "published": day.isoformat() if day else None,
        "basis": basis,
        "quantities": {"precision": result.precision, "recall": result.recall, "f1": result.f1},
        "expected": result.expected,
        "read": result.read,
        "exact_offsets": result.exact,
        "distractors_taken": result.distractors,
        "fields": {
            name: {
                "right": right,
                "of": of,
                **dict(zip(("precision", "recall", "f1"), result.of_field(name), strict=True)),
            }
            for name, (right, of) in result.fields.items()
        },
        "whole_rows": {"right": result.whole[0], "of": result.whole[1]},
        "wrong": list(result.wrong),
        "rows_left_out": faults,
        "characters_per_second": round(len(document.text) / seconds),
    }


def _assumed(rows: Sequence[Any]) -> date | None:
    ends = [row["time"]["to"] for row in rows if row["time"] and row["time"]["to"] and row["status"] == "promised"]
    return date(int(max(ends)[:4]), 3, 1) if ends else None


def _show_text(result: dict[str, Any]) -> None:
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
    fields = {**result["fields"], "whole rows": result["whole_rows"]}
    print("  " + "  ".join(f"{name} {counts['right']}/{counts['of']}" for name, counts in fields.items()))
    scores = [f"{name} {counts['f1']:.3f}" for name, counts in result["fields"].items() if name != "found"]
    print(f"  F1 over all core rows  {'  '.join(scores)}")
    for fault in result["rows_left_out"]:
        print(f"  {fault}")


# --- sets of sentences, reports, planted errors ---


def _sets(given: argparse.Namespace) -> dict[str, Any]:
    results: dict[str, Any] = {}
    peers = {name: _peers.python_of(name, given.peers) for name in _peers.PINS} if given.peers else {}
    results["newsquant"] = _news(DATA / "quantities" / "newsquant" / "NewsQuant.json", peers)
    results["recognizers"] = _specifications(DATA / "quantities" / "recognizers")
    results["agreement"] = _agreement.agreement(DATA / "announcements")
    print("reports in two languages:", results["agreement"])
    results["speed"] = _speed(DATA / "announcements" / "en" / "work-report-2021.txt", peers)
    if given.planted:
        results["planted"] = _errors(given.planted)
    return results


def _news(path: Path, peers: dict[str, Path | None]) -> dict[str, Any]:
    """Return the scores on NewsQuant of kaimen and its peers, with the seconds each took for the same sentences."""
    if not path.is_file():
        return {}
    rows = _newsquant.load(path)
    texts = [text for text, _ in rows]
    began = time.perf_counter()
    own = {text: _own_reading(text) for text in texts}
    readers: dict[str, tuple[dict[str, list[_newsquant.Named]], float]] = {
        "kaimen": (own, time.perf_counter() - began),
    }
    for name, python in peers.items():
        read = _peers.read_with(name, python, [(text, "en") for text in texts]) if python else None
        if read:
            named = [[_newsquant.Named(tuple(v), u) for v, u, *_ in found] for found in read.quantities]
            readers[name] = (dict(zip(texts, named, strict=True)), read.seconds)
    results = {}
    for name, (read_by_text, seconds) in readers.items():
        counts, _ = _newsquant.score(rows, lambda text, known=read_by_text: known[text])
        results[name] = {
            "value_f1": counts.f1(counts.values),
            "value_and_unit_f1": counts.f1(counts.units),
            "expected": counts.expected,
            "read": counts.read,
            "seconds": seconds,
        }
        print(
            f"NewsQuant, {name}: value F1 {results[name]['value_f1']:.3f}, value and unit F1"
            f" {results[name]['value_and_unit_f1']:.3f}, {seconds:.2f} s for {len(texts)} sentences"
        )
    return results


def _own_reading(text: str) -> list[_newsquant.Named]:
    from kaimen.evidence import Document
    from kaimen.extract import extract

    read = []
    for q in extract(Document("sentence", text))[0].quantities:
        values = (float(q.value),) if q.upper is None else (float(q.value), float(q.upper))
        read.append(_newsquant.Named(values, q.unit + (f" per {q.per}" if q.per else ""), q.noun, in_base=True))
    return read


def _specifications(folder: Path) -> dict[str, Any]:
    results = {}
    for kind, name in _recognizers.SPECIFICATIONS.items():
        if (folder / name).is_file():
            result = _recognizers.score(folder / name, kind)
            results[kind] = {"items": result.items, "right": result.right, "left_out": result.left_out}
            print(f"Recognizers, Chinese {kind}: {result.right}/{result.items} in scope, {result.left_out} left out")
    return results


def _speed(path: Path, peers: dict[str, Path | None]) -> dict[str, float]:
    """Return the seconds for one long report: all of kaimen's reading, its quantities alone, and its peers."""
    if not path.is_file():
        return {}
    from kaimen.evidence import Document
    from kaimen.extract import extract
    from kaimen.extract.folding import fold
    from kaimen.extract.periods import find_mentions
    from kaimen.extract.quantities import find_quantities

    text = path.read_text(encoding="utf-8")
    extract(Document("report", text[:1000]))
    began = time.perf_counter()
    extract(Document("report", text))
    whole = time.perf_counter() - began
    folded = fold(text)
    find_quantities(text, folded, find_mentions(folded, None))
    seconds = {"characters": len(text), "kaimen": whole, "kaimen, quantities": time.perf_counter() - began - whole}
    for name, python in peers.items():
        read = _peers.read_with(name, python, [(text, "en")]) if python else None
        if read:
            seconds[name] = read.seconds
    print("one report, seconds:", {name: round(value, 2) for name, value in seconds.items()})
    return seconds


def _errors(most: int) -> dict[str, Any]:
    """Return how many planted errors were found: in their report and in their sentence alone, and of further kinds."""
    counts: dict[str, list[int]] = {}
    for year in REPORTS:
        for language in ("zh", "en"):
            path = DATA / "announcements" / language / f"work-report-{year}.txt"
            if path.is_file():
                _plant_in(path.read_text(encoding="utf-8"), date(year, 3, 5), most, counts)
    for kind, (found_count, of) in sorted(counts.items()):
        print(f"planted, {kind}: {found_count}/{of} found")
    return {kind: {"found": pair[0], "of": pair[1]} for kind, pair in counts.items()}


def _plant_in(text: str, day: date, most: int, counts: dict[str, list[int]]) -> None:
    """Add what was found of the errors planted in one report."""
    tried = []
    for planted in _planted.plant(text, day, most):
        known = "known indicator" if planted.has_indicator else "other"
        tried += [(f"{planted.kind}, {known}", planted), (f"alone, {planted.kind}", _planted.alone(planted))]
    further = _planted.plant(text, day, (most + 1) // 2, kinds=_planted.FURTHER)
    tried += [(f"further, {planted.kind}", planted) for planted in further]
    for kind, planted in tried:
        found = counts.setdefault(kind, [0, 0])
        found[0] += _planted.is_found(planted, day)
        found[1] += 1


if __name__ == "__main__":
    sys.exit(main())
