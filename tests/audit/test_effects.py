"""Equal treatment in numbers: intervals are the score test's, planted gaps are found, none is claimed where none is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.audit import ATTRIBUTES, Case, Told, effects
from kaimen.audit.effects import _restricted, _score, _Strata, _strata
from tests.effort import FULL


def one_stratum(n1: int, n0: int, x1: int, x0: int) -> _Strata:
    return _Strata(*(np.array([float(value)]) for value in (n1, n0, x1, x0, 0)))


@given(st.integers(1, 12), st.integers(1, 12), st.data(), st.floats(-0.95, 0.95))
def test_the_restricted_share_is_the_likeliest(n1: int, n0: int, data: st.DataObject, delta: float) -> None:
    x1, x0 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n0))
    share = float(_restricted(one_stratum(n1, n0, x1, x0), delta)[0])
    tried = np.linspace(max(0.0, -delta) + 1e-9, min(1.0, 1 - delta) - 1e-9, 4001)

    def likelihood(p: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = [(x1, p + delta), (n1 - x1, 1 - p - delta), (x0, p), (n0 - x0, 1 - p)]
            found: np.ndarray = sum((count * np.log(share) for count, share in parts if count), np.zeros(len(p)))
        return found

    best = float(likelihood(tried).max())
    assert float(likelihood(np.array([min(max(share, tried[0]), tried[-1])]))[0]) >= best - 1e-3


def test_at_no_difference_the_test_is_that_of_mantel_and_haenszel() -> None:
    chance = np.random.default_rng(3)
    members, values = chance.random(400) < 0.3, (chance.random(400) < 0.4).astype(np.float64)
    s = _strata(members, values, is_share=True)
    n, m = s.n1 + s.n0, s.x1 + s.x0
    variance = (s.n1 * s.n0 * m * (n - m) / (n**2 * (n - 1))).sum()
    expected = (s.x1 - s.n1 * m / n).sum() / np.sqrt(variance)
    assert _score(s, 0.0) == pytest.approx(expected)


def cases(count: int, selected: list[float], owner: list[str]) -> list[Case]:
    return [Case(str(n), float(-n), {"ownership": owner[n]}, {"selected": selected[n]}) for n in range(count)]


def test_what_a_plan_decides_by_merit_alone_is_no_difference() -> None:
    owner = [("state", "private")[n % 2] for n in range(600)]
    found = effects(cases(600, [float(n < 200) for n in range(600)], owner), ATTRIBUTES, {"selected": True})

    assert len(found) == 1
    assert found[0].told in (Told.EVEN, Told.OPEN)
    assert found[0].low <= 0 <= found[0].high


def test_a_class_that_is_always_passed_over_is_found_with_its_size() -> None:
    owner = [("state", "private")[n % 2] for n in range(600)]
    found = effects(cases(600, [float(owner[n] == "state") for n in range(600)], owner), ATTRIBUTES, {"selected": True})

    assert [(e.level, e.told, e.difference) for e in found] == [("private", Told.LESS, -1.0)]


def test_few_cases_cannot_tell() -> None:
    owner = [("state", "private")[n % 2] for n in range(14)]
    found = effects(cases(14, [float(n % 3 == 0) for n in range(14)], owner), ATTRIBUTES, {"selected": True})
    assert [e.told for e in found] == [Told.OPEN]


def test_longer_waiting_is_found_in_its_own_unit() -> None:
    chance = np.random.default_rng(5)
    some = [
        Case(
            str(n), float(n), {"size": ("small", "large")[n % 2]}, {"waiting": chance.gamma(4, 10) + 15 * (n % 2 == 0)}
        )
        for n in range(500)
    ]
    found = effects(some, ATTRIBUTES, {"waiting": False})
    assert [(e.level, e.told) for e in found] == [("large", Told.LESS)]
    assert found[0].low < -15 < found[0].high


def benchmark() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "audit.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_audits", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_planted_gaps_are_found_and_none_is_claimed_where_none_is() -> None:
    draws = 100 if FULL else 1
    bench = benchmark()
    found = sum(bench.is_found(bench.draw(n, 0.5, 3.0, 0.1, mixed=True)) for n in range(draws))
    false = sum(bench.is_claimed(bench.draw(10_000 + n, 0.5, 3.0, 0.0, mixed=True)) for n in range(draws))
    assert found >= 0.9 * draws
    assert false <= 0.07 * draws
