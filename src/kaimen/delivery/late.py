"""Early warning: which projects will say next year that they end later.

A yearly report on many projects (rating, dates, costs) is linked into histories, a plain logistic model with a
quadratic penalty is fitted on years whose outcome is already known, and its probabilities are held against an honest
base line: how often projects of the same rating were late before.

Names change from year to year. Equal names after folding are one project; of those left over in two following years,
names that share most of their words, and all of their figures (Phase 1 is not Phase 2a), are linked, the likest first.

The model is that of `kaimen.logistic`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log1p

import numpy as np

from kaimen.logistic import Floats, fit

RATINGS = ("green", "amber/green", "amber", "amber/red", "red")
"""Ratings from the best to the worst; anything else is no rating."""

_ALIKE = 0.6
_COST_UP = 0.001


@dataclass(frozen=True, slots=True)
class YearReport:
    """What was reported of a project in a year; costs in one unit, None where not said."""

    year: int
    name: str
    rating: str = ""
    start: date | None = None
    end: date | None = None
    cost: float | None = None
    year_baseline: float | None = None
    year_forecast: float | None = None

    @property
    def rank(self) -> int:
        """Place of the rating in `RATINGS`, -1 where there is none."""
        plain = self.rating.casefold().replace(" ", "")
        return RATINGS.index(plain) if plain in RATINGS else -1


History = Mapping[int, YearReport]


@dataclass(frozen=True, slots=True)
class Pair:
    """A project's reports of two following years, and all before."""

    history: History
    year: int

    @property
    def days_later(self) -> int | None:
        """Days by which the end moved from the first report to the next; None where one does not say it."""
        before, after = self.history[self.year].end, self.history[self.year + 1].end
        return (after - before).days if before and after else None

    @property
    def cost_is_up(self) -> bool | None:
        """Whether the cost rose by more than 0.1 %, which roundings do not; None where one does not say it."""
        before, after = self.history[self.year].cost, self.history[self.year + 1].cost
        return None if before is None or after is None else after > before * (1 + _COST_UP)


def folded(name: str) -> str:
    """Return a name in the form in which names are equal: lower case, letters and figures, single spaces."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())


def histories(reports: Iterable[YearReport], *, renamed: bool = True) -> list[dict[int, YearReport]]:
    """Return the reports by project; `renamed` links those whose name changed from one year to the next."""
    by_name: dict[str, dict[int, YearReport]] = {}
    for report in sorted(reports, key=lambda r: (r.year, r.name)):
        by_name.setdefault(folded(report.name), {}).setdefault(report.year, report)
    chains = list(by_name.values())
    for year in sorted({year for chain in chains for year in chain}) if renamed else []:
        chains = _joined(chains, year)
    return chains


def pairs(chains: Iterable[History]) -> list[Pair]:
    """Return all pairs of following years."""
    return [Pair(chain, year) for chain in chains for year in sorted(chain) if year + 1 in chain]


def _joined(chains: Sequence[dict[int, YearReport]], year: int) -> list[dict[int, YearReport]]:
    """Link histories that end in a year with those that begin in the next, the likest names first."""
    ended = [at for at, chain in enumerate(chains) if max(chain) == year]
    begun = [at for at, chain in enumerate(chains) if min(chain) == year + 1]
    alike = []
    for one in ended:
        for other in begun:
            likeness = _likeness(chains[one][year], chains[other][year + 1])
            if likeness >= _ALIKE:
                alike.append((-likeness, one, other))
    taken: dict[int, int] = {}
    for _, one, other in sorted(alike):
        if one not in taken and other not in taken.values():
            taken[one] = other
    gone = set(taken.values())
    return [chain | chains[taken[at]] if at in taken else chain for at, chain in enumerate(chains) if at not in gone]


def _likeness(one: YearReport, other: YearReport) -> float:
    """Return the shared part of the words of two names, 0 where their figures differ or the start is another."""
    words = [_words(report.name) for report in (one, other)]
    figures = [{word for word in part if any(c.isdigit() for c in word)} for part in words]
    if figures[0] != figures[1] or not words[0] or not words[1]:
        return 0.0
    shared = len(words[0] & words[1]) / len(words[0] | words[1])
    same_start = one.start is not None and one.start == other.start
    return shared + (0.3 if same_start and words[0] & words[1] else 0.0)


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(folded(name))) - _COMMON


_WORDS = re.compile(r"\d+[a-z]?(?![a-z])|[a-z]+")
_COMMON = frozenset(("the", "of", "and", "for", "programme", "program", "project", "a", "in"))


FEATURES = (
    *("rating 1 worse", "rating unknown", "years to the end", "is past its end", "years since the start"),
    *("log cost", "moved last year", "times moved", "cost rose last year", "spends less than planned", "years known"),
)


def features(pair: Pair) -> list[float]:
    """Return what is known of a project when its first report of a pair comes out, in the order of `FEATURES`."""
    report, year = pair.history[pair.year], pair.year
    before = [Pair(pair.history, y) for y in sorted(pair.history) if y < year and y + 1 in pair.history]
    moved = [bool(p.days_later and p.days_later > 0) for p in before]
    last = before[-1] if before and before[-1].year == year - 1 else None
    middle = date(year, 1, 1).toordinal()
    left = (report.end.toordinal() - middle) / 365.25 if report.end else 4.0
    age = (middle - report.start.toordinal()) / 365.25 if report.start else 3.0
    spent = 0.0
    if report.year_baseline and report.year_forecast is not None and report.year_baseline > 0:
        spent = min(1.0, max(-1.0, 1 - report.year_forecast / report.year_baseline))
    return [
        float(max(report.rank, 0) if report.rank >= 0 else 2),
        float(report.rank < 0),
        min(max(left, 0.0), 12.0),
        float(left < 1.0),
        min(max(age, 0.0), 15.0),
        log1p(max(report.cost or 0.0, 0.0)),
        float(moved[-1]) if last else 0.0,
        float(min(sum(moved), 4)),
        float(bool(last and last.cost_is_up)),
        spent,
        float(len(before)),
    ]


def rating_chances(train: Sequence[Pair], test: Sequence[Pair]) -> Floats:
    """Return the base line: how often projects of the same rating were late before, one case added to each side."""
    counts: dict[int, list[int]] = {}
    for pair in train:
        late = counts.setdefault(pair.history[pair.year].rank, [1, 2])
        late[0] += bool(pair.days_later and pair.days_later > 0)
        late[1] += 1
    return np.array(
        [counts.get(p.history[p.year].rank, [1, 2])[0] / counts.get(p.history[p.year].rank, [1, 2])[1] for p in test]
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One test year: the model and the base line over the same pairs, fitted on the years known by then."""

    year: int
    late: Floats
    model: Floats
    base: Floats


def trial(all_pairs: Sequence[Pair], year: int) -> Trial:
    """Return the chances given in a year to pairs that begin in it, from pairs that ended by then."""
    said = [pair for pair in all_pairs if pair.days_later is not None]
    train, test = [p for p in said if p.year < year], [p for p in said if p.year == year]
    model = fit(np.array([features(p) for p in train]), late_of(train))
    chances = model.chances(np.array([features(p) for p in test]))
    return Trial(year, late_of(test), chances, rating_chances(train, test))


def late_of(some: Sequence[Pair]) -> Floats:
    """Return 1 for each pair that ended later than was said, else 0."""
    return np.array([float(bool(p.days_later and p.days_later > 0)) for p in some])
