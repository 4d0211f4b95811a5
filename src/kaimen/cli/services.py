"""`service`: cases and their clocks, how long they take, forecasts, calendars, firms' sense of gain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.days import day_of
from kaimen.cli.keeping import with_office
from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.chart_file import chart_html, chart_svg
from kaimen.formats.table_csv import table_csv
from kaimen.quantity import parse_day
from kaimen.report import Table
from kaimen.report import as_json as rows_json
from kaimen.report import service as tables
from kaimen.report.language import LANGUAGES, words_of
from kaimen.service import Clock, WorkingDays, end_of, years_text
from kaimen.service.calendars import FIRST_YEAR, LAST_YEAR, MOST_DAYS
from kaimen.workspace import write_bytes
from kaimen.workspace.business import services as work
from kaimen.workspace.record.office import Office, Said


def take_in(
    url: str, paths: Sequence[Path], columns: Sequence[str], service: str, who: Said, *, keep: bool, as_json: bool
) -> int:
    """Say what tables of services hold, and keep them if asked to."""
    pairs = [text.partition("=")[::2] for text in columns]
    if any(not heading or not what for heading, what in pairs):
        return show.misuse("--column takes HEADING=NAME", as_json=as_json)

    def use(office: Office) -> int:
        told, findings = [], []
        for path in paths:
            intake, found = work.look_at_service(office, path, dict(pairs), service)
            findings += found
            if intake is None:
                continue
            receipt, refused = work.take_service_in(office, intake, who) if keep else (None, [])
            findings += [*intake.findings, *refused]
            counts = {name: getattr(intake, name) for name in ("new", "changed", "unchanged")}
            entry = receipt.entry.number if receipt else None
            told.append({"list": path.name, "kind": intake.kind, **counts, "entry": entry})
        if as_json:
            show.print_json({"lists": told, "findings": show.findings_json(findings)})
        else:
            show.print_findings(findings, to_stdout=True)
            for row in told:
                counts_text = ", ".join(f"{row[name]:,} {name}" for name in ("new", "changed", "unchanged"))
                kept = f"kept as entry {row['entry']}" if row["entry"] else "nothing was kept"
                show.say(f"{row['list']}, {row['kind']}: {counts_text}; {kept}.", "bold")
            if not keep and told:
                show.say("Add --keep to take them in, each as one change.")
        return show.WRONG if has_errors(findings) else show.DONE

    return with_office(url, use, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of services: as known when, of which service, by which class, written where, in what words."""

    as_of: str = ""
    service: str = ""
    by: str = "service"
    output: Path | None = None
    lang: str = "en"
    everything: bool = False

    def moment(self) -> datetime | None:
        """Return the end of the day asked for; None where it is none or the language is unknown."""
        day = day_of(self.as_of)
        is_good = day is not None and _is_near(day) and self.lang in LANGUAGES
        return end_of(day).replace(tzinfo=UTC) if day is not None and is_good else None


def look(url: str, asked: Asked, *, as_json: bool) -> int:
    """Show services, open cases with their clocks and chances, those over first."""

    def tell(office: Office, clocks: list[Clock], now: datetime) -> int:
        known = work.chances_of(clocks, now)
        parts = (tables.service_table(clocks, asked.lang), tables.clock_table(clocks, known, asked.lang))
        findings = work.beyond(work.services_in(office), now)
        if asked.output is not None:
            findings += write_bytes(asked.output, table_csv(parts[1]))
        if as_json:
            names = ("services", "open")
            rows = {name: rows_json(part) for name, part in zip(names, parts, strict=True)}
            says = tables.service_sentence(clocks, asked.lang)
            show.print_json({"says": says, **rows, "findings": show.findings_json(findings)})
            return show.DONE
        show.print_findings(findings, to_stdout=True)
        show.say(tables.service_sentence(clocks, asked.lang), "bold")
        show.print_table(parts[0])
        if parts[1].rows:
            show.print_table(parts[1], None if asked.everything else show.SCREEN)
        return show.DONE

    if has_other_ending(asked.output, (".csv",), as_json=as_json):
        return show.MISUSE
    return _with_clocks(url, asked, tell, as_json=as_json)


def clocks(url: str, asked: Asked, *, as_json: bool) -> int:
    """Show how long cases take by class, each class against all others, and draw the curves."""
    from kaimen.service import curve, effects  # bring the statistics, which other commands do without

    def tell(_office: Office, read: list[Clock], now: datetime) -> int:
        classes = work.spells_by(read, asked.by, now)
        found = [made for name, spells in classes.items() if (made := curve(name, spells)) is not None]
        few = [name for name in classes if name not in {c.name for c in found}]
        findings = [_few(asked.by, few)] if few else []
        parts = (tables.curve_table(found, asked.lang), tables.effect_table(effects(dict(classes)), asked.lang))
        if asked.output is not None and found:
            chart = tables.service_chart(found, asked.lang)
            is_page = asked.output.suffix.lower() != ".svg"
            title = words_of(asked.lang, "services")["curves"]
            content = chart_html(title, chart, parts, asked.lang) if is_page else chart_svg(chart)
            findings += write_bytes(asked.output, content)
        return _print(dict(zip(("classes", "effects"), parts, strict=True)), [], findings, as_json=as_json)

    if has_other_ending(asked.output, (".svg", ".html"), as_json=as_json):
        return show.MISUSE
    return _with_clocks(url, asked, tell, as_json=as_json)


