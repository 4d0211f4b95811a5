"""`approve`, `observe`, `delivery`, `due`, `library collect --period`: what became of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.days import day_of
from kaimen.cli.keeping import with_office
from kaimen.delivery import DIVISIONS, board, curve, done_in_year, outlook, slips, year_share
from kaimen.errors import has_errors
from kaimen.formats.chart_file import chart_html, chart_svg
from kaimen.formats.table_csv import table_csv
from kaimen.quantity import parse_day
from kaimen.report import Table, counted
from kaimen.report import as_json as rows_json
from kaimen.report.assessing import due_table
from kaimen.report.delivery import (
    board_chart,
    board_table,
    change_table,
    curve_chart,
    head_sentence,
    outlook_text,
    slip_table,
    standing_sentence,
)
from kaimen.report.language import LANGUAGES, words_of
from kaimen.workspace import write_bytes
from kaimen.workspace.delivery import observing as work
from kaimen.workspace.record.office import Office, Said


def approve(url: str, path: Path, name: str, on: str, who: Said, *, as_json: bool) -> int:
    """Freeze a plan or a list of promises as a baseline."""
    day = day_of(on)
    if day is None:
        return show.misuse(f'--on takes a day such as 2024-03-14; "{on}" is none', as_json=as_json)

    def use(office: Office) -> int:
        baseline, content, findings = work.read_promises(path, name, day)
        receipt = None
        if baseline is not None:
            receipt, refused = work.approve(office, baseline, content, who)
            findings += refused
        entry = receipt.entry.number if receipt else None
        if as_json:
            own = baseline.id if baseline else None
            count = len(baseline.promises) if baseline else 0
            show.print_json(
                {"baseline": own, "projects": count, "entry": entry, "findings": show.findings_json(findings)}
            )
        else:
            show.print_findings(findings, to_stdout=True)
            if baseline is not None and receipt is not None:
                size = counted(len(baseline.promises), "project")
                show.say(f'baseline "{baseline.id}", approved {day}: {size}; kept as entry {entry}', "bold")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of lists of observations: their baseline, period and day of report; whether to keep them."""

    baseline: str = ""
    period: str = ""
    vintage: str = ""
    keep: bool = False


def observe(url: str, paths: list[Path], given: Given, who: Said, *, as_json: bool) -> int:
    """Say what lists of observations hold, and keep them if asked to."""
    vintage = parse_day(given.vintage) if given.vintage else None
    if given.vintage and vintage is None:
        return show.misuse(f'--vintage takes a day such as 2024-05-08; "{given.vintage}" is none', as_json=as_json)

    def use(office: Office) -> int:
        observed, findings = work.look_at_observations(office, paths, given.baseline, given.period, vintage)
        receipt = None
        if observed is not None:
            findings = list(observed.findings)
            if given.keep:
                receipt, refused = work.observe(office, observed, who)
                findings += refused
        figures, entry = observed.figures if observed else 0, receipt.entry.number if receipt else None
        if as_json:
            show.print_json({"figures": figures, "entry": entry, "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            show.say(f"{counted(figures, 'new figure')} read.", "bold")
            dry = "Nothing was kept." + ("" if given.keep else " Add --keep to take it in.")
            show.say(f"kept as entry {entry}; undo it with kaimen library undo {entry}" if entry else dry)
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def collect(url: str, folder: Path, period: str, baseline: str, *, as_json: bool) -> int:
    """Write one workbook a region for the observations of a period."""

    def use(office: Office) -> int:
        written, findings = work.collect_observations(office, folder, period, baseline)
        if as_json:
            show.print_json({"written": [str(p) for p in written], "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            for path in written:
                show.say(f"wrote {path}")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


@dataclass(frozen=True, slots=True)
class View:
    """How delivery is to be shown."""

    baseline: str = ""
    as_of: str = ""
    by: str = "region"
    output: Path | None = None
    lang: str = "en"


def delivery(url: str, view: View, *, as_json: bool) -> int:
    """Show or write the board as known on a day."""
    day = day_of(view.as_of)
    if day is None or view.by not in DIVISIONS or view.lang not in LANGUAGES:
        what = "--as-of takes a day, --by one of region, sector, project, --lang en or zh"
        return show.misuse(what, as_json=as_json)
    if has_other_ending(view.output, (".csv", ".svg", ".html"), as_json=as_json):
        return show.MISUSE

    def use(office: Office) -> int:
        found, findings = work.delivery_in(office, view.baseline, day)
        if found is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
        rows = board(found.baseline, found.reports, found.end, view.by)
        late = slip_table(slips(found.first, found.baseline, found.reports, day), view.lang)
        table = board_table(rows, found.end, view.lang)
        sentence = standing_sentence(rows[0], year_share(found.end), found.end, view.lang)
        if view.output is not None:
            findings += write_bytes(view.output, _file(found, view, (table, late), sentence))
        changed = change_table(found.changes, view.lang)
        ahead = outlook(found.baseline, found.reports, found.end)
        if as_json:
            out = {"value": ahead.value, "low": ahead.low, "high": ahead.high} if ahead else {}
            whole = {
                "baseline": found.baseline.id,
                "approved": str(found.baseline.approved),
                "day": str(found.end),
                "known": str(day),
                "unit": str(found.baseline.unit),
                "says": sentence,
                "rows": rows_json(table),
                "milestones": rows_json(late),
                "changes": rows_json(changed),
                "findings": show.findings_json(findings),
                "forecast": {name: None if v is None else f"{float(v):.6g}" for name, v in out.items()},
            }
            show.print_json(whole)
            return show.WRONG if has_errors(findings) else show.DONE
        show.say(head_sentence(found.baseline, found.end, day, view.lang), "bold")
        show.print_table(table, None if view.by != "project" else show.SCREEN)
        show.say(sentence)
        if ahead is not None:
            show.say(words_of(view.lang, "board")["pace"].format(end=outlook_text(ahead, view.lang)))
        if late.rows:
            show.print_table(late, show.SCREEN)
        if changed.rows:
            show.print_table(changed, show.SCREEN)
        show.print_findings(findings, to_stdout=True)
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json, must_exist=True)


def _file(found: work.Delivery, view: View, tables: tuple[Table, ...], sentence: str) -> bytes:
    """Return the board as the file asked for: .csv the table, .svg the bars, .html the curve and the tables."""
    rows, day = board(found.baseline, found.reports, found.end, view.by), found.end
    ending = view.output.suffix.lower() if view.output else ""
    if ending == ".csv":
        return table_csv(tables[0])
    if ending == ".svg":
        return chart_svg(board_chart(rows[:40], sentence, view.lang))
    scale = done_in_year(found.baseline, found.reports, day).scale
    points = curve(found.baseline, found.reports, day)
    chart = curve_chart(points, rows[0].promised, scale, sentence, view.lang)
    return chart_html(f"{found.baseline.id}, {day}", chart, tables, view.lang)


def due(url: str, baseline: str, as_of: str, within: int, lang: str, *, as_json: bool) -> int:
    """Show milestones, pledges and reports on them that are late or due soon."""
    day = day_of(as_of)
    if day is None or lang not in LANGUAGES:
        what = f"--as-of takes a day such as 2024-05-08, --lang en or zh; not {as_of or 'today'}, {lang}"
        return show.misuse(what, as_json=as_json)

    def use(office: Office) -> int:
        table = due_table(work.due_in(office, baseline, day, within), lang)
        return show.print_rows(table, f"Nothing is late on {day} or due within {within} days.", as_json=as_json)

    return with_office(url, use, as_json=as_json, must_exist=True)
