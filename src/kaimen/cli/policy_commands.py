"""The commands of policies and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, By, Inputs, Json, Keep, Output, PlanPath, Why, Workspace

policies_app = group("What firms are due, and who is kept out.", app, "policies")

PolicyPath = Annotated[
    Path, typer.Argument(metavar="POLICIES", help="Policy file (TOML), or the name of a book kept in the workspace.")
]
Firms = Annotated[
    Path | None, typer.Option("--firms", metavar="LIST", help="List of firms (CSV or XLSX); else the workspace's.")
]
Place = Annotated[
    str,
    typer.Option(
        "--workspace", "-w", metavar="URL", envvar="KAIMEN_WORKSPACE", help="Where firms and regions are kept."
    ),
]
Day = Annotated[str, typer.Option("--day", metavar="DAY", help="The day that is asked about; today by default.")]

PlanOut = Annotated[
    Path | None, typer.Option("--plan", metavar="FILE", help="Also write a plan that kaimen verify checks: .kaimen.")
]
BookName = Annotated[str, typer.Argument(metavar="NAME", help="Name of a kept policy file.")]
Gap = Annotated[str, typer.Option("--gap", metavar="SHARE", help="Stop at this gap.")]
Seconds = Annotated[float, typer.Option("--seconds", min=0, help="Stop after so long; the best is kept.")]


@policies_app.command("check")
def policies_check(path: PolicyPath, firms: Firms = None, workspace: Place = "", json: Json = False) -> None:
    """Read a policy file and say what is wrong with it, line by line; with firms, also what they do not say."""
    from kaimen.cli import entitling

    sys.exit(entitling.check(path, firms, workspace, as_json=json))


@policies_app.command("import")
def policies_import(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Policy file (TOML).")],
    workspace: Workspace = FILE,
    keep: Keep = False,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Say what keeping a policy file in the workspace would do; with --keep, do it as one change."""
    from kaimen.cli import bookkeeping, keeping

    sys.exit(bookkeeping.take_in(workspace, path, keeping.said(by, why), keep=keep, as_json=json))


@policies_app.command("list")
def policies_list(workspace: Workspace = FILE, json: Json = False) -> None:
    """Show the policy files that the workspace keeps."""
    from kaimen.cli import bookkeeping

    sys.exit(bookkeeping.books(workspace, as_json=json))


@policies_app.command("export")
def policies_export(
    name: BookName,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it (TOML).")],
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Write a kept policy file as it came in."""
    from kaimen.cli import bookkeeping

    sys.exit(bookkeeping.export(workspace, name, path, as_json=json))


@policies_app.command("withdraw")
def policies_withdraw(
    name: BookName,
    workspace: Workspace = FILE,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Take a policy file out of what is kept; the ledger keeps its versions."""
    from kaimen.cli import bookkeeping

    sys.exit(bookkeeping.withdraw(workspace, name, by, why, as_json=json))


@policies_app.command("entitle")
def policies_entitle(
    path: PolicyPath,
    firms: Firms = None,
    workspace: Place = "",
    day: Day = "",
    firm: Annotated[str, typer.Option("--firm", metavar="FIRM", help="One firm alone, policy by policy.")] = "",
    near: Annotated[
        str, typer.Option("--near", metavar="SHARE", help='What counts as nearly met, such as "10 %".')
    ] = "10 %",
    output: Output = None,
    json: Json = False,
) -> None:
    """Say what every firm is due without applying, what fails otherwise, and what is nearly met."""
    from kaimen.cli import entitling

    asked = entitling.Asked(path, firms, workspace, day)
    sys.exit(entitling.entitle_all(asked, firm, near, output, as_json=json))


@policies_app.command("access")
def policies_access(
    path: PolicyPath,
    firms: Firms = None,
    workspace: Place = "",
    day: Day = "",
    output: Output = None,
    json: Json = False,
) -> None:
    """Say which firms are kept out, of what, and by which line."""
    from kaimen.cli import entitling

    sys.exit(entitling.access(entitling.Asked(path, firms, workspace, day), output, as_json=json))


@policies_app.command("enrol")
def policies_enrol(
    path: PolicyPath,
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="Name of a [[programme]] of the file.")],
    firms: Firms = None,
    workspace: Place = "",
    day: Day = "",
    gap: Gap = "0.1 %",
    seconds: Seconds = 60,
    plan: PlanOut = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """Choose who gets the places and the money of a programme, with a reason for everyone who does not."""
    from kaimen.cli import enrolling, entitling

    asked = entitling.Asked(path, firms, workspace, day, plan)
    sys.exit(enrolling.enrol(asked, programme, gap, seconds, output, as_json=json))


@policies_app.command("finance")
def policies_finance(
    path: PolicyPath,
    matching: Annotated[str, typer.Argument(metavar="MATCHING", help="Name of a [[financing]] of the file.")],
    firms: Firms = None,
    workspace: Place = "",
    day: Day = "",
    gap: Gap = "0.1 %",
    seconds: Seconds = 60,
    plan: PlanOut = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """Match firms that want loans with lenders and guarantees: a reason for everyone without, a price for each pool."""
    from kaimen.cli import entitling, financing

    asked = entitling.Asked(path, firms, workspace, day, plan)
    sys.exit(financing.finance(asked, matching, gap, seconds, output, as_json=json))


@app.command()
def audit(
    path: PlanPath,
    inputs: Inputs = None,
    firms: Annotated[
        Path | None, typer.Option("--firms", metavar="LIST", help="The owners, for their size and ownership class.")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", metavar="LIST", help="What was decided (id, decision, waiting, amount)."),
    ] = None,
    nodes: Annotated[
        int | None,
        typer.Option(
            "--nodes", metavar="N", min=1, help="Also solve again without each preference, with so much work."
        ),
    ] = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """Whether equals are treated equally: decisions derived again, preferences with their price, statistics."""
    from kaimen.cli import auditing

    sys.exit(auditing.audit(path, inputs, firms, decisions, nodes, output, as_json=json))
