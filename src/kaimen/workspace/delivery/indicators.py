"""Series of indicators taken in and shown, and pledges judged by them; a changed verdict is an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from kaimen.delivery import DERIVED, DIVISIONS, SUMS, board
from kaimen.delivery.indicators import Indicator, Point
from kaimen.delivery.verdicts import PledgeTest, Verdict, judge
from kaimen.errors import Finding, Place
from kaimen.evidence import Citation
from kaimen.formats.indicator_table import parse_sdmx, parse_wide
from kaimen.formats.pledge_tests import parse_tests, pledge_test_body, pledge_test_of
from kaimen.ledger import Ledger, check_citation
from kaimen.quantity import parse_period
from kaimen.report.assessing import because, rule_words, verdict_word
from kaimen.report.language import Speaker, said_place, said_value
from kaimen.store import Change, Draft
from kaimen.workspace.delivery.observing import Delivery, delivery_in
from kaimen.workspace.files import read_bytes, read_text
from kaimen.workspace.reading.review import ledger_in
from kaimen.workspace.record.entry_words import entry_words
from kaimen.workspace.record.office import Kept, Office, Said


@dataclass(frozen=True, slots=True)
class Wide:
    """How a table with a column a region is to be read: its indicator and heading to region."""

    indicator: Indicator
    columns: Mapping[str, str]


def points_in(office: Office) -> list[Point]:
    """Return all values of indicators, of every vintage."""
    bodies: list[Mapping[str, Any]] = [version.body for version in office.store.versions("series") if version.body]
    return [_point(row) for body in bodies for row in body["points"]]


def catalogue_in(office: Office) -> dict[str, Indicator]:
    """Return the catalogue of indicators by id."""
    return {
        version.id: Indicator(**{name: str(text) for name, text in version.body.items()})
        for version in office.store.versions("indicator")
        if version.body
    }


def take_points_in(office: Office, path: Path, wide: Wide | None, vintage: date, said: Said) -> tuple[int, Kept]:
    """Take a file of series in as one change; return how many values are new.

    Another value of one vintage is a finding (`E832`) and left out; the same value again is nothing new.
    """
    content, findings = read_bytes(path)
    if findings:
        return 0, (None, findings)
    catalogue: Sequence[Indicator] = (wide.indicator,) if wide else ()
    if wide:
        points, findings = parse_wide(content, path.name, wide.indicator, wide.columns, vintage)
    else:
        points, catalogue, findings = parse_sdmx(content, path.name, vintage)
    before_all = {_key(point): point.value for point in points_in(office)}
    known = dict(before_all)
    for point in points:
        before = known.setdefault(_key(point), point.value)
        if before != point.value:
            which = f"{point.indicator} of {point.region} for {point.period}"
            what = f"{which} has another value of {point.vintage} already; this one is left out."
            fix = "Give a revision the day on which it was published, in VINTAGE or with --vintage. "
            fix += "Two of one day cannot both hold. Undo the entry that was wrong where it was a typing error."
            findings.append(Finding("E832", what, point.place, f"{before:f}", f"{point.value:f}", fix))
    firsts = {_key(p): p for p in reversed(points) if known[_key(p)] == p.value}
    new = [p for p in points if _key(p) not in before_all and firsts.get(_key(p)) is p]
    if not new:
        return 0, (None, findings)
    office.store.keep(content)
    name = f"{path.name} | {office.store.head().number + 1}"
    drafts = [Draft("series", name, {"points": [_body(point) for point in new]})]
    kept = catalogue_in(office)
    for row in catalogue:
        if kept.get(row.id) != row and (row.id not in kept or row.name):
            body = {key: getattr(row, key) for key in ("id", "name", "name_zh", "unit", "level", "direction")}
            drafts.append(Draft("indicator", row.id, body, office.store.numbers("indicator", [row.id]).get(row.id, 0)))
    receipt, refused = office.store.write(Change(said.author, said.at, "series", tuple(drafts), said.why, path.name))
    return len(new), (receipt, findings + refused)


def tests_in(office: Office) -> dict[str, PledgeTest]:
    """Return the tests of pledges by pledge."""
    return {version.id: pledge_test_of(version.body) for version in office.store.versions("test") if version.body}


def take_tests_in(office: Office, path: Path, said: Said) -> Kept:
    """Keep tests of pledges from a file as one change; a pledge that nobody confirmed is a finding."""
    text, findings = read_text(path)
    tests, found = parse_tests(text, path.name) if not findings else ((), [])
    findings += found
    ledger = ledger_in(office)
    kept = tests_in(office)
    drafts = []
    for test in tests:
        faults = _uncommitted(ledger, test.pledge, path.name)
        findings += faults
        if not faults and kept.get(test.pledge) != test:
            number = office.store.numbers("test", [test.pledge]).get(test.pledge, 0)
            drafts.append(Draft("test", test.pledge, pledge_test_body(test), number))
    if not drafts:
        return None, findings
    receipt, refused = office.store.write(Change(said.author, said.at, "test", tuple(drafts), said.why, path.name))
    return receipt, findings + refused


def assess(office: Office, day: date) -> list[tuple[Verdict, str]]:
    """Return the verdict on every pledge as of a day, and the one that was entered last (empty: none)."""
    tests, points = tests_in(office), points_in(office)
    entered = {version.id: str(version.body["verdict"]) for version in office.store.versions("verdict") if version.body}

    deliveries: dict[str, Delivery | None] = {}

    def figure(name: str, line: str, part: str, label: str) -> Fraction | None:
        if name not in deliveries:
            deliveries[name] = delivery_in(office, name, day)[0]
        return _figure(deliveries[name], line, part, label)

    found = [judge(pledge, tests.get(pledge), points, figure, day) for pledge in ledger_in(office).pledges]
    return [(verdict, entered.get(verdict.pledge, "")) for verdict in found]


def enter_verdicts(office: Office, verdicts: Sequence[Verdict], day: date, said: Said) -> Kept:
    """Enter the verdicts that differ from those entered last, as one change."""
    kept = {version.id: version.body for version in office.store.versions("verdict")}
    drafts = []
    for verdict in verdicts:
        body = _verdict_body(verdict, day)
        before = kept.get(verdict.pledge)
        if before is None or {**before, "day": ""} != {**body, "day": ""}:
            number = office.store.numbers("verdict", [verdict.pledge]).get(verdict.pledge, 0)
            drafts.append(Draft("verdict", verdict.pledge, body, number))
    if not drafts:
        return None, []
    return office.store.write(Change(said.author, said.at, "assess", tuple(drafts), said.why))


def trace_verdict(office: Office, pledge: str, day: date, speaker: Speaker) -> list[tuple[str, str]]:
    """Return what leads to the verdict on a pledge: the rule, the figures, and the verdicts entered so far."""
    found = next((verdict for verdict, _ in assess(office, day) if verdict.pledge == pledge), None)
    if found is None:
        return []
    say, language = speaker.say, speaker.language
    told = {"verdict": verdict_word(found.verdict, language), "because": because(found, language)}
    steps = [("verdict", say("trace.verdict", **told))]
    steps.append(("rule", say("trace.named", id=found.rule, title=rule_words(found.rule, language))))
    steps += [("figure", say("trace.where", name=e.name, value=e.value, where=e.where)) for e in found.evidence]
    for entry, version in office.store.history("verdict", pledge):
        if version.body:
            word = verdict_word(str(version.body["verdict"]), language)
            steps.append((f"entry {entry.number}", entry_words(speaker, entry, "trace.entry_verdict", verdict=word)))
    return steps


def trace_point(office: Office, figure: str, day: date, speaker: Speaker) -> list[tuple[str, str]]:
    """Return what leads to INDICATOR/REGION.PERIOD: the value known on a day, its cell, and other vintages."""
    own = [p for p in points_in(office) if f"{p.indicator}/{p.region}.{p.period}" == figure]
    steps: list[tuple[str, str]] = []
    for point in sorted(own, key=lambda p: p.vintage, reverse=True):
        step = "value" if point.vintage <= day and not any(s == "value" for s, _ in steps) else "other vintage"
        where = ", ".join(part for part in (said_place(speaker, point.place), point.source) if part)
        amount = said_value(speaker, f"{point.value:f} {point.unit}")
        steps.append((step, speaker.say("trace.point", amount=amount, day=str(point.vintage), where=where)))
    for entry, made in office.store.entries(kind="series") if steps else ():
        files = {p.place.file for p in own}
        if entry.action == "series" and any(v.kind == "series" and v.id.split(" | ")[0] in files for v in made):
            steps.append((f"entry {entry.number}", entry_words(speaker, entry, "trace.entry_day", what=entry.passage)))
    return steps


def _figure(delivery: Delivery | None, line: str, part: str, label: str) -> Fraction | None:
    """Return the figure of a board at the end of a period, or at the last one reported in it."""
    period = parse_period(label)
    if delivery is None or period is None or part not in (*SUMS, *DERIVED):
        return None
    end = min(period.end - timedelta(days=1), delivery.end)
    rows = [r for by in DIVISIONS for r in board(delivery.baseline, delivery.reports, end, by)]
    row = next((row for row in rows if row.key == line), None)
    if row is None or (not row.reported and not row.started):
        return None
    value = row.points(end) if part == "points" else getattr(row, part)
    return None if value is None else Fraction(value)


def _point(row: Sequence[Any]) -> Point:
    indicator, region, period, value, unit, vintage, source, (file, sheet, cell) = row
    day = date.fromisoformat(vintage)
    return Point(indicator, region, period, Decimal(value), unit, day, source, Place(file, sheet, cell))


def _key(point: Point) -> tuple[str, str, str, date]:
    return point.indicator, point.region, point.period, point.vintage


def _body(point: Point) -> list[Any]:
    place = [point.place.file, point.place.sheet, point.place.cell]
    texts = [point.indicator, point.region, point.period, f"{point.value:f}", point.unit, point.vintage.isoformat()]
    return [*texts, point.source, place]


def _verdict_body(verdict: Verdict, day: date) -> dict[str, Any]:
    evidence = [[e.name, e.value, e.where] for e in verdict.evidence]
    is_final = verdict.verdict in ("fulfilled", "partially_fulfilled", "not_fulfilled")
    said = {"verdict": verdict.verdict, "rule": verdict.rule, "because": because(verdict)}
    return {**said, "evidence": evidence, "final": is_final, "day": day.isoformat()}


def _uncommitted(ledger: Ledger, pledge: str, name: str) -> list[Finding]:
    return check_citation(ledger, Citation(pledge), f"test in {name}", Place(name, key=pledge))
