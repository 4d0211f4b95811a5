"""Makes the synthetic firms of the demonstration of policies: python examples/policies/make.py FOLDER."""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

WORDS = (
    ("Red", "Blue", "Green", "White", "Amber", "Silver", "Golden", "Quiet"),
    (
        "Heron",
        "Willow",
        "Otter",
        "Lotus",
        "Swift",
        "Maple",
        "Crane",
        "Carp",
    ),
)
KINDS = ("machine works", "software", "sensors", "foods", "medicine", "robots", "logistics", "new materials")
FLAGS = (
    "new or newly arrived 2021",
    "started after 2018 2021",
    "unicorn 2021",
    "provincial gazelle 2021",
    "city gazelle 2021",
    "provincial specialised firm 2021",
    "city specialised firm 2021",
    "high-tech, first time 2021",
    "high-tech, renewed 2021",
    "founder of a city talent plan 2021",
)
MONEY = (
    ("paid-in capital 2021", 0.9, 3.0),
    ("digital investment 2021", 0.4, 1.5),
    ("military contract 2021", 0.06, 1.5),
    ("industrial network investment 2021", 0.2, 1.0),
    ("scenario investment 2021", 0.15, 1.2),
    ("state research money 2021", 0.12, 1.0),
    ("bonds issued 2021", 0.03, 5.0),
    ("working capital loan 2021", 0.3, 1.0),
    ("financing cost 2021", 0.3, -1.5),
)


def main(folder: Path) -> None:
    """Write `firms.csv` into a folder: the same bytes on every run."""
    chance = random.Random(1)  # noqa: S311 - seeded, not secret
    head = ["id", "name", "region", "sector", "ownership", "size", "source"]
    head += ["fact: revenue 2020 (million yuan)", "fact: persons trained 2021 (persons)"]
    head += ["fact: years without research spending 2021", "fact: threshold crossed 2021 (million yuan)"]
    head += [f"fact: {name}" for name in FLAGS] + [f"fact: {name} (million yuan)" for name, _, _ in MONEY]
    rows = [head]
    for number in range(1, 301):
        revenue = round(chance.lognormvariate(3.5, 1.8), 2)
        size = next(s for s, most in (("micro", 3), ("small", 20), ("medium", 400), ("large", 1e12)) if revenue <= most)
        kind = chance.choice(KINDS)
        row = [f"SYN-P{number:03d}", f"{chance.choice(WORDS[0])} {chance.choice(WORDS[1])} {kind}"]
        row += ["Jinan" if chance.random() < 0.9 else "Zibo", kind]
        row += [chance.choices(("private", "state", "foreign", "mixed"), (70, 15, 8, 7))[0], size, "synthetic"]
        row += [str(revenue), str(chance.randrange(5, 200)) if chance.random() < 0.1 else ""]
        row += [str(chance.choice((0, 0, 0, 1, 2))) if chance.random() < 0.95 else ""]
        row += [str(max((t for t in (1000, 3000, 5000, 10000) if t <= revenue), default="")) if revenue > 1000 else ""]
        row += ["1" if chance.random() < 0.04 else "" for _ in FLAGS]
        row += [str(round(chance.lognormvariate(m, 1), 2)) if chance.random() < p else "" for _, p, m in MONEY]
        rows.append(row)
    with (folder / "firms.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
