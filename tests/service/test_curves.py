"""Curves, tests and effects against sums written out, forecasts and surveys against what was put into the data."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.service import Answer, Known, Spell, chances, curve, effects, gains, trial
from kaimen.service.curves import restricted_mean
from kaimen.service.forecast import revised
from kaimen.service.intervals import newcombe, wilson
from tests.effort import FULL

SPELLS = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=12, max_size=40).map(
    lambda rows: [Spell(float(days), decided, days > 15 if decided else None) for days, decided in rows]
)


def product_limit(spells: list[Spell], day: float) -> float:
    """Return the part still open after a day, factor by factor (Kaplan and Meier 1958)."""
    still = 1.0
    for t in sorted({s.days for s in spells if s.decided and s.days <= day}):
        at_risk = sum(s.days >= t for s in spells)
        still *= 1 - sum(s.days == t and s.decided for s in spells) / at_risk
    return still


def log_rank(own: list[Spell], others: list[Spell]) -> float:
    """Return the square of the log-rank statistic: observed less expected over the hypergeometric variance."""
    gap = variance = 0.0
    both = [*own, *others]
    for t in sorted({s.days for s in both if s.decided}):
        risk, mine = sum(s.days >= t for s in both), sum(s.days >= t for s in own)
        died = sum(s.days == t and s.decided for s in both)
        gap += sum(s.days == t and s.decided for s in own) - died * mine / risk
        if risk > 1:
            variance += died * mine / risk * (1 - mine / risk) * (risk - died) / (risk - 1)
    return gap**2 / variance if variance else 0.0


@given(SPELLS, SPELLS)
@settings(max_examples=100 if FULL else 10)
def test_curves_and_tests_are_the_sums_of_their_definitions(own: list[Spell], others: list[Spell]) -> None:
    made = curve("own", own)
    if made is None:
        assert sum(s.decided for s in own) < 5
        return
    for day, still, low, high in zip(made.days, made.open, made.low, made.high, strict=True):
        assert still == pytest.approx(product_limit(own, day))
        assert low - 1e-9 <= still <= high + 1e-9
    assert (made.median is None) == (product_limit(own, 99) > 0.5)
    mean, variance = restricted_mean(own, 20.0)
    steps = np.arange(0, 20, 0.5)
    assert mean == pytest.approx(sum(0.5 * product_limit(own, float(t)) for t in steps))
    assert variance >= 0
    for effect in effects({"own": own, "others": others}):
        if effect.name == "own":
            assert effect.statistic**2 == pytest.approx(log_rank(own, others), abs=1e-9)
            assert effect.mean_low <= effect.mean_days <= effect.mean_high


def test_intervals_are_those_of_their_papers() -> None:
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)  # Newcombe 1998, table II
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)  # Newcombe 1998a, table I
    assert wilson(0, 10)[0] == 0.0


def test_an_effect_that_was_put_in_is_found_and_none_is_made_up() -> None:
    random = np.random.default_rng(4)
    slow = [Spell(float(t), True, bool(t > 30)) for t in random.exponential(30, 200)]
    quick = [Spell(float(t), True, bool(t > 30)) for t in random.exponential(15, 200)]
    same = [Spell(float(t), True, bool(t > 30)) for t in random.exponential(15, 200)]

    found = effects({"slow": slow, "quick": quick})[0]
    none = effects({"same": same, "quick": quick})[0]

    assert found.mean_low > 5
    assert found.late_low is not None
    assert found.late_low > 0.1
    assert none.mean_low < 0 < none.mean_high
    assert effects({"one": slow, "few": quick[:3]}) == []


def cases(count: int, gap: float) -> list[Known]:
    random = np.random.default_rng(6)
    made = []
    for number in range(count):
        desk = "A" if number % 2 else "B"
        received = number * 0.7
        late = random.random() < (0.5 + gap if desk == "A" else 0.5 - gap)
        days = 22 + random.random() * 20 if late else random.random() * 19
        made.append(Known(f"c{number}", received, received + 20, received + days, {"desk": desk}))
    return made


def test_a_forecast_learns_the_slow_desk_and_beats_the_base_rate_on_later_cases() -> None:
    found = trial(cases(600, 0.35), 500.0)
    assert found is not None
    (loss, base), (score, base_score) = found.totals
    assert loss < base - 0.1
    assert score < base_score
    assert sum(b.is_within for b in found.bins) >= 4
    plain = trial(cases(600, 0.0), 500.0) if FULL else found
    assert plain is not None
    assert plain.totals[0][0] < plain.totals[0][1] + 0.02  # nothing to learn, and hardly anything lost
    assert trial(cases(40, 0.3), 40.0) is None
    assert chances(cases(40, 0.3), 20.0) is None


def test_a_case_that_stays_open_grows_likelier_to_be_late() -> None:
    every = cases(600, 0.35)
    on_days = [{c.id: c for c in chances(every, now) or ()} for now in (300.0, 312.0)]
    both = sorted(set(on_days[0]) & set(on_days[1]))
    assert both
    assert all(on_days[1][name].chance > on_days[0][name].chance for name in both)
    by_desk = [[c.at_receipt for n, c in on_days[0].items() if int(n[1:]) % 2 == odd] for odd in (1, 0)]
    assert min(by_desk[0]) > max(by_desk[1])
    assert revised(0.3, 1.0) == pytest.approx(0.3)
    assert revised(0.3, 0.0) == pytest.approx(1.0)


def test_what_comes_later_does_not_change_a_chance() -> None:
    every = cases(400, 0.3)
    now = 200.0
    hidden = [
        Known(c.id, c.received, c.due, c.decided if c.decided and c.decided <= now else None, c.classes) for c in every
    ]
    assert chances(every, now) == chances([c for c in hidden if c.received <= now], now)


def test_means_of_answers_are_weighted_with_the_interval_of_their_effective_number() -> None:
    even = [Answer(f"r{n}", "speed", float(v), 1.0, {"class": "East"}) for n, v in enumerate((3, 4, 5, 4))]

    (gain,) = gains(even, "class")

    assert (gain.name, gain.answers, gain.effective, gain.mean) == ("East", 4, 4.0, 4.0)
    half = 3.182446 * sqrt(2 / 3 / 4)  # Student's t with 3 degrees of freedom, the usual interval of a mean
    assert gain.high == pytest.approx(4 + half, abs=1e-5)
    heavy = [*even[:3], Answer("r3", "speed", 1.0, 3.0)]
    (weighted,) = gains(heavy, "")
    assert weighted.mean == pytest.approx(15 / 6)
    assert weighted.effective == pytest.approx(36 / 12)
    yes = [Answer(str(n), "again", float(n < 8), 1.0) for n in range(10)]
    assert (gains(yes, "")[0].low, gains(yes, "")[0].high) == pytest.approx(wilson(8, 10))
    assert gains(yes[:1], "")[0].low is None


def test_late_is_known_when_it_is_decided_or_due_has_passed() -> None:
    on_time, late = Known("a", 0.0, 20.0, 20.0, {}), Known("b", 0.0, 20.0, 21.0, {})
    assert [on_time.is_late(now) for now in (19.0, 20.0, 25.0)] == [None, False, False]
    assert [late.is_late(now) for now in (20.0, 20.5, 21.0)] == [None, True, True]
    assert Known("c", 0.0, 20.0, None, {}).is_late(20.0) is None
