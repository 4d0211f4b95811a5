"""Plan files and workbooks: written, and read again over the inputs they were made from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from kaimen.errors import Finding, Place
from kaimen.explain import Explanation, explain_all
from kaimen.formats.library_snapshot import parse_projects
from kaimen.formats.library_table import parse_mapping
from kaimen.formats.plan_check import Verified, check_inputs, check_plan
from kaimen.formats.plan_file import Input, PlanFile, parse_plan, plan_archive, plan_text
from kaimen.formats.scenario_file import parse_scenario
from kaimen.portfolio import Result
from kaimen.workspace.edition import VERSION
from kaimen.workspace.files import check_ending, read_bytes, write_bytes
from kaimen.workspace.planning.questions import Question, compiled
from kaimen.workspace.planning.snapshots import is_workspace, snapshot_input, snapshot_name
from kaimen.workspace.reading.pledges import check_citations, pledges_of

if TYPE_CHECKING:
    from kaimen.formats.workbook import Delivered


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan file read again over its inputs; `verified.result` is None where it could not be read."""

    question: Question
    verified: Verified
    file: PlanFile


def save_plan(path: Path | str, question: Question, result: Result) -> list[Finding]:
    """Write plan.json or, by its ending, plan.kaimen, which holds its inputs too; written whole or not at all.

    Raises:
        KaimenError: the name has another ending.
    """
    path = Path(path)
    check_ending(path, ".json", ".kaimen")
    folder = path.absolute().parent
    inputs = [Input(i.role, i.name, i.content, _seen_from(folder, i.path)) for i in question.inputs]
    text = plan_text(question.problem, result, inputs, question.scenario.applied, versions())
    archive = path.suffix.lower() == ".kaimen"
    return write_bytes(path, plan_archive(text, question.problem, inputs) if archive else text.encode())


def _seen_from(folder: Path, path: str) -> str:
    try:
        return Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()
    except ValueError:  # another drive on Windows
        return ""


def load_plan(path: Path | str, folder: Path | str | None = None) -> tuple[Plan | None, list[Finding]]:
    """Read a plan file, find its inputs, compile them and verify what it states, without any solver.

    Args:
        path: plan.json or plan.kaimen.
        folder: where the inputs lie; by default where the plan says, or beside the plan.

    Returns:
        The plan, whose `verified.findings` say what is wrong with it (empty: all is as it says); or None with the
        findings that say why it cannot be looked at.
    """
    path = Path(path)
    content, findings = read_bytes(path)
    if findings:
        return None, findings
    file, findings = parse_plan(content, path.name)
    if file is None:
        return None, findings
    beside = Path(folder) if folder is not None else None
    inputs = file.inputs if beside is None and file.inputs else _found_inputs(file, path, beside)
    findings = check_inputs(file, inputs)
    if findings:
        return None, findings
    question, findings = recompiled(file, inputs)
    if question is None:
        return None, findings
    verified = check_plan(file, question.problem)
    # A rule or quota that could not be read is not in the problem, so no plan of it keeps that rule.
    left_out = [finding for finding in question.scenario_findings if finding.is_error]
    findings = [*left_out, *verified.findings, *_other_versions(file)]
    return Plan(question, Verified(verified.result, tuple(findings)), file), []


def _found_inputs(file: PlanFile, path: Path, folder: Path | None) -> tuple[Input, ...]:
    found = []
    stated = file.document.get("inputs")
    for entry in stated if isinstance(stated, list) else []:
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            continue
        name, number = snapshot_name(Path(entry["name"]).name)
        hint = entry.get("path")
        places = [folder / name] if folder else [path.parent / name]
        if folder is None and isinstance(hint, str) and hint:
            places.insert(0, path.parent / hint)
        place = next((place for place in places if os.path.isfile(place)), None)
        if place is not None:
            found.append(_input(str(entry.get("role")), entry["name"], place, number))
    return tuple(found)


def _input(role: str, name: str, place: Path, entry: int | None) -> Input:
    content = read_bytes(place)[0]
    if entry is not None and is_workspace(content):
        taken, _ = snapshot_input(place, entry)
        if taken is not None:
            return taken
    return Input(role, name, content, str(place))


def recompiled(file: PlanFile, inputs: Sequence[Input]) -> tuple[Question | None, list[Finding]]:
    """Read and compile a plan's question from its inputs; `None` where an input is missing or cannot be read."""
    by_role = {entry.role: entry for entry in inputs}
    place = Place(file.name)
    if "scenario" not in by_role or "library" not in by_role:
        what = "The plan does not name a scenario and a library."
        return None, [Finding("E601", what, place, fix="Solve again with -o.")]
    overrides = file.document.get("overrides", [])
    if not isinstance(overrides, list) or not all(isinstance(name, str) for name in overrides):
        return None, [Finding("E601", "The plan's overrides are not a list of names.", place, fix="Solve again.")]
    scenario, library = by_role["scenario"], by_role["library"]
    text = scenario.content.decode("utf-8-sig", errors="replace")
    read, findings = parse_scenario(text, scenario.name, overrides)
    if read is None:
        return None, findings
    mapping = None
    if "mapping" in by_role:
        mapping_text = by_role["mapping"].content.decode("utf-8-sig", errors="replace")
        mapping, found = parse_mapping(mapping_text, by_role["mapping"].name)
        findings += found
    projects, library_findings = parse_projects(library.content, library.name, mapping)
    pledges = None
    if "pledges" in by_role:
        documents = {entry.name: entry.content for entry in inputs if entry.role == "document"}
        pledges, found = pledges_of(by_role["pledges"], documents)
        findings += found
    findings += check_citations(read.scenario, pledges)
    return compiled(projects, read.scenario, inputs, library_findings, findings, pledges), []


def versions() -> dict[str, str]:
    """Return the versions that a plan depends on."""
    return {"kaimen": VERSION, **{name: _version(name) for name in ("highspy", "numpy")}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _other_versions(file: PlanFile) -> list[Finding]:
    stated = file.document.get("versions")
    if not isinstance(stated, dict) or stated == versions():
        return []
    here = versions()
    names = sorted({*stated, *here})
    other = ", ".join(f"{name} {stated.get(name)}" for name in names if stated.get(name) != here.get(name))
    what = "The plan was made with other versions; solving again here may end elsewhere."
    return [Finding("W608", what, Place(file.name), found=other)]


def save_workbook(
    path: Path | str,
    question: Question,
    result: Result,
    delivered: Delivered | None = None,
    explained: Sequence[Explanation] | None = None,
) -> list[Finding]:
    """Write a plan as a workbook with live formulas, with what its benefits were made from and what became of it.

    `explained` are the explanations of all projects where they are known already.

    Raises:
        KaimenError: the name does not end in .xlsx.
    """
    from kaimen.formats.workbook import inputs_of, plan_workbook  # noqa: PLC0415 - a look at a plan writes none

    path = Path(path)
    check_ending(path, ".xlsx")
    problem = question.problem
    reasons = [
        (e.project, e.reasons[0].code, "; ".join(r.detail for r in e.reasons if r.detail))
        for e in (explain_all(problem, result) if explained is None else explained)
        if e.reasons
    ]
    return write_bytes(
        path,
        plan_workbook(
            problem, result, reasons, inputs=inputs_of(question.library, question.scenario), delivered=delivered
        ),
    )
