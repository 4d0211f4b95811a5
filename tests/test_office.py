"""Taking lists into the library: dry run, one change, undo, stages, links, workbooks that go out and come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kaimen.formats.library_table import parse_library
from kaimen.store import verify
from kaimen.workspace.library.collecting import collect
from kaimen.workspace.library.current import Current, current_in
from kaimen.workspace.library.exports import save_library
from kaimen.workspace.library.intake import Intake, look_at_projects, take_projects_in
from kaimen.workspace.record.office import Office, Said, open_office
from tests.data import DATA, needs

LIST = """id,title,region,stage,cost (million yuan),demand: land (mu)
A,Wind base,East,reserve,10,5
B,Water works,East,reserve,20,7
C,Depot,West,appraised,30,9
"""


def said(minutes: int = 0, why: str = "") -> Said:
    return Said("planning office", datetime(2024, 2, 19, tzinfo=UTC) + timedelta(minutes=minutes), why)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened, findings = open_office(str(tmp_path / "office.db"))
    assert findings == []
    assert opened is not None
    yield opened
    assert verify(opened.store.engine) == []
    opened.close()


def looked_at(office: Office, folder: Path, text: str, name: str = "list.csv", why: str = "") -> Intake:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    intake, findings = look_at_projects(office, path, why=why)
    assert findings == []
    assert intake is not None
    return intake


def kept(office: Office, intake: Intake, minutes: int = 0) -> int:
    receipt, findings = take_projects_in(office, intake, said(minutes))
    assert findings == []
    assert receipt is not None
    return receipt.entry.number


def test_looking_keeps_nothing_and_taking_in_keeps_all_at_once(office: Office, tmp_path: Path) -> None:
    intake = looked_at(office, tmp_path, LIST)

    assert (intake.new, intake.changed, office.store.head().number) == (("A", "B", "C"), (), 0)
    kept(office, intake)
    assert office.library().ids == {"A", "B", "C"}
    assert office.store.head().number == 1
    again = looked_at(office, tmp_path, LIST)
    assert (again.new, again.unchanged, again.drafts) == ((), ("A", "B", "C"), ())


def test_a_later_list_changes_adds_and_misses_and_the_past_stays(office: Office, tmp_path: Path) -> None:
    kept(office, looked_at(office, tmp_path, LIST))
    later = LIST.replace("10,5", "12,5").replace("B,Water works,East,reserve,20,7\n", "") + "D,Bridge,West,,5,0\n"

    intake = looked_at(office, tmp_path, later)

    assert (intake.new, intake.changed, intake.unchanged, intake.gone) == (("D",), ("A",), ("C",), ("B",))
    kept(office, intake, 10)
    before, now = (office.library(said(minutes).at) for minutes in (5, 15))
    assert (set(before.ids), set(now.ids)) == ({"A", "B", "C"}, {"A", "B", "C", "D"})
    cost = {p.id: str(p.options[0].cost[0]) for p in before.projects}
    assert cost["A"] == "10 million yuan"
    lists = [version.body for _, version in office.store.history("list", "list.csv")]
    assert [body["projects"] for body in lists if body] == [["A", "B", "C"], ["A", "C", "D"]]


def test_one_undo_puts_back_all_of_an_import(office: Office, tmp_path: Path) -> None:
    kept(office, looked_at(office, tmp_path, LIST))
    before = office.library().projects
    entry = kept(office, looked_at(office, tmp_path, LIST.replace("Depot", "Big depot") + "D,Bridge,West,,5,0\n"), 10)

    receipt, findings = office.undo(entry, said(20))

    assert findings == []
    assert receipt is not None
    assert office.library().projects == before
    assert [f.code for f in office.undo(entry, said(30))[1]] == ["E813"]
    assert [f.code for f in office.undo(99, said(30))[1]] == ["E813"]
    assert office.undo(receipt.entry.number, said(40))[1] == []
    assert office.library().ids == {"A", "B", "C", "D"}


def test_an_undo_is_refused_where_something_changed_since(office: Office, tmp_path: Path) -> None:
    entry = kept(office, looked_at(office, tmp_path, LIST))
    office.move("A", "appraised", said(5))

    receipt, findings = office.undo(entry, said(10))

    assert receipt is None
    assert [finding.code for finding in findings] == ["E813"]
    assert "A" in findings[0].what


def test_an_import_made_from_an_old_look_is_refused_whole(office: Office, tmp_path: Path) -> None:
    intake = looked_at(office, tmp_path, LIST)
    kept(office, looked_at(office, tmp_path, LIST.splitlines()[0] + "\nA,Other,East,reserve,1,1\n", "other.csv"))

    receipt, findings = take_projects_in(office, intake, said(10))

    assert receipt is None
    assert {finding.code for finding in findings} == {"E803"}
    assert office.library().ids == {"A"}


def test_stages_move_along_the_table_in_lists_too(office: Office, tmp_path: Path) -> None:
    kept(office, looked_at(office, tmp_path, LIST))

    intake = looked_at(office, tmp_path, LIST.replace("A,Wind base,East,reserve", "A,Wind base,East,completed"))

    assert [(finding.code, finding.place.cell) for finding in intake.findings] == [("E811", "A2")]
    assert intake.changed == ()
    assert office.move("A", "rejected", said())[1][0].code == "E812"
    assert office.move("A", "rejected", said(why="no site"))[1] == []
    assert office.move("Z", "rejected", said(why="no site"))[1][0].code == "E609"


def test_renamed_projects_share_their_history(office: Office, tmp_path: Path) -> None:
    kept(office, looked_at(office, tmp_path, LIST))

    assert office.link("renamed", ["A"], ["B"], said())[1] == []
    assert office.link("merged", ["B", "C"], ["C"], said())[1] == []
    assert office.lineage("A") == ("A", "B", "C")
    assert [f.code for f in office.link("split", ["A"], ["Q"], said())[1]] == ["E609"]


def test_workbooks_go_out_by_region_and_come_back(office: Office, tmp_path: Path) -> None:
    kept(office, looked_at(office, tmp_path, LIST))
    written, findings = collect(office, tmp_path / "out")
    assert findings == []
    assert [path.name for path in written] == ["East.xlsx", "West.xlsx"]
    office.move("B", "appraised", said(5))

    east, west = (look_at_projects(office, path)[0] for path in written)

    assert east is not None
    assert west is not None
    assert (west.changed, west.unchanged) == ((), ("C",))
    assert [(finding.code, finding.expected) for finding in east.findings] == [("E803", "version 2")]
    assert east.unchanged == ("A",)


def test_rows_with_errors_come_back_with_what_to_do(office: Office, tmp_path: Path) -> None:
    intake = looked_at(office, tmp_path, LIST + "E,Bad,East,reserve,six,1\nF,=SUM(A1),East,reserve,7,-3\n")

    assert intake.new == ("A", "B", "C")
    assert intake.rejected is not None
    library, findings = parse_library(intake.rejected, "rejected.xlsx")
    assert library.projects == ()
    assert {finding.code for finding in findings if finding.is_error} == {"E303", "E305"}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 100, b"PK\x03\x04 torn", b"title\nno id\n"])
def test_a_file_that_is_no_list_changes_nothing(office: Office, tmp_path: Path, content: bytes) -> None:
    for name in ("list.csv", "list.xlsx", "list.json"):
        (tmp_path / name).write_bytes(content)
        intake, findings = look_at_projects(office, tmp_path / name)
        assert intake is None
        assert any(finding.is_error for finding in findings)
    assert look_at_projects(office, tmp_path / "nothing.csv")[1][0].code == "E101"


@needs("libraries/us-drinking-water-funds")
def test_new_jerseys_list_survives_every_form(office: Office, tmp_path: Path) -> None:
    mapping = Path(__file__).parents[1] / "examples" / "new-jersey" / "mapping.toml"
    path = DATA / "libraries" / "us-drinking-water-funds" / "NJ_SFY26_Comprehensive_Fundable.csv"
    intake, _ = look_at_projects(office, path, mapping)
    assert intake is not None
    kept(office, intake)
    library = office.library()

    assert len(library.projects) == 896
    for name in ("list.csv", "list.xlsx", "list.json"):
        assert save_library(tmp_path / name, library, published=said().at) == []
        again, _ = look_at_projects(office, tmp_path / name)
        assert again is not None
        assert (len(again.unchanged), again.changed, again.new) == (896, (), ())


def taken(office: Office, folder: Path, rows: str, said: Said) -> int:
    """Take a list in, and return the number of the entry."""
    (folder / "list.csv").write_text(rows, encoding="utf-8")
    intake, findings = look_at_projects(office, folder / "list.csv")
    assert intake is not None, findings
    receipt, findings = take_projects_in(office, intake, said)
    assert receipt is not None, findings
    return receipt.entry.number


def test_projects_read_again_after_changes_are_those_read_whole(tmp_path: Path) -> None:
    office, _ = open_office(str(tmp_path / "office.db"))
    assert office is not None
    said = Said("ada", datetime(2024, 2, 1, tzinfo=UTC))

    def whole() -> Current:
        anew, _ = open_office(str(tmp_path / "office.db"))
        assert anew is not None
        found = current_in(anew.store)
        anew.close()
        assert found.library == office.library()
        return found

    assert current_in(office.store) == whole()
    taken(office, tmp_path, "id,title\nB-1,Bridge\nA-1,Arch\nA-10,Ark\na-2,Alley\n", said)
    before = current_in(office.store)
    assert before == whole()
    second = taken(office, tmp_path, "id,title,field: x\nB-1,Bridges,1\nC-1,Canal,2\n", said)
    assert current_in(office.store) == whole() != before
    assert office.undo(second, said)[0] is not None
    assert current_in(office.store) == whole() == before
    office.close()
