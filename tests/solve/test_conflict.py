"""Several sets in conflict, and ways out: each named set cannot hold and every one less can; each way out is enough."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from typer.testing import CliRunner

from kaimen.cli.app import app
from kaimen.errors import Finding
from kaimen.library import Project
from kaimen.quantity import Amount
from kaimen.scenario import Exclusion, Fund, Quota, Rule, Scenario, Selection
from kaimen.solve import NoPlan, solve
from kaimen.solve.conflict import conflict, has_plan
from tests.cli.test_explaining import LIST, SCENARIO
from tests.solve.test_solve import MU, YUAN, at_least, built, must, project, quota, scenario
from tests.strategies import period_of


def conflicts(projects: Iterable[Project], asked: Scenario, sets: int) -> list[Finding]:
    problem = built(projects, asked)
    assert has_plan(problem) is False
    return conflict(problem, sets)


THREE = [project(name, "5", land="4", energy="3") for name in ("P-1", "P-2", "P-3")]


def test_two_sets_that_have_nothing_in_common_are_both_named() -> None:
    """Land is too little for the three, and a rule asks for four; mending one leaves the other."""
    exclusion = Exclusion("one of them", Selection(projects=("P-1", "P-2")))
    asked = scenario([quota("land", "11")], [at_least("all three", 3), must("P-1", "P-2"), exclusion])
    found = conflicts(THREE, asked, 5)
    sets = [set(re.findall(r'"([^"]+)"', finding.what)) for finding in found]
    assert {"land 2026", "all three"} in sets
    assert {"P-1", "P-2", "one of them"} in sets
    assert len({frozenset(names) for names in sets}) == len(sets)
    # No member of a set is enough alone where another set stays.
    assert all("No change of one is enough" in finding.fix or finding.fix == "Change one of them." for finding in found)


def _asked(names: set[str], quotas: list[Quota], rules: list[Rule], musts: set[str]) -> Scenario:
    wanted: list[Rule] = [rule for rule in rules if rule.name in names]
    wanted += [must(*sorted(musts & names))] if musts & names else []
    return scenario([entry for entry in quotas if entry.name in names], wanted)


def test_every_set_named_cannot_hold_and_every_one_less_can() -> None:
    quotas = [quota("land", "7"), quota("energy", "5")]
    rules: list[Rule] = [at_least("two", 2), Exclusion("one of them", Selection(projects=("P-1", "P-2")))]
    musts = {"P-1", "P-2"}
    found = conflicts(
        THREE, _asked({"land 2026", "energy 2026", "two", "one of them", *musts}, quotas, rules, musts), 9
    )
    assert len(found) >= 4
    for finding in found:
        names = set(re.findall(r'"([^"]+)"', finding.what))
        assert isinstance(solve(built(THREE, _asked(names, quotas, rules, musts))), NoPlan), names
        for name in names:
            assert not isinstance(solve(built(THREE, _asked(names - {name}, quotas, rules, musts))), NoPlan), names


def test_a_quota_of_several_periods_is_told_what_it_must_give_in_each() -> None:
    periods = tuple(period_of(label) for label in ("2026", "2027"))
    land = Quota("land", "land", "", {"2026": Amount(Decimal(3), MU), "2027": Amount(Decimal(1), MU)})
    one = project("P-1", "5", land="4")
    asked = scenario([land], [must("P-1")], periods=periods, starts=("2026",))
    (found,) = conflicts([one], asked, 1)
    assert 'raise "land" by 1 mu in 2026' in found.fix
    assert "2027" not in found.fix


def test_where_no_change_alone_is_enough_the_least_of_several_is_named() -> None:
    """P-1 lacks 1 mu and 0.5 yuan: both, or neither helps."""
    fund = Fund("city", {"2026": Amount(Decimal("0.5"), YUAN)})
    asked = scenario([quota("land", "3")], [must("P-1")], funds=(fund,))
    found = conflicts([project("P-1", "5", land="4")], asked, 3)
    assert [set(re.findall(r'"([^"]+)"', f.what)) for f in found] in (
        [{"P-1", "land 2026"}, {"P-1", "city"}],
        [{"P-1", "city"}, {"P-1", "land 2026"}],
    )
    assert all("release P-1" in finding.fix for finding in found)


def test_the_command_names_what_is_in_conflict(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    path = tmp_path / "scenario.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    fine = CliRunner().invoke(app, ["conflict", str(path)])
    assert (fine.exit_code, "Nothing is in conflict" in fine.stdout) == (0, True)
    path.write_text(SCENARIO + '[[rule]]\nname = "all"\nkind = "at_least"\ncount = 3\n', encoding="utf-8")
    shown = CliRunner().invoke(app, ["conflict", str(path), "--sets", "2"])
    assert shown.exit_code == 1, shown.stdout + shown.stderr
    assert 'raise "land" by 10 mu' in shown.stdout
    document = json.loads(CliRunner().invoke(app, ["conflict", str(path), "--json"]).stdout)
    assert (document["has_plan"], [finding["code"] for finding in document["findings"]]) == (False, ["E504"])
    assert CliRunner().invoke(app, ["conflict", str(tmp_path / "none.toml")]).exit_code == 1
