"""Every reason's arithmetic again, by names and fractions from the library and the scenario."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from kaimen.errors import KaimenError, has_errors
from kaimen.explain import (
    FACTS,
    REASONS,
    Change,
    Explanation,
    Reason,
    Short,
    Strength,
    explain,
    explain_all,
)
from kaimen.library import Condition, Demand, Library, Option, Project
from kaimen.portfolio import Portfolio, Result, Status
from kaimen.problem import Problem, build_problem
from kaimen.problem.types import frozen_ints
from kaimen.quantity import UNITS, Amount
from kaimen.report.letter import reply_letter
from kaimen.scenario import (
    Benefit,
    Exclusion,
    Fund,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Quota,
    Resource,
    Scenario,
    Selection,
    Sense,
)
from kaimen.solve import NoPlan, solve
from tests.brute_force import complete
from tests.effort import FULL
from tests.evaluator import NONE, Plan, Prices, Question, RowKey, RuleLine, Way, fraction, margin
from tests.naming import to_plan, to_prices
from tests.strategies import period_of, random_question

BARRED = ("not_read", "not_ready", "not_eligible", "waived", "ruled_out")


@dataclass(frozen=True)
class Case:
    """A solved question with all its explanations."""

    library: Library
    scenario: Scenario
    problem: Problem
    result: Result
    question: Question
    plan: Plan
    prices: Prices
    explained: tuple[Explanation, ...]

    @property
    def chosen(self) -> list[Way]:
        """The chosen ways."""
        found = [self.question.way(project, name) for project, name in self.plan.chosen.items()]
        return [way for way in found if way is not None]

    def way(self, entry: Explanation) -> Way:
        """Return the way that an explanation is about."""
        assert entry.option is not None
        way = self.question.way(entry.project, (entry.option.start, entry.option.site))
        assert way is not None
        return way

    def left_out(self) -> Iterator[tuple[Explanation, Way]]:
        """Yield the explanations of projects that could have been chosen, with their best way."""
        for entry in self.explained:
            if entry.option is not None:
                yield entry, self.way(entry)


def case_of(library: Library, scenario: Scenario, result: Result | None = None) -> Case | None:
    problem, findings = build_problem(library, scenario)
    if has_errors(findings):
        return None
    found = result if result is not None else solve(problem)
    if isinstance(found, NoPlan):
        return None
    plan, prices = to_plan(problem, found.portfolio), to_prices(problem, found.prices)
    explained = tuple(explain_all(problem, found))
    return Case(library, scenario, problem, found, Question(library, scenario), plan, prices, explained)


@cache
def cases() -> tuple[Case, ...]:
    found = [case_of(*random_question(seed)) for seed in range(400 if FULL else 150)]
    return tuple(case for case in found if case is not None)


def below_nil(value: Fraction, benefit: Fraction) -> bool:
    """Return whether a margin is negative by more than rounding: a millionth of the benefit counts as nothing."""
    return value < -abs(benefit) / 10**6


def reason(entry: Explanation, code: str) -> Reason | None:
    return next((reason for reason in entry.reasons if reason.code == code), None)


# Who is explained.


def test_everyone_left_out_has_a_reason_and_nobody_chosen_has_one() -> None:
    assert len(cases()) >= (60 if FULL else 22)
    for case in cases():
        chosen = set(case.plan.chosen)
        assert {entry.project for entry in case.explained} == set(case.question.ways) - chosen
        for entry in case.explained:
            assert entry.reasons
            assert not entry.chosen
            assert len({found.code for found in entry.reasons}) == len(entry.reasons)
            assert all(found.code in REASONS for found in entry.reasons)
            assert explain(case.problem, case.result, entry.project) == entry
        for project in chosen:
            entry = explain(case.problem, case.result, project)
            assert (entry.changes, entry.chosen) == ((), True)
            assert {found.code for found in entry.reasons} <= {"later"}
            assert entry.option is not None
            assert (entry.option.start, entry.option.site) == case.plan.chosen[project]


def test_a_project_that_is_not_known_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KaimenError):
        explain(cases()[0].problem, cases()[0].result, "P-99")


# Margins.


def test_margins_and_terms_follow_from_the_list() -> None:
    counts: Counter[str] = Counter()
    for case in cases():
        lines = case.question.rule_lines
        for entry, way in case.left_out():
            values = [margin(case.question, other, case.prices, lines) for other in case.question.ways[entry.project]]
            assert entry.margin == margin(case.question, way, case.prices, lines) == max(values)
            assert entry.benefit == case.question.benefit(way)
            assert entry.benefit + sum((term.value for term in entry.terms), NONE) == entry.margin
            _check_terms(case, entry, way)
            counts.update(term.kind for term in entry.terms if term.price)
        for project, name in case.plan.chosen.items():
            entry = explain(case.problem, case.result, project)
            mine = case.question.way(project, name)
            assert mine is not None
            assert entry.margin == margin(case.question, mine, case.prices, lines)
    assert set(counts) >= {"quota", "fund", "rule"}, counts


def _check_terms(case: Case, entry: Explanation, way: Way) -> None:
    question, prices = case.question, case.prices
    found = {(term.kind, term.name, term.period): (term.amount, term.price) for term in entry.terms}
    rows = {row: question.demand_on(way, row) for row in question.limits}
    lines = {(line.name, line.part): line.coefficients.get(way, NONE) for line in question.rule_lines}
    expected = {("quota", *row): (amount, prices.quota[row]) for row, amount in rows.items() if amount}
    expected |= {("rule", *key): (amount, prices.rule[key]) for key, amount in lines.items() if amount}
    assert {key: value for key, value in found.items() if key[0] in ("quota", "rule")} == expected
    for number, due in way.cost.items() if question.funds else ():
        label = question.labels[number]
        paid = {name: value for (kind, name, period), value in found.items() if (kind, period) == ("fund", label)}
        assert sum((amount for amount, _ in paid.values()), NONE) == due
        lawful = {fund.name: fund for fund in question.lawful(way)}
        for name, (amount, price) in paid.items():
            share = Fraction(1) if lawful[name].over_life else fraction(lawful[name].share)
            assert 0 < amount <= due * share
            assert price == prices.fund[name, label]


# Facts.


def test_a_reason_has_the_facts_of_its_code_and_no_others() -> None:
    everything = {field.name for field in fields(Reason)} - {"code", "strength", "detail"}
    assert set(FACTS) == set(REASONS)
    filled: Counter[tuple[str, str]] = Counter()
    for entry in [entry for case in (*cases(), *handmade().values()) for entry in everyone(case)]:
        for found in (*entry.reasons, *(inner for outer in entry.reasons for inner in outer.because)):
            for name in everything - set(FACTS[found.code]):
                assert getattr(found, name) in ((), "", None), (found.code, name)
            filled.update(
                (found.code, name) for name in FACTS[found.code] if getattr(found, name) not in ((), "", None)
            )
    assert {(code, name) for code, names in FACTS.items() for name in names} - set(filled) == {("not_read", "about")}


def everyone(case: Case) -> list[Explanation]:
    """Return the explanations of all projects, chosen or not."""
    return [*case.explained, *(explain(case.problem, case.result, project) for project in case.plan.chosen)]


def test_facts_are_those_of_the_question() -> None:
    seen: Counter[str] = Counter()
    for case in cases():
        rules = {rule.name: rule for rule in case.scenario.rules}
        for entry in case.explained:
            project = next(p for p in case.library.projects if p.id == entry.project)
            for found in entry.reasons:
                seen[found.code] += 1
                assert set(found.rules) <= set(rules)
                if found.code == "excluded_by":
                    sets = {rule.name: rule.at_most for rule in rules.values() if isinstance(rule, Exclusion)}
                    assert [sets[name] for name in found.rules] == list(found.places)
                if found.code == "needs":
                    assert entry.option is not None
                    assert found.start == entry.option.start
                    named = [rules[name] for name in found.rules]
                    assert all(isinstance(r, Prerequisite) and r.project == entry.project for r in named)
                if found.code == "waived":
                    waivers = [rule for rule in rules.values() if isinstance(rule, MustNot)]
                    assert found.about in [(rule.waived_by, rule.reason) for rule in waivers]
                if found.code == "not_eligible":
                    assert found.about == project.funds
                if found.code == "not_ready":
                    assert set(found.about) <= set(case.scenario.readiness)
                if found.code == "priced_out":
                    assert found.margin == entry.margin
                    assert set(found.terms) == {term for term in entry.terms if term.value < 0}
                    assert found.forced_bound == entry.forced_bound
    assert min(seen[code] for code in ("excluded_by", "needs", "waived", "not_eligible", "not_ready")) >= 3, seen


def test_later_is_said_of_chosen_projects_with_an_earlier_start() -> None:
    strengths: Counter[str] = Counter()
    shown = 0
    for case in cases():
        starts = [period.label for period in case.scenario.periods]
        for project, (start, _) in case.plan.chosen.items():
            entry = explain(case.problem, case.result, project)
            earlier = [way for way in case.question.ways[project] if way.start < starts.index(start)]
            found = reason(entry, "later")
            assert (found is not None) == bool(earlier)
            if found is None:
                continue
            lines = case.question.rule_lines
            best = max(earlier, key=lambda way: margin(case.question, way, case.prices, lines))
            assert found.margin == margin(case.question, best, case.prices, lines)
            same = [way for way in earlier if margin(case.question, way, case.prices, lines) == found.margin]
            assert found.start in {starts[way.start] for way in same}
            strengths[found.strength] += 1
            if len(same) == 1:
                short = next((inner.short for inner in found.because if inner.code == "does_not_fit"), ())
                stated = {(row.kind, row.name): row.by for row in short}
                assert stated == shortages(replace(case, plan=without(case.plan, project)), best)
                shown += bool(stated)
    assert shown >= 5
    assert len(strengths) >= 2, strengths


def without(plan: Plan, project: str) -> Plan:
    """Return a plan without a project and what is paid for it; draws and carries as they are."""
    chosen = {name: way for name, way in plan.chosen.items() if name != project}
    return replace(plan, chosen=chosen, splits={key: a for key, a in plan.splits.items() if key[0] != project})


# Reasons, one by one.


def test_priced_out_is_a_negative_margin_and_proved_where_the_bound_says_so() -> None:
    counts: Counter[str] = Counter()
    for case in cases():
        for entry, _ in case.left_out():
            found = reason(entry, "priced_out")
            assert (found is not None) == (entry.margin * 10**6 < -entry.benefit < 0)
            if found is not None:
                # What it takes in and rules out may sharpen the bound, so that more is proved than the margin says.
                assert found.forced_bound is not None
                assert found.forced_bound <= case.result.bounds.price + entry.margin
                proved = found.forced_bound < case.result.benefit
                assert found.strength is (Strength.PROVED if proved else Strength.AT_THESE_PRICES)
                counts[found.strength] += 1
            none = reason(entry, "no_benefit")
            assert (none is not None) == (entry.benefit <= 0)
    assert min(counts["proved"], counts["at_these_prices"]) >= (10 if FULL else 3), counts


def test_what_is_proved_holds_when_the_project_is_forced_in() -> None:
    forced = 0
    for case in cases():
        for entry in case.explained:
            found = reason(entry, "priced_out")
            if found is not None and found.strength is Strength.PROVED:
                must = MustSelect("forced in", Selection(projects=(entry.project,)))
                problem, _ = build_problem(case.library, replace(case.scenario, rules=(*case.scenario.rules, must)))
                again = solve(problem)
                assert isinstance(again, NoPlan) or again.benefit < case.result.benefit
                forced += 1
    assert forced >= (20 if FULL else 6)


def _value(line: RuleLine, ways: list[Way]) -> Fraction:
    return sum((line.coefficients.get(way, NONE) for way in ways), NONE)


def test_rivals_are_chosen_and_their_set_is_full() -> None:
    seen = 0
    for case in cases():
        kinds = {rule.name: rule for rule in case.scenario.rules if isinstance(rule, Exclusion)}
        for entry, way in case.left_out():
            lines = [line for line in case.question.rule_lines if line.name in kinds and way in line.coefficients]
            full = [line for line in lines if _value(line, case.chosen) + 1 > kinds[line.name].at_most]
            rivals = {other.project.id for line in full for other in case.chosen if other in line.coefficients}
            found = reason(entry, "excluded_by")
            # A set from which none may be chosen at all has no rivals in it.
            assert (set(found.projects) if found else set()) == rivals
            seen += bool(rivals)
    assert seen >= 5


def test_prerequisites_are_missing_at_that_time() -> None:
    seen = 0
    for case in cases():
        starts = {way.project.id: way.start for way in case.chosen}
        needs = [rule for rule in case.scenario.rules if isinstance(rule, Prerequisite)]
        for entry, way in case.left_out():
            wanted = {need for rule in needs if rule.project == entry.project for need in rule.needs}
            missing = {need for need in wanted if starts.get(need, 99) > way.start}
            found = reason(entry, "needs")
            assert (set(found.projects) if found else set()) == missing
            seen += bool(missing)
    assert seen >= 5


def test_ties_are_between_equals_in_the_published_order() -> None:
    case = case_of(*_twins())
    assert case is not None
    for entry in case.explained:
        found = reason(entry, "tie")
        assert found is not None
        own, other = (hashlib.sha256(f"{case.scenario.seed}:{p}".encode()) for p in (entry.project, *found.projects))
        assert other.hexdigest() < own.hexdigest()
        assert found.projects[0] in case.plan.chosen
    for other_case in cases():
        for entry in other_case.explained:
            tie = reason(entry, "tie")
            if tie is not None:
                mine, theirs = (_numbers(other_case.question, p) for p in (entry.project, *tie.projects))
                assert mine == theirs


def _numbers(question: Question, project: str) -> list[object]:
    """Return all that counts of a project's ways."""
    return [
        (
            way.start,
            question.benefit(way),
            [question.demand_on(way, row) for row in question.limits],
            sorted(way.cost.items()) if question.funds else None,
            [fund.name for fund in question.lawful(way)] if way.cost else None,
            [line.coefficients.get(way, NONE) for line in question.rule_lines],
        )
        for way in sorted(question.ways[project], key=lambda way: way.name)
    ]


