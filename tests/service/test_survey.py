"""Firms' sense of gain: weighted means and intervals equal a recomputation in exact fractions and published tables."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.service import Answer, check_answers, gains

T_975 = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228}
"""Student's t at 0.975 by degrees of freedom, as printed in tables."""


def answers(values: list[int], weights: list[int], question: str = "speed") -> list[Answer]:
    return [
        Answer(f"r{n}", question, float(v), float(w), {"desk": "AB"[n % 2]})
        for n, (v, w) in enumerate(zip(values, weights, strict=True))
    ]


@given(st.lists(st.tuples(st.integers(2, 9), st.integers(1, 7)), min_size=2, max_size=30))
def test_mean_effective_number_and_interval_are_those_of_a_weighted_sample(rows: list[tuple[int, int]]) -> None:
    values, weights = ([row[at] for row in rows] for at in (0, 1))
    [gain] = gains(answers(values, weights), "")
    total = sum(weights)
    mean = Fraction(sum(w * v for v, w in rows), total)
    effective = Fraction(total**2, sum(w * w for w in weights))
    assert gain.mean == pytest.approx(float(mean))
    assert gain.effective == pytest.approx(float(effective))
    assert gain.effective <= len(rows) + 1e-9
    assert gain.low is not None
    assert gain.high is not None
    assert (gain.low + gain.high) / 2 == pytest.approx(gain.mean)
    squares = sum(Fraction(w * w) * (v - mean) ** 2 for v, w in rows)
    error = sqrt(squares * len(rows) / (total**2 * (len(rows) - 1)))
    whole = effective - 1
    if whole.denominator == 1 and int(whole) in T_975:  # else no table has it; equal weights always come by
        assert gain.high - gain.mean == pytest.approx(T_975[int(whole)] * error, rel=1e-3)


def test_with_equal_weights_the_interval_is_the_usual_one_of_a_mean() -> None:
    [gain] = gains(answers([4, 5, 3, 4, 2], [3] * 5), "")
    assert gain.answers == 5
    assert (gain.effective, gain.mean) == pytest.approx((5, 3.6))
    assert gain.high == pytest.approx(3.6 + 2.776 * sqrt(1.3 / 5), rel=1e-3)  # variance 1.3, t of 4 degrees


def test_yes_and_no_have_wilsons_interval() -> None:
    [gain] = gains(answers([1] * 81 + [0] * 182, [1] * 263, "again"), "")
    assert gain.low == pytest.approx(0.2553, abs=1e-4)  # Newcombe 1998, table I: 81 of 263
    assert gain.high == pytest.approx(0.3662, abs=1e-4)


def test_unequal_weights_count_for_fewer_answers_and_widen_the_interval() -> None:
    values = [4, 2, 5, 3, 4, 2, 5, 3]
    [even], [skewed] = (gains(answers(values, weights), "") for weights in ([1] * 8, [1] * 7 + [20]))
    assert skewed.effective < 2 < even.effective
    assert skewed.low is not None
    assert skewed.high is not None
    assert even.low is not None
    assert even.high is not None
    assert skewed.high - skewed.low > even.high - even.low


def test_one_answer_has_no_interval_and_classes_stand_apart() -> None:
    found = gains(answers([4, 2, 5], [1, 1, 1]), "desk")
    assert [(g.name, g.answers, g.low is None) for g in found] == [("A", 2, False), ("B", 1, True)]


@pytest.mark.parametrize(("others", "top", "is_told"), [(7, 8.5, True), (6, 8.5, False), (7, 8.0, False)])
def test_an_answer_off_the_scale_is_told_from_eight_answers_on(others: int, top: float, is_told: bool) -> None:
    given_ = [Answer(f"r{n}", "speed", 4.0, 1.0, {}) for n in range(others)]
    found = check_answers([*given_, Answer("last", "speed", top, 1.0, {})])
    assert [finding.code for finding in found] == (["W316"] if is_told else [])
