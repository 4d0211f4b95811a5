"""The commands of services and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, AsOf, By, Columns, Json, Keep, Lang, Why, Workspace

service_app = group("Services to applicants.", app, "service")

Service = Annotated[str, typer.Option("--service", metavar="NAME", help="Only this service.")]
ByClass = Annotated[str, typer.Option("--by", metavar="CLASS", help="service, or a class of the list.")]


@service_app.command("import")
def service_import(
    paths: Annotated[
        list[Path], typer.Argument(metavar="LIST...", help="Cases, stops, standards, calendars or answers.")
    ],
    column: Columns = None,
    service: Annotated[str, typer.Option("--service", metavar="NAME", help="Service of rows that name none.")] = "",
    workspace: Workspace = FILE,
    keep: Keep = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what tables of services hold; with --keep, take each in as one change."""
    from kaimen.cli import keeping, services

    who = keeping.said(by, why)
    sys.exit(services.take_in(workspace, paths, column or [], service, who, keep=keep, as_json=json))


@service_app.command("open")
def service_open(
    workspace: Workspace = FILE,
    as_of: AsOf = "",
    service: Service = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the open cases (.csv).")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every open case, not a screen of them.")] = False,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show how many cases were late, and the open ones with their clocks and their chance of being late."""
    from kaimen.cli import services

    asked = services.Asked(as_of, service, "service", output, lang, everything)
    sys.exit(services.look(workspace, asked, as_json=json))


@service_app.command("clocks")
def service_clocks(
    workspace: Workspace = FILE,
    by: ByClass = "service",
    as_of: AsOf = "",
    service: Service = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Draw the curves: .svg or .html.")
    ] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show how long cases take by class, open ones counted rightly, each class against all others."""
    from kaimen.cli import services

    sys.exit(services.clocks(workspace, services.Asked(as_of, service, by, output, lang), as_json=json))


@service_app.command("forecast")
def service_forecast(
    workspace: Workspace = FILE, as_of: AsOf = "", service: Service = "", lang: Lang = "en", json: Json = False
) -> None:
    """Show how forecasts of lateness were on later cases, beside the base rate."""
    from kaimen.cli import services

    sys.exit(services.forecast(workspace, services.Asked(as_of, service, lang=lang), as_json=json))


@service_app.command("gain")
def service_gain(
    workspace: Workspace = FILE, by: ByClass = "service", as_of: AsOf = "", lang: Lang = "en", json: Json = False
) -> None:
    """Show what firms say in surveys, by class, with intervals and beside the clocks."""
    from kaimen.cli import services

    sys.exit(services.gain(workspace, services.Asked(as_of, by=by, lang=lang), as_json=json))


@service_app.command("days")
def service_days(
    first: Annotated[str, typer.Argument(metavar="FROM", help="The day before day 1.")],
    last: Annotated[str, typer.Argument(metavar="[TO]", help="The last day.")] = "",
    add: Annotated[int, typer.Option("--add", metavar="DAYS", min=0, help="So many working days later.")] = 0,
    calendar: Annotated[str, typer.Option("--calendar", metavar="NAME", help="The calendar.")] = "china",
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Count working days between two days, or find the day so many working days later."""
    from kaimen.cli import services

    sys.exit(services.days(workspace, calendar, first, last, add, as_json=json))
