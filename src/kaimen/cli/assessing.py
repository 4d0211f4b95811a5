"""`indicators` and `assess`: series in and out, and verdicts on pledges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.days import day_of
from kaimen.cli.keeping import with_office
from kaimen.delivery.indicators import Indicator, Point, series, year_to_date
from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.chart_file import chart_svg
from kaimen.formats.indicator_table import sdmx_csv
from kaimen.report import as_json as rows_json
from kaimen.report import counted
from kaimen.report.assessing import (
    indicator_name,
    pace_sentence,
    series_sentence,
    series_table,
    verdict_table,
)
from kaimen.report.delivery import series_chart
from kaimen.report.language import LANGUAGES
from kaimen.workspace import write_bytes
from kaimen.workspace.delivery import indicators as work
from kaimen.workspace.record.office import Office, Said


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown of indicators: which one, as known when, written where, of which regions, in what words."""

    indicator: str = ""
    as_of: str = ""
    output: Path | None = None
    regions: tuple[str, ...] = ()
    lang: str = "en"

    @property
    def is_drawing(self) -> bool:
        """Whether a chart is to be written."""
        return self.output is not None and self.output.suffix.lower() == ".svg"


def view(url: str, wanted: Wanted, *, as_json: bool) -> int:
    """Show the indicators there are, or the series of one; write all vintages as SDMX-CSV."""
    day = day_of(wanted.as_of)
    if day is None or wanted.lang not in LANGUAGES:
        what = f"--as-of takes a day such as 2024-01-17, --lang en or zh; not {wanted.as_of or 'today'}, {wanted.lang}"
        return show.misuse(what, as_json=as_json)
    if wanted.is_drawing and not wanted.indicator:
        what = "a drawing is of one indicator: kaimen indicators show INDICATOR -o FILE.svg"
        return show.misuse(what, as_json=as_json)
    if has_other_ending(wanted.output, (".csv", ".svg"), as_json=as_json):
        return show.MISUSE

    def use(office: Office) -> int:
        points, findings = _chosen(office, wanted.indicator, wanted.regions)
        catalogue = work.catalogue_in(office)
        if wanted.output is not None and not has_errors(findings):
            name = indicator_name(wanted.indicator, catalogue, wanted.lang)
            drawn = _drawn(points, wanted, name, day) if wanted.is_drawing else sdmx_csv(points, catalogue)
            findings += write_bytes(wanted.output, drawn)
        lines = {key: series(points, *key, day) for key in sorted({(p.indicator, p.region) for p in points})}
        table = series_table([p for line in lines.values() for p in line.values()], catalogue, wanted.lang)
        if as_json:
            show.print_json({"rows": rows_json(table), "findings": show.findings_json(findings)})
            return show.WRONG if has_errors(findings) else show.DONE
        if table.rows:
            show.print_table(table, None if wanted.indicator else show.SCREEN)
        elif not findings:
            show.say(f"Nothing is known on {day}; kaimen indicators import takes series in.")
        for (indicator, region), line in lines.items():
            outlook = year_to_date(line, day.year)
            if outlook is not None:
                name = indicator_name(indicator, catalogue, wanted.lang)
                show.say(pace_sentence(name, region, day.year, outlook, wanted.lang))
        show.print_findings(findings, to_stdout=True)
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def export(url: str, path: Path, indicator: str, *, as_json: bool) -> int:
    """Write every vintage of one indicator or of all as SDMX-CSV."""
    if has_other_ending(path, (".csv",), as_json=as_json, taker="export"):
        return show.MISUSE

    def use(office: Office) -> int:
        points, findings = _chosen(office, indicator, ())
        if not findings:
            findings = write_bytes(path, sdmx_csv(points, work.catalogue_in(office)))
        if as_json:
            show.print_json({"values": len(points), "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            show.say(f"wrote {counted(len(points), 'value')} to {path}" if not findings else "Nothing was written.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def _chosen(office: Office, indicator: str, only: Sequence[str]) -> tuple[list[Point], list[Finding]]:
    """Return the points of one indicator or of all, of some regions or of all, and what is not there."""
    every = work.points_in(office)
    points = [p for p in every if indicator in ("", p.indicator)]
    if indicator and not points:
        what, known = f'There is no indicator "{indicator}".', sorted({p.indicator for p in every})
        fix = "Correct the name, or import its series."
        return [], [Finding("E838", what, Place(key=indicator), ", ".join(known) or "none yet", fix=fix)]
    strange = sorted(set(only) - {p.region for p in points}) if points else []
    findings = []
    if strange:
        known = sorted({p.region for p in points})
        what = f"{indicator or 'No indicator'} has no series for {', '.join(strange)}."
        findings.append(Finding("E307", what, Place(key=strange[0]), ", ".join(known), fix="Correct --region."))
    return [p for p in points if not only or p.region in only], findings


def _drawn(points: Sequence[Point], wanted: Wanted, name: str, day: date) -> bytes:
    """Return the chart of an indicator's series as known on a day, in the order asked for."""
    regions = [*dict.fromkeys(wanted.regions)] or sorted({p.region for p in points})
    known = {region: series(points, wanted.indicator, region, day) for region in regions}
    lines = {region: {p.period: Fraction(p.value) for p in line.values()} for region, line in known.items() if line}
    last = [(region, f"{list(line.values())[-1].value:f}", list(line)[-1]) for region, line in known.items() if line]
    unit = points[0].unit if points else ""
    return chart_svg(series_chart(lines, series_sentence(name, last, day, wanted.lang), unit))


@dataclass(frozen=True, slots=True)
class Judging:
    """How pledges are to be judged: new tests, as known when, in what words, and whether verdicts are entered."""

    tests: Path | None = None
    as_of: str = ""
    lang: str = "en"
    keep: bool = False


def assess(url: str, judging: Judging, who: Said, *, as_json: bool) -> int:
    """Take tests in, and judge every pledge; with `keep`, enter the verdicts that changed."""
    day = day_of(judging.as_of)
    if day is None or judging.lang not in LANGUAGES:
        what = (
            f"--as-of takes a day such as 2024-01-31, --lang en or zh; not {judging.as_of or 'today'}, {judging.lang}"
        )
        return show.misuse(what, as_json=as_json)

    def use(office: Office) -> int:
        findings = work.take_tests_in(office, judging.tests, who)[1] if judging.tests is not None else []
        judged = work.assess(office, day)
        receipt = None
        if judging.keep:
            receipt, refused = work.enter_verdicts(office, [verdict for verdict, _ in judged], day, who)
            findings += refused
        table = verdict_table(judged, judging.lang)
        entry = receipt.entry.number if receipt else None
        if as_json:
            show.print_json({"verdicts": rows_json(table), "entry": entry, "findings": show.findings_json(findings)})
            return show.WRONG if has_errors(findings) else show.DONE
        show.print_findings(findings, to_stdout=True)
        if table.rows:
            show.print_table(table)
        else:
            show.say("There are no pledges yet; kaimen review takes them in.")
        changed = sum(verdict.verdict != before for verdict, before in judged)
        if entry:
            show.say(f"entered as entry {entry}")
        elif changed and not judging.keep:
            show.say(f"{counted(changed, 'verdict')} not entered yet. Add --keep to enter them.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)