# What is short, and by how much.


def left_of(case: Case, row: RowKey) -> Fraction:
    """Return what a plan leaves of a quota row."""
    question, plan = case.question, case.plan
    left = question.limits[row] + plan.draws.get(row, NONE) - plan.carries.get(row, NONE)
    left -= sum((question.demand_on(way, row) for way in case.chosen), NONE)
    for other in question.limits:
        right, onward = question.draw_right(other), question.carry_right(other)
        if right is not None and right[0] == row:
            left -= plan.draws.get(other, NONE)
        if onward is not None and onward[0] == row:
            left += onward[1] * plan.carries.get(other, NONE)
    return left


def room_of(case: Case, row: RowKey) -> Fraction:
    """Return what could be added to a row while what it carries on stays: that is neither drawn nor freed."""
    room, carried = left_of(case, row) + drawable(case, row), case.plan.carries.get(row, NONE)
    if not carried:
        return room
    freed = sum((max(-case.question.demand_on(way, row), NONE) for way in case.chosen), NONE)
    return min(room, left_of(case, row) - case.plan.draws.get(row, NONE) - freed)


def drawable(case: Case, row: RowKey) -> Fraction:
    """Return what a row could still draw."""
    right = case.question.draw_right(row)
    if right is None:
        return NONE
    pool, cap = right
    return max(NONE, min(cap - case.plan.draws.get(row, NONE), room_of(case, pool)))


