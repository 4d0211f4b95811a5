"""Small questions with everything in them, from a seed; and hypothesis strategies for the parts.

`random_question` plants a plan: it draws a library, chooses ways at random, and then sets quotas, funds and
rules close around what these ways need, drawn amounts, carries and splits included. About every tenth
question is then made hard to satisfy on purpose.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

from kaimen.library import Condition, Demand, Library, Option, Project, library_of
from kaimen.quantity import UNITS, Amount, Period, Unit, parse_period
from kaimen.regions import Region, RegionGroup, RegionTree, region_tree
from kaimen.scenario import (
    WHOLE,
    Benefit,
    Carry,
    Draw,
    Exclusion,
    Fund,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Quota,
    Resource,
    Rule,
    Scenario,
    Selection,
    Sense,
    Share,
    Substitution,
    Use,
)
from tests.evaluator import NONE, Question, Way, fraction

MU, HA, TCE, YUAN, COUNT = UNITS["mu"], UNITS["ha"], UNITS["tce"], UNITS["yuan"], UNITS["projects"]
MOST_COMBINATIONS = 20_000
SECTORS = ("rail", "railyard", "power", "health")
OWNERSHIP = ("state", "private", "foreign")
PLACES = ("A1", "A2", "A", "B", "B1")
RULE_KINDS = (
    "at_least",
    "at_most",
    "exactly",
    "share",
    "prerequisite",
    "exclusion",
    "must_select",
    "must_not",
    "green_channel",
    "substitution",
)
LAND, ENERGY = Resource("land", MU), Resource("energy", TCE, Use.RUNNING)
SHARES = tuple(Decimal(text) for text in ("0.2", "0.25", "0.4", "0.5", "0.6", "0.75"))
Planted = dict[str, tuple[str, str]]
"""Start and site by project: the plan that a question is built around."""


def random_question(seed: int, projects: int = 0) -> tuple[Library, Scenario]:
    """Return a library and scenario; the same for the same seed. By default small enough for brute force."""
    rng = random.Random(seed)
    scenario = _frame(rng)
    some = [_project(rng, f"P-{number:03d}", scenario) for number in range(projects)] or _projects(rng, scenario)
    library, _ = library_of(f"library {seed}", some)
    scenario = replace(scenario, name=f"scenario {seed}", seed=seed, funds=_bare_funds(rng))
    question = Question(library, scenario)
    funds, planted = _fill_funds(rng, question, _planted(rng, question))
    scenario = replace(scenario, funds=funds)
    scenario = replace(scenario, rules=_rules(rng, Question(library, scenario), planted))
    scenario = replace(scenario, quotas=_quotas(rng, Question(library, scenario), planted))
    return library, _hardened(rng, library, scenario) if rng.random() < 0.13 else scenario


def rule_kind(rule: Rule) -> str:
    """Return the name of a rule's kind, as scenario files have it."""
    if isinstance(rule, Limit):
        return str(rule.sense)
    if isinstance(rule, MustSelect):
        return "green_channel" if rule.green_channel else "must_select"
    kinds = {Share: "share", Prerequisite: "prerequisite", Exclusion: "exclusion", MustNot: "must_not"}
    return kinds.get(type(rule), "substitution")


# The frame: periods, regions, benefit.


def region_world() -> RegionTree:
    """Return the regions of all questions: a province P with cities A and B, zones in them, a group across."""
    regions = [Region("P"), Region("A", "P"), Region("B", "P"), Region("A1", "A"), Region("A2", "A"), Region("B1", "B")]
    tree, findings = region_tree(regions, [RegionGroup("corridor", ("A1", "B"))])
    assert not findings
    return tree


def period_of(label: str) -> Period:
    """Return the period of a label that is one."""
    period = parse_period(label)
    assert period is not None
    return period


