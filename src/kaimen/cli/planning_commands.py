"""The commands that plan, and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import Inputs, Json, LibraryPath, MappingPath, Overrides, ScenarioPath

scenario_app = group("Scenario files.", app, "scenario")

Changes = list[str] | None
CurveOut = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write .csv, .xlsx, .json, .svg or .html.")
]


@scenario_app.command("check")
def scenario_check(
    path: ScenarioPath,
    library: LibraryPath = None,
    mapping: MappingPath = None,
    override: Overrides = None,
    json: Json = False,
) -> None:
    """Read a scenario, and with its list check that every name in it is there. Tries each override too."""
    from kaimen.cli import checking

    sys.exit(checking.scenario_check(path, library, mapping, override or [], as_json=json))


@app.command()
def solve(
    path: ScenarioPath,
    library: LibraryPath = None,
    mapping: MappingPath = None,
    override: Overrides = None,
    gap: Annotated[
        str | None, typer.Option(metavar="SHARE", help='Stop at this gap to the solver bound, such as "0.5 %".')
    ] = None,
    seconds: Annotated[float, typer.Option(min=0, help="Stop after so long; the best so far is kept.")] = 60,
    certify: Annotated[
        int | None, typer.Option(min=1, metavar="LEAVES", help="Prove a certified bound with at most so many leaves.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PLAN", help="Write plan.json or plan.kaimen.")
    ] = None,
    json: Json = False,
) -> None:
    """Find the portfolio with the most benefit, its price list and its bounds. Ctrl-C keeps the best so far."""
    from kaimen.cli import solving

    sys.exit(solving.solve(path, library, mapping, override or [], gap, seconds, certify, output, as_json=json))


@app.command()
def whatif(
    path: Annotated[Path, typer.Argument(metavar="SCENARIO|PLAN", help="A scenario file, or a plan to start from.")],
    quota: Annotated[
        Changes, typer.Option(metavar="NAME=CHANGE", help='Such as "land=+10 %" or "land@2027=200 mu"; repeatable.')
    ] = None,
    fund: Annotated[Changes, typer.Option(metavar="NAME=CHANGE", help="The same for a fund; repeatable.")] = None,
    weight: Annotated[
        Changes, typer.Option(metavar="NAME=CHANGE", help='Such as "jobs=2" or "jobs=+20 %"; repeatable.')
    ] = None,
    rule: Annotated[Changes, typer.Option(metavar="NAME=CHANGE", help="The bound of a rule; repeatable.")] = None,
    level: Annotated[
        Changes, typer.Option(metavar="CLASS=SHARE", help="The level of a reference class; repeatable.")
    ] = None,
    must: Annotated[Changes, typer.Option(metavar="PROJECT", help="It must be chosen; repeatable.")] = None,
    must_not: Annotated[Changes, typer.Option(metavar="PROJECT", help="It must not be; repeatable.")] = None,
    library: LibraryPath = None,
    mapping: MappingPath = None,
    override: Overrides = None,
    inputs: Inputs = None,
    gap: Annotated[str | None, typer.Option(metavar="SHARE", help="As for solve.")] = None,
    seconds: Annotated[float, typer.Option(min=0, help="As for solve.")] = 60,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PLAN", help="Write the plan (.kaimen).")
    ] = None,
    json: Json = False,
) -> None:
    """Solve again with something changed, and say who comes in, who goes out, and why."""
    from kaimen.cli import asking, comparing
    from kaimen.workspace.planning.whatif import Words

    question = None
    if path.suffix.lower() not in (".json", ".kaimen"):
        question, code = asking.question(path, library, mapping, override or [], as_json=json)
        if question is None:
            sys.exit(code)
    words = Words(quota or [], fund or [], weight or [], rule or [], level or [], must or [], must_not or [])
    asked = comparing.Asked(seconds, gap, output)
    sys.exit(comparing.whatif(path, question, inputs, words, asked, as_json=json))


@app.command()
def compare(
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN PLAN ...", help="Two to four plans.")],
    inputs: Inputs = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the table (.csv, .xlsx, .json).")
    ] = None,
    json: Json = False,
) -> None:
    """Say what moved between plans: who is in, who is out, by money and by reason."""
    from kaimen.cli import comparing

    sys.exit(comparing.compare_plans(plans, inputs, output, as_json=json))


@app.command()
def sweep(
    path: ScenarioPath,
    library: LibraryPath = None,
    mapping: MappingPath = None,
    override: Overrides = None,
    samples: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many samples.")] = 200,
    weights: Annotated[
        str, typer.Option(metavar="SHARE", help='Vary every weight by so much, such as "20 %"; any: all mixes.')
    ] = "",
    weight: Annotated[
        list[str] | None, typer.Option(metavar="NAME=SHARE", help="Vary the weight of a criterion; repeatable.")
    ] = None,
    quota: Annotated[
        list[str] | None, typer.Option(metavar="NAME=SHARE", help="Vary a quota or all of a resource; repeatable.")
    ] = None,
    costs: Annotated[bool, typer.Option("--costs", help="Draw overruns from the reference classes.")] = False,
    seed: Annotated[int, typer.Option(help="Decides the draws.")] = 0,
    work: Annotated[int, typer.Option(min=1, help="Work for each sample.")] = 200,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one for each processor.")] = 0,
    executor: Annotated[str, typer.Option(metavar="NAME", help="processes, here or ray.")] = "processes",
    journal: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the samples here; goes on from those it has.")
    ] = None,
    output: CurveOut = None,
    json: Json = False,
) -> None:
    """Solve over sampled weights, quotas and costs: how often is each project chosen? Ctrl-C keeps what there is."""
    from kaimen.cli import asking, sweeping

    question, code = asking.question(path, library, mapping, override or [], as_json=json)
    if question is None:
        sys.exit(code)
    wish = sweeping.Wish(
        samples, seed, work, weights, weight or [], quota or [], costs, workers, executor, journal, output
    )
    sys.exit(sweeping.sweep(question, wish, as_json=json))


@app.command()
def conflict(
    path: ScenarioPath,
    library: LibraryPath = None,
    mapping: MappingPath = None,
    override: Overrides = None,
    sets: Annotated[int, typer.Option(metavar="N", min=1, help="How many sets to look for.")] = 1,
    json: Json = False,
) -> None:
    """Name smallest sets of rules, quotas and funds that cannot all hold, and the cheapest ways out."""
    from kaimen.cli import conflicting

    sys.exit(conflicting.conflicts(path, library, mapping, override or [], sets, as_json=json))


@app.command()
def frontier(
    path: ScenarioPath,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE", help="cost, count, a resource or a criterion, or MEASURE=WEIGHT; repeatable."),
    ] = None,
    most: Annotated[bool, typer.Option("--most", help="More of it is better; by default less is.")] = False,
    points: Annotated[int, typer.Option(min=2, max=1000, help="How many levels of it are tried.")] = 11,
    seconds: Annotated[float, typer.Option(min=0, help="Search each for so long.")] = 10,
    library: LibraryPath = None,
    mapping: MappingPath = None,
    override: Overrides = None,
    output: CurveOut = None,
    json: Json = False,
) -> None:
    """Hold benefit against something else: the most benefit for every amount of it."""
    from kaimen.cli import asking, frontiers

    question, code = asking.question(path, library, mapping, override or [], as_json=json)
    if question is None:
        sys.exit(code)
    sys.exit(frontiers.frontier(question, against or [], points, seconds, output, most=most, as_json=json))
