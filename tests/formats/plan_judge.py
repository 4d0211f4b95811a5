"""What is wrong with a plan file, found without kaimen's check, bound or verify: names, fractions and the evaluator."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from tests.evaluator import NONE, Plan, Prices, Question, Way, broken_rows, fraction, plan_benefit, price_bound
from tests.formats.witness_judge import certified_bound, witness_faults

Document = dict[str, Any]
STATUSES = ("optimal", "gap_reached", "stopped", "ordered")


def faults(question: Question, document: Document) -> list[str]:
    """Return what is wrong with a document as a plan of this question; rows, prices and stated numbers."""
    plan, prices, found = plan_of(document), prices_of(question, document), list(_names(question, document))
    found += broken_rows(question, plan)
    found += _signs(question, prices)
    found += witness_faults(question, document)
    if not found:
        found += _figures(question, document, plan_benefit(question, plan), price_bound(question, prices))
    return found


def plan_of(document: Document) -> Plan:
    """Return the portfolio of a document by names."""
    part = document["portfolio"]
    moves = [
        {(row["quota"], row["period"]): Fraction(row["amount"]) for row in part[name]} for name in ("draws", "carries")
    ]
    splits = {(row["project"], row["period"], row["fund"]): Fraction(row["amount"]) for row in part["splits"]}
    chosen = {row["project"]: (row["start"], row["site"]) for row in part["options"]}
    return Plan(chosen, moves[0], moves[1], splits)


def prices_of(question: Question, document: Document) -> Prices:
    """Return the prices of a document by names, 0 where it names none."""
    part = document["prices"]
    quota = dict.fromkeys(question.limits, NONE)
    fund = {(name, label): NONE for name in question.funds for label in question.labels}
    life = dict.fromkeys(question.life_keys(), NONE)
    rule = {(line.name, line.part): NONE for line in question.rule_lines}
    quota |= {(row["quota"], row["period"]): Fraction(row["price"]) for row in part["quotas"]}
    fund |= {(row["fund"], row["period"]): Fraction(row["price"]) for row in part["funds"]}
    life |= {(r["project"], r["start"], r["site"], r["fund"]): Fraction(r["price"]) for r in part["shares"]}
    rule |= {(row["rule"], row["part"]): Fraction(row["price"]) for row in part["rules"]}
    return Prices(quota, fund, life, rule)


def _names(question: Question, document: Document) -> Iterator[str]:
    """Yield the names that a document has twice, and those that the question does not have."""
    rows, funds = set(question.limits), {(n, label) for n in question.funds for label in question.labels}
    lines = {(line.name, line.part) for line in question.rule_lines}
    portfolio, prices = document["portfolio"], document["prices"]
    known: list[tuple[list[Mapping[str, str]], tuple[str, ...], set[Any] | None]] = [
        (portfolio["options"], ("project",), None),
        (portfolio["draws"], ("quota", "period"), rows),
        (portfolio["carries"], ("quota", "period"), rows),
        (portfolio["splits"], ("project", "period", "fund"), None),
        (prices["quotas"], ("quota", "period"), rows),
        (prices["funds"], ("fund", "period"), funds),
        (prices["shares"], ("project", "start", "site", "fund"), set(question.life_keys())),
        (prices["rules"], ("rule", "part"), lines),
    ]
    for entries, keys, names in known:
        named = [tuple(entry[key] for key in keys) for entry in entries]
        yield from (f"{name} is named twice" for name in {name for name in named if named.count(name) > 1})
        yield from (f"{name} is not in the question" for name in named if names is not None and name not in names)


def _signs(question: Question, prices: Prices) -> Iterator[str]:
    parts: tuple[Mapping[Any, Fraction], ...] = (prices.quota, prices.fund, prices.life)
    for part in parts:
        yield from (f"the price of {key} is negative" for key, price in part.items() if price < 0)
    senses = {(line.name, line.part): line.sense for line in question.rule_lines}
    for key, price in prices.rule.items():
        if (senses.get(key, "=")[0] == "<" and price < 0) or (senses.get(key, "=")[0] == ">" and price > 0):
            yield f"the price of rule {key} has the wrong sign"


def _figures(question: Question, document: Document, reached: Fraction, bound: Fraction) -> Iterator[str]:
    bounds = document["bounds"]
    solver = None if bounds["solver"] is None else Fraction(bounds["solver"])
    certified = certified_bound(question, document)
    bounded = {"price": bound, "certified": certified, "solver": solver}
    gaps = {name: None if value is None else gap_of(value, reached) for name, value in bounded.items()}
    stated = {
        "benefit": (Fraction(document["benefit"]), reached),
        "price bound": (Fraction(bounds["price"]), bound),
        "certified bound": (_maybe(bounds["certified"]), certified),
        "scenario": (document["scenario"], question.scenario.name),
        "seed": (document["seed"], question.scenario.seed),
        "ordered": (document["status"] == "ordered", bool(question.scenario.order)),
    }
    stated |= {f"{name} gap": (_maybe(document["gaps"][name]), right) for name, right in gaps.items()}
    yield from (f"{name}: {found} is not {right}" for name, (found, right) in stated.items() if found != right)
    if solver is not None and solver < reached:
        yield "the solver bound is below the benefit"
    if document["status"] == "optimal" and reached not in (solver, certified):
        yield "called optimal, but the solver bound and the certified bound are others"
    if document["status"] not in STATUSES:
        yield "unknown status"


def _maybe(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def gap_of(bound: Fraction, benefit: Fraction) -> Fraction:
    """Return a gap to nine decimals."""
    return Fraction(round((bound - benefit) / max(abs(bound), Fraction(1)) * 10**9), 10**9)


def array_faults(question: Question, members: Mapping[str, bytes]) -> list[str]:
    """Return which members of an archive's problem are not what the question says."""
    names = json.loads(members["names.json"])
    try:
        arrays = {name.removesuffix(".npy"): _array(name, members) for name in members if name.endswith(".npy")}
        return [name for name, (found, right) in _expected(question, names, arrays).items() if found != right]
    except (ValueError, LookupError, AssertionError, TypeError, ZeroDivisionError) as error:
        return [f"unreadable: {error!r}"]


