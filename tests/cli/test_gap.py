"""What `--gap` takes for reached: a gap that any of the bounds proves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from kaimen.cli.solving import _reached
from kaimen.portfolio import Bounds, Result
from kaimen.problem import build_problem
from kaimen.solve import solve
from tests.strategies import random_question


@pytest.mark.parametrize("place", ["price", "certified", "solver"])
def test_each_bound_can_prove_the_gap(place: str) -> None:
    result = solve(build_problem(*random_question(4003))[0])
    assert isinstance(result, Result)
    far, near = result.benefit * 2 + 100, result.benefit + abs(result.benefit) / 100
    bounds = replace(Bounds(far, far, far), **{place: near})
    assert _reached(replace(result, bounds=bounds), Fraction(1, 50))
    assert not _reached(replace(result, bounds=Bounds(far, None, None)), Fraction(1, 50))
    assert not _reached(replace(result, bounds=bounds), Fraction(1, 1000))