def _frame(rng: random.Random) -> Scenario:
    labels = ["2025", "2026", "2027", "2028"][: rng.choice((1, 2, 2, 3, 3, 3, 4))]
    starts = sorted(rng.sample(labels, min(len(labels), rng.choice((1, 2, 2, 3)))))
    if rng.random() < 0.5:
        starts = sorted({labels[0], *starts})
    weights = {"value": Decimal(rng.choice(("1", "2", "0.5")))}
    if rng.random() < 0.4:
        weights["jobs"] = Decimal(rng.choice(("1", "0.25")))
    times = rng.choice(("", "", "", "", "cost", "jobs"))
    return Scenario(
        name="",
        periods=tuple(period_of(label) for label in labels),
        starts=tuple(starts),
        benefit=Benefit(weights, times, Decimal(rng.choice(("0", "0", "0.04", "0.1")))),
        regions=region_world(),
        resources=(LAND, ENERGY) if rng.random() < 0.75 else (LAND,),
        readiness=("permit",) if rng.random() < 0.5 else (),
        consider=Selection({"stage": ("ready",)}) if rng.random() < 0.1 else Selection(),
    )


# The library.


def _projects(rng: random.Random, scenario: Scenario) -> list[Project]:
    wanted = rng.randint(4, 9)
    projects: list[Project] = []
    combinations = 1
    for number in range(wanted):
        project = _project(rng, f"P-{number:02d}", scenario)
        ways = sum(
            period.label in scenario.starts and (option.starts is None or period.label in option.starts)
            for option in project.options
            for period in scenario.periods
        )
        if combinations * (ways + 1) <= MOST_COMBINATIONS:
            combinations *= ways + 1
            projects.append(project)
    rng.shuffle(projects)
    return projects


def _project(rng: random.Random, name: str, scenario: Scenario) -> Project:
    retires = rng.random() < 0.35
    options = [_option(rng, scenario, "", retires=retires)]
    sites = rng.sample(PLACES, 2)
    options += [_option(rng, scenario, site, retires=retires) for site in sites[: rng.choice((0, 0, 0, 1, 1, 2))]]
    criteria = {"value": Decimal(rng.randint(1, 12)), "jobs": Decimal(rng.randint(1, 5))}
    if rng.random() < 0.2:
        criteria["value"] = Decimal(rng.choice(("2.5", "7.5", "0", "-1")))
    ready = rng.choice((date(2024, 6, 1), date(2024, 6, 1), date(2026, 1, 1), date(2026, 7, 1), None))
    conditions = (Condition("permit", ready), Condition("survey", None))
    return Project(
        id=name,
        title=f"Project {name}",
        region=rng.choice(PLACES),
        sector=rng.choice(SECTORS),
        ownership=rng.choice(OWNERSHIP),
        stage=rng.choice(("ready", "ready", "ready", "reserve")),
        criteria=criteria,
        options=tuple(options),
        conditions=conditions if rng.random() < 0.9 else conditions[1:],
        funds=tuple(rng.sample(("city", "central", "bank"), 2)) if rng.random() < 0.25 else (),
        fields={"river": rng.choice(("east", "west"))},
    )


def _option(rng: random.Random, scenario: Scenario, site: str, *, retires: bool) -> Option:
    demands = []
    if rng.random() < 0.85:
        demands.append(Demand("land", _land(rng, rng.randint(1, 5)), rng.choice((0, 0, 0, 1))))
    if rng.random() < 0.25:
        demands.append(Demand("land", _land(rng, rng.randint(1, 2)), 1))
    if rng.random() < 0.7:
        demands.append(Demand("energy", Amount(Decimal(rng.randint(1, 4)), TCE), rng.choice((0, 0, 1)), running=True))
    if retires:
        resource = rng.choice(("land", "energy", "energy"))
        unit = MU if resource == "land" else TCE
        freed = Demand(resource, Amount(Decimal(-rng.randint(1, 4)), unit), rng.choice((0, 0, 1)), resource == "energy")
        demands = [d for d in demands if d.resource != resource or rng.random() < 0.15] + [freed]
    labels = [period.label for period in scenario.periods]
    starts = None if rng.random() < 0.6 else tuple(sorted(rng.sample(labels, rng.randint(1, len(labels)))))
    return Option(
        demands=tuple(demands),
        cost=tuple(_money(Fraction(rng.choice((0, 1, 2, 2, 3, 4, 5)))) for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))),
        starts=starts,
        site=site,
        benefit=Decimal(rng.choice(("1", "1", "1", "0.9", "1.5"))),
    )


def _land(rng: random.Random, mu: int) -> Amount:
    return Amount(Decimal(mu * 2) / 30, HA) if mu == 3 and rng.random() < 0.5 else Amount(Decimal(mu), MU)


