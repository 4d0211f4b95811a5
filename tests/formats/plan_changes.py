"""Changes to plans: to the document, to what it was made from, to the archive's arrays.

Each is a function of a random generator and a `Draft` that it changes in place; it returns False where it has
nothing to change. Whether the changed plan is wrong is for `plan_judge` to say.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from kaimen.formats.plan_file import problem_members
from kaimen.library import Library, Project
from kaimen.problem import Problem
from kaimen.quantity import Amount, decimal_text
from kaimen.scenario import Limit, MustNot, MustSelect, Quota, Scenario, Selection, Share, Substitution
from tests.evaluator import Question, plan_benefit, price_bound
from tests.formats.plan_judge import Document, gap_of, plan_of, prices_of
from tests.formats.question_files import doubled
from tests.formats.witness_judge import certified_bound


@dataclass
class Draft:
    """A plan being changed. `members` and `digest` are set where the archive's arrays are."""

    document: Document
    library: Library
    scenario: Scenario
    problem: Problem
    overrides: tuple[str, ...] = ()
    members: dict[str, bytes] | None = None
    digest: str = ""
    changes_inputs: bool = False

    @property
    def portfolio(self) -> dict[str, list[dict[str, str]]]:
        """The document's portfolio."""
        found: dict[str, list[dict[str, str]]] = self.document["portfolio"]
        return found

    @property
    def prices(self) -> dict[str, Any]:
        """The document's prices."""
        found: dict[str, Any] = self.document["prices"]
        return found


Change = Callable[[random.Random, Draft], bool]


def restate(draft: Draft, question: Question) -> None:
    """State the benefit, bounds, gaps and status that the changed choices and prices would give."""
    document = draft.document
    reached = plan_benefit(question, plan_of(document))
    bound = price_bound(question, prices_of(question, document))
    stated = document["bounds"]["solver"]
    solver = None if stated is None else max(Fraction(stated), reached)
    document["benefit"] = decimal_text(reached)
    document["bounds"] |= {"price": decimal_text(bound), "solver": None if solver is None else decimal_text(solver)}
    certified = certified_bound(question, document)
    bounds = {"price": bound, "certified": certified, "solver": solver}
    document["gaps"] = {name: None if b is None else decimal_text(gap_of(b, reached)) for name, b in bounds.items()}
    if document["status"] == "optimal" and reached not in (solver, certified):
        document["status"] = "stopped"


# Choices.


def _options(draft: Draft) -> list[dict[str, str]]:
    return [dict(draft.problem.option_name(option)._asdict()) for option in range(draft.problem.option_count)]


def _drop_splits(draft: Draft, project: str) -> None:
    draft.portfolio["splits"] = [row for row in draft.portfolio["splits"] if row["project"] != project]


def _choice_removed(rng: random.Random, draft: Draft) -> bool:
    chosen = draft.portfolio["options"]
    if not chosen:
        return False
    gone = chosen.pop(rng.randrange(len(chosen)))
    if rng.random() < 0.8:
        _drop_splits(draft, gone["project"])
    return True


def _choice_added(rng: random.Random, draft: Draft) -> bool:
    chosen = draft.portfolio["options"]
    taken = {row["project"] for row in chosen}
    others = [option for option in _options(draft) if option["project"] not in taken]
    if not others:
        return False
    added = rng.choice(others)
    chosen.append(added)
    _pay(rng, draft, added)
    return True


def _choice_moved(rng: random.Random, draft: Draft) -> bool:
    """Move a choice to another start or site of the same project, its costs with it."""
    chosen = draft.portfolio["options"]
    pairs = [(n, o) for n, row in enumerate(chosen) for o in _options(draft) if _is_sibling(row, o)]
    if not pairs:
        return False
    number, option = rng.choice(pairs)
    chosen[number] = option
    if rng.random() < 0.6:
        _drop_splits(draft, option["project"])
        _pay(rng, draft, option)
    return True


def _is_sibling(row: dict[str, str], option: dict[str, str]) -> bool:
    return row["project"] == option["project"] and row != option


def _choice_swapped(rng: random.Random, draft: Draft) -> bool:
    return _choice_removed(rng, draft) and _choice_added(rng, draft)


def _choice_twice(rng: random.Random, draft: Draft) -> bool:
    chosen = draft.portfolio["options"]
    siblings = [o for row in chosen for o in _options(draft) if row["project"] == o["project"]]
    if not siblings:
        return False
    chosen.append(rng.choice(siblings))
    return True


