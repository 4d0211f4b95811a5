"""Whose turn it is among several ways to search."""

from __future__ import annotations

from kaimen.solve.turns import Turns


def _shares(gains: list[float], seconds: list[float], turns: int = 400) -> list[float]:
    """Return each way's part of the time, where a second of a way always gains the same."""
    now, spent = Turns(len(gains)), [0.0] * len(gains)
    for _ in range(turns):
        way = now.next(range(len(gains)))
        spent[way] += seconds[way]
        now.note(way, seconds[way], gains[way] * seconds[way])
    return [part / sum(spent) for part in spent]


def test_the_way_that_gains_most_in_a_second_has_most_of_the_time_and_each_has_some() -> None:
    shares = _shares([1.0, 5.0, 2.0], [0.1, 1.0, 3.0])
    assert shares[1] == max(shares) > 0.6
    assert min(shares) > 0.13


def test_a_way_that_gains_nothing_any_more_makes_room() -> None:
    now = Turns(2)
    for _ in range(30):
        now.note(0, 1.0, 10.0)
        now.note(1, 1.0, 1.0)
    assert now.next((0, 1)) == 0
    for _ in range(30):
        now.note(0, 1.0, 0.0)
        now.note(1, 1.0, 1.0)
    assert now.next((0, 1)) == 1


def test_only_what_is_possible_has_a_turn() -> None:
    now = Turns(3)
    assert now.next((1, 2)) == 1
    now.note(1, 1.0, 100.0)
    assert now.next((2,)) == 2
    assert now.next((0, 1, 2)) == 0
