"""The application, and the commands that need neither a plan nor a workspace.

Each command imports what it needs when it runs, so that `kaimen --help` starts at once.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from kaimen.cli.contents import Contents
from kaimen.cli.options import Json

app = typer.Typer(
    name="kaimen",
    cls=Contents,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "From a project library and a scenario to a portfolio within its quotas, with one price list that decides, "
        "proves and explains it.\n\nExit codes: 0 done, 1 something could not be read or cannot hold, 2 misuse, "
        "3 stopped before the gap asked for."
    ),
)


@app.command()
def extract(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Announcements: text, .docx, PDF or web pages.")
    ],
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="Day of publication, such as 2024-02-19.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="LIST", help="Write the candidates: .csv, .xlsx or .jsonl.")
    ] = None,
    twin: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A text on the same event, to compare each figure with.")
    ] = None,
    indicators: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own rows for the catalogue of indicators.")
    ] = None,
    words: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Your own tables of words: units, regions, titles and others.")
    ] = None,
    model: Annotated[
        str, typer.Option(metavar="URL", help="Also ask a language model at this address (chat completions).")
    ] = "",
    model_name: Annotated[
        str, typer.Option(metavar="NAME", help="The model to ask; its key is KAIMEN_MODEL_KEY.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Show every candidate, not a screen of them.")] = False,
    workspace: Annotated[
        str, typer.Option("--workspace", "-w", metavar="URL", help="Read with the words that this workspace keeps.")
    ] = "",
    json: Json = False,
) -> None:
    """Read announcements: who pledges what, where, how much and by when, with the sentence; and what cannot be true."""
    from kaimen.cli import reading

    asked = reading.Asked(
        day, output, twin, indicators, everything, json, reading.endpoint(model, model_name), words, workspace
    )
    sys.exit(reading.read_announcements(paths, asked))


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to write.")] = Path(
        "kaimen-demo"
    ),
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language of the paper: en or zh.")] = "en",
    browser: Annotated[bool, typer.Option(help="Open the workbench at the end, where there is a browser.")] = True,
    json: Json = False,
) -> None:
    """The main job on one screen: announcements, pledges, a plan under them, its reasons, its proof, its papers."""
    from kaimen.cli import demo as demonstration

    sys.exit(demonstration.demo(folder, lang, opens=browser, as_json=json))


@app.command()
def bundle(
    output: Annotated[Path | None, typer.Argument(metavar="OUT.tar", help="The file to write.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what it would hold, and fetch nothing.")] = False,
    json: Json = False,
) -> None:
    """Put this clone and the packages it runs on into one file, to install where there is no network."""
    from kaimen.cli import bundling

    sys.exit(bundling.bundle(output, dry_run=dry_run, as_json=json))


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a pipe may take fewer characters than a name has
    app(prog_name="kaimen")
