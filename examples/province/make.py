"""Make the synthetic province that the package carries: no place, project or figure in it is real.

    python examples/province/make.py [FOLDER]

writes `library.csv` and `province.toml` into FOLDER (by default the package's own), the same bytes on every run:
the seed is fixed, and the only random call is `Random.random`, whose sequence Python keeps from version to version.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

SEED = 2027
FOLDER = Path(__file__).resolve().parents[2] / "src" / "kaimen" / "data" / "province"
CITIES = ("Eastbay", "Midvale", "Westmoor")
ZONES = {"Eastbay": "Harbour Zone", "Midvale": "Hilltop Zone"}

HEADINGS = (
    *("id", "title", "region", "sector", "ownership", "sites", "starts", "funds"),
    *("cost 1 (million yuan)", "cost 2 (million yuan)", "demand: land (mu)"),
    *("demand: energy (thousand tce, running)", "demand: coal (thousand tonnes, running)"),
    *("frees: coal (thousand tonnes, running)", "criterion: output", "criterion: jobs"),
    *("ready: environment", "ready: permit", "field: title_zh"),
)


class Kind(NamedTuple):
    """A kind of project: how many there are, and the middle of each of their figures."""

    title: str
    chinese: str
    sector: str
    number: int
    cost: int  # million yuan, over two years
    land: int  # mu
    energy: int  # thousand tce a year
    coal: int  # thousand tonnes a year, negative where it is freed
    output: int  # million yuan of value added a year
    jobs: int


KINDS = (
    Kind("Battery plant", "电池厂", "industry: batteries", 7, 900, 260, 60, 0, 420, 900),
    Kind("Electronics works", "电子元件厂", "industry: electronics", 7, 700, 150, 35, 0, 330, 1200),
    Kind("Machine works", "机械厂", "industry: equipment", 8, 500, 180, 30, 10, 240, 700),
    Kind("Chemical plant", "化工厂", "industry: chemicals", 6, 800, 240, 80, 80, 620, 500),
    Kind("Steel mill renewal", "钢铁厂改造", "industry: steel", 5, 600, 90, 20, -110, 150, 200),
    Kind("Food works", "食品厂", "industry: food", 6, 250, 90, 15, 5, 120, 500),
    Kind("Boilers taken off coal", "燃煤锅炉替代", "energy", 4, 200, 15, 10, -60, 40, 40),
    Kind("Data centre", "数据中心", "services", 3, 650, 110, 130, 0, 330, 150),
    Kind("Freight yard", "货运场站", "infrastructure", 5, 450, 300, 8, 0, 180, 300),
    Kind("River bridge", "跨河大桥", "infrastructure", 3, 700, 120, 2, 0, 230, 100),
    Kind("Hospital", "医院", "public services", 3, 400, 90, 8, 0, 130, 900),
    Kind("Training college", "职业学院", "public services", 3, 220, 120, 5, 0, 90, 250),
)


CHINESE = {
    "A small synthetic province (nothing in it is real)": "合成小省（均非真实）",
    "Province": "全省",
    "province": "省级统筹",
    "Eastbay": "东湾市",
    "Midvale": "中谷市",
    "Westmoor": "西原市",
    "Harbour Zone": "海港区",
    "Hilltop Zone": "岭上区",
    "River Corridor": "沿河走廊",
    "land": "土地",
    "energy": "能耗",
    "coal": "煤炭",
    "room": "园区用地",
    "output": "增加值",
    "jobs": "就业",
    "environment": "环评批复",
    "permit": "规划许可",
    "special bonds": "专项债券",
    "budget investment": "预算内投资",
    "own money": "企业自筹",
    "industry": "工业",
    "industry: batteries": "工业：电池",
    "industry: electronics": "工业：电子",
    "industry: equipment": "工业：装备",
    "industry: chemicals": "工业：化工",
    "industry: steel": "工业：钢铁",
    "industry: food": "工业：食品",
    "services": "服务业",
    "infrastructure": "基础设施",
    "public services": "公共服务",
    "fifteen lead projects": "引领性项目15个",
    "more than half industrial": "工业项目过半",
    "private money floor": "民营项目投资下限",
    "Westmoor's floor": "西原市项目数下限",
    "investment along the corridor": "沿河走廊投资下限",
    "no more than two data centres": "数据中心不超过两个",
    "the chemical plant needs the freight yard": "化工厂须有货运场站",
    "one river bridge": "跨河大桥只建一座",
    "Midvale's hospital at once": "中谷市医院绿色通道",
    "Midvale's training college": "中谷市职业学院必选",
    "no new coal use at Eastbay's state plants": "东湾市国有化工不新增用煤",
    "set aside until the flood study is done": "防洪论证完成前暂缓",
    "the planning office": "规划办公室",
    "the flood study is not done": "防洪论证尚未完成",
    "new coal use replaces old": "新增用煤等量替代",
    "Synthetic pledge 1: fifteen lead projects": "合成承诺1：引领性项目15个",
    "Synthetic pledge 2: more than half of the projects industrial": "合成承诺2：工业项目过半",
}
"""What a Chinese paper calls the names of this scenario."""


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("library.csv", library()), ("province.toml", scenario())):
        (folder / name).write_bytes(text.encode())


def library() -> str:
    """Return the list of 60 projects."""
    random = Random(SEED)  # noqa: S311  seeded, not secret
    rows = [row for kind in KINDS for row in rows_of(kind, random)]
    for number, row in enumerate(rows, 1):
        row["id"] = f"SYN-{number:02}"
    for project, change in SPECIAL.items():
        next(row for row in rows if row["id"] == project).update(change)
    first, second = (next(row for row in rows if row["id"] == twin) for twin in TWINS)
    second.update({key: value for key, value in first.items() if key not in ("id", "title", "field: title_zh")})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def rows_of(kind: Kind, random: Random) -> list[dict[str, str]]:
    """Return the projects of a kind, spread over the cities."""

    def about(middle: int, step: int) -> int:
        return round(middle * (0.6 + 0.8 * random.random()) / step) * step

    rows = []
    for number in range(1, kind.number + 1):
        city = CITIES[number % 3]
        cost, coal = about(kind.cost, 20), about(abs(kind.coal), 2)
        industrial = kind.sector.startswith("industry")
        may_move = industrial and city in ZONES and random.random() < 0.5
        rows.append(
            {
                "title": f"{kind.title} {number}, {city}",
                "region": city,
                "sector": kind.sector,
                "ownership": ownership(industrial, random.random()),
                "sites": "; ".join(ZONES.values()) if may_move else "",
                "starts": "2027; 2028" if random.random() < 0.2 else "",
                "funds": "special bonds; own money" if industrial else "",
                "cost 1 (million yuan)": str(cost * 2 // 5),
                "cost 2 (million yuan)": str(cost - cost * 2 // 5),
                "demand: land (mu)": str(about(kind.land, 5)),
                "demand: energy (thousand tce, running)": str(about(kind.energy, 1)),
                "demand: coal (thousand tonnes, running)": str(coal if kind.coal > 0 else 0),
                "frees: coal (thousand tonnes, running)": str(coal if kind.coal < 0 else 0),
                "criterion: output": str(about(kind.output, 5)),
                "criterion: jobs": str(about(kind.jobs, 10)),
                "ready: environment": ready(random.random()),
                "ready: permit": ready(random.random()),
                "field: title_zh": f"{CHINESE[city]}{kind.chinese}{number}",
            }
        )
    return rows


def ownership(industrial: bool, draw: float) -> str:
    """Return an ownership class; industry is mostly private."""
    if industrial:
        return "private" if draw < 0.55 else "foreign" if draw < 0.7 else "mixed" if draw < 0.85 else "state"
    return "state" if draw < 0.8 else "mixed"


def ready(draw: float) -> str:
    """Return the day from which a readiness condition holds; for a few none is known."""
    days = ("2026-03-31", "2026-11-15", "2027-09-30", "2028-06-30")
    return "yes" if draw < 0.5 else "no" if draw > 0.95 else days[int((draw - 0.5) / 0.45 * len(days))]


SPECIAL: dict[str, dict[str, str]] = {
    "SYN-07": {"funds": "special bonds"},  # which may bear 60 % of a cost: not eligible
    "SYN-55": {"starts": "", "ready: environment": "2027-09-30", "ready: permit": "yes"},  # green channel: from 2028
    "SYN-58": {"ready: environment": "yes", "ready: permit": "yes"},
}
"""What is set by hand, by project, so that each rule has something to decide."""

TWINS = ("SYN-15", "SYN-18")
"""Two projects made equal in every figure, so that ties have something to decide."""

SCENARIO = """\
# A small synthetic province: no place, project or figure in it is real. Made by examples/province/make.py.
# Three cities, two of them with a zone whose room is limited; three years in which projects may start, of four.
name = "synthetic-province"
title = "A small synthetic province (nothing in it is real)"
library = "library.csv"
money = "million yuan"
periods = ["2027", "2028", "2029", "2030"]
starts = ["2027", "2028", "2029"]
readiness = ["environment", "permit"]
seed = 1
synthetic = true

