"""The only module that knows HiGHS (Huangfu and Hall 2018, doi:10.1007/s12532-017-0130-5).

One thread and a fixed seed, so that the same model and work limit give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from math import inf, isfinite
from typing import Any, Protocol

import highspy
import numpy as np

from kaimen.errors import KaimenError
from kaimen.problem import Ints
from kaimen.solve.model import Floats, Model
from kaimen.solve.stop import NEVER, Progress, Stop

_BEGIN = Progress(0.0, 0)


class Verdict(Enum):
    """What the solver says of a model."""

    OPTIMAL = auto()
    INFEASIBLE = auto()
    STOPPED = auto()


_VERDICTS = {
    highspy.HighsModelStatus.kOptimal: Verdict.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Verdict.INFEASIBLE,
    highspy.HighsModelStatus.kInterrupt: Verdict.STOPPED,
    highspy.HighsModelStatus.kTimeLimit: Verdict.STOPPED,
    highspy.HighsModelStatus.kSolutionLimit: Verdict.STOPPED,
    highspy.HighsModelStatus.kIterationLimit: Verdict.STOPPED,
    highspy.HighsModelStatus.kObjectiveBound: Verdict.STOPPED,
    highspy.HighsModelStatus.kObjectiveTarget: Verdict.STOPPED,
}


_OPTIONS: dict[str, int | float | str] = {
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    # Presolve by enumeration (rule 16) makes HiGHS 1.16.0 call some feasible models infeasible.
    "presolve_rule_off": 1 << 16,
}

_TIGHT = ("mip_feasibility_tolerance", "primal_feasibility_tolerance", "dual_feasibility_tolerance")
_TOLERANCE = 1e-9
_MANY = 2000
"""Columns above which HiGHS keeps its own tolerances, and is faster; what integers forbid is ruled out after."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The solver's answer: column values (None: no feasible point), row duals (LP only), bound on the objective."""

    verdict: Verdict
    values: Floats | None
    row_duals: Floats | None
    bound: float


def run_relaxation(model: Model, *, presolved: bool = True) -> Answer:
    """Solve the model without its integrality; a small one is solved sooner as it stands (`presolved` false)."""
    if not len(model.objective):
        return _without_columns(model)
    solver = _solver(model, integral=False)
    if not presolved:
        solver.setOptionValue("presolve", "off")
    return _answer(solver, _run(solver))


class Partner(Protocol):
    """Another search for the same model that runs at the same time."""

    def offer(self, values: Floats) -> None:
        """Take a point that the solver found, a value for each column."""

    def better(self, objective: float) -> Floats | None:
        """Return a point whose objective is below this, if there is one."""


def run(  # noqa: PLR0913 - a question, its start and its stop, and who looks on
    model: Model,
    stop: Stop = NEVER,
    watch: Callable[[Progress], None] | None = None,
    start: Floats | None = None,
    smallest_step: float = 1e-6,
    *,
    partner: Partner | None = None,
    before: Progress = _BEGIN,
    heuristics: bool = True,
    as_it_stands: bool = False,
) -> Answer:
    """Solve the model, from a start if there is one, until it is proved or the stop rule says so.

    Args:
        model: what to minimise.
        stop: when to end early.
        watch: is shown the progress now and then.
        start: a value for each column.
        smallest_step: the least by which two objective values can differ.
        partner: a search beside this one.
        before: what was done before; seconds count on, and its bound holds.
        heuristics: whether the solver looks for points by itself beyond those its relaxations show it.
        as_it_stands: without presolve and restarts, by which small models gain less than they cost.
    """
    if not len(model.objective):
        return _without_columns(model)
    solver = _solver(model, integral=True)
    if not heuristics:
        solver.setOptionValue("mip_heuristic_effort", 0.0)
    if as_it_stands:
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("mip_allow_restart", False)
    solver.setOptionValue("mip_abs_gap", 0.9 * smallest_step)
    if isfinite(stop.seconds):
        solver.setOptionValue("time_limit", max(stop.seconds - before.seconds, 0.01))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        solver.setSolution(solution)

    def look(event: Any) -> None:
        progress = _progress(event.data_out, model, before)
        if watch is not None:
            watch(progress)
        if stop(progress):
            event.interrupt()

    solver.cbMipInterrupt += look
    if partner is not None:
        _exchange(solver, partner)
    answer = _answer(solver, _run(solver))
    if (start is None and partner is None) or not _falls_short(model, answer, smallest_step):
        return answer
    before = replace(before, seconds=before.seconds + solver.getRunTime())
    return run(model, stop, watch, None, smallest_step, before=before, heuristics=heuristics, as_it_stands=as_it_stands)


def _falls_short(model: Model, answer: Answer, smallest_step: float) -> bool:
    """Return whether a point is called best that is worse than the bound stated beside it.

    HiGHS 1.16.0 gives back a point that it was handed as the best one where presolve alone decides the model.
    """
    if answer.verdict is not Verdict.OPTIMAL or answer.values is None:
        return False
    reached = float(model.objective @ answer.values)
    return reached - answer.bound > smallest_step + 1e-7 * max(1.0, abs(reached))


