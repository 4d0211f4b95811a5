"""Two projects that are one: cell by cell, as one entry, back again by one, and no list brings the old id back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaimen.store import Change, Draft
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.library.joining import apart_in, cells_beside, join, joined_with, keep_apart
from kaimen.workspace.record.office import Office, Said, open_office

SAID = Said("ada", datetime(2024, 3, 1, tzinfo=UTC), "the same works, listed twice")
LIST = (
    "id,title,region,cost (million yuan),demand: land (mu),criterion: jobs,field: phone\n"
    "A-1,Water works,North,14,2,88,\n"
    "B-7,Waterworks North,North,16,3,,555\n"
    "C-1,Bridge,South,4,1,3,\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened, _ = open_office(str(tmp_path / "office.db"))
    assert opened is not None
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    intake, findings = look_at_projects(opened, tmp_path / "list.csv")
    assert intake is not None, findings
    assert take_projects_in(opened, intake, SAID)[0] is not None
    yield opened
    opened.close()


def test_each_cell_is_taken_from_the_side_that_was_chosen_and_undo_puts_both_back(office: Office) -> None:
    before = office.library()
    kept, other = (next(p for p in before.projects if p.id == name) for name in ("A-1", "B-7"))
    differ = {cell.name for cell in cells_beside(kept, other) if not cell.is_same}
    assert differ == {"title", "options", "jobs", "phone"}
    receipt, findings = join(office, ("A-1", 1), ("B-7", 1), ["options", "phone"], SAID)

    assert receipt is not None, findings
    after = office.library()
    assert [project.id for project in after.projects] == ["A-1", "C-1"]
    joined = after.projects[0]
    assert (joined.title, joined.options, joined.fields["phone"]) == ("Water works", other.options, "555")
    assert joined.criteria == kept.criteria
    assert joined_with(office.store, "B-7") == ("A-1", receipt.entry.number)
    assert office.lineage("B-7") == ("A-1", "B-7")
    assert [version.number for _, version in office.store.history("project", "B-7")] == [1, 2]
    assert (receipt.entry.author, receipt.entry.why) == ("ada", SAID.why)

    assert office.undo(receipt.entry.number, SAID)[0] is not None
    assert office.library() == before
    assert joined_with(office.store, "B-7") is None


def test_a_criterion_that_the_other_lacks_can_be_given_up(office: Office) -> None:
    assert join(office, ("A-1", 1), ("B-7", 1), ["jobs"], SAID)[0] is not None
    assert office.library().projects[0].criteria == {}


def test_what_cannot_be_joined_is_refused_whole(office: Office) -> None:
    head = office.store.head()
    for kept, other, taken, said, code in (
        (("A-1", 1), ("X-9", 1), (), SAID, "E609"),
        (("A-1", 1), ("A-1", 1), (), SAID, "E609"),
        (("A-1", 1), ("B-7", 1), ("height",), SAID, "E404"),
        (("A-1", 1), ("B-7", 1), (), Said("ada", SAID.at, " "), "E812"),
        (("A-1", 1), ("B-7", 2), (), SAID, "E803"),
    ):
        receipt, findings = join(office, kept, other, taken, said)
        assert receipt is None
        assert [finding.code for finding in findings] == [code]
    assert office.store.head() == head


def test_a_list_with_the_old_id_does_not_bring_it_back(office: Office, tmp_path: Path) -> None:
    receipt, _ = join(office, ("A-1", 1), ("B-7", 1), (), SAID)
    assert receipt is not None
    (tmp_path / "list.csv").write_text(LIST.replace("555", "556"), encoding="utf-8")
    intake, _ = look_at_projects(office, tmp_path / "list.csv")
    assert intake is not None
    assert intake.new == ()
    assert [(f.code, f.expected, f.place.cell) for f in intake.findings] == [("E815", "A-1", "A3")]
    gone = Draft("project", "C-1", None, 1)
    assert office.store.write(Change("ada", SAID.at, "retract", (gone,)))[0] is not None
    again, _ = look_at_projects(office, tmp_path / "list.csv")
    assert again is not None
    assert again.new == ("C-1",), "a project that was only withdrawn may come again"


def test_two_that_are_two_are_remembered_in_any_order(office: Office) -> None:
    assert keep_apart(office, "B-7", "A-1", SAID)[0] is not None
    assert apart_in(office.store) == {("A-1", "B-7")}
    assert keep_apart(office, "A-1", "A-1", SAID)[0] is None
    assert keep_apart(office, "A-1", "Z", SAID)[0] is None
    assert office.lineage("A-1") == ("A-1",)
