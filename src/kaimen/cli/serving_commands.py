"""The commands of the workbench and their options."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kaimen.cli.app import app
from kaimen.cli.contents import group
from kaimen.cli.options import FILE, Json, Workspace

users_app = group("Accounts of the workbench.", app, "users")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the account.")]


@app.command()
def serve(
    workspace: Workspace = "",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes one that is free.")] = 8427,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen at.")] = "127.0.0.1",
    name: Annotated[
        str, typer.Option("--name", metavar="HOST", help="Behind a TLS proxy: the name in its address.")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language where a browser asks for none.")] = "en",
    sample: Annotated[
        bool,
        typer.Option("--sample", help="Begin with the sample; without -w in kaimen-sample."),
    ] = False,
) -> None:
    """Open the workbench: the workspace in a browser, in English and Chinese."""
    from kaimen.cli import serving

    sys.exit(serving.serve(workspace, host, port, name, lang, with_sample=sample))


@users_app.command("add")
def users_add(
    name: Name,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="viewer, reviewer, planner or admin.")] = "viewer",
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Add an account; its password is asked for, or read from what is piped in."""
    from kaimen.cli import accounts

    sys.exit(accounts.add(workspace, name, role, as_json=json))


@users_app.command("password")
def users_password(name: Name, workspace: Workspace = FILE, json: Json = False) -> None:
    """Give an account another password; its sessions and tokens end."""
    from kaimen.cli import accounts

    sys.exit(accounts.set_password(workspace, name, as_json=json))


@users_app.command("remove")
def users_remove(name: Name, workspace: Workspace = FILE, json: Json = False) -> None:
    """Remove an account; what it did stays in the ledger."""
    from kaimen.cli import accounts

    sys.exit(accounts.remove(workspace, name, as_json=json))


@users_app.command("list")
def users_list(workspace: Workspace = FILE, json: Json = False) -> None:
    """Show accounts and tokens."""
    from kaimen.cli import accounts

    sys.exit(accounts.list_all(workspace, as_json=json))


@users_app.command("token")
def users_token(
    name: Name,
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="What the token is for.")] = "",
    workspace: Workspace = FILE,
    json: Json = False,
) -> None:
    """Print a new token with which programs do what the account may."""
    from kaimen.cli import accounts

    sys.exit(accounts.token(workspace, name, label, as_json=json))
