"""Clocks, curves and forecasts on real permit cases, and working days over many.

    python benchmarks/service.py [permits days] [--json OUT] [--smoke]

permits  1,434 cases of a building permit (service/cases.csv in the folder of KAIMEN_TEST_DATA): those late, and
         forecasts of lateness at receipt and while open, each from what was known by then, against the base rate
days     one million questions to China's calendar, seconds of processor time

Ends with 1 if the cases known to be late are not 377 of 1,329, or a forecast does not beat its base rate.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
DATA = Path(os.environ.get("KAIMEN_TEST_DATA", ROOT.parent / "shared" / "data"))
PERMITS = DATA / "service" / "cases.csv"
NAMES = {
    **{"case:concept:name": "id", "case:startdate": "received", "case:enddate": "decided", "case:deadline": "due"},
    **{"case:channel": "channel", "case:department": "department", "case:group": "group"},
    "case:responsible": "responsible",
}
KNOWN_THEN = ("channel", "department")
"""Classes that are certain to be known at receipt."""
NOW = datetime(2012, 1, 23, tzinfo=UTC)
EVERY = 14


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Clocks and forecasts on real permit cases.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="permits, days")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--smoke", action="store_true", help="few questions")
    given = parser.parse_args(words)
    runs = {"permits": permits, "days": days}
    unknown = [name for name in given.parts if name not in runs]
    if unknown:
        print(f"service.py: no part {', '.join(unknown)}; there are {', '.join(runs)}", file=sys.stderr)
        return 2
    figures = {name: runs[name](given.smoke) for name in given.parts or runs}
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 1 if any(found.get("failed") for found in figures.values()) else 0


def permits(is_smoke: bool) -> dict[str, Any]:
    from kaimen.formats.service_tables import parse_service
    from kaimen.service import Clocks, moment, trial
    from kaimen.workspace.business.services import known_cases

    if not PERMITS.exists():
        print(f"permits: {PERMITS} is not there; set KAIMEN_TEST_DATA")
        return {"failed": False}
    table, _ = parse_service(PERMITS.read_bytes(), PERMITS.name, NAMES, "permit")
    clocks = [Clocks((), {}).read(case, NOW) for case in table.cases]
    states = [clock.state for clock in clocks]
    late, decided = states.count("late"), states.count("late") + states.count("in time")
    print(f"{late} of {decided:,} decided cases were late; {len(clocks) - decided} are open")
    known, end = known_cases(clocks, NOW), moment(NOW)
    found: dict[str, Any] = {"late": late, "decided": decided}
    for name, own in (("all classes", known), ("channel and department only", [_fewer(case) for case in known])):
        tried = trial(own, end)
        assert tried is not None
        (loss, base), (score, base_score) = tried.totals
        within = sum(b.is_within for b in tried.bins)
        wins = sum(b.log_loss[0] < b.log_loss[1] for b in tried.blocks)
        print(
            f"at receipt, {name}: {sum(b.cases for b in tried.blocks):,} later cases in {len(tried.blocks)} blocks;"
            f" log loss {loss:.4f} against {base:.4f}, better in {wins}; Brier {score:.4f} against {base_score:.4f};"
            f" {within} of {len(tried.bins)} groups in the band"
        )
        found[name] = {"log_loss": (loss, base), "brier": (score, base_score), "wins": wins, "within": within}
    found["open"] = _while_open(known, end, 100 if is_smoke else EVERY)
    beaten = [found["all classes"]["log_loss"], found["all classes"]["brier"], found["open"]["log_loss"][:2]]
    return found | {"failed": (late, decided) != (377, 1329) or any(model >= base for model, base in beaten)}


def _fewer(case: Any) -> Any:
    from dataclasses import replace

    return replace(case, classes={name: case.classes[name] for name in KNOWN_THEN if name in case.classes})


def _while_open(known: Sequence[Any], end: float, every: int) -> dict[str, Any]:
    """Forecast all open cases on many days of the later half, and hold each against what became of it."""
    import numpy as np

    from kaimen.logistic import log_loss
    from kaimen.service import chances

    by_id = {case.id: case for case in known}
    rows = []
    for day in range(int(np.median([case.received for case in known])), int(end), every):
        for chance in chances(known, float(day)) or ():
            became = by_id[chance.id].is_late(end)
            if became is not None:
                rows.append((chance.chance, chance.base, chance.at_receipt, float(became)))
    given, base, receipt, what = (np.clip(np.array(part), 1e-6, 1 - 1e-6) for part in zip(*rows, strict=True))
    what = np.round(what)
    losses = [log_loss(part, what) for part in (given, base, receipt)]
    print(
        f"while open: {len(rows):,} forecasts every {every} days; log loss {losses[0]:.4f} against {losses[1]:.4f} of"
        f" the base rate and {losses[2]:.4f} of the chance at receipt"
    )
    return {"forecasts": len(rows), "log_loss": losses}


def days(is_smoke: bool) -> dict[str, Any]:
    from kaimen.service import WorkingDays, china

    count = 10_000 if is_smoke else 1_000_000
    counter = WorkingDays(china(), date(2020, 1, 1), date(2026, 12, 31))
    starts = [date(2020, 1, 1) + timedelta(days=at % 2000) for at in range(2000)]
    began = time.process_time()
    total = sum(counter.between(starts[at % 2000], starts[at % 2000] + timedelta(days=at % 90)) for at in range(count))
    seconds = time.process_time() - began
    print(f"{count:,} counts of working days ({total:,} days): {seconds:.2f} s of processor time")
    return {"counts": count, "seconds": seconds, "failed": False}


if __name__ == "__main__":
    sys.exit(main())
