"""Tables and charts of delivery: the board, milestones early and late, the curve against the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from kaimen.delivery import Baseline, BoardRow, Modification, Outlook, Slip
from kaimen.delivery.standing import CurvePoint
from kaimen.report.charts import Bands, Chart, Mark, label, level_lines, line, nice_scale, path, rect, tick_labels
from kaimen.report.charts.bars import apart
from kaimen.report.figures import figure, percent
from kaimen.report.language import Speaker, View, said_value, view_of, words_of
from kaimen.report.rows import Column, Table, Value

_FIGURES = {"promised": 1, "planned": 1, "done": 1, "variance": 1, "share": None, "points": 1, "start_rate": None}


def board_table(rows: Sequence[BoardRow], day: date, lang: str = "en") -> Table:
    """Return the board: a line for all and one for each part, in the baseline's unit."""
    words = words_of(lang, "board")
    keys = ("key", "projects", "promised", "planned", "done", "variance", "share", "points", "started", "start_rate")
    columns = [
        Column(key, words.get(key, ""), key != "key", _FIGURES.get(key), percent=key in ("share", "start_rate"))
        for key in (*keys, "reported")
    ]
    return Table(words["board"], tuple(columns), tuple(_row(row, day, words) for row in rows))


def _row(row: BoardRow, day: date, words: Mapping[str, str]) -> tuple[Value, ...]:
    name = words["all"] if row.key == "all" else row.key or words["none"]
    sums = (row.promised, row.planned, row.done, row.variance, row.share, row.points(day))
    return (name, row.projects, *sums, row.started, row.start_rate, row.reported)


def slip_table(slips: Sequence[Slip], lang: str = "en") -> Table:
    """Return milestones with what they slipped, and apart from it what approvals have moved them by."""
    keys = ("project", "title", "milestone", "due", "now", "state", "slippage", "rebaselined")
    columns = [Column(key, words_of(lang, "board")[key], key in ("slippage", "rebaselined")) for key in keys]
    rows = tuple(
        (
            s.project,
            s.title,
            _said(s.milestone, lang),
            str(s.due),
            str(s.now),
            _said(s.state, lang),
            s.slippage,
            s.rebaselined,
        )
        for s in slips
    )
    return Table(words_of(lang, "board")["milestones"], tuple(columns), rows)


def change_table(changes: Sequence[tuple[Baseline, Modification]], lang: str = "en") -> Table:
    """Return what approvals after the first changed, each with the day of its approval."""
    columns = tuple(
        Column(key, words_of(lang, "board")[key]) for key in ("approved", "project", "kind", "what", "before", "after")
    )
    rows = tuple(
        (str(later.approved), c.project, *(_said(word, lang) for word in (c.kind, c.what, c.before, c.after)))
        for later, c in changes
    )
    return Table(words_of(lang, "board")["changes"], columns, rows)


def _said(word: str, lang: str) -> str:
    """Return one of our own words in a language; what the data says stays as it is."""
    return words_of(lang, "board").get(word, word)


def board_view(baseline: Baseline, rows: Sequence[BoardRow], lang: str = "en") -> View:
    """Return the unit in which pages and papers show a board: the baseline's in English, that of readers in Chinese."""
    if lang == "en":
        return View(Fraction(1), str(baseline.unit))
    return view_of(lang, baseline.unit, [rows[0].promised, rows[0].done] if rows else [])


def rows_in(view: View, rows: Sequence[BoardRow]) -> list[BoardRow]:
    """Return the lines of a board with their money in another unit."""
    if view.factor == 1:
        return list(rows)
    return [
        replace(row, promised=view.of(row.promised), planned=view.of(row.planned), done=view.of(row.done))
        for row in rows
    ]


def outlook_in(view: View, outlook: Outlook) -> Outlook:
    """Return a forecast in another unit."""
    low, high = (None if end is None else view.of(end) for end in (outlook.low, outlook.high))
    return Outlook(view.of(outlook.value), low, high)


def head_sentence(baseline: Baseline, day: date, known: date, lang: str = "en", unit: str = "") -> str:
    """Return what a board is of: the baseline, its approval, the day it speaks of, what was known when, its unit."""
    own = unit or (str(baseline.unit) if lang == "en" else said_value(Speaker(lang), str(baseline.unit)))
    said = {"name": baseline.id, "approved": baseline.approved, "day": day, "known": known, "unit": own}
    return words_of(lang, "board")["head"].format(**said)


def curve_chart(
    points: Sequence[CurvePoint],
    promised: Fraction,
    scale: Fraction | int,
    sentence: str,
    lang: str = "en",
    width: float = 700,
) -> Chart:
    """Return planned and done by month against the calendar, which is a straight line to the year's promise."""
    words, left, right, top, bottom = words_of(lang, "board"), 64.0, width - 110, 16.0, 230.0
    bands = Bands(12, left, right, 0.0)
    done = [float(Fraction(p.done, scale)) for p in points]
    planned = [float(Fraction(p.planned, scale)) for p in points]
    upright, levels = nice_scale([float(promised), *done, *planned], bottom, top)

    def at(month: float, value: float) -> tuple[float, float]:
        return left + (right - left) * month / 12, upright.at(value)

    marks: list[Mark] = level_lines(upright, levels, left, right, lambda value: figure(Fraction(value)))
    marks += tick_labels(bands, [str(month) for month in range(1, 13)], bottom + 17)
    end = at(12, float(promised))
    marks.append(line(*at(0, 0.0), *end, "mute", dashed=True))
    marks.append(label(end[0] + 6, end[1] + 4, words["calendar"], "ink-3", size=11))
    ends: list[tuple[float, str]] = []
    for name, tone, values in (("planned", "mute", planned), ("done", "accent", done)):
        places = [at(0, 0.0), *(at(p.day.month, value) for p, value in zip(points, values, strict=True))]
        if len(places) > 1:
            marks.append(path(places, tone))
            ends.append((places[-1][1] + 4, name))
    ends.sort(reverse=True)
    beside = at(points[-1].day.month, 0.0)[0] + 6 if points else right
    for y, (_, name) in zip(apart([y for y, _ in ends], 15, top, bottom), ends, strict=True):
        marks.append(label(beside, y, words[name], "ink", size=11, bold=name == "done"))
    return Chart(width, bottom + 24, tuple(marks), sentence)


