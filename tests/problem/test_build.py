"""From a list and a scenario to a problem: what is left out and why, and which options there are."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kaimen.errors import Finding, has_errors
from kaimen.formats.library_table import parse_library
from kaimen.formats.scenario_file import parse_scenario
from kaimen.library import Condition, Demand, Library, Option, Project, library_of
from kaimen.problem import Problem, build_problem
from kaimen.quantity import UNITS, Amount
from kaimen.scenario import Draw, Fund, Limit, MustSelect, Prerequisite, Quota, Scenario, Selection, Sense, Substitution

LIST = """
id,title,region,sector,criterion: points,cost (yuan),demand: land (mu),ready: permit
P-1,Wind base,A,power,10,5,10,yes
P-2,Rail yard,A,rail,8,4,12,yes
P-3,Hospital,B,health,6,3,8,2027-01-01
P-4,Old plant,B,power,4,2,5,no
"""

SCENARIO = """
name = "small"
periods = ["2026", "2027"]

[resource.land]
unit = "mu"

[benefit]
weights = { points = "1" }
"""


def library_from(text: str) -> Library:
    library, findings = parse_library(inspect.cleandoc(text).encode(), "list.csv")
    assert findings == []
    return library


def scenario_from(*parts: str) -> Scenario:
    found, findings = parse_scenario("\n".join(map(inspect.cleandoc, parts)), "scenario.toml")
    assert findings == []
    assert found is not None
    return found.scenario


def build(more: str = "", top: str = "", listed: str = LIST) -> tuple[Problem, list[Finding]]:
    return build_problem(library_from(listed), scenario_from(top, SCENARIO, more))


def rule(text: str) -> str:
    return f'[[rule]]\nname = "the rule"\n{inspect.cleandoc(text)}\n'


def names(problem: Problem) -> list[str]:
    """Return every option as project, start and site."""
    return [" ".join(filter(None, problem.option_name(option))) for option in range(problem.option_count)]


def barred(problem: Problem) -> dict[str, tuple[str, str]]:
    return {entry.project: (entry.code, entry.detail) for entry in problem.barred}


# --- findings ---

QUOTA = '[[quota]]\nname = "land"\nresource = "land"\n'

FINDINGS: dict[str, tuple[str, str, str, str]] = {
    # name: (tables added, code, what, found)
    "project of a prerequisite": (
        rule('kind = "prerequisite"\nproject = "P-9"\nneeds = ["P-1"]'),
        "E501",
        'Rule "the rule" names the project "P-9", which is not in the library.',
        '"P-9"',
    ),
    "needed project": (
        rule('kind = "prerequisite"\nproject = "P-1"\nneeds = ["P-2", "P-9"]'),
        "E501",
        'Rule "the rule" names the project "P-9", which is not in the library.',
        '"P-9"',
    ),
    "excluded project": (
        rule('kind = "exclusion"\nprojects = ["P-1", "P-9"]'),
        "E501",
        'Rule "the rule" names the project "P-9", which is not in the library.',
        '"P-9"',
    ),
    "project of a part": (
        rule('kind = "share"\npart = { projects = ["P-9"] }\nat_least = "1 %"'),
        "E501",
        'Rule "the rule" names the project "P-9", which is not in the library.',
        '"P-9"',
    ),
    "project that must be": (
        rule('kind = "must_select"\nprojects = ["P-9"]'),
        "E501",
        'Rule "the rule" names the project "P-9", which is not in the library.',
        '"P-9"',
    ),
    "needs itself": (
        rule('kind = "prerequisite"\nproject = "P-1"\nneeds = ["P-1"]'),
        "E502",
        'Rule "the rule" closes a circle of prerequisites.',
        "P-1 needs P-1",
    ),
    "field": (
        rule('kind = "at_least"\ncount = 1\nwhere = { river = "east" }'),
        "E506",
        'Rule "the rule" selects by "river", which no project has.',
        '"river"',
    ),
    "measure": (
        rule('kind = "at_least"\namount = "5"\nof = "jobs"'),
        "E506",
        'Rule "the rule" measures "jobs", which is neither a resource nor a criterion.',
        '"jobs"',
    ),
    "resource replaced": (
        rule('kind = "substitution"\nresource = "coal"'),
        "E506",
        'Rule "the rule" measures "coal", which is neither a resource nor a criterion.',
        '"coal"',
    ),
    "empty selection": (
        rule('kind = "at_most"\ncount = 1\nwhere = { sector = "roads" }'),
        "W507",
        'Rule "the rule" selects no project that could be chosen.',
        "",
    ),
    "empty must": (
        rule('kind = "must_select"\nwhere = { sector = "roads" }'),
        "W507",
        'Rule "the rule" selects no project that could be chosen.',
        "",
    ),
    "resource of a quota": (
        '[[quota]]\nname = "coal"\nresource = "coal"\namount = "5 tce"',
        "E404",
        'Quota "coal" is for the resource "coal", which the scenario does not have.',
        '"coal"',
    ),
    "region of a quota": (
        f'{QUOTA}region = "C"\namount = "5 mu"',
        "E404",
        'Quota "land" is for the region "C", which the scenario does not have.',
        '"C"',
    ),
    "pool": (
        f'{QUOTA}amount = "5 mu"\npool = "river"\ndraw_at_most = "1 mu"',
        "E404",
        'Quota "land" is for the pool "river", which the scenario does not have.',
        '"river"',
    ),
    "region of a project": (
        '[[region]]\nid = "A"',
        "E307",
        'The region of project "P-3" is not in the scenario; the project is left out.',
        '"B"',
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_says_what_and_shows_it(name: str) -> None:
    more, code, what, found = FINDINGS[name]
    _, findings = build(more)
    assert (findings[0].code, findings[0].what, findings[0].found) == (code, what, found)
    assert {finding.code for finding in findings} == {code}
    assert findings[0].fix
    assert findings[0].place.file in ("scenario.toml", "list.csv")


@pytest.mark.parametrize("length", [2, 3])
def test_a_circle_of_prerequisites_is_found_at_each_of_its_rules(length: int) -> None:
    ids = [f"P-{number}" for number in range(1, length + 1)]
    text = "".join(
        f'[[rule]]\nkind = "prerequisite"\nname = "{a} after {b}"\nproject = "{a}"\nneeds = ["{b}"]\n'
        for a, b in zip(ids, [*ids[1:], ids[0]], strict=True)
    )
    outside = '[[rule]]\nkind = "prerequisite"\nname = "outside"\nproject = "P-4"\nneeds = ["P-1"]\n'
    problem, findings = build(text + outside)
    assert [finding.code for finding in findings] == ["E502"] * length
    assert findings[0].found == " needs ".join([*ids, ids[0]])
    assert {row.name for row in problem.rules} == {"outside"}


def test_a_project_that_must_be_but_is_not_ready() -> None:
    problem, findings = build(rule('kind = "must_select"\nprojects = ["P-4"]'), 'readiness = ["permit"]')
    assert [finding.code for finding in findings] == ["E503", "W507"]
    what = 'Project "P-4" must be in the portfolio but cannot be: Not ready in any start period: permit.'
    assert (findings[0].what, findings[0].place.cell) == (what, "A5")
    assert barred(problem)["P-4"] == ("not_ready", "Not ready in any start period: permit.")


def test_amounts_that_64_bits_cannot_count() -> None:
    more = f'{QUOTA}amount = "{2**62} mu"\n' + rule(f'kind = "at_most"\namount = "{2**62} yuan"\nof = "cost"')
    more += '[[fund]]\nname = "city"\namount = { each = "0.00000000000000000001 yuan" }\n'
    problem, findings = build(more)
    assert [finding.code for finding in findings] == ["E505"] * 3
    told = [finding.what for finding in findings]
    assert all("cannot be counted exactly in 64 bits" in what for what in told)
    assert ['quota "land", all' in told[0], 'rule "the rule"' in told[1], "all funds" in told[2]] == [True] * 3
    assert int(problem.limit.max()) <= 2**62


def test_a_criterion_that_no_project_has() -> None:
    scenario = scenario_from(SCENARIO.replace("points", "score"))
    problem, (finding,) = build_problem(library_from(LIST), scenario)
    assert finding.code == "E506"
    assert finding.what == 'The benefit counts the criterion "score", which no project has.'
    assert (finding.expected, finding.found) == ("points", '"score"')
    assert problem.benefit.tolist() == [0] * 8
    _, (finding,) = build_problem(library_from(LIST), scenario_from(SCENARIO + 'times = "score"'))
    assert (finding.code, finding.found) == ("E506", '"score"')


def test_an_order_that_no_project_has_and_one_that_some_have() -> None:
    _, (finding,) = build(top='order = "rank"')
    assert (finding.code, finding.expected) == ("E506", 'a criterion "rank"')
    ranked = inspect.cleandoc(LIST).splitlines()
    ranked = [f"{line},{rank}" for line, rank in zip(ranked, ["criterion: rank", "2", "", "1", "3"], strict=True)]
    problem, (finding,) = build(top='order = "rank"', listed="\n".join(ranked))
    assert (finding.code, finding.found) == ("W508", "")
    assert 'have no "rank"' in finding.what
    assert problem.order[::2].tolist() == [1, 2, 0, 2]


def test_a_unit_of_the_wrong_kind_in_the_list() -> None:
    problem, (first, *_) = build(listed=LIST.replace("land (mu)", "land (tce)"))
    assert first.code == "E304"
    assert first.what == 'The land of project "P-1" is in a unit that cannot be turned into mu.'
    assert (first.expected, first.found, first.place.cell) == ("a unit of area", "10 tce", "A2")
    assert (problem.projects, barred(problem)["P-1"][0]) == ((), "not_read")
    problem, findings = build(listed=LIST.replace("cost (yuan)", "cost (USD)"))
    assert {finding.code for finding in findings} == {"E304"}
    assert "cost of project" in findings[0].what


def test_a_region_that_is_not_there_leaves_only_its_projects_out() -> None:
    problem, findings = build('[[region]]\nid = "A"')
    assert [finding.place.cell for finding in findings] == ["A4", "A5"]
    assert problem.projects == ("P-1", "P-2")
    assert barred(problem)["P-3"] == ("not_read", 'Its region "B" is not known.')


def _bare(scenario: Scenario) -> tuple[list[Finding], Problem]:
    problem, findings = build_problem(library_from(LIST), scenario)
    return findings, problem


MU = {"2026": Amount(Decimal(5), UNITS["mu"])}


def test_what_only_a_program_can_get_wrong() -> None:
    """A scenario made in Python has not been read, so `build_problem` says what reading would have said."""
    base = scenario_from(SCENARIO)
    quota = Quota("q", "land", "", MU)
    tce = {"2026": Amount(Decimal(5), UNITS["tce"])}
    limit = Limit("r", Sense.AT_MOST, Amount(Decimal(5), UNITS["mu"]), "land")
    cases: list[tuple[str, Scenario]] = [
        ("E403", replace(base, quotas=(quota, replace(quota)))),
        ("E403", replace(base, funds=(Fund("f", {}), Fund("f", {})))),
        ("E403", replace(base, rules=(limit, replace(limit)))),
        ("E406", replace(base, funds=(Fund("f", {"2026": Amount(Decimal(5), UNITS["usd"])}),))),
        ("E406", replace(base, rules=(replace(limit, bound=tce["2026"]),))),
        ("E404", replace(base, rules=(replace(limit, period="2030"),))),
    ]
    for code, scenario in cases:
        findings, _ = _bare(scenario)
        assert [finding.code for finding in findings] in ([code], [code] * 2), str(findings)


def test_a_quota_in_a_unit_of_the_wrong_kind_is_not_left_out_silently() -> None:
    tce = {"2026": Amount(Decimal(5), UNITS["tce"])}
    findings, _ = _bare(replace(scenario_from(SCENARIO), quotas=(Quota("q", "land", "", tce),)))
    assert [finding.code for finding in findings] == ["E406"]


def test_pools_form_a_tree() -> None:
    base = scenario_from(SCENARIO + '[resource.coal]\nunit = "tce"\n')
    cap = Amount(Decimal(1), UNITS["mu"])
    a = Quota("a", "land", "", MU, is_pool=True, draw=Draw("b", cap))
    b = Quota("b", "land", "", MU, is_pool=True, draw=Draw("a", cap))
    findings, problem = _bare(replace(base, quotas=(a, b)))
    assert [(finding.code, finding.what) for finding in findings] == [("E411", 'Pool "a" draws on itself.')]
    assert problem.above.tolist() == [-1, 0]
    itself = replace(a, draw=Draw("a", cap))
    assert [finding.code for finding in _bare(replace(base, quotas=(itself,)))[0]] == ["E411"]
    coal = Quota("b", "coal", "", {"2026": Amount(Decimal(1), UNITS["tce"])}, is_pool=True)
    (finding,), problem = _bare(replace(base, quotas=(a, coal)))
    assert (finding.code, finding.expected, finding.found) == ("E411", "land", "coal")
    assert problem.above.tolist() == [-1, -1]


# --- which options there are ---


def test_a_project_may_start_once_it_is_ready() -> None:
    problem, findings = build(top='readiness = ["permit"]')
    assert findings == []
    assert names(problem) == ["P-1 2026", "P-1 2027", "P-2 2026", "P-2 2027", "P-3 2027"]
    assert barred(problem) == {"P-4": ("not_ready", "Not ready in any start period: permit.")}


@pytest.mark.parametrize(
    ("day", "starts"),
    [("2026-01-01", ["2026", "2027"]), ("2026-01-02", ["2027"]), ("2027-01-01", ["2027"]), ("2027-01-02", [])],
)
def test_a_condition_must_hold_on_the_first_day_of_the_start(day: str, starts: list[str]) -> None:
    ready = Project("P", conditions=(Condition("permit", date.fromisoformat(day)),), criteria={"points": Decimal(1)})
    library, _ = library_of("one", [ready])
    problem, _ = build_problem(library, scenario_from('readiness = "permit"', SCENARIO))
    assert names(problem) == [f"P {label}" for label in starts]
    assert bool(problem.barred) == (not starts)


def test_a_condition_that_the_list_does_not_have_does_not_hold() -> None:
    problem, _ = build(top='readiness = ["permit", "money"]')
    assert {why for _, why in barred(problem).values()} == {
        "Not ready in any start period: money.",
        "Not ready in any start period: permit, money.",
    }


def test_a_project_starts_in_its_own_periods_within_those_of_the_scenario() -> None:
    """id,region,sector,criterion: points,starts
    P-1,A,rail,1,2026
    P-2,A,rail,1,2026;2027
    P-3,A,rail,1,2030
    P-4,A,rail,1,
    """
    listed = inspect.getdoc(test_a_project_starts_in_its_own_periods_within_those_of_the_scenario) or ""
    problem, findings = build(listed=listed)
    assert findings == []
    assert names(problem) == ["P-1 2026", "P-2 2026", "P-2 2027", "P-4 2026", "P-4 2027"]
    assert barred(problem)["P-3"] == ("not_ready", "None of its start periods lies in those of the scenario.")
    problem, _ = build(listed=listed, top='starts = ["2027"]')
    assert names(problem) == ["P-2 2027", "P-4 2027"]
    assert set(barred(problem)) == {"P-1", "P-3"}


def test_a_project_on_several_sites_has_an_option_on_each() -> None:
    """id,region,criterion: points,demand: land (mu),sites
    P-1,A,1,5,B;C
    P-2,A,1,5,
    """
    listed = inspect.getdoc(test_a_project_on_several_sites_has_an_option_on_each) or ""
    more = f'{QUOTA}region = "B"\namount = "3 mu"\n'
    problem, findings = build(more, listed=listed, top='starts = "2026"')
    assert findings == []
    assert names(problem) == ["P-1 2026 B", "P-1 2026 C", "P-2 2026"]
    assert problem.sites == ("", "B", "C")
    assert problem.demand.option.tolist() == [0]  # what is built in B takes B's land, wherever the project is at home


def test_two_options_with_the_same_start_and_site_are_one_too_many() -> None:
    library, _ = library_of("one", [Project("P", options=(Option(), Option(benefit=Decimal(2))))])
    problem, findings = build_problem(library, replace(scenario_from(SCENARIO), starts=("2026",)))
    assert names(problem) == ["P 2026"]
    assert findings[0].code == "E306"
    assert findings[0].what == 'Project "P" has two options that start in 2026 on the same site.'


def test_what_falls_beyond_the_horizon_is_not_counted_but_the_whole_cost_is() -> None:
    mu, yuan = UNITS["mu"], UNITS["yuan"]
    demands = (Demand("land", Amount(Decimal(3), mu), 1), Demand("power", Amount(Decimal(2), mu), 0, running=True))
    option = Option(demands, tuple(Amount(Decimal(cost), yuan) for cost in (4, 6, 8)))
    library, _ = library_of("one", [Project("P", criteria={"points": Decimal(1)}, options=(option,))])
    more = f'times = "cost"\n[resource.power]\nunit = "mu"\nuse = "running"\n{QUOTA}amount = {{ each = "9 mu" }}\n'
    more += '[[quota]]\nname = "power"\nresource = "power"\namount = { each = "9 mu" }\n'
    more += '[[fund]]\nname = "city"\namount = { each = "9 yuan" }\n'
    problem, findings = build_problem(library, scenario_from(SCENARIO + more))
    assert findings == []
    rows = [f"{row.name} {row.period}" for row in problem.quotas]
    taken = {
        (names(problem)[o], rows[r]): a
        for r, o, a in zip(problem.demand.row, problem.demand.option, problem.demand.amount.tolist(), strict=True)
    }
    assert taken == {
        ("P 2026", "land 2027"): 3,
        ("P 2026", "power 2026"): 2,
        ("P 2026", "power 2027"): 2,
        ("P 2027", "power 2027"): 2,
    }
    due = zip(problem.cost_option.tolist(), problem.cost_period.tolist(), problem.cost_amount.tolist(), strict=True)
    assert list(due) == [(0, 0, 4), (0, 1, 6), (1, 1, 4)]
    assert [problem.benefit_of(value) for value in problem.benefit.tolist()] == [18, 18]


def test_only_what_is_considered_is_there_and_says_nothing_of_the_rest() -> None:
    problem, findings = build(top='consider = { sector = ["power", "rail"] }')
    assert (problem.projects, problem.barred, findings) == (("P-1", "P-2", "P-4"), (), [])


def test_projects_without_a_lawful_fund_are_not_eligible() -> None:
    more = '[[fund]]\nname = "city"\namount = { each = "9 yuan" }\nshare = "50 %"\n'
    more += '[[fund]]\nname = "rail"\namount = { each = "9 yuan" }\nshare = "60 %"\nlawful = { sector = "rail" }\n'
    problem, findings = build(more)
    assert (problem.projects, findings) == (("P-2",), [])
    assert {code for code, _ in barred(problem).values()} == {"not_eligible"}
    assert barred(problem)["P-1"][1].endswith("cannot bear its whole cost; the scenario has city, rail.")


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ('projects = ["P-1"]', "ruled_out", 'Ruled out by "the rule".'),
        (
            'where = { sector = "pow*" }\nwaived_by = "the mayor"\nreason = "floods"',
            "waived",
            "Waived by the mayor: floods.",
        ),
        ('where = { region = "A" }\nwaived_by = "the mayor"', "waived", "Waived by the mayor: no reason given."),
    ],
)
def test_what_must_not_be_is_barred_with_the_reason(text: str, code: str, detail: str) -> None:
    problem, findings = build(rule(f'kind = "must_not"\n{text}'))
    assert findings == []
    assert barred(problem)["P-1"] == (code, detail)
    assert "P-1" not in problem.projects


def test_a_must_select_on_what_must_not_be_is_said() -> None:
    both = '[[rule]]\nkind = "must_not"\nname = "no"\nprojects = ["P-1"]\n' + rule(
        'kind = "must_select"\nprojects = ["P-1"]'
    )
    _, findings = build(both)
    assert findings[0].code == "E503"
    assert findings[0].what.endswith('cannot be: Ruled out by "no".')


def test_the_green_channel_takes_the_earliest_ready_start() -> None:
    problem, findings = build(rule('kind = "green_channel"\nprojects = ["P-1", "P-3"]'), 'readiness = ["permit"]')
    assert findings == []
    assert names(problem) == ["P-1 2026", "P-2 2026", "P-2 2027", "P-3 2027"]
    assert problem.must.tolist() == [True, False, True]


def test_regions_of_the_list_are_all_there_are_where_the_scenario_declares_none() -> None:
    problem, findings = build(f'{QUOTA}region = "A"\namount = "5 mu"')
    assert findings == []
    assert sorted({names(problem)[o] for o in problem.demand.option}) == [
        f"P-{p} {y}" for p in (1, 2) for y in (2026, 2027)
    ]


def test_an_empty_library_is_a_problem_without_options() -> None:
    problem, findings = build_problem(Library("none", ()), scenario_from(SCENARIO))
    assert (problem.option_count, problem.projects) == (0, ())
    assert [finding.code for finding in findings] == ["E506"]


def test_a_rule_with_a_fault_is_left_out_and_the_others_stay() -> None:
    more = rule('kind = "exclusion"\nprojects = ["P-1", "P-9"]')
    more += '[[rule]]\nkind = "at_most"\nname = "kept"\ncount = 1\n'
    problem, findings = build(more)
    assert [row.name for row in problem.rules] == ["kept"]
    assert has_errors(findings)


def test_rules_made_in_python_are_checked_alike() -> None:
    base = scenario_from(SCENARIO)
    for bad, code in (
        (Prerequisite("r", "P-1", ("P-9",)), "E501"),
        (MustSelect("r", Selection(projects=("P-9",))), "E501"),
        (Substitution("r", "cost", Decimal(1)), "E506"),
        (Limit("r", Sense.AT_MOST, Amount(Decimal(1), UNITS["projects"]), "land", period="2026"), "E406"),
    ):
        findings, problem = _bare(replace(base, rules=(bad,)))
        assert findings[0].code == code
        assert problem.rules == ()


def test_the_same_question_is_the_same_problem_whatever_the_order_of_the_list() -> None:
    lines = inspect.cleandoc(LIST).splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    more = f'{QUOTA}amount = {{ each = "20 mu" }}'
    assert build(more)[0].digest() == build(more, listed=turned)[0].digest()
    assert build(more)[0].digest() != build(more.replace("20", "21"))[0].digest()
