"""Files in, core, files out: the only place that joins them.

Each function reads what it is given, returns values with their findings, and never prints.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.evidence import Document, check_passage
from kaimen.explain import explain_all
from kaimen.formats.library_table import parse_library, parse_mapping
from kaimen.formats.plan_check import Verified, check_inputs, check_plan
from kaimen.formats.plan_file import Input, PlanFile, parse_plan, plan_archive, plan_text
from kaimen.formats.scenario_file import override_names, parse_scenario
from kaimen.formats.workbook import plan_workbook
from kaimen.library import Library
from kaimen.portfolio import Result
from kaimen.problem import Problem, build_problem
from kaimen.scenario import Scenario

VERSION = "0.1.0"
_LARGEST_FILE = 2**30


@dataclass(frozen=True, slots=True)
class Question:
    """A library and a scenario compiled, with the files they came from and what was found on the way."""

    library: Library
    scenario: Scenario
    problem: Problem
    inputs: tuple[Input, ...]
    library_findings: tuple[Finding, ...]
    scenario_findings: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the library's first."""
        return (*self.library_findings, *self.scenario_findings)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan file read again over its inputs; `verified.result` is None where it could not be read."""

    question: Question
    verified: Verified
    file: PlanFile


def read_bytes(path: Path) -> tuple[bytes, list[Finding]]:
    """Return a file's bytes; empty with a finding where it cannot be read."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = getattr(error, "strerror", None) or "it cannot be read"
        fix = "Give a file that exists and that you may read; see that its folder is right."
        return b"", [Finding("E101", f"The file cannot be opened: {reason}.", Place(str(path)), fix=fix)]
    if len(content) > _LARGEST_FILE:
        what = "The file is larger than 1 GiB."
        return b"", [Finding("E101", what, Place(str(path)), fix="Give the list itself, or a part of it.")]
    return content, []


def read_text(path: Path) -> tuple[str, list[Finding]]:
    """Return a file's text in UTF-8; empty with a finding where it cannot be read."""
    content, findings = read_bytes(path)
    try:
        return content.decode("utf-8-sig"), findings
    except UnicodeDecodeError as error:
        place = Place(str(path), start=error.start)
        what = "The file is not text in UTF-8."
        return "", [
            Finding("E104", what, place, "UTF-8", f"byte {error.object[error.start]:#04x}", "Save it as UTF-8.")
        ]


def read_library(path: Path, mapping: Path | None = None) -> tuple[Library | None, list[Finding]]:
    """Read a project list (CSV or XLSX), with a mapping if its headings are its own."""
    library, _, findings = _library(path, mapping)
    return library, findings


def read_scenario(path: Path, overrides: Sequence[str] = ()) -> tuple[Scenario | None, list[Finding]]:
    """Read a scenario with the named overrides applied."""
    text, findings = read_text(path)
    if findings:
        return None, findings
    read, found = parse_scenario(text, path.name, overrides)
    return (read.scenario if read else None), found


def scenario_overrides(path: Path) -> tuple[str, ...]:
    """Return the names of the overrides in a scenario file."""
    return override_names(read_text(path)[0])


def load_question(
    path: Path, library: Path | None = None, mapping: Path | None = None, overrides: Sequence[str] = ()
) -> tuple[Question | None, list[Finding]]:
    """Read a scenario and the list and mapping it names (or those given instead), and compile them.

    Returns:
        The question, or None with the findings that say what is missing.
    """
    content, findings = read_bytes(path)
    if findings:
        return None, findings
    text, findings = read_text(path)
    read, found = parse_scenario(text, path.name, overrides) if not findings else (None, [])
    findings += found
    if read is None:
        return None, findings
    if library is None and not read.library:
        what = "The scenario names no project list."
        fix = 'Give one with --library, or write library = "list.xlsx" in the scenario.'
        return None, [*findings, Finding("E602", what, Place(path.name), fix=fix)]
    list_path = library or path.parent / read.library
    mapping_path = mapping or (path.parent / read.mapping if read.mapping else None)
    projects, inputs, library_findings = _library(list_path, mapping_path)
    if projects is None:
        return None, findings + library_findings
    inputs = [Input("scenario", path.name, content, str(path)), *inputs]
    findings += _check_passages(read.scenario, path.parent)
    return _question(projects, read.scenario, inputs, library_findings, findings), []


def _check_passages(scenario: Scenario, folder: Path) -> list[Finding]:
    """Compare the passages that quotas, funds and rules cite with their documents, where those lie in the folder."""
    findings: list[Finding] = []
    documents: dict[str, Document | None] = {}
    for entry in (*scenario.quotas, *scenario.funds, *scenario.rules):
        passage = entry.cite.passage
        if passage is None:
            continue
        if passage.document not in documents:
            text, faults = read_text(folder / passage.document)
            documents[passage.document] = None if faults else Document(passage.document, text)
        document = documents[passage.document]
        if document is not None:
            findings += check_passage(passage, document)
        else:
            what = f'The document "{passage.document}" that "{entry.name}" cites was not found, so it was not checked.'
            findings.append(Finding("W413", what, entry.place, fix="Lay it beside the scenario."))
    return findings


def _question(
    library: Library,
    scenario: Scenario,
    inputs: Sequence[Input],
    library_findings: Sequence[Finding],
    scenario_findings: Sequence[Finding],
) -> Question:
    """Compile; what is wrong with a row of the list (E3..) bars that project only, the rest concerns the scenario."""
    problem, built = build_problem(library, scenario)
    about_list = [finding for finding in built if finding.code.startswith(("E3", "W3"))]
    return Question(
        library,
        scenario,
        problem,
        tuple(inputs),
        (*library_findings, *about_list),
        (*scenario_findings, *(finding for finding in built if finding not in about_list)),
    )


