"""What a scenario takes from the workspace that keeps it, where its list and its pledge file do not lie beside it."""

from __future__ import annotations

from pathlib import Path

from kaimen.errors import Finding, has_errors
from kaimen.formats.scenario_file import ScenarioFile, parse_scenario
from kaimen.workspace.files import make_folder, read_text
from kaimen.workspace.reading.review import save_ledger
from kaimen.workspace.record.office import Office


def workspace_inputs(office: Office, path: Path) -> tuple[dict[str, str], list[Finding]]:
    """Return the list and the pledge file that a scenario is to be read with, as arguments of `load_question`.

    The list is the library of the workspace, where the scenario names none or one that is not there and the workspace
    is a file; the pledges are those of its ledger, written with their documents into a folder beside the scenario,
    where it cites any.
    """
    text, findings = read_text(path)
    read, found = parse_scenario(text, path.name) if not findings else (None, [])
    if read is None:
        return {}, findings + found
    inputs: dict[str, str] = {}
    database = office.store.engine.url.database
    if not _lies(path, read.library) and office.store.engine.dialect.name == "sqlite" and database:
        inputs["library"] = database
    if not _lies(path, read.pledges) and _cites(read):
        beside = path.parent / "pledges" / f"{path.stem}.toml"
        findings = make_folder(beside.parent) or save_ledger(office, beside)
        if has_errors(findings):
            return {}, findings
        inputs["pledges"] = str(beside)
    return inputs, []


def _lies(scenario: Path, name: str) -> bool:
    return bool(name) and (scenario.parent / name).is_file()


def _cites(read: ScenarioFile) -> bool:
    scenario = read.scenario
    return any(entry.cite.pledge for entry in (*scenario.quotas, *scenario.funds, *scenario.rules))