def shortages(case: Case, way: Way) -> dict[tuple[str, str], Fraction]:
    """Return, by kind and name, what is missing for one more way in a plan as it is."""
    question = case.question
    short: dict[tuple[str, str], Fraction] = {}
    for row in question.limits:
        demand = question.demand_on(way, row)
        if demand > 0:
            short["quota", f"{row[0]}, {row[1]}"] = demand - room_of(case, row)
    for number, due in way.cost.items() if question.funds else ():
        label, room, names = question.labels[number], NONE, []
        for fund in question.lawful(way):
            paid = sum((a for (_, p, f), a in case.plan.splits.items() if (p, f) == (label, fund.name)), NONE)
            share = Fraction(1) if fund.over_life else fraction(fund.share)
            room += min(question.fund_limit((fund.name, label)) - paid, due * share)
            names.append(fund.name)
        short["fund", f"{' and '.join(names)}, {label}"] = due - room
    special = {rule.name for rule in case.scenario.rules if isinstance(rule, Exclusion | Prerequisite)}
    for line in question.rule_lines:
        if way in line.coefficients and line.coefficients[way] and line.name not in special:
            name = f"{line.name} ({line.part})" if line.part else line.name
            short["rule", name] = _over(line, _value(line, [*case.chosen, way]))
    return {key: value for key, value in short.items() if value > 0}