[benefit]
weights = { output = "1", jobs = "0.08" } # value added in million yuan a year, and 0.08 for each job
discount = "3 %"

[resource.land]
unit = "mu"

[resource.energy]
unit = "thousand tce"
use = "running"

[resource.coal]
unit = "thousand tonnes"
use = "running"

# What a Chinese paper calls them. The projects' own Chinese titles are in the list.
[names.zh]
CHINESE
[[region]]
id = "Province"

[[region]]
id = "Eastbay"
within = "Province"
tile = [2, 0]

[[region]]
id = "Midvale"
within = "Province"
tile = [1, 0]

[[region]]
id = "Westmoor"
within = "Province"
tile = [0, 1]

[[region]]
id = "Harbour Zone"
within = "Eastbay"

[[region]]
id = "Hilltop Zone"
within = "Midvale"

[[region_group]]
id = "River Corridor"
regions = ["Midvale", "Westmoor"]
"""

POOLS = """
# What the province keeps back; each city draws on it within a cap.
[[pool]]
name = "land, province"
resource = "land"
region = "Province"
amount = LAND_POOL

[[pool]]
name = "energy, province"
resource = "energy"
region = "Province"
amount = { each = "60 thousand tce" }

[[pool]]
name = "coal, province"
resource = "coal"
region = "Province"
amount = { 2030 = "30 thousand tonnes" }
"""

ZONE_ROOM = """
# The room of the zones, over the whole horizon.
[[quota]]
name = "room, Harbour Zone"
resource = "land"
region = "Harbour Zone"
amount = "300 mu"

