"""Published questions as problems: multidimensional knapsacks, with and without multiple choice, and whole models.

Formats: OR-Library's `mknap` files with several questions each (Chu and Beasley 1998, doi:10.1023/A:1009642405419),
Khan's multiple-choice files (Khan et al. 2002), and the arrays of a whole model as `numpy.savez` keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kaimen.evidence import Citation
from kaimen.problem import AT_LEAST, AT_MOST, EQUAL, Ints, LifeRows, Problem, QuotaRow, RuleRow, Splits, Terms
from kaimen.quantity import Unit

COUNT, UNCITED = Unit("unit", "count"), Citation()


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A question with the best benefit known of it, if any."""

    name: str
    problem: Problem
    best_known: float | None = None


def plain_problem(
    name: str,
    option_project: Ints,
    benefit: Ints,
    quotas: Sequence[QuotaRow],
    limit: Ints,
    demand: Terms,
    *,
    must: npt.NDArray[np.bool_] | None = None,
    start: Ints | None = None,
    periods: tuple[str, ...] = ("0",),
    draws: tuple[Ints, Ints] | None = None,
    rules: tuple[Sequence[RuleRow], Ints, Terms] | None = None,
    benefit_scale: int = 1,
) -> Problem:
    """Return a problem without money or carries; `draws` are the pool above each row (-1: none) and the cap."""
    n, rows, none = int(option_project[-1]) + 1, len(quotas), np.zeros(0, dtype=np.int64)
    ids = tuple(f"P{number:07d}" for number in range(n))
    above, cap = draws or (np.full(rows, -1), np.zeros(rows, dtype=np.int64))
    rule_rows, sides, terms = rules or ((), none, Terms(none, none, none))
    return Problem(
        scenario=name,
        library=name,
        periods=periods,
        projects=ids,
        titles=ids,
        sites=("",),
        option_project=option_project,
        option_start=start if start is not None else np.zeros(len(benefit), dtype=np.int64),
        option_site=np.zeros(len(benefit), dtype=np.int64),
        benefit=benefit,
        benefit_scale=benefit_scale,
        must=must if must is not None else np.zeros(n, dtype=np.bool_),
        quotas=tuple(quotas),
        limit=limit,
        demand=demand,
        above=above,
        draw_cap=cap,
        carry_to=np.full(rows, -1),
        carry_cap=np.zeros(rows, dtype=np.int64),
        carry_rate=np.ones((rows, 2), dtype=np.int64),
        funds=(),
        fund_limit=np.zeros((0, len(periods)), dtype=np.int64),
        money_unit=Unit("yuan", "money"),
        money_scale=1,
        cost_option=none,
        cost_period=none,
        cost_amount=none,
        splits=Splits(none, none, none, none),
        life=LifeRows(none, none, none),
        rules=tuple(rule_rows),
        rule_terms=terms,
        rule_side=sides,
        barred=(),
        order=none,
        seed=0,
    )


def read_knapsacks(path: Path) -> Iterator[Instance]:
    """Yield the questions of an OR-Library file; best values come from `mkcbres.txt` beside it."""
    words = iter(path.read_text(encoding="ascii").split())
    known = _best_known(path.with_name("mkcbres.txt"))

    def take(count: int) -> Ints:
        return np.array([int(Decimal(next(words))) for _ in range(count)], dtype=np.int64)

    for number in range(int(next(words))):
        n, m, _ = take(3).tolist()
        benefit, amounts, limit = take(n), take(n * m).reshape(m, n), take(m)
        name = f"{path.stem}_{number:02d}"
        problem = plain_problem(name, np.arange(n), benefit, _rows(m), limit, _dense_terms(amounts))
        yield Instance(name, problem, known.get(f"{m}.{n}-{number:02d}"))


def read_choices(path: Path) -> Instance:
    """Return a question of Khan's format: of each group exactly one item."""
    words = iter(path.read_text(encoding="ascii").split())
    groups, items, m = (int(next(words)) for _ in range(3))
    limit = np.array([int(Decimal(next(words))) for _ in range(m)], dtype=np.int64)
    benefit, amounts = [], []
    for _ in range(groups):
        next(words)  # the number of the group
        for _ in range(items):
            benefit.append(int(Decimal(next(words)) * 100))
            amounts.append([int(Decimal(next(words))) for _ in range(m)])
    problem = plain_problem(
        path.stem,
        np.repeat(np.arange(groups), items),
        np.array(benefit, dtype=np.int64),
        _rows(m),
        limit,
        _dense_terms(np.array(amounts, dtype=np.int64).T),
        must=np.ones(groups, dtype=np.bool_),
        benefit_scale=100,
    )
    return Instance(path.stem, problem)