def _choice_unknown(rng: random.Random, draft: Draft) -> bool:
    chosen = draft.portfolio["options"]
    if not chosen:
        return False
    rng.choice(chosen)[rng.choice(("project", "start", "site"))] = rng.choice(("P-99", "2031", "nowhere"))
    return True


def _pay(rng: random.Random, draft: Draft, option: dict[str, str]) -> None:
    """Add splits that pay for an option: from its funds in a random order, each up to its share."""
    problem = draft.problem
    number = next(o for o in range(problem.option_count) if dict(problem.option_name(o)._asdict()) == option)
    for cost in np.flatnonzero(problem.cost_option == number).tolist():
        missing = int(problem.cost_amount[cost])
        entries = np.flatnonzero(problem.splits.cost == cost).tolist()
        rng.shuffle(entries)
        for entry in entries:
            amount = min(missing, int(problem.splits.cap[entry]))
            missing -= amount
            if amount:
                draft.portfolio["splits"].append(
                    {
                        "project": option["project"],
                        "period": problem.periods[problem.cost_period[cost]],
                        "fund": problem.funds[problem.splits.fund[entry]].name,
                        "amount": decimal_text(Fraction(amount, problem.money_scale)),
                    }
                )


# Draws, carries, splits.


def _on_grid(rng: random.Random, scale: int, most: int = 3) -> Fraction:
    """Return a small amount in steps that the problem counts."""
    return rng.choice(
        (Fraction(1, scale), Fraction(1, 2) if scale % 2 == 0 else Fraction(1), Fraction(rng.randint(1, most)))
    )


def _scale_of(draft: Draft, row: dict[str, str]) -> int:
    found = (q.scale for q in draft.problem.quotas if q.key == (row["quota"], row["period"]))
    return next(found, 1)


def _amount_changed(kind: str) -> Change:
    def change(rng: random.Random, draft: Draft) -> bool:
        rows = draft.portfolio[kind]
        if not rows:
            return False
        row = rng.choice(rows)
        scale = draft.problem.money_scale if kind == "splits" else _scale_of(draft, row)
        row["amount"] = decimal_text(Fraction(row["amount"]) + rng.choice((1, -1)) * _on_grid(rng, scale))
        return True

    return change


def _amount_removed(kind: str) -> Change:
    def change(rng: random.Random, draft: Draft) -> bool:
        rows = draft.portfolio[kind]
        if rows:
            rows.pop(rng.randrange(len(rows)))
        return bool(rows)

    return change


def _move_added(kind: str) -> Change:
    def change(rng: random.Random, draft: Draft) -> bool:
        taken = {(row["quota"], row["period"]) for row in draft.portfolio[kind]}
        free = [quota for quota in draft.problem.quotas if quota.key not in taken]
        if not free:
            return False
        quota = rng.choice(free)
        amount = decimal_text(_on_grid(rng, quota.scale))
        draft.portfolio[kind].append({"quota": quota.name, "period": quota.period, "amount": amount})
        return True

    return change


def _moved_elsewhere(kind: str, key: str) -> Change:
    """Move an amount to another quota, period or fund."""

    def change(rng: random.Random, draft: Draft) -> bool:
        rows = draft.portfolio[kind]
        names = {
            "quota": [quota.name for quota in draft.problem.quotas],
            "period": [*draft.problem.periods, "2031"],
            "fund": [*(fund.name for fund in draft.problem.funds), "a friend"],
        }[key]
        row = rng.choice(rows) if rows else {}
        others = [name for name in names if name != row.get(key)]
        if not row or not others:
            return False
        row[key] = rng.choice(others)
        return True

    return change


def _split_shared(rng: random.Random, draft: Draft) -> bool:
    """Move a part of a split to another fund, which keeps the sum."""
    rows = draft.portfolio["splits"]
    others = [(row, f.name) for row in rows for f in draft.problem.funds if f.name != row["fund"]]
    if not others:
        return False
    row, fund = rng.choice(others)
    part = min(Fraction(row["amount"]), _on_grid(rng, draft.problem.money_scale))
    row["amount"] = decimal_text(Fraction(row["amount"]) - part)
    same = [r for r in rows if {**row, "fund": fund, "amount": r["amount"]} == r]
    if same:
        same[0]["amount"] = decimal_text(Fraction(same[0]["amount"]) + part)
    else:
        rows.append({**row, "fund": fund, "amount": decimal_text(part)})
    return True


