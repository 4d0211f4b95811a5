"""How soon a plan follows a quota that moves: a preview at new prices, and a search that begins from the last plan.

    python benchmarks/whatif.py [--size 1545] [--seed 1] [--first 20] [--seconds 5] [--by 0.93] [--json OUT] [--smoke]

A province with provincial quotas is solved for --first seconds; then its dearest quota is multiplied by --by, and
previewed (`reprice`) and solved again for --seconds from the last result. Every portfolio is judged by
`kaimen.portfolio.check`. Gaps of the preview are to the price bound. Compiled loops are made before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1545)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=float, default=20.0)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--by", type=float, default=0.93)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--smoke", action="store_true", help="a small one, to see that it runs")
    given = parser.parse_args()
    if given.smoke:
        given.size, given.first, given.seconds = 300, 2.0, 1.0
    row = measure(given)
    print(json.dumps(row, indent=1))
    if given.json:
        given.json.write_text(json.dumps([row], indent=1) + "\n", encoding="utf-8")
    return 0


def measure(given: argparse.Namespace) -> dict[str, Any]:
    import numpy as np
    from _province import province

    from kaimen.portfolio import Result, check
    from kaimen.solve import Warm, max_seconds, reprice, solve

    problem = province(given.size, given.seed, pooled=True)
    before = solve(problem, max_seconds(given.first))
    assert isinstance(before, Result)
    worth = before.prices.quota * problem.limit
    limit = problem.limit.copy()
    limit[int(np.argmax(worth))] = int(limit[int(np.argmax(worth))] * given.by)
    moved, warm = replace(problem, limit=limit), Warm(problem, before)
    reprice(moved, warm)
    wall, processor = time.perf_counter(), time.process_time()
    seen = reprice(moved, warm)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    after = solve(moved, max_seconds(given.seconds), warm=warm)
    assert isinstance(seen, Result)
    assert isinstance(after, Result)
    assert not check(moved, seen.portfolio)
    assert not check(moved, after.portfolio)
    gaps = {"before": _gap(before), "preview": _gap(seen), "after": _gap(after)}
    return {
        "projects": given.size,
        "preview_ms": round(1000 * wall),
        "preview_processor_ms": round(1000 * processor),
        **{f"{name}_gap": round(share, 6) for name, share in gaps.items()},
    }


def _gap(result: Any) -> float:
    bounds = [bound for bound in (result.bounds.price, result.bounds.solver) if bound is not None]
    return float((min(bounds) - result.benefit) / min(bounds))


if __name__ == "__main__":
    sys.exit(main())
