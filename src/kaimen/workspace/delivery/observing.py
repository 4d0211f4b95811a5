"""Approve a portfolio, take observations in, and say where everything stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from kaimen.delivery import Baseline, Modification, Promise, Report, as_of, checked, last_end, slips
from kaimen.errors import Finding, Place
from kaimen.formats.baseline_list import baseline_of, parse_baseline
from kaimen.formats.collected import observations_workbook
from kaimen.formats.delivery_body import baseline_body, report_body, report_of_body
from kaimen.formats.observation_table import parse_observations
from kaimen.quantity import parse_period
from kaimen.report.assessing import Due
from kaimen.store import Change, Draft
from kaimen.workspace.delivery.approvals import approvals_in
from kaimen.workspace.files import file_name, make_folder, read_bytes, write_bytes
from kaimen.workspace.planning.plans import load_plan
from kaimen.workspace.reading.review import ledger_in
from kaimen.workspace.record.office import Kept, Office, Said


@dataclass(frozen=True, slots=True)
class Delivery:
    """A baseline as first approved and as in force, and the reports on it known by the day asked for.

    `approvals` are all, in order of day; `end` is the last day that money was reported for; `changes` is what each
    approval after the first changed.
    """

    first: Baseline
    baseline: Baseline
    reports: tuple[Report, ...]
    approvals: tuple[Baseline, ...]
    end: date
    changes: tuple[tuple[Baseline, Modification], ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """What taking lists of observations in would do: how many new figures, and what is wrong with the others."""

    figures: int
    findings: tuple[Finding, ...]
    drafts: tuple[Draft, ...]
    contents: tuple[bytes, ...]


def baseline_names(office: Office) -> list[str]:
    """Return the ids of all baselines."""
    return office.store.names("baseline")


def delivery_in(office: Office, name: str = "", day: date | None = None) -> tuple[Delivery | None, list[Finding]]:
    """Return a baseline with its reports; without a name the only one there is (`E837` where that says nothing).

    Args:
        office: the workspace.
        name: the baseline's id.
        day: what was known by then; in force is the last baseline approved by then, or the first.
    """
    names = baseline_names(office)
    name = name or (names[0] if len(names) == 1 else "")
    if name not in names:
        what = f'There is no baseline "{name}".' if name else "It is not said which baseline is meant."
        fix = "Name one of them, with --baseline." if names else "Approve a plan or a list first: kaimen approve."
        return None, [Finding("E837", what, Place(key=name), ", ".join(names) or "a baseline", fix=fix)]
    approved = approvals_in(office.store)[name]
    in_force = [b for b in approved.baselines if day is None or b.approved <= day] or approved.baselines[:1]
    reports = [r for r in office.store.made("report", report_of_body).values() if r.baseline == name]
    seen = reports if day is None else as_of(reports, day)
    end = last_end(seen, day or in_force[-1].approved)
    return Delivery(approved.baselines[0], in_force[-1], tuple(seen), approved.baselines, end, approved.changes), []


def read_promises(path: Path, name: str, approved: date) -> tuple[Baseline | None, bytes, list[Finding]]:
    """Read what is to be approved: a plan file, or a list of promises."""
    content, findings = read_bytes(path)
    if findings:
        return None, b"", findings
    if path.suffix.lower() in (".json", ".kaimen"):
        baseline, findings = _of_plan(path, name, approved)
    else:
        baseline, findings = parse_baseline(content, path.name, name or path.stem, approved)
    return baseline, content, findings


def approve(office: Office, baseline: Baseline, content: bytes, said: Said) -> Kept:
    """Freeze a portfolio as a baseline; approving another under the same name needs a reason (`E812`)."""
    before, _ = delivery_in(office, baseline.id) if baseline.id in baseline_names(office) else (None, [])
    if before is not None and not said.why:
        what = f'The baseline "{baseline.id}" is there already, and no reason is given for another.'
        return None, [Finding("E812", what, Place(key=baseline.id), "a reason", fix="Say why, with --why.")]
    if before is not None and baseline.approved <= before.approvals[-1].approved:
        what = f'The baseline "{baseline.id}" was approved on {before.approvals[-1].approved}; this one is not later.'
        return None, [Finding("E704", what, Place(key=baseline.id), fix="Give the day of the new decision, with --on.")]
    office.store.keep(content)
    number = office.store.numbers("baseline", [baseline.id]).get(baseline.id, 0)
    draft = Draft("baseline", baseline.id, baseline_body(baseline), number)
    return office.store.write(Change(said.author, said.at, "approve", (draft,), said.why, baseline.source))


def look_at_observations(
    office: Office, paths: Sequence[Path], name: str = "", period: str = "", vintage: date | None = None
) -> tuple[Observed | None, list[Finding]]:
    """Read lists of observations and say what taking them in would do."""
    delivery, findings = delivery_in(office, name)
    if delivery is None:
        return None, findings
    new: list[Report] = []
    contents = []
    for path in paths:
        content, faults = read_bytes(path)
        reports, found = (
            parse_observations(content, path.name, delivery.baseline, period, vintage) if not faults else ((), [])
        )
        findings += faults + found
        new += reports
        contents += [] if faults else [content]
    taken, found = checked(delivery.baseline, delivery.reports, new)
    drafts = drafts_of(office, taken)
    figures = sum(len(report.projects) for report in taken)
    return Observed(figures, tuple(findings + found), tuple(drafts), tuple(contents)), []


def drafts_of(office: Office, reports: Sequence[Report]) -> list[Draft]:
    """Return the drafts of new reports; of several with one id each has a number behind it."""
    numbers = office.store.numbers("report", [report.id for report in reports])
    drafts: list[Draft] = []
    for report in reports:
        own, count = report.id, 1
        while own in numbers or any(draft.id == own for draft in drafts):
            count += 1
            own = f"{report.id} | {count}"
            numbers |= office.store.numbers("report", [own])
        drafts.append(Draft("report", own, report_body(report)))
    return drafts


def observe(office: Office, observed: Observed, said: Said) -> Kept:
    """Keep observations as one change."""
    if not observed.drafts:
        return None, []
    for content in observed.contents:
        office.store.keep(content)
    names = ", ".join(sorted({str(d.body["file"]) for d in observed.drafts if d.kind == "report" and d.body}))
    return office.store.write(Change(said.author, said.at, "observe", observed.drafts, said.why, names))


def collect_observations(office: Office, folder: Path, period: str, name: str = "") -> tuple[list[Path], list[Finding]]:
    """Write one workbook a region to send out, with a row per project and blank cells for what is to be reported."""
    delivery, findings = delivery_in(office, name)
    if delivery is None:
        return [], findings
    if parse_period(period) is None:
        return [], [Finding("E308", f'"{period}" is no period.', expected="such as 2024-04", fix="Give --period.")]
    findings = make_folder(folder)
    regions: dict[str, list[Promise]] = {}
    for promise in delivery.baseline.promises:
        regions.setdefault(promise.region, []).append(promise)
    written = []
    for region, promises in sorted(regions.items()) if not findings else []:
        path = folder / f"{file_name(region)} {file_name(period)}.xlsx"
        findings += write_bytes(path, observations_workbook(promises, period, str(delivery.baseline.unit)))
        written.append(path)
    return written, findings


def _of_plan(path: Path, name: str, approved: date) -> tuple[Baseline | None, list[Finding]]:
    plan, findings = load_plan(path)
    if plan is None or plan.verified.result is None:
        return None, findings or list(plan.verified.findings if plan else ())
    problem, portfolio = plan.question.problem, plan.verified.result.portfolio
    periods = [parse_period(label) for label in problem.periods]
    strange = [label for label, period in zip(problem.periods, periods, strict=True) if period is None]
    if strange:
        what = f'The plan\'s period "{strange[0]}" has no dates.'
        return None, [Finding("E308", what, Place(path.name), "such as 2024 or 2024Q3", fix="Rename the periods.")]
    listed = {project.id: project for project in plan.question.library.projects}
    rows = []
    for option in portfolio.chosen.tolist():
        named = problem.option_name(option)
        project = listed[named.project]
        money = [Fraction(0)] * len(problem.periods)
        for at in (problem.cost_option == option).nonzero()[0].tolist():
            money[int(problem.cost_period[at])] += Fraction(int(problem.cost_amount[at]), problem.money_scale)
        start = parse_period(named.start)
        milestones = {"start": start.start} if start else {}
        region = named.site or project.region
        promise = Promise(named.project, project.title, region, project.sector, (), milestones, project.place)
        rows.append((promise, money))
    findings = [f for f in plan.verified.findings if f.is_error]
    own = name or plan.question.scenario.name
    if findings:
        return None, findings
    dated = [period for period in periods if period]
    return baseline_of(own, approved, problem.money_unit, dated, rows, path.name), []


def due_in(office: Office, name: str, day: date, within: int) -> list[Due]:
    """Return what is late on a day or due within some days, the latest first.

    Milestones not met, pledges without a last verdict, and the next reports on pledges.
    """
    rows: list[Due] = []
    last = day + timedelta(days=within)
    for own in [name] if name else baseline_names(office):
        found, _ = delivery_in(office, own, day)
        for slip in slips(found.first, found.baseline, found.reports, day, within) if found else ():
            if slip.state != "met" and slip.due <= last:
                what = f"{slip.milestone} of {slip.title or slip.project}"
                rows.append(Due("milestone", slip.project, what, slip.due, (slip.due - day).days))
    judged = {version.id for version in office.store.versions("verdict") if (version.body or {}).get("final")}
    for pledge in ledger_in(office, day).pledges.values():
        for kind, expected in (("pledge", pledge.due), ("report", pledge.next_report)):
            if expected is not None and expected <= last and pledge.id not in judged:
                days = (expected - day).days
                rows.append(Due(kind, pledge.id, pledge.what, expected, days, pledge.lead, pledge.others))
    return sorted(rows, key=lambda due: (due.days, due.kind, due.id))
