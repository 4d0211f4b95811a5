"""What is wrong with a plan file's certificate, found a second time: by enumeration, in fractions, by names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import floor, gcd, lcm
from typing import Any

from tests.evaluator import NONE, Prices, Question, RowKey, Way, fraction, margin

Document = dict[str, Any]
Row = Mapping[str, Any]
_KINDS = {
    "options": ("project", "start", "site"),
    "quotas": ("quota", "period"),
    "funds": ("fund", "period"),
    "shares": ("project", "start", "site", "fund"),
    "rules": ("rule", "part"),
}


def witness_faults(question: Question, document: Document) -> list[str]:
    """Return what is wrong with the witnesses themselves; the bound they prove is `certified_bound`."""
    if document.get("certificate") is None:
        return []
    found = list(_bad_names(question, document["certificate"]))
    if found:
        return found
    witnesses = _Witnesses(question, document["certificate"])
    found += [f"cut {key} is broken: {why}" for key, row in witnesses.cuts.items() for why in _broken(witnesses, row)]
    found += _bad_signs(witnesses)
    found += _bad_leaves(witnesses)
    return found


def certified_bound(question: Question, document: Document) -> Fraction | None:
    """Return the greatest leaf's bound, each rounded down to the grid that benefits lie on."""
    if document.get("certificate") is None:
        return None
    witnesses = _Witnesses(question, document["certificate"])
    step = _step(question)
    bounds = [_leaf_bound(witnesses, leaf) for leaf in witnesses.leaves]
    return max((floor(bound / step) * step for bound in bounds if bound is not None), default=None)


def _step(question: Question) -> Fraction:
    benefits = [question.benefit(way) for way in question.all_ways()]
    whole = lcm(1, *(value.denominator for value in benefits))
    return Fraction(gcd(*(int(value * whole) for value in benefits)) or 1, whole)


def _pairs(text: str) -> list[tuple[str, Fraction | None]]:
    words = [word.partition(":") for word in text.split()]
    return [(key, Fraction(number) if number else None) for key, _, number in words]


def _bad_names(question: Question, certificate: Row) -> Iterator[str]:
    known: dict[str, set[tuple[str, ...]]] = {
        "options": {(way.project.id, *way.name) for way in question.all_ways()},
        "quotas": set(question.limits),
        "funds": {(name, label) for name in question.funds for label in question.labels},
        "shares": set(question.life_keys()),
        "rules": {(line.name, line.part) for line in question.rule_lines},
    }
    keys: dict[str, set[str]] = {}
    for kind in (*_KINDS, "cuts", "decisions"):
        keys[kind] = {row["key"] for row in certificate[kind]}
        if len(keys[kind]) < len(certificate[kind]):
            yield f"a key of {kind} is given twice"
    for kind, parts in _KINDS.items():
        names = [tuple(row[part] for part in parts) for row in certificate[kind]]
        yield from (f"{name} is named twice" for name in set(names) if names.count(name) > 1)
        yield from (f"{name} is not in the question" for name in names if name not in known[kind])
    yield from _bad_keys(certificate, keys)


def _bad_keys(certificate: Row, keys: Mapping[str, set[str]]) -> Iterator[str]:
    lines = [(row, part, part) for row in certificate["cuts"] for part in ("options", "quotas", "funds", "rules")]
    lines += [(row, "options", "options") for row in certificate["decisions"]]
    lines += [(row, "carry", "quotas") for row in certificate["decisions"]]
    for leaf in certificate["leaves"]:
        lines += [(leaf, part, part) for part in (*_KINDS, "cuts")]
        lines += [(leaf, side, "decisions") for side in ("yes", "no")]
    for row, part, kind in lines:
        used = [key for key, _ in _pairs(row.get(part, ""))]
        yield from (f"{key} is no key of {kind}" for key in used if key not in keys[kind])
        yield from (f"{key} stands twice in {part}" for key in set(used) if used.count(key) > 1)


