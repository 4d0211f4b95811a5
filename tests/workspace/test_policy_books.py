"""Policy files are kept with their versions, found again by name, put back by undo, and written as they came in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaimen.cli import bookkeeping, entitling
from kaimen.workspace.business.policy_books import book_texts, kept_books, look_at_book, save_book
from kaimen.workspace.record.firms import look_at_firms
from kaimen.workspace.record.office import Said, open_office
from kaimen.workspace.samples.examples import policy_books

SAID = Said("A", datetime(2024, 5, 1, 9, tzinfo=UTC))
_, LOANS = policy_books()


def test_a_file_is_kept_with_its_versions_and_put_back(tmp_path: Path) -> None:
    office, _ = open_office(str(tmp_path / "w.db"))
    assert office is not None
    intake, _ = look_at_book(office, LOANS)
    assert intake is not None
    assert not kept_books(office.store)
    assert office.take_in(intake, SAID)[1] == []
    again, _ = look_at_book(office, LOANS)
    assert again is not None
    assert again.drafts == ()
    text = LOANS.read_text(encoding="utf-8")
    changed = tmp_path / "changed.toml"
    changed.write_text(text.replace('rate = "4.2 %"', 'rate = "4.4 %"').replace('id = "bank C"', 'id = "bank D"'))
    intake, _ = look_at_book(office, changed)
    assert intake is not None
    assert (intake.new, intake.changed, intake.gone) == (
        ("bank D (2024-01-01)",),
        ("bank A (2024-01-01)",),
        ("bank C (2024-01-01)",),
    )
    receipt, _ = office.take_in(intake, SAID)
    assert receipt is not None
    assert save_book(office.store, "loans", tmp_path / "out.toml") == []
    assert (tmp_path / "out.toml").read_bytes() == changed.read_bytes()
    assert office.undo(receipt.entry.number, SAID)[1] == []
    assert book_texts(office.store) == {"loans": text}
    office.close()


def test_commands_take_the_name_of_a_kept_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = str(tmp_path / "w.db")
    assert bookkeeping.take_in(url, LOANS, SAID, keep=False, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["entry"] is None
    assert bookkeeping.take_in(url, LOANS, SAID, keep=True, as_json=False) == 0
    office, _ = open_office(url)
    assert office is not None
    firms, _ = look_at_firms(office, LOANS.with_name("loan-firms.csv"))
    assert firms is not None
    office.take_in(firms, SAID)
    office.close()
    capsys.readouterr()
    assert entitling.check(Path("loans"), None, url, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert entitling.check(Path("lones"), None, url, as_json=False) == 1
    assert "loans" in capsys.readouterr().err
    assert bookkeeping.withdraw(url, "loans", "A", "", as_json=False) == 0
    assert bookkeeping.withdraw(url, "loans", "A", "", as_json=False) == 1
    assert bookkeeping.books(url, as_json=True) == 0
