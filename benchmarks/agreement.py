"""Do kaimen and general solvers agree? Seeded small questions with every kind of rule, each solved by all.

    python benchmarks/agreement.py [--questions 300] [--most 200] [--first 0] [--seconds 10]
                                   [--peers highs,cpsat] [--json OUT] [--smoke]

The questions are those of `tests/strategies.py`, of 8 to --most projects: options over starts and sites, quotas with
pools, draws, carries and freed amounts, funds with shares, and all rules. Solvers agree on a question if nobody's
portfolio, judged by `kaimen.portfolio.check`, has more benefit than anybody's bound allows, and if nobody says that
there is none where another has one. A peer whose package is not installed is left out, and that is said. Ends with 1
if they do not agree.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "benchmarks")]
_TOLERANCE = 1e-6
"""What peers may be wrong by, as a part of the bound: they reckon in floating point, to a gap of about this."""


def main(words: Sequence[str] | None = None) -> int:
    given = _arguments(words)
    if given.smoke:
        given.questions, given.most, given.seconds = 4, 20, 5.0
    from _runs import PACKAGES

    peers = [name for name in given.peers.split(",") if name]
    for name in peers:
        if find_spec(PACKAGES[name]) is None:
            print(f"{name} left out: {PACKAGES[name]} is not installed")
    solvers = ["kaimen", *(name for name in peers if find_spec(PACKAGES[name]) is not None)]
    rows = []
    for seed in range(given.first, given.first + given.questions):
        rows.append(ask(seed, given.most, given.seconds, solvers))
        for quarrel in rows[-1]["quarrels"]:
            print(f"question {seed}, {rows[-1]['projects']} projects: {quarrel}", flush=True)
        if given.json:
            given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for line in summary(rows, solvers):
        print(line)
    return 1 if any(row["quarrels"] for row in rows) else 0


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--most", type=int, default=200, help="projects of the largest question")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seconds", type=float, default=10.0, help="time for each solver and question")
    parser.add_argument("--peers", default="highs,cpsat", help="highs, scip, cpsat")
    parser.add_argument("--json", type=Path, help="write the rows here")
    parser.add_argument("--smoke", action="store_true", help="a few small ones, to see that it runs")
    return parser.parse_args(words)


def ask(seed: int, most: int, seconds: float, solvers: Sequence[str]) -> dict[str, Any]:
    """Return what each solver says of a question, and where two of them contradict each other."""
    from _runs import PEERS, run_kaimen
    from tests.strategies import random_question, rule_kind

    from kaimen.errors import has_errors
    from kaimen.problem import build_problem

    projects = random.Random(seed).randint(8, most)
    library, scenario = random_question(seed, projects)
    problem, findings = build_problem(library, scenario)
    row: dict[str, Any] = {"seed": seed, "projects": projects, "options": problem.option_count, "quarrels": []}
    row["rules"] = sorted({rule_kind(rule) for rule in scenario.rules})
    row["built"] = not has_errors(findings)
    if row["built"]:
        row["answers"] = {
            name: run_kaimen(problem, seconds, 0) if name == "kaimen" else PEERS[name](problem, seconds, 1)
            for name in solvers
        }
        row["quarrels"] = quarrels(row["answers"])
    return row


def quarrels(answers: dict[str, dict[str, Any]]) -> list[str]:
    """Return where a portfolio of one solver contradicts what another one says."""
    found = []
    for name, answer in answers.items():
        value = answer["value"]
        if value is None:
            continue
        for other, said in answers.items():
            best = said["bound"] if said["bound"] is not None else inf
            if said.get("none"):
                found.append(f"{other} says there is none, {name} has one with {value}")
            elif value > best + _TOLERANCE * max(1.0, abs(best)):
                found.append(f"{name} has {value}, {other} says at most {best}")
    return found


def summary(rows: Sequence[dict[str, Any]], solvers: Sequence[str]) -> list[str]:
    """Return the lines at the end: how many questions, kinds of rules, and what each solver came to."""
    asked = [row for row in rows if row["built"]]
    kinds = Counter(kind for row in asked for kind in row["rules"])
    lines = [f"{len(asked)} questions, {len(rows) - len(asked)} of {len(rows)} refused before any search"]
    lines.append("with " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    for name in solvers:
        answers = [row["answers"][name] for row in asked]
        gaps = [(a["bound"] - a["value"]) / max(1.0, abs(a["bound"])) for a in answers if a["value"] is not None]
        closed, none = sum(gap <= _TOLERANCE for gap in gaps), sum(bool(answer.get("none")) for answer in answers)
        spent, widest = sum(answer["seconds"] for answer in answers), max(gaps, default=0.0)
        lines.append(
            f"{name}: {len(gaps)} with a portfolio, {closed} of them proved best (largest gap {widest:.4%}), "
            f"{none} said to have none, {len(answers) - len(gaps) - none} open, {spent:.0f} s"
        )
    lines.append(f"{sum(bool(row['quarrels']) for row in rows)} questions on which they do not agree")
    return lines


if __name__ == "__main__":
    sys.exit(main())
