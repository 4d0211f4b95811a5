"""Project lists to libraries: every bad cell a finding at its place, and the rest of the list read."""

from __future__ import annotations

import inspect
import io
import os
import random
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from kaimen.errors import NOWHERE, Finding, Place
from kaimen.formats.library_mapping import mapping_from
from kaimen.formats.library_table import LibraryMapping, parse_library, parse_mapping
from kaimen.library import Condition, Demand, Library, Option, Project
from kaimen.quantity import UNITS, Amount, Unit, parse_unit

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "new-jersey" / "mapping.toml"
TEST_DATA = Path(os.environ.get("KAIMEN_TEST_DATA", ROOT / ".." / "shared" / "data"))
NEW_JERSEY = TEST_DATA / "libraries" / "us-drinking-water-funds" / "NJ_SFY26_Comprehensive_Fundable.csv"

MINIMAL = '[columns]\nid = "Number"\n'


def mapping_of(text: str) -> LibraryMapping:
    mapping, findings = parse_mapping(inspect.cleandoc(text), "mapping.toml")
    assert findings == []
    assert mapping is not None
    return mapping


def read(text: str | None, mapping: str = "") -> tuple[Library, list[Finding]]:
    content = inspect.cleandoc(text or "").encode()
    return parse_library(content, "list.csv", mapping_of(mapping) if mapping else None)


