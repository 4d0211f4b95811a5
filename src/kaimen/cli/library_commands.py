"""The commands of project lists and of the library that an office keeps, and their options."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, By, Json, Keep, ListPath, MappingPath, ProjectId, Why, Workspace

library_app = group("Project lists.", app, "library")


class How(StrEnum):
    """What became of projects."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


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


@library_app.command("map")
def library_map(
    path: ListPath,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="TOML", help="Write the proposed mapping here.")
    ] = None,
    json: Json = False,
) -> None:
    """Propose a mapping of a list's columns, each with how sure it is."""
    from kaimen.cli import checking

    sys.exit(checking.library_map(path, output, as_json=json))


@library_app.command("import")
def library_import(
    paths: Annotated[list[Path], typer.Argument(metavar="LIST...", help="CSV, XLSX or OC4IDS (JSON).")],
    workspace: Workspace = FILE,
    mapping: MappingPath = None,
    keep: Keep = False,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", metavar="XLSX", help="Write rows with errors here, each with what to do."),
    ] = None,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what taking lists into the library would do; with --keep, do it as one change a list."""
    from kaimen.cli import keeping

    wanted = keeping.Wanted(mapping, rejected, keep)
    sys.exit(keeping.take_in(workspace, paths, wanted, keeping.said(by, why), as_json=json))


@library_app.command("mappings")
def library_mappings(
    workspace: Workspace = FILE,
    save: Annotated[Path | None, typer.Option("--save", metavar="TOML", help="Keep this mapping.")] = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Under this name; its file's by default.")] = "",
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Show the mappings that are kept, or keep one; a list is read with its mapping again without asking."""
    from kaimen.cli import places

    sys.exit(places.mappings(workspace, save, name, by, why, as_json=json))


@library_app.command("export")
def library_export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A name ending in .csv, .xlsx or .json (OC4IDS).")],
    workspace: Workspace = FILE,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DAY", help="As the library was at the end of a day.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", metavar="NAME", help="Who publishes a package.")] = "",
    json: Json = False,
) -> None:
    """Write the library to a file."""
    from kaimen.cli import keeping

    sys.exit(keeping.export(workspace, path, as_of, publisher, as_json=json))


@library_app.command("undo")
def library_undo(
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="Number of the entry, as the log shows it.")],
    workspace: Workspace = FILE,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Put back what an entry changed, by a new entry."""
    from kaimen.cli import keeping

    who = keeping.said(by, why)
    sys.exit(keeping.change(workspace, lambda office: office.undo(entry, who), as_json=json))


@library_app.command("move")
def library_move(
    project: ProjectId,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="The stage it moves to.")],
    workspace: Workspace = FILE,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Move a project along the table of stages."""
    from kaimen.cli import keeping

    who = keeping.said(by, why)
    sys.exit(keeping.change(workspace, lambda office: office.move(project, stage, who), as_json=json))


@library_app.command("waive")
def library_waive(
    project: ProjectId,
    workspace: Workspace = FILE,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="The plan whose loss is the waiver's price.")
    ] = None,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record a decision that a project stays out whatever the plan says, with its price, and print its rule."""
    from kaimen.cli import keeping

    sys.exit(keeping.waive(workspace, project, plan, keeping.said(by, why), as_json=json))


@library_app.command("link")
def library_link(
    how: Annotated[How, typer.Argument(help="What became of them.")],
    before: Annotated[list[str], typer.Option("--from", metavar="PROJECT", help="Id before; repeatable.")],
    after: Annotated[list[str], typer.Option("--to", metavar="PROJECT", help="Id after; repeatable.")],
    workspace: Workspace = FILE,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say that projects were renamed, merged or split, so that their history stays one."""
    from kaimen.cli import keeping

    who = keeping.said(by, why)
    sys.exit(keeping.change(workspace, lambda office: office.link(how.value, before, after, who), as_json=json))


@library_app.command("list")
def library_list(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD...", help="Words that a project must have.")
    ] = None,
    workspace: Workspace = FILE,
    where: Annotated[
        list[str] | None, typer.Option("--where", metavar="FIELD=VALUE", help="What it must say; repeatable.")
    ] = None,
    sort: Annotated[str, typer.Option(metavar="FIELD", help="A field, a criterion, or cost.")] = "",
    down: Annotated[bool, typer.Option("--down", help="The largest first.")] = False,
    first: Annotated[int, typer.Option("--from", metavar="N", min=1, help="Begin with the Nth.")] = 1,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="Show so many.")] = 20,
    json: Json = False,
) -> None:
    """List projects of the library by words, fields and order."""
    from kaimen.cli import listing

    asked = listing.Asked(" ".join(words or []), tuple(where or ()), sort, first - 1, most, down=down)
    sys.exit(listing.show_projects(workspace, asked, as_json=json))


@library_app.command("history")
def library_history(project: ProjectId, workspace: Workspace = FILE, json: Json = False) -> None:
    """Show every version of a project, and of those it is linked with: who, when, why."""
    from kaimen.cli import guarding

    sys.exit(guarding.history(workspace, project, as_json=json))


@library_app.command("collect")
def library_collect(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the workbooks.")],
    workspace: Workspace = FILE,
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="Ask for the observations of a period instead.")
    ] = "",
    baseline: Annotated[str, typer.Option("--baseline", metavar="NAME", help="Of which baseline, with --period.")] = "",
    json: Json = False,
) -> None:
    """Write one workbook a region to send out; library import or, with a period, observe takes them in."""
    from kaimen.cli import delivering, keeping

    if period:
        sys.exit(delivering.collect(workspace, folder, period, baseline, as_json=json))
    sys.exit(keeping.collect(workspace, folder, as_json=json))
