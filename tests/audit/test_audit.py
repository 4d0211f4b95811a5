"""The exact part of an audit: decisions derived again, equals, declared preferences and their price, the command."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from kaimen import workspace
from kaimen.audit import preferences, priced, rederive
from kaimen.cli import auditing
from kaimen.formats.decision_table import parse_decisions
from kaimen.library import Demand, Library, Option, Project, library_of
from kaimen.portfolio import Result
from kaimen.problem import Problem, build_problem
from kaimen.quantity import UNITS, Amount, parse_period
from kaimen.scenario import (
    Benefit,
    Fund,
    Limit,
    MustNot,
    MustSelect,
    Quota,
    Resource,
    Scenario,
    Selection,
    Sense,
    Share,
)
from kaimen.solve import max_nodes, solve

MU = UNITS["mu"]


def project(name: str, owner: str, land: int, gain: int) -> Project:
    option = Option(demands=(Demand("land", Amount(Decimal(land), MU)),))
    return Project(name, ownership=owner, criteria={"gain": Decimal(gain)}, options=(option,))


def question(*projects: Project, land: int, state: int) -> tuple[Library, Scenario]:
    period = parse_period("2024")
    assert period is not None
    rule = Limit(
        "state floor",
        Sense.AT_LEAST,
        Amount(Decimal(state), UNITS["projects"]),
        over=Selection({"ownership": ("state",)}),
    )
    quota = Quota("land", "land", "", {"2024": Amount(Decimal(land), MU)})
    library, _ = library_of("l", projects)
    scenario = Scenario(
        "s",
        (period,),
        Benefit({"gain": Decimal(1)}),
        starts=("2024",),
        resources=(Resource("land", MU),),
        quotas=(quota,),
        rules=(rule,) if state else (),
    )
    return library, scenario


def solved(library: Library, scenario: Scenario) -> tuple[Problem, Result]:
    problem, findings = build_problem(library, scenario)
    assert findings == []
    result = solve(problem)
    assert isinstance(result, Result)
    return problem, result


SOME = [
    project(f"P{n}", "private" if n % 3 else "state", 10 + n % 4, 30 + 7 * (n % 5) - (0 if n % 3 else 12))
    for n in range(18)
]


def test_a_rule_that_names_a_class_is_listed_with_a_bound_on_its_price() -> None:
    library, scenario = question(*SOME, land=90, state=4)
    problem, result = solved(library, scenario)
    free = solved(library, replace(scenario, rules=()))[1]
    found = priced(library, preferences(scenario), problem, result)

    assert [(entry.name, entry.kind, entry.reads) for entry in found] == [("state floor", "at_least", ("ownership",))]
    assert free.benefit > result.benefit
    assert found[0].at_most is not None
    assert found[0].at_most >= free.benefit - result.benefit


def test_every_kind_of_preference_has_a_price_between_its_bounds() -> None:
    library, scenario = question(*SOME, land=90, state=0)
    money = {"2024": Amount(Decimal(40), UNITS["yuan"])}
    costly = [
        replace(p, options=(replace(p.options[0], cost=(Amount(Decimal(10), UNITS["yuan"]),)),)) for p in SOME[:12]
    ]
    library, _ = library_of("l", [*costly, *SOME[12:]])
    worth = sorted(SOME, key=lambda p: p.criteria["gain"] / p.options[0].demands[0].amount.value)
    rules = (
        MustSelect("must", Selection(projects=(worth[0].id,))),
        MustSelect("green", Selection(projects=(worth[1].id,)), green_channel=True),
        MustNot("never", Selection(projects=(worth[-1].id, worth[-2].id))),
        MustNot("waived", Selection(projects=(worth[-3].id,)), waived_by="the bureau", reason="no water"),
        Share("share", Decimal("0.5"), Selection({"ownership": ("state",)})),
    )
    funds = (
        Fund("state money", money, lawful=Selection({"ownership": ("state",)})),
        Fund("bonds", {"2024": Amount(Decimal(30), UNITS["yuan"])}),
    )
    whole = replace(scenario, rules=rules, funds=funds, money=UNITS["yuan"])
    problem, result = solved(library, whole)
    found = priced(library, preferences(whole), problem, result, max_nodes(200))

    assert {entry.name: entry.kind for entry in found} == {
        "must": "must_select",
        "green": "green_channel",
        "never": "must_not",
        "waived": "waiver",
        "share": "share",
        "state money": "fund",
    }
    assert next(entry.cites for entry in found if entry.kind == "waiver") == "the bureau: no water"
    prices = {}
    for entry in found:
        price = solved(library, entry.without)[1].benefit - result.benefit
        assert entry.at_least is not None
        assert entry.at_most is not None
        assert entry.at_least <= price <= entry.at_most
        prices[entry.name] = price
    assert all(prices[name] > 0 for name in ("must", "green", "never", "waived"))


def test_without_such_a_rule_nothing_is_declared_and_equals_differ_by_ties_alone() -> None:
    twins = [project(f"T{n}", ("state", "private")[n % 2], 10, 50) for n in range(5)]
    library, scenario = question(*twins, land=20, state=0)
    problem, result = solved(library, scenario)
    found = rederive(problem, result)

    assert preferences(scenario) == []
    assert len(found.unequal) == 3
    assert {pair.rows for pair in found.unequal} == {()}
    assert found.out_of_order == ()
    others = np.setdiff1d(np.arange(5), result.portfolio.chosen)[:2]
    swapped = replace(result.portfolio, chosen=others)
    assert rederive(problem, replace(result, portfolio=swapped)).out_of_order


def test_a_decision_against_the_price_list_is_an_exception() -> None:
    library, scenario = question(*SOME, land=90, state=0)
    problem, result = solved(library, scenario)
    assert all(entry.margin * (1 if entry.chosen else -1) < 0 for entry in rederive(problem, result).exceptions)
    best = result.portfolio.chosen[0]
    without = replace(result.portfolio, chosen=result.portfolio.chosen[1:])
    names = {entry.project for entry in rederive(problem, replace(result, portfolio=without)).exceptions}
    assert (problem.option_name(int(best)).project in names) == any(
        entry.project == problem.option_name(int(best)).project and entry.margin > 0
        for entry in rederive(problem, result).decisions
    )


def test_decisions_are_read_and_what_is_none_is_said() -> None:
    text = "id,decision,waiting\nA,selected,3\nB,perhaps,4\nA,refused,\nC,open,x\n"
    decided, findings = parse_decisions(text.encode(), "d.csv")
    assert [(d.project, d.decided, d.waiting) for d in decided] == [("A", "selected", 3.0), ("C", "open", None)]
    assert [finding.code for finding in findings] == ["E312", "E306", "E303"]


def test_the_command_says_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{p.id},{p.ownership},{p.criteria['gain']},{p.options[0].demands[0].amount.value}" for p in SOME]
    head = "id,ownership,criterion: gain,demand: land (mu)"
    (tmp_path / "list.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    scenario = """name = "s"
