"""What the pages show of commands is what the commands print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaimen.cli.app import app
from tests.effort import FULL

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
THREE = """
name = "three"
library = "list.csv"
periods = ["2027"]
[benefit]
weights = { points = "1" }
[resource.land]
unit = "ha"
[[quota]]
name = "land"
resource = "land"
amount = { 2027 = "10 ha" }
"""


def blocks(page: str, language: str) -> list[str]:
    return [text for found, text in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8")) if found == language]


def shown(page: str) -> Iterator[tuple[list[str], list[str]]]:
    for block in blocks(page, "console"):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            if command.startswith("./kaimen ") and command != "./kaimen demo":
                yield shlex.split(command)[1:], [line.rstrip() for line in output.strip("\n").split("\n")]


def judge(page: str) -> None:
    for words, lines in shown(page):
        said = CliRunner().invoke(app, words).output.strip("\n").split("\n")
        found = [line.rstrip() for line in said if "^C keeps" not in line]
        assert lines == (found if lines[-1] != "..." else [*found[: len(lines) - 1], "..."]), words


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("src", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def put(folder: Path, **texts: str) -> None:
    folder.mkdir()
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")


def test_the_five_minutes_of_the_readme(out: Path) -> None:
    listed = next(text for text in blocks("README.md", "text") if text.startswith("id,"))
    put(out / "first", list_csv=listed, question_toml=blocks("README.md", "toml")[0])
    judge("README.md")
    exec(compile(blocks("README.md", "python")[0], "README.md", "exec"), {})  # noqa: S102 - our own page


def test_the_python_interface(out: Path) -> None:
    (out.parent / "list.csv").write_text(blocks("README.md", "text")[1], encoding="utf-8")
    (out.parent / "question.toml").write_text(blocks("README.md", "toml")[0], encoding="utf-8")
    exec(compile("\n".join(blocks("docs/reference/api.md", "python")), "api.md", "exec"), {})  # noqa: S102 - our own page


def test_three_projects_by_hand(out: Path) -> None:
    put(out / "three", list_csv="id,demand: land (ha),criterion: points\nA,6,10\nB,5,6\nC,5,5\n", three_toml=THREE)
    judge("docs/concepts.md")


def test_findings_and_mending_them(out: Path) -> None:
    put(out / "bad", list_csv=next(text for text in blocks("docs/own-list.md", "text") if text.startswith("id,")))
    judge("docs/own-list.md")


@pytest.mark.skipif(not FULL, reason="it solves a province four times")
@pytest.mark.usefixtures("out")
def test_the_tutorial(capsys: pytest.CaptureFixture[str]) -> None:
    judge("docs/tutorial.md")
    capsys.readouterr()
    exec(compile(blocks("docs/tutorial.md", "python")[0], "tutorial.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out in blocks("docs/tutorial.md", "text")
