"""Every combination of options of a small question, and the best that is a plan.

The rows over options alone, the quotas with their draws and carries, and the money as far as cuts tell are
decided for all combinations at once, in scaled integers; then, in order of falling benefit, exact linear
programs find the draws, carries and splits, and the evaluator confirms the plan. Nothing of kaimen but its
input types is used.

Draws and carries need no search once the options are chosen: an own amount that is left may as well be
carried (it can only help the next period), and more than is missing need not be drawn, for drawn amounts may
not be carried. `quota_moves` decides the same by linear programs; the tests hold one against the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import lcm, prod

import numpy as np
import numpy.typing as npt

from kaimen.library import Library
from kaimen.scenario import Scenario
from tests.evaluator import NONE, Plan, Question, RowKey, RuleLine, Way, broken_rows, fraction, plan_benefit
from tests.exact_lp import LpRow, feasible_point, maximise

Numbers = npt.NDArray[np.int64]
Choice = tuple[Way | None, ...]


@dataclass(frozen=True)
class Optimum:
    """The greatest benefit and a plan that has it."""

    benefit: Fraction
    plan: Plan


def optimum(library: Library, scenario: Scenario) -> Optimum | None:
    """Return the best plan of a small question, or None where there is none."""
    question = Question(library, scenario)
    combined = Combinations(question)
    for number in combined.by_benefit(combined.possible()):
        plan = complete(question, combined.ways(number))
        if plan is None:
            assert any(fund.over_life for fund in question.funds.values()), "the cuts said there is a plan"
            continue
        assert not broken_rows(question, plan)
        return Optimum(plan_benefit(question, plan), plan)
    return None


class Combinations:
    """All combinations of a question's ways, numbered; a row's value for all of them is one array."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.choices: list[Choice] = [
            (*ways, *(() if project in question.must else (None,))) for project, ways in question.ways.items()
        ]
        self.size = prod(len(choice) for choice in self.choices)

    def ways(self, number: int) -> list[Way]:
        """Return the ways of a combination."""
        found = []
        for choice in reversed(self.choices):
            number, place = divmod(number, len(choice))
            found.append(choice[place])
        return [way for way in reversed(found) if way is not None]

    def values(self, amount: Callable[[Way], Fraction], scale: int) -> Numbers:
        """Return the sum of an amount over the ways of every combination, times a scale that makes it whole."""
        total = np.zeros(1, dtype=np.int64)
        for choice in self.choices:
            exact = [amount(way) * scale if way is not None else NONE for way in choice]
            assert all(value.denominator == 1 and abs(value) < 2**50 for value in exact)
            total = np.add.outer(total, np.array([int(value) for value in exact], dtype=np.int64)).ravel()
        return total

    def by_benefit(self, possible: npt.NDArray[np.bool_]) -> Iterator[int]:
        """Yield the possible combinations in order of falling benefit."""
        benefit = self.question.benefit
        scale = lcm(1, *(benefit(way).denominator for way in self.question.all_ways()))
        numbers = np.flatnonzero(possible)
        falling = np.argsort(-self.values(benefit, scale)[numbers], kind="stable")
        yield from numbers[falling].tolist()

    def possible(self) -> npt.NDArray[np.bool_]:
        """Return which combinations keep all rows (with a fund's share over life: may keep them)."""
        good = self.keep_rules() & self.may_be_paid()
        for resource in self.question.units:
            good &= self.keep_quotas(resource)
        return good

    def keep_rules(self) -> npt.NDArray[np.bool_]:
        """Return which combinations keep every rule."""
        good = np.ones(self.size, dtype=np.bool_)
        for line in self.question.rule_lines:
            scale = lcm(line.side.denominator, *(value.denominator for value in line.coefficients.values()))
            value = self.values(partial(_coefficient, line), scale)
            side = int(line.side * scale)
            tests = {"<=": value <= side, "<": value < side, ">=": value >= side, ">": value > side}
            good &= tests.get(line.sense, value == side)
        return good

    def keep_quotas(self, resource: str) -> npt.NDArray[np.bool_]:
        """Return for which combinations there are draws and carries that keep a resource's quotas."""
        return _QuotaTables(self, resource).hold()

    def may_be_paid(self) -> npt.NDArray[np.bool_]:
        """Return which combinations keep every cut; without shares over life, these are those that can be paid."""
        good = np.ones(self.size, dtype=np.bool_)
        for cut in _money_cuts(self.question):
            scale = lcm(cut.room.denominator, *(need.denominator for need in cut.needs.values()))
            good &= self.values(cut.needs.__getitem__, scale) <= int(cut.room * scale)
        return good


