"""Which open cases will be late: from how cases like them went before, and from how long they have been open.

At receipt: a logistic model of log odds of past lateness, lately and by each class of the case, against those of all
cases and each drawn towards them by ten cases' weight; only what was known at that moment goes in. While a case is
open its chance is revised by Bayes' rule: late cases are all open until they are due, and of those in time a part
`G(u)` is still open after the part `u` of the time allowed, so `p / (p + (1 - p) G(u))`.

The outcome of a case is known when it is decided or when it is due, whichever comes first; training takes cases that
were due by then, so that quick decisions do not crowd out slow ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np

from kaimen.logistic import Bin, Floats, brier, calibration, fit, log_loss

LEAST_KNOWN, LEAST_OF_EACH, LEAST_TESTED = 60, 10, 20
"""Cases due by then to learn from, of them late and in time, and cases of a block that is tried."""

_PENALTY = 10.0
_LEAST_SPREAD = 1.0
_PRIOR = 10.0
_RECENT = 60.0
_BLOCKS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A case as the forecast sees it: moments in days; `decided` None while open; its classes by field."""

    id: str
    received: float
    due: float
    decided: float | None
    classes: Mapping[str, str]

    def is_late(self, now: float) -> bool | None:
        """Whether it was late as known at a moment; None while that is open."""
        if self.decided is not None and self.decided <= now:
            return self.decided > self.due
        return True if now > self.due else None


@dataclass(frozen=True, slots=True)
class Chance:
    """An open case with its chance of being late, the base rate, and the chance it had at receipt."""

    id: str
    chance: float
    at_receipt: float
    base: float


