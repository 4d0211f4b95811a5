"""Boards: as-of answers whatever the order of entry, every figure traced, slippage apart from approvals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.delivery import (
    DERIVED,
    MET,
    MONEY,
    STARTED,
    SUMS,
    Baseline,
    Promise,
    Report,
    as_of,
    board,
    checked,
    curve,
    done_in_year,
    modifications,
    outlook,
    pace,
    printed_points,
    slips,
    terms,
    year_share,
)
from kaimen.quantity import parse_period, parse_unit

IDS = ("A", "B", "C")


def baseline(money: Sequence[int] = (100, 200, 300), end: str = "2024-12-31", approved: str = "2024-01-10") -> Baseline:
    unit, period = parse_unit("million yuan"), parse_period("2024")
    assert unit is not None
    assert period is not None
    days = {"start": date(2024, 3, 1), "end": date.fromisoformat(end)}
    promises = tuple(
        Promise(name, name, "East" if name < "C" else "West", "", (amount * 10_000,), days if name == "A" else {})
        for name, amount in zip(IDS, money, strict=True)
    )
    return Baseline("plan", date.fromisoformat(approved), unit, 10_000, (period,), promises)


def report(measure: str, month: int, vintage: date, values: dict[str, int], file: str = "") -> Report:
    end = date(2024 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    rows = tuple(range(2, 2 + len(values)))
    label = f"2024-{month:02}"
    return Report(
        *("plan", measure, label, end, vintage, tuple(values), tuple(values.values())), file=file, column="F", rows=rows
    )


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """Reports of which no two speak of one project, measure and month on the same day."""
    keys = st.tuples(st.sampled_from(IDS), st.integers(1, 6), st.integers(0, 90))
    entries = draw(st.dictionaries(keys, st.integers(0, 500), max_size=25))
    found = []
    for (project, month, late), value in entries.items():
        vintage = date(2024, month, 28) + timedelta(days=4 + late)
        found.append(report(MONEY, month, vintage, {project: value}, f"{project}.csv"))
    for month in draw(st.sets(st.integers(1, 6), max_size=2)):
        met = {"A": date(2024, month, 3).toordinal()}
        found.append(report(f"{MET}start", month, date(2024, month + 1, 3), met, "met.csv"))
        found.append(report(STARTED, month, date(2024, month + 1, 3), {"B": month}, "started.csv"))
    return found


def naive_done(found: Sequence[Report], known: date, day: date, project: str) -> int:
    """What the latest period says, in the words of its latest report, worked out one observation at a time."""
    best: tuple[date, date] | None = None
    value = 0
    for one in found:
        if one.measure == MONEY and one.vintage <= known and one.end <= day and project in one.projects:
            key = (one.end, one.vintage)
            if best is None or key > best:
                best, value = key, one.values[one.projects.index(project)]
    return value


@given(reports(), st.randoms(use_true_random=False), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
@settings(max_examples=30)
def test_answers_as_of_a_day_do_not_depend_on_the_order_of_entry(
    found: list[Report], random: object, day: date
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    plan = baseline()
    seen, again = as_of(found, day), as_of(shuffled, day)

    assert board(plan, seen, day) == board(plan, again, day)
    assert curve(plan, seen, day) == curve(plan, again, day)
    assert slips(plan, plan, seen, day) == slips(plan, plan, again, day)
    done = done_in_year(plan, seen, day)
    assert done.value.tolist() == [naive_done(found, day, day, name) * done.scale for name in IDS]


@given(reports(), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_what_is_taken_in_piece_by_piece_is_what_is_taken_in_at_once(found: list[Report], random: object) -> None:
    plan, day = baseline(), date(2024, 12, 31)
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    kept: list[Report] = []
    for one in shuffled:
        taken, findings = checked(plan, kept, [one])
        assert [f.code for f in findings if f.is_error] == []
        kept += taken
        assert checked(plan, kept, [one])[0] == []  # said again: nothing new
    assert board(plan, kept, day) == board(plan, found, day)


@given(reports(), st.sampled_from(["region", "sector", "project"]))
@settings(max_examples=20)
def test_every_figure_of_the_board_is_the_sum_of_its_terms(found: list[Report], by: str) -> None:
    plan, day = baseline(), date(2024, 6, 30)
    for row in board(plan, found, day, by):
        sums = {}
        for figure in SUMS:
            parts = terms(plan, found, day, by, row.key, figure)
            assert parts is not None
            sums[figure] = sum((part.value for part in parts), Fraction(0))
            assert sums[figure] == getattr(row, figure)
            for part in parts:
                if part.report is not None:
                    at = part.report.projects.index(part.project)
                    assert part.place == part.report.place(at)
        for figure, (one, other, _) in DERIVED.items():
            if figure == "variance":
                assert row.variance == sums[one] - sums[other]
            elif figure != "points" and sums[other]:
                assert getattr(row, figure) == sums[one] / sums[other]
    assert terms(plan, found, day, by, "nowhere", "done") is None
    assert terms(plan, found, day, by, "all", "nothing") is None


def test_a_third_of_the_year_is_over_at_the_end_of_april_and_points_are_of_printed_shares() -> None:
    assert year_share(date(2024, 4, 30)) == Fraction(4, 12)
    assert year_share(date(2023, 12, 31)) == 1
    assert year_share(date(2024, 2, 15)) == (1 + Fraction(15, 29)) / 12
    assert printed_points(Fraction("0.3386"), Fraction(1, 3)) == Fraction(6, 10)
    assert printed_points(Fraction("0.30"), Fraction(1, 3)) == Fraction(-33, 10)


def test_money_is_planned_over_the_months_of_work() -> None:
    plan = baseline()
    rows = {row.key: row for row in board(plan, [], date(2024, 6, 30), "project")}

    assert rows["A"].planned == 40  # 4 of its 10 months, from March
    assert rows["B"].planned == 100
    assert [rows["all"].promised, rows["all"].done, rows["all"].share] == [600, 0, 0]


def test_a_new_approval_moves_the_day_due_and_is_shown_apart_from_slippage() -> None:
    first, now = baseline(), baseline((100, 250, 300), "2025-03-31", "2024-08-01")
    expected = report("expected: end", 8, date(2024, 9, 5), {"A": date(2025, 4, 10).toordinal()})

    slip = next(s for s in slips(first, now, [expected], date(2024, 9, 30)) if s.milestone == "end")

    assert (slip.slippage, slip.rebaselined, slip.state) == (10, 90, "expected")
    assert slip.slippage + slip.rebaselined == (date(2025, 4, 10) - date(2024, 12, 31)).days
    start = next(s for s in slips(first, now, [], date(2024, 9, 30)) if s.milestone == "start")
    assert (start.state, start.slippage) == ("overdue", (date(2024, 9, 30) - date(2024, 3, 1)).days)
    changed = [(m.project, m.kind, m.before, m.after) for m in modifications(first, now)]
    assert changed == [
        ("A", "duration", "2024-12-31", "2025-03-31"),
        ("B", "value", "200 million yuan", "250 million yuan"),
    ]


def test_the_pace_goes_on_with_an_interval_that_holds_eight_of_ten() -> None:
    level = pace([Fraction(0), Fraction(10), Fraction(20), Fraction(30)], [0, 1, 2, 3])
    assert [level.value, level.low, level.high] == [120, 120, 120]
    assert pace([Fraction(0), Fraction(10)], [0, 4]).low is None
    assert outlook(baseline(), [], date(2024, 6, 30)) is None

    import numpy as np

    draws = np.random.default_rng(5).normal(10, 3, (300, 12)).cumsum(axis=1)
    held = 0
    for totals in draws:
        found = pace([Fraction(0), *(Fraction(float(v)) for v in totals[:6])], list(range(7)))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= Fraction(float(totals[-1])) <= found.high
    assert 0.74 < held / len(draws) < 0.86  # three standard deviations about 0.8


def test_money_of_the_year_before_is_not_money_of_this_year() -> None:
    plan = baseline()
    last_year = Report(
        "plan", MONEY, "2023-12", date(2023, 12, 31), date(2024, 1, 5), IDS, (90, 90, 90), rows=(2, 3, 4)
    )
    first_day = Report("plan", MONEY, "2024-01-01", date(2024, 1, 1), date(2024, 1, 5), ("C",), (7,), rows=(2,))
    found = [last_year, report(MONEY, 1, date(2024, 2, 3), {"A": 5}), first_day]

    done = done_in_year(plan, found, date(2024, 1, 31))
    assert done.value.tolist() == [5 * done.scale, 0, 7 * done.scale]
    before = done_in_year(plan, found, date(2023, 12, 31))
    assert before.value.tolist() == [90 * before.scale] * 3