def _coefficient(line: RuleLine, way: Way) -> Fraction:
    return line.coefficients.get(way, NONE)


class _QuotaTables:
    """The quota rows of one resource for all combinations: carry what is left, draw what is missing."""

    def __init__(self, combined: Combinations, resource: str) -> None:
        question = self.question = combined.question
        self.combined = combined
        names = [quota.name for quota in question.scenario.quotas if quota.resource == resource]
        self.rows = [row for row in question.limits if row[0] in names]
        amounts = [NONE, *(question.limits[row] for row in self.rows)]
        amounts += [
            amount for way in question.all_ways() for (name, _), amount in way.demands.items() if name == resource
        ]
        rates = [Fraction(1)]
        for row in self.rows:
            right, onward = question.draw_right(row), question.carry_right(row)
            amounts += [right[1]] if right else []
            amounts += [onward[2]] if onward else []
            rates += [onward[1]] if onward else []
        losing = lcm(*(rate.denominator for rate in rates)) ** max(len(question.labels) - 1, 1)
        self.scale = lcm(*(amount.denominator for amount in amounts)) * losing

    def hold(self) -> npt.NDArray[np.bool_]:
        good = np.ones(self.combined.size, dtype=np.bool_)
        carried: dict[RowKey, Numbers] = {}
        drawn: dict[RowKey, Numbers] = {}
        for row in self._in_order():
            net = self.combined.values(partial(self._demand, row), self.scale)
            gross = self.combined.values(partial(self._taken, row), self.scale)
            own = int(self.question.limits[row] * self.scale) + carried.get(row, 0) - drawn.get(row, 0)
            missing = np.maximum(net - own, 0)
            right, onward = self.question.draw_right(row), self.question.carry_right(row)
            good &= missing <= (int(right[1] * self.scale) if right else 0)
            if right is not None:
                drawn[right[0]] = drawn.get(right[0], 0) + missing
            if onward is not None:
                left = np.clip(own - gross, 0, int(onward[2] * self.scale))
                assert not (left * onward[1].numerator % onward[1].denominator).any()
                carried[onward[0]] = left * onward[1].numerator // onward[1].denominator
        return good

    def _demand(self, row: RowKey, way: Way) -> Fraction:
        return self.question.demand_on(way, row)

    def _taken(self, row: RowKey, way: Way) -> Fraction:
        return max(self.question.demand_on(way, row), NONE)

    def _in_order(self) -> list[RowKey]:
        """Return the rows by period, in each those that draw before the pools they draw on."""

        def above(name: str) -> int:
            draw = self.question.quotas[name].draw
            return 1 + above(draw.pool) if draw is not None else 0

        periods = [*self.question.labels, "all"]
        return sorted(self.rows, key=lambda row: (periods.index(row[1]), -above(row[0])))


@dataclass(frozen=True)
class _Cut:
    """What a set of funds must at least bear of each way, and what it has."""

    needs: dict[Way, Fraction]
    room: Fraction


def _money_cuts(question: Question) -> Iterator[_Cut]:
    """Yield, per set of funds and period, that what only they can bear is within their limits (max-flow, min-cut).

    Together these rows decide the splits where all shares are by period; with a share over life they are
    necessary, and so are those of the whole horizon.
    """
    names = list(question.funds)
    for size in range(1, len(names) + 1):
        for funds in combinations(names, size):
            for period, label in enumerate(question.labels):
                room = sum((question.fund_limit((name, label)) for name in funds), NONE)
                due = {way: way.cost.get(period, NONE) for way in question.all_ways()}
                yield _Cut({way: _only(question, way, funds, due[way], whole=False) for way in due}, room)
            if any(fund.over_life for fund in question.funds.values()):
                room = sum((question.fund_limit((name, label)) for name in funds for label in question.labels), NONE)
                total = {way: sum(way.cost.values(), NONE) for way in question.all_ways()}
                yield _Cut({way: _only(question, way, funds, total[way], whole=True) for way in total}, room)


def _only(question: Question, way: Way, funds: Iterable[str], due: Fraction, *, whole: bool) -> Fraction:
    """Return how much of a cost the other funds cannot bear."""
    others = [fund for fund in question.lawful(way) if fund.name not in funds]
    caps = [due if fund.over_life and not whole else due * fraction(fund.share) for fund in others]
    return max(due - sum(caps, NONE), NONE)


def complete(question: Question, ways: Sequence[Way]) -> Plan | None:
    """Return a plan of these ways: draws, carries and splits by exact linear programs, or None."""
    draws: dict[RowKey, Fraction] = {}
    carries: dict[RowKey, Fraction] = {}
    for resource in question.units:
        moves = quota_moves(question, ways, resource)
        if moves is None:
            return None
        draws |= moves[0]
        carries |= moves[1]
    splits = money_splits(question, ways)
    if splits is None:
        return None
    return Plan({way.project.id: way.name for way in ways}, draws, carries, splits)


