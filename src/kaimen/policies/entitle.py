"""Entitlements of many firms at once: what each is due under each policy on a day, without applying for it.

In this order: what conditions say; lines that keep a firm out; policies in whose place another is due; limits on how
policies add up, in the order of the book. Arrays have a row per policy in force and a column per firm, so that 100,000
firms and 200 policies take about 0.3 GB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import Finding
from kaimen.firms import Firm
from kaimen.policies.columns import Bools, Exact, FirmColumns
from kaimen.policies.conditions import HOLDS, OPEN, judge
from kaimen.policies.grants import PARTS, granted
from kaimen.policies.types import AccessLine, Policy, PolicyBook, Stacking
from kaimen.regions import RegionTree

_NO_REGIONS = RegionTree()


class Outcome(IntEnum):
    """What a policy comes to for a firm."""

    DUE = 0  # in full
    CUT = 1  # in part: a limit on the sum leaves less
    DISPLACED = 2  # another policy is due in its place
    LIMITED = 3  # a limit on how policies add up leaves nothing
    BARRED = 4  # a line keeps the firm out
    FAILS = 5  # a condition does not hold
    OPEN = 6  # a fact is not known


OUTCOMES = {
    Outcome.DUE: "due",
    Outcome.CUT: "due in part",
    Outcome.DISPLACED: "another is due instead",
    Outcome.LIMITED: "over the limit of several",
    Outcome.BARRED: "kept out",
    Outcome.FAILS: "a condition does not hold",
    Outcome.OPEN: "a fact is not known",
}
"""Outcomes in words."""


@dataclass(frozen=True, slots=True, eq=False)
class Entitlements:
    """What firms are due. Shapes: P policies in force, A access lines in force, N firms.

    Attributes:
        outcome: (P, N) an `Outcome`.
        amount: (P, N) hundredths of the currency that are due; 0 where nothing is.
        failing: (P, N) the number of the first condition of the policy that does not hold, or -1.
        lacking: (P, N) how many conditions do not hold or are not known.
        shortfall: (P, N) the largest relative distance of the numbers that would have to change, infinite where
            something else would.
        out: (A, N) whether a line keeps a firm out.
    """

    columns: FirmColumns
    policies: tuple[Policy, ...]
    lines: tuple[AccessLine, ...]
    outcome: npt.NDArray[np.int8]
    amount: Exact
    failing: npt.NDArray[np.int16]
    lacking: npt.NDArray[np.int16]
    shortfall: npt.NDArray[np.float32]
    out: Bools

    @property
    def findings(self) -> list[Finding]:
        """What was found about the firms' facts."""
        return self.columns.findings

    @property
    def due(self) -> Bools:
        """(P, N) whether something is due."""
        found: Bools = self.outcome <= Outcome.CUT
        return found

    def nearly(self, within: float) -> Bools:
        """(P, N) whether a policy fails by numbers alone, each within a share of its threshold."""
        found: Bools = (self.outcome == Outcome.FAILS) & (self.shortfall <= within)
        return found


def entitle(book: PolicyBook, firms: Sequence[Firm], day: date, regions: RegionTree = _NO_REGIONS) -> Entitlements:
    """Return what firms are due under a book's policies on a day."""
    columns = FirmColumns(firms, book, day, regions)
    policies = book.in_force(day)
    lines = tuple(line for line in book.access if line.is_in_force(day))
    size = len(columns)
    shape = (len(policies), size)
    outcome = np.full(shape, Outcome.DUE, dtype=np.int8)
    failing, lacking = np.full(shape, -1, dtype=np.int16), np.zeros(shape, dtype=np.int16)
    shortfall = np.zeros(shape, dtype=np.float32)
    amounts: list[Exact] = []
    out = np.zeros((len(lines), size), dtype=np.bool_)
    for row, line in enumerate(lines):
        out[row] = judge(line.when, columns).state == HOLDS
    for row, policy in enumerate(policies):
        _conditions(policy, columns, outcome[row], failing[row], lacking[row], shortfall[row])
        worth, known = granted(policy.grant, columns)
        outcome[row][(outcome[row] == Outcome.DUE) & ~known] = Outcome.OPEN
        barred = _kept_out(policy, lines, out)
        outcome[row][(outcome[row] == Outcome.DUE) & barred] = Outcome.BARRED
        amounts.append(np.where(outcome[row] == Outcome.DUE, worth, 0))
    amount = np.array(amounts) if amounts else np.zeros(shape, dtype=np.int64)
    _displace(policies, outcome, amount)
    for stacking in book.stackings:
        _stack(stacking, policies, outcome, amount)
    return Entitlements(columns, policies, lines, outcome, amount, failing, lacking, shortfall, out)


