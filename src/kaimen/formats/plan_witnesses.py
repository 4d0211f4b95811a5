"""The certificate of a plan file: witnesses by the names people use, written compactly.

Names stand once, each under a short key, and so do cuts and what is decided; a leaf then is a few
lines of keys and prices, `key:price key:price`, in benefit per unit as in the plan's own price list:
per unit of the row, per unit of a cut's or a count's right side. No order means anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from kaimen.formats.plan_reading import PlanError, number_of, rows_of, table_of, text_of, whole_number
from kaimen.portfolio import CarryChoice, Certificate, Choice, Cut, Decision, Leaf, PriceList, Source
from kaimen.portfolio.prices import LARGEST_PRICE
from kaimen.problem import Ints, Problem
from kaimen.quantity import decimal_text

_LARGEST = 2**62
_MOST_NUMBERS = 50_000_000
_PAIR = re.compile(r"([^:\s]+)(?::(-?[0-9]{1,200}(?:\.[0-9]{1,200}|/[0-9]{1,200})?))?")

_NAMED = {
    "options": ("project", "start", "site"),
    "quotas": ("quota", "period"),
    "funds": ("fund", "period"),
    "shares": ("project", "start", "site", "fund"),
    "rules": ("rule", "part"),
}
"""The kinds of names a certificate uses, and the keys of each."""

_ROWS = {Source.QUOTA: "quotas", Source.FUND: "funds", Source.RULE: "rules"}


def _all_names(problem: Problem) -> dict[str, list[tuple[str, ...]]]:
    """Return every name by kind, in the order of the problem; funds by fund, then period."""
    return {
        "options": [tuple(problem.option_name(option)) for option in range(problem.option_count)],
        "quotas": [quota.key for quota in problem.quotas],
        "funds": [(fund.name, period) for fund in problem.funds for period in problem.periods],
        "shares": [
            (*problem.option_name(option), problem.funds[fund].name)
            for option, fund in zip(problem.life.option.tolist(), problem.life.fund.tolist(), strict=True)
        ],
        "rules": [rule.key for rule in problem.rules],
    }


# Writing.


class _Units:
    """Prices on the grid, in the units people see, and back: per kind of name and place."""

    def __init__(self, problem: Problem, grid: int) -> None:
        self.problem, self.steps = problem, grid * problem.benefit_scale

    def shown(self, kind: str, place: int, price: int) -> str:
        return decimal_text(Fraction(int(price) * self._scale(kind, place), self.steps))

    def on_grid(self, kind: str, place: int, price: Fraction) -> int:
        return whole_number(price * self.steps / self._scale(kind, place), LARGEST_PRICE, "A price")

    def _scale(self, kind: str, place: int) -> int:
        if kind == "quotas":
            return self.problem.quotas[place].scale
        if kind == "rules":
            return self.problem.rules[place].scale
        return self.problem.money_scale if kind in ("funds", "shares") else 1


class _Keys:
    """Gives things short keys in order of first use."""

    def __init__(self) -> None:
        self.known: dict[Any, str] = {}

    def key(self, thing: Any) -> str:
        return self.known.setdefault(thing, str(len(self.known) + 1))

    def line(self, things: Iterable[Any]) -> str:
        return " ".join(self.key(thing) for thing in things)

    def prices(self, kind: str, prices: Ints, units: _Units) -> str:
        flat = prices.ravel()
        priced = np.flatnonzero(flat).tolist()
        return " ".join(f"{self.key(place)}:{units.shown(kind, place, flat[place])}" for place in priced)


def certificate_text(problem: Problem, certificate: Certificate) -> str:
    """Return the certificate as the JSON of its place in plan.json: a line per name, cut, decision and leaf."""
    used = {kind: _Keys() for kind in _NAMED}
    cuts, decided = _Keys(), _Keys()
    cut_rows = {cuts.key(n): _cut_row(problem, cut, used) for n, cut in enumerate(certificate.cuts)}
    grids = {leaf.prices.grid for leaf in certificate.leaves} or {1}
    if len(grids) > 1:
        raise ValueError("the leaves of a certificate share one grid")
    units = _Units(problem, max(grids))
    leaves = [_leaf_row(leaf, {**used, "cuts": cuts, "decided": decided}, units) for leaf in certificate.leaves]
    decisions = {key: _decision_row(thing, used) for thing, key in decided.known.items()}
    names = _all_names(problem)
    tables: dict[str, Any] = {
        kind: {key: dict(zip(_NAMED[kind], names[kind][place], strict=True)) for place, key in used[kind].known.items()}
        for kind in _NAMED
    }
    lines = [f'  "grid": "{max(grids)}"']
    for key, table in {**tables, "cuts": cut_rows, "decisions": decisions}.items():
        lines.append(_list(key, [{"key": name, **row} for name, row in table.items()]))
    lines.append(_list("leaves", leaves))
    return "{\n" + ",\n".join(lines) + "\n }"


def _list(key: str, rows: Sequence[object]) -> str:
    text = ",\n".join(f"   {json.dumps(row, ensure_ascii=False)}" for row in rows)
    return f'  "{key}": [\n{text}\n  ]' if text else f'  "{key}": []'


def _cut_row(problem: Problem, cut: Cut, used: Mapping[str, _Keys]) -> dict[str, str]:
    places = cut.rows
    if cut.source is Source.FUND:
        places = tuple(fund * len(problem.periods) + cut.period for fund in cut.rows)
    keys = used["options"]
    pairs = zip(cut.options.tolist(), cut.weights.tolist(), strict=True)
    row = {
        "kind": "clique" if cut.is_clique else "cover",
        _ROWS[cut.source]: used[_ROWS[cut.source]].line(places),
        "options": " ".join(keys.key(o) if weight == 1 else f"{keys.key(o)}:{weight}" for o, weight in pairs),
        "most": str(cut.most),
    }
    return row | ({"slope": decimal_text(cut.slope * problem.quotas[cut.rows[0]].scale)} if cut.slope else {})


def _decision_row(thing: tuple[Any, ...], used: Mapping[str, _Keys]) -> dict[str, str]:
    if thing[0] == "carry":
        return {"carry": used["quotas"].key(thing[1])}
    return {"options": used["options"].line(thing[0]), "most": str(thing[1])}


def _leaf_row(leaf: Leaf, used: Mapping[str, _Keys], units: _Units) -> dict[str, str]:
    sides: dict[str, list[str]] = {"yes": [], "no": []}
    decided = used["decided"]
    for decision, price in zip(leaf.decisions, leaf.decided.tolist(), strict=True):
        if isinstance(decision, CarryChoice):
            key, yes, kind, place = decided.key(("carry", decision.row)), decision.used, "quotas", decision.row
        else:
            key, yes, kind, place = decided.key((decision.options, decision.most)), decision.below, "counts", 0
        sides["yes" if yes else "no"].append(f"{key}:{units.shown(kind, place, price)}" if price else key)
    prices = leaf.prices
    lists = {"quotas": prices.quota, "funds": prices.fund, "shares": prices.life, "rules": prices.rule}
    lists["cuts"] = leaf.cuts
    row = {side: " ".join(entries) for side, entries in sides.items()}
    row |= {kind: used[kind].prices(kind, part, units) for kind, part in lists.items()}
    return {key: text for key, text in row.items() if text}


# Reading.


def certificate_of(document: Mapping[str, Any], problem: Problem) -> Certificate | None:
    """Return the certificate of a plan's document, or None where it has none.

    Raises:
        PlanError: something in it is not what its place calls for.
    """
    if document.get("certificate") is None:
        return None
    return _Reader(table_of(document, "certificate"), problem).certificate()


class _Reader:
    """Reads one certificate: finds each key's row, option, cut or decision."""

    def __init__(self, table: Mapping[str, Any], problem: Problem) -> None:
        self.table, self.problem = table, problem
        self.grid = whole_number(number_of(table, "grid"), 10**18, "The grid of the certificate")
        if self.grid < 1:
            raise PlanError("E606", "The grid of the certificate is below 1.", found=str(self.grid))
        self.units = _Units(problem, self.grid)
        everything = _all_names(problem)
        self.places = {kind: self._places(kind, everything[kind]) for kind in _NAMED}

    def certificate(self) -> Certificate:
        cuts, decisions = self._keyed("cuts"), self._keyed("decisions")
        leaves = rows_of(self.table, "leaves")
        if len(leaves) * (len(cuts) + sum(self._sizes())) > _MOST_NUMBERS:
            raise PlanError("E601", "The certificate is too large to be checked.", f"{_MOST_NUMBERS:,} prices")
        self.places["cuts"] = {key: place for place, key in enumerate(cuts)}
        decided = {key: self._decision(row) for key, row in decisions.items()}
        return Certificate(
            tuple(self._cut(row) for row in cuts.values()),
            tuple(self._leaf(row, len(cuts), decided) for row in leaves),
        )

    def _sizes(self) -> tuple[int, int, int, int]:
        problem = self.problem
        return len(problem.quotas), problem.fund_limit.size, len(problem.life.cap), len(problem.rules)

    def _places(self, kind: str, names: Sequence[tuple[str, ...]]) -> dict[str, int]:
        index = {name: place for place, name in enumerate(names)}
        places = {}
        for key, row in self._keyed(kind).items():
            name = tuple(row.get(part) for part in _NAMED[kind])
            if not all(isinstance(part, str) for part in name) or name not in index:
                raise PlanError("E607", f"{', '.join(map(str, name))} of the certificate is not in the problem.")
            places[key] = index[name]
        if len(set(places.values())) < len(places):
            raise PlanError("E607", f"The certificate names one of its {kind} twice.")
        return places

    def _keyed(self, kind: str) -> dict[str, Mapping[str, Any]]:
        """Return a list's tables by their keys."""
        rows = rows_of(self.table, kind)
        found = {row["key"]: row for row in rows if isinstance(row.get("key"), str)}
        if len(found) < len(rows):
            raise PlanError("E601", f'An entry of "{kind}" of the certificate has no key of its own.')
        return found

    def _pairs(self, row: Mapping[str, Any], key: str, kind: str, missing: int) -> dict[int, Fraction]:
        """Return the numbers of a line by place; a key without a number has `missing`."""
        found: dict[int, Fraction] = {}
        for name, number in _split(row, key):
            place = self.places[kind].get(name)
            if place is None or place in found:
                raise PlanError("E607", f'"{name}" in "{key}" of the certificate is named twice or nowhere.')
            found[place] = Fraction(missing) if number is None else number
        return dict(sorted(found.items()))

    def _cut(self, row: Mapping[str, Any]) -> Cut:
        sources = [source for source, kind in _ROWS.items() if kind in row]
        if row.get("kind") not in ("cover", "clique") or len(sources) != 1:
            raise PlanError("E601", "A cut of the certificate is of no known kind.", "cover or clique, over one kind")
        source = sources[0]
        rows = list(self._pairs(row, _ROWS[source], _ROWS[source], 1))
        period = -1
        if source is Source.FUND:
            width = len(self.problem.periods)
            period = rows[0] % width if rows else 0
            if any(place % width != period for place in rows):
                raise PlanError("E611", "A cut of the certificate names funds of several periods.")
            rows = [place // width for place in rows]
        weights = self._pairs(row, "options", "options", 1)
        most = whole_number(number_of(row, "most"), _LARGEST, "A cut's right side")
        slope = number_of(row, "slope") if "slope" in row else Fraction(0)
        if source is Source.QUOTA and rows:
            slope /= self.problem.quotas[rows[0]].scale
        whole = [whole_number(weight, _LARGEST, "A weight") for weight in weights.values()]
        options, counts = np.array(list(weights), np.int64), np.array(whole, np.int64)
        return Cut(row["kind"] == "clique", source, tuple(rows), period, options, counts, most, slope)

    def _decision(self, row: Mapping[str, Any]) -> Choice | CarryChoice:
        if "carry" in row:
            rows = list(self._pairs(row, "carry", "quotas", 1))
            if len(rows) != 1:
                raise PlanError("E601", "A decision of the certificate is not about one carry.")
            return CarryChoice(rows[0], used=True)
        options = self._pairs(row, "options", "options", 1)
        return Choice(tuple(options), whole_number(number_of(row, "most"), _LARGEST, "A decision's count"), below=True)

    def _leaf(self, row: Mapping[str, Any], cuts: int, decided: Mapping[str, Choice | CarryChoice]) -> Leaf:
        decisions: list[Decision] = []
        prices: list[int] = []
        for side in ("yes", "no"):
            for name, number in _split(row, side):
                if name not in decided:
                    raise PlanError("E607", f'The certificate has no decision "{name}".')
                decision = decided[name]
                kind, place = ("quotas", decision.row) if isinstance(decision, CarryChoice) else ("counts", 0)
                decisions.append(_on(decision, yes=side == "yes"))
                prices.append(self.units.on_grid(kind, place, number or Fraction(0)))
        return Leaf(
            tuple(decisions),
            self._price_list(row),
            self._placed(row, "cuts", cuts),
            np.array(prices, np.int64),
        )

    def _price_list(self, row: Mapping[str, Any]) -> PriceList:
        quotas, funds, shares, rules = self._sizes()
        return PriceList(
            self.grid,
            self._placed(row, "quotas", quotas),
            self._placed(row, "funds", funds).reshape(self.problem.fund_limit.shape),
            self._placed(row, "shares", shares),
            self._placed(row, "rules", rules),
            "leaf",
        )

    def _placed(self, row: Mapping[str, Any], kind: str, size: int) -> Ints:
        prices = np.zeros(size, np.int64)
        for place, price in self._pairs(row, kind, kind, 0).items():
            prices[place] = self.units.on_grid(kind, place, price)
        return prices


def _on(decision: Choice | CarryChoice, *, yes: bool) -> Decision:
    if isinstance(decision, CarryChoice):
        return CarryChoice(decision.row, yes)
    return Choice(decision.options, decision.most, yes)


def _split(row: Mapping[str, Any], key: str) -> list[tuple[str, Fraction | None]]:
    """Return the keys and numbers of a line; none where the line is not there."""
    line = row.get(key, "")
    if not isinstance(line, str):
        raise PlanError("E601", f'"{key}" of the certificate is not a line of text.', "text", text_of(line))
    pairs = []
    for word in line.split():
        match = _PAIR.fullmatch(word)
        number = match[2] if match is not None else "1/0"
        if match is None or (number is not None and number.partition("/")[2].strip("0") == "" and "/" in number):
            raise PlanError("E601", f'"{key}" of the certificate has an entry that is not key:number.', found=word[:80])
        pairs.append((match[1], None if number is None else Fraction(number)))
    return pairs