def _over(line: RuleLine, value: Fraction) -> Fraction:
    if line.sense == "=":
        return abs(value - line.side)
    return value - line.loose_side if line.sense[0] == "<" else line.loose_side - value


def test_shortages_are_what_the_plan_leaves() -> None:
    kinds: Counter[str] = Counter()
    for case in cases():
        for entry, way in case.left_out():
            found = reason(entry, "does_not_fit")
            stated = {(row.kind, row.name): row.by for row in found.short} if found else {}
            assert stated == shortages(case, way)
            kinds.update(kind for kind, _ in stated)
    assert min(kinds["quota"], kinds["fund"], kinds["rule"]) >= 10, kinds


def test_what_is_said_to_fit_fits_and_what_is_not_does_not() -> None:
    """Nothing that would fit and bring a benefit is left over by the best plan; the tests try by linear programs."""
    together = 0
    for case in cases():
        for entry, way in case.left_out():
            assert reason(entry, "not_reached") is None
            found = reason(entry, "does_not_fit")
            if found is not None and not found.short:
                together += 1
                assert complete(case.question, [*case.chosen, way]) is None
    assert together >= 1 or not FULL
    case = handmade()["not_reached"]
    for entry, way in case.left_out():
        assert reason(entry, "not_reached") is not None
        assert complete(case.question, [*case.chosen, way]) is not None


