"""kaimen: from pledges and a project library to a portfolio with its prices, its proof and its reasons.

The names below are the programming interface; they are imported when they are first used, so that
`import kaimen` and the command line start at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaimen.lazy import homes, lazily

if TYPE_CHECKING:
    from kaimen.errors import Finding, KaimenError
    from kaimen.evidence import Document
    from kaimen.explain import Explanation, explain, explain_all
    from kaimen.extract import Candidate, Extraction, extract, propose_rule
    from kaimen.library import Demand, Library, Option, Project
    from kaimen.portfolio import Portfolio, PriceList, Result, bound, certified_bound, check, gap
    from kaimen.problem import Problem, build_problem
    from kaimen.quantity import Amount, Period, Unit, parse_amount
    from kaimen.report.letter import reply_letter
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

_NAMES = {
    "errors": "Finding KaimenError",
    "evidence": "Document",
    "explain": "Explanation explain explain_all",
    "extract": "Candidate Extraction extract propose_rule",
    "library": "Demand Library Option Project",
    "portfolio": "Portfolio PriceList Result bound certified_bound check gap",
    "problem": "Problem build_problem",
    "quantity": "Amount Period Unit parse_amount",
    "report.letter": "reply_letter",
    "scenario": "Scenario",
    "solve": "NoPlan Stop Warm certify max_gap max_moves max_nodes max_seconds reprice solve",
    "workspace": (
        "load_plan load_question read_document read_library read_scenario "
        "save_briefing save_candidates save_plan save_workbook"
    ),
}

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

# The rooms solve, explain and extract can be called: they stay modules, so that what is in them can be reached.
__getattr__ = lazily(__name__, homes(_NAMES))
