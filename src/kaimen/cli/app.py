"""Commands and their options.

Each command imports what it needs when it runs, so that `kaimen --help` starts at once.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.contents import Contents, group
from kaimen.cli.options import (
    Inputs,
    Json,
    LibraryPath,
    ListPath,
    MappingPath,
    Nodes,
    Overrides,
    PlanPath,
    ScenarioPath,
)

app = typer.Typer(
    name="kaimen",
    cls=Contents,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "From a project library and a scenario to a portfolio within its quotas, with one price list that decides, "
        "proves and explains it.\n\nExit codes: 0 done, 1 something could not be read or cannot hold, 2 misuse, "
        "3 stopped before the gap asked for."
    ),
)
library_app = group("Project lists.", app, "library")
scenario_app = group("Scenario files.", app, "scenario")
CurveOut = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write .csv, .xlsx, .json, .svg or .html.")
]
Shown = Annotated[
    str, typer.Option("--workspace", "-w", metavar="URL", help="Add what a workspace may show everybody.")
]
WhichBaseline = Annotated[str, typer.Option(metavar="NAME", help="Which baseline, if there are several.")]
KnownOn = Annotated[str, typer.Option("--as-of", metavar="DAY", help="What was known on a day; today.")]


@library_app.command("check")
def library_check(
    path: ListPath,
    mapping: MappingPath = None,
    workspace: Annotated[
        str, typer.Option("--workspace", "-w", metavar="URL", help="Check regions against this workspace's tree.")
    ] = "",
    json: Json = False,
) -> None:
    """Read a project list and say what is wrong with it, cell by cell."""
    from kaimen.cli import checking

    sys.exit(checking.library_check(path, mapping, workspace, as_json=json))


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
def extract(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Announcements: text, .docx, PDF or web pages.")
    ],
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="Day of publication, such as 2024-02-19.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="LIST", help="Write the candidates: .csv, .xlsx or .jsonl.")
    ] = None,
    twin: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A text on the same event, to compare each figure with.")
    ] = None,
    indicators: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own rows for the catalogue of indicators.")
    ] = None,
    words: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Your own tables of words: units, regions, titles and others.")
    ] = None,
    model: Annotated[
        str, typer.Option(metavar="URL", help="Also ask a language model at this address (chat completions).")
    ] = "",
    model_name: Annotated[
        str, typer.Option(metavar="NAME", help="The model to ask; its key is KAIMEN_MODEL_KEY.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Show every candidate, not a screen of them.")] = False,
    workspace: Annotated[
        str, typer.Option("--workspace", "-w", metavar="URL", help="Read with the words that this workspace keeps.")
    ] = "",
    json: Json = False,
) -> None:
    """Read announcements: who pledges what, where, how much and by when, with the sentence; and what cannot be true."""
    from kaimen.cli import reading

    asked = reading.Asked(
        day, output, twin, indicators, everything, json, reading.endpoint(model, model_name), words, workspace
    )
    sys.exit(reading.read_announcements(paths, asked))


Changes = list[str] | None


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
    from kaimen.workspace.whatif import Words

    question = None
    if path.suffix not in (".json", ".kaimen"):
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


@app.command()
def verify(path: PlanPath, inputs: Inputs = None, json: Json = False) -> None:
    """Recompute everything a plan file states, without any solver."""
    from kaimen.cli import looking

    sys.exit(looking.verify(path, inputs, as_json=json))


@app.command()
def prices(
    path: PlanPath,
    inputs: Inputs = None,
    resolve: Annotated[
        bool, typer.Option("--resolve", help="Solve again for intervals and for what one more and one less bring.")
    ] = False,
    rows: Annotated[int, typer.Option(metavar="N", min=1, help="Rows to solve again for, the heaviest first.")] = 12,
    nodes: Nodes = 400,
    json: Json = False,
) -> None:
    """Show the price list: every quota, fund and rule, what is used of it, and its price."""
    if resolve:
        from kaimen.cli import pricing

        sys.exit(pricing.prices_again(path, inputs, rows, nodes, as_json=json))
    from kaimen.cli import looking

    sys.exit(looking.prices(path, inputs, as_json=json))


@app.command()
def explain(
    path: PlanPath,
    project: Annotated[
        str | None, typer.Argument(metavar="PROJECT", help="Project id; without it, all left out.")
    ] = None,
    inputs: Inputs = None,
    reason: Annotated[str | None, typer.Option(metavar="CODE", help="Only projects with this reason.")] = None,
    chosen: Annotated[
        bool, typer.Option("--chosen", help="List the projects in the plan, the least safe first.")
    ] = False,
    letter: Annotated[bool, typer.Option("--letter", help="Print a reply to the applicant.")] = False,
    resolve: Annotated[
        bool, typer.Option("--resolve", help="Solve again with PROJECT forced in, or out if it is chosen.")
    ] = False,
    nodes: Nodes = 400,
    json: Json = False,
) -> None:
    """Say why a project is in the plan or not, with the sum behind it."""
    if resolve:
        from kaimen.cli import resolving, show

        if project is None or chosen or reason is not None:
            sys.exit(show.misuse("--resolve needs a project: kaimen explain PLAN PROJECT --resolve.", as_json=json))
        sys.exit(resolving.explain_again(path, project, inputs, nodes, as_letter=letter, as_json=json))
    from kaimen.cli import explaining

    sys.exit(explaining.explain(path, project, inputs, reason, chosen=chosen, as_letter=letter, as_json=json))


@app.command()
def wish(
    path: PlanPath,
    pin: Annotated[list[str] | None, typer.Option(metavar="ID", help="Force a project in; repeatable.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(metavar="ID", help="Force a project out; repeatable.")] = None,
    inputs: Inputs = None,
    nodes: Nodes = 400,
    json: Json = False,
) -> None:
    """Say what the plan loses with some projects forced in or out, by solving again near it."""
    from kaimen.cli import resolving

    sys.exit(resolving.wish(path, pin or [], exclude or [], inputs, nodes, as_json=json))


@app.command()
def report(
    path: PlanPath,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Workbook (.xlsx) or paper (.html, .pdf).")
    ],
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="Language of a paper: en or zh.")] = None,
    inputs: Inputs = None,
    workspace: Shown = "",
    baseline: WhichBaseline = "",
    as_of: KnownOn = "",
    json: Json = False,
) -> None:
    """Write a plan as a workbook of live formulas, or as a paper for a meeting, by the name's ending."""
    from kaimen.cli import looking

    became = looking.Became(workspace, baseline, as_of)
    sys.exit(looking.report(path, output, inputs, lang, became, as_json=json))