# Prices.

_PRICE_LISTS = ("quotas", "funds", "shares", "rules")


def _priced(draft: Draft) -> list[tuple[str, dict[str, str]]]:
    return [(name, row) for name in _PRICE_LISTS for row in draft.prices[name]]


def _price_times(*factors: Fraction | int) -> Change:
    def change(rng: random.Random, draft: Draft) -> bool:
        rows = _priced(draft)
        if not rows:
            return False
        _, row = rng.choice(rows)
        row["price"] = decimal_text(Fraction(row["price"]) * rng.choice(factors))
        return True

    return change


def _price_added(rng: random.Random, draft: Draft) -> bool:
    """Price a row that was free."""
    lists = {
        "quotas": [{"quota": q.name, "period": q.period} for q in draft.problem.quotas],
        "funds": [{"fund": f.name, "period": p} for f in draft.problem.funds for p in draft.problem.periods],
        "rules": [{"rule": r.name, "part": r.part} for r in draft.problem.rules],
    }
    free = [
        (name, row)
        for name, rows in lists.items()
        for row in rows
        if row not in [{key: value for key, value in r.items() if key != "price"} for r in draft.prices[name]]
    ]
    if not free:
        return False
    name, row = rng.choice(free)
    draft.prices[name].append({**row, "price": rng.choice(("1", "2", "0.5", "-1"))})
    return True


def _price_moved(rng: random.Random, draft: Draft) -> bool:
    rows = draft.prices["quotas"]
    others = [(row, q) for row in rows for q in draft.problem.quotas if q.key != (row["quota"], row["period"])]
    if not others:
        return False
    row, quota = rng.choice(others)
    row |= {"quota": quota.name, "period": quota.period}
    return True


def _price_twice(rng: random.Random, draft: Draft) -> bool:
    rows = _priced(draft)
    if not rows:
        return False
    name, row = rng.choice(rows)
    draft.prices[name].append(dict(row))
    return True


# Stated numbers.


def _nearby(rng: random.Random, text: str) -> str:
    value = Fraction(text)
    step = rng.choice((Fraction(1, 10**9), Fraction(1, 10), Fraction(1), abs(value) + 1))
    return decimal_text(value + rng.choice((1, -1)) * step)


def _stated(*path: str) -> Change:
    def change(rng: random.Random, draft: Draft) -> bool:
        table = draft.document
        for name in path[:-1]:
            table = table[name]
        if table[path[-1]] is None:
            return False
        table[path[-1]] = _nearby(rng, table[path[-1]])
        return True

    return change


def _solver_below(rng: random.Random, draft: Draft) -> bool:
    document = draft.document
    solver = Fraction(document["benefit"]) - rng.choice((Fraction(1, 1000), Fraction(1), Fraction(5)))
    document["bounds"]["solver"] = decimal_text(solver)
    document["gaps"]["solver"] = decimal_text(gap_of(solver, Fraction(document["benefit"])))
    document["status"] = "stopped"
    return True


def _called_optimal(rng: random.Random, draft: Draft) -> bool:
    document = draft.document
    solver = Fraction(document["benefit"]) + rng.choice((Fraction(1, 1000), Fraction(1)))
    document["bounds"]["solver"] = rng.choice((decimal_text(solver), None))
    known = document["bounds"]["solver"] is not None
    document["gaps"]["solver"] = decimal_text(gap_of(solver, Fraction(document["benefit"]))) if known else None
    document["status"] = "optimal"
    return True


def _status(rng: random.Random, draft: Draft) -> bool:
    draft.document["status"] = rng.choice(("ordered", "proved", "infeasible", "Optimal"))
    return True


def _certified(rng: random.Random, draft: Draft) -> bool:
    stated = rng.choice((draft.document["benefit"], draft.document["bounds"]["price"], "0"))
    draft.document["bounds"]["certified"] = stated
    return True


def _renamed(rng: random.Random, draft: Draft) -> bool:
    draft.document["scenario"] += rng.choice((" ", " 2", "\u200b"))
    return True


def _reseeded(rng: random.Random, draft: Draft) -> bool:
    draft.document["seed"] += rng.choice((1, -1, 10**6))
    return True


# What the plan was made from.


def _scaled(rng: random.Random, amount: Amount) -> Amount:
    factor = rng.choice((Decimal(0), Decimal("0.5"), Decimal(2), Decimal("1.5")))
    return replace(amount, value=amount.value * factor)


