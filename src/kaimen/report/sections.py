"""Sections of pages and of the public site that a paper does not have: tables as grids, and what became of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaimen.delivery import Baseline, Report, board, curve, done_in_year, outlook, slips, year_share
from kaimen.quantity import decimal_text
from kaimen.report.assessing import series_sentence, word
from kaimen.report.briefing.blocks import Block, Column, Fold, Grid, Para, Picture, Row, Section, Words
from kaimen.report.charts import to_svg
from kaimen.report.delivery import (
    board_chart,
    board_table,
    board_view,
    curve_chart,
    head_sentence,
    outlook_in,
    outlook_text,
    rows_in,
    series_chart,
    slip_table,
    standing_sentence,
)
from kaimen.report.language import Speaker, words_of
from kaimen.report.rows import Table
from kaimen.report.slippage import slip_chart

_MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Held:
    """An indicator held against another region: its name, its unit, and the lines by region, its own first."""

    name: str
    unit: str
    lines: Mapping[str, Mapping[str, Fraction]]


def grid_of(table: Table, anchor: str, caption: str) -> Grid:
    """Return a table as a grid with this id and caption; a long one is set smaller."""
    columns = tuple(Column(column.head, right=column.figures) for column in table.columns)
    rows = tuple(
        Row(tuple(_cell(column.shown(v)) for column, v in zip(table.columns, row, strict=True))) for row in table.rows
    )
    return Grid(anchor, caption, columns, rows, long=len(rows) > _MOST_BARS)


def delivery_section(
    approvals: tuple[Baseline, Baseline], reports: Sequence[Report], day: date, known: date, language: str
) -> Section:
    """Return what is promised, planned by now and done, by region, with the curve and what is late.

    Args:
        approvals: the baseline as first approved, and as in force.
        reports: those known.
        day: the last day that money was reported for; `known`: the day that is asked for.
        language: `en` or `zh`.
    """
    first, baseline = approvals
    words, speaker = words_of(language, "board"), Speaker(language)
    rows = board(baseline, reports, day, "region")
    view = board_view(baseline, rows, language)
    rows = rows_in(view, rows)
    sentence = standing_sentence(rows[0], year_share(day), day, language)
    blocks: list[Block] = [Para((Words(head_sentence(baseline, day, known, language, view.label)),), "quiet")]
    blocks.append(Para((Words(sentence, "strong"),)))
    ahead = outlook(baseline, reports, day)
    if ahead is not None:
        blocks.append(Para((Words(words["pace"].format(end=outlook_text(outlook_in(view, ahead), language))),)))
    scale = done_in_year(baseline, reports, day).scale
    points = curve(baseline, reports, day)
    drawn = to_svg(curve_chart(points, rows[0].promised, scale / view.factor, sentence, language))
    measure = view.label
    blocks.append(Picture("curve", speaker.say("site.curve", year=str(day.year)), measure, drawn))
    bars = to_svg(board_chart(rows[:_MOST_BARS], sentence, language))
    table = grid_of(board_table(rows, day, language), "board", words["board"])
    blocks.append(Picture("board-chart", words["board"], measure, bars, (), table))
    moved = slips(first, baseline, reports, known)
    if any(slip.slippage for slip in moved):
        late_chart = slip_chart(moved, language)
        title, note = speaker.say("slips.title"), (Words(late_chart.sentence),)
        blocks.append(Picture("slippage", title, "", to_svg(late_chart), note))
    late = slip_table(moved, language)
    if late.rows:
        grid = grid_of(late, "milestones", words["milestones"])
        summary = (Words(f"{words['milestones']} ({len(late.rows):,})"),)
        blocks.append(grid if not grid.long else Fold("milestones-all", summary, (grid,), printed=True))
    return Section("delivery", speaker.say("site.delivery"), tuple(blocks))


def indicator_section(shown: Sequence[Held], known: date, language: str) -> Section | None:
    """Return indicators drawn against what they are held against, each with its table; None where there are none."""
    blocks: list[Block] = []
    for number, held in enumerate(shown, 1):
        last = [(region, decimal_text(list(line.values())[-1]), list(line)[-1]) for region, line in held.lines.items()]
        chart = series_chart(held.lines, series_sentence(held.name, last, known, language), held.unit)
        periods = sorted({period for line in held.lines.values() for period in line})
        heads = (Column(word("period", language)), *(Column(region, right=True) for region in held.lines))
        rows = tuple(
            Row((_cell(p), *(_cell(decimal_text(line[p]) if p in line else "") for line in held.lines.values())))
            for p in periods
        )
        table = Grid(f"indicator-{number}-table", held.name, heads, rows, long=len(rows) > _MOST_BARS)
        blocks.append(
            Picture(f"indicator-{number}", held.name, held.unit, to_svg(chart), (Words(chart.sentence),), table)
        )
    return Section("indicators", word("indicators", language).capitalize(), tuple(blocks)) if blocks else None


def _cell(text: str) -> tuple[Words, ...]:
    return (Words(text),) if text else ()
