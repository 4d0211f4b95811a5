"""Hard input: amounts, quotas and rules at their ends, a list of a million rows, a full disk, Ctrl-C at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kaimen import workspace
from tests.cli.test_commands import DONE, LIST, SCENARIO, WRONG, _environment, run, write_large
from tests.effort import FULL

ABORTED = 130


SOME_RAIL = """[[rule]]
kind = "at_least"
name = "some rail"
count = 1
where = { sector = "rail" }
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small list and scenario, as the current one."""
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(SCENARIO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changed(old: str, new: str) -> Callable[[Path], None]:
    """Return a change to the one of both files in which the old words stand."""

    def change(folder: Path) -> None:
        for name in ("list.csv", "plan.toml"):
            text = (folder / name).read_text(encoding="utf-8")
            if old in text:
                (folder / name).write_text(text.replace(old, new), encoding="utf-8")
                return
        raise AssertionError(old)

    return change


def ruled(*rules: str, keep: bool = True) -> Callable[[Path], None]:
    """Return a change that adds rules, to those that are there or without them."""

    def change(folder: Path) -> None:
        added = "".join(f"[[rule]]\n{rule}\n" for rule in rules)
        text = SCENARIO if keep else SCENARIO.replace(SOME_RAIL, "")
        text = text.replace("[override.tight]", f"{added}\n[override.tight]")
        (folder / "plan.toml").write_text(text, encoding="utf-8")

    return change


def more(quota: str) -> Callable[[Path], None]:
    """Return a change that adds a quota."""
    return changed("[[fund]]", f"[[quota]]\n{quota}\n\n[[fund]]")


NO_RAIL = changed(SOME_RAIL, "")

REGIONS = changed(
    "[resource.land]",
    "".join(f'[[region]]\nid = "{name}"\n' for name in ("North", "South", "West")) + "[resource.land]",
)
IDLE = more('name = "idle"\nresource = "land"\nregion = "West"\namount = { each = "5 mu" }')
NEGATIVE = changed('points = "1"', 'points = "-1"')
FERRIES = 'kind = "share"\nname = "ferries"\n'

ANSWERS: dict[str, tuple[tuple[Callable[[Path], None], ...], str]] = {
    "a quota of nothing": ((changed('"20 mu"', '"0 mu"'), NO_RAIL), "0 projects chosen, benefit 0.0"),
    "a quota that no one uses": ((IDLE, REGIONS), "3 projects chosen, benefit 25.0"),
    "all benefits negative": ((NEGATIVE,), "1 project chosen, benefit −8.0"),
    "all benefits negative, nothing required": ((NEGATIVE, NO_RAIL), "0 projects chosen, benefit 0.0"),
    "all benefits nothing": ((changed('points = "1"', 'points = "0"'),), "benefit 0.0"),
    "a share whose part is none": (
        (NO_RAIL, ruled(f'{FERRIES}part = {{ sector = "ferry" }}\nat_least = "50 %"', keep=False)),
        "0 projects chosen, benefit 0.0",
    ),
    "a share whose whole is none": (
        (ruled(f'{FERRIES}where = {{ sector = "ferry" }}\npart = {{ region = "North" }}\nat_least = "50 %"'),),
        "3 projects chosen, benefit 25.0",
    ),
    "a project without an option": ((changed("9,6,9,yes", "9,6,9,no"),), "2 cannot be chosen"),
}
"""Input with a right answer."""


@pytest.mark.parametrize("name", ANSWERS)
def test_input_at_its_ends_has_the_right_answer(office: Path, name: str) -> None:
    changes, said = ANSWERS[name]
    for change in changes:
        change(office)
    done = run("solve", "plan.toml", "-o", "plan.json")
    assert said in done.out, done.all
    assert run("verify", "plan.json").code == DONE
    assert run("explain", "plan.json").code == DONE


MUST, MUST_NOT = (f'kind = "{kind}"\nname = "{kind}"\nprojects = ["P-1"]' for kind in ("must_select", "must_not"))

REFUSED: dict[str, tuple[tuple[Callable[[Path], None], ...], str, str]] = {
    "must and must not": ((ruled(MUST, MUST_NOT),), "E503", '"P-1" must be in the portfolio but cannot be'),
    "a share of none beside a count": (
        (ruled(f'{FERRIES}part = {{ sector = "ferry" }}\nat_least = "50 %"'),),
        "E504",
        '"ferries"',
    ),
    "a quota of nothing beside a count": ((changed('"20 mu"', '"0 mu"'),), "E504", '"land"'),
    "an amount of 30 digits in the list": ((changed("10,5,10,yes", f"10,5,{10**29},yes"),), "E505", "64 bits"),
    "a cost of 30 digits in the list": ((changed("10,5,10,yes", f"10,{10**29},10,yes"),), "E505", "64 bits"),
    "an amount of 30 decimals": ((changed("10,5,10,yes", f"10,5,0.{'0' * 29}1,yes"),), "E505", "64 bits"),
    "a quota of 30 digits": ((changed('"20 mu"', f'"{10**29} mu"'),), "E505", "64 bits"),
    "a number of 2,000 digits": ((changed("10,5,10,yes", f"10,5,{'9' * 2000},yes"),), "E303", "cell G2"),
}
"""Input that is refused: a finding with its place or its names."""


@pytest.mark.parametrize("name", REFUSED)
def test_input_that_cannot_be_is_a_finding(office: Path, name: str) -> None:
    changes, code, said = REFUSED[name]
    for change in changes:
        change(office)
    done = run("solve", "plan.toml", "-o", "plan.json")
    told = [line for line in done.all.splitlines() if line.startswith(f"{code}  ")]
    assert told, done.all
    assert any(said in line for line in told), told
    assert not (office / "plan.json").exists() or code == "E303"


# --- a long list with one bad row ---


def test_one_bad_row_among_many_is_found_with_its_place(tmp_path: Path) -> None:
    """With KAIMEN_FULL there are a million rows."""
    rows, bad = (1_000_000, 700_000) if FULL else (20_000, 14_000)
    rng = random.Random(1)
    with (tmp_path / "long.csv").open("w", encoding="utf-8") as file:
        file.write("id,title,region,sector,criterion: points,cost (million yuan),demand: land (mu)\n")
        for number in range(rows):
            land = "ten" if number == bad else rng.randint(1, 100)
            file.write(f"P-{number:07d},Works {number},R{number % 20},s{number % 5},{rng.randint(1, 999)},7,{land}\n")
    library, findings = workspace.read_library(tmp_path / "long.csv")
    assert library is not None
    assert len(library.projects) == rows - 1
    assert [(finding.code, finding.place.cell) for finding in findings] == [("E303", f"G{bad + 2}")]


# --- a full disk ---


def test_a_full_disk_leaves_the_old_plan_as_it_was(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("solve", "plan.toml", "-o", "plan.json").code == DONE
    before = (office / "plan.json").read_bytes()
    real = Path.write_bytes

    def half(self: Path, data: bytes) -> int:
        real(self, bytes(data)[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    done = run("solve", "plan.toml", "--override", "tight", "-o", "plan.json")
    assert done.code == WRONG
    assert "E105  plan.json: The file cannot be written: No space left on device. Free some space" in done.err
    assert (office / "plan.json").read_bytes() == before
    assert run("report", "plan.json", "-o", "plan.xlsx").code == WRONG
    assert sorted(path.name for path in office.iterdir()) == ["list.csv", "plan.json", "plan.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_files_that_may_not_grow_end_in_a_finding(office: Path) -> None:
    """The system itself refuses to write more than 1 KiB: the plan, and what the compiler would keep."""
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    (office / "plan.json").write_text("the old plan", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "-P", "-m", "kaimen", "solve", "plan.toml", "-o", "plan.json"],  # -B: bytecode cut short
        capture_output=True,
        env=_environment(NUMBA_CACHE_DIR=str(office / "kept")) if FULL else _environment(),
        preexec_fn=limit,
        check=False,
    )
    assert done.returncode == WRONG
    assert b"E105  plan.json: The file cannot be written: File too large." in done.stderr
    assert b"Traceback" not in done.stderr
    assert (office / "plan.json").read_text(encoding="utf-8") == "the old plan"
    assert not (office / "plan.json.part").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_devices_and_pipes_without_an_end_are_refused(office: Path) -> None:
    os.mkfifo(office / "pipe.txt")
    for name in ("pipe.txt", "/dev/zero"):
        for command in (("extract", name), ("library", "check", name), ("solve", name), ("verify", name)):
            done = run(*command)
            assert done.code == WRONG, done.all
            assert "it is a device or a pipe" in done.all


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", [("--help",), ("library", "check", "list.csv", "--json")])
def test_output_that_cannot_be_written_is_a_word(office: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kaimen", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            env=_environment(),
            check=False,
            cwd=office,
        )
    assert (done.returncode, done.stderr) == (
        WRONG,
        b"kaimen: the output cannot be written: No space left on device.\n",
    )


# --- Ctrl-C ---


BEGUN = b"begun\n"
BEGIN = f"""
import os, signal
from kaimen.__main__ import main

