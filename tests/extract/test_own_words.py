"""A planner's own words: each table is read, a bad line is a finding, and names of several regions are asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaimen import workspace
from kaimen.evidence import Document
from kaimen.extract import NO_WORDS, TABLES, Extraction, OwnWords, check_meant, extract, parse_words
from kaimen.extract.folding import fold
from kaimen.extract.own_words import MODALITIES
from kaimen.extract.places import find_places

DAY = date(2024, 2, 19)


def read(text: str, words: OwnWords = NO_WORDS) -> Extraction:
    return extract(Document("text", text, published=DAY), words=words)[0]


def words_of(table: str, text: str) -> OwnWords:
    words, findings = parse_words(table, text, f"{table}.txt")
    assert findings == []
    return words


def test_a_unit_of_ones_own_is_read_in_both_languages() -> None:
    words = words_of("units", "bus | count | 1 | 标台 standard_buses\nm3 | volume | 10000 | 万方水\n")
    for text, unit in [
        ("新增公交车300标台。", "bus"),
        ("It buys 300 standard buses.", "bus"),
        ("供水20万方水。", "m3"),
    ]:
        assert [quantity.unit for quantity in read(text, words).quantities] == [unit]
    assert [quantity.unit for quantity in read("新增公交车300标台。").quantities] != ["bus"]


def test_a_region_of_ones_own_is_where_its_sentence_is() -> None:
    words = words_of("regions", "990100 | 东山新城 | Dongshan New Town | province\n")
    [candidate] = read("东山新城将新建学校20所。", words).candidates
    assert candidate.where is not None
    assert (candidate.where.region, candidate.where.adcode) == ("东山新城", "990100")


def test_a_sector_and_a_title_of_ones_own_are_taken() -> None:
    words = words_of("sectors", "C | 智能网联\n") + words_of("titles", "专班组长\n")
    [candidate] = read("专班组长王伟说，今年安排智能网联资金300万元。", words).candidates
    assert (candidate.sector, candidate.who.person, candidate.who.role) == ("C", "王伟", "专班组长")


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_cue_of_ones_own_decides_where_the_period_does_not(modality: str) -> None:
    words = words_of("modality", f"{modality} | 铆足劲\n")
    assert [candidate.modality for candidate in read("我们铆足劲新建学校20所。", words).candidates] == [modality]
    [candidate] = read("2023年我们铆足劲新建学校20所。", words).candidates
    assert candidate.modality != "promised"


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("units", "bus | count | 1"),
        ("units", "bus | nothing | 1 | 标台"),
        ("units", "bus | count | none | 标台"),
        ("units", "bus | count | 1/0 | 标台"),
        ("units", "bus | count | 1 | "),
        ("regions", "12 | 东山 | | city"),
        ("regions", "990100 | 东山 | | village"),
        ("regions", "990100 | | | city"),
        ("sectors", "Z | 网联"),
        ("titles", "one | two"),
        ("modality", "maybe | 铆足劲"),
    ],
)
def test_a_line_that_cannot_be_read_is_a_finding_and_the_others_count(table: str, line: str) -> None:
    sound = {
        "units": "bus | count | 1 | 标台",
        "regions": "990100 | 东山 | | city",
        "sectors": "C | 网联",
        "titles": "组长",
        "modality": "promised | 铆足劲",
    }[table]
    words, findings = parse_words(table, f"# ours\n{line}\n\n{sound}\n", "ours.txt")
    assert words != NO_WORDS
    [finding] = findings
    assert (finding.code, finding.place.line, finding.expected) == ("E227", 2, TABLES[table][1])


def test_a_folder_of_tables_is_read_and_what_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "titles.txt").write_text("组长\n", encoding="utf-8")
    (tmp_path / "indicators.txt").write_text("berths | 泊位 | tonne | 吞吐量 | -30..40\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x\n", encoding="utf-8")
    words, indicators, findings = workspace.read_words(tmp_path)
    assert words.titles == ("组长",)
    assert [indicator.name for indicator in indicators] == ["berths"]
    assert ["notes.txt" in finding.what for finding in findings] == [True]
    assert [finding.code for finding in workspace.read_words(tmp_path / "none")[2]] == ["E227"]


@pytest.mark.parametrize(
    ("text", "asked", "code"),
    [
        ("A port opens in Taizhou this year.", True, "321200"),
        ("A port opens in Taizhou, Zhejiang this year.", False, "331000"),
        ("Zhejiang builds roads. A port opens in Taizhou this year.", False, "331000"),
        ("A port opens in Ningbo this year.", False, "330200"),
    ],
)
def test_a_name_that_several_regions_have_is_asked_unless_the_text_tells(text: str, asked: bool, code: str) -> None:
    document = Document("text", text, published=DAY)
    findings = extract(document)[1]
    assert [finding.code for finding in findings] == (["W228"] if asked else [])
    for finding in findings:
        assert code in finding.expected
        assert "meant.txt" in finding.fix


def test_an_answer_is_kept_as_a_line_of_the_table() -> None:
    document = Document("text", "A port opens in Taizhou this year.", published=DAY)
    words = words_of("regions", "331000 | 台州市 | Taizhou | city\n")
    assert extract(document, words=words)[1] == []


def codes(text: str, words: OwnWords) -> list[str | None]:
    return [place.where.adcode for place in find_places(fold(text), words.regions, words.meant)]


def test_an_answer_is_kept_without_naming_the_region_again() -> None:
    words = words_of("meant", "Taizhou | 331000\n")
    assert check_meant(words) == []
    document = Document("text", "Taizhou will build 12 schools this year.", published=DAY)
    extraction, findings = extract(document, words=words)
    assert findings == []
    assert [c.where.adcode for c in extraction.candidates if c.where] == ["331000"]
    assert [finding.code for finding in check_meant(words_of("meant", "Taizhou | 110000\nNowhere | \n"))] == [
        "E227"
    ] * 2


@pytest.mark.parametrize("table", ["regions", "meant"])
def test_an_answer_gives_way_to_the_province_beside_the_name(table: str) -> None:
    line = {"regions": "331000 | 台州市 | Taizhou | city\n", "meant": "Taizhou | 331000\n"}[table]
    assert codes("A port opens in Taizhou, Jiangsu.", words_of(table, line)) == ["321200", "320000"]


def test_an_answer_goes_before_a_province_that_is_named_elsewhere() -> None:
    text = "Zhejiang builds roads. A port opens in Taizhou this year."
    assert codes(text, NO_WORDS) == ["330000", "331000"]
    assert codes(text, words_of("meant", "Taizhou | 321200\n")) == ["330000", "321200"]


def test_one_of_several_counties_of_ones_own_can_be_meant() -> None:
    words = words_of("regions", "330106 | 西湖区 | | city\n360103 | 西湖区 | | city\n") + words_of(
        "meant", "西湖区 | 360103\n"
    )
    extraction, findings = extract(Document("text", "西湖区今年新建学校20所。", published=DAY), words=words)
    assert findings == []
    assert [c.where.adcode for c in extraction.candidates if c.where] == ["360103"]


def test_counties_of_one_name_are_asked_where_the_table_has_several() -> None:
    words = words_of("regions", "330106 | 西湖区 | | city\n360103 | 西湖区 | | city\n")
    asked = extract(Document("text", "西湖区今年新建学校20所。", published=DAY), words=words)[1]
    assert [finding.code for finding in asked] == ["W228"]
    told = extract(Document("text", "南昌西湖区今年新建学校20所。", published=DAY), words=words)[1]
    assert told == []