[[quota]]
name = "room, Hilltop Zone"
resource = "land"
region = "Hilltop Zone"
amount = "250 mu"
"""

LAND = {"Eastbay": (180, 200, 180), "Midvale": (180, 200, 200), "Westmoor": (240, 100, 140)}
LAND_POOL = (220, 240, 220)
BONDS = (800, 1100, 1000, 500)
ENERGY = {"Eastbay": (60, 110, 150, 150), "Midvale": (70, 130, 170, 170), "Westmoor": (50, 90, 120, 120)}
COAL = {"Eastbay": 20, "Midvale": 15, "Westmoor": 10}  # in 2030, the year the ceiling is for
CARRY = 'carry = { rate = "80 %", at_most = "80 mu" }\n'

FUNDS_AND_RULES = """
[[fund]]
name = "special bonds"
amount = BONDS
share = "60 %"

[[fund]]
name = "budget investment"
amount = { each = "240 million yuan" }
share = "50 %"
lawful = { sector = ["infrastructure", "public services", "energy"] }

[[fund]]
name = "own money"
amount = { each = "2,400 million yuan" }
share = "80 %"
over = "life"

[[rule]]
kind = "exactly"
name = "fifteen lead projects"
count = 15
cite = "Synthetic pledge 1: fifteen lead projects"

[[rule]]
kind = "share"
name = "more than half industrial"
part = { sector = "industry*" }
more_than = "50 %"
cite = "Synthetic pledge 2: more than half of the projects industrial"

[[rule]]
kind = "share"
name = "private money floor"
part = { ownership = "private" }
at_least = "40 %"
of = "cost"

[[rule]]
kind = "at_least"
name = "Westmoor's floor"
where = { region = "Westmoor" }
count = 4

[[rule]]
kind = "at_least"
name = "investment along the corridor"
where = { region = "River Corridor" }
of = "cost"
amount = "4 bn yuan"

[[rule]]
kind = "at_most"
name = "no more than two data centres"
where = { sector = "services" }
count = 2

[[rule]]
kind = "prerequisite"
name = "the chemical plant needs the freight yard"
project = "SYN-27"
needs = "SYN-51"

