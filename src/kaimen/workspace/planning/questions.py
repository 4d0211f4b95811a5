"""A scenario and the files it names, read and compiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.evidence import Document, check_passage
from kaimen.formats.library_snapshot import parse_projects
from kaimen.formats.library_table import parse_mapping
from kaimen.formats.mapping_guess import Guess, guess_mapping
from kaimen.formats.plan_file import Input
from kaimen.formats.scenario_file import override_names, parse_scenario
from kaimen.ledger import Ledger
from kaimen.library import Library
from kaimen.problem import Problem, build_problem
from kaimen.scenario import Scenario
from kaimen.workspace.files import read_bytes, read_text, text_of
from kaimen.workspace.planning.snapshots import is_workspace, snapshot_input
from kaimen.workspace.reading.pledges import Pledges, check_citations, pledges_and_files

NO_PLEDGES = Pledges(Ledger(), ())


@dataclass(frozen=True, slots=True)
class Question:
    """A library and a scenario compiled, with the files they came from and what was found on the way."""

    library: Library
    scenario: Scenario
    problem: Problem
    inputs: tuple[Input, ...]
    library_findings: tuple[Finding, ...]
    scenario_findings: tuple[Finding, ...]
    pledges: Pledges = NO_PLEDGES

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the library's first."""
        return (*self.library_findings, *self.scenario_findings)


def read_library(path: Path | str, mapping: Path | str | None = None) -> tuple[Library | None, list[Finding]]:
    """Read a project list (CSV or XLSX), with a mapping if its headings are its own.

    Returns:
        The projects of the rows that can be used (None: the list cannot be read), and a finding for each other.
    """
    library, _, findings = _library(Path(path), Path(mapping) if mapping else None)
    return library, findings


def propose_mapping(path: Path | str) -> tuple[list[Guess], str, list[Finding]]:
    """Return which column of a list may be what, each with how sure it is, and the mapping (TOML) that says so."""
    path = Path(path)
    content, findings = read_bytes(path)
    return ([], "", findings) if findings else guess_mapping(content, path.name)


def read_scenario(path: Path | str, overrides: Sequence[str] = ()) -> tuple[Scenario | None, list[Finding]]:
    """Read a scenario with the named overrides applied, in their order.

    Returns:
        The scenario (None: it cannot be read), and the findings; what cannot be used of it is left out.
    """
    path = Path(path)
    text, findings = read_text(path)
    if findings:
        return None, findings
    read, found = parse_scenario(text, path.name, overrides)
    return (read.scenario if read else None), found


def scenario_overrides(path: Path | str) -> tuple[str, ...]:
    """Return the names of the overrides in a scenario file; none where it cannot be read."""
    return override_names(read_text(Path(path))[0])


def load_question(
    path: Path | str,
    library: Path | str | None = None,
    mapping: Path | str | None = None,
    overrides: Sequence[str] = (),
    pledges: Path | str | None = None,
) -> tuple[Question | None, list[Finding]]:
    """Read a scenario and the list, mapping and pledge file it names (or those given instead), and compile them.

    Args:
        path: the scenario (TOML).
        library: a list (CSV, XLSX or a workspace) instead of the one it names.
        mapping: the mapping of that list.
        overrides: names of overrides of the scenario, applied in their order.
        pledges: a pledge file instead of the one it names.

    Returns:
        The question, whose `findings` say what could not be used of its files; or None with the findings that say
        what is missing.
    """
    path = Path(path)
    content, findings = read_bytes(path)
    if findings:
        return None, findings
    text, findings = text_of(content, str(path))
    read, found = parse_scenario(text, path.name, overrides) if not findings else (None, [])
    findings += found
    if read is None:
        return None, findings
    if library is None and not read.library:
        what = "The scenario names no project list."
        fix = 'Give one with --library, or write library = "list.xlsx" in the scenario.'
        return None, [*findings, Finding("E602", what, Place(path.name), fix=fix)]
    list_path = Path(library or path.parent / read.library)
    mapping_path = _beside(path, mapping, read.mapping)
    projects, inputs, library_findings = _library(list_path, mapping_path)
    if projects is None:
        return None, findings + library_findings
    inputs = [Input("scenario", path.name, content, str(path)), *inputs]
    findings += _check_passages(read.scenario, path.parent)
    kept, pledge_path = None, _beside(path, pledges, read.pledges)
    if pledge_path is not None:
        kept, more, found = pledges_and_files(pledge_path)
        inputs += more
        findings += found
    findings += check_citations(read.scenario, kept) if kept or pledge_path is None else []
    return compiled(projects, read.scenario, inputs, library_findings, findings, kept), []


def _beside(scenario: Path, given: Path | str | None, named: str) -> Path | None:
    """Return the file that is given, or else the one that the scenario names."""
    return Path(given) if given else scenario.parent / named if named else None


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


def compiled(
    library: Library,
    scenario: Scenario,
    inputs: Sequence[Input],
    library_findings: Sequence[Finding],
    scenario_findings: Sequence[Finding],
    pledges: Pledges | None,
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
        pledges or NO_PLEDGES,
    )


def _library(path: Path, mapping: Path | None) -> tuple[Library | None, list[Input], list[Finding]]:
    content, findings = read_bytes(path)
    own = Input("library", path.name, content, str(path))
    if is_workspace(content):
        taken, findings = snapshot_input(path)
        if taken is None:
            return None, [own], findings
        own, mapping = taken, None
    inputs = [own]
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
    library, found = parse_projects(own.content, own.name, chosen)
    return library, inputs, findings + found
