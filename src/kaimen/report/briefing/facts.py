"""The headline figures: how many, how much, what was pledged and what the plan does, what is scarcest, how sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaimen.report.briefing.blocks import Fact, Facts, Figure, Line, Words
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import joined, line, said
from kaimen.report.briefing.pledges import rests_on
from kaimen.report.briefing.prices import PriceRow
from kaimen.report.briefing.rules import RuleState
from kaimen.report.language.speaker import places_of
from kaimen.scenario import ALL_PROJECTS, COUNT, Limit, Quota

MOST_RULES, MOST_QUOTAS = 2, 2
"""Rules and quotas that rest on a pledge and whose figures stand at the head."""


def facts(ground: Ground, states: Sequence[RuleState], prices: Sequence[PriceRow]) -> Facts:
    """Return the headline figures, each with its sentence."""
    dearest = max(prices, key=lambda row: (row.weight, row.name), default=None)
    found = [_count(ground, states), _cost(ground), *_pledged_rules(ground, states)]
    found += [*_pledged_quotas(ground, dearest), *_dearest(ground, dearest), *_regions(ground), _benefit(ground)]
    return Facts(tuple(found))


def _counts_all(state: RuleState) -> bool:
    rule = state.rule
    return isinstance(rule, Limit) and rule.of == COUNT and rule.over == ALL_PROJECTS


def _rests(state: RuleState) -> bool:
    return bool(state.cite.pledge or state.cite.passage or state.cite.note)


def _count(ground: Ground, states: Sequence[RuleState]) -> Fact:
    """Return how many projects are proposed, and what was asked about their number."""
    speaker = ground.speaker
    values = {"known": f"{ground.known:,}", "able": f"{len(ground.problem.projects):,}"}
    sentence = line(speaker, "fact.count", **values)
    asked = [state for state in states if _counts_all(state)]
    if asked:
        words = speaker.list([state.asked for state in asked])
        own = {rests_on(ground, state.cite): None for state in asked if _rests(state)}
        rests = (*said(" "), *joined(own, " ")) if own else ()
        sentence = (*sentence, *line(speaker, "fact.count_asked", asked=words), *rests)
    return Fact(Figure(f"{len(ground.chosen):,}", speaker.say("unit.projects"), "chosen", "s"), sentence)


def _cost(ground: Ground) -> Fact:
    speaker, money = ground.speaker, ground.scenario.money
    total = sum((one.way.whole_cost for one in ground.chosen), Fraction(0))
    paid = sum((sum(fund, Fraction(0)) for fund in ground.money_use), Fraction(0))
    view = speaker.view(money, [total])
    places = max(1, places_of([view.of(total)])) if view.of(total) < 10_000 else 0
    figure = Figure(speaker.number(view.of(total), places), view.label, "chosen", "s")
    if not ground.problem.funds:
        return Fact(figure, line(speaker, "fact.cost"))
    shares = Figure(speaker.amount(paid, money, places), to="money-table", mark="s")
    return Fact(figure, line(speaker, "fact.cost_paid", x=shares, n=f"{len(ground.problem.funds)}"))


def _pledged_rules(ground: Ground, states: Sequence[RuleState]) -> Iterator[Fact]:
    """Yield rules that rest on a pledge and speak of a part of the plan, one for each pledge."""
    seen: set[str] = set()
    for at, state in enumerate(states):
        key = state.cite.pledge or str(state.cite)
        number, unit = apart(state.now)
        if not _rests(state) or _counts_all(state) or key in seen or not number[:1].isdigit():
            continue
        if len(seen) == MOST_RULES:
            return
        seen.add(key)
        name = Words(ground.speaker.called(state.rule.name), "", f"rule{at}")
        sentence = line(ground.speaker, "fact.rule", name=name, asked=state.asked, rests=rests_on(ground, state.cite))
        yield Fact(Figure(number, unit, f"rule{at}", "s"), sentence)


def _pledged_quotas(ground: Ground, besides: PriceRow | None) -> Iterator[Fact]:
    """Yield quotas that rest on a pledge, those that weigh most in the bound, with all their periods together."""
    apart_from = besides.entry if besides else ""
    cited = [quota for quota in ground.scenario.quotas if quota.cite.pledge and quota.name != apart_from]
    weighed = [(_weight(ground, quota), quota) for quota in cited]
    dearest = sorted(weighed, key=lambda pair: (-pair[0], pair[1].name))[:MOST_QUOTAS]
    for _, quota in dearest:
        used, limit = (sum(amounts, Fraction(0)) for amounts in zip(*_amounts(ground, quota), strict=True))
        if limit <= 0:
            continue
        unit = ground.resources[quota.resource].unit
        view = ground.speaker.view(unit, [limit])
        places = places_of([view.of(used), view.of(limit)])
        shown = ground.speaker.with_unit(ground.speaker.number(view.of(limit), places), view.label)
        values: dict[str, Line | str] = {
            "name": (Words(ground.speaker.called(quota.name), "", "prices"),),
            "limit": shown,
            "share": ground.speaker.percent(used / limit),
            "rests": rests_on(ground, quota.cite),
        }
        figure = Figure(ground.speaker.number(view.of(used), places), view.label, "prices", "s")
        yield Fact(figure, line(ground.speaker, "fact.quota", **values))


def _rows(ground: Ground, quota: Quota) -> list[int]:
    return [row for row, entry in enumerate(ground.problem.quotas) if entry.name == quota.name]


def _weight(ground: Ground, quota: Quota) -> Fraction:
    rows = _rows(ground, quota)
    limits = [Fraction(int(ground.problem.limit[row]), ground.problem.quotas[row].scale) for row in rows]
    return sum((ground.quota_prices[row] * limit for row, limit in zip(rows, limits, strict=True)), Fraction(0))


def _amounts(ground: Ground, quota: Quota) -> list[tuple[Fraction, Fraction]]:
    """Return use and limit of a quota's rows; of what is running those of its tightest period."""
    pairs = []
    for row in _rows(ground, quota):
        use, scale = ground.quota_use[row], ground.problem.quotas[row].scale
        used = Fraction(use.demand + use.drawn_out + use.carried_out, scale)
        pairs.append((used, Fraction(use.limit + use.drawn_in + use.carried_in, scale)))
    if ground.resources[quota.resource].use == "running" and pairs:
        pairs = [max(pairs, key=lambda pair: (pair[0] / pair[1] if pair[1] > 0 else Fraction(0), pair[1]))]
    return pairs or [(Fraction(0), Fraction(0))]


