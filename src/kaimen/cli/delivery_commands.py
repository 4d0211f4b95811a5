"""The commands of delivery and their options: what became of plans and pledges."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, AsOf, By, Columns, Json, Keep, Lang, Why, Workspace

Name = Annotated[str, typer.Option("--baseline", metavar="NAME", help="The baseline, where there are several.")]


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
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[LIST...]", help="Observations, CSV or XLSX.")] = None,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="Read a progress notice instead, and propose.")
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="NUMBER[=ID]", help="Take in a figure of the notice; repeatable."),
    ] = None,
    date: Annotated[str, typer.Option("--date", metavar="DAY", help="Day of publication of the notice.")] = "",
    workspace: Workspace = FILE,
    baseline: Name = "",
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help="Period of rows that name none.")] = "",
    vintage: Annotated[str, typer.Option("--vintage", metavar="DAY", help="Day of the report, if not named.")] = "",
    keep: Keep = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what lists of observations or a progress notice hold; with --keep or --accept, take it in as one change."""
    from kaimen.cli import delivering, keeping, noticing, show

    if bool(paths) == (text is not None):
        sys.exit(show.misuse("observe takes lists, or one notice with --text", as_json=json))
    if text is not None:
        reading = noticing.Reading(baseline, date, vintage, tuple(accept or ()))
        sys.exit(noticing.read_notice(workspace, text, reading, keeping.said(by, why), as_json=json))
    given = delivering.Given(baseline, period, vintage, keep)
    sys.exit(delivering.observe(workspace, paths or [], given, keeping.said(by, why), as_json=json))


@app.command()
def delivery(
    workspace: Workspace = FILE,
    baseline: Name = "",
    as_of: AsOf = "",
    by: Annotated[str, typer.Option("--by", metavar="PART", help="region, sector or project.")] = "region",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it: .csv, .svg or .html.")
    ] = None,
    lang: Lang = "en",
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
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show milestones, pledges and reports on them that are late or due soon, with the units that lead."""
    from kaimen.cli import delivering

    sys.exit(delivering.due(workspace, baseline, as_of, within, lang, as_json=json))


@app.command()
def warn(
    paths: Annotated[list[Path], typer.Argument(metavar="LIST...", help="Yearly lists, CSV or XLSX.")],
    column: Columns = None,
    ratings: Annotated[
        str, typer.Option("--ratings", metavar="WORDS", help="The lists' ratings, best first, parted by commas.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the warnings (.csv).")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every project, not a screen of them.")] = False,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Say which projects of yearly lists are likely to end later, and how good such warnings were before."""
    from kaimen.cli import warning

    sys.exit(warning.warn(paths, column or [], ratings, output, lang, everything=everything, as_json=json))


indicators_app = group("Indicators.", app, "indicators")


@indicators_app.command("import")
def indicators_import(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="SDMX-CSV; or a table with a column a region.")],
    workspace: Workspace = FILE,
    indicator: Annotated[str, typer.Option("--indicator", metavar="NAME", help="What a table measures.")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="Its unit.")] = "",
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="HEADING=REGION", help="A region's column; repeatable.")
    ] = None,
    vintage: Annotated[
        str, typer.Option("--vintage", metavar="DAY", help="Day of publication, where rows name none; else today.")
    ] = "",
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Take series in, as one change."""
    from kaimen.cli import assessing, keeping
    from kaimen.delivery.indicators import Indicator

    row = Indicator(indicator, unit=unit) if indicator else None
    who = keeping.said(by, why)
    sys.exit(assessing.take_in(workspace, path, row, column or [], vintage, who, as_json=json))


@indicators_app.command("show")
def indicators_show(
    indicator: Annotated[str, typer.Argument(metavar="[INDICATOR]", help="One of them; all by default.")] = "",
    workspace: Workspace = FILE,
    as_of: AsOf = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write every vintage as SDMX-CSV (.csv), or draw (.svg)."),
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option("--region", metavar="REGION", help="Draw this one; a second is the comparator.")
    ] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show series as known on a day, and where a year's months lead; write or draw them."""
    from kaimen.cli import assessing

    wanted = assessing.Wanted(indicator, as_of, output, tuple(region or ()), lang)
    sys.exit(assessing.view(workspace, wanted, as_json=json))


@indicators_app.command("export")
def indicators_export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write (.csv).")],
    workspace: Workspace = FILE,
    indicator: Annotated[str, typer.Option("--indicator", metavar="NAME", help="One of them; all by default.")] = "",
    json: Json = False,
) -> None:
    """Write every vintage of the series as SDMX-CSV, with the catalogue, so that import reads them back."""
    from kaimen.cli import assessing

    sys.exit(assessing.export(workspace, path, indicator, as_json=json))


@app.command()
def assess(
    path: Annotated[Path | None, typer.Argument(metavar="[TESTS]", help="Tests of pledges to keep (TOML).")] = None,
    workspace: Workspace = FILE,
    as_of: AsOf = "",
    keep: Annotated[bool, typer.Option("--keep", help="Enter the verdicts that changed.")] = False,
    lang: Lang = "en",
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Judge every pledge by its test, and say which verdicts are not entered yet."""
    from kaimen.cli import assessing, keeping

    judging = assessing.Judging(path, as_of, lang, keep)
    sys.exit(assessing.assess(workspace, judging, keeping.said(by, why), as_json=json))
