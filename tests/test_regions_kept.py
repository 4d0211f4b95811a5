"""Regions, mappings and collected workbooks of a workspace, and plans made from one."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from kaimen.formats.spreadsheet import parse_workbook
from kaimen.workspace.library.collecting import collect
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.library.mappings import mappings_in, save_mapping
from kaimen.workspace.planning.plans import load_plan, save_plan
from kaimen.workspace.planning.questions import load_question
from kaimen.workspace.record.office import Office, Said, open_office
from kaimen.workspace.record.region_trees import look_at_regions, save_regions, tree_in
from kaimen.workspace.tracing.plans import trace_in_plan

SAID = Said("planning office", datetime(2024, 2, 19, tzinfo=UTC))
REGIONS = """id,within,level,name,members,tile
P,,province,The province,,
North,P,city,North city,,"1, 2"
South,P,city,=HYPERLINK("x"),,
corridor,,,A corridor,North; South,
"""
LIST = """id,title,region,stage,cost (million yuan),criterion: points
A,Wind base,North,reserve,10,5
B,Port,North,reserve,20,9
C,Rail,South,appraised,30,7
"""
OWN = "Nr,Name,Where,Money\nA,Wind base,North,10\nB,Port,North,20\n"
MAPPING = """[columns]
id = "Nr"
title = "Name"
region = "Where"

[cost]
columns = ["Money"]
unit = "million yuan"
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened, findings = open_office(str(tmp_path / "office.db"))
    assert opened is not None, findings
    yield opened
    opened.close()


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def take_regions(office: Office, folder: Path, text: str, name: str = "regions.csv") -> list[str]:
    intake, findings = look_at_regions(office, put(folder, name, text))
    assert intake is not None, findings
    assert office.take_in(intake, SAID)[1] == []
    return [finding.code for finding in intake.findings]


def take_list(office: Office, path: Path, mapping: Path | None = None) -> list[tuple[str, str]]:
    intake, findings = look_at_projects(office, path, mapping)
    assert intake is not None, findings
    assert take_projects_in(office, intake, SAID)[1] == []
    return [(finding.code, finding.place.cell) for finding in intake.findings]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_regions_are_kept_and_read_back_from_their_export(office: Office, tmp_path: Path, ending: str) -> None:
    assert take_regions(office, tmp_path, REGIONS) == []
    tree = tree_in(office.store)
    assert tree.covers("P", "North")
    assert tree.covers("corridor", "South")
    assert tree.regions["North"].tile == (1, 2)
    assert save_regions(tmp_path / f"out.{ending}", tree) == []

    again, _ = look_at_regions(office, tmp_path / f"out.{ending}")

    assert again is not None
    assert again.findings == ()
    assert (again.new, again.changed) == ((), ())


def test_regions_that_are_no_tree_are_findings_and_the_rest_is_kept(office: Office, tmp_path: Path) -> None:
    bad = REGIONS + "North,P,city,Again,,\nEast,Nowhere,,,,\nX,Y,,,,\nY,X,,,,\nbelt,,,,North; Atlantis,\n,P,,none,,\n"

    codes = take_regions(office, tmp_path, bad)

    assert sorted(codes) == ["E302", "E403", "E404", "E409", "E409"]
    tree = tree_in(office.store)
    assert set(tree.regions) == {"P", "North", "South", "East", "X", "Y"}
    assert tree.groups["belt"].members == ("North",)
    take_regions(office, tmp_path, "id,within\nEast,P\n", "more.csv")
    assert tree_in(office.store).covers("P", "East")


def test_an_import_names_projects_in_no_known_region(office: Office, tmp_path: Path) -> None:
    take_regions(office, tmp_path, REGIONS)

    found = take_list(office, put(tmp_path, "list.csv", LIST.replace("Rail,South", "Rail,Sotuh")))

    assert found == [("E307", "A4")]
    assert office.library().ids == {"A", "B", "C"}


def test_a_mapping_once_used_reads_the_next_version_of_the_list(office: Office, tmp_path: Path) -> None:
    take_list(office, put(tmp_path, "own.csv", OWN), put(tmp_path, "city.toml", MAPPING))
    assert list(mappings_in(office.store)) == ["city"]

    for name in ("own.csv", "own 2025.csv"):
        intake, _ = look_at_projects(office, put(tmp_path, name, OWN + "C,Rail,South,30\n"))
        assert intake is not None
        assert (intake.new, intake.chosen.name, intake.chosen.again) == (("C",), "city", True)
    by_name, _ = look_at_projects(office, tmp_path / "own.csv", Path("city"))
    assert by_name is not None
    assert not by_name.chosen.again
    assert look_at_projects(office, tmp_path / "own.csv", Path("none"))[1][0].code == "E101"
    assert save_mapping(office, put(tmp_path, "bad.toml", "[columns]\nwho = 1\n"), "", SAID)[0] is None
    canonical, _ = look_at_projects(office, put(tmp_path, "list.csv", LIST))
    assert canonical is not None
    assert canonical.chosen.mapping is None


