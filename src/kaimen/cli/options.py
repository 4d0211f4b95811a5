"""Options and arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Workspace = Annotated[
    str,
    typer.Option(
        "--workspace", "-w", metavar="URL", envvar="KAIMEN_WORKSPACE", help="A file, or postgresql://host/name."
    ),
]
FILE = "kaimen.db"
"""The workspace where none is named."""

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with the change.")]
By = Annotated[str, typer.Option("--by", metavar="ROLE", help="Who makes the change; your account by default.")]
Keep = Annotated[bool, typer.Option("--keep", help="Take it in; without it nothing is kept.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DAY", help="As known at the end of a day; today by default.")]
Lang = Annotated[str, typer.Option("--lang", metavar="LANG", help="Language: en or zh.")]
ListPath = Annotated[Path, typer.Argument(metavar="LIST", help="Project list (CSV or XLSX).")]
LibraryPath = Annotated[
    Path | None, typer.Option("--library", metavar="LIST", help="Project list, instead of the scenario's own.")
]
MappingPath = Annotated[Path | None, typer.Option("--mapping", metavar="TOML", help="Mapping of the list's columns.")]
Columns = Annotated[
    list[str] | None, typer.Option("--column", metavar="HEADING=NAME", help="What a column is; repeatable.")
]
ProjectId = Annotated[str, typer.Argument(metavar="PROJECT", help="Id of the project.")]
ScenarioPath = Annotated[Path, typer.Argument(metavar="SCENARIO", help="Scenario file (TOML).")]
PlanPath = Annotated[Path, typer.Argument(metavar="PLAN", help="plan.json or plan.kaimen, as solve wrote it.")]
Overrides = Annotated[
    list[str] | None, typer.Option("--override", metavar="NAME", help="Apply an override of the scenario; repeatable.")
]
Inputs = Annotated[
    Path | None, typer.Option("--inputs", metavar="FOLDER", help="Folder with the files that the plan was made from.")
]
Nodes = Annotated[int, typer.Option(metavar="N", min=1, help="Work allowed to each solve, in nodes of its search.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the tables: .csv, .xlsx or .json.")
]