def forecast(url: str, asked: Asked, *, as_json: bool) -> int:
    """Show how forecasts of lateness were on later cases."""

    def tell(_office: Office, read: list[Clock], now: datetime) -> int:
        found = work.trial_of(read, now)
        if found is None:
            what = "There are too few cases that were due to learn from and to try a forecast on."
            findings = [Finding("W947", what, Place(key="service"), fix="Take in more cases.")]
            return _print({}, [], findings, as_json=as_json)
        days = [str(date(1970, 1, 1) + timedelta(days=int(block.first))) for block in found.blocks]
        parts = {
            "trials": tables.trial_table(found, days, asked.lang),
            "calibration": tables.bin_table(found, asked.lang),
        }
        return _print(parts, [tables.trial_sentence(found, asked.lang)], [], as_json=as_json)

    return _with_clocks(url, asked, tell, as_json=as_json)


def gain(url: str, asked: Asked, *, as_json: bool) -> int:
    """Show what firms say, by class, with intervals and beside the clocks."""
    from kaimen.service import curve, gains

    def tell(office: Office, read: list[Clock], now: datetime) -> int:
        answers = work.answers_in(office)
        classes = work.spells_by(read, asked.by, now)
        curves = {name: made for name, spells in classes.items() if (made := curve(name, spells)) is not None}
        table = tables.gain_table(gains(answers, asked.by), curves, asked.lang)
        findings = []
        if not answers:
            what = "There are no answers of a survey yet."
            findings.append(Finding("W947", what, fix="Take a table with `question` and `answer` in."))
        return _print({"gain": table}, [], findings, as_json=as_json)

    return _with_clocks(url, asked, tell, as_json=as_json)


def days(url: str, calendar: str, first: str, last: str, count: int, *, as_json: bool) -> int:
    """Count working days between two days, or say which day comes so many working days after one."""
    begin, end = parse_day(first), parse_day(last) if last else None
    near = [day for day in (begin, end) if day is not None and _is_near(day)]
    if len(near) < 1 + bool(last) or bool(last) == (count > 0) or count > MOST_DAYS:
        years = f"{FIRST_YEAR} to {LAST_YEAR}, at most {MOST_DAYS:,} of them added"
        what = f"days takes FROM and either TO or --add DAYS; days such as 2024-09-30, of the years {years}"
        return show.misuse(what, as_json=as_json)

    begin = near[0]

    def use(office: Office) -> int:
        known = work.calendars_in(office)
        if calendar not in known:
            what = f'The calendar "{calendar}" is not known.'
            finding = Finding("E946", what, Place(key=calendar), ", ".join(known), fix="Correct its name.")
            show.tell([finding], as_json=as_json)
            return show.WRONG
        counter = WorkingDays(known[calendar], begin, end or begin)
        after = end or counter.after(begin, count)
        number = counter.between(begin, after)
        years = known[calendar].unknown_years(begin, after)
        findings = [_unknown(calendar, years)] if years else []
        if as_json:
            show.print_json({"from": str(begin), "to": str(after), "working_days": number} | _found(findings))
        else:
            show.print_findings(findings, to_stdout=True)
            show.say(f"{number:,} working days after {begin} up to {after}, calendar {calendar}")
        return show.DONE

    return with_office(url, use, as_json=as_json)


def _is_near(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _found(findings: Sequence[Finding]) -> dict[str, object]:
    return {"findings": show.findings_json(findings)}


def _with_clocks(url: str, asked: Asked, tell: Callable[[Office, list[Clock], datetime], int], *, as_json: bool) -> int:
    now = asked.moment()
    if now is None:
        what = f"--as-of takes a day such as 2024-05-08, --lang en or zh; not {asked.as_of or 'today'}, {asked.lang}"
        return show.misuse(what, as_json=as_json)

    def use(office: Office) -> int:
        services = work.services_in(office)
        names = sorted({case.service for case in services.cases})
        if asked.service and asked.service not in names:
            what = f'There is no service "{asked.service}".'
            finding = Finding("E946", what, Place(key=asked.service), ", ".join(names), fix="Correct its name.")
            show.tell([finding], as_json=as_json)
            return show.WRONG
        return tell(office, services.read(now, asked.service), now)

    return with_office(url, use, as_json=as_json, must_exist=True)


def _print(parts: dict[str, Table], said: Sequence[str], findings: Sequence[Finding], *, as_json: bool) -> int:
    if as_json:
        rows = {name: rows_json(part) for name, part in parts.items()}
        show.print_json({"says": list(said), **rows} | _found(findings))
        return show.WRONG if has_errors(findings) else show.DONE
    show.print_findings(findings, to_stdout=True)
    for line in said:
        show.say(line, "bold")
    for part in parts.values():
        if part.rows:
            show.print_table(part)
    return show.WRONG if has_errors(findings) else show.DONE


def _few(by: str, names: Sequence[str]) -> Finding:
    from kaimen.service.curves import LEAST_CASES

    what = f"Of {len(names)} classes by {by} there are too few cases to say how long they take."
    return Finding(
        "W947", what, Place(key=by), f"{LEAST_CASES} decided cases", ", ".join(names)[:200], "Look at fewer."
    )


def _unknown(calendar: str, years: Sequence[int]) -> Finding:
    what = f"The calendar {calendar} does not know the holidays of {years_text(years)}."
    fix = "Only weekends count as free there; take in a calendar with those years."
    return Finding("W943", what, Place(key=calendar), fix=fix)
