"""Series of indicators from and to SDMX-CSV, and from tables with a column a region.

SDMX-CSV 1.0 and 2.0: columns in any order, of which `INDICATOR`, `REF_AREA`, `TIME_PERIOD`, `OBS_VALUE` are needed and
`UNIT_MEASURE`, `SOURCE`, `VINTAGE`, `TITLE`, `TITLE_ZH`, `DIRECTION` are read; an `ACTION` of D is refused, since
nothing is deleted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from kaimen.delivery.indicators import Indicator, Point
from kaimen.errors import Finding, Place
from kaimen.formats.cells import is_blank, shown
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table
from kaimen.quantity import parse_day, parse_number, parse_period

_NEEDED = ("indicator", "ref_area", "time_period", "obs_value")
_FIX = "Write SDMX-CSV; or name the columns of a table with --indicator and --column HEADING=REGION."
_READ = (*_NEEDED, "unit_measure", "source", "vintage", "title", "title_zh", "direction", "action")
_HEADER = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE")
_MORE = ("UNIT_MEASURE", "VINTAGE", "SOURCE", "TITLE", "TITLE_ZH", "DIRECTION")
_PERIODS = ("year", "period", "time_period", "年份")


def parse_sdmx(
    content: bytes, name: str, vintage: date
) -> tuple[tuple[Point, ...], tuple[Indicator, ...], list[Finding]]:
    """Read points and the catalogue rows they name; `vintage` is the day of rows that name none."""
    table, findings = parse_table(content, name, Headings(lambda h: h in _READ, ", ".join(_NEEDED).upper(), _FIX))
    if table is None:
        return (), (), findings
    columns = {fold(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        what = f"The list has no column {', '.join(missing).upper()}."
        return (), (), [*findings, Finding("E301", what, Place(name), ", ".join(_NEEDED).upper(), fix=_FIX)]
    points, catalogue = [], {}
    for row in (row for row in table.rows if not row.is_blank):
        said = {column: row.cells[columns[column]] if column in columns else "" for column in _READ}
        day = parse_day(said["vintage"]) if said["vintage"] else vintage
        if said["action"].casefold() == "d" or day is None:
            what = "The row deletes, which a record does not." if day else "The vintage is no day; the row is left out."
            place = table.place(row.number, columns.get("vintage" if day is None else "action", 0))
            findings.append(Finding("E308" if day is None else "E312", what, place, fix="Correct the row."))
            continue
        key = (said["indicator"], said["ref_area"], said["time_period"], said["unit_measure"], said["source"])
        point, found = _point(table, row, (columns["obs_value"], columns["time_period"]), key, day)
        findings += found
        points += [point] if point else []
        catalogue[said["indicator"]] = Indicator(
            *(said["indicator"], said["title"], said["title_zh"], said["unit_measure"]), direction=said["direction"]
        )
    return tuple(points), tuple(catalogue.values()), findings


def parse_wide(
    content: bytes, name: str, indicator: Indicator, columns: Mapping[str, str], vintage: date
) -> tuple[tuple[Point, ...], list[Finding]]:
    """Read a table with a column `year` or `period` and one for each region: `columns` is heading to region."""
    wanted = {fold(heading): region for heading, region in columns.items()}
    described = ", ".join(["year", *columns])
    table, findings = parse_table(content, name, Headings(lambda h: h in wanted or h in _PERIODS, described))
    if table is None:
        return (), findings
    places = {fold(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    when = next((places[word] for word in _PERIODS if word in places), None)
    missing = [heading for heading in columns if fold(heading) not in places] + (["year"] if when is None else [])
    if missing:
        what = f"The list has no column {', '.join(missing)}."
        return (), [*findings, Finding("E301", what, Place(name), described, fix="Correct --column HEADING=REGION.")]
    points = []
    for row in (row for row in table.rows if not row.is_blank):
        for heading, region in wanted.items():
            key = (indicator.id, region, row.cells[when or 0], indicator.unit, "")
            point, found = _point(table, row, (places[heading], when or 0), key, vintage)
            findings += found
            points += [point] if point else []
    return tuple(points), findings


def sdmx_csv(points: Iterable[Point], catalogue: Mapping[str, Indicator]) -> bytes:
    """Return points as SDMX-CSV 2.0 in UTF-8, with what the catalogue says of their indicators."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([*_HEADER, *_MORE])
    for p in sorted(points, key=lambda p: (p.indicator, p.region, p.end, p.period, p.vintage)):
        frequency = "M" if "-" in p.period else "Q" if "Q" in p.period.upper() else "A"
        row = ("dataflow", "KAIMEN:INDICATORS(1.0)", "I", frequency, p.region, p.indicator, p.period, f"{p.value:f}")
        known = catalogue.get(p.indicator, Indicator(p.indicator))
        writer.writerow([*row, p.unit, p.vintage.isoformat(), p.source, known.name, known.name_zh, known.direction])
    return target.getvalue().encode()


def _point(
    table: Table, row: Row, at: tuple[int, int], key: tuple[str, str, str, str, str], vintage: date
) -> tuple[Point | None, list[Finding]]:
    indicator, region, period, unit, source = key
    text = row.cells[at[0]]
    value = parse_number(text.removesuffix("%").strip())
    if is_blank(text):
        return None, []
    if value is None:
        fix = "Write a number such as 5.3."
        place = table.place(row.number, at[0])
        return None, [Finding("E303", "The value is not a number; left out.", place, "a number", shown(text), fix)]
    if parse_period(period) is None or not indicator or not region:
        what = "The row names no period, indicator or region; it is left out."
        fix = "Write a period such as 2023, 2023Q2 or 2023-04."
        return None, [Finding("E308", what, table.place(row.number, at[1]), "a period", shown(period), fix)]
    return Point(indicator, region, period, value, unit, vintage, source, table.place(row.number, at[0])), []
