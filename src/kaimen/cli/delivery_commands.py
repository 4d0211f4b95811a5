"""The commands of delivery and their options: what became of plans and pledges."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import Json, app
from kaimen.cli.record_commands import FILE, By, Why, Workspace

Name = Annotated[str, typer.Option("--baseline", metavar="NAME", help="The baseline, where there are several.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DAY", help="As known at the end of a day; today by default.")]


@app.command()
def approve(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A plan (.json, .kaimen) or a list of promises.")],
    workspace: Workspace = FILE,
    baseline: Annotated[str, typer.Option("--baseline", metavar="NAME", help="What to call it.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="Day of the decision; today by default.")] = "",
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Freeze a plan or a list as a baseline; a second time, with a reason, as its revision."""
    from kaimen.cli import delivering, keeping

    sys.exit(delivering.approve(workspace, path, baseline, on, keeping.said(by, why), as_json=json))


@app.command()
def observe(
    paths: Annotated[list[Path], typer.Argument(metavar="LIST...", help="Observations, CSV or XLSX.")],
    workspace: Workspace = FILE,
    baseline: Name = "",
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help="Period of rows that name none.")] = "",
    vintage: Annotated[str, typer.Option("--vintage", metavar="DAY", help="Day of the report, if not named.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Take it in; without it nothing is kept.")] = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what lists of observations hold; with --keep, take them in as one change."""
    from kaimen.cli import delivering, keeping

    given = delivering.Given(baseline, period, vintage, keep)
    sys.exit(delivering.observe(workspace, paths, given, keeping.said(by, why), as_json=json))


@app.command()
def delivery(
    workspace: Workspace = FILE,
    baseline: Name = "",
    as_of: AsOf = "",
    by: Annotated[str, typer.Option("--by", metavar="PART", help="region, sector or project.")] = "region",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it: .csv, .svg or .html.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language: en or zh.")] = "en",
    json: Json = False,
) -> None:
    """Show promised, planned by now and done, against the calendar; milestones early and late."""
    from kaimen.cli import delivering

    sys.exit(delivering.delivery(workspace, delivering.View(baseline, as_of, by, output, lang), as_json=json))


@app.command()
def due(
    workspace: Workspace = FILE,
    baseline: Name = "",
    as_of: AsOf = "",
    within: Annotated[int, typer.Option("--within", metavar="DAYS", min=0, help="How far ahead to look.")] = 30,
    json: Json = False,
) -> None:
    """Show milestones and pledges that are late or due soon."""
    from kaimen.cli import delivering

    sys.exit(delivering.due(workspace, baseline, as_of, within, as_json=json))