def board_chart(rows: Sequence[BoardRow], sentence: str, lang: str = "en", width: float = 700) -> Chart:
    """Return a bar a line: pale for the promise, an upright mark for planned by now, solid for done."""
    words, step, names, top = words_of(lang, "board"), 26.0, 180.0, 6.0
    most = max([float(max(row.promised, row.done)) for row in rows], default=0.0) or 1.0
    wide = width - names - 80
    marks: list[Mark] = []
    for at, row in enumerate(rows):
        y = top + step * at
        name = words["all"] if row.key == "all" else row.key or words["none"]
        promised, planned, done = (float(value) / most * wide for value in (row.promised, row.planned, row.done))
        marks.append(label(names - 10, y + 16, name, "ink", anchor="end", size=12))
        marks += [rect(names, y + 4, promised, 14, "tile-2"), rect(names, y + 6, done, 10, "accent")]
        marks.append(line(names + planned, y + 1, names + planned, y + 21, "ink", stroke=2.0))
        shown = percent(row.share) if row.share is not None else figure(row.done, 1)
        marks.append(label(names + max(promised, done) + 6, y + 16, shown, "ink-2", size=11))
    return Chart(width, top + step * len(rows) + 4, tuple(marks), sentence)


def standing_sentence(row: BoardRow, calendar: Fraction, day: date, lang: str = "en") -> str:
    """Return in one sentence how far the year's promise and the year are."""
    points = row.points(day)
    sign = " %" if lang == "en" else "%"
    if not row.reported and not row.started:
        return words_of(lang, "board")["silent"].format(year=day.year, calendar=tenths(calendar * 100) + sign)
    if row.share is None or points is None:
        return ""
    shown = {"share": tenths(row.share * 100) + sign, "calendar": tenths(calendar * 100) + sign}
    side = words_of(lang, "board")["ahead" if points >= 0 else "behind"]
    return words_of(lang, "board")["sentence"].format(**shown, points=tenths(abs(points)), side=side)


def outlook_text(outlook: Outlook, lang: str = "en") -> str:
    """Return where a year leads at its pace, with the interval where there is one."""
    if outlook.low is None or outlook.high is None:
        return tenths(outlook.value)
    words = words_of(lang, "board")["interval"]
    return words.format(value=tenths(outlook.value), low=tenths(outlook.low), high=tenths(outlook.high))


def tenths(value: Fraction) -> str:
    """Return a figure with one decimal, halves away from zero."""
    tens = (abs(value) * 10 + Fraction(1, 2)).__floor__()
    return f"{'-' if value < 0 and tens else ''}{tens // 10}.{tens % 10}"


def series_chart(lines: Mapping[str, Mapping[str, Fraction]], sentence: str, unit: str, width: float = 700) -> Chart:
    """Return one line a region over all periods, the first strong and the others, its comparators, pale.

    Args:
        lines: values by period, in order, by region; the first region is the one that is looked at.
        sentence: what is to be seen.
        unit: of the values.
        width: in pixels.
    """
    periods = list(dict.fromkeys(sorted(period for line_ in lines.values() for period in line_)))
    left, right, top, bottom = 56.0, width - 120, 16.0, 220.0
    bands = Bands(max(len(periods), 1), left, right, 0.0)
    values = [float(value) for line_ in lines.values() for value in line_.values()]
    upright, levels = nice_scale(values, bottom, top)
    marks: list[Mark] = level_lines(upright, levels, left, right, lambda value: f"{figure(Fraction(value), 1)} {unit}")
    shown = [period if at % (len(periods) // 12 + 1) == 0 else "" for at, period in enumerate(periods)]
    marks += tick_labels(bands, shown, bottom + 17)
    wanted = [upright.at(float(list(line_.values())[-1])) + 4 for line_ in lines.values() if line_]
    order = sorted(range(len(wanted)), key=lambda at: -wanted[at])
    places = dict(zip(order, apart([wanted[at] for at in order], 15, top, bottom), strict=True))
    for at, (region, line_) in enumerate((region, line_) for region, line_ in lines.items() if line_):
        tone = "accent" if at == 0 else "mute"
        points = [(bands.middle(periods.index(p)), upright.at(float(value))) for p, value in line_.items()]
        marks += [path(points, tone)] if len(points) > 1 else []
        marks += [rect(x - 2, y - 2, 4, 4, tone) for x, y in points]
        marks.append(label(right + 6, places[at], region, "ink" if at == 0 else "ink-2", size=11, bold=at == 0))
    return Chart(width, bottom + 24, tuple(marks), sentence)