@app.command()
def phasing(
    path: PlanPath,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Chart to write (.svg, .html).")],
    inputs: Inputs = None,
    json: Json = False,
) -> None:
    """Draw when each project of a plan begins and until when it costs money."""
    from kaimen.cli import comparing

    sys.exit(comparing.phasing(path, output, inputs, as_json=json))


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to write.")] = Path(
        "kaimen-demo"
    ),
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language of the paper: en or zh.")] = "en",
    browser: Annotated[bool, typer.Option(help="Open the workbench at the end, where there is a browser.")] = True,
    json: Json = False,
) -> None:
    """The main job on one screen: announcements, pledges, a plan under them, its reasons, its proof, its papers."""
    from kaimen.cli import demo as demonstration

    sys.exit(demonstration.demo(folder, lang, opens=browser, as_json=json))


@app.command()
def site(
    path: PlanPath,
    folder: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="A new folder, or an earlier site.")],
    inputs: Inputs = None,
    workspace: Shown = "",
    baseline: WhichBaseline = "",
    as_of: KnownOn = "",
    guide: Annotated[
        list[str] | None,
        typer.Option("--guide", metavar="REGION", help="Also this region's introduction guide; repeatable."),
    ] = None,
    json: Json = False,
) -> None:
    """Write a plan as a public site: plain pages in both languages that open from a folder, without a server."""
    from kaimen.cli import publishing

    shown = publishing.Shown(workspace, baseline, as_of, tuple(guide or ()))
    sys.exit(publishing.site(path, folder, inputs, shown, as_json=json))


@app.command()
def bundle(
    output: Annotated[Path | None, typer.Argument(metavar="OUT.tar", help="The file to write.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what it would hold, and fetch nothing.")] = False,
    json: Json = False,
) -> None:
    """Put this clone and the packages it runs on into one file, to install where there is no network."""
    from kaimen.cli import bundling

    sys.exit(bundling.bundle(output, dry_run=dry_run, as_json=json))


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a pipe may take fewer characters than a name has
    app(prog_name="kaimen")
