"""Appraisal: value functions, money measures and costs by reference class, against sums written out here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import has_errors
from kaimen.formats.library_table import parse_library
from kaimen.formats.scenario_file import parse_scenario
from kaimen.formats.workbook import inputs_of, plan_workbook
from kaimen.portfolio import Portfolio, PriceList, margins
from kaimen.problem import Problem, appraised, build_problem
from kaimen.problem.appraisal import value_of
from kaimen.problem.overruns import along, overrun_at, uplift
from kaimen.scenario import Benefit, ReferenceClass, ValueFunction
from tests.formats.workbook_plans import result_of
from tests.sheet_evaluator import Workbook, rewritten

LIST = """\
id,sector,stage,criterion: jobs,criterion: output,cost 1 (yuan),cost 2 (yuan),demand: land (mu)
P-1,rail,high,200,10,100,50,5
P-2,power,low,900,30,60,0,6
P-3,power,none,,20,0,0,7
"""
TOP = """\
name = "appraisal"
periods = ["2026", "2027", "2028"]
starts = ["2026", "2027"]
[resource.land]
unit = "mu"
[[quota]]
name = "land"
resource = "land"
amount = { each = "9 mu" }
"""
VALUES = """\
[benefit]
weights = { jobs = "0.6", stage = "40", output = "1" }
discount = "10 %"
[benefit.value.jobs]
points = { 100 = "0", 500 = "80", "1000" = "100" }
[benefit.value.stage]
categories = { high = "1", middle = "0.5", low = "0.25" }
missing = "0.1"
"""
MONEY = """\
[benefit]
measure = "MEASURE"
gains = { output = "4 yuan", jobs = "-0.01 yuan" }
lasts = 3
rate = "8 %"
"""
CLASSES = """\
[[reference_class]]
name = "rail"
where = { sector = "rail" }
overrun = { "50 %" = "40 %", "80 %" = "57 %", "10 %" = "-5 %" }
level = "60 %"
cite = "a table"
[[reference_class]]
name = "others"
overrun = { "50 %" = "10 %", "90 %" = "30 %" }
"""


def built(more: str) -> tuple[Problem, list[str]]:
    library, found = parse_library(LIST.encode(), "list.csv", None)
    read, faults = parse_scenario(TOP + more, "s.toml")
    assert read is not None
    problem, findings = build_problem(library, read.scenario)
    assert not has_errors(found)
    return problem, [finding.code for finding in (*faults, *findings)]


def benefits(problem: Problem) -> dict[tuple[str, str], Fraction]:
    names = [problem.option_name(option) for option in range(problem.option_count)]
    return {(n.project, n.start): problem.benefit_of(int(b)) for n, b in zip(names, problem.benefit, strict=True)}


def test_value_functions_and_weights_make_the_benefit() -> None:
    problem, codes = built(VALUES)
    found = benefits(problem)
    assert found["P-1", "2026"] == Fraction(6, 10) * 20 + 40 + 10
    assert found["P-2", "2026"] == Fraction(6, 10) * 96 + 10 + 30
    assert found["P-3", "2026"] == 0 + 4 + 20  # no jobs count as the least value, a word not listed as missing
    assert found["P-2", "2027"] == found["P-2", "2026"] * Fraction(9, 10)
    assert codes == ["W417", "W417"]


def test_money_is_discounted_to_the_first_period() -> None:
    problem, codes = built(MONEY.replace("MEASURE", "net_present_value"))
    later = 1 / Fraction("1.08")
    gains = 4 * 10 - 2
    first = gains * (later**2 + later**3 + later**4) - 100 - 50 * later
    assert abs(benefits(problem)["P-1", "2026"] - first) < Fraction(1, 10**9)
    assert abs(benefits(problem)["P-1", "2027"] - first * later) < Fraction(1, 10**9)
    second = (4 * 30 - 9) * (later + later**2 + later**3) - 60
    assert abs(benefits(problem)["P-2", "2026"] - second) < Fraction(1, 10**9)
    assert codes == []


def test_the_ratio_is_discounted_gains_over_discounted_costs() -> None:
    problem, codes = built(MONEY.replace("MEASURE", "benefit_cost_ratio"))
    later = 1 / Fraction("1.08")
    ratio = (4 * 10 - 2) * (later**2 + later**3 + later**4) / (100 + 50 * later)
    found = benefits(problem)
    assert abs(found["P-1", "2026"] - ratio) < Fraction(1, 10**9)
    assert abs(found["P-1", "2027"] - ratio) < Fraction(1, 10**9)  # both are put off alike
    assert found["P-3", "2026"] == 0
    assert codes == ["W419"]


def test_costs_are_raised_by_the_first_class_that_selects_the_project() -> None:
    fund = (
        '[benefit]\nweights = { output = "1" }\ntimes = "cost"\n[[fund]]\nname = "own"\namount = { each = "9 yuan" }\n'
    )
    problem, codes = built(fund + CLASSES)
    overrun = Fraction("0.40") + (Fraction("0.57") - Fraction("0.40")) / 3
    amounts = {
        (problem.option_name(int(o)).project, int(t) - int(problem.option_start[o])): Fraction(a, problem.money_scale)
        for o, t, a in zip(problem.cost_option, problem.cost_period, problem.cost_amount.tolist(), strict=True)
    }
    assert amounts == {("P-1", 0): 100 * (1 + overrun), ("P-1", 1): 50 * (1 + overrun), ("P-2", 0): 60}
    assert benefits(problem)["P-1", "2026"] == 10 * 150 * (1 + overrun)
    assert codes == []


numbers = st.decimals(-1000, 1000, places=2)


@st.composite
def lines(draw: st.DrawFn) -> tuple[tuple[Decimal, Decimal], ...]:
    places = sorted(draw(st.sets(numbers, min_size=2, max_size=6)))
    heights = draw(st.lists(numbers, min_size=len(places), max_size=len(places)))
    return tuple(zip(places, heights, strict=True))


@given(lines(), numbers)
def test_a_value_function_stays_within_its_points_and_meets_them(
    points: tuple[tuple[Decimal, Decimal], ...], at: Decimal
) -> None:
    heights = [Fraction(height) for _, height in points]
    assert min(heights) <= along(points, Fraction(at)) <= max(heights)
    assert [along(points, Fraction(place)) for place, _ in points] == heights
    assert min(heights) == Fraction(ValueFunction(points).lowest)


@given(lines(), numbers, numbers)
def test_a_value_function_whose_points_rise_rises(
    points: tuple[tuple[Decimal, Decimal], ...], one: Decimal, other: Decimal
) -> None:
    rising = tuple(zip((p for p, _ in points), sorted(h for _, h in points), strict=True))
    low, high = sorted((one, other))
    assert along(rising, Fraction(low)) <= along(rising, Fraction(high))


shares = st.decimals(0, 1, places=3)


@st.composite
def classes(draw: st.DrawFn) -> ReferenceClass:
    levels = sorted(draw(st.sets(shares, min_size=2, max_size=5)))
    overruns = sorted(draw(st.lists(st.decimals("-0.9", 3, places=2), min_size=len(levels), max_size=len(levels))))
    return ReferenceClass("c", tuple(zip(levels, overruns, strict=True)), level=draw(st.sampled_from(levels)))


@given(classes(), shares, shares)
def test_overruns_never_fall_with_the_level_and_an_uplifted_cost_stays_above_nothing(
    reference: ReferenceClass, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    assert overrun_at(reference, Fraction(low)) <= overrun_at(reference, Fraction(high))
    assert uplift(reference) == 1 + dict(reference.overruns)[reference.level or Decimal(0)]
    assert uplift(reference) > 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('points = { 100 = "0", 500 = "80", "1000" = "100" }', 'points = { 100 = "0" }'), "E415"),
        (('points = { 100 = "0", 500 = "80", "1000" = "100" }', 'points = { 100 = "0", 1e2 = "x" }'), "E415"),
        (('points = { 100 = "0", 500 = "80", "1000" = "100" }', 'points = { 1 = "0", "1.0" = "1" }'), "E415"),
        (('points = { 100 = "0", 500 = "80", "1000" = "100" }', "points = { 1 = true, 2 = [] }"), "E402"),
        (('points = { 100 = "0", 500 = "80", "1000" = "100" }', "points = 3"), "E402"),
        (('points = { 100 = "0", 500 = "80", "1000" = "100" }', ""), "E415"),
        (('high = "1"', 'high = "very"'), "E415"),
        (('missing = "0.1"', 'missing = "none"'), "E415"),
        (('missing = "0.1"', 'points = { 1 = "1", 2 = "2" }'), "E415"),
        (("[benefit.value.jobs]", "[benefit.value.jbos]"), "E415"),
        (("[benefit.value.jobs]", "[benefit.vaule.jobs]"), "E402"),
        (('discount = "10 %"', 'rate = "10 %"'), "E402"),
        (('discount = "10 %"', 'measure = "npv"'), "E402"),
    ],
)
def test_a_wrong_value_function_is_a_finding_on_its_line(change: tuple[str, str], code: str) -> None:
    assert change[0] in VALUES
    read, findings = parse_scenario(TOP + VALUES.replace(*change), "s.toml")
    assert read is not None
    assert code in [finding.code for finding in findings], findings
    assert all(finding.place.line for finding in findings)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('overrun = { "50 %" = "10 %", "90 %" = "30 %" }', 'overrun = { "50 %" = "10 %" }'), "E418"),
        (('overrun = { "50 %" = "10 %", "90 %" = "30 %" }', "overrun = {}"), "E418"),
        (('"90 %" = "30 %"', '"90 %" = "3 %"'), "E418"),
        (('"90 %" = "30 %"', '"0.5" = "30 %"'), "E418"),
        (('"10 %" = "-5 %"', '"10 %" = "-100 %"'), "E418"),
        (('level = "60 %"', 'level = "90 %"'), "E418"),
        (('level = "60 %"', 'level = "120 %"'), "E412"),
        (('"90 %" = "30 %"', '"90 %" = "thirty"'), "E412"),
        (('name = "others"', 'name = "rail"'), "E403"),
        (('where = { sector = "rail" }', "where = 1"), "E402"),
        (('level = "60 %"', 'quantile = "60 %"'), "E402"),
    ],
)
def test_a_wrong_reference_class_is_a_finding(change: tuple[str, str], code: str) -> None:
    assert change[0] in CLASSES
    read, findings = parse_scenario(TOP + VALUES + CLASSES.replace(*change), "s.toml")
    assert read is not None
    assert [finding.code for finding in findings] == [code], findings
    assert str(findings[0].place)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("lasts = 3\n", ""), "E402"),
        (("lasts = 3\n", "lasts = 100000\n"), "E402"),
        (("lasts = 3\n", "lasts = -1\n"), "E402"),
        (('gains = { output = "4 yuan", jobs = "-0.01 yuan" }\n', ""), "E402"),
        (('output = "4 yuan"', 'output = "4 mu"'), "E406"),
        (('output = "4 yuan"', "output = 4"), "E402"),
        (('rate = "8 %"', 'rate = "-8 %"'), "E412"),
        (('rate = "8 %"', 'weights = { output = "1" }'), "E402"),
    ],
)
def test_a_wrong_money_measure_is_a_finding(change: tuple[str, str], code: str) -> None:
    text = MONEY.replace("MEASURE", "net_present_value")
    assert change[0] in text
    read, findings = parse_scenario(TOP + text.replace(*change), "s.toml")
    assert read is not None
    assert code in [finding.code for finding in findings], findings


def test_points_that_rise_and_fall_and_criteria_beyond_them_are_remarks() -> None:
    _, codes = built(VALUES.replace('500 = "80"', '500 = "120"').replace("1000", "600"))
    assert codes == ["W416", "W420", "W417", "W417"]
    assert not has_errors(parse_scenario(TOP + VALUES, "s.toml")[1])


def test_a_gain_that_no_project_has_is_a_finding() -> None:
    _, codes = built(MONEY.replace("MEASURE", "net_present_value").replace("jobs", "jbos"))
    assert "E506" in codes


def test_a_criterion_without_a_function_counts_as_it_stands() -> None:
    library, _ = parse_library(LIST.encode(), "list.csv", None)
    assert value_of(library.projects[0], "output", Benefit({})) == 10


def test_the_parts_add_up_and_other_weights_need_no_second_appraisal() -> None:
    library, _ = parse_library(LIST.encode(), "list.csv", None)
    one, other = (parse_scenario(TOP + VALUES.replace("0.6", weight), "s.toml")[0] for weight in ("0.6", "0.9"))
    assert one is not None
    assert other is not None
    _, appraisal = appraised(library, one.scenario)
    again, _ = build_problem(library, other.scenario)
    weights = {**appraisal.weights, "jobs": Fraction("0.9")}
    sums = [sum(w * appraisal.parts[n][option] for n, w in weights.items()) for option in range(again.option_count)]
    assert sums == [again.benefit_of(int(value)) for value in again.benefit]


@pytest.mark.parametrize("benefit", [VALUES, MONEY.replace("MEASURE", "net_present_value"), VALUES + CLASSES])
def test_the_workbook_shows_the_inputs_and_follows_a_weight(benefit: str) -> None:
    library, _ = parse_library(LIST.encode(), "list.csv", None)
    read, _ = parse_scenario(TOP + benefit, "s.toml")
    assert read is not None
    problem, _ = build_problem(library, read.scenario)
    result = result_of(problem, _nothing(problem), PriceList.zero(problem))
    data = plan_workbook(problem, result, inputs=inputs_of(library, read.scenario))
    found = [float(str(row["benefit"])) for row in Workbook(data).rows("Options")]
    assert found == pytest.approx([float(problem.benefit_of(int(b))) for b in problem.benefit])
    if "weights" in benefit:
        changed = Workbook(rewritten(data, {("Criteria", "B2"): 0.9}))
        read, _ = parse_scenario(TOP + benefit.replace("0.6", "0.9"), "s.toml")
        assert read is not None
        again, _ = build_problem(library, read.scenario)
        wanted = [float(again.benefit_of(int(b))) for b in again.benefit]
        assert [float(str(row["benefit"])) for row in changed.rows("Options")] == pytest.approx(wanted)
    assert ("Costs" in Workbook(data).sheets) == (CLASSES in benefit)


def _nothing(problem: Problem) -> Portfolio:
    import numpy as np

    none = np.zeros(0, dtype=np.int64)
    row = np.zeros(len(problem.quotas), dtype=np.int64)
    assert len(margins(problem, PriceList.zero(problem)))
    return Portfolio(none, row, row, np.zeros(len(problem.splits.cap), dtype=np.int64))
