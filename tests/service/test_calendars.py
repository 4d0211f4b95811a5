"""Working days against a counter that looks at every day, and the published calendars of China."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.service import Calendar, Case, Clocks, Standard, Stop, WorkingDays, china, weekends
from kaimen.service.chinese_days import ROWS
from tests.effort import FULL

DAYS = st.dates(date(2019, 11, 1), date(2027, 3, 1))
SETS = st.frozensets(st.dates(date(2024, 1, 1), date(2024, 3, 31)), max_size=12)
CHINA = china()


def walk(calendar: Calendar, first: date, last: date) -> int:
    """Count working days after `first` up to `last` by looking at each, by the words of the rule."""
    count, day = 0, first
    while day < last:
        day += timedelta(days=1)
        is_free = day.strftime("%w") in {str((number + 1) % 7) for number in calendar.weekend} or day in calendar.off
        count += 1 if day in calendar.on else 0 if is_free else 1
    return count


@given(DAYS, st.integers(0, 120), st.integers(0, 60), SETS, SETS, st.sets(st.integers(0, 6), max_size=3))
@settings(max_examples=300 if FULL else 20)
def test_working_days_are_those_that_a_walk_counts(
    first: date, length: int, add: int, off: frozenset[date], on: frozenset[date], weekend: set[int]
) -> None:
    own = Calendar("own", frozenset(weekend), off - on, on)
    for calendar in (CHINA, own, weekends()):
        counter = WorkingDays(calendar, first, first)
        last = first + timedelta(days=length)
        assert counter.between(first, last) == walk(calendar, first, last)
        assert counter.between(last, first) == 0
        day = counter.after(first, add)
        assert counter.between(first, day) == walk(calendar, first, day) == add
        assert add == 0 or calendar.is_working(day)
        assert counter.between(first - timedelta(days=400), last) == walk(calendar, first - timedelta(days=400), last)


def test_the_years_of_china_have_the_working_days_of_their_notices() -> None:
    counter = WorkingDays(CHINA, date(2019, 12, 31), date(2026, 12, 31))
    years = {year: counter.between(date(year - 1, 12, 31), date(year, 12, 31)) for year in range(2020, 2027)}
    assert years == {2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}
    assert CHINA.years == frozenset(range(2020, 2027))
    assert CHINA.unknown_years(date(2019, 12, 31), date(2027, 1, 1)) == [2019, 2027]
    for first, last, worked, _, notice in ROWS:
        assert notice.startswith("国办发明电〔")
        for day in (date.fromisoformat(text) for text in worked.split()):
            assert day.weekday() >= 5
            assert CHINA.is_working(day)
        assert not CHINA.is_working(date.fromisoformat(first))
        assert not CHINA.is_working(date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        ("2024-09-30", 5, "2024-10-12"),  # over the national day, with its Saturday worked
        ("2020-01-23", 1, "2020-02-03"),  # the spring festival that was extended
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday worked before the spring festival
        ("2026-02-14", 1, "2026-02-24"),
        ("2023-09-28", 2, "2023-10-08"),  # both days of a weekend worked
    ],
)
def test_deadlines_pass_over_holidays_and_take_in_make_up_days(first: str, count: int, expected: str) -> None:
    day = date.fromisoformat(first)
    assert WorkingDays(CHINA, day, day).after(day, count) == date.fromisoformat(expected)


@st.composite
def stopped_cases(draw: st.DrawFn) -> Case:
    received = draw(st.dates(date(2024, 1, 1), date(2024, 6, 30)))
    day, stops = received, []
    for _ in range(draw(st.integers(0, 3))):
        start = day + timedelta(days=draw(st.integers(0, 12)))
        end = start + timedelta(days=draw(st.integers(0, 15)))
        stops.append(Stop(start, end))
        day = end
    if draw(st.booleans()) and stops:
        stops[-1] = Stop(stops[-1].start)
    begun = datetime.combine(received, datetime.min.time())
    decided = draw(st.none() | st.integers(0, 60).map(lambda days: begun + timedelta(days=days)))
    return Case("A", "permit", begun, decided, None, tuple(stops))


@given(stopped_cases(), st.integers(1, 25), st.integers(0, 90))
@settings(max_examples=400 if FULL else 30)
def test_a_clock_runs_on_working_days_on_which_it_is_not_stopped(case: Case, standard: int, later: int) -> None:
    clocks = Clocks([Standard("permit", standard, "china")], {"china": CHINA})
    now = case.received + timedelta(days=later)

    clock = clocks.read(case, now)

    decided = case.decided is not None and case.decided <= now
    last = case.decided.date() if decided and case.decided else now.date()
    run, due, day = 0, None, case.received.date()
    for _ in range(700):
        day += timedelta(days=1)
        stands = any(s.start <= day and (s.end is None or day < s.end) for s in case.stops)
        if CHINA.is_working(day) and not stands:
            run += 1
            due = due or (day if run == standard else None)
        if day == last:
            assert clock.run == run
    if last == case.received.date():
        assert clock.run == 0
    assert (clock.due.date() if clock.due else None) == due
    if decided:
        assert clock.is_late == (due is not None and last > due) or clock.state == "no standard"
    elif any(s.start <= last and (s.end is None or last < s.end) for s in case.stops):
        assert clock.state == "stopped"
    elif due is not None:
        assert clock.state == ("open, late" if last > due else "open")
        assert clock.left is not None
        assert (clock.left < 0) == (walk(CHINA, due, last) > 0)
