"""The commands of industrial chains and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, By, Json, Keep, Lang, LibraryPath, MappingPath, Output, Why, Workspace

chains_app = group("Industrial chains.", app, "chains")

ChainName = Annotated[str, typer.Argument(metavar="[CHAIN]", help="Id of the chain; all by default.")]
RegionName = Annotated[str, typer.Option("--region", metavar="REGION", help="As seen from a region or group.")]


@chains_app.command("import")
def chains_import(
    paths: Annotated[list[Path], typer.Argument(metavar="TABLE...", help="Tables of chains (CSV or XLSX).")],
    workspace: Workspace = FILE,
    keep: Keep = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Withdraw the rows that these tables had before and no longer have.")
    ] = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what taking tables of chains in would do; with --keep, do it as one change."""
    from kaimen.cli import chaining, keeping

    who = keeping.said(by, why)
    sys.exit(chaining.take_in(workspace, paths, who, keep=keep, replacing=replace, as_json=json))


@chains_app.command("show")
def chains_show(
    chain: ChainName = "",
    workspace: Workspace = FILE,
    region: RegionName = "",
    around: Annotated[
        str, typer.Option("--around", metavar="LINK", help="Only the links up to two steps from this one.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write it: .svg or .html the picture, .csv, .xlsx, .json."),
    ] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show the links of a chain: who supplies them, what is missing, what depends on them; or draw them."""
    from kaimen.cli import chaining

    sys.exit(chaining.show_chain(workspace, chaining.View(chain, region, lang, output), around, as_json=json))


@chains_app.command("gaps")
def chains_gaps(
    chain: ChainName = "",
    workspace: Workspace = FILE,
    region: RegionName = "",
    output: Output = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show the links that nobody supplies, their projects, and the firms that could close them."""
    from kaimen.cli import chaining

    sys.exit(chaining.gaps(workspace, chaining.View(chain, region, lang, output), as_json=json))


@chains_app.command("risks")
def chains_risks(
    chain: ChainName = "",
    workspace: Workspace = FILE,
    region: RegionName = "",
    output: Output = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show how much of a chain fails with each supplier, and the links that have only one."""
    from kaimen.cli import chaining

    sys.exit(chaining.risks(workspace, chaining.View(chain, region, lang, output), as_json=json))


@chains_app.command("clusters")
def chains_clusters(
    workspace: Workspace = FILE, region: RegionName = "", output: Output = None, lang: Lang = "en", json: Json = False
) -> None:
    """Show the clusters that have a name, and those found where neighbours in a chain lie in one city."""
    from kaimen.cli import chaining

    sys.exit(chaining.clusters(workspace, chaining.View("", region, lang, output), as_json=json))


@chains_app.command("match")
def chains_match(
    workspace: Workspace = FILE, region: RegionName = "", output: Output = None, lang: Lang = "en", json: Json = False
) -> None:
    """Match application scenarios with firms that hold the technology; a reason for each match and each without."""
    from kaimen.cli import chaining

    sys.exit(chaining.match(workspace, chaining.View("", region, lang, output), as_json=json))


@chains_app.command("leads")
def chains_leads(
    workspace: Workspace = FILE, region: RegionName = "", output: Output = None, lang: Lang = "en", json: Json = False
) -> None:
    """Show the leads by stage, and the reserve projects that no investor has."""
    from kaimen.cli import chaining

    sys.exit(chaining.leads(workspace, chaining.View("", region, lang, output), as_json=json))


@chains_app.command("criteria")
def chains_criteria(
    workspace: Workspace = FILE,
    region: RegionName = "",
    library: LibraryPath = None,
    mapping: MappingPath = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="LIST", help="Write the list with the criteria.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the criteria with the projects, as one change.")] = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Give projects the criteria chain gaps, chain exposure and chain relief, which a scenario can weigh."""
    from kaimen.cli import chaining, keeping

    asked = chaining.Criteria(region, library, mapping, output, keep)
    sys.exit(chaining.criteria(workspace, asked, keeping.said(by, why), as_json=json))


@chains_app.command("example")
def chains_example(workspace: Workspace = FILE, why: Why = "", by: By = "", json: Json = False) -> None:
    """Take the demonstration's made-up regions, firms, projects and chains into a workspace, to try the rest on."""
    from kaimen.cli import chaining, keeping

    sys.exit(chaining.example(workspace, keeping.said(by, why or "the demonstration, made up"), as_json=json))


@app.command()
def guide(
    region: Annotated[str, typer.Argument(metavar="REGION", help="Id of a region or group.")],
    workspace: Workspace = FILE,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", metavar="TOML", help="Scenario with the land quotas of sites.")
    ] = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="PLAN", help="Plan whose projects take land of the sites.")
    ] = None,
    policies: Annotated[
        Path | None, typer.Option("--policies", metavar="TOML", help="Policy file, or a kept one: what firms are due.")
    ] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DAY", help="Policies in force on a day; today by default.")
    ] = "",
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="A name in .html or .pdf.")] = Path(
        "guide.html"
    ),
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Write the introduction guide of a region: what there is, gaps, sites with room, projects sought, contacts."""
    from kaimen.cli import guiding

    asked = guiding.GuideWish(region, scenario, plan, output, lang, policies, as_of)
    sys.exit(guiding.write_guide(workspace, asked, as_json=json))
