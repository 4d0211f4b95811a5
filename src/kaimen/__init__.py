"""kaimen: from pledges and a project library to a portfolio with its prices, its proof and its reasons.

    import kaimen as km

    question, findings = km.load_question("question.toml")        scenario, list and pledges, compiled
    result = km.solve(question.problem, km.max_gap(0.005))        a Result, or NoPlan with what cannot hold together
    km.check(question.problem, result.portfolio)                  no finding: every rule and quota is kept
    km.bound(question.problem, result.prices)                     no plan can bring more
    km.price_table(question.problem, result).rows                 what is used of each limit, and what one more brings
    km.explain(question.problem, result, "A-2").reasons           why a project is in or out
    km.save_plan("plan.kaimen", question, result)                 one file, for an auditor
    plan, findings = km.load_plan("plan.kaimen")                  read again and verified

    document, findings = km.read_document("news.txt", published="2024-02-19")
    extraction, findings = km.extract(document)                   candidates with their sentences
    ledger = km.confirm(km.Ledger(), extraction, candidate, "P-1", by="pledge review", on=day)

Readers return what could be read and findings; each finding says what, where, why and what to do. Exceptions
(`KaimenError`) are for misuse. `help(km.solve)` and so on say more; docs/reference/api.md has all names.
"""

from __future__ import annotations

from kaimen.lazy import homes, lazily

TYPE_CHECKING = False  # as type checkers know it; `typing` itself would take most of the time of `import kaimen`

if TYPE_CHECKING:
    from kaimen.errors import Finding, KaimenError
    from kaimen.evidence import Document
    from kaimen.explain import Explanation, explain, explain_all
    from kaimen.extract import Candidate, Extraction, confirm, extract, propose_rule
    from kaimen.ledger import Ledger, Pledge
    from kaimen.library import Demand, Library, Option, Project
    from kaimen.portfolio import Portfolio, PriceList, Result, bound, certified_bound, check, gap
    from kaimen.problem import Problem, build_problem
    from kaimen.quantity import Amount, Period, Unit, parse_amount, parse_period
    from kaimen.report import portfolio_table, price_table
    from kaimen.report.letter import reply_letter
    from kaimen.scenario import Scenario
    from kaimen.solve import NoPlan, Stop, Warm, certify, max_gap, max_moves, max_nodes, max_seconds, reprice, solve
    from kaimen.workspace import (
        Plan,
        Pledges,
        Question,
        load_plan,
        load_question,
        read_document,
        read_library,
        read_pledges,
        read_scenario,
        save_briefing,
        save_candidates,
        save_plan,
        save_pledges,
        save_workbook,
    )

# The names of the programming interface by their homes: they are imported when they are first used, so that
# `import kaimen` and the command line start at once.
_NAMES = {
    "errors": "Finding KaimenError",
    "evidence": "Document",
    "explain": "Explanation explain explain_all",
    "extract": "Candidate Extraction confirm extract propose_rule",
    "ledger": "Ledger Pledge",
    "library": "Demand Library Option Project",
    "portfolio": "Portfolio PriceList Result bound certified_bound check gap",
    "problem": "Problem build_problem",
    "quantity": "Amount Period Unit parse_amount parse_period",
    "report": "portfolio_table price_table",
    "report.letter": "reply_letter",
    "scenario": "Scenario",
    "solve": "NoPlan Stop Warm certify max_gap max_moves max_nodes max_seconds reprice solve",
    "workspace": (
        "Plan Pledges Question load_plan load_question read_document read_library read_pledges read_scenario "
        "save_briefing save_candidates save_plan save_pledges save_workbook"
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
    "Ledger",
    "Library",
    "NoPlan",
    "Option",
    "Period",
    "Plan",
    "Pledge",
    "Pledges",
    "Portfolio",
    "PriceList",
    "Problem",
    "Project",
    "Question",
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
    "confirm",
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
    "parse_period",
    "portfolio_table",
    "price_table",
    "propose_rule",
    "read_document",
    "read_library",
    "read_pledges",
    "read_scenario",
    "reply_letter",
    "reprice",
    "save_briefing",
    "save_candidates",
    "save_plan",
    "save_pledges",
    "save_workbook",
    "solve",
]

# The rooms solve, explain and extract can be called: they stay modules, so that what is in them can be reached.
if not TYPE_CHECKING:  # a type checker then says which names there are not
    __getattr__ = lazily(__name__, homes(_NAMES))


def __dir__() -> list[str]:
    return __all__
