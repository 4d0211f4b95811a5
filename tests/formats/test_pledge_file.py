"""Pledge files: what is read, and what is said about what cannot be."""

from __future__ import annotations

import inspect
from datetime import date
from decimal import Decimal

import pytest

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.formats import pledge_file
from kaimen.formats.pledge_file import check_quotes, parse_pledges
from kaimen.ledger import Ledger

NEWS = Document("news.txt", "It will select about ten lead projects.", published=date(2024, 2, 19))
SOUND = """
[[document]]
file = "news.txt"
published = 2024-02-19

[[entry]]
kind = "confirm"
pledge = "P-12"
on = 2024-02-20
by = "pledge review"
what = "lead projects"
due = 2024-12-31
target = { value = "10", unit = "projects", qualifier = "~" }
passage = { document = "news.txt", start = 0, end = 38, quote = "It will select about ten lead projects" }
figure = { document = "news.txt", start = 21, end = 24, quote = "ten" }

[[entry]]
kind = "amend"
pledge = "P-12"
on = 2024-02-21
by = "pledge review"
reason = "clearer"
what = "projects that lead"
passage = { document = "news.txt", start = 0, end = 38, quote = "It will select about ten lead projects" }

[[entry]]
kind = "retract"
pledge = "P-12"
on = 2024-02-22
by = "pledge review"
reason = "corrected"
"""


def read(text: str) -> tuple[Ledger, list[Finding]]:
    file, findings = parse_pledges(text, "pledges.toml")
    assert file is not None
    return file.ledger, findings


def test_a_sound_file_is_read_whole() -> None:
    ledger, findings = read(SOUND)

    assert findings == []
    assert [type(entry).__name__ for entry in ledger.entries] == ["Confirmation", "Amendment", "Retraction"]
    first = ledger.as_of(date(2024, 2, 20)).pledges["P-12"]
    assert (first.what, first.due) == ("lead projects", date(2024, 12, 31))
    assert first.target is not None
    assert (first.target.value, first.target.unit, first.target.qualifier) == (Decimal(10), "projects", "~")
    assert check_quotes(ledger, {"news.txt": NEWS}) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('kind = "confirm"', 'kind = "confrm"', "E402", "entry 1.kind"),
        ('by = "pledge review"\nwhat', "what", "E402", "by"),
        ('what = "lead projects"\n', "", "E402", "what and passage"),
        ('value = "10"', 'value = "ten"', "E402", '"ten" is not a number'),
        ("start = 0,", 'start = "0",', "E402", "start"),
        ('qualifier = "~"', 'qualifer = "~"', "E402", "qualifier"),
        ('reason = "corrected"\n', "", "E402", "reason"),
        ("on = 2024-02-21", "on = 2024-02-19", "E704", "dated before"),
        ('file = "news.txt"', 'file = "../news.txt"', "E402", "name alone"),
        ("[[document]]", "[[documents]]", "E402", "documents"),
        ("[[entry]]\nkind = \"retract\"", "[entry]\nkind = \"retract\"", "E401", "line"),
    ],
)  # fmt: skip
def test_a_fault_is_a_finding_with_its_line(old: str, new: str, code: str, words: str) -> None:
    assert old in SOUND
    _, findings = parse_pledges(SOUND.replace(old, new, 1), "pledges.toml")

    assert code in [finding.code for finding in findings]
    assert any(words in str(finding) and finding.place.line for finding in findings), [*map(str, findings)]


def test_a_quote_that_does_not_stand_there_is_found() -> None:
    ledger, _ = read(SOUND.replace("start = 21, end = 24", "start = 20, end = 23"))

    findings = check_quotes(ledger, {"news.txt": NEWS})
    assert [finding.code for finding in findings] == ["E410"]
    assert findings[0].found == " te"


def test_a_document_that_the_file_does_not_name_is_found() -> None:
    ledger, _ = read(SOUND)

    assert {finding.code for finding in check_quotes(ledger, {"other.txt": NEWS})} == {"E404"}


def test_every_key_is_described() -> None:
    from pathlib import Path

    from pydantic import BaseModel

    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "pledges.md").read_text(encoding="utf-8")
    tables = [table for _, table in inspect.getmembers(pledge_file, inspect.isclass) if issubclass(table, BaseModel)]
    keys = {key for table in tables for key in table.model_fields}
    assert len(keys) > 15
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_a_file_that_breaks_off_is_told_at_its_last_line() -> None:
    file, findings = parse_pledges('[[confirm]]\nid = "P-1"\nothers = [\n', "pledges.toml")
    assert file is None
    assert [finding.place.line for finding in findings] == [4]