def said(number, handler, real=signal.signal):
    before, signal.signal = real(number, handler), real
    os.write(2, {BEGUN!r})
    return before

signal.signal = said
main()
"""
"""Runs kaimen and says when it looks after Ctrl-C; before that the interpreter itself ends as it likes."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to the whole console")
def test_ctrl_c_at_any_moment_is_a_word_or_a_plan(tmp_path: Path) -> None:
    """While it starts, reads, compiles, searches, writes or ends: an exit code that says so, and no traceback."""
    write_large(tmp_path, 400)
    rng = random.Random(11)
    moments = (
        [rng.uniform(0.05, 8) for _ in range(60)] if FULL else [0.05, rng.uniform(0.1, 0.9), rng.uniform(0.9, 2.9)]
    )
    for moment in moments:
        (tmp_path / "plan.json").unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", BEGIN, "solve", "large.toml", "--seconds", "5", "-o", "plan.json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            cwd=tmp_path,
        )
        assert process.stderr is not None
        assert process.stderr.readline() == BEGUN
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=600)
        assert b"Traceback" not in err, (moment, err)
        assert b"KeyboardInterrupt" not in err, (moment, err)
        # The interpreter itself, after it ran kaimen, dies of the signal without a word.
        assert process.returncode in (0, 1, 3, ABORTED, -signal.SIGINT), (moment, err)
        assert not (tmp_path / "plan.json.part").exists()
        if (tmp_path / "plan.json").exists():
            assert b"wrote plan.json" in out
            assert run("verify", tmp_path / "plan.json").code == DONE
        elif process.returncode == ABORTED:
            assert b"Stopped by Ctrl-C." in err
