"""Columns of a list as a form has them: proposed, turned into a mapping, and read back from one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaimen.formats.column_roles import ColumnRole, column_roles, role_faults, roles_toml
from kaimen.formats.library_table import LibraryMapping, parse_library, parse_mapping

DEMO = Path(__file__).parents[2] / "src" / "kaimen" / "data" / "demo" / "library.csv"
OWN = "No.,Works,City,Land (mu),Total (million yuan),Points,Kind\n" + "".join(
    f"N-{at},Works {at},{'North' if at % 2 else 'South'},{at},{at * 2},{at + 50},{'road' if at % 3 else 'rail'}\n"
    for at in range(1, 13)
)
REICH = """
sheet = ""
skip_where = { Kind = ["note"] }
[columns]
id = "No."
ownership = "Owner kind"
[values.ownership]
SOE = "state"
[cost]
column = "Total"
unit = "million yuan"
profile = ["40 %", "60 %"]
missing = "zero"
[demand.land]
columns = ["Land 1", "Land 2"]
unit = "mu"
missing = "zero"
[[demand.coal]]
column = "Coal"
unit = "tonne"
running = true
[[demand.coal]]
column = "Coal ended"
unit = "tonne"
running = true
frees = true
[funds]
column = "Money"
separator = "/"
values = { both = ["a", "b"] }
[readiness]
permit = "Permit"
"""


def _mapping(text: str) -> LibraryMapping:
    mapping, findings = parse_mapping(text, "mapping.toml")
    assert mapping is not None, findings
    return mapping


def test_columns_are_proposed_by_their_headings_units_and_cells() -> None:
    found = {c.heading: (c.role, c.called, c.unit) for c in column_roles(OWN.encode(), "own.csv")}
    assert found["No."] == ("id", "", "")
    assert found["Land (mu)"] == ("demand", "Land", "mu")
    assert found["Total (million yuan)"] == ("cost", "", "million yuan")
    assert found["Points"][0] == "criterion"
    assert found["Kind"] == ("field", "Kind", "")


def test_what_is_proposed_reads_the_list() -> None:
    roles = column_roles(OWN.encode(), "own.csv")
    assert role_faults(roles) == {}
    library, findings = parse_library(OWN.encode(), "own.csv", _mapping(roles_toml("own.csv", roles)))
    assert len(library.projects) == 12, findings
    first = library.projects[0]
    assert [str(demand.amount) for demand in first.options[0].demands] == ["1 mu"]
    assert {str(value) for value in first.criteria.values()} == {"51"}


def test_canonical_headings_become_the_mapping_that_they_are() -> None:
    lines = DEMO.read_bytes().splitlines(keepends=True)[:20]
    roles = column_roles(b"".join(lines), "library.csv")
    by_headings, _ = parse_library(b"".join(lines), "library.csv")
    mapped, _ = parse_library(b"".join(lines), "library.csv", _mapping(roles_toml("library.csv", roles)))
    assert mapped == by_headings


def test_a_mapping_keeps_what_the_columns_do_not_show() -> None:
    before = _mapping(REICH)
    header = "No.,Owner kind,Total,Land 1,Land 2,Coal,Coal ended,Money,Permit,Kind"
    content = f"{header}\nN-1,SOE,3,1,2,4,1,both,yes,road\n".encode()
    roles = column_roles(content, "own.csv", before)
    assert _mapping(roles_toml("own.csv", roles, before)) == before
    fewer = [role for role in roles if role.heading != "Owner kind"]
    assert _mapping(roles_toml("own.csv", fewer, before)).values == {"ownership": {"SOE": "state"}}


@pytest.mark.parametrize(
    ("role", "unit", "code"),
    [("cost", "", "E304"), ("cost", "mu", "E304"), ("demand", "bananas", "E304"), ("demand", "yuan", "E304")],
)
def test_a_unit_that_is_missing_unknown_or_of_another_kind_is_said(role: str, unit: str, code: str) -> None:
    faults = role_faults([ColumnRole("No.", "id"), ColumnRole("x", role, "x", unit)])
    assert [finding.code for finding in faults.values()] == [code]
    assert list(faults) == [1]


def test_two_columns_are_not_one_part_and_one_is_the_id() -> None:
    faults = role_faults([ColumnRole("a", "title"), ColumnRole("b", "title")])
    assert {at: finding.code for at, finding in faults.items()} == {1: "E301", 0: "E301"}
