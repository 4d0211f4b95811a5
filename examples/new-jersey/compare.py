"""Hold the state's own choice against the plans of three other questions.

    .venv/bin/python examples/new-jersey/compare.py LIST

LIST is New Jersey's SFY2026 drinking-water list (CSV). Every plan passes `check` before it is shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from statistics import median

import kaimen as km

HERE = Path(__file__).resolve().parent
CLASSES = ("GEN", "EC", "LSLR")
PLANS = {
    "points": [],
    "strict rank": ["rank-order"],
    "points x cost": ["points-times-cost"],
    "state": ["states-choice"],
}


def main() -> None:
    """Solve, check, and print a line per plan."""
    path = Path(sys.argv[1])
    library, _ = km.read_library(path, HERE / "mapping.toml")
    if library is None:
        sys.exit(f"{path} cannot be read")
    projects = {project.id: project for project in library.projects}
    state = {p.id for p in projects.values() if p.fields["decision"] == "2026"}
    print(
        f"{'plan':<13}  projects  also state's    points  below bound  own gap  million USD:     GEN       EC     LSLR"
    )
    most = Fraction(0)
    for name, overrides in PLANS.items():
        problem, result = solved(path, overrides)
        chosen = result.portfolio.projects(problem)
        points = sum((Fraction(projects[p].criteria["points"]) for p in chosen), Fraction(0))
        most = most or km.bound(problem, result.prices)  # the first plan's: no choice has more points
        money = "".join(
            f"{float(paid(projects[p] for p in chosen if fund in projects[p].funds)):>9,.1f}" for fund in CLASSES
        )
        print(
            f"{name:<13}  {len(chosen):>8}  {len(state & set(chosen)):>12}  {float(points):>8,.1f}"
            f"  {float(km.gap(most, points)):>11.2%}  {float(result.price_gap):>7.2%}  {'':<12}{money}"
        )
        show_prices(problem, result)
    about_the_order(projects.values(), state)


def solved(path: Path, overrides: list[str]) -> tuple[km.Problem, km.Result]:
    """Return a problem with a result that passes `check`."""
    question, findings = km.load_question(HERE / "new-jersey.toml", path, overrides=overrides)
    if question is None:
        sys.exit("\n".join(map(str, findings)))
    result = km.solve(question.problem)
    broken = result.findings if isinstance(result, km.NoPlan) else km.check(question.problem, result.portfolio)
    if isinstance(result, km.NoPlan) or broken:
        sys.exit("\n".join(map(str, broken)))
    return question.problem, result


def paid(projects: Iterable[km.Project]) -> Fraction:
    """Return the sum of the estimated costs, in million USD."""
    return sum((Fraction(project.options[0].cost[0].value) for project in projects), Fraction(0)) / 10**6


def show_prices(problem: km.Problem, result: km.Result) -> None:
    """Print the prices of a million USD of each class and of a place."""
    prices = [(fund.name, result.prices.fund_price(problem, row, 0)) for row, fund in enumerate(problem.funds)]
    prices += [("one place", result.prices.rule_price(problem, row)) for row in range(len(problem.rules))]
    print("    prices: " + ", ".join(f"{name} {float(price):,.2f}" for name, price in prices))


def about_the_order(projects: Iterable[km.Project], state: set[str]) -> None:
    """Print how the state's choice lies in the order of points."""
    points = {p.id: p.criteria["points"] for p in projects if p.fields["decision"] != "Funded"}
    deferred = sorted(points.keys() - state)
    middle, other = median(points[p] for p in state), median(points[p] for p in deferred)
    above, below = sum(points[p] > middle for p in deferred), sum(points[p] < other for p in state)
    print(f"{above} of {len(deferred)} deferred above the median of the chosen ({middle}),", end=" ")
    print(f"{below} of {len(state)} chosen below the median of the deferred ({other})")


if __name__ == "__main__":
    main()
