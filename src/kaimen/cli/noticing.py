"""`observe --text`: what a progress notice says, as proposals; only what a person accepts is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.keeping import with_office
from kaimen.delivery.notices import Proposal
from kaimen.errors import Finding, has_errors
from kaimen.quantity import decimal_text, parse_day
from kaimen.report import Column, Table, counted
from kaimen.report import as_json as rows_json
from kaimen.workspace.delivery.notices import Notice, look_at_notice, observed_of
from kaimen.workspace.delivery.observing import Observed, observe
from kaimen.workspace.record.office import Office, Said


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of a notice: its baseline, its days, and the figures accepted, each perhaps with its line."""

    baseline: str = ""
    date: str = ""
    vintage: str = ""
    accept: tuple[str, ...] = ()


def read_notice(url: str, path: Path, reading: Reading, who: Said, *, as_json: bool) -> int:
    """Show what a notice proposes, and take in what is accepted."""
    days = [parse_day(text) if text else None for text in (reading.date, reading.vintage)]
    given = (reading.date, reading.vintage)
    pairs = [text.partition("=") for text in reading.accept]
    if any(text and day is None for text, day in zip(given, days, strict=True)):
        return show.misuse("--date and --vintage take a day such as 2024-05-20", as_json=as_json)
    if any(not number.isdecimal() for number, _, _ in pairs):
        return show.misuse("--accept takes the number of a figure, or NUMBER=ID of its line", as_json=as_json)
    named = {int(number): line for number, mark, line in pairs if mark}

    def use(office: Office) -> int:
        notice, findings = look_at_notice(office, path, reading.baseline, days[0], named)
        if notice is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
        observed, receipt = None, None
        if pairs:
            observed = observed_of(office, notice, [int(number) for number, _, _ in pairs], days[1])
            receipt, findings = observe(office, observed, who)
        return _told(notice, observed, receipt.entry.number if receipt else None, findings, as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)


def _told(
    notice: Notice, observed: Observed | None, entry: int | None, refused: Sequence[Finding], *, as_json: bool
) -> int:
    findings = [*notice.findings, *(observed.findings if observed else ()), *refused]
    table = proposal_table(notice)
    if as_json:
        figures = observed.figures if observed else 0
        show.print_json(
            {"figures": rows_json(table), "taken": figures, "entry": entry, "findings": show.findings_json(findings)}
        )
        return show.WRONG if has_errors(findings) else show.DONE
    show.print_findings(findings, to_stdout=True)
    baseline = notice.delivery.baseline
    show.say(f'{notice.document.name}: {counted(len(table.rows), "figure")} for baseline "{baseline.id}".', "bold")
    if table.rows:
        show.print_table(table)
    if entry:
        show.say(f"kept as entry {entry}; undo it with kaimen library undo {entry}")
    elif table.rows:
        show.say("Nothing was kept. --accept NUMBER takes one in, --accept NUMBER=ID as that line's.")
    return show.WRONG if has_errors(findings) else show.DONE


def proposal_table(notice: Notice) -> Table:
    """Return what a notice proposes: a line a figure, with its passage."""
    heads = ("number", "line", "measure", "value", "day", "figure", "state", "passage")
    rows = tuple(_row(notice, proposal) for proposal in notice.proposals)
    return Table("notice", tuple(Column(head, head, head in ("number", "value")) for head in heads), rows)


def _row(notice: Notice, proposal: Proposal) -> tuple[str, ...]:
    read = proposal.read
    value = "" if proposal.value is None or not proposal.measure else _shown(proposal.value)
    unit = f" {notice.delivery.baseline.unit}" if value and proposal.measure == "financialProgress" else ""
    where = f"[{read.passage.start}:{read.passage.end}] {' '.join(read.passage.quote.split())}"
    measure = proposal.measure or f"({read.measure}, compared only)"
    day = str(proposal.day or "")
    texts = (str(proposal.number), proposal.project, measure, value + unit, day, read.figure.quote)
    return (*texts, _state(notice, proposal), where)


def _state(notice: Notice, proposal: Proposal) -> str:
    """Return whether a proposal is kept already or repeats another figure, else how its value comes about."""
    for report in notice.delivery.reports:
        is_own = (report.measure, report.end, report.file) == (proposal.measure, proposal.day, notice.document.name)
        if is_own and proposal.project in report.projects and f"[{proposal.read.figure.start}:" in report.source:
            return "kept"
    return proposal.how if proposal.is_first else "another of this measure and day"


def _shown(value: Fraction) -> str:
    return decimal_text(value) if "/" not in decimal_text(value) else f"{float(value):.4f}"
