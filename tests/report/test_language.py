"""The message catalogue is whole in both languages; figures, units and periods are written as readers write them."""

from __future__ import annotations

import re
from fractions import Fraction
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.explain import REASONS
from kaimen.quantity import UNITS, Unit, parse_unit
from kaimen.report.language import LANGUAGES, MESSAGES, Speaker, step_of, view_of
from kaimen.report.language.speaker import places_of
from kaimen.report.language.units import VIEWS

ENGLISH, CHINESE = Speaker("en"), Speaker("zh")
NAMES_IN_CHINESE = {
    *("kaimen", "verify", "explain", "import", "report", "service", "indicators", "tile", "SHA"),
    *(
        "CSV",
        "XLSX",
        "Esc",
        "Ctrl",
        "Z",
        "HTML",
        "PDF",
        "GeoJSON",
        "toml",
        "TOML",
        "Noto",
        "Sans",
        "CJK",
        "SC",
        "p",
        "Q",
        "H",
    ),
}
"""Latin words of Chinese messages: commands, a column, a hash, keys, formats of files, a font, a statistic."""


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("message", list(MESSAGES))
def test_every_message_is_there_in_both_languages_with_the_same_values(message: str) -> None:
    english, chinese = MESSAGES[message]
    one, bar, many = english.partition("|")
    assert _places(many if bar else one) == _places(chinese) or message == "sentence.gap"
    assert _places(one) <= _places(chinese)
    assert chinese.strip() or message == "sentence.gap"
    assert "|" not in chinese
    latin = set(re.findall(r"[A-Za-z]+", re.sub(r"\{\w+\}", "", chinese)))
    assert latin <= NAMES_IN_CHINESE
    assert not re.search(r"[\u3400-\u9fff，。；：（）]", english)


def test_each_reason_has_a_name_a_meaning_and_a_remedy() -> None:
    for code in REASONS:
        assert all(f"reason.{code}.{part}" in MESSAGES for part in ("name", "means", "remedy"))


def test_every_dimension_of_the_unit_table_has_views_in_every_language() -> None:
    dimensions = {unit.dimension for unit in UNITS.values()}
    assert dimensions == set(VIEWS)
    for views in VIEWS.values():
        assert set(views) == set(LANGUAGES)
    chinese = [label for views in VIEWS.values() for _, label in views["zh"]]
    assert not any(re.search(r"[A-Za-z]", label) for label in chinese)


@pytest.mark.parametrize(
    ("speaker", "value", "unit", "shown"),
    [
        (ENGLISH, 930_560, "million yuan", "930.6\u202fbn yuan"),
        (CHINESE, 930_560, "million yuan", "9,305.6亿元"),
        (ENGLISH, 4_199, "thousand tce", "4,199\u202fk tce"),
        (CHINESE, 4_199, "thousand tce", "419.9万吨标准煤"),
        (CHINESE, 15, "km2", "22,500亩"),
        (CHINESE, 60, "million yuan", "6,000万元"),
        (ENGLISH, 22_490, "mu", "22,490\u202fmu"),
        (ENGLISH, 7_750_000, "USD", "7.75\u202fm USD"),
        (CHINESE, 7_750_000, "USD", "775万美元"),
        (CHINESE, -64, "thousand tonnes", "−6.40万吨"),
    ],
)
def test_amounts_turn_into_the_units_of_the_language(speaker: Speaker, value: int, unit: str, shown: str) -> None:
    known = parse_unit(unit)
    assert known is not None
    assert speaker.amount(Fraction(value), known) == shown


def test_a_square_kilometre_is_fifteen_hundred_mu() -> None:
    view = view_of("zh", UNITS["km2"], [Fraction(1)])
    assert (view.of(Fraction(1)), view.label) == (Fraction(1500), "亩")


def test_a_unit_that_is_not_known_is_shown_as_it_is() -> None:
    for language in LANGUAGES:
        view = view_of(language, Unit("berths", "berths"), [Fraction(3)])
        assert (view.factor, view.label) == (Fraction(1), "berths")


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(0, 3))
def test_a_figure_is_never_rounded_down_to_nothing_nor_given_a_hyphen(value: Fraction, places: int) -> None:
    for speaker in (ENGLISH, CHINESE):
        text = speaker.number(value, places)
        assert "-" not in text
        assert (text.strip("0.") == "") == (value == 0)


def test_percentages_stop_short_of_all_and_nothing() -> None:
    assert ENGLISH.percent(Fraction(99_999, 100_000)) == "99.9\u202f%"
    assert CHINESE.percent(Fraction(1, 100_000)) == "<0.1%"
    assert CHINESE.percent(Fraction(61, 100)) == "61.0%"
    assert ENGLISH.percent(Fraction(1)) == "100.0\u202f%"


@pytest.mark.parametrize(
    ("label", "english", "chinese"),
    [
        ("2027", "2027", "2027年"),
        ("2027Q3", "2027Q3", "2027年三季度"),
        ("2027H2", "2027H2", "2027年下半年"),
        ("2027-07", "2027-07", "2027年7月"),
        ("all", "whole horizon", "全期"),
        ("SFY26", "SFY26", "SFY26"),
    ],
)
def test_periods_are_written_as_the_language_writes_them(label: str, english: str, chinese: str) -> None:
    assert ENGLISH.period(label) == english
    assert CHINESE.period(label) == chinese


def test_one_and_many_differ_in_english_only() -> None:
    assert ENGLISH.say("source.projects", n="1") == "1 project"
    assert ENGLISH.say("source.projects", n="1,545") == "1,545 projects"
    assert CHINESE.say("source.projects", n="1") == "1个项目"


def test_lists_are_joined_as_the_language_joins_them() -> None:
    assert ENGLISH.list(["a", "b", "c"]) == "a, b and c"
    assert CHINESE.list(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert CHINESE.list([]) == ""


def test_a_name_may_mean_two_things_and_be_called_two() -> None:
    speaker = Speaker("zh", {"energy": "能耗", "sector: energy": "能源"})
    assert speaker.called("energy") == "能耗"
    assert speaker.called("energy", "sector") == "能源"
    assert speaker.called("steel", "sector") == "steel"


@given(st.fractions(min_value=Fraction(1, 100), max_value=10**9))
def test_a_step_is_a_power_of_ten_of_at_most_a_tenth(limit: Fraction) -> None:
    step = step_of(limit)
    power = step if step >= 1 else 1 / step
    assert str(power).strip("0") == "1"
    assert step * 10 <= limit or step == Fraction(1, 1000)
    assert step * 100 > limit


def test_one_count_of_decimals_for_a_column() -> None:
    assert places_of([Fraction(1), Fraction(20)]) == 0
    assert places_of([Fraction(1, 3), Fraction(20)]) == 1
    assert places_of([Fraction(1, 3), Fraction(2)]) == 2
    assert places_of([Fraction(1, 3), Fraction(20_000)]) == 0