def _money(value: Fraction) -> Amount:
    return Amount(decimal_of(value), YUAN)


def decimal_of(value: Fraction) -> Decimal:
    """Return a fraction that has a finite decimal as one."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    assert Fraction(decimal) == value
    return decimal


def _planted(rng: random.Random, question: Question) -> Planted:
    likely = rng.choice((0.5, 0.7, 0.85))
    return {p: rng.choice(ways).name for p, ways in question.ways.items() if ways and rng.random() < likely}


def _ways(question: Question, planted: Planted) -> list[Way]:
    found = [question.way(project, name) for project, name in planted.items()]
    return [way for way in found if way is not None]


# Funds: limits around a split of the planted costs.


def _bare_funds(rng: random.Random) -> tuple[Fund, ...]:
    if rng.random() < 0.25:
        return ()
    funds = [Fund("city", {}, Decimal(1 if rng.random() < 0.7 else "0.8"))]
    if rng.random() < 0.8:
        funds.append(Fund("central", {}, rng.choice(SHARES), over_life=rng.random() < 0.2))
    if rng.random() < 0.5:
        by_field = rng.choice(({"sector": ("rail*",)}, {"ownership": ("state", "private")}, {"region": ("A",)}))
        lawful = Selection(by_field) if rng.random() < 0.5 else Selection()
        funds.append(Fund("bank", {}, rng.choice(SHARES), over_life=rng.random() < 0.3, lawful=lawful))
    return tuple(funds)


def _fill_funds(rng: random.Random, question: Question, planted: Planted) -> tuple[tuple[Fund, ...], Planted]:
    """Return the funds with limits around one split of the planted costs, and the ways that it could pay."""
    used: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    kept: Planted = {}
    for way in _ways(question, planted) if question.funds else []:
        shares = _split(rng, question, way)
        for key, amount in (shares or {}).items():
            used[key] += amount
        if shares is not None:
            kept[way.project.id] = way.name
    generous = rng.random() < 0.2
    funds = []
    for fund in question.funds.values():
        amounts = {label: _room(rng, used[fund.name, label]) + 3 * generous for label in question.labels}
        filled = {label: _money(value) for label, value in amounts.items() if value or rng.random() < 0.5}
        funds.append(replace(fund, amounts=filled))
    return tuple(funds), kept if question.funds else planted


def _split(rng: random.Random, question: Question, way: Way) -> dict[tuple[str, str], Fraction] | None:
    taken: dict[tuple[str, str], Fraction] = {}
    whole = sum(way.cost.values(), NONE)
    left = {fund.name: fraction(fund.share) * whole for fund in question.lawful(way)}
    for period, due in way.cost.items():
        funds = question.lawful(way)
        rng.shuffle(funds)
        if rng.random() < 0.7:
            funds.sort(key=lambda fund: (not fund.over_life, fund.share))
        missing = due
        for fund in funds:
            cap = left[fund.name] if fund.over_life else due * fraction(fund.share)
            amount = min(missing, cap)
            left[fund.name] -= amount
            missing -= amount
            taken[fund.name, question.labels[period]] = amount
        if missing:
            return None
    return taken


def _room(rng: random.Random, used: Fraction) -> Fraction:
    if rng.random() < 0.5:
        used = Fraction(ceil(used))
    return used + rng.choice((Fraction(0), Fraction(0), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)))


# Quotas: limits around what the planted ways take, short where a draw or a carry can help out.


def _bare_quotas(rng: random.Random, resource: Resource) -> list[Quota]:
    """Return quotas without amounts, those that draw before the pools they draw on."""
    style = rng.choice(("plain", "pool", "pool", "nested", "none"))
    if style == "none":
        return []
    if style == "plain":
        regions = rng.sample(("", "P", "A", "B", "corridor"), rng.choice((1, 2)))
        return [_bare(rng, resource, region, "") for region in regions]
    if style == "pool":
        below = [_bare(rng, resource, region, "P pool") for region in rng.choice((("A", "B"), ("A1", "corridor")))]
        return [*below, _bare(rng, resource, "P", "", is_pool=True)]
    below = [_bare(rng, resource, region, "A pool") for region in ("A1", "A2")]
    below += [_bare(rng, resource, "B", "P pool")] if rng.random() < 0.6 else []
    return [
        *below,
        _bare(rng, resource, "A", "P pool", is_pool=True),
        _bare(rng, resource, "P", "", is_pool=True),
    ]


def _bare(rng: random.Random, resource: Resource, region: str, pool: str, *, is_pool: bool = False) -> Quota:
    name = f"{resource.name} {region or 'everywhere'}{' pool' if is_pool else ''}"
    cap = Amount(Decimal(rng.choice(("1", "2", "2", "3", "4", "1.5"))), resource.unit)
    carry = Carry(Decimal(rng.choice(("1", "0.5", "0.9"))), Amount(Decimal(rng.randint(1, 4)), resource.unit))
    return Quota(
        name=name,
        resource=resource.name,
        region=region,
        amounts={},
        is_pool=is_pool,
        draw=Draw(f"{resource.name} {pool}", cap) if pool and rng.random() < 0.9 else None,
        carry=carry if rng.random() < 0.6 else None,
    )


def _quotas(rng: random.Random, question: Question, planted: Planted) -> tuple[Quota, ...]:
    found: list[Quota] = []
    for resource in question.scenario.resources:
        bare = _bare_quotas(rng, resource)
        labels = [WHOLE] if rng.random() < 0.2 else question.labels
        shaped = replace(question.scenario, quotas=tuple(replace(q, draw=None, carry=None) for q in bare))
        found += _fill_quotas(rng, Question(question.library, shaped), bare, labels, planted)
    return tuple(found)


def _fill_quotas(
    rng: random.Random, question: Question, bare: Sequence[Quota], labels: Sequence[str], planted: Planted
) -> list[Quota]:
    ways = _ways(question, planted)
    amounts: dict[str, dict[str, Amount]] = {quota.name: {} for quota in bare}
    carried: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    drawn: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for number, label in enumerate(labels):
        for quota in bare:
            key = (quota.name, label)
            if not quota.is_pool and rng.random() < 0.05:
                continue
            demands = [question.demand_on(way, key) for way in ways]
            gross = drawn[key] + sum((max(amount, NONE) for amount in demands), NONE)
            need = drawn[key] + sum(demands, NONE) - carried[key]
            limit = _limit_for(rng, quota, need, is_last=number + 1 == len(labels))
            amounts[quota.name][label] = Amount(decimal_of(limit), MU if quota.resource == "land" else TCE)
            if quota.draw is not None:
                drawn[quota.draw.pool, label] += max(NONE, need - limit)
            if quota.carry is not None and number + 1 < len(labels):
                left = max(NONE, limit + carried[key] - gross)
                passed = min(left, fraction(quota.carry.cap.value)) * fraction(quota.carry.rate)
                carried[quota.name, labels[number + 1]] = passed
    return [replace(quota, amounts=amounts[quota.name]) for quota in bare]


def _limit_for(rng: random.Random, quota: Quota, need: Fraction, *, is_last: bool) -> Fraction:
    """Return a limit, in whole or half units, that leaves what is needed within a draw's reach."""
    need = max(need, NONE)
    if quota.draw is not None and rng.random() < 0.7:
        short = min(fraction(quota.draw.cap.value), need) * rng.choice((1, 1, Fraction(1, 2)))
        return Fraction(ceil(2 * (need - short)), 2)
    limit = Fraction(ceil(need if rng.random() < 0.6 else 2 * need) if rng.random() < 0.9 else floor(need) + 1)
    if quota.carry is not None and not is_last and rng.random() < 0.6:
        limit += rng.randint(1, 3)
    return max(limit, need) if limit >= need else Fraction(ceil(2 * need), 2)


