"""What a sweep varies and by how much, and the draws: each a function of seed, sample and name alone.

A draw is a number in [0, 1) made from the SHA-256 hash of the seed, the number of the sample and the
name of what is varied. So a sample is the same whoever works it out, in which order, on which
machine; and the draws for one name do not change when another is added.

- weight: uniform within its spread, weight x (1 +- spread); or, for any mix, each criterion's part of
  the whole uniform over all mixes (exponential draws divided by their sum)
- quota: uniform within its spread, every period of a quota alike
- cost: for each project of a reference class the overrun at a level drawn uniformly, independently of
  the other projects, in place of the overrun that the scenario's own level adds
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import log


@dataclass(frozen=True, slots=True)
class Spread:
    """What is varied: `weights` and `quotas` by name, each within +- a fraction of itself.

    `any_mix` draws the weights from all mixes instead; `costs` draws overruns from the reference classes.
    """

    weights: Mapping[str, Fraction] = field(default_factory=dict)
    any_mix: bool = False
    quotas: Mapping[str, Fraction] = field(default_factory=dict)
    costs: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is varied."""
        return not (any(self.weights.values()) or self.any_mix or any(self.quotas.values()) or self.costs)


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one sample; `sample` -1 is the question as it stands, in which nothing is varied."""

    seed: int
    sample: int

    def uniform(self, kind: str, name: str) -> float:
        """Return the draw for a name, in [0, 1)."""
        text = f"{self.seed}\0{self.sample}\0{kind}\0{name}".encode()
        return int.from_bytes(hashlib.sha256(text).digest()[:6], "big") / 2.0**48

    def factor(self, kind: str, name: str, spread: Fraction | None) -> float:
        """Return a factor drawn uniformly from 1 - spread to 1 + spread; 1 without a spread."""
        if not spread or self.sample < 0:
            return 1.0
        return 1.0 + float(spread) * (2.0 * self.uniform(kind, name) - 1.0)

    def mix(self, names: Iterable[str]) -> dict[str, float]:
        """Return factors whose shares are uniform over all mixes of the names, and whose mean is 1."""
        listed = list(names)
        if self.sample < 0 or not listed:
            return dict.fromkeys(listed, 1.0)
        raw = {name: -log(1.0 - self.uniform("weight", name)) for name in listed}
        total = sum(raw.values())
        return {name: len(listed) * value / total if total else 1.0 for name, value in raw.items()}
