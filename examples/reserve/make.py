"""Make the synthetic library of the demonstration: 1,545 reserve projects that nobody plans.

    python examples/reserve/make.py [FILE]

writes `library.csv` (by default the package's own), the same bytes on every run: the seed is fixed, and the only
random call is `Random.random`, whose sequence Python keeps from version to version. The sixteen cities are
Shandong's; every project, name and figure is invented. `kinds.csv` beside this file says how many projects of each
kind there are and the middle of their figures, `cities.csv` which cities and sites there are.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

SEED = 2024
HERE = Path(__file__).resolve().parent
FILE = HERE.parents[1] / "src" / "kaimen" / "data" / "demo" / "library.csv"

HEADINGS = (
    *("id", "title", "field: title_zh", "region", "sector", "ownership", "field: investor", "sites", "starts", "funds"),
    *("cost 1 (million yuan)", "cost 2 (million yuan)", "demand: net industrial land (mu)", "demand: land (mu)"),
    *("demand: energy (thousand tce, running)", "demand: coal (thousand tonnes, running)"),
    *("frees: coal (thousand tonnes, running)", "criterion: output", "criterion: jobs", "criterion: research"),
    *("ready: environment", "ready: permit"),
)

BEFORE = (
    *(("Blue", "蓝"), ("Silver", "银"), ("Morning", "晨"), ("Clear", "清"), ("Red", "红"), ("Golden", "金")),
    *(("White", "白"), ("Green", "青"), ("Evening", "晚"), ("Spring", "春"), ("Autumn", "秋"), ("Snow", "雪")),
    *(("Cloud", "云"), ("Star", "星"), ("Rain", "雨"), ("Moon", "月"), ("Jade", "玉"), ("Amber", "琥"), ("Mist", "岚")),
)
AFTER = (
    *(("Heron", "鹭"), ("Lotus", "莲"), ("Kite", "鸢"), ("Pine", "松"), ("Crane", "鹤"), ("Willow", "柳")),
    *(("Bamboo", "竹"), ("Carp", "鲤"), ("Plum", "梅"), ("Swallow", "燕"), ("Orchid", "兰"), ("Cicada", "蝉")),
    *(("Maple", "枫"), ("Otter", "獭"), ("Lark", "雀"), ("Reed", "苇"), ("Tortoise", "龟"), ("Dragonfly", "蜓")),
)
"""Words of the made-up names, in English and in Chinese."""


class Kind(NamedTuple):
    """A kind of project: how many there are, and the middle of each of their figures."""

    title: str
    title_zh: str
    sector: str
    number: int
    cost: int  # million yuan, over one or two years
    site_land: int  # mu of net industrial land
    land: int  # mu of other building land
    energy: int  # thousand tce a year
    coal: int  # thousand tonnes a year, negative where it is freed
    output: int  # million yuan of value added a year
    jobs: int
    research: int  # points from 0 to 100
    coastal: bool


class City(NamedTuple):
    """A city: its share of the projects, whether it lies on the coast, and its sites."""

    name: str
    name_zh: str
    share: float
    coastal: bool
    sites: tuple[str, ...]


def main() -> None:
    """Write the library."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    file.write_bytes(library().encode())


def kinds() -> list[Kind]:
    """Return the kinds of `kinds.csv`."""
    rows = csv.DictReader((HERE / "kinds.csv").read_text(encoding="utf-8").splitlines())
    texts = ("title", "title_zh", "sector")
    figures = ("number", "cost", "site_land", "land", "energy", "coal", "output", "jobs", "research")
    return [
        Kind(*(row[name] for name in texts), *(int(row[name]) for name in figures), row["coastal"] == "yes")
        for row in rows
    ]


def cities() -> list[City]:
    """Return the cities of `cities.csv`."""
    rows = csv.DictReader((HERE / "cities.csv").read_text(encoding="utf-8").splitlines())
    return [
        City(row["name"], row["name_zh"], float(row["share"]), row["coastal"] == "yes", tuple(row["sites"].split("; ")))
        for row in rows
    ]


