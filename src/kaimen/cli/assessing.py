"""`indicators` and `assess`: series in and out, and verdicts on pledges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.delivering import day_of
from kaimen.cli.keeping import with_office
from kaimen.delivery.indicators import Indicator, Point, series, year_to_date
from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.chart_file import chart_svg
from kaimen.formats.indicator_table import sdmx_csv
from kaimen.report import Column, Table, counted
from kaimen.report import as_json as rows_json
from kaimen.report.delivery import outlook_text, series_chart
from kaimen.workspace import indicators as work
from kaimen.workspace import write_bytes
from kaimen.workspace.office import Office, Said


def take_in(
    url: str, path: Path, indicator: Indicator | None, columns: Sequence[str], vintage: str, who: Said, *, as_json: bool
) -> int:
    """Take a file of series in."""
    day = day_of(vintage)
    pairs = [part.partition("=")[::2] for part in columns]
    if day is None or any(not heading or not region for heading, region in pairs):
        what = "--vintage takes a day such as 2024-01-17, --column HEADING=REGION"
        return show.misuse(what, as_json=as_json)
    if bool(pairs) != (indicator is not None):
        return show.misuse("--indicator and --column HEADING=REGION go together", as_json=as_json)
    wide = work.Wide(indicator, dict(pairs)) if indicator is not None else None

    def use(office: Office) -> int:
        count, (receipt, findings) = work.take_points_in(office, path, wide, day, who)
        entry = receipt.entry.number if receipt else None
        if as_json:
            show.print_json({"values": count, "entry": entry, "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            kept = f"kept as entry {entry}; undo it with kaimen library undo {entry}" if entry else "nothing was kept"
            show.say(f"{counted(count, 'new value')}; {kept}.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json)


def view(url: str, indicator: str, as_of: str, output: Path | None, only: Sequence[str], *, as_json: bool) -> int:
    """Show the indicators there are, or the series of one; write all vintages as SDMX-CSV."""
    day = day_of(as_of)
    if day is None:
        return show.misuse(f'--as-of takes a day such as 2024-01-17; "{as_of}" is none', as_json=as_json)

    is_drawing = output is not None and output.suffix.lower() == ".svg"
    if is_drawing and not indicator:
        return show.misuse(
            "a drawing is of one indicator: kaimen indicators show INDICATOR -o FILE.svg", as_json=as_json
        )

    def use(office: Office) -> int:
        known_points = work.points_in(office)
        points = [p for p in known_points if indicator in ("", p.indicator)]
        names = sorted({p.indicator for p in known_points})
        findings: list[Finding] = []
        if indicator and not points:
            what = f'There is no indicator "{indicator}".'
            fix = "Correct the name, or import its series."
            findings = [Finding("E838", what, Place(key=indicator), ", ".join(names) or "none yet", fix=fix)]
        strange = sorted(set(only) - {p.region for p in points}) if points else []
        if strange:
            known = ", ".join(sorted({p.region for p in points}))
            what = f"{indicator or 'No indicator'} has no series for {', '.join(strange)}."
            findings.append(Finding("E307", what, Place(key=strange[0]), known, fix="Correct --region."))
        points = [p for p in points if not only or p.region in only]
        if output is not None and not findings:
            content = _drawn(points, indicator, only, day) if is_drawing else sdmx_csv(points)
            findings += write_bytes(output, content)
        regions = sorted({(p.indicator, p.region) for p in points})
        lines = {key: series(points, *key, day) for key in regions}
        rows = [
            (p.indicator, p.region, p.period, f"{p.value:f}", p.unit, str(p.vintage), str(p.place))
            for line in lines.values()
            for p in line.values()
        ]
        heads = ("indicator", "region", "period", "value", "unit", "vintage", "place")
        table = Table("indicators", tuple(Column(h, h, h == "value") for h in heads), tuple(rows))
        ahead = {key: year_to_date(line, day.year) for key, line in lines.items()}
        if as_json:
            show.print_json({"rows": rows_json(table), "findings": show.findings_json(findings)})
        else:
            if rows:
                show.print_table(table, None if indicator else show.SCREEN)
            elif not findings:
                show.say(f"Nothing is known on {day}; kaimen indicators import takes series in.")
            for (name, region), outlook in ahead.items():
                if outlook is not None:
                    show.say(f"{name} of {region}: at this pace {day.year} ends at {outlook_text(outlook)}.")
            show.print_findings(findings, to_stdout=True)
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def _drawn(points: Sequence[Point], indicator: str, only: Sequence[str], day: date) -> bytes:
    """Return the chart of an indicator's series as known on a day, in the order asked for."""
    regions = [*dict.fromkeys(only)] or sorted({p.region for p in points})
    known = {region: series(points, indicator, region, day) for region in regions}
    lines = {region: {p.period: Fraction(p.value) for p in line.values()} for region, line in known.items() if line}
    last = [f"{region} {list(line.values())[-1].value:f} in {list(line)[-1]}" for region, line in known.items() if line]
    unit = points[0].unit if points else ""
    return chart_svg(series_chart(lines, f"{indicator}: {', '.join(last)}, as known on {day}.", unit))


def assess(url: str, path: Path | None, as_of: str, who: Said, *, keep: bool, as_json: bool) -> int:
    """Take tests in, and judge every pledge; with `keep`, enter the verdicts that changed."""
    day = day_of(as_of)
    if day is None:
        return show.misuse(f'--as-of takes a day such as 2024-01-31; "{as_of}" is none', as_json=as_json)

    def use(office: Office) -> int:
        findings = work.take_tests_in(office, path, who)[1] if path is not None else []
        judged = work.assess(office, day)
        receipt = None
        if keep:
            receipt, refused = work.enter_verdicts(office, [verdict for verdict, _ in judged], day, who)
            findings += refused
        rows = [(v.pledge, v.verdict, before if before != v.verdict else "", v.rule, v.because) for v, before in judged]
        heads = ("pledge", "verdict", "was", "rule", "because")
        table = Table("verdicts", tuple(Column(head, head) for head in heads), tuple(rows))
        entry = receipt.entry.number if receipt else None
        if as_json:
            show.print_json({"verdicts": rows_json(table), "entry": entry, "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            if rows:
                show.print_table(table)
            else:
                show.say("There are no pledges yet; kaimen review takes them in.")
            changed = sum(v.verdict != before for v, before in judged)
            if entry:
                show.say(f"entered as entry {entry}")
            elif changed and not keep:
                show.say(f"{counted(changed, 'verdict')} not entered yet. Add --keep to enter them.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)