# Changes.


def test_changes_bring_the_margin_to_nothing_or_make_room() -> None:
    counts: Counter[str] = Counter()
    for case in cases():
        for entry, way in case.left_out():
            for change in entry.changes:
                counts[_check_change(case, entry, way, change)] += 1
            if entry.margin * 10**6 < -entry.benefit < 0:
                assert entry.changes[0].what == "benefit up"
    assert min(counts["benefit"], counts["down"], counts["up"]) >= (5 if FULL else 1), counts


def _check_change(case: Case, entry: Explanation, way: Way, change: Change) -> str:
    assert change.by > 0
    if change.what == "benefit up":
        assert entry.margin + change.by == 0
        assert change.share == (change.by / entry.benefit if entry.benefit > 0 else None)
        assert change == entry.changes[0]
        return "benefit"
    if change.what.endswith(" down"):
        term = next(term for term in entry.terms if f"{term} down" == change.what)
        assert change.by <= term.amount
        assert entry.margin + change.by * term.price == 0
        assert (change.unit, change.share) == (term.unit, change.by / term.amount)
        return "down"
    (short,) = next(found.short for found in entry.reasons if found.code == "does_not_fit")
    assert (change.by, change.unit) == (short.by, short.unit)
    if short.kind == "rule":
        assert change.what == f"{short.name} loosened"
        return "loosened"
    assert change.what == f"{short.name} up"
    if len(entry.reasons) == 1:
        widened = _widened(case, short)
        if widened is not None:
            ways = [widened.way(other.project.id, other.name) for other in [*case.chosen, way]]
            assert complete(widened, [found for found in ways if found is not None]) is not None
    return "up"


