"""The statement by columns: what each option takes of every row, in one piece of memory.

Rows are renumbered. *Wide* rows come first: quotas, then rules over many projects, then a row per
fund and period. *Local* rows follow: rules over a few projects, such as prerequisites and
exclusions. Projects that share local rows, directly or through others, form a block. Prices of
wide rows concern everybody; prices of local rows only their block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from kaimen.problem import Ints, Problem, Terms
from kaimen.solve.compiled import compiled

Rows = npt.NDArray[np.int32]

FEW = 16
"""A rule over at most so many projects is local."""

LARGEST_BLOCK = 48
"""Local rows to a block; the rows of a larger tangle are dealt out to several blocks."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What options take of rows.

    Shapes: P projects, O options, N nonzeros, W wide rows, L local rows, B blocks, G rules.
    """

    first: Ints  # P + 1: options of project p are first[p] to first[p + 1]
    start: Ints  # O + 1: entries of option o are start[o] to start[o + 1], ...
    local: Ints  # O: ... of which those from local[o] on are of local rows
    row: Rows  # N
    amount: Ints  # N
    rule_row: Ints  # G: row of each rule
    fund_row: int  # row of the first fund in the first period
    wide: int  # W
    side: npt.NDArray[np.float64]  # W + L: right sides
    sense: npt.NDArray[np.int8]  # W + L: 1 price >= 0, -1 price <= 0, 0 free
    block_start: Ints  # B + 1: projects of block b are block_project[block_start[b] : block_start[b + 1]]
    block_project: Ints
    block_owned: npt.NDArray[np.bool_]  # false where an earlier block has the project too
    block_row_start: Ints  # B + 1: local rows of block b are block_row_start[b] to block_row_start[b + 1]
    tangle_start: Ints  # blocks that share projects are tangle_start[t] to tangle_start[t + 1]
    single: Ints  # projects in no block


def columns_of(problem: Problem) -> Columns:
    """Return the columns of a problem."""
    rules, quotas = len(problem.rules), len(problem.quotas)
    option_project, terms = problem.option_project, problem.rule_terms
    rule_of, project_of = _touching(terms, option_project, rules)
    is_local = np.bincount(rule_of, minlength=rules) <= FEW
    blocks = _blocks(rule_of, project_of, is_local)
    wide_rules = np.flatnonzero(~is_local)
    local_rules = blocks.rule
    fund_row = quotas + len(wide_rules)
    wide = fund_row + problem.fund_limit.size
    rule_row = np.zeros(rules, dtype=np.int64)
    rule_row[wide_rules] = quotas + np.arange(len(wide_rules))
    rule_row[local_rules] = wide + np.arange(len(local_rules))
    row, amount, start, local = _merged(problem, rule_row, wide)
    senses = np.array([rule.sense for rule in problem.rules], dtype=np.int8)
    sides = (problem.limit, problem.rule_side[wide_rules], problem.fund_limit.ravel(), problem.rule_side[local_rules])
    signs = (np.ones(quotas), senses[wide_rules], np.ones(problem.fund_limit.size), senses[local_rules])
    alone = np.ones(len(problem.projects), dtype=np.bool_)
    alone[blocks.project] = False
    return Columns(
        first=np.searchsorted(option_project, np.arange(len(problem.projects) + 1)),
        start=start,
        local=local,
        row=row,
        amount=amount,
        rule_row=rule_row,
        fund_row=fund_row,
        wide=wide,
        side=np.concatenate(sides).astype(np.float64),
        sense=np.concatenate(signs).astype(np.int8),
        block_start=blocks.project_start,
        block_project=blocks.project,
        block_owned=blocks.owned,
        block_row_start=blocks.rule_start + wide,
        tangle_start=blocks.tangle_start,
        single=np.flatnonzero(alone),
    )


def _touching(terms: Terms, option_project: Ints, rules: int) -> tuple[Ints, Ints]:
    """Return each pair of a rule and a project it has a coefficient for, once (unless next to each other)."""
    project = option_project[terms.option]
    few = np.bincount(terms.row, minlength=rules)
    # Rules with very many entries are wide whatever they touch: most of the memory is theirs.
    keep = few[terms.row] <= FEW * 256
    pair = np.unique(terms.row[keep] * max(1, len(option_project)) + project[keep])
    many = np.flatnonzero(few > FEW * 256)
    rule = np.concatenate([pair // max(1, len(option_project)), np.repeat(many, FEW + 1)])
    return rule, np.concatenate([pair % max(1, len(option_project)), np.zeros(len(many) * (FEW + 1), dtype=np.int64)])


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    project: Ints
    project_start: Ints
    owned: npt.NDArray[np.bool_]
    rule: Ints
    rule_start: Ints
    tangle_start: Ints


def _blocks(rule_of: Ints, project_of: Ints, is_local: npt.NDArray[np.bool_]) -> _Blocks:
    """Deal local rules out to blocks: connected through projects, cut by the order of the rules where too many."""
    keep = is_local[rule_of]
    rules = np.flatnonzero(is_local)
    rule = np.searchsorted(rules, rule_of[keep])
    projects, project = np.unique(project_of[keep], return_inverse=True)
    size = len(rules) + len(projects)
    edges = sparse.coo_array((np.ones(len(rule)), (rule, project + len(rules))), shape=(size, size))
    label = csgraph.connected_components(edges, directed=False)[1][: len(rules)].astype(np.int64)
    order = np.argsort(label, kind="stable")
    chunk = (np.arange(len(order)) - np.searchsorted(label[order], label[order])) // LARGEST_BLOCK
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (np.diff(label[order]) != 0) | (np.diff(chunk) != 0)
    block_of_rule = np.empty(len(order), dtype=np.int64)
    block_of_rule[order] = np.cumsum(is_new) - 1
    blocks = int(is_new.sum())
    first_of_block = order[is_new]
    pair = np.unique(block_of_rule[rule] * max(1, len(projects)) + project)
    block, member = pair // max(1, len(projects)), pair % max(1, len(projects))
    owned = np.zeros(len(pair), dtype=np.bool_)
    owned[np.unique(member, return_index=True)[1]] = True
    tangles = label[first_of_block]
    return _Blocks(
        projects[member],
        np.searchsorted(block, np.arange(blocks + 1)),
        owned,
        rules[order],
        np.append(np.flatnonzero(is_new), len(order)),
        np.append(np.flatnonzero(np.append(1, np.diff(tangles))), blocks) if blocks else np.zeros(1, dtype=np.int64),
    )


def _merged(problem: Problem, rule_row: Ints, wide: int) -> tuple[Rows, Ints, Ints, Ints]:
    options = np.arange(problem.option_count + 1)
    demand_start = np.searchsorted(problem.demand.option, options)
    rule_start = np.searchsorted(problem.rule_terms.option, options)
    start = demand_start + rule_start
    row = np.empty(start[-1], dtype=np.int32)
    amount = np.empty(start[-1], dtype=np.int64)
    local = np.empty(problem.option_count, dtype=np.int64)
    demand, terms = problem.demand, problem.rule_terms
    _merge(
        demand_start, demand.row, demand.amount, rule_start, terms.row, terms.amount, rule_row, wide, row, amount, local
    )
    return row, amount, start, local


@compiled
def _merge(
    demand_start: Ints,
    demand_row: Ints,
    demand_amount: Ints,
    rule_start: Ints,
    rule: Ints,
    rule_amount: Ints,
    rule_row: Ints,
    wide: int,
    row: Rows,
    amount: Ints,
    local: Ints,
) -> None:
    at = 0
    for option in range(len(local)):
        for entry in range(demand_start[option], demand_start[option + 1]):
            row[at], amount[at] = demand_row[entry], demand_amount[entry]
            at += 1
        for entry in range(rule_start[option], rule_start[option + 1]):
            if rule_row[rule[entry]] < wide:
                row[at], amount[at] = rule_row[rule[entry]], rule_amount[entry]
                at += 1
        local[option] = at
        for entry in range(rule_start[option], rule_start[option + 1]):
            if rule_row[rule[entry]] >= wide:
                row[at], amount[at] = rule_row[rule[entry]], rule_amount[entry]
                at += 1