Moves = tuple[dict[RowKey, Fraction], dict[RowKey, Fraction]]


def quota_moves(question: Question, ways: Sequence[Way], resource: str) -> Moves | None:
    """Return draws and carries of one resource that keep its quotas; a branch for each carry: none, or what is left."""
    rows = [row for row in question.limits if question.quotas[row[0]].resource == resource]
    draws = {row: number for number, row in enumerate(row for row in rows if question.draw_right(row))}
    onward = [row for row in rows if question.carry_right(row)]
    carries = {row: number + len(draws) for number, row in enumerate(onward)}
    net: list[LpRow] = []
    own: dict[RowKey, LpRow] = {}
    for row in rows:
        demands = [question.demand_on(way, row) for way in ways]
        shared = {number: Fraction(1) for other, number in draws.items() if _pool(question, other) == row}
        shared |= {carries[row]: Fraction(1)} if row in carries else {}
        for other, number in carries.items():
            following = question.carry_right(other)
            if following is not None and following[0] == row:
                shared[number] = -following[1]
        gross = sum((max(amount, NONE) for amount in demands), NONE)
        own[row] = LpRow(dict(shared), "<=", question.limits[row] - gross)
        net.append(
            LpRow(
                shared | ({draws[row]: -Fraction(1)} if row in draws else {}),
                "<=",
                question.limits[row] - sum(demands, NONE),
            )
        )
    caps = [LpRow({number: Fraction(1)}, "<=", _cap(question.draw_right(row))) for row, number in draws.items()]
    caps += [LpRow({number: Fraction(1)}, "<=", _cap(question.carry_right(row))) for row, number in carries.items()]
    # Most carried and least drawn: amounts that end where the data do, so that they can be written down.
    wish = dict.fromkeys(draws.values(), Fraction(-1)) | dict.fromkeys(carries.values(), Fraction(1))
    point = _branch(wish, [*net, *caps], [(carries[row], own[row]) for row in onward])
    if point is None:
        return None
    return {row: point[n] for row, n in draws.items()}, {row: point[n] for row, n in carries.items()}


def _pool(question: Question, row: RowKey) -> RowKey | None:
    right = question.draw_right(row)
    return right[0] if right else None


def _cap(right: tuple[RowKey, Fraction] | tuple[RowKey, Fraction, Fraction] | None) -> Fraction:
    assert right is not None
    return right[-1]


def _branch(
    wish: dict[int, Fraction], rows: list[LpRow], carries: list[tuple[int, LpRow]]
) -> tuple[Fraction, ...] | None:
    if not carries:
        answer = maximise(len(wish), wish, rows)
        return answer.point if answer.status == "optimal" else None
    if feasible_point(len(wish), rows) is None:
        return None
    (carry, within), *others = carries
    none = LpRow({carry: Fraction(1)}, "=", NONE)
    found = _branch(wish, [*rows, within], others)
    return found if found is not None else _branch(wish, [*rows, none], others)


def money_splits(question: Question, ways: Sequence[Way]) -> dict[tuple[str, str, str], Fraction] | None:
    """Return splits of the costs of these ways over lawful funds, or None."""
    if not question.funds:
        return {}
    index: dict[tuple[str, str, str], int] = {}
    rows: list[LpRow] = []
    used: dict[RowKey, dict[int, Fraction]] = defaultdict(dict)
    for way in ways:
        lives: dict[str, dict[int, Fraction]] = {fund.name: {} for fund in question.lawful(way) if fund.over_life}
        for period, due in way.cost.items():
            paid = {}
            for fund in question.lawful(way):
                key = (way.project.id, question.labels[period], fund.name)
                number = index.setdefault(key, len(index))
                paid[number] = used[fund.name, key[1]][number] = Fraction(1)
                if fund.over_life:
                    lives[fund.name][number] = Fraction(1)
                elif fund.share < 1:
                    rows.append(LpRow({number: Fraction(1)}, "<=", due * fraction(fund.share)))
            rows.append(LpRow(paid, "=", due))
        whole = sum(way.cost.values(), NONE)
        rows += [LpRow(life, "<=", whole * fraction(question.funds[name].share)) for name, life in lives.items()]
    rows += [LpRow(entries, "<=", question.fund_limit(row)) for row, entries in used.items()]
    point = feasible_point(len(index), rows)
    return None if point is None else {key: point[number] for key, number in index.items()}