def returned(path: Path, changes: dict[tuple[str, str], str]) -> None:
    """Fill a collected workbook in: (project, heading) to text."""
    sheets, _ = parse_workbook(path.read_bytes(), path.name)
    rows = [[str(cell) for cell in row] for row in sheets[0][1]]
    with Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("projects")
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, changes.get((row[0], rows[0][at]), cell))


def test_what_comes_back_wrong_is_a_finding_and_the_rest_is_taken_in(office: Office, tmp_path: Path) -> None:
    take_list(office, put(tmp_path, "list.csv", LIST))
    (north, _), _ = collect(office, tmp_path / "out")
    changes = {("A", "cost (million yuan)"): "ten", ("B", "title"): "Deep port", ("B", "stage"): "appraised"}
    returned(north, changes)

    found = take_list(office, north)

    assert [code for code, _ in found] == ["E303"]
    assert re.fullmatch("[A-Z]+2", found[0][1])
    assert {p.id: (p.title, p.stage) for p in office.library().projects}["B"] == ("Deep port", "appraised")

    (north, _), _ = collect(office, tmp_path / "again")
    returned(north, {("A", "id"): "A-1", ("B", "field: kaimen version"): "second", ("B", "title"): "Bay port"})
    assert take_list(office, north) == [("E814", "A2"), ("E814", "A3")]
    assert office.library().ids == {"A", "B", "C"}


def test_a_collected_workbook_checks_what_is_typed_and_protects_ids(office: Office, tmp_path: Path) -> None:
    take_regions(office, tmp_path, REGIONS)
    take_list(office, put(tmp_path, "list.csv", LIST))
    (north, _), _ = collect(office, tmp_path / "out")

    with zipfile.ZipFile(io.BytesIO(north.read_bytes())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    rules = re.findall(r"<dataValidation .*?</dataValidation>", sheet, re.DOTALL)
    assert "<sheetProtection" in sheet
    assert 'locked="0"' in styles
    assert any("reserve" in rule and 'type="list"' in rule for rule in rules)
    assert any("private" in rule for rule in rules)
    assert any('type="decimal"' in rule and "greaterThanOrEqual" in rule for rule in rules)
    assert any('"North"' in rule or "North<" in rule for rule in rules)


SCENARIO = """name = "small"
library = "office.db"
periods = ["2026"]
money = "million yuan"

[benefit]
weights = { points = "1" }

[[fund]]
name = "budget"
amount = { each = "40 million yuan" }
cite = { pledge = "P-0001" }
"""


def test_a_plan_of_a_workspace_is_verified_at_its_entry(office: Office, tmp_path: Path) -> None:
    from kaimen.portfolio import Result
    from kaimen.solve import max_nodes, solve

    take_list(office, put(tmp_path, "list.csv", LIST))
    question, findings = load_question(put(tmp_path, "plan.toml", SCENARIO))
    assert question is not None, findings
    assert [i.name for i in question.inputs if i.role == "library"] == ["office.db#1"]
    result = solve(question.problem, max_nodes(1))
    assert isinstance(result, Result)
    assert save_plan(tmp_path / "plan.json", question, result) == []
    office.move("A", "appraised", SAID)

    plan, findings = load_plan(tmp_path / "plan.json")

    assert plan is not None, findings
    assert plan.verified.findings == ()
    assert json.loads((tmp_path / "plan.json").read_text())["inputs"]
    steps = trace_in_plan(plan, "A.cost")
    assert steps == [("plan", "A is in the plan"), ("fund", '"budget" cites P-0001')]
    assert trace_in_plan(plan, "P-0001")[0] == ("fund", '"budget" cites P-0001')
    assert trace_in_plan(plan, "P-0001")[1][1].startswith("2 chosen: A, ")
    assert trace_in_plan(plan, "nothing") == []
    (tmp_path / "empty.db").touch()
    assert open_office(str(tmp_path / "empty.db"))[0] is not None
    assert load_question(tmp_path / "plan.toml", tmp_path / "empty.db")[1][0].code == "E102"