class _Witnesses:
    """A certificate by names, every one of them known."""

    def __init__(self, question: Question, certificate: Row) -> None:
        self.question = question
        named = {
            kind: {r["key"]: tuple(r[p] for p in parts) for r in certificate[kind]} for kind, parts in _KINDS.items()
        }
        self.named = named
        ways = {(way.project.id, *way.name): way for way in question.all_ways()}
        self.ways = {key: ways[name] for key, name in named["options"].items()}
        self.cuts: dict[str, Row] = {row["key"]: row for row in certificate["cuts"]}
        self.decisions: dict[str, Row] = {row["key"]: row for row in certificate["decisions"]}
        self.leaves: list[Row] = certificate["leaves"]

    def weights(self, row: Row) -> dict[Way, Fraction]:
        return {self.ways[key]: Fraction(1) if n is None else n for key, n in _pairs(row["options"])}

    def members(self, row: Row) -> list[Way]:
        return [self.ways[key] for key, _ in _pairs(row["options"])]

    def rows(self, row: Row, kind: str) -> list[Any]:
        return [self.named[kind][key] for key, _ in _pairs(row.get(kind, ""))]

    def prices(self, leaf: Row) -> Prices:
        question = self.question
        lists: dict[str, dict[Any, Fraction]] = {
            "quotas": dict.fromkeys(question.limits, NONE),
            "funds": {(name, label): NONE for name in question.funds for label in question.labels},
            "shares": dict.fromkeys(question.life_keys(), NONE),
            "rules": {(line.name, line.part): NONE for line in question.rule_lines},
        }
        for kind, prices in lists.items():
            prices |= {self.named[kind][key]: number or NONE for key, number in _pairs(leaf.get(kind, ""))}
        return Prices(lists["quotas"], lists["funds"], lists["shares"], lists["rules"])

    def sides(self, leaf: Row) -> list[tuple[str, bool, Fraction]]:
        """Return decision, side and price."""
        return [(key, side == "yes", n or NONE) for side in ("yes", "no") for key, n in _pairs(leaf.get(side, ""))]

    def is_left_out(self, row: Row, *, yes: bool) -> bool:
        """Return whether a decision is kept by leaving something out, so that it has no price."""
        if "carry" in row:
            return not yes
        return Fraction(row["most"]) == 0 and len({way.project.id for way in self.members(row)}) == 1


# Cuts: every choice that the rows named allow is tried.


@dataclass(frozen=True)
class _Whole:
    amounts: dict[Way, Fraction]
    room: Fraction
    supply: Fraction


def _wholes(witnesses: _Witnesses, row: Row, *, together: bool) -> list[_Whole]:
    question = witnesses.question
    quotas, funds, rules = (witnesses.rows(row, kind) for kind in ("quotas", "funds", "rules"))
    if quotas:
        groups = [quotas] if together else [[name] for name in quotas]
        return [_quota_row(question, group) for group in groups]
    if funds:
        groups = [funds] if together else [[name] for name in funds]
        return [_fund_row(question, group) for group in groups]
    found = []
    for line in question.rule_lines:
        if (line.name, line.part) in rules:
            sign = -1 if line.sense[0] == ">" else 1
            amounts = {way: sign * line.coefficients.get(way, NONE) for way in question.all_ways()}
            found.append(_Whole(amounts, sign * line.loose_side, NONE))
    return found


def _quota_row(question: Question, rows: list[RowKey]) -> _Whole:
    amounts = {way: sum((question.demand_on(way, row) for row in rows), NONE) for way in question.all_ways()}
    supply = sum((cap for _, cap in _draws_in(question, rows)), NONE)
    supply += sum((rate * cap for _, rate, cap in _carries_in(question, rows)), NONE)
    return _Whole(amounts, sum((question.limits[row] for row in rows), NONE), supply)


def _draws_in(question: Question, rows: list[RowKey]) -> list[tuple[RowKey, Fraction]]:
    rights = [(row, question.draw_right(row)) for row in rows]
    return [(row, right[1]) for row, right in rights if right is not None and right[0] not in rows]


def _carries_in(question: Question, rows: list[RowKey]) -> list[tuple[RowKey, Fraction, Fraction]]:
    found = []
    for other in question.limits:
        onward = question.carry_right(other)
        if onward is not None and onward[0] in rows:
            rate = onward[1] - (1 if other in rows else 0)
            if rate > 0:
                found.append((other, rate, onward[2]))
    return found


def _fund_row(question: Question, rows: list[RowKey]) -> _Whole:
    names, label = [name for name, _ in rows], rows[0][1]
    amounts = {}
    for way in question.all_ways():
        due = way.cost.get(question.labels.index(label), NONE)
        others = [fund for fund in question.lawful(way) if fund.name not in names]
        amounts[way] = max(NONE, due - sum((due if f.over_life else due * fraction(f.share) for f in others), NONE))
    return _Whole(amounts, sum((question.fund_limit(row) for row in rows), NONE), NONE)


