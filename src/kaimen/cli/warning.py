"""`warn`: which projects of yearly lists are likely to end later, and how good such warnings were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.errors import has_errors
from kaimen.formats.table_csv import table_csv
from kaimen.formats.year_list import NAMES
from kaimen.report import as_json as rows_json
from kaimen.report.language import LANGUAGES
from kaimen.report.warnings import calibration_table, trial_table, warning_sentences, warning_table
from kaimen.workspace import write_bytes
from kaimen.workspace.delivery.warnings import warn_of_lists


def warn(
    paths: Sequence[Path],
    columns: Sequence[str],
    ratings: str,
    output: Path | None,
    lang: str,
    *,
    everything: bool,
    as_json: bool,
) -> int:
    """Print or write the warnings."""
    pairs = [text.partition("=")[::2] for text in columns]
    known = sorted(set(NAMES.values()))
    if any(not heading or what not in known for heading, what in pairs) or lang not in LANGUAGES:
        what = f"--column takes HEADING=NAME with NAME one of {', '.join(known)}; --lang en or zh"
        return show.misuse(what, as_json=as_json)
    if has_other_ending(output, (".csv",), as_json=as_json):
        return show.MISUSE
    scale = [word.strip() for word in ratings.split(",") if word.strip()]
    found, findings = warn_of_lists(paths, dict(pairs), scale)
    if found is None:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    table, trials, groups = warning_table(found, lang), trial_table(found, lang), calibration_table(found, lang)
    if output is not None:
        findings += write_bytes(output, table_csv(table))
    said = warning_sentences(found, lang)
    if as_json:
        parts = {"warnings": table, "trials": trials, "calibration": groups}
        rows = {name: rows_json(part) for name, part in parts.items()}
        show.print_json({"says": said, **rows, "findings": show.findings_json(findings)})
        return show.WRONG if has_errors(findings) else show.DONE
    show.print_findings(findings, to_stdout=True)
    show.say(said[0], "bold")
    show.print_table(table, None if everything else show.SCREEN)
    for line in said[1:]:
        show.say(line)
    for part in (trials, groups):
        if part.rows:
            show.print_table(part)
    return show.WRONG if has_errors(findings) else show.DONE
