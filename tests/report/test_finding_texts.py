"""Findings in Chinese: every title, and every text that the source puts into a finding, with the same values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import FINDINGS, Place
from kaimen.report.language import MESSAGES, Speaker, in_chinese, said_place, said_text
from tests.report.finding_flow import Source, Told

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kaimen"
LEAST_TEXTS = 1000
"""So many texts of findings are found in the source at least; fewer would mean that the search for them fails."""

NOT_WORDS = {
    "CNY": "a currency's code",
    "UTF-8 GB18030 Big5 Windows-1252 TOML": "encodings and formats",
    "china today kaimen.db kaimen-site.txt lock/run.txt kaimen-plan/2 kaimen-sweep/1": "files and words to type",
    "amend retract entry each weights count counts of within starts draw_at_most field quotas": "keys of files",
    "--weight --quota --fund --rule --weights": "options of the command line",
}
"""Texts that are the same in Chinese, with the reason."""
SAME = {word for words in NOT_WORDS for word in words.split()} | {"sample", "sample 2025"}
IS_CODE = re.compile(r"[\[{\"]|\w+ = |\w+=\d")
"""What is to be typed as it stands: a key with its value, a list, a table."""


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return Source(SOURCE).told()


def _spoken(one: Told) -> str:
    """Return a text without the sentences that may stand before or behind it; what is to be typed is not spoken."""
    text = re.sub(r"^{}(?=[A-Z])|(?<=\.) ?{}$", "", one.text.strip())
    is_word = re.search(r"[A-Za-z]{2}", text) is not None
    return text if is_word and text not in SAME and not (one.part != "what" and IS_CODE.match(text)) else ""


def _probe(text: str) -> tuple[str, list[str]]:
    """Return the text with a figure of its own in each place for a value, and those figures."""
    figures = [str(7001 + at) for at in range(text.count("{}"))]
    for figure in figures:
        text = text.replace("{}", figure, 1)
    return text, figures


def test_every_text_of_every_finding_is_known_in_chinese(told: list[Told]) -> None:
    assert len(told) > LEAST_TEXTS
    assert {
        f"{one.place}: {text}" for one in told if (text := _spoken(one)) and in_chinese(_probe(text)[0]) is None
    } == set()


ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")
TYPED = re.compile(r"`[^`]*`|[\"“][^\"“”]*[\"”]|kaimen [a-z ]+|--[a-z]+ [a-z]+|\(?million yuan\)?")


def test_no_english_is_left_in_a_text_that_is_known(told: list[Told]) -> None:
    said = {text: in_chinese(_probe(text)[0]) or "" for one in told if (text := _spoken(one))}
    assert {text: chinese for text, chinese in said.items() if ENGLISH.search(TYPED.sub("", chinese))} == {}


def test_the_chinese_of_a_text_has_its_values_and_no_other(told: list[Told]) -> None:
    wrong = []
    for one in told:
        text, figures = _probe(_spoken(one))
        said = in_chinese(text) if text else None
        if said is not None and sorted(re.findall("70[0-9]{2}", said)) != figures:
            wrong.append((one.place, text, said))
    assert wrong == []


def test_every_finding_has_a_chinese_title() -> None:
    titles = {code: MESSAGES[f"finding.{code}"] for code in FINDINGS}
    assert [code for code, (english, _) in titles.items() if english != FINDINGS[code]] == []
    assert [code for code, (_, chinese) in titles.items() if not re.search("[\u4e00-\u9fff]", chinese)] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            'The cost of project "N of 1" is not a number; the row is left out.',
            "项目“N of 1”的投资不是数字；该行不予采用。",
        ),
        (
            '"an increase of 53%": a change of gross domestic product of 53 % is outside what a province has seen '
            "in one year.",
            "“an increase of 53%”：地区生产总值变动53%，超出省级一年内见过的范围。",
        ),
        (
            "With the decimal point restored it would be 5.3 %. Look it up in another source; the text is unchanged.",
            "补回小数点后为5.3%。请查其他来源核对；原文未改动。",
        ),
        ("Add the bridge to the list, or nobody wrote this down.", None),
        (
            'There is no firm "a day" in the list.',
            "名单中没有企业“a day”。",
        ),
        ("Use one of the words. Perhaps Ning or Cell.", "请用规定用词之一。或为Ning或Cell。"),
        ("Something nobody wrote down. Correct it.", None),
    ],
)
def test_values_stand_where_chinese_has_them_and_what_is_not_known_stays_english(
    english: str, chinese: str | None
) -> None:
    assert in_chinese(english) == chinese
    assert said_text(Speaker("en"), english) == english


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_looked_up_without_a_fault(text: str) -> None:
    said = in_chinese(f'"{text}" is not a gap.')
    assert said is None or said.endswith("不是差距。")


def test_a_place_is_told_in_both_languages() -> None:
    place = Place("list.xlsx", "Sheet1", "D3", 3, start=5, end=9)
    assert said_place(Speaker("en"), place) == str(place)
    assert said_place(Speaker("zh"), place) == "list.xlsx，工作表Sheet1，第3行，单元格D3，第5至9字"
