"""Make the synthetic tables of the demonstration's chains: firms, links and stands that nobody has.

    python examples/chains/make.py [FOLDER]

writes regions, firms and the tables of two chains (by default the package's own), the same bytes on every run: the seed
is fixed, and the only random call is `Random.random`. `links.csv` beside this file says which links there are, and
which kinds of supplier stand on them in which city (f firm, l laboratory, c fund, t training place). The cities are
Shandong's; every firm, laboratory, fund, training place, lead and figure is invented, and the projects are those of the
demonstration's made-up library.
"""

from __future__ import annotations

import csv
import io
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

SEED = 2024
HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "src" / "kaimen" / "data"
RESERVE = HERE.parent / "reserve"

CHAINS = [("battery", "Batteries and electric cars", "动力电池与电动汽车"), ("wind", "Offshore wind", "海上风电")]

# link: sectors' titles of library projects that could stand there, and how many
PROJECTS = [
    ("B-SEP", "new materials plant", 2, 350),
    ("B-CEL", "battery plant", 3, 15),
    ("B-REC", "chemical plant", 1, 0),
    ("B-PAC", "electric car parts plant", 2, 12),
    ("W-BEA", "equipment works", 2, 250),
    ("W-CRE", "training college", 1, 0),
    ("W-GEA", "equipment works", 1, 150),
    ("W-INS", "port berth", 1, 0),
]

KINDS = {"f": "firm", "l": "laboratory", "c": "fund", "t": "training"}
WORDS = {
    "l": ("laboratory", "实验室"),
    "c": ("fund", "基金"),
    "t": ("training centre", "培训基地"),
}


def main(folder: Path) -> None:
    """Write all tables."""
    links = [list(row.values()) for row in _rows(HERE / "links.csv")]
    technologies = _rows(HERE / "technologies.csv")
    stands, firms, who = _stands(links)
    tables: dict[str, tuple[Sequence[str], list[Sequence[object]]]] = {
        "regions": (("id", "within", "level", "name"), _regions()),
        "firms": (("id", "name", "region", "sector", "ownership", "size", "source"), firms),
        "chains": (("chain", "name", "name_zh"), [*CHAINS]),
        "links": (
            ("chain", "link", "name", "name_zh", "upstream", "layer", "need", "unit", "value"),
            [row[:-1] for row in links],
        ),
        "stands": (
            ("link", "kind", "id", "name", "name_zh", "region", "capacity", "source"),
            [*stands, *_projects()],
        ),
        "technologies": (
            ("technology", "name", "name_zh", "links", "holders", "readiness"),
            [list((row | {"holders": _holders(row["holders"], who)}).values()) for row in technologies],
        ),
        "applications": (
            ("application", "name", "name_zh", "region", "technologies", "readiness", "places"),
            [list(row.values()) for row in _rows(HERE / "applications.csv")],
        ),
        "clusters": (("cluster", "name", "name_zh", "region", "members"), _clusters(links, who)),
        "leads": (("lead", "investor", "project", "link", "stage", "contact"), _leads()),
        "contacts": (
            ("contact", "name", "name_zh", "region", "about", "about_zh"),
            [list(row.values()) for row in _rows(HERE / "contacts.csv")],
        ),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in tables.items():
        target = io.StringIO(newline="")
        csv.writer(target, lineterminator="\n").writerows([header, *rows])
        (folder / f"{name}.csv").write_bytes(target.getvalue().encode())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _regions() -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("Shandong", "", "province", "Shandong")]
    for city in _rows(RESERVE / "cities.csv"):
        rows.append((city["name"], "Shandong", "city", city["name"]))
        rows += [(site, city["name"], "site", site) for site in city["sites"].split("; ")]
    return rows


