"""The price list in the units and steps people use, and what is asked for against what there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.report.briefing.blocks import Block, Figure, Fold, Grid, Line, Picture, Row, Section, Words
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import figure_column, line, said, text_column
from kaimen.report.charts import Use as UseRow
from kaimen.report.charts import UseWords, to_svg, use_bars
from kaimen.report.language import View, step_of
from kaimen.report.language.speaker import places_of
from kaimen.scenario import Use

MOST_OPEN = 60
"""With more rows than this, those that are free and not full are folded."""

WHOLE_FROM = 5
"""Where the largest limit of a group is at least this many units, its step is at least one unit."""

MOST_BARS = 12
"""Rows of the chart of demands against quotas."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A row of the price list: its group, the quota or fund it is of, what is used of how much, how it is shown.

    `price` is benefit per stored unit.
    """

    group: str
    entry: str
    name: str
    anchor: str
    used: Fraction
    limit: Fraction
    view: View
    price: Fraction

    @property
    def weight(self) -> Fraction:
        """What the row weighs in the bound: price times limit."""
        return abs(self.price * self.limit)

    @property
    def tells(self) -> bool:
        """Whether the row has a price or is full."""
        return self.limit != 0 and (self.price != 0 or self.used >= self.limit)


def price_rows(ground: Ground) -> list[PriceRow]:
    """Return every quota and fund row, grouped by resource; rules have a table of their own."""
    problem, speaker = ground.problem, ground.speaker
    rows = []
    by_resource: dict[str, list[int]] = {}
    for row, quota in enumerate(problem.quotas):
        by_resource.setdefault(quota.resource, []).append(row)
    for resource, members in by_resource.items():
        limits = {row: Fraction(_available(ground, row), problem.quotas[row].scale) for row in members}
        view = speaker.view(problem.quotas[members[0]].unit, limits.values())
        for row in members:
            quota, use = problem.quotas[row], ground.quota_use[row]
            used = Fraction(use.demand + use.drawn_out + use.carried_out, quota.scale)
            name = speaker.row(quota.name, quota.period)
            price = ground.quota_prices[row]
            rows.append(
                PriceRow(speaker.called(resource), quota.name, name, f"uq{row}", used, limits[row], view, price)
            )
    for fund, source in enumerate(problem.funds):
        limits_of = [ground.fund_limit(fund, t) for t in range(len(problem.periods))]
        view = speaker.view(ground.scenario.money, limits_of)
        for period, limit in enumerate(limits_of):
            price = ground.result.prices.fund_price(problem, fund, period)
            name = speaker.row(source.name, problem.periods[period])
            used = ground.money_use[fund][period]
            rows.append(
                PriceRow(speaker.say("money.group"), source.name, name, f"uf{fund}-{period}", used, limit, view, price)
            )
    return rows


def _available(ground: Ground, row: int) -> int:
    use = ground.quota_use[row]
    return use.limit + use.drawn_in + use.carried_in


def price_section(ground: Ground, rows: Sequence[PriceRow]) -> Section | None:
    """Return the price list, or None where the plan has neither quotas nor funds."""
    if not rows:
        return None
    speaker = ground.speaker
    open_rows = rows if len(rows) <= MOST_OPEN else [row for row in rows if row.tells]
    folded = [] if len(rows) <= MOST_OPEN else [row for row in rows if not row.tells]
    found: list[Block] = [_grid(ground, "prices", open_rows, speaker.say("prices.caption"))]
    if folded:
        summary = line(speaker, "prices.more", n=f"{len(folded):,}")
        found.append(Fold("free-rows", summary, (_grid(ground, "prices-free", folded, speaker.say("prices.free")),)))
    return Section("price-list", speaker.say("prices.heading"), tuple(found))


def _grid(ground: Ground, anchor: str, rows: Sequence[PriceRow], caption: str) -> Grid:
    speaker = ground.speaker
    columns = (
        text_column(speaker.say("head.quota")),
        figure_column(speaker.say("head.limit"), mark="c"),
        figure_column(speaker.say("head.used"), mark="s"),
        text_column(speaker.say("head.unit")),
        figure_column(speaker.say("head.share"), "%", "s"),
        text_column(speaker.say("head.step")),
        figure_column(speaker.say("head.price_step"), speaker.say("unit.benefit"), "s"),
    )
    found: list[Row] = []
    steps = _steps(rows)
    for at, row in enumerate(rows):
        if at == 0 or row.group != rows[at - 1].group:
            found.append(Row((said(row.group),), "group"))
        found.append(_row(ground, row, [r for r in rows if r.group == row.group], steps[at]))
    return Grid(anchor, caption, columns, tuple(found), line(speaker, "prices.note"))


def _steps(rows: Sequence[PriceRow]) -> list[Fraction]:
    """Return the step of each row: one for a group's rows of one unit, from the middle one of their limits."""
    sizes: dict[tuple[str, str], list[Fraction]] = {}
    for row in rows:
        if row.limit:
            sizes.setdefault((row.group, row.view.label), []).append(row.view.of(row.limit))
    steps = {}
    for key, values in sizes.items():
        step = step_of(sorted(values)[len(values) // 2])
        steps[key] = max(step, Fraction(1)) if max(values) >= WHOLE_FROM else step
    return [steps.get((row.group, row.view.label), Fraction(1)) for row in rows]


def _row(ground: Ground, row: PriceRow, alike: Iterable[PriceRow], step: Fraction) -> Row:
    speaker = ground.speaker
    shown = [r.view.of(amount) for r in alike if r.view == row.view for amount in (r.limit, r.used)]
    places = places_of(shown)
    price = row.price / row.view.factor * step
    return Row(
        (
            said(row.name),
            (Figure(speaker.number(row.view.of(row.limit), places), to=row.anchor, mark="c"),),
            (Figure(speaker.number(row.view.of(row.used), places), to=row.anchor, mark="s"),),
            said(row.view.label),
            _used_share(ground, row),
            said(speaker.with_unit(step_words(speaker.number, step), row.view.label)),
            (Figure(speaker.number(price, 1 if price else 0), to="bound-parts", mark="s" if price else "0"),),
        ),
    )


def _used_share(ground: Ground, row: PriceRow) -> Line:
    if row.limit <= 0 or row.used < 0:
        return said("")
    text = ground.speaker.percent(row.used / row.limit).removesuffix("%").rstrip("\u202f")
    return (Figure(text, to=row.anchor, mark="s"),)


def step_words(number: object, step: Fraction) -> str:
    """Return a step as a figure: 100, 1, 0.1."""
    places = 0
    while (step * 10**places).denominator != 1:
        places += 1
    return number(step, places)  # type: ignore[operator,no-any-return]  # a method of the speaker


# Demands against quotas


@dataclass(frozen=True, slots=True)
class _System:
    """A quota with all that hang on it, over its periods: limit, use, and what all projects ask for together."""

    name: str
    period: str
    limit: Fraction
    used: Fraction
    asked: Fraction
    weight: Fraction


def use_picture(ground: Ground) -> Picture | None:
    """Return what all projects that could be chosen ask for, against the limits; None where there are no limits."""
    systems = [s for s in (*_quota_systems(ground), *_money_system(ground)) if s.limit > 0]
    if not systems:
        return None
    speaker = ground.speaker
    dearest = sorted(systems, key=lambda s: (-s.weight, s.name))[:MOST_BARS]
    kept = [system for system in systems if system in dearest]
    rows = [
        UseRow(
            speaker.row(s.name, s.period) if s.period else s.name,
            float(s.used / s.limit),
            float(s.asked / s.limit),
            speaker.percent(s.used / s.limit) if s.used >= 0 else speaker.say("use.freed"),
            speaker.say("use.times", x=speaker.number(s.asked / s.limit, 1)),
        )
        for s in kept
    ]
    most = dearest[0]
    names = [speaker.say("use.row", name=row.name, used=row.used_words, asked=row.asked_words) for row in rows]
    sentence = speaker.say("use.sentence", all=speaker.separate(names))
    title = speaker.say("use.title", name=most.name, x=speaker.number(most.asked / most.limit, 1))
    shown = (f"{len(kept):,}", f"{len(systems):,}")
    note = line(speaker, "use.note", shown=shown[0], all=shown[1]) if len(kept) < len(systems) else ()
    chart = use_bars(rows, UseWords(speaker.say("use.used"), speaker.say("use.asked")), sentence)
    link = (Words(speaker.say("use.table"), "", "price-list"),)
    return Picture("use", title, speaker.say("use.measure"), to_svg(chart), note, None, link)


def _quota_systems(ground: Ground) -> list[_System]:
    problem = ground.problem
    top = list(range(len(problem.quotas)))
    for row in top:
        while problem.above[top[row]] >= 0:
            top[row] = int(problem.above[top[row]])
    asked = _asked(ground)
    members: dict[str, dict[str, list[int]]] = {}
    for row, root in enumerate(top):
        members.setdefault(problem.quotas[root].name, {}).setdefault(problem.quotas[row].period, []).append(row)
    return [_system(ground, name, periods, asked) for name, periods in members.items()]


def _system(ground: Ground, name: str, periods: dict[str, list[int]], asked: dict[int, int]) -> _System:
    """Return rows that belong together: of what is taken once the sums, of what is running the tightest period."""
    parts = [(_amounts(ground, rows, asked), period) for period, rows in periods.items()]
    rows = [row for own in periods.values() for row in own]
    weight = sum((ground.quota_prices[row] * _limit(ground, row) for row in rows), Fraction(0))
    running = ground.resources[ground.problem.quotas[rows[0]].resource].use is Use.RUNNING
    called = ground.speaker.called(name)
    if running and len(parts) > 1:
        (limit, used, wanted), period = max(parts, key=lambda part: (_ratio(part[0][1], part[0][0]), part[1]))
        return _System(called, period, limit, used, wanted, weight)
    limit, used, wanted = (sum((amounts[at] for amounts, _ in parts), Fraction(0)) for at in range(3))
    return _System(called, "", limit, used, wanted, weight)


def _ratio(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole > 0 else Fraction(0)


def _limit(ground: Ground, row: int) -> Fraction:
    return Fraction(int(ground.problem.limit[row]), ground.problem.quotas[row].scale)


def _amounts(ground: Ground, rows: Sequence[int], asked: dict[int, int]) -> tuple[Fraction, Fraction, Fraction]:
    """Return limit, use and what is asked for of rows of one period together."""
    scales = {row: ground.problem.quotas[row].scale for row in rows}
    limit = sum((_limit(ground, row) for row in rows), Fraction(0))
    used = sum((Fraction(ground.quota_use[row].demand, scales[row]) for row in rows), Fraction(0))
    wanted = sum((Fraction(asked.get(row, 0), scales[row]) for row in rows), Fraction(0))
    return limit, used, wanted


def _asked(ground: Ground) -> dict[int, int]:
    """Return what the best options of all projects ask of each quota row, scaled; what they free is not set off."""
    best = set(ground.best)
    demand = ground.problem.demand
    sums: dict[int, int] = {}
    for row, option, amount in zip(demand.row.tolist(), demand.option.tolist(), demand.amount.tolist(), strict=True):
        if option in best and amount > 0:
            sums[row] = sums.get(row, 0) + amount
    return sums


def _money_system(ground: Ground) -> list[_System]:
    problem = ground.problem
    if not problem.funds:
        return []
    best = set(ground.best)
    pairs = zip(problem.cost_option.tolist(), problem.cost_amount.tolist(), strict=True)
    asked = Fraction(sum(amount for option, amount in pairs if option in best), problem.money_scale)
    limit = Fraction(int(problem.fund_limit.sum()), problem.money_scale)
    used = sum((sum(paid, Fraction(0)) for paid in ground.money_use), Fraction(0))
    weight = sum(
        (
            ground.result.prices.fund_price(problem, f, t) * ground.fund_limit(f, t)
            for f in range(len(problem.funds))
            for t in range(len(problem.periods))
        ),
        Fraction(0),
    )
    return [_System(ground.speaker.say("money.all"), "", limit, used, asked, weight)]