@dataclass(frozen=True, slots=True)
class Block:
    """A block of later cases: how many, how many late; log loss and Brier score of model and base rate."""

    first: float
    cases: int
    late: int
    log_loss: tuple[float, float]
    brier: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """How forecasts at receipt were on later cases, block by block, and all together by chance."""

    blocks: tuple[Block, ...]
    bins: tuple[Bin, ...]

    @property
    def totals(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return log loss and Brier score over all blocks, each of model and base rate."""
        count = sum(block.cases for block in self.blocks)
        losses, briers = (
            tuple(sum(getattr(b, name)[at] * b.cases for b in self.blocks) / count for at in (0, 1))
            for name in ("log_loss", "brier")
        )
        return (losses[0], losses[1]), (briers[0], briers[1])


def chances(cases: Sequence[Known], now: float) -> list[Chance] | None:
    """Return every open case that is not yet due with its chances; None where too little is known to learn from."""
    past = _Past(cases)
    known = [case for case in cases if case.due < now and case.received < now]
    if not _is_enough(known):
        return None
    late = _late(known)
    model = fit(np.array([past.features(case) for case in known]), late, _PENALTY, _LEAST_SPREAD)
    base = float(late.mean())
    kept = _still_open(known)
    opened = [case for case in cases if case.received <= now < case.due and not (case.decided and case.decided <= now)]
    found = []
    for case in opened:
        prior = float(model.chances(np.array([past.features(case)]))[0])
        part = (now - case.received) / max(case.due - case.received, 1e-9)
        found.append(Chance(case.id, revised(prior, kept(part)), prior, base))
    return sorted(found, key=lambda chance: (-chance.chance, chance.id))


def revised(prior: float, still: float) -> float:
    """Return a chance of lateness for a case that is still open, when a part of those in time would still be too."""
    return prior / (prior + (1 - prior) * still)


def trial(cases: Sequence[Known], now: float) -> Trial | None:
    """Return how forecasts at receipt were on later cases; None where there are too few.

    Cases are cut into ten blocks by receipt. Each block is forecast by a model of the cases that were due before its
    first case came; the base rate is the late part of the same cases.
    """
    past = _Past(cases)
    ordered = sorted(cases, key=lambda case: (case.received, case.id))
    cuts = np.linspace(0, len(ordered), _BLOCKS + 1).astype(int)
    blocks, every, what = [], [], []
    for low, high in pairwise(cuts.tolist()):
        block = [case for case in ordered[low:high] if case.is_late(now) is not None]
        if len(block) < LEAST_TESTED:
            continue
        start = block[0].received
        known = [case for case in cases if case.due < start]
        if not _is_enough(known):
            continue
        late = _late(known)
        model = fit(np.array([past.features(case) for case in known]), late, _PENALTY, _LEAST_SPREAD)
        own = np.array([float(bool(case.is_late(now))) for case in block])
        given = model.chances(np.array([past.features(case) for case in block]))
        base = np.full(len(block), float(late.mean()))
        blocks.append(
            Block(
                start,
                len(block),
                int(own.sum()),
                (log_loss(given, own), log_loss(base, own)),
                (brier(given, own), brier(base, own)),
            )
        )
        every.append(given)
        what.append(own)
    if not blocks:
        return None
    return Trial(tuple(blocks), tuple(calibration(np.concatenate(every), np.concatenate(what))))


def _is_enough(known: Sequence[Known]) -> bool:
    late = int(_late(known).sum())
    return len(known) >= LEAST_KNOWN and min(late, len(known) - late) >= LEAST_OF_EACH


def _late(known: Sequence[Known]) -> Floats:
    """Return which of cases that are due were late, 1 or 0."""
    return np.array([float(case.decided is None or case.decided > case.due) for case in known])


class _Past:
    """What was known of earlier cases at the receipt of each: counts by class, and lately."""

    def __init__(self, cases: Sequence[Known]) -> None:
        self._cases = sorted(cases, key=lambda case: (case.due, case.id))
        self._dues = [case.due for case in self._cases]
        self._late = _late(self._cases)
        self._sums = np.concatenate([[0.0], np.cumsum(self._late)])
        values: dict[str, set[str]] = {}
        for case in cases:
            for name, value in case.classes.items():
                values.setdefault(name, set()).add(value)
        self.fields = sorted(name for name in values if len(values[name]) > 1)
        self._by: dict[tuple[str, str], tuple[list[float], Floats]] = {}
        for name in self.fields:
            groups: dict[str, list[int]] = {}
            for at, case in enumerate(self._cases):
                groups.setdefault(case.classes.get(name, ""), []).append(at)
            for value, places in groups.items():
                sums = np.concatenate([[0.0], np.cumsum(self._late[places])])
                self._by[name, value] = ([self._dues[at] for at in places], sums)

    def features(self, case: Known) -> list[float]:
        """Return the log odds of lateness lately and by each class, less those of all, of cases due before this one."""
        now = case.received
        count = bisect_right(self._dues, now)
        share = (self._sums[count] + 1) / (count + 4)
        first = bisect_right(self._dues, now - _RECENT)
        recent = (self._sums[count] - self._sums[first] + _PRIOR * share) / (count - first + _PRIOR)
        found = [_logit(recent) - _logit(share)]
        for name in self.fields:
            dues, sums = self._by[name, case.classes.get(name, "")]
            own = bisect_right(dues, now)
            found.append(_logit((sums[own] + _PRIOR * share) / (own + _PRIOR)) - _logit(share))
        return found


class _still_open:  # noqa: N801 - called like a function
    """The part of cases in time that is still open after a part of the time allowed; never quite 0."""

    def __init__(self, known: Sequence[Known]) -> None:
        own = [c for c in known if c.decided is not None and c.decided <= c.due]
        self._parts = sorted((c.decided - c.received) / max(c.due - c.received, 1e-9) for c in own if c.decided)

    def __call__(self, part: float) -> float:
        gone = bisect_right(self._parts, part)
        return (len(self._parts) - gone + 1) / (len(self._parts) + 1)


def _logit(part: float) -> float:
    part = min(max(float(part), 1e-6), 1 - 1e-6)
    return log(part / (1 - part))
