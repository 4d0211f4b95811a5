"""The projects left out: how many for which reason, and a reason for every one."""

from __future__ import annotations

from fractions import Fraction

from kaimen.errors import Place
from kaimen.explain import Explanation
from kaimen.report.briefing.blocks import Block, Figure, Fold, Grid, Line, Para, Row, Section, Words
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import figure_column, line, said, text_column
from kaimen.report.briefing.reasons import reason_line

MOST_LISTED = 20_000
"""With more projects left out, those nearest to the plan are listed, and the paper says so."""


def left_out_section(ground: Ground) -> Section:
    """Return how many projects were left out for which first reason, what it means and what may change it."""
    speaker = ground.speaker
    counts: dict[str, int] = {}
    for explanation in _explained(ground):
        code = explanation.reasons[0].code
        counts[code] = counts.get(code, 0) + 1
    total = sum(counts.values())
    columns = (
        text_column(speaker.say("head.first_reason")),
        figure_column(speaker.say("head.projects"), speaker.say("unit.projects"), "s"),
        figure_column(speaker.say("head.part"), "%", "s"),
        text_column(speaker.say("head.meaning"), wide=True),
        text_column(speaker.say("head.remedy"), wide=True),
    )
    rows = [
        Row(
            (
                said(speaker.say(f"reason.{code}.name")),
                (Figure(f"{count:,}", to="left-out-all", mark="s"),),
                said(_part(ground, count, total)),
                said(speaker.say(f"reason.{code}.means")),
                said(speaker.say(f"reason.{code}.remedy")),
            )
        )
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    hundred = speaker.number(Fraction(100), 1) if total else ""
    rows.append(
        Row(
            (
                line(speaker, "total"),
                (Figure(f"{total:,}", to="left-out-all", mark="s"),),
                said(hundred),
                said(""),
                said(""),
            ),
            "total",
        )
    )
    note = (Words(speaker.say("left_out.all"), "", "left-out-all"),)
    grid = Grid("left-out", speaker.say("left_out.caption"), columns, tuple(rows), note)
    return Section("left-out-section", speaker.say("left_out.heading", n=f"{total:,}"), (grid,))


def _part(ground: Ground, count: int, total: int) -> str:
    return ground.speaker.percent(Fraction(count, total)).removesuffix("%").rstrip("\u202f")


def _explained(ground: Ground) -> list[Explanation]:
    return [explanation for explanation in ground.material.explanations if explanation.reasons]


def every_reason(ground: Ground) -> Section:
    """Return the table of all projects left out, nearest to the plan first, each with its reason."""
    speaker = ground.speaker
    nearest = sorted(_explained(ground), key=lambda e: (e.option is None, -e.margin, e.project))
    listed = nearest[:MOST_LISTED]
    columns = (
        text_column(speaker.say("head.project")),
        text_column(speaker.say("head.title")),
        *([text_column(speaker.say("head.region"))] if ground.has_regions else []),
        text_column(speaker.say("head.list_row")),
        figure_column(speaker.say("head.margin"), speaker.say("unit.benefit"), "s"),
        text_column(speaker.say("head.reason"), wide=True),
    )
    rows = tuple(_row(ground, explanation) for explanation in listed)
    grid = Grid("left-out-all", speaker.say("left_out.every"), columns, rows, line(speaker, "left_out.note"), long=True)
    found: list[Block] = [
        Fold("all-reasons", line(speaker, "left_out.open", n=f"{len(rows):,}"), (grid,), printed=True)
    ]
    if len(nearest) > len(listed):
        counts = {"listed": f"{len(listed):,}", "n": f"{len(nearest):,}"}
        found.insert(0, Para(line(speaker, "left_out.cut", **counts)))
    return Section("every-reason", speaker.say("left_out.annex"), tuple(found), annex=True)


def _row(ground: Ground, explanation: Explanation) -> Row:
    speaker = ground.speaker
    project = ground.projects.get(explanation.project)
    region = ground.place(ground.area_of(project.region)) if project and project.region else ""
    margin: Line = said("")
    if explanation.option is not None:
        shown = ground.shown_margin(explanation.margin, explanation.benefit)
        margin = said(speaker.number(shown, 1), "attn" if shown < 0 else "")
    cells = (
        said(explanation.project),
        said(ground.title(explanation.project)),
        *([said(region)] if ground.has_regions else []),
        said(row_words(project.place) if project else ""),
        margin,
        reason_line(ground, explanation),
    )
    return Row(cells, id=ground.anchor(explanation.project))


def row_words(place: Place) -> str:
    """Return the row of the list that a project was read from, as people count rows."""
    digits = "".join(character for character in place.cell if character.isdigit())
    number = f"{place.line}" if place.line is not None else digits
    if not number:
        return ""
    sheet = f"{place.sheet} " if place.sheet else ""
    return f"⊞ {sheet}{number}"
