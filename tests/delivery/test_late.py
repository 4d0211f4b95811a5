"""Warnings: linked names, a fit that finds what is there, scores against plain counting, and the real counts."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.delivery.late import FEATURES, Pair, YearReport, features, histories, pairs, trial
from kaimen.logistic import calibration, fit, log_loss, precision_at
from tests.data import needs
from tests.test_documented import ROOT


def named(year: int, name: str, **more: Any) -> YearReport:
    return YearReport(year, name, start=date(2010, 1, 1), **more)


def test_a_renamed_project_is_one_and_another_phase_is_not() -> None:
    reports = [
        *(named(2014, "HS2 Phase1"), named(2015, "HS2 Phase 1"), named(2015, "HS2 Phase 2a")),
        *(named(2016, "HS2 Phase2a"), named(2016, "High Speed Rail Programme")),
    ]

    chains = histories(reports)

    names = sorted(sorted(report.name for report in chain.values()) for chain in chains)
    assert names == [["HS2 Phase 1", "HS2 Phase1"], ["HS2 Phase 2a", "HS2 Phase2a"], ["High Speed Rail Programme"]]
    assert len(histories(reports, renamed=False)) == 5
    assert len(pairs(chains)) == 2


def test_features_are_known_before_the_outcome() -> None:
    first = named(2014, "A", rating="Amber/ Red", end=date(2016, 1, 1), cost=10.0)
    outcomes = [
        features(Pair({2014: first, 2015: named(2015, "A", end=end)}, 2014)) for end in (None, date(2030, 1, 1))
    ]

    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0]) == len(FEATURES)
    assert first.rank == 3


@pytest.mark.parametrize(
    ("baseline", "forecast", "less"),
    [(100.0, 80.0, 0.2), (100.0, 150.0, -0.5), (100.0, 0.0, 1.0), (100.0, 900.0, -1.0), (100.0, None, 0.0)],
)
def test_how_much_less_is_spent_than_planned(baseline: float, forecast: float | None, less: float) -> None:
    reports = {2014: named(2014, "A", year_baseline=baseline, year_forecast=forecast), 2015: named(2015, "A")}
    found = dict(zip(FEATURES, features(Pair(reports, 2014)), strict=True))
    assert found["spends less than planned"] == pytest.approx(less)


def test_the_same_start_makes_names_that_share_words_one_project() -> None:
    first, renamed = named(2014, "Crossrail east west link"), named(2015, "Crossrail east west railway service")
    assert len(histories([first, renamed])) == 1
    assert len(histories([first, replace(renamed, start=date(2012, 1, 1))])) == 2
    assert len(histories([replace(first, start=None), replace(renamed, start=None)])) == 2


def test_the_fit_finds_the_coefficients_that_made_the_data() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(4000, 2))
    chances = 1 / (1 + np.exp(-(1.5 * rows[:, 0] - 1.0)))
    model = fit(rows, (random.random(4000) < chances).astype(float), 1.0)

    assert model.weights / np.append(model.spread, 1) == pytest.approx([1.5, 0.0, -1.0], abs=0.15)
    late = (random.random(4000) < chances).astype(float)
    assert all(group.is_within for group in calibration(chances, late))
    assert log_loss(model.chances(rows), late) < log_loss(np.full(4000, late.mean()), late)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.9]), st.booleans()), min_size=1, max_size=12))
@settings(max_examples=30)
def test_precision_at_full_recall_is_what_counting_gives(rows: list[tuple[float, bool]]) -> None:
    chances, late = np.array([c for c, _ in rows]), np.array([float(y) for _, y in rows])
    found = precision_at(chances, late, 1.0)
    if not late.any():
        return
    least = min(c for c, y in rows if y)
    warned = [y for c, y in rows if c > least]
    group = [y for c, y in rows if c == least]
    assert found == pytest.approx(late.sum() / (len(warned) + len(group)))


@needs("libraries/uk-major-projects")
def test_the_counts_of_uk_major_projects_are_reproduced_and_warnings_beat_the_rating() -> None:
    path = ROOT / "benchmarks" / "delivery.py"
    spec = importlib.util.spec_from_file_location("delivery_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    before = list(sys.path)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    sys.path[:] = before
    reports = benchmark.year_reports()
    found = pairs(histories(reports, renamed=False))
    later = [pair.days_later for pair in found if pair.days_later is not None]
    up = [pair.cost_is_up for pair in found if pair.cost_is_up is not None]
    assert (len(later), sum(days > 0 for days in later), median(days for days in later if days > 0)) == (941, 248, 366)
    assert (len(up), sum(up)) == (849, 377)

    trials = [trial(pairs(histories(reports)), year) for year in benchmark.TEST_YEARS]
    wins = [
        log_loss(t.model, t.late) < log_loss(t.base, t.late)
        and precision_at(t.model, t.late, 0.5) > precision_at(t.base, t.late, 0.5)
        for t in trials
    ]
    assert sum(wins) >= 3
    chances, late = np.concatenate([t.model for t in trials]), np.concatenate([t.late for t in trials])
    assert all(group.is_within for group in calibration(chances, late))