def _amounts(kind: str) -> Change:
    """Change an amount of a quota or fund."""

    def change(rng: random.Random, draft: Draft) -> bool:
        entries = list(getattr(draft.scenario, kind))
        places = [(n, label) for n, entry in enumerate(entries) for label in entry.amounts]
        if not places:
            return False
        number, label = rng.choice(places)
        amounts = dict(entries[number].amounts)
        amounts[label] = _scaled(rng, amounts[label])
        entries[number] = replace(entries[number], amounts=amounts)
        draft.scenario = replace(draft.scenario, **{kind: tuple(entries)})  # type: ignore[arg-type]
        return True

    return change


def _one_of(rng: random.Random, draft: Draft, kind: str, changed: Callable[[Any], Any]) -> bool:
    """Change one entry of a list of the scenario for which `changed` returns another."""
    entries = list(getattr(draft.scenario, kind))
    found = [(n, new) for n, entry in enumerate(entries) if (new := changed(entry)) is not None]
    if not found:
        return False
    number, new = rng.choice(found)
    entries[number] = new
    draft.scenario = replace(draft.scenario, **{kind: tuple(entries)})  # type: ignore[arg-type]
    return True


def _fund_share(rng: random.Random, draft: Draft) -> bool:
    share = Decimal(rng.choice(("0.1", "0.35", "0.9")))
    return _one_of(rng, draft, "funds", lambda fund: replace(fund, share=share))


def _fund_life(rng: random.Random, draft: Draft) -> bool:
    return _one_of(rng, draft, "funds", lambda f: replace(f, over_life=not f.over_life) if f.share < 1 else None)


def _cap(part: str) -> Change:
    def change(rng: random.Random, draft: Draft) -> bool:
        def changed(quota: Quota) -> Quota | None:
            right = getattr(quota, part)
            if right is None:
                return None
            capped = replace(right, cap=_scaled(rng, right.cap))
            return replace(quota, draw=capped) if part == "draw" else replace(quota, carry=capped)

        return _one_of(rng, draft, "quotas", changed)

    return change


def _carry_rate(rng: random.Random, draft: Draft) -> bool:
    def changed(quota: Quota) -> Quota | None:
        if quota.carry is None:
            return None
        rate = Decimal("0.5") if quota.carry.rate != Decimal("0.5") else Decimal(1)
        return replace(quota, carry=replace(quota.carry, rate=rate))

    return _one_of(rng, draft, "quotas", changed)


def _rule_changed(rng: random.Random, draft: Draft) -> bool:
    def changed(rule: Any) -> Any:
        if isinstance(rule, Limit):
            step = Decimal(rng.choice((-3, -1, 1, 3)))
            return replace(rule, bound=replace(rule.bound, value=max(Decimal(0), rule.bound.value + step)))
        if isinstance(rule, Share):
            return replace(rule, share=Decimal(rng.choice(("0.1", "0.9"))))
        return replace(rule, ratio=Decimal(rng.choice(("0.1", "3")))) if isinstance(rule, Substitution) else None

    return _one_of(rng, draft, "rules", changed)


def _rule_dropped(rng: random.Random, draft: Draft) -> bool:
    rules = list(draft.scenario.rules)
    if rules:
        rules.pop(rng.randrange(len(rules)))
        draft.scenario = replace(draft.scenario, rules=tuple(rules))
        return True
    return False


def _rule_insists(rng: random.Random, draft: Draft) -> bool:
    """Insist on a project that is out, or forbid one that is in."""
    chosen = {row["project"] for row in draft.portfolio["options"]}
    project = rng.choice(draft.problem.projects or ("",))
    if not project:
        return False
    kind = MustNot if project in chosen else MustSelect
    rule = kind("a late wish", Selection(projects=(project,)))
    draft.scenario = replace(draft.scenario, rules=(*draft.scenario.rules, rule))
    return True


def _weights(rng: random.Random, draft: Draft) -> bool:
    benefit = draft.scenario.benefit
    name = rng.choice(sorted(benefit.weights))
    weights = {**benefit.weights, name: benefit.weights[name] * Decimal(rng.choice(("2", "0.5", "1.01")))}
    draft.scenario = replace(draft.scenario, benefit=replace(benefit, weights=weights))
    return True


