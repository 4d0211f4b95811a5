"""What the meeting is asked to decide, and how sure the figures are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaimen.portfolio import gap
from kaimen.report.briefing.blocks import Figure, Grid, Line, Row, Section, Steps, Words
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import figure_column, joined, line, said, text_column
from kaimen.report.briefing.prices import PriceRow, step_words
from kaimen.report.language import step_of
from kaimen.scenario import MustNot

MOST_NAMED = 6
"""Demands by name that the questions list one by one."""


def decision_section(ground: Ground, prices: Sequence[PriceRow], *, doubts: bool) -> Section:
    """Return the questions to the meeting; all but the first are there only where the plan raises them."""
    speaker = ground.speaker
    count = Figure(f"{len(ground.chosen):,}", to="chosen", mark="s")
    lines = [line(speaker, "decide.approve", n=count)]
    lines += _dearest(ground, prices)
    lines += _moves(ground, prices)
    lines += _named(ground)
    if doubts:
        lines.append(line(speaker, "decide.doubts", doubts=Words(speaker.say("decide.doubts_link"), "", "doubt1")))
    return Section("decisions", speaker.say("decide.heading"), (Steps(tuple(lines)),))


def _dearest(ground: Ground, prices: Sequence[PriceRow]) -> Iterator[Line]:
    """Yield whether to widen the row that weighs most in the bound."""
    row = max(prices, key=lambda row: (row.weight, row.name), default=None)
    if row is None or row.price <= 0:
        return
    step = step_of(row.view.of(row.limit))
    worth = ground.speaker.number(row.price / row.view.factor * step, 1)
    yield line(
        ground.speaker,
        "decide.widen",
        name=Words(row.name, "", "prices"),
        step=ground.speaker.with_unit(step_words(ground.speaker.number, step), row.view.label),
        worth=Figure(worth, to="prices", mark="s"),
    )


def _moves(ground: Ground, prices: Sequence[PriceRow]) -> Iterator[Line]:
    """Yield whether to move a part of a quota from its cheapest period to its dearest, where that gains most."""
    quotas = {quota.name for quota in ground.scenario.quotas}
    by_name: dict[str, list[PriceRow]] = {}
    for row in prices:
        if row.entry in quotas and row.limit > 0:
            by_name.setdefault(row.entry, []).append(row)
    gains = []
    for name, rows in by_name.items():
        high, low = max(rows, key=lambda row: row.price), min(rows, key=lambda row: row.price)
        if high.price > low.price:
            step = step_of(min(high.view.of(high.limit), low.view.of(low.limit)))
            gains.append(((high.price - low.price) * min(high.limit, low.limit), name, high, low, step))
    if not gains:
        return
    _, _, high, low, step = max(gains, key=lambda gain: (gain[0], gain[1]))
    worth = (high.price - low.price) / high.view.factor * step
    yield line(
        ground.speaker,
        "decide.move",
        source=Words(low.name, "", "prices"),
        target=Words(high.name, "", "prices"),
        step=ground.speaker.with_unit(step_words(ground.speaker.number, step), high.view.label),
        worth=Figure(ground.speaker.number(worth, 1), to="prices", mark="s"),
    )


def _named(ground: Ground) -> Iterator[Line]:
    """Yield whether demands by name stand: those that cost more than they bring, and waivers."""
    speaker = ground.speaker
    must = ground.problem.must[ground.problem.option_project]
    costly = [one for one in ground.chosen if must[one.option] and one.margin < 0]
    if costly:
        parts: list[Line] = [
            (
                Words(f"{one.project.id} {ground.title(one.project.id)}", "", f"s{ground.anchor(one.project.id)}"),
                *said(" "),
                Figure(speaker.number(-one.margin, 1), to=f"s{ground.anchor(one.project.id)}", mark="s"),
            )
            for one in costly[:MOST_NAMED]
        ]
        names = joined(parts, speaker.say("list.semicolon"))
        yield line(speaker, "decide.must", n=f"{len(costly):,}", projects=names)
    waived = [rule for rule in ground.scenario.rules if isinstance(rule, MustNot) and rule.waived_by]
    if waived:
        names_of = speaker.list([speaker.called(rule.name) for rule in waived[:MOST_NAMED]])
        yield line(speaker, "decide.waived", n=f"{len(waived):,}", rules=names_of)


def bound_section(ground: Ground) -> Section:
    """Return the bounds, the word for each, the gap to it, and who can check it; and the parts of the price bound."""
    speaker, result = ground.speaker, ground.result
    benefit = speaker.say("unit.benefit")
    columns = (
        text_column(speaker.say("head.bound")),
        figure_column(speaker.say("head.value"), benefit, "s"),
        figure_column(speaker.say("head.gap"), "%"),
        text_column(speaker.say("head.recheck"), wide=True),
    )
    own = (Figure(speaker.number(result.benefit, 1), to="chosen", mark="s"),)
    rows = [Row((line(speaker, "bound.benefit"), own, said(""), line(speaker, "bound.benefit.who")))]
    stated = (("price", result.bounds.price), ("certified", result.bounds.certified), ("solver", result.bounds.solver))
    for name, bound in stated:
        if bound is None:
            continue
        value = (Figure(speaker.number(bound, 1), to="bound-parts", mark="s"),) if name == "price" else None
        share = speaker.percent(gap(bound, result.benefit), 2).removesuffix("%").rstrip("\u202f")
        who = line(speaker, f"bound.{name}.who")
        rows.append(Row((line(speaker, f"bound.{name}"), value or said(speaker.number(bound, 1)), said(share), who)))
    note = line(speaker, f"status.{result.status}")
    grid = Grid("bounds", speaker.say("bound.caption"), columns, tuple(rows), note)
    return Section("bound-section", speaker.say("bound.heading"), (grid, _parts(ground)))


def _parts(ground: Ground) -> Grid:
    speaker = ground.speaker
    columns = (
        text_column(speaker.say("head.bound_part"), wide=True),
        figure_column(speaker.say("head.value"), speaker.say("unit.benefit"), "s"),
    )
    parts = bound_parts(ground)
    rows = [
        Row((line(speaker, f"bound.part.{name}"), (Figure(speaker.number(value, 1), to="prices", mark="s"),)))
        for name, value in parts.items()
        if value
    ]
    total = (Figure(speaker.number(sum(parts.values(), Fraction(0)), 1), to="bound-parts", mark="s"),)
    rows.append(Row((line(speaker, "bound.price"), total), "total"))
    return Grid("bound-parts", speaker.say("bound.parts"), columns, tuple(rows), line(speaker, "bound.parts.note"))


def bound_parts(ground: Ground) -> dict[str, Fraction]:
    """Return the parts that the price bound is the sum of, in benefit; exactly.

    Written from the formula at the head of `kaimen.portfolio.bound`, with its terms kept apart.
    """
    problem, prices = ground.problem, ground.result.prices
    unit = prices.grid * problem.benefit_scale
    quota = prices.quota.tolist()
    sides = {
        "quotas": zip(quota, problem.limit.tolist(), strict=True),
        "funds": zip(prices.fund.ravel().tolist(), problem.fund_limit.ravel().tolist(), strict=True),
        "rules": zip(prices.rule.tolist(), problem.rule_side.tolist(), strict=True),
    }
    sums = {name: Fraction(sum(price * side for price, side in pairs)) for name, pairs in sides.items()}
    best: dict[int, int] = {}
    for project, margin in zip(problem.option_project.tolist(), ground.margins.tolist(), strict=True):
        best[project] = max(best.get(project, int(margin)), int(margin))
    sums["margins"] = Fraction(sum(m if problem.must[p] else max(m, 0) for p, m in best.items()))
    sums["draws"] = sum(
        (
            Fraction(int(problem.draw_cap[row]) * max(0, quota[row] - quota[pool]))
            for row, pool in enumerate(problem.above.tolist())
            if pool >= 0
        ),
        Fraction(0),
    )
    sums["carries"] = Fraction(0)
    for row, following in enumerate(problem.carry_to.tolist()):
        if following >= 0:
            numerator, denominator = problem.carry_rate[row].tolist()
            gain = Fraction(numerator, denominator) * quota[following] - quota[row]
            sums["carries"] += int(problem.carry_cap[row]) * max(Fraction(0), gain)
    return {name: value / unit for name, value in sums.items()}
