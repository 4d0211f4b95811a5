"""Sweeps: frequencies against brute force, the same result for any workers, and journals that are gone on with."""

from __future__ import annotations

import errno
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.portfolio import Portfolio, benefit, check
from kaimen.problem import Problem
from kaimen.solve.complete import complete
from kaimen.sweep import Draws, Place, Sample, Spread, Task, frequencies, gaps_of, varied, wilson
from kaimen.workers import Here, Processes, Ray, Stopped
from kaimen.workspace.planning.sweeps import Sweep, run_sweep
from tests.sweep.questions import EVERYTHING, RATIO, TIMES_COST, VALUE, WEIGHTS, dying, small, task


def best_by_force(problem: Problem) -> tuple[Fraction, list[Portfolio]]:
    """Try every choice of options; return the greatest benefit and the portfolios that have it."""
    best, found = Fraction(-1), list[Portfolio]()
    choices = [(None, *problem.options_of(project)) for project in range(len(problem.projects))]
    for choice in product(*choices):
        portfolio = complete(problem, [option for option in choice if option is not None])
        if portfolio is None or check(problem, portfolio):
            continue
        worth = benefit(problem, portfolio)
        if worth > best:
            best, found = worth, []
        if worth == best:
            found.append(portfolio)
    return best, found


@pytest.mark.parametrize("measured", [WEIGHTS, TIMES_COST, VALUE, RATIO])
def test_every_plan_holds_and_the_frequencies_are_those_of_brute_force(measured: str) -> None:
    asked = task(benefit=measured)
    samples = [asked(number) for number in range(6)]
    exact: Counter[str] = Counter()
    for sample in samples:
        problem = varied(asked.ground, asked.spread, Draws(asked.seed, sample.number))
        best, portfolios = best_by_force(problem)
        assert sample.options is not None
        portfolio = complete(problem, sample.options)
        assert portfolio is not None
        assert check(problem, portfolio) == []
        assert sample.benefit == best <= sample.bound
        # Or the frequencies are not told by the numbers.
        assert len({tuple(sorted(portfolio.projects(problem))) for portfolio in portfolios}) == 1
        exact.update(portfolios[0].projects(problem))
    found = frequencies(asked.ground.problem, asked(-1), samples)
    assert {entry.project: entry.times for entry in found if entry.times} == dict(exact)
    assert len(set(exact.values())) > 1


def results(sweep: Sweep | None) -> list[Sample]:
    assert sweep is not None
    return [sweep.planned, *sweep.samples]


def test_any_number_of_workers_and_workers_that_die_give_the_same_result(tmp_path: Path) -> None:
    asked = task()
    alone, findings = run_sweep(asked, 12, Here())
    assert not findings
    assert [sample.number for sample in results(alone)] == list(range(-1, 12))
    assert results(run_sweep(asked, 12, Processes(3))[0]) == results(alone)
    journal = tmp_path / "sweep.jsonl"
    survived, findings = run_sweep(dying(asked, (3, 11), str(tmp_path)), 12, Processes(2), journal)
    assert not findings
    assert len(list(tmp_path.glob("died-at-*"))) == 2
    assert results(survived) == results(alone)
    assert results(run_sweep(asked, 12, Unused(), journal)[0]) == results(alone)


@pytest.mark.skipif(not Ray.is_here(), reason="Ray is not installed: pip install 'kaimen[ray]'")
@pytest.mark.filterwarnings("ignore")  # what Ray warns of is not ours
def test_ray_gives_the_same_result_as_no_workers_also_where_workers_die(tmp_path: Path) -> None:
    asked = task()
    alone = results(run_sweep(asked, 12, Here())[0])
    assert results(run_sweep(asked, 12, Ray(2))[0]) == alone
    assert results(run_sweep(dying(asked, (3, 11), str(tmp_path)), 12, Ray(2))[0]) == alone
    assert len(list(tmp_path.glob("died-at-*"))) == 2


def test_where_ray_does_not_start_the_sweep_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def init(*_: object, **__: object) -> None:
        raise RuntimeError("The current node timed out\nduring startup.")

    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(init=init))
    done, findings = run_sweep(task(), 3, Ray(1))
    assert done is not None
    assert done.samples == ()
    assert [finding.code for finding in findings] == ["E904"]
    assert findings[0].what == "Ray did not start: The current node timed out during startup."


class Unused:
    """An executor that has nothing left to do."""

    def run(self, task: Task, numbers: Sequence[int], stopped: Stopped) -> Iterator[Sample]:
        assert not numbers
        assert not stopped()
        return iter([task(-1)][:0])


def test_workers_that_always_die_end_the_sweep_with_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaimen.workers._MOST_DEATHS", 0)
    done, findings = run_sweep(dying(task(), (0, 1, 2)), 3, Processes(1))
    assert done is not None
    assert done.samples == ()
    assert [finding.code for finding in findings] == ["E903"]


@pytest.mark.parametrize("cut", ["in the last line", "in the head", "empty", "after the head", "in the middle"])
def test_a_journal_that_was_cut_off_is_gone_on_with(tmp_path: Path, cut: str) -> None:
    asked, journal = task(), tmp_path / "sweep.jsonl"
    whole, _ = run_sweep(asked, 6, Here(), journal)
    content = journal.read_bytes()
    lines = content.splitlines(keepends=True)
    journal.write_bytes(
        {
            "in the last line": content[:-20],
            "in the head": content[:30],
            "empty": b"",
            "after the head": lines[0],
            "in the middle": b"".join([*lines[:3], lines[3][:9] + b"\n", *lines[4:]]),
        }[cut]
    )
    again, findings = run_sweep(asked, 6, Here(), journal)
    assert results(again) == results(whole)
    assert {finding.code for finding in findings} == (set() if cut in ("empty", "after the head") else {"W902"})
    third, _ = run_sweep(asked, 6, Unused(), journal)
    assert results(third) == results(whole)
    if cut != "in the middle":
        assert sorted(journal.read_bytes().splitlines()) == sorted(content.splitlines())


