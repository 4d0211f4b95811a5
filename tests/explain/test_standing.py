"""How safe the chosen are, against every combination."""

from __future__ import annotations

from collections import Counter

from kaimen.explain import Standing, explain, places
from tests.explain.test_proofs import judged


def test_standings_follow_from_margins_and_bounds_and_safe_ones_are_in_every_plan_as_good() -> None:
    counts: Counter[Standing] = Counter()
    for case in judged():
        found = places(case.problem, case.result)
        assert sorted(place.option.project for place in found) == case.result.portfolio.projects(case.problem)
        ranks = [list(Standing).index(place.standing) for place in found]
        assert ranks == sorted(ranks, reverse=True)
        for place in found:
            counts[place.standing] += 1
            entry = explain(case.problem, case.result, place.option.project)
            assert (place.margin, place.forced_bound, place.option) == (entry.margin, entry.forced_bound, entry.option)
            assert (place.forced_bound is None) == (place.standing is Standing.MUST)
            if place.standing is Standing.SAFE:
                others = case.best_without.get(place.option.project)
                assert others is None or others < case.result.benefit
            elif place.standing is Standing.LIKELY:
                assert place.margin > 0
            elif place.standing is Standing.BORDERLINE:
                assert place.margin * 10**6 <= abs(place.benefit)
    assert len(counts) == len(Standing)
    assert min(counts.values()) >= 5, counts