def _dearest(ground: Ground, row: PriceRow | None) -> Iterator[Fact]:
    if row is None or row.price == 0 or row.limit <= 0:
        return
    speaker = ground.speaker
    number, unit = apart(speaker.percent(row.used / row.limit))
    shown = row.view.of(row.limit)
    words = speaker.with_unit(speaker.number(shown, places_of([shown])), row.view.label)
    limit = Figure(words, to="prices", mark="c")
    sentence = line(speaker, "fact.dearest", name=Words(row.name, "", "prices"), limit=limit)
    cites = {fund.name: fund.cite for fund in ground.scenario.funds}
    cites |= {quota.name: quota.cite for quota in ground.scenario.quotas}
    cite = cites.get(row.entry)
    if cite is not None and cite.pledge:
        sentence = (*sentence, *said(speaker.say("sentence.gap")), *rests_on(ground, cite))
    yield Fact(Figure(number, unit, row.anchor, "s"), sentence)


def _regions(ground: Ground) -> Iterator[Fact]:
    """Yield how many regions have projects, and how many the fewest and the most."""
    areas = {ground.area_of(project.region) for project in ground.library.projects if project.region}
    counts = dict.fromkeys(areas, 0)
    for one in ground.chosen:
        area = ground.area_of(one.way.region)
        counts[area] = counts.get(area, 0) + 1
    if len(counts) < 2 or "" in counts:
        return
    with_some = sum(count > 0 for count in counts.values())
    values = {"all": f"{len(counts):,}", "least": f"{min(counts.values()):,}", "most": f"{max(counts.values()):,}"}
    figure = Figure(f"{with_some:,}", ground.speaker.say("unit.regions"), "region-chart", "s")
    yield Fact(figure, line(ground.speaker, "fact.regions", **values))


def _benefit(ground: Ground) -> Fact:
    speaker, result = ground.speaker, ground.result
    bound = Figure(speaker.number(result.bounds.price, 1), to="bound-parts", mark="s")
    gap = Figure(speaker.percent(result.price_gap, 2), to="bounds", mark="s")
    figure = Figure(speaker.number(result.benefit, 1), speaker.say("unit.benefit"), "chosen", "s")
    return Fact(figure, line(speaker, "fact.benefit", bound=bound, gap=gap))


def apart(text: str) -> tuple[str, str]:
    """Return a figure and the unit behind it."""
    digits = "0123456789,.\u2212<"
    end = next((at for at, character in enumerate(text) if character not in digits), len(text))
    return (text[:end], text[end:].strip("\u202f ")) if end else (text, "")
