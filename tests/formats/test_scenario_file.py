"""Scenario files: every table read value by value, and a finding with its line for every fault."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import Finding, Place
from kaimen.evidence import Citation, Passage
from kaimen.formats.scenario_file import ScenarioFile, override_names, parse_scenario
from kaimen.formats.scenario_schema import RULE_KEYS
from kaimen.quantity import UNITS, Amount, Period, Unit, parse_unit
from kaimen.regions import Region, RegionGroup
from kaimen.scenario import (
    RULE_KINDS,
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

FILE = "scenario.toml"

FULL = """
name = "everything"
title = "Every table and every rule"
library = "list.csv"
mapping = "mapping.toml"
periods = ["2026", 2027, { label = "FY28", start = 2028-01-01, end = "2029" }]
starts = ["2026", 2027]
money = "million yuan"
readiness = ["permit", "land survey"]
consider = { stage = ["ready", "reserve"], sector = "rail*" }
order = "rank"
seed = 7

[resource.land]
unit = "mu"

[resource.energy]
unit = "tce"
use = "running"

[resource.beds]
unit = "beds"

[benefit]
weights = { points = 1, jobs = "0.25", ease = 0.00000005 }
times = "cost"
discount = "4 %"

[[region]]
id = "P"
level = "province"
name = "The province"

[[region]]
id = "A"
within = "P"

[[region_group]]
id = "coast"
regions = "A"
name = "The coast"

[[pool]]
name = "province land"
resource = "land"
region = "P"
amount = { each = "100 mu" }

[[quota]]
name = "land in A"
resource = "land"
region = "A"
amount = { each = "40 mu", 2027 = "2 ha" }
pool = "province land"
draw_at_most = "10 mu"
carry = { rate = "90 %", at_most = "5 mu" }
cite = { pledge = "P-7", document = "news.txt", start = 3, end = 9, quote = "15 km2", note = "p. 3" }

[[quota]]
name = "energy"
resource = "energy"
amount = { 2026 = "1,000 tce", FY28 = "0.2 万吨标准煤" }

[[quota]]
name = "beds"
resource = "beds"
amount = "1.2 thousand beds"

[[fund]]
name = "city"
amount = { each = "500 million yuan", 2026 = "6 亿元" }
share = "35 %"
cite = "Budget 2026"

[[fund]]
name = "bonds"
amount = { 2026 = "¥ 5亿" }
share = 0.5
over = "life"
lawful = { sector = ["rail", "power"], starts = "2026" }

[[rule]]
kind = "at_least"
name = "projects"
count = 98
where = { sector = "rail" }
starts = ["2026"]

[[rule]]
kind = "at_most"
name = "spend"
amount = "9 亿元"
of = "cost"
period = 2026
projects = ["P-1", 2]

[[rule]]
kind = "exactly"
name = "energy taken"
amount = "500 tce"
of = "energy"
within = "0.5 %"

[[rule]]
kind = "at_least"
amount = "1,000"
of = "points"

[[rule]]
kind = "share"
name = "more than half industry"
part = { sector = "industry", starts = ["2026"] }
more_than = "50 %"
where = { region = ["A"] }
of = "cost"
period = "FY28"

[[rule]]
kind = "share"
name = "few"
part = { projects = ["P-1"] }
at_most = 0.2

[[rule]]
kind = "prerequisite"
name = "road first"
project = "P-2"
needs = "P-1"

[[rule]]
kind = "exclusion"
name = "one of them"
projects = ["P-1", "P-2", "P-3"]
at_most = 2

[[rule]]
kind = "must_select"
name = "lead"
where = { projects = ["P-9"] }
cite = { pledge = "SD-2024-7" }

[[rule]]
kind = "green_channel"
name = "fast"
projects = "P-8"

[[rule]]
kind = "must_not"
name = "flood plain"
where = { river = "east" }
waived_by = "the mayor"
reason = "floods"

[[rule]]
kind = "substitution"
name = "coal for coal"
resource = "energy"
ratio = 1.25
where = { sector = "power" }

[override.tight]
title = "Tight"
quota."land in A".amount.each = "36 mu"
benefit.weights.jobs = 1

[override.more]
rule = [{ kind = "must_select", name = "one more", projects = ["P-4"] }]
region.A.name = "Ay"
"""

TEXT = FULL.lstrip("\n")


def parsed(text: str, *overrides: str) -> tuple[ScenarioFile | None, list[Finding]]:
    return parse_scenario(text, FILE, overrides)


def read(text: str, *overrides: str) -> Scenario:
    found, findings = parsed(text, *overrides)
    assert findings == []
    assert found is not None
    return found.scenario


def line_of(text: str, part: str) -> int:
    """Return the number of the first line that begins with a part."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(part))


