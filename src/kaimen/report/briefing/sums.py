"""Where every figure comes from: the sums of the chosen projects and of the price list's rows, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from kaimen.errors import Place
from kaimen.portfolio import option_terms
from kaimen.problem import Terms
from kaimen.quantity import Unit
from kaimen.report.briefing.blocks import Block, Fold, Grid, Line, Row, Section, Sum, Sums, Words
from kaimen.report.briefing.ground import Chosen, Ground, Source
from kaimen.report.briefing.left_out import row_words
from kaimen.report.briefing.lines import figure_column, joined, line, said, text_column
from kaimen.report.briefing.pledges import rests_on, rule_anchor
from kaimen.report.briefing.reasons import term_name
from kaimen.report.briefing.rules import RuleState
from kaimen.report.language.speaker import places_of
from kaimen.scenario import COST, Limit

MOST_PARTS = 60_000
"""With more amounts than this the sums are not written out, and the paper says where they are."""


def sum_section(ground: Ground, states: Sequence[RuleState]) -> Section:
    """Return the sums behind the figures, folded, and the files that everything was read from."""
    speaker = ground.speaker
    parts = int(np.isin(ground.problem.demand.option, ground.result.portfolio.chosen).sum())
    parts += int(np.count_nonzero(ground.result.portfolio.splits))
    found: list[Block] = [_sources(ground)]
    projects = tuple(_project_sum(ground, one) for one in ground.chosen)
    found.append(Fold("project-sums", line(speaker, "sums.projects"), (Sums(projects),)))
    if parts <= MOST_PARTS:
        rows = (*_quota_sums(ground), *_fund_sums(ground), *_rule_sums(ground, states))
        found.append(Fold("row-sums", line(speaker, "sums.rows"), (Sums(tuple(rows)),)))
    else:
        short = (*_limits(ground), *_rule_sums(ground, states))
        found.append(Fold("row-sums", line(speaker, "sums.too_many"), (Sums(tuple(short)),)))
    return Section("sources", speaker.say("sources.heading"), tuple(found), annex=True)


def _sources(ground: Ground) -> Grid:
    speaker = ground.speaker
    columns = (
        text_column(speaker.say("head.source")),
        text_column(speaker.say("head.file"), wide=True),
        figure_column(speaker.say("head.size")),
        text_column("SHA-256", wide=True),
    )
    rows = [
        Row(
            (
                line(speaker, f"source.{source.role}"),
                said(speaker.called(source.name)),
                said(_size(ground, source)),
                said(source.sha256[:16]),
            ),
            id="source-list" if source.role == "library" else "",
        )
        for source in _files(ground)
    ]
    return Grid("source-table", speaker.say("sources.caption"), columns, tuple(rows), line(speaker, "sources.note"))


def _files(ground: Ground) -> tuple[Source, ...]:
    """Return the files, the list among them even where only its name is known."""
    files = ground.material.sources
    if any(source.role == "library" for source in files):
        return files
    return (Source("library", ground.library.name, ""), *files)


def _size(ground: Ground, source: Source) -> str:
    document = ground.material.documents.get(source.name)
    if source.role == "library":
        return ground.speaker.say("source.projects", n=f"{len(ground.library.projects):,}")
    return ground.speaker.say("source.characters", n=f"{len(document.text):,}") if document else ""


# Chosen projects


def _project_sum(ground: Ground, one: Chosen) -> Sum:
    speaker = ground.speaker
    head = (
        Words(f"{one.project.id} {ground.title(one.project.id)}", "strong"),
        *said(f" · {speaker.called(place.file)} " if (place := one.project.place).file else " · "),
        *said(row_words(one.project.place)),
    )
    parts = [_benefit(ground, one), _cost(ground, one), _margin(ground, one)]
    return Sum(f"s{ground.anchor(one.project.id)}", head, joined(parts, speaker.say("list.semicolon")))


def _benefit(ground: Ground, one: Chosen) -> Line:
    """Return the benefit as weights times values of criteria, times all that has no weight (start, option, cost)."""
    speaker = ground.speaker
    parts = [part for part in ground.benefit_parts[one.option] if part.value]
    factors = {part.factor for part in parts if part.criterion}
    common = factors.pop() if len(factors) == 1 else Fraction(1)
    words = []
    for part in parts:
        name = speaker.called(part.criterion, "criterion") if part.criterion else speaker.say("sum.no_criterion")
        own = part.weight * (part.factor / common if part.criterion else 1)
        words.append(f"{name} {_exact(ground, part.value)}" + ("" if own == 1 else f" × {_exact(ground, own)}"))
    text = " + ".join(words) or "0"
    if common != 1:
        text = f"({text}) × {_exact(ground, common)}"
    return line(speaker, "sum.benefit", terms=text, x=speaker.number(one.benefit, 1))


def _exact(ground: Ground, value: Fraction) -> str:
    places = 0
    while places < 4 and (value * 10**places).denominator != 1:
        places += 1
    return ground.speaker.number(value, places)


def _cost(ground: Ground, one: Chosen) -> Line:
    speaker = ground.speaker
    costs = list(one.way.spending)
    view = speaker.view(ground.scenario.money, costs)
    places = places_of([view.of(cost) for cost in (*costs, sum(costs, Fraction(0)))])
    shown = [speaker.number(view.of(cost), places) for cost in costs if cost]
    total = speaker.with_unit(speaker.number(view.of(one.way.whole_cost), places), view.label)
    return line(speaker, "sum.cost", terms=" + ".join(shown) or "0", x=total)


def _margin(ground: Ground, one: Chosen) -> Line:
    speaker = ground.speaker
    terms = option_terms(ground.problem, ground.result.prices, one.option, ground.payment)
    parts = [speaker.number(one.benefit, 1)]
    for term in sorted((t for t in terms if t.value), key=lambda t: (t.value, t.name, t.period)):
        sign = "\u2212" if term.value < 0 else "+"
        parts.append(f"{sign} {speaker.number(abs(term.value), 1)} ({term_name(ground, term)})")
    margin = ground.shown_margin(one.margin, one.benefit)
    return line(speaker, "sum.margin", terms=" ".join(parts), x=speaker.number(margin, 1))


# Rows of the price list


def _by_row(ground: Ground, terms: Terms) -> dict[int, list[tuple[int, int]]]:
    """Return, by row, the chosen options with their scaled amounts."""
    inside = np.isin(terms.option, ground.result.portfolio.chosen)
    found: dict[int, list[tuple[int, int]]] = {}
    triplets = zip(
        terms.row[inside].tolist(), terms.option[inside].tolist(), terms.amount[inside].tolist(), strict=True
    )
    for row, option, amount in triplets:
        found.setdefault(row, []).append((option, amount))
    return found


def _id_of(ground: Ground, option: int) -> str:
    return str(ground.problem.projects[ground.problem.option_project[option]])


def _quota_sums(ground: Ground) -> Iterator[Sum]:
    problem, speaker = ground.problem, ground.speaker
    by_row = _by_row(ground, problem.demand)
    for row, quota in enumerate(problem.quotas):
        use = ground.quota_use[row]
        entries = [(_id_of(ground, option), Fraction(amount, quota.scale)) for option, amount in by_row.get(row, [])]
        entries += [(speaker.say("sum.drawn_out"), Fraction(use.drawn_out, quota.scale))] if use.drawn_out else []
        entries += [(speaker.say("sum.carried_out"), Fraction(use.carried_out, quota.scale))] if use.carried_out else []
        more = [
            (speaker.say(word), Fraction(amount, quota.scale))
            for word, amount in (("sum.drawn_in", use.drawn_in), ("sum.carried_in", use.carried_in))
            if amount
        ]
        limit = [(speaker.say("sum.own"), Fraction(use.limit, quota.scale)), *more]
        head = _row_head(ground, speaker.row(quota.name, quota.period), *_quota_place(ground, quota.name))
        yield Sum(f"uq{row}", head, _used_of(ground, quota.unit, entries, limit))


def _quota_place(ground: Ground, name: str) -> tuple[Place, Line]:
    found = next((quota for quota in ground.scenario.quotas if quota.name == name), None)
    return (found.place, rests_on(ground, found.cite)) if found else (Place(), ())


def _row_head(ground: Ground, name: str, place: Place, cite: Line) -> Line:
    where = f"⊞ {place.file}" if place.file else ""
    where = ground.speaker.say("where.scenario", file=place.file, line=f"{place.line:,}") if place.line else where
    parts = [said(name, "strong"), said(where), cite]
    return joined([part for part in parts if part], " · ")


def _used_of(
    ground: Ground, unit: Unit, entries: Sequence[tuple[str, Fraction]], limit: Sequence[tuple[str, Fraction]]
) -> Line:
    speaker = ground.speaker
    amounts = [amount for _, amount in (*entries, *limit)]
    total, most = sum((a for _, a in entries), Fraction(0)), sum((a for _, a in limit), Fraction(0))
    view = speaker.view(unit, [*amounts, total, most])
    places = places_of([view.of(amount) for amount in (*amounts, total, most)])

    def shown(amount: Fraction) -> str:
        return speaker.number(view.of(amount), places)

    used = " + ".join(f"{name} {shown(amount)}" for name, amount in entries if amount) or "0"
    own = " + ".join(f"{name} {shown(amount)}" for name, amount in limit)
    values = {"used": speaker.with_unit(shown(total), view.label), "limit": speaker.with_unit(shown(most), view.label)}
    return line(speaker, "sum.used", terms=used, own=own if len(limit) > 1 else "", **values)


def _fund_sums(ground: Ground) -> Iterator[Sum]:
    problem, speaker = ground.problem, ground.speaker
    paid: dict[tuple[int, int], dict[str, Fraction]] = {}
    for entry in np.flatnonzero(ground.result.portfolio.splits).tolist():
        cost = int(problem.splits.cost[entry])
        key = int(problem.splits.fund[entry]), int(problem.cost_period[cost])
        name = _id_of(ground, int(problem.cost_option[cost]))
        amount = Fraction(int(ground.result.portfolio.splits[entry]), problem.money_scale)
        by_name = paid.setdefault(key, {})
        by_name[name] = by_name.get(name, Fraction(0)) + amount
    for fund, source in enumerate(problem.funds):
        declared = next((f for f in ground.scenario.funds if f.name == source.name), None)
        for period, label in enumerate(problem.periods):
            limit = [(speaker.say("sum.own"), ground.fund_limit(fund, period))]
            place, cite = (declared.place, rests_on(ground, declared.cite)) if declared else (Place(), ())
            head = _row_head(ground, speaker.row(source.name, label), place, cite)
            entries = sorted(paid.get((fund, period), {}).items())
            yield Sum(f"uf{fund}-{period}", head, _used_of(ground, ground.scenario.money, entries, limit))


def _limits(ground: Ground) -> Iterator[Sum]:
    """Yield the rows of the price list with where their limits stand, without their sums."""
    problem, speaker = ground.problem, ground.speaker
    for row, quota in enumerate(problem.quotas):
        head = _row_head(ground, speaker.row(quota.name, quota.period), *_quota_place(ground, quota.name))
        yield Sum(f"uq{row}", head, ())
    for fund, source in enumerate(problem.funds):
        for period, label in enumerate(problem.periods):
            yield Sum(f"uf{fund}-{period}", said(speaker.row(source.name, label), "strong"), ())


def _rule_sums(ground: Ground, states: Sequence[RuleState]) -> Iterator[Sum]:
    speaker = ground.speaker
    by_row = _by_row(ground, ground.problem.rule_terms)
    for at, state in enumerate(states):
        head = _row_head(ground, speaker.called(state.rule.name), state.rule.place, rests_on(ground, state.cite))
        words: Line = line(speaker, "sum.rule", asked=state.asked, now=state.now)
        rows = sorted({option for row in state.rows for option, _ in by_row.get(row, [])})
        if isinstance(state.rule, Limit) and state.rule.of != COST and state.rows:
            scale = ground.problem.rules[state.rows[0]].scale
            parts = [(_id_of(ground, o), Fraction(a, scale)) for o, a in by_row.get(state.rows[0], [])]
            counted = all(amount == 1 for _, amount in parts)
            shown = [name if counted else f"{name} {_exact(ground, amount)}" for name, amount in parts]
            words = (*words, *said(" " + " + ".join(shown) if shown else ""))
        elif rows:
            names = [_id_of(ground, option) for option in rows]
            words = (*words, *line(speaker, "sum.about", projects=speaker.list(names)))
        yield Sum(rule_anchor(at), head, words)