library = "list.csv"
periods = ["2024"]
[benefit]
weights = { gain = "1" }
[resource.land]
unit = "mu"
[[quota]]
name = "land"
resource = "land"
amount = { 2024 = "90 mu" }
[[rule]]
kind = "at_least"
name = "state floor"
count = 4
where = { ownership = "state" }
"""
    (tmp_path / "s.toml").write_text(scenario, encoding="utf-8")
    loaded, _ = workspace.load_question(tmp_path / "s.toml")
    assert loaded is not None
    result = solve(loaded.problem)
    assert isinstance(result, Result)
    plan = tmp_path / "plan.kaimen"
    assert workspace.save_plan(plan, loaded, result) == []

    def audit(decisions: Path | None, *, as_json: bool) -> int:
        return auditing.audit(plan, None, None, decisions, None, None, as_json=as_json)

    assert audit(None, as_json=True) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["exact"].split()[1] == "decisions"
    assert {"effects", "declared", "exceptions", "equals", "waivers"} <= set(document)
    assert [row["name"] for row in document["declared"]] == ["state floor"]
    assert auditing.audit(plan, None, None, None, 50, None, as_json=True) == 0
    row = json.loads(capsys.readouterr().out)["declared"][0]
    assert 0 < float(row["at_least"]) <= float(row["at_most"])
    listed = tmp_path / "d.csv"
    listed.write_text("id,decision\n" + "".join(f"{p},refused\n" for p in loaded.problem.projects), encoding="utf-8")
    assert audit(listed, as_json=False) == 0
    assert "Statistically" in capsys.readouterr().out
    assert auditing.audit(plan, None, tmp_path / "none.csv", None, None, None, as_json=False) == 1
