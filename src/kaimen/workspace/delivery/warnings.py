"""Yearly lists from files to late warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kaimen.delivery.late import YearReport
from kaimen.delivery.warnings import LEAST_OF_EACH, LEAST_PAIRS, Warnings, warn
from kaimen.errors import Finding, Place
from kaimen.formats.year_list import parse_year_list
from kaimen.workspace.files import read_bytes


def warn_of_lists(
    paths: Sequence[Path], columns: Mapping[str, str], ratings: Sequence[str] = ()
) -> tuple[Warnings | None, list[Finding]]:
    """Return warnings from yearly lists of a planner's own.

    Returns:
        The warnings, or None where nothing can be learnt (`E864`); `W865` where they were no better than the rating.
    """
    reports: list[YearReport] = []
    findings: list[Finding] = []
    by_id = []
    for path in paths:
        content, faults = read_bytes(path)
        lists, found = parse_year_list(content, path.name, columns, ratings) if not faults else (None, [])
        findings += faults + found
        if lists is not None and lists.reports:
            reports += lists.reports
            by_id.append(lists.has_ids)
    if not reports:
        return None, findings
    warnings = warn(reports, has_ids=all(by_id))
    if warnings is None:
        years = sorted({report.year for report in reports})
        what = f"The lists of {', '.join(map(str, years))} have too few projects in two following years to learn from."
        need = f"{LEAST_PAIRS} pairs with both end dates, {LEAST_OF_EACH} of them later and {LEAST_OF_EACH} not"
        fix = "Give the lists of more years, with end dates as reported in each."
        return None, [*findings, Finding("E864", what, Place(paths[0].name), need, fix=fix)]
    if warnings.is_better is not True:
        known = "no earlier year could be tried" if warnings.is_better is None else "the rating alone was no worse"
        what = f"How good these warnings are is not shown: {known}."
        findings.append(Finding("W865", what, Place(paths[0].name), fix="Read the base line beside each chance."))
    return warnings, findings
