"""What-if and compare: words to an override, what moved, and a plan that verifies with its change inside."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kaimen import workspace
from kaimen.cli.app import app
from kaimen.workspace.planning.whatif import Words, changed_question
from tests.sweep.questions import LIST, SCENARIO, WEIGHTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    text = 'library = "list.csv"\n' + SCENARIO.replace("BENEFIT", WEIGHTS) + OVERRIDES
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    return tmp_path


OVERRIDES = """
[[rule]]
kind = "at_least"
name = "one of rail"
where = { sector = "rail" }
count = 1
[[rule]]
kind = "exclusion"
name = "not both"
projects = ["P-2", "P-3"]
[override.what-if]
seed = 2
"""


def question(folder: Path) -> workspace.Question:
    found, findings = workspace.load_question(folder / "s.toml")
    assert found is not None, findings
    return found


@pytest.mark.parametrize(
    ("words", "override"),
    [
        (Words(quota=["land=+10 %"]), {"quota": {"land": {"amount": {"2026": "9.9 mu", "2027": "9.9 mu"}}}}),
        (Words(quota=["land@2027=-1 mu"]), {"quota": {"land": {"amount": {"2027": "8 mu"}}}}),
        (Words(quota=["all=0.5 ha"]), {"quota": {"land": {"amount": {"2026": "7.5 mu", "2027": "7.5 mu"}}}}),
        (Words(fund=["own@2026=-999 yuan"]), {"fund": {"own": {"amount": {"2026": "0 yuan"}}}}),
        (Words(weight=["jobs=2", "output=-50 %"]), {"benefit": {"weights": {"jobs": "2", "output": "1"}}}),
        (Words(weight=["jobs=-2", "output=+1.5"]), {"benefit": {"weights": {"jobs": "-2", "output": "3.5"}}}),
        (Words(rule=["money for rail=+50 yuan"]), {"rule": {"money for rail": {"amount": "350 yuan"}}}),
        (Words(rule=["one of rail=2"]), {"rule": {"one of rail": {"count": 2}}}),
        (Words(level=["rail=80 %"]), {"reference_class": {"rail": {"level": "80 %"}}}),
    ],
)
def test_words_become_an_override_that_is_checked_like_any_other(
    folder: Path, words: Words, override: dict[str, Any]
) -> None:
    asked = question(folder)
    changed, text, findings = changed_question(asked, words)
    assert changed is not None, findings
    assert tomllib.loads(text)["override"] == {"what-if-2": override}
    (folder / "s.toml").write_text((folder / "s.toml").read_text(encoding="utf-8") + text, encoding="utf-8")
    kept, findings = workspace.load_question(folder / "s.toml", overrides=["what-if-2"])
    assert kept is not None, findings
    assert kept.problem.digest() == changed.problem.digest() != asked.problem.digest()


def test_an_amount_that_is_no_decimal_of_the_unit_in_the_file_is_kept_in_the_unit_that_was_said(folder: Path) -> None:
    text = (folder / "s.toml").read_text(encoding="utf-8")
    assert "9 mu" in text
    (folder / "s.toml").write_text(text.replace("9 mu", "9 ha"), encoding="utf-8")
    for words, said in (("land=+10 mu", "145 mu"), ("land=-10 mu", "125 mu"), ("land=100 mu", "100 mu")):
        changed, text, findings = changed_question(question(folder), Words(quota=[words]))
        assert changed is not None, findings
        assert set(tomllib.loads(text)["override"]["what-if-2"]["quota"]["land"]["amount"].values()) == {said}


def test_wishes_are_rules(folder: Path) -> None:
    changed, text, findings = changed_question(question(folder), Words(must=["P-5"], must_not=["P-4"]))
    assert changed is not None, findings
    assert list(tomllib.loads(text)["override"]) == ["what-if-wishes"]
    assert changed.problem.must.sum() == 1
    assert [entry.project for entry in changed.problem.barred] == ["P-4"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (Words(quota=["lnad=+10 %"]), "E404", '"land"'),
        (Words(quota=["land"]), "E402", "land=+10 %"),
        (Words(quota=["=+10 %"]), "E402", ""),
        (Words(quota=["land=10 %"]), "E408", "+10 %"),
        (Words(quota=["land=+10 tce"]), "E408", "mu"),
        (Words(quota=["land=lots"]), "E408", "lots"),
        (Words(quota=["land@2031=+10 %"]), "E404", "land"),
        (Words(fund=["bnods=+10 %"]), "E404", '"bonds"'),
        (Words(weight=["jbos=2"]), "E404", '"jobs"'),
        (Words(weight=["jobs=many"]), "E408", "many"),
        (Words(rule=["one of rails=2"]), "E404", '"one of rail"'),
        (Words(rule=["one of rail=1.5"]), "E408", "whole"),
        (Words(rule=["not both=2"]), "E408", "no bound"),
        (Words(level=["rial=80 %"]), "E404", '"rail"'),
        (Words(level=["rail=8x"]), "E412", "8x"),
        (Words(must=["P-55"]), "E404", '"P-5"'),
        (Words(must=['P-5"]\n[x']), "E404", "P-5"),
    ],
)
def test_a_word_that_cannot_be_used_says_what_can(folder: Path, words: Words, code: str, says: str) -> None:
    changed, _, findings = changed_question(question(folder), words)
    assert changed is None
    assert code in [finding.code for finding in findings], findings
    assert says in " ".join(map(str, findings))


def run(*words: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(app, list(map(str, words)))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


def test_a_whatif_says_who_comes_and_goes_and_its_plan_verifies(folder: Path) -> None:
    plan, other = folder / "base.json", folder / "other.kaimen"
    assert run("solve", folder / "s.toml", "-o", plan)[0] == 0
    code, out = run("whatif", plan, "--quota", "land=-40 %", "-o", other, "--json")
    assert code == 0, out
    document = json.loads(out)
    before, after = document["plans"]
    assert float(after["benefit"]) < float(before["benefit"])
    assert after["out"] == sum(move["move"] == "out" for move in document["moves"]) > 0
    assert all(move["detail"] for move in document["moves"] if move["move"] != "moved")
    assert run("verify", other)[0] == 0
    code, out = run("compare", plan, other, other, "-o", folder / "moves.xlsx", "--json")
    assert code == 0, out
    again = json.loads(out)
    assert [p["out"] for p in again["plans"][1:]] == [after["out"]] * 2
    assert (folder / "moves.xlsx").exists()
    code, out = run("whatif", folder / "s.toml", "--must", "P-5")
    assert code == 0, out
    assert "[override.what-if-wishes]" in out


def test_money_and_reasons_add_up(folder: Path) -> None:
    plan, other = folder / "base.kaimen", folder / "other.kaimen"
    run("solve", folder / "s.toml", "-o", plan)
    run("whatif", plan, "--quota", "land=-40 %", "--fund", "own=-50 %", "-o", other)
    document = json.loads(run("compare", plan, other, "--json")[1])
    first, second = document["plans"]
    moved = float(second["money_in"] or 0) - float(second["money_out"] or 0)
    same_cost = all(move["move"] != "moved" for move in document["moves"])
    assert not same_cost or float(second["money"]) - float(first["money"]) == pytest.approx(moved)
    assert sum(float(row["money"]) for row in document["reasons"]) == pytest.approx(float(second["money_out"]))


@pytest.mark.parametrize(
    "words",
    [
        ["whatif", "s.toml"],
        ["whatif", "s.toml", "--quota", "land=+1 %", "-o", "plan.json"],
        ["whatif", "s.toml", "--quota", "land=+1 %", "--gap", "much"],
        ["compare", "base.kaimen"],
        ["compare", "a", "b", "c", "d", "e"],
        ["compare", "a.kaimen", "b.kaimen", "-o", "x.doc"],
        ["sweep", "s.toml"],
        ["sweep", "s.toml", "--weights", "20 %", "--executor", "cloud"],
        ["sweep", "s.toml", "--weights", "20 %", "-o", "x.doc"],
    ],
)
def test_misuse_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(folder)
    code, out = run(*words)
    assert code == 2, out
    assert "Traceback" not in out


@pytest.mark.parametrize(
    "words",
    [
        ["whatif", "gone.toml", "--quota", "land=+1 %"],
        ["whatif", "gone.kaimen", "--quota", "land=+1 %"],
        ["whatif", "s.toml", "--quota", "lnad=+1 %"],
        ["whatif", "s.toml", "--must", "P-1", "--must-not", "P-1"],
        ["compare", "gone.kaimen", "s.toml"],
        ["sweep", "s.toml", "--weights", "lots"],
        ["sweep", "s.toml", "--quota", "lnad=1 %"],
        ["sweep", "s.toml", "--weight", "jobs"],
        ["sweep", "s.toml", "--weights", "20 %", "--journal", "gone/j.jsonl"],
    ],
)
def test_what_cannot_be_used_is_a_finding(folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(folder)
    code, out = run(*words)
    assert code == 1, out
    assert "Traceback" not in out


def test_a_sweep_is_written_and_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    words = ["sweep", "s.toml", "--weights", "any", "--quota", "land=20 %", "--costs", "--executor", "here"]
    code, out = run(*words, "--samples", "4", "--journal", "j.jsonl", "-o", "f.csv")
    assert code == 0, out
    assert (folder / "f.csv").read_text(encoding="utf-8-sig").startswith("project,title,planned,frequency")
    code, out = run(*words, "--samples", "6", "--journal", "j.jsonl", "--json")
    assert code == 0, out
    document = json.loads(out)
    assert document["samples"] == 6
    assert len(document["frequency"]) == 5
    code, out = run(*words, "--samples", "6", "--seed", "1", "--journal", "j.jsonl")
    assert code == 1
    assert "E901" in out
