"""The commands of appeals and their options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, By, Json, Nodes, ProjectId, Why, Workspace

appeal_app = group("Appeals of applicants.", app, "appeal")

AppealId = Annotated[str, typer.Argument(metavar="APPEAL", help="Id of the appeal.")]
Claims = Annotated[
    list[str] | None,
    typer.Option("--claim", metavar="HEADING=TEXT", help="A fact under a heading of the list; repeatable."),
]


@appeal_app.command("enter")
def appeal_enter(
    project: ProjectId,
    claim: Claims = None,
    workspace: Workspace = FILE,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Keep what an applicant says of a fact of a project."""
    from kaimen.cli import appealing, keeping

    sys.exit(appealing.enter(workspace, project, claim or [], keeping.said(by, why), as_json=json))


@appeal_app.command("correct")
def appeal_correct(
    appeal: AppealId,
    claim: Claims = None,
    workspace: Workspace = FILE,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Correct the facts as claimed, or as found instead; a new version of the project."""
    from kaimen.cli import appealing, keeping

    who = keeping.said(by, why)
    sys.exit(appealing.decide(workspace, appeal, claim or [], who, is_right=True, as_json=json))


@appeal_app.command("refuse")
def appeal_refuse(
    appeal: AppealId, workspace: Workspace = FILE, why: Why = "", by: By = "", json: Json = False
) -> None:
    """Say, with a reason, that the facts stand as they are."""
    from kaimen.cli import appealing, keeping

    sys.exit(appealing.decide(workspace, appeal, [], keeping.said(by, why), is_right=False, as_json=json))


@appeal_app.command("answer")
def appeal_answer(
    appeal: AppealId,
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan whose decision is appealed.")],
    workspace: Workspace = FILE,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the answer to the applicant here.")
    ] = None,
    nodes: Nodes = 400,
    why: Why = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Solve the decision again with the corrected facts, and enter the answer."""
    from kaimen.cli import appealing, keeping

    sys.exit(appealing.answer(workspace, appeal, plan, output, nodes, keeping.said(by, why), as_json=json))


@appeal_app.command("list")
def appeal_list(workspace: Workspace = FILE, json: Json = False) -> None:
    """Show all appeals and how they stand."""
    from kaimen.cli import appealing

    sys.exit(appealing.appeals(workspace, as_json=json))
