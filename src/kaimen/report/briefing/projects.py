"""The chosen projects, and where the line falls between them and those left out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kaimen.explain import Standing
from kaimen.report.briefing.blocks import Block, Figure, Grid, Picture, Row, Section, Words
from kaimen.report.briefing.ground import Chosen, Ground
from kaimen.report.briefing.lines import figure_column, line, said, text_column
from kaimen.report.charts import Ranked, cut_line, to_svg
from kaimen.report.charts.cut_line import CutWords, cut_off, first_left_out, last_chosen, shown_count
from kaimen.report.language import View
from kaimen.report.language.speaker import places_of


def chosen_section(ground: Ground) -> Section:
    """Return the cut line and the table of all chosen projects, largest margin first."""
    parts: list[Block] = [cut_picture(ground)] if ground.problem.projects else []
    parts.append(_table(ground))
    return Section("chosen-section", ground.speaker.say("chosen.heading"), tuple(parts))


def _table(ground: Ground) -> Grid:
    speaker = ground.speaker
    costs = [one.way.whole_cost for one in ground.chosen]
    view = speaker.view(ground.scenario.money, costs)
    places = places_of([view.of(cost) for cost in costs])
    benefit = speaker.say("unit.benefit")
    columns = (
        text_column(speaker.say("head.project")),
        text_column(speaker.say("head.title"), wide=True),
        *([text_column(speaker.say("head.region"))] if ground.has_regions else []),
        text_column(speaker.say("head.start")),
        figure_column(speaker.say("head.investment"), view.label, "s"),
        figure_column(speaker.say("head.benefit"), benefit, "s"),
        figure_column(speaker.say("head.margin"), benefit, "s"),
        text_column(speaker.say("head.standing")),
    )
    rows = [_row(ground, one, view, places) for one in ground.chosen]
    sums = [speaker.number(view.of(sum(costs, Fraction(0))), places), speaker.number(ground.result.benefit, 1)]
    total = [(Figure(text, to="chosen", mark="s"),) for text in sums]
    rows.append(
        Row(
            (
                line(speaker, "total"),
                said(""),
                *([said("")] if ground.has_regions else []),
                said(""),
                *total,
                said(""),
                said(""),
            ),
            "total",
        )
    )
    return Grid("chosen", speaker.say("chosen.caption"), columns, tuple(rows), line(speaker, "chosen.note"))


def _row(ground: Ground, one: Chosen, view: View, places: int) -> Row:
    speaker, anchor = ground.speaker, ground.anchor(one.project.id)
    area = ground.place(ground.area_of(one.way.region))
    site = ground.place(one.way.site) if one.way.site else ""
    where = speaker.say("place.site", place=area, site=site) if site and site != area else area
    figures = (
        (Figure(speaker.number(view.of(one.way.whole_cost), places), to=f"s{anchor}", mark="s"),),
        (Figure(speaker.number(one.benefit, 1), to=f"s{anchor}", mark="s"),),
        (Figure(speaker.number(ground.shown_margin(one.margin, one.benefit), 1), to=f"s{anchor}", mark="s"),),
    )
    standing = ground.standings[one.project.id]
    look = "keep attn" if standing is Standing.BORDERLINE else "keep"
    head = (Words(one.project.id, "", f"s{anchor}"),)
    cells = [said(ground.title(one.project.id)), said(speaker.period(one.way.start_label))]
    if ground.has_regions:
        cells.insert(1, said(where))
    return Row((head, *cells, *figures, said(speaker.say(f"standing.{standing}"), look)), id=anchor)


def cut_picture(ground: Ground, width: float = 700) -> Picture:
    """Return the projects by margin with the line between those chosen and those left out."""
    speaker = ground.speaker
    chosen = set(ground.result.portfolio.chosen.tolist())
    margins = ground.margins.tolist()  # whole numbers sort like the margins they stand for, and sooner
    order = sorted(ground.best, key=lambda option: (-margins[option], option not in chosen, option))
    must = [bool(ground.problem.must[ground.problem.option_project[option]]) for option in order]
    ranked = [
        Ranked(float(ground.margin(option)), option in chosen, forced)
        for option, forced in zip(order, must, strict=True)
    ]
    first, last = first_left_out(ranked), last_chosen(ranked)
    count = len(chosen)
    best = sum(one.chosen for one in ranked[:count])
    inside = sum(one.chosen for one in ranked[first - 1 : last])
    values = {"first": f"{first:,}", "last": f"{last:,}", "n": f"{max(last - first + 1, 0):,}", "inside": f"{inside:,}"}
    values |= {"best": f"{best:,}", "count": f"{count:,}"}
    band = (speaker.say("cut.band", **values), speaker.say("cut.ranks", **values)) if first <= last else ()
    shown = {"shown": f"{shown_count(ranked):,}", "all": f"{len(ranked):,}"}
    words = CutWords(speaker.say("cut.chosen"), speaker.say("cut.left_out"), speaker.say("cut.rank", **shown), band)
    clear = {"clear": f"{min(first - 1, len(ranked)):,}", **values, **shown, "chosen": f"{len(ground.chosen):,}"}
    sentence = speaker.say("cut.sentence" if first <= last else "cut.sentence_clear", **clear)
    chart = cut_line(ranked, words, sentence, _level(ground), width)
    cut = cut_off(ranked)
    measure = speaker.say("cut.measure")
    if any(one.margin > cut for one in ranked):
        measure += speaker.say("sentence.gap") + speaker.say("cut.cut_off", x=speaker.number(Fraction(round(cut)), 0))
    links = (
        Words(speaker.say("cut.table_chosen"), "", "chosen"),
        Words(speaker.say("list.comma")),
        Words(speaker.say("cut.table_left_out"), "", "left-out-all"),
    )
    title = speaker.say("cut.title" if first <= last else "cut.title_clear", **clear)
    return Picture("cut", title, measure, to_svg(chart), line(speaker, "cut.note"), None, links)


def _level(ground: Ground) -> Callable[[float], str]:
    """Return how values of the axis are written."""
    return lambda value: ground.speaker.number(Fraction(str(round(value, 6))), 0 if value == round(value) else 1)