def amount(value: str, unit: str, own: dict[str, Unit] | None = None) -> Amount:
    known = parse_unit(unit, own)
    assert known is not None
    return Amount(Decimal(value), known)


# --- the whole file ---


@pytest.fixture(scope="module")
def full() -> Scenario:
    return read(TEXT)


def test_the_frame(full: Scenario) -> None:
    found, _ = parsed(TEXT)
    assert found is not None
    assert (found.library, found.mapping) == ("list.csv", "mapping.toml")
    assert (full.name, full.title, full.order, full.seed) == ("everything", "Every table and every rule", "rank", 7)
    assert full.periods == (
        Period(date(2026, 1, 1), date(2027, 1, 1), "2026"),
        Period(date(2027, 1, 1), date(2028, 1, 1), "2027"),
        Period(date(2028, 1, 1), date(2029, 1, 1), "FY28"),
    )
    assert full.starts == ("2026", "2027")
    assert full.money == Unit("million yuan", "currency CNY", Fraction(10**6))
    assert full.readiness == ("permit", "land survey")
    assert full.consider == Selection({"stage": ("ready", "reserve"), "sector": ("rail*",)})
    assert (full.overrides, full.applied) == (("tight", "more"), ())
    assert full.place == Place(FILE)


def test_resources_benefit_and_regions(full: Scenario) -> None:
    beds = Unit("beds", "count of beds")
    assert full.resources == (
        Resource("land", UNITS["mu"], Use.ONCE),
        Resource("energy", UNITS["tce"], Use.RUNNING),
        Resource("beds", beds, Use.ONCE),
    )
    weights = {"points": Decimal(1), "jobs": Decimal("0.25"), "ease": Decimal("0.00000005")}
    assert full.benefit == Benefit(weights, "cost", Decimal("0.04"))
    assert full.regions.regions == {"P": Region("P", "", "province", "The province"), "A": Region("A", "P")}
    assert full.regions.groups == {"coast": RegionGroup("coast", ("A",), "The coast")}


def test_quotas_and_pools(full: Scenario) -> None:
    pool, land, energy, beds = full.quotas
    labels = ("2026", "2027", "FY28")
    assert pool == Quota(
        "province land", "land", "P", dict.fromkeys(labels, amount("100", "mu")), is_pool=True, place=pool.place
    )
    cite = Citation("P-7", Passage("news.txt", 3, 9, "15 km2"), "p. 3")
    assert land == Quota(
        "land in A",
        "land",
        "A",
        {"2026": amount("40", "mu"), "2027": amount("2", "ha"), "FY28": amount("40", "mu")},
        draw=Draw("province land", amount("10", "mu")),
        carry=Carry(Decimal("0.9"), amount("5", "mu")),
        cite=cite,
        place=Place(FILE, line=line_of(TEXT, 'name = "land in A"') - 1, key="quota land in A"),
    )
    assert energy.amounts == {"2026": amount("1000", "tce"), "FY28": amount("0.2", "万吨标准煤")}
    assert (energy.region, energy.draw, energy.carry, energy.cite) == ("", None, None, Citation())
    own = {"beds": Unit("beds", "count of beds")}
    assert beds.amounts == {"all": amount("1.2", "thousand beds", own)}


def test_funds(full: Scenario) -> None:
    city, bonds = full.funds
    labels = ("2027", "FY28")
    amounts = {"2026": amount("6", "亿元"), **dict.fromkeys(labels, amount("500", "million yuan"))}
    assert city == Fund("city", amounts, Decimal("0.35"), cite=Citation(note="Budget 2026"), place=city.place)
    lawful = Selection({"sector": ("rail", "power")}, starts=("2026",))
    half = Decimal("0.5")
    assert bonds == Fund("bonds", {"2026": amount("5", "亿 ¥")}, half, over_life=True, lawful=lawful, place=bonds.place)


