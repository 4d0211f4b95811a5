"""The programming interface as a new user meets it: its names, its help, its paths and its answers to misuse."""

from __future__ import annotations

import inspect
import pydoc
from pathlib import Path
from typing import Any

import pytest

import kaimen as km

LIST = "id,demand: land (ha),criterion: points\nA-1,6,10\nA-2,5,6\nA-3,5,5\n"
QUESTION = """
name = "three"
library = "list.csv"
periods = ["2027"]
benefit = { weights = { points = "1" } }
resource = { land = { unit = "ha" } }
quota = [{ name = "land", resource = "land", amount = { 2027 = "10 ha" } }]
"""


@pytest.fixture
def question(tmp_path: Path) -> km.Question:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "three.toml").write_text(QUESTION, encoding="utf-8")
    found, findings = km.load_question(str(tmp_path / "three.toml"))
    assert found is not None, findings
    assert found.findings == ()
    return found


def solved(question: km.Question) -> km.Result:
    result = km.solve(question.problem)
    assert isinstance(result, km.Result)
    return result


def test_every_name_is_seen_and_has_its_help() -> None:
    assert set(dir(km)) == set(km.__all__)
    assert [name for name in km.__all__ if not inspect.getdoc(getattr(km, name))] == []
    shown = pydoc.plain(pydoc.render_doc(km))
    assert [name for name in km.__all__ if name not in shown] == []


@pytest.mark.parametrize("name", ["solve", "explain", "extract"])
def test_a_room_that_is_called_shows_the_help_of_its_main_function(name: str) -> None:
    room = getattr(km, name)
    main = getattr(room, name)
    assert inspect.signature(room) == inspect.signature(main)
    assert str(main.__doc__) in room.__doc__


def test_a_misspelt_name_is_told_what_there_is() -> None:
    with pytest.raises(AttributeError) as wrong:
        km.sovle  # type: ignore[attr-defined]  # noqa: B018 - there is none
    assert (wrong.value.name, wrong.value.obj) == ("sovle", km)  # by these Python proposes the nearest name


def test_a_path_may_be_a_text(question: km.Question, tmp_path: Path) -> None:
    result, folder = solved(question), str(tmp_path)
    assert km.save_plan(f"{folder}/plan.kaimen", question, result) == []
    plan, findings = km.load_plan(f"{folder}/plan.kaimen")
    assert plan is not None, findings
    assert plan.verified.findings == ()
    assert km.save_workbook(f"{folder}/plan.xlsx", question, result) == []
    assert km.save_briefing(f"{folder}/plan.html", question, result) == []
    library, findings = km.read_library(f"{folder}/list.csv")
    assert (library, findings) == km.read_library(tmp_path / "list.csv")
    scenario, findings = km.read_scenario(f"{folder}/three.toml")
    assert (scenario, findings) == km.read_scenario(tmp_path / "three.toml")
    assert [finding.code for finding in km.read_pledges(f"{folder}/none.toml")[1]] == ["E101"]


def test_a_name_that_says_another_format_is_not_written(question: km.Question, tmp_path: Path) -> None:
    result = solved(question)
    for save, name in ((km.save_plan, "plan.xlsx"), (km.save_workbook, "plan.csv"), (km.save_briefing, "plan.docx")):
        with pytest.raises(km.KaimenError, match=name):
            save(tmp_path / name, question, result)
        assert not (tmp_path / name).exists()


def test_a_project_that_is_not_there_is_told_its_neighbours(question: km.Question) -> None:
    with pytest.raises(km.KaimenError, match=r"did you mean A-\d or A-\d"):
        km.explain(question.problem, solved(question), "A-9")


def test_what_is_no_question_no_document_and_no_limit_is_said() -> None:
    anything: Any = "text"
    with pytest.raises(km.KaimenError, match="takes a document"):
        km.extract(anything)
    with pytest.raises(km.KaimenError, match=r"question\.problem"):
        km.solve(anything)
    for number in (-1, float("nan"), anything, True):
        for rule in (km.max_gap, km.max_seconds):
            with pytest.raises(km.KaimenError, match="at least 0"):
                rule(number)
