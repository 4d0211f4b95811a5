"""The plan: what is scarce with its sliders, what is asked, where the line falls, wishes and their price."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaimen.portfolio import Result, gap
from kaimen.report import Column, Table, portfolio_table, price_table
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.projects import cut_picture
from kaimen.report.briefing.rules import RuleState, rule_states
from kaimen.report.limits import BoxRow, LimitRow, count_boxes, limit_rows, weight_boxes
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Columns, Custom, Figure, Link, Links, Page, Picture, Prose, Sheet, Strip
from kaimen.web.pages import plan_actions, plan_start
from kaimen.web.pages.plan_jobs import progress_blocks, wish_rows
from kaimen.web.pages.plan_takers import taken
from kaimen.web.planning import Planning, PlanQuery, Seen, looked_at, plan_state, planning
from kaimen.web.visit import AnyVisit, Desk, address, step
from kaimen.workspace.delivery.observing import baseline_names
from kaimen.workspace.record.accounts import Role

_OPEN = 40
"""Rows of limits that are open even where they are free and not full."""


def ready(desk: Desk) -> None:
    """Open the plans that were written last."""
    desk.part(Planning).warm()


def show(visit: AnyVisit) -> Page:
    found = looked_at(visit)
    if found is None:
        return plan_start.empty(visit)
    opened, seen, ground = found.opened, found.seen, found.ground
    limits = limit_rows(ground, seen.opened.problem)
    remarks = _remarks(visit, seen)
    blocks = (
        *remarks,
        *progress_blocks(visit, opened.name),
        _live("figures", Strip(tuple(_figures(visit, seen, ground, limits)))),
        Columns((_limits(seen, limits),), (_cut(ground), _wishes(visit, seen))),
        _rules(visit, seen, ground),
        *plan_actions.forms(visit, seen, baseline_names(visit.desk.office)),
        _plans(visit),
        *_twins(seen, ground),
    )
    return Page(visit.say("plan.title"), blocks, _lead(visit, seen, ground), _links(visit, seen))


def _lead(visit: AnyVisit, seen: Seen, ground: Ground) -> str:
    problem, scenario = ground.problem, seen.opened.question.scenario
    rows = len(problem.quotas) + problem.fund_limit.size + len(problem.rules)
    said = visit.say(
        "plan.lead",
        title=ground.speaker.called(scenario.title or scenario.name),
        projects=ground.known,
        options=problem.option_count,
        rows=rows,
    )
    return f"{said} · {visit.say('plan.synthetic')}" if scenario.synthetic else said


def _live(name: str, *blocks: Block) -> Custom:
    """Return blocks that a preview exchanges without loading the page."""
    return Custom("live", {"name": name, "blocks": blocks})


def _remarks(visit: AnyVisit, seen: Seen) -> tuple[Block, ...]:
    """Say what stands between the reader and these figures: an older list, or changes that cannot be mended."""
    stale = 0 if visit.is_twin else planning(visit).stale(seen.opened)  # rows do not tell, and do not change by it
    found: list[Block] = [Prose(visit.say("plan.stale", n=stale), "warn")] if stale else []
    told: list[Block] = [Prose(visit.say("plan.unmended"), "warn")] if seen.is_changed and seen.result is None else []
    return (*found, _live("remarks", *told))


def _figures(visit: AnyVisit, seen: Seen, ground: Ground, limits: Sequence[LimitRow]) -> list[Figure]:
    speaker, before, result = visit.speaker, seen.opened.result, ground.result
    bound, word, others = _bounds(visit, result)
    change = result.benefit - before.benefit
    note = visit.say("plan.since.none")
    if seen.is_changed:
        sign = "+" if change >= 0 else ""
        note = visit.say("plan.since", x=sign + speaker.number(change, 1))
        note += f" · {visit.say('plan.preview', ms=seen.milliseconds)}" if seen.result else ""
    query = _query(seen)
    chosen = {one.project.id for one in ground.chosen}
    was = set(before.portfolio.projects(seen.opened.problem))
    came = visit.say("plan.came", came=len(chosen - was), went=len(was - chosen)) if seen.is_changed else ""
    money = sum((one.way.whole_cost for one in ground.chosen), Fraction(0))
    view = speaker.view(ground.scenario.money, [money])
    to, proof = Link(f"/chosen{query}", (), "s"), Link(address("/briefing", plan=seen.opened.name), (), "s")
    of, whole = visit.say("plan.chosen.of", n=ground.known), visit.say("plan.investment.note")
    return [
        Figure(visit.say("plan.benefit"), speaker.number(result.benefit, 1), "", note, to),
        Figure(visit.say("plan.gap", bound=word), speaker.percent(bound, 2), "", others, proof),
        Figure(visit.say("plan.chosen"), speaker.number(len(chosen)), of, came, to),
        Figure(visit.say("plan.investment"), speaker.number(view.of(money), 1), view.label, whole, to),
        *_dearest(visit, seen, limits),
    ]


def _bounds(visit: AnyVisit, result: Result) -> tuple[Fraction, str, str]:
    """Return the smallest gap, the word for its bound, and the other bounds in words."""
    speaker, stated = visit.speaker, result.bounds
    known = [(name, b) for name, b in (("solver", stated.solver), ("certified", stated.certified)) if b is not None]
    bounds = [("price", stated.price), *known]
    name, least = min(bounds, key=lambda one: one[1])
    others = [
        visit.say(
            "plan.bound.note",
            bound=visit.say(f"plan.bound.{other}"),
            value=speaker.number(bound, 1),
            gap=speaker.percent(gap(bound, result.benefit), 2),
        )
        for other, bound in bounds
    ]
    return gap(least, result.benefit), visit.say(f"plan.bound.{name}"), " · ".join(others)


def _dearest(visit: AnyVisit, seen: Seen, limits: Sequence[LimitRow]) -> list[Figure]:
    """Return the limit that weighs most in the bound."""
    rows = [row for row in limits if row.price and row.share is not None]
    if not rows:
        return []
    row = max(rows, key=lambda row: row.price * (row.share or 0))
    share, link = visit.speaker.percent(row.share or Fraction(0)), taken(seen.opened.name, list(_changes(seen)), row)
    return [Figure(row.name, share, "", visit.say("plan.of", used=row.used, has=row.has, unit=row.unit), link)]


def _query(seen: Seen) -> str:
    return "?" + address("", plan=seen.opened.name, change=list(_changes(seen))).partition("?")[2]


def _changes(seen: Seen) -> list[str]:
    kinds = {"quota": "quota", "fund": "fund", "weight": "weight", "rule": "rule", "level": "level"}
    kinds |= {"must": "must", "must_not": "not"}
    return [f"{kind}:{text}" for field, kind in kinds.items() for text in getattr(seen.words, field)]


def _limits(seen: Seen, rows: Sequence[LimitRow]) -> Custom:
    shown = [row for row in rows if row.has_box and (row.tells or len(rows) <= _OPEN)]
    values = {
        "plan": seen.opened.name,
        "kept": [change for change in _changes(seen) if change.partition(":")[0] in ("must", "not", "level")],
        "open": _grouped(shown),
        "more": _grouped([row for row in rows if row not in shown]),
        "count": len(rows) - len(shown),
        "is_changed": seen.is_changed,
        "undo": address("/plan", plan=seen.opened.name),
        "taken": {row.key: taken(seen.opened.name, list(_changes(seen)), row) for row in rows},
    }
    return Custom("plan_limits", values)


def _grouped(rows: list[LimitRow]) -> list[tuple[str, list[LimitRow]]]:
    groups: dict[str, list[LimitRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return list(groups.items())


def _cut(ground: Ground) -> Custom:
    """Return where the line falls."""
    drawn = cut_picture(ground, 560)
    return _live("cut", Picture(drawn.svg, drawn.title, drawn.measure))


def _wishes(visit: AnyVisit, seen: Seen) -> Custom:
    values = {
        "plan": seen.opened.name,
        "changes": _changes(seen),
        "wishes": wish_rows(visit, seen),
        "titles": {p.id: p.title for p in seen.opened.question.library.projects if _is_wished(seen, p.id)},
    }
    return Custom("plan_wishes", values)


def _is_wished(seen: Seen, project: str) -> bool:
    return project in seen.words.must or project in seen.words.must_not


def _rules(visit: AnyVisit, seen: Seen, ground: Ground) -> Custom:
    boxes = count_boxes(ground, seen.opened.problem)
    pledges = seen.opened.question.pledges.ledger.pledges
    rows = []
    for at, state in enumerate(rule_states(ground)):
        pledge = pledges.get(state.cite.pledge) if state.cite.pledge else None
        passage = pledge.passage if pledge is not None else state.cite.passage
        rows.append(
            {
                "at": at,
                "name": visit.speaker.called(state.rule.name) if not pledge else ground.speaker.called(state.rule.name),
                "asked": state.asked,
                "box": boxes.get(state.rule.name),
                "pledge": state.cite.pledge,
                "quote": _short(passage.quote) if passage is not None else "",
                "href": f"/pledges/{step(state.cite.pledge)}" if state.cite.pledge else "",
                "now": state.now,
                "price": _rule_price(visit, state),
                "tells": bool(state.cite.pledge or passage is not None or state.price),
            }
        )
    weights = _weights(seen, ground)
    shown = [row for row in rows if row["tells"] or len(rows) <= _OPEN]
    more = [row for row in rows if row not in shown]
    return Custom("plan_rules", {"open": shown, "more": more, "weights": weights})


def _weights(seen: Seen, ground: Ground) -> list[BoxRow]:
    changed = dict(word.rpartition("=")[::2] for word in seen.words.weight)
    return weight_boxes(ground, changed)


def _short(quote: str) -> str:
    return quote if len(quote) <= 60 else f"{quote[:57]}..."


def _rule_price(visit: AnyVisit, state: RuleState) -> str:
    if state.price is None:
        return ""
    return visit.speaker.number(state.price, 1 if state.price else 0)


def _links(visit: AnyVisit, seen: Seen) -> tuple[Block, ...]:
    names = [entry.name for entry in planning(visit).shelf.entries()]
    other = next((name for name in names if name != seen.opened.name), None)
    found: list[tuple[str, str]] = []
    if visit.may(Role.PLANNER):
        found += [("#solve", visit.say("plan.solve")), ("#approve", visit.say("plan.approve"))]
    if other is not None:
        found.append((address("/compare", plan=[seen.opened.name, other]), visit.say("plan.compare")))
    if seen.is_changed:
        found.append((address("/plan", plan=seen.opened.name), visit.say("plan.undo")))
    return (_live("links", Links(tuple(found))),) if found or seen.is_changed else (_live("links"),)


def _plans(visit: AnyVisit) -> Block:
    """Return the plans that there are."""
    entries = planning(visit).shelf.entries()
    table = Table("plans", (Column("name", "name"),), tuple((entry.name,) for entry in entries))
    links = {(at, "name"): Link(address("/plan", plan=entry.name)) for at, entry in enumerate(entries)}
    heads = {"name": visit.say("plan.head.name")}
    return Sheet(table, visit.say("plan.list"), heads, links=links, most=20)


def _twins(seen: Seen, ground: Ground) -> tuple[Block, ...]:
    """Return the rows of the page's twins: prices and the portfolio, of what is shown."""
    tables = (price_table(ground.problem, ground.result), portfolio_table(ground.problem, ground.result))
    return (Custom("nothing", {"seen": seen.opened.name}, tables),)