def _broken(witnesses: _Witnesses, row: Row) -> Iterator[str]:
    weights, most, slope = witnesses.weights(row), Fraction(row["most"]), Fraction(row.get("slope", "0"))
    if any(weight < 1 or weight.denominator > 1 for weight in weights.values()) or slope < 0 or not weights:
        yield "its weights or slope"
        return
    if len({label for _, label in witnesses.rows(row, "funds")}) > 1:
        yield "funds of several periods"
        return
    wholes = _wholes(witnesses, row, together=row["kind"] == "cover")
    if not wholes or (row["kind"] == "cover" and len(wholes) > 1):
        yield "no row, or several that do not add up"
    elif row["kind"] == "clique":
        yield from _broken_clique(witnesses.question, wholes, weights, most, slope)
    else:
        yield from _broken_cover(witnesses.question, wholes[0], weights, most, slope)


def _broken_cover(
    question: Question, whole: _Whole, weights: Mapping[Way, Fraction], most: Fraction, slope: Fraction
) -> Iterator[str]:
    inside = sorted({way.project.id for way in weights})
    rest = sum((_least(question, whole, project) for project in question.ways if project not in inside), NONE)
    choices: list[dict[Fraction, Fraction]] = []
    for project in inside:
        least: dict[Fraction, Fraction] = {} if project in question.must else {NONE: NONE}
        for way in question.ways[project]:
            weight = weights.get(way, NONE)
            least[weight] = min(least.get(weight, whole.amounts[way]), whole.amounts[way])
        choices.append(least)
    for choice in product(*(least.items() for least in choices)):
        total = sum((weight for weight, _ in choice), NONE)
        amount = rest + sum((amount for _, amount in choice), NONE)
        if amount <= whole.room + whole.supply and total > most + slope * max(NONE, amount - whole.room):
            yield f"weights of {total} need {amount} of {whole.room} and {whole.supply}"
            return


def _broken_clique(
    question: Question, wholes: list[_Whole], weights: Mapping[Way, Fraction], most: Fraction, slope: Fraction
) -> Iterator[str]:
    if most != 1 or slope or any(weight != 1 for weight in weights.values()):
        yield "more than one at a time"
        return
    for one, other in combinations(weights, 2):
        pair = {one.project.id, other.project.id}
        if len(pair) == 2 and not any(_clash(question, whole, one, other) for whole in wholes):
            yield f"{one.project.id} and {other.project.id} go together"
            return


def _clash(question: Question, whole: _Whole, one: Way, other: Way) -> bool:
    pair = {one.project.id, other.project.id}
    rest = sum((_least(question, whole, project) for project in question.ways if project not in pair), NONE)
    return rest + whole.amounts[one] + whole.amounts[other] > whole.room + whole.supply


def _least(question: Question, whole: _Whole, project: str) -> Fraction:
    amounts = [whole.amounts[way] for way in question.ways[project]]
    return min(amounts) if project in question.must and amounts else min([NONE, *amounts])


# Leaves: every combination of choices must be in exactly one.


def _bad_signs(witnesses: _Witnesses) -> Iterator[str]:
    for number, leaf in enumerate(witnesses.leaves):
        prices = witnesses.prices(leaf)
        plain = [*prices.quota.values(), *prices.fund.values(), *prices.life.values()]
        plain += [price or NONE for _, price in _pairs(leaf.get("cuts", ""))]
        senses = {(line.name, line.part): line.sense[0] for line in witnesses.question.rule_lines}
        signs = [price * {"<": 1, ">": -1, "=": 0}[senses[key]] for key, price in prices.rule.items()]
        for key, yes, price in witnesses.sides(leaf):
            row = witnesses.decisions[key]
            if witnesses.is_left_out(row, yes=yes):
                signs.append(-abs(price))
            else:
                signs.append(price if yes else -price)
        if any(price < 0 for price in (*plain, *signs)):
            yield f"a price of leaf {number} has the wrong sign"


def _bad_leaves(witnesses: _Witnesses) -> Iterator[str]:
    """Yield a fault if some counts that choices can have, and carries used or not, are in no leaf or in two."""
    counts = [key for key, row in witnesses.decisions.items() if "carry" not in row]
    carries = [key for key, row in witnesses.decisions.items() if "carry" in row]
    members = {key: set(witnesses.members(witnesses.decisions[key])) for key in counts}
    reached = {(0,) * len(counts)}
    for project in witnesses.question.ways.values():
        steps = {tuple(int(way in members[key]) for key in counts) for way in project} | {(0,) * len(counts)}
        reached = {tuple(a + b for a, b in zip(one, step, strict=True)) for one in reached for step in steps}
    rows: dict[str, str] = {key: witnesses.decisions[key]["carry"] for key in carries}
    for used in product((True, False), repeat=len(set(rows.values()))):
        of_row = dict(zip(sorted(set(rows.values())), used, strict=True))
        for reach in reached:
            facts = {key: of_row[rows[key]] for key in carries}
            facts |= {k: n <= Fraction(witnesses.decisions[k]["most"]) for k, n in zip(counts, reach, strict=True)}
            homes = [all(facts[key] is yes for key, yes, _ in witnesses.sides(leaf)) for leaf in witnesses.leaves]
            if sum(homes) != 1:
                yield f"{facts} is in {sum(homes)} leaves"
                return