def _widened(case: Case, short: Short) -> Question | None:
    """Return the question with a quota raised; None where the row is not one of a quota by period."""
    name, _, label = short.name.rpartition(", ")
    unit = {resource.name: resource.unit for resource in case.scenario.resources}
    quotas = []
    for quota in case.scenario.quotas:
        if quota.name == name and short.kind == "quota":
            old = quota.amounts[label].measured_in(unit[quota.resource])
            total = old + short.by
            value = Decimal(total.numerator) / Decimal(total.denominator)
            quotas.append(replace(quota, amounts={**quota.amounts, label: Amount(value, unit[quota.resource])}))
            if Fraction(value) != total:
                return None
        else:
            quotas.append(quota)
    return Question(case.library, replace(case.scenario, quotas=tuple(quotas))) if short.kind == "quota" else None


# Projects without an option.


def test_projects_without_an_option_are_so_for_the_reason_given() -> None:
    codes: Counter[str] = Counter()
    for case in cases():
        for entry in case.explained:
            if entry.option is None:
                (only,) = entry.reasons
                project = next(p for p in case.library.projects if p.id == entry.project)
                assert case.question.ways[entry.project] == []
                assert _barred_as(case, project) == only.code
                codes[only.code] += 1
            else:
                assert not {found.code for found in entry.reasons} & set(BARRED)
    assert set(codes) == set(BARRED) - {"not_read"}, codes


def _barred_as(case: Case, project: Project) -> str:
    for rule in case.scenario.rules:
        if isinstance(rule, MustNot) and case.question.takes_project(rule.projects, project):
            return "waived" if rule.waived_by else "ruled_out"
    free = replace(case.scenario, funds=(), rules=())
    return "not_eligible" if Question(case.library, free).ways[project.id] else "not_ready"


# Letters.


def test_letters_name_no_other_project() -> None:
    for case in (*cases(), *handmade().values()):
        everyone = [(p.id, p.title) for p in case.library.projects]
        for entry in case.explained:
            letter = reply_letter(case.problem, entry)
            assert entry.project in letter
            rest = letter.replace(entry.project, "").replace(entry.title or entry.project, "")
            assert not [name for pair in everyone for name in pair if name and name in rest], letter
        for project in case.plan.chosen:
            assert "is in the plan" in reply_letter(case.problem, explain(case.problem, case.result, project))


# Made by hand: one for every code.

MU, YUAN = UNITS["mu"], UNITS["yuan"]


def project(name: str, value: int | str, land: int | str = 1, **more: object) -> Project:
    cost = (Amount(Decimal(1), YUAN),)
    options = (Option((Demand("land", Amount(Decimal(land), MU)),), cost),)
    known = Project(name, f"Works {name}", "R", criteria={"value": Decimal(value)}, options=options)
    return replace(known, **more)  # type: ignore[arg-type]  # fields of Project


def scenario(limit: int | str = 100, **more: object) -> Scenario:
    quota = Quota("land R", "land", "", {"2026": Amount(Decimal(limit), MU)})
    known = Scenario(
        "by hand", (period_of("2026"),), Benefit({"value": Decimal(1)}), ("2026",), resources=(Resource("land", MU),)
    )
    return replace(known, quotas=(quota,), **more)  # type: ignore[arg-type]  # fields of Scenario


def _twins() -> tuple[Library, Scenario]:
    return Library("list", (project("A", 5), project("B", 5), project("C", 5))), scenario(1)


