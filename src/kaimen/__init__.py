"""kaimen: from pledges and a project library to a portfolio with its prices, its proof and its reasons.

The names below are the programming interface; they are imported when they are first used, so that
`import kaimen` and the command line start at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaimen.errors import Finding, KaimenError
    from kaimen.evidence import Document
    from kaimen.explain import Explanation, explain, explain_all, reply_letter
    from kaimen.extract import Candidate, Extraction, extract, propose_rule
    from kaimen.library import Demand, Library, Option, Project
    from kaimen.portfolio import Portfolio, PriceList, Result, bound, certified_bound, check, gap
    from kaimen.problem import Problem, build_problem
    from kaimen.quantity import Amount, Period, Unit, parse_amount
    from kaimen.scenario import Scenario
    from kaimen.solve import NoPlan, Stop, Warm, certify, max_gap, max_moves, max_nodes, max_seconds, reprice, solve
    from kaimen.workspace import (
        load_plan,
        load_question,
        read_document,
        read_library,
        read_scenario,
        save_briefing,
        save_candidates,
        save_plan,
        save_workbook,
    )

_HOMES = {
    "errors": "Finding KaimenError",
    "evidence": "Document",
    "explain": "Explanation explain explain_all reply_letter",
    "extract": "Candidate Extraction extract propose_rule",
    "library": "Demand Library Option Project",
    "portfolio": "Portfolio PriceList Result bound certified_bound check gap",
    "problem": "Problem build_problem",
    "quantity": "Amount Period Unit parse_amount",
    "scenario": "Scenario",
    "solve": "NoPlan Stop Warm certify max_gap max_moves max_nodes max_seconds reprice solve",
    "workspace": (
        "load_plan load_question read_document read_library read_scenario "
        "save_briefing save_candidates save_plan save_workbook"
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Amount",
    "Candidate",
    "Demand",
    "Document",
    "Explanation",
    "Extraction",
    "Finding",
    "KaimenError",
    "Library",
    "NoPlan",
    "Option",
    "Period",
    "Portfolio",
    "PriceList",
    "Problem",
    "Project",
    "Result",
    "Scenario",
    "Stop",
    "Unit",
    "Warm",
    "bound",
    "build_problem",
    "certified_bound",
    "certify",
    "check",
    "explain",
    "explain_all",
    "extract",
    "gap",
    "load_plan",
    "load_question",
    "max_gap",
    "max_moves",
    "max_nodes",
    "max_seconds",
    "parse_amount",
    "propose_rule",
    "read_document",
    "read_library",
    "read_scenario",
    "reply_letter",
    "reprice",
    "save_briefing",
    "save_candidates",
    "save_plan",
    "save_workbook",
    "solve",
]


def __getattr__(name: str) -> object:
    """Return a name of the interface, importing its home."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"kaimen.{_HOME[name]}")
    # The rooms solve, explain and extract can be called: they stay modules, so that what is in them can be reached.
    value = module if name == _HOME[name] else getattr(module, name)
    globals()[name] = value
    return value