# Rules: proposals that the planted plan keeps.


def _rules(rng: random.Random, question: Question, planted: Planted) -> tuple[Rule, ...]:
    kinds = [kind for kind in RULE_KINDS if rng.random() < (0.45 if kind in _RARE else 0.28)]
    rules: list[Rule] = []
    for number, kind in enumerate(kinds):
        for _ in range(12):
            rule = _PROPOSALS[kind](rng, f"{kind} {number}", question, planted)
            if rule is not None and _keeps(question, rule, planted):
                rules.append(rule)
                break
    rng.shuffle(rules)
    return tuple(rules)


def _keeps(question: Question, rule: Rule, planted: Planted) -> bool:
    ruled = Question(question.library, replace(question.scenario, rules=(rule,)))
    ways = _ways(ruled, planted)
    if len(ways) < len(planted) or not ruled.must <= set(planted):
        return False
    return all(line.holds(sum((line.coefficients.get(way, NONE) for way in ways), NONE)) for line in ruled.rule_lines)


def _selection(rng: random.Random, question: Question, *, starts: bool = True) -> Selection:
    where: dict[str, tuple[str, ...]] = {}
    for name, choices in _FIELDS.items():
        if rng.random() < 0.22:
            where[name] = rng.choice(choices)
    some = tuple(sorted(rng.sample(_ids(question), min(3, len(_ids(question)))))) if rng.random() < 0.1 else ()
    late = starts and rng.random() < 0.12
    return Selection(where, some, tuple(rng.sample(question.scenario.starts, 1)) if late else ())


_FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "sector": (("rail",), ("rail*",), ("power", "health")),
    "ownership": (("private",), ("state", "foreign")),
    "region": (("A",), ("B",), ("corridor",), ("A1", "B1")),
    "river": (("east",), ("west",)),
}


def _ids(question: Question) -> list[str]:
    return sorted(question.ways)


def _a_limit(rng: random.Random, name: str, question: Question, planted: Planted) -> Limit:
    of = rng.choice(("count", "count", "cost", "value", "jobs", *question.units))
    unit = {"cost": YUAN, **question.units}.get(of, COUNT)
    period = rng.choice(question.labels) if of in ("cost", *question.units) and rng.random() < 0.3 else ""
    over = _selection(rng, question)
    sense = Sense(name.split(maxsplit=1)[0])
    rule = Limit(name, sense, Amount(Decimal(0), unit), of, over, period)
    line = Question(question.library, replace(question.scenario, rules=(rule,))).rule_lines[0]
    names = {(project, *way) for project, way in planted.items()}
    value = sum((c for way, c in line.coefficients.items() if (way.project.id, *way.name) in names), NONE)
    if sense is Sense.EXACTLY:
        within = Decimal(0) if of == "count" else Decimal(rng.choice(("0.005", "0.1", "0.2")))
        return replace(rule, bound=Amount(decimal_of(value), unit), within=within)
    slack = rng.choice((0, 0, 1, 2)) * (-1 if sense is Sense.AT_LEAST else 1)
    return replace(rule, bound=Amount(decimal_of(value + slack), unit))


def _a_share(rng: random.Random, name: str, question: Question, _: Planted) -> Share:
    whole = Selection() if rng.random() < 0.6 else _selection(rng, question)
    of = rng.choice(("count", "cost", "value", *question.units))
    period = rng.choice(question.labels) if of in ("cost", *question.units) and rng.random() < 0.2 else ""
    sense = rng.choice((Sense.AT_LEAST, Sense.AT_MOST))
    part = _selection(rng, question)
    return Share(name, rng.choice(SHARES), part, whole, of, period, sense, strictly=rng.random() < 0.3)


def _a_prerequisite(rng: random.Random, name: str, question: Question, _: Planted) -> Prerequisite | None:
    ids = _ids(question)
    if len(ids) < 2:
        return None
    number = rng.randint(1, len(ids) - 1)
    return Prerequisite(name, ids[number], tuple(rng.sample(ids[:number], min(number, rng.choice((1, 1, 1, 2))))))


def _an_exclusion(rng: random.Random, name: str, question: Question, _: Planted) -> Exclusion:
    ids = _ids(question)
    some = Selection(projects=tuple(sorted(rng.sample(ids, min(len(ids), rng.choice((2, 3)))))))
    among = some if rng.random() < 0.6 else _selection(rng, question)
    return Exclusion(name, among, rng.choice((1, 1, 2)))


def _a_choice(rng: random.Random, question: Question) -> Selection:
    if rng.random() < 0.7 and question.ways:
        return Selection(projects=(rng.choice(_ids(question)),))
    return _selection(rng, question, starts=False)