def _discount(rng: random.Random, draft: Draft) -> bool:
    discount = draft.scenario.benefit.discount + Decimal(rng.choice(("0.01", "0.2")))
    draft.scenario = replace(draft.scenario, benefit=replace(draft.scenario.benefit, discount=discount))
    return True


def _other_override(_: random.Random, draft: Draft) -> bool:
    draft.document["overrides"] = ["other"]
    draft.overrides = ("other",)
    return True


def _scenario_seed(rng: random.Random, draft: Draft) -> bool:
    draft.scenario = replace(draft.scenario, seed=draft.scenario.seed + rng.randint(1, 9))
    return True


def _scenario_name(_: random.Random, draft: Draft) -> bool:
    draft.scenario = replace(draft.scenario, name=f"{draft.scenario.name} again")
    return True


def _project_changed(rng: random.Random, draft: Draft, changed: Callable[[Project], Project]) -> bool:
    projects = list(draft.library.projects)
    number = rng.randrange(len(projects))
    new = changed(projects[number])
    if new == projects[number]:
        return False
    projects[number] = new
    draft.library = replace(draft.library, projects=tuple(projects))
    return True


def _options_with(project: Project, **parts: Any) -> Project:
    return replace(project, options=tuple(replace(option, **parts) for option in project.options))


def _list_cost(rng: random.Random, draft: Draft) -> bool:
    def changed(project: Project) -> Project:
        cost = tuple(_scaled(rng, amount) for amount in project.options[0].cost)
        return _options_with(project, cost=cost)

    return _project_changed(rng, draft, changed)


def _list_demand(rng: random.Random, draft: Draft) -> bool:
    def changed(project: Project) -> Project:
        demands = tuple(replace(d, amount=_scaled(rng, d.amount)) for d in project.options[0].demands)
        return _options_with(project, demands=demands)

    return _project_changed(rng, draft, changed)


def _list_criterion(rng: random.Random, draft: Draft) -> bool:
    def changed(project: Project) -> Project:
        name = rng.choice(sorted(project.criteria))
        return replace(project, criteria={**project.criteria, name: project.criteria[name] + rng.choice((-1, 1))})

    return _project_changed(rng, draft, changed)


def _list_row_dropped(rng: random.Random, draft: Draft) -> bool:
    projects = list(draft.library.projects)
    gone = projects.pop(rng.randrange(len(projects)))
    draft.library = replace(draft.library, projects=tuple(projects))
    named = [row["project"] for row in draft.portfolio["options"]]
    return bool(projects) and (gone.id in named)


def _list_conditions(rng: random.Random, draft: Draft) -> bool:
    return _project_changed(rng, draft, lambda project: replace(project, conditions=()))


def _list_region(rng: random.Random, draft: Draft) -> bool:
    return _project_changed(rng, draft, lambda project: replace(project, region=rng.choice(("A", "B", "A1"))))


# The archive's arrays.


def _array_changed(rng: random.Random, draft: Draft) -> bool:
    """Change one number of one array; half the time with the digest of the problem that the arrays then give."""
    names = [f.name for f in fields(draft.problem) if isinstance(getattr(draft.problem, f.name), np.ndarray)]
    names = [name for name in names if getattr(draft.problem, name).size]
    if not names:
        return False
    name = rng.choice(names)
    array = getattr(draft.problem, name).copy()
    place = rng.randrange(array.size)
    array.flat[place] = not array.flat[place] if array.dtype == np.bool_ else array.flat[place] + rng.choice((1, -1))
    return _with_problem(rng, draft, replace(draft.problem, **{name: array}))


def _terms_changed(rng: random.Random, draft: Draft) -> bool:
    name = rng.choice(("demand", "rule_terms", "splits"))
    terms = getattr(draft.problem, name)
    part = rng.choice(("row", "option", "amount") if name != "splits" else ("cost", "fund", "cap"))
    array = getattr(terms, part).copy()
    if not array.size:
        return False
    array[rng.randrange(array.size)] += 1
    return _with_problem(rng, draft, replace(draft.problem, **{name: replace(terms, **{part: array})}))


def _names_changed(rng: random.Random, draft: Draft) -> bool:
    problem = draft.problem
    how = rng.choice(("scale", "title", "seed", "scenario"))
    changed = {
        "scale": replace(problem, benefit_scale=problem.benefit_scale * 10),
        "title": replace(problem, titles=tuple(f"{title}!" for title in problem.titles)),
        "seed": replace(problem, seed=problem.seed + 1),
        "scenario": replace(problem, scenario="another"),
    }[how]
    return _with_problem(rng, draft, changed)