def _conditions(policy: Policy, columns: FirmColumns, outcome: Any, failing: Any, lacking: Any, far: Any) -> None:
    """Fill a policy's rows; what does not hold comes before what is not known."""
    for number, part in enumerate(policy.when.of):
        judged = judge(part, columns)
        first = (judged.state != HOLDS) & (failing < 0)
        worse = (judged.state != HOLDS) & (judged.state != OPEN) & (outcome != Outcome.FAILS)
        failing[first | worse] = number
        lacking += judged.state != HOLDS
        outcome[(judged.state == OPEN) & (outcome == Outcome.DUE)] = Outcome.OPEN
        outcome[worse] = Outcome.FAILS
        np.maximum(far, judged.shortfall, out=far)


def _kept_out(policy: Policy, lines: Sequence[AccessLine], out: Bools) -> Bools:
    rows = [row for row, line in enumerate(lines) if policy.id in line.policies or "*" in line.policies]
    found: Bools = np.any(out[rows], axis=0)
    return found


def displacing_first(policies: Sequence[Policy]) -> list[int]:
    """Return the policies' numbers so that each comes before those it displaces.

    Raises:
        graphlib.CycleError: policies displace each other in a circle.
    """
    rows = {policy.id: row for row, policy in enumerate(policies)}
    order: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(range(len(policies)), ()))
    for row, policy in enumerate(policies):
        for other in policy.instead_of:
            if other in rows:
                order.add(rows[other], row)
    return list(order.static_order())


def _displace(policies: Sequence[Policy], outcome: Any, amount: Exact) -> None:
    rows = {policy.id: row for row, policy in enumerate(policies)}
    for row in displacing_first(policies):
        for other in policies[row].instead_of:
            if other in rows:
                gone = (outcome[row] == Outcome.DUE) & (outcome[rows[other]] == Outcome.DUE)
                outcome[rows[other]][gone] = Outcome.DISPLACED
                amount[rows[other]][gone] = 0


def _stack(stacking: Stacking, policies: Sequence[Policy], outcome: Any, amount: Exact) -> None:
    named = {policy.id: row for row, policy in enumerate(policies)}
    rows = [named[name] for name in stacking.policies if name in named]
    if not rows:
        return
    due = outcome[rows] <= Outcome.CUT
    if stacking.count is not None:
        # How many go first: those of more money, of equal money those named before.
        worth = [amount[row].copy() for row in rows]
        for place, row in enumerate(rows):
            first = np.zeros(amount.shape[1], dtype=np.int32)
            for other in range(len(rows)):
                ahead = worth[other] >= worth[place] if other < place else worth[other] > worth[place]
                first += due[other] & ahead
            over = due[place] & (first >= stacking.count)
            outcome[row][over] = Outcome.LIMITED
        for place, row in enumerate(rows):
            amount[row] = np.where(due[place] & (outcome[row] == Outcome.LIMITED), 0, worth[place])
    if stacking.amount is not None:
        left: Exact = np.full(amount.shape[1], int(stacking.amount * PARTS // 1), dtype=amount.dtype)
        for row in rows:
            is_due = outcome[row] <= Outcome.CUT
            given = np.minimum(amount[row], left)
            short = is_due & (given < amount[row])
            outcome[row][short] = np.where(given[short] > 0, Outcome.CUT, Outcome.LIMITED)
            amount[row] = np.where(is_due, given, amount[row])
            left = left - np.where(is_due, given, 0)