def _progress(out: Any, model: Model, before: Progress) -> Progress:
    found = -out.mip_primal_bound * model.benefit_unit if isfinite(out.mip_primal_bound) else -inf
    stated = -out.mip_dual_bound * model.benefit_unit if isfinite(out.mip_dual_bound) else inf
    return Progress(
        before.seconds + out.running_time,
        before.nodes + max(0, int(out.mip_node_count)),
        max(found, before.benefit),
        min(stated, before.bound),
        before.moves,
        before.so_far,
    )


def _exchange(solver: highspy.Highs, partner: Partner) -> None:
    """Let the solver and its partner give each other what they find."""

    def found(event: Any) -> None:
        partner.offer(np.array(event.data_out.mip_solution))

    def asked(event: Any) -> None:
        values = partner.better(event.data_out.mip_primal_bound)
        if values is not None:
            event.data_in.setSolution(values)

    solver.cbMipImprovingSolution += found
    solver.cbMipUserSolution += asked


@dataclass(slots=True, eq=False)
class Basis:
    """A basis, and of how many columns and rows it is."""

    kept: Any
    columns: int
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A linear program solved: its objective, a value for each column, a dual for each row, and the basis."""

    objective: float
    values: Floats
    duals: Floats
    basis: Basis | None


class Linear:
    """The relaxation of a model, solved again and again with some columns closed and some rows filled; it may grow."""

    def __init__(self, model: Model) -> None:
        self._upper, self._row_lower, self._row_upper = model.column_upper, model.row_lower, model.row_upper
        self._solver = _solver(model, integral=False)
        self._solver.setOptionValue("presolve", "off")
        self._closed = self._filled = np.zeros(0, dtype=np.int32)

    def solve(self, closed: Ints, filled: Ints, basis: Basis | None = None, worst: float = inf) -> Solved | None:
        """Solve with these columns at 0 and these rows at 1 or more.

        Returns None where nothing fits, or nothing with an objective below `worst`.
        """
        solver = self._solver
        self._bound(closed.astype(np.int32), filled.astype(np.int32))
        if basis is not None:
            solver.setBasis(self._grown(basis))
        solver.setOptionValue("objective_bound", worst)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return self._again(worst)
        return self._solved(worst)

    def add(self, model: Model, columns: Ints, rows: Ints, place: Ints) -> None:
        """Add rows of a model, empty, and then columns of it; `place` is where each of its rows stands here (-1: not).

        A row that is not here has no entry in the columns that are, and no new column has one in it.
        """
        none, size = np.zeros(0), len(columns)
        lower, upper = model.row_lower[rows], model.row_upper[rows]
        if len(rows):
            starts = np.zeros(len(rows), dtype=np.int32)
            self._solver.addRows(len(rows), lower, upper, 0, starts, none.astype(np.int32), none)
            self._row_lower = np.append(self._row_lower, lower)
            self._row_upper = np.append(self._row_upper, upper)
        if size:
            block = model.matrix[:, columns]
            at = place[block.indices].astype(np.int32)
            starts, cost, most = (
                block.indptr[:-1].astype(np.int32),
                model.objective[columns],
                model.column_upper[columns],
            )
            self._solver.addCols(size, cost, np.zeros(size), most, block.nnz, starts, at, block.data)
            self._upper = np.append(self._upper, most)

    def _grown(self, basis: Basis) -> Any:
        """Return a basis from before the program grew as one of what it is now."""
        columns, rows = len(self._upper) - basis.columns, len(self._row_lower) - basis.rows
        if columns or rows:
            basis.kept.col_status = [*basis.kept.col_status, *[highspy.HighsBasisStatus.kLower] * columns]
            basis.kept.row_status = [*basis.kept.row_status, *[highspy.HighsBasisStatus.kBasic] * rows]
            basis.columns, basis.rows = len(self._upper), len(self._row_lower)
        return basis.kept

    def _again(self, worst: float) -> Solved | None:
        status = self._solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound):
            return None
        # From scratch, where the basis handed over led nowhere.
        self._solver.clearSolver()
        self._solver.run()
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return self._solved(worst)
        if self._solver.getModelStatus() in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kObjectiveBound,
        ):
            return None
        raise KaimenError("HiGHS could not solve a linear program.")

    def _solved(self, worst: float) -> Solved | None:
        objective = float(self._solver.getInfo().objective_function_value)
        if objective >= worst:
            return None
        solution = self._solver.getSolution()
        basis = Basis(self._solver.getBasis(), len(self._upper), len(self._row_lower))
        return Solved(objective, np.array(solution.col_value), np.array(solution.row_dual), basis)

    def _bound(self, closed: Any, filled: Any) -> None:
        """Put back what the last solve changed, then change what this one wants."""
        solver = self._solver
        for columns, upper in ((self._closed, self._upper[self._closed]), (closed, np.zeros(len(closed)))):
            if len(columns):
                solver.changeColsBounds(len(columns), columns, np.zeros(len(columns)), upper)
        for rows, lower in ((self._filled, self._row_lower[self._filled]), (filled, np.ones(len(filled)))):
            if len(rows):
                for row, least in zip(rows.tolist(), lower.tolist(), strict=True):
                    solver.changeRowBounds(row, least, self._row_upper[row])
        self._closed, self._filled = closed, filled


def _without_columns(model: Model) -> Answer:
    """Return the answer to a model without columns, which HiGHS calls empty whatever its rows ask."""
    holds = bool(np.all(model.row_lower <= 0) and np.all(model.row_upper >= 0))
    none = np.zeros(0)
    duals = np.zeros(len(model.row_upper))
    return Answer(Verdict.OPTIMAL, none, duals, 0.0) if holds else Answer(Verdict.INFEASIBLE, None, None, inf)


class _Quiet(highspy.Highs):
    """HiGHS without its banner, which its constructor would print when it switches callbacks on."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is HiGHS's
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _solver(model: Model, *, integral: bool) -> highspy.Highs:
    solver = _Quiet()  # type: ignore[no-untyped-call]
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    for name in _TIGHT if not integral or len(model.objective) <= _MANY else ():
        solver.setOptionValue(name, _TOLERANCE)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.objective), len(model.row_upper)
    lp.col_cost_ = model.objective
    lp.col_lower_, lp.col_upper_ = np.zeros(len(model.objective)), model.column_upper
    lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = model.matrix.indptr, model.matrix.indices
    lp.a_matrix_.value_ = model.matrix.data
    if integral:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[bool(flag)] for flag in model.integer]
    if solver.passModel(lp) == highspy.HighsStatus.kError:
        raise KaimenError("HiGHS did not take the model")
    return solver


