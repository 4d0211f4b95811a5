"""How good a plan is, and how soon: kaimen and general solvers on the same questions, in turn.

    python benchmarks/planning.py SET [--size N --seed K --pooled] --seconds S [--threads T]
                                  [--peers highs,scip,cpsat] [--files FOLDER] [--only TEXT]
                                  [--certify LEAVES] [--json OUT]

SET is `province` (seeded, nobody's real data), `mkp-orlib` or `mmkp-khan`. The published sets are read from --files, or
from KAIMEN_TEST_DATA/optimisation; for `province`, --files may hold whole models (.npz). Each solver runs in a process
of its own with the same time and threads. Every plan is judged by `kaimen.portfolio.check`, peers' too; a gap is
recomputed from value and bound. Seconds are the solver's, without reading. Compiled loops are made before the clock
starts. A peer whose package is not installed is left out, and that is said.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]
SETS = ("province", "mkp-orlib", "mmkp-khan")
COLUMNS = ("instance", "solver", "value", "bound", "gap", "seconds", "to_1pct", "to_0_1pct", "to_0_01pct", "peak_mib")


def main(words: Sequence[str] | None = None) -> int:
    given = _arguments(words)
    if given.run:
        from _runs import run_one

        solver, path, seconds, threads, leaves = given.run
        print(json.dumps(run_one(solver, Path(path), float(seconds), int(threads), int(leaves))))
        return 0
    if given.smoke:
        given.set, given.size, given.seconds, given.peers = "province", 300, 3.0, "highs"
    if given.set is None or given.seconds is None:
        print("planning.py: give a set and --seconds, or --smoke", file=sys.stderr)
        return 2
    solvers = ["kaimen", *(name for name in given.peers.split(",") if name)]
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        if not given.smoke:
            _compile(Path(folder), given.threads)
        found = False
        for instance in _instances(given):
            if given.only and given.only not in instance.name:
                continue
            found = True
            for row in _measure(instance, solvers, given, Path(folder)):
                rows.append(row)
                _show(row, first=len(rows) == 1)
                if given.json:
                    given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if not found:
        print(f"planning.py: no questions of {given.set} in {_folder(given)}; give --files FOLDER", file=sys.stderr)
    return 0 if found else 1


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Plans, bounds and times of kaimen and general solvers.")
    parser.add_argument("set", nargs="?", choices=SETS)
    parser.add_argument("--size", type=int, default=1500, help="projects (province)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pooled", action="store_true", help="the province's quotas only (province)")
    parser.add_argument("--seconds", type=float, help="time for each solver and question")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", default="", help="highs, scip, cpsat")
    parser.add_argument("--files", type=Path, help="folder with the set's files")
    parser.add_argument("--only", help="only questions with this in their name")
    parser.add_argument("--certify", type=int, default=0, help="afterwards, off the clock, certify with so many leaves")
    parser.add_argument("--json", type=Path, help="write the rows here")
    parser.add_argument("--smoke", action="store_true", help="a small question, quickly")
    parser.add_argument("--run", nargs=5, help=argparse.SUPPRESS)
    return parser.parse_args(words)


def _instances(given: argparse.Namespace) -> Iterator[Any]:
    from _instances import Instance, read_choices, read_knapsacks, read_model
    from _province import province

    if given.set == "province" and given.files is None:
        problem = province(given.size, given.seed, pooled=given.pooled)
        yield Instance(problem.scenario, problem)
        return
    folder = _folder(given)
    if given.set == "mkp-orlib":
        for path in sorted(folder.glob("mknap*.txt")):
            yield from read_knapsacks(path)
    elif given.set == "mmkp-khan":
        yield from (read_choices(path) for path in sorted(folder.glob("I[0-9]*")))
    else:
        yield from (read_model(path) for path in sorted(folder.glob("*.npz")))


def _folder(given: argparse.Namespace) -> Path:
    data = Path(os.environ.get("KAIMEN_TEST_DATA") or ROOT.parent / "shared" / "data")
    return Path(given.files) if given.files else data / "optimisation" / given.set


def _compile(folder: Path, threads: int) -> None:
    """Run two small questions once, so that no loop is compiled on the clock."""
    from _instances import Instance
    from _province import province

    for size in (300, 8000):
        problem = province(size)
        _in_process("kaimen", Instance(problem.scenario, problem), (8, threads, 0), folder)


def _measure(
    instance: Any, solvers: Sequence[str], given: argparse.Namespace, folder: Path
) -> Iterator[dict[str, Any]]:
    for solver in solvers:
        row = _in_process(solver, instance, (given.seconds, given.threads, given.certify), folder)
        yield {"instance": instance.name, "solver": solver, "best_known": instance.best_known, **row}


def _in_process(solver: str, instance: Any, limits: tuple[float, int, int], folder: Path) -> dict[str, Any]:
    """Return the row of a solver; `limits` are its seconds, its threads, and the leaves of our certificate."""
    path = folder / "question.pickle"
    path.write_bytes(pickle.dumps(instance.problem, protocol=5))
    command = [sys.executable, __file__, "--run", solver, str(path), *map(str, limits)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return {"error": (done.stderr.strip().splitlines() or ["no word"])[-1]}
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


def _show(row: dict[str, Any], *, first: bool) -> None:
    if first:
        print("  ".join(f"{column:>22}" if column == "instance" else f"{column:>11}" for column in COLUMNS))
    if "error" in row:
        print(f"{row['instance']:>22}  {row['solver']:>11}  {row['error']}")
        return
    cells = [f"{row['instance']:>22}"]
    for column in COLUMNS[1:]:
        value = "none" if row.get(column) is None else row[column]
        places = 6 if column == "gap" else 2
        cells.append(f"{value:>11}" if not isinstance(value, float) else f"{value:>11.{places}f}")
    print("  ".join(cells), flush=True)


if __name__ == "__main__":
    sys.exit(main())
