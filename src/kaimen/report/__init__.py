"""Core values as plain tables: the same rows for the command line, JSON, the workbook and pages.

Names are imported when they are first used: a table of words needs no prices.
"""

from typing import TYPE_CHECKING

from kaimen.lazy import homes, lazily

if TYPE_CHECKING:
    from kaimen.report.candidates import candidate_table, figure_text, said_by, when_text
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
    "candidates": "candidate_table figure_text said_by when_text",
    "figures": "counted figure percent",
    "pledges": "narrowed pledge_figure pledge_table",
    "summary": "fields_read plan_summary witnesses",
    "rows": "Column Table as_json",
    "tables": "dearest left_out_table place_table portfolio_table price_table reason_counts shadow_table",
}

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
    "said_by",
    "shadow_table",
    "when_text",
    "witnesses",
]

if not TYPE_CHECKING:  # a type checker then says which names there are not
    __getattr__ = lazily(__name__, homes(_NAMES))


def __dir__() -> list[str]:
    return __all__
