"""The command line: words in, tables or JSON out, an exit code. No arithmetic."""

from kaimen.cli import record_commands
from kaimen.cli.app import main

__all__ = ["main", "record_commands"]
