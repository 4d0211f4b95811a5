"""What a view of chains or a guide says leads to each row that it rests on, and a kept rule to its article."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from kaimen.workspace.business.chains import chain_ground, look_at_chains
from kaimen.workspace.business.policy_books import look_at_book
from kaimen.workspace.record.office import Said, open_office
from kaimen.workspace.record.region_trees import look_at_regions
from kaimen.workspace.samples.examples import chain_tables, policy_books
from kaimen.workspace.tracing.figures import trace_in


def test_figures_of_chains_lead_to_their_rows(tmp_path: Path) -> None:
    office, _ = open_office(str(tmp_path / "w.db"))
    assert office is not None
    said = Said("A", datetime(2024, 5, 1, 9, tzinfo=UTC))
    regions, _ = look_at_regions(office, chain_tables() / "regions.csv")
    assert regions is not None
    office.take_in(regions, said)
    names = ("chains", "links", "stands", "leads")
    intake, _ = look_at_chains(office, [chain_tables() / f"{name}.csv" for name in names])
    assert intake is not None
    office.take_in(intake, said)
    for state in chain_ground(office).survey("Qingdao").states[:2]:
        link = state.link.id
        steps = trace_in(office, f"Qingdao/{link}.state")
        assert ("state", state.state) in steps
        assert sum(name == "supplier" for name, _ in steps) == len(state.suppliers)
        assert any(name == "row" and "links.csv" in told for name, told in steps)
        assert steps[-1][0].startswith("entry ")
        part, _, whole = dict(trace_in(office, f"{link}.exposure"))["sum"].partition(" of ")
        assert Fraction(part) / Fraction(whole.partition(",")[0]) == state.exposure
    assert trace_in(office, "Atlantis/B-SAL.state") == []
    assert trace_in(office, "B-NONE.state") == []
    lead = chain_ground(office).tables.leads[0]
    assert dict(trace_in(office, lead.id))["row"] == str(lead.place)
    book, _ = look_at_book(office, policy_books()[0])
    assert book is not None
    office.take_in(book, said)
    rule = dict(trace_in(office, "jinan-2021/JN19-13"))
    assert "article 13" in rule["rests on"]
    assert "line" in rule["row"]
    office.close()
