"""Programmes and matchings as questions that a plan file can be verified against."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kaimen.errors import Finding
from kaimen.formats.library_snapshot import parse_projects
from kaimen.formats.plan_file import Input
from kaimen.formats.question_text import FILES, question_inputs
from kaimen.formats.scenario_file import parse_scenario
from kaimen.policies import Question as Asked
from kaimen.workspace.files import make_folder, read_bytes, write_bytes
from kaimen.workspace.planning.questions import Question, compiled


def as_files(asked: Asked, told: Sequence[str] = ()) -> tuple[Question | None, list[Finding]]:
    """Return a question as it is read again from the two files that go into its plan."""
    return _read(question_inputs(asked.library, asked.scenario, told))


def keep_question(asked: Asked, folder: Path) -> tuple[str, list[Finding]]:
    """Write the two files of a question into a folder of their own; it is called by what is in them.

    Returns:
        The first 16 digits of the SHA-256 of both files, which is the folder's name, and what went wrong.
    """
    inputs = question_inputs(asked.library, asked.scenario)
    name = hashlib.sha256(b"\0".join(entry.content for entry in inputs)).hexdigest()[:16]
    findings = make_folder(folder / name)
    for entry in inputs if not findings else ():
        findings += write_bytes(folder / name / entry.name, entry.content)
    return name, findings


def kept_question(folder: Path) -> tuple[Question | None, list[Finding]]:
    """Return the question whose files `keep_question` wrote into a folder."""
    inputs = []
    for role, name in FILES:
        content, findings = read_bytes(folder / name)
        if findings:
            return None, findings
        inputs.append(Input(role, name, content))
    return _read(inputs)


def _read(inputs: Sequence[Input]) -> tuple[Question | None, list[Finding]]:
    scenario, library = inputs
    read, findings = parse_scenario(scenario.content.decode(), scenario.name)
    projects, found = parse_projects(library.content, library.name)
    if read is None:
        return None, [*findings, *found]
    return compiled(projects, read.scenario, inputs, found, findings, None), []


def made_from(what: str, day: date, files: Sequence[Path | None]) -> list[str]:
    """Return lines on what a question was made from: the files with their SHA-256, where they are files."""
    lines = [f"{what}, on {day.isoformat()}"]
    for path in files:
        if path is not None and path.is_file():
            content, faults = read_bytes(path)
            lines += [] if faults else [f"from {path.name}, SHA-256 {hashlib.sha256(content).hexdigest()}"]
    return [" ".join(line.split()) for line in lines]
