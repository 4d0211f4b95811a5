"""Programmes and matchings as questions that a plan file can be verified against."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kaimen.errors import Finding
from kaimen.formats.library_snapshot import parse_projects
from kaimen.formats.question_text import question_inputs
from kaimen.formats.scenario_file import parse_scenario
from kaimen.policies import Question as Asked
from kaimen.workspace.files import read_bytes
from kaimen.workspace.questions import Question, compiled


def as_files(asked: Asked, told: Sequence[str] = ()) -> tuple[Question | None, list[Finding]]:
    """Return a question as it is read again from the two files that go into its plan."""
    inputs = question_inputs(asked.library, asked.scenario, told)
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