def _library(path: Path, mapping: Path | None) -> tuple[Library | None, list[Input], list[Finding]]:
    content, findings = read_bytes(path)
    inputs = [Input("library", path.name, content, str(path))]
    chosen = None
    if mapping is not None:
        text, found = read_text(mapping)
        findings += found
        if not found:
            inputs.append(Input("mapping", mapping.name, read_bytes(mapping)[0], str(mapping)))
            chosen, found = parse_mapping(text, mapping.name)
            findings += found
    if findings and (not content or (mapping is not None and chosen is None)):
        return None, inputs, findings
    library, found = parse_library(content, path.name, chosen)
    return library, inputs, findings + found


def save_plan(path: Path, question: Question, result: Result) -> list[Finding]:
    """Write plan.json or, by its ending, plan.kaimen; written whole or not at all."""
    folder = path.absolute().parent
    inputs = [Input(i.role, i.name, i.content, _seen_from(folder, i.path)) for i in question.inputs]
    text = plan_text(question.problem, result, inputs, question.scenario.applied, versions())
    archive = path.suffix == ".kaimen"
    return write_bytes(path, plan_archive(text, question.problem, inputs) if archive else text.encode())


def _seen_from(folder: Path, path: str) -> str:
    try:
        return Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()
    except ValueError:  # another drive on Windows
        return ""


def write_bytes(path: Path, content: bytes) -> list[Finding]:
    """Write a file beside its place and move it there, so that nobody ever sees half of it."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return [_unwritable(path, error.strerror or "unknown reason")]
    return []


def check_output(path: Path) -> list[Finding]:
    """Return a finding where a file could not be written: asked before a long search, not after it."""
    folder = path.absolute().parent
    if os.path.isdir(path):
        return [_unwritable(path, "it is a folder")]
    if not os.path.isdir(folder):  # unlike Path.is_dir it does not raise where it may not look
        return [_unwritable(path, f"there is no folder {folder}")]
    return [] if os.access(folder, os.W_OK) else [_unwritable(path, f"the folder {folder} is read-only for you")]


def _unwritable(path: Path, reason: str) -> Finding:
    fix = "Choose a folder that exists and that you may write to."
    return Finding("E105", f"The file cannot be written: {reason}.", Place(str(path)), fix=fix)


def load_plan(path: Path, folder: Path | None = None) -> tuple[Plan | None, list[Finding]]:
    """Read a plan file, find its inputs, compile them and check what it states.

    Args:
        path: plan.json or plan.kaimen.
        folder: where the inputs lie; by default where the plan says, or beside the plan.

    Returns:
        The plan, whose `verified.findings` say what is wrong with it; or None with the findings that say why it
        cannot be looked at.
    """
    content, findings = read_bytes(path)
    if findings:
        return None, findings
    file, findings = parse_plan(content, path.name)
    if file is None:
        return None, findings
    inputs = file.inputs if folder is None and file.inputs else _found_inputs(file, path, folder)
    findings = check_inputs(file, inputs)
    if findings:
        return None, findings
    question, findings = _recompiled(file, inputs)
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
        name = Path(entry["name"]).name
        hint = entry.get("path")
        places = [folder / name] if folder else [path.parent / name]
        if folder is None and isinstance(hint, str) and hint:
            places.insert(0, path.parent / hint)
        place = next((place for place in places if os.path.isfile(place)), None)
        if place is not None:
            found.append(Input(str(entry.get("role")), entry["name"], read_bytes(place)[0], str(place)))
    return tuple(found)


def _recompiled(file: PlanFile, inputs: Sequence[Input]) -> tuple[Question | None, list[Finding]]:
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
    projects, library_findings = parse_library(library.content, library.name, mapping)
    return _question(projects, read.scenario, inputs, library_findings, findings), []


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


def save_workbook(path: Path, problem: Problem, result: Result) -> list[Finding]:
    """Write a plan as a workbook with live formulas."""
    reasons = [
        (e.project, e.reasons[0].code, "; ".join(r.detail for r in e.reasons if r.detail))
        for e in explain_all(problem, result)
        if e.reasons
    ]
    return write_bytes(path, plan_workbook(problem, result, reasons))


def make_folder(path: Path) -> list[Finding]:
    """Make a folder if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"The folder cannot be made: {error.strerror}."
        return [Finding("E105", what, Place(str(path)), fix="Choose another with -o.")]
    return []


_NEW_JERSEY = "libraries/us-drinking-water-funds/NJ_SFY26_Comprehensive_Fundable.csv"


def example(data: str = "") -> tuple[Path, Path | None, Path | None, str]:
    """Return scenario, list, mapping and title of the example to show.

    New Jersey's, where the clone has its scenario and the list lies in the folder `data` (by default
    `../shared/data` beside the clone); else the synthetic province that the package carries.
    """
    root = Path(__file__).resolve().parents[2]
    new_jersey = root / "examples" / "new-jersey"
    listed = (Path(data) if data else root.parent / "shared" / "data") / _NEW_JERSEY
    if os.path.isfile(listed) and new_jersey.is_dir():
        title = "New Jersey's drinking water fund, SFY2026: most points under its money and count"
        return new_jersey / "new-jersey.toml", listed, new_jersey / "mapping.toml", title
    folder = Path(__file__).resolve().parent / "data" / "province"
    return folder / "province.toml", None, None, "A small synthetic province: nobody's real projects"
