"""How long a sweep takes, and how good its plans are, on seeded synthetic provinces; nobody's real projects.

    python benchmarks/sweep.py [--size 1545] [--samples 1000] [--workers 2] [--kill 1] [--json OUT] [--smoke]

Three criteria are mixed at random into each project's benefit. Weights vary by 20 %, quotas by 10 %.
With --kill so many workers are killed on the way (from another process), and the result is compared
with that of a sweep without any.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1545)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=int, default=200)
    parser.add_argument("--kill", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--smoke", action="store_true", help="a small one, to see that it runs")
    given = parser.parse_args()
    if given.smoke:
        given.size, given.samples = 100, 6
    row = measure(given)
    print(json.dumps(row, indent=1))
    if given.json:
        given.json.write_text(json.dumps([row], indent=1) + "\n", encoding="utf-8")
    return 0


def measure(given: argparse.Namespace) -> dict[str, Any]:
    from kaimen.sweep import Spread, gaps_of, task_of
    from kaimen.workers import Processes
    from kaimen.workspace.planning.sweeps import run_sweep

    ground = make_ground(given.size, given.seed)
    quotas = {quota.name: Fraction(1, 10) for quota in ground.problem.quotas}
    spread = Spread({name: Fraction(1, 5) for name in ground.names}, quotas=quotas)
    begun = time.perf_counter()
    task = task_of(ground, spread, given.seed, given.work)
    prepared = time.perf_counter()
    killer = threading.Thread(target=kill_workers, args=(given.kill,), daemon=True)
    if given.kill:
        killer.start()
    done, findings = run_sweep(task, given.samples, Processes(given.workers))
    ended = time.perf_counter()
    assert done is not None, findings
    assert not findings, findings
    gaps = gaps_of(done.samples)
    row: dict[str, Any] = {
        "projects": given.size,
        "samples": len(done.samples),
        "workers": given.workers,
        "work": given.work,
        "prepare_seconds": round(prepared - begun, 2),
        "sweep_seconds": round(ended - prepared, 2),
        "without_plan": sum(sample.options is None for sample in done.samples),
        "gap_median": None if gaps is None else float(gaps.median),
        "gap_ninth_decile": None if gaps is None else float(gaps.ninth),
        "gap_largest": None if gaps is None else float(gaps.largest),
    }
    if given.kill:
        again, _ = run_sweep(task, given.samples, Processes(given.workers))
        row["same_after_kills"] = again is not None and again.samples == done.samples
    return row


def make_ground(size: int, seed: int) -> Any:
    import numpy as np
    from _province import province

    from kaimen.sweep import Ground

    problem = province(size, seed, pooled=True)
    criteria = 3
    mix = np.random.default_rng(seed).dirichlet(np.ones(criteria), len(problem.projects))
    parts = mix[problem.option_project].T * (problem.benefit / problem.benefit_scale)
    names = tuple(f"criterion {number}" for number in range(1, criteria + 1))
    no_costs = np.zeros(len(problem.rules), dtype=np.bool_)
    rest = np.zeros(problem.option_count)
    nobody = (None,) * len(problem.projects)
    return Ground(problem, names, np.ones(criteria), parts, rest, 0, 0, nobody, no_costs)


def kill_workers(count: int) -> None:
    """Kill one worker after the other, some seconds apart (Linux: children of the server that started them)."""
    for _ in range(count):
        time.sleep(4)
        workers = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _grandchild(pid)]
        if workers:
            os.kill(workers[0], signal.SIGKILL)


def _grandchild(pid: int) -> bool:
    return os.getpid() == _parent(_parent(pid))


def _parent(pid: int) -> int:
    try:
        return int(
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1]
        )
    except (OSError, IndexError, ValueError):
        return 0


if __name__ == "__main__":
    sys.exit(main())
