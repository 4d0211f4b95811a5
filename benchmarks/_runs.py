"""One solver on one question, in this process: value, bounds, when which gap was reached, and memory."""

from __future__ import annotations

import pickle
import resource
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from math import inf, isfinite
from pathlib import Path
from typing import Any

import numpy as np
from _whole import whole_model

from kaimen.portfolio import Result, benefit, bound, check
from kaimen.problem import Problem
from kaimen.solve import Progress, certify, complete, max_seconds, solve

MARKS = {"to_1pct": 0.01, "to_0_1pct": 0.001, "to_0_01pct": 0.0001}
MOMENTS = (10, 30, 60)
"""Seconds after which the gap so far is kept as `gap_at`."""

PACKAGES = {"highs": "highspy", "scip": "pyscipopt", "cpsat": "ortools"}


class Trace:
    """Value and bound over the seconds since it was made."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.reached: dict[str, float | None] = dict.fromkeys(MARKS)
        self.gap_at: dict[str, float] = {}

    @property
    def seconds(self) -> float:
        """Seconds so far."""
        return time.perf_counter() - self.began

    def note(self, value: float, best: float) -> None:
        """Note a value and a bound."""
        share, now = gap(value, best), self.seconds
        for moment in MOMENTS:
            if now <= moment + 0.5 and isfinite(share):  # what is told just after its moment was found before it
                self.gap_at[str(moment)] = min(share, self.gap_at.get(str(moment), inf))
        for mark, limit in MARKS.items():
            if self.reached[mark] is None and share <= limit:
                self.reached[mark] = round(self.seconds, 2)


def gap(value: float, best: float) -> float:
    """Return (bound - value) / max(|bound|, 1); infinite where either is missing."""
    return (best - value) / max(abs(best), 1.0) if isfinite(value) and isfinite(best) else inf


def run_one(solver: str, path: Path, seconds: float, threads: int, leaves: int) -> dict[str, Any]:
    """Return the row of a solver on the problem kept at `path`, which the caller wrote a moment ago."""
    if solver in PACKAGES and find_spec(PACKAGES[solver]) is None:
        return {"error": f"left out: {PACKAGES[solver]} is not installed"}
    problem: Problem = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    row = run_kaimen(problem, seconds, leaves) if solver == "kaimen" else PEERS[solver](problem, seconds, threads)
    value, best = row["value"], row["bound"]
    share = gap(-inf if value is None else value, inf if best is None else best)
    row["gap"] = share if isfinite(share) else None
    row["peak_mib"] = round(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 2**20)
    )
    return row


def run_kaimen(problem: Problem, seconds: float, leaves: int) -> dict[str, Any]:
    """Solve with kaimen and judge the answer; then, off the clock, certify it with so many leaves (0: do not)."""
    trace = Trace()

    def watch(progress: Progress) -> None:
        trace.note(progress.benefit, progress.bound)

    result = solve(problem, max_seconds(seconds), watch)
    spent = trace.seconds
    if not isinstance(result, Result):
        return {**_row(None, None, spent, trace), "none": all(finding.code != "E510" for finding in result.findings)}
    certifying = time.perf_counter()
    result = certify(problem, result, leaves) if leaves else result
    certifying = time.perf_counter() - certifying
    judged = time.perf_counter()
    broken, price_bound = check(problem, result.portfolio), bound(problem, result.prices)
    judged = time.perf_counter() - judged
    bounds = [b for b in (price_bound, result.bounds.certified, result.bounds.solver) if b is not None]
    trace.note(float(result.benefit), float(min(bounds)))
    return {
        **_row(None if broken else float(benefit(problem, result.portfolio)), float(min(bounds)), spent, trace),
        "price_bound": float(price_bound),
        "certified_bound": None if result.bounds.certified is None else float(result.bounds.certified),
        "certify_seconds": round(certifying, 2),
        "check_seconds": round(judged, 2),
    }


def run_highs(problem: Problem, seconds: float, threads: int) -> dict[str, Any]:
    """Solve the whole model with HiGHS."""
    import highspy

    model = whole_model(problem)
    matrix: Any = model["A"]
    options = int(model["options"][0])
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -model["c"], np.zeros(lp.num_col_), model["ub"]
    lp.row_lower_, lp.row_upper_ = model["rl"], model["ru"]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[bool(flag)] for flag in model["integer"]]
    solver = _quiet_highs()
    for name, value in (("output_flag", False), ("threads", threads), ("time_limit", seconds), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(name, value)
    if solver.passModel(lp) == highspy.HighsStatus.kError:
        raise ValueError("HiGHS did not take the model")
    trace = Trace()

    def look(event: Any) -> None:
        out = event.data_out
        trace.note(_shown(problem, -out.mip_primal_bound), _shown(problem, -out.mip_dual_bound))

    solver.cbMipInterrupt += look
    if solver.run() == highspy.HighsStatus.kError:
        raise ValueError("HiGHS did not solve the model")
    spent = trace.seconds
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    value = _judged(problem, np.array(solver.getSolution().col_value)[:options]) if found else None
    best = _shown(problem, -float(info.mip_dual_bound))
    none = solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
    return {**_row(value, best if isfinite(best) else None, spent, trace), "none": none}


def _quiet_highs() -> Any:
    import highspy

    class Quiet(highspy.Highs):
        """HiGHS without its banner, which comes when callbacks are switched on."""

        def enableCallbacks(self) -> None:  # noqa: N802 - the name is HiGHS's
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Quiet()


def run_scip(problem: Problem, seconds: float, threads: int) -> dict[str, Any]:
    """Solve the whole model with SCIP, which takes one thread."""
    del threads
    import pyscipopt

    model = whole_model(problem)
    options = int(model["options"][0])
    scip = pyscipopt.Model()
    scip.hideOutput()
    scip.setParam("limits/time", seconds)
    columns = [
        scip.addVar(vtype="B" if flag else "C", lb=0.0, ub=float(upper), obj=float(worth))
        for flag, worth, upper in zip(model["integer"], model["c"], model["ub"], strict=True)
    ]
    scip.setMaximize()
    rows: Any = model["A"].tocsr()
    for row, (lower, upper) in enumerate(zip(model["rl"], model["ru"], strict=True)):
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        terms = zip(rows.indices[part], rows.data[part], strict=True)
        total = pyscipopt.quicksum(float(value) * columns[column] for column, value in terms)
        if part.start < part.stop:
            low, high = (None if not isfinite(side) else float(side) for side in (lower, upper))
            scip.addCons(pyscipopt.scip.ExprCons(total, lhs=low, rhs=high))
    trace = Trace()

    class Look(pyscipopt.Eventhdlr):
        """Notes value and bound at each new best and each node."""

        def eventinit(self) -> None:
            for kind in (pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND, pyscipopt.SCIP_EVENTTYPE.NODESOLVED):
                self.model.catchEvent(kind, self)

        def eventexec(self, event: Any) -> None:
            del event
            trace.note(_shown(problem, self.model.getPrimalbound()), _shown(problem, self.model.getDualbound()))

    scip.includeEventhdlr(Look(), "look", "notes value and bound")
    scip.optimize()
    spent = trace.seconds
    found = scip.getNSols() > 0
    value = _judged(problem, np.array([scip.getVal(column) for column in columns[:options]])) if found else None
    best = _shown(problem, float(scip.getDualbound()))
    return _row(value, best if abs(best) < 1e17 else None, spent, trace)


def run_cpsat(problem: Problem, seconds: float, threads: int) -> dict[str, Any]:
    """Solve the whole model with CP-SAT, in which every amount is a whole number, as in a portfolio."""
    from ortools.sat.python import cp_model

    model = whole_model(problem)
    options = int(model["options"][0])
    cp = cp_model.CpModel()
    columns = [cp.new_int_var(0, int(upper), "") for upper in model["ub"]]
    rows: Any = model["A"].tocsr()
    for row, (lower, upper) in enumerate(zip(model["rl"], model["ru"], strict=True)):
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        total = cp_model.LinearExpr.weighted_sum(
            [columns[column] for column in rows.indices[part]], [int(value) for value in rows.data[part]]
        )
        low = int(lower) if isfinite(lower) else -(2**60)
        high = int(upper) if isfinite(upper) else 2**60
        cp.add_linear_constraint(total, low, high)
    worth = [int(value) for value in model["c"][:options]]
    cp.maximize(cp_model.LinearExpr.weighted_sum(columns[:options], worth))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, threads
    trace, best_value, told = Trace(), [-inf], [inf]

    def look(bound: float) -> None:
        told[0] = min(told[0], bound)
        trace.note(_shown(problem, best_value[0]), _shown(problem, bound))

    class Look(cp_model.CpSolverSolutionCallback):
        """Notes value and bound at each new best."""

        def on_solution_callback(self) -> None:
            best_value[0] = self.objective_value
            trace.note(_shown(problem, best_value[0]), _shown(problem, self.best_objective_bound))

    solver.best_bound_callback = look
    status = solver.solve(cp, Look())
    spent = trace.seconds
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = _judged(problem, np.array([solver.value(column) for column in columns[:options]])) if found else None
    # Ended before its first bound, it states 0.
    best = _shown(problem, solver.best_objective_bound if status != cp_model.UNKNOWN else told[0])
    none = status == cp_model.INFEASIBLE
    return {**_row(value, best if isfinite(best) and best < 1e17 else None, spent, trace), "none": none}


def _shown(problem: Problem, scaled: float) -> float:
    return scaled / problem.benefit_scale


def _judged(problem: Problem, values: Any) -> float | None:
    """Return the benefit of a peer's choice in scaled units, or None where `check` does not pass it."""
    portfolio = complete(problem, np.flatnonzero(values > 0.5).tolist())
    if portfolio is None or check(problem, portfolio):
        return None
    return float(benefit(problem, portfolio))


def _row(value: float | None, best: float | None, spent: float, trace: Trace) -> dict[str, Any]:
    return {
        "value": value,
        "bound": best,
        "price_bound": None,
        "certified_bound": None,
        "seconds": round(spent, 2),
        **trace.reached,
        "gap_at": trace.gap_at,
    }


PEERS: dict[str, Callable[[Problem, float, int], dict[str, Any]]] = {
    "highs": run_highs,
    "scip": run_scip,
    "cpsat": run_cpsat,
}
