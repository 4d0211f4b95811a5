"""A problem with some of its options taken away, or with a project that must be chosen: values, not edits.

Rows keep their numbers, so prices of one are prices of the other; options, projects, costs and splits are
numbered anew. What may not be forced is the caller's business: a project without an option cannot be chosen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kaimen.errors import KaimenError
from kaimen.problem.types import Ints, LifeRows, Problem, Splits, Terms


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """A problem over some options of another: what its option k and life row l are there, both ascending."""

    problem: Problem
    options: Ints
    lives: Ints


def with_options(problem: Problem, keep: npt.NDArray[np.bool_]) -> Narrowed:
    """Return the problem with only the options for which `keep` (O) is true; projects without one are left out.

    Raises:
        KaimenError: a project that must be chosen would have no option.
    """
    options = np.flatnonzero(keep)
    projects = np.unique(problem.option_project[options])
    lost = np.setdiff1d(np.flatnonzero(problem.must), projects)
    if len(lost):
        raise KaimenError(f"{problem.projects[lost[0]]} must be chosen and would have no option left.")
    cost = _kept(keep, problem.cost_option)
    life = _kept(keep, problem.life.option)
    split = np.isin(problem.splits.cost, cost)
    new_life = np.append(_numbers(life, len(problem.life.cap)), -1)
    splits = problem.splits
    return Narrowed(
        replace(
            problem,
            projects=tuple(problem.projects[p] for p in projects),
            titles=tuple(problem.titles[p] for p in projects),
            option_project=_frozen(np.searchsorted(projects, problem.option_project[options])),
            option_start=_frozen(problem.option_start[options]),
            option_site=_frozen(problem.option_site[options]),
            benefit=_frozen(problem.benefit[options]),
            must=_frozen_flags(problem.must[projects]),
            demand=_terms(problem.demand, keep),
            rule_terms=_terms(problem.rule_terms, keep),
            cost_option=_frozen(np.searchsorted(options, problem.cost_option[cost])),
            cost_period=_frozen(problem.cost_period[cost]),
            cost_amount=_frozen(problem.cost_amount[cost]),
            splits=Splits(
                _frozen(np.searchsorted(cost, splits.cost[split])),
                _frozen(splits.fund[split]),
                _frozen(splits.cap[split]),
                _frozen(new_life[splits.life[split]]),
            ),
            life=LifeRows(
                _frozen(np.searchsorted(options, problem.life.option[life])),
                _frozen(problem.life.fund[life]),
                _frozen(problem.life.cap[life]),
            ),
            order=_frozen(problem.order[options]) if len(problem.order) else problem.order,
        ),
        _frozen(options),
        _frozen(life),
    )


def forced_in(problem: Problem, project: int, options: Collection[int] = ()) -> Narrowed:
    """Return the problem in which a project (by index) must be chosen, with one of these options if any are given."""
    must = problem.must.copy()
    must[project] = True
    forced = replace(problem, must=_frozen_flags(must))
    allowed = np.isin(np.arange(problem.option_count), list(options or problem.options_of(project)))
    return with_options(forced, (problem.option_project != project) | allowed)


def forced_out(problem: Problem, project: int) -> Narrowed:
    """Return the problem in which a project (by index) cannot be chosen.

    Raises:
        KaimenError: it must be chosen.
    """
    return with_options(problem, problem.option_project != project)


def _terms(terms: Terms, keep: npt.NDArray[np.bool_]) -> Terms:
    kept = _kept(keep, terms.option)
    numbers = _numbers(np.flatnonzero(keep), len(keep))
    return Terms(_frozen(terms.row[kept]), _frozen(numbers[terms.option[kept]]), _frozen(terms.amount[kept]))


def _kept(keep: npt.NDArray[np.bool_], option: Ints) -> npt.NDArray[np.int64]:
    return np.flatnonzero(keep[option]) if len(option) else np.zeros(0, dtype=np.int64)


def _numbers(kept: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Return by old number the new one, -1 where there is none."""
    numbers = np.full(size, -1)
    numbers[kept] = np.arange(len(kept))
    return numbers


def _frozen(values: npt.NDArray[np.int64]) -> Ints:
    array = np.array(values, dtype=np.int64)
    array.setflags(write=False)
    return array


def _frozen_flags(values: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    array = np.array(values, dtype=np.bool_)
    array.setflags(write=False)
    return array
