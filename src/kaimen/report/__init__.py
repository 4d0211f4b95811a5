"""Core values as plain tables: the same rows for the command line, JSON, the workbook and pages.

Names are imported when they are first used: a table of words needs no prices.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaimen.report.candidates import candidate_table, figure_text, when_text
    from kaimen.report.figures import counted, figure, percent
    from kaimen.report.pledges import narrowed, pledge_figure, pledge_table
    from kaimen.report.rows import Column, Table, as_json
    from kaimen.report.summary import fields_read, plan_summary, witnesses
    from kaimen.report.tables import (
        dearest,
        left_out_table,
        place_table,
        portfolio_table,
        price_table,
        reason_counts,
        shadow_table,
    )

_NAMES = {
    "candidates": "candidate_table figure_text when_text",
    "figures": "counted figure percent",
    "pledges": "narrowed pledge_figure pledge_table",
    "summary": "fields_read plan_summary witnesses",
    "rows": "Column Table as_json",
    "tables": "dearest left_out_table place_table portfolio_table price_table reason_counts shadow_table",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "Column",
    "Table",
    "as_json",
    "candidate_table",
    "counted",
    "dearest",
    "fields_read",
    "figure",
    "figure_text",
    "left_out_table",
    "narrowed",
    "percent",
    "place_table",
    "plan_summary",
    "pledge_figure",
    "pledge_table",
    "portfolio_table",
    "price_table",
    "reason_counts",
    "shadow_table",
    "when_text",
    "witnesses",
]


def __getattr__(name: str) -> object:
    """Return a name of the room, importing its home, or a module of the room."""
    if name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    elif name in set(_HOMES.values()):
        value = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
