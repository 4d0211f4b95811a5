"""What `--help` lists: every command with its whole first sentence, at the top in the order of the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Begin": ("demo", "serve"),
    "Read announcements, keep pledges": ("extract", "words", "review", "pledges", "assess", "indicators"),
    "Projects": ("library", "regions", "firms"),
    "Plan": ("scenario", "solve", "verify", "report", "site"),
    "Reasons": ("explain", "prices", "wish", "conflict", "phasing", "appeal"),
    "What if": ("whatif", "compare", "sweep", "frontier"),
    "Delivery": ("approve", "observe", "delivery", "due", "warn"),
    "Firms, services, equal treatment": ("chains", "guide", "policies", "service", "audit"),
    "The office": ("ledger", "trace", "backup", "restore", "doctor", "users", "bundle"),
}
_WHOLE = 1_000  # characters: longer than any first sentence


class Contents(TyperGroup):
    """A group whose help cuts no sentence short; commands that `SECTIONS` names stand under their section.

    Contexts and formatters are typer's own, which has no public names for them.
    """

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, section by section."""
        left = {name: _about(self.commands[name], ctx) for name in self.list_commands(ctx)}
        at_top = ctx.parent is None
        for section, names in SECTIONS.items() if at_top else ():
            with formatter.section(section):
                formatter.write_dl([(name, left.pop(name)) for name in names if name in left])
        if left:
            with formatter.section("Commands"):
                formatter.write_dl(list(left.items()))


def _about(command: Any, ctx: Any) -> str:
    about: str = command.get_short_help_str(_WHOLE)
    return f"{about.rstrip('.')}: {', '.join(command.list_commands(ctx))}." if isinstance(command, Contents) else about


def group(about: str, within: typer.Typer, name: str) -> typer.Typer:
    """Return a group of commands that stands `within` another under a name."""
    made = typer.Typer(cls=Contents, no_args_is_help=True, help=about, rich_markup_mode=None)
    within.add_typer(made, name=name)
    return made