def library() -> str:
    """Return the list."""
    random = Random(SEED)  # noqa: S311  seeded, not secret
    rows = [row for kind in kinds() for row in rows_of(kind, random)]
    rows.sort(key=lambda row: row["order"])
    for number, row in enumerate(rows, 1):
        row["id"] = f"SYN-{number:04}"
        row["title"], row["field: title_zh"] = row["title"], row["field: title_zh"]
        del row["order"]
    for project, change in SPECIAL.items():
        next(row for row in rows if row["id"] == project).update(change)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def rows_of(kind: Kind, random: Random) -> Iterator[dict[str, str]]:
    """Yield the projects of a kind, spread over the cities."""
    industrial = kind.sector.startswith("industry")
    for _ in range(kind.number):
        city = drawn([city for city in cities() if city.coastal or not kind.coastal], random)
        size = 0.5 + random.random() + 0.5 * random.random()  # 0.5 to 2, most near 1.2
        cost = about(kind.cost, size, 0.2, 10, random)
        first = cost * 2 // 5 if cost > 300 else cost
        coal = about(abs(kind.coal), size, 0.3, 1, random)
        name, name_zh = made_up_name(random)
        owner = ownership(industrial, random.random())
        yield {
            "order": f"{random.random():.12f}",
            "title": f"{name} {kind.title}, {city.name}",
            "field: title_zh": f"{city.name_zh}{name_zh}{kind.title_zh}",
            "region": city.name,
            "sector": kind.sector,
            "ownership": owner,
            "field: investor": investor(owner, random.random()),
            "sites": "; ".join(sites(city, random)) if industrial else "",
            "starts": "2024" if kind.sector == "headquarters" else starts(random),
            "funds": funds(kind.sector, random),
            "cost 1 (million yuan)": str(first),
            "cost 2 (million yuan)": str(cost - first),
            "demand: net industrial land (mu)": str(about(kind.site_land, size, 0.3, 5, random)),
            "demand: land (mu)": str(about(kind.land, size, 0.3, 5, random)),
            "demand: energy (thousand tce, running)": str(about(kind.energy, size, 0.3, 1, random)),
            "demand: coal (thousand tonnes, running)": str(coal if kind.coal > 0 else 0),
            "frees: coal (thousand tonnes, running)": str(coal if kind.coal < 0 else 0),
            "criterion: output": str(about(kind.output, size, 0.35, 1, random)),
            "criterion: jobs": str(about(kind.jobs, size, 0.35, 5, random)),
            "criterion: research": str(min(100, about(kind.research, 1, 0.6, 1, random))),
            "ready: environment": ready(random.random()),
            "ready: permit": ready(random.random()),
        }


def drawn(among: list[City], random: Random) -> City:
    """Return one of the cities, each as likely as its share says."""
    at = random.random() * sum(city.share for city in among)
    for city in among:
        at -= city.share
        if at < 0:
            return city
    return among[-1]


def about(middle: int, size: float, spread: float, step: int, random: Random) -> int:
    """Return a figure around `middle` times `size`, in whole steps."""
    return round(middle * size * (1 - spread + 2 * spread * random.random()) / step) * step


def made_up_name(random: Random) -> tuple[str, str]:
    """Return a name in English and in Chinese."""
    before = BEFORE[int(random.random() * len(BEFORE))]
    after = AFTER[int(random.random() * len(AFTER))]
    return f"{before[0]} {after[0]}", before[1] + after[1]


def ownership(industrial: bool, at: float) -> str:
    """Return an ownership class; industry is mostly private."""
    if industrial:
        return "private" if at < 0.55 else "foreign" if at < 0.68 else "mixed" if at < 0.84 else "state"
    return "state" if at < 0.6 else "private" if at < 0.75 else "mixed"


def investor(owner: str, at: float) -> str:
    """Return the kind of investor that the announcement names, or another."""
    named = {"foreign": "world top 500", "state": "central enterprise", "private": "private top 500"}
    return named[owner] if owner in named and at < 0.25 else "other"


def sites(city: City, random: Random) -> list[str]:
    """Return the sites that a project may be built at: its city's, now and then one of a neighbour."""
    found = [city.sites[int(random.random() * len(city.sites))]]
    if random.random() < 0.3:
        every = cities()
        other = every[int(random.random() * len(every))]
        found += [site for site in other.sites[:1] if site not in found]
    return found


def starts(random: Random) -> str:
    """Return the years in which a project may start, blank for any."""
    at = random.random()
    if at < 0.25:
        return ""
    first = 2024 + int(random.random() * 3)
    return f"{first}" if at < 0.5 else f"{first}; {first + 1}"


def funds(sector: str, random: Random) -> str:
    """Return the sources of money that a project may lawfully take."""
    if sector == "headquarters":
        return "own money; headquarters fund"
    if sector.startswith(("industry", "digital")):
        return "own money; budget investment; preliminary-work fund"
    found = "special bonds; treasury bonds"
    return found + ("; budget investment" if random.random() < 0.5 else "; own money")


def ready(at: float) -> str:
    """Return the day from which a readiness condition holds; for a few none is known."""
    days = ("2023-06-30", "2023-11-15", "2024-09-30", "2025-06-30", "2026-03-31")
    return "yes" if at < 0.5 else "no" if at > 0.95 else days[int((at - 0.5) / 0.45 * len(days))]


SPECIAL: dict[str, dict[str, str]] = {}
"""What is set by hand, by project, so that each rule has something to decide."""

if __name__ == "__main__":
    main()
