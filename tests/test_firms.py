"""Firms: read from a list, kept as one change, undone; what cannot be read is a finding and the rest is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.evidence import Citation
from kaimen.firms import SIZE_CLASSES, Fact, Firm
from kaimen.formats.firm_table import firm_body, firm_of, parse_firms
from kaimen.quantity import Amount, parse_unit
from kaimen.store.chain import body_text
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.record.firms import firms_in, look_at_firms
from kaimen.workspace.record.office import Office, Said, open_office

LIST = """id,name,region,sector,ownership,size,source,fact: revenue 2023 (million yuan),fact: revenue 2022 (million yuan),fact: staff 2023 (persons),fact: patents 2023
F1,Wind Works,Yantai,equipment,private,medium,annual report,120.5,100,340,12
F2,Steel Town,Jinan,metals,STATE,large,annual report,9800,,12000,3
"""  # noqa: E501 - a list as it is


def test_a_list_of_firms_is_read_with_dated_facts() -> None:
    firms, findings = parse_firms(LIST.encode(), "firms.csv")

    assert findings == []
    wind, steel = firms
    assert (wind.size, steel.ownership) == ("medium", "state")
    latest = wind.fact("revenue")
    assert latest is not None
    assert (latest.period, str(latest.value), latest.cite.note) == ("2023", "120.5 million yuan", "annual report")
    assert steel.fact("revenue", "2022") is None
    patents = wind.fact("patents")
    assert patents is not None
    assert patents.value == Decimal(12)


@pytest.mark.parametrize(
    ("old", "new", "code", "kept"),
    [
        ("120.5", "many", "E303", 2),
        ("medium", "huge", "E312", 2),
        ("private", "cooperative", "E312", 2),
        ("F2", "F1", "E306", 1),
        ("F2", "", "E302", 1),
        ("(persons)", "(heads)", "E304", 2),
        ("id,", "number,", "E301", 0),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_the_rest_is_kept(old: str, new: str, code: str, kept: int) -> None:
    firms, findings = parse_firms(LIST.replace(old, new, 1).encode(), "firms.csv")

    assert [finding.code for finding in findings] == [code]
    assert len(firms) == kept


def test_firms_are_kept_as_one_change_and_undone(tmp_path: Path) -> None:
    office, _ = open_office(str(tmp_path / "office.db"))
    assert isinstance(office, Office)
    said = Said("planning office", datetime(2024, 2, 19, tzinfo=UTC))
    path = tmp_path / "firms.csv"
    path.write_text(LIST, encoding="utf-8")
    intake, _ = look_at_firms(office, path)
    assert intake is not None
    receipt, _ = office.take_in(intake, said)
    assert receipt is not None

    assert [firm.id for firm in firms_in(office)] == ["F1", "F2"]
    path.write_text(LIST.replace("340", "350"), encoding="utf-8")
    again, _ = look_at_firms(office, path)
    assert again is not None
    assert (again.changed, again.unchanged) == (("F1",), ("F2",))
    assert office.undo(receipt.entry.number, said)[1] == []
    assert firms_in(office) == []
    assert look_at_firms(office, tmp_path / "none.csv")[1][0].code == "E101"
    office.close()


NUMBERS = st.decimals(-(10**9), 10**9, places=2)
YUAN = parse_unit("million yuan")


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["2022", "2023"]), NUMBERS, st.booleans()), max_size=4),
    st.sampled_from(["", *SIZE_CLASSES]),
)
def test_a_body_holds_all_of_a_firm(facts: list[tuple[str, str, Decimal, bool]], size: str) -> None:
    assert YUAN is not None
    made = tuple(Fact(n, p, Amount(v, YUAN) if is_money else v, Citation(note="s")) for n, p, v, is_money in facts)
    firm = Firm("F", "名", "Yantai", size=size, facts=made)

    assert firm_of(json.loads(body_text(firm_body(firm)))) == firm


def test_a_waiver_needs_a_reason_and_stays_in_the_ledger(tmp_path: Path) -> None:
    office, _ = open_office(str(tmp_path / "office.db"))
    assert isinstance(office, Office)
    path = tmp_path / "list.csv"
    path.write_text("id,title,cost (yuan)\nA,Wind base,10\n", encoding="utf-8")
    intake, _ = look_at_projects(office, path)
    assert intake is not None
    moment = datetime(2024, 2, 19, tzinfo=UTC)
    take_projects_in(office, intake, Said("planning office", moment))

    assert office.waive("A", Said("planning office", moment))[1][0].code == "E812"
    assert office.waive("B", Said("planning office", moment, "no site"))[1][0].code == "E609"
    assert office.waive("A", Said("planning office", moment, "no site"))[1] == []
    version = office.store.version("waiver", "A")
    assert version is not None
    assert version.body == {"project": "A", "by": "planning office", "why": "no site"}
    office.close()
