"""The commands that read a plan, and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.options import Inputs, Json, Nodes, PlanPath

Shown = Annotated[
    str, typer.Option("--workspace", "-w", metavar="URL", help="Add what a workspace may show everybody.")
]
WhichBaseline = Annotated[str, typer.Option(metavar="NAME", help="Which baseline, if there are several.")]
KnownOn = Annotated[str, typer.Option("--as-of", metavar="DAY", help="What was known on a day; today.")]


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