def chosen(visit: AnyVisit) -> Page:
    """Show the projects chosen, largest margin first."""
    plans = planning(visit)
    opened = plans.plan(visit.query.plan)
    if opened is None:
        return plan_start.empty(visit)
    seen = plans.seen(opened, visit.query.change)
    ground = plans.ground(seen, visit.speaker)
    table = portfolio_table(ground.problem, ground.result)
    keys = [column.key for column in table.columns]
    heads = {key: visit.say(f"plan.head.{key}") for key in keys}
    shown = {(at, "title"): ground.title(str(row[0])) for at, row in enumerate(table.rows)}
    shown |= {(at, "start"): visit.speaker.period(str(row[2])) for at, row in enumerate(table.rows)}
    shown |= {(at, "site"): ground.speaker.called(str(row[3])) for at, row in enumerate(table.rows)}
    parts = ("project", "benefit", "margin")
    links = {(at, key): _why(opened.name, str(row[0])) for at, row in enumerate(table.rows) for key in parts}
    sheet = Sheet(table, visit.say("plan.portfolio"), heads, shown, links)
    return Page(visit.say("plan.portfolio"), (sheet,), _lead(visit, seen, ground))


def _why(plan: str, project: str) -> Link:
    return Link(address("/why", plan=plan, project=project))


PAGES = (
    PageAt("/plan", "plan.title", show, menu="choose", query=PlanQuery, state=plan_state, is_traced=True, ready=ready),
    PageAt("/chosen", "plan.portfolio", chosen, query=PlanQuery, state=plan_state, is_traced=True),
)
ACTIONS: tuple[Action, ...] = plan_actions.ACTIONS
