"""The plan of a programme or a matching is read again as the same problem, and verified like any other."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kaimen.cli import enrolling, entitling, financing, looking
from kaimen.policies import as_loans, as_question, entitle
from kaimen.problem import build_problem
from kaimen.regions import Region, RegionGroup, region_tree
from kaimen.workspace.business.policies import read_policies, read_population
from kaimen.workspace.business.policy_plans import as_files
from kaimen.workspace.planning.plans import load_plan
from kaimen.workspace.samples.examples import policy_books

JINAN, LOANS = policy_books()


@pytest.mark.parametrize(("path", "firms"), [(JINAN, "firms.csv"), (LOANS, "loan-firms.csv")])
def test_the_files_of_a_question_make_the_same_problem(path: Path, firms: str) -> None:
    book, _ = read_policies(path)
    population, _ = read_population(path.with_name(firms), "")
    assert book is not None
    assert population is not None
    tree, _ = region_tree([Region('Shan"dong\\'), Region("Jinan", 'Shan"dong\\')], [RegionGroup("g", ("Jinan",))])
    found = entitle(book, population.firms, date(2024, 6, 1), tree)
    if book.financings:
        question = as_loans(book.financings[0], found).question
    else:
        programme = replace(book.programmes[0], name='"places"\nof the city', places={"Jinan": 9, 'Shan"dong\\': 20})
        found = entitle(book, population.firms, date(2021, 10, 1), tree)
        question = as_question(programme, found)
    problem, _ = build_problem(question.library, question.scenario)
    read, findings = as_files(question, ["made up"])
    assert read is not None, findings
    assert [*read.scenario_findings, *read.library_findings] == []
    assert read.problem.digest() == replace(problem, library="firms.json").digest()


def test_a_plan_file_of_a_programme_and_of_loans_is_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.kaimen"
    asked = entitling.Asked(JINAN, JINAN.with_name("firms.csv"), "", "2021-10-01", plan)
    assert enrolling.enrol(asked, "plant networks", "0.1 %", 60, None, as_json=True) == 0
    enrolled = json.loads(capsys.readouterr().out)["enrolled"]
    assert looking.verify(plan, None, as_json=False) == 0
    loaded, _ = load_plan(plan)
    assert loaded is not None
    assert loaded.verified.result is not None
    assert len(loaded.verified.result.portfolio.chosen) == len(enrolled)
    asked = entitling.Asked(LOANS, LOANS.with_name("loan-firms.csv"), "", "2024-06-01", plan)
    assert financing.finance(asked, "small firms 2024", "0.1 %", 60, None, as_json=False) == 0
    assert looking.verify(plan, None, as_json=False) == 0
    asked = replace(asked, plan=tmp_path / "plan.txt")
    assert financing.finance(asked, "small firms 2024", "0.1 %", 60, None, as_json=False) == 2
