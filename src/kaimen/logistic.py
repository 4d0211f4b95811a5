"""Chances of yes or no: a plain logistic model with a quadratic penalty, and how good chances were.

The model: Hosmer, Lemeshow and Sturdivant 2013, Applied Logistic Regression; penalty: le Cessie and van Houwelingen
1992, doi:10.2307/2347628. What is yes is called late here, as it is wherever the model is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

Floats = npt.NDArray[np.float64]

PENALTY = 3.0
"""Half the weight of the squared coefficients of standardised features, in nats."""


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted logistic model: means and spreads of the features, the coefficients, the intercept last."""

    mean: Floats
    spread: Floats
    weights: Floats

    def chances(self, rows: Floats) -> Floats:
        """Return the probability of being late for each row of features."""
        scaled = (rows - self.mean) / self.spread
        chances: Floats = expit(scaled @ self.weights[:-1] + self.weights[-1])
        return chances


def fit(rows: Floats, late: Floats, penalty: float = PENALTY, least_spread: float = 0.0) -> Model:
    """Return the model of least penalised negative log likelihood; convex, so it does not depend on the start.

    Args:
        rows: the features, a row a case.
        late: 1 where it was late, else 0.
        penalty: half the weight of the squared coefficients.
        least_spread: a feature that varied less is scaled as if it had varied so much, so that it cannot weigh more
            than it was seen to.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.maximum(np.where(spread > 0, spread, 1.0), least_spread)
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    weight = np.full(scaled.shape[1], penalty)
    weight[-1] = 0.0

    def loss(w: Floats) -> tuple[float, Floats]:
        linear = scaled @ w
        value = np.logaddexp(0.0, linear).sum() - late @ linear + 0.5 * (weight * w * w).sum()
        return float(value), scaled.T @ (expit(linear) - late) + weight * w

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B")
    return Model(mean, spread, np.asarray(found.x, np.float64))


def log_loss(chances: Floats, late: Floats) -> float:
    """Return the mean negative log likelihood in nats; less is better."""
    return float(-np.mean([log(p) if y else log1p(-p) for p, y in zip(chances, late, strict=True)]))


def precision_at(chances: Floats, late: Floats, recall: float) -> float:
    """Return the part of warnings that come true when enough are given to find `recall` of the late ones.

    Projects of equal chance are warned about together in part, so that their order plays no role.
    """
    wanted, found, warned = recall * late.sum(), 0.0, 0.0
    for level in np.unique(chances)[::-1]:
        group = late[chances == level]
        hits = float(group.sum())
        if found + hits >= wanted:
            part = (wanted - found) / hits if hits else 0.0
            return wanted / (warned + part * len(group)) if warned + part * len(group) else 0.0
        found, warned = found + hits, warned + len(group)
    return found / warned if warned else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Projects of like chance: how many, their mean chance, the part that was late, and the band of chance alone."""

    count: int
    chance: float
    late: float
    low: float
    high: float

    @property
    def is_within(self) -> bool:
        """Whether what happened lies in the band."""
        return self.low <= self.late <= self.high


def calibration(chances: Floats, late: Floats, bins: int = 5, z: float = 2.576) -> list[Bin]:
    """Return equal groups by chance; the band is chance +- z standard deviations of a mean of such Bernoulli draws.

    With five groups each at 99 % all of them lie in their bands in 95 of 100 such plots (Bonferroni).
    """
    order = np.argsort(chances, kind="stable")
    found = []
    for part in np.array_split(order, bins):
        p = chances[part]
        half = z * float(np.sqrt((p * (1 - p)).sum())) / len(part)
        mean = float(p.mean())
        found.append(Bin(len(part), mean, float(late[part].mean()), mean - half, mean + half))
    return found


def brier(chances: Floats, late: Floats) -> float:
    """Return the mean squared difference of chance and outcome (Brier 1950); less is better."""
    return float(np.mean((chances - late) ** 2))
