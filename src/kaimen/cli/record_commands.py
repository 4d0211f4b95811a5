"""The commands of the record and their options: regions, firms, words, pledges, the ledger, backups."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, By, Json, Keep, Why, Workspace

firms_app = group("Firms.", app, "firms")
regions_app = group("Regions and region groups.", app, "regions")
words_app = group("Your office's own words, which announcements are read with.", app, "words")
ledger_app = group("The ledger of a workspace.", app, "ledger")


@firms_app.command("import")
def firms_import(
    path: Annotated[Path, typer.Argument(metavar="LIST", help="List of firms (CSV or XLSX).")],
    workspace: Workspace = FILE,
    keep: Keep = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what taking a list of firms in would do; with --keep, do it as one change."""
    from kaimen.cli import keeping

    sys.exit(keeping.take_firms_in(workspace, path, keeping.said(by, why), keep=keep, as_json=json))


@regions_app.command("import")
def regions_import(
    path: Annotated[Path, typer.Argument(metavar="TABLE", help="Regions and groups (CSV or XLSX).")],
    workspace: Workspace = FILE,
    keep: Keep = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what taking a table of regions in would do; with --keep, do it as one change."""
    from kaimen.cli import places

    sys.exit(places.take_regions_in(workspace, path, by, why, keep=keep, as_json=json))


@regions_app.command("list")
def regions_list(workspace: Workspace = FILE, json: Json = False) -> None:
    """Show the region tree and the groups."""
    from kaimen.cli import places

    sys.exit(places.list_regions(workspace, as_json=json))


@regions_app.command("export")
def regions_export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A name ending in .csv or .xlsx.")],
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Write the regions and groups to a table that reads back the same."""
    from kaimen.cli import places

    sys.exit(places.export_regions(workspace, path, as_json=json))


@words_app.command("import")
def words_import(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|FOLDER...", help="Tables of words (.txt, .csv, .xlsx), or folders that hold them."
        ),
    ],
    workspace: Workspace = FILE,
    keep: Keep = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what taking tables of words in would do; with --keep, each replaces the one that is kept."""
    from kaimen.cli import wording

    sys.exit(wording.take_words_in(workspace, paths, by, why, keep=keep, as_json=json))


@words_app.command("list")
def words_list(workspace: Workspace = FILE, json: Json = False) -> None:
    """Show the lines of the tables, and what is wrong with them."""
    from kaimen.cli import wording

    sys.exit(wording.list_words(workspace, as_json=json))


@words_app.command("export")
def words_export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the tables are written, a text each.")],
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Write the tables to a folder, for --words of extract or for an import."""
    from kaimen.cli import wording

    sys.exit(wording.export_words(workspace, folder, as_json=json))


@ledger_app.command("log")
def ledger_log(
    workspace: Workspace = FILE,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="How many entries, the last ones.")] = 20,
    json: Json = False,
) -> None:
    """Show the last entries: who, when, what and why."""
    from kaimen.cli import guarding

    sys.exit(guarding.log(workspace, most, as_json=json))


@ledger_app.command("verify")
def ledger_verify(
    workspace: Workspace = FILE,
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere.")
    ] = None,
    json: Json = False,
) -> None:
    """Recompute every hash and find what was changed, dropped, added or moved."""
    from kaimen.cli import guarding

    sys.exit(guarding.verify(workspace, checkpoint, as_json=json))


@ledger_app.command("checkpoint")
def ledger_checkpoint(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; keep it where the database is not.")],
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Write the number and hash of the last entry."""
    from kaimen.cli import guarding

    sys.exit(guarding.checkpoint(workspace, path, as_json=json))


@app.command()
def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Backup to write (zip).")],
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Write the whole workspace to one file, while others may go on working."""
    from kaimen.cli import guarding

    sys.exit(guarding.backup(workspace, path, as_json=json))


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Fill a new workspace from a backup and verify it."""
    from kaimen.cli import guarding

    sys.exit(guarding.restore(workspace, path, as_json=json))


@app.command()
def doctor(
    workspace: Workspace = FILE,
    deploy: Annotated[bool, typer.Option("--deploy", help="Also whether the workbench may serve a team.")] = False,
    json: Json = False,
) -> None:
    """Look over a workspace and say what is not as it should be."""
    from kaimen.cli import guarding

    sys.exit(guarding.doctor(workspace, deploy=deploy, as_json=json))


@app.command()
def review(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Announcement, as for extract.")],
    workspace: Workspace = FILE,
    date: Annotated[str | None, typer.Option("--date", metavar="DAY", help="Day of publication.")] = None,
    model: Annotated[str, typer.Option(metavar="URL", help="Also ask a language model, as for extract.")] = "",
    model_name: Annotated[str, typer.Option(metavar="NAME", help="The model to ask.")] = "",
    by: By = "",
) -> None:
    """Go through the candidates of an announcement by single keys; what you accept becomes a pledge."""
    from kaimen.cli import reading, reviewing

    sys.exit(reviewing.review(workspace, path, date, by, reading.endpoint(model, model_name)))


@app.command()
def pledges(
    workspace: Workspace = FILE,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="As they stood at the end of a day.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="TOML", help="Write a pledge file that a scenario can name."),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Show what each can become: a rule, a quota, a fund, a test; or why not.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the pledges that stand, or what each of them can become in a plan."""
    from kaimen.cli import reviewing

    sys.exit(reviewing.pledges(workspace, as_of, output, rules=rules, as_json=json))


PledgeId = Annotated[str, typer.Argument(metavar="PLEDGE", help="Id of the pledge.")]


@ledger_app.command("amend")
def ledger_amend(
    pledge: PledgeId,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=TEXT", help="what, region, authority, due, value, lead, others, next_report."
        ),
    ] = None,
    workspace: Workspace = FILE,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Change what a pledge says, for a reason; its id and its passage stay."""
    from kaimen.cli import reviewing

    sys.exit(reviewing.change_pledge(workspace, pledge, set_ or [], why, by, withdraw=False, as_json=json))


@ledger_app.command("retract")
def ledger_retract(
    pledge: PledgeId, workspace: Workspace = FILE, why: Why = "", by: By = "", json: Json = False
) -> None:
    """Withdraw a pledge, for a reason."""
    from kaimen.cli import reviewing

    sys.exit(reviewing.change_pledge(workspace, pledge, [], why, by, withdraw=True, as_json=json))


@app.command()
def trace(
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="A pledge, PROJECT.FIELD, or BASELINE/LINE.FIGURE.")],
    workspace: Workspace = FILE,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DAY", help="Of a figure of delivery: as known then.")] = "",
    plan: Annotated[
        Path | None,
        typer.Option("--plan", metavar="PLAN", help="Also the rules and pledges that this plan has for it."),
    ] = None,
    json: Json = False,
) -> None:
    """Say where a figure comes from: its sentence, cell or sum, the file, and who took it in and when."""
    from kaimen.cli import reviewing

    sys.exit(reviewing.trace(workspace, figure, as_of, plan, as_json=json))
