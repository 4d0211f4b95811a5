"""Tables of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from kaimen.explain import Explanation, Place, ShadowPrice
from kaimen.portfolio import Result, margins, money_use, quota_use, rule_values
from kaimen.problem import AT_LEAST, AT_MOST, Problem
from kaimen.report.rows import Column, Table, Value


def portfolio_table(problem: Problem, result: Result) -> Table:
    """Return the chosen projects, largest margin first."""
    margin = margins(problem, result.prices)
    unit = result.prices.grid * problem.benefit_scale
    rows: list[tuple[Value, ...]] = []
    for option in sorted(result.portfolio.chosen.tolist(), key=lambda option: (-margin[option], option)):
        name = problem.option_name(option)
        title = problem.titles[problem.option_project[option]]
        benefit = problem.benefit_of(int(problem.benefit[option]))
        rows.append((name.project, title, name.start, name.site, benefit, Fraction(int(margin[option]), unit)))
    columns = (
        Column("project", "project"),
        Column("title", "title"),
        Column("start", "start"),
        Column("site", "site"),
        Column("benefit", "benefit", True, 1),
        Column("margin", "margin", True, 1),
    )
    return Table("portfolio", columns, tuple(rows))


def price_table(problem: Problem, result: Result) -> Table:
    """Return every quota, fund and rule with its limit, what is used of it and its price per unit."""
    rows: list[tuple[Value, ...]] = []
    for row, use in enumerate(quota_use(problem, result.portfolio)):
        quota = problem.quotas[row]
        available, used = use.limit + use.drawn_in + use.carried_in, use.demand + use.drawn_out + use.carried_out
        price = result.prices.quota_price(problem, row)
        kind = "pool" if quota.is_pool else "quota"
        amounts = Fraction(used, quota.scale), Fraction(available, quota.scale)
        rows.append(_row(kind, quota.name, quota.period, *amounts, str(quota.unit), price))
    for fund, paid in enumerate(money_use(problem, result.portfolio)):
        for period, used in enumerate(paid):
            amounts = (
                Fraction(used, problem.money_scale),
                Fraction(int(problem.fund_limit[fund, period]), problem.money_scale),
            )
            price = result.prices.fund_price(problem, fund, period)
            name, unit = problem.funds[fund].name, str(problem.money_unit)
            rows.append(_row("fund", name, problem.periods[period], *amounts, unit, price))
    for row, value in enumerate(rule_values(problem, result.portfolio)):
        rule = problem.rules[row]
        price = result.prices.rule_price(problem, row)
        word = {AT_MOST: "at most", AT_LEAST: "at least"}.get(rule.sense, "exactly")
        amounts = Fraction(value, rule.scale), Fraction(int(problem.rule_side[row]), rule.scale)
        rows.append(_row(f"rule, {word}", rule.name, rule.part, *amounts, rule.unit, price))
    columns = (
        Column("kind", "kind"),
        Column("name", "name"),
        Column("period", "period or part"),
        Column("used", "used", True),
        Column("limit", "limit", True),
        Column("unit", "unit"),
        Column("share", "used, %", True, percent=True),
        Column("price", "benefit per unit", True),
    )
    return Table("prices", columns, tuple(rows))


def dearest(table: Table) -> Table:
    """Return the price table with the rows that weigh most in the bound first: price times limit, whatever the sign."""
    order = sorted(table.rows, key=lambda row: -abs(_fraction(row[-1]) * _fraction(row[4])))
    return Table(table.name, table.columns, tuple(order))


def _fraction(value: Value) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(0)


def _row(
    kind: str, name: str, part: str, used: Fraction, limit: Fraction, unit: str, price: Fraction
) -> tuple[Value, ...]:
    return kind, name, part, used, limit, unit, used / limit if limit > 0 else None, price


def left_out_table(explanations: Sequence[Explanation]) -> Table:
    """Return the projects left out with their first reason, nearest to the plan first."""
    nearest = sorted(explanations, key=lambda e: (e.option is None, -e.margin, e.project))
    rows = [
        (
            e.project,
            e.title,
            e.reasons[0].code,
            str(e.reasons[0].strength),
            e.margin if e.option else None,
            "; ".join(reason.detail for reason in e.reasons if reason.detail),
        )
        for e in nearest
        if e.reasons
    ]
    columns = (
        Column("project", "project"),
        Column("title", "title"),
        Column("reason", "reason"),
        Column("strength", "strength"),
        Column("margin", "margin", True, 1),
        Column("detail", "detail"),
    )
    return Table("left_out", columns, tuple(rows))


def reason_counts(explanations: Sequence[Explanation]) -> dict[str, int]:
    """Return how many projects have each code as their first reason, most frequent first."""
    counts = Counter(explanation.reasons[0].code for explanation in explanations if explanation.reasons)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def place_table(places: Sequence[Place]) -> Table:
    """Return the chosen projects with how safe their places are, in the order given."""
    rows = [
        (
            place.option.project,
            place.title,
            place.option.start,
            place.option.site,
            str(place.standing),
            place.benefit,
            place.margin,
            place.forced_bound,
        )
        for place in places
    ]
    columns = (
        Column("project", "project"),
        Column("title", "title"),
        Column("start", "start"),
        Column("site", "site"),
        Column("standing", "standing"),
        Column("benefit", "benefit", True, 1),
        Column("margin", "margin", True, 1),
        Column("forced_bound", "bound without it", True, 1),
    )
    return Table("places", columns, tuple(rows))


def shadow_table(shadows: Sequence[ShadowPrice]) -> Table:
    """Return shadow prices: the price, its interval, and what a step more brings and a step less costs."""
    rows = [
        (
            shadow.kind,
            shadow.name,
            shadow.period,
            shadow.per_unit,
            *shadow.interval,
            shadow.step,
            shadow.unit,
            shadow.one_more,
            shadow.one_less,
            _remark(shadow),
        )
        for shadow in shadows
    ]
    columns = (
        Column("kind", "kind"),
        Column("name", "name"),
        Column("period", "period or part"),
        Column("price", "benefit per unit", True),
        Column("low", "at least", True),
        Column("high", "at most", True),
        Column("step", "step", True),
        Column("unit", "unit"),
        Column("one_more", "more brings", True, 1),
        Column("one_less", "less brings", True, 1),
        Column("remark", "remark"),
    )
    return Table("shadow_prices", columns, tuple(rows))


def _remark(shadow: ShadowPrice) -> str:
    words = [f"no plan found with {word}" for word in shadow.fails]
    words += ["lumpy"] if shadow.is_lumpy else []
    words += [] if shadow.settled else ["not settled"]
    return ", ".join(words)
