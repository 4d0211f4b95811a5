"""Make what the sample says of delivery: promises of made-up projects, nine months of reports, and a made-up series.

    python examples/reserve/delivery.py [FOLDER]

writes `promises.csv`, `observations.csv` and `indicators.csv` (by default the package's own), the same bytes on every
run. Every fiftieth project of the demonstration's library is under way. Each has a pace and a delay of its own; money
is spent faster in the middle of the year. Nobody has promised, reported or measured any of it.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

SEED = 2025
EVERY = 50
MONTHS = 9
HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "src" / "kaimen" / "data"
SEASON = (4, 4, 7, 9, 10, 11, 11, 10, 9, 9, 8, 8)
"""Parts of a hundred of a year's money by month."""

Row = tuple[str, ...]


def promises(library: Sequence[dict[str, str]]) -> Iterator[Row]:
    """Yield the heading and a promise for each project under way."""
    yield (
        *("id", "title", "region", "sector", "planned 2025 (million yuan)", "planned 2026 (million yuan)"),
        *("start", "end", "milestone: foundations"),
    )
    for number, row in enumerate(library):
        money = (row["cost 1 (million yuan)"], row["cost 2 (million yuan)"])
        start, built = 1 + number % 4, 6 + number % 4
        days = (f"2025-{start:02d}-15", "2026-12-31", f"2025-{built:02d}-30")
        yield (row["id"], row["title"], row["region"], row["sector"], *money, *days)


def observations(library: Sequence[dict[str, str]], random: Random) -> Iterator[Row]:
    """Yield the heading and the reports of nine months; one project in nine stops reporting after June."""
    yield (
        *("id", "period", "reported", "financialProgress (million yuan)", "physicalProgress"),
        *("started", "expected: end", "source"),
    )
    for number, row in enumerate(library):
        pace, late = 0.7 + 0.5 * random.random(), int(random.random() * 40)
        first = 1 + number % 4
        planned = float(row["cost 1 (million yuan)"])
        for month in range(1, (6 if number % 9 == 4 else MONTHS) + 1):
            share = sum(SEASON[:month]) / 100
            spent = min(planned * 1.1, planned * share * pace)
            started = f"2025-{first:02d}-{15 + late % 14:02d}" if month > first else ""
            end = f"2027-{1 + late // 20:02d}-28" if pace < 0.85 and month == MONTHS else ""
            works = f"{min(100, 45 * share * pace):.1f}"
            yield (
                row["id"],
                f"2025-{month:02d}",
                f"2025-{month + 1:02d}-05",
                f"{spent:.1f}",
                works,
                started,
                end,
                "synthetic",
            )


def indicators(random: Random) -> Iterator[Row]:
    """Yield the heading and a growth rate by quarter of a province and a nation that are nowhere."""
    yield (
        *("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "VINTAGE", "SOURCE"),
        *("TITLE", "TITLE_ZH", "DIRECTION"),
    )
    titles = ("Growth of output, made up", "产出增长（虚构）")
    for region, middle in (("Sample province", 5.6), ("Sample nation", 5.0)):
        for quarter in range(7):
            year, part = 2024 + quarter // 4, quarter % 4 + 1
            value = f"{middle + 0.8 * (random.random() - 0.5):.1f}"
            vintage = f"{year}-{3 * part:02d}-28"
            yield "sample_growth", region, f"{year}-Q{part}", value, "%", vintage, "synthetic", *titles, "up"


def main(folder: Path) -> None:
    """Write the three files."""
    with (DATA / "demo" / "library.csv").open(encoding="utf-8", newline="") as file:
        library = list(csv.DictReader(file))[EVERY - 1 :: EVERY]
    random = Random(SEED)  # noqa: S311 - no secret is drawn
    tables = {
        "promises.csv": promises(library),
        "observations.csv": observations(library, random),
        "indicators.csv": indicators(random),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        (folder / name).write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "delivery")
