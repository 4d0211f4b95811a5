"""Late warnings on any planner's yearly lists: who is likely to end later, and how far to trust it.

The model of `kaimen.delivery.late` is fitted on all years whose outcome is known and gives a chance to every project of
the last year. How good such warnings were is told from the last years one by one, each with a model fitted on what
was known by then, beside the base line of how often projects of the same rating were late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kaimen.delivery.late import (
    FEATURES,
    Pair,
    Trial,
    YearReport,
    features,
    histories,
    late_of,
    pairs,
    rating_chances,
    trial,
)
from kaimen.logistic import Bin, Model, calibration, fit, log_loss, precision_at

LEAST_PAIRS, LEAST_OF_EACH, LEAST_TESTED = 40, 8, 10
"""Year pairs to learn from, of them late and not late, and pairs of a year to try: below them nothing is said."""

RECALL = 0.5
_MOST_YEARS = 5
_MOST_DRIVERS = 2


@dataclass(frozen=True, slots=True)
class Warned:
    """A project of the last year with its chance of ending later, the base line's, and what speaks most for it."""

    project: str
    rating: str
    end: date | None
    chance: float
    base: float
    drivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A year's trial: pairs, late ones, log loss of model and base line, precision of both where half are found."""

    year: int
    pairs: int
    late: int
    log_loss: tuple[float, float]
    precision: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Warnings:
    """Warnings for the year after `year`; `scores` and `bins` say how such warnings were before.

    `learnt` are the pairs the model was fitted on, `late` how many of them were late. `bins` is empty where no year
    could be tried.
    """

    year: int
    learnt: int
    late: int
    warned: tuple[Warned, ...]
    scores: tuple[Score, ...]
    bins: tuple[Bin, ...]

    @property
    def is_better(self) -> bool | None:
        """Whether log loss beat the base line over all years tried (None: no year was)."""
        if not self.scores:
            return None
        totals = [sum(s.log_loss[at] * s.pairs for s in self.scores) for at in (0, 1)]
        return totals[0] < totals[1]


def warn(reports: Sequence[YearReport], *, has_ids: bool = False) -> Warnings | None:
    """Return warnings from yearly reports; None where there are too few pairs to learn from.

    Args:
        reports: of all years; the last year's projects are warned about.
        has_ids: names are ids that stay, so that nothing is linked by likeness.
    """
    chains = histories(reports, renamed=not has_ids)
    known = [pair for pair in pairs(chains) if pair.days_later is not None]
    if not reports or not _is_enough(known):
        return None
    year = max(report.year for report in reports)
    model, late = fit(np.array([features(p) for p in known]), late_of(known)), late_of(known)
    last = [Pair(chain, year) for chain in chains if year in chain]
    trials = [trial(known, y) for y in _tried(known)]
    bins: tuple[Bin, ...] = ()
    if trials:
        chances, what = (np.concatenate([getattr(t, name) for t in trials]) for name in ("model", "late"))
        bins = tuple(calibration(chances, what))
    warned = sorted(_warned(model, known, last), key=lambda w: (-w.chance, w.project))
    return Warnings(year, len(known), int(late.sum()), tuple(warned), tuple(map(_score, trials)), bins)


def _is_enough(known: Sequence[Pair]) -> bool:
    late = int(late_of(known).sum()) if known else 0
    return len(known) >= LEAST_PAIRS and min(late, len(known) - late) >= LEAST_OF_EACH


def _tried(known: Sequence[Pair]) -> list[int]:
    """Return the last years that can be tried: enough known by then, enough to test, a late one among them."""
    years = sorted({pair.year for pair in known})
    good = []
    for year in years:
        own = [p for p in known if p.year == year]
        before = [p for p in known if p.year < year]
        if len(own) >= LEAST_TESTED and late_of(own).any() and _is_enough(before):
            good.append(year)
    return good[-_MOST_YEARS:]


def _score(one: Trial) -> Score:
    return Score(
        one.year,
        len(one.late),
        int(one.late.sum()),
        (log_loss(one.model, one.late), log_loss(one.base, one.late)),
        (precision_at(one.model, one.late, RECALL), precision_at(one.base, one.late, RECALL)),
    )


def _warned(model: Model, known: Sequence[Pair], last: Sequence[Pair]) -> list[Warned]:
    rows = np.array([features(pair) for pair in last])
    parts = (rows - model.mean) / model.spread * model.weights[:-1]
    found = []
    for pair, chance, base, own in zip(last, model.chances(rows), rating_chances(known, last), parts, strict=True):
        report = pair.history[pair.year]
        order = [int(at) for at in np.argsort(-own, kind="stable")[:_MOST_DRIVERS] if own[at] > 0]
        drivers = tuple(FEATURES[at] for at in order)
        found.append(Warned(report.name, report.rating, report.end, float(chance), float(base), drivers))
    return found
