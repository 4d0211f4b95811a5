"""A bundle holds the clone and its packages, nothing that lies beside, the same bytes each time; pip needs no index."""

from __future__ import annotations

import os
import stat
import subprocess
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaimen.cli.app import app
from kaimen.workspace.bundle import Contents, contents_of, make_bundle, python_with_pip
from tests.effort import FULL

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for pip is a shell script")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    root = tmp_path / "clone"
    files = {
        "kaimen": "#!/usr/bin/env python3\n",
        "lock/run.txt": "one==1.2 \\\n  --hash=sha256:0\ntwo-b==3 ; sys_platform == 'linux' \\\n  --hash=sha256:1\n",
        "src/kaimen/__init__.py": "",
        "src/kaimen/__pycache__/x.pyc": "no",
        "README.md": "read\n",
        "secret-plans/plan.kaimen": "no",
        "kaimen.db": "no",
        ".venv/x": "no",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def held(root: Path) -> Contents:
    contents, findings = contents_of(root)
    assert contents is not None, findings
    return contents


def stand_in(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


FETCHES = 'while [ "$1" != --dest ]; do shift; done; echo two > "$2/two_b-3.whl"; echo one > "$2/one-1.2.whl"'


def test_it_holds_the_clone_and_nothing_that_lies_beside_it(clone: Path) -> None:
    contents = held(clone)
    assert [name for name, _ in contents.files] == ["README.md", "kaimen", "lock/run.txt", "src/kaimen/__init__.py"]
    assert contents.packages == (("one", "1.2", ""), ("two-b", "3", "sys_platform == 'linux'"))


def test_the_same_clone_gives_the_same_bytes(clone: Path, tmp_path: Path) -> None:
    python = stand_in(tmp_path, FETCHES)
    for name in ("a.tar", "b.tar"):
        assert make_bundle(tmp_path / name, held(clone), python) == (2, [])
        os.utime(clone / "README.md", (1, 1))
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()
    with tarfile.open(tmp_path / "a.tar") as tar:
        names = tar.getnames()
        runs = [entry.name.split("/", 1)[1] for entry in tar if entry.mode & 0o100]
    assert [name.split("/", 1)[1] for name in names if "/wheels/" in name] == [
        "wheels/one-1.2.whl",
        "wheels/two_b-3.whl",
    ]
    assert runs == ["kaimen"]
    assert len({name.split("/", 1)[0] for name in names}) == 1


def test_what_pip_says_is_told_and_nothing_is_written(clone: Path, tmp_path: Path) -> None:
    python = stand_in(tmp_path, 'echo "ERROR: No matching distribution found for one==1.2" >&2; exit 1')
    number, findings = make_bundle(tmp_path / "a.tar", held(clone), python)
    assert number == 0
    assert [finding.code for finding in findings] == ["E854"]
    assert "No matching distribution" in findings[0].found
    assert not list(tmp_path.glob("a.tar*"))


def test_an_installed_package_is_no_clone(tmp_path: Path) -> None:
    assert [finding.code for finding in contents_of(tmp_path)[1]] == ["E854"]


def test_the_command_lists_and_refuses(tmp_path: Path) -> None:
    listed = CliRunner().invoke(app, ["bundle", "--dry-run"])
    assert listed.exit_code == 0
    assert "numpy" in listed.stdout
    assert "packages of lock/run.txt" in listed.stdout
    assert CliRunner().invoke(app, ["bundle"]).exit_code == 2
    assert CliRunner().invoke(app, ["bundle", str(tmp_path / "a.zip")]).exit_code == 2
    assert CliRunner().invoke(app, ["bundle", str(tmp_path / "no" / "a.tar")]).exit_code == 1


@pytest.mark.skipif(not FULL, reason="fetches all packages: run with --full")
def test_the_packages_of_a_bundle_install_without_an_index(tmp_path: Path) -> None:
    contents, _ = contents_of()
    assert contents is not None
    number, findings = make_bundle(tmp_path / "a.tar", contents)
    if findings:
        pytest.skip(f"the packages cannot be fetched here: {findings[0].found}")
    with tarfile.open(tmp_path / "a.tar") as tar:
        tar.extractall(tmp_path, filter="data")
    top = next(path for path in tmp_path.iterdir() if path.name.startswith("kaimen-"))
    assert len(list((top / "wheels").iterdir())) == number
    offline = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
    wanted = ["--dry-run", "--ignore-installed", "--require-hashes", "-r", str(top / "lock" / "run.txt")]
    command = [python_with_pip(), "-m", "pip", "install", "--quiet", "--find-links", str(top / "wheels"), *wanted]
    done = subprocess.run(command, env=offline, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
