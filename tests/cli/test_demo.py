"""`kaimen demo` as a new user runs it: one screen, its files, the same bytes every time."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kaimen as km
from kaimen import workspace
from kaimen.cli import serving
from kaimen.cli.demo import _workbench as ending
from tests.cli.test_commands import run
from tests.effort import FULL

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "demo.txt"
"""The screen. After a change that is meant: ./kaimen demo -o shown > tests/golden/demo.txt, and read it."""

FILES = ("pledges.csv", "plan.kaimen", "plan.xlsx", "briefing.html", "guide.html")


def demo(folder: Path, seed: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "kaimen", "demo", "-o", "shown", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    folder = tmp_path_factory.mktemp("demo")
    return demo(folder, "1"), folder / "shown"


def test_it_is_one_readable_screen(shown: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, _ = shown

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) <= 54
    assert max(map(len, lines)) <= 100
    assert done.stdout == GOLDEN.read_text(encoding="utf-8")


def test_its_plan_is_near_the_best_and_holds_without_a_solver(
    shown: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    plan, findings = km.load_plan(shown[1] / "plan.kaimen")

    assert findings == []
    assert plan is not None
    assert plan.verified.findings == ()
    result = plan.verified.result
    assert result is not None
    assert result.repeats
    assert 0 <= result.price_gap <= 0.02
    assert 95 <= len(result.portfolio.chosen) <= 105
    assert len(plan.question.pledges.ledger.pledges) == 25
    assert [document.name for document in plan.question.pledges.announcements] == [
        "first-meetings.en.txt",
        "first-meetings.zh.txt",
    ]


def test_the_pledges_are_listed_with_their_sentences(shown: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    text = (shown[1] / "pledges.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    question, _ = km.load_question(workspace.demo_scenario())
    assert question is not None
    documents = {document.name: document.text for document in question.pledges.announcements}

    assert len(rows) == 26
    assert all(documents[row["document"]][int(row["start"]) : int(row["end"])] == row["quote"] for row in rows)
    assert [row["id"] for row in rows if row["state"] == "retracted"] == ["GD-08"]
    assert "net industrial land, province" in next(row["cited_by"] for row in rows if row["id"] == "SD-06")


@pytest.mark.skipif(not FULL, reason="a second whole run; --full runs it")
def test_another_run_and_another_hash_seed_give_the_same_bytes(
    shown: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path
) -> None:
    again = demo(tmp_path, "2", "--json")

    assert again.returncode == 0
    document = json.loads(again.stdout)
    assert document["verified"]
    assert {Path(name).name for name in document["wrote"]} == set(FILES)
    for name in FILES:
        assert (tmp_path / "shown" / name).read_bytes() == (shown[1] / name).read_bytes(), name


def test_wrong_words_and_places_are_said(tmp_path: Path) -> None:
    (tmp_path / "shown").write_text("a file, not a folder")

    assert run("demo", "-o", tmp_path / "shown", "--lang", "fr").code == 2
    done = run("demo", "-o", tmp_path / "shown")
    assert (done.code, "E105" in done.err) == (1, True)


def test_where_there_is_a_browser_it_ends_in_the_workbench_with_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[object, dict[str, object]]] = []

    def serve(url: str, *_more: object, **how: object) -> int:
        asked.append((url, how))
        return 0

    monkeypatch.setattr(serving, "serve", serve)
    for is_there, opens in ((True, True), (False, True), (True, False)):
        monkeypatch.setattr(serving, "has_browser", lambda is_there=is_there: is_there)
        assert ending(tmp_path, "zh", opens=opens) == 0
    assert asked == [(str(tmp_path / "office.db"), {"opens": True, "with_sample": True})]
    assert capsys.readouterr().out.count("kaimen serve --sample -w") == 3