def _leaf_bound(witnesses: _Witnesses, leaf: Row) -> Fraction | None:
    question, prices = witnesses.question, witnesses.prices(leaf)
    lines = question.rule_lines
    more = _More(witnesses, leaf)
    total = sum((prices.quota[row] * limit for row, limit in question.limits.items()), NONE)
    total += sum((price * question.fund_limit(row) for row, price in prices.fund.items()), NONE)
    total += sum((prices.rule[line.name, line.part] * line.loose_side for line in lines), NONE) + more.side
    for project, ways in question.ways.items():
        allowed = [way for way in ways if way not in more.out]
        margins = [margin(question, way, prices, lines) - more.taken(way) for way in allowed]
        if project in question.must or project in more.must:
            if not margins:
                return None
            total += max(margins)
        else:
            total += max([NONE, *margins])
    for row in question.limits:
        right, onward = question.draw_right(row), question.carry_right(row)
        if right is not None:
            gain = prices.quota[row] - prices.quota[right[0]] - more.own.get(right[0], NONE) + more.draws.get(row, NONE)
            total += right[1] * max(NONE, gain)
        if onward is not None and row not in more.closed:
            gain = onward[1] * (prices.quota[onward[0]] + more.own.get(onward[0], NONE)) + more.carries.get(row, NONE)
            total += onward[2] * max(NONE, gain - prices.quota[row] - more.own.get(row, NONE))
    return total


class _More:
    """What a leaf's cuts and decisions add to its sum."""

    def __init__(self, witnesses: _Witnesses, leaf: Row) -> None:
        self.question = witnesses.question
        self.side = NONE
        self.rows: list[tuple[dict[Way, Fraction], Fraction]] = []
        self.out: set[Way] = set()
        self.must: set[str] = set()
        self.own: dict[RowKey, Fraction] = {}
        self.closed: set[RowKey] = set()
        self.draws: dict[RowKey, Fraction] = {}
        self.carries: dict[RowKey, Fraction] = {}
        for key, price in _pairs(leaf.get("cuts", "")):
            self._add_cut(witnesses, witnesses.cuts[key], price or NONE)
        for key, yes, price in witnesses.sides(leaf):
            self._add_decision(witnesses, witnesses.decisions[key], price, yes=yes)

    def taken(self, way: Way) -> Fraction:
        taken = sum((price * weights.get(way, NONE) for weights, price in self.rows), NONE)
        demands = ((price, self.question.demand_on(way, row)) for row, price in self.own.items())
        return taken + sum((price * max(NONE, demand) for price, demand in demands), NONE)

    def _add_cut(self, witnesses: _Witnesses, row: Row, price: Fraction) -> None:
        self.side += price * Fraction(row["most"])
        self.rows.append((witnesses.weights(row), price))
        slope, quotas = Fraction(row.get("slope", "0")), witnesses.rows(row, "quotas")
        for name, _ in _draws_in(self.question, quotas):
            self.draws[name] = self.draws.get(name, NONE) + price * slope
        for name, rate, _ in _carries_in(self.question, quotas):
            self.carries[name] = self.carries.get(name, NONE) + price * slope * rate

    def _add_decision(self, witnesses: _Witnesses, row: Row, price: Fraction, *, yes: bool) -> None:
        if "carry" in row:
            name = witnesses.named["quotas"][row["carry"]]
            if yes:
                self.own[name] = price
                self.side += price * self.question.limits[name]
            else:
                self.closed.add(name)
            return
        members, most = set(witnesses.members(row)), Fraction(row["most"])
        if not witnesses.is_left_out(row, yes=yes):
            self.side += price * (most if yes else most + 1)
            self.rows.append((dict.fromkeys(members, Fraction(1)), price))
        elif yes:
            self.out |= members
        else:
            project = next(iter(members)).project.id
            self.must.add(project)
            self.out |= set(self.question.ways[project]) - members
