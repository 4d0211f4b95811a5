"""Conditions over columns: for each firm whether they hold, and by how much a number falls short."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from kaimen.policies.columns import LARGEST, Bools, Exact, Figures, FirmColumns
from kaimen.policies.types import TEXT_FIELDS, All, Condition, Not, Test
from kaimen.regions import RegionTree

States = npt.NDArray[np.int8]
HOLDS, OPEN, FAILS = 1, 0, -1
"""Truth values: it holds, it is not known, it does not hold."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a condition comes to, per firm: its state, and the relative shortfall of the numbers it turns on.

    The shortfall is 0 where it holds, a fraction of the threshold where numbers alone would have to change, and
    infinite where words would have to, or where something is not known. Of conditions that must all hold it is the
    largest, of conditions of which one must hold the smallest.
    """

    state: States
    shortfall: npt.NDArray[np.float32]


def judge(condition: Condition, columns: FirmColumns, *, negate: bool = False) -> Judged:
    """Return what a condition, or with `negate` its opposite, comes to for each firm."""
    if isinstance(condition, Not):
        return judge(condition.of, columns, negate=not negate)
    if isinstance(condition, Test):
        return _judge_test(condition, columns, negate=negate)
    parts = [judge(part, columns, negate=negate) for part in condition.of]
    # De Morgan: the opposite of "all" is that one does not hold.
    if isinstance(condition, All) != negate:
        return _joined(parts, columns, every=True)
    return _joined(parts, columns, every=False)


def _joined(parts: list[Judged], columns: FirmColumns, *, every: bool) -> Judged:
    size = len(columns)
    state: States = np.full(size, HOLDS if every else FAILS, dtype=np.int8)
    shortfall = np.full(size, 0 if every else np.inf, dtype=np.float32)
    for part in parts:
        state = np.minimum(state, part.state) if every else np.maximum(state, part.state)
        shortfall = (np.maximum if every else np.minimum)(shortfall, part.shortfall)
    return Judged(state, shortfall)


def _judge_test(test: Test, columns: FirmColumns, *, negate: bool) -> Judged:
    if test.is_text and test.field in TEXT_FIELDS:
        return _judge_words(test, columns, negate=negate)
    figures = columns.figures(test.field, test.period)
    met = _within(test, figures)
    state = _state(met != negate, figures.known)
    near = _distance_out(test, figures) if negate else _distance_in(test, figures)
    return Judged(state, np.where(state == HOLDS, 0, np.where(figures.known, near, np.inf)).astype(np.float32))


def _judge_words(test: Test, columns: FirmColumns, *, negate: bool) -> Judged:
    column = columns.words(test.field)
    fits = np.array([is_one_of(test, word, columns.regions) != negate for word in column.words], dtype=np.bool_)
    said = np.array([bool(word) for word in column.words], dtype=np.bool_)
    state = _state(fits[column.code], said[column.code]) if len(column.words) else np.zeros(0, np.int8)
    return Judged(state, np.where(state == HOLDS, 0, np.inf).astype(np.float32))


def is_one_of(test: Test, word: str, regions: RegionTree) -> bool:
    """Return whether a word is one of those a test names: the same, beginning so, or a region that lies in it."""
    for wanted in test.one_of:
        if word == wanted or (wanted.endswith("*") and word.startswith(wanted[:-1])):
            return True
        if test.field == "region" and word and regions.covers(wanted, word):
            return True
    return False


def _state(met: Bools, known: Bools) -> States:
    return np.where(known, np.where(met, HOLDS, FAILS), OPEN).astype(np.int8)


def _within(test: Test, figures: Figures) -> Bools:
    value, scale = figures.value, figures.scale
    met: Bools = np.ones(len(value), dtype=np.bool_)
    if test.low is not None:
        edge = test.low * scale
        least = floor(edge) + 1 if test.low_open else ceil(edge)
        met &= _at_least(value, least)
    if test.high is not None:
        edge = test.high * scale
        beyond = ceil(edge) if test.high_open else floor(edge) + 1
        met &= ~_at_least(value, beyond)
    return met


def _at_least(value: Exact, least: int) -> Bools:
    if value.dtype != object and abs(least) > LARGEST:
        return np.full(len(value), least < 0)
    found: Bools = np.asarray(value >= least, dtype=np.bool_)
    return found


def _distance_in(test: Test, figures: Figures) -> npt.NDArray[np.float64]:
    """Return how far a number lies outside the range, as a share of the edge it would have to reach."""
    value = figures.value.astype(np.float64) / figures.scale
    far = np.zeros(len(value))
    if test.low is not None:
        far = np.maximum(far, _relative(float(test.low) - value, test.low))
    if test.high is not None:
        far = np.maximum(far, _relative(value - float(test.high), test.high))
    return far


def _distance_out(test: Test, figures: Figures) -> npt.NDArray[np.float64]:
    """Return how far a number lies within the range, as a share of the nearer edge."""
    value = figures.value.astype(np.float64) / figures.scale
    far = np.full(len(value), np.inf)
    if test.low is not None:
        far = np.minimum(far, _relative(value - float(test.low), test.low))
    if test.high is not None:
        far = np.minimum(far, _relative(float(test.high) - value, test.high))
    return far


def _relative(distance: npt.NDArray[np.float64], edge: Fraction) -> npt.NDArray[np.float64]:
    """Return distances as shares of an edge; of the edge 0 there is no share, so only having none is near."""
    return distance / abs(float(edge)) if edge else np.where(distance < 0, 0.0, np.inf)