[[rule]]
kind = "exclusion"
name = "one river bridge"
projects = ["SYN-52", "SYN-53", "SYN-54"]

[[rule]]
kind = "green_channel"
name = "Midvale's hospital at once"
projects = ["SYN-55"]

[[rule]]
kind = "must_select"
name = "Midvale's training college"
projects = ["SYN-58"]

[[rule]]
kind = "must_not"
name = "no new coal use at Eastbay's state plants"
where = { sector = "industry: chemicals", region = "Eastbay", ownership = "state" }

[[rule]]
kind = "must_not"
name = "set aside until the flood study is done"
projects = ["SYN-49"]
waived_by = "the planning office"
reason = "the flood study is not done"

[[rule]]
kind = "substitution"
name = "new coal use replaces old"
resource = "coal"
ratio = "1.1"
"""


def scenario() -> str:
    """Return the scenario."""
    pools = POOLS.replace("LAND_POOL", by_year(LAND_POOL, "mu"))
    funds_and_rules = FUNDS_AND_RULES.replace("BONDS", by_year(BONDS, "million yuan"))
    return SCENARIO.replace("CHINESE", chinese()) + pools + quotas() + ZONE_ROOM + funds_and_rules + overrides()


def chinese() -> str:
    """Return the table of Chinese names; those of the quotas are put together from their parts."""
    places = ("province", *CITIES)
    names = {f"{what}, {place}": (what, place) for what in UNITS for place in places}
    names |= {f"room, {zone}": ("room", zone) for zone in ZONES.values()}
    built = {name: f"{CHINESE[what]}（{CHINESE[place]}）" for name, (what, place) in names.items()}
    return "".join(f'"{name}" = "{own}"\n' for name, own in {**CHINESE, **built}.items())


def quotas() -> str:
    """Return the quotas of land, energy and coal for each city, which draw on the province's pools."""
    parts = ["\n# The cities' own quotas.\n"]
    for city in CITIES:
        coal = f'{{ 2030 = "{COAL[city]} thousand tonnes" }}'
        parts.append(quota("land", city, by_year(LAND[city], "mu"), "150 mu") + (CARRY if city == "Westmoor" else ""))
        parts.append(quota("energy", city, by_year(ENERGY[city], "thousand tce"), "30 thousand tce"))
        parts.append(quota("coal", city, coal, "20 thousand tonnes"))
    return "\n".join(parts)


def quota(resource: str, city: str, amount: str, draw: str) -> str:
    """Return one quota that draws on the pool of its resource."""
    head = f'[[quota]]\nname = "{resource}, {city}"\nresource = "{resource}"\nregion = "{city}"\n'
    return f'{head}amount = {amount}\npool = "{resource}, province"\ndraw_at_most = "{draw}"\n'


def by_year(amounts: tuple[int, ...], unit: str) -> str:
    """Return amounts by year as a TOML table."""
    return "{ " + ", ".join(f'{2027 + year} = "{amount:,} {unit}"' for year, amount in enumerate(amounts)) + " }"


def overrides() -> str:
    """Return the overrides: a tenth less land, and no pools."""
    less = [f'quota."land, {city}".amount = {by_year(less_a_tenth(LAND[city]), "mu")}\n' for city in CITIES]
    less.append(f'pool."land, province".amount = {by_year(less_a_tenth(LAND_POOL), "mu")}\n')
    pairs = [(resource, city) for resource in UNITS for city in CITIES]
    none = [f'quota."{resource}, {city}".draw_at_most = "0 {UNITS[resource]}"\n' for resource, city in pairs]
    return (
        "\n# A tenth less land in every city and in the pool.\n"
        + override("land-minus-10", less)
        + "\n# No city may draw on the province.\n"
        + override("no-pool", none)
    )


def override(name: str, lines: list[str]) -> str:
    """Return an override that gives the scenario a name of its own."""
    return f'[override.{name}]\nname = "synthetic-province-{name}"\n' + "".join(lines)


def less_a_tenth(amounts: tuple[int, ...]) -> tuple[int, ...]:
    """Return amounts cut by a tenth."""
    return tuple(amount * 9 // 10 for amount in amounts)


UNITS = {"land": "mu", "energy": "thousand tce", "coal": "thousand tonnes"}

if __name__ == "__main__":
    main()
