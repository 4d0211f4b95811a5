"""Where the time goes, step by step, on seeded synthetic lists; nobody's real projects.

    python benchmarks/steps.py [--projects 300 1545] [--seconds 20] [--against OTHER/src] [--json OUT] [--smoke]

Each step is timed in a process of its own. With --against, the sources of another checkout run in
turn with these and the ratios are printed: the machine's speed drops out of a ratio.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parents[1] / "src"
CITIES = [f"City {number:02d}" for number in range(1, 17)]
HEADINGS = [
    "id",
    "title",
    "region",
    "sector",
    "ownership",
    "criterion: points",
    *[f"cost {year} (million yuan)" for year in (1, 2, 3)],
    "demand: land (mu)",
    "demand: energy (tce, running)",
]


def make(folder: Path, projects: int, seed: int = 1) -> Path:
    """Write a list and a scenario: 16 cities, land and energy, three funds, four start years; return the scenario."""
    draw = random.Random(seed)
    with (folder / "list.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(projects):
            size = draw.lognormvariate(0, 1)
            cost = 300 * size**0.95 * draw.lognormvariate(0, 0.4)
            parts = [0.4, 0.35, 0.25][: draw.randint(1, 3)]
            writer.writerow(
                [
                    f"P-{number:06d}",
                    f"synthetic project {number}",
                    draw.choice(CITIES),
                    draw.choice(["industry", "industry", "services", "transport", "energy"]),
                    draw.choice(["state", "private", "private", "foreign"]),
                    round(1000 * size**0.75 * draw.lognormvariate(0, 0.35)),
                    *[f"{cost * part / sum(parts):.1f}" for part in parts],
                    *["0"] * (3 - len(parts)),
                    1 + int(100 * size * draw.lognormvariate(0, 0.6)),
                    int(1000 * size * draw.lognormvariate(0, 0.8)),
                ]
            )
    scenario = folder / "scenario.toml"
    scenario.write_text(_scenario(projects / 1545), encoding="utf-8")
    return scenario


def _scenario(scale: float) -> str:
    def each(amount: float, unit: str) -> str:
        return f'amount = {{ each = "{amount * scale:.0f} {unit}" }}'

    tables = [
        'name = "benchmark"\ntitle = "Synthetic"\nlibrary = "list.csv"\nmoney = "million yuan"',
        'periods = ["2024", "2025", "2026", "2027"]\n[benefit]\nweights = { points = "1" }\ndiscount = "4 %"',
        '[resource.land]\nunit = "mu"\n[resource.energy]\nunit = "tce"\nuse = "running"',
        '[[region]]\nid = "Province"',
        *[f'[[region]]\nid = "{city}"\nwithin = "Province"' for city in CITIES],
        f'[[quota]]\nname = "land"\nresource = "land"\nregion = "Province"\n{each(4000, "mu")}',
        f'[[quota]]\nname = "energy"\nresource = "energy"\nregion = "Province"\n{each(90000, "tce")}',
        f'[[fund]]\nname = "bonds"\nshare = "50 %"\n{each(6000, "million yuan")}',
        f'[[fund]]\nname = "budget"\nshare = "30 %"\n{each(4000, "million yuan")}',
        f'[[fund]]\nname = "own money"\nshare = "80 %"\n{each(30000, "million yuan")}',
        f'[[rule]]\nkind = "at_most"\nname = "lead projects"\ncount = {max(5, round(100 * scale))}',
        '[[rule]]\nkind = "share"\nname = "industry"\npart = { sector = "industry" }\nmore_than = "50 %"',
    ]
    return "\n\n".join(tables) + "\n"


def measure(scenario: Path, seconds: float) -> dict[str, float]:
    """Run every step once in this process and return seconds by step, and the gaps reached."""
    taken: dict[str, float] = {}

    def timed(name: str, step: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        value = step()
        taken[name] = time.perf_counter() - began
        return value

    def load_modules() -> Any:
        import kaimen.workspace as workspace

        return workspace

    workspace = timed("import", load_modules)
    import kaimen as km

    question, findings = timed("read and build", lambda: workspace.load_question(scenario))
    assert question is not None, findings
    result = timed("solve", lambda: km.solve(question.problem, km.max_seconds(seconds)))
    assert isinstance(result, km.Result), result
    timed("check", lambda: km.check(question.problem, result.portfolio))
    timed("bound", lambda: km.bound(question.problem, result.prices))
    timed("explain all", lambda: km.explain_all(question.problem, result))
    plan, book = scenario.with_name("plan.kaimen"), scenario.with_name("plan.xlsx")
    timed("save plan", lambda: workspace.save_plan(plan, question, result))
    timed("verify", lambda: workspace.load_plan(plan))
    timed("save workbook", lambda: workspace.save_workbook(book, question, result))
    return {**taken, "price gap": float(result.price_gap), "solver gap": float(result.solver_gap or 0)}


def run(sources: Path, scenario: Path, seconds: float) -> dict[str, float]:
    """Measure in a process of its own that runs the given sources."""
    command = [sys.executable, __file__, "--measure", str(scenario), "--seconds", str(seconds)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(sources)}, check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout))


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, nargs="+", default=[300, 1545])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure, options.seconds)))
        return
    sizes, seconds = ([40], 2.0) if options.smoke else (options.projects, options.seconds)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for projects in sizes:
        with tempfile.TemporaryDirectory() as folder:
            scenario = make(Path(folder), projects)
            runs = {"here": run(SOURCES, scenario, seconds)}
            if options.against:
                runs["there"] = run(options.against.resolve(), scenario, seconds)
        figures[str(projects)] = runs
        print(f"{projects:,} projects, {seconds:g} s")
        for name, value in runs["here"].items():
            other = runs.get("there", {}).get(name)
            ratio = f"   {value / other:6.2f} x the other" if other else ""
            print(f"  {name:<16}{value:9.4f}{ratio}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
