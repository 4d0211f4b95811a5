"""`extract`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.errors import Finding
from kaimen.extract import Extraction, as_json, extract
from kaimen.formats.candidates import CANDIDATE_WRITERS
from kaimen.report import candidate_table, counted


def read_announcements(
    paths: Sequence[Path], day: str | None, output: Path | None, *, everything: bool, in_json: bool
) -> int:
    """Read announcements, print what was found, and write it where asked."""
    if day is not None and _date(day) is None:
        return show.misuse(f'--date takes a day such as 2024-02-19; "{day}" is none.', as_json=in_json)
    if output is not None and output.suffix not in CANDIDATE_WRITERS:
        endings = ", ".join(CANDIDATE_WRITERS)
        return show.misuse(f'-o takes a name ending in {endings}, not "{output}".', as_json=in_json)
    unwritable = workspace.check_output(output) if output is not None else []
    if unwritable:
        show.tell(unwritable, as_json=in_json)
        return show.WRONG
    read = [_read(path, _date(day) if day else None) for path in paths]
    extractions = [extraction for extraction, _ in read if extraction]
    lost = [finding for extraction, findings in read if extraction is None for finding in findings]
    written = workspace.save_candidates(output, extractions) if output and extractions else []
    if in_json:
        documents = [_json(path, *pair) for path, pair in zip(paths, read, strict=True)]
        show.print_json(documents[0] if len(documents) == 1 else {"documents": documents})
        show.print_findings(written)
    else:
        _print(extractions, [finding for _, findings in read for finding in findings], everything=everything)
        show.print_findings(written)
        if output and extractions and not written:
            show.say(f"wrote {output}")
    return show.WRONG if lost or written else show.DONE


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(path: Path, day: date | None) -> tuple[Extraction | None, list[Finding]]:
    document, findings = workspace.read_document(path, day)
    if document is None:
        return None, findings
    extraction, found = extract(document)
    return extraction, findings + found


def _json(path: Path, extraction: Extraction | None, findings: Sequence[Finding]) -> dict[str, object]:
    """Return what was read from one file; the findings about reading it and about its figures together."""
    known: dict[str, object] = {"document": {"name": path.name}, "quantities": [], "candidates": []}
    if extraction:
        known = dict(as_json(extraction))
    told = show.findings_json(findings)
    for row, finding in zip(told, findings, strict=True):
        row |= {"start": finding.place.start, "end": finding.place.end}
    return {**known, "findings": told}


def _print(extractions: Sequence[Extraction], findings: Sequence[Finding], *, everything: bool) -> None:
    for extraction in extractions:
        figures = sum(candidate.quantity is not None for candidate in extraction.candidates)
        own = sum(finding.place.file == extraction.document.name for finding in findings)
        parts = (
            counted(len(extraction.candidates), "candidate"),
            f"{figures:,} with a figure",
            counted(own, "finding"),
        )
        show.say(f"{extraction.document.name} · {' · '.join(parts)}", "bold")
    total = sum(len(extraction.candidates) for extraction in extractions)
    if total:
        table = candidate_table(extractions, None if everything else show.SCREEN)
        show.print_table(table)
        if len(table.rows) < total:
            show.say(f"  {total - len(table.rows):,} more: --all shows them, -o writes a list", "dim")
    show.print_findings(findings, to_stdout=True)
