"""Tables and charts of delivery: the board, milestones early and late, the curve against the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from kaimen.delivery import BoardRow, Slip
from kaimen.delivery.standing import CurvePoint
from kaimen.report.charts import Bands, Chart, Mark, label, level_lines, line, nice_scale, path, rect, tick_labels
from kaimen.report.figures import figure, percent
from kaimen.report.rows import Column, Table, Value

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        **{"key": "", "projects": "projects", "promised": "promised", "planned": "planned by now", "done": "done"},
        **{"variance": "+ / −", "share": "done of promised", "points": "points ahead", "reported": "reported"},
        **{"started": "started", "start_rate": "start rate", "all": "all", "project": "project", "title": "title"},
        **{"milestone": "milestone", "due": "due", "now": "now", "state": "state", "slippage": "days late"},
        **{"rebaselined": "days rebaselined", "calendar": "calendar", "none": "(none)"},
        "sentence": "{share} of the year's promise is done and {calendar} of the year is over: {points} points {side}.",
        "ahead": "ahead of the calendar",
        "behind": "behind the calendar",
    },
    "zh": {
        **{"key": "", "projects": "项目数", "promised": "年度计划", "planned": "序时计划", "done": "完成投资"},
        **{"variance": "差额", "share": "占年度计划", "points": "快于时序进度（百分点）", "reported": "已报"},
        **{"started": "已开工", "start_rate": "开工率", "all": "合计", "project": "项目", "title": "名称"},
        **{"milestone": "节点", "due": "应完成", "now": "现预计", "state": "状态", "slippage": "延误（天）"},
        **{"rebaselined": "调整基线（天）", "calendar": "时序进度", "none": "（无）"},
        "sentence": "完成年度计划的{share}，全年已过{calendar}，{side}时序进度{points}个百分点。",
        "ahead": "快于",
        "behind": "慢于",
    },
}
"""Headings and sentences by language."""

_FIGURES = {"promised": 1, "planned": 1, "done": 1, "variance": 1, "share": None, "points": 1, "start_rate": None}


def board_table(rows: Sequence[BoardRow], day: date, lang: str = "en") -> Table:
    """Return the board: a line for all and one for each part, in the baseline's unit."""
    words = WORDS[lang]
    keys = ("key", "projects", "promised", "planned", "done", "variance", "share", "points", "started", "start_rate")
    columns = [
        Column(key, words[key], key != "key", _FIGURES.get(key), percent=key in ("share", "start_rate"))
        for key in (*keys, "reported")
    ]
    return Table("delivery", tuple(columns), tuple(_row(row, day, words) for row in rows))


def _row(row: BoardRow, day: date, words: Mapping[str, str]) -> tuple[Value, ...]:
    name = words["all"] if row.key == "all" else row.key or words["none"]
    sums = (row.promised, row.planned, row.done, row.variance, row.share, row.points(day))
    return (name, row.projects, *sums, row.started, row.start_rate, row.reported)


def slip_table(slips: Sequence[Slip], lang: str = "en") -> Table:
    """Return milestones with what they slipped, and apart from it what approvals have moved them by."""
    keys = ("project", "title", "milestone", "due", "now", "state", "slippage", "rebaselined")
    columns = [Column(key, WORDS[lang][key], key in ("slippage", "rebaselined")) for key in keys]
    rows = tuple(
        (s.project, s.title, s.milestone, str(s.due), str(s.now), s.state, s.slippage, s.rebaselined) for s in slips
    )
    return Table("milestones", tuple(columns), rows)


def curve_chart(
    points: Sequence[CurvePoint], promised: Fraction, scale: int, sentence: str, lang: str = "en", width: float = 700
) -> Chart:
    """Return planned and done by month against the calendar, which is a straight line to the year's promise."""
    words, left, right, top, bottom = WORDS[lang], 64.0, width - 110, 16.0, 230.0
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
    for name, tone, values in (("planned", "mute", planned), ("done", "accent", done)):
        places = [at(0, 0.0), *(at(p.day.month, value) for p, value in zip(points, values, strict=True))]
        if len(places) > 1:
            marks.append(path(places, tone))
            marks.append(label(places[-1][0] + 6, places[-1][1] + 4, words[name], "ink", size=11, bold=name == "done"))
    return Chart(width, bottom + 24, tuple(marks), sentence)


def board_chart(rows: Sequence[BoardRow], sentence: str, lang: str = "en", width: float = 700) -> Chart:
    """Return a bar a line: pale for the promise, an upright mark for planned by now, solid for done."""
    words, step, names, top = WORDS[lang], 26.0, 180.0, 6.0
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
    if row.share is None or points is None:
        return ""
    shown = {"share": tenths(row.share * 100) + " %", "calendar": tenths(calendar * 100) + " %"}
    side = WORDS[lang]["ahead" if points >= 0 else "behind"]
    return WORDS[lang]["sentence"].format(**shown, points=tenths(abs(points)), side=side)


def tenths(value: Fraction) -> str:
    """Return a figure with one decimal, halves away from zero."""
    tens = (abs(value) * 10 + Fraction(1, 2)).__floor__()
    return f"{'-' if value < 0 and tens else ''}{tens // 10}.{tens % 10}"
