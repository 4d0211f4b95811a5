"""Amounts, units and periods: exact, and a finding instead of an exception for any text."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaimen.quantity import (
    SCALES,
    UNITS,
    Amount,
    Period,
    Unit,
    decimal_text,
    gaps_between,
    parse_amount,
    parse_day,
    parse_number,
    parse_period,
    parse_unit,
)
from tests.strategies import amounts_as_text, quantities, units


def read(text: str) -> Amount:
    amount, findings = parse_amount(text)
    assert findings == []
    assert amount is not None
    return amount


# --- conversions ---


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1 km2", "mu", "1500"),
        ("1 mu", "ha", "1/15"),
        ("15 mu", "ha", "1"),
        ("1 公顷", "亩", "15"),
        ("3 平方公里", "km2", "3"),
        ("1 mu", "m2", "2000/3"),
        ("1 万亩", "km2", "20/3"),
        ("1 亿元", "million yuan", "100"),
        ("1 万元", "yuan", "10000"),
        ("1 万亿元", "亿元", "10000"),
        ("1 万亿元", "trillion yuan", "1"),
        ("150 bn yuan", "亿元", "1500"),
        ("150bn元", "billion yuan", "150"),
        ("$ 7,750,000", "million USD", "7.75"),
        ("US$ 3 bn", "million dollars", "3000"),
        ("¥ 5亿", "yuan", "500000000"),
        ("￥5", "yuan", "5"),
        ("HK$ 5", "HKD", "5"),
        ("2 GWh", "kWh", "2000000"),
        ("5 千瓦时", "kWh", "5"),
        ("5 千瓦", "kW", "5"),
        ("5千克", "tonne", "1/200"),
        ("58,000 吨标准煤", "万吨标煤", "5.8"),
        ("0.5 %", "percent", "0.5"),
        ("1,508 projects", "个项目", "1508"),
    ],
)
def test_a_conversion_is_exact(text: str, unit: str, number: str) -> None:
    target = parse_unit(unit)
    assert target is not None
    assert read(text).measured_in(target) == Fraction(number)


@given(quantities(), units())
def test_there_and_back_is_the_same_number(amount: Amount, other: Unit) -> None:
    assume(other.dimension == amount.unit.dimension)
    there = amount.measured_in(other)
    assert there * other.factor == Fraction(amount.value) * amount.unit.factor
    assert there * other.factor / amount.unit.factor == amount.measured_in(amount.unit) == Fraction(amount.value)


@given(quantities(), units())
def test_units_of_different_dimensions_never_convert(amount: Amount, other: Unit) -> None:
    assume(other.dimension != amount.unit.dimension)
    with pytest.raises(ValueError, match="is a unit of"):
        amount.measured_in(other)


def test_each_currency_is_a_dimension_of_its_own() -> None:
    currencies = {unit.dimension for unit in UNITS.values() if unit.dimension.startswith("currency ")}
    assert len(currencies) == len({unit.code for unit in UNITS.values() if unit.dimension in currencies}) > 6


# --- units and amounts as text ---


@pytest.mark.parametrize("name", sorted(UNITS))
def test_every_name_of_a_unit_is_read(name: str) -> None:
    assert parse_unit(name) == parse_unit(f" {name.upper()} ") == UNITS[name]
    assert read(f"1,200 {name}") == Amount(Decimal(1200), UNITS[name])


@pytest.mark.parametrize("scale", sorted(SCALES))
@pytest.mark.parametrize("unit", ["yuan", "mu", "元", "persons"])
def test_every_scale_word_goes_before_a_unit(scale: str, unit: str) -> None:
    amount = read(f"1.5 {scale} {unit}")
    assert amount.measured_in(UNITS[unit]) == Fraction(3, 2) * SCALES[scale]


def test_a_unit_that_looks_like_a_scaled_one_is_itself() -> None:
    assert parse_unit("千瓦时") == UNITS["kwh"]
    assert parse_unit("千克") == UNITS["kg"]
    assert parse_unit("千吨") == Unit("千吨", "mass", Fraction(1000))
    assert parse_unit("方") == UNITS["m3"]
    assert parse_unit("百万") is None


def test_units_of_a_scenario_are_read_beside_the_others() -> None:
    beds = Unit("beds", "count of beds")
    own = {"beds": beds}
    assert parse_amount("1,200 Beds", own) == (Amount(Decimal(1200), beds), [])
    thousand, _ = parse_amount("1.2 thousand beds", own)
    assert thousand is not None
    assert thousand.measured_in(beds) == 1200
    assert parse_unit("beds") is None


@given(amounts_as_text())
def test_an_amount_is_read_as_it_was_meant(case: tuple[str, Amount]) -> None:
    text, meant = case
    assert parse_amount(text) == (meant, [])


@given(quantities())
def test_an_amount_reads_what_it_writes(amount: Amount) -> None:
    assert parse_amount(str(amount)) == (amount, [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200.5", "1200.5"),
        ("(1,200)", "-1200"),
        ("\u22125", "-5"),
        ("+5", "5"),
        (".5", "0.5"),
        ("1 200", "1200"),
        ("1\u202f200", "1200"),
        ("1\uff0c200", "1200"),
        (" 7 ", "7"),
        ("(" + "1" * 40 + ")", "-" + "1" * 40),
    ],
)
def test_a_number_is_read_exactly(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "-", "1,20", "1.2.3", "1e5", "NaN", "inf", "1 2", "((5))", "(", "()", "0x10", "5."]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("", "E405", "This is not an amount."),
        ("mu", "E405", "This is not an amount."),
        ("about 5 mu", "E405", "This is not an amount."),
        ("1,20 mu", "E405", "This is not an amount."),
        ("1.2.3 mu", "E405", "This is not an amount."),
        ("1 2 mu", "E405", "This is not an amount."),
        ("5 to 6 mu", "E304", 'The unit "to 6 mu" is not known.'),
        ("5", "E405", "The amount has no unit."),
        ("5 million", "E405", "The amount has no unit."),
        ("5 acres", "E304", 'The unit "acres" is not known.'),
        ("1.5e3 mu", "E304", 'The unit "e3 mu" is not known.'),
        ("$5 mu", "E304", 'The sign "$" and the unit "mu" do not go together.'),
        ("¥5 USD", "E304", 'The sign "¥" and the unit "USD" do not go together.'),
    ],
)
def test_bad_text_gives_one_finding_that_shows_it(text: str, code: str, what: str) -> None:
    amount, (finding,) = parse_amount(text)
    assert amount is None
    assert (finding.code, finding.what, finding.found) == (code, what, f'"{text}"')
    assert finding.fix


@given(st.text() | st.from_regex(r"[-(+$]?[0-9., ]{1,9}[a-z%$元亿 ]{0,6}\)?", fullmatch=True))
def test_any_text_gives_an_amount_or_one_finding(text: str) -> None:
    amount, findings = parse_amount(text)
    assert (amount is None) == (len(findings) == 1)
    parse_number(text)
    parse_unit(text)
    parse_day(text)
    assert (period := parse_period(text)) is None or period.start < period.end


@pytest.mark.parametrize(
    "text", ["(" * 5000 + "1" + ")" * 5000, "9" * 6000 + " mu", "1" + " " * 20_000 + "\nx", "1," * 9000]
)
def test_long_text_is_no_trouble(text: str) -> None:
    amount, findings = parse_amount(text)
    assert (amount is None) == (len(findings) == 1)
    parse_number(text)


# --- fractions as text ---


@given(st.fractions())
def test_a_fraction_is_written_exactly(value: Fraction) -> None:
    assert Fraction(decimal_text(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12))
def test_a_decimal_is_written_as_one(value: Decimal) -> None:
    text = decimal_text(Fraction(value))
    assert "/" not in text
    assert Decimal(text) == value
    assert not text.endswith((".", "-0"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-2000, 3), "-2000/3"),
        (Fraction(1200), "1200"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(1, 64), "0.015625"),
        (Fraction(10**5000), "1" + "0" * 5000),
    ],
)
def test_how_fractions_look(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text


# --- periods ---


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024Q1", "2024-01-01", "2024-04-01"),
        ("2024-Q4", "2024-10-01", "2025-01-01"),
        ("2024h2", "2024-07-01", "2025-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        (" 2024 ", "2024-01-01", "2025-01-01"),
    ],
)
def test_a_period_ends_on_the_day_after_its_last(text: str, start: str, end: str) -> None:
    period = parse_period(text)
    assert period == Period(date.fromisoformat(start), date.fromisoformat(end), text.strip())


@pytest.mark.parametrize(
    "text", ["", "24", "2024Q5", "2024-13", "2024-00", "2024H3", "0000", "9999", "2024-1", "FY24", "20245"]
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_in_just_one_of_adjoining_periods(day: date) -> None:
    for labels in (
        [str(day.year + n) for n in (-1, 0, 1)],
        [f"{day.year}Q{n}" for n in (1, 2, 3, 4)],
        [f"{day.year}H{n}" for n in (1, 2)],
        [f"{day.year}-{n:02d}" for n in range(1, 13)],
    ):
        periods = [period for label in labels if (period := parse_period(label))]
        assert len(periods) == len(labels)
        assert gaps_between(periods) == []
        assert sum(day in period for period in periods) == 1
        assert all(period.start in period and period.end not in period for period in periods)


def test_gaps_and_overlaps_are_found() -> None:
    years = [period for label in ("2027", "2024", "2025") if (period := parse_period(label))]
    assert [(a.label, b.label) for a, b in gaps_between(years)] == [("2025", "2027")]
    half = Period(date(2025, 7, 1), date(2026, 7, 1), "FY26")
    assert [(a.label, b.label) for a, b in gaps_between([*years, half])] == [("2025", "FY26"), ("FY26", "2027")]


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_a_day_is_read_in_iso_form(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day.year:04d}") == date(day.year, 1, 1)


def test_a_period_contains_its_first_day_and_not_the_day_after_its_last() -> None:
    year = parse_period("2024")
    assert year is not None
    assert year.end - timedelta(1) in year
    assert year.start - timedelta(1) not in year


@pytest.mark.parametrize(
    ("text", "number"), [("２２．５", "22.5"), ("－１，２００．５", "-1200.5"), ("（1,200）", "-1200"), ("．５", "0.5")]
)
def test_wide_marks_of_a_number_are_read(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)
    amount, findings = parse_amount(f"{text.strip('（）')}亿元")
    assert findings == []
    assert amount is not None