def codes(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return the code and cell of each finding, all of which must be in the list."""
    assert all(finding.place.file == "list.csv" and finding.fix for finding in findings)
    return [(finding.code, finding.place.cell) for finding in findings]


def unit(name: str) -> Unit:
    found = parse_unit(name)
    assert found is not None
    return found


def amount(value: str, name: str) -> Amount:
    return Amount(Decimal(value), unit(name))


# --- the whole of a mapping ---

FULL = """
sheet = "Projects"
skip_where = { "Status" = ["Total"] }
[columns]
id = "Number"
title = "Name"
region = "County"
ownership = "Owner is"
[values.ownership]
"Private co." = "private"
[values.size]
"L" = "large"
[fields]
size = "Size"
[criteria]
points = "Points"
[cost]
column = "Cost"
unit = "million yuan"
profile = ["50 %", "30 %", "20 %"]
[demand.land]
columns = ["Land 2024", "Land 2025"]
unit = "mu"
[demand.energy]
column = "Energy"
unit = "tce"
running = true
[demand.coal]
column = "Coal retired"
unit = "tce"
running = true
frees = true
[funds]
column = "Funds"
separator = "/"
[funds.values]
"Bonds" = ["special_bonds", "bank"]
[options]
starts = "Start"
sites = "Sites"
[readiness]
land_approved = "Land approval"
"""

FULL_COLUMNS: list[tuple[object, ...]] = [
    # heading, a project, a subtotal, another project
    ("Number", "P-1", "", 12),
    ("Name", "Works", "All", "Plant"),
    ("County", "Panyu", "", "Nansha"),
    ("Owner is", "Private co.", "", "State"),
    ("Size", "L", "", "M"),
    ("Points", 8.5, "", "12.5 %"),
    ("Cost", 100, 100, "1.2亿元"),
    ("Land 2024", 12, 12, 0),
    ("Land 2025", "3 ha", 3, ""),
    ("Energy", 0.1 + 0.2, 1, 0),
    ("Coal retired", 40, 0, ""),
    ("Funds", "Bonds", "", "bank/own"),
    ("Start", "2024; 2025Q1", "", 2024),
    ("Sites", "Zone A;Zone B", "", ""),
    ("Land approval", "2024-07-15", "", "no"),
    ("Status", "", " total ", "open"),
    ("Note", "first", "", ""),
]


def full_workbook() -> bytes:
    target = io.BytesIO()
    with Workbook(target) as book:
        sheet = book.add_worksheet("Projects")
        sheet.write(0, 0, "Projects of 2024")
        for number, column in enumerate(FULL_COLUMNS):
            sheet.write_column(2, number, column)
        book.add_worksheet("Notes").write(0, 0, "Number")
    return target.getvalue()


def test_a_workbook_through_a_full_mapping() -> None:
    library, findings = parse_library(full_workbook(), "list.xlsx", mapping_of(FULL))

    assert [(f.code, f.place, f.found) for f in findings] == [("W311", Place("list.xlsx", "Projects", "Q3"), '"Note"')]
    assert library.names == {"size", "points"}
    works, plant = library.projects
    demands = (
        Demand("land", amount("12", "mu")),
        Demand("land", amount("3", "ha"), 1),
        Demand("energy", amount("0.3", "tce"), running=True),
        Demand("coal", amount("-40", "tce"), running=True),
    )
    cost = tuple(amount(share, "million yuan") for share in ("50", "30", "20"))
    assert works == Project(
        id="P-1",
        title="Works",
        region="Panyu",
        ownership="private",
        criteria={"points": Decimal("8.5")},
        options=tuple(Option(demands, cost, ("2024", "2025Q1"), site) for site in ("Zone A", "Zone B")),
        conditions=(Condition("land_approved", date(2024, 7, 15)),),
        funds=("special_bonds", "bank"),
        fields={"size": "large"},
        place=Place("list.xlsx", "Projects", "A4"),
    )
    assert (plant.id, plant.ownership, plant.fields, plant.funds) == ("12", "state", {"size": "M"}, ("bank", "own"))
    assert plant.criteria == {"points": Decimal("0.125")}
    assert plant.options[0].demands == ()
    assert plant.options[0].starts == ("2024",)
    assert [part.measured_in(UNITS["yuan"]) for part in plant.options[0].cost] == [60_000_000, 36_000_000, 24_000_000]
    assert plant.conditions == (Condition("land_approved", None),)


# --- canonical headings ---


def test_canonical_headings() -> None:
    """
    ID,Title,region,criterion: Points,Cost 2 (million yuan),cost 1 (million yuan),demand: land (mu),"demand: energy (tce, running)","frees: coal (tce, running)",ready: land approved,field: Size,funds,starts,sites,remark
    A,Works,Panyu,3,20,10,5,7,,yes,L,bank;own,2024;2025,Zone A,x
    """  # noqa: E501
    library, findings = read(test_canonical_headings.__doc__)

    assert codes(findings) == [("W311", "O1")]
    (project,) = library.projects
    assert library.names == {"Points", "Size"}
    assert (project.title, project.region, project.criteria) == ("Works", "Panyu", {"Points": Decimal(3)})
    assert project.fields == {"Size": "L"}
    assert project.conditions == (Condition("land approved", date.min),)
    assert project.funds == ("bank", "own")
    demands = (Demand("land", amount("5", "mu")), Demand("energy", amount("7", "tce"), running=True))
    cost = (amount("10", "million yuan"), amount("20", "million yuan"))
    assert project.options == (Option(demands, cost, ("2024", "2025"), "Zone A"),)


@pytest.mark.parametrize("name", ["Total", "TOTAL:", "Sub-total", "grand total", "合计", "总 计", "小计"])
def test_a_row_named_as_a_total_is_told(name: str) -> None:
    header = "id,title,cost (million yuan)"
    _, (finding,) = read(f"{header}\nA,Total Works,10\nB,Sumtown,4\n{name},,14")
    assert (finding.code, finding.place.cell) == ("W317", "A4")
    assert [f.code for f in read(f"{header}\nA,x,10\nB,{name},10")[1]] == ["W317"]
    assert [f.code for f in read(f"{header}\nA,x,10\n,{name},10")[1]] == ["E302"]


def test_a_resource_may_have_a_column_taken_and_a_column_freed() -> None:
    """
    id,cost (yuan),demand: coal (tce),frees: coal (tce)
    A,1,5,
    B,1,0,8
    """
    library, findings = read(test_a_resource_may_have_a_column_taken_and_a_column_freed.__doc__)

    assert findings == []
    assert [project.options[0].demands for project in library.projects] == [
        (Demand("coal", amount("5", "tce")),),
        (Demand("coal", amount("-8", "tce")),),
    ]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("title,cost (yuan)", [("E301", "A1")]),
        ("id,cost", [("E304", "B1")]),
        ("id,cost (mu)", [("E304", "B1")]),
        ("id,cost (furlongs)", [("E304", "B1")]),
        ("id,demand: land", [("E304", "B1")]),
        ("id,demand: land (perches),frees: coal (nothing)", [("E304", "B1"), ("E304", "C1")]),
        ("id,cost 1 (yuan),cost 3 (yuan)", [("E301", "C1")]),
        ("id,cost 1 (yuan),cost 2 (USD)", [("E304", "C1")]),
        ("id,criterion: land,demand: land (mu)", [("E110", "")]),
        ("id,field: cost", [("E110", "")]),
    ],
)
def test_canonical_headings_that_cannot_be_used(header: str, found: list[tuple[str, str]]) -> None:
    library, findings = read(f"{header}\nA,1,1\n")

    assert library.projects == ()
    assert codes(findings) == found


def test_a_list_with_other_headings_asks_for_a_mapping() -> None:
    _, findings = read("Number,Name\nA,B")

    assert codes(findings) == [("E301", "A1")]
    assert "mapping" in findings[0].fix


# --- cells ---

COSTS = '[columns]\nid = "id"\n[cost]\ncolumn = "cost"\nunit = "{unit}"\n'


@pytest.mark.parametrize(
    ("cell", "column", "value", "of"),
    [
        ("1,200.5", "USD", "1200.5", "USD"),
        ("$ 7,750,000", "USD", "7750000", "USD"),
        ("7,750,000 USD", "yuan", "", ""),
        ("$ 7.75", "million USD", "7.75", "million USD"),
        ("7.75 million", "USD", "7.75", "million USD"),
        ("$7.75 million", "USD", "7.75", "million USD"),
        ("US$ 5 bn", "USD", "5", "billion USD"),
        ("9,305.6亿元", "million yuan", "9305.6", "亿元"),
        ("￥12", "yuan", "12", "yuan"),
        ("1\u00a0200", "yuan", "1200", "yuan"),
        ("5 million", "million yuan", "", ""),
    ],
)
def test_an_amount_may_carry_its_own_unit(cell: str, column: str, value: str, of: str) -> None:
    library, findings = read(f'id,cost\nA,"{cell}"', COSTS.format(unit=column))

    if not value:
        assert codes(findings) == [("E304", "B2")]
    else:
        (cost,) = library.projects[0].options[0].cost
        assert cost.measured_in(unit(of)) == Decimal(value)


@pytest.mark.parametrize("cell", ["", "-", "$    -", "–", "¥", "n/a"])
def test_a_blank_cost_leaves_the_row_out_or_is_zero(cell: str) -> None:
    text = f"id,cost\nA,{cell}\nB,1"
    strict, findings = read(text, COSTS.format(unit="yuan"))
    lenient, remarks = read(text, COSTS.format(unit="yuan") + 'missing = "zero"')

    assert codes(findings) == [("E302", "B2")]
    assert [project.id for project in strict.projects] == ["B"]
    assert codes(remarks) == [("W310", "B2")]
    assert [project.id for project in lenient.projects] == ["A", "B"]


@pytest.mark.parametrize("cell", ["abc", "12..5", "1.200,50", "12-13", "1" * 41, "TBD"])
def test_a_cost_that_is_no_number(cell: str) -> None:
    library, findings = read(f'id,cost\nA,"{cell}"\nB,1', COSTS.format(unit="yuan"))

    assert codes(findings) == [("E303", "B2")]
    assert findings[0].expected == "a number in yuan"
    assert [project.id for project in library.projects] == ["B"]


@pytest.mark.parametrize("cell", ["-5", "(1,200)", "($ 5)", "$ (5)", "-$5", "−5", "-5 USD"])
def test_a_negative_amount(cell: str) -> None:
    library, findings = read(f'id,cost\nA,"{cell}"', COSTS.format(unit="USD"))

    assert codes(findings) == [("E305", "B2")]
    assert library.projects == ()


def test_every_bad_cell_of_a_row_is_reported() -> None:
    """
    id,criterion: points,cost 1 (yuan),cost 2 (yuan),demand: land (mu),ownership,ready: plan,starts
    ,many,x,-1,5 kWh,cooperative,perhaps,2024;soon
    B,1,1,1,1,state,yes,2024
    """
    library, findings = read(test_every_bad_cell_of_a_row_is_reported.__doc__)

    assert sorted(codes(findings)) == [
        ("E302", "A2"),
        ("E303", "B2"),
        ("E303", "C2"),
        ("E304", "E2"),
        ("E305", "D2"),
        ("E308", "G2"),
        ("E308", "H2"),
        ("E312", "F2"),
    ]
    assert [project.id for project in library.projects] == ["B"]


def test_what_does_not_bear_on_amounts_keeps_the_project() -> None:
    """
    id,criterion: points,cost (yuan),ownership,ready: plan,starts
    A,,1,cooperative,perhaps,2024;soon
    B,,1,Private,2024Q3,soon
    """
    library, findings = read(test_what_does_not_bear_on_amounts_keeps_the_project.__doc__)

    assert codes(findings) == [("E308", "F2"), ("E308", "E2"), ("E312", "D2"), ("E308", "F3")]
    first, second = library.projects
    assert (first.ownership, first.criteria) == ("", {})
    assert first.conditions == (Condition("plan", None),)
    assert first.options[0].starts == ("2024",)
    assert second.ownership == "private"
    assert second.conditions == (Condition("plan", date(2024, 7, 1)),)
    assert second.options[0].starts == ()
    assert library.names == {"points"}


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        *((word, date.min) for word in ("yes", "TRUE", "1", "x", "是", "√")),
        *((word, None) for word in ("no", "False", "0", "否", "", "-")),
        ("2024-07-15", date(2024, 7, 15)),
        ("2024/7/5", date(2024, 7, 5)),
        ("2024年7月5日", date(2024, 7, 5)),
        ("2024-07-15 12:30:00", date(2024, 7, 15)),
        ("2024Q3", date(2024, 7, 1)),
        ("2024", date(2024, 1, 1)),
    ],
)
def test_readiness(cell: str, day: date | None) -> None:
    library, findings = read(f"id,ready: plan\nA,{cell}")

    assert findings == []
    assert library.projects[0].conditions == (Condition("plan", day),)


@pytest.mark.parametrize("cell", ["2024-13-01", "7/15/2024", "soon", "2024-02-30"])
def test_readiness_that_is_no_day(cell: str) -> None:
    _, findings = read(f"id,ready: plan\nA,{cell}")

    assert codes(findings) == [("E308", "B2")]


def test_a_blank_demand_is_an_error_unless_the_mapping_says_zero() -> None:
    """
    id,land 1,land 2,coal
    A,,,
    B,,5,
    """
    demand = '[columns]\nid = "id"\n[demand.coal]\ncolumn = "coal"\nunit = "tce"\nfrees = true\n'
    demand += '[demand.land]\ncolumns = ["land 1", "land 2"]\nunit = "mu"\n'
    text = test_a_blank_demand_is_an_error_unless_the_mapping_says_zero.__doc__

    strict, findings = read(text, demand)
    lenient, none = read(text, demand + 'missing = "zero"')

    assert codes(findings) == [("E302", "B2")]
    assert [project.options[0].demands for project in strict.projects] == [(Demand("land", amount("5", "mu"), 1),)]
    assert none == []
    assert [project.id for project in lenient.projects] == ["A", "B"]


# --- rows and columns ---


def test_of_two_rows_with_one_id_the_first_is_kept() -> None:
    """
    id,title
    A,first
    A,second
    """
    library, findings = read(test_of_two_rows_with_one_id_the_first_is_kept.__doc__)

    assert codes(findings) == [("E306", "A3")]
    assert [project.title for project in library.projects] == ["first"]


def test_an_empty_row_is_a_remark_in_the_middle_only() -> None:
    library, findings = parse_library(b"id,title\nA,a\n,\n\nB,b\n,\n\n", "list.csv")

    assert codes(findings) == [("W309", "A3"), ("W309", "A4")]
    assert [(project.id, project.place.cell) for project in library.projects] == [("A", "A2"), ("B", "A5")]


def test_a_list_with_a_header_and_nothing_else() -> None:
    library, findings = parse_library(b"\nid,field: size\n,\n", "list.csv")

    assert codes(findings) == [("E102", "A2")]
    assert library.names == {"size"}


def test_a_cell_beyond_the_header_leaves_the_row_out() -> None:
    """
    id,cost (yuan)
    A,7,750,000
    B,1
    """
    library, findings = read(test_a_cell_beyond_the_header_leaves_the_row_out.__doc__)

    assert codes(findings) == [("E301", "C2")]
    assert [project.id for project in library.projects] == ["B"]


def test_a_heading_that_stands_twice() -> None:
    library, findings = read("id,title,Title\nA,one,two")

    assert codes(findings) == [("E403", "C1")]
    assert library.projects[0].title == "one"


@pytest.mark.parametrize("column", ["id", "cost", "points"])
def test_without_a_needed_column_no_row_is_read(column: str) -> None:
    header = "id,cost,points,title".replace(column, "other")
    mapping = COSTS.format(unit="yuan") + '[criteria]\npoints = "points"\n'

    library, findings = read(f"{header}\nA,1,1,x", mapping)

    cell = {"id": "A1", "cost": "B1", "points": "C1"}[column]
    assert codes(findings)[0] == ("E301", "A1")
    assert findings[0].expected == f'"{column}"'
    assert ("W311", cell) in codes(findings)
    assert library.projects == ()
    assert library.names == {"points"}


def test_without_another_column_the_rows_are_read() -> None:
    library, findings = read("id,cost\nA,1", COSTS.format(unit="yuan").replace("[cost]", 'title = "Name"\n[cost]'))

    assert codes(findings) == [("E301", "A1")]
    assert [project.title for project in library.projects] == [""]


def test_columns_not_used_are_one_remark() -> None:
    _, findings = read("id,a,title,b,c\nA,1,2,3,4")

    assert codes(findings) == [("W311", "B1")]
    assert findings[0].found == '"a", "b", "c"'


def test_a_file_in_a_legacy_encoding_is_read_with_a_remark() -> None:
    library, findings = parse_library("id,region\nA,Comté Montréal\n".encode("cp1252"), "list.csv")

    assert [(f.code, f.place, f.found) for f in findings] == [("W106", Place("list.csv"), "Windows-1252")]
    assert library.projects[0].region == "Comté Montréal"


# --- mappings that cannot be read ---


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "columns"),
        ("[columns]\n", "columns.id"),
        ('[columns]\nid = ""\n', "columns.id"),
        ("[columns]\nid = 5\n", "columns.id"),
        (MINIMAL + 'nmae = "x"', "columns.nmae"),
        (MINIMAL + "[colums]\n", "colums"),
        (MINIMAL + '[cost]\ncolumn = "c"', "cost.unit"),
        (MINIMAL + '[cost]\nunit = "USD"', "cost"),
        (MINIMAL + '[cost]\ncolumn = "c"\ncolumns = ["d"]\nunit = "USD"', "cost"),
        (MINIMAL + '[cost]\ncolumn = "c"\nunit = "florins"', "cost.unit"),
        (MINIMAL + '[cost]\ncolumn = "c"\nunit = "mu"', "cost"),
        (MINIMAL + '[cost]\ncolumn = "c"\nunit = "USD"\nmissing = "maybe"', "cost.missing"),
        (MINIMAL + '[cost]\ncolumn = "c"\nunit = "USD"\nprofile = ["50 %", "40 %"]', "cost"),
        (MINIMAL + '[cost]\ncolumn = "c"\nunit = "USD"\nprofile = ["50 %", 0.5]', "cost.profile.1"),
        (MINIMAL + '[cost]\ncolumns = ["c"]\nunit = "USD"\nprofile = ["100 %"]', "cost"),
        (MINIMAL + '[demand.land]\ncolumn = "c"\nunit = "acreage"', "demand.land.unit"),
        (MINIMAL + '[demand.land]\ncolumn = "c"\nunit = "mu"\nrunning = "yes"', "demand.land.running"),
        (MINIMAL + '[demand.land]\ncolumns = ["c"]\nunit = "mu"\nrunning = true', "demand.land"),
        (MINIMAL + '[[demand.land]]\ncolumn = "c"\nunit = "mu"\n[[demand.land]]\nunit = "mu"', "demand.land.1"),
        (MINIMAL + "[demand]\nland = []", "demand.land"),
        (MINIMAL + '[criteria]\nland = "l"\n[demand.land]\ncolumn = "c"\nunit = "mu"', ""),
        (MINIMAL + '[fields]\ntitle = "t"', ""),
        (MINIMAL + '[values.size]\n"L" = "large"', ""),
        (MINIMAL + '[funds]\nseparator = ","', "funds.column"),
        (MINIMAL + '[options]\nseparator = ""', "options.separator"),
        (MINIMAL + "[readiness]\nplan = true", "readiness.plan"),
    ],
)
def test_a_mapping_that_cannot_be_used_names_the_key(text: str, key: str) -> None:
    mapping, findings = parse_mapping(text, "mapping.toml")

    assert mapping is None
    assert [(f.code, f.place) for f in findings] == [("E110", Place("mapping.toml", key=key))]
    assert findings[0].what.endswith(".")
    assert "Value error" not in findings[0].what


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[columns]\nid = "Number\n', 2),
        ("[columns]\n\nid = ", 3),
        ("[columns]\n[columns]\n", 2),
        ("a = " + "[" * 5000, 1),
        ("a = " + "9" * 5000, 1),
    ],
)
def test_a_mapping_that_is_no_toml_names_the_line(text: str, line: int) -> None:
    mapping, findings = parse_mapping(text, "mapping.toml")

    assert mapping is None
    assert [(f.code, f.place) for f in findings] == [("E401", Place("mapping.toml", line=line))]


_JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
def test_a_mutated_mapping_never_raises(data: st.DataObject) -> None:
    text = inspect.cleandoc(FULL)
    at = data.draw(st.integers(0, len(text)))
    mutated = text[:at] + data.draw(st.text(max_size=6)) + text[data.draw(st.integers(at, min(at + 30, len(text)))) :]

    mapping, findings = parse_mapping(mutated, "mapping.toml")

    assert (mapping is None) == bool(findings)
    if mapping is not None:
        parse_library(full_workbook(), "list.xlsx", mapping)


@given(st.sampled_from(sorted(tomllib.loads(FULL))), _JUNK)
def test_a_mapping_with_anything_under_a_key_never_raises(key: str, value: object) -> None:
    mapping, findings = mapping_from({**tomllib.loads(FULL), key: value}, "mapping.toml")

    assert (mapping is None) == bool(findings)


# --- properties ---

_PLACELESS: Callable[[Project], Project] = lambda project: replace(project, place=NOWHERE)  # noqa: E731

HEADER = ["id", "title", "criterion: points", "cost (yuan)", "demand: land (mu)", "field: size", "ready: plan"]


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**15),
    st.sampled_from(["{:,}", "$ {:,}", "{:,} USD", "US${:,}", " {} ", "{:,} dollars"]),
)
def test_numbers_survive_csv_with_thousands_separated(value: Decimal, form: str) -> None:
    library, findings = read(f'id,cost\nA,"{form.format(value)}"', COSTS.format(unit="USD"))

    assert [finding.code for finding in findings] == ([] if value else ["W310"])
    assert library.projects[0].options[0].cost[0].measured_in(UNITS["usd"]) == value


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=10), min_size=7, max_size=7))
def test_any_cells_give_a_project_or_findings(cells: list[str]) -> None:
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    library, findings = parse_library((",".join(HEADER) + "\n" + ",".join(quoted)).encode(), "list.csv")

    assert library.projects or findings


@given(st.binary(max_size=300))
def test_any_bytes_below_a_header_never_raise(content: bytes) -> None:
    parse_library(",".join(HEADER).encode() + b"\n" + content, "list.csv")


@given(st.permutations(range(len(HEADER))), st.permutations(range(4)), st.sampled_from(["  {}", "{} ", "\u3000{}\t"]))
def test_the_order_of_columns_and_rows_and_white_space_do_not_matter(
    columns: list[int], rows: list[int], white: str
) -> None:
    cells = [
        [f"P{n}", f"Title {n}", f"{n}.5", f"{n + 1},000", f"{n}", "L" * n, "yes" if n else "2024Q2"] for n in range(4)
    ]

    def text(header: list[str], body: list[list[str]]) -> bytes:
        return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [header, *body]).encode()

    plain, none = parse_library(text(HEADER, cells), "list.csv")
    spaced = [
        white.format(HEADER[at].replace(" ", "  ")).upper() if at < 2 else white.format(HEADER[at]) for at in columns
    ]
    other, still = parse_library(text(spaced, [[cells[row][at] for at in columns] for row in rows]), "list.csv")

    assert none == still == []
    assert plain.names == other.names
    assert {p.id: _PLACELESS(p) for p in plain.projects} == {p.id: _PLACELESS(p) for p in other.projects}


def test_a_long_list_is_read_in_well_under_its_allowance() -> None:
    rng = random.Random(7)
    header = "id,title,region,owner,funds,starts,criterion: a,criterion: b,cost (yuan),demand: land (mu),field: c"
    rows = (
        f'P{n},Title {n},Essex,Owner,A;B,2024;2025,{n}.5,{n},"{rng.randrange(10**7):,} 万元",{n % 300},x'
        for n in range(1, 5001)
    )
    content = "\n".join([header, *rows]).encode()
    started = time.process_time()
    library, findings = parse_library(content, "list.csv")

    assert findings == []
    assert len(library.projects) == 5000
    assert time.process_time() - started < 5  # about 0.3 s; the allowance is for slow machines


# --- the real list ---


def test_the_new_jersey_list() -> None:
    if not NEW_JERSEY.exists():
        pytest.skip(f"real data not found: {NEW_JERSEY}; set KAIMEN_TEST_DATA to the folder that holds `libraries`")
    mapping = mapping_of(EXAMPLE.read_text(encoding="utf-8"))

    library, findings = parse_library(NEW_JERSEY.read_bytes(), "list.csv", mapping)

    assert codes(findings) == [("W311", "F1"), ("E302", "H627"), ("E302", "H724")]
    assert len(library.projects) == 896
    first = library.projects[0]
    assert (first.id, first.funds, first.place) == ("0906001-023", ("GEN",), Place("list.csv", cell="C2"))
    assert first.options == (Option(cost=(amount("9300000", "USD"),)),)
    assert first.criteria["points"] == Decimal("167.62")
    assert {fund for project in library.projects for fund in project.funds} == {"GEN", "EC", "LSLR"}
    assert {"eligibility", "decision", "points", "rank", "population", "cat_a", "cat_e"} <= library.names
    lines = NEW_JERSEY.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - 1 == len(library.projects) + 2


def test_the_example_mapping_can_be_read() -> None:
    mapping = mapping_of(EXAMPLE.read_text(encoding="utf-8"))

    assert len(mapping.criteria) == 11
    assert mapping.cost is not None
    assert mapping.cost.missing == "error"
