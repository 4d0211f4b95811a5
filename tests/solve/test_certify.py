"""`certify` on small questions: what it hands out is proved by `kaimen.portfolio`, and meets the optimum."""

from __future__ import annotations

from fractions import Fraction

from kaimen.errors import has_errors
from kaimen.portfolio import Certificate, Choice, Result, Status, certified_bound, check_certificate
from kaimen.problem import Problem, build_problem
from kaimen.solve import certify, max_nodes, solve
from tests.brute_force import optimum
from tests.effort import FULL
from tests.strategies import random_question

SEEDS = range(400 if FULL else 24)


def test_certified_bounds_hold_and_meet_the_optimum() -> None:
    seen = {"plans": 0, "cuts": 0, "leaves": 0, "closed": 0, "met": 0}
    for seed in SEEDS:
        library, scenario = random_question(seed)
        problem, findings = build_problem(library, scenario)
        best = None if has_errors(findings) else optimum(library, scenario)
        result = solve(problem) if best is not None else None
        if best is None or not isinstance(result, Result):
            continue
        for leaves in (1, 3, 300):
            certificate, stated = _proved(problem, result, leaves)
            assert best.benefit <= stated <= result.bounds.price, seed
        certificate, stated = _proved(problem, result, 300)
        seen["plans"] += 1
        seen["cuts"] += bool(certificate.cuts)
        seen["leaves"] += len(certificate.leaves) > 1
        seen["closed"] += any(isinstance(d, Choice) for leaf in certificate.leaves for d in leaf.decisions)
        seen["met"] += stated == best.benefit
    assert seen["met"] == seen["plans"], seen
    assert min(seen.values()) >= (10 if FULL else 2), seen


def _proved(problem: Problem, result: Result, leaves: int) -> tuple[Certificate, Fraction]:
    """Return a certificate and the bound it proves, after the judge has looked at both."""
    proved = certify(problem, result, leaves)
    certificate, stated = proved.certificate, proved.bounds.certified
    assert certificate is not None
    assert stated is not None
    assert check_certificate(problem, certificate) == []
    assert certified_bound(problem, certificate) == stated
    assert len(certificate.leaves) <= leaves
    return certificate, stated


def test_certifying_repeats_and_stops() -> None:
    library, scenario = random_question(3)
    problem, _ = build_problem(library, scenario)
    result = solve(problem)
    assert isinstance(result, Result)
    one, other = certify(problem, result, 30), certify(problem, result, 30)
    assert one.certificate is not None
    assert other.certificate is not None
    assert one.bounds == other.bounds
    assert [leaf.decisions for leaf in one.certificate.leaves] == [leaf.decisions for leaf in other.certificate.leaves]
    stopped = certify(problem, result, 30, max_nodes(1))
    assert stopped.certificate is not None
    assert len(stopped.certificate.leaves) == 1
    assert one.status is Status.OPTIMAL
