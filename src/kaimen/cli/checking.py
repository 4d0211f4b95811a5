"""`library check` and `scenario check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kaimen import workspace
from kaimen.cli import show
from kaimen.errors import Finding, has_errors
from kaimen.report import counted

if TYPE_CHECKING:
    from kaimen.workspace.record.office import Office


def library_check(path: Path, mapping: Path | None, url: str, *, as_json: bool) -> int:
    """Read a list and print what is wrong with it, its regions too where a workspace keeps a tree."""
    library, findings = workspace.read_library(path, mapping)
    if url and library:
        from kaimen.cli.keeping import with_office
        from kaimen.workspace.record.region_trees import tree_in, unknown_regions

        def use(office: Office) -> int:
            findings.extend(unknown_regions(library.projects, tree_in(office.store)))
            return show.DONE

        code = with_office(url, use, as_json=as_json, must_exist=True)
        if code != show.DONE:
            return code
    count = len(library.projects) if library else 0
    if as_json:
        show.print_json({"library": path.name, "projects": count, "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings, to_stdout=True)
        show.say(f"{path.name}: {counted(count, 'project')} read, {_counted(findings)}.", "bold")
    return show.WRONG if has_errors(findings) else show.DONE


def library_map(path: Path, output: Path | None, *, as_json: bool) -> int:
    """Propose a mapping and print it, or write it where asked."""
    guesses, text, findings = workspace.propose_mapping(path)
    if output is not None and text:
        findings += workspace.write_bytes(output, text.encode())
    if as_json:
        rows = [{"part": guess.part, "heading": guess.heading, "sure": guess.sure} for guess in guesses]
        show.print_json({"columns": rows, "mapping": text, "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)
        if output is None and text:
            print(text, end="")
        elif text and not has_errors(findings):
            show.say(f"wrote {output}; look it over, then: kaimen library check {path} --mapping {output}")
    return show.WRONG if has_errors(findings) else show.DONE


def _counted(findings: Sequence[Finding]) -> str:
    errors = sum(finding.is_error for finding in findings)
    return f"{counted(errors, 'error')} and {counted(len(findings) - errors, 'remark')}"


def scenario_check(
    path: Path, library: Path | None, mapping: Path | None, overrides: Sequence[str], *, as_json: bool
) -> int:
    """Read a scenario with each of its overrides, and compile it with its list where there is one."""
    named = [list(overrides)] if overrides else [[], *([name] for name in workspace.scenario_overrides(path))]
    found: dict[str, list[Finding]] = {}
    for names in named:
        question, findings = workspace.load_question(path, library, mapping, names)
        everything = list(question.findings) if question else findings
        found[", ".join(names)] = everything
    if as_json:
        show.print_json({name or "base": show.findings_json(findings) for name, findings in found.items()})
    else:
        told: set[Finding] = set()
        for name, findings in found.items():
            label = f"{path.name}, override {name}" if name else path.name
            show.print_findings([f for f in findings if f not in told], to_stdout=True)
            show.say(f"{label}: {_counted(findings)}.", "bold")
            told.update(findings)
    return show.WRONG if any(has_errors(findings) for findings in found.values()) else show.DONE