def _array(name: str, members: Mapping[str, bytes]) -> Any:
    return np.load(io.BytesIO(members[name]), allow_pickle=False).tolist()


Pairs = dict[str, tuple[object, object]]
"""What an archive has and what follows from the question, by part."""


def _expected(question: Question, names: Any, arrays: Mapping[str, Any]) -> Pairs:
    labels = question.labels
    projects = sorted(project for project, ways in question.ways.items() if ways)
    found = [
        question.way(projects[p], (labels[start], names["sites"][site]))
        for p, start, site in zip(*(arrays[f"option_{n}"] for n in ("project", "start", "site")), strict=True)
    ]
    assert all(way is not None for way in found)
    ways = [way for way in found if way is not None]
    kinds = set(zip(arrays["option_project"], [way.name for way in ways], strict=True))
    return {
        "names": (names["projects"], projects),
        "scenario": (names["scenario"], question.scenario.name),
        "seed": (names["seed"], question.scenario.seed),
        "titles": (names["titles"], [question.ways[project][0].project.title for project in projects]),
        "options": (len(kinds), len(question.all_ways())),
        "benefit": (arrays["benefit"], [question.benefit(way) * names["benefit_scale"] for way in ways]),
        "must": (arrays["must"], [project in question.must for project in projects]),
        "order": (arrays["order"], []),
        **_expected_quotas(question, names, arrays, ways),
        **_expected_rules(question, names, arrays, ways),
        **_expected_money(question, names, arrays, ways),
    }


def _expected_quotas(question: Question, names: Any, arrays: Mapping[str, Any], ways: list[Way]) -> Pairs:
    rows = [(row["name"], row["period"]) for row in names["quotas"]]
    scales = [row["scale"] for row in names["quotas"]]
    draws, carries = [question.draw_right(row) for row in rows], [question.carry_right(row) for row in rows]
    rates = [fraction(right.rate) if (right := question.quotas[row[0]].carry) else 1 for row in rows]
    demands = [[question.demand_on(way, row) * scales[n] for n, row in enumerate(rows)] for way in ways]
    return {
        "rows": (set(rows), set(question.limits)),
        "limit": (arrays["limit"], [question.limits[row] * scale for row, scale in zip(rows, scales, strict=True)]),
        "draw_cap": (arrays["draw_cap"], [d[1] * scales[n] if d else 0 for n, d in enumerate(draws)]),
        "above": (arrays["above"], [rows.index(d[0]) if d else -1 for d in draws]),
        "carry_cap": (arrays["carry_cap"], [c[2] * scales[n] if c else 0 for n, c in enumerate(carries)]),
        "carry_to": (arrays["carry_to"], [rows.index(c[0]) if c else -1 for c in carries]),
        "rates": ([Fraction(*arrays["carry_rate"][n]) for n in range(len(rows))], rates),
        "demand": (_triplets(arrays, "demand"), _entries(demands)),
    }


def _expected_rules(question: Question, names: Any, arrays: Mapping[str, Any], ways: list[Way]) -> Pairs:
    lines = {(line.name, line.part): line for line in question.rule_lines}
    rules = [(lines[rule["name"], rule["part"]], rule["scale"]) for rule in names["rules"]]
    terms = [[line.coefficients.get(way, NONE) * scale for line, scale in rules] for way in ways]
    return {
        "rule_side": (arrays["rule_side"], [line.loose_side * scale for line, scale in rules]),
        "rule_terms": (_triplets(arrays, "rule_terms"), _entries(terms)),
    }


def _expected_money(question: Question, names: Any, arrays: Mapping[str, Any], ways: list[Way]) -> Pairs:
    money, labels = names["money_scale"], question.labels
    costs = [(o, period, due * money) for o, way in enumerate(ways) for period, due in sorted(way.cost.items())]
    costs = costs if question.funds else []
    limits = [[question.fund_limit((fund["name"], label)) * money for label in labels] for fund in names["funds"]]
    stored = list(zip(*(arrays[f"cost_{name}"] for name in ("option", "period", "amount")), strict=True))
    splits = list(zip(arrays["splits.cost"], arrays["splits.fund"], arrays["splits.cap"], strict=True))
    caps = list(_split_caps(question, [ways[option] for option, _, _ in costs], [due for _, _, due in costs]))
    return {"fund_limit": (arrays["fund_limit"], limits), "costs": (stored, costs), "splits": (splits, caps)}


def _triplets(arrays: Mapping[str, Any], name: str) -> list[tuple[int, int, int]]:
    return list(zip(*(arrays[f"{name}.{part}"] for part in ("row", "option", "amount")), strict=True))


def _entries(table: list[list[Fraction]]) -> list[tuple[int, int, Fraction]]:
    return [(row, option, value) for option, values in enumerate(table) for row, value in enumerate(values) if value]


def _split_caps(question: Question, ways: list[Way], dues: list[Fraction]) -> Iterator[tuple[int, int, Fraction]]:
    funds = list(question.funds)
    for cost, (way, due) in enumerate(zip(ways, dues, strict=True)):
        for fund in question.lawful(way):
            yield cost, funds.index(fund.name), due if fund.over_life else due * fraction(fund.share)
