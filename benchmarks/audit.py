"""How often the audit finds what was planted, and how often it claims what was not.

    python benchmarks/audit.py [--smoke] [--draws N] [--seed K] [--only WORDS]

Each draw has 1,545 applications with a merit, an ownership class, a size and one of 16 regions. Selection has a
probability that rises with merit; for private firms it is lowered until their mean is 10 points lower (planted), or not
(none). In the designs "mixed" state and large firms and some regions also have more merit. Counted are draws in which
private firms are claimed to be selected less (planted), by a whole audit and by one that asks of them alone, and in
which anything at all is claimed (none).
"""

from __future__ import annotations

import argparse
import json
import resource
from dataclasses import replace

import numpy as np

from kaimen.audit import ATTRIBUTES, Case, Told, effects

CASES = 1_545
DESIGNS = {
    "half selected, merit decides strongly": (0.5, 3.0, False),
    "half selected, merit decides": (0.5, 2.0, False),
    "half selected, merit decides, mixed": (0.5, 2.0, True),
    "a third selected, merit decides, mixed": (0.3, 2.0, True),
    "a tenth selected, merit decides, mixed": (0.1, 2.0, True),
    "half selected, merit decides weakly, mixed": (0.5, 1.0, True),
    "half selected, merit decides nothing": (0.5, 0.0, False),
}
"""Share selected at merit 0, how steeply merit decides (logistic), and whether classes differ in merit."""

OUTCOMES = {"selected": True, "waiting": False}


def draw(seed: int, base: float, slope: float, gap: float, *, mixed: bool, cases: int = CASES) -> list[Case]:
    """Return applications and what became of them."""
    chance = np.random.default_rng(seed)
    owner = np.array(["private", "state", "foreign", "mixed"])[chance.choice(4, size=cases, p=[0.5, 0.3, 0.1, 0.1])]
    size = np.array(["micro", "small", "medium", "large"])[chance.choice(4, size=cases, p=[0.3, 0.4, 0.2, 0.1])]
    region = chance.integers(0, 16, size=cases)
    merit = chance.normal(size=cases)
    if mixed:
        merit += 0.5 * (owner == "state") + 0.3 * (size == "large") + 0.03 * region
    probability = 1 / (1 + np.exp(-(np.log(base / (1 - base)) + slope * merit)))
    private = owner == "private"
    probability[private] = lowered(probability[private], gap)
    selected = chance.random(cases) < probability
    waiting = chance.gamma(2.0, 30.0, size=cases)
    return [
        Case(
            str(number),
            float(merit[number]),
            {"ownership": str(owner[number]), "size": str(size[number]), "region": f"R{region[number]}"},
            {
                "selected": float(selected[number]),
                "waiting": float(waiting[number]) if selected[number] else None,
            },
        )
        for number in range(cases)
    ]


def lowered(probability: np.ndarray, gap: float) -> np.ndarray:
    """Return probabilities lowered by one amount, none below 0, so that their mean falls by `gap`."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        fallen = float((probability - np.maximum(probability - middle, 0)).mean())
        low, high = (middle, high) if fallen < gap else (low, middle)
    return np.maximum(probability - low, 0) if gap else probability


def is_found(cases: list[Case]) -> bool:
    """Return whether private firms are claimed to be selected less."""
    return any(
        e.outcome == "selected" and e.level == "private" and e.told is Told.LESS
        for e in effects(cases, ATTRIBUTES, OUTCOMES)
    )


def is_found_alone(cases: list[Case]) -> bool:
    """Return whether an audit that asks of private firms and of nothing else claims it: no audit could find more."""
    two = [
        replace(c, classes={"ownership": c.classes["ownership"] if c.classes["ownership"] == "private" else "z"})
        for c in cases
    ]
    return any(e.told is Told.LESS for e in effects(two, ("ownership",), {"selected": True}))


def is_claimed(cases: list[Case]) -> bool:
    """Return whether anything is claimed."""
    return any(e.told in (Told.LESS, Told.MORE) for e in effects(cases, ATTRIBUTES, OUTCOMES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a few draws of each")
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="the first seed; those of no gap are 10,000 higher")
    parser.add_argument("--only", default="", help="only designs whose name has these words")
    asked = parser.parse_args()
    draws = 5 if asked.smoke else asked.draws
    seeds = range(asked.seed, asked.seed + draws)
    for name, (base, slope, mixed) in DESIGNS.items():
        if asked.only not in name:
            continue
        gap = min(0.1, base)
        planted = [draw(seed, base, slope, gap, mixed=mixed) for seed in seeds]
        found, alone = (sum(map(told, planted)) for told in (is_found, is_found_alone))
        false = sum(is_claimed(draw(10_000 + seed, base, slope, 0.0, mixed=mixed)) for seed in seeds)
        seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        counts = {"found": found, "found_alone": alone, "false": false}
        print(json.dumps({"design": name, "draws": draws, **counts, "cpu": round(seconds, 1)}))


if __name__ == "__main__":
    main()
