"""A person decides on candidates: accept, edit, reject, split, undo; amend and retract; write, trace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from kaimen.cli.app import app
from kaimen.evidence import Document, Passage
from kaimen.formats.pledge_body import pledge_body, pledge_of_body
from kaimen.formats.pledge_file import parse_pledges
from kaimen.formats.pledge_list import pledges_toml
from kaimen.ledger import Ledger, Pledge, Target
from kaimen.store.chain import body_text
from kaimen.workspace.library.intake import look_at_projects, take_projects_in
from kaimen.workspace.reading.own_words import keep_words
from kaimen.workspace.reading.pledges import read_pledges
from kaimen.workspace.reading.review import (
    Review,
    Waiting,
    amend,
    ledger_in,
    pledge_in,
    retract,
    save_ledger,
    start_review,
    undecided,
)
from kaimen.workspace.record.office import Office, Said, open_office
from kaimen.workspace.tracing.figures import trace_in

NEWS = Path(__file__).parents[1] / "src" / "kaimen" / "data" / "demo" / "first-meetings.en.txt"
DAY = datetime(2024, 2, 20, 9, tzinfo=UTC)


def said(days: int = 0, why: str = "") -> Said:
    return Said("pledge review", DAY + timedelta(days=days), why)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened, _ = open_office(str(tmp_path / "office.db"))
    assert opened is not None
    yield opened
    opened.close()


def started(office: Office, path: Path = NEWS) -> Review:
    review, findings = start_review(office, path, date(2024, 2, 19))
    assert review is not None, findings
    return review


def test_what_is_accepted_is_a_pledge_and_leaves_the_queue(office: Office) -> None:
    review = started(office)
    candidate = review.queue[1]

    receipt, findings = review.accept(candidate, said())

    assert findings == []
    assert receipt is not None
    pledge = ledger_in(office).pledges["P-0001"]
    assert pledge.passage.quote == candidate.quote
    assert review.key(candidate) not in {review.key(other) for other in review.queue}
    assert started(office).queue == review.queue
    assert office.store.content(str(_document(office)["sha256"])) == NEWS.read_bytes()


def _document(office: Office) -> dict[str, object]:
    version = office.store.version("document", NEWS.name)
    assert version is not None
    return dict(version.body or {})


def test_thirty_undos_restore_the_first_state(office: Office) -> None:
    review = started(office)
    before = [review.key(candidate) for candidate in review.queue]
    for number in range(30):
        candidate = review.queue[number % len(review.queue)]
        kept = review.reject(candidate, said()) if number % 3 else review.accept(candidate, said())
        assert kept[1] == []
    for _ in range(30):
        receipt, findings = review.undo(said())
        assert findings == []
        assert receipt is not None

    assert [review.key(candidate) for candidate in review.queue] == before
    assert ledger_in(office) == Ledger()
    assert review.undo(said()) == (None, [])


def test_a_sentence_is_split_into_two_pledges_in_one_entry(office: Office) -> None:
    review = started(office)
    candidate = next(c for c in review.queue if "another 9,200" in c.quote and c.quantity is not None)
    parts = review.split(candidate, "and Guangdong will strive")
    assert parts is not None

    review.accept(candidate, said(), *parts)

    first, second = ledger_in(office).pledges.values()
    assert first.passage.quote + second.passage.quote == candidate.quote
    assert [part.target is not None for part in (first, second)] == [
        part.figure is not None and part.figure.quote in part.passage.quote for part in (first, second)
    ]
    assert office.store.head().number == 1
    assert review.split(candidate, "words that are not there") is None
    assert review.split(candidate, candidate.quote[:4]) is None


def test_amendments_and_retractions_need_a_reason_and_the_past_stays(office: Office) -> None:
    review = started(office)
    review.accept(review.queue[1], said())
    pledge = pledge_in(office, "P-0001")
    assert pledge is not None

    assert [f.code for f in amend(office, replace(pledge, what="firms"), said(1))[1]] == ["E822"]
    assert amend(office, replace(pledge, what="firms"), said(1, "clearer"))[1] == []
    assert retract(office, "P-0001", said(2, "said twice"))[1] == []
    assert [f.code for f in retract(office, "P-0001", said(3, "again"))[1]] == ["E822"]
    assert [f.code for f in retract(office, "P-9", said(3, "none"))[1]] == ["E822"]
    states = [ledger_in(office, (DAY + timedelta(days=days)).date()) for days in (-1, 0, 1, 2)]
    assert [[p.what for p in ledger.pledges.values()] for ledger in states] == [[], [pledge.what], ["firms"], []]
    assert ledger_in(office).retracted["P-0001"].reason == "said twice"


def test_the_pledge_file_reads_back_as_the_ledger(office: Office, tmp_path: Path) -> None:
    review = started(office)
    for _ in range(4):
        review.accept(review.queue[0], said())
    retract(office, "P-0002", said(1, 'a "quoted" reason'))
    path = tmp_path / "out" / "pledges.toml"
    path.parent.mkdir()

    assert save_ledger(office, path) == []

    read, findings = read_pledges(path)
    assert findings == []
    assert read is not None
    assert read.ledger == ledger_in(office)


def test_another_text_of_the_same_name_is_not_reviewed_over_the_first(office: Office, tmp_path: Path) -> None:
    review = started(office)
    review.reject(review.queue[0], said())
    other = tmp_path / NEWS.name
    other.write_text("In 2024 the province will build 12 bridges.\n", encoding="utf-8")

    none, findings = start_review(office, other, date(2024, 2, 19))

    assert none is None
    assert [finding.code for finding in findings] == ["E821"]


def test_a_figure_is_traced_to_its_sentence_and_its_cell(office: Office, tmp_path: Path) -> None:
    review = started(office)
    review.accept(review.queue[1], said())
    path = tmp_path / "list.csv"
    path.write_text("id,title,cost (million yuan),demand: land (mu)\nA.1,Wind base,10,5\n", encoding="utf-8")
    intake, _ = look_at_projects(office, path)
    assert intake is not None
    take_projects_in(office, intake, said())

    assert [step for step, _ in trace_in(office, "P-0001")] == ["pledge", "figure", "passage", "document", "entry 1"]
    assert ("value", "cost = 10 million yuan") in trace_in(office, "A.1.cost")
    assert ("row", "list.csv, cell A2") in trace_in(office, "A.1.land")
    assert [step for step, _ in trace_in(office, "A.1")] == ["project", "row", "list", "entry 2"]
    for nothing in ("A.1.coal", "B", "", ".", "P-0001.x"):
        assert trace_in(office, nothing) == []


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)
NUMBERS = st.decimals(0, 10**9, places=2)


@st.composite
def pledges(draw: st.DrawFn) -> Pledge:
    quote = draw(TEXTS)
    passage = Passage("news.txt", 0, len(quote), quote)
    qualifier = draw(st.sampled_from(["=", ">", "~"]))
    target = Target(draw(NUMBERS), draw(TEXTS), qualifier, draw(st.none() | NUMBERS), "yoy")
    return Pledge(
        "p", draw(TEXTS), passage, draw(TEXTS), "", passage, draw(st.sampled_from([None, target])), date(2024, 12, 31)
    )


@given(pledges())
def test_a_pledge_keeps_all_it_says_in_body_and_file(pledge: Pledge) -> None:
    assert pledge_of_body(json.loads(body_text(pledge_body(pledge)))) == pledge
    ledger = Ledger().confirm(pledge, "review", date(2024, 2, 20))
    file, findings = parse_pledges(pledges_toml(ledger, [Document("news.txt", "")]))
    assert findings == []
    assert file is not None
    assert file.ledger == ledger


def test_keys_decide_and_wrong_keys_do_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def kaimen(*words: str, keys: str = "") -> Result:
        return CliRunner().invoke(app, list(words), input=keys)

    keys = "jaXrzssome words\neq\nEast\n\n\n\nq"
    done = kaimen("review", str(NEWS), "--date", "2024-02-19", "--by", "review", keys=keys)

    assert done.exit_code == 0, done.output
    assert "no such key: X" in done.output
    assert "nothing was split" in done.output
    assert "2 pledges in the ledger" in done.output
    listed = json.loads(kaimen("pledges", "--json").stdout)["pledges"]
    assert [row["id"] for row in listed] == ["P-0001", "P-0002"]
    assert listed[1]["what"] == "q"
    assert listed[1]["where"] == "East"
    assert kaimen("ledger", "amend", "P-0001", "--set", "value=12", "--why", "corrected").exit_code == 0
    assert kaimen("ledger", "amend", "P-0001", "--set", "colour=red", "--why", "x").exit_code == 2
    assert kaimen("ledger", "retract", "P-0001").exit_code == 1
    assert re.search(r"figure .* 12 ", kaimen("trace", "P-0001").stdout)
    assert kaimen("trace", "P-0009").exit_code == 2


def _kept(office: Office, folder: Path, name: str, text: str) -> Review:
    (folder / name).write_text(text, encoding="utf-8")
    review, findings = start_review(office, folder / name)
    assert review is not None, findings
    assert review.take_in(said())[1] == []
    return review


WATER = "{year}年1月5日\n河北省{year}年安排水利建设资金{amount}。\n"


def test_a_later_document_is_held_against_the_earlier_ones_in_whatever_order_they_come(
    office: Office, tmp_path: Path
) -> None:
    now = _kept(office, tmp_path, "now.txt", WATER.format(year=2027, amount="320万元"))
    assert undecided(office)["now.txt"] == Waiting(1, 1, 0)
    _kept(office, tmp_path, "then.txt", WATER.format(year=2026, amount="300亿元"))
    _kept(office, tmp_path, "elsewhere.txt", WATER.format(year=2025, amount="300亿元").replace("河北", "广东"))
    _kept(office, tmp_path, "after.txt", WATER.format(year=2028, amount="310亿元"))

    assert now.read_again()[-1].code == "W230"
    [candidate] = now.queue_in("doubtful", "marked")
    [told] = now.told_before(candidate)
    assert (told.document.name, told.figure.quote) == ("then.txt", "300亿元")
    assert told.document.text[told.passage.start : told.passage.end] == told.passage.quote
    doubtful = {name: found.doubtful for name, found in undecided(office).items()}
    assert doubtful == {"now.txt": 1, "then.txt": 0, "elsewhere.txt": 0, "after.txt": 0}
    now.accept(candidate, said())
    steps = [says for step, says in trace_in(office, "P-0001") if step == "before"]
    assert steps == [f'then.txt [{told.passage.start}:{told.passage.end}] "{told.passage.quote}"']
    assert undecided(office)["now.txt"] == Waiting(1, 0, 0)


def test_counts_follow_words_and_answers_that_come_later(office: Office, tmp_path: Path) -> None:
    _kept(office, tmp_path, "marsh.txt", "2024-02-19\nNewmarsh will open 7 parks in 2024.\n")
    review = _kept(office, tmp_path, "news.txt", "2024-02-19\nTaizhou will build 120 schools in 2024.\n")
    assert [review.marks(candidate) for candidate in review.queue] == [("which",)]

    def doubtful() -> tuple[int | None, ...]:
        return tuple(found.doubtful for found in undecided(office).values())

    assert doubtful() == (1, 1)
    choice = review.extraction.questions[0].choices[1].adcode or ""
    assert review.say_which("Taizhou", choice, said())[1] == []
    assert doubtful() == (1, 0)
    assert keep_words(office, {"regions": "330199 | 新沼区 | Newmarsh | city\n"}, said())[1] == []
    assert doubtful() == (0, 0)
    assert review.undo(said())[1] == []
    assert doubtful() == (0, 1)
    assert undecided(office)["news.txt"] == Waiting(1, 1, 1)
