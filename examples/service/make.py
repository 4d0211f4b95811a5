"""Make the made-up office that the package carries: its cases, stops, standards and survey. Nothing in them is real.

    python examples/service/make.py [FOLDER]

writes the four tables into FOLDER (by default the package's own), the same bytes on every run: the seed is fixed, and
the only random call is `Random.random`, whose sequence Python keeps from version to version.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import exp
from pathlib import Path
from random import Random

SEED = 7
FOLDER = Path(__file__).resolve().parents[2] / "src" / "kaimen" / "data" / "services"
SERVICES = {"building permit": 20, "business licence": 5}
DESKS = ("Harbour desk", "Hilltop desk", "online")
SLOW, UNTIL = "Hilltop desk", date(2024, 9, 30)


def normal(draw: Random) -> float:
    """Return a number near a normal one: twelve uniform ones less six."""
    return sum(draw.random() for _ in range(12)) - 6


def one_of(draw: Random, choices: Sequence[str]) -> str:
    """Return one of some texts."""
    return choices[int(draw.random() * len(choices))]


def main(folder: Path) -> None:
    """Write the tables."""
    draw = Random(SEED)  # noqa: S311  made-up data
    cases, stops = [], []
    for number in range(1, 401):
        service, desk = one_of(draw, tuple(SERVICES)), one_of(draw, DESKS)
        received = date(2024, 1, 2) + timedelta(days=number * 270 // 400)
        took = max(1, round(exp(0.1 + 0.5 * normal(draw)) * SERVICES[service] * (1.5 if desk == SLOW else 1.0)))
        decided = received + timedelta(days=took)
        if draw.random() < 0.15:
            begin = received + timedelta(days=1 + int(draw.random() * max(1, took - 1)))
            end = begin + timedelta(days=3 + int(draw.random() * 13))
            stops.append((f"C-{number:04}", service, begin, end, "papers missing"))
            decided += end - begin
        cases.append((f"C-{number:04}", service, received, decided if decided <= UNTIL else "", desk))
    answers: list[tuple[object, ...]] = []
    for number in range(1, 121):
        desk = one_of(draw, DESKS)
        mood = 3.2 if desk == SLOW else 4.1
        speed = min(5, max(1, round(mood + 0.8 * normal(draw))))
        again = "yes" if draw.random() < mood / 5 else "no"
        answers.append((f"F-{number:03}", "speed", speed, 1 + int(draw.random() * 2), desk))
        answers.append((f"F-{number:03}", "would apply again", again, 1, desk))
    standards = [(name, days, "china", "made up") for name, days in SERVICES.items()]
    write(folder / "cases.csv", ("id", "service", "received", "decided", "class: desk"), cases)
    write(folder / "stops.csv", ("case", "service", "stopped", "restarted", "reason"), stops)
    write(folder / "standards.csv", ("service", "working days", "calendar", "source"), standards)
    write(folder / "answers.csv", ("respondent", "question", "answer", "weight", "class: desk"), answers)


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one table."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