def _words() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return the words of made-up names that the reserve projects have too."""
    names = runpy.run_path(str(RESERVE / "make.py"))
    return names["BEFORE"], names["AFTER"]


def _stands(
    links: Sequence[Sequence[str]],
) -> tuple[list[Sequence[object]], list[Sequence[object]], dict[str, list[tuple[str, str]]]]:
    """Return the stands, the firms, and for each link the ids and cities of those who stand on it."""
    draw = Random(SEED)  # noqa: S311 - made up, not secret
    first, second = _words()
    names = [(b, a) for b in first for a in second]
    stands: list[Sequence[object]] = []
    firms: list[Sequence[object]] = []
    who: dict[str, list[tuple[str, str]]] = {}
    for chain, link, title, title_zh, _, _, need, _, _, places in links:
        for at, place in enumerate(places.split()):
            kind, _, city = place.partition(":")
            (before, before_zh), (after, after_zh) = names.pop(int(draw.random() * len(names)))
            number = len(stands) + 1
            name = f"SYN-{kind.upper()}{number:03d}"
            word, word_zh = WORDS.get(kind, (title.lower(), title_zh))
            capacity = ""
            if need:
                share = 0.75 / len(places.split()) * (1.6 if at == 0 else 0.9) * (0.9 + 0.6 * draw.random())
                capacity = str(max(1, round(float(need) * share)))
            who.setdefault(link, []).append((name, city))
            titles = f"{before} {after} {word}", f"{before_zh}{after_zh}{word_zh}"
            stands.append((link, KINDS[kind], name, *titles, city, capacity, "synthetic"))
            if kind == "f":
                ownership = ("private", "private", "state", "mixed", "foreign")[int(draw.random() * 5)]
                size = ("small", "medium", "large")[int(draw.random() * 3)]
                sector = "industry: new three" if chain == "battery" else "industry: equipment"
                firms.append((name, titles[0], city, sector, ownership, size, "synthetic"))
    return stands, firms, who


def _projects() -> list[Sequence[object]]:
    library = _rows(DATA / "demo" / "library.csv")
    used: set[str] = set()
    rows: list[Sequence[object]] = []
    for link, title, number, capacity in PROJECTS:
        fits = [row for row in library if title in row["title"] and row["id"] not in used][:number]
        used |= {row["id"] for row in fits}
        rows += [(link, "project", row["id"], "", "", "", capacity or "", "synthetic") for row in fits]
    return rows


def _holders(text: str, who: dict[str, list[tuple[str, str]]]) -> str:
    parts = [part.split(":") for part in text.split("; ")]
    return "; ".join(who[link][int(at)][0] for link, at in parts)


def _clusters(links: Sequence[Sequence[str]], who: dict[str, list[tuple[str, str]]]) -> list[Sequence[object]]:
    def members(chain: str, cities: set[str]) -> str:
        own = [row[1] for row in links if row[0] == chain]
        found = [name for link in own for name, city in who.get(link, []) if city in cities and "-F" in name]
        return "; ".join(dict.fromkeys(found))

    inland, coast = {"Zaozhuang", "Jining"}, {"Yantai", "Weihai"}
    inland_names = "Zaozhuang and Jining battery cluster", "枣庄济宁动力电池集群"
    coast_names = "Yantai and Weihai offshore wind cluster", "烟台威海海上风电集群"
    return [
        ("K-QD", "Qingdao battery cluster", "青岛动力电池集群", "Qingdao", members("battery", {"Qingdao"})),
        ("K-ZZ", *inland_names, "Zaozhuang", members("battery", inland)),
        ("K-YT", *coast_names, "Yantai", members("wind", coast)),
    ]


def _leads() -> list[Sequence[object]]:
    projects = _projects()
    stages = ("negotiating", "contacted", "signed", "visited", "lost", "open")
    contacts = ("investment office", "chain secretary", "development zone office")
    return [
        (f"D-{at + 1:02d}", f"Synthetic investor {chr(65 + at)}", row[2], row[0], stages[at % 6], contacts[at % 3])
        for at, row in enumerate(projects[:8])
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "chains")
