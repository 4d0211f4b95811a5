"""The command line: what it prints, its exit codes, and that bad input never ends in a traceback."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from xlsxwriter import Workbook

from kaimen import workspace
from kaimen.cli.app import app
from kaimen.cli.contents import SECTIONS

ROOT = Path(__file__).parents[2]
DONE, WRONG, MISUSE, STOPPED = 0, 1, 2, 3

LIST = """\
id,title,region,sector,criterion: points,cost (million yuan),demand: land (mu),ready: permit
P-1,Wind base,North,power,10,5,10,yes
P-2,Rail yard,North,rail,8,4,12,yes
P-3,"Hospital [new], 医院",South,health,6,3,8,2027-01-01
P-4,Old plant,South,power,4,2,5,no
P-5,Depot,South,rail,9,6,9,yes
"""

SCENARIO = """\
name = "small"
library = "list.csv"
periods = ["2026", "2027"]
money = "million yuan"
readiness = ["permit"]

[resource.land]
unit = "mu"

[benefit]
weights = { points = "1" }

[[quota]]
name = "land"
resource = "land"
amount = { each = "20 mu" }

[[fund]]
name = "budget"
amount = { each = "9 million yuan" }

[[rule]]
kind = "at_least"
name = "some rail"
count = 1
where = { sector = "rail" }

[override.tight]
quota.land.amount.each = "10 mu"

[override.wrong]
quota.lnad.amount = "10 mu"
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


def run(*words: str | Path) -> Ran:
    """Run a command in this process, from the current folder."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="kaimen")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def run_apart(*words: str | Path, **environment: str) -> Ran:
    """Run a command as a user does, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kaimen", *map(str, words)],
        capture_output=True,
        env=_environment(**environment),
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def _environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "PYTHONIOENCODING")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **more}


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a list, a scenario and plans of it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "plan.toml").write_text(SCENARIO, encoding="utf-8")
    for name in ("plan.json", "plan.kaimen"):
        assert run("solve", folder / "plan.toml", "-o", folder / name).code == DONE
    return folder


