"""What holds for every real announcement at hand: offsets, no figure that is not in the text, no false alarm, speed."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from kaimen.evidence import Document
from kaimen.extract import as_json, extract
from kaimen.extract.folding import fold
from kaimen.formats.documents import masthead_date
from tests.effort import FULL
from tests.extract.gold import TEST_DATA
from tests.extract.json_shape import faults

ALL = sorted((TEST_DATA / "announcements").glob("*/*.txt"))
TEXTS = ALL if FULL else ALL[::9]
NUMERAL = re.compile(
    r"\d|[零〇一二两三四五六七八九十百千万亿兆半翻过]|half|twice|dozen|hundred|thousand|million|billion|trillion|third|quarter|fold"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|doubl|tripl|trebl|quadrupl|halv|倍|second|fourth|fifth|sixth|seventh|eighth|ninth|tenth|first"
)


def test_there_are_texts() -> None:
    if not ALL:
        pytest.skip(f"real texts not found in {TEST_DATA / 'announcements'}; set KAIMEN_TEST_DATA")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_figure_and_quote_stands_in_the_text(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    extraction, findings = extract(Document(path.name, text, published=masthead_date(text)))
    lower = fold(text).lower
    for quantity in extraction.quantities:
        assert text[quantity.start : quantity.end] == quantity.surface
        assert NUMERAL.search(lower, quantity.start, quantity.end), quantity
    for candidate in extraction.candidates:
        assert text[candidate.start : candidate.end] == candidate.quote
    assert faults(json.loads(json.dumps(as_json(extraction))), text) == []
    for finding in findings:
        if finding.place.start is not None and finding.place.end is not None:
            assert 0 <= finding.place.start < finding.place.end <= len(text)


@pytest.mark.parametrize("year", [2008, 2012, 2016, 2022])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_work_reports_give_no_error(year: int, language: str) -> None:
    path = TEST_DATA / "announcements" / language / f"work-report-{year}.txt"
    if not path.is_file():
        pytest.skip(f"real text not found: {path}")
    text = path.read_text(encoding="utf-8")
    _, findings = extract(Document(path.name, text, published=masthead_date(text)))
    assert [str(finding) for finding in findings if finding.is_error and finding.code != "E201"] == []


def test_a_long_report_is_read_in_a_second() -> None:
    path = TEST_DATA / "announcements" / "en" / "work-report-2021.txt"
    if not path.is_file():
        pytest.skip(f"real text not found: {path}")
    text = path.read_text(encoding="utf-8")[:30_000]
    extract(Document("warm", text[:500]))
    began = time.process_time()
    extract(Document("report", text))
    assert time.process_time() - began < 1