def read_model(path: Path) -> Instance:
    """Return the question in a file of arrays: c, data, indices, indptr, shape (columns), rl, ru, ub, integ.

    Integer columns are options, four to a project; the others are draws, -1 in the row fed and 1 in the pool. The last
    rows are the choices, one a project.
    """
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    matrix = sparse.csc_array(
        (arrays["data"], arrays["indices"], arrays["indptr"]), shape=tuple(arrays["shape"].tolist())
    )
    options = int(arrays["integ"].sum())
    n = options // 4
    body, drawn = sparse.csr_array(matrix[:-n, :options]), sparse.coo_array(matrix[:-n, options:])
    lower, upper = arrays["rl"][:-n], arrays["ru"][:-n]
    fed, pools = drawn.row[drawn.data < 0], drawn.row[drawn.data > 0]
    is_pool = np.isin(np.arange(len(upper)), pools)
    least = np.array([body.data[a:b].min(initial=0) for a, b in zip(body.indptr, body.indptr[1:], strict=False)])
    most = np.array([body.data[a:b].max(initial=0) for a, b in zip(body.indptr, body.indptr[1:], strict=False)])
    is_quota = is_pool | (np.isinf(lower) & (least >= 0) & (most > 1))
    quota_rows, rule_rows = np.flatnonzero(is_quota), np.flatnonzero(~is_quota)
    place = np.cumsum(is_quota) - 1
    above, cap = np.full(len(quota_rows), -1), np.zeros(len(quota_rows), dtype=np.int64)
    above[place[fed]] = place[pools]
    cap[place[fed]] = arrays["ub"][options + drawn.col[drawn.data < 0]].astype(np.int64)
    problem = plain_problem(
        path.stem,
        np.repeat(np.arange(n), 4),
        arrays["c"][:options].astype(np.int64),
        [_row(number, is_pool=bool(is_pool[row])) for number, row in enumerate(quota_rows)],
        upper[quota_rows].astype(np.int64),
        _terms(body[quota_rows]),
        must=arrays["rl"][-n:] == 1,
        start=np.tile(np.arange(4), n),
        periods=("0", "1", "2", "3"),
        draws=(above, cap),
        rules=_rules(body[rule_rows], lower[rule_rows], upper[rule_rows]),
    )
    return Instance(path.stem, problem)


def _best_known(path: Path) -> dict[str, float]:
    lines = path.read_text(encoding="ascii").splitlines() if path.is_file() else []
    pairs = [line.split() for line in lines]
    return {pair[0]: float(pair[1]) for pair in pairs if len(pair) == 2 and pair[0][0].isdigit()}


def _rows(count: int) -> list[QuotaRow]:
    return [_row(number) for number in range(count)]


def _row(number: int, *, is_pool: bool = False) -> QuotaRow:
    return QuotaRow(f"row {number}", f"row {number}", "", "0", COUNT, 1, is_pool, UNCITED)


def _dense_terms(amounts: Ints) -> Terms:
    """Return the nonzeros of an array rows x options, by option, then row."""
    option, row = np.nonzero(amounts.T)
    return Terms(row, option, amounts.T[option, row])


def _terms(matrix: sparse.csr_array) -> Terms:
    whole = sparse.coo_array(matrix)
    order = np.lexsort((whole.row, whole.col))
    row, option, amount = (part[order].astype(np.int64) for part in (whole.row, whole.col, whole.data))
    return Terms(row, option, amount)


def _rules(
    body: sparse.csr_array, lower: npt.NDArray[np.float64], upper: npt.NDArray[np.float64]
) -> tuple[list[RuleRow], Ints, Terms]:
    both = np.isfinite(lower) & np.isfinite(upper)
    if (both & (lower != upper)).any():
        raise ValueError("a row with two different sides is not read")
    sense = np.where(both, EQUAL, np.where(np.isfinite(lower), AT_LEAST, AT_MOST)).tolist()
    side = np.where(np.isfinite(lower), lower, upper).astype(np.int64)
    rows = [RuleRow(f"rule {number}", "rule", "", sense[number], "", 1, UNCITED) for number in range(len(side))]
    return rows, side, _terms(body)