RULES: dict[str, Rule] = {
    "projects": Limit(
        "projects",
        Sense.AT_LEAST,
        Amount(Decimal(98), UNITS["projects"]),
        over=Selection({"sector": ("rail",)}, starts=("2026",)),
    ),
    "spend": Limit(
        "spend", Sense.AT_MOST, amount("9", "亿元"), "cost", Selection(projects=("P-1", "2")), period="2026"
    ),
    "energy taken": Limit("energy taken", Sense.EXACTLY, amount("500", "tce"), "energy", within=Decimal("0.005")),
    "rule 4": Limit("rule 4", Sense.AT_LEAST, Amount(Decimal(1000), UNITS["projects"]), "points"),
    "more than half industry": Share(
        "more than half industry",
        Decimal("0.5"),
        Selection({"sector": ("industry",)}, starts=("2026",)),
        Selection({"region": ("A",)}),
        "cost",
        "FY28",
        Sense.AT_LEAST,
        strictly=True,
    ),
    "few": Share("few", Decimal("0.2"), Selection(projects=("P-1",)), sense=Sense.AT_MOST),
    "road first": Prerequisite("road first", "P-2", ("P-1",)),
    "one of them": Exclusion("one of them", Selection(projects=("P-1", "P-2", "P-3")), 2),
    "lead": MustSelect("lead", Selection(projects=("P-9",)), cite=Citation("SD-2024-7")),
    "fast": MustSelect("fast", Selection(projects=("P-8",)), green_channel=True),
    "flood plain": MustNot("flood plain", Selection({"river": ("east",)}), "the mayor", "floods"),
    "coal for coal": Substitution("coal for coal", "energy", Decimal("1.25"), Selection({"sector": ("power",)})),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule(full: Scenario, name: str) -> None:
    (rule,) = [rule for rule in full.rules if rule.name == name]
    assert rule == replace(RULES[name], place=rule.place)
    assert (rule.place.file, rule.place.key) == (FILE, name if name == "rule 4" else f"rule {name}")
    assert rule.place.line is not None
    assert TEXT.splitlines()[rule.place.line - 1] == "[[rule]]"


def test_the_full_file_has_every_kind_of_rule(full: Scenario) -> None:
    assert set(RULES) == {rule.name for rule in full.rules}
    assert set(RULE_KEYS) == set(RULE_KINDS)
    assert all(f'kind = "{kind}"' in TEXT for kind in RULE_KINDS)


# --- overrides ---


def test_an_override_changes_what_it_names_and_nothing_else(full: Scenario) -> None:
    tight = read(TEXT, "tight")
    assert (tight.title, tight.applied) == ("Tight", ("tight",))
    land, before = tight.quotas[1], full.quotas[1]
    assert land.amounts == dict.fromkeys(("2026", "2027", "FY28"), amount("36", "mu"))
    assert replace(land, amounts=before.amounts, place=before.place) == before
    assert tight.benefit.weights == {**full.benefit.weights, "jobs": Decimal(1)}
    assert (tight.rules, tight.funds, tight.regions) == (full.rules, full.funds, full.regions)


def test_overrides_stack_in_order_and_add_rules(full: Scenario) -> None:
    both = read(TEXT, "tight", "more")
    assert both.applied == ("tight", "more")
    assert both.title == "Tight"
    assert both.regions.regions["A"].name == "Ay"
    assert both.rules[:-1] == full.rules
    assert both.rules[-1] == MustSelect("one more", Selection(projects=("P-4",)), place=both.rules[-1].place)
    more = TEXT + '\n[override.later]\ntitle = "Later"\nquota."land in A".amount.2026 = "1 mu"\n'
    assert read(more, "tight", "later").title == "Later"
    assert read(more, "later", "tight").title == "Tight"
    amounts = read(more, "tight", "later").quotas[1].amounts
    assert amounts == {"2026": amount("1", "mu"), **dict.fromkeys(("2027", "FY28"), amount("36", "mu"))}


@pytest.mark.parametrize(
    ("override", "key", "found", "expected"),
    [
        ('quota.lnad.amount = "1 mu"', "override.x.quota.lnad", '"lnad"', "land in A, energy, beds"),
        ('quota.energy = "1 tce"', "override.x.quota.energy", '"energy"', "land in A, energy, beds"),
        ('fund.nobody.share = "1 %"', "override.x.fund.nobody", '"nobody"', "city, bonds"),
        ('region.B.within = "P"', "override.x.region.B", '"B"', "P, A"),
    ],
)
def test_an_override_of_a_name_that_is_not_there(override: str, key: str, found: str, expected: str) -> None:
    scenario, (finding,) = parsed(f"{TEXT}\n[override.x]\n{override}\n", "x")
    assert scenario is not None
    assert (finding.code, finding.place.key) == ("E408", key)
    assert (finding.found, finding.expected) == (found, expected)


def test_an_unknown_override() -> None:
    scenario, (finding,) = parsed(TEXT, "tihgt")
    assert scenario is not None
    assert (finding.code, finding.found, finding.expected) == ("E408", '"tihgt"', "tight, more")
    assert "tihgt" in finding.what
    _, (finding,) = parsed('name = "x"\nperiods = ["2026"]\nbenefit = { weights = { a = 1 } }', "tight")
    assert (finding.code, finding.expected) == ("E408", "")


def test_a_fault_in_an_override_is_shown_where_it_stands() -> None:
    text = f'{TEXT}\n[override.x.quota."land in A"]\namount = {{ each = "-4 mu" }}\n'
    _, (finding,) = parsed(text, "x")
    assert (finding.code, finding.place.line) == ("E407", len(text.splitlines()))
    assert parsed(text)[1] == []


def test_names_of_overrides() -> None:
    assert override_names(TEXT) == ("tight", "more")
    assert override_names("override = 3") == override_names("[[[") == override_names("a = " + "1" * 5000) == ()


# --- one fault at a time ---

SMALL = """
name = "small"
periods = ["2026", "2027"]
money = "million yuan"

[resource.land]
unit = "mu"

[benefit]
weights = { points = "1" }

[[pool]]
name = "pool"
resource = "land"
amount = { each = "9 mu" }

[[quota]]
name = "land"
resource = "land"
amount = { each = "20 mu" }

[[fund]]
name = "city"
amount = { each = "9 million yuan" }

[[rule]]
kind = "at_least"
name = "some"
count = 1
"""


def fault(change: tuple[str, str]) -> tuple[str, Finding]:
    """Return the small file with one part changed, and the only finding of it."""
    old, new = change
    assert old in SMALL or not old
    text = inspect.cleandoc(SMALL.replace(old, new, 1) if old else f"{SMALL}\n{new}")
    _, findings = parsed(text)
    assert [str(finding) for finding in findings[1:]] == []
    return text, findings[0]


FAULTS: dict[str, tuple[tuple[str, str], str, str, str, str]] = {
    # name: (old, new), code, key, beginning of the line, part of the message
    "no toml": (('"small"', "small"), "E401", "", "name = small", "not valid TOML"),
    "text not closed": (("mu", '"""'), "E401", "", "count", "not valid TOML"),
    "no name": (('name = "small"', ""), "E402", "name", "", '"name" is missing'),
    "empty name": (('"small"', '""'), "E402", "name", 'name = ""', "name that is not empty"),
    "unknown key": (("money =", "moeny ="), "E402", "moeny", "moeny", 'Did you mean "money"?'),
    "no periods": (('periods = ["2026", "2027"]', ""), "E402", "periods", "", "no periods"),
    "bad period": (('["2026", "2027"]', '["2026", "2027", "Q3"]'), "E308", "periods", "periods", 'found "Q3"'),
    "backward": (
        ('"2027"]', '{ label = "b", start = 2028-01-01, end = 2027-01-01 }]'),
        "E308",
        "periods",
        "periods",
        "not a period",
    ),
    "gap": (('"2027"]', '"2028"]'), "E308", "periods", "periods", "2026 and 2028 do not follow one another"),
    "twice": (('"2027"]', '"2027", "2027"]'), "E308", "periods", "periods", "do not follow one another"),
    "label of all": (
        ('"2027"]', '"2027", { label = "all", start = 2028-01-01, end = 2029-01-01 }]'),
        "E403",
        "periods",
        "periods",
        'cannot be called "all"',
    ),
    "period without end": (
        ('"2027"]', '"2027", { label = "b", start = 2028-01-01 }]'),
        "E402",
        "periods.end",
        "periods",
        '"end" is missing',
    ),
    "unknown start": (("money =", 'starts = ["2030"]\nmoney ='), "E404", "starts", "starts", '"2030" is not one'),
    "money unknown": (('"million yuan"', '"shells"'), "E304", "money", "money", "not known"),
    "money no currency": (('"million yuan"', '"mu"'), "E406", "money", "money", "not a currency"),
    "seed": (("money =", 'seed = "1"\nmoney ='), "E402", "seed", "seed", "a whole number"),
    "consider starts": (
        ("money =", 'consider = { starts = ["2026"] }\nmoney ='),
        "E402",
        "consider",
        "consider",
        'takes no "starts"',
    ),
    "resource as list": (("[resource.land]", "[[resource]]"), "E402", "resource", "[[resource]]", "named tables"),
    "resource without unit": (('unit = "mu"', 'use = "once"'), "E402", "resource.land.unit", "[res", "is missing"),
    "resource use": (('unit = "mu"', 'unit = "mu"\nuse = "twice"'), "E402", "resource.land.use", "use", "'once'"),
    "resource called cost": (("", '[resource.cost]\nunit = "mu"'), "E403", "resource.cost", "[resource.cost]", "cost"),
    "no benefit": (('[benefit]\nweights = { points = "1" }', ""), "E402", "benefit", "", "what counts as benefit"),
    "no weights": (('{ points = "1" }', "{}"), "E402", "benefit", "[benefit]", "nothing counts as benefit"),
    "weight": (('points = "1"', 'points = "x"'), "E402", "benefit.weights.points", "weights", "not a number"),
    "weight of nothing": (('points = "1"', "points = true"), "E402", "benefit.weights.points", "weights", "found true"),
    "discount": (("[benefit]", '[benefit]\ndiscount = "4"'), "E412", "benefit.discount", "discount", "0 % to 100 %"),
    "region twice": (
        ("", '[[region]]\nid = "A"\n\n[[region]]\nid = "A"'),
        "E403",
        "region A (entry 2)",
        "[[region]]",
        "given twice",
    ),
    "region circle": (
        ("", '[[region]]\nid = "A"\nwithin = "B"\n[[region]]\nid = "B"\nwithin = "A"'),
        "E409",
        "region A",
        "[[region]]",
        'lies in "B", which lies in it',
    ),
    "region above": (("", '[[region]]\nid = "A"\nwithin = "X"'), "E409", "region A", "[[region]]", '"X"'),
    "group member": (
        ("", '[[region_group]]\nid = "g"\nregions = ["X"]'),
        "E404",
        "region_group g",
        "[[region_group]]",
        '"X" that is not a region',
    ),
    "quota not a list": (("[[quota]]", "[quota]"), "E402", "quota", "[quota]", "Write [[quota]]"),
    "quota without resource": (
        ('name = "pool"\nresource = "land"', 'name = "pool"'),
        "E402",
        "pool pool.resource",
        "[[pool]]",
        "missing",
    ),
    "number as amount": (('{ each = "20 mu" }', "20"), "E402", "quota land.amount", "amount = 20", "text with a unit"),
    "numbers as amounts": (('"20 mu"', "20"), "E402", "quota land.amount", "amount = { each = 20", "text with a unit"),
    "no amount": (('{ each = "20 mu" }', "{}"), "E402", "quota land.amount", "amount = {}", "no amount"),
    "no unit": (('"20 mu"', '"20"'), "E405", "quota land.amount", 'amount = { each = "20"', "has no unit"),
    "no amount at all": (
        ('"20 mu"', '"some"'),
        "E405",
        "quota land.amount",
        'amount = { each = "some"',
        "not an amount",
    ),
    "unit unknown": (('"20 mu"', '"20 acres"'), "E304", "quota land.amount", 'amount = { each = "20 a', "acres"),
    "unit of another kind": (('"20 mu"', '"20 tce"'), "E406", "quota land.amount", 'amount = { each = "20 t', "area"),
    "negative amount": (('"20 mu"', '"-20 mu"'), "E407", "quota land.amount", 'amount = { each = "-', "negative"),
    "unknown period": (
        ('{ each = "20 mu" }', '{ 2030 = "2 mu" }'),
        "E404",
        "quota land.amount",
        "amount = { 2030",
        "2030",
    ),
    "all beside a period": (
        ('{ each = "20 mu" }', '{ all = "20 mu", 2026 = "1 mu" }'),
        "E402",
        "quota land.amount",
        "amount = { all",
        "Make two of them",
    ),
    "draw without limit": (
        ('{ each = "20 mu" }', '"20 mu"\npool = "pool"'),
        "E402",
        "quota land.draw_at_most",
        "[[quota]]",
        "has no limit",
    ),
    "limit without draw": (
        ('{ each = "20 mu" }', '"20 mu"\ndraw_at_most = "1 mu"'),
        "E402",
        "quota land.draw_at_most",
        "draw_at_most",
        "no pool is named",
    ),
    "draw unit": (
        ('{ each = "20 mu" }', '"20 mu"\npool = "pool"\ndraw_at_most = "1 tce"'),
        "E406",
        "quota land.draw_at_most",
        "draw_at_most",
        "wrong kind",
    ),
    "carry without cap": (
        ('{ each = "20 mu" }', '"20 mu"\ncarry = { rate = "9 %" }'),
        "E402",
        "quota land.carry.at_most",
        "carry",
        '"at_most" is missing',
    ),
    "carry rate": (
        ('{ each = "20 mu" }', '"20 mu"\ncarry = { rate = "109 %", at_most = "1 mu" }'),
        "E412",
        "quota land.carry",
        "carry",
        "109 %",
    ),
    "carry key": (
        ('{ each = "20 mu" }', '"20 mu"\ncarry = { at_mots = "1 mu", at_most = "1 mu" }'),
        "E402",
        "quota land.carry.at_mots",
        "carry",
        'Did you mean "at_most"?',
    ),
    "cite": (('{ each = "20 mu" }', '"20 mu"\ncite = { page = 3 }'), "E402", "quota land.cite.page", "cite", "pledge"),
    "cite number": (('{ each = "20 mu" }', '"20 mu"\ncite = 3'), "E402", "quota land.cite", "cite", "a table"),
    "name twice": (('name = "pool"', 'name = "land"'), "E403", "quota land", "[[quota]]", "used twice"),
    "fund in mu": (('"9 million yuan"', '"9 mu"'), "E406", "fund city.amount", 'amount = { each = "9 mu"', "CNY"),
    "fund in dollars": (('"9 million yuan"', '"$9"'), "E406", "fund city.amount", 'amount = { each = "$', "CNY"),
    "fund negative": (
        ('"9 million yuan"', '"-9 yuan"'),
        "E407",
        "fund city.amount",
        'amount = { each = "-',
        "negative",
    ),
    "fund over all": (
        ('{ each = "9 million yuan" }', '"9 yuan"'),
        "E402",
        "fund city.amount",
        'amount = "9 yuan"',
        "by period",
    ),
    "share over 100 %": (("[[fund]]", '[[fund]]\nshare = "120 %"'), "E412", "fund city.share", "share", "120 %"),
    "share as number over 1": (("[[fund]]", "[[fund]]\nshare = 35"), "E412", "fund city.share", "share", '"35 %"'),
    "negative share": (("[[fund]]", '[[fund]]\nshare = "-1 %"'), "E412", "fund city.share", "share", "-1 %"),
    "fund over": (("[[fund]]", '[[fund]]\nover = "year"'), "E402", "fund city.over", "over", "'period' or 'life'"),
    "lawful start": (
        ("[[fund]]", '[[fund]]\nlawful = { starts = "2030" }'),
        "E404",
        "fund city",
        "[[fund]]",
        "2030",
    ),
    "rule not a table": (
        ("", "[override.a]\n[[rule]]\nkind = 3"),
        "E402",
        "rule 2.kind",
        "kind = 3",
        "text in quotation",
    ),
    "kind": (('"at_least"', '"atleast"'), "E402", "rule some", "[[rule]]", 'called "atleast"'),
    "key of another kind": (
        ("count = 1", 'count = 1\nneeds = ["P"]'),
        "E402",
        "rule some",
        "[[rule]]",
        "does not take needs",
    ),
    "neither": (("count = 1", ""), "E402", "rule some", "[[rule]]", "either a count or an amount"),
    "both": (("count = 1", 'count = 1\namount = "1"'), "E402", "rule some", "[[rule]]", "found both"),
    "negative count": (("count = 1", "count = -1"), "E402", "rule some.count", "count", "0 or more"),
    "half a count": (("count = 1", "count = 1.5"), "E402", "rule some.count", "count", "a whole number"),
    "count of land": (("count = 1", 'count = 1\nof = "land"'), "E402", "rule some", "[[rule]]", 'has no "of"'),
    "count in a period": (
        ("count = 1", "count = 1\nperiod = 2026"),
        "E402",
        "rule some",
        "[[rule]]",
        'starts = ["2026"]',
    ),
    "amount of what": (("count = 1", 'amount = "1 mu"'), "E402", "rule some", "[[rule]]", 'of = "cost"'),
    "amount of land in tce": (("count = 1", 'amount = "1 tce"\nof = "land"'), "E406", "rule some", "[[rule]]", "area"),
    "amount of land without unit": (
        ("count = 1", 'amount = "1"\nof = "land"'),
        "E405",
        "rule some",
        "[[rule]]",
        "unit",
    ),
    "amount of cost in mu": (("count = 1", 'amount = "1 mu"\nof = "cost"'), "E406", "rule some", "[[rule]]", "CNY"),
    "amount of a criterion with a unit": (
        ("count = 1", 'amount = "5 万人"\nof = "jobs"'),
        "E406",
        "rule some",
        "[[rule]]",
        "a plain number",
    ),
    "amount of a count with a unit": (
        ("count = 1", 'amount = "5 mu"\nof = "count"'),
        "E406",
        "rule some",
        "[[rule]]",
        "a plain number",
    ),
    "number as a rule's amount": (
        ("count = 1", 'amount = 5\nof = "cost"'),
        "E402",
        "rule some.amount",
        "amount = 5",
        "text",
    ),
    "rule's period": (
        ("count = 1", 'amount = "1 mu"\nof = "land"\nperiod = "2030"'),
        "E404",
        "rule some",
        "[[rule]]",
        "2030",
    ),
    "rule's start": (("count = 1", "count = 1\nstarts = [2030]"), "E404", "rule some", "[[rule]]", "2030"),
    "projects twice": (
        ("count = 1", 'count = 1\nprojects = ["a"]\nwhere = { projects = ["b"] }'),
        "E402",
        "rule some",
        "[[rule]]",
        'has "projects" beside "where" and in it',
    ),
    "exactly an amount": (
        ('"at_least"\nname = "some"\ncount = 1', '"exactly"\nname = "some"\namount = "1 mu"\nof = "land"'),
        "E402",
        "rule some",
        "[[rule]]",
        'within = "0.5 %"',
    ),
    "within": (
        ('"at_least"\nname = "some"\ncount = 1', '"exactly"\nname = "some"\ncount = 1\nwithin = "2"'),
        "E412",
        "rule some",
        "[[rule]]",
        "0 % to 100 %",
    ),
    "share without part": (
        ('"at_least"\nname = "some"\ncount = 1', '"share"\nname = "some"\nat_least = "5 %"'),
        "E402",
        "rule some",
        "[[rule]]",
        "needs a part and one bound",
    ),
    "share with two bounds": (
        (
            '"at_least"\nname = "some"\ncount = 1',
            '"share"\nname = "some"\npart = { a = "b" }\nat_least = "5 %"\nat_most = "6 %"',
        ),
        "E402",
        "rule some",
        "[[rule]]",
        "found at_least, at_most",
    ),
    "share above all": (
        ('"at_least"\nname = "some"\ncount = 1', '"share"\nname = "some"\npart = { a = "b" }\nat_least = "101 %"'),
        "E412",
        "rule some",
        "[[rule]]",
        "101 %",
    ),
    "share of a count in a period": (
        (
            '"at_least"\nname = "some"\ncount = 1',
            '"share"\nname = "some"\npart = { a = "b" }\nat_least = "1 %"\nperiod = "2026"',
        ),
        "E402",
        "rule some",
        "[[rule]]",
        "which has no period",
    ),
    "prerequisite of nothing": (
        ('"at_least"\nname = "some"\ncount = 1', '"prerequisite"\nname = "some"\nproject = "a"'),
        "E402",
        "rule some",
        "[[rule]]",
        "needs a project and what it needs",
    ),
    "exclusion of a half": (
        ('"at_least"\nname = "some"\ncount = 1', '"exclusion"\nname = "some"\nat_most = 1.5'),
        "E402",
        "rule some",
        "[[rule]]",
        "not a whole number",
    ),
    "must select what": (
        ('"at_least"\nname = "some"\ncount = 1', '"must_select"\nname = "some"'),
        "E402",
        "rule some",
        "[[rule]]",
        "does not say which projects",
    ),
    "must select by start": (
        ('"at_least"\nname = "some"\ncount = 1', '"must_select"\nname = "some"\nwhere = { starts = ["2026"] }'),
        "E402",
        "rule some",
        "[[rule]]",
        "found starts",
    ),
    "substitution of what": (
        ('"at_least"\nname = "some"\ncount = 1', '"substitution"\nname = "some"'),
        "E402",
        "rule some",
        "[[rule]]",
        "which resource",
    ),
    "substitution ratio": (
        ('"at_least"\nname = "some"\ncount = 1', '"substitution"\nname = "some"\nresource = "land"\nratio = "x"'),
        "E412",
        "rule some",
        "[[rule]]",
        "not a ratio",
    ),
    "override not a table": (("money =", "override = 3\nmoney ="), "E402", "override", "override", "named tables"),
    "where is text": (
        ("count = 1", 'count = 1\nwhere = "rail"'),
        "E402",
        "rule some.where",
        "where",
        "a table such as",
    ),
    "where by yes": (("count = 1", "count = 1\nwhere = { a = true }"), "E402", "rule some.where.a", "where", "a list"),
}


def test_the_small_file_has_no_fault() -> None:
    assert parsed(inspect.cleandoc(SMALL))[1] == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_finding_with_its_key_and_line(name: str) -> None:
    change, code, key, line, words = FAULTS[name]
    text, finding = fault(change)
    assert finding.code == code
    assert (finding.place.file, finding.place.key) == (FILE, key)
    assert words in str(finding)
    assert finding.fix
    shown = text.splitlines()[finding.place.line - 1] if finding.place.line else ""
    assert shown.startswith(line)
    assert bool(shown) == bool(line)


def test_every_code_that_reading_emits_has_a_case() -> None:
    expected = {"E304", "E308", "E401", "E402", "E403", "E404", "E405", "E406", "E407", "E409", "E412"}
    assert {case[1] for case in FAULTS.values()} == expected  # E408 is tested with the overrides


def test_a_bad_table_does_not_stop_the_others() -> None:
    """Five faults in five tables: all are told, and what is whole is read."""
    text = inspect.cleandoc(SMALL)
    text = text.replace("money =", "moeny =").replace('unit = "mu"', 'unit = "mu"\nuse = "twice"')
    text = (
        text.replace('"9 mu"', '"9 mux"')
        .replace("[[fund]]", '[[fund]]\nshare = "2"')
        .replace("count = 1", "count = -1")
    )
    text += '\n[[rule]]\nkind = "exclusion"\nname = "good"\nprojects = ["a", "b"]\n'
    scenario, findings = parsed(text)
    assert [finding.code for finding in findings] == ["E402", "E402", "E304", "E412", "E402"]
    assert scenario is not None
    assert [rule.name for rule in scenario.scenario.rules] == ["good"]
    assert [quota.name for quota in scenario.scenario.quotas] == ["land"]
    assert scenario.scenario.benefit.weights == {"points": 1}


def test_a_second_of_two_with_one_name_is_left_out() -> None:
    text = inspect.cleandoc(SMALL) + '\n[[quota]]\nname = "land"\nresource = "land"\namount = "1 mu"\n'
    scenario, (finding,) = parsed(text)
    assert scenario is not None
    assert [quota.name for quota in scenario.scenario.quotas] == ["pool", "land"]
    assert (finding.code, finding.place.line) == ("E403", len(text.splitlines()) - 3)
    assert f"line {line_of(text, '[[quota]]')}" in finding.expected


def test_a_fund_of_one_period_may_have_one_amount() -> None:
    text = (
        inspect.cleandoc(SMALL).replace('["2026", "2027"]', '"2026"').replace('{ each = "9 million yuan" }', '"9 yuan"')
    )
    assert read(text).funds[0].amounts == {"2026": Amount(Decimal(9), UNITS["yuan"])}


@pytest.mark.parametrize(
    ("periods", "labels"),
    [
        ('"2026"', ["2026"]),
        ("2026", ["2026"]),
        ('["2027", "2026"]', ["2026", "2027"]),
        ('["2026Q1", "2026Q2"]', ["2026Q1", "2026Q2"]),
        ('[{ label = "FY26", start = "2025-07-01", end = "2026-07" }]', ["FY26"]),
        ("[{ label = 26, start = 2025-07-01T00:00:00, end = 2026-07-01 }]", ["26"]),
    ],
)
def test_periods_are_written_in_many_ways(periods: str, labels: list[str]) -> None:
    text = f'name = "x"\nperiods = {periods}\nbenefit = {{ weights = {{ a = 1 }} }}'
    assert [period.label for period in read(text).periods] == labels


@pytest.mark.parametrize("text", ["", "\n\n", "name", "[[[", "a = " + "1" * 5000, "a = " + "[" * 5000, "name = 'x'\0"])
def test_what_is_no_scenario_is_a_finding(text: str) -> None:
    scenario, findings = parsed(text)
    assert scenario is None
    assert {finding.code for finding in findings} <= {"E401", "E402"}
    assert findings


# --- mutations ---

_LINES = TEXT.splitlines()


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The full file with a few lines deleted, doubled, swapped, or changed in a character or a word."""
    lines = list(_LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(("delete", "double", "swap", "character", "word")))
        line = lines[at]
        if how == "delete":
            del lines[at]
        elif how == "double":
            lines.insert(at, line)
        elif how == "swap":
            lines[at - 1], lines[at] = line, lines[at - 1]
        elif how == "character" and line:
            place = draw(st.integers(0, len(line) - 1))
            lines[at] = line[:place] + draw(st.text(max_size=2)) + line[place + 1 :]
        elif words := line.split():
            word = draw(st.integers(0, len(words) - 1))
            other = draw(st.sampled_from(" ".join(_LINES).split()))
            lines[at] = " ".join([*words[:word], other, *words[word + 1 :]])
    return "\n".join(lines)


@given(mutated(), st.sampled_from(((), ("tight",), ("more", "tight"))))
def test_a_changed_file_is_read_or_gives_a_finding(text: str, overrides: tuple[str, ...]) -> None:
    scenario, findings = parsed(text, *overrides)
    assert scenario is not None or any(finding.is_error for finding in findings)
    assert all(finding.place.file == FILE and finding.fix for finding in findings)
    assert all(finding.place.line is None or finding.place.line >= 1 for finding in findings)