@cache
def handmade() -> dict[str, Case]:
    """Return a case per code, in which project B has that reason."""
    one, two = project("A", 9), project("B", 5)
    both = Selection(projects=("A", "B"))
    only_b, fund = Selection(projects=("B",)), Fund("city", {"2026": Amount(Decimal(9), YUAN)})
    questions = {
        "not_ready": ((one, replace(two, conditions=(Condition("permit", None),))), scenario(readiness=("permit",))),
        "not_eligible": ((one, replace(two, funds=("bank",))), scenario(funds=(fund,))),
        "waived": ((one, two), scenario(rules=(MustNot("no B", only_b, "the mayor", "it floods"),))),
        "ruled_out": ((one, two), scenario(rules=(MustNot("no B", only_b),))),
        "excluded_by": ((one, two), scenario(rules=(Exclusion("A or B", both),))),
        "needs": (
            (one, two, project("C", 1, "200")),
            scenario(rules=(Prerequisite("B after C", "B", ("C",)),)),
        ),
        "tie": ((replace(two, id="A"), two), scenario(1, seed=_seed_for("A", "B"))),
        "priced_out": ((one, project("B", 5, 50), project("C", 6, 49)), scenario(40)),
        "does_not_fit": ((one, project("B", 5, 50)), scenario(50)),
        "no_benefit": ((one, project("B", "-1")), scenario()),
    }
    ready = (Condition("permit", date(2020, 1, 1)),)
    questions["not_ready"] = ((replace(one, conditions=ready), questions["not_ready"][0][1]), questions["not_ready"][1])
    found = {code: case_of(Library("list", projects), asked) for code, (projects, asked) in questions.items()}
    found["not_reached"] = _stopped(Library("list", (one, two)), scenario())
    return {code: case for code, case in found.items() if case is not None}


def _seed_for(first: str, second: str) -> int:
    def place(seed: int, name: str) -> str:
        return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()

    return next(seed for seed in range(99) if place(seed, first) < place(seed, second))


def _stopped(library: Library, asked: Scenario) -> Case | None:
    """Return the case of a plan in which nothing was chosen before the stop."""
    problem, _ = build_problem(library, asked)
    best = solve(problem)
    assert isinstance(best, Result)
    none = Portfolio(frozen_ints(()), best.portfolio.draws, best.portfolio.carries, best.portfolio.splits * 0)
    return case_of(library, asked, replace(best, portfolio=none, benefit=Fraction(0), status=Status.STOPPED))


def test_each_code_is_forced_by_hand() -> None:
    assert set(handmade()) == set(REASONS) - {"not_read", "later"}
    for code, case in handmade().items():
        entry = next(entry for entry in case.explained if entry.project == "B")
        assert reason(entry, code) is not None, (code, entry.reasons)
        assert entry.reasons[0].code == code


def test_the_numbers_of_a_reason_by_hand() -> None:
    """50 mu for A (1 mu, 9) and B (50 mu, 5): B fills the quota's rest at 0.1 a mu, and lacks one mu."""
    case = handmade()["does_not_fit"]
    (entry,) = case.explained
    (quota,) = [term for term in entry.terms if term.kind == "quota"]
    assert (quota.amount, quota.price) == (Fraction(50), Fraction(1, 10))
    assert (entry.benefit, entry.margin) == (Fraction(5), Fraction(0))
    fit = reason(entry, "does_not_fit")
    assert fit is not None
    assert [(row.name, row.by, row.unit) for row in fit.short] == [("land R, 2026", Fraction(1), "mu")]
    assert [(change.what, change.by, change.unit) for change in entry.changes] == [
        ("land R, 2026 up", Fraction(1), "mu")
    ]


def test_a_row_that_could_not_be_used_is_said_to_be_so() -> None:
    """Its land is in a unit of another kind; the rest of the list is planned all the same."""
    wrong = (Option((Demand("land", Amount(Decimal(3), UNITS["tce"])),)),)
    library = Library("list", (project("A", 9), replace(project("B", 5), options=wrong)))
    problem, findings = build_problem(library, scenario())
    assert [finding.code for finding in findings] == ["E304"]
    result = solve(problem)
    assert isinstance(result, Result)
    (entry,) = explain_all(problem, result)
    assert (entry.project, [found.code for found in entry.reasons]) == ("B", ["not_read"])
    assert "A" not in reply_letter(problem, entry).replace("An", "").split()


def test_a_rule_that_names_a_project_is_not_named_to_another() -> None:
    """The letter says what is short, but a rule called after an applicant is only a rule."""
    rule = Limit("no more than A and A-2 together", Sense.AT_MOST, Amount(Decimal(1), UNITS["projects"]))
    case = case_of(Library("list", (project("A", 9), project("B", 5))), scenario(rules=(rule,)))
    assert case is not None
    (entry,) = case.explained
    letter = reply_letter(case.problem, entry)
    assert "a rule about related projects" in letter
    assert "A-2" not in letter
