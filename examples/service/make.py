"""Make the tables of this folder: a made-up office's cases, stops, standards and survey. Nothing in them is real."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
SEED = 7
SERVICES = {"building permit": 20, "business licence": 5}
DESKS = ("Harbour desk", "Hilltop desk", "online")


def main() -> None:
    """Write the tables; the same ones each time."""
    draw = random.Random(SEED)  # noqa: S311  made-up data
    cases, stops = [], []
    for number in range(1, 401):
        service = draw.choice(list(SERVICES))
        desk = draw.choice(DESKS)
        received = date(2024, 1, 2) + timedelta(days=number * 270 // 400)
        slow = 1.5 if desk == "Hilltop desk" else 1.0
        took = max(1, round(draw.lognormvariate(0.1, 0.5) * SERVICES[service] * slow))
        decided = received + timedelta(days=took)
        if draw.random() < 0.15:
            begin = received + timedelta(days=draw.randint(1, max(1, took - 1)))
            end = begin + timedelta(days=draw.randint(3, 15))
            stops.append((f"C-{number:04}", service, begin, end, "papers missing"))
            decided += end - begin
        cases.append((f"C-{number:04}", service, received, decided if decided <= date(2024, 9, 30) else "", desk))
    answers = []
    for number in range(1, 121):
        desk = draw.choice(DESKS)
        mood = 3.2 if desk == "Hilltop desk" else 4.1
        answers.append(
            (f"F-{number:03}", "speed", min(5, max(1, round(draw.gauss(mood, 0.8)))), draw.choice((1, 2)), desk)
        )
        answers.append((f"F-{number:03}", "would apply again", "yes" if draw.random() < mood / 5 else "no", 1, desk))
    standards = [(name, days, "china", "made up") for name, days in SERVICES.items()]
    tables = {
        "cases": (("id", "service", "received", "decided", "class: desk"), cases),
        "stops": (("case", "service", "stopped", "restarted", "reason"), stops),
        "standards": (("service", "working days", "calendar", "source"), standards),
        "answers": (("respondent", "question", "answer", "weight", "class: desk"), answers),
    }
    for name, (head, rows) in tables.items():
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)


if __name__ == "__main__":
    main()