def _with_problem(rng: random.Random, draft: Draft, problem: Problem) -> bool:
    draft.members = problem_members(problem)
    if rng.random() < 0.5:
        draft.digest = problem.digest()
    return True


def _member_cut(rng: random.Random, draft: Draft) -> bool:
    """Cut off the end of an array, or give it other dimensions or another kind."""
    draft.members = problem_members(draft.problem)
    name = rng.choice(("benefit.npy", "limit.npy", "option_start.npy", "must.npy"))
    array = np.load(io.BytesIO(draft.members[name]))
    if not array.size:
        return False
    changed = rng.choice((array[:-1], array[::-1] + 1 if array.dtype != np.bool_ else ~array, np.append(array, array)))
    buffer = io.BytesIO()
    np.save(buffer, changed)
    draft.members[name] = buffer.getvalue()
    return True


DOCUMENT_CHANGES: dict[str, Change] = {
    "choice removed": _choice_removed,
    "choice added": _choice_added,
    "choice moved": _choice_moved,
    "choice swapped": _choice_swapped,
    "choice twice": _choice_twice,
    "choice unknown": _choice_unknown,
    "draw changed": _amount_changed("draws"),
    "draw added": _move_added("draws"),
    "draw removed": _amount_removed("draws"),
    "draw moved": _moved_elsewhere("draws", "quota"),
    "draw in another period": _moved_elsewhere("draws", "period"),
    "carry changed": _amount_changed("carries"),
    "carry added": _move_added("carries"),
    "carry removed": _amount_removed("carries"),
    "carry moved": _moved_elsewhere("carries", "quota"),
    "carry in another period": _moved_elsewhere("carries", "period"),
    "split changed": _amount_changed("splits"),
    "split removed": _amount_removed("splits"),
    "split moved": _moved_elsewhere("splits", "fund"),
    "split in another period": _moved_elsewhere("splits", "period"),
    "split shared": _split_shared,
}
"""Changes to the portfolio; half of them are made with the figures restated, so that only rows are wrong."""

FIGURE_CHANGES: dict[str, Change] = {
    "price raised": _price_times(2, 3, Fraction(3, 2)),
    "price lowered": _price_times(0, Fraction(1, 2)),
    "price added": _price_added,
    "price moved": _price_moved,
    "price twice": _price_twice,
    "benefit stated": _stated("benefit"),
    "price bound stated": _stated("bounds", "price"),
    "price gap stated": _stated("gaps", "price"),
    "solver gap stated": _stated("gaps", "solver"),
    "solver bound below": _solver_below,
    "called optimal": _called_optimal,
    "status": _status,
    "certified": _certified,
    "scenario renamed": _renamed,
    "seed": _reseeded,
}
SIGN_CHANGES: dict[str, Change] = {"price flipped": _price_times(-1), "price flipped and raised": _price_times(-2)}
"""Made with the bound restated by the formula, which does not hold for such prices."""

INPUT_CHANGES: dict[str, Change] = {
    "quota amount": _amounts("quotas"),
    "fund amount": _amounts("funds"),
    "fund share": _fund_share,
    "fund over life": _fund_life,
    "draw cap": _cap("draw"),
    "carry cap": _cap("carry"),
    "carry rate": _carry_rate,
    "rule changed": _rule_changed,
    "rule dropped": _rule_dropped,
    "rule insists": _rule_insists,
    "weights": _weights,
    "discount": _discount,
    "override": _other_override,
    "scenario's seed": _scenario_seed,
    "scenario's name": _scenario_name,
    "list: cost": _list_cost,
    "list: demand": _list_demand,
    "list: criterion": _list_criterion,
    "list: row dropped": _list_row_dropped,
    "list: conditions": _list_conditions,
    "list: region": _list_region,
}
ARRAY_CHANGES: dict[str, Change] = {
    "array": _array_changed,
    "terms": _terms_changed,
    "names": _names_changed,
    "member cut": _member_cut,
}


def question_of(draft: Draft) -> Question:
    """Return the question that a draft's inputs and overrides ask."""
    return Question(draft.library, doubled(draft.scenario) if draft.overrides else draft.scenario)


def shuffled_rows(rng: random.Random, entries: Sequence[Any]) -> list[Any]:
    """Return entries in another order."""
    return rng.sample(list(entries), len(entries))