def _run(solver: highspy.Highs) -> highspy.HighsModelStatus:
    solver.run()
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kUnboundedOrInfeasible, highspy.HighsModelStatus.kInfeasible):
        # That nothing fits is said only when the model as it stands has no point, without any presolve.
        solver.setOptionValue("presolve", "off")
        solver.run()
        status = solver.getModelStatus()
    return status


def _answer(solver: highspy.Highs, status: highspy.HighsModelStatus) -> Answer:
    if status not in _VERDICTS:
        raise KaimenError(f"HiGHS ended with a status that is not expected here: {status}")
    info, solution = solver.getInfo(), solver.getSolution()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Answer(
        _VERDICTS[status],
        np.array(solution.col_value) if feasible else None,
        np.array(solution.row_dual) if solution.dual_valid else None,
        float(info.mip_dual_bound),
    )


class Relaxation:
    """A model without its integrality, solved once and again after small changes of its right sides."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._solver = _solver(model, integral=False)

    def answer(self) -> Answer:
        """Return the answer to the model as it stands."""
        return _answer(self._solver, _run(self._solver))

    def moved(self, row: int, by: float) -> Answer:
        """Return the answer with one row's sides moved, from the last basis; the row is put back."""
        lower, upper = float(self.model.row_lower[row]), float(self.model.row_upper[row])
        self._solver.changeRowBounds(row, lower + by, upper + by)
        answer = _answer(self._solver, _run(self._solver))
        self._solver.changeRowBounds(row, lower, upper)
        self._solver.setOptionValue("presolve", "choose")
        return answer

    def within(self, column_upper: Floats, row_lower: Floats, row_upper: Floats) -> Answer:
        """Return the answer within these bounds, which stay until the next call, from the last basis."""
        columns, rows = len(column_upper), len(row_upper)
        indices = np.arange(columns, dtype=np.int32)
        self._solver.changeColsBounds(columns, indices, np.zeros(columns), column_upper)
        self._solver.changeRowsBounds(rows, np.arange(rows, dtype=np.int32), row_lower, row_upper)  # type: ignore[attr-defined]  # not in its stubs
        answer = _answer(self._solver, _run(self._solver))
        self._solver.setOptionValue("presolve", "choose")
        return answer

    def add(self, block: Any, upper: Floats) -> None:
        """Add rows (a scipy.sparse.csr_array over the columns), each at most its upper side."""
        size, lower = len(upper), np.full(len(upper), -inf)
        starts, indices = block.indptr[:-1].astype(np.int32), block.indices.astype(np.int32)
        self._solver.addRows(size, lower, upper, block.nnz, starts, indices, block.data)

    def drop(self, rows: Ints) -> None:
        """Take rows out; those after them move up."""
        self._solver.deleteRows(len(rows), rows.astype(np.int32))

    def ray(self) -> Floats | None:
        """Return row multipliers that show that the last model had no point, signed like row duals; None: unknown."""
        _, known, values = self._solver.getDualRay()  # type: ignore[attr-defined]  # not in its stubs
        return np.array(values) if known else None