@pytest.fixture
def office(solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, as the current one."""
    folder = tmp_path / "office"
    shutil.copytree(solved, folder)
    monkeypatch.chdir(folder)
    return folder


# --- what they do ---

HAPPY: dict[str, tuple[tuple[str, ...], str]] = {
    "library check": (("library", "check", "list.csv"), "list.csv: 5 projects read, 0 errors and 0 remarks."),
    "scenario check": (("scenario", "check", "plan.toml", "--override", "tight"), "override tight: 0 errors"),
    "solve": (("solve", "plan.toml"), "3 projects chosen, benefit 25.0"),
    "solve to a gap": (("solve", "plan.toml", "--gap", "0.5 %"), "solver bound  25.0   gap 0.00 %"),
    "solve an override": (("solve", "plan.toml", "--override", "tight"), "2 projects chosen, benefit 19.0"),
    "solve and write": (("solve", "plan.toml", "-o", "new.kaimen"), "wrote new.kaimen"),
    "verify": (("verify", "plan.json"), "0 broken    benefit 25.0"),
    "verify archive": (("verify", "plan.kaimen"), "0 broken    benefit 25.0"),
    "prices": (("prices", "plan.json"), "basis: lp relaxation"),
    "explain all": (("explain", "plan.json"), "P-4      Old plant"),
    "explain in": (("explain", "plan.json", "P-1"), 'P-1 "Wind base" is in the plan'),
    "explain out": (("explain", "plan.json", "P-4"), "Not ready in any start period: permit."),
    "explain reason": (("explain", "plan.json", "--reason", "not_ready"), "1 project not in the plan: 1 not ready"),
    "letter": (("explain", "plan.json", "P-4", "--letter"), "it does not meet the conditions of readiness"),
    "report": (("report", "plan.json", "-o", "plan.xlsx"), "wrote plan.xlsx"),
    "paper": (("report", "plan.json", "-o", "plan.html"), "wrote plan.html"),
    "paper in Chinese": (("report", "plan.kaimen", "-o", "plan.html", "--lang", "zh"), "wrote plan.html"),
}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", HAPPY)
def test_a_command_does_what_it_says(name: str) -> None:
    words, said = HAPPY[name]
    done = run(*words)
    assert said in done.out
    assert (done.code, done.err) == (DONE, "")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", HAPPY)
def test_with_json_the_output_is_one_document(name: str) -> None:
    done = run(*HAPPY[name][0], "--json")
    document = json.loads(done.out)
    assert isinstance(document, dict)
    assert done.code == DONE


def test_what_the_documents_hold(office: Path) -> None:
    def document(*words: str) -> Any:
        return json.loads(run(*words, "--json").out)

    solved = document("solve", "plan.toml", "-o", "new.json")
    assert (solved["chosen"], solved["benefit"], solved["status"], solved["findings"]) == (3, "25", "optimal", [])
    assert {row["project"] for row in solved["portfolio"]} == {"P-1", "P-3", "P-5"}
    assert json.loads((office / "new.json").read_text(encoding="utf-8"))["benefit"] == "25"
    assert document("verify", "plan.json")["verified"] is True
    assert {row["name"] for row in document("prices", "plan.json")["prices"]} == {"land", "budget", "some rail"}
    assert [entry["project"] for entry in document("explain", "plan.json")["left_out"]] == ["P-2", "P-4"]
    letter = document("explain", "plan.json", "P-4", "--letter")
    assert (letter["chosen"], letter["reasons"][0]["code"]) == (False, "not_ready")
    assert letter["letter"].startswith("Your project P-4")
    assert document("library", "check", "list.csv") == {"library": "list.csv", "projects": 5, "findings": []}


def test_the_same_question_gives_the_same_bytes(office: Path) -> None:
    for name in ("plan.json", "plan.kaimen"):
        assert run("solve", "plan.toml", "-o", f"again-{name}").code == DONE
        assert (office / f"again-{name}").read_bytes() == (office / name).read_bytes()


def test_scenario_check_tries_every_override(office: Path) -> None:
    done = run("scenario", "check", office / "plan.toml")
    assert done.code == WRONG
    assert "plan.toml: 0 errors and 0 remarks.\nplan.toml, override tight: 0 errors" in done.out
    assert 'E408  plan.toml, line 32, override.wrong.quota.lnad: The override changes "lnad"' in done.out
    assert "plan.toml, override wrong: 1 error" in done.out


def test_a_plan_is_found_again_beside_or_with_inputs(office: Path, tmp_path: Path) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    shutil.move(office / "plan.json", apart / "plan.json")
    lost = run("verify", apart / "plan.json")
    assert (lost.code, lost.out.count("E602")) == (WRONG, 2)
    assert run("verify", apart / "plan.json", "--inputs", office).code == DONE
    (office / "list.csv").write_text(LIST.replace("10,5,10", "10,5,11"), encoding="utf-8")
    changed = run("prices", apart / "plan.json", "--inputs", office)
    assert (changed.code, changed.out) == (WRONG, "")
    assert "E603  list.csv" in changed.err


def test_a_bad_row_is_told_and_the_others_are_planned(office: Path) -> None:
    (office / "list.csv").write_text(LIST.replace("8,4,12", "8,four,12"), encoding="utf-8")
    done = run("solve", "plan.toml", "-o", "new.json")
    assert done.code == WRONG
    assert "E303  list.csv, cell F3:" in done.err
    assert "wrote new.json" in done.out
    assert run("verify", "new.json").code == DONE


# --- misuse ---

MISUSES: dict[str, tuple[tuple[str, ...], str]] = {
    "no command": (("plan",), "No such command 'plan'"),
    "no scenario": (("solve",), "Missing argument"),
    "no such option": (("solve", "plan.toml", "--fast"), "No such option"),
    "gap nonsense": (("solve", "plan.toml", "--gap", "nonsense"), '"nonsense"'),
    "gap negative": (("solve", "plan.toml", "--gap", "-1 %"), '"-1 %"'),
    "gap over all": (("solve", "plan.toml", "--gap", "5"), '"5"'),
    "seconds": (("solve", "plan.toml", "--seconds", "soon"), "--seconds"),
    "seconds negative": (("solve", "plan.toml", "--seconds", "-1"), "--seconds"),
    "seconds nan": (("solve", "plan.toml", "--seconds", "nan"), "--seconds"),
    "output ending": (("solve", "plan.toml", "-o", "plan.txt"), ".json or .kaimen"),
    "report ending": (("report", "plan.json", "-o", "plan.doc"), ".xlsx"),
    "report language": (("report", "plan.json", "-o", "plan.html", "--lang", "fr"), "--lang takes en or zh"),
    "language of a workbook": (("report", "plan.json", "-o", "plan.xlsx", "--lang", "zh"), "--lang goes with a paper"),
    "report without output": (("report", "plan.json"), "-o"),
    "letter to nobody": (("explain", "plan.json", "--letter"), "--letter needs a project"),
    "reason": (("explain", "plan.json", "--reason", "dear"), 'no reason "dear"; there are not_read, not_ready'),
}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", MISUSES)
def test_misuse_is_told_on_standard_error(name: str) -> None:
    words, said = MISUSES[name]
    done = run(*words)
    assert said in done.err
    assert (done.code, done.out) == (MISUSE, "")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", ["gap nonsense", "output ending", "report ending", "letter to nobody", "reason"])
def test_misuse_with_json_is_a_document_too(name: str) -> None:
    done = run(*MISUSES[name][0], "--json")
    assert MISUSES[name][1] in json.loads(done.out)["misuse"]
    assert done.code == MISUSE


# --- bad input ---


def to_list(old: str, new: str) -> Callable[[Path], None]:
    return lambda office: _replace(office / "list.csv", old, new)


def to_scenario(old: str, new: str) -> Callable[[Path], None]:
    return lambda office: _replace(office / "plan.toml", old, new)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def with_rule(text: str) -> Callable[[Path], None]:
    return to_scenario("[[rule]]", f'[[rule]]\nname = "the rule"\n{text}\n\n[[rule]]')


def as_bytes(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda office: (office / name).write_bytes(content)


def nothing(_: Path) -> None:
    """Leave the files as they are."""


def as_workbook(name: str, *, without: str = "") -> Callable[[Path], None]:
    def write(office: Path) -> None:
        with Workbook(office / name) as book:
            sheet = book.add_worksheet("Projects")
            lines = [line.split(",") for line in LIST.replace('"Hospital [new], 医院"', "Hospital").splitlines()]
            keep = [at for at, heading in enumerate(lines[0]) if heading != without]
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, [cells[at] for at in keep])

    return write


CIRCLE = 'kind = "prerequisite"\nproject = "P-1"\nneeds = ["P-2"]\n\n[[rule]]\nname = "back"\n' + (
    'kind = "prerequisite"\nproject = "P-2"\nneeds = ["P-1"]'
)
SOLVE = ("solve", "plan.toml")
CHECK = ("library", "check", "list.csv")

BAD: dict[str, tuple[Callable[[Path], object], tuple[str, ...], str, str]] = {
    # name: (what is done to the files, command, code of the finding, part of what is said)
    "empty list": (as_bytes("list.csv", b""), SOLVE, "E102", "list.csv: The file is empty."),
    "blank list": (as_bytes("list.csv", b" \n\n"), SOLVE, "E102", "list.csv: The file is empty."),
    "header only": (as_bytes("list.csv", LIST.splitlines()[0].encode()), SOLVE, "E102", "no rows below its header"),
    "binary list": (as_bytes("list.csv", bytes(range(256)) * 20), SOLVE, "E103", "list.csv: "),
    "pdf list": (as_bytes("list.csv", b"%PDF-1.7 \x00\x01"), SOLVE, "E103", "a PDF document"),
    "empty scenario": (as_bytes("plan.toml", b""), SOLVE, "E402", 'The key "name" is missing.'),
    "binary scenario": (as_bytes("plan.toml", b"\xff\xfe\x00\x01" * 9), SOLVE, "E104", "not text in UTF-8"),
    "scenario no toml": (as_bytes("plan.toml", b"name: small\n"), SOLVE, "E401", "line 1"),
    "scenario of brackets": (as_bytes("plan.toml", b"a = " + b"[" * 9999), SOLVE, "E401", "not valid TOML"),
    "empty plan": (as_bytes("plan.json", b""), ("verify", "plan.json"), "E102", "The plan file is empty."),
    "binary plan": (as_bytes("plan.json", bytes(range(256))), ("verify", "plan.json"), "E601", "plan.json"),
    "damaged archive": (as_bytes("plan.kaimen", b"PK\x03\x04abc"), ("verify", "plan.kaimen"), "E601", "damaged"),
    "a list as plan": (nothing, ("prices", "list.csv"), "E601", "cannot be read as JSON"),
    "other json as plan": (as_bytes("plan.json", b"[1]"), ("explain", "plan.json"), "E601", "This is not a plan"),
    "missing column in a workbook": (
        as_workbook("list.xlsx", without="id"),
        ("library", "check", "list.xlsx"),
        "E301",
        "sheet Projects, cell A1: The list has no column `id`.",
    ),
    "missing criterion": (to_list("criterion: points", "points"), SOLVE, "E506", 'the criterion "points"'),
    "text as a number": (
        to_list("10,5,10", "10,5,ten"),
        CHECK,
        "E303",
        'cell G2: The demand for "land" of project "P-1"',
    ),
    "missing cost": (to_list("10,5,10", "10,,10"), CHECK, "E302", "cell F2"),
    "duplicate id": (to_list("P-5", "P-1"), CHECK, "E306", 'The project id "P-1" occurs a second time'),
    "unit of the wrong kind in a cell": (to_list("10,5,10", "10,5,10 tce"), CHECK, "E304", "a unit of area"),
    "unit of the wrong kind in the heading": (
        to_list("land (mu)", "land (tce)"),
        SOLVE,
        "E304",
        "cannot be turned into mu",
    ),
    "unit of the wrong kind in a quota": (to_scenario('"20 mu"', '"20 tce"'), SOLVE, "E406", "quota land.amount"),
    "negative money": (to_list("10,5,10", "10,-5,10"), CHECK, "E305", 'found "-5"'),
    "negative money in brackets": (to_list("10,5,10", "10,(5),10"), CHECK, "E305", 'found "(5)"'),
    "negative fund": (to_scenario('"9 million', '"-9 million'), SOLVE, "E407", "fund budget.amount"),
    "unknown region in the list": (
        to_scenario("[benefit]", '[[region]]\nid = "North"\n[benefit]'),
        SOLVE,
        "E307",
        '"South"',
    ),
    "unknown region in a quota": (
        to_scenario('resource = "land"\n', 'resource = "land"\nregion = "West"\n'),
        SOLVE,
        "E404",
        'Expected North, South, found "West"',
    ),
    "rule of an unknown project": (with_rule('kind = "exclusion"\nprojects = ["P-1", "P-7"]'), SOLVE, "E501", '"P-7"'),
    "cyclic prerequisite": (with_rule(CIRCLE), SOLVE, "E502", "P-1 needs P-2 needs P-1"),
    "must select what is not ready": (with_rule('kind = "must_select"\nprojects = ["P-4"]'), SOLVE, "E503", "permit"),
    "rules that cannot all hold": (
        with_rule('kind = "at_least"\ncount = 5'),
        SOLVE,
        "E504",
        'rule at_least "the rule"',
    ),
    "quotas that cannot all hold": (
        lambda office: (
            with_rule('kind = "must_select"\nprojects = ["P-1", "P-2"]')(office),
            to_scenario('"20 mu"', '"9 mu"')(office),
        ),
        SOLVE,
        "E504",
        'quota "land"',
    ),
    "amounts too large": (to_scenario('"20 mu"', f'"{10**19} mu"'), SOLVE, "E505", "64 bits"),
    "two scenarios in one": (to_scenario("[benefit]", "[benefit]\n[benefit]"), SOLVE, "E401", "plan.toml, line"),
    "no library": (to_scenario('library = "list.csv"\n', ""), SOLVE, "E602", "--library"),
    "no library to check with": (
        to_scenario('library = "list.csv"\n', ""),
        ("scenario", "check", "plan.toml"),
        "E602",
        "list",
    ),
    "library with a null": (to_scenario('"list.csv"', '"list\\u0000.csv"'), SOLVE, "E101", "cannot be opened"),
    "unknown override": (nothing, (*SOLVE, "--override", "tihgt"), "E408", 'Expected tight, wrong, found "tihgt"'),
    "unknown project": (nothing, ("explain", "plan.json", "P-55"), "E609", "Did you mean P-5"),
    "project not considered": (
        lambda office: (
            to_scenario("readiness", 'consider = { sector = "rail" }\nreadiness')(office),
            run(*SOLVE, "-o", "rail.json"),
        ),
        ("explain", "rail.json", "P-1"),
        "E609",
        "does not consider it",
    ),
    "workbook called csv": (as_workbook("list.csv", without="id"), CHECK, "E301", "list.csv, sheet Projects"),
    "csv called workbook": (
        as_bytes("list.xlsx", LIST.replace("id,", "no,").encode()),
        ("library", "check", "list.xlsx"),
        "E301",
        "list.xlsx, cell A1",
    ),
    "no such list": (nothing, ("library", "check", "gone.csv"), "E101", "No such file"),
    "folder as list": (nothing, ("library", "check", "."), "E101", "Is a directory"),
    "folder as scenario": (nothing, ("solve", "."), "E101", "Is a directory"),
    "folder as plan": (nothing, ("verify", "."), "E101", "Is a directory"),
    "folder as mapping": (nothing, (*CHECK, "--mapping", "."), "E101", "Is a directory"),
    "no such mapping": (nothing, (*SOLVE, "--mapping", "gone.toml"), "E101", "gone.toml"),
    "a list as mapping": (nothing, (*CHECK, "--mapping", "list.csv"), "E401", "list.csv, line 1"),
    "a scenario as mapping": (nothing, (*CHECK, "--mapping", "plan.toml"), "E110", "plan.toml"),
    "output in no folder": (nothing, (*SOLVE, "-o", "gone/plan.json"), "E105", "there is no folder"),
    "output in a file": (nothing, (*SOLVE, "-o", "list.csv/plan.json"), "E105", "there is no folder"),
    "workbook in no folder": (nothing, ("report", "plan.json", "-o", "gone/plan.xlsx"), "E105", "cannot be written"),
    "paper in no folder": (nothing, ("report", "plan.json", "-o", "gone/plan.html"), "E105", "cannot be written"),
    "workbook in a file": (nothing, ("report", "plan.json", "-o", "list.csv/plan.xlsx"), "E105", "cannot be written"),
    "demo in a file": (nothing, ("demo", "-o", "list.csv"), "E105", "list.csv"),
    "changed list": (to_list("10,5,10", "10,5,11"), ("verify", "plan.json"), "E603", "list.csv"),
    "changed scenario": (to_scenario('"20 mu"', '"21 mu"'), ("explain", "plan.json", "P-1"), "E603", "plan.toml"),
    "changed plan": (
        lambda office: _replace(office / "plan.json", '"benefit": "25"', '"benefit": "26"'),
        ("verify", "plan.json"),
        "E605",
        "The benefit stated",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_finding(office: Path, name: str) -> None:
    change, words, code, said = BAD[name]
    change(office)
    done = run(*words)
    told = [line for line in done.all.splitlines() if line.startswith(f"{code}  ")]
    assert told, done.all
    assert any(said in line for line in told), told
    assert done.code == WRONG
    assert "Traceback" not in done.all
    assert not (office / "gone").exists()


@pytest.mark.parametrize("name", BAD)
def test_bad_input_with_json_is_one_document(office: Path, name: str) -> None:
    change, words, code, _ = BAD[name]
    change(office)
    done = run(*words, "--json")
    assert f'"code": "{code}"' in json.dumps(json.loads(done.out))
    assert done.code == WRONG


def test_the_rest_of_a_bad_list_is_read(office: Path) -> None:
    lines = LIST.replace("10,5,10", "10,5,ten").replace("P-5", "P-2").replace("6,3,8", "6,-3,8").splitlines()
    (office / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    done = run(*CHECK)
    assert [line.split()[0] for line in done.out.splitlines()[:-1]] == ["E303", "E305", "E306"]
    assert done.out.splitlines()[-1] == "list.csv: 2 projects read, 3 errors and 0 remarks."


def test_a_workbook_is_read_whatever_it_is_called(office: Path) -> None:
    as_workbook("list.csv")(office)
    assert run(*CHECK).out.endswith("5 projects read, 0 errors and 0 remarks.\n")
    (office / "list.xlsx").write_text(LIST, encoding="utf-8")
    assert run("library", "check", "list.xlsx").out.endswith("5 projects read, 0 errors and 0 remarks.\n")


def test_a_plan_of_a_scenario_that_could_not_be_read_whole_is_not_verified(office: Path) -> None:
    """A rule with a misspelt project is left out of the problem, so that nobody may call its plan lawful."""
    _replace(office / "plan.toml", 'kind = "at_least"', 'kind = "at_laest"')
    scenario = workspace.read_bytes(office / "plan.toml")[0]
    question, _ = workspace.load_question(office / "plan.toml")
    assert question is not None
    from kaimen.solve import NoPlan, solve

    result = solve(question.problem)
    assert not isinstance(result, NoPlan)
    assert workspace.save_plan(office / "sly.kaimen", question, result) == []
    assert scenario in (office / "sly.kaimen").read_bytes()
    done = run("verify", "sly.kaimen")
    assert done.code == WRONG
    assert 'E402  plan.toml, line 22, rule some rail: There is no kind of rule called "at_laest".' in done.out


def test_it_stops_before_the_gap_with_its_own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_large(tmp_path, 200)
    done = run("solve", "large.toml", "--gap", "0", "--seconds", "1", "-o", "plan.json")
    assert (done.code, "wrote plan.json" in done.out) == (STOPPED, True)
    assert "may end elsewhere" in done.out
    late = run("solve", "large.toml", "--gap", "0", "--seconds", "0")
    assert late.code in (WRONG, STOPPED)
    assert ("E510" in late.err) == (late.code == WRONG)


# --- in a process of its own ---


def test_piped_output_is_plain_text(office: Path) -> None:
    commands = [HAPPY[name][0] for name in ("solve", "explain out")]
    for words in [*commands, ("solve", "gone.toml")]:
        done = run_apart(*words, TERM="xterm-256color", COLORTERM="truecolor", PWD=str(office))
        assert "\x1b" not in done.all
        assert not set(done.all) & set("│┃─━┌╭╮╰╯┐└┘├┤")
        assert done.out == "\n".join(line.rstrip() for line in done.out.split("\n"))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("gb18030", ("explain", "plan.json", "P-3", "--json")),
        ("ascii", ("explain", "plan.json", "P-3", "--json")),
        ("ascii", ("solve", "省.toml")),
    ],
)
def test_a_pipe_that_takes_few_characters_is_no_trouble(encoding: str, words: tuple[str, ...]) -> None:
    (Path.cwd() / "省.csv").write_text(LIST, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kaimen", *words],
        capture_output=True,
        env=_environment(PYTHONIOENCODING=encoding),
        check=False,
    )
    assert b"Traceback" not in done.stderr
    if "--json" in words:
        assert json.loads(done.stdout.decode(encoding))["title"] == "Hospital [new], 医院"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom kaimen.cli.app import main\nsys.argv = ['kaimen', '--help']\n"
        "try:\n    main()\nfinally:\n    print('|'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, env=_environment(), check=False)
    loaded = set(done.stderr.decode().strip().split("|"))
    assert b"Exit codes: 0 done" in done.stdout
    assert "kaimen.cli.app" in loaded
    assert not loaded & {"numpy", "highspy", "pydantic", "scipy", "python_calamine", "rich.console", "kaimen.workspace"}


def test_help_lists_each_command_once_under_what_it_is_for() -> None:
    shown = CliRunner().invoke(app, ["--help"], prog_name="kaimen").output
    listed = [line.split()[0] for line in shown.splitlines() if re.match(r"  [a-z]+  ", line)]
    named = [name for names in SECTIONS.values() for name in names]
    assert listed == named
    assert len(set(named)) == len(named)
    assert "..." not in shown.partition("Begin:")[2]


def test_looking_at_a_plan_loads_no_solver_and_no_reader_of_announcements(office: Path) -> None:
    code = (
        "import sys\nfrom kaimen.cli.app import main\ncodes = []\n"
        "for word in ('verify', 'prices', 'explain'):\n    sys.argv = ['kaimen', word, 'plan.json']\n"
        "    try:\n        main()\n    except SystemExit as end:\n        codes.append(end.code)\n"
        "print(codes, *sys.modules, sep='|', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, env=_environment(), cwd=office, check=False
    )
    codes, *loaded = done.stderr.decode().strip().split("|")
    assert codes == str([DONE] * 3)
    assert not {"highspy", "kaimen.solve", "kaimen.extract"} & set(loaded)
    assert "kaimen.portfolio" in loaded


def test_a_reader_that_goes_away_is_no_trouble(office: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kaimen", "explain", "plan.json", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        cwd=office,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    process.wait(60)
    assert "Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_files_without_permission(office: Path) -> None:
    """Where the tests run as root, whom nothing is forbidden, it is asked as nobody."""
    assert run(*SOLVE).code == run("report", "plan.kaimen", "-o", "plan.xlsx").code == DONE  # all is imported now
    (office / "list.csv").chmod(0)
    (office / "closed").mkdir(mode=0o555)
    office.chmod(0o755)
    cases = (
        (("library", "check", "list.csv"), "E101  list.csv: The file cannot be opened: Permission denied."),
        (SOLVE, "E101  list.csv: The file cannot be opened: Permission denied."),
        ((*SOLVE, "-o", "closed/plan.json"), "E105  closed/plan.json: The file cannot be written: "),
        (("report", "plan.kaimen", "-o", "closed/plan.xlsx"), "E105  closed/plan.xlsx: The file cannot be written: "),
        (("demo", "-o", "closed/demo"), "E105  closed/demo: The folder cannot be made: Permission denied."),
    )
    for words, said in cases:
        with as_nobody():
            done = run(*words)
        assert said in done.all
        assert done.code == WRONG


@contextmanager
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def write_large(folder: Path, projects: int) -> None:
    """Write a question with eight tight quotas and one tight fund in each of three years: hard to prove."""
    rng = random.Random(1)
    regions = ["R0", "R1", "R2", "R3"]
    rows = ["id,region,sector,criterion: points,cost (million yuan),demand: land (mu),demand: water (m3)"]
    for number in range(projects):
        land, water, cost = (rng.randint(50, 150) for _ in range(3))
        points = land + water + cost + rng.randint(-20, 20)
        rows.append(f"P-{number:04d},{rng.choice(regions)},s{number % 5},{points},{cost},{land},{water}")
    (folder / "list.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    tables = [
        'name = "large"\nlibrary = "list.csv"\nperiods = ["2026", "2027", "2028"]\nmoney = "million yuan"',
        '[resource.land]\nunit = "mu"\n[resource.water]\nunit = "m3"',
        '[benefit]\nweights = { points = "1" }\ndiscount = "3 %"',
        f'[[fund]]\nname = "fund"\namount = {{ each = "{8 * projects + 1} million yuan" }}',
    ]
    for region in regions:
        for name, unit in (("land", "mu"), ("water", "m3")):
            amount = f'{{ each = "{2 * projects + 1} {unit}" }}'
            table = f'[[quota]]\nname = "{name} {region}"\nresource = "{name}"\nregion = "{region}"\namount = {amount}'
            tables.append(table)
    (folder / "large.toml").write_text("\n".join(tables) + "\n", encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to the whole console")
def test_ctrl_c_keeps_the_best_so_far(tmp_path: Path) -> None:
    write_large(tmp_path, 600)
    words = ["solve", "large.toml", "--gap", "0", "--seconds", "300", "-o", "plan.json"]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "kaimen", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        cwd=tmp_path,
    )
    assert process.stderr is not None
    first = process.stderr.readline().decode()  # a line of progress comes after a second, with the first plan
    time.sleep(0.2)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=290)
    assert "^C keeps this" in first
    assert time.monotonic() - asked < 200  # and not the 300 that it was given; a busy machine is slow to end
    assert process.returncode == STOPPED
    assert "wrote plan.json" in out.decode()
    assert "Traceback" not in err.decode()
    assert run("verify", tmp_path / "plan.json").code == DONE