def _a_must(rng: random.Random, name: str, question: Question, _: Planted) -> MustSelect:
    return MustSelect(name, _a_choice(rng, question), green_channel=name.startswith("green"))


def _a_must_not(rng: random.Random, name: str, question: Question, _: Planted) -> MustNot:
    return MustNot(name, _a_choice(rng, question), waived_by=rng.choice(("", "", "the mayor")), reason="floods")


def _a_substitution(rng: random.Random, name: str, question: Question, _: Planted) -> Substitution:
    resource = rng.choice(list(question.units))
    ratio = Decimal(rng.choice(("0.25", "0.5", "1", "1", "1.5")))
    return Substitution(name, resource, ratio, _selection(rng, question) if rng.random() < 0.6 else Selection())


_RARE = ("green_channel", "substitution", "share", "must_select")
_PROPOSALS: dict[str, Callable[[random.Random, str, Question, Planted], Rule | None]] = {
    "at_least": _a_limit,
    "at_most": _a_limit,
    "exactly": _a_limit,
    "share": _a_share,
    "prerequisite": _a_prerequisite,
    "exclusion": _an_exclusion,
    "must_select": _a_must,
    "must_not": _a_must_not,
    "green_channel": _a_must,
    "substitution": _a_substitution,
}


def _hardened(rng: random.Random, library: Library, scenario: Scenario) -> Scenario:
    """Return the scenario with a demand or two that often cannot be met."""
    question = Question(library, scenario)
    able = [project for project, ways in question.ways.items() if ways]
    how = rng.choice(("all", "one", "money", "quotas", "costs"))
    if how == "one" and question.ways:
        unable = [project for project in _ids(question) if project not in able]
        one = Selection(projects=(rng.choice(unable or _ids(question)),))
        return replace(scenario, rules=(*scenario.rules, MustSelect("insisted", one)))
    if how == "costs":
        dear = Limit("dear", Sense.AT_LEAST, Amount(Decimal(12), YUAN), "cost")
        return replace(scenario, rules=(*scenario.rules, dear, replace(dear, name="cheap", sense=Sense.AT_MOST)))
    most = Limit("most of them", Sense.AT_LEAST, Amount(Decimal(max(len(able) - (how != "all"), 0)), COUNT))
    scenario = replace(scenario, rules=(*scenario.rules, most))
    if how == "money":
        return replace(scenario, funds=tuple(replace(f, amounts=_halved(f.amounts)) for f in scenario.funds))
    if how == "quotas":
        return replace(scenario, quotas=tuple(replace(q, amounts=_halved(q.amounts)) for q in scenario.quotas))
    return scenario


def _halved(amounts: Mapping[str, Amount]) -> dict[str, Amount]:
    return {label: replace(amount, value=amount.value / 2) for label, amount in amounts.items()}


# Parts for hypothesis.


def units() -> st.SearchStrategy[Unit]:
    """Units of measure of every dimension kaimen knows."""
    return st.sampled_from(sorted({*UNITS.values()}, key=lambda unit: (unit.dimension, unit.code)))


def quantities(low: int = -(10**6), high: int = 10**6) -> st.SearchStrategy[Amount]:
    """Amounts with up to three decimals, in any unit."""
    return st.builds(Amount, st.decimals(low, high, allow_nan=False, places=3), units())


def amounts_as_text() -> st.SearchStrategy[tuple[str, Amount]]:
    """Amounts as people write them (thousands separated or not), each with the amount that is meant."""
    forms = st.sampled_from(("{value:,f} {unit}", "{value:f} {unit}", " {value:f}{unit} "))
    return st.builds(lambda form, a: (form.format(value=a.value, unit=a.unit.code), a), forms, quantities(0))


def questions() -> st.SearchStrategy[tuple[Library, Scenario]]:
    """Small questions with everything in them."""
    return st.integers(0, 10**9).map(random_question)


def tiny_libraries() -> st.SearchStrategy[Library]:
    """Libraries of up to four projects."""
    return questions().map(lambda question: replace(question[0], projects=question[0].projects[:4]))


def tiny_scenarios() -> st.SearchStrategy[Scenario]:
    """Scenarios with periods, regions, quotas and funds but no rules, so that they suit any library."""
    return questions().map(lambda question: replace(question[1], rules=()))
