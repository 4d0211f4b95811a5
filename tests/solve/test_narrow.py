"""Linear programs over few columns against the same over all; searches that begin anew at the nodes of a tree."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from kaimen.portfolio import check
from kaimen.problem import Problem
from kaimen.solve import narrow
from kaimen.solve.anew import Anew
from kaimen.solve.complete import complete
from kaimen.solve.highs import Linear
from kaimen.solve.improve import make_improver
from kaimen.solve.model import build_model
from kaimen.solve.relax import relax
from kaimen.solve.tree import Tree


@pytest.fixture
def question(monkeypatch: pytest.MonkeyPatch) -> Problem:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    problem: Problem = import_module("_province").province(200, 4, pooled=True)
    return problem


def test_few_columns_give_the_answer_of_all(question: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrow, "_FIRST", 0)
    model = build_model(question, relaxed=True)
    few, whole = narrow.Narrow(model), Linear(model)
    first = few.solve(np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert first is not None
    random, begun = np.random.default_rng(7), len(few.columns)
    basis, answers = None, 0
    for step in range(40):
        used = np.flatnonzero(first.values > 0)
        closed = random.choice(used, min(3 + step, len(used)), replace=False)
        filled = model.rows["choice"].start + random.choice(len(question.projects), step // 12, replace=False)
        found, exact = few.solve(closed, filled, basis), whole.solve(closed, filled)
        assert (found is None) == (exact is None)
        if found is not None and exact is not None:
            answers += 1
            basis = found.basis
            assert found.objective == pytest.approx(exact.objective, abs=1e-6)
            assert float(model.objective @ found.values) == pytest.approx(exact.objective, abs=1e-6)
            assert found.values[closed].max() < 1e-9
            assert few.solve(closed, filled, basis, exact.objective - 1e-3) is None
    assert answers > 10
    assert begun < len(few.columns) < len(model.objective)


def test_what_begins_anew_holds_beats_what_it_was_told_and_repeats(question: Problem) -> None:
    relaxed = relax(question)
    assert relaxed is not None

    def found() -> list[list[int]]:
        improver = make_improver(question, relaxed.prices, 1e9)
        assert improver is not None
        anew, tree, kept, best = Anew(question, improver), Tree(question), [], 0
        assert anew.step(0) is None  # there is no point to begin from
        for _ in range(60):
            tree.step()
            if tree.point is not None:
                anew.look_at(tree.point)
            better = anew.step(best)
            if better is not None:
                worth = int(question.benefit[better].sum())
                assert worth > best
                best = worth
                kept.append(better)
        return kept

    kept = found()
    assert kept
    for chosen in kept:
        portfolio = complete(question, chosen)
        assert portfolio is not None
        assert check(question, portfolio) == []
    assert found() == kept
