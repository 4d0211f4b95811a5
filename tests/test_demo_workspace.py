"""The demonstration's workspace: its announcements, its ledger, its made-up library, its question."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import kaimen as km
from kaimen.evidence import Document
from kaimen.extract import Extraction, extract
from kaimen.ledger import Ledger, Retraction
from kaimen.workspace import Question

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "src" / "kaimen" / "data" / "demo"
SCENARIO = DEMO / "lead-projects.toml"


@pytest.fixture(scope="module")
def question() -> Question:
    found, findings = km.load_question(SCENARIO)
    assert findings == []
    assert found is not None
    assert found.findings == ()
    return found


@pytest.fixture(scope="module")
def read(question: Question) -> dict[str, Extraction]:
    return {document.name: extract(document)[0] for document in question.pledges.announcements}


def test_making_the_library_again_gives_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "library.csv"
    subprocess.run([sys.executable, str(ROOT / "examples" / "reserve" / "make.py"), str(file)], check=True)

    assert file.read_bytes() == (DEMO / "library.csv").read_bytes()


def test_it_says_that_it_is_synthetic(question: Question) -> None:
    assert question.scenario.synthetic
    assert len(question.library.projects) == 1545
    assert all(project.id.startswith("SYN-") for project in question.library.projects)


def test_every_quote_of_the_ledger_stands_in_its_document(question: Question) -> None:
    documents: dict[str, Document] = {document.name: document for document in question.pledges.announcements}
    passages = [
        passage
        for entry in question.pledges.ledger.entries
        if not isinstance(entry, Retraction)
        for passage in (entry.pledge.passage, entry.pledge.figure, *entry.pledge.twins)
        if passage is not None
    ]

    assert len(passages) > 60
    assert all(documents[p.document].text[p.start : p.end] == p.quote for p in passages)


def test_every_pledge_was_read_by_the_reader_with_the_same_figure(
    question: Question, read: dict[str, Extraction]
) -> None:
    extraction = read["first-meetings.en.txt"]
    for pledge in question.pledges.ledger.pledges.values():
        passage, figure = pledge.passage, pledge.figure
        candidates = [c for c in extraction.candidates if (c.start, c.end) == (passage.start, passage.end)]
        assert candidates, pledge.id
        assert all(candidate.modality == "promised" for candidate in candidates)
        if figure is None or pledge.target is None:
            assert pledge.target is None
            continue
        quantities = [extraction.quantities[c.quantity] for c in candidates if c.quantity is not None]
        found = [q for q in quantities if (q.start, q.end) == (figure.start, figure.end)]
        assert [(q.value, q.unit, q.qualifier) for q in found] == [
            (pledge.target.value, pledge.target.unit, pledge.target.qualifier)
        ]


def test_the_two_texts_carry_the_same_figures(read: dict[str, Extraction]) -> None:
    def figures(name: str) -> Counter[str]:
        return Counter(f"{q.value.normalize():f}" for q in read[name].quantities if q.tier == "testable")

    english, chinese = figures("first-meetings.en.txt"), figures("first-meetings.zh.txt")
    wanted = {"9000", "9200", "1508", "1000000000000", "0.5", "370", "150000000000", "32", "15", "5", "1545", "100"}
    wanted |= {"60000000", "30000000", "3000000000000", "53"}
    assert wanted <= set(english)
    assert wanted <= set(chinese)


def test_the_impossible_figure_is_flagged_in_both_texts_and_is_no_pledge(
    question: Question, read: dict[str, Extraction]
) -> None:
    for extraction in read.values():
        flagged = [finding for finding in extraction.findings if finding.code == "E210"]
        assert [finding.found for finding in flagged] == ["53%"]
        assert "5.3 %" in flagged[0].fix
        place = flagged[0].place
        assert extraction.document.text[place.start : place.end] == "53%"
    assert "53%" not in [p.figure.quote for p in question.pledges.ledger.pledges.values() if p.figure]


def test_rules_quotas_and_funds_cite_pledges_that_stand(question: Question) -> None:
    scenario, ledger = question.scenario, question.pledges.ledger
    cited = {entry.cite.pledge for entry in (*scenario.quotas, *scenario.funds, *scenario.rules)} - {""}

    assert len(cited) >= 10
    assert cited <= set(ledger.pledges)
    kinds = {rule["kind"] for rule in tomllib.loads(SCENARIO.read_text(encoding="utf-8"))["rule"]}
    assert {"at_least", "at_most", "share", "green_channel", "prerequisite", "exclusion", "must_not"} <= kinds


def test_a_pledge_that_is_retracted_can_no_longer_be_cited(tmp_path: Path) -> None:
    for file in DEMO.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    entry = (
        '\n[[entry]]\nkind = "retract"\npledge = "SD-06"\non = 2024-03-01\nby = "pledge review"\nreason = "corrected"\n'
    )
    with (tmp_path / "pledges.toml").open("a", encoding="utf-8") as stream:
        stream.write(entry)

    question, _ = km.load_question(tmp_path / SCENARIO.name)
    assert question is not None
    assert [finding.code for finding in question.findings] == ["E702"]
    assert "net industrial land, province" in question.findings[0].what


@pytest.mark.parametrize("missing", ["pledges.toml", "first-meetings.en.txt", "library.csv"])
def test_a_missing_file_is_a_finding_that_names_it(missing: str, tmp_path: Path) -> None:
    for file in DEMO.iterdir():
        if file.name != missing:
            (tmp_path / file.name).write_bytes(file.read_bytes())

    question, findings = km.load_question(tmp_path / SCENARIO.name)
    findings = [*findings, *(question.findings if question else ())]
    assert [finding.code for finding in findings] == ["E101"]
    assert missing in findings[0].place.file


def test_the_chinese_names_cover_all_that_a_paper_shows(question: Question) -> None:
    scenario, ledger = question.scenario, question.pledges.ledger
    shown = {scenario.title, *(entry.name for entry in (*scenario.quotas, *scenario.funds, *scenario.rules))}
    shown |= {entry.cite.note for entry in (*scenario.quotas, *scenario.funds, *scenario.rules)} - {""}
    shown |= {*scenario.regions.regions, *scenario.regions.groups, *scenario.readiness, *scenario.benefit.weights}
    shown |= {resource.name for resource in scenario.resources} | {p.sector for p in question.library.projects}
    shown |= {text for p in ledger.pledges.values() for text in (p.what, p.region, p.authority)} | {
        entry.by for entry in ledger.entries
    }

    assert sorted(shown - set(scenario.names["zh"])) == []
    assert all(project.fields["title_zh"] for project in question.library.projects)


def test_the_ledger_of_the_demonstration_has_all_three_kinds_of_entry(question: Question) -> None:
    ledger: Ledger = question.pledges.ledger
    kinds = Counter(type(entry).__name__ for entry in ledger.entries)

    assert kinds["Confirmation"] >= 25
    assert kinds["Amendment"] >= 1
    assert kinds["Retraction"] >= 1


def test_making_the_delivery_of_the_sample_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "examples" / "reserve" / "delivery.py"), str(tmp_path)], check=True)

    own = ROOT / "src" / "kaimen" / "data" / "delivery"
    assert {path.name: path.read_bytes() for path in own.iterdir()} == {
        p.name: p.read_bytes() for p in tmp_path.iterdir()
    }