def test_more_samples_go_on_from_fewer_and_fewer_need_none(tmp_path: Path) -> None:
    asked, journal = task(), tmp_path / "sweep.jsonl"
    run_sweep(asked, 3, Here(), journal)
    more, _ = run_sweep(asked, 8, Here(), journal)
    assert results(more) == results(run_sweep(asked, 8, Here())[0])
    assert len(results(run_sweep(asked, 2, Unused(), journal)[0])) == 3


def test_a_changed_line_is_not_believed(tmp_path: Path) -> None:
    asked, journal = task(), tmp_path / "sweep.jsonl"
    whole, _ = run_sweep(asked, 4, Here(), journal)
    text = journal.read_text(encoding="utf-8")
    journal.write_text(text.replace('"benefit":"', '"benefit":"9'), encoding="utf-8")
    again, findings = run_sweep(asked, 4, Here(), journal)
    assert [finding.code for finding in findings] == ["W902"]
    assert results(again) == results(whole)


@pytest.mark.parametrize("other", ["seed", "spread", "question", "no journal"])
def test_the_journal_of_another_sweep_is_left_alone(tmp_path: Path, other: str) -> None:
    journal = tmp_path / "sweep.jsonl"
    run_sweep(task(), 2, Here(), journal)
    if other == "no journal":
        journal.write_text("shopping list\n", encoding="utf-8")
    content = journal.read_bytes()
    tasks: dict[str, Callable[[], Task]] = {
        "seed": lambda: task(seed=4),
        "spread": lambda: task(Spread({"jobs": Fraction(1, 10)})),
        "question": lambda: task(benefit=VALUE),
        "no journal": task,
    }
    done, findings = run_sweep(tasks[other](), 2, Here(), journal)
    assert done is None
    assert [finding.code for finding in findings] == ["E901"]
    assert journal.read_bytes() == content


def test_a_full_disk_keeps_the_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, journal = task(), tmp_path / "sweep.jsonl"
    write, room = os.write, [1500]

    def full(file: int, content: bytes) -> int:
        part = content[: room[0]]
        if not part:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= len(part)
        return write(file, part)

    monkeypatch.setattr("kaimen.workspace.planning.sweeps.os.write", full)
    done, findings = run_sweep(asked, 12, Here(), journal)
    monkeypatch.undo()
    assert done is not None
    assert [finding.code for finding in findings] == ["E105"]
    assert "No space left" in findings[0].what
    kept = journal.read_bytes()
    assert kept.endswith(b"\n")
    assert 3 < kept.count(b"\n") < 13
    again, findings = run_sweep(asked, 12, Here(), journal)
    assert not findings
    assert results(again) == results(run_sweep(asked, 12, Here())[0])


def test_a_stop_keeps_what_is_there(tmp_path: Path) -> None:
    asked, journal, seen = task(), tmp_path / "sweep.jsonl", list[int]()
    done, _ = run_sweep(asked, 9, Here(), journal, lambda: len(seen) >= 4, lambda number, _: seen.append(number))
    assert len(results(done)) == 5
    again, _ = run_sweep(asked, 9, Here(), journal)
    assert results(again) == results(run_sweep(asked, 9, Here())[0])


def test_samples_in_which_nothing_fits_are_counted_apart() -> None:
    _, _, problem = small()
    chosen = Sample(0, (0,), Fraction(1), Fraction(2))
    found = frequencies(problem, chosen, [chosen, Sample(1, None), chosen])
    assert (found[0].times, found[0].of, found[0].planned) == (2, 2, True)
    assert gaps_of([Sample(1, None)]) is None
    gaps = gaps_of([chosen, Sample(1, (0,), Fraction(3), Fraction(4)), Sample(2, (), Fraction(0), Fraction(0))])
    assert gaps is not None
    assert (gaps.median, gaps.ninth, gaps.largest) == (Fraction(1, 4), Fraction(1, 2), Fraction(1, 2))


@given(st.integers(0, 400), st.integers(1, 400))
def test_an_interval_holds_its_share_and_narrows_with_more_samples(times: int, of: int) -> None:
    times = min(times, of)
    low, high = wilson(times, of)
    assert 0 <= low <= times / of <= high <= 1
    closer = wilson(4 * times, 4 * of)
    assert closer[1] - closer[0] <= high - low
    mirrored = wilson(of - times, of)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_places_are_told_by_the_whole_interval() -> None:
    _, _, problem = small()
    samples = [Sample(n, (0,) if n < 60 else (), Fraction(1), Fraction(1)) for n in range(60)]
    found = {entry.project: entry for entry in frequencies(problem, samples[0], samples)}
    assert found[problem.projects[0]].place is Place.SAFE
    assert found[problem.projects[1]].place is Place.OUT
    assert frequencies(problem, samples[0], samples[:5])[0].place is Place.BORDERLINE
    assert frequencies(problem, samples[0], [])[0].place is Place.BORDERLINE


def test_nothing_varied_is_seen() -> None:
    assert Spread().is_empty
    assert Spread({"jobs": Fraction(0)}).is_empty
    assert not EVERYTHING.is_empty
    assert not Spread(any_mix=True).is_empty
