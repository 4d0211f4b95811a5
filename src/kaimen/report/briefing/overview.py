"""The plan at a glance: by sector, by region and by ownership; money by fund and year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.library import Project
from kaimen.quantity import Unit
from kaimen.report.briefing.blocks import Block, Column, Figure, Grid, Line, Picture, Row, Section
from kaimen.report.briefing.ground import Chosen, Ground
from kaimen.report.briefing.lines import figure_column, line, said, text_column
from kaimen.report.charts import Layer, Part, Stack, Tile, bars_across, stacked_columns, tile_map, to_svg
from kaimen.report.language import View
from kaimen.report.language.speaker import places_of

MOST_RESOURCES = 3
"""Resources that the tables by group have columns for."""

MOST_LAYERS = 4
"""Funds that the chart of money tells apart; the smaller ones are one more layer together."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """A column of the tables by group: its head, the amount of one chosen project, its unit (None: benefit)."""

    head: str
    of: Callable[[Chosen], Fraction]
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class _Groups:
    """How projects are grouped: the word for it, the group of a project, and that of a chosen option."""

    name: str
    of: Callable[[Project], str]
    of_chosen: Callable[[Chosen], str]


def overview_section(ground: Ground) -> Section | None:
    """Return the tables by sector, region and ownership with their charts; None where the list says none of them."""
    speaker = ground.speaker

    def place(region: str) -> str:
        return ground.place(ground.area_of(region))

    parts: list[Block] = []
    projects = ground.library.projects
    if any(project.sector for project in projects):
        words = _both(lambda project: speaker.called(project.sector, "sector"))
        parts.append(_grid(ground, _Groups("sector", *words)))
    if len({ground.area_of(project.region) for project in projects if project.region}) > 1:
        regions = _Groups("region", lambda project: place(project.region), lambda one: place(one.way.region))
        parts.append(_regions_picture(ground, _grid(ground, regions)))
    if any(project.ownership for project in projects):
        words = _both(lambda project: speaker.say(f"ownership.{project.ownership or 'unknown'}"))
        parts.append(_grid(ground, _Groups("ownership", *words)))
    return Section("plan", speaker.say("plan.heading"), tuple(parts)) if parts else None


def _both(key: Callable[[Project], str]) -> tuple[Callable[[Project], str], Callable[[Chosen], str]]:
    return key, lambda one: key(one.project)


def _measures(ground: Ground) -> list[_Measure]:
    speaker, uses = ground.speaker, {name: resource.use for name, resource in ground.resources.items()}
    quotas = {row.resource for row in ground.problem.quotas}
    named = [name for name in ground.resources if name in quotas][:MOST_RESOURCES]
    found = [_Measure(speaker.say("head.investment"), lambda one: one.way.whole_cost, ground.scenario.money)]

    def taken(name: str) -> Callable[[Chosen], Fraction]:
        return lambda one: one.way.measure(name, None, uses)

    found += [_Measure(speaker.called(name), taken(name), ground.resources[name].unit) for name in named]
    return [*found, _Measure(speaker.say("head.benefit"), lambda one: one.benefit, None)]


def _grid(ground: Ground, by: _Groups) -> Grid:
    speaker = ground.speaker
    considered = {*ground.problem.projects, *(entry.project for entry in ground.problem.barred)}
    groups: dict[str, int] = {}
    for project in ground.library.projects:
        if project.id in considered:
            name = by.of(project) or speaker.say("unknown")
            groups[name] = groups.get(name, 0) + 1
    chosen: dict[str, list[Chosen]] = {}
    for one in ground.chosen:
        chosen.setdefault(by.of_chosen(one) or speaker.say("unknown"), []).append(one)
    names = sorted({*groups, *chosen}, key=lambda name: (-groups.get(name, 0), name))
    measures = _measures(ground)
    sums = [[sum((m.of(one) for one in chosen.get(name, ())), Fraction(0)) for name in names] for m in measures]
    views = [_view(ground, m, column) for m, column in zip(measures, sums, strict=True)]
    rows = [
        _row(said(name), [groups.get(name, 0), len(chosen.get(name, ()))], [c[at] for c in sums], views, ground)
        for at, name in enumerate(names)
    ]
    total = [sum(groups.values()), len(ground.chosen)]
    rows.append(_row(line(speaker, "total"), total, [sum(c, Fraction(0)) for c in sums], views, ground, "total"))
    columns = (text_column(speaker.say(f"head.{by.name}")), *_heads(ground, measures, views))
    note = line(speaker, "plan.note") if by.name == "sector" else ()
    return Grid(f"by-{by.name}", speaker.say(f"plan.by_{by.name}"), columns, tuple(rows), note)


def _heads(ground: Ground, measures: Sequence[_Measure], views: Sequence[tuple[View, int]]) -> list[Column]:
    speaker, count = ground.speaker, ground.speaker.say("unit.projects")
    heads = [
        figure_column(speaker.say("head.known"), count, "c"),
        figure_column(speaker.say("head.chosen"), count, "s"),
    ]
    return heads + [figure_column(m.head, view.label, "s") for m, (view, _) in zip(measures, views, strict=True)]


def _view(ground: Ground, measure: _Measure, column: Sequence[Fraction]) -> tuple[View, int]:
    if measure.unit is None:
        view = View(Fraction(1), ground.speaker.say("unit.benefit"))
    else:
        # One unit for all the tables: the one that suits a tenth of the total.
        view = ground.speaker.view(measure.unit, [sum(column, Fraction(0)) / 10])
    places = places_of([view.of(value) for value in column])
    large = measure.unit is None and sum(column, Fraction(0)) >= 1000
    return view, 0 if large else places


def _row(
    head: Line,
    counts: Sequence[int],
    amounts: Sequence[Fraction],
    views: Sequence[tuple[View, int]],
    ground: Ground,
    kind: str = "",
) -> Row:
    cells = [
        (Figure(f"{counts[0]:,}", to="source-list", mark="c"),),
        (Figure(f"{counts[1]:,}", to="chosen", mark="s"),),
    ]
    cells += [
        (Figure(ground.speaker.number(view.of(amount), places), to="chosen", mark="s"),)
        for amount, (view, places) in zip(amounts, views, strict=True)
    ]
    return Row((head, *cells), kind)


# Charts


def _regions_picture(ground: Ground, twin: Grid) -> Picture:
    speaker, tree = ground.speaker, ground.scenario.regions
    counts: dict[str, int] = {}
    for project in ground.library.projects:
        counts.setdefault(ground.area_of(project.region), 0)
    for one in ground.chosen:
        area = ground.area_of(one.way.region)
        counts[area] = counts.get(area, 0) + 1
    named = [area for area in counts if area]
    most = max(named, key=lambda area: (counts[area], area))
    least = min(named, key=lambda area: (counts[area], area))
    places = {"most": ground.place(most), "n": f"{counts.get(most, 0):,}", "least": ground.place(least)}
    title = speaker.say("regions.title", m=f"{counts.get(least, 0):,}", **places)
    sentence = speaker.say("regions.sentence", all=_all_counts(ground, counts))
    tiled = {area: tree.regions[area].tile for area in counts if area in tree.regions and tree.regions[area].tile}
    if len(tiled) == len(counts) and tiled:
        tiles = [
            Tile(ground.place(area), tile[0], tile[1], counts[area], f"{counts[area]:,}")
            for area, tile in tiled.items()
            if tile
        ]
        chart, note = tile_map(tiles, sentence), line(speaker, "regions.tiles")
    else:
        order = sorted(counts, key=lambda area: (-counts[area], area))[:24]
        chart = bars_across([Part(ground.place(a) or "", counts[a], f"{counts[a]:,}") for a in order], sentence, 480)
        note = ()
    return Picture("region-chart", title, speaker.say("regions.measure"), to_svg(chart), note, twin)


def _all_counts(ground: Ground, counts: dict[str, int]) -> str:
    order = sorted(counts, key=lambda area: (-counts[area], area))
    return ground.speaker.list([f"{ground.place(area)} {counts[area]:,}" for area in order])


def money_block(ground: Ground) -> Block | None:
    """Return what each fund pays by year as columns, for one year as a table; None where the plan has no funds."""
    if not ground.problem.funds:
        return None
    speaker = ground.speaker
    order = sorted(range(len(ground.problem.funds)), key=lambda fund: (-sum(ground.money_use[fund]), fund))
    columns = [sum((paid[t] for paid in ground.money_use), Fraction(0)) for t in range(len(ground.problem.periods))]
    view = speaker.view(ground.scenario.money, columns)
    places = places_of([view.of(value) for value in columns])

    def shown(fund: int, period: int) -> float:
        return float(view.of(ground.money_use[fund][period]))

    periods = range(len(ground.problem.periods))
    kept = order if len(order) <= MOST_LAYERS + 1 else order[:MOST_LAYERS]
    layers = [Layer(speaker.called(ground.problem.funds[f].name), tuple(shown(f, t) for t in periods)) for f in kept]
    rest = [fund for fund in order if fund not in kept]
    if rest:
        together = tuple(sum(shown(fund, t) for fund in rest) for t in periods)
        layers.append(Layer(speaker.say("money.others", n=f"{len(rest)}"), together))
    names = tuple(speaker.period(period) for period in ground.problem.periods)
    totals = tuple(speaker.number(view.of(value), places) for value in columns)
    most = max(periods, key=lambda t: (columns[t], -t))
    title = speaker.say("money.title", period=names[most], x=speaker.with_unit(totals[most], view.label))
    pairs = [f"{name} {total}" for name, total in zip(names, totals, strict=True)]
    sentence = speaker.say("money.sentence", unit=view.label, all=speaker.list(pairs))
    stack = Stack(names, tuple(layers), totals)
    chart = stacked_columns(stack, sentence, _level(ground, max(columns), view), 480)
    measure = speaker.say("money.measure", unit=view.label)
    if len(names) == 1:
        return _money_grid(ground, order, view, places)
    return Picture("money", title, measure, to_svg(chart), (), _money_grid(ground, order, view, places))


def _level(ground: Ground, most: Fraction, view: View) -> Callable[[float], str]:
    """Return how the values of the axis are written: whole, unless the greatest is small."""
    places = 0 if view.of(most) >= 5 else 1
    return lambda value: ground.speaker.number(Fraction(str(round(value, 6))), places)


def _money_grid(ground: Ground, order: Sequence[int], view: View, places: int) -> Grid:
    speaker, problem = ground.speaker, ground.problem

    def cells(values: Sequence[Fraction], to: Callable[[int], str]) -> list[Line]:
        return [
            (Figure(speaker.number(view.of(value), places), to=to(t), mark="s"),)
            for t, value in enumerate([*values, sum(values, Fraction(0))])
        ]

    def own(fund: int) -> Callable[[int], str]:
        return lambda t: f"uf{fund}-{t % len(problem.periods)}"

    rows = [Row((said(speaker.called(problem.funds[f].name)), *cells(ground.money_use[f], own(f)))) for f in order]
    totals = [sum((paid[t] for paid in ground.money_use), Fraction(0)) for t in range(len(problem.periods))]
    rows.append(Row((line(speaker, "total"), *cells(totals, lambda _: "money-table")), "total"))
    heads = [figure_column(speaker.period(p), view.label, "s") for p in problem.periods]
    heads.append(figure_column(speaker.say("total"), view.label, "s"))
    return Grid(
        "money-table", speaker.say("money.caption"), (text_column(speaker.say("head.fund")), *heads), tuple(rows)
    )
