"""A preview is the changed question's answer: the same rows, checked and bounded, whatever was moved."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen import workspace
from kaimen.portfolio import Result, bound, check
from kaimen.problem import Problem
from kaimen.solve import solve as search
from kaimen.workspace.planning.preview import changed_problem, preview
from kaimen.workspace.planning.questions import Question, load_question
from kaimen.workspace.planning.whatif import Words, changed_question
from tests.sweep.questions import LIST, SCENARIO, WEIGHTS


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    folder = tmp_path_factory.mktemp("question")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    rule = '[[rule]]\nkind = "at_least"\nname = "one of rail"\nwhere = { sector = "rail" }\ncount = 1\n'
    text = 'library = "list.csv"\n' + SCENARIO.replace("BENEFIT", WEIGHTS) + rule
    (folder / "s.toml").write_text(text, encoding="utf-8")
    found, findings = load_question(folder / "s.toml")
    assert found is not None, findings
    return found


def solve(problem: Problem) -> Result:
    found = search(problem)
    assert isinstance(found, Result)
    return found


def limits(problem: Problem) -> list[list[Fraction]]:
    """Return what limits the rows, in the units people see: whatever the scale they are counted in."""
    return [
        [Fraction(int(value), row.scale) for value, row in zip(problem.limit, problem.quotas, strict=True)],
        [Fraction(int(value), problem.money_scale) for value in problem.fund_limit.ravel()],
        [Fraction(int(value), row.scale) for value, row in zip(problem.rule_side, problem.rules, strict=True)],
        [problem.benefit_of(int(value)) for value in problem.benefit],
    ]


CHANGES = st.sampled_from(["+10 %", "-50 %", "+1 mu", "-2 mu", "0.5 mu", "7 mu", "+3.7 %"])
MONEY = st.sampled_from(["+10 %", "-50 %", "+1 yuan", "-999 yuan", "0.37 yuan", "+3.7 %"])


@settings(max_examples=25)
@given(land=CHANGES, money=MONEY, count=st.integers(0, 3), period=st.sampled_from(["", "@2026", "@2027"]))
def test_moved_limits_are_those_of_the_question_compiled_anew(
    question: Question, land: str, money: str, count: int, period: str
) -> None:
    words = Words(quota=[f"land{period}={land}"], fund=[f"own{period}={money}"], rule=[f"one of rail={count}"])
    quick, findings = changed_problem(question, words)
    anew, _, _ = changed_question(question, words)
    assert quick is not None, findings
    assert anew is not None
    assert limits(quick) == limits(anew.problem)
    assert [row.name for row in quick.rules] == [row.name for row in anew.problem.rules]


def test_weights_are_compiled_anew(question: Question) -> None:
    quick, findings = changed_problem(question, Words(weight=["jobs=2"]))
    anew, _, _ = changed_question(question, Words(weight=["jobs=2"]))
    assert quick is not None, findings
    assert anew is not None
    assert quick.digest() == anew.problem.digest()


@pytest.mark.parametrize(
    "words",
    [
        Words(quota=["land=+10 %"]),
        Words(quota=["land=-30 %"], fund=["own=-20 %"]),
        Words(must_not=["P-2"]),
        Words(weight=["jobs=3"]),
    ],
)
def test_a_preview_keeps_every_row_and_its_bound_is_one(question: Question, words: Words) -> None:
    result = solve(question.problem)
    seen, findings = preview(question, result, words)
    assert seen is not None, findings
    assert seen.result is not None, seen.findings
    assert not check(seen.problem, seen.result.portfolio)
    assert seen.result.bounds.price == bound(seen.problem, seen.result.prices)
    anew, _, _ = changed_question(question, words)
    assert anew is not None
    best = solve(anew.problem)
    assert seen.result.benefit <= best.benefit <= seen.result.bounds.price


def test_wishes_hold_in_a_preview(question: Question) -> None:
    result = solve(question.problem)
    out = next(p for p in question.problem.projects if p not in result.portfolio.projects(question.problem))
    inside = result.portfolio.projects(question.problem)[0]
    seen, _ = preview(question, result, Words(must_not=[inside]))
    assert seen is not None
    assert seen.result is not None
    assert inside not in seen.result.portfolio.projects(seen.problem)
    seen, _ = preview(question, result, Words(must=[out]))
    assert seen is not None
    if seen.result is not None:
        assert out in seen.result.portfolio.projects(seen.problem)


def test_words_that_mean_nothing_are_findings(question: Question) -> None:
    seen, findings = preview(question, solve(question.problem), Words(quota=["nothing=+1 %"], must=["nobody"]))
    assert seen is None
    assert [finding.code for finding in findings] == ["E404", "E404"]


def test_what_cannot_hold_says_so_and_gives_no_plan(question: Question) -> None:
    seen, findings = preview(question, solve(question.problem), Words(rule=["one of rail=99"]))
    assert findings == []
    assert seen is not None
    assert seen.result is None
    assert [finding.code for finding in seen.findings] == ["E510"]


def test_a_preview_repeats(question: Question) -> None:
    result = solve(question.problem)
    one, two = (preview(question, result, Words(quota=["land=+10 %"]))[0] for _ in range(2))
    assert one is not None
    assert two is not None
    assert one.result is not None
    assert two.result is not None
    assert one.result.portfolio == two.result.portfolio
    assert np.array_equal(one.result.prices.quota, two.result.prices.quota)


def test_a_shelf_keeps_what_it_is_given_and_takes_no_other_name(tmp_path: Path, question: Question) -> None:
    from kaimen.workspace.planning.shelf import Shelf

    shelf = Shelf(tmp_path)
    assert shelf.entries() == []
    path, findings = shelf.path_of("山东 2024 (b)")
    assert findings == []
    assert path is not None
    path.parent.mkdir()
    workspace.save_plan(path, question, solve(question.problem))
    assert [entry.name for entry in shelf.entries()] == ["山东 2024 (b)"]
    one, findings = shelf.plan("山东 2024 (b)")
    assert one is not None, findings
    assert shelf.plan("山东 2024 (b)")[0] is one
    assert len(one.left_out) + len(one.chosen) == len(question.library.projects)
    assert shelf.free_name("山东 2024 (b)") == "山东 2024 (b) 2"
    for name in ("../x", "a/b", "", ".hidden", "a\0b", "x" * 81, "tail ", "tail."):
        assert [finding.code for finding in shelf.path_of(name)[1]] == ["E852"], name
        assert shelf.plan(name)[0] is None
    assert [finding.code for finding in shelf.plan("nothing")[1]] == ["E853"]
    (tmp_path / "beside.kaimen").write_bytes(path.read_bytes())
    assert {entry.name for entry in shelf.entries()} == {"beside", "山东 2024 (b)"}
    assert shelf.plan("beside")[0] is not None
    path.write_bytes(path.read_bytes()[:-40])
    assert shelf.plan("山东 2024 (b)")[0] is None
