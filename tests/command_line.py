"""The command line, run in this process."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner

from kaimen.cli.app import app


def run(*words: str, code: int = 0) -> Any:
    """Return what a command prints as JSON."""
    result = CliRunner().invoke(app, [*words, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)
